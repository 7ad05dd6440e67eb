//! The ledger dictionary: which sheets and columns there are, what they are called in the wild, and what they hold.
//!
//! It is read from `crate/schemes/ledger.toml`; a scheme may add sheets of its own in the same form.

mod column;

use std::hash::{Hash as _, Hasher as _};

use serde::{Deserialize, Serialize};

pub use self::column::{Field, Kind, LEVELS, Word};
use self::column::{field, words};
use crate::scheme::read::{Files, Keys, Node};

/// A sheet's place in the [`Dictionary`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SheetIx(pub u16);

/// A field's place in its [`Sheet`]; the common fields come first in every sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FieldIx(pub u16);

/// What the engine itself looks for in a sheet or a field; all other meaning is given by the schemes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Sheet: one row for each place that a unit helps, with the unit's own data (单位信息).
    Unit,
    /// Sheet: points given by a person (评审打分).
    Points,
    /// Sheet: levels given by a person (等次评定).
    Ratings,
    /// Sheet: conventions switched in the workbook (口径设置).
    Settings,
    /// Field: the unit that a row belongs to (单位名称).
    UnitName,
    /// Field: the unit's other names (其他名称), parted by 、.
    Alias,
    /// Field: the place that a row is about (帮扶对象).
    Place,
    /// Field: the unit's category (单位类别).
    Category,
    /// Field: the evaluation year (评价年度).
    Year,
    /// Field: the indicator's number (指标号).
    Indicator,
    /// Field: points (得分).
    Score,
    /// Field: a level (等次).
    Level,
    /// Field: who judged (评审人, 评定人).
    By,
    /// Field: why (理由).
    Reason,
    /// Field: a convention's id (口径号).
    Convention,
    /// Field: the value it is set to (取值).
    Setting,
}

impl Role {
    const WORDS: [(&'static str, Self); 16] = [
        ("unit", Self::Unit),
        ("points", Self::Points),
        ("ratings", Self::Ratings),
        ("settings", Self::Settings),
        ("unit_name", Self::UnitName),
        ("alias", Self::Alias),
        ("place", Self::Place),
        ("category", Self::Category),
        ("year", Self::Year),
        ("indicator", Self::Indicator),
        ("score", Self::Score),
        ("level", Self::Level),
        ("by", Self::By),
        ("reason", Self::Reason),
        ("convention", Self::Convention),
        ("setting", Self::Setting),
    ];
}

/// One sheet of the ledger (台账的一张表).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The number in the standard ledger, `"01"`.
    pub no: String,
    /// The official name.
    pub name: String,
    /// Other names.
    pub also: Vec<String>,
    /// What the engine looks for here.
    pub role: Option<Role>,
    /// The date field that places a row in a year; `None` where no year is tested.
    pub period: Option<FieldIx>,
    /// Date fields of which one before the evaluation year makes a row another year's (`since`): where what is done may be due
    /// only in the next year, no one of them places a row.
    pub since: Vec<FieldIx>,
    /// Fields that together tell one thing from another: two rows with the same are asked about (`once`).
    pub once: Vec<Vec<FieldIx>>,
    /// Pairs of fields: two rows alike in the first and unlike in the second are asked about (`apart`), as one order that
    /// was both bought and helped to sell.
    pub apart: Vec<Vec<FieldIx>>,
    /// Pairs of fields of which the first is never more, or later, than the second (`order`).
    pub order: Vec<Vec<FieldIx>>,
    /// A field and the fields that add up to it (`sums`).
    pub sums: Vec<Vec<FieldIx>>,
    /// What the sheet is for, one line, for templates.
    pub says: String,
    /// Whether it holds what people judge or what comes from outside, and not the unit's own work (`judged`): such a sheet
    /// is often typed, where a work ledger comes as a workbook.
    pub judged: bool,
    /// The columns: common ones first.
    pub fields: Vec<Field>,
}

