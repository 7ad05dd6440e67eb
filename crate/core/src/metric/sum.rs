//! `sum`: a field added up, with every row brought to one unit of account (计量单位).

use super::number;
use crate::dossier::RowRef;
use crate::exact::{Money, Points};
use crate::ledger::dictionary::{FieldIx, Kind, SheetIx};
use crate::ledger::table::State;
use crate::plan::Plan;
use crate::scheme::read::Keys;
use crate::scheme::rows::RuleReader;
use crate::step::Sink;

/// Which amount counts where rows of one event (see `once`) name different ones.
///
/// ```toml
/// once   = { open = "EW-11" }
/// differ = { open = "EW-20" }      # largest | smallest
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Differ {
    /// The largest.
    Largest,
    /// The smallest.
    Smallest,
}

impl Differ {
    /// The words.
    pub const WORDS: [(&'static str, Self); 2] = [("largest", Self::Largest), ("smallest", Self::Smallest)];
}

/// The sum of a field.
#[derive(Debug, Clone)]
pub struct Sum {
    field: FieldIx,
    /// The field that names each row's unit.
    unit_field: Option<FieldIx>,
    /// The unit of the sum, as the metric says.
    unit: String,
}

impl Sum {
    /// Reads `sum` and `in` of a metric's table.
    pub fn read(keys: &Keys<'_>, rows: &RuleReader<'_>, sheet: SheetIx) -> Option<Self> {
        let field = rows.field_at(keys, "sum", sheet)?;
        let kind = rows.dictionary.field(sheet, field).map(|field| &field.kind);
        if !matches!(kind, Some(Kind::Number | Kind::Money(_))) {
            keys.fault("sum 所指的列不是数或金额", "写数或金额的列名。");
        }
        let unit_field = if keys.has("in") { Some(rows.field_at(keys, "in", sheet)?) } else { None };
        Some(Self { field, unit_field, unit: keys.text("unit").unwrap_or_default() })
    }

    /// The field, and the unit of the sum.
    #[must_use]
    pub fn field(&self) -> (FieldIx, &str) {
        (self.field, &self.unit)
    }

    /// The sum over rows; estimates and rows of another unit go to `sink`.
    pub fn value(&self, plan: &Plan<'_>, rows: &[RowRef], sink: &mut impl Sink) -> Points {
        let mut sum = Points::ZERO;
        for row in rows {
            match plan.dossier.cell(*row, self.field) {
                (State::Known, value) => match self.converted(plan, *row, value) {
                    Some(value) => sum += &value,
                    None => sink.refused(*row, "计量单位不能换算"),
                },
                (State::Estimated, _) => sink.refused(*row, "估计数，确认后再计"),
                _ => {}
            }
        }
        sum
    }

    /// What the estimates among rows would add, once they are confirmed.
    pub fn estimated(&self, plan: &Plan<'_>, rows: &[RowRef]) -> Points {
        let value = |row: &RowRef| match plan.dossier.cell(*row, self.field) {
            (State::Estimated, value) => self.converted(plan, *row, value),
            _ => None,
        };
        rows.iter().filter_map(value).collect::<Vec<_>>().iter().sum()
    }

    /// The value of a row in the unit of the sum.
    fn converted(&self, plan: &Plan<'_>, row: RowRef, value: i64) -> Option<Points> {
        let kind = plan.dossier.table(row).and_then(|table| plan.dossier.dictionary.field(table.sheet, self.field));
        if let Some(Kind::Money(own)) = kind.map(|field| &field.kind) {
            return Money(value).in_unit(&self.unit).or_else(|| Money(value).in_unit(own));
        }
        let value = number(plan, row, self.field, value);
        let Some(unit_field) = self.unit_field else { return Some(value) };
        let named = plan.dossier.shown(row, unit_field);
        if named.is_empty() {
            return Some(value);
        }
        let (from, to) = (scale(&named), scale(&self.unit));
        (from.1 == to.1).then(|| (&value * &from.0).over(&to.0))
    }
}

/// How much one of a unit is, and whether it is money: 万元 is a million 分, 万人 ten thousand of whatever is counted.
pub(crate) fn scale(unit: &str) -> (Points, bool) {
    if let Some(fen) = Money::fen_in(unit).filter(|_| unit.ends_with('元') || unit == "分") {
        return (Points::from(fen), true);
    }
    let many = [("亿", 100_000_000), ("万", 10_000), ("千", 1_000), ("百", 100)];
    let times = many.iter().find(|(word, _)| unit.starts_with(word)).map_or(1, |(_, times)| *times);
    (Points::from(times), false)
}
