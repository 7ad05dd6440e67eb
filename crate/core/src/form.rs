//! Forms (表): the official table of a track filled from the report, as rows that a pager or a writer lays out.

pub mod ticked;

use serde::Serialize;

use crate::dossier::Dossier;
use crate::exact::Points;
use crate::ledger::period::day_text;
use crate::plan::Plan;
use crate::report::{IndicatorReport, LessReport, PartReport, UnitReport};
use crate::scheme::builtin;
use crate::scheme::convention::Readings;
use crate::scheme::model::{Form, FormCell, Group, Indicator, Scheme};
use crate::score::ScoreState;

/// A form ready to be paged.
#[derive(Debug, Clone, Serialize)]
pub struct FormModel {
    /// The form's id.
    pub id: String,
    /// The official title.
    pub title: String,
    /// The line under it, ours.
    pub subtitle: String,
    /// Whether it shows sample data, which every page must say.
    pub sample: bool,
    /// The lines over the table: label and value.
    pub head: Vec<(String, String)>,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
    /// The notes under the table, verbatim.
    pub notes: Vec<String>,
    /// Who signs.
    pub sign: Vec<String>,
    /// What stands beside the seal.
    pub seal: String,
    /// Scheme, version, year and conventions, for the foot of every page.
    pub foot: String,
}

/// One column.
#[derive(Debug, Clone, Serialize)]
pub struct Column {
    /// The head, verbatim.
    pub head: String,
    /// The head over it; neighbours with the same are one merged cell.
    pub over: Option<String>,
    /// Width in millimetres.
    pub width: i64,
    /// `left` or `center`.
    pub align: &'static str,
}

/// One row.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// The cells, one a column.
    pub cells: Vec<Cell>,
}

/// One cell.
#[derive(Debug, Clone, Serialize)]
pub struct Cell {
    /// The text.
    pub text: String,
    /// Cells of neighbouring rows with the same group are one merged cell.
    pub group: Option<String>,
    /// Whether it is set strong.
    pub strong: bool,
}

impl Cell {
    /// A cell of its own, not set strong.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), group: None, strong: false }
    }

    fn merged(text: impl Into<String>, group: &Group) -> Self {
        Self { text: text.into(), group: Some(group.name.clone()), strong: false }
    }

    /// The content of the first level; a group that belongs to none stands for itself.
    fn heading(form: &Form, group: &Group) -> Self {
        let name = group.within.as_ref().unwrap_or(&group.name);
        let printed = form.headings.iter().find(|(known, _)| known == name).map_or(name, |(_, printed)| printed);
        Self { text: printed.clone(), group: Some(format!("{name}·")), strong: false }
    }
}

/// Fills a form for one unit.
#[must_use]
pub fn fill(plan: &Plan<'_>, form: &Form, unit: &UnitReport, sample: bool) -> FormModel {
    if let Some(table) = form.table {
        let (places, rows) = ticked::rows(plan, form, table, &unit.unit);
        return model(plan, form, head(plan, unit).into_iter().chain(places).collect(), rows, sample);
    }
    let mut rows = Vec::new();
    for group in &plan.track.groups {
        let own: Vec<&IndicatorReport> = unit.indicators.iter().filter(|report| report.group == group.name).collect();
        if group.preamble.is_some() {
            rows.push(line(form, group, group.preamble.as_deref().unwrap_or_default()));
        }
        for (at, report) in own.iter().enumerate() {
            rows.push(row(plan, form, group, at, report));
        }
        if let Some(note) = &group.note {
            rows.push(line(form, group, note));
        }
        if form.columns.iter().any(|column| column.shows == FormCell::Score) {
            rows.push(subtotal(form, group, unit));
        }
    }
    if form.columns.iter().any(|column| column.shows == FormCell::Score) {
        rows.push(total(plan, form, unit));
    }
    model(plan, form, head(plan, unit), rows, sample)
}

fn model(plan: &Plan<'_>, form: &Form, head: Vec<(String, String)>, rows: Vec<Row>, sample: bool) -> FormModel {
    FormModel {
        id: form.id.clone(),
        title: form.title.clone(),
        subtitle: form.subtitle.clone(),
        sample,
        head,
        columns: form.columns.iter().map(column).collect(),
        rows,
        notes: form.notes.clone(),
        sign: form.sign.clone(),
        seal: form.seal.clone(),
        foot: foot(plan.scheme, plan.dossier, &plan.readings),
    }
}

