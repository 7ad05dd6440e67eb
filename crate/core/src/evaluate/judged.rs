//! Judging one indicator: its score, what that rests on, and what was done to find it.

use std::sync::Arc;

use super::memo::Memo;
use crate::dossier::{Sheets, Unit};
use crate::judgement::{Judgement, Judgements};
use crate::metric::{BoundRows, Verdict};
use crate::plan::{Plan, Reads};
use crate::scheme::convention::{ConventionIx, Reading, Slot};
use crate::scheme::model::{Group, Indicator, RowRule};
use crate::score::assess::Watch;
use crate::score::{Measure, ScoreState, Scored, bounds, score};
use crate::step::{Silent, Sink, Trace, What};

/// One indicator, judged, with what its judging read and did.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The result.
    pub scored: Scored,
    /// The conventions that it depends on.
    pub reads: Reads,
    /// The sheets whose rows it depends on.
    pub sheets: Sheets,
    /// The conventions that leave it undetermined.
    pub gaps: Vec<ConventionIx>,
    /// Whether it depends on other units too.
    pub on_others: bool,
    /// What was done; empty for a silent evaluation.
    pub trace: Trace,
}

/// Judges the indicator at a place of the track, or takes what the memo has under this key: the unit's name, or that with what
/// is supposed of it.
pub(super) fn judged(
    plan: &Plan<'_>,
    unit: &Unit,
    at: usize,
    pair: (&Group, &Indicator),
    judgements: &Judgements,
    traced: bool,
    (memo, key): (&Memo, &str),
) -> Arc<Judged> {
    let given: Vec<&[Judgement]> =
        pair.1.numbers().map(|no| judgements.get(no).map_or(&[][..], Vec::as_slice)).collect();
    if let Some(known) = memo.find(plan, key, at, &given, traced) {
        return known;
    }
    let judged = Arc::new(judge(plan, unit, pair, judgements, traced));
    if !judged.on_others {
        memo.keep(plan, key, at, &given, traced, &judged);
    }
    judged
}

/// Judges one indicator; what hangs on a convention that is off comes out undetermined.
pub(super) fn judge(
    plan: &Plan<'_>,
    unit: &Unit,
    (group, indicator): (&Group, &Indicator),
    judgements: &Judgements,
    traced: bool,
) -> Judged {
    let pair = (group, indicator);
    let mut trace = Trace::default();
    let _ = (unit.take_seen(), plan.take_asked_others());
    let (value, mut reads) = plan.watch(|plan| {
        if traced {
            score(plan, unit, pair, judgements, &mut trace)
        } else {
            score(plan, unit, pair, judgements, &mut Silent)
        }
    });
    let (mut gaps, mut may_not_apply, mut may_settle) = (Vec::new(), false, false);
    if reads.read.iter().any(|at| plan.readings.get(*at) == Reading::Off) {
        // Readings that agree on the points agree: figures and marks beside the points decide nothing.
        let points = |plan: &Plan<'_>| {
            let scored = score(plan, unit, pair, judgements, &mut Silent);
            (scored.range, scored.state == ScoreState::NotApplicable)
        };
        let (settled, more) = plan.watch(|plan| plan.settle(points));
        // Where not every answer could be tried, one of those left out may be any.
        let mut found = settled.others.iter().chain([&settled.value]);
        may_not_apply = !settled.all_tried || found.clone().any(|(_, aside)| *aside);
        may_settle = !settled.all_tried || found.any(|(range, aside)| !aside && range.settled().is_some());
        gaps = settled.gaps;
        reads.extend(&more);
    }
    for (no, assess) in indicator.measure.assessed(&indicator.no) {
        let given = judgements.get(no).is_some_and(|given| gives_points(given));
        let (found, mut more) = plan.watch(|plan| watched(plan, unit, &assess.watch, given));
        match found {
            Some(says) => trace.note(|| says),
            // Nothing to tell: the result does not rest on it.
            None => more.read.clear(),
        }
        reads.extend(&more);
    }
    let mut scored = value;
    if !gaps.is_empty() {
        let facts = std::mem::take(&mut scored.facts);
        let open = Scored::open(ScoreState::Undetermined, bounds(plan, group, indicator));
        scored = Scored { facts, may_not_apply, may_settle, ..open };
        trace.steps.retain(|step| !matches!(step.what, What::AllMet | What::Partial { .. } | What::NoEvidence));
        trace.steps.iter_mut().for_each(|step| step.adds = None);
    }
    let on_others = plan.take_asked_others();
    Judged { scored, reads, sheets: unit.take_seen(), gaps, on_others, trace }
}

fn gives_points(given: &[Judgement]) -> bool {
    given.iter().any(|judgement| !judgement.points.is_zero())
}

/// Whether rows of another indicator may be the same matter as these points.
fn watched(plan: &Plan<'_>, unit: &Unit, watch: &Slot<Option<Watch>>, given: bool) -> Option<String> {
    if !given {
        return None;
    }
    let watch = plan.read(watch).as_ref()?;
    let other = plan.track.indicators().find(|(_, other)| other.no == watch.other)?.1;
    let Measure::Items(items) = &other.measure else { return None };
    let rule = RowRule { conditions: Slot::Fixed(watch.conditions.clone()), ..items.rows().clone() };
    let bound = BoundRows::new(plan, &rule, false);
    let mut rows = unit.rows(rule.sheet).iter();
    rows.any(|row| bound.verdict(*row, &mut Silent) == Verdict::Counts).then(|| watch.says.clone())
}
