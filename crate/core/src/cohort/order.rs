//! The order of units: the best first, each with its rank. While some have no score yet, a rank is a range.

use super::Runner;
use crate::evaluate::Evaluated;
use crate::exact::{Points, Range};
use crate::plan::Plan;
use crate::scheme::model::Track;
use crate::tier::Holds;
use crate::tier::quota::Ties;
use crate::tier::standing::Breaker;

/// Sorts units, the best first, and gives competition ranks: to each the best and the worst that it can still have.
pub(super) fn rank(plan: &Plan<'_>, runners: &mut [Runner<'_>]) {
    let marked = runners.iter().filter(|runner| runner.mark.is_some()).count();
    let only_ranks = |runner: &&Runner<'_>| runner.mark.as_ref().is_some_and(|mark| mark.is_rank);
    let given = runners.iter().filter(only_ranks).count();
    if given > 0 {
        // What a total can be says nothing beside ranks that were given, and nothing comes after those.
        runners.iter_mut().filter(|runner| runner.mark.is_none()).for_each(|runner| runner.reach = None);
        runners.iter_mut().for_each(|runner| runner.breaks.clear());
    }
    if given > 0 && given < marked {
        runners.sort_by(|a, b| {
            let score = |runner: &Runner<'_>| runner.mark.as_ref().map(|mark| mark.score.clone());
            score(b).cmp(&score(a)).then_with(|| a.unit.name.cmp(&b.unit.name))
        });
        return;
    }
    let ends: Vec<Option<Ends>> = ends(runners);
    let spans = spans(&ends, None, Ties::Min);
    for ((runner, ends), span) in runners.iter_mut().zip(ends).zip(spans) {
        runner.ends = ends;
        runner.ranks = ends.map(|_| span);
        runner.rank = runner.certain_rank().unwrap_or(0);
    }
    // Of those that can fall as far, one without a mark comes last.
    let place = |runner: &Runner<'_>| {
        let (best, worst) = runner.ranks.unwrap_or((0, usize::MAX));
        (worst, runner.mark.is_none(), best)
    };
    runners.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| a.unit.name.cmp(&b.unit.name)));
    for at in 1..runners.len() {
        let (Some(before), Some(after)) = (runners.get(at - 1), runners.get(at)) else { continue };
        let tied = before.ends == after.ends && after.ends.is_some_and(|(sure, possible)| sure == possible);
        let broken = told(plan, before, after).zip(told(plan, after, before));
        if tied {
            runners[at - 1].tie = true;
            runners[at].tie = true;
        }
        if let Some((before, after)) = broken {
            runners[at - 1].broken.push(format!("与后一名得分相同，{before}，排在前"));
            runners[at].broken.push(format!("与前一名得分相同，{after}，排在后"));
        }
    }
}

/// More points than anything is worth: what stands for points that an answer is lacking for.
const UNKNOWN: i64 = 1_000_000_000;

/// What tells a unit from others of the same score, the first that counts first.
pub(super) fn breaks(track: &Track, evaluated: &Evaluated) -> Vec<Range> {
    let standing = track.cohort.iter();
    let groups = track.groups.iter().enumerate();
    let groups: Vec<usize> = groups.flat_map(|(at, group)| group.indicators.iter().map(move |_| at)).collect();
    let known = |at: usize| evaluated.indicators.get(at).filter(|judged| judged.gaps.is_empty());
    let content = |group: usize| {
        let all = groups.iter().enumerate().filter(|(_, of)| **of == group).all(|(at, _)| known(at).is_some());
        evaluated.totals.groups.get(group).map(|total| total.range.clone()).filter(|_| all)
    };
    let minus = |points: &Points| &Points::ZERO - points;
    let value = |breaker: &Breaker| match breaker {
        Breaker::Indicator(at) => known(*at).map(|judged| judged.scored.range.clone()),
        Breaker::Content(group) => content(*group),
        Breaker::Fewer(group) => {
            content(*group).map(|range| Range { sure: minus(&range.possible), possible: minus(&range.sure) })
        }
    };
    let any = || Range { sure: Points::from(-UNKNOWN), possible: Points::from(UNKNOWN) };
    standing.flat_map(|standing| &standing.breaks).map(|breaker| value(breaker).unwrap_or_else(any)).collect()
}

