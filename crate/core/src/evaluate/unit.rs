//! One unit from its rows to its tier, and the same once more under other answers, where only what reads them is done again.

use std::borrow::Cow;
use std::sync::Arc;

use super::judged::{Judged, judged};
use super::memo::Memo;
use super::outside;
use crate::dossier::{Sheets, Unit};
use crate::exact::Range;
use crate::judgement::{Judgements, judgements};
use crate::plan::{Plan, Reads};
use crate::scheme::convention::{ConventionIx, Reading, Readings};
use crate::scheme::model::Indicator;
use crate::tier::threshold::Sums;
use crate::tier::{self, Outcome};
use crate::total::{Totals, total, totals, widest};

/// One unit, evaluated.
#[derive(Debug, Clone)]
pub struct Evaluated {
    /// The points and levels that persons gave.
    pub given: Judgements,
    /// What reading those depends on.
    pub given_reads: Reads,
    /// By indicator of the track, in print order.
    pub indicators: Vec<Arc<Judged>>,
    /// Groups, base and bonus.
    pub totals: Totals,
    /// The total; `None` for a track without points.
    pub total: Option<Range>,
    /// Conventions that leave the total undetermined.
    pub total_gaps: Vec<ConventionIx>,
    /// What making the total of the indicators depends on.
    pub total_reads: Reads,
    /// What decides the tier.
    pub outcome: Outcome,
    /// Conventions that leave the tier undetermined.
    pub tier_gaps: Vec<ConventionIx>,
    /// What deciding the tier from the total depends on.
    pub tier_reads: Reads,
    /// Every convention that total and tier rest on.
    pub tier_basis: Vec<ConventionIx>,
    /// Where the scheme leaves the unit to another one: its place in [`Scheme::outside`].
    ///
    /// [`Scheme::outside`]: crate::scheme::model::Scheme::outside
    pub outside: Option<usize>,
}

impl Evaluated {
    /// The tier's place, when it is decided.
    #[must_use]
    pub fn tier(&self) -> Option<usize> {
        match (&self.outcome.possible[..], &self.tier_gaps[..], self.outside) {
            ([one], [], None) => Some(*one),
            _ => None,
        }
    }

    /// The conventions whose silence leaves the total open.
    #[must_use]
    pub fn score_gaps(&self) -> Vec<ConventionIx> {
        let mut gaps = self.total_gaps.clone();
        gaps.extend(self.indicators.iter().flat_map(|judged| &judged.gaps));
        gaps.sort_unstable();
        gaps.dedup();
        gaps
    }

