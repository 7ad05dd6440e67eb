//! What is taken off contents and totals, for the report and the findings.

use super::{Evaluated, bases, counted_row, refused_row};
use crate::dossier::Unit;
use crate::exact::Range;
use crate::plan::Plan;
use crate::report::{LessLine, LessReport, settled};
use crate::scheme::model::Group;
use crate::score::ScoreState;
use crate::score::less::Less;
use crate::total::less::Deducted;
use crate::total::{GroupTotal, off_total};
use crate::wording::words;

/// What is taken off a content; `None` where nothing is.
#[must_use]
pub fn of_group(plan: &Plan<'_>, group: &Group, total: &GroupTotal) -> Option<LessReport> {
    report(plan, group.less.as_ref()?, total.less.as_ref()?)
}

/// What is taken off the total; `None` where nothing is.
#[must_use]
pub fn of_total(plan: &Plan<'_>, unit: &Unit, evaluated: &Evaluated) -> Option<LessReport> {
    let less = plan.track.total.as_ref()?.less.as_ref()?;
    report(plan, less, &off_total(plan, unit, &evaluated.totals)?)
}

/// All that is taken off contents and the total, each with what people call it.
#[must_use]
pub fn all(plan: &Plan<'_>, unit: &Unit, evaluated: &Evaluated) -> Vec<(String, Deducted)> {
    let of_group =
        |(group, total): (&Group, &GroupTotal)| Some((format!("“{}”的扣减", group.name), total.less.clone()?));
    let groups = plan.track.groups.iter().zip(&evaluated.totals.groups).filter_map(of_group);
    let total = off_total(plan, unit, &evaluated.totals).map(|found| ("总分的扣减".to_owned(), found));
    groups.chain(total).collect()
}

fn report(plan: &Plan<'_>, less: &Less, found: &Deducted) -> Option<LessReport> {
    let taken = found.taken();
    if found.state == ScoreState::Known && taken.sure.is_zero() && taken.possible.is_zero() {
        return None;
    }
    let (points, range) = settled(&Range::between(taken.possible, taken.sure));
    let tells = found.trace.steps.iter().filter(|step| step.adds.as_ref().is_none_or(|adds| !adds.is_zero()));
    Some(LessReport {
        lines: tells.map(|step| LessLine { says: words(plan, step), adds: step.adds.clone() }).collect(),
        points,
        range,
        state: found.state,
        facts: found.facts.clone(),
        counted: found.trace.counted.iter().filter_map(|(row, _)| counted_row(plan, *row, None)).collect(),
        refused: found.trace.refused.iter().filter_map(|(row, why)| refused_row(plan, *row, why)).collect(),
        basis: bases(plan, &less.clause, &[]),
    })
}
