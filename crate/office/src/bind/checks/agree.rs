//! Figures and dates of one row, or of one column, that do not agree with each other.

use bangfu_core::ledger::dictionary::{FieldIx, Kind, Sheet};
use bangfu_core::ledger::table::{State, Table};

use crate::bind::clean::Remark;
use crate::bind::log::Log;

/// So many days away from the middle of its column a date is asked about.
const FAR: i64 = 3 * 365;
/// Columns with fewer dates have no middle to speak of.
const LEAST: usize = 3;

/// Asks about rows in which a sum is not what its parts add up to, a start lies after its end, or a part exceeds its whole.
pub fn ask(sheet: &Sheet, table: &Table, log: &mut Log) {
    for group in &sheet.sums {
        sums(sheet, table, group, log);
    }
    for pair in &sheet.order {
        order(sheet, table, pair, log);
    }
    if let Some(field) = sheet.period {
        far(table, field, log);
    }
}

fn name(sheet: &Sheet, field: FieldIx) -> &str {
    sheet.fields.get(usize::from(field.0)).map_or("", |field| field.name.as_str())
}

fn known(table: &Table, row: usize, field: FieldIx) -> Option<i64> {
    let (state, value) = table.cell(row, field);
    (state == State::Known).then_some(value)
}

fn tell(table: &Table, row: usize, field: FieldIx, remark: Remark, log: &mut Log) {
    let column = table.columns.get(usize::from(field.0)).and_then(Option::as_ref).map_or(0, |column| column.source);
    log.cell(column, table.rows.get(row).copied().unwrap_or(0), remark, String::new);
}

fn sums(sheet: &Sheet, table: &Table, group: &[FieldIx], log: &mut Log) {
    let Some((whole, parts)) = group.split_first() else { return };
    for row in 0..table.rows.len() {
        let all = parts.iter().map(|part| known(table, row, *part)).collect::<Option<Vec<i64>>>();
        let (Some(typed), Some(all)) = (known(table, row, *whole), all) else { continue };
        let sum = all.into_iter().try_fold(0_i64, i64::checked_add);
        if sum != Some(typed) {
            let names: Vec<&str> = parts.iter().map(|part| name(sheet, *part)).collect();
            let why = format!("{}不等于{}之和", name(sheet, *whole), names.join("、"));
            tell(table, row, *whole, Remark::question("sum", why, "请核对这几个数，改正其中写错的。"), log);
        }
    }
}

fn order(sheet: &Sheet, table: &Table, pair: &[FieldIx], log: &mut Log) {
    let [first, second] = pair else { return };
    let is_date = sheet.fields.get(usize::from(first.0)).is_some_and(|field| matches!(field.kind, Kind::Date));
    for row in 0..table.rows.len() {
        let (Some(low), Some(high)) = (known(table, row, *first), known(table, row, *second)) else { continue };
        if low > high {
            let (low, high) = (name(sheet, *first), name(sheet, *second));
            let why = if is_date { format!("{high}早于{low}") } else { format!("{low}大于{high}") };
            let at = if is_date { *second } else { *first };
            tell(table, row, at, Remark::question("order", why, "请核对这两格，改正其中写错的。"), log);
        }
    }
}

/// Asks about dates years away from the others of their column: mostly a slip in the year.
fn far(table: &Table, field: FieldIx, log: &mut Log) {
    let day = |row: usize| match table.cell(row, field) {
        (State::Known | State::Coarse, value) => Some((row, value)),
        _ => None,
    };
    let days: Vec<(usize, i64)> = (0..table.rows.len()).filter_map(day).collect();
    if days.len() < LEAST {
        return;
    }
    let mut sorted: Vec<i64> = days.iter().map(|(_, day)| *day).collect();
    sorted.sort_unstable();
    let middle = sorted.get(sorted.len() / 2).copied().unwrap_or(0);
    for (row, day) in days {
        if (day - middle).abs() > FAR {
            let years = ((day - middle).abs() + 182) / 365;
            let why = format!("与本列其他日期相差约 {years} 年，年份可能写错；暂按所填的日期计算");
            tell(table, row, field, Remark::question("far", why, "请核对年份；属实的可说明情况。"), log);
        }
    }
}
