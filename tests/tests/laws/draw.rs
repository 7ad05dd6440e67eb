//! Choices drawn from a row of random numbers: fewer and smaller numbers give a plainer ledger, which is what shrinking does.

/// Draws one choice after the other; when the numbers run out, the first option is taken.
pub(crate) struct Draw<'e> {
    numbers: std::slice::Iter<'e, u16>,
}

impl<'e> Draw<'e> {
    pub(crate) fn new(numbers: &'e [u16]) -> Self {
        Self { numbers: numbers.iter() }
    }

    /// A number below `limit`, which is at least 1.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::from(self.numbers.next().copied().unwrap_or_default()) % limit
    }

    /// True in `part` of `whole` cases, false when the numbers run out.
    pub(crate) fn often(&mut self, part: usize, whole: usize) -> bool {
        self.below(whole) >= whole - part
    }

    pub(crate) fn pick<'o, T>(&mut self, options: &'o [T]) -> &'o T {
        &options[self.below(options.len())]
    }
}
