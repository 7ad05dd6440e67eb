//! Rows typed in the program (本页录入): the sheets of a track with their columns, and what was typed bound like a file.
//!
//! The heads are written by the program, so a typed cell has the address that the same cell has in a workbook.

use bangfu_core::diag::column_letters;
use bangfu_core::edit::{Project, TYPED, TypedRows};
use bangfu_core::ledger::dictionary::{Field, FieldIx, Kind, Role, Sheet, SheetIx};
use bangfu_core::ledger::table::Table;
use serde::{Deserialize, Serialize};

use crate::Job;
use crate::bind::{Binder, plain};
use crate::case::source;
use crate::write::book::Page;
use crate::write::template::{header, words};

/// So many rows of a loaded table are shown at a time.
const SHOWN: usize = 200;

/// The sheets of the track, and the open one.
#[derive(Debug, Serialize)]
pub struct EntryView {
    sheets: Vec<SheetLine>,
    open: Option<OpenSheet>,
}

/// One sheet in the list.
#[derive(Debug, Serialize)]
struct SheetLine {
    name: String,
    /// What people judge, and not the unit's own work.
    judged: bool,
    /// Rows that came with files.
    loaded: usize,
    /// Rows that were typed.
    typed: usize,
}

/// The sheet that is filled.
#[derive(Debug, Serialize)]
struct OpenSheet {
    name: String,
    says: String,
    /// The file that its findings name.
    file: &'static str,
    columns: Vec<Column>,
    /// What was typed, as text.
    rows: Vec<Vec<String>>,
    /// A column that is not typed here, since the program keeps no id.
    without: Option<String>,
    loaded: Vec<Loaded>,
}

/// One column.
#[derive(Debug, Serialize)]
struct Column {
    head: String,
    /// `D`: with the row's number the address that findings name.
    letter: String,
    required: bool,
    number: bool,
    /// The words to choose from; empty where any text may stand.
    options: Vec<String>,
    /// Words that are likely, with what they mean.
    likely: Vec<(String, String)>,
    example: String,
}

/// The rows that a file brought, for reading only: some of them at a time.
#[derive(Debug, Serialize)]
struct Loaded {
    file: String,
    /// The sheet's name as printed in the file.
    name: String,
    /// The columns: their letter in the file, so that a finding's cell is found, and their head.
    heads: Vec<(String, String)>,
    total: usize,
    /// How many rows stand before these.
    from: usize,
    /// Rows by their number in the file.
    rows: Vec<(u32, Vec<String>)>,
    /// The row of the file with which the rows before these begin.
    before: Option<u32>,
    /// The row of the file with which the rows behind these begin.
    behind: Option<u32>,
    /// The last row of the file.
    last: u32,
}

/// Which rows of a loaded table are looked at.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Window {
    /// The file.
    pub file: String,
    /// The sheet's name as printed in the file.
    pub name: String,
    /// A row of the file that shall be among them.
    pub row: u32,
}

/// The rows without the blank ones at the end, each as wide as the sheet.
fn trimmed(mut rows: Vec<Vec<String>>, width: usize) -> Vec<Vec<String>> {
    rows.iter_mut().for_each(|row| {
        row.resize(width, String::new());
        row.iter_mut().for_each(|cell| *cell = cell.trim().to_owned());
    });
    let filled = rows.iter().rposition(|row| row.iter().any(|cell| !cell.is_empty()));
    rows.truncate(filled.map_or(0, |at| at + 1));
    rows
}

/// Cells copied from a spreadsheet, and the cell that they are put on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Block {
    /// The row, from 0.
    pub row: usize,
    /// The column, from 0.
    pub column: usize,
    /// Rows of text parted by tabs.
    pub text: String,
}

