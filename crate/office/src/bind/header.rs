//! Finds the header of a table: which rows it spans, and which column is which field.
//!
//! A header has one to three rows with merged cells; it is flattened to one path a column (`培训` → `农业科技培训`). What
//! stands above it is the title, what stands right of a gap of two columns is another table.

use bangfu_core::ledger::dictionary::{Dictionary, FieldIx, Role, SheetIx};

use super::lexicon::Lexicon;
use super::plain::{self, Header};
use crate::read::{Cell, Grid, Region, Row};

/// A header stands within so many stored rows.
const SEARCH: usize = 15;
/// Fewer known headers than this make no header row.
const LEAST: usize = 2;
/// The most merged regions of one header.
const REGIONS: usize = 500;
/// The most rows of one header.
const LEVELS: usize = 3;

/// A column of the file that is a field of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundColumn {
    /// 0-based column of the file.
    pub column: u32,
    /// The field.
    pub field: FieldIx,
    /// The header as typed, on one line.
    pub header: String,
    /// The unit of account that the header names.
    pub unit: Option<&'static str>,
    official: bool,
}

/// A table found in a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// Index of the first header row among the stored rows.
    pub top: usize,
    /// Index of the last header row among the stored rows.
    pub bottom: usize,
    /// The bound columns, by column.
    pub columns: Vec<BoundColumn>,
    /// Columns whose header no field answers to.
    pub unknown: Vec<(u32, String)>,
    /// Columns that another column of the same field was preferred to.
    pub doubled: Vec<(u32, String, FieldIx)>,
    /// The first and last column of the table.
    pub span: (u32, u32),
    /// The first column of another table to the right.
    pub beside: Option<u32>,
    /// Every column that has a header, bound or not.
    pub headed: Vec<u32>,
}

/// The folded headers of the first rows, made once a sheet and asked for every sheet of the dictionary.
#[derive(Debug)]
pub struct Heads {
    rows: Vec<Vec<(u32, Header)>>,
}

impl Heads {
    /// Folds the first rows of a sheet.
    #[must_use]
    pub fn new(grid: &Grid<'_>) -> Self {
        let fold = |row: &Row<'_>| {
            row.cells.iter().filter_map(|(column, cell)| Some((*column, plain::header(text_of(cell)?)))).collect()
        };
        Self { rows: grid.rows.iter().take(SEARCH).map(fold).collect() }
    }

    /// The row with the most known headers of a sheet, the first on a tie, and how many.
    #[must_use]
    pub fn best_row(&self, lexicon: &Lexicon, sheet: SheetIx) -> Option<(usize, usize)> {
        let count = |row: &Vec<(u32, Header)>| {
            let mut fields: Vec<FieldIx> =
                row.iter().filter_map(|(_, header)| look_up(lexicon, sheet, header)).map(|hit| hit.field).collect();
            fields.sort_unstable();
            fields.dedup();
            fields.len()
        };
        let mut best: Option<(usize, usize)> = None;
        for (at, row) in self.rows.iter().enumerate() {
            let known = count(row);
            if known >= LEAST && best.is_none_or(|(_, most)| known > most) {
                best = Some((at, known));
            }
        }
        best
    }
}

/// Flattens the header around its best row and binds its columns.
#[must_use]
pub fn find(grid: &Grid<'_>, dictionary: &Dictionary, lexicon: &Lexicon, sheet: SheetIx, best: usize) -> Option<Found> {
    let (top, bottom) = block(grid, lexicon, sheet, best);
    let paths = paths(grid, top, bottom);
    let (first, last) = segment(&paths, lexicon, sheet)?;
    let mut found = Found { top, bottom, span: (first, last), ..Found::default() };
    for (column, path) in &paths {
        found.headed.push(*column);
        let shown = || path.iter().map(|header| header.0.clone()).collect::<Vec<_>>().join("/");
        if *column > last {
            found.beside.get_or_insert(*column);
        } else if *column >= first {
            match look_up_path(lexicon, sheet, path) {
                Some(hit) => {
                    let bound = BoundColumn {
                        column: *column,
                        field: hit.field,
                        header: shown(),
                        unit: hit.unit,
                        official: hit.official,
                    };
                    bind(&mut found, bound, dictionary, sheet);
                }
                None => found.unknown.push((*column, shown())),
            }
        }
    }
    found.columns.sort_by_key(|bound| bound.column);
    (found.columns.len() >= LEAST).then_some(found)
}

