//! The columns of a table as a person sees them when mapping: header, what it was read as, the first values as typed.

use bangfu_core::ledger::dictionary::{Dictionary, Kind, SheetIx};
use bangfu_core::ledger::table::ColumnSeen;

use super::block::{self, Block};
use super::clean::{self, id};
use super::header::Found;
use super::plain;
use crate::read::{Cell, Grid, Row};

/// So many values are shown of a column.
const SAMPLES: usize = 3;
/// Values are looked for in so many rows.
const ROWS: usize = 1_000;

/// The columns under a header, by column.
#[must_use]
pub fn columns(
    grid: &Grid<'_>,
    block: &Block,
    bound: Option<(&Dictionary, SheetIx, &Found)>,
    is_data: &dyn Fn(&Row<'_>) -> bool,
) -> Vec<ColumnSeen> {
    let field_of = |column: u32| {
        let (dictionary, sheet, found) = bound?;
        let bound = found.columns.iter().find(|bound| bound.column == column)?;
        dictionary.field(sheet, bound.field)
    };
    let is_mapped = |column: u32| {
        bound.is_some_and(|(_, _, found)| {
            found.aside.contains(&column) || found.columns.iter().any(|bound| bound.column == column && bound.mapped)
        })
    };
    let mut seen: Vec<(ColumnSeen, bool)> = block
        .inside()
        .map(|(column, path)| {
            let field = field_of(*column);
            let is_secret = field.is_some_and(|field| field.kind == Kind::Id);
            let name = field.map(|field| field.name.clone());
            let header = block::shown(path);
            let mapped = is_mapped(*column);
            (ColumnSeen { column: *column, header, field: name, mapped, samples: Vec::new() }, is_secret)
        })
        .collect();
    let body = grid.rows.get(block.bottom + 1..).unwrap_or_default();
    for row in body.iter().take(ROWS).filter(|row| is_data(row)) {
        let open = seen.iter_mut().filter(|(column, _)| column.samples.len() < SAMPLES);
        let mut any = false;
        for (column, is_secret) in open {
            any = true;
            if let Some(cell) = row.cell(column.column).filter(|cell| !cell.is_blank()) {
                column.samples.push(sample(cell, *is_secret));
            }
        }
        if !any {
            break;
        }
    }
    seen.into_iter().map(|(column, _)| column).collect()
}

/// A value as typed; an identity number is masked wherever it stands.
fn sample(cell: &Cell<'_>, is_secret: bool) -> String {
    let typed = clean::typed(cell);
    if is_secret || is_id(&plain::folded(&typed)) { id::masked(&typed) } else { plain::trim(&typed).to_owned() }
}

/// Fifteen or eighteen digits, the last of which may be an X.
fn is_id(folded: &str) -> bool {
    let digits = folded.trim_start_matches('\'').trim_end_matches(['X', 'x']);
    matches!(digits.len(), 15 | 17 | 18) && digits.bytes().all(|b| b.is_ascii_digit())
}
