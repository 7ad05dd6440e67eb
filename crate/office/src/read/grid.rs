//! Cells as the file holds them, sparse: a cell at A1 and one at XFD1048576 are two cells.

use std::borrow::Cow;

use bangfu_core::diag::Severity;

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    /// Text.
    Text(Cow<'a, str>),
    /// A number, as the file's binary float; only its shortest text is ever used.
    Number(f64),
    /// A number that the file formats as a date.
    Serial {
        /// The number.
        number: f64,
        /// Whether it counts days from 1904.
        epoch_1904: bool,
    },
    /// TRUE or FALSE.
    Flag(bool),
    /// An error value, `#REF!`.
    Error(String),
    /// A formula that the file holds no result for.
    Formula,
}

impl Cell<'_> {
    /// Whether there is nothing to read: no text but blanks.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.chars().all(crate::bind::plain::is_space))
    }
}

/// A stored row; rows without cells are not stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<'a> {
    /// 1-based, as Excel shows it.
    pub number: u32,
    /// 0-based column and cell, by column.
    pub cells: Vec<(u32, Cell<'a>)>,
}

impl<'a> Row<'a> {
    /// The cell of a 0-based column.
    #[must_use]
    pub fn cell(&self, column: u32) -> Option<&Cell<'a>> {
        self.cells
            .binary_search_by_key(&column, |(at, _)| *at)
            .ok()
            .and_then(|at| self.cells.get(at))
            .map(|(_, cell)| cell)
    }

    /// Whether no cell has anything to read.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|(_, cell)| cell.is_blank())
    }
}

/// Merged cells; rows 1-based, columns 0-based, ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// The first row.
    pub top: u32,
    /// The last row.
    pub bottom: u32,
    /// The first column.
    pub left: u32,
    /// The last column.
    pub right: u32,
}

impl Region {
    /// Whether a cell lies inside.
    #[must_use]
    pub fn holds(&self, row: u32, column: u32) -> bool {
        self.top <= row && row <= self.bottom && self.left <= column && column <= self.right
    }
}

/// The cells of one sheet.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grid<'a> {
    /// Rows by number.
    pub rows: Vec<Row<'a>>,
    /// Merged regions, by their first row.
    pub merged: Vec<Region>,
    /// Whether the workbook counts its days from 1904, as old ones from a Mac do; a bare serial number means another day.
    pub epoch_1904: bool,
    /// What the reader has to tell about the sheet: hidden rows, cells that it could not read.
    pub notes: Vec<Note>,
}

/// Something that a reader tells about a file or a sheet beside its cells: one Chinese sentence each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// How grave it is.
    pub severity: Severity,
    /// What was found.
    pub why: String,
    /// What the person can do; empty where nothing is to be done.
    pub mend: String,
}

impl Note {
    /// A note for the person's information.
    #[must_use]
    pub fn new(severity: Severity, why: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { severity, why: why.into(), mend: mend.into() }
    }
}

impl<'a> Grid<'a> {
    /// Adds a cell; readers give cells mostly in order, so this is mostly a push.
    pub fn push(&mut self, row: u32, column: u32, cell: Cell<'a>) {
        match self.rows.last_mut() {
            Some(last) if last.number == row => insert(&mut last.cells, column, cell),
            Some(last) if last.number > row => match self.rows.binary_search_by_key(&row, |stored| stored.number) {
                Ok(at) => insert(&mut self.rows[at].cells, column, cell),
                Err(at) => self.rows.insert(at, Row { number: row, cells: vec![(column, cell)] }),
            },
            last => {
                // Rows of a table are about as long as each other.
                let mut cells = Vec::with_capacity(last.map_or(1, |last| last.cells.len()));
                cells.push((column, cell));
                self.rows.push(Row { number: row, cells });
            }
        }
    }
}

fn insert<'a>(cells: &mut Vec<(u32, Cell<'a>)>, column: u32, cell: Cell<'a>) {
    match cells.last() {
        Some((last, _)) if *last >= column => match cells.binary_search_by_key(&column, |(at, _)| *at) {
            Ok(at) => cells[at].1 = cell,
            Err(at) => cells.insert(at, (column, cell)),
        },
        _ => cells.push((column, cell)),
    }
}

/// One sheet on its way from a reader to the binder.
#[derive(Debug)]
pub struct SheetSource<'a> {
    /// The name as printed in the file.
    pub name: String,
    /// Whether the file hides it.
    pub hidden: bool,
    /// The cells.
    pub grid: Grid<'a>,
    /// Why reading stopped before the end, and what to do; `None` when the sheet is whole.
    pub cut: Option<super::Refusal>,
}
