//! The cohort (参评范围): the one barrier where units meet. Ranks, shares and quotas are decided here and nowhere else.

mod answers;
mod board;
mod conditions;
mod distance;
mod fill;
mod higher;
mod order;
mod rank;
mod result;

use std::borrow::Borrow;
use std::collections::BTreeMap;

use crate::diag::{Finding, Severity};
use crate::dossier::{Dossier, RowRef, Unit};
use crate::evaluate::{Evaluated, Memo, evaluate_known, outside_finding};
use crate::exact::Range;
use crate::fit::fit;
use crate::metric::BoundRows;
use crate::plan::Plan;
use crate::scheme::convention::Readings;
use crate::scheme::model::{Scheme, Track};
use crate::step::Trace;
use crate::tier::blend::{InUse, blended};
use crate::tier::quota::Quota;
use crate::tier::standing::{Mark, Standing};
use crate::tier::{By, UNFILLED, Vetoed};

pub use result::{Changed, Cohort, CohortPair, CohortSensitive, Cut, Higher, Overrun, Place, Placed, Population};

/// Ranks and tiers every unit of a dossier.
#[must_use]
pub fn decide(scheme: &Scheme, track: &Track, readings: &Readings, dossier: &Dossier) -> Cohort {
    decide_all(&Plan::new(scheme, track, dossier, readings.clone()), &Memo::default())
}

/// Ranks and tiers every unit of a plan's dossier, taking from the memo what was judged already.
#[must_use]
pub fn decide_all(plan: &Plan<'_>, memo: &Memo) -> Cohort {
    let Plan { scheme, track, dossier, .. } = *plan;
    let evaluated: Vec<Evaluated> = dossier.units.iter().map(|unit| evaluate_known(plan, unit, false, memo)).collect();
    let (mut cohort, reads) = plan.watch(|plan| place(plan, &evaluated));
    answers::sensitive(plan, &evaluated, &mut cohort, &reads, memo);
    cohort.findings.extend(dossier.findings.iter().cloned());
    cohort.findings.extend(fit(scheme, track, dossier));
    cohort.findings.extend(dossier.units.iter().filter_map(|unit| outside_finding(scheme, unit)));
    cohort
}

/// One unit on its way to a place.
struct Runner<'r> {
    unit: &'r Unit,
    evaluated: &'r Evaluated,
    mark: Option<Mark>,
    /// What it still lacks to have a mark.
    missing: Option<String>,
    /// What its mark can still be; `None` where nobody can say.
    reach: Option<Range>,
    held: bool,
    /// What goes before the name where marks are the same, in turn.
    breaks: Vec<Range>,
    /// What it is ranked by, set beside all others.
    ends: Option<order::Ends>,
    /// Its competition rank, where it is certain; else 0.
    rank: usize,
    /// The best and the worst rank that it can have among all; `None` where ranks and scores stand side by side.
    ranks: Option<(usize, usize)>,
    tie: bool,
    /// How ties with its neighbours were broken.
    broken: Vec<String>,
    tier: Option<usize>,
    /// What more points would bring it.
    higher: Option<Higher>,
    ceiling: Option<&'r Vetoed>,
    why: Vec<String>,
    /// Rows that would matter if they were certain, with the reason why they are not.
    uncertain: Vec<(RowRef, String)>,
}

/// Places every unit; says which conventions that read is what `plan` touched.
fn place<E: Borrow<Evaluated>>(plan: &Plan<'_>, evaluated: &[E]) -> Cohort {
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
        sensitive_pairs: Vec::new(),
        findings: Vec::new(),
    };
    let standing = track.cohort.as_ref();
    let blend = standing.and_then(|standing| standing.blend.as_ref());
    let sources = blend.map(|blend| blend.in_use(plan)).unwrap_or_default();
    let per_category = standing.is_some_and(|standing| *plan.read(&standing.per_category));
    let some_category = plan.dossier.units.iter().any(|unit| unit.category.is_some());
    let mut populations: BTreeMap<(usize, Option<String>), Vec<Runner<'_>>> = BTreeMap::new();
    let mut left: Vec<(Runner<'_>, String)> = Vec::new();
    for (unit, evaluated) in plan.dossier.units.iter().zip(evaluated) {
        let evaluated = evaluated.borrow();
        let runner = runner(plan, &sources, unit, evaluated);
        if evaluated.outside.is_some() {
            // Units of another scheme are told of, and are not counted among all.
            left.push((runner, crate::verdict::why_of(plan, evaluated)));
            continue;
        }
        let place = unit.category.as_ref().and_then(|name| track.categories.iter().position(|known| known == name));
        if let Some(category) = unit.category.as_ref().filter(|name| is_apart(plan, name)) {
            left.push((runner, format!("“{category}”另行评价，不参加这里的排名和比例")));
        } else if per_category && unit.category.is_none() && some_category {
            left.push((runner, "没有填单位类别，不能归入任何一类排名".to_owned()));
        } else {
            let category = unit.category.clone().filter(|_| per_category);
            cohort.findings.extend(unknown_category(track, unit, place));
            populations
                .entry((place.filter(|_| per_category).unwrap_or(usize::MAX), category))
                .or_default()
                .push(runner);
        }
    }
    for ((_, category), mut runners) in populations {
        order::rank(plan, &mut runners);
        match &track.tiering.by {
            By::Threshold(threshold) => match &threshold.ranking {
                Some(ranking) => {
                    conditions::by_conditions(plan, (threshold, ranking), &category, &mut runners, &mut cohort);
                }
                None => by_line(plan, &category, &mut runners, &mut cohort),
            },
            By::Quota(quota) => by_share(plan, quota, &category, &mut runners, &mut cohort),
        }
        let units = runners.len();
        cohort.population.push(Population { category, units });
        for runner in runners {
            remarks(plan, &runner, &mut cohort.findings);
            votes_left_out(plan, &runner, &mut cohort.findings);
            cohort.units.push(placed(plan, runner, units));
        }
    }
    for (runner, why) in left {
        remarks(plan, &runner, &mut cohort.findings);
        let unit = placed(plan, Runner { mark: None, why: vec![why], ..runner }, 0);
        cohort.units.push(Placed { place: Place::Apart, ..unit });
    }
    if let By::Quota(quota) = &track.tiering.by
        && per_category
    {
        fill::all_together(plan, quota, &mut cohort);
    }
    cohort
}

