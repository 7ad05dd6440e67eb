//! Evaluation: one unit from its rows to its tier, and every unit to a [`Report`].

pub mod parts;

use crate::basis::Basis;
use crate::diag::{Finding, Severity};
use crate::dossier::{Dossier, RowRef, Unit};
use crate::exact::{Points, Range};
use crate::fit::fit;
use crate::judgement::{Judgements, judgements};
use crate::ledger::period::day_text;
use crate::metric::{BoundRows, Verdict};
use crate::plan::{Plan, Settled};
use crate::report::{
    CapReport, CountedRow, GroupReport, IndicatorReport, OverrideReport, RefusedRow, Report, UnitReport, settled,
};
use crate::scheme::convention::{ConventionIx, Reading, Readings};
use crate::scheme::model::{Group, Indicator, RowRule, Scheme, Track};
use crate::score::{Measure, ScoreState, Scored, bounds, score};
use crate::step::{Silent, Sink, Step, Trace, What};
use crate::ticks::filled;
use crate::tier::{self, Outcome};
use crate::total::{GroupTotal, Totals, component, tick_conflicts, total, totals};
use crate::verdict;

/// One unit, evaluated.
#[derive(Debug, Clone)]
pub struct Evaluated {
    /// By indicator of the track, in print order.
    pub indicators: Vec<Judged>,
    /// Groups, base and bonus.
    pub totals: Totals,
    /// The total; `None` for a track without points.
    pub total: Option<Range>,
    /// Conventions that leave the total undetermined.
    pub total_gaps: Vec<ConventionIx>,
    /// What decides the tier.
    pub outcome: Outcome,
    /// Conventions that leave the tier undetermined.
    pub tier_gaps: Vec<ConventionIx>,
    /// Every convention that the tier's decision read.
    pub tier_basis: Vec<ConventionIx>,
    /// Where the scheme leaves the unit to another one: its place in [`Scheme::outside`].
    pub outside: Option<usize>,
}

/// One indicator, judged, with what its judging read and did.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The result.
    pub scored: Scored,
    /// The conventions that it read.
    pub read: Vec<ConventionIx>,
    /// The conventions that leave it undetermined.
    pub gaps: Vec<ConventionIx>,
    /// What was done; empty for a silent evaluation.
    pub trace: Trace,
}

impl Evaluated {
    /// The tier's place, when it is decided.
    #[must_use]
    pub fn tier(&self) -> Option<usize> {
        match (&self.outcome.possible[..], &self.tier_gaps[..], self.outside) {
            ([one], [], None) => Some(*one),
            _ => None,
        }
    }

    /// The conventions whose silence leaves the total open.
    #[must_use]
    pub fn score_gaps(&self) -> Vec<ConventionIx> {
        let mut gaps = self.total_gaps.clone();
        gaps.extend(self.indicators.iter().flat_map(|judged| &judged.gaps));
        gaps.sort_unstable();
        gaps.dedup();
        gaps
    }

    /// Every convention that this unit's result read.
    #[must_use]
    pub fn read(&self) -> Vec<ConventionIx> {
        let mut read: Vec<ConventionIx> =
            self.indicators.iter().flat_map(|judged| judged.read.iter().copied()).collect();
        read.extend(&self.tier_basis);
        read.sort_unstable();
        read.dedup();
        read
    }
}

/// Evaluates one unit; with `traced`, keeps every step.
#[must_use]
pub fn evaluate_unit(plan: &Plan<'_>, unit: &Unit, traced: bool) -> Evaluated {
    let judgements = judgements(plan, unit, &mut Vec::new());
    let pairs = plan.track.indicators();
    let judged = pairs.map(|pair| judge(plan, unit, pair, &judgements, traced)).collect();
    conclude(plan, unit, judged, &judgements)
}

/// Evaluates a unit once more after the answer of `changed` alone became another in `plan`. Only the indicators that read
/// it are judged again; the others keep what `before` found. Nothing is traced.
#[must_use]
pub fn evaluate_again(plan: &Plan<'_>, unit: &Unit, before: &Evaluated, changed: ConventionIx) -> Evaluated {
    let judgements = judgements(plan, unit, &mut Vec::new());
    let again = |(pair, judged): (_, &Judged)| {
        if judged.read.contains(&changed) { judge(plan, unit, pair, &judgements, false) } else { judged.silent() }
    };
    let judged = plan.track.indicators().zip(&before.indicators).map(again).collect();
    conclude(plan, unit, judged, &judgements)
}

