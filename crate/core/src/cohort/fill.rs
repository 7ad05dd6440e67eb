//! Shares of units (单位比例): places are filled from the top, and what is given is held against the share named.

use super::{Cohort, Runner, allowed, bar, give, held_words};
use crate::diag::{Finding, Severity};
use crate::exact::Points;
use crate::plan::Plan;
use crate::tier::quota::Quota;

/// Fills places from the top; tied units at an edge enter together.
pub(super) fn fill(plan: &Plan<'_>, quota: &Quota, tops: &[(usize, Points, usize)], runners: &mut [Runner<'_>]) {
    let refill = *plan.read(&quota.ranking.refill);
    let units = runners.len();
    for runner in runners.iter_mut() {
        let mark = runner.mark.as_ref().map_or_else(String::new, |mark| mark.says.clone());
        runner.why.push(format!("{mark}，第{}名，共{units}个单位", runner.rank));
        runner.why.append(&mut runner.broken);
    }
    // Units in order that still wait for a tier; one that is held takes a place only where places are not refilled.
    let mut open: Vec<usize> = (0..units).filter(|at| !runners[*at].held || !refill).collect();
    let mut taken = 0;
    // The best tier that a veto leaves to a unit that reached a better one.
    let mut least = vec![0; units];
    for (place, _, places) in tops {
        let (mut left, mut edge) = (Vec::new(), None);
        for at in open {
            let forbidden = allowed(plan, runners[at].evaluated, *place).0 != *place;
            let enters = taken < *places || edge == Some(runners[at].rank);
            if enters && forbidden && refill {
                least[at] = bar(plan, &mut runners[at], *place);
            }
            if !enters || (refill && (forbidden || *place < least[at])) {
                left.push(at);
                continue;
            }
            taken += 1;
            edge = Some(runners[at].rank);
            if forbidden {
                // Without refilling, the place is used up and the unit falls to the next tier.
                give(plan, &mut runners[at], *place);
            } else {
                if !runners[at].held {
                    runners[at].why.push(format!("在“{}”的{places}个名额之内", plan.track.tiers[*place]));
                }
                give(plan, &mut runners[at], *place);
            }
        }
        open = left;
    }
    for at in open {
        give(plan, &mut runners[at], quota.rest());
    }
    for runner in runners.iter_mut().filter(|runner| runner.held && runner.tier.is_none()) {
        if runner.why.len() < 2 {
            runner.why.extend(held_words(plan));
        }
    }
}

/// Points out a tier whose share of the units lies farther from the share named than `around` allows (左右).
pub(super) fn far_from_share(
    plan: &Plan<'_>,
    quota: &Quota,
    category: Option<&str>,
    runners: &[Runner<'_>],
    findings: &mut Vec<Finding>,
) {
    let Some(around) = quota.around.as_ref().map(|around| plan.read(around)) else { return };
    let units = runners.len();
    let mut above = Points::ZERO;
    for (place, top, _) in quota.tops(plan, units) {
        let named = &top - &above;
        above = top;
        let given = runners.iter().filter(|runner| runner.tier == Some(place)).count();
        let share = Points::ratio(whole(given), whole(units));
        let off = if share > named { &share - &named } else { &named - &share };
        if off > *around {
            let of = category.map_or_else(String::new, |category| format!("“{category}”"));
            let why = format!(
                "{of}{units}个单位中{given}个为“{}”，占{}%，与规定的{}%相差超过{}个百分点",
                plan.track.tiers[place],
                percent(&share),
                percent(&named),
                percent(around)
            );
            findings.push(Finding::about("", Severity::Explain, why, "并列或单位数少造成的，说明情况；否则核对名额。"));
        }
    }
}

/// What all categories were given together, beside what the shares would come to over all units.
pub(super) fn all_together(plan: &Plan<'_>, quota: &Quota, cohort: &mut Cohort) {
    let units: usize = cohort.population.iter().map(|population| population.units).sum();
    if cohort.population.len() < 2 {
        return;
    }
    let mut before = 0;
    let parts = quota.tops(plan, units).into_iter().map(|(place, _, places)| {
        let tier = &plan.track.tiers[place];
        let given: usize = cohort.cuts.iter().filter(|cut| cut.tier == *tier).map(|cut| cut.given).sum();
        let own = places - before;
        before = places;
        format!("“{tier}”{given}个（按全部单位算{own}个）")
    });
    let why = format!("各类别合计{units}个单位：{}", parts.collect::<Vec<_>>().join("，"));
    cohort.findings.push(Finding::about("", Severity::Note, why, ""));
}

fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn percent(share: &Points) -> String {
    (share * &Points::from(100)).shown()
}
