//! What an indicator lacks, as rows that would be counted: only facts that the ledger does not have. What it says, a date, a
//! level, a person's judgement, stays as it is.

use super::suppose::{Fill, Row, Supposed, came_late, free_days, put, wanted};
use crate::dossier::Unit;
use crate::evaluate::Judged;
use crate::exact::Points;
use crate::judgement::Judgements;
use crate::ledger::dictionary::{FieldIx, Kind};
use crate::ledger::period::{During, Window};
use crate::metric::aggregate::Aggregate;
use crate::metric::one::By;
use crate::plan::Plan;
use crate::scheme::model::{Indicator, Metric, RowRule};
use crate::score::items::Items;
use crate::score::need::{Asked, Need, Places, windows};
use crate::score::per::Per;
use crate::score::rank_points::RankPoints;
use crate::score::ratio::Ratio;
use crate::score::spread::{Each, Group};
use crate::score::{Case, Measure};
use crate::step::{What, ratio_shown};

/// Rows that an indicator lacks, and what they are in words.
#[derive(Debug, Clone)]
pub struct Want {
    /// The rows.
    pub supposed: Supposed,
    /// What is missing.
    pub says: String,
}

/// More rows than this are no small change.
const MOST_ROWS: i64 = 60;

/// Of more groups than this the first are enough to show what helps.
const MOST_GROUPS: usize = 12;

/// What an indicator lacks, piece by piece; and where several pieces are lacking, more and more of them together.
#[must_use]
pub fn wants(
    plan: &Plan<'_>,
    unit: &Unit,
    indicator: &Indicator,
    judged: &Judged,
    judgements: &Judgements,
) -> Vec<Vec<Want>> {
    let case = Case { plan, unit, bounds: &judged.scored.range, judgements, total: None };
    let gates = indicator.chain.needs(plan);
    let gates = more_and_more(of_needs(&case, &gates, Places::Any, &[]));
    gates.into_iter().chain(of_measure(&case, &indicator.measure, judged)).collect()
}

/// Each want alone, then more and more of them together, the smallest first.
fn more_and_more(mut wants: Vec<Want>) -> Vec<Vec<Want>> {
    let mut all = alone(wants.clone());
    wants.sort_by_key(|want| want.supposed.rows.len());
    all.extend((2..=wants.len()).map(|count| wants[..count].to_vec()));
    all
}

fn alone(wants: Vec<Want>) -> Vec<Vec<Want>> {
    wants.into_iter().map(|want| vec![want]).collect()
}

fn of_measure(case: &Case<'_>, measure: &Measure, judged: &Judged) -> Vec<Vec<Want>> {
    let Case { plan, unit, .. } = *case;
    match measure {
        Measure::Elements(elements) => {
            let (places, place_fields) = elements.places(plan);
            more_and_more(of_needs(case, &elements.needs(plan), places, place_fields))
        }
        Measure::Ratio(ratio) => {
            let shares = ratio.shares();
            let shares = shares.flat_map(|needs| of_needs(case, &needs.iter().collect::<Vec<_>>(), Places::Any, &[]));
            alone(shares.chain(of_ratio(case, ratio, judged)).collect())
        }
        Measure::Items(items) => alone(of_items(plan, unit, items)),
        Measure::Assess(assess) => {
            let refused = judged.trace.steps.iter().find_map(|step| match &step.what {
                What::EvidenceRefused { given } => Some(given),
                _ => None,
            });
            let Some(given) = refused else { return Vec::new() };
            let want = |rule: &RowRule| {
                let says = format!("现有佐证都不予认定，评审打的{}分没有计，缺1条可以认定的佐证", given.shown());
                one_row(plan, unit, rule, Vec::new(), plan.year).map(|supposed| Want { supposed, says })
            };
            alone(assess.shows.iter().filter_map(want).collect())
        }
        Measure::Parts(parts) => parts.parts.iter().flat_map(|part| of_measure(case, &part.measure, judged)).collect(),
        // What is taken off for something short of a line comes back with what is missing; an incident was, and no row undoes it.
        Measure::Deduct(deduct) => more_and_more(
            deduct
                .per
                .iter()
                .flat_map(|per| {
                    let groups = per.amount().short_groups(case);
                    let all = per.amount().short(case).and_then(|short| of_per(case, per, short, "还缺"));
                    all.into_iter().chain(of_groups(case, per.amount().quantity().metric, per.says(), groups))
                })
                .collect(),
        ),
        Measure::Accrue(accrue) => {
            alone(accrue.per.iter().filter_map(|per| of_per(case, per, per.amount().to_next(case)?, "再有")).collect())
        }
        Measure::Grouped(grouped) => alone(of_groups(case, grouped.metric, "到下一档", grouped.short_groups(case))),
        Measure::RankPoints(rank) => alone(of_rank(case, rank)),
        // How satisfied people are is not the unit's to write down.
        Measure::Survey(_) => Vec::new(),
    }
}

