//! The cohort (参评范围): the one barrier where units meet. Ranks, shares and quotas are decided here and nowhere else.

mod rank;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diag::{Finding, Severity};
use crate::dossier::{Dossier, RowRef, Unit};
use crate::evaluate::{Evaluated, evaluate_again, evaluate_unit, outside_finding};
use crate::exact::Points;
use crate::fit::fit;
use crate::metric::BoundRows;
use crate::plan::Plan;
use crate::scheme::convention::{ConventionIx, Reading, Readings};
use crate::scheme::model::{Scheme, Track};
use crate::step::Silent;
use crate::tier::quota::Quota;
use crate::tier::standing::Mark;
use crate::tier::{By, Vetoed};

/// The result of a whole cohort.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cohort {
    /// The scheme's id.
    pub scheme: String,
    /// The track's id.
    pub track: String,
    /// The evaluation year.
    pub year: i32,
    /// How many units, by category where categories are ranked by themselves.
    pub population: Vec<Population>,
    /// Where the tiers end.
    pub cuts: Vec<Cut>,
    /// Every unit, the best first within its population.
    pub units: Vec<Placed>,
    /// Places given beyond a quota since units were tied.
    pub overruns: Vec<Overrun>,
    /// Conventions whose other answers would change tiers.
    pub sensitive: Vec<CohortSensitive>,
    /// What a reader should know.
    pub findings: Vec<Finding>,
}

/// Units that are ranked together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Population {
    /// The category; `None` where all units are ranked together.
    pub category: Option<String>,
    /// How many.
    pub units: usize,
}

/// Where a tier ends in a population.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cut {
    /// The category.
    pub category: Option<String>,
    /// The tier.
    pub tier: String,
    /// The share of the units from the top, or the least score.
    pub line: Points,
    /// How many units that is, counted from the top; `None` where a line and no share decides.
    pub places: Option<usize>,
    /// How many units have the tier.
    pub given: usize,
}

/// One unit in its cohort.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Placed {
    /// 单位名称.
    pub unit: String,
    /// 单位类别.
    pub category: Option<String>,
    /// What it is ranked by; `None` while that is open, or where only a rank was given.
    pub score: Option<Points>,
    /// Its competition rank (1, 1, 3).
    pub rank: Option<usize>,
    /// The tier; `None` while it is not decided, and for 不定等次.
    pub tier: Option<String>,
    /// Why, in a sentence.
    pub why: String,
    /// The veto that lowered it.
    pub ceiling: Option<String>,
    /// Whether it shares its rank.
    pub tie: bool,
    /// The conventions that are off and without which its tier is not decided.
    pub undetermined: Vec<String>,
}

/// Places given beyond a quota.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Overrun {
    /// The category.
    pub category: Option<String>,
    /// The tier.
    pub tier: String,
    /// The places that there are.
    pub places: usize,
    /// The places that were given.
    pub given: usize,
}

/// One other answer that changes tiers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CohortSensitive {
    /// The convention.
    pub convention: String,
    /// The other answer's id.
    pub value: String,
    /// The other answer in words.
    pub says: String,
    /// How many units get another tier.
    pub changed: usize,
}

/// Ranks and tiers every unit of a dossier.
#[must_use]
pub fn decide(scheme: &Scheme, track: &Track, readings: &Readings, dossier: &Dossier) -> Cohort {
    let plan = Plan::new(scheme, track, dossier, readings.clone());
    let evaluated = evaluate_all(&plan);
    let (mut cohort, mut touched) = plan.watch(|plan| place(plan, &evaluated));
    touched.extend(evaluated.iter().flat_map(Evaluated::read));
    touched.sort_unstable();
    touched.dedup();
    sensitive(&plan, &evaluated, &mut cohort, &touched);
    cohort.findings.extend(dossier.findings.iter().cloned());
    cohort.findings.extend(fit(scheme, track, dossier));
    cohort.findings.extend(dossier.units.iter().filter_map(|unit| outside_finding(scheme, unit)));
    cohort
}

fn evaluate_all(plan: &Plan<'_>) -> Vec<Evaluated> {
    plan.dossier.units.iter().map(|unit| evaluate_unit(plan, unit, false)).collect()
}

