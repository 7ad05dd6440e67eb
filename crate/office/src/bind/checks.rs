//! Checks that need a whole column or a whole table: slips of magnitude, and the same row twice.

use bangfu_core::ledger::dictionary::{FieldIx, Kind, Sheet};
use bangfu_core::ledger::table::{Column, State, Table};
use rustc_hash::FxHashMap;

use super::clean::Remark;
use super::log::Log;

/// So many times the median, or so small a part of it, is asked about.
const FACTOR: i64 = 1_000;
/// Columns with fewer values have no median to speak of.
const LEAST: usize = 3;
/// Columns that do not make two rows different.
const BESIDE: [&str; 3] = ["序号", "佐证材料编号", "备注"];

/// Asks about amounts and counts that are out of all proportion to their column: mostly 元 typed for 万元.
pub fn outliers(sheet: &Sheet, table: &Table, log: &mut Log) {
    // A column whose rows have units of their own has no common measure.
    if sheet.fields.iter().any(|field| field.name == "计量单位") {
        return;
    }
    for (field, column) in sheet.fields.iter().zip(&table.columns) {
        let is_amount = matches!(field.kind, Kind::Money(_)) || (field.kind == Kind::Number && field.role.is_none());
        let Some(column) = column.as_ref().filter(|_| is_amount) else { continue };
        let mut values: Vec<i64> = counted(column).map(|(_, value)| value).collect();
        if values.len() < LEAST {
            continue;
        }
        values.sort_unstable();
        let lower = values.get((values.len() - 1) / 2).copied().unwrap_or(0);
        let upper = values.get(values.len() / 2).copied().unwrap_or(0);
        for (row, value) in counted(column) {
            let large = upper.checked_mul(FACTOR).is_some_and(|limit| value > limit);
            let small = value.checked_mul(FACTOR).is_some_and(|scaled| scaled < lower);
            if !(large || small) {
                continue;
            }
            let middle = median_beside(&values, value).max(1);
            let times = if large { format!("{} 倍", value / middle) } else { format!("1/{}", middle / value.max(1)) };
            let remark = Remark::question(
                "magnitude",
                format!(
                    "与本列其他数相差悬殊：约是其他数中位数的 {times}，可能是单位写错（元、万元）；暂按所填的数计算"
                ),
                "请核对数和单位；属实的可说明情况。",
            );
            let number = table.rows.get(row).copied().unwrap_or(0);
            log.cell(column.source, number, remark, || number_text(field, value));
        }
    }
}

/// The (lower) median of sorted values without one of them.
fn median_beside(sorted: &[i64], one: i64) -> i64 {
    let middle = sorted.len().saturating_sub(2) / 2;
    let at = sorted.binary_search(&one).unwrap_or(0);
    sorted.get(if middle < at { middle } else { middle + 1 }).copied().unwrap_or(one)
}

fn number_text(field: &bangfu_core::ledger::dictionary::Field, value: i64) -> String {
    match &field.kind {
        Kind::Money(unit) => {
            bangfu_core::exact::Money(value).in_unit(unit).map_or_else(String::new, |amount| format!("{amount}{unit}"))
        }
        _ => bangfu_core::exact::Points::ratio(value, bangfu_core::ledger::table::MILLIONTH).to_string(),
    }
}

/// Positive values that were read, with their rows.
fn counted(column: &Column) -> impl Iterator<Item = (usize, i64)> {
    column
        .values
        .iter()
        .zip(&column.states)
        .enumerate()
        .filter(|(_, (value, state))| **value > 0 && matches!(state, State::Known | State::Estimated))
        .map(|(row, (value, _))| (row, *value))
}

/// Asks about rows that say the same as an earlier row of the table; none is ever dropped.
pub fn doubles(sheet: &Sheet, table: &Table, log: &mut Log) {
    let telling: Vec<FieldIx> = (0..table.columns.len())
        .filter(|at| sheet.fields.get(*at).is_some_and(|field| !BESIDE.contains(&field.name.as_str())))
        .filter_map(|at| u16::try_from(at).ok().map(FieldIx))
        .filter(|field| table.has(*field))
        .collect();
    let mut seen: FxHashMap<Vec<(u8, i64)>, u32> = FxHashMap::default();
    for (index, number) in table.rows.iter().enumerate() {
        let cells: Vec<(u8, i64)> =
            telling.iter().map(|field| table.cell(index, *field)).map(|(state, value)| (state as u8, value)).collect();
        // Unclear cells hold no value to compare; a row of one or two cells says too little.
        let filled = cells.iter().filter(|(state, _)| *state != State::Blank as u8).count();
        if filled < 3 || cells.iter().any(|(state, _)| *state == State::Unclear as u8) {
            continue;
        }
        match seen.get(&cells) {
            Some(first) => {
                let column = telling
                    .first()
                    .and_then(|field| table.columns.get(usize::from(field.0))?.as_ref())
                    .map_or(0, |column| column.source);
                log.cell(
                    column,
                    *number,
                    Remark::question(
                        "double",
                        format!("与第 {first} 行内容相同，可能重复填报；两行都保留"),
                        "确是重复的请删去一行；不是的请在备注里说明。",
                    ),
                    String::new,
                );
            }
            None => {
                seen.insert(cells, *number);
            }
        }
    }
}