/// So much more of what is ranked as takes the unit past others.
fn of_rank(case: &Case<'_>, rank: &RankPoints) -> Vec<Want> {
    let Case { plan, unit, .. } = *case;
    let want = |(metric, more, place): (usize, Points, usize)| {
        let metric = plan.metric(metric).filter(|metric| !came_late(plan, unit, &metric.rows))?;
        let window = metric.during.window(plan.dossier.year)?;
        let rows = short_rows(plan, unit, metric, window, &more, &[], 0)?;
        let lacks = whole(&metric.aggregate, &more).map_or_else(|| more.shown(), |count| count.to_string());
        let says = format!("{}再有{lacks}{}，其他单位不变，名次到第{place}名", metric.name, metric.unit);
        Some(Want { supposed: Supposed { sheet: metric.rows.sheet, rows }, says })
    };
    rank.past_others(case).into_iter().filter_map(want).collect()
}

/// So much more of what a clause counts.
fn of_per(case: &Case<'_>, per: &Per, more: Points, word: &str) -> Option<Want> {
    let Case { plan, unit, .. } = *case;
    let metric = plan.metric(per.amount().quantity().metric)?;
    if came_late(plan, unit, &metric.rows) {
        return None;
    }
    let window = metric.during.window(plan.dossier.year)?;
    let rows = short_rows(plan, unit, metric, window, &more, &[], 0)?;
    let lacks = whole(&metric.aggregate, &more).map_or_else(|| more.shown(), |count| count.to_string());
    let says = format!("{}{word}{lacks}{}（{}）", metric.name, metric.unit, per.says());
    Some(Want { supposed: Supposed { sheet: metric.rows.sheet, rows }, says })
}

/// What groups of rows are short of, each by itself.
fn of_groups(case: &Case<'_>, metric: usize, says: &str, groups: Vec<(&Each, Vec<i64>, Group, Points)>) -> Vec<Want> {
    let Case { plan, unit, .. } = *case;
    let Some(metric) = plan.metric(metric).filter(|metric| !came_late(plan, unit, &metric.rows)) else {
        return Vec::new();
    };
    let want = |(each, key, group, short): (&Each, Vec<i64>, Group, Points)| {
        let window = metric.during.window(plan.dossier.year)?;
        let sheet = metric.rows.sheet;
        let (words, days) = each.row_of(case, sheet, (&key, &group), window)?;
        let given: Row = words.into_iter().map(|(field, word)| (field, Fill::Word(word))).collect();
        let rows = short_rows(plan, unit, metric, days, &short, &given, 0)?;
        let lacks = whole(&metric.aggregate, &short).map_or_else(|| short.shown(), |count| count.to_string());
        let says = format!("{}{}还缺{lacks}{}（{says}）", group.name, metric.name, metric.unit);
        Some(Want { supposed: Supposed { sheet, rows }, says })
    };
    groups.into_iter().filter_map(want).take(MOST_GROUPS).collect()
}