/// Lays a block over rows. Heads that were copied along are left out.
fn lay(rows: &mut Vec<Vec<String>>, block: &Block, heads: &[String]) -> Result<(), String> {
    let under = heads.get(block.column..).unwrap_or_default();
    let mut cells = crate::read::text::block(&block.text);
    let same =
        |(cell, head): (&String, &String)| cell.is_empty() || plain::header(cell).bare == plain::header(head).bare;
    if cells.first().is_some_and(|first| first.len() > 1 && first.iter().zip(under).all(same)) {
        cells.remove(0);
    }
    let wide = cells.iter().map(Vec::len).max().unwrap_or_default();
    if wide > under.len() {
        let room = under.len();
        return Err(format!("要粘贴的内容有{wide}列，从这一格起往右只有{room}列，没有粘贴。请从对应的第一列起粘贴。"));
    }
    rows.resize(rows.len().max(block.row + cells.len()), vec![String::new(); heads.len()]);
    for (row, cells) in rows.iter_mut().skip(block.row).zip(cells) {
        row.resize(heads.len(), String::new());
        row.splice(block.column..block.column + cells.len(), cells);
    }
    Ok(())
}

/// Puts what was typed for a sheet into the project, as one edit; `block` is laid over it first.
///
/// # Errors
/// A Chinese sentence where there is no such sheet, or where the block is wider than the sheet.
pub fn enter(
    project: &mut Project,
    name: &str,
    mut rows: Vec<Vec<String>>,
    block: Option<&Block>,
) -> Result<(), String> {
    let scheme = project.scheme();
    let at = scheme.dictionary.find(name).ok_or_else(|| format!("没有台账表“{name}”"))?;
    let sheet = scheme.dictionary.sheet(at).ok_or_else(|| format!("没有台账表“{name}”"))?;
    let fields = project.scheme().dictionary.typing_order(sheet);
    let heads: Vec<String> = fields.iter().filter_map(|at| sheet.fields.get(usize::from(at.0))).map(header).collect();
    if let Some(block) = block {
        lay(&mut rows, block, &heads)?;
    }
    let rows = trimmed(rows, heads.len());
    let page = Page {
        name: sheet.name.clone(),
        rows: std::iter::once(heads).chain(rows.iter().cloned()).collect(),
        merged: Vec::new(),
    };
    let mut binder = Binder::new(&scheme.dictionary, &Job::new(TYPED, project.view().dossier.year));
    binder.sheet(source(&page));
    let batch = binder.finish();
    project.enter(TypedRows { sheet: at, rows }, batch);
    Ok(())
}

/// The sheets of the track, with the one named open; another name opens the first that people judge. Each loaded table shows
/// its first rows, or those that `windows` ask for.
#[must_use]
pub fn view(project: &Project, open: &str, windows: &[Window]) -> EntryView {
    let dictionary = &project.scheme().dictionary;
    let sheets: Vec<(SheetIx, &Sheet)> = project
        .track()
        .into_iter()
        .flat_map(|track| &track.sheets)
        .filter_map(|at| dictionary.sheet(*at).map(|sheet| (*at, sheet)))
        .collect();
    let named = sheets.iter().find(|(_, sheet)| sheet.name == open);
    let first = || sheets.iter().find(|(_, sheet)| sheet.judged).or_else(|| sheets.first());
    let line = |(at, sheet): &(SheetIx, &Sheet)| SheetLine {
        name: sheet.name.clone(),
        judged: sheet.judged,
        loaded: tables(project, *at).map(|table| table.rows.len()).sum(),
        typed: project.typed(*at).unwrap_or_default().iter().filter(|row| row.iter().any(|c| !c.is_empty())).count(),
    };
    // A sheet that the track does not ask for can be looked at where a file brought it.
    let aside = || {
        let at = dictionary.find(open).filter(|at| tables(project, *at).next().is_some())?;
        Some((at, dictionary.sheet(at)?))
    };
    let shown = named.copied().or_else(aside).or_else(|| first().copied());
    EntryView {
        open: shown.map(|(at, sheet)| open_sheet(project, at, sheet, windows)),
        sheets: sheets.iter().map(line).collect(),
    }
}

/// The tables of a sheet that came with files.
fn tables(project: &Project, sheet: SheetIx) -> impl Iterator<Item = &Table> {
    let files = project.view().files.iter().filter(|file| file.typed.is_none());
    files.flat_map(|file| &file.tables).map(|table| &**table).filter(move |table| table.sheet == sheet)
}

