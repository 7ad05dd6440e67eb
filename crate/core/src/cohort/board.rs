//! The board (名次表): all units of a population in the order of their ranks, with what can give their places to others. It is
//! looked at once, however many units are then asked about.

use super::order::{Ends, spans};
use super::{Runner, allowed};
use crate::exact::Range;
use crate::plan::Plan;
use crate::tier::Holds;
use crate::tier::condition::TierCondition;
use crate::tier::quota::{Ranking, TiesAt};
use crate::tier::standing::Mark;
use crate::tier::threshold::{Among, Known, Threshold};

/// All units of a population in the order of their ranks, with what can give their places to others.
pub(super) struct Board<'b, 'r> {
    pub(super) threshold: &'b Threshold,
    pub(super) ranking: &'b Ranking,
    pub(super) runners: &'b [Runner<'r>],
    /// By tier and unit: whether the unit can have the tier but for its rank. Empty where no place passes on.
    pub(super) fit: Vec<Vec<Holds>>,
    pub(super) ties: TiesAt,
    /// By tier, or once for all where no place passes on: the ranks that every unit can still have, see [`spans`].
    from_first: Vec<Vec<(usize, usize)>>,
    /// The same for ranks that are counted from the last.
    from_last: Vec<(usize, usize)>,
    /// Some were only given ranks and others scores: nobody's place is known.
    pub(super) mixed: bool,
}

impl<'b, 'r> Board<'b, 'r> {
    /// Looks once at what every unit can have.
    pub(super) fn new(
        plan: &Plan<'_>,
        threshold: &'b Threshold,
        ranking: &'b Ranking,
        runners: &'b [Runner<'r>],
    ) -> Self {
        let ranked = runners.iter().filter(|runner| runner.mark.as_ref().is_some_and(|mark| mark.is_rank)).count();
        let waiting = runners.iter().filter(|runner| runner.mark.is_none()).count();
        let mut fit: Vec<Vec<Holds>> = (0..plan.track.tiers.len())
            .map(|tier| runners.iter().map(|runner| fits(plan, threshold, tier, runner)).collect())
            .collect();
        let all_fit = fit.iter().flatten().all(|holds| *holds == Holds::Met);
        if all_fit || !*plan.read(&ranking.refill) {
            fit.clear();
        }
        let ties = *plan.read(&ranking.ties);
        let ends: Vec<Option<Ends>> = runners.iter().map(|runner| runner.ends).collect();
        let of = |fit| spans(&ends, fit, ties.top);
        let from_first = if fit.is_empty() { vec![of(None)] } else { fit.iter().map(|fit| of(Some(fit))).collect() };
        let from_last = spans(&ends, None, ties.bottom);
        let mixed = ranked > 0 && ranked + waiting < runners.len();
        Self { threshold, ranking, runners, fit, ties, from_first, from_last, mixed }
    }

    pub(super) fn waiting(&self) -> usize {
        self.runners.iter().filter(|runner| runner.mark.is_none()).count()
    }

    /// Whether some unit's rank is not certain.
    pub(super) fn is_open(&self) -> bool {
        self.runners.iter().any(|runner| runner.certain_rank().is_none())
    }

    /// Whether a unit is among so many from the first.
    pub(super) fn in_top(&self, at: usize, tier: usize, places: usize) -> Holds {
        let (best, worst) = self.from_first[if self.fit.is_empty() { 0 } else { tier }][at];
        if self.mixed { Holds::Open } else { Holds::between(worst <= places, best <= places) }
    }

    /// Whether a unit is among so many from the last.
    pub(super) fn in_bottom(&self, at: usize, places: usize) -> Holds {
        let (best, worst) = self.from_last[at];
        let after = |rank: usize| self.runners.len() + 1 - rank;
        if self.mixed { Holds::Open } else { Holds::between(after(best) <= places, after(worst) <= places) }
    }
}

/// Whether a unit can have a tier but for its rank: what else it asks for holds, no veto forbids it, and it is not held.
fn fits(plan: &Plan<'_>, threshold: &Threshold, tier: usize, runner: &Runner<'_>) -> Holds {
    let outcome = &runner.evaluated.outcome;
    if runner.held || allowed(plan, runner.evaluated, tier).0 != tier {
        return Holds::Unmet;
    }
    let local = plan.track.tiering.local.as_ref().map(|local| local.evaluate(plan, runner.unit));
    let any = AnyRank(runner);
    let known = Known { sums: runner.evaluated.sums(plan), local: local.as_ref(), among: Some(&any) };
    let holds = threshold.holds(plan, tier, known);
    if outcome.unreadable.is_empty() { holds } else { holds.and(Holds::Open) }
}

/// A unit as if it had the rank that is asked for.
struct AnyRank<'s, 'r>(&'s Runner<'r>);

impl Among for AnyRank<'_, '_> {
    fn tested(&self, _: &Plan<'_>, _: usize, condition: &TierCondition) -> (Holds, String) {
        marked(self.0.mark.as_ref(), self.0.reach.as_ref(), condition).unwrap_or((Holds::Met, String::new()))
    }
}

/// What a unit is ranked by against a line; `None` for another condition.
pub(super) fn marked(mark: Option<&Mark>, reach: Option<&Range>, condition: &TierCondition) -> Option<(Holds, String)> {
    let (line, low) = match condition {
        TierCondition::MarkAtLeast(line) => (line, false),
        TierCondition::MarkBelow(line) => (line, true),
        _ => return None,
    };
    let Some(mark) = mark else {
        let Some(reach) = reach else { return Some((Holds::Open, "还没有排名得分".to_owned())) };
        let (worst, best) = (reach.sure >= *line, reach.possible >= *line);
        let holds = if low { Holds::between(!best, !worst) } else { Holds::between(worst, best) };
        let (sure, possible) = (reach.sure.shown(), reach.possible.shown());
        return Some((holds, format!("排名得分在{sure}～{possible}分之间")));
    };
    if mark.is_rank {
        return Some((Holds::Open, "只给了名次，没有得分".to_owned()));
    }
    let reached = mark.score >= *line;
    let says = if reached {
        format!("排名得分{}分，达到{}分", mark.score.shown(), line.shown())
    } else {
        let [score, line, lacks] = mark.score.shown_below(line);
        format!("排名得分{score}分，距{line}分还差{lacks}分")
    };
    Some((if reached == low { Holds::Unmet } else { Holds::Met }, says))
}