/// Whether a category is judged elsewhere.
fn is_apart(plan: &Plan<'_>, category: &str) -> bool {
    let asked = plan.track.cohort.as_ref().filter(|standing| standing.names_apart(category));
    asked.is_some_and(|standing| plan.read(&standing.apart).iter().any(|name| name == category))
}

/// A category that the scheme does not have is ranked by itself, which is rarely meant.
fn unknown_category(track: &Track, unit: &Unit, place: Option<usize>) -> Option<Finding> {
    let category = unit.category.as_ref().filter(|_| place.is_none() && !track.categories.is_empty())?;
    let why = format!("“{}”的单位类别“{category}”不是方案所列的类别", unit.name);
    let mend = format!("写方案的类别：{}。", track.categories.join("、"));
    Some(Finding::about("", Severity::Explain, why, &mend).on(&unit.name))
}

fn runner<'r>(plan: &Plan<'_>, sources: &[InUse<'_>], unit: &'r Unit, evaluated: &'r Evaluated) -> Runner<'r> {
    let total = evaluated.total.as_ref().and_then(|total| total.settled()).filter(|_| evaluated.total_gaps.is_empty());
    let mark = match &plan.track.cohort {
        Some(standing) => blended(plan, unit, sources, standing.mark(plan, unit, total)),
        None => total.map_or_else(
            || Err("还没有得分".to_owned()),
            |total| {
                let says = format!("得分{}", total.shown());
                Ok(Mark { score: total.clone(), says, is_rank: false, of_total: true, refused: Vec::new() })
            },
        ),
    };
    let missing = mark.as_ref().err().cloned();
    let of_total = sources.is_empty() && plan.track.cohort.as_ref().is_none_or(Standing::takes_totals);
    let reach = match &mark {
        Ok(mark) => Some(Range::exactly(mark.score.clone())),
        Err(_) => evaluated.total.clone().filter(|_| of_total && evaluated.total_gaps.is_empty()),
    };
    let mut trace = Trace::default();
    let hold = plan.track.cohort.as_ref().and_then(|standing| standing.hold.as_ref());
    let held = hold.is_some_and(|hold| !BoundRows::new(plan, &hold.rows, false).counting(unit, &mut trace).is_empty());
    Runner {
        unit,
        evaluated,
        mark: mark.ok(),
        missing,
        reach,
        held,
        breaks: order::breaks(plan.track, evaluated),
        ends: None,
        rank: 0,
        ranks: None,
        tie: false,
        broken: Vec::new(),
        tier: None,
        higher: None,
        ceiling: None,
        why: Vec::new(),
        uncertain: trace.refused,
    }
}

/// Each unit by its own total against its lines.
fn by_line(plan: &Plan<'_>, category: &Option<String>, runners: &mut [Runner<'_>], cohort: &mut Cohort) {
    let units = runners.len();
    for runner in runners.iter_mut() {
        runner.tier = runner.evaluated.tier().filter(|_| !runner.held);
        runner.ceiling = runner
            .evaluated
            .outcome
            .vetoes
            .first()
            .filter(|_| runner.evaluated.outcome.before_veto != runner.evaluated.outcome.possible);
        runner.why.extend(runner.rank_words(units));
        runner.why.append(&mut runner.broken);
        runner.why.push(crate::verdict::why_of(plan, runner.evaluated));
        runner.why.extend(held_words(plan).filter(|_| runner.held));
    }
    let last = plan.track.tiers.len().saturating_sub(1);
    for place in 0..last {
        let Some(line) = plan.track.tiering.line(plan, place) else { continue };
        let given = runners.iter().filter(|runner| runner.tier == Some(place)).count();
        let tier = plan.track.tiers[place].clone();
        cohort.cuts.push(Cut { given, ..Cut::new(category.clone(), tier, line) });
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
            runner.why.extend(runner.missing.clone());
            runner.why.push(format!("{units}个单位中还有{waiting}个没有得分，名次未定，暂不能定等"));
        }
    } else if runners.iter().any(|runner| runner.certain_rank().is_none()) {
        for runner in runners.iter_mut() {
            runner.why.push("得分相同的单位，要接着比的还没有定，名次未定，暂不能定等".to_owned());
        }
    } else if quota.by_units {
        fill::fill(plan, quota, &tops, runners);
        distance::tell(plan, quota, &tops, runners);
    } else {
        rank::by_rank(plan, quota, &tops, runners);
        distance::tell(plan, quota, &tops, runners);
    }
    for (place, share, places) in tops {
        let given = runners.iter().filter(|runner| runner.tier == Some(place)).count();
        let reached = runners.iter().filter(|runner| runner.tier.is_some_and(|tier| tier <= place)).count();
        let tier = plan.track.tiers[place].clone();
        if reached > places && runners.iter().any(|runner| runner.tie) {
            cohort.overruns.push(Overrun { category: category.clone(), tier: tier.clone(), places, given: reached });
        }
        cohort.cuts.push(Cut { places: Some(places), given, ..Cut::new(category.clone(), tier, share) });
    }
    if waiting == 0 {
        fill::far_from_share(plan, quota, category.as_deref(), runners, &mut cohort.findings);
    }
}