    /// What tiers ask of its points.
    #[must_use]
    pub fn sums(&self, plan: &Plan<'_>) -> Sums<'_> {
        sums(plan, &self.indicators, self.total.as_ref(), &self.totals)
    }

    /// Every convention that this unit's result rests on or could be changed by.
    #[must_use]
    pub fn reads(&self) -> Reads {
        let own = self.decision_reads();
        Reads::union(std::iter::once(&own).chain(self.indicators.iter().map(|judged| &judged.reads)))
    }

    /// Whether a cohort places it like another result of the same unit: all that placing looks at is the same.
    #[must_use]
    pub fn places_like(&self, other: &Self) -> bool {
        self.totals == other.totals
            && self.total == other.total
            && self.total_gaps == other.total_gaps
            && self.outcome == other.outcome
            && self.tier_gaps == other.tier_gaps
            && self.score_gaps() == other.score_gaps()
            && self
                .indicators
                .iter()
                .map(|one| &one.scored.range)
                .eq(other.indicators.iter().map(|one| &one.scored.range))
    }

    /// What is read to make one total and one tier of the indicators.
    #[must_use]
    pub fn decision_reads(&self) -> Reads {
        let basis = Reads { read: self.tier_basis.clone(), seen: self.given_reads.seen.clone() };
        Reads::union([&basis, &self.total_reads, &self.tier_reads])
    }
}

/// Evaluates one unit; with `traced`, keeps every step.
#[must_use]
pub fn evaluate_unit(plan: &Plan<'_>, unit: &Unit, traced: bool) -> Evaluated {
    evaluate_known(plan, unit, traced, &Memo::default())
}

/// Evaluates one unit, taking from the memo what was judged already.
#[must_use]
pub fn evaluate_known(plan: &Plan<'_>, unit: &Unit, traced: bool, memo: &Memo) -> Evaluated {
    memo.open(plan);
    let (given, given_reads) = plan.watch(|plan| judgements(plan, unit, &mut Vec::new()));
    let pairs = plan.track.indicators().enumerate();
    let indicators: Vec<Arc<Judged>> =
        pairs.map(|(at, pair)| judged(plan, unit, at, pair, &given, traced, (memo, &unit.name))).collect();
    let parts =
        Parts { unit, indicators: &indicators, given: &given, given_reads: &given_reads, memo: (memo, &unit.name) };
    let added = add(plan, &parts);
    let decided = decide(plan, &parts, &added);
    conclude(plan, unit, (given, given_reads), indicators, added, decided)
}

/// Evaluates a unit once more after the answers of `changed` alone became others in `plan`. Only the indicators, the total
/// and the tier rules that read one of them, or what those bring, are done again; where nothing is, it is `before`.
#[must_use]
pub fn evaluate_again<'e>(
    plan: &Plan<'_>,
    unit: &Unit,
    before: &'e Evaluated,
    changed: &[ConventionIx],
    memo: &Memo,
) -> Cow<'e, Evaluated> {
    let same_given = !before.given_reads.any(changed);
    let (given, given_reads) = if same_given {
        (Cow::Borrowed(&before.given), Cow::Borrowed(&before.given_reads))
    } else {
        let (given, reads) = plan.watch(|plan| judgements(plan, unit, &mut Vec::new()));
        (Cow::Owned(given), Cow::Owned(reads))
    };
    let mut indicators = Cow::Borrowed(&before.indicators);
    let mut same_scores = same_given || *given == before.given;
    for (at, pair) in plan.track.indicators().enumerate() {
        let Some(old) = before.indicators.get(at) else { continue };
        let of = |all: &Judgements| all.get(&pair.1.no).cloned();
        if !old.reads.any(changed) && (same_given || of(&given) == of(&before.given)) {
            continue;
        }
        let new = judged(plan, unit, at, pair, &given, false, (memo, &unit.name));
        same_scores &= new.scored == old.scored;
        indicators.to_mut()[at] = new;
    }
    let parts =
        Parts { unit, indicators: &indicators, given: &given, given_reads: &given_reads, memo: (memo, &unit.name) };
    // While an answer that the judgements read is off, the total is tried under all of them, though they are worth the same now.
    let same_total = same_given && same_scores && !before.total_reads.any(changed);
    let same_tier = same_total && !before.tier_reads.any(changed);
    if same_tier && matches!(indicators, Cow::Borrowed(_)) && same_given {
        return Cow::Borrowed(before);
    }
    let added = if same_total {
        Added {
            totals: before.totals.clone(),
            total: before.total.clone(),
            gaps: before.total_gaps.clone(),
            reads: before.total_reads.clone(),
        }
    } else {
        add(plan, &parts)
    };
    let decided = if same_tier {
        Decided { outcome: before.outcome.clone(), gaps: before.tier_gaps.clone(), reads: before.tier_reads.clone() }
    } else {
        decide(plan, &parts, &added)
    };
    let given = (given.into_owned(), given_reads.into_owned());
    Cow::Owned(conclude(plan, unit, given, indicators.into_owned(), added, decided))
}

/// Evaluates a unit once more after rows of `sheets` became others in `plan` and `unit`; `None` where that brings the indicator
/// at `place` nothing, which is found before anything else is done. `key` names what is supposed.
#[must_use]
pub fn evaluate_supposed(
    plan: &Plan<'_>,
    unit: &Unit,
    before: &Evaluated,
    (sheets, place): (Sheets, usize),
    (memo, key): (&Memo, &str),
) -> Option<Evaluated> {
    let (given, given_reads) = plan.watch(|plan| judgements(plan, unit, &mut Vec::new()));
    let again = |(at, pair): (usize, (_, &Indicator))| {
        let old = before.indicators.get(at).filter(|old| {
            !old.sheets.overlaps(sheets) && !old.on_others && given.get(&pair.1.no) == before.given.get(&pair.1.no)
        });
        old.map_or_else(|| judged(plan, unit, at, pair, &given, false, (memo, key)), Arc::clone)
    };
    let own = again((place, plan.track.indicators().nth(place)?));
    if own.scored.range.sure <= before.indicators.get(place)?.scored.range.sure {
        return None;
    }
    let indicators: Vec<Arc<Judged>> = plan.track.indicators().enumerate().map(again).collect();
    let parts = Parts { unit, indicators: &indicators, given: &given, given_reads: &given_reads, memo: (memo, key) };
    let added = add(plan, &parts);
    let decided = decide(plan, &parts, &added);
    Some(conclude(plan, unit, (given, given_reads), indicators, added, decided))
}

/// What the indicators add up to.
struct Added {
    totals: Totals,
    total: Option<Range>,
    gaps: Vec<ConventionIx>,
    reads: Reads,
}

/// What totals and tiers are made of.
struct Parts<'p> {
    unit: &'p Unit,
    indicators: &'p [Arc<Judged>],
    given: &'p Judgements,
    given_reads: &'p Reads,
    /// The memo, with the unit's key in it.
    memo: (&'p Memo, &'p str),
}

/// What tiers ask of a unit's points. What penalty contents take off is not said while one of their indicators lacks an answer.
fn sums<'k>(plan: &Plan<'_>, indicators: &[Arc<Judged>], total: Option<&'k Range>, totals: &'k Totals) -> Sums<'k> {
    let mut penalties = plan.track.indicators().zip(indicators).filter(|((group, _), _)| group.penalty);
    let known = penalties.all(|(_, judged)| judged.gaps.is_empty());
    Sums { total, penalty: known.then_some(&totals.penalty) }
}