impl Sheet {
    /// A field by its official name or one of its other headers.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<FieldIx> {
        let official = self.fields.iter().position(|field| field.name == name);
        official
            .or_else(|| self.fields.iter().position(|field| field.also.iter().any(|also| also == name)))
            .and_then(|at| u16::try_from(at).ok())
            .map(FieldIx)
    }

    /// The field with a role.
    #[must_use]
    pub fn role(&self, role: Role) -> Option<FieldIx> {
        let at = self.fields.iter().position(|field| field.role == Some(role))?;
        u16::try_from(at).ok().map(FieldIx)
    }
}

/// Every sheet the ledger knows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dictionary {
    /// The sheets, in the order of the standard ledger.
    pub sheets: Vec<Sheet>,
    common: Vec<Field>,
    /// The words of a level where a column names none, best first.
    levels: Vec<Word>,
}

impl Dictionary {
    /// Reads `ledger.toml`. Faults go to `files`; what could be read is kept.
    pub fn load(files: &mut Files, name: &str, text: &str) -> Self {
        let node = files.parse(name, text);
        let levels: Vec<Word> = LEVELS.iter().map(|level| ((*level).to_owned(), Vec::new())).collect();
        let mut dictionary = Self { levels, ..Self::default() };
        if let Some(keys) = Keys::open(files, &node, "台账字典", false) {
            let common = keys.tables("common", "公共列").into_iter();
            dictionary.common = common.filter_map(|keys| field(keys, &dictionary.levels)).collect();
            for sheet in keys.tables("sheet", "台账表") {
                dictionary.add(sheet);
            }
            keys.done();
        }
        dictionary
    }

    /// The same with the examples of an evaluation year.
    #[must_use]
    pub fn in_year(mut self, year: i64) -> Self {
        for example in self.sheets.iter_mut().flat_map(|sheet| &mut sheet.fields).filter_map(|f| f.example.as_mut()) {
            *example = example.replace("{year}", &year.to_string());
        }
        self
    }

    /// Adds what a scheme declares for itself: sheets under `[[sheet]]`; under `[[extend]]`, more columns and names of a
    /// sheet that there is, and more words of its columns.
    ///
    /// ```toml
    /// [[extend]]
    /// sheet = "培训"
    /// also  = ["实训台账"]                                  # more names of the sheet
    /// field = [{ name = "结业人数", type = "number" },        # a column more
    ///          { name = "对象", of = ["家政"], also = ["学员"] }]   # words and names more of a column that there is
    /// ```
    ///
    /// `levels` names the words of all level columns that name none; `of` of a level column takes the place of its words.
    pub fn extend(&mut self, keys: &Keys<'_>) {
        self.name_levels(keys);
        for sheet in keys.tables("sheet", "台账表") {
            self.add(sheet);
        }
        for keys in keys.tables("extend", "补充的台账表") {
            self.widen(&keys);
            keys.done();
        }
    }

    /// The scheme's own words for levels.
    fn name_levels(&mut self, keys: &Keys<'_>) {
        let Some(node) = keys.take("levels") else { return };
        let levels = words(keys, "levels");
        if levels.len() < 2 {
            let mend = "写 levels = [\"优\", \"良\", …]，从高到低；照常用好、较好、一般、较差的，不写。";
            keys.files().fault_at(node, "评定的等次至少有两级", mend);
            return;
        }
        for field in self.sheets.iter_mut().flat_map(|sheet| &mut sheet.fields) {
            if field.kind == Kind::Level(self.levels.clone()) {
                field.takes_levels(levels.clone());
            }
        }
        self.levels = levels;
    }

