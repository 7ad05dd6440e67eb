//! Evaluation: one unit from its rows to its tier, and every unit to a [`Report`].

pub mod judged;
pub mod less;
pub mod memo;
pub mod parts;
pub mod sensitive;
pub mod unit;

use crate::advise::suggestions;
use crate::basis::Basis;
use crate::diag::{Finding, Severity};
use crate::dossier::{Dossier, RowRef, Unit};
use crate::exact::Points;
use crate::fit::fit;
use crate::judgement::{Judgements, judgements};
use crate::ledger::period::day_text;
use crate::plan::Plan;
use crate::report::{
    CapReport, CountedRow, GroupReport, IndicatorReport, RefusedRow, Report, TierReport, UnitReport, settled,
};
use crate::scheme::convention::{ConventionIx, Readings};
use crate::scheme::model::{Group, Indicator, Scheme, Track};
use crate::score::ScoreState;
use crate::step::{Lack, Step, Trace, What};
use crate::ticks::filled;
use crate::tier;
use crate::total::{GroupTotal, component, tick_conflicts};
use crate::verdict;

pub use judged::Judged;
pub use memo::Memo;
pub use unit::{Evaluated, evaluate_again, evaluate_known, evaluate_supposed, evaluate_unit};

use memo::Told;

/// Columns and cells without which indicators cannot be computed: one finding for each.
fn columns_lacking(plan: &Plan<'_>, unit: &Unit, evaluated: &Evaluated) -> Vec<Finding> {
    let mut lacking: Vec<(&Lack, Vec<&str>)> = Vec::new();
    let off = less::all(plan, unit, evaluated);
    let pairs = plan.track.indicators().zip(&evaluated.indicators);
    let indicators = pairs.map(|((_, indicator), judged)| (indicator.no.as_str(), &judged.trace));
    for (no, trace) in indicators.chain(off.iter().map(|(name, found)| (name.as_str(), &found.trace))) {
        for lack in &trace.lacks {
            match lacking.iter_mut().find(|(known, _)| *known == lack) {
                Some((_, numbers)) => numbers.push(no),
                None => lacking.push((lack, vec![no])),
            }
        }
    }
    let finding = |(lack, numbers): (&Lack, Vec<&str>)| {
        if let Some(row) = lack.row {
            let field = plan.dossier.dictionary.sheet(lack.sheet).and_then(|sheet| sheet.find(&lack.column));
            let why = format!("“{}”没有填清楚，指标{}不能判断是否按期", lack.column, numbers.join("、"));
            return Some(plan.dossier.finding(row, field, Severity::Must, why, "补填到日。"));
        }
        let table = unit.rows(lack.sheet).first().and_then(|row| plan.dossier.table(*row))?;
        let why = format!("“{}”没有“{}”这一列，指标{}无法核算", table.name, lack.column, numbers.join("、"));
        let mend = "在表里补上这一列并逐行填写；列名写法不同的，改成模板里的列名。";
        Some(Finding::about(&table.file, Severity::Must, why, mend).on(&table.name))
    };
    lacking.into_iter().filter_map(finding).collect()
}

/// Where the scheme leaves a unit to another one.
fn outside(scheme: &Scheme, unit: &Unit) -> Option<usize> {
    scheme.outside.iter().position(|outside| outside.units.contains(&unit.name))
}

/// The finding about a unit that is no object of the scheme.
#[must_use]
pub fn outside_finding(scheme: &Scheme, unit: &Unit) -> Option<Finding> {
    let outside = scheme.outside.get(outside(scheme, unit)?)?;
    let mend = "从参评单位中去掉，按另行制定的方案考核。";
    Some(Finding::about("", Severity::Must, outside.why().trim_end_matches('。'), mend).on(&unit.name))
}

/// Evaluates every unit of a dossier.
///
/// ```text
/// evaluate(scheme, track, readings, dossier) -> Report
/// ```
#[must_use]
pub fn evaluate(scheme: &Scheme, track: &Track, readings: &Readings, dossier: &Dossier) -> Report {
    evaluate_all(&Plan::new(scheme, track, dossier, readings.clone()), &Memo::default())
}

/// Evaluates every unit of a plan's dossier, taking from the memo what was judged already.
#[must_use]
pub fn evaluate_all(plan: &Plan<'_>, memo: &Memo) -> Report {
    let Plan { scheme, track, dossier, .. } = *plan;
    let mut findings = dossier.findings.clone();
    findings.extend(fit(scheme, track, dossier));
    let units = dossier.units.iter().map(|unit| unit_report_known(plan, unit, memo, &mut findings)).collect();
    findings.sort();
    findings.sort_by_key(|finding| finding.severity);
    findings.dedup();
    Report {
        scheme: scheme.id.clone(),
        track: track.id.clone(),
        year: dossier.year,
        as_of: day_text(dossier.as_of),
        units,
        findings,
    }
}