/// The tier that vetoes leave of `tier`, with the one that decides it.
fn allowed<'r>(plan: &Plan<'_>, evaluated: &'r Evaluated, tier: usize) -> (usize, Option<&'r Vetoed>) {
    let last = plan.track.tiers.len().saturating_sub(1);
    evaluated.outcome.vetoes.iter().fold((tier, None), |(tier, by), veto| match veto.lowered(tier, last) {
        left if left == tier && tier > veto.not => (tier, by),
        left => (left, Some(veto)),
    })
}

/// What is said of a unit that is held.
fn held_words(plan: &Plan<'_>) -> Option<String> {
    Some(plan.track.cohort.as_ref()?.hold.as_ref()?.says.clone())
}

/// Gives a unit a tier, or the next one that no veto forbids, or none where it is held or nothing of it is filled in.
fn give(plan: &Plan<'_>, runner: &mut Runner<'_>, tier: usize) {
    if runner.held {
        runner.why.extend(held_words(plan));
        return;
    }
    if runner.evaluated.outcome.unfilled {
        runner.why.push(UNFILLED.to_owned());
        return;
    }
    runner.tier = Some(bar(plan, runner, tier));
}

/// The tier that vetoes leave of `tier`; a veto that takes it away is kept and told.
fn bar(plan: &Plan<'_>, runner: &mut Runner<'_>, tier: usize) -> usize {
    let (left, veto) = allowed(plan, runner.evaluated, tier);
    if let Some(veto) = veto {
        runner.why.push(veto.words(plan));
        runner.ceiling = Some(veto);
    }
    left
}

/// What a reader should know beside a unit's place: rows that did not decide it, and rows that are only pointed out.
fn remarks(plan: &Plan<'_>, runner: &Runner<'_>, findings: &mut Vec<Finding>) {
    let name = &runner.unit.name;
    for (row, why) in runner.uncertain.iter().chain(&runner.evaluated.outcome.unverified) {
        let why = format!("“{name}”有一条问题记录没有影响等次：{why}");
        let mend = "查实的，补填“是否查实”；未查实的，说明情况。";
        findings.push(plan.dossier.finding(*row, None, Severity::Explain, why, mend));
    }
    findings.extend(crate::tier::incident::unclear(plan, runner.unit, &runner.evaluated.outcome));
    findings.extend(crate::tier::flag_findings(plan, runner.unit));
}

fn votes_left_out(plan: &Plan<'_>, runner: &Runner<'_>, findings: &mut Vec<Finding>) {
    for (row, why) in runner.mark.iter().flat_map(|mark| &mark.refused) {
        findings.push(plan.dossier.finding(*row, None, Severity::Note, (*why).to_owned(), ""));
    }
}

fn placed(plan: &Plan<'_>, runner: Runner<'_>, units: usize) -> Placed {
    let score = runner.mark.as_ref().filter(|mark| !mark.is_rank).map(|mark| mark.score.clone());
    let gaps = if runner.mark.is_none() { runner.evaluated.score_gaps() } else { Vec::new() };
    Placed {
        unit: runner.unit.name.clone(),
        category: runner.unit.category.clone(),
        score,
        rank: runner.certain_rank(),
        ranks: runner.open_ranks(units),
        tier: runner.tier.and_then(|tier| plan.track.tiers.get(tier).cloned()),
        why: format!("{}。", runner.why.join("；").trim_end_matches('。')),
        higher: runner.higher,
        ceiling: runner.ceiling.map(|veto| veto.says.clone()),
        tie: runner.tie,
        place: match (runner.mark.is_some(), runner.held) {
            (false, _) => Place::Waiting,
            (_, true) => Place::Held,
            (_, false) => Place::Ranked,
        },
        undetermined: plan.ids(&gaps),
    }
}