fn of_needs(case: &Case<'_>, needs: &[&Need], places: Places, place_fields: &[String]) -> Vec<Want> {
    let windows = windows(needs.iter().copied());
    let asked = Asked { places, place_fields, windows: &windows };
    needs.iter().filter(|need| !need.soft).filter_map(|need| of_need(case, need, &asked)).collect()
}

fn of_need(case: &Case<'_>, need: &Need, asked: &Asked<'_>) -> Option<Want> {
    let Case { plan, unit, .. } = *case;
    let metric = plan.metric(need.metric)?;
    let lacking = need.lacking(case, asked);
    if lacking.is_empty() || came_late(plan, unit, &metric.rows) {
        return None;
    }
    let window = need.during.window(plan.dossier.year)?;
    let sheet = plan.dossier.dictionary.sheet(metric.rows.sheet)?;
    let mut rows: Vec<Row> = Vec::new();
    let mut words = Vec::new();
    for (place, short) in &lacking {
        let given = match place {
            Some(place) => {
                let field = asked.place_fields.iter().find_map(|name| sheet.find(name))?;
                vec![(field, Fill::Word(place.clone()))]
            }
            None => Vec::new(),
        };
        rows.extend(short_rows(plan, unit, metric, window, short, &given, rows.len())?);
        let lacks = whole(&metric.aggregate, short).map_or_else(|| short.shown(), |count| count.to_string());
        words.push(format!("{}还缺{lacks}{}", place.as_deref().unwrap_or_default(), metric.unit));
    }
    let during = During::WORDS.iter().find(|(_, known)| *known == need.during && need.during != During::Year);
    let during = during.map_or("", |(word, _)| word);
    let colon = if lacking.iter().any(|(place, _)| place.is_some()) { "：" } else { "" };
    let says = format!("{during}{}{colon}{}（{}）", metric.name, words.join("、"), need.says);
    Some(Want { supposed: Supposed { sheet: metric.rows.sheet, rows }, says })
}

fn of_ratio(case: &Case<'_>, ratio: &Ratio, judged: &Judged) -> Vec<Want> {
    let Case { plan, unit, .. } = *case;
    let mut wants = Vec::new();
    for (says, metric) in ratio.completions() {
        let Some(metric) = plan.metric(metric).filter(|metric| !came_late(plan, unit, &metric.rows)) else { continue };
        let found = judged.trace.steps.iter().find_map(|step| match &step.what {
            What::Ratio { says: known, value, target, unit: each, .. } if known == says => Some((value, target, each)),
            _ => None,
        });
        let Some((value, target, each)) = found else { continue };
        let mut counts: Vec<i64> = Vec::new();
        for line in ratio.lines(plan) {
            let due = target * &line;
            if *value >= due {
                continue;
            }
            let short = &due - value;
            // So many rows reach a better line already.
            if whole(&metric.aggregate, &short).is_some_and(|count| counts.contains(&count)) {
                continue;
            }
            counts.extend(whole(&metric.aggregate, &short));
            let Some(rows) = short_rows(plan, unit, metric, plan.year, &short, &[], 0) else { continue };
            let line = ratio_shown(&line, each.as_deref());
            let lacks = whole(&metric.aggregate, &short).map_or_else(|| short.shown(), |count| count.to_string());
            let says = format!("{says}到{line}还缺{lacks}{}（{}）", metric.unit, metric.name);
            wants.push(Want { supposed: Supposed { sheet: metric.rows.sheet, rows }, says });
        }
    }
    wants
}