fn column(column: &crate::scheme::model::FormColumn) -> Column {
    let align = match column.shows {
        FormCell::Heading | FormCell::Group | FormCell::Sub | FormCell::Score | FormCell::Tick(_) => "center",
        FormCell::Indicator
        | FormCell::Item
        | FormCell::Name
        | FormCell::Explain
        | FormCell::Evidence
        | FormCell::Source
        | FormCell::Reason => "left",
    };
    Column { head: column.head.clone(), over: column.over.clone(), width: column.width, align }
}

fn head(plan: &Plan<'_>, unit: &UnitReport) -> Vec<(String, String)> {
    let name = if unit.unit.is_empty() { "（未填）" } else { &unit.unit };
    vec![
        ("单位".to_owned(), name.to_owned()),
        ("年度".to_owned(), plan.dossier.year.to_string()),
        ("推算日".to_owned(), day_text(plan.dossier.as_of)),
    ]
}

fn group_text(group: &Group) -> String {
    match (&group.points, group.bonus) {
        (Some(points), _) => format!("{}({}分)", group.name, points.shown()),
        (None, true) => format!("{}(加分项)", group.name),
        (None, false) => group.name.clone(),
    }
}

/// The document's own number where it counts on through the contents, else the number within the content:
/// `1.各单位…不少于2次。(5分)`, as the document sets it.
fn indicator_text(report: &IndicatorReport, number: usize) -> String {
    let points = report.max.as_ref().map(|max| format!("（{}分）", max.shown())).unwrap_or_default();
    format!("{number}.{}{points}", report.name)
}

fn source<'f>(form: &'f Form, group: &Group) -> &'f str {
    form.sources.iter().find(|(name, _)| *name == group.name).map_or("", |(_, source)| source)
}

fn cells(form: &Form, group: &Group, cell: impl Fn(FormCell) -> Cell) -> Row {
    let headed = form.columns.iter().any(|column| column.shows == FormCell::Heading);
    let merged = |shows| match shows {
        FormCell::Heading => Cell::heading(form, group),
        FormCell::Group if headed && group.within.is_none() => Cell::merged("", group),
        FormCell::Group => Cell::merged(group_text(group), group),
        FormCell::Source if group.indicators.iter().all(|indicator| indicator.source.is_none()) => {
            Cell::merged(source(form, group), group)
        }
        other => cell(other),
    };
    Row { cells: form.columns.iter().map(|column| merged(column.shows)).collect() }
}

/// The heading inside a content: neighbours under the same are one merged cell.
fn sub(group: &str, sub: Option<&str>) -> Cell {
    let sub = sub.unwrap_or_default();
    Cell { group: Some(format!("{group}：{sub}")), ..Cell::plain(sub) }
}