    fn widen(&mut self, keys: &Keys<'_>) {
        let Some(name) = keys.need_text("sheet") else { return };
        let (also, fields) = (keys.texts("also"), keys.tables("field", "列"));
        let Some(sheet) = self.find(&name).and_then(|at| self.sheets.get_mut(usize::from(at.0))) else {
            keys.fault(format!("台账没有“{name}”这张表"), "写台账字典里的表名；新的表用 [[sheet]]。");
            return;
        };
        sheet.also.extend(also);
        for keys in fields {
            let known = keys
                .node()
                .get("name")
                .and_then(Node::text)
                .and_then(|name| sheet.fields.iter_mut().find(|field| field.name == name));
            let Some(known) = known else {
                sheet.fields.extend(field(keys, &self.levels));
                continue;
            };
            let _ = keys.text("name");
            known.also.extend(keys.texts("also"));
            let words = words(&keys, "of");
            match &mut known.kind {
                Kind::Choice(of) => of.extend(words),
                _ if words.is_empty() => {}
                Kind::Level(_) => known.takes_levels(words),
                _ => keys.fault(format!("“{}”不是选项列，不能添选项", known.name), "删去 of。"),
            }
            keys.done();
        }
    }

    fn add(&mut self, keys: Keys<'_>) {
        let (Some(no), Some(name)) = (keys.need_text("no"), keys.need_text("name")) else { return };
        if self.sheets.iter().any(|sheet| sheet.name == name) {
            keys.fault(format!("台账表“{name}”重复"), "合并为一张表，或改名。");
            return;
        }
        let also = keys.texts("also");
        for (word, what) in std::iter::once((&name, "表名")).chain(also.iter().map(|word| (word, "叫法"))) {
            if let Some(other) = self.find(word).and_then(|at| self.sheet(at)) {
                let of = if other.name == *word { "" } else { "的叫法" };
                let why = format!("{what}“{word}”是台账已有的表“{}”{of}", other.name);
                keys.fault(why, format!("换一个名字；就是那张表的，删去这里的 [[sheet]]，用“{}”。", other.name));
            }
        }
        let own = keys.tables("field", "列").into_iter().filter_map(|keys| field(keys, &self.levels));
        let own: Vec<Field> = own.collect();
        // A column of its own takes the place of the common one that the engine would look for there.
        let replaces =
            |mine: &Field, field: &Field| mine.name == field.name || (mine.role.is_some() && mine.role == field.role);
        let fresh = |field: &&Field| !own.iter().any(|mine| replaces(mine, field));
        let mut fields: Vec<Field> = self.common.iter().filter(fresh).cloned().collect();
        fields.extend(own);
        for (at, field) in fields.iter().enumerate() {
            if fields[..at].iter().any(|earlier| earlier.name == field.name) {
                keys.fault(format!("“{name}”有两列都叫“{}”", field.name), "改名或删去一列。");
            }
        }
        let mut sheet = Sheet {
            no,
            name,
            also,
            role: role(&keys),
            period: None,
            since: Vec::new(),
            once: Vec::new(),
            apart: Vec::new(),
            order: Vec::new(),
            sums: Vec::new(),
            says: keys.text("says").unwrap_or_default(),
            judged: keys.flag("judged"),
            fields,
        };
        if let Some(period) = keys.text("period") {
            sheet.period = sheet.find(&period);
            if sheet.period.is_none_or(|at| sheet.fields[usize::from(at.0)].kind != Kind::Date) {
                keys.fault(format!("period 所指“{period}”不是本表的日期列"), "写本表一个 type = \"date\" 的列名。");
                sheet.period = None;
            }
        }
        for name in keys.texts("since") {
            match sheet.find(&name).filter(|at| sheet.fields[usize::from(at.0)].kind == Kind::Date) {
                Some(field) => sheet.since.push(field),
                None => keys.fault(format!("since 所指“{name}”不是本表的日期列"), "写本表 type = \"date\" 的列名。"),
            }
        }
        let groups = |key: &str, least: usize| field_groups(&keys, &sheet, key, least);
        let (once, apart) = (groups("once", 1), groups("apart", 2));
        let (order, sums) = (groups("order", 2), groups("sums", 2));
        let sheet = Sheet { once, apart, order, sums, ..sheet };
        keys.done();
        self.sheets.push(sheet);
    }

