//! How far a unit is from the next tier: the line, the ranks and the points between, and how safely it holds its own.

use super::{Runner, allowed};
use crate::exact::Points;
use crate::plan::Plan;
use crate::tier::quota::Quota;

/// Adds to every unit's reasons where the next better tier ends and what it lacks, or what it is ahead by. Says nothing of
/// a unit that a veto or its own records keep out: its reasons tell that already.
pub(super) fn tell(plan: &Plan<'_>, quota: &Quota, tops: &[(usize, Points, usize)], runners: &mut [Runner<'_>]) {
    let said: Vec<Option<String>> = (0..runners.len()).map(|at| words(plan, quota, tops, runners, at)).collect();
    for (runner, said) in runners.iter_mut().zip(said) {
        runner.why.extend(said);
    }
}

fn words(
    plan: &Plan<'_>,
    quota: &Quota,
    tops: &[(usize, Points, usize)],
    runners: &[Runner<'_>],
    at: usize,
) -> Option<String> {
    let runner = runners.get(at)?;
    let tier = runner.tier?;
    let name = |place: usize| plan.track.tiers.get(place).map_or("", String::as_str);
    let better = tops.iter().filter(|(place, ..)| *place < tier).max_by_key(|(place, ..)| *place);
    let open = |place: usize| allowed(plan, runner.evaluated, place).0 == place;
    if let Some((place, _, places)) = better.filter(|(place, ..)| open(*place)) {
        // A share of ranks ends at a rank, whoever holds it; a share of units where the last one entered.
        let inside = |other: &&Runner<'_>| entered(other, *place) || (!quota.by_units && other.rank <= *places);
        let Some(last) = runners.iter().rfind(inside) else {
            return Some(format!("“{}”一个名额也没有", name(*place)));
        };
        let line = if quota.by_units { last.rank } else { last.rank.max(*places) };
        let ends = format!("“{}”到第{line}名为止", name(*place));
        let Some(ranks) = runner.rank.checked_sub(line).filter(|ranks| *ranks > 0) else { return Some(ends) };
        let points = points_between(last, runner).map_or_else(String::new, |points| format!("、{points}分"));
        return Some(format!("{ends}，还差{ranks}名{points}"));
    }
    if !tops.iter().any(|(place, ..)| *place == tier) || runner.ceiling.is_some() {
        return None;
    }
    let outside = |other: &&Runner<'_>| {
        other.rank > runner.rank && other.ceiling.is_none() && other.tier.is_some_and(|worse| worse > tier)
    };
    let next = runners.iter().find(outside)?;
    let points = points_between(runner, next).map_or_else(String::new, |points| format!("{points}分、"));
    let ranks = next.rank - runner.rank;
    Some(format!("比后面没有进“{}”的高{points}{ranks}名", name(tier)))
}

/// Whether a unit has a tier by its own place.
fn entered(runner: &Runner<'_>, place: usize) -> bool {
    runner.tier == Some(place) && runner.ceiling.is_none()
}

/// What one unit is ahead of another by; `None` where only ranks were given.
pub(super) fn points_between(ahead: &Runner<'_>, behind: &Runner<'_>) -> Option<String> {
    let score = |runner: &Runner<'_>| runner.mark.as_ref().filter(|mark| !mark.is_rank).map(|mark| mark.score.clone());
    let [_, _, between] = score(behind)?.shown_below(&score(ahead)?);
    Some(between)
}
