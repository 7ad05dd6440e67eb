//! One cell → one typed value, with what was repaired or refused on the way. One file a kind of column.

pub mod chinese;
pub mod choice;
pub mod date;
pub mod decimal;
pub mod flag;
pub mod id;
pub mod number;
pub mod text;

use std::borrow::Cow;

use bangfu_core::diag::Severity;

use crate::read::{Cell, format};

/// What a cell holds once cleaned.
#[derive(Debug, Clone, PartialEq)]
pub enum Clean<'a> {
    /// Nothing was filled in.
    Blank,
    /// A word.
    Word(Cow<'a, str>),
    /// A day number.
    Day(i64),
    /// The day number of the first of a month whose day is not known.
    Month(i64),
    /// Millionths.
    Number(i64),
    /// 分.
    Money(i64),
    /// 是 or 否.
    Flag(bool),
    /// A `2`, which is 否 only in a column that writes 1 and 2.
    Two,
    /// The keyed hash of an id.
    Hash(u64),
    /// Not readable.
    Unclear,
}

/// What was done to a cell or is wrong with it. `tag` names the kind: the same tag in one column is told once from the
/// twenty-first on.
#[derive(Debug, Clone, PartialEq)]
pub struct Remark {
    /// The kind of remark.
    pub tag: &'static str,
    /// The grade.
    pub severity: Severity,
    /// What was read in its place.
    pub new: Option<String>,
    /// What is wrong or was done.
    pub why: Cow<'static, str>,
    /// What the person can do.
    pub mend: Cow<'static, str>,
    /// Whether the cells of one column are told together from the second on, not from the twenty-first.
    pub together: bool,
}

impl Remark {
    /// A repair that changed nothing in substance.
    #[must_use]
    pub fn repair(tag: &'static str, new: impl Into<String>, why: &'static str) -> Self {
        Self {
            tag,
            severity: Severity::Note,
            new: Some(new.into()),
            why: Cow::Borrowed(why),
            mend: Cow::Borrowed(""),
            together: false,
        }
    }

    /// Something that is not counted until it is mended.
    #[must_use]
    pub fn refusal(tag: &'static str, why: impl Into<Cow<'static, str>>, mend: impl Into<Cow<'static, str>>) -> Self {
        Self { tag, severity: Severity::Must, new: None, why: why.into(), mend: mend.into(), together: false }
    }

    /// The same, told together with its like from the second in a column on.
    #[must_use]
    pub fn together(self) -> Self {
        Self { together: true, ..self }
    }

    /// Something that counts but that a reader will ask about.
    #[must_use]
    pub fn question(tag: &'static str, why: impl Into<Cow<'static, str>>, mend: impl Into<Cow<'static, str>>) -> Self {
        Self { tag, severity: Severity::Explain, new: None, why: why.into(), mend: mend.into(), together: false }
    }
}

/// A cleaned cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading<'a> {
    /// The value.
    pub value: Clean<'a>,
    /// Whether it is an estimate (约3万).
    pub estimated: bool,
    /// What to tell.
    pub remark: Option<Remark>,
}

impl<'a> Reading<'a> {
    /// A value as typed.
    #[must_use]
    pub fn plain(value: Clean<'a>) -> Self {
        Self { value, estimated: false, remark: None }
    }

    /// A value with a remark.
    #[must_use]
    pub fn with(value: Clean<'a>, remark: Remark) -> Self {
        Self { value, estimated: false, remark: Some(remark) }
    }

    /// No value, and why.
    #[must_use]
    pub fn unclear(remark: Remark) -> Self {
        Self::with(Clean::Unclear, remark)
    }

    /// A cell in which somebody wrote that there is nothing.
    #[must_use]
    pub fn nothing(folded: &str) -> Self {
        if folded.is_empty() {
            return Self::plain(Clean::Blank);
        }
        Self::with(Clean::Blank, Remark::repair("nothing", "（空）", "按没有填写读取，不是 0"))
    }
}

/// Cells that no kind of column can read: error values and formulas without a result.
#[must_use]
pub fn unreadable<'a>(cell: &Cell<'_>) -> Option<Reading<'a>> {
    match cell {
        Cell::Error(_) => Some(Reading::unclear(Remark::refusal(
            "error",
            "单元格是错误值，读不到内容",
            "请在 WPS 或 Excel 中改正公式，或改填实际内容。",
        ))),
        Cell::Formula => Some(Reading::unclear(Remark::refusal(
            "formula",
            "是公式但没有计算结果，请用 WPS 或 Excel 打开另存一次",
            "用 WPS 或 Excel 打开后另存，再导入；或把公式改为实际内容。",
        ))),
        _ => None,
    }
}

/// A cell as a person sees it typed, for findings and for the text kept beside a value.
#[must_use]
pub fn typed<'a>(cell: &'a Cell<'_>) -> Cow<'a, str> {
    match cell {
        Cell::Text(text) => Cow::Borrowed(text),
        Cell::Number(number) => Cow::Owned(decimal::shortest(*number)),
        Cell::Serial { number, epoch_1904 } => {
            let day = format::serial_day(*number, *epoch_1904);
            Cow::Owned(day.map_or_else(|| decimal::shortest(*number), bangfu_core::ledger::period::day_text))
        }
        Cell::Flag(flag) => Cow::Borrowed(if *flag { "TRUE" } else { "FALSE" }),
        Cell::Error(error) => Cow::Borrowed(error),
        Cell::Formula => Cow::Borrowed("（公式）"),
    }
}