fn open_sheet(project: &Project, at: SheetIx, sheet: &Sheet, windows: &[Window]) -> OpenSheet {
    let fields = project.scheme().dictionary.typing_order(sheet);
    let column = |(place, field): (u32, &FieldIx)| {
        let field = sheet.fields.get(usize::from(field.0))?;
        Some(Column {
            head: header(field).trim_start_matches('*').to_owned(),
            letter: column_letters(place),
            required: field.required,
            number: matches!(field.kind, Kind::Number | Kind::Money(_)),
            options: words(field).into_iter().map(str::to_owned).collect(),
            likely: likely(project, at, field),
            example: field.example.clone().unwrap_or_default(),
        })
    };
    OpenSheet {
        name: sheet.name.clone(),
        says: sheet.says.clone(),
        file: TYPED,
        columns: (0_u32..).zip(&fields).filter_map(column).collect(),
        rows: project.typed(at).unwrap_or_default().to_vec(),
        without: sheet.fields.iter().find(|field| field.kind == Kind::Id).map(|field| field.name.clone()),
        loaded: tables(project, at).map(|table| loaded(project, table, sheet, windows)).collect(),
    }
}

fn loaded(project: &Project, table: &Table, sheet: &Sheet, windows: &[Window]) -> Loaded {
    let view = project.view();
    let order = project.scheme().dictionary.filling_order(sheet);
    let shown: Vec<FieldIx> = order.into_iter().filter(|field| table.has(*field)).collect();
    let cell = |row: usize, field: &FieldIx| table.shown(row, *field, &view.dossier.dictionary, &view.dossier.text);
    let row = |(at, number): (usize, &u32)| (*number, shown.iter().map(|field| cell(at, field)).collect());
    let head = |at: &FieldIx| {
        let column = table.columns.get(usize::from(at.0))?.as_ref()?;
        Some((column_letters(column.source), sheet.fields.get(usize::from(at.0))?.name.clone()))
    };
    let asked = windows.iter().find(|window| window.file == table.file && window.name == table.name);
    let at = asked.map_or(0, |window| table.rows.partition_point(|number| *number < window.row));
    let from = at.min(table.rows.len().saturating_sub(1)) / SHOWN * SHOWN;
    Loaded {
        file: table.file.clone(),
        name: table.name.clone(),
        heads: shown.iter().filter_map(head).collect(),
        total: table.rows.len(),
        from,
        rows: table.rows.iter().enumerate().skip(from).take(SHOWN).map(row).collect(),
        before: from.checked_sub(SHOWN).and_then(|at| table.rows.get(at)).copied(),
        behind: table.rows.get(from + SHOWN).copied(),
        last: table.rows.last().copied().unwrap_or(0),
    }
}

/// What the project already knows of a column's words: its units, places, indicators and conventions.
fn likely(project: &Project, sheet: SheetIx, field: &Field) -> Vec<(String, String)> {
    let dossier = &project.view().dossier;
    let plain = |word: &String| (word.clone(), String::new());
    match field.role {
        Some(Role::UnitName) => {
            dossier.units.iter().map(|unit| plain(&unit.name)).filter(|(name, _)| !name.is_empty()).collect()
        }
        Some(Role::Place) => {
            let mut places: Vec<_> = dossier.units.iter().flat_map(|unit| unit.places.iter().map(plain)).collect();
            places.sort();
            places.dedup();
            places
        }
        Some(Role::Category) => project.track().map_or_else(Vec::new, |t| t.categories.iter().map(plain).collect()),
        Some(Role::Indicator) => match project.scheme().ticks.as_ref().filter(|ticks| ticks.sheet == sheet) {
            Some(ticks) => {
                let rows = ticks.tables.iter().flat_map(|table| table.rows.iter().map(move |row| (table, row)));
                rows.map(|(table, row)| (row.no.clone(), format!("{}：{}", table.name, row.name))).collect()
            }
            None => {
                let indicators = project.track().into_iter().flat_map(|track| track.indicators());
                indicators.map(|(_, indicator)| (indicator.no.clone(), indicator.name.clone())).collect()
            }
        },
        Some(Role::Convention) => {
            let switched = project.scheme().conventions.iter().filter(|(_, convention)| !convention.fixed);
            switched.map(|(_, convention)| (convention.id.clone(), convention.asks.clone())).collect()
        }
        _ => Vec::new(),
    }
}
