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
            }
        }
        points
    }

    /// `range` counted up to the full points.
    fn scaled(&self, range: &Range) -> Range {
        let left = &self.full - &self.missing;
        if left.is_zero() {
            return range.clone();
        }
        let factor = self.full.over(&left);
        Range { sure: &range.sure * &factor, possible: &range.possible * &factor }
    }

    /// Whether there is something to share out, and somebody to take it.
    fn is_open(&self) -> bool {
        !self.missing.is_zero() && self.missing < self.full
    }
}

impl Missing {
    /// Adds one group.
    pub(super) fn add(&mut self, points: &Points) {
        self.0.full += &points.full;
        self.0.missing += &points.missing;
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
