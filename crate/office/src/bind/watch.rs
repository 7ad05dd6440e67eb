//! Who is told how far the checking of a sheet is.

use std::fmt;

/// So many rows are checked between two words of it.
const ROWS: usize = 2_048;

/// Hears a sheet's name and the 1-based row that is checked.
type Watcher<'w> = dyn Fn(&str, u32) + 'w;

/// Somebody who is told how far the checking is, or nobody.
#[derive(Clone, Copy, Default)]
pub struct Watch<'w>(Option<&'w Watcher<'w>>);

impl<'w> Watch<'w> {
    /// Tells `watcher` the name of the sheet and the 1-based row, from time to time.
    #[must_use]
    pub fn new(watcher: &'w Watcher<'w>) -> Self {
        Self(Some(watcher))
    }

    /// A row is checked; `at` counts the rows of the sheet from 0.
    pub(super) fn row(self, sheet: &str, at: usize, row: u32) {
        if let Some(watcher) = self.0.filter(|_| at.is_multiple_of(ROWS)) {
            watcher(sheet, row);
        }
    }
}

impl fmt::Debug for Watch<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Watch").field(&self.0.is_some()).finish()
    }
}