fn tick(plan: &Plan<'_>, rating: Option<&str>, level: usize) -> &'static str {
    let levels = plan.track.rating.as_ref().map_or(&[][..], |rating| &rating.levels);
    if rating.is_some() && levels.get(level).map(String::as_str) == rating { "√" } else { "" }
}

fn row(plan: &Plan<'_>, form: &Form, group: &Group, at: usize, report: &IndicatorReport) -> Row {
    let indicator = group.indicators.get(at);
    let said = |of: fn(&Indicator) -> &String| {
        let text = indicator.map_or_else(String::new, |indicator| of(indicator).clone());
        let shared = group.indicators.iter().filter(|other| *of(other) == text).count() > 1 && !text.is_empty();
        Cell { group: shared.then(|| format!("{}：{text}", group.name)), ..Cell::plain(text) }
    };
    cells(form, group, |shows| match shows {
        FormCell::Indicator => Cell::plain(indicator_text(report, report.no.parse().unwrap_or(at + 1))),
        FormCell::Name => Cell::plain(report.name.clone()),
        FormCell::Explain => said(|indicator| &indicator.explain),
        FormCell::Evidence => said(|indicator| &indicator.evidence),
        FormCell::Item => Cell::plain(format!("{}.{}", report.no, report.name)),
        FormCell::Sub => sub(&group.name, indicator.and_then(|indicator| indicator.sub.as_deref())),
        FormCell::Tick(level) => Cell::plain(tick(plan, report.rating.as_deref(), level)),
        FormCell::Source => Cell::plain(indicator.and_then(|indicator| indicator.source.clone()).unwrap_or_default()),
        FormCell::Score => Cell::plain(score_text(report)),
        _ => Cell::plain(reason_text(report)),
    })
}

fn line(form: &Form, group: &Group, text: &str) -> Row {
    cells(form, group, |shows| {
        Cell::plain(if matches!(shows, FormCell::Indicator | FormCell::Item | FormCell::Name) { text } else { "" })
    })
}

/// The score, or the word for its state: never a blank, never a 0 that nobody gave.
#[must_use]
pub fn score_text(report: &IndicatorReport) -> String {
    worth_text(report.rating.as_ref(), report.score.as_ref(), report.range.as_ref(), report.state)
}

/// The same of a part.
#[must_use]
pub fn part_text(report: &PartReport) -> String {
    worth_text(report.rating.as_ref(), report.score.as_ref(), report.range.as_ref(), report.state)
}

fn worth_text(
    rating: Option<&String>,
    score: Option<&Points>,
    range: Option<&(Points, Points)>,
    state: ScoreState,
) -> String {
    if let Some(level) = rating {
        return if state == ScoreState::Missing { format!("{level}（缺佐证）") } else { level.clone() };
    }
    match (score, range, state) {
        (None, None, ScoreState::Pending) => "待评".to_owned(),
        (Some(score), _, ScoreState::Missing) => format!("{}（缺佐证）", score.shown()),
        (_, _, ScoreState::NotApplicable) => "不适用".to_owned(),
        (Some(score), ..) => score.shown(),
        (None, Some((sure, possible)), ScoreState::Pending) => {
            if sure.is_zero() {
                "待评".to_owned()
            } else {
                format!("{}～{}（待评）", sure.shown(), possible.shown())
            }
        }
        (None, Some((sure, possible)), ScoreState::Missing) => {
            format!("{}～{}（缺佐证）", sure.shown(), possible.shown())
        }
        _ => "未定".to_owned(),
    }
}

fn reason_text(report: &IndicatorReport) -> String {
    let mut parts: Vec<String> = Vec::new();
    if let Some(changed) = &report.overridden {
        let by = if changed.by.is_empty() { "评审人" } else { &changed.by };
        parts.push(format!("{by}改判：{}", changed.reason));
    }
    let facts = report.facts.iter().filter(|fact| fact.value != "0");
    let facts: Vec<String> = facts.map(|fact| format!("{}{}{}", fact.name, fact.value, fact.unit)).collect();
    if !facts.is_empty() {
        parts.push(facts.join("，"));
    }
    let mut whys: Vec<(&str, usize)> = Vec::new();
    for refused in &report.refused {
        match whys.iter_mut().find(|(why, _)| *why == refused.why) {
            Some((_, count)) => *count += 1,
            None => whys.push((&refused.why, 1)),
        }
    }
    parts.extend(whys.iter().map(|(why, count)| format!("不计{count}行：{why}")));
    let conventions: Vec<&str> = report
        .basis
        .iter()
        .filter(|basis| basis.kind == crate::basis::BasisKind::Convention)
        .map(|basis| basis.id.as_str())
        .collect();
    if !conventions.is_empty() {
        parts.push(format!("口径{}", conventions.join("、")));
    }
    parts.join("；")
}

fn subtotal(form: &Form, group: &Group, unit: &UnitReport) -> Row {
    let found = unit.groups.iter().find(|report| report.name == group.name);
    let text = found.map_or_else(String::new, |report| match (&report.score, &report.range) {
        _ if report.rating.is_some() => report.rating.clone().unwrap_or_default(),
        (Some(score), _) => score.shown(),
        (None, Some((sure, possible))) => format!("{}～{}", sure.shown(), possible.shown()),
        (None, None) => String::new(),
    });
    let caps = found.and_then(|report| report.caps.first());
    let cap = caps.map(|cap| format!("{} → {} 封顶（{}）", cap.before.shown(), cap.after.shown(), cap.clause));
    let off = found.and_then(|report| report.less.as_ref()).map(taken_off);
    let why = cap.into_iter().chain(off).collect::<Vec<_>>().join("；");
    cells(form, group, |shows| match shows {
        FormCell::Indicator | FormCell::Item | FormCell::Name => Cell { strong: true, ..Cell::plain("小计") },
        FormCell::Explain | FormCell::Evidence | FormCell::Sub | FormCell::Tick(_) | FormCell::Source => {
            Cell::plain("")
        }
        FormCell::Score => Cell { strong: true, ..Cell::plain(text.clone()) },
        _ => Cell::plain(why.clone()),
    })
}

/// What is taken off a content or the total, with what for.
fn taken_off(less: &LessReport) -> String {
    let points = match (&less.points, &less.range) {
        (Some(points), _) => points.shown(),
        (None, Some((least, most))) => format!("{}～{}", least.shown(), most.shown()),
        (None, None) => String::new(),
    };
    let lines: Vec<&str> = less.lines.iter().map(|line| line.says.as_str()).collect();
    let clauses: Vec<&str> = less.basis.iter().map(|basis| basis.id.as_str()).collect();
    let lacks = if less.state == ScoreState::Missing { "，缺佐证" } else { "" };
    format!("扣减{points}分（{}{lacks}）：{}", clauses.join("，"), lines.join("；"))
}

fn total(plan: &Plan<'_>, form: &Form, unit: &UnitReport) -> Row {
    let name = plan.track.total.as_ref().map_or("合计", |total| total.name.as_str());
    // A track that rates has no points of its own: what its levels come to stands with the tier.
    let (score, range) =
        if plan.track.rating.is_some() { (&unit.tier.score, &unit.tier.range) } else { (&unit.total, &unit.range) };
    let text = match (score, range) {
        (Some(total), _) => total.shown(),
        (None, Some((sure, possible))) => format!("{}～{}", sure.shown(), possible.shown()),
        (None, None) => "未定".to_owned(),
    };
    let tier =
        unit.tier.name.as_deref().map_or_else(|| "预计等次：未定".to_owned(), |tier| format!("预计等次：{tier}"));
    let headed = form.columns.iter().any(|column| column.shows == FormCell::Heading);
    let cell = |shows| match shows {
        FormCell::Heading => "合计".to_owned(),
        FormCell::Group if headed => String::new(),
        FormCell::Group => "合计".to_owned(),
        FormCell::Indicator | FormCell::Item | FormCell::Name if plan.track.rating.is_some() => name.to_owned(),
        FormCell::Indicator | FormCell::Item | FormCell::Name => format!("{name}总分"),
        FormCell::Score => text.clone(),
        FormCell::Reason => match &unit.less {
            Some(less) => format!("{tier}；{}", taken_off(less)),
            None => tier.clone(),
        },
        FormCell::Source | FormCell::Explain | FormCell::Evidence | FormCell::Sub | FormCell::Tick(_) => String::new(),
    };
    Row { cells: form.columns.iter().map(|column| Cell { strong: true, ..Cell::plain(cell(column.shows)) }).collect() }
}

/// What the paper must say about how it was made: scheme, version, and the conventions that are not at their default.
#[must_use]
pub fn foot(scheme: &Scheme, dossier: &Dossier, readings: &Readings) -> String {
    let assumed = if dossier.as_of_assumed { "（推算）" } else { "" };
    let defaults = Readings::defaults(&scheme.conventions);
    let changed: Vec<String> = scheme
        .conventions
        .iter()
        .filter(|(at, _)| readings.get(*at) != defaults.get(*at))
        .map(|(at, convention)| match readings.get(at) {
            crate::scheme::convention::Reading::Off => format!("{}未采用", convention.id),
            crate::scheme::convention::Reading::Pick(pick) => {
                let says = convention.choices.get(pick).map_or("", |choice| choice.says.as_str());
                format!("{}为“{says}”", convention.id)
            }
        })
        .collect();
    let own = if builtin::loaded(&scheme.id).is_none() { "（自己的方案）" } else { "" };
    let conventions = if changed.is_empty() {
        "口径均为默认".to_owned()
    } else {
        format!("口径调整：{}", changed.join("，"))
    };
    format!(
        "依据{}；方案{}{own}第{}版；推算日{}{assumed}；{conventions}",
        scheme.issued,
        scheme.id,
        scheme.version,
        day_text(dossier.as_of)
    )
}
