//! Which rows of a sheet a rule is about: [`Condition`]s over fields, in the words of a scheme file.

use super::convention::{Slot, SlotReader};
use super::read::{Files, Keys, Node, Raw};
use crate::exact::Points;
use crate::ledger::dictionary::{Dictionary, FieldIx, Kind, SheetIx};
use crate::ledger::period::{Deadline, During};

/// One condition on a row.
///
/// A condition without `why` says what the rule is about: a row that fails it is no concern of the rule. A condition with
/// `why` is asked of a row the rule is about: a row that fails it is refused, and the reason is shown beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// What is asked.
    pub test: Test,
    /// The reason shown where it fails (`why`).
    pub why: Option<String>,
    /// The clause behind the refusal, where it is not the rule's own.
    pub clause: Option<String>,
    /// Whether a failure is only remarked on, and the row still counts (`soft`).
    pub soft: bool,
    /// Whether a blank cell passes (`or_blank`).
    pub or_blank: bool,
}

/// What a condition asks of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// The field is (or is not) one of these.
    Is {
        /// Which field.
        field: FieldIx,
        /// 是/否, for a flag.
        flag: Option<bool>,
        /// The words, for everything else.
        words: Vec<String>,
        /// `is_not`: a blank cell passes, since it is none of the words.
        negated: bool,
    },
    /// The field's number or amount compares so with a number, in the field's own unit.
    Compare {
        /// Which field.
        field: FieldIx,
        /// How.
        how: Comparison,
        /// With what, in the unit of the field.
        with: Points,
    },
    /// The date is not after its deadline (`not_after`), or is (`after`).
    Due {
        /// The date.
        field: FieldIx,
        /// The last day allowed.
        due: Due,
        /// Whether a date after the deadline is asked for.
        after: bool,
    },
    /// The date lies in a window of the evaluation year (`during`).
    During {
        /// The date.
        field: FieldIx,
        /// The window.
        during: During,
    },
    /// Some day from one date to the other lies in a window of the evaluation year (`overlaps`).
    Overlaps {
        /// The first day.
        from: FieldIx,
        /// The last day; blank is the as-of date.
        to: FieldIx,
        /// The window.
        during: During,
    },
    /// Something was filled in; or nothing was, where the flag is false.
    Present(FieldIx, bool),
    /// At least one of these holds.
    Any(Vec<Condition>),
}

/// The last day allowed for something (期限).
#[derive(Debug, Clone, PartialEq)]
pub struct Due {
    /// The field that says the day; `None` where the rule names the day itself.
    pub other: Option<FieldIx>,
    /// The day where `other` is blank; without one nobody can say.
    pub default: Option<Deadline>,
    /// So many calendar days later than that; earlier where it is negative.
    pub plus: Slot<i64>,
    /// A later last day that a convention grants.
    pub late: Slot<Option<Deadline>>,
}

impl Test {
    /// The field that is asked about; `None` where several are.
    #[must_use]
    pub fn field(&self) -> Option<FieldIx> {
        match self {
            Self::Is { field, .. }
            | Self::Compare { field, .. }
            | Self::Due { field, .. }
            | Self::During { field, .. }
            | Self::Overlaps { from: field, .. }
            | Self::Present(field, _) => Some(*field),
            Self::Any(_) => None,
        }
    }
}

/// The comparisons of a scheme file; 以上/不少于/达到 include the number, 超过 does not (G-05).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `at_least`
    AtLeast,
    /// `at_most`
    AtMost,
    /// `above`
    Above,
    /// `below`
    Below,
}

impl Comparison {
    const WORDS: [(&'static str, Self); 4] =
        [("at_least", Self::AtLeast), ("at_most", Self::AtMost), ("above", Self::Above), ("below", Self::Below)];

    /// Whether `value` compares so with `line`.
    #[must_use]
    pub fn holds(self, value: &Points, line: &Points) -> bool {
        match self {
            Self::AtLeast => value >= line,
            Self::AtMost => value <= line,
            Self::Above => value > line,
            Self::Below => value < line,
        }
    }
}

/// What reading conditions needs: the dictionary and the conventions.
#[derive(Debug)]
pub struct RuleReader<'a> {
    /// The ledger's dictionary.
    pub dictionary: &'a Dictionary,
    /// The slots of this load.
    pub slots: SlotReader<'a>,
}

impl<'a> RuleReader<'a> {
    /// A sheet named by the key `sheet`.
    #[must_use]
    pub fn sheet(&self, keys: &Keys<'_>) -> Option<SheetIx> {
        let name = keys.need_text("sheet")?;
        self.sheet_named(keys.files(), keys.node(), &name)
    }

    /// A sheet by name; an unknown one is a fault at `node`.
    #[must_use]
    pub fn sheet_named(&self, files: &Files, node: &Node, name: &str) -> Option<SheetIx> {
        let found = self.dictionary.find(name);
        if found.is_none() {
            let all: Vec<&str> = self.dictionary.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
            let mend = format!(
                "{}写台账字典里的表名，或在本方案里用 [[sheet]] 声明。已有：{}。",
                nearest(&all, name),
                all.join("、")
            );
            files.fault_at(node, format!("台账没有“{name}”这张表"), mend);
        }
        found
    }

