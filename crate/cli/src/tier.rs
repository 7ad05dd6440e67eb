//! `bangfu tier`: a cohort's workbooks in, ranks and tiers out.

use std::collections::BTreeMap;
use std::process::ExitCode;

use anyhow::Context;
use bangfu_core::cohort::{Changed, Cohort, Place, Placed};
use bangfu_core::diag::Severity;
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

/// At most so many findings stand under a unit; `score` and the JSON name all.
const MOST_FINDINGS: usize = 3;

/// What was found in the rows of each unit, and what belongs to no unit, short.
#[derive(Default)]
struct Found {
    units: BTreeMap<String, Vec<String>>,
    others: Vec<String>,
}

impl Found {
    /// Sorts the findings that somebody should act on by the unit in whose row they stand.
    fn of(project: &Project, cohort: &Cohort) -> Self {
        let dossier = &project.view().dossier;
        let mut rows: BTreeMap<(&str, &str, u32), &str> = BTreeMap::new();
        for unit in &dossier.units {
            for row in unit.sheets_filled().flat_map(|sheet| unit.rows_unseen(sheet)) {
                let Some(table) = dossier.table(*row) else { continue };
                let Some(number) = table.rows.get(row.row as usize) else { continue };
                rows.insert((&table.file, &table.name, *number), &unit.name);
            }
        }
        let mut found = Self::default();
        for finding in cohort.findings.iter().filter(|finding| finding.severity != Severity::Note) {
            let row = finding.cell.as_deref().and_then(row_of);
            let by_row = row.and_then(|row| rows.get(&(&finding.file, &finding.sheet, row)).copied());
            let named = || cohort.units.iter().map(|unit| unit.unit.as_str()).find(|name| *name == finding.sheet);
            let said = crate::show::short(finding);
            match by_row.or_else(named) {
                Some(unit) => found.units.entry(unit.to_owned()).or_default().push(said),
                None => found.others.push(said),
            }
        }
        found
    }

    /// The line of a unit, and what was found in its rows.
    fn line(&self, unit: &Placed) -> String {
        let said = self.units.get(&unit.unit).map(Vec::as_slice).unwrap_or_default();
        let mut text = line(unit);
        said.iter().take(MOST_FINDINGS).for_each(|said| text.push_str(&format!("       {said}\n")));
        if said.len() > MOST_FINDINGS {
            text.push_str(&format!("       另有{}条，用 score 看全部\n", said.len() - MOST_FINDINGS));
        }
        text
    }
}

/// The row of `表名!D17`.
fn row_of(cell: &str) -> Option<u32> {
    cell.rsplit('!').next()?.trim_start_matches(|letter: char| letter.is_ascii_uppercase()).parse().ok()
}

fn show(project: &Project, cohort: &Cohort) {
    use std::fmt::Write as _;
    let found = Found::of(project, cohort);
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
        cohort.units.iter().filter(own).for_each(|unit| page.push_str(&found.line(unit)));
    }
    let others: Vec<&Placed> = cohort.units.iter().filter(|unit| !is_ranked_in_some(cohort, unit)).collect();
    if !others.is_empty() {
        page.push_str("\n■ 不在以上排名里\n");
        others.iter().for_each(|unit| page.push_str(&found.line(unit)));
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
    if !found.others.is_empty() {
        page.push_str("\n核对发现：\n");
        found.others.iter().for_each(|said| page.push_str(&format!("  {said}\n")));
    }
    crate::show::print(&page);
}