/// Adds a bound column; of two for one field the official header wins, then a village before a county, then the first.
fn bind(found: &mut Found, bound: BoundColumn, dictionary: &Dictionary, sheet: SheetIx) {
    let Some(other) = found.columns.iter_mut().find(|other| other.field == bound.field) else {
        found.columns.push(bound);
        return;
    };
    let is_place = dictionary.field(sheet, bound.field).is_some_and(|field| field.role == Some(Role::Place));
    let nearer = is_place && bound.header.contains('村') && !other.header.contains('村');
    let better = !other.official && (bound.official || nearer);
    let loser = if better { std::mem::replace(other, bound) } else { bound };
    found.doubled.push((loser.column, loser.header, loser.field));
}

/// What a header was found to be.
#[derive(Debug, Clone, Copy)]
struct Hit {
    field: FieldIx,
    official: bool,
    unit: Option<&'static str>,
}

fn look_up(lexicon: &Lexicon, sheet: SheetIx, header: &Header) -> Option<Hit> {
    let unit = header.asides.iter().find_map(|aside| plain::money_unit(aside));
    if header.bare.is_empty() {
        return None;
    }
    for text in [&header.whole, &header.bare] {
        if let Some(hit) = lexicon.field(sheet, text) {
            return Some(Hit { field: hit.field, official: hit.official, unit });
        }
    }
    // `金额/万元`, `到位金额万元`: the unit without brackets.
    for word in ["百万元", "万元", "亿元", "千元", "元"] {
        if let Some(name) = header.bare.strip_suffix(word) {
            let name = name
                .trim_end_matches(['/', ':', ',', '-', '_'])
                .trim_end_matches("单位")
                .trim_end_matches(['/', ':', ',']);
            return lexicon.field(sheet, name).map(|hit| Hit {
                field: hit.field,
                official: hit.official,
                unit: plain::money_unit(word),
            });
        }
    }
    None
}

/// The headers above each other of one column: as typed and folded.
type Path = Vec<(String, Header)>;

/// The whole path first, then the leaf: `金额/计划` is not `计划`.
fn look_up_path(lexicon: &Lexicon, sheet: SheetIx, path: &Path) -> Option<Hit> {
    let bares: Vec<&str> =
        path.iter().map(|(_, header)| header.bare.as_str()).filter(|bare| !bare.is_empty()).collect();
    let unit = path.iter().rev().flat_map(|(_, header)| &header.asides).find_map(|aside| plain::money_unit(aside));
    let with_unit = |hit: Hit| Hit { unit: hit.unit.or(unit), ..hit };
    for from in 0..bares.len().saturating_sub(1) {
        let tail = &bares[from..];
        for joined in [tail.join("/"), tail.concat()] {
            if let Some(hit) = lexicon.field(sheet, &joined) {
                return Some(with_unit(Hit { field: hit.field, official: hit.official, unit: None }));
            }
        }
    }
    // A leaf that is only `（万元）` belongs to the header above it.
    let leaf =
        path.iter().rev().find(|(_, header)| !header.bare.is_empty() && plain::money_unit(&header.bare).is_none())?;
    look_up(lexicon, sheet, &leaf.1).map(|hit| {
        let bare_unit = path.last().and_then(|(_, header)| plain::money_unit(&header.bare));
        with_unit(Hit { unit: hit.unit.or(bare_unit), ..hit })
    })
}

