//! Rows that were left out on purpose, by reason: every row of a sheet is a header row, a row of the ledger, or one of these.

use bangfu_core::ledger::table::LeftOut;

/// The rows left out of one sheet.
#[derive(Debug, Default)]
pub struct Left {
    by_reason: Vec<LeftOut>,
    count: u32,
}

impl Left {
    /// Leaves out the rows `first` to `last`, 1-based with both ends; reasons keep the order in which they came up.
    pub fn out(&mut self, why: &str, first: u32, last: u32) {
        if first > last {
            return;
        }
        self.count = self.count.saturating_add(last - first + 1);
        let at = self.by_reason.iter().position(|left| left.why == why).unwrap_or_else(|| {
            self.by_reason.push(LeftOut { why: why.to_owned(), rows: Vec::new() });
            self.by_reason.len() - 1
        });
        let Some(left) = self.by_reason.get_mut(at) else { return };
        match left.rows.last_mut() {
            Some((_, end)) if *end + 1 == first => *end = last,
            _ => left.rows.push((first, last)),
        }
    }

    /// How many, and which.
    #[must_use]
    pub fn finish(self) -> (u32, Vec<LeftOut>) {
        (self.count, self.by_reason)
    }
}