/// From judged indicators to totals and tier.
fn conclude(plan: &Plan<'_>, unit: &Unit, indicators: Vec<Judged>, judgements: &Judgements) -> Evaluated {
    let sum = |plan: &Plan<'_>| totals(plan, indicators.iter().map(|judged| &judged.scored), judgements);
    let in_all = |plan: &Plan<'_>| total(plan, unit, &sum(plan));
    let totals = sum(plan);
    let (settled_total, mut tier_basis) = plan.watch(|plan| plan.settle(in_all));
    let total_range = if settled_total.gaps.is_empty() {
        settled_total.value
    } else {
        let every = plan.under_all(&settled_total.gaps, |plan| total(plan, unit, &totals));
        every.into_iter().flatten().reduce(|one, other| one.hull(&other))
    };
    let (tier_gaps, read) =
        plan.watch(|plan| plan.settle(|plan| tier::decide(plan, unit, in_all(plan).as_ref()).possible).gaps);
    tier_basis.extend(read);
    tier_basis.extend(&plan.track.conventions);
    tier_basis.sort_unstable();
    tier_basis.dedup();
    let (outcome, read) = plan.watch(|plan| tier::decide(plan, unit, total_range.as_ref()));
    let mut tier_gaps = tier_gaps;
    if outcome.possible.len() > 1 {
        tier_gaps.extend(read.into_iter().filter(|at| plan.readings.get(*at) == Reading::Off));
        tier_gaps.sort_unstable();
        tier_gaps.dedup();
    }
    Evaluated {
        indicators,
        totals,
        total: total_range,
        total_gaps: settled_total.gaps,
        outcome,
        tier_gaps,
        tier_basis,
        outside: outside(plan.scheme, unit),
    }
}

impl Judged {
    /// The same judging without what was traced.
    fn silent(&self) -> Self {
        Self { scored: self.scored.clone(), read: self.read.clone(), gaps: self.gaps.clone(), trace: Trace::default() }
    }
}

/// Judges one indicator; what hangs on a convention that is off comes out undetermined.
fn judge(
    plan: &Plan<'_>,
    unit: &Unit,
    (group, indicator): (&Group, &Indicator),
    judgements: &Judgements,
    traced: bool,
) -> Judged {
    let pair = (group, indicator);
    let mut trace = Trace::default();
    let (value, mut read) = plan.watch(|plan| {
        if traced {
            score(plan, unit, pair, judgements, &mut trace)
        } else {
            score(plan, unit, pair, judgements, &mut Silent)
        }
    });
    let mut result = Settled { value, gaps: Vec::new() };
    if read.iter().any(|at| plan.readings.get(*at) == Reading::Off) {
        // Readings that agree on the points agree: figures and marks beside the points decide nothing.
        let points = |plan: &Plan<'_>| {
            let scored = score(plan, unit, pair, judgements, &mut Silent);
            (scored.range, scored.state == ScoreState::NotApplicable)
        };
        let (settled, more) = plan.watch(|plan| plan.settle(points));
        result.gaps = settled.gaps;
        read.extend(more);
    }
    if let Measure::Assess(assess) = &indicator.measure {
        let (found, more) = plan.watch(|plan| watched(plan, unit, &assess.watch, gives_points(judgements, indicator)));
        if let Some(says) = found {
            trace.note(|| says);
            read.extend(more);
        }
    }
    read.sort_unstable();
    read.dedup();
    let mut scored = result.value;
    if !result.gaps.is_empty() {
        let facts = std::mem::take(&mut scored.facts);
        scored = Scored { facts, ..Scored::open(ScoreState::Undetermined, bounds(plan, group, indicator)) };
        trace.steps.retain(|step| !matches!(step.what, What::AllMet | What::Partial { .. } | What::NoEvidence));
        trace.steps.iter_mut().for_each(|step| step.adds = None);
    }
    Judged { scored, read, gaps: result.gaps, trace }
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

fn gives_points(judgements: &Judgements, indicator: &Indicator) -> bool {
    judgements.get(&indicator.no).is_some_and(|given| given.iter().any(|judgement| !judgement.points.is_zero()))
}

