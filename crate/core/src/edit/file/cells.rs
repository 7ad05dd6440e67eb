//! Tables on their way into the file and back: columns by the names of the ledger, values as people read them. The numbers
//! that a table holds inside (places of sheets, fields and words) never leave the program.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use super::form::{CellForm, ColumnForm, TableForm};
use crate::exact::{Money, Points};
use crate::ledger::dictionary::{Dictionary, FieldIx, Kind};
use crate::ledger::period::{day_text, month_text, parse_day};
use crate::ledger::table::{Column, MILLIONTH, State, Table};
use crate::ledger::text::{Symbol, Text};

/// The last row that a spreadsheet can have.
const ROWS: usize = 1_048_576;

/// A cell as a table holds it: state, flat value, text as typed.
type Held = (State, i64, Option<Symbol>);

/// A table for the file; `None` where the dictionary has no such sheet.
pub(super) fn form_of(table: &Table, dictionary: &Dictionary, text: &Text) -> Option<TableForm> {
    let sheet = dictionary.sheet(table.sheet)?;
    let columns = (0_u16..).map(FieldIx).zip(&sheet.fields).filter_map(|(at, field)| {
        let column = table.columns.get(usize::from(at.0))?.as_ref()?;
        let mut cells: IndexMap<Held, u32, FxBuildHasher> = IndexMap::default();
        let place = |row: usize| {
            let (state, value) = table.cell(row, at);
            let valued = !matches!(state, State::Blank | State::Unclear);
            let typed = table.raw.get(&(u32::try_from(row).ok()?, at)).copied();
            let next = u32::try_from(cells.len()).ok()?;
            Some(*cells.entry((state, if valued { value } else { 0 }, typed)).or_insert(next))
        };
        let at = (0..table.rows.len()).map_while(place).collect();
        let cells = cells.keys().map(|held| cell_form(*held, &field.kind, text)).collect();
        Some(ColumnForm { field: field.name.clone(), column: column.source, cells, at })
    });
    let columns = columns.collect();
    Some(TableForm { sheet: sheet.name.clone(), name: table.name.clone(), rows: ranges(&table.rows), columns })
}

fn cell_form((state, value, typed): Held, kind: &Kind, text: &Text) -> Option<CellForm> {
    let typed = typed.map(|symbol| text.word(symbol).to_owned());
    let value = match state {
        State::Blank | State::Unclear => None,
        State::Known | State::Coarse | State::Estimated => Some(value_text(kind, value, text)),
    };
    match (state, value, typed) {
        (State::Blank, _, None) => None,
        (State::Known, Some(value), None) => Some(CellForm::Plain(value)),
        (state, value, typed) => Some(CellForm::Full { value, state, typed }),
    }
}

fn value_text(kind: &Kind, value: i64, text: &Text) -> String {
    match kind {
        Kind::Text | Kind::Choice(_) | Kind::Level(_) => {
            u32::try_from(value).map_or("", |at| text.word(Symbol(at))).to_owned()
        }
        Kind::Date => day_text(value),
        Kind::Month if parse_day(&format!("{}-01", month_text(value))) == Some(value) => month_text(value),
        Kind::Month => day_text(value),
        Kind::Number => Points::ratio(value, MILLIONTH).to_string(),
        Kind::Money(_) => Money(value).in_unit("元").map_or_else(String::new, |yuan| yuan.to_string()),
        Kind::Flag => if value == 0 { "否" } else { "是" }.to_owned(),
        Kind::Id => format!("{:016x}", value.cast_unsigned()),
    }
}

/// The flat value of a text of the file; `None` where the column is now of another kind.
fn flat(kind: &Kind, written: &str, text: &mut Text) -> Option<i64> {
    match kind {
        Kind::Text | Kind::Choice(_) | Kind::Level(_) => Some(i64::from(text.intern(written).0)),
        Kind::Date => parse_day(written),
        Kind::Month => parse_day(&format!("{written}-01")).or_else(|| parse_day(written)),
        Kind::Number => written.parse::<Points>().ok()?.in_parts(MILLIONTH),
        Kind::Money(_) => Money::of(&written.parse().ok()?, "元").map(|Money(fen)| fen),
        Kind::Flag => match written {
            "是" => Some(1),
            "否" => Some(0),
            _ => None,
        },
        Kind::Id => u64::from_str_radix(written, 16).ok().filter(|_| written.len() == 16).map(u64::cast_signed),
    }
}