/// Tries every other answer of every convention that the cohort read. Where a convention is off and its answers disagree, the
/// tier is not decided.
fn sensitive(plan: &Plan<'_>, evaluated: &[Evaluated], cohort: &mut Cohort, touched: &[ConventionIx]) {
    let tiers = |cohort: &Cohort| -> BTreeMap<String, Option<String>> {
        cohort.units.iter().map(|unit| (unit.unit.clone(), unit.tier.clone())).collect()
    };
    let base = tiers(cohort);
    for at in touched {
        let Some(convention) = plan.scheme.conventions.get(*at).filter(|convention| !convention.fixed) else {
            continue;
        };
        let now = plan.readings.get(*at);
        for (pick, choice) in convention.choices.iter().enumerate() {
            if now == Reading::Pick(pick) {
                continue;
            }
            let plan = plan.with(&[(*at, Reading::Pick(pick))]);
            let again = |(unit, before)| evaluate_again(&plan, unit, before, *at);
            let again: Vec<Evaluated> = plan.dossier.units.iter().zip(evaluated).map(again).collect();
            let other = tiers(&place(&plan, &again));
            let moved = |unit: &str| other.get(unit) != base.get(unit);
            let changed = base.keys().filter(|unit| moved(unit)).count();
            for unit in cohort.units.iter_mut().filter(|unit| now == Reading::Off && moved(&unit.unit)) {
                if !unit.undetermined.contains(&convention.id) {
                    unit.undetermined.push(convention.id.clone());
                }
            }
            if changed > 0 {
                cohort.sensitive.push(CohortSensitive {
                    convention: convention.id.clone(),
                    value: choice.id.clone(),
                    says: choice.says.clone(),
                    changed,
                });
            }
        }
    }
    for unit in cohort.units.iter_mut().filter(|unit| !unit.undetermined.is_empty()) {
        let cut = cohort.cuts.iter_mut().find(|cut| {
            Some(&cut.tier) == unit.tier.as_ref() && (cut.category.is_none() || cut.category == unit.category)
        });
        if let Some(cut) = cut {
            cut.given -= 1;
        }
        unit.tier = None;
        let why = unit.why.trim_end_matches('。');
        unit.why = format!("{why}；文件没有规定、也没有采用口径：{}，等次未定。", unit.undetermined.join("、"));
    }
}

/// One unit on its way to a place.
struct Runner<'r> {
    unit: &'r Unit,
    evaluated: &'r Evaluated,
    mark: Option<Mark>,
    held: bool,
    rank: usize,
    tie: bool,
    tier: Option<usize>,
    ceiling: Option<&'r Vetoed>,
    why: Vec<String>,
    /// Rows that would matter if they were certain, with the reason why they are not.
    uncertain: Vec<(RowRef, String)>,
}

/// Places every unit; says which conventions that read is what `plan` touched.
fn place(plan: &Plan<'_>, evaluated: &[Evaluated]) -> Cohort {
    let track = plan.track;
    let mut cohort = Cohort {
        scheme: plan.scheme.id.clone(),
        track: track.id.clone(),
        year: plan.dossier.year,
        population: Vec::new(),
        cuts: Vec::new(),
        units: Vec::new(),
        overruns: Vec::new(),
        sensitive: Vec::new(),
        findings: Vec::new(),
    };
    let per_category = track.cohort.as_ref().is_some_and(|standing| *plan.read(&standing.per_category));
    let mut populations: BTreeMap<(usize, Option<String>), Vec<Runner<'_>>> = BTreeMap::new();
    let (left_out, taking_part): (Vec<_>, Vec<_>) =
        plan.dossier.units.iter().zip(evaluated).partition(|(_, evaluated)| evaluated.outside.is_some());
    for (unit, evaluated) in taking_part {
        let category = if per_category { unit.category.clone() } else { None };
        let order = category.as_ref().and_then(|name| track.categories.iter().position(|known| known == name));
        let key = (order.unwrap_or(usize::MAX), category);
        populations.entry(key).or_default().push(runner(plan, unit, evaluated));
    }
    for ((_, category), mut runners) in populations {
        rank(&mut runners);
        match &track.tiering.by {
            By::Threshold(_) => by_line(plan, &category, &mut runners, &mut cohort),
            By::Quota(quota) => by_share(plan, quota, &category, &mut runners, &mut cohort),
        }
        cohort.population.push(Population { category, units: runners.len() });
        for runner in runners {
            remarks(plan, &runner, &mut cohort.findings);
            votes_left_out(plan, &runner, &mut cohort.findings);
            cohort.units.push(placed(plan, runner));
        }
    }
    // Units of another scheme are told of, and are not counted among all.
    for (unit, evaluated) in left_out {
        let why = vec![crate::verdict::why_of(plan, evaluated)];
        cohort.units.push(placed(plan, Runner { mark: None, why, ..runner(plan, unit, evaluated) }));
    }
    cohort
}