/// Whether rows of another indicator may be the same matter as these points.
fn watched(
    plan: &Plan<'_>,
    unit: &Unit,
    watch: &crate::scheme::convention::Slot<Option<crate::score::assess::Watch>>,
    given: bool,
) -> Option<String> {
    if !given {
        return None;
    }
    let watch = plan.read(watch).as_ref()?;
    let other = plan.track.indicators().find(|(_, other)| other.no == watch.other)?.1;
    let Measure::Items(items) = &other.measure else { return None };
    let rule = RowRule {
        conditions: crate::scheme::convention::Slot::Fixed(watch.conditions.clone()),
        ..items.rows().clone()
    };
    let bound = BoundRows::new(plan, &rule, false);
    let mut rows = unit.rows(rule.sheet).iter();
    rows.any(|row| bound.verdict(*row, &mut Silent) == Verdict::Counts).then(|| watch.says.clone())
}

/// Evaluates every unit of a dossier.
///
/// ```text
/// evaluate(scheme, track, readings, dossier) -> Report
/// ```
#[must_use]
pub fn evaluate(scheme: &Scheme, track: &Track, readings: &Readings, dossier: &Dossier) -> Report {
    let plan = Plan::new(scheme, track, dossier, readings.clone());
    let mut findings = dossier.findings.clone();
    findings.extend(fit(scheme, track, dossier));
    let units = dossier.units.iter().map(|unit| unit_report(&plan, unit, &mut findings)).collect();
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
    let evaluated = evaluate_unit(plan, unit, true);
    let given = judgements(plan, unit, findings);
    findings.extend(outside_finding(plan.scheme, unit));
    component::findings(plan, unit, findings);
    filled::findings(plan, unit, findings);
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
    findings.extend(ticked_otherwise(plan, unit, &evaluated, &given));
    let groups = plan.track.groups.iter().zip(&evaluated.totals.groups);
    let (base, _) = settled(&evaluated.totals.base);
    let (bonus, _) = settled(&evaluated.totals.bonus);
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
        total: total.filter(|_| !total_open),
        range: range.filter(|_| points),
        components: parts::components(plan, unit, &evaluated),
        tables: parts::tables(plan, unit),
        tier: verdict::tier_report(plan, unit, &evaluated),
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
    for row in &evaluated.outcome.unreadable {
        let why = format!("“{}”有一条问题记录看不清类型、日期或是否查实，是不是否决不能断定，等次未定", unit.name);
        findings.push(dossier.finding(*row, None, Severity::Must, why, "改清这一行的类型、日期和是否查实。"));
    }
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
        overridden: scored.overridden.as_ref().map(|(judgement, computed)| OverrideReport {
            computed: computed.settled().cloned(),
            by: judgement.by.clone(),
            reason: judgement.reason.clone(),
        }),
        facts: scored.facts.clone(),
        caps: step_caps(trace, &indicator.clause),
        counted: trace.counted.iter().filter_map(|(row, worth)| counted_row(plan, *row, worth.as_ref())).collect(),
        refused: trace.refused.iter().filter_map(|(row, why)| refused_row(plan, *row, why)).collect(),
        basis: bases(plan, &indicator.clause, &judged.read),
        notes: trace.notes.clone(),
        gaps: plan.ids(&judged.gaps),
        judged: indicator.measure.is_judged(),
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
    let rating = plan.track.rating.as_ref().filter(|_| total.applying > 0);
    let rating = rating.zip(score.as_ref()).and_then(|(rating, score)| rating.level(plan, score)).map(str::to_owned);
    let whole = given.get(&group.name).and_then(|given| given.last());
    let tick = plan.track.rating.as_ref().zip(whole).and_then(|(rating, whole)| rating.level(plan, &whole.points));
    let cap = group
        .cap
        .as_ref()
        .filter(|cap| total.raw.sure > cap.points || raw.as_ref().is_some_and(|raw| *raw > cap.points));
    let caps = cap.map(|cap| CapReport {
        before: total.raw.sure.clone(),
        after: total.range.sure.clone(),
        clause: cap.clause.clone(),
    });
    GroupReport {
        name: group.name.clone(),
        max: group.points.clone().or_else(|| group.cap.as_ref().map(|cap| cap.points.clone())),
        raw,
        score,
        range,
        bonus: group.bonus,
        caps: caps.into_iter().collect(),
        rating,
        tick: tick.map(str::to_owned),
    }
}
