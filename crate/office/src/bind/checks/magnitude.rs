//! Amounts and counts out of all proportion to their column: mostly 元 typed for 万元, or 万元 for 元. A slip of the unit is
//! worse than any cell that cannot be read: it is counted, and a 合计 row swallows it.

use bangfu_core::exact::{Money, Points};
use bangfu_core::ledger::dictionary::{Field, Kind, Sheet};
use bangfu_core::ledger::table::{Column, MILLIONTH, State, Table};

use crate::bind::clean::Remark;
use crate::bind::log::Log;
use crate::bind::plan;

/// So many times the median, or so small a part of it, is asked about.
const FACTOR: i64 = 1_000;
/// Columns with fewer values have no median to speak of.
const LEAST: usize = 3;
/// Columns with fewer values may well have one that is most of the sum.
const LEAST_SHARE: usize = 5;
/// 万元 in 元.
const WAN: i64 = 10_000;
/// An amount is taken for one in the other unit when it is this many times off the median as typed …
const OFF: i64 = 100;
/// … and not more than this many times off when read in the other unit.
const NEAR: i64 = 30;

/// A column of figures under question.
struct Figures<'f> {
    field: &'f Field,
    column: &'f Column,
    rows: &'f [u32],
    /// Positive values with their index in the table.
    counted: Vec<(usize, i64)>,
    /// The same values, sorted.
    sorted: Vec<i64>,
    /// The unit in which plain numbers of the column are read.
    unit: Option<&'f str>,
}

/// Asks about the figures of every column.
pub fn ask(sheet: &Sheet, table: &Table, columns: &[plan::Column], log: &mut Log) {
    // A column whose rows have units of their own has no common measure.
    if sheet.fields.iter().any(|field| field.name == "计量单位") {
        return;
    }
    for (field, column) in sheet.fields.iter().zip(&table.columns) {
        let is_amount = matches!(field.kind, Kind::Money(_)) || (field.kind == Kind::Number && field.role.is_none());
        let Some(column) = column.as_ref().filter(|_| is_amount) else { continue };
        let unit = columns.iter().find(|plan| plan.source == column.source).and_then(plan::Column::unit);
        let counted: Vec<(usize, i64)> = positive(column).collect();
        let mut sorted: Vec<i64> = counted.iter().map(|(_, value)| *value).collect();
        sorted.sort_unstable();
        let figures = Figures { field, column, rows: &table.rows, counted, sorted, unit };
        figures.below_zero(log);
        if figures.sorted.len() >= LEAST && !figures.all_small(log) {
            figures.each(log);
        }
    }
}

