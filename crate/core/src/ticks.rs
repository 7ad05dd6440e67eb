//! Tick forms (考评表): on each form every row of a place gets one tick (√) under a level. They stand in one sheet, a row of
//! the form a row of the sheet, and count beside the track's own table.
//!
//! ```toml
//! [ticks]
//! sheet = "抽查考评表"
//! level = "级别"                  # the field that says which form a row belongs to
//! row   = "指标号"                # the field with the row's number on the form
//! marks = { "好" = "好", … }      # by level of the rating: the field that is ticked
//! by    = "组长"                  # who ticked, optional
//! twice = { open = "…" }         # a row ticked twice: void (left out) | open (待评)
//! blank = { open = "…" }         # a row without a tick: open (待评) | skip (left out) | zero
//!
//! [[ticks.table]]
//! id    = "village"
//! name  = "抽查村级"
//! level = "村"                   # the word of the level field
//! place = ["市", "县", "镇", "村"]   # the fields that name one place, the last one closest
//!   [[ticks.table.group]]
//!   name = "减贫成效"
//!   row  = [{ no = "1", sub = "贫困退出", name = "…" }, …]
//!   [ticks.table.spare]          # rows that some places may leave blank
//!   rows  = ["1", "4"]
//!   sheet = "单位信息"            # such a row names the place under `place` …
//!   place = "帮扶对象"
//!   where = [ … ]                # … and meets this
//!   blank = { open = "…" }       # what a blank row is there
//!
//! [track.tables]
//! use     = ["county", "village"]    # which forms count for the track
//! own     = "市"                  # rows of this level are ticks for the track's own indicators, optional
//! average = { open = "…" }       # inside a form: rows | contents
//! combine = { open = "…" }       # of all forms: levels (mean of the levels' means) | tables | rows
//! ```

pub mod filled;

use crate::ledger::dictionary::{FieldIx, SheetIx};
use crate::scheme::convention::Slot;
use crate::scheme::load::{Rules, row_rule};
use crate::scheme::model::RowRule;
use crate::scheme::read::Keys;
use crate::scheme::rows::RuleReader;

/// The tick forms of a scheme and the sheet that they stand in.
#[derive(Debug, Clone)]
pub struct Ticks {
    /// The sheet.
    pub sheet: SheetIx,
    /// Which form a row belongs to.
    pub level: FieldIx,
    /// The row's number on the form.
    pub row: FieldIx,
    /// By level: the field that is ticked.
    pub marks: Vec<(String, FieldIx)>,
    /// Who ticked.
    pub by: Option<FieldIx>,
    /// What becomes of a row ticked twice.
    pub twice: Slot<Twice>,
    /// What becomes of a row without a tick.
    pub blank: Slot<Blank>,
    /// The forms.
    pub tables: Vec<TickTable>,
}

/// What becomes of a row ticked twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Twice {
    /// `void`: left out, and listed.
    Void,
    /// `open`: 待评 until it is mended.
    Open,
}

/// What becomes of a row without a tick.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blank {
    /// `open`: 待评.
    Open,
    /// `skip`: 不适用, it leaves the denominator.
    Skip,
    /// `zero`: it counts 0.
    Zero,
}