    /// A field of `sheet` by name; an unknown one is a fault at `node`.
    #[must_use]
    pub fn field(&self, files: &Files, node: &Node, sheet: SheetIx, name: &str) -> Option<FieldIx> {
        let found = self.dictionary.sheet(sheet)?.find(name);
        if found.is_none() {
            let sheet = self.dictionary.sheet(sheet)?;
            let all: Vec<&str> = sheet.fields.iter().map(|field| field.name.as_str()).collect();
            let mend =
                format!("{}写台账字典里的列名，要添的用 [[extend]]。已有：{}。", nearest(&all, name), all.join("、"));
            files.fault_at(node, format!("“{}”没有“{name}”这一列", sheet.name), mend);
        }
        found
    }

    /// The field named by `key`.
    #[must_use]
    pub fn field_at(&self, keys: &Keys<'_>, key: &str, sheet: SheetIx) -> Option<FieldIx> {
        let node = keys.need(key)?;
        let name = keys.as_texts(node, key).into_iter().next()?;
        self.field(keys.files(), node, sheet, &name)
    }

    /// A list of conditions from any node.
    #[must_use]
    pub fn conditions<'n>(&self, keys: &Keys<'n>, node: &'n Node, sheet: SheetIx) -> Option<Vec<Condition>>
    where
        'a: 'n,
    {
        let nodes: Vec<&Node> = match &node.value {
            Raw::List(items) => items.iter().collect(),
            _ => vec![node],
        };
        let read: Vec<_> = nodes.iter().map(|node| self.condition(keys.open_inside(node, "条件")?, sheet)).collect();
        read.into_iter().collect()
    }

    /// The conditions under `key`, none where it is absent.
    #[must_use]
    pub fn conditions_at<'n>(&self, keys: &Keys<'n>, key: &str, sheet: SheetIx) -> Vec<Condition>
    where
        'a: 'n,
    {
        keys.take(key).and_then(|node| self.conditions(keys, node, sheet)).unwrap_or_default()
    }

