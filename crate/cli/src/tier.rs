//! `bangfu tier`: a cohort's workbooks in, ranks and tiers out.

use std::process::ExitCode;

use anyhow::Context;
use bangfu_core::cohort::{Changed, Cohort, Place, Placed};
use bangfu_core::edit::Project;
use bangfu_core::report::Answer;

use crate::score::{self, Args};

/// Ranks every unit of the files and prints the cohort.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let project = score::project(args)?;
    let cohort = project.cohort().context("方案没有考核对象")?;
    if args.json {
        crate::show::print(&(serde_json::to_string_pretty(&cohort)? + "\n"));
    } else {
        show(&project, &cohort);
    }
    Ok(ExitCode::from(u8::from(cohort.units.is_empty())))
}

/// At most so many units are named beside an answer that changes their tiers; the JSON names all.
const MOST_NAMED: usize = 8;

fn changed(unit: &Changed) -> String {
    format!("{}→{}", unit.unit, unit.tier.as_deref().unwrap_or("未定"))
}

/// A unit: its rank, its tier and why.
fn line(unit: &Placed) -> String {
    let rank = match (unit.rank, unit.ranks) {
        (Some(rank), _) => rank.to_string(),
        (None, Some((best, worst))) => format!("{best}～{worst}"),
        (None, None) => "—".to_owned(),
    };
    let tie = if unit.tie { "（并列）" } else { "" };
    let none = match unit.place {
        Place::Held => "不定等次",
        Place::Apart => "不参评",
        Place::Ranked | Place::Waiting => "未定",
    };
    let tier = unit.tier.as_deref().unwrap_or(none);
    format!("{rank:>4}{tie} {tier}  {}  {}\n", unit.unit, unit.why)
}

/// Whether a unit belongs to some population: to all units together, or to its category.
fn is_ranked_in_some(cohort: &Cohort, unit: &Placed) -> bool {
    cohort.population.iter().any(|population| population.category.is_none() || population.category == unit.category)
}

fn show(project: &Project, cohort: &Cohort) {
    use std::fmt::Write as _;
    let scheme = project.scheme();
    let mut page = format!("{}（{}）  年度{}\n", scheme.title, scheme.issued, cohort.year);
    for population in &cohort.population {
        let _ = writeln!(page, "\n■ {}  {}个单位", population.category.as_deref().unwrap_or("全体"), population.units);
        for cut in cohort.cuts.iter().filter(|cut| cut.category == population.category) {
            let places = cut.places.map_or_else(|| format!("{}分", cut.line.shown()), |places| format!("前{places}名"));
            let asks = cut.says.as_ref().map_or(places, |says| match cut.places {
                Some(places) => format!("{says}，{places}个名额"),
                None => says.clone(),
            });
            let _ = writeln!(page, "  {}：{asks}，实有{}个", cut.tier, cut.given);
        }
        let own = |unit: &&Placed| population.category.is_none() || unit.category == population.category;
        cohort.units.iter().filter(own).for_each(|unit| page.push_str(&line(unit)));
    }
    let others: Vec<&Placed> = cohort.units.iter().filter(|unit| !is_ranked_in_some(cohort, unit)).collect();
    if !others.is_empty() {
        page.push_str("\n■ 不在以上排名里\n");
        others.iter().for_each(|unit| page.push_str(&line(unit)));
    }
    if !cohort.overruns.is_empty() || !cohort.sensitive.is_empty() || !cohort.sensitive_pairs.is_empty() {
        page.push('\n');
    }
    for overrun in &cohort.overruns {
        let _ = writeln!(page, "  并列超额：{}名额{}个，实际{}个", overrun.tier, overrun.places, overrun.given);
    }
    for other in &cohort.sensitive {
        let units: Vec<String> = other.units.iter().take(MOST_NAMED).map(changed).collect();
        let more = if other.changed > MOST_NAMED { "等" } else { "" };
        let _ = writeln!(
            page,
            "  口径敏感：{}={}（{}），{}个单位的等次会变：{}{more}",
            other.convention,
            other.value,
            other.says,
            other.changed,
            units.join("、")
        );
    }
    for pair in &cohort.sensitive_pairs {
        let one = |answer: &Answer| format!("{}={}（{}）", answer.convention, answer.value, answer.says);
        let (first, second) = (one(&pair.first), one(&pair.second));
        let _ = writeln!(page, "  口径敏感：{first}、{second}一起换，另有{}个单位的等次会变", pair.changed);
    }
    crate::show::print(&page);
}