    /// The fields of a sheet as a person fills them: 单位名称, the sheet's own, then what all sheets share.
    #[must_use]
    pub fn filling_order(&self, sheet: &Sheet) -> Vec<FieldIx> {
        let shared = |field: &Field| self.common.iter().any(|common| common.is_the_column(field));
        let rank = |field: &Field| match field.role {
            Some(Role::UnitName) if shared(field) => 0,
            _ if shared(field) => 2,
            _ => 1,
        };
        let mut order: Vec<(i32, usize)> = sheet.fields.iter().map(rank).zip(0..).collect();
        order.sort_unstable();
        order.into_iter().filter_map(|(_, at)| u16::try_from(at).ok().map(FieldIx)).collect()
    }

    /// The fields of a sheet that are typed in the program, in the order of the columns. An id is kept as a hash only, so it
    /// cannot be typed over and over again: it comes with a file.
    #[must_use]
    pub fn typing_order(&self, sheet: &Sheet) -> Vec<FieldIx> {
        let typed = |at: &FieldIx| {
            let field = sheet.fields.get(usize::from(at.0));
            field.is_some_and(|field| field.kind != Kind::Id && field.name != "序号")
        };
        self.filling_order(sheet).into_iter().filter(typed).collect()
    }

    /// A fingerprint of the places of all sheets and columns and of what they hold: tables of dictionaries with the same one
    /// mean the same.
    #[must_use]
    pub fn layout(&self) -> u64 {
        let mut hash = fnv::FnvHasher::default();
        for sheet in &self.sheets {
            sheet.name.hash(&mut hash);
            for field in &sheet.fields {
                (&field.name, std::mem::discriminant(&field.kind)).hash(&mut hash);
            }
        }
        hash.finish()
    }

    /// A sheet by its official name, number or one of its other names.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<SheetIx> {
        let by_name = self.sheets.iter().position(|sheet| sheet.name == name);
        let also = || self.sheets.iter().position(|sheet| sheet.also.iter().any(|also| also == name));
        by_name.or_else(also).and_then(|at| u16::try_from(at).ok()).map(SheetIx)
    }

    /// The sheet with a role.
    #[must_use]
    pub fn role(&self, role: Role) -> Option<SheetIx> {
        let at = self.sheets.iter().position(|sheet| sheet.role == Some(role))?;
        u16::try_from(at).ok().map(SheetIx)
    }

    /// A sheet by its place.
    #[must_use]
    pub fn sheet(&self, at: SheetIx) -> Option<&Sheet> {
        self.sheets.get(usize::from(at.0))
    }

    /// A field by its place.
    #[must_use]
    pub fn field(&self, sheet: SheetIx, field: FieldIx) -> Option<&Field> {
        self.sheet(sheet)?.fields.get(usize::from(field.0))
    }
}

/// Lists of columns of one sheet, each of `least` names or more.
fn field_groups(keys: &Keys<'_>, sheet: &Sheet, key: &str, least: usize) -> Vec<Vec<FieldIx>> {
    let mut groups = Vec::new();
    for node in keys.items(key) {
        let names = keys.as_texts(node, key);
        let fields: Vec<FieldIx> = names.iter().filter_map(|name| sheet.find(name)).collect();
        if fields.len() < names.len() || names.len() < least {
            keys.fault(
                format!("{key} 里的“{}”不全是“{}”的列", names.join("、"), sheet.name),
                "写本表的列名，一组一个列表。",
            );
            continue;
        }
        groups.push(fields);
    }
    groups
}

fn role(keys: &Keys<'_>) -> Option<Role> {
    let word = keys.text("role")?;
    let found = Role::WORDS.iter().find(|(name, _)| *name == word).map(|(_, role)| *role);
    if found.is_none() {
        keys.fault(format!("不认识的 role“{word}”"), "删去，或改为字典说明里列出的词。");
    }
    found
}
