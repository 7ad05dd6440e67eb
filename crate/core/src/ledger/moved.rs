//! Tables under another dictionary (台账字典): what was read by one scheme's sheets and columns, looked at by another's.
//! They go by their names, as in a project file.

use std::mem::discriminant;

use super::dictionary::{Dictionary, FieldIx, Sheet, SheetIx};
use super::table::Table;

/// The place of a sheet of one dictionary in another; `None` where that has no sheet of this name.
#[must_use]
pub fn sheet_under<'d>(
    at: SheetIx,
    from: &'d Dictionary,
    to: &'d Dictionary,
) -> Option<(SheetIx, &'d Sheet, &'d Sheet)> {
    let was = from.sheet(at)?;
    let now = to.sheets.iter().position(|sheet| sheet.name == was.name)?;
    let now = SheetIx(u16::try_from(now).ok()?);
    Some((now, was, to.sheet(now)?))
}

/// The place of a column of one sheet in another: one of the same name that holds the same kind of thing.
#[must_use]
pub fn field_under(at: FieldIx, was: &Sheet, now: &Sheet) -> Option<FieldIx> {
    let field = was.fields.get(usize::from(at.0))?;
    let alike = |other: &super::dictionary::Field| {
        other.name == field.name && discriminant(&other.kind) == discriminant(&field.kind)
    };
    now.fields.iter().position(alike).and_then(|at| u16::try_from(at).ok()).map(FieldIx)
}

/// A table under another dictionary, without the columns that it does not have; `None` where it has no such sheet.
#[must_use]
pub fn table_under(table: &Table, from: &Dictionary, to: &Dictionary) -> Option<Table> {
    let (sheet, was, now) = sheet_under(table.sheet, from, to)?;
    let mut moved = Table::new(sheet, now.fields.len(), &table.file, &table.name);
    moved.rows.clone_from(&table.rows);
    for (at, column) in (0_u16..).map(FieldIx).zip(&table.columns) {
        let slot = field_under(at, was, now).and_then(|at| moved.columns.get_mut(usize::from(at.0)));
        if let Some(slot) = slot {
            slot.clone_from(column);
        }
    }
    let raw = table.raw.iter().filter_map(|((row, at), word)| Some(((*row, field_under(*at, was, now)?), *word)));
    moved.raw = raw.collect();
    Some(moved)
}
