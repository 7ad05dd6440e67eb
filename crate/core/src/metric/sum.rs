//! `sum`: a field added up, or several fields of every row, with every row brought to one unit of account (计量单位).

use super::{blank, blank_amount, number};
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
    /// The fields, all numbers or all amounts; those of one row are added up.
    fields: Vec<FieldIx>,
    /// The field that names each row's unit.
    unit_field: Option<FieldIx>,
    /// The unit of the sum, as the metric says.
    unit: String,
}

impl Sum {
    /// Reads `sum` and `in` of a metric's table.
    pub fn read(keys: &Keys<'_>, rows: &RuleReader<'_>, sheet: SheetIx) -> Option<Self> {
        let node = keys.need("sum")?;
        let names = keys.as_texts(node, "sum");
        let fields: Option<Vec<FieldIx>> =
            names.iter().map(|name| rows.field(keys.files(), node, sheet, name)).collect();
        let fields = fields?;
        let kinds = || fields.iter().filter_map(|field| rows.dictionary.field(sheet, *field)).map(|field| &field.kind);
        let money = kinds().filter(|kind| matches!(kind, Kind::Money(_))).count();
        let numbers = kinds().filter(|kind| matches!(kind, Kind::Number)).count();
        if fields.is_empty() || money + numbers < fields.len() {
            keys.fault("sum 所指的列不是数或金额", "写数或金额的列名；几列合计写列表。");
        } else if money > 0 && numbers > 0 {
            keys.fault("sum 所指的列有的是金额，有的是数", "只把同是金额、同是数的列合计。");
        }
        if (1..fields.len()).any(|at| fields[..at].contains(&fields[at])) {
            keys.fault("sum 里同一列写了两次", "每一列只写一次。");
        }
        let unit_field = if keys.has("in") { Some(rows.field_at(keys, "in", sheet)?) } else { None };
        Some(Self { fields, unit_field, unit: keys.text("unit").unwrap_or_default() })
    }

    /// The fields.
    #[must_use]
    pub fn fields(&self) -> &[FieldIx] {
        &self.fields
    }

    /// The unit of the sum.
    #[must_use]
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// The sum over rows; estimates, rows of another unit and rows without an amount go to `sink`.
    pub fn value(&self, plan: &Plan<'_>, rows: &[RowRef], sink: &mut impl Sink) -> Points {
        let mut sum = Points::ZERO;
        for row in rows {
            if let Some(why) = blank_amount(plan, *row, &self.fields) {
                sink.blank(*row, &why);
                continue;
            }
            for why in self.fields.iter().filter_map(|field| blank(plan, *row, &[*field])) {
                sink.refused(*row, &format!("{why}，按没有这一笔计"));
            }
        }
        for (row, field) in self.cells(rows) {
            match plan.dossier.cell(row, field) {
                (State::Known, value) => match self.converted(plan, (row, field), value) {
                    Some(value) => sum += &value,
                    None => sink.refused(row, "计量单位不能换算"),
                },
                (State::Estimated, _) => sink.refused(row, "估计数，确认后再计"),
                _ => {}
            }
        }
        sum
    }

    /// What the estimates among rows would add, once they are confirmed.
    pub fn estimated(&self, plan: &Plan<'_>, rows: &[RowRef]) -> Points {
        let value = |(row, field)| match plan.dossier.cell(row, field) {
            (State::Estimated, value) => self.converted(plan, (row, field), value),
            _ => None,
        };
        self.cells(rows).filter_map(value).collect::<Vec<_>>().iter().sum()
    }

    fn cells(&self, rows: &[RowRef]) -> impl Iterator<Item = (RowRef, FieldIx)> {
        rows.iter().flat_map(|row| self.fields.iter().map(|field| (*row, *field)))
    }

    /// The value of a cell in the unit of the sum.
    fn converted(&self, plan: &Plan<'_>, (row, field): (RowRef, FieldIx), value: i64) -> Option<Points> {
        let kind = plan.dossier.table(row).and_then(|table| plan.dossier.dictionary.field(table.sheet, field));
        if let Some(Kind::Money(own)) = kind.map(|field| &field.kind) {
            return Money(value).in_unit(&self.unit).or_else(|| Money(value).in_unit(own));
        }
        let value = number(plan, row, field, value);
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