impl Blank {
    const WORDS: [(&'static str, Self); 3] = [("open", Self::Open), ("skip", Self::Skip), ("zero", Self::Zero)];
}

/// One form (一张考评表).
#[derive(Debug, Clone)]
pub struct TickTable {
    /// The name that rules and forms use.
    pub id: String,
    /// What the document calls it.
    pub name: String,
    /// The word of the level field.
    pub level: String,
    /// The fields that name one place.
    pub place: Vec<FieldIx>,
    /// The contents.
    pub groups: Vec<String>,
    /// The rows, in print order.
    pub rows: Vec<TickRow>,
    /// Rows that some places may leave blank.
    pub spare: Option<Spare>,
    /// Where the document prints it.
    pub clause: String,
}

/// One row of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TickRow {
    /// Its number.
    pub no: String,
    /// Its wording.
    pub name: String,
    /// The heading inside its content that it is printed under.
    pub sub: Option<String>,
    /// Its content, by place in the form's contents.
    pub group: usize,
}

/// Rows that some places may leave blank.
#[derive(Debug, Clone)]
pub struct Spare {
    /// Their numbers.
    pub nos: Vec<String>,
    /// The rows of the ledger that say which places those are.
    pub rows: RowRule,
    /// The field that names the place there.
    pub place: FieldIx,
    /// What a blank row is there.
    pub blank: Slot<Blank>,
}

/// Which forms count for a track, and how they make one value.
#[derive(Debug, Clone)]
pub struct Tables {
    /// The forms, by place in [`Ticks::tables`].
    pub uses: Slot<Vec<usize>>,
    /// The word of the level field for the track's own table.
    pub own: Option<String>,
    /// How a form's rows make its value.
    pub average: Slot<Average>,
    /// How the forms make one value.
    pub combine: Slot<Combine>,
}

/// How a form's rows make its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Average {
    /// `rows`: every row weighs the same.
    Rows,
    /// `contents`: every content weighs the same, and inside it every row.
    Contents,
}

/// How forms make one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Combine {
    /// `levels`: the mean inside each level, then the mean of the levels that there are.
    Levels,
    /// `tables`: every form weighs the same, the track's own table too.
    Tables,
    /// `rows`: every ticked row weighs the same.
    Rows,
}

impl Ticks {
    /// Reads `[ticks]`.
    pub fn read<'n>(keys: Keys<'n>, rules: &RuleReader<'n>) -> Option<Self> {
        let sheet = rules.sheet(&keys)?;
        let field = |key| rules.field_at(&keys, key, sheet);
        let (level, row) = (field("level"), field("row"));
        let by = keys.has("by").then(|| field("by")).flatten();
        let marks = keys.table("marks", "勾选列").map(|marks| {
            let named = |(word, node): (&str, _)| {
                let name = marks.as_texts(node, word).into_iter().next()?;
                Some((word.to_owned(), rules.field(marks.files(), node, sheet, &name)?))
            };
            marks.entries().into_iter().filter_map(named).collect::<Vec<_>>()
        });
        if marks.is_none() {
            keys.fault("考评表没有写勾选哪些列", "写 marks = { \"好\" = \"好\", … }。");
        }
        let twice = rules.slots.slot(&keys, "twice", |keys, node| {
            keys.word(node, "twice", &[("void", Twice::Void), ("open", Twice::Open)])
        });
        let blank = rules.slots.slot(&keys, "blank", |keys, node| keys.word(node, "blank", &Blank::WORDS));
        let level_field = level?;
        let tables = keys.tables("table", "考评表");
        let tables = tables.into_iter().filter_map(|keys| table(keys, rules, sheet, level_field)).collect();
        keys.done();
        Some(Self {
            sheet,
            level: level_field,
            row: row?,
            marks: marks?,
            by,
            twice: twice.unwrap_or(Slot::Fixed(Twice::Void)),
            blank: blank.unwrap_or(Slot::Fixed(Blank::Open)),
            tables,
        })
    }

    /// A form by its id.
    #[must_use]
    pub fn table(&self, id: &str) -> Option<usize> {
        self.tables.iter().position(|table| table.id == id)
    }
}

impl TickTable {
    /// A row by its number.
    #[must_use]
    pub fn row(&self, no: &str) -> Option<usize> {
        self.rows.iter().position(|row| row.no == no)
    }
}