/// Rows in a row as one range with both ends.
fn ranges(rows: &[u32]) -> Vec<(u32, u32)> {
    let runs = rows.chunk_by(|one, next| one.checked_add(1) == Some(*next));
    runs.filter_map(|run| Some((*run.first()?, *run.last()?))).collect()
}

/// What became of a table.
pub(super) enum Read {
    /// It is whole, but for so many cells and columns that the ledger of today does not take.
    Table(Table, usize),
    /// The ledger of today has no such sheet.
    NoSheet,
    /// It contradicts itself: nothing of it can be trusted.
    Broken,
}

/// A table of the file. `room` is how many rows may still come; a file of a few bytes cannot ask for more memory than that.
pub(super) fn table_of(
    form: TableForm,
    file: &str,
    dictionary: &Dictionary,
    text: &mut Text,
    room: &mut usize,
) -> Read {
    let Some((at, sheet)) = dictionary.find(&form.sheet).and_then(|at| Some((at, dictionary.sheet(at)?))) else {
        return Read::NoSheet;
    };
    let Some(rows) = spread(&form.rows, room) else { return Read::Broken };
    let mut table = Table::new(at, sheet.fields.len(), file, &form.name);
    table.rows = rows;
    let mut lost = 0;
    for column in form.columns {
        if column.at.len() != table.rows.len() {
            return Read::Broken;
        }
        let found = sheet.find(&column.field).and_then(|at| Some((at, sheet.fields.get(usize::from(at.0))?)));
        let Some((field, known)) = found.filter(|(field, _)| !table.has(*field)) else {
            lost += 1;
            continue;
        };
        let Some((filled, typed)) = column_of(&column, &known.kind, text, &mut lost) else { return Read::Broken };
        table.raw.extend(typed.into_iter().map(|(row, symbol)| ((row, field), symbol)));
        if let Some(slot) = table.columns.get_mut(usize::from(field.0)) {
            *slot = Some(filled);
        }
    }
    Read::Table(table, lost)
}

fn spread(ranges: &[(u32, u32)], room: &mut usize) -> Option<Vec<u32>> {
    let mut count = 0_usize;
    for (first, last) in ranges {
        count = count.checked_add(usize::try_from(last.checked_sub(*first)?).ok()?)?.checked_add(1)?;
    }
    *room = room.checked_sub(count).filter(|_| count <= ROWS)?;
    Some(ranges.iter().flat_map(|(first, last)| *first..=*last).collect())
}

/// The column, and the texts as typed by row; `None` where a row names a cell that is not there.
fn column_of(
    form: &ColumnForm,
    kind: &Kind,
    text: &mut Text,
    lost: &mut usize,
) -> Option<(Column, BTreeMap<u32, Symbol>)> {
    let held: Vec<Held> = form.cells.iter().map(|cell| held_of(cell.as_ref(), kind, text, lost)).collect();
    let mut column = Column { source: form.column, ..Column::default() };
    let mut typed = BTreeMap::new();
    for (row, at) in (0_u32..).zip(&form.at) {
        let (state, value, as_typed) = held.get(usize::try_from(*at).ok()?)?;
        column.states.push(*state);
        column.values.push(*value);
        typed.extend(as_typed.map(|symbol| (row, symbol)));
    }
    Some((column, typed))
}

fn held_of(cell: Option<&CellForm>, kind: &Kind, text: &mut Text, lost: &mut usize) -> Held {
    let (value, state, typed) = match cell {
        None => return (State::Blank, 0, None),
        Some(CellForm::Plain(value)) => (Some(value), State::Known, None),
        Some(CellForm::Full { value, state, typed }) => (value.as_ref(), *state, typed.as_ref()),
    };
    let mut symbol = |word: &String| text.intern(word);
    let typed = typed.map(&mut symbol);
    match (state, value) {
        (State::Blank | State::Unclear, _) => (state, 0, typed),
        (State::Known | State::Coarse | State::Estimated, Some(value)) => match flat(kind, value, text) {
            Some(flat) => (state, flat, typed),
            None => {
                *lost += 1;
                (State::Unclear, 0, Some(typed.unwrap_or_else(|| text.intern(value))))
            }
        },
        (_, None) => (State::Unclear, 0, typed),
    }
}