impl Figures<'_> {
    /// Asks about negative figures, which mend what stands elsewhere or are a slip.
    fn below_zero(&self, log: &mut Log) {
        for (row, (value, state)) in self.column.values.iter().zip(&self.column.states).enumerate() {
            if *value < 0 && *state == State::Known {
                let remark =
                    Remark::question("negative", "是负数，照数计算", "请核对正负号；冲减以前的数的，可说明情况。");
                self.tell(row, *value, remark, log);
            }
        }
    }

    /// A column of 元 in which every amount is below 1 万元 while the ledger counts these amounts in 万元: asked about once.
    fn all_small(&self, log: &mut Log) -> bool {
        let counts_in_wan = matches!(&self.field.kind, Kind::Money(unit) if unit.ends_with("万元") || unit == "亿元");
        let most = Money::fen_in("万元").unwrap_or(i64::MAX);
        let all =
            self.unit == Some("元") && counts_in_wan && self.sorted.last().is_some_and(|most_typed| *most_typed < most);
        if all {
            for (row, value) in &self.counted {
                let remark = Remark::question(
                    "all small",
                    "单位是元，但整列都不到 1 万元，可能填的是万元；暂按元计算",
                    "请核对这一列的单位；属实的可说明情况。",
                );
                self.tell(*row, *value, remark.together(), log);
            }
        }
        all
    }

    fn each(&self, log: &mut Log) {
        let at = |index: usize| self.sorted.get(index).copied().unwrap_or(0);
        let (lower, upper) = (at((self.sorted.len() - 1) / 2), at(self.sorted.len() / 2));
        let sum = self.sorted.iter().try_fold(0_i64, |sum, value| sum.checked_add(*value));
        for (row, value) in &self.counted {
            let value = *value;
            let large = upper.checked_mul(FACTOR).is_some_and(|limit| value > limit);
            let small = value.checked_mul(FACTOR).is_some_and(|scaled| scaled < lower);
            if large || small {
                let middle = median_beside(&self.sorted, value).max(1);
                let times =
                    if large { format!("{} 倍", value / middle) } else { format!("1/{}", middle / value.max(1)) };
                let why = format!(
                    "与本列其他数相差悬殊：约是其他数中位数的 {times}，可能是单位写错（元、万元）；暂按所填的数计算"
                );
                self.question(*row, value, why, log);
            } else if let Some(unit) = self.slipped(value, lower, upper) {
                let why = format!("与本列其他数相差悬殊，按{unit}算才相称，可能填的是{unit}；暂按所填的数计算");
                self.question(*row, value, why, log);
            } else if let Some(share) = sum.and_then(|sum| self.share(value, sum, upper)) {
                let why = format!("这一个数占本列合计的 {share}%，请核对是否写错；暂按所填的数计算");
                self.question(*row, value, why, log);
            }
        }
    }

    /// The unit in which an amount would fit its column, where it does not fit in the unit of the column.
    fn slipped(&self, value: i64, lower: i64, upper: i64) -> Option<&'static str> {
        let near = |value: i64| value.checked_mul(NEAR).is_some_and(|most| most >= lower) && value / NEAR <= upper;
        match self.unit? {
            "元" => {
                let fits = value.checked_mul(OFF).is_some_and(|scaled| scaled < lower) && near(value.checked_mul(WAN)?);
                fits.then_some("万元")
            }
            "万元" => (value / OFF > upper && near(value / WAN)).then_some("元"),
            _ => None,
        }
    }

    /// The hundredths that one value is of its column, where that is nine tenths, or half and a hundred medians.
    fn share(&self, value: i64, sum: i64, upper: i64) -> Option<i64> {
        if self.sorted.len() < LEAST_SHARE {
            return None;
        }
        let hundredths = i64::try_from(i128::from(value) * 100 / i128::from(sum.max(1))).ok()?;
        (hundredths >= 90 || hundredths >= 50 && value / OFF >= upper).then_some(hundredths)
    }

    fn question(&self, row: usize, value: i64, why: String, log: &mut Log) {
        self.tell(row, value, Remark::question("magnitude", why, "请核对数和单位；属实的可说明情况。"), log);
    }

    fn tell(&self, row: usize, value: i64, remark: Remark, log: &mut Log) {
        let number = self.rows.get(row).copied().unwrap_or(0);
        log.cell(self.column.source, number, remark, || number_text(self.field, value));
    }
}

/// The (lower) median of sorted values without one of them.
fn median_beside(sorted: &[i64], one: i64) -> i64 {
    let middle = sorted.len().saturating_sub(2) / 2;
    let at = sorted.binary_search(&one).unwrap_or(0);
    sorted.get(if middle < at { middle } else { middle + 1 }).copied().unwrap_or(one)
}

fn number_text(field: &Field, value: i64) -> String {
    match &field.kind {
        Kind::Money(unit) => Money(value).in_unit(unit).map_or_else(String::new, |amount| format!("{amount}{unit}")),
        _ => Points::ratio(value, MILLIONTH).to_string(),
    }
}

/// Positive values that were read, with their rows.
fn positive(column: &Column) -> impl Iterator<Item = (usize, i64)> {
    column
        .values
        .iter()
        .zip(&column.states)
        .enumerate()
        .filter(|(_, (value, state))| **value > 0 && matches!(state, State::Known | State::Estimated))
        .map(|(row, (value, _))| (row, *value))
}
