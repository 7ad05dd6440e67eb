//! Rows that say the same twice: the whole row, or what tells one thing of the sheet from another. None is ever dropped.

use bangfu_core::ledger::dictionary::{FieldIx, Sheet};
use bangfu_core::ledger::table::{State, Table};
use rustc_hash::FxHashMap;

use crate::bind::clean::Remark;
use crate::bind::log::Log;

/// Columns that do not make two rows different.
const BESIDE: [&str; 3] = ["序号", "佐证材料编号", "备注"];

/// What one row says in some of its columns.
type Said = Vec<(u8, i64)>;

/// Asks about rows that say the same as an earlier row of the table, in all columns or in those that tell rows apart.
pub fn ask(sheet: &Sheet, table: &Table, log: &mut Log) {
    let telling: Vec<FieldIx> = (0..table.columns.len())
        .filter(|at| sheet.fields.get(*at).is_some_and(|field| !BESIDE.contains(&field.name.as_str())))
        .filter_map(|at| u16::try_from(at).ok().map(FieldIx))
        .filter(|field| table.has(*field))
        .collect();
    let mut told: Vec<bool> = vec![false; table.rows.len()];
    repeated(table, &telling, 3, |row, first| {
        if let Some(told) = told.get_mut(row) {
            *told = true;
        }
        let why = format!("与第 {first} 行内容相同，可能重复填报；两行都保留");
        tell(table, &telling, row, "double", why, log);
    });
    for group in &sheet.once {
        if !group.iter().all(|field| table.has(*field)) {
            continue;
        }
        repeated(table, group, group.len(), |row, first| {
            if told.get(row).is_none_or(|told| *told) {
                return;
            }
            let why = format!("与第 {first} 行的{}都相同，可能重复填报；两行都保留", names(sheet, group));
            tell(table, group, row, "double key", why, log);
        });
    }
    for pair in &sheet.apart {
        apart(sheet, table, pair, log);
    }
}

/// Rows alike in the first field of a pair and unlike in the second.
fn apart(sheet: &Sheet, table: &Table, pair: &[FieldIx], log: &mut Log) {
    let [same, unlike] = pair else { return };
    let mut seen: FxHashMap<i64, (i64, u32)> = FxHashMap::default();
    for (index, number) in table.rows.iter().enumerate() {
        let (State::Known, value) = table.cell(index, *same) else { continue };
        let (State::Known, other) = table.cell(index, *unlike) else { continue };
        let (first_other, first) = *seen.entry(value).or_insert((other, *number));
        if first_other != other {
            let (same_name, unlike_name) = (names(sheet, &[*same]), names(sheet, &[*unlike]));
            let why = format!("与第 {first} 行的{same_name}相同、{unlike_name}不同，可能把一笔算了两次；两行都保留");
            tell(table, &[*same], index, "apart", why, log);
        }
    }
}

/// Calls `found` for every row that says the same as an earlier one in some fields, `least` of them filled in.
fn repeated(table: &Table, fields: &[FieldIx], least: usize, mut found: impl FnMut(usize, u32)) {
    let mut seen: FxHashMap<Said, u32> = FxHashMap::default();
    for (index, number) in table.rows.iter().enumerate() {
        let said: Said =
            fields.iter().map(|field| table.cell(index, *field)).map(|(state, value)| (state as u8, value)).collect();
        // Unclear cells hold no value to compare; a row of one or two cells says too little.
        let filled = said.iter().filter(|(state, _)| *state != State::Blank as u8).count();
        if filled < least || said.iter().any(|(state, _)| *state == State::Unclear as u8) {
            continue;
        }
        match seen.get(&said) {
            Some(first) => found(index, *first),
            None => {
                seen.insert(said, *number);
            }
        }
    }
}

/// Tells of a row in the first of some fields.
fn tell(table: &Table, fields: &[FieldIx], row: usize, tag: &'static str, why: String, log: &mut Log) {
    let column = fields
        .first()
        .and_then(|field| table.columns.get(usize::from(field.0))?.as_ref())
        .map_or(0, |column| column.source);
    let number = table.rows.get(row).copied().unwrap_or(0);
    let mend = "确是重复的请删去一行；不是的请说明情况。";
    log.cell(column, number, Remark::question(tag, why, mend), String::new);
}

fn names(sheet: &Sheet, fields: &[FieldIx]) -> String {
    let name = |field: &FieldIx| sheet.fields.get(usize::from(field.0)).map_or("", |field| field.name.as_str());
    fields.iter().map(name).collect::<Vec<_>>().join("、")
}