fn table<'n>(keys: Keys<'n>, rules: &RuleReader<'n>, sheet: SheetIx, level_field: FieldIx) -> Option<TickTable> {
    let (id, name) = (keys.need_text("id"), keys.need_text("name"));
    let level = keys.need("level").and_then(|node| {
        let word = keys.as_texts(node, "level").into_iter().next()?;
        rules.known_word(keys.files(), node, sheet, level_field, &word);
        Some(word)
    });
    let place = keys.items("place").into_iter();
    let place =
        place.filter_map(|node| rules.field(keys.files(), node, sheet, node.text().unwrap_or_default())).collect();
    let (mut groups, mut rows): (Vec<String>, Vec<TickRow>) = (Vec::new(), Vec::new());
    for group in keys.tables("group", "考核内容") {
        for row in group.tables("row", "考评表的行") {
            let (no, name, sub) = (row.need_text("no"), row.need_text("name"), row.text("sub"));
            if no.as_ref().is_some_and(|no| rows.iter().any(|known| known.no == *no)) {
                row.fault("这张表有两行用了同一个号", "每个号只用一次。");
            }
            if let (Some(no), Some(name)) = (no, name) {
                rows.push(TickRow { no, name, sub, group: groups.len() });
            }
            row.done();
        }
        groups.extend(group.need_text("name"));
        group.done();
    }
    let spare = keys.table("spare", "可以不填的行").and_then(|keys| spare(keys, rules, &rows));
    let clause = keys.clause();
    keys.done();
    Some(TickTable { id: id?, name: name?, level: level?, place, groups, rows, spare, clause })
}

fn spare<'n>(keys: Keys<'n>, rules: &RuleReader<'n>, known: &[TickRow]) -> Option<Spare> {
    let nos = keys.texts("rows");
    for no in nos.iter().filter(|no| known.iter().all(|row| row.no != **no)) {
        keys.fault(format!("这张表没有第{no}行"), "写表里有的号。");
    }
    let rule = row_rule(&keys, rules)?;
    let place = rules.field_at(&keys, "place", rule.sheet);
    let blank = rules.slots.slot(&keys, "blank", |keys, node| keys.word(node, "blank", &Blank::WORDS));
    keys.done();
    Some(Spare { nos, rows: rule, place: place?, blank: blank.unwrap_or(Slot::Fixed(Blank::Skip)) })
}

impl Tables {
    /// Reads `[track.tables]`.
    pub fn read<'n>(keys: Keys<'n>, rules: &Rules<'n>) -> Option<Self> {
        let Some(ticks) = rules.ticks else {
            keys.fault("方案没有考评表", "先写 [ticks]，说明考评表在台账哪张表、勾选哪些列。");
            return None;
        };
        let slots = &rules.rows.slots;
        let uses = slots.slot(&keys, "use", |keys, node| {
            let named = |id: &String| {
                let found = ticks.table(id);
                if found.is_none() {
                    let known = ticks.tables.iter().map(|table| table.id.as_str()).collect::<Vec<_>>().join("、");
                    keys.files().fault_at(node, format!("没有考评表 {id}"), format!("可用：{known}。"));
                }
                found
            };
            keys.as_texts(node, "use").iter().map(named).collect::<Option<Vec<usize>>>()
        });
        let own = keys.take("own").and_then(|node| {
            let word = keys.as_texts(node, "own").into_iter().next()?;
            rules.rows.known_word(keys.files(), node, ticks.sheet, ticks.level, &word);
            Some(word)
        });
        let average = [("rows", Average::Rows), ("contents", Average::Contents)];
        let average = slots.slot(&keys, "average", |keys, node| keys.word(node, "average", &average));
        let combine = [("levels", Combine::Levels), ("tables", Combine::Tables), ("rows", Combine::Rows)];
        let combine = slots.slot(&keys, "combine", |keys, node| keys.word(node, "combine", &combine));
        keys.done();
        Some(Self {
            uses: uses.unwrap_or(Slot::Fixed(Vec::new())),
            own,
            average: average.unwrap_or(Slot::Fixed(Average::Rows)),
            combine: combine.unwrap_or(Slot::Fixed(Combine::Levels)),
        })
    }
}
