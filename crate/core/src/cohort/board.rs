//! The board (名次表): all units of a population in the order of their ranks, with what can give their places to others. It is
//! looked at once, however many units are then asked about.

use super::{Runner, allowed};
use crate::plan::Plan;
use crate::tier::Holds;
use crate::tier::condition::TierCondition;
use crate::tier::quota::{Ranking, Ties, TiesAt};
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
    /// By tier, or once for all where no place passes on: the ranks that every unit can still have, see [`ranks`].
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
        let of = |fit| ranks(runners, fit, ties.top);
        let from_first = if fit.is_empty() { vec![of(None)] } else { fit.iter().map(|fit| of(Some(fit))).collect() };
        let from_last = ranks(runners, None, ties.bottom);
        let mixed = ranked > 0 && ranked + waiting < runners.len();
        Self { threshold, ranking, runners, fit, ties, from_first, from_last, mixed }
    }

    pub(super) fn waiting(&self) -> usize {
        self.runners.iter().filter(|runner| runner.mark.is_none()).count()
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

/// Of every unit the ranks that it can still have, the better first, where those that cannot have a tier leave theirs to
/// others; without `fit`, nobody does.
fn ranks(runners: &[Runner<'_>], fit: Option<&Vec<Holds>>, ties: Ties) -> Vec<(usize, usize)> {
    let holds = |at: usize| fit.and_then(|fit| fit.get(at)).copied().unwrap_or(Holds::Met);
    let counts = |at: usize| (usize::from(holds(at) == Holds::Met), usize::from(holds(at) != Holds::Unmet));
    // How many units before each surely take a place, and how many may.
    let mut before = vec![(0, 0)];
    let (mut sure, mut may) = (0, 0);
    for (is_sure, is_may) in (0..runners.len()).map(counts) {
        (sure, may) = (sure + is_sure, may + is_may);
        before.push((sure, may));
    }
    // The units with a mark stand first, and a rank is one more than the units before all of the same rank.
    let marked = runners.iter().take_while(|runner| runner.mark.is_some()).count();
    let waiting = may - before[marked].1;
    let of = |at: usize| {
        let own = counts(at);
        if at >= marked {
            return (1, 1 + may - own.1);
        }
        let rank = runners[at].rank;
        let (sure, may) = match ties {
            Ties::Max => {
                let (sure, may) = before[runners[..marked].partition_point(|other| other.rank <= rank)];
                (sure - own.0, may - own.1)
            }
            _ => before[rank - 1],
        };
        (1 + sure, 1 + may + waiting)
    };
    (0..runners.len()).map(of).collect()
}

/// Whether a unit can have a tier but for its rank: what else it asks for holds, no veto forbids it, and it is not held.
fn fits(plan: &Plan<'_>, threshold: &Threshold, tier: usize, runner: &Runner<'_>) -> Holds {
    let outcome = &runner.evaluated.outcome;
    if runner.held || allowed(plan, runner.evaluated, tier).0 != tier {
        return Holds::Unmet;
    }
    let local = plan.track.tiering.local.as_ref().map(|local| local.evaluate(plan, runner.unit));
    let any = AnyRank(runner.mark.as_ref());
    let known = Known { total: runner.evaluated.total.as_ref(), local: local.as_ref(), among: Some(&any) };
    let holds = threshold.holds(plan, tier, known);
    if outcome.unreadable.is_empty() { holds } else { holds.and(Holds::Open) }
}

/// A unit as if it had the rank that is asked for.
struct AnyRank<'m>(Option<&'m Mark>);

impl Among for AnyRank<'_> {
    fn tested(&self, _: &Plan<'_>, _: usize, condition: &TierCondition) -> (Holds, String) {
        marked(self.0, condition).unwrap_or((Holds::Met, String::new()))
    }
}

/// What a unit is ranked by against a line; `None` for another condition.
pub(super) fn marked(mark: Option<&Mark>, condition: &TierCondition) -> Option<(Holds, String)> {
    let (line, low) = match condition {
        TierCondition::MarkAtLeast(line) => (line, false),
        TierCondition::MarkBelow(line) => (line, true),
        _ => return None,
    };
    let Some(mark) = mark else { return Some((Holds::Open, "还没有排名得分".to_owned())) };
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