impl Parts<'_> {
    fn sums<'k>(&self, plan: &Plan<'_>, total: Option<&'k Range>, totals: &'k Totals) -> Sums<'k> {
        sums(plan, self.indicators, total, totals)
    }

    fn sum(&self, plan: &Plan<'_>) -> Totals {
        totals(plan, self.unit, self.indicators.iter().map(|judged| &judged.scored), self.given)
    }

    /// The total under `plan`, whose answers may be others than those that the indicators were judged under: what persons
    /// gave is worth something else then, and what reads it is judged again.
    fn total(&self, plan: &Plan<'_>, judged_under: &Readings) -> Option<Range> {
        let off = |at: &&ConventionIx| judged_under.get(**at) == Reading::Off;
        self.given_reads.read.iter().filter(off).for_each(|at| plan.touch(*at));
        let other = |at: &ConventionIx| plan.readings.get(*at) != judged_under.get(*at);
        if !self.given_reads.seen.iter().any(other) {
            return total(plan, self.unit, &self.sum(plan));
        }
        let given = judgements(plan, self.unit, &mut Vec::new());
        let again = |(at, pair): (usize, (_, &Indicator))| {
            let known = self.indicators.get(at).filter(|known| {
                let same = |no| given.get(no) == self.given.get(no);
                !known.reads.seen.iter().any(other) && pair.1.numbers().all(same)
            });
            known.map(Arc::clone).unwrap_or_else(|| {
                let judged = judged(plan, self.unit, at, pair, &given, false, self.memo);
                plan.see(&judged.reads);
                judged
            })
        };
        let indicators: Vec<Arc<Judged>> = plan.track.indicators().enumerate().map(again).collect();
        let totals = totals(plan, self.unit, indicators.iter().map(|judged| &judged.scored), &given);
        total(plan, self.unit, &totals)
    }
}

fn add(plan: &Plan<'_>, parts: &Parts<'_>) -> Added {
    let ((totals, all), mut reads) = plan.watch(|plan| {
        let totals = parts.sum(plan);
        let all = total(plan, parts.unit, &totals);
        (totals, all)
    });
    if !open(plan, &reads) && !open(plan, parts.given_reads) {
        return Added { totals, total: all, gaps: Vec::new(), reads };
    }
    let ((all, gaps), more) = plan.watch(|plan| {
        let settled = plan.settle(|other| parts.total(other, &plan.readings));
        let every = settled.others.into_iter().chain([settled.value]).flatten();
        let unknown = (!settled.all_tried).then(|| widest(plan));
        (every.chain(unknown).reduce(|one, other| one.hull(&other)), settled.gaps)
    });
    reads.extend(&more);
    Added { totals, total: all, gaps, reads }
}
/// Whether something that was read is off, so that every answer of it has to be looked at.
fn open(plan: &Plan<'_>, reads: &Reads) -> bool {
    reads.read.iter().any(|at| plan.readings.get(*at) == Reading::Off)
}

/// What the total is worth as a tier.
struct Decided {
    outcome: Outcome,
    gaps: Vec<ConventionIx>,
    reads: Reads,
}

fn decide(plan: &Plan<'_>, parts: &Parts<'_>, added: &Added) -> Decided {
    let unit = parts.unit;
    let (outcome, mut reads) =
        plan.watch(|plan| tier::decide(plan, unit, parts.sums(plan, added.total.as_ref(), &added.totals)));
    let mut gaps = Vec::new();
    if open(plan, &reads) || open(plan, &added.reads) {
        let possible = |other: &Plan<'_>| {
            tier::decide(other, unit, parts.sums(other, parts.total(other, &plan.readings).as_ref(), &added.totals))
                .possible
        };
        let (settled, more) = plan.watch(|plan| plan.settle(possible));
        gaps = settled.gaps;
        if outcome.possible.len() > 1 {
            gaps.extend(reads.read.iter().filter(|at| plan.readings.get(**at) == Reading::Off));
            gaps.sort_unstable();
            gaps.dedup();
        }
        reads.extend(&more);
    }
    Decided { outcome, gaps, reads }
}

fn conclude(
    plan: &Plan<'_>,
    unit: &Unit,
    (given, given_reads): (Judgements, Reads),
    indicators: Vec<Arc<Judged>>,
    added: Added,
    decided: Decided,
) -> Evaluated {
    let mut basis = added.reads.read.clone();
    basis.extend(&decided.reads.read);
    basis.extend(&plan.track.conventions);
    basis.sort_unstable();
    basis.dedup();
    Evaluated {
        given,
        given_reads,
        indicators,
        totals: added.totals,
        total: added.total,
        total_gaps: added.gaps,
        total_reads: added.reads,
        outcome: decided.outcome,
        tier_gaps: decided.gaps,
        tier_reads: decided.reads,
        tier_basis: basis,
        outside: outside(plan.scheme, unit),
    }
}
