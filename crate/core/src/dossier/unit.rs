//! One unit of the dossier: its rows by sheet, and which sheets were asked for.

use std::cell::Cell;
use std::collections::BTreeMap;

use crate::ledger::dictionary::SheetIx;

/// A row of the dossier: which table, which row of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowRef {
    /// Place in [`Dossier::tables`](crate::dossier::Dossier::tables).
    pub table: u32,
    /// Place in that table.
    pub row: u32,
}

/// One unit (单位) and its rows.
#[derive(Debug, Clone, Default)]
pub struct Unit {
    /// Its name; empty when no file names it.
    pub name: String,
    /// Its category (单位类别), as 单位信息 says.
    pub category: Option<String>,
    /// The places it helps (帮扶对象), as 单位信息 lists them.
    pub places: Vec<String>,
    /// Its rows, by sheet.
    pub(super) rows: BTreeMap<SheetIx, Vec<RowRef>>,
    /// The sheets whose rows were asked for.
    pub(super) seen: Cell<Sheets>,
}

/// A set of sheets. Those past the hundredth or so count as one, so that such a set may hold more than it says, never less.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sheets(u128);

impl Sheets {
    /// Whether some sheet is in both.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether no sheet is in it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The same with one more sheet.
    #[must_use]
    pub fn with(self, sheet: SheetIx) -> Self {
        Self(self.0 | 1 << sheet.0.min(127))
    }
}

impl FromIterator<SheetIx> for Sheets {
    fn from_iter<I: IntoIterator<Item = SheetIx>>(sheets: I) -> Self {
        sheets.into_iter().fold(Self::default(), Self::with)
    }
}

impl Unit {
    /// Its rows of a sheet, in the order of the files.
    #[must_use]
    pub fn rows(&self, sheet: SheetIx) -> &[RowRef] {
        self.seen.set(self.seen.get().with(sheet));
        self.rows_unseen(sheet)
    }

    /// The same, without remembering that they were asked for.
    #[must_use]
    pub fn rows_unseen(&self, sheet: SheetIx) -> &[RowRef] {
        self.rows.get(&sheet).map_or(&[], Vec::as_slice)
    }

    /// The same unit with more rows of a sheet.
    #[must_use]
    pub fn with_rows(&self, sheet: SheetIx, rows: impl IntoIterator<Item = RowRef>) -> Self {
        let mut unit = self.clone();
        unit.rows.entry(sheet).or_default().extend(rows);
        unit
    }

    /// The sheets whose rows were asked for since the last call.
    pub fn take_seen(&self) -> Sheets {
        self.seen.take()
    }

    /// Puts back what [`Unit::take_seen`] gave.
    pub(crate) fn put_seen(&self, sheets: Sheets) {
        self.seen.set(sheets);
    }

    /// The sheets that say something of it.
    pub fn sheets_filled(&self) -> impl Iterator<Item = SheetIx> {
        self.rows.keys().copied()
    }

    /// How many sheets say something of it.
    #[must_use]
    pub fn sheets(&self) -> usize {
        self.rows.len()
    }
}