fn runner<'r>(plan: &Plan<'_>, unit: &'r Unit, evaluated: &'r Evaluated) -> Runner<'r> {
    let total = evaluated.total.as_ref().and_then(|total| total.settled()).filter(|_| evaluated.total_gaps.is_empty());
    let mark = match &plan.track.cohort {
        Some(standing) => standing.mark(plan, unit, total),
        None => total.map(|total| Mark {
            score: total.clone(),
            says: format!("得分{}", total.shown()),
            is_rank: false,
            refused: Vec::new(),
        }),
    };
    let hold = plan.track.cohort.as_ref().and_then(|standing| standing.hold.as_ref());
    let held = hold.is_some_and(|rows| !BoundRows::new(plan, rows, false).counting(unit, &mut Silent).is_empty());
    Runner {
        unit,
        evaluated,
        mark,
        held,
        rank: 0,
        tie: false,
        tier: None,
        ceiling: None,
        why: Vec::new(),
        uncertain: Vec::new(),
    }
}

/// Sorts units, the best first, and gives competition ranks; a unit without a mark comes last and has none.
fn rank(runners: &mut [Runner<'_>]) {
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
}

/// Each unit by its own total against its lines.
fn by_line(plan: &Plan<'_>, category: &Option<String>, runners: &mut [Runner<'_>], cohort: &mut Cohort) {
    for runner in runners.iter_mut() {
        runner.tier = runner.evaluated.tier().filter(|_| !runner.held);
        runner.ceiling = runner
            .evaluated
            .outcome
            .vetoes
            .first()
            .filter(|_| runner.evaluated.outcome.before_veto != runner.evaluated.outcome.possible);
        runner.why.push(crate::verdict::why_of(plan, runner.evaluated));
    }
    let last = plan.scheme.tiers.len().saturating_sub(1);
    for place in 0..last {
        let Some(line) = plan.track.tiering.line(plan, place) else { continue };
        cohort.cuts.push(Cut {
            category: category.clone(),
            tier: plan.scheme.tiers[place].clone(),
            line,
            places: None,
            given: runners.iter().filter(|runner| runner.tier == Some(place)).count(),
        });
    }
}

/// Units by their place among all. While one unit has no mark yet, no place is certain and nobody gets a tier.
fn by_share(
    plan: &Plan<'_>,
    quota: &Quota,
    category: &Option<String>,
    runners: &mut [Runner<'_>],
    cohort: &mut Cohort,
) {
    let units = runners.len();
    let tops = quota.tops(plan, units);
    let waiting = runners.iter().filter(|runner| runner.mark.is_none()).count();
    let ranked = runners.iter().filter(|runner| runner.mark.as_ref().is_some_and(|mark| mark.is_rank)).count();
    if ranked > 0 && ranked + waiting < units {
        for runner in runners.iter_mut() {
            runner.why.push(format!("{units}个单位中{ranked}个只给了名次，其余按得分，不能排在一起，暂不能定等"));
        }
    } else if waiting > 0 {
        for runner in runners.iter_mut() {
            runner.why.push(format!("{units}个单位中还有{waiting}个没有得分，名次未定，暂不能定等"));
        }
    } else if quota.by_units {
        fill(plan, quota, &tops, runners);
    } else {
        rank::by_rank(plan, quota, &tops, runners);
    }
    for (place, share, places) in tops {
        let given = runners.iter().filter(|runner| runner.tier == Some(place)).count();
        let reached = runners.iter().filter(|runner| runner.tier.is_some_and(|tier| tier <= place)).count();
        let tier = plan.scheme.tiers[place].clone();
        if reached > places && runners.iter().any(|runner| runner.tie) {
            cohort.overruns.push(Overrun { category: category.clone(), tier: tier.clone(), places, given: reached });
        }
        cohort.cuts.push(Cut { category: category.clone(), tier, line: share, places: Some(places), given });
    }
}

/// The best tier that no veto forbids, from `tier` on down.
fn allowed<'r>(plan: &Plan<'_>, evaluated: &'r Evaluated, tier: usize) -> (usize, Option<&'r Vetoed>) {
    let last = plan.scheme.tiers.len().saturating_sub(1);
    let veto = evaluated.outcome.vetoes.iter().filter(|veto| tier <= veto.not).max_by_key(|veto| veto.not);
    veto.map_or((tier, None), |veto| (veto.lowered(tier, last), Some(veto)))
}

