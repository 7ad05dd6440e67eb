//! Re-basing (缺项折算): where the points of indicators that do not apply go.
//!
//! ```toml
//! [track.total]
//! rebase = { open = "…" }    # none: they are lost | group: the rest of the content counts up to its full points | total: all others do
//! ```

use crate::exact::Range;
use crate::plan::Plan;
use crate::scheme::model::{Group, Rebase};
use crate::score::{ScoreState, Scored};

/// The points that the indicators of a group declare, and those of them that do not apply.
#[derive(Debug, Clone, Default)]
pub(super) struct Points {
    full: crate::exact::Points,
    missing: crate::exact::Points,
    /// Of indicators that may turn out not to apply.
    maybe: crate::exact::Points,
}

/// The same over all groups that count.
#[derive(Debug, Clone, Default)]
pub(super) struct Missing(Points);

impl Points {
    /// Of one group and its scores.
    pub(super) fn of(group: &Group, scored: &[&Scored]) -> Self {
        let mut points = Self::default();
        for (indicator, scored) in group.indicators.iter().zip(scored) {
            let Some(most) = &indicator.points else { continue };
            points.full += most;
            if scored.state == ScoreState::NotApplicable {
                points.missing += most;
            } else if scored.may_not_apply {
                points.maybe += most;
            }
        }
        points
    }

    /// `range` counted up to the full points. What may not apply has its full points in the possible end already, which is as
    /// much as the others could make of them; and nothing in the sure end, which the others could only raise.
    fn scaled(&self, range: &Range) -> Range {
        let left = &self.full - &self.missing;
        if left.is_zero() {
            return range.clone();
        }
        let scaled = range.times(&self.full.over(&left));
        let fewest = &left - &self.maybe;
        if self.maybe.is_zero() || range.possible <= left {
            return scaled;
        }
        // More than their full points are possible (可以超过满分): the fewer there are, the more they are worth.
        let most = if fewest.is_zero() { scaled.possible.clone() } else { &range.possible * &self.full.over(&fewest) };
        Range { sure: scaled.sure, possible: most }
    }

    /// Whether there is something to share out, and somebody to take it.
    fn is_open(&self) -> bool {
        !(self.missing.is_zero() && self.maybe.is_zero()) && self.missing < self.full
    }
}

impl Missing {
    /// Adds one group.
    pub(super) fn add(&mut self, points: &Points) {
        self.0.full += &points.full;
        self.0.missing += &points.missing;
        self.0.maybe += &points.maybe;
    }
}

/// What a group comes to where it takes the points of its own indicators that do not apply.
pub(super) fn in_group(plan: &Plan<'_>, points: &Points, range: &Range) -> Range {
    let Some(total) = plan.track.total.as_ref().filter(|_| points.is_open()) else { return range.clone() };
    if *plan.read(&total.rebase) == Rebase::Group { points.scaled(range) } else { range.clone() }
}

/// What all groups come to where they take them together.
pub(super) fn in_total(plan: &Plan<'_>, missing: &Missing, range: &Range) -> Range {
    let Some(total) = plan.track.total.as_ref().filter(|_| missing.0.is_open()) else { return range.clone() };
    if *plan.read(&total.rebase) == Rebase::Total { missing.0.scaled(range) } else { range.clone() }
}
