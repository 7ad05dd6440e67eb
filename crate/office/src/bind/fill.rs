//! Merged cells of a body: what one says holds for every row of its region, and for no other.

use crate::read::{Cell, Grid, Region};

/// Merged regions that fill down, followed along the rows.
#[derive(Debug)]
pub struct Fill<'g, 'c> {
    grid: &'g Grid<'c>,
    waiting: std::vec::IntoIter<Region>,
    next: Option<Region>,
    open: Vec<Region>,
}

impl<'g, 'c> Fill<'g, 'c> {
    /// So many regions are followed at once.
    const OPEN: usize = 256;

    /// Follows the regions that begin in `first_row` or below.
    #[must_use]
    pub fn new(grid: &'g Grid<'c>, first_row: u32) -> Self {
        let tall: Vec<Region> =
            grid.merged.iter().filter(|m| m.bottom > m.top && m.top >= first_row).copied().collect();
        let mut waiting = tall.into_iter();
        let next = waiting.next();
        Self { grid, waiting, next, open: Vec::new() }
    }

    /// Comes to a row; rows are come to in order.
    pub fn advance(&mut self, row: u32) {
        self.open.retain(|region| region.bottom >= row);
        while let Some(region) = self.next.filter(|region| region.top <= row) {
            if region.bottom >= row && self.open.len() < Self::OPEN {
                self.open.push(region);
            }
            self.next = self.waiting.next();
        }
    }

    /// The region of several rows that begins in a cell.
    #[must_use]
    pub fn begins(&self, row: u32, column: u32) -> Option<Region> {
        self.open.iter().find(|region| region.left == column && region.top == row).copied()
    }

    /// What the merged region over a blank cell of the row says.
    #[must_use]
    pub fn cell(&self, row: u32, column: u32) -> Option<&'g Cell<'c>> {
        let region = self.open.iter().find(|region| region.left == column && region.holds(row, column))?;
        let at = self.grid.rows.binary_search_by_key(&region.top, |row| row.number).ok()?;
        self.grid.rows.get(at)?.cell(column).filter(|cell| !cell.is_blank())
    }
}
