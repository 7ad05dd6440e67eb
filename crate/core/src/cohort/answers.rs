//! Other answers: which conventions would change tiers, and which tiers stay open while a convention is off.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{Changed, Cohort, CohortPair, CohortSensitive, place};
use crate::evaluate::sensitive::{Other, answer, others, pairs, under};
use crate::evaluate::{Evaluated, Memo, evaluate_again};
use crate::plan::{Plan, Reads};
use crate::report::Answer;
use crate::scheme::convention::{ConventionIx, Reading};

/// The tiers of all units by name.
type Tiers = BTreeMap<String, Option<String>>;

/// A cohort on its way to what other answers would make of it.
struct Trial<'t, 'p> {
    plan: &'t Plan<'p>,
    evaluated: &'t [Evaluated],
    /// What placing the units depends on.
    placing: &'t Reads,
    memo: &'t Memo,
    base: Tiers,
}

/// Tries every other answer of every convention that the cohort read, alone and in pairs that its placing reads. Where a
/// convention is off and its answers disagree, the tier is not decided.
pub(super) fn sensitive(plan: &Plan<'_>, evaluated: &[Evaluated], cohort: &mut Cohort, placing: &Reads, memo: &Memo) {
    let trial = Trial { plan, evaluated, placing, memo, base: tiers(cohort) };
    let own: Vec<Reads> = evaluated.iter().map(Evaluated::reads).collect();
    let all = Reads::union(std::iter::once(placing).chain(&own));
    // What alone moves a unit, and what changes alone.
    let mut movers: Vec<ConventionIx> = placing.seen.clone();
    let mut alone: BTreeMap<Other, Vec<Changed>> = BTreeMap::new();
    for other in all.seen.iter().flat_map(|at| others(plan, *at)) {
        let (changed, moves) = trial.changed(&[other]);
        if moves {
            movers.push(other.0);
        }
        alone.insert(other, changed);
    }
    for (other, changed) in &alone {
        leave_open(plan, other.0, changed, cohort);
        if !changed.is_empty() {
            let Answer { convention, value, says } = answer(plan, *other);
            let units = changed.clone();
            cohort.sensitive.push(CohortSensitive { convention, value, says, changed: units.len(), units });
        }
    }
    movers.sort_unstable();
    movers.dedup();
    for (one, other) in pairs(plan, [movers.as_slice()]) {
        for (one, other) in others(plan, one).flat_map(|one| others(plan, other).map(move |other| (one, other))) {
            let quiet = |unit: &Changed| {
                let moved = |by: &Other| alone.get(by).is_some_and(|all| all.iter().any(|c| c.unit == unit.unit));
                !moved(&one) && !moved(&other)
            };
            let units: Vec<Changed> = trial.changed(&[one, other]).0.into_iter().filter(quiet).collect();
            if !units.is_empty() {
                let (first, second) = (answer(plan, one), answer(plan, other));
                cohort.sensitive_pairs.push(CohortPair { first, second, changed: units.len(), units });
            }
        }
    }
    undecided(cohort);
}

fn tiers(cohort: &Cohort) -> Tiers {
    cohort.units.iter().map(|unit| (unit.unit.clone(), unit.tier.clone())).collect()
}

impl Trial<'_, '_> {
    /// The units that get another tier under other answers, and whether anything that placing looks at is another.
    fn changed(&self, answers: &[Other]) -> (Vec<Changed>, bool) {
        let plan = under(self.plan, answers);
        let changed: Vec<ConventionIx> = answers.iter().map(|(at, _)| *at).collect();
        let units = self.plan.dossier.units.iter().zip(self.evaluated);
        let again: Vec<Cow<'_, Evaluated>> =
            units.map(|(unit, before)| evaluate_again(&plan, unit, before, &changed, self.memo)).collect();
        let moves = again.iter().zip(self.evaluated).any(|(again, before)| match again {
            Cow::Borrowed(_) => false,
            Cow::Owned(again) => !again.places_like(before),
        });
        if !moves && !self.placing.any(&changed) {
            return (Vec::new(), false);
        }
        let other = tiers(&place(&plan, &again));
        let differs = self.base.iter().filter_map(|(unit, tier)| {
            let other = other.get(unit).cloned().flatten();
            (other != *tier).then(|| Changed { unit: unit.clone(), tier: other })
        });
        (differs.collect(), moves)
    }
}

/// Where a convention is off and an answer of it changes a tier, that tier hangs on it.
fn leave_open(plan: &Plan<'_>, at: ConventionIx, changed: &[Changed], cohort: &mut Cohort) {
    if plan.readings.get(at) != Reading::Off {
        return;
    }
    let Some(id) = plan.ids(&[at]).pop() else { return };
    for unit in cohort.units.iter_mut().filter(|unit| changed.iter().any(|changed| changed.unit == unit.unit)) {
        if !unit.undetermined.contains(&id) {
            unit.undetermined.push(id.clone());
        }
    }
}

/// Takes the tier from every unit that hangs on a convention that is off.
fn undecided(cohort: &mut Cohort) {
    for unit in cohort.units.iter_mut().filter(|unit| !unit.undetermined.is_empty()) {
        let cut = cohort.cuts.iter_mut().find(|cut| {
            Some(&cut.tier) == unit.tier.as_ref() && (cut.category.is_none() || cut.category == unit.category)
        });
        if let Some(cut) = cut {
            cut.given -= 1;
        }
        unit.tier = None;
        unit.higher = None;
        let why = unit.why.trim_end_matches('。');
        unit.why = format!("{why}；文件没有规定、也没有采用口径：{}，等次未定。", unit.undetermined.join("、"));
    }
}
