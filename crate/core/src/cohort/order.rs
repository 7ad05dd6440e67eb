//! The order of units: the best first, each with its rank. While some have no score yet, a rank is a range.

use super::Runner;
use crate::exact::{Points, Range};
use crate::tier::Holds;
use crate::tier::quota::Ties;

/// Sorts units, the best first, and gives competition ranks: to each the best and the worst that it can still have.
pub(super) fn rank(runners: &mut [Runner<'_>]) {
    runners.sort_by(|a, b| {
        let score = |runner: &Runner<'_>| runner.mark.as_ref().map(|mark| mark.score.clone());
        score(b).cmp(&score(a)).then_with(|| a.unit.name.cmp(&b.unit.name))
    });
    let marked = runners.iter().position(|runner| runner.mark.is_none()).unwrap_or(runners.len());
    let mut first = 0;
    for at in 0..marked {
        let score = |at: usize| runners.get(at)?.mark.as_ref().map(|mark| &mark.score);
        let tied = at > 0 && score(at) == score(at - 1);
        if tied {
            runners[at - 1].tie = true;
        } else {
            first = at;
        }
        runners[at].tie = tied;
        runners[at].rank = first + 1;
    }
    let only_ranks = |runner: &&Runner<'_>| runner.mark.as_ref().is_some_and(|mark| mark.is_rank);
    let given = runners.iter().filter(only_ranks).count();
    if given > 0 {
        // What a total can be says nothing beside ranks that were given.
        runners.iter_mut().filter(|runner| runner.mark.is_none()).for_each(|runner| runner.reach = None);
    }
    if given > 0 && given < marked {
        return;
    }
    let ends = |end: fn(&Range) -> &Points| {
        let mut ends: Vec<Points> = runners.iter().filter_map(|runner| runner.reach.as_ref()).map(end).cloned().collect();
        ends.sort_unstable();
        ends
    };
    let (sure, possible) = (ends(|reach| &reach.sure), ends(|reach| &reach.possible));
    let unknown = runners.len() - sure.len();
    let above = |ends: &[Points], own: &Points| ends.len() - ends.partition_point(|end| end <= own);
    for runner in runners.iter_mut() {
        runner.ranks = runner.reach.as_ref().map(|own| {
            let itself = usize::from(own.settled().is_none());
            (1 + above(&sure, &own.possible), 1 + unknown + above(&possible, &own.sure) - itself)
        });
    }
    // Of those that can fall as far, one without a mark comes last.
    let place = |runner: &Runner<'_>| {
        let (best, worst) = runner.ranks.unwrap_or((0, usize::MAX));
        (worst, runner.mark.is_none(), best)
    };
    runners.sort_by_key(place);
}

/// Whether another unit comes before one: with more points, or, where tied units share the worse rank, with as many.
pub(super) fn ahead(own: &Runner<'_>, other: &Runner<'_>, ties: Ties) -> Holds {
    let Some((own, other)) = own.reach.as_ref().zip(other.reach.as_ref()) else { return Holds::Open };
    let before = |other: &Points, own: &Points| other > own || (ties == Ties::Max && other == own);
    Holds::between(before(&other.sure, &own.possible), before(&other.possible, &own.sure))
}

impl Runner<'_> {
    /// Its rank, where nothing that is still open changes it.
    pub(super) fn certain_rank(&self) -> Option<usize> {
        self.ranks.filter(|(best, worst)| best == worst).map(|(best, _)| best)
    }

    /// The best and the worst rank that it can still have, where there is more than one; nothing where it can have any.
    pub(super) fn open_ranks(&self, units: usize) -> Option<(usize, usize)> {
        self.ranks.filter(|(best, worst)| best < worst && worst - best + 1 < units)
    }

    /// What is said of it while it has no mark.
    pub(super) fn waiting_words(&self, units: usize) -> Option<String> {
        let known = self.certain_rank().is_some() || self.open_ranks(units).is_some();
        let total = self.reach.as_ref().filter(|_| known);
        let says = total.map(|total| format!("得分在{}～{}分之间", total.sure.shown(), total.possible.shown()));
        says.or_else(|| self.missing.clone())
    }

    /// `第1名，共3个单位`, `第1～2名，共3个单位`; nothing where it can have any.
    pub(super) fn rank_words(&self, units: usize) -> Option<String> {
        let open = || self.open_ranks(units).map(|(best, worst)| format!("{best}～{worst}"));
        let rank = self.certain_rank().map(|rank| rank.to_string()).or_else(open)?;
        Some(format!("第{rank}名，共{units}个单位"))
    }
}