/// One unit's report; what its judgements and incidents leave to say goes to `findings`.
pub fn unit_report(plan: &Plan<'_>, unit: &Unit, findings: &mut Vec<Finding>) -> UnitReport {
    unit_report_known(plan, unit, &Memo::default(), findings)
}

/// The same, taking from the memo what was judged already.
fn unit_report_known(plan: &Plan<'_>, unit: &Unit, memo: &Memo, findings: &mut Vec<Finding>) -> UnitReport {
    let evaluated = evaluate_known(plan, unit, true, memo);
    let given = judgements(plan, unit, findings);
    findings.extend(outside_finding(plan.scheme, unit));
    component::findings(plan, unit, findings);
    filled::findings(plan, unit, findings);
    findings.extend(plan.track.review.iter().flat_map(|review| review.findings(plan, unit)));
    findings.extend(plan.track.compares.iter().flat_map(|compare| compare.findings(plan, unit)));
    incident_findings(plan, unit, &evaluated, findings);
    for (row, why) in plan.track.tiering.local.iter().flat_map(|local| local.differences(plan, unit)) {
        findings.push(plan.dossier.finding(
            row,
            None,
            Severity::Explain,
            why,
            "核对票数和等次，改正其中一个，或说明情况。",
        ));
    }
    let pairs = plan.track.indicators().zip(&evaluated.indicators);
    let indicators = pairs.map(|(pair, judged)| indicator_report(plan, pair, judged)).collect();
    for ((_, indicator), judged) in plan.track.indicators().zip(&evaluated.indicators) {
        for note in &judged.trace.notes {
            let why = format!("指标{}：{note}", indicator.no);
            findings.push(Finding::about("", Severity::Explain, why, "核对后说明。").on(&unit.name));
        }
    }
    for (name, found) in less::all(plan, unit, &evaluated) {
        for note in &found.trace.notes {
            let why = format!("{name}：{note}");
            findings.push(Finding::about("", Severity::Explain, why, "核对后说明。").on(&unit.name));
        }
    }
    findings.extend(columns_lacking(plan, unit, &evaluated));
    findings.extend(ticked_otherwise(plan, unit, &evaluated, &given));
    let Told { sensitive, pairs: sensitive_pairs, advice, .. } = memo.tell(plan, unit, &evaluated, || {
        let (sensitive, pairs) = sensitive::sensitive(plan, unit, &evaluated, memo);
        let advice = suggestions(plan, unit, &evaluated, memo).into_iter().map(|found| found.advice).collect();
        Told { readings: plan.readings.clone(), given: evaluated.given.clone(), sensitive, pairs, advice }
    });
    let groups = plan.track.groups.iter().zip(&evaluated.totals.groups);
    let (base, _) = settled(&evaluated.totals.base);
    let (bonus, _) = settled(&evaluated.totals.bonus);
    let (penalty, _) = settled(&evaluated.totals.penalty);
    let (total, range) = evaluated.total.as_ref().map_or((None, None), settled);
    // Levels are worth points inside; a track that rates has no points to show (DESIGN §5).
    let points = plan.track.rating.is_none();
    let total_open = !evaluated.total_gaps.is_empty() || !points;
    UnitReport {
        unit: unit.name.clone(),
        category: unit.category.clone(),
        indicators,
        groups: groups.map(|(group, total)| group_report(plan, group, total, &given)).collect(),
        base: base.filter(|_| points),
        bonus: bonus.filter(|_| points),
        penalty: penalty.filter(|_| points && plan.track.groups.iter().any(|group| group.penalty)),
        total: total.filter(|_| !total_open),
        range: range.filter(|_| points),
        less: less::of_total(plan, unit, &evaluated),
        components: parts::components(plan, unit, &evaluated),
        tables: parts::tables(plan, unit),
        tier: TierReport { sensitive, sensitive_pairs, ..verdict::tier_report(plan, unit, &evaluated) },
        advice,
    }
}

/// A finding for every content whose tick and rated rows disagree.
fn ticked_otherwise(plan: &Plan<'_>, unit: &Unit, evaluated: &Evaluated, given: &Judgements) -> Vec<Finding> {
    let conflicts = tick_conflicts(plan, evaluated.indicators.iter().map(|judged| &judged.scored), given);
    let finding = |(content, tick, rows)| {
        let why = format!("“{}”的“{content}”直接勾选为“{tick}”，按各行评定是“{rows}”，两者不一致", unit.name);
        Finding::about("", Severity::Explain, why, "核对后改正其中一个，或说明以何为准。").on(&unit.name)
    };
    conflicts.into_iter().map(finding).collect()
}

fn incident_findings(plan: &Plan<'_>, unit: &Unit, evaluated: &Evaluated, findings: &mut Vec<Finding>) {
    let dossier = plan.dossier;
    for (row, why) in &evaluated.outcome.unverified {
        let why = format!("“{}”有一条问题记录没有作为否决：{why}", unit.name);
        findings.push(dossier.finding(
            *row,
            None,
            Severity::Explain,
            why,
            "查实的，补填“是否查实”和日期；未查实的，说明情况。",
        ));
    }
    findings.extend(tier::incident::unclear(plan, unit, &evaluated.outcome));
    findings.extend(tier::flag_findings(plan, unit));
}