/// The least and the most that a unit's mark can be, with what breaks ties, by place among all such values.
pub(super) type Ends = (usize, usize);

fn ends(runners: &[Runner<'_>]) -> Vec<Option<Ends>> {
    let of = |end: fn(&Range) -> &Points| {
        let key = move |runner: &Runner<'_>| {
            let own = runner.reach.as_ref()?;
            Some(std::iter::once(own).chain(&runner.breaks).map(end).cloned().collect::<Vec<Points>>())
        };
        runners.iter().map(key).collect::<Vec<_>>()
    };
    let (sure, possible) = (of(|range| &range.sure), of(|range| &range.possible));
    let mut all: Vec<&Vec<Points>> = sure.iter().chain(&possible).flatten().collect();
    all.sort_unstable();
    all.dedup();
    let place = |key: &Option<Vec<Points>>| key.as_ref().map(|key| all.partition_point(|other| *other < key));
    sure.iter().zip(&possible).map(|(sure, possible)| place(sure).zip(place(possible))).collect()
}

/// Of every unit the best and the worst rank that it can still have, where those that cannot have a tier leave theirs to
/// others; without `fit`, nobody does.
pub(super) fn spans(ends: &[Option<Ends>], fit: Option<&Vec<Holds>>, ties: Ties) -> Vec<(usize, usize)> {
    let holds = |at: usize| fit.and_then(|fit| fit.get(at)).copied().unwrap_or(Holds::Met);
    let places = || ends.iter().enumerate();
    let mut sure: Vec<usize> =
        places().filter(|(at, _)| holds(*at) == Holds::Met).filter_map(|(_, ends)| Some((*ends)?.0)).collect();
    let may = |at: &usize| holds(*at) != Holds::Unmet;
    let mut possible: Vec<usize> =
        places().filter(|(at, _)| may(at)).filter_map(|(_, ends)| Some((*ends)?.1)).collect();
    let unknown = places().filter(|(at, ends)| may(at) && ends.is_none()).count();
    sure.sort_unstable();
    possible.sort_unstable();
    // Where tied units share the worse rank, one of the same mark comes before too.
    let before = |ends: &[usize], own: usize| {
        ends.len() - ends.partition_point(|end| *end < own || (ties != Ties::Max && *end == own))
    };
    let of = |(at, own): (usize, &Option<Ends>)| {
        let Some((low, high)) = *own else { return (1, possible.len() + unknown + usize::from(!may(&at))) };
        let itself = |one: usize, other: usize| one > other || (ties == Ties::Max && one == other);
        let surely = before(&sure, high) - usize::from(holds(at) == Holds::Met && itself(low, high));
        let maybe = unknown + before(&possible, low) - usize::from(may(&at) && itself(high, low));
        (1 + surely, 1 + maybe)
    };
    places().map(of).collect()
}

/// By what a unit comes before or behind another of the same score; nothing where it does not.
fn told(plan: &Plan<'_>, own: &Runner<'_>, other: &Runner<'_>) -> Option<String> {
    let (score, others) = (own.reach.as_ref()?.settled()?, other.reach.as_ref()?.settled()?);
    let mut pairs = own.breaks.iter().zip(&other.breaks).enumerate();
    let (at, (own, other)) = pairs.find(|(_, (own, other))| own != other).filter(|_| score == others)?;
    let breaker = plan.track.cohort.as_ref()?.breaks.get(at)?;
    let (own, other) = own.settled().zip(other.settled())?;
    let name = breaker.words(plan.track);
    Some(match breaker {
        Breaker::Fewer(_) => {
            // What is taken off stands below zero here, so that fewer is more.
            let points = |value: &Points| (&Points::ZERO - value).shown();
            let word = if own > other { "少于" } else { "多于" };
            format!("{name}扣{}分，{word}{}分", points(own), points(other))
        }
        _ => {
            let word = if own > other { "高于" } else { "低于" };
            format!("{name}得{}分，{word}{}分", own.shown(), other.shown())
        }
    })
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
