//! Shares of rank (名次比例): every unit by itself, from its rank and the number of units.

use super::{Runner, allowed, give};
use crate::exact::Points;
use crate::metric::BoundRows;
use crate::plan::Plan;
use crate::step::Trace;
use crate::tier::quota::{Bottom, Quota, Ties, TiesAt};

/// Gives every unit the tier of its rank. `tops` are the tiers counted from the first rank, each with its places.
pub(super) fn by_rank(plan: &Plan<'_>, quota: &Quota, tops: &[(usize, Points, usize)], runners: &mut [Runner<'_>]) {
    let units = runners.len();
    let ranked = |of: fn(&TiesAt) -> Ties| -> Vec<usize> {
        (0..units).map(|at| shared_rank(plan, quota, of, (runners, at))).collect()
    };
    let (ranks, from_first) = (ranked(|ties| ties.top), ranked(|ties| ties.bottom));
    let vetoed: Vec<usize> = (0..units).filter(|at| !runners[*at].evaluated.outcome.vetoes.is_empty()).collect();
    for at in 0..units {
        let rank = ranks[at];
        let place = |place: usize| {
            // With refilling, a better unit that a veto keeps out of a tier leaves its rank to the next.
            let kept_out =
                |other: &usize| ranks[*other] < rank && allowed(plan, runners[*other].evaluated, place).0 != place;
            let left = vetoed.iter().filter(|other| kept_out(other)).count();
            if left > 0 && *plan.read(&quota.ranking.refill) { rank - left } else { rank }
        };
        let top = tops.iter().find(|(tier, _, places)| place(*tier) <= *places).map(|(tier, ..)| *tier);
        let mut tier = top.unwrap_or(quota.rest());
        let mut why = format!("第{rank}名，共{units}个单位，排在前{}%", percent(rank, units));
        if let Some((last, bottom, places)) = quota.bottom(plan, units) {
            let from_end = units + 1 - from_first[at];
            let in_zone = top.is_none() && from_end <= places;
            let shown = shows(plan, bottom, &mut runners[at]);
            if in_zone {
                why = format!("第{}名，共{units}个单位，排在靠后{}%", from_first[at], percent(from_end, units));
            }
            let share = (&bottom.share * &Points::from(100)).shown();
            match (in_zone, shown) {
                (true, Some(shown)) => {
                    tier = last;
                    why.push_str(&format!("，且{}（{shown}）", bottom.says));
                }
                (true, None) => why.push_str(&format!("，但没有记录表明{}", bottom.says)),
                (false, Some(shown)) => {
                    why.push_str(&format!(
                        "；{}（{shown}），但不在靠后{share}%之内，不影响等次，提请集体研究",
                        bottom.says
                    ));
                }
                (false, None) => {}
            }
        }
        let score = runners[at].mark.as_ref().filter(|mark| !mark.is_rank).map(|mark| mark.says.clone());
        runners[at].why.extend(score);
        runners[at].why.push(why);
        let broken = std::mem::take(&mut runners[at].broken);
        runners[at].why.extend(broken);
        give(plan, &mut runners[at], tier);
    }
}

/// The rank that decides for a unit; tied units share the better one, or the worse.
fn shared_rank(
    plan: &Plan<'_>,
    quota: &Quota,
    of: fn(&TiesAt) -> Ties,
    (runners, at): (&[Runner<'_>], usize),
) -> usize {
    let runner = &runners[at];
    if !runner.tie || of(plan.read(&quota.ranking.ties)) == Ties::Min {
        return runner.rank;
    }
    runners.iter().rposition(|other| other.rank == runner.rank).map_or(runner.rank, |last| last + 1)
}

/// What shows that a unit meets what a bottom tier asks for besides the rank: its rows, or a content rated as low. Rows that
/// are not certain enough are kept for the reader.
fn shows(plan: &Plan<'_>, bottom: &Bottom, runner: &mut Runner<'_>) -> Option<String> {
    let mut trace = Trace::default();
    let rows = BoundRows::new(plan, &bottom.rows, false).counting(runner.unit, &mut trace);
    runner.uncertain.extend(trace.refused);
    if !rows.is_empty() {
        let name = plan.dossier.dictionary.sheet(bottom.rows.sheet).map_or("", |sheet| &sheet.name);
        return Some(format!("“{name}”{}件", rows.len()));
    }
    let rating = plan.track.rating.as_ref()?;
    let place = |level: &str| rating.levels.iter().position(|known| known == level);
    plan.track.groups.iter().zip(&runner.evaluated.totals.groups).find_map(|(group, total)| {
        let worst = |possible: &Points| rating.level(plan, possible).and_then(place);
        let found = worst(&total.range.possible).filter(|_| total.applying + total.maybe > 0)?;
        let asked = plan.read(&bottom.contents).iter().find(|(name, _)| *name == group.name);
        asked
            .filter(|(_, level)| place(level).is_some_and(|level| found >= level))
            .map(|(name, level)| format!("“{name}”为“{level}”"))
    })
}

fn percent(count: usize, units: usize) -> String {
    let whole = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    (&Points::ratio(whole(count), whole(units)) * &Points::from(100)).shown()
}
