//! The tier put into words: why, how far from the line, what is open, and which conventions would change it.

use crate::dossier::Unit;
use crate::evaluate::less;
use crate::evaluate::{Evaluated, Judged, bases};
use crate::exact::Points;
use crate::plan::Plan;
use crate::report::{CeilingReport, NeedReport, OpenPoints, TierReport};
use crate::scheme::convention::ConventionIx;
use crate::score::ScoreState;
use crate::tier::threshold::Need;
use crate::tier::{By, Holds, Outcome};

/// The tier of one unit, with everything a reader asks about it but what other answers would change.
#[must_use]
pub fn tier_report(plan: &Plan<'_>, unit: &Unit, evaluated: &Evaluated) -> TierReport {
    let line = plan.track.tiering.line(plan, 0);
    let settled = evaluated.total.as_ref().and_then(|total| total.settled());
    let open = open_points(plan, evaluated, line.as_ref());
    let (score, range) = evaluated.total.as_ref().map_or((None, None), crate::report::settled);
    TierReport {
        score: score.filter(|_| evaluated.total_gaps.is_empty()),
        range,
        name: evaluated.tier().and_then(|tier| plan.track.tiers.get(tier).cloned()),
        why: why(plan, evaluated, open.as_ref().map(|(_, short)| short.as_str())),
        distance: line.as_ref().zip(settled).map(|(line, total)| total - line),
        line,
        undetermined: plan.ids(&gaps(evaluated)),
        sensitive: Vec::new(),
        sensitive_pairs: Vec::new(),
        needs: evaluated.outcome.needs.iter().map(|need| need_report(plan, need)).collect(),
        ceilings: ceilings(plan, &evaluated.outcome),
        open: open.map(|(open, _)| open),
        notes: notes(plan, unit, evaluated),
        basis: bases(plan, &plan.track.tiering.clause, &evaluated.tier_basis),
    }
}

/// Every convention whose silence keeps the tier from being decided: its own, and the indicators' while the tier is open.
fn gaps(evaluated: &Evaluated) -> Vec<ConventionIx> {
    let mut gaps = evaluated.tier_gaps.clone();
    if evaluated.tier().is_none() {
        gaps.extend(&evaluated.total_gaps);
        gaps.extend(evaluated.indicators.iter().flat_map(|judged| &judged.gaps));
    }
    gaps.sort_unstable();
    gaps.dedup();
    gaps
}

fn need_report(plan: &Plan<'_>, need: &Need) -> NeedReport {
    NeedReport {
        tier: plan.track.tiers.get(need.tier).cloned().unwrap_or_default(),
        condition: need.condition.words(plan),
        state: need.holds,
        says: need.says.clone(),
    }
}

fn ceilings(plan: &Plan<'_>, outcome: &Outcome) -> Vec<CeilingReport> {
    let report = |veto: &crate::tier::Vetoed| {
        let table = plan.dossier.table(veto.row)?;
        Some(CeilingReport {
            says: veto.says.clone(),
            clause: veto.clause.clone(),
            file: table.file.clone(),
            sheet: table.name.clone(),
            row: *table.rows.get(veto.row.row as usize)?,
        })
    };
    outcome.vetoes.iter().filter_map(report).collect()
}

/// What is still open against the best tier's line, and the same in a short sentence.
fn open_points(plan: &Plan<'_>, evaluated: &Evaluated, line: Option<&Points>) -> Option<(OpenPoints, String)> {
    let pairs = plan.track.indicators().zip(&evaluated.indicators);
    // What is certain to bring nothing more is not waited for.
    let waits = |judged: &Judged| judged.scored.state == ScoreState::Pending && judged.scored.range.settled().is_none();
    let waiting = pairs.filter(|(_, judged)| waits(judged));
    let names: Vec<String> = waiting
        .map(|((_, indicator), judged)| {
            let most = &judged.scored.range.possible - &judged.scored.range.sure;
            // A level is worth points inside; nobody gives them.
            let worth = plan.track.rating.is_none().then(|| format!("（{}分）", most.shown()));
            format!("{}{}", indicator.no, worth.unwrap_or_default())
        })
        .collect();
    let total = evaluated.total.as_ref()?;
    if names.is_empty() {
        return None;
    }
    let points = &total.possible - &total.sure;
    if points.is_zero() {
        return None;
    }
    let to_line = line.filter(|line| total.sure < **line && total.possible >= **line).map(|line| line - &total.sure);
    let best = plan.track.tiers.first().map_or("", String::as_str);
    let ending = match (&to_line, line) {
        (Some(need), Some(line)) => {
            format!("再得{}分，即达“{best}”的{}分线", need.shown(), line.shown())
        }
        (None, Some(line)) if total.sure >= *line => format!("不再得分也已达{}分线", line.shown()),
        (None, Some(line)) => format!("全部得满为{}分，仍达不到{}分线", total.possible.shown(), line.shown()),
        (_, None) => "等次由参评单位一起比较".to_owned(),
    };
    let short = format!("待评{}项，最多可得{}分；现有{}分，{ending}", names.len(), points.shown(), total.sure.shown());
    let says = format!("{short}。待评的是：{}。", names.join("、"));
    Some((OpenPoints { count: names.len(), points, to_line, says }, short))
}

