//! Peers (参评单位): the values of all units of the dossier, side by side. They are computed once for a plan; a unit that is
//! alone has no peers, and what hangs on them stays open.

use super::amount::Quantity;
use super::{Case, ScoreState, Scored};
use crate::dossier::Unit;
use crate::exact::{Points, Range};
use crate::judgement::judgements;
use crate::plan::Plan;
use crate::scheme::read::Keys;
use crate::step::Silent;

/// Which units are peers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// `all`: every unit.
    All,
    /// `category`: every unit of the same 单位类别.
    Category,
}

impl Per {
    const WORDS: [(&'static str, Self); 2] = [("all", Self::All), ("category", Self::Category)];

    /// Reads `per`; every unit where it is absent.
    #[must_use]
    pub fn read(keys: &Keys<'_>) -> Option<Self> {
        keys.take("per").map_or(Some(Self::All), |node| keys.word(node, "per", &Self::WORDS))
    }

    fn holds(self, one: &Unit, other: &Unit) -> bool {
        self == Self::All || one.category == other.category
    }
}

/// The values of a quantity of all peers, the unit's own among them; `None` where it has no peers, or where one of them has
/// no value yet.
#[must_use]
pub fn values(case: &Case<'_>, quantity: &Quantity, per: Per) -> Option<Vec<Points>> {
    let key = quantity.key();
    let of = |plan: &Plan<'_>, unit: &Unit| quantity.value(&case.of(plan, unit), &mut Vec::new(), &mut Silent);
    gathered(case, per, key, of)?.into_iter().collect()
}

/// Any value of all peers, the unit's own among them, `None` for one that has no value yet; `key` tells the value from all
/// others of the scheme. `None` where the unit has no peers.
#[must_use]
pub fn gathered(
    case: &Case<'_>,
    per: Per,
    key: (usize, usize),
    of: impl Fn(&Plan<'_>, &Unit) -> Option<Points>,
) -> Option<Vec<Option<Points>>> {
    let all = case.plan.of_all(key, |plan| plan.dossier.units.iter().map(|unit| of(plan, unit)).collect());
    let units = case.plan.dossier.units.iter().zip(all.iter());
    let peers = units.filter(|(unit, _)| is_peer(case.plan, unit) && per.holds(case.unit, unit));
    let values: Vec<Option<Points>> = peers.map(|(_, value)| value.clone()).collect();
    (values.len() > 1).then_some(values)
}

/// What another unit comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Other {
    /// Whether it surely is one to compare with.
    pub(super) surely: bool,
    /// What it comes to.
    pub(super) range: Range,
}

/// What `of` gives the other units, those left out that it gives nothing, each with whether it surely is one to compare with.
/// `rule` tells the question from all others of the scheme.
pub(super) fn of_others<R>(
    case: &Case<'_>,
    per: Per,
    rule: &R,
    of: impl Fn(&Case<'_>) -> Option<(bool, Scored)>,
) -> Vec<Other> {
    let rule = std::ptr::from_ref(rule).addr();
    let each = |plan: &Plan<'_>, unit: &Unit| {
        let judgements = judgements(plan, unit, &mut Vec::new());
        let found = of(&Case { judgements: &judgements, ..case.of(plan, unit) });
        found.filter(|(_, scored)| scored.state != ScoreState::NotApplicable)
    };
    let ask = |key: usize, pick: fn((bool, Scored)) -> Option<Points>| {
        let of_unit = |plan: &Plan<'_>, unit: &Unit| each(plan, unit).and_then(pick);
        case.plan.of_all((key, rule), |plan| plan.dossier.units.iter().map(|unit| of_unit(plan, unit)).collect())
    };
    let surely = ask(usize::MAX - 1, |(surely, scored)| Some(Points::from(i64::from(surely && !scored.may_not_apply))));
    let sure = ask(usize::MAX - 2, |(_, scored)| Some(scored.range.sure));
    let possible = ask(usize::MAX - 3, |(_, scored)| Some(scored.range.possible));
    let units = case.plan.dossier.units.iter().enumerate();
    let peers = units.filter(|(_, unit)| is_peer(case.plan, unit) && per.holds(case.unit, unit));
    let found = |at: usize| {
        let of = |all: &[Option<Points>]| all.get(at).cloned().flatten();
        let range = Range { sure: of(&sure)?, possible: of(&possible)? };
        Some(Other { surely: !of(&surely)?.is_zero(), range })
    };
    peers.filter_map(|(at, _)| found(at)).collect()
}

/// Whether a unit is an object of the scheme that is compared with the others.
fn is_peer(plan: &Plan<'_>, unit: &Unit) -> bool {
    if plan.scheme.outside.iter().any(|outside| outside.units.contains(&unit.name)) {
        return false;
    }
    let (Some(standing), Some(category)) = (&plan.track.cohort, &unit.category) else { return true };
    !standing.names_apart(category) || !plan.read(&standing.apart).contains(category)
}

impl Quantity {
    /// What tells it from every other quantity of its scheme.
    fn key(&self) -> (usize, usize) {
        let over = self.over.as_deref().map_or(0, |over| std::ptr::from_ref(over).addr());
        (self.metric, over)
    }
}
