//! One number of several: the latest, the mean, the highest, the lowest; and what makes two dates the same.

use chrono::{Datelike, Months, NaiveDate};

use super::{blank, blank_amount, number};
use crate::dossier::RowRef;
use crate::exact::Points;
use crate::ledger::dictionary::{FieldIx, Kind, SheetIx};
use crate::ledger::period::{Window, date_of, day_number};
use crate::ledger::table::State;
use crate::plan::Plan;
use crate::scheme::read::Keys;
use crate::scheme::rows::RuleReader;
use crate::step::Sink;

/// One number of several rows.
#[derive(Debug, Clone)]
pub struct One {
    which: Which,
    field: FieldIx,
    /// The date that tells which row is the latest.
    on: Option<FieldIx>,
}

/// Which number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// `latest`: that of the latest row.
    Latest,
    /// `mean`: the mean.
    Mean,
    /// `highest`: the highest.
    Highest,
    /// `lowest`: the lowest.
    Lowest,
}

impl One {
    /// The column.
    #[must_use]
    pub fn field(&self) -> FieldIx {
        self.field
    }

    /// The words of a scheme file.
    pub const WORDS: [(&'static str, Which); 4] =
        [("latest", Which::Latest), ("mean", Which::Mean), ("highest", Which::Highest), ("lowest", Which::Lowest)];

    /// Reads one of the words of a metric's table.
    pub fn read(keys: &Keys<'_>, rows: &RuleReader<'_>, sheet: SheetIx) -> Option<Self> {
        let (word, which) = Self::WORDS.into_iter().find(|(word, _)| keys.has(word))?;
        let field = rows.field_at(keys, word, sheet)?;
        let kind = rows.dictionary.field(sheet, field).map(|field| &field.kind);
        if !matches!(kind, Some(Kind::Number | Kind::Money(_))) {
            keys.fault(format!("{word} 所指的列不是数或金额"), "写数或金额的列名。");
        }
        let on = if keys.has("on") {
            rows.field_at(keys, "on", sheet)
        } else {
            rows.dictionary.sheet(sheet).and_then(|sheet| sheet.period)
        };
        if which == Which::Latest && on.is_none() {
            keys.fault("这张表没有日期列，不知道哪一行最近", "补写 on = \"日期列\"。");
        }
        Some(Self { which, field, on })
    }

    /// The number over rows that have one; zero where none has. Rows without one that might have decided it go to `sink`.
    pub fn value(&self, plan: &Plan<'_>, rows: &[RowRef], sink: &mut impl Sink) -> Points {
        let value = |row: &RowRef| match plan.dossier.cell(*row, self.field) {
            (State::Known, value) => Some(number(plan, *row, self.field, value)),
            _ => None,
        };
        let day = |row: &RowRef| match plan.dossier.cell(*row, self.on?) {
            (State::Known | State::Coarse, day) => Some(day),
            _ => None,
        };
        let values: Vec<(Option<i64>, Points)> = rows.iter().filter_map(|row| Some((day(row), value(row)?))).collect();
        let latest = values.iter().map(|(day, _)| *day).max().flatten();
        for row in rows {
            let earlier = || day(row).zip(latest).is_some_and(|(day, latest)| day < latest);
            if let Some(why) = blank_amount(plan, *row, &[self.field])
                && !(self.which == Which::Latest && earlier())
            {
                sink.blank(*row, &why);
            } else if let (Which::Latest, Some(on), true) = (self.which, self.on, value(row).is_some())
                && let Some(why) = blank(plan, *row, &[on])
            {
                sink.blank(*row, &format!("{why}，不知道是不是最近的"));
            }
        }
        let count = i64::try_from(values.len()).unwrap_or(i64::MAX);
        let numbers = values.iter().map(|(_, value)| value);
        let found = match self.which {
            // Of several rows of the same day the highest, so that no order of rows makes a difference.
            Which::Latest => values.iter().max().map(|(_, value)| value.clone()),
            Which::Mean => Some(numbers.sum::<Points>().over(&Points::from(count))),
            Which::Highest => numbers.max().cloned(),
            Which::Lowest => numbers.min().cloned(),
        };
        found.unwrap_or_default()
    }
}

/// What makes two values of a field the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The value itself; of a date, its day.
    Value,
    /// `month`: the month of a date.
    Month,
    /// `quarter`: its quarter.
    Quarter,
    /// `half`: its half-year.
    Half,
}

impl By {
    /// The words of a scheme file.
    pub const WORDS: [(&'static str, Self); 3] =
        [("month", Self::Month), ("quarter", Self::Quarter), ("half", Self::Half)];

    /// What people call such a part; `None` where it is the value itself.
    #[must_use]
    pub fn name(self, part: i64) -> Option<String> {
        Some(match self {
            Self::Value => return None,
            Self::Month => format!("{}年{}月", part.div_euclid(12), part.rem_euclid(12) + 1),
            Self::Quarter => format!("{}年第{}季度", part.div_euclid(4), part.rem_euclid(4) + 1),
            Self::Half => format!("{}年{}半年", part.div_euclid(2), if part.rem_euclid(2) == 0 { "上" } else { "下" }),
        })
    }

    /// The days of such a part; `None` where it is the value itself, or out of the calendar.
    #[must_use]
    pub fn days(self, part: i64) -> Option<Window> {
        let months = match self {
            Self::Value => return None,
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Half => 6,
        };
        let first = part.checked_mul(months)?;
        let (year, month) = (i32::try_from(first.div_euclid(12)).ok()?, u32::try_from(first.rem_euclid(12)).ok()? + 1);
        let first = NaiveDate::from_ymd_opt(year, month, 1)?;
        let last = first.checked_add_months(Months::new(u32::try_from(months).ok()?))?.pred_opt()?;
        Some(Window { first: day_number(first), last: day_number(last) })
    }

    /// What is compared of a cell; `None` where nothing can be read. A date known to the month is enough for all but days.
    #[must_use]
    pub fn part(self, state: State, value: i64) -> Option<i64> {
        let months = match self {
            Self::Value => return (state == State::Known).then_some(value),
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Half => 6,
        };
        let date = matches!(state, State::Known | State::Coarse).then(|| date_of(value))??;
        Some((i64::from(date.year()) * 12 + i64::from(date.month0())) / months)
    }
}