/// The rows of the header: up and down from its best row, as far as merged cells and known words reach.
fn block(grid: &Grid<'_>, lexicon: &Lexicon, sheet: SheetIx, best: usize) -> (usize, usize) {
    let (mut top, mut bottom) = (best, best);
    let number = |at: usize| grid.rows.get(at).map_or(0, |row| row.number);
    let (left, right) = grid.rows.get(best).map_or((0, 0), |row| {
        (row.cells.first().map_or(0, |(column, _)| *column), row.cells.last().map_or(0, |(column, _)| *column))
    });
    while top > 0 && bottom - top + 1 < LEVELS && number(top - 1) + 1 == number(top) {
        let Some(above) = grid.rows.get(top - 1) else { break };
        if above.cells.iter().any(|(_, cell)| text_of(cell).is_some_and(|text| text.contains([':', '：']))) {
            break;
        }
        let reaches = grid
            .merged
            .iter()
            .any(|m| m.top <= above.number && m.bottom >= number(top) && m.left >= left && m.right <= right);
        let groups = grid.merged.iter().any(|m| {
            m.top == above.number
                && m.bottom == m.top
                && m.right > m.left
                && m.left <= right
                && m.right >= left
                && !(m.left <= left && m.right >= right)
        });
        let completes = above.cells.iter().any(|(column, cell)| {
            let open = grid.rows.get(top).is_some_and(|row| row.cell(*column).is_none_or(Cell::is_blank));
            open && text_of(cell).is_some_and(|text| look_up(lexicon, sheet, &plain::header(text)).is_some())
        });
        if !(reaches || groups || completes) {
            break;
        }
        top -= 1;
    }
    while bottom - top + 1 < LEVELS && number(bottom) + 1 == number(bottom + 1) {
        let Some(below) = grid.rows.get(bottom + 1) else { break };
        let here = number(bottom);
        let reaches = grid.merged.iter().any(|m| m.top <= here && m.top >= number(top) && m.bottom >= below.number);
        let spans = |column: u32| {
            grid.merged.iter().any(|m| m.top == here && m.bottom == here && m.right > m.left && m.holds(here, column))
        };
        let filled: Vec<_> = below.cells.iter().filter(|(_, cell)| !cell.is_blank()).collect();
        let leaves =
            !filled.is_empty() && filled.iter().all(|(column, cell)| spans(*column) && text_of(cell).is_some());
        if !(reaches || leaves) {
            break;
        }
        bottom += 1;
    }
    (top, bottom)
}

/// The path of every column that has one.
fn paths(grid: &Grid<'_>, top: usize, bottom: usize) -> Vec<(u32, Path)> {
    let Some(rows) = grid.rows.get(top..=bottom) else { return Vec::new() };
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Vec::new() };
    let mut columns: Vec<u32> = rows.iter().flat_map(|row| row.cells.iter().map(|(column, _)| *column)).collect();
    let here = |m: &&Region| m.top >= first.number && m.top <= last.number;
    let merged: Vec<Region> = grid.merged.iter().filter(here).take(REGIONS).copied().collect();
    for region in &merged {
        // A merged title cell may span all 16 384 columns; a header does not.
        columns.extend(region.left..=region.right.min(region.left.saturating_add(200)));
    }
    columns.sort_unstable();
    columns.dedup();
    let path = |column: u32| {
        let mut path = Path::new();
        for row in rows {
            let Some(text) = shown(rows, &merged, row, column).and_then(text_of) else { continue };
            let shown: String = text.split(plain::is_space).filter(|part| !part.is_empty()).collect();
            if !shown.is_empty() && path.last().is_none_or(|(last, _)| *last != shown) {
                path.push((shown, plain::header(text)));
            }
        }
        path
    };
    columns.into_iter().map(|column| (column, path(column))).filter(|(_, path)| !path.is_empty()).collect()
}

/// The cell that a place in the header shows: its own, else that of the merged region it lies in.
fn shown<'r, 'g>(rows: &'r [Row<'g>], merged: &[Region], row: &'r Row<'g>, column: u32) -> Option<&'r Cell<'g>> {
    let filled = |row: &'r Row<'g>, column: u32| row.cell(column).filter(|cell| !cell.is_blank());
    filled(row, column).or_else(|| {
        let region = merged.iter().find(|region| region.holds(row.number, column))?;
        filled(rows.iter().find(|row| row.number == region.top)?, region.left)
    })
}

/// The columns of the table: the run without a gap of two that knows the most headers, the first on a tie.
fn segment(paths: &[(u32, Path)], lexicon: &Lexicon, sheet: SheetIx) -> Option<(u32, u32)> {
    let mut best: Option<(usize, u32, u32)> = None;
    let mut at = 0;
    while let Some((first, _)) = paths.get(at) {
        let (mut last, mut known) = (*first, 0);
        while let Some((column, path)) = paths.get(at).filter(|(column, _)| *column <= last + 2) {
            last = *column;
            known += usize::from(look_up_path(lexicon, sheet, path).is_some());
            at += 1;
        }
        if best.is_none_or(|(most, ..)| known > most) {
            best = Some((known, *first, last));
        }
    }
    best.map(|(_, first, last)| (first, last))
}

/// The text of a header cell; numbers and dates head no column.
fn text_of<'a>(cell: &'a Cell<'_>) -> Option<&'a str> {
    match cell {
        Cell::Text(text) if !cell.is_blank() => Some(text),
        _ => None,
    }
}
