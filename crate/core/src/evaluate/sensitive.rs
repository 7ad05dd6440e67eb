//! 口径敏感: which other answers of conventions would give a unit another tier, one at a time and two together.
//!
//! An answer is tried where something reads its convention, and only what reads it is done again. Two are tried together
//! where one decision reads both: the same indicator, or the total and the tier, which also read every convention that moves
//! the total. So their number follows from the rules that share a reader, and not from the number of conventions.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{Evaluated, Memo, evaluate_again};
use crate::dossier::Unit;
use crate::plan::Plan;
use crate::report::{Answer, Sensitive, SensitivePair};
use crate::scheme::convention::{ConventionIx, Reading};
use crate::tier::By;

/// Another answer of a convention: the convention, and the choice's place.
pub type Other = (ConventionIx, usize);

/// What another answer, alone, comes to.
struct Tried {
    other: Other,
    tier: Option<usize>,
    /// Whether the total is another.
    moves: bool,
    /// Conventions that are read under this answer only.
    uncovers: Vec<ConventionIx>,
}

/// Every answer of a convention but the one in force; none for a fixed one.
pub fn others(plan: &Plan<'_>, at: ConventionIx) -> impl Iterator<Item = Other> {
    let loose = plan.scheme.conventions.get(at).filter(|convention| !convention.fixed);
    let count = loose.map_or(0, |convention| convention.choices.len());
    let now = plan.readings.get(at);
    (0..count).filter(move |pick| now != Reading::Pick(*pick)).map(move |pick| (at, pick))
}

/// The plan under other answers.
#[must_use]
pub fn under<'p>(plan: &Plan<'p>, others: &[Other]) -> Plan<'p> {
    let changes: Vec<_> = others.iter().map(|(at, pick)| (*at, Reading::Pick(*pick))).collect();
    plan.with(&changes)
}

/// Another answer as people read it.
#[must_use]
pub fn answer(plan: &Plan<'_>, (at, pick): Other) -> Answer {
    let convention = plan.scheme.conventions.get(at);
    let choice = convention.and_then(|convention| convention.choices.get(pick));
    Answer {
        convention: convention.map_or_else(String::new, |convention| convention.id.clone()),
        value: choice.map_or_else(String::new, |choice| choice.id.clone()),
        says: choice.map_or_else(String::new, |choice| choice.says.clone()),
    }
}

/// The pairs of conventions that stand in one of `groups` together. A convention that is off is none of them: what its
/// silence leaves open is told as such.
#[must_use]
pub fn pairs<'g>(
    plan: &Plan<'_>,
    groups: impl IntoIterator<Item = &'g [ConventionIx]>,
) -> BTreeSet<(ConventionIx, ConventionIx)> {
    let in_force = |at: &&ConventionIx| plan.readings.get(**at) != Reading::Off;
    let mut found = BTreeSet::new();
    for group in groups {
        for one in group.iter().filter(in_force) {
            found.extend(group.iter().filter(in_force).filter(|other| *other > one).map(|other| (*one, *other)));
        }
    }
    found
}

/// The other answers that change a unit's tier: alone, and in pairs that do so only together.
#[must_use]
pub fn sensitive(
    plan: &Plan<'_>,
    unit: &Unit,
    evaluated: &Evaluated,
    memo: &Memo,
) -> (Vec<Sensitive>, Vec<SensitivePair>) {
    if matches!(plan.track.tiering.by, By::Quota(_)) {
        // Only a cohort gives such a tier, and tries its conventions.
        return (Vec::new(), Vec::new());
    }
    let base = evaluated.tier();
    let name = |tier: Option<usize>| tier.and_then(|tier| plan.track.tiers.get(tier).cloned());
    let tried = alone(plan, unit, evaluated, memo);
    let single = |tried: &Tried| {
        let Answer { convention, value, says } = answer(plan, tried.other);
        Sensitive { convention, value, says, tier: name(tried.tier) }
    };
    let singles = tried.iter().filter(|tried| tried.tier != base).map(single).collect();
    let mut doubles = Vec::new();
    for (one, other) in candidates(plan, evaluated, &tried) {
        for (one, other) in quiet(plan, &tried, base, one, other) {
            let both = under(plan, &[one, other]);
            let tier = evaluate_again(&both, unit, evaluated, &[one.0, other.0], memo).tier();
            if tier != base {
                let (first, second) = (answer(plan, one), answer(plan, other));
                doubles.push(SensitivePair { first, second, tier: name(tier) });
            }
        }
    }
    (singles, doubles)
}

/// Every other answer by itself.
fn alone(plan: &Plan<'_>, unit: &Unit, evaluated: &Evaluated, memo: &Memo) -> Vec<Tried> {
    let seen = evaluated.reads().seen;
    let mut tried = Vec::new();
    for other in seen.iter().flat_map(|at| others(plan, *at)) {
        let again = evaluate_again(&under(plan, &[other]), unit, evaluated, &[other.0], memo);
        let uncovers = match &again {
            Cow::Borrowed(_) => Vec::new(),
            Cow::Owned(again) => again.reads().seen.into_iter().filter(|at| seen.binary_search(at).is_err()).collect(),
        };
        tried.push(Tried { other, tier: again.tier(), moves: again.total != evaluated.total, uncovers });
    }
    tried
}

/// The pairs worth trying: read by one indicator, by the total and the tier together, or one only under the other.
fn candidates(plan: &Plan<'_>, evaluated: &Evaluated, tried: &[Tried]) -> BTreeSet<(ConventionIx, ConventionIx)> {
    let mut decision = evaluated.decision_reads().seen;
    decision.extend(tried.iter().filter(|tried| tried.moves).map(|tried| tried.other.0));
    let uncovered: Vec<[ConventionIx; 2]> =
        tried.iter().flat_map(|tried| tried.uncovers.iter().map(|at| [tried.other.0, *at])).collect();
    let indicators = evaluated.indicators.iter().map(|judged| judged.reads.seen.as_slice());
    let uncovered = uncovered.iter().map(<[ConventionIx; 2]>::as_slice);
    pairs(plan, std::iter::once(decision.as_slice()).chain(indicators).chain(uncovered))
}

/// The answers of two conventions that change nothing alone.
fn quiet<'t>(
    plan: &'t Plan<'_>,
    tried: &'t [Tried],
    base: Option<usize>,
    one: ConventionIx,
    other: ConventionIx,
) -> impl Iterator<Item = (Other, Other)> + 't {
    let still = move |other: &Other| tried.iter().all(|tried| tried.other != *other || tried.tier == base);
    others(plan, one)
        .filter(still)
        .flat_map(move |one| others(plan, other).filter(still).map(move |other| (one, other)))
}