fn indicator_report(plan: &Plan<'_>, (group, indicator): (&Group, &Indicator), judged: &Judged) -> IndicatorReport {
    let Judged { scored, trace, .. } = judged;
    let (score, range) = settled(&scored.range);
    let open = !judged.gaps.is_empty() || scored.state == ScoreState::NotApplicable;
    let score = score.filter(|_| !open);
    let rating = plan.track.rating.as_ref();
    let level = rating.zip(score.as_ref()).and_then(|(rating, score)| rating.level(plan, score)).map(str::to_owned);
    let points = rating.is_none();
    IndicatorReport {
        no: indicator.no.clone(),
        group: group.name.clone(),
        name: indicator.name.clone(),
        max: indicator.points.clone(),
        raw: scored.raw.clone().filter(|_| points),
        score: score.filter(|_| points),
        range: range.filter(|_| points),
        rating: level,
        state: scored.state,
        overridden: parts::overridden(scored),
        facts: scored.facts.clone(),
        caps: step_caps(trace, &indicator.clause),
        counted: trace.counted.iter().filter_map(|(row, worth)| counted_row(plan, *row, worth.as_ref())).collect(),
        refused: trace.refused.iter().filter_map(|(row, why)| refused_row(plan, *row, why)).collect(),
        basis: bases(plan, &indicator.clause, &judged.reads.read),
        notes: trace.notes.clone(),
        gaps: plan.ids(&judged.gaps),
        judged: indicator.measure.is_judged(),
        parts: parts::of_indicator(plan, &indicator.measure, scored),
    }
}

/// Caps among the steps of one indicator.
fn step_caps(trace: &Trace, clause: &str) -> Vec<CapReport> {
    let caps = trace.steps.iter().filter_map(|Step { what, .. }| match what {
        What::Cap { before, after } => {
            Some(CapReport { before: before.clone(), after: after.clone(), clause: clause.to_owned() })
        }
        _ => None,
    });
    caps.collect()
}

/// A clause and conventions as a basis.
#[must_use]
pub fn bases(plan: &Plan<'_>, clause: &str, read: &[ConventionIx]) -> Vec<Basis> {
    let clause = (!clause.is_empty()).then(|| Basis::clause(clause));
    clause.into_iter().chain(read.iter().filter_map(|at| plan.basis(*at))).collect()
}

fn counted_row(plan: &Plan<'_>, row: RowRef, worth: Option<&Points>) -> Option<CountedRow> {
    let table = plan.dossier.table(row)?;
    let number = *table.rows.get(row.row as usize)?;
    Some(CountedRow { file: table.file.clone(), sheet: table.name.clone(), row: number, worth: worth.cloned() })
}

fn refused_row(plan: &Plan<'_>, row: RowRef, why: &str) -> Option<RefusedRow> {
    let CountedRow { file, sheet, row, .. } = counted_row(plan, row, None)?;
    Some(RefusedRow { file, sheet, row, why: why.to_owned() })
}

fn group_report(plan: &Plan<'_>, group: &Group, total: &GroupTotal, given: &Judgements) -> GroupReport {
    let (raw, _) = settled(&total.raw);
    let (score, range) = settled(&total.range);
    let rating = plan.track.rating.as_ref().filter(|_| total.applying + total.maybe > 0);
    let rating = rating.zip(score.as_ref()).and_then(|(rating, score)| rating.level(plan, score)).map(str::to_owned);
    let whole = given.get(&group.name).and_then(|given| given.last());
    let tick = plan.track.rating.as_ref().zip(whole).and_then(|(rating, whole)| rating.level(plan, &whole.points));
    let held = total.less.as_ref().map_or(&total.range, |less| &less.before);
    let cap = group
        .cap
        .as_ref()
        .filter(|cap| total.raw.sure > cap.points || raw.as_ref().is_some_and(|raw| *raw > cap.points));
    let caps = cap.map(|cap| CapReport {
        before: total.raw.sure.clone(),
        after: held.sure.clone(),
        clause: cap.clause.clone(),
    });
    let pools = total.pooled.iter().map(|pool| CapReport {
        before: pool.before.sure.clone(),
        after: pool.after.sure.clone(),
        clause: pool.clause.clone(),
    });
    GroupReport {
        name: group.name.clone(),
        max: group.points.clone().or_else(|| group.cap.as_ref().map(|cap| cap.points.clone())),
        raw,
        score,
        range,
        bonus: group.bonus,
        caps: pools.chain(caps).collect(),
        less: less::of_group(plan, group, total),
        rating,
        tick: tick.map(str::to_owned),
    }
}
