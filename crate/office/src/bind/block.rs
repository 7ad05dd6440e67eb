//! Where the header of a table stands: the rows it spans, and its columns with the headers above each other.
//!
//! A header has one to three rows with merged cells; it is flattened to one path a column (`培训` → `农业科技培训`). What
//! stands above it is the title, what stands right of a gap of two columns is another table.

use super::clean::decimal;
use super::header::SEARCH;
use super::plain::{self, Header};
use crate::read::{Cell, Grid, Region, Row};

/// The most merged regions of one header.
const REGIONS: usize = 500;
/// The most rows of one header.
const LEVELS: usize = 3;
/// A longer text is a sentence and heads no column.
const LONGEST: usize = 40;

/// The headers above each other of one column: as typed on one line, and folded.
pub type Path = Vec<(String, Header)>;

/// A header: its rows, its columns and how far its table reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Index of the first header row among the stored rows.
    pub top: usize,
    /// Index of the last header row among the stored rows.
    pub bottom: usize,
    /// Every column that has a header, by column, other tables to the right included.
    pub columns: Vec<(u32, Path)>,
    /// The first and last column of the table.
    pub span: (u32, u32),
}

impl Block {
    /// Flattens the header around its best row; `known` and `is_known` tell which headers and paths mean something.
    #[must_use]
    pub fn around(
        grid: &Grid<'_>,
        best: usize,
        known: &dyn Fn(&Header) -> bool,
        is_known: &dyn Fn(&Path) -> bool,
    ) -> Option<Self> {
        let (top, bottom) = rows(grid, best, known);
        let columns = paths(grid, top, bottom);
        let span = segment(&columns, is_known)?;
        Some(Self { top, bottom, columns, span })
    }

    /// The most likely header of a table that nothing is known of: the first row of words alone that is at least half as
    /// wide as the widest of the first rows.
    #[must_use]
    pub fn likely(grid: &Grid<'_>) -> Option<Self> {
        let first = grid.rows.get(..SEARCH.min(grid.rows.len())).unwrap_or_default();
        let filled = |row: &Row<'_>| row.cells.iter().filter(|(_, cell)| !cell.is_blank()).count();
        let widest = first.iter().map(filled).max().unwrap_or(0);
        let best = first.iter().position(|row| {
            let wide = filled(row);
            wide >= 2 && wide * 2 >= widest && row.cells.iter().all(|(_, cell)| cell.is_blank() || is_head(cell))
        })?;
        Self::around(grid, best, &|_| false, &|_| true)
    }

    /// The columns of the table itself.
    pub fn inside(&self) -> impl Iterator<Item = &(u32, Path)> {
        let (first, last) = self.span;
        self.columns.iter().filter(move |(column, _)| (first..=last).contains(column))
    }

    /// The headers of the table, folded, sorted, each once: what a mapping is remembered by.
    #[must_use]
    pub fn heads(&self) -> Vec<String> {
        let folded = |path: &Path| path.iter().map(|(_, header)| header.whole.as_str()).collect::<Vec<_>>().join("/");
        let mut heads: Vec<String> = self.inside().map(|(_, path)| folded(path)).collect();
        heads.sort_unstable();
        heads.dedup();
        heads
    }
}

/// A path as it is shown and as a mapping names it: its levels joined by `/`.
#[must_use]
pub fn shown(path: &Path) -> String {
    path.iter().map(|(shown, _)| shown.as_str()).collect::<Vec<_>>().join("/")
}

/// Whether a cell may head a column: words, no number, no `填报人：` and no sentence.
fn is_head(cell: &Cell<'_>) -> bool {
    text_of(cell).is_some_and(|text| {
        let folded = plain::folded(text);
        let is_words = folded.chars().any(char::is_alphabetic) && decimal::of_text(&folded).is_none();
        is_words && !folded.contains(':') && folded.chars().count() <= LONGEST
    })
}

/// The rows of the header: up and down from its best row, as far as merged cells and known words reach.
fn rows(grid: &Grid<'_>, best: usize, known: &dyn Fn(&Header) -> bool) -> (usize, usize) {
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
            open && text_of(cell).is_some_and(|text| known(&plain::header(text)))
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
            let Some(text) = cell_shown(rows, &merged, row, column).and_then(text_of) else { continue };
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
fn cell_shown<'r, 'g>(rows: &'r [Row<'g>], merged: &[Region], row: &'r Row<'g>, column: u32) -> Option<&'r Cell<'g>> {
    let filled = |row: &'r Row<'g>, column: u32| row.cell(column).filter(|cell| !cell.is_blank());
    filled(row, column).or_else(|| {
        let region = merged.iter().find(|region| region.holds(row.number, column))?;
        filled(rows.iter().find(|row| row.number == region.top)?, region.left)
    })
}

/// The columns of the table: the run without a gap of two that knows the most headers, the first on a tie.
fn segment(paths: &[(u32, Path)], is_known: &dyn Fn(&Path) -> bool) -> Option<(u32, u32)> {
    let mut best: Option<(usize, u32, u32)> = None;
    let mut at = 0;
    while let Some((first, _)) = paths.get(at) {
        let (mut last, mut known) = (*first, 0);
        while let Some((column, path)) = paths.get(at).filter(|(column, _)| *column <= last + 2) {
            last = *column;
            known += usize::from(is_known(path));
            at += 1;
        }
        if best.is_none_or(|(most, ..)| known > most) {
            best = Some((known, *first, last));
        }
    }
    best.map(|(_, first, last)| (first, last))
}

/// The text of a header cell; numbers and dates head no column.
#[must_use]
pub fn text_of<'a>(cell: &'a Cell<'_>) -> Option<&'a str> {
    match cell {
        Cell::Text(text) if !cell.is_blank() => Some(text),
        _ => None,
    }
}
