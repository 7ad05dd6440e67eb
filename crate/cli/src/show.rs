//! What the terminal shows: a page that a person can read without the program.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;

use bangfu_core::diag::{Finding, Severity};
use bangfu_core::edit::Project;
use bangfu_core::exact::Points;
use bangfu_core::form::{foot, part_text, score_text};
use bangfu_core::report::{Answer, GroupReport, IndicatorReport, LessReport, PartReport, Report, UnitReport};
use bangfu_core::scheme::builtin;
use bangfu_core::scheme::catalogue::catalogue;
use bangfu_core::scheme::model::TotalOf;
use bangfu_core::score::{Fact, ScoreState};

/// Writes to the terminal; a reader that went away is no error.
pub(crate) fn print(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// Lists the built-in schemes.
pub(crate) fn schemes(json: bool) -> anyhow::Result<ExitCode> {
    let listed = catalogue();
    if json {
        print(&(serde_json::to_string_pretty(&listed)? + "\n"));
        return Ok(ExitCode::SUCCESS);
    }
    for scheme in listed {
        let default = if scheme.id == builtin::first() { "（默认）" } else { "" };
        print(&format!("{}{default}  {}（{}）第{}版\n", scheme.id, scheme.title, scheme.issued, scheme.version));
        for track in scheme.tracks {
            print(&format!("  --track {}  {}\n", track.id, track.title));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints a report.
pub(crate) fn report(project: &Project, report: &Report, sample: bool) {
    let scheme = project.scheme();
    let mut page = String::new();
    let mark = if sample { "【示例数据】" } else { "" };
    let _ = writeln!(page, "{mark}{}  {}年度", scheme.title, report.year);
    let _ = writeln!(page, "{}", foot(scheme, &project.view().dossier, &project.view().readings));
    let track = scheme.track(&report.track).and_then(|at| scheme.tracks.get(at));
    // What is weighed and not added has no basic points of its own.
    let adds = track.and_then(|track| track.total.as_ref()).is_some_and(|total| {
        let sum = |of: &TotalOf| matches!(of, TotalOf::Sum(_));
        total.of.every().any(sum)
    });
    for unit in &report.units {
        write_unit(&mut page, unit, adds);
    }
    write_findings(&mut page, report);
    print(&page);
}

fn or_range(value: Option<&Points>, range: Option<&(Points, Points)>) -> String {
    match (value, range) {
        (Some(value), _) => value.shown(),
        (None, Some((sure, possible))) => format!("{}～{}", sure.shown(), possible.shown()),
        (None, None) => "未定".to_owned(),
    }
}

fn write_unit(page: &mut String, unit: &UnitReport, adds: bool) {
    let name = if unit.unit.is_empty() { "（未填单位名称）" } else { &unit.unit };
    let _ = writeln!(page, "\n■ {name}");
    let tier = unit.tier.name.as_deref().unwrap_or("未定");
    let _ = writeln!(page, "  预计等次：{tier}");
    let _ = writeln!(page, "  {}", unit.tier.why);
    // A track that rates has no total of points; what its tier is decided by is one.
    let (score, range) = match (&unit.total, &unit.range) {
        (None, None) => (&unit.tier.score, &unit.tier.range),
        of_points => of_points,
    };
    let total = or_range(score.as_ref(), range.as_ref());
    let parts = [("基本分", &unit.base), ("加分", &unit.bonus), ("扣分", &unit.penalty)];
    let known: Vec<String> = parts
        .iter()
        .filter(|_| adds)
        .filter_map(|(name, points)| Some(format!("{name}{}", points.as_ref()?.shown())))
        .collect();
    let of = if known.is_empty() { String::new() } else { format!("（其中{}）", known.join("，")) };
    let _ = writeln!(page, "  总分 {total}{of}");
    write_less(page, unit.less.as_ref());
    let applies = |group: &&GroupReport| {
        let mut own = unit.indicators.iter().filter(|indicator| indicator.group == group.name);
        own.any(|indicator| indicator.state != ScoreState::NotApplicable)
    };
    for group in unit.groups.iter().filter(applies) {
        let max = group.max.as_ref().map(|max| format!(" / {}", max.shown())).unwrap_or_default();
        let cap = group
            .caps
            .first()
            .map(|cap| format!("  {} → {} 封顶（{}）", cap.before.shown(), cap.after.shown(), cap.clause));
        let score = or_range(group.score.as_ref(), group.range.as_ref());
        let _ = writeln!(page, "\n  {}  {score}{max}{}", group.name, cap.unwrap_or_default());
        write_less(page, group.less.as_ref());
        for indicator in unit.indicators.iter().filter(|indicator| indicator.group == group.name) {
            write_indicator(page, indicator);
        }
    }
    if !unit.tier.sensitive.is_empty() || !unit.tier.sensitive_pairs.is_empty() {
        let _ = writeln!(page, "\n  口径敏感（换一种口径，等次会变）：");
        for other in &unit.tier.sensitive {
            let tier = other.tier.as_deref().unwrap_or("未定");
            let _ = writeln!(page, "    {}={}（{}）→ {tier}", other.convention, other.value, other.says);
        }
    }
    for pair in &unit.tier.sensitive_pairs {
        let tier = pair.tier.as_deref().unwrap_or("未定");
        let one = |answer: &Answer| format!("{}={}（{}）", answer.convention, answer.value, answer.says);
        let _ = writeln!(page, "    {}、{}一起换 → {tier}", one(&pair.first), one(&pair.second));
    }
    if !unit.advice.is_empty() {
        let _ = writeln!(page, "\n  怎样提高（台账里缺的，确有其事的补记，没有的还来得及就做）：");
        for advice in &unit.advice {
            let tier = advice.tier.as_ref().map(|tier| format!("，到“{tier}”")).unwrap_or_default();
            let sheets = advice.sheets.join("、");
            let _ = writeln!(
                page,
                "    {:<4} {}：记在“{sheets}”，得分加{}{tier}",
                advice.no,
                advice.says,
                advice.points.shown()
            );
        }
    }
    for note in &unit.tier.notes {
        let _ = writeln!(page, "  注：{note}");
    }
}

/// What is taken off a content or the total, a line each.
fn write_less(page: &mut String, less: Option<&LessReport>) {
    let Some(less) = less else { return };
    let facts: Vec<String> =
        less.facts.iter().map(|fact| format!("{}{}{}", fact.name, fact.value, fact.unit)).collect();
    let state = if less.state == ScoreState::Missing { "（缺佐证）" } else { "" };
    let clauses: Vec<&str> = less.basis.iter().map(|basis| basis.id.as_str()).collect();
    let taken = or_range(less.points.as_ref(), less.range.as_ref());
    let _ = writeln!(page, "    扣减{taken}分{state}（{}）：{}", clauses.join("，"), facts.join("，"));
    for line in &less.lines {
        let adds = line.adds.as_ref().map(Points::shown).unwrap_or_default();
        let _ = writeln!(page, "      {}  {adds}", line.says);
    }
    for refused in &less.refused {
        let _ = writeln!(page, "      不计：{} {}!第{}行 {}", refused.file, refused.sheet, refused.row, refused.why);
    }
}

fn write_indicator(page: &mut String, indicator: &IndicatorReport) {
    let max = indicator.max.as_ref().map(|max| format!(" / {}", max.shown())).unwrap_or_default();
    let short: String = indicator.name.chars().take(24).collect();
    let _ = writeln!(page, "    {:<4} {}{max}  {short}…", indicator.no, score_text(indicator));
    write_parts(page, &indicator.parts, 0);
    write_facts(page, &indicator.facts);
    if !indicator.gaps.is_empty() {
        let _ = writeln!(page, "           文件没有规定，也没有采用口径：{}", indicator.gaps.join("、"));
    }
    for cap in &indicator.caps {
        let _ = writeln!(page, "           {} → {} 封顶（{}）", cap.before.shown(), cap.after.shown(), cap.clause);
    }
    for note in &indicator.notes {
        let _ = writeln!(page, "           注：{note}");
    }
    for refused in &indicator.refused {
        let _ =
            writeln!(page, "           不计：{} {}!第{}行 {}", refused.file, refused.sheet, refused.row, refused.why);
    }
    if let Some(changed) = &indicator.overridden {
        let _ = writeln!(page, "           改判：{} {}", changed.by, changed.reason);
    }
    let ids: Vec<&str> = indicator.basis.iter().map(|basis| basis.id.as_str()).collect();
    let _ = writeln!(page, "           依据：{}", ids.join("，"));
}

/// At most so many figures of an indicator stand on the page; all of them are in the JSON.
const MOST_FACTS: usize = 20;

/// The figures behind a score: what was counted of whom.
fn write_facts(page: &mut String, facts: &[Fact]) {
    if facts.is_empty() {
        return;
    }
    let shown = facts.iter().take(MOST_FACTS).map(|fact| format!("{} {}{}", fact.name, fact.value, fact.unit));
    let more = if facts.len() > MOST_FACTS { format!(" 等{}项", facts.len()) } else { String::new() };
    let _ = writeln!(page, "           查得：{}{more}", shown.collect::<Vec<_>>().join("；"));
}

/// The parts of an indicator, a line each; parts of parts further in.
fn write_parts(page: &mut String, parts: &[PartReport], depth: usize) {
    for part in parts {
        let max = part.max.as_ref().map(|max| format!(" / {}", max.shown())).unwrap_or_default();
        let score = part_text(part);
        let indent = "  ".repeat(depth);
        let _ = writeln!(page, "           {indent}分项 {} {score}{max}  {}", part.no, part.name);
        if let Some(changed) = &part.overridden {
            let _ = writeln!(page, "           {indent}  改判：{} {}", changed.by, changed.reason);
        }
        write_parts(page, &part.parts, depth + 1);
    }
}

fn write_findings(page: &mut String, report: &Report) {
    let count = |severity| report.findings.iter().filter(|finding| finding.severity == severity).count();
    let _ = writeln!(
        page,
        "\n核对发现：必须修改{}条，可说明后通过{}条，已处理{}条",
        count(Severity::Must),
        count(Severity::Explain),
        count(Severity::Note)
    );
    for finding in report.findings.iter().filter(|finding| finding.severity != Severity::Note) {
        let _ = writeln!(page, "  {}", short(finding));
    }
}

/// A finding in a line: its grade, its place, what is wrong and what to do.
pub(crate) fn short(finding: &Finding) -> String {
    let grade = if finding.severity == Severity::Must { "必须修改" } else { "可说明" };
    let mut place = finding.cell.clone().unwrap_or_else(|| finding.sheet.clone());
    for more in &finding.also {
        let _ = write!(place, "、{more}");
    }
    format!("[{grade}] {} {place} {} {}", finding.file, finding.why, finding.mend)
}