/// One more item of each level: a new matter, or the level of one that is known is no change to make.
fn of_items(plan: &Plan<'_>, unit: &Unit, items: &Items) -> Vec<Want> {
    let want = |(field, level, points): (FieldIx, &str, &Points)| {
        let mut given = vec![(field, Fill::Word(level.to_owned()))];
        for content in items.content_fields() {
            put(&mut given, *content, Fill::Word("补记的一项".to_owned()));
        }
        let supposed = one_row(plan, unit, items.rows(), given, plan.year)?;
        let says = format!("再有1项{level}的（每项{}分，不能与已有的重复）", points.shown());
        Some(Want { supposed, says })
    };
    let by_conditions = |(name, rule, points): (&str, &RowRule, &Points)| {
        let day = free_days(plan, unit, items.rows().sheet, plan.year).next()?;
        let mut given: Row = Vec::new();
        for content in items.content_fields() {
            put(&mut given, *content, Fill::Word("补记的一项".to_owned()));
        }
        let met = wanted(plan, rule, given, day)?;
        let supposed = Supposed { sheet: items.rows().sheet, rows: vec![wanted(plan, items.rows(), met, day)?] };
        let says = format!("再有1项“{name}”的（每项{}分，不能与已有的重复）", points.shown());
        Some(Want { supposed, says })
    };
    let levels = items.levels().into_iter().filter_map(want);
    levels.chain(items.by_conditions().into_iter().filter_map(by_conditions)).collect()
}

fn one_row(plan: &Plan<'_>, unit: &Unit, rule: &RowRule, given: Row, window: Window) -> Option<Supposed> {
    let day = free_days(plan, unit, rule.sheet, window).next()?;
    Some(Supposed { sheet: rule.sheet, rows: vec![wanted(plan, rule, given, day)?] })
}

/// How many rows or values that is; `None` for a sum, which is no count.
fn whole(aggregate: &Aggregate, short: &Points) -> Option<i64> {
    let counts = !matches!(aggregate, Aggregate::Sum(_));
    counts.then(|| (1..=MOST_ROWS).find(|count| Points::from(*count) >= *short)).flatten()
}

/// Rows that bring a metric up by `short`; each starts from `given`. `before` such rows are supposed already.
fn short_rows(
    plan: &Plan<'_>,
    unit: &Unit,
    metric: &Metric,
    window: Window,
    short: &Points,
    given: &[(FieldIx, Fill)],
    before: usize,
) -> Option<Vec<Row>> {
    let sheet = metric.rows.sheet;
    let kind = |field: FieldIx| plan.dossier.dictionary.field(sheet, field).map(|field| &field.kind);
    let mut days = free_days(plan, unit, sheet, window).skip(before);
    let mut row = |more: Row| wanted(plan, &metric.rows, given.iter().cloned().chain(more).collect(), days.next()?);
    if let Aggregate::Sum(sum) = &metric.aggregate {
        let (field, unit) = (*sum.fields().first()?, sum.unit());
        let fill = match kind(field)? {
            Kind::Money(own) => {
                crate::exact::Money::of(short, unit).or_else(|| crate::exact::Money::of(short, own)).map(Fill::Money)?
            }
            _ => Fill::Number(short.clone()),
        };
        return Some(vec![row(vec![(field, fill)])?]);
    }
    let count = whole(&metric.aggregate, short)?;
    let each = |at: i64| -> Option<Row> {
        Some(match &metric.aggregate {
            Aggregate::Rows | Aggregate::Sum(_) => Vec::new(),
            Aggregate::Distinct(field, By::Value) => {
                let fill = match kind(*field)? {
                    Kind::Text => Fill::Word(format!("补记{at}")),
                    Kind::Choice(of) => Fill::Word(of.get(usize::try_from(at - 1).ok()?)?.0.clone()),
                    _ => return None,
                };
                vec![(*field, fill)]
            }
            // Days, months and single values have no row of their own to ask for.
            Aggregate::Distinct(..) | Aggregate::Covered(..) | Aggregate::One(_) => return None,
            Aggregate::Stints(stints) => {
                let [each, from, to] = stints.fields();
                let id = match kind(each)? {
                    Kind::Id => Fill::Id(u64::try_from(at).ok()?),
                    _ => Fill::Word(format!("补记{at}")),
                };
                vec![(each, id), (from, Fill::Day(window.first)), (to, Fill::Day(window.last))]
            }
        })
    };
    (1..=count).map(|at| row(each(at)?)).collect()
}
