//! What is taken off a content or the total once it is added up (整项扣分、总分扣分).
//!
//! ```toml
//! [[track.group]]
//! less = { per = [{ says = "全年未研究的，整项扣2分", metric = "meetings", below = "1", points = "2" }] }
//! ```
//!
//! It comes after the cap of the content, and before the floor and the cap of the total.

use crate::dossier::Unit;
use crate::exact::{Points, Range};
use crate::judgement::Judgements;
use crate::metric::lacking::is_unread;
use crate::plan::Plan;
use crate::score::later::Later;
use crate::score::less::Less;
use crate::score::{Case, Fact, ScoreState};
use crate::step::{Blanks, Silent, Sink, Step, Trace, What};

/// What was taken off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deducted {
    /// What there was.
    pub before: Range,
    /// What is left.
    pub after: Range,
    /// What is known of it: 缺佐证 where the ledger says nothing of something that it asks.
    pub state: ScoreState,
    /// Figures found.
    pub facts: Vec<Fact>,
    /// What was done: the steps add up to what is left of the sure end.
    pub trace: Trace,
}

impl Deducted {
    /// What was taken off both ends: the most off the least, the least off the most.
    #[must_use]
    pub fn taken(&self) -> Range {
        Range { sure: &self.before.sure - &self.after.sure, possible: &self.before.possible - &self.after.possible }
    }
}

/// Takes off what `less` says. Where nobody can say whether something was in time that decides it, what is left is open between
/// both.
pub(super) fn deducted(plan: &Plan<'_>, unit: &Unit, less: &Less, from: &From<'_>) -> Deducted {
    let (missed, kept) = plan.both(|plan, _| take(plan, unit, less, from));
    let Some(kept) = kept else { return missed };
    let after = missed.after.hull(&kept.after);
    if after == missed.after {
        return missed;
    }
    let (mut trace, state) = (missed.trace, missed.state);
    let adds = Some(&after.sure - &missed.after.sure).filter(|adds| !adds.is_zero());
    if adds.is_some() {
        trace.step(|| Step { what: What::Undecided, adds, basis: Vec::new() });
    }
    let state = if state == ScoreState::Known { ScoreState::Missing } else { state };
    Deducted { after, trace, state, ..missed }
}

/// What something is taken off.
pub(super) struct From<'f> {
    /// What there is.
    pub(super) before: &'f Range,
    /// Whether it is the total.
    pub(super) is_total: bool,
    /// Whether nothing is taken off what is not there.
    pub(super) floored: bool,
}

fn take(plan: &Plan<'_>, unit: &Unit, less: &Less, from: &From<'_>) -> Deducted {
    let (none, before) = (Judgements::new(), from.before);
    let bounds = Range::between(Points::ZERO, before.possible.clone());
    let total = from.is_total.then_some(before);
    let case = Case { plan, unit, bounds: &bounds, judgements: &none, total };
    let (mut trace, mut facts, mut steps) = (Trace::default(), Vec::new(), Later::default());
    let mut watched = Blanks::marking(&mut trace);
    let sum = less.of_sum(&case, &mut facts, &mut steps.over(&mut watched));
    let blank = watched.met;
    // What the ledger says nothing of is no figure.
    let unread = |fact: &Fact| {
        let metrics = less.per().iter().filter_map(|per| plan.metric(per.amount().quantity().metric));
        let mut of_it = metrics.filter(|metric| metric.name == fact.name);
        of_it.any(|metric| is_unread(plan, unit, metric, &mut Silent))
    };
    facts.retain(|fact| !unread(fact));
    let (taken, state) = match sum {
        Some(sum) => {
            steps.give(&mut trace, |_, adds| adds);
            (sum.range, if sum.lacks || blank { ScoreState::Missing } else { ScoreState::Known })
        }
        None => {
            steps.give(&mut trace, |_, _| None);
            let most = less.limit().unwrap_or_else(|| bounds.possible.clone());
            let adds = Some(&Points::ZERO - &most);
            trace.step(|| Step { what: What::Open, adds, basis: Vec::new() });
            (Range { sure: Points::ZERO, possible: most }, ScoreState::Pending)
        }
    };
    let left = |before: &Points, taken: &Points| {
        let left = before - taken;
        if from.floored && left.is_negative() { before.at_most(&Points::ZERO) } else { left }
    };
    let (free, sure) = (&before.sure - &taken.possible, left(&before.sure, &taken.possible));
    if free != sure {
        let adds = Some(&sure - &free);
        let what = What::Cap { before: free, after: sure.clone() };
        trace.step(|| Step { what, adds, basis: Vec::new() });
    }
    let after = Range { sure, possible: left(&before.possible, &taken.sure) };
    Deducted { before: before.clone(), after, state, facts, trace }
}
