//! Advice (怎样提高): the smallest single changes that reach the next tier, or that bring most where only a cohort decides.
//!
//! A change is a fact that the ledger lacks: a visit, a document, an item. It is found by supposing the rows that a rule would
//! count and evaluating the unit again, so what is promised is what caps, shares and conventions leave of it. Advice never
//! asks for another date or level of what is recorded, nor for a better judgement; what came late stays late.

pub mod suppose;
pub mod wants;

use crate::dossier::Unit;
use crate::evaluate::memo::SUPPOSED;
use crate::evaluate::{Evaluated, Memo, bases, evaluate_supposed};
use crate::exact::Points;
use crate::plan::Plan;
use crate::report::Advice;
use crate::score::{Measure, ScoreState};
use crate::tier::By;

use suppose::Supposed;
use wants::{Want, wants};

/// A change with what it brings.
#[derive(Debug, Clone)]
pub struct Suggestion {
    /// As it is told.
    pub advice: Advice,
    /// The rows supposed, sheet by sheet.
    pub supposed: Vec<Supposed>,
}

/// At most so many are told.
const MOST: usize = 6;

/// What would bring a unit on, the most useful first. `evaluated` keeps its steps.
#[must_use]
pub fn suggestions(plan: &Plan<'_>, unit: &Unit, evaluated: &Evaluated, memo: &Memo) -> Vec<Suggestion> {
    let best = matches!(plan.track.tiering.by, By::Threshold(_)) && evaluated.tier() == Some(0);
    // Of a unit that sent nothing yet, everything is missing, which is no advice.
    let known = evaluated.indicators.iter().any(|judged| judged.scored.state == ScoreState::Known);
    if best || !known || evaluated.outside.is_some() || unit.name.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<Suggestion> = Vec::new();
    for ((_, indicator), judged) in plan.track.indicators().zip(&evaluated.indicators) {
        let open = matches!(judged.scored.state, ScoreState::Undetermined | ScoreState::NotApplicable);
        if open || judged.scored.overridden.is_some() {
            continue;
        }
        let mut own: Vec<Suggestion> = Vec::new();
        for wants in wants(plan, unit, indicator, judged, &evaluated.given) {
            // Several missing pieces together are told only where fewer of them bring nothing.
            if wants.len() > 1 && !own.is_empty() {
                break;
            }
            let Some(new) = suggestion(plan, unit, evaluated, &indicator.no, wants, memo) else { continue };
            // Several parts may lack the very same.
            if own.iter().any(|old| old.advice == new.advice) {
                continue;
            }
            if matches!(indicator.measure, Measure::Items(_)) {
                // Under a cap a lower level may bring as much, and is less to ask for: it comes later.
                own.retain(|old| old.advice.points != new.advice.points);
            }
            own.push(new);
        }
        found.extend(own);
    }
    found.sort_by(|one, other| {
        let rank =
            |of: &Suggestion| (of.advice.tier.is_none(), if of.advice.tier.is_some() { of.advice.rows } else { 0 });
        let points = |of: &Suggestion| of.advice.points.clone();
        let by_points = if one.advice.tier.is_some() {
            points(one).cmp(&points(other))
        } else {
            points(other).cmp(&points(one)).then(one.advice.rows.cmp(&other.advice.rows))
        };
        rank(one).cmp(&rank(other)).then(by_points)
    });
    found.truncate(MOST);
    found
}