    fn condition<'n>(&self, keys: Keys<'n>, sheet: SheetIx) -> Option<Condition>
    where
        'a: 'n,
    {
        let why = keys.text("why");
        let clause = keys.has("clause").then(|| keys.clause());
        let soft = keys.flag("soft");
        let or_blank = keys.flag("or_blank");
        let test = match keys.take("any") {
            Some(node) => self.conditions(&keys, node, sheet).map(Test::Any),
            None => self.test(&keys, sheet),
        };
        if test.is_some() {
            keys.done();
        }
        Some(Condition { test: test?, why, clause, soft, or_blank })
    }

    fn test<'n>(&self, keys: &Keys<'n>, sheet: SheetIx) -> Option<Test>
    where
        'a: 'n,
    {
        if let Some(node) = keys.take("overlaps") {
            let (from, to) = (self.field_at(keys, "from", sheet), self.field_at(keys, "to", sheet));
            let during = keys.word(node, "overlaps", &During::OF_DATES);
            let (from, to) = from.zip(to)?;
            self.date_or_fault(keys, sheet, from, "from");
            self.date_or_fault(keys, sheet, to, "to");
            return during.map(|during| Test::Overlaps { from, to, during });
        }
        let field = self.field_at(keys, "field", sheet)?;
        for (word, negated) in [("is", false), ("is_not", true)] {
            if let Some(node) = keys.take(word) {
                return self.is(keys, node, sheet, field, negated);
            }
        }
        for (word, how) in Comparison::WORDS {
            if keys.has(word) {
                return keys.points(word).map(|with| Test::Compare { field, how, with });
            }
        }
        if let Some(node) = keys.take("during") {
            self.date_or_fault(keys, sheet, field, "during");
            return keys.word(node, "during", &During::OF_DATES).map(|during| Test::During { field, during });
        }
        if keys.has("present") {
            return Some(Test::Present(field, keys.flag("present")));
        }
        for (word, after) in [("not_after", false), ("after", true)] {
            if let Some(inner) = keys.table(word, "期限") {
                let due = self.due(&inner, sheet);
                inner.done();
                self.date_or_fault(keys, sheet, field, word);
                return due.map(|due| Test::Due { field, due, after });
            }
        }
        keys.fault(
            "条件没有说比较什么",
            "写 is、is_not、at_least、at_most、above、below、present 或 not_after、after、during、overlaps。",
        );
        None
    }

    fn is(&self, keys: &Keys<'_>, node: &Node, sheet: SheetIx, field: FieldIx, negated: bool) -> Option<Test> {
        let kind = self.dictionary.field(sheet, field).map(|field| &field.kind);
        let is_flag = matches!(kind, Some(Kind::Flag));
        if let Raw::Flag(flag) = node.value {
            if !is_flag {
                keys.files().fault_at(node, "这一列不是“是否”列", "写成带引号的词。");
            }
            return Some(Test::Is { field, flag: Some(flag), words: Vec::new(), negated });
        }
        if is_flag {
            keys.files().fault_at(node, "这一列是“是否”列", "写成 true 或 false，不带引号。");
        }
        let words = keys.as_texts(node, "is");
        words.iter().for_each(|word| self.known_word(keys.files(), node, sheet, field, word));
        Some(Test::Is { field, flag: None, words, negated })
    }

    /// Checks a word against those that a field takes; one that is none of them is a fault at `node`.
    pub fn known_word(&self, files: &Files, node: &Node, sheet: SheetIx, field: FieldIx, word: &str) {
        let Some(column) = self.dictionary.field(sheet, field) else { return };
        let Some(known) = column.kind.words() else { return };
        if known.iter().all(|(choice, _)| choice != word) {
            let all = known.iter().map(|(choice, _)| choice.as_str()).collect::<Vec<_>>().join("、");
            let (why, mend) = match column.kind {
                Kind::Level(_) => {
                    let more = "别的词在文件上面写 levels = […]，或用 [[extend]] 给这一列写 of";
                    (format!("“{word}”填不进“{}”这一列", column.name), format!("可用：{all}；{more}。"))
                }
                _ => (format!("“{word}”不是这一列的选项"), format!("可用：{all}。")),
            };
            files.fault_at(node, why, mend);
        }
    }

    /// A column that must say one of `known` and takes none of these words is a fault: what is filled in could never count.
    pub fn can_say(&self, keys: &Keys<'_>, key: &str, (sheet, field): (SheetIx, FieldIx), known: &[String]) {
        let column = self.dictionary.field(sheet, field);
        let Some((column, words)) = column.and_then(|column| Some((column, column.kind.words()?))) else { return };
        if !known.is_empty() && words.iter().all(|(word, _)| !known.contains(word)) {
            let words = words.iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>().join("、");
            let why = format!("“{}”这一列只能填{words}，与{}没有一个相同", column.name, known.join("、"));
            let mend = format!("用 [[extend]] 给这一列写 of = [\"{}\", …]，或改用这一列的词。", known[0]);
            keys.files().fault_at(keys.node().get(key).unwrap_or(keys.node()), why, mend);
        }
    }

    fn due<'n>(&self, keys: &Keys<'n>, sheet: SheetIx) -> Option<Due>
    where
        'a: 'n,
    {
        let none = || Slot::Fixed(None);
        let late = self.slots.slot(keys, "late", |keys, node| match node.text() {
            Some("none") => Some(None),
            _ => deadline(keys, node).map(Some),
        });
        let late = late.unwrap_or_else(none);
        // A day of the year, or what another field says with a day where that one is blank.
        if let Some(day) = keys.take("day") {
            let default = deadline(keys, day).map(Some)?;
            return Some(Due { other: None, default, plus: Slot::Fixed(0), late });
        }
        let other = self.field_at(keys, "field", sheet)?;
        self.date_or_fault(keys, sheet, other, "field");
        let default = match keys.take("default") {
            Some(day) => Some(deadline(keys, day)?),
            None => None,
        };
        let plus = self.slots.slot(keys, "plus", days);
        Some(Due { other: Some(other), default, plus: plus.unwrap_or(Slot::Fixed(0)), late })
    }

    /// A field that a rule reads as a date and that is none is a fault.
    fn date_or_fault(&self, keys: &Keys<'_>, sheet: SheetIx, field: FieldIx, word: &str) {
        let kind = self.dictionary.field(sheet, field);
        if let Some(known) = kind.filter(|field| !matches!(field.kind, Kind::Date | Kind::Month)) {
            keys.fault(format!("{word} 所在的列“{}”不是日期", known.name), "写日期、年月的列名。");
        }
    }
}

/// A number of calendar days; negative for days before.
fn days(keys: &Keys<'_>, node: &Node) -> Option<i64> {
    let found = keys.as_points(node, "plus")?.to_string().parse::<i32>().ok().map(i64::from);
    if found.is_none() {
        keys.files().fault_at(node, "plus 应是整天数", "写成 \"15\"；提前几天写 \"-15\"。");
    }
    found
}

/// What a name was perhaps meant to be; empty where nothing is like it.
fn nearest(known: &[&str], name: &str) -> String {
    let like = |known: &&&str| {
        let far = strsim::levenshtein(known, name);
        known.contains(name) || name.contains(**known) || far < known.chars().count().min(name.chars().count())
    };
    let found = known.iter().filter(like).min_by_key(|known| strsim::levenshtein(known, name));
    found.map_or_else(String::new, |known| format!("是不是“{known}”？"))
}

fn deadline(keys: &Keys<'_>, node: &Node) -> Option<Deadline> {
    let found = node.text().and_then(Deadline::parse);
    if found.is_none() {
        keys.files().fault_at(node, "期限应是月-日", "写成 \"06-30\"，次年写成 \"+01-31\"，上年写成 \"-12-31\"。");
    }
    found
}
