//! What a metric makes of its rows: how many, how much, how many different ones, or how many persons with stints long
//! enough.
//!
//! ```toml
//! count = "rows"                                  # the default
//! sum   = "到位金额"                              # estimates (约3万) stay out until a person confirms them
//! sum   = ["直接投入", "引进资金"]                # both columns of every row
//! in    = "计量单位"                              # the field that names each row's unit; all are brought to the metric's
//! distinct = "受援地"
//! distinct = "日期"                              # of a date: how many different days, or by = "month", "quarter", "half"
//! covered  = { from = "开始日期", to = "结束日期" }   # how many different days all rows together cover; overlaps once
//! latest   = "监测户数"                           # the field of the row with the latest date (of the sheet, or on = "日期")
//! mean     = "得分"                               # likewise highest, lowest: over the rows that have a number
//! each     = "身份证号"                           # how many persons have stints long enough, see `stints`
//! ```

use super::blank_amount;
use super::one::{By, One};
use super::stints::{Stints, length, stint, union};
use super::sum::Sum;
use crate::dossier::RowRef;
use crate::exact::Points;
use crate::ledger::dictionary::{FieldIx, SheetIx};
use crate::ledger::period::Window;
use crate::plan::Plan;
use crate::scheme::read::Keys;
use crate::scheme::rows::RuleReader;
use crate::step::{Silent, Sink};

/// What a metric makes of its rows.
#[derive(Debug, Clone)]
pub enum Aggregate {
    /// How many rows.
    Rows,
    /// The sum of a field: an amount in the metric's unit where that is one of money, else in the field's own.
    Sum(Sum),
    /// How many different values of a field.
    Distinct(FieldIx, By),
    /// How many different days intervals cover.
    Covered(FieldIx, FieldIx),
    /// One number of several.
    One(One),
    /// How many groups of stints are long enough.
    Stints(Stints),
}

impl Aggregate {
    /// The columns whose amounts it takes; none where it counts rows, values, days or persons, of which no rows are none.
    #[must_use]
    pub fn amounts(&self) -> Vec<FieldIx> {
        match self {
            Self::Sum(_) | Self::One(_) => self.fields(),
            Self::Rows | Self::Distinct(..) | Self::Covered(..) | Self::Stints(_) => Vec::new(),
        }
    }

    /// Whether it joins what lies in the window with what went before.
    #[must_use]
    pub fn reaches_back(&self) -> bool {
        matches!(self, Self::Stints(stints) if stints.reaches_back())
    }

    /// The fields that are added up.
    #[must_use]
    pub fn summed(&self) -> &[FieldIx] {
        match self {
            Self::Sum(sum) => sum.fields(),
            _ => &[],
        }
    }
}

impl Aggregate {
    /// The columns that it cannot do without; none where it counts rows.
    #[must_use]
    pub fn fields(&self) -> Vec<FieldIx> {
        match self {
            Self::Rows => Vec::new(),
            Self::Sum(sum) => sum.fields().to_vec(),
            Self::Distinct(field, _) | Self::Covered(field, _) => vec![*field],
            Self::One(one) => vec![one.field()],
            Self::Stints(stints) => vec![stints.fields()[0]],
        }
    }

    /// Reads the aggregate of a metric's table.
    pub fn read<'n>(keys: &Keys<'n>, rows: &RuleReader<'n>, sheet: SheetIx) -> Option<Self> {
        if keys.has("sum") {
            return Sum::read(keys, rows, sheet).map(Self::Sum);
        }
        if keys.has("distinct") {
            let by = keys.take("by").map_or(Some(By::Value), |node| keys.word(node, "by", &By::WORDS));
            return rows.field_at(keys, "distinct", sheet).zip(by).map(|(field, by)| Self::Distinct(field, by));
        }
        if let Some(inner) = keys.table("covered", "天数") {
            let (from, to) = (rows.field_at(&inner, "from", sheet), rows.field_at(&inner, "to", sheet));
            inner.done();
            return from.zip(to).map(|(from, to)| Self::Covered(from, to));
        }
        if One::WORDS.iter().any(|(word, _)| keys.has(word)) {
            return One::read(keys, rows, sheet).map(Self::One);
        }
        if keys.has("each") {
            return Stints::read(keys, rows, sheet).map(Self::Stints);
        }
        if let Some(word) = keys.text("count")
            && word != "rows"
        {
            keys.fault(
                format!("不认识的计数“{word}”"),
                "写 count = \"rows\"，或用 sum、distinct、covered、latest、each。",
            );
        }
        Some(Self::Rows)
    }

    /// The value over rows that count. Refusals of rows that fall short go to `sink`.
    pub fn value(&self, plan: &Plan<'_>, rows: &[RowRef], window: Window, sink: &mut impl Sink) -> Points {
        let whole = |count: usize| Points::from(i64::try_from(count).unwrap_or(i64::MAX));
        match self {
            Self::Rows => whole(rows.len()),
            Self::Sum(sum) => sum.value(plan, rows, sink),
            Self::Covered(from, to) => {
                tell_blank(plan, rows, *from, sink);
                let stints = rows.iter().filter_map(|row| stint(plan, *row, *from, *to)).filter_map(|stint| {
                    let clipped = Window { first: stint.first.max(window.first), last: stint.last.min(window.last) };
                    (clipped.first <= clipped.last).then_some(clipped)
                });
                Points::from(union(stints.collect()).iter().map(length).sum::<i64>())
            }
            Self::One(one) => one.value(plan, rows, sink),
            Self::Distinct(field, by) => {
                tell_blank(plan, rows, *field, sink);
                let values = rows.iter().map(|row| plan.dossier.cell(*row, *field));
                let mut values: Vec<i64> = values.filter_map(|(state, value)| by.part(state, value)).collect();
                values.sort_unstable();
                values.dedup();
                whole(values.len())
            }
            Self::Stints(stints) => whole(stints.groups(plan, rows, window, sink).len()),
        }
    }

    /// Those of the rows that stand behind the value: of stints, the ones of the persons that are counted.
    pub fn kept(&self, plan: &Plan<'_>, rows: Vec<RowRef>, window: Window) -> Vec<RowRef> {
        match self {
            Self::Stints(stints) => stints.groups(plan, &rows, window, &mut Silent).concat(),
            _ => rows,
        }
    }
}

/// Tells of the rows that a blank cell keeps from counting.
fn tell_blank(plan: &Plan<'_>, rows: &[RowRef], field: FieldIx, sink: &mut impl Sink) {
    for row in rows {
        if let Some(why) = blank_amount(plan, *row, &[field]) {
            sink.blank(*row, &why);
        }
    }
}