/// The sentence under the tier, for a list of units.
#[must_use]
pub fn why_of(plan: &Plan<'_>, evaluated: &Evaluated) -> String {
    let line = plan.track.tiering.line(plan, 0);
    why(plan, evaluated, open_points(plan, evaluated, line.as_ref()).as_ref().map(|(_, short)| short.as_str()))
}

/// The sentence under the tier.
fn why(plan: &Plan<'_>, evaluated: &Evaluated, open: Option<&str>) -> String {
    if let Some(outside) = evaluated.outside.and_then(|at| plan.scheme.outside.get(at)) {
        return outside.why();
    }
    let outcome = &evaluated.outcome;
    let tier_name = |place: usize| plan.track.tiers.get(place).map_or("", String::as_str);
    let mut parts: Vec<String> = Vec::new();
    let decided = evaluated.tier();
    let of_best: Vec<&Need> = outcome.needs.iter().filter(|need| need.tier == 0).collect();
    parts.extend(of_best.iter().map(|need| need.says.clone()));
    if let Some(tier) = decided.filter(|_| of_best.is_empty()) {
        // A low tier that the unit meets is told before any better one is asked about.
        parts.extend(outcome.needs.iter().filter(|need| need.tier == tier).map(|need| need.says.clone()));
    }
    if let (By::Quota(_), Some(total)) = (&plan.track.tiering.by, &evaluated.total) {
        let name = plan.track.total.as_ref().map_or("得分", |total| total.name.as_str());
        let score = total.settled().map_or_else(
            || format!("{name}在{}～{}分之间", total.sure.shown(), total.possible.shown()),
            |score| format!("{name}{}分", score.shown()),
        );
        parts.push(score);
        parts.extend(outcome.vetoes.iter().map(|veto| veto.words(plan)));
        parts.push("等次按全体参评单位的名次或比例确定，一个单位不能单独定等".to_owned());
        return format!("{}。", parts.join("；"));
    }
    match decided {
        Some(tier) => {
            let failing =
                outcome.needs.iter().filter(|need| need.tier > 0 && need.tier < tier && need.holds == Holds::Unmet);
            for need in failing {
                let words = need.condition.words(plan);
                parts.push(format!("不符合“{}”的“{words}”", tier_name(need.tier)));
            }
            for veto in &outcome.vetoes {
                if outcome.before_veto != outcome.possible {
                    parts.push(veto.words(plan));
                }
            }
        }
        None => {
            parts.extend(outcome.unfilled.then(|| crate::tier::UNFILLED.to_owned()));
            let names: Vec<String> = outcome.possible.iter().map(|tier| format!("“{}”", tier_name(*tier))).collect();
            if let Some(open) = open {
                parts.push(open.to_owned());
            }
            let gaps = plan.ids(&gaps(evaluated));
            if !gaps.is_empty() {
                parts.push(format!("文件没有规定、也没有采用口径：{}", gaps.join("、")));
            }
            if names.len() > 1 {
                parts.push(format!("等次未定，可能是{}", names.join("或")));
            }
        }
    }
    parts.dedup();
    format!("{}。", parts.join("；"))
}

fn notes(plan: &Plan<'_>, unit: &Unit, evaluated: &Evaluated) -> Vec<String> {
    let mut notes = Vec::new();
    let pairs = plan.track.indicators().zip(&evaluated.indicators);
    let missing: Vec<&str> = pairs
        .filter(|(_, judged)| judged.scored.state == ScoreState::Missing)
        .map(|((_, indicator), _)| indicator.no.as_str())
        .collect();
    if !missing.is_empty() {
        notes.push(format!("缺佐证的指标：{}", missing.join("、")));
    }
    let off = less::all(plan, unit, evaluated).into_iter();
    let off: Vec<String> = off.filter(|(_, found)| found.state == ScoreState::Missing).map(|(name, _)| name).collect();
    if !off.is_empty() {
        notes.push(format!("缺佐证：{}", off.join("、")));
    }
    let follows =
        plan.track.tiering.follows.iter().filter(|follow| evaluated.tier().is_some_and(|at| at >= follow.from));
    notes.extend(follows.map(|follow| format!("{}（{}）", follow.says, follow.clause)));
    if unit.name.is_empty() {
        notes.push("台账没有写明单位名称".to_owned());
    }
    notes
}