/// What a change brings; `None` where it brings nothing.
fn suggestion(
    plan: &Plan<'_>,
    unit: &Unit,
    before: &Evaluated,
    no: &str,
    wants: Vec<Want>,
    memo: &Memo,
) -> Option<Suggestion> {
    let at = plan.track.indicators().position(|(_, indicator)| indicator.no == no)?;
    let (_, indicator) = plan.track.indicators().nth(at)?;
    // What others judge, or what comes from outside, is not the unit's to bring.
    let of_others = |want: &Want| {
        plan.dossier.dictionary.sheet(want.supposed.sheet).is_none_or(|sheet| sheet.role.is_some() || sheet.judged)
    };
    if wants.is_empty() || wants.iter().any(of_others) {
        return None;
    }
    // Rows that are there and say nothing lack a column, which is told as a finding: what they hold may be all that is asked.
    let filled = |want: &Want| !unit.rows_unseen(want.supposed.sheet).is_empty();
    if before.indicators.get(at)?.scored.state == ScoreState::Missing && wants.iter().any(filled) {
        return None;
    }
    let after = supposing(plan, unit, before, at, &wants, memo)?;
    let (old, new) = (before.total.as_ref()?, after.total.as_ref()?);
    let points = &new.sure - &old.sure;
    let judged = after.indicators.get(at)?;
    let worse = new.possible < old.possible || after.outcome.possible.last() > before.outcome.possible.last();
    if worse || points <= Points::ZERO {
        return None;
    }
    let reached = after.tier().filter(|tier| before.tier() != Some(*tier));
    let reached = reached.filter(|tier| before.outcome.possible.iter().any(|known| known > tier));
    let rating = plan.track.rating.as_ref();
    let level = |range: &crate::exact::Range| rating.and_then(|r| r.level(plan, range.settled()?)).map(str::to_owned);
    let levels = level(&before.indicators.get(at)?.scored.range).zip(level(&judged.scored.range));
    let turns = levels.filter(|(old, new)| old != new).map(|(old, new)| format!("，本项由“{old}”成为“{new}”"));
    let sheets = wants.iter().filter_map(|want| plan.dossier.dictionary.sheet(want.supposed.sheet));
    let mut sheets: Vec<String> = sheets.map(|sheet| sheet.name.clone()).collect();
    sheets.dedup();
    let missing: Vec<&str> = wants.iter().map(|want| want.says.as_str()).collect();
    Some(Suggestion {
        advice: Advice {
            no: no.to_owned(),
            says: format!("{}{}{}", missing.join("；"), turns.unwrap_or_default(), beside(plan, before, &after, at)),
            rows: wants.iter().map(|want| want.supposed.rows.len()).sum(),
            sheets,
            points,
            tier: reached.and_then(|tier| plan.track.tiers.get(tier).cloned()),
            basis: bases(plan, &indicator.clause, &judged.reads.read),
        },
        supposed: wants.into_iter().map(|want| want.supposed).collect(),
    })
}

/// Which other indicators the same rows bring on, in words.
fn beside(plan: &Plan<'_>, before: &Evaluated, after: &Evaluated, own: usize) -> String {
    let pairs = before.indicators.iter().zip(&after.indicators).enumerate();
    let risen = pairs.filter(|(at, (old, new))| *at != own && new.scored.range.sure > old.scored.range.sure);
    let named = risen.filter_map(|(at, _)| Some(plan.track.indicators().nth(at)?.1.no.as_str()));
    let named: Vec<&str> = named.collect();
    if named.is_empty() { String::new() } else { format!("，连同指标{}", named.join("、")) }
}

/// The unit evaluated as if it had the rows; `None` where they bring the indicator at `place` nothing: what another one would
/// gain by the same rows is told there.
fn supposing(
    plan: &Plan<'_>,
    unit: &Unit,
    before: &Evaluated,
    place: usize,
    wants: &[Want],
    memo: &Memo,
) -> Option<Evaluated> {
    let mut dossier = None;
    let mut supposed_unit = unit.clone();
    let mut sheets = crate::dossier::Sheets::default();
    let mut key = unit.name.clone();
    let peers = before.indicators.iter().any(|judged| judged.on_others);
    for Want { supposed, .. } in wants {
        let known = dossier.take();
        let plan = known.as_ref().map_or_else(|| plan.with(&[]), |dossier| plan.over(dossier));
        let (next, next_unit) = supposed.applied(&plan, &supposed_unit, peers)?;
        (dossier, supposed_unit) = (Some(next), next_unit);
        sheets = sheets.with(supposed.sheet);
        key = format!("{key}{SUPPOSED}{supposed:?}");
    }
    let dossier = dossier?;
    evaluate_supposed(&plan.over(&dossier), &supposed_unit, before, (sheets, place), (memo, &key))
}
