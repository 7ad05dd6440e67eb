//! Ranges: a value that is still open, between what is sure and what is possible.

use serde::Serialize;

use super::Points;

/// A closed range of points: what is sure, and what is still possible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Range {
    /// The least the value can be.
    pub sure: Points,
    /// The most the value can still become.
    pub possible: Points,
}

impl Range {
    /// The range of a value that is settled.
    #[must_use]
    pub fn exactly(value: Points) -> Self {
        Self { sure: value.clone(), possible: value }
    }

    /// From `sure` to `possible`, in either order.
    #[must_use]
    pub fn between(one: Points, other: Points) -> Self {
        if one <= other { Self { sure: one, possible: other } } else { Self { sure: other, possible: one } }
    }

    /// The value, when both ends agree.
    #[must_use]
    pub fn settled(&self) -> Option<&Points> {
        (self.sure == self.possible).then_some(&self.sure)
    }

    /// Both ends added.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        Self { sure: &self.sure + &other.sure, possible: &self.possible + &other.possible }
    }

    /// The ends of another taken off, each off its own.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        Self { sure: &self.sure - &other.sure, possible: &self.possible - &other.possible }
    }

    /// Both ends times a factor that is not negative.
    #[must_use]
    pub fn times(&self, factor: &Points) -> Self {
        Self { sure: &self.sure * factor, possible: &self.possible * factor }
    }

    /// Both ends held under a cap (封顶).
    #[must_use]
    pub fn capped(&self, cap: &Points) -> Self {
        Self { sure: self.sure.at_most(cap), possible: self.possible.at_most(cap) }
    }

    /// The least range holding both.
    #[must_use]
    pub fn hull(&self, other: &Self) -> Self {
        Self {
            sure: self.sure.at_most(&other.sure),
            possible: if self.possible > other.possible { self.possible.clone() } else { other.possible.clone() },
        }
    }
}