/// Gives a unit a tier, or the next one that no veto forbids, or none where it is held.
fn give(plan: &Plan<'_>, runner: &mut Runner<'_>, tier: usize) {
    if runner.held {
        runner.why.push("问题较多、存在突出短板、整体滞后，不定等次".to_owned());
        return;
    }
    let (tier, veto) = allowed(plan, runner.evaluated, tier);
    if let Some(veto) = veto {
        let not = plan.scheme.tiers.get(veto.not).map_or("", String::as_str);
        runner.why.push(format!("{}，不得确定为“{not}”", veto.says));
    }
    runner.tier = Some(tier);
    runner.ceiling = veto;
}

/// Shares of units: places are filled from the top; tied units at an edge enter together.
fn fill(plan: &Plan<'_>, quota: &Quota, tops: &[(usize, Points, usize)], runners: &mut [Runner<'_>]) {
    let refill = *plan.read(&quota.refill);
    let units = runners.len();
    for runner in runners.iter_mut() {
        let mark = runner.mark.as_ref().map_or_else(String::new, |mark| mark.says.clone());
        runner.why.push(format!("{mark}，第{}名，共{units}个单位", runner.rank));
    }
    let score = |runner: &Runner<'_>| runner.mark.as_ref().map(|mark| mark.score.clone());
    // Units in order that still wait for a tier; one that is held takes a place only where places are not refilled.
    let mut open: Vec<usize> = (0..units).filter(|at| !runners[*at].held || !refill).collect();
    let mut taken = 0;
    for (place, _, places) in tops {
        let (mut left, mut edge) = (Vec::new(), None);
        for at in open {
            let forbidden = allowed(plan, runners[at].evaluated, *place).0 != *place;
            let enters = taken < *places || (edge.is_some() && score(&runners[at]) == edge);
            if !enters || (forbidden && refill) {
                left.push(at);
                continue;
            }
            taken += 1;
            edge = score(&runners[at]);
            if forbidden {
                // Without refilling, the place is used up and the unit falls to the next tier.
                give(plan, &mut runners[at], *place);
            } else {
                if !runners[at].held {
                    runners[at].why.push(format!("在“{}”的{places}个名额之内", plan.scheme.tiers[*place]));
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
            runner.why.push("问题较多、存在突出短板、整体滞后，不定等次".to_owned());
        }
    }
}

/// What a reader should know beside a unit's place: rows that did not decide it, and rows that are only pointed out.
fn remarks(plan: &Plan<'_>, runner: &Runner<'_>, findings: &mut Vec<Finding>) {
    let name = &runner.unit.name;
    for (row, why) in runner.uncertain.iter().chain(&runner.evaluated.outcome.unverified) {
        let why = format!("“{name}”有一条问题记录没有影响等次：{why}");
        let mend = "查实的，补填“是否查实”；未查实的，说明情况。";
        findings.push(plan.dossier.finding(*row, None, Severity::Explain, why, mend));
    }
    findings.extend(crate::tier::flag_findings(plan, runner.unit));
}

fn votes_left_out(plan: &Plan<'_>, runner: &Runner<'_>, findings: &mut Vec<Finding>) {
    for (row, why) in runner.mark.iter().flat_map(|mark| &mark.refused) {
        findings.push(plan.dossier.finding(*row, None, Severity::Note, (*why).to_owned(), ""));
    }
}

fn placed(plan: &Plan<'_>, runner: Runner<'_>) -> Placed {
    let score = runner.mark.as_ref().filter(|mark| !mark.is_rank).map(|mark| mark.score.clone());
    let gaps = if runner.mark.is_none() { runner.evaluated.score_gaps() } else { Vec::new() };
    Placed {
        unit: runner.unit.name.clone(),
        category: runner.unit.category.clone(),
        score,
        rank: (runner.rank > 0).then_some(runner.rank),
        tier: runner.tier.and_then(|tier| plan.scheme.tiers.get(tier).cloned()),
        why: format!("{}。", runner.why.join("；").trim_end_matches('。')),
        ceiling: runner.ceiling.map(|veto| veto.says.clone()),
        tie: runner.tie,
        undetermined: plan.ids(&gaps),
    }
}
