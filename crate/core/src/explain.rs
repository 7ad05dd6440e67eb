//! Explanation (怎么算的): the steps of one indicator put into words. It renders what was recorded and computes nothing.

use serde::Serialize;

use crate::basis::Basis;
use crate::dossier::{RowRef, Unit};
use crate::evaluate::{Judged, bases, evaluate_unit};
use crate::exact::Points;
use crate::ledger::dictionary::SheetIx;
use crate::plan::Plan;
use crate::scheme::model::{Group, Indicator};
use crate::score::Measure;
use crate::wording::{span, words};

/// How one indicator came to its score.
#[derive(Debug, Clone, Serialize)]
pub struct Explanation {
    /// 指标号.
    pub no: String,
    /// 指标名称.
    pub name: String,
    /// 考核内容.
    pub group: String,
    /// The clause.
    pub clause: String,
    /// The steps in words, in order.
    pub lines: Vec<Line>,
    /// The rows that counted.
    pub counted: Vec<RowView>,
    /// The rows that were refused.
    pub refused: Vec<RowView>,
    /// The rows laid beside a judgement, sheet by sheet.
    pub evidence: Vec<Evidence>,
}

/// One step in words.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// 0 for a step, 1 for what belongs to the one above.
    pub depth: u8,
    /// The step.
    pub text: String,
    /// What it adds, for display.
    pub value: Option<String>,
    /// What it rests on.
    pub basis: Vec<Basis>,
}

/// One row of a ledger as a person reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowView {
    /// The file.
    pub file: String,
    /// The sheet as printed in the file.
    pub sheet: String,
    /// The 1-based row.
    pub row: u32,
    /// The filled-in cells: head and value.
    pub cells: Vec<(String, String)>,
    /// What it is worth by itself.
    pub worth: Option<String>,
    /// Why it was refused.
    pub why: Option<String>,
}

/// Rows of one sheet that stand behind a judgement.
#[derive(Debug, Clone, Serialize)]
pub struct Evidence {
    /// The sheet of the ledger.
    pub sheet: String,
    /// How many rows there are.
    pub total: usize,
    /// The first of them.
    pub rows: Vec<RowView>,
}

/// At most this many rows of a sheet are laid beside a judgement; the count is always given whole.
const MOST_ROWS: usize = 200;

/// Explains one indicator of one unit; `None` for a number the track does not have.
#[must_use]
pub fn explain(plan: &Plan<'_>, unit: &Unit, no: &str) -> Option<Explanation> {
    let at = plan.track.indicators().position(|(_, indicator)| indicator.no == no)?;
    let (group, indicator) = plan.track.indicators().nth(at)?;
    let evaluated = evaluate_unit(plan, unit, true);
    let judged = evaluated.indicators.get(at)?;
    let row = |row: &RowRef| row_view(plan, *row);
    Some(Explanation {
        no: indicator.no.clone(),
        name: indicator.name.clone(),
        group: group.name.clone(),
        clause: indicator.clause.clone(),
        lines: lines(plan, group, indicator, judged),
        counted: judged
            .trace
            .counted
            .iter()
            .take(MOST_ROWS)
            .filter_map(|(at, worth)| Some(RowView { worth: worth.as_ref().map(Points::shown), ..row(at)? }))
            .collect(),
        refused: judged
            .trace
            .refused
            .iter()
            .take(MOST_ROWS)
            .filter_map(|(at, why)| Some(RowView { why: Some(why.clone()), ..row(at)? }))
            .collect(),
        evidence: evidence(plan, unit, indicator, judged),
    })
}

fn lines(plan: &Plan<'_>, group: &Group, indicator: &Indicator, judged: &Judged) -> Vec<Line> {
    let basis = bases(plan, &indicator.clause, &judged.reads.read);
    let line = |depth, text: String, value: Option<&Points>| Line {
        depth,
        text,
        value: value.map(Points::shown),
        basis: Vec::new(),
    };
    let mut lines = vec![Line { depth: 0, text: rule(plan, group, indicator), value: None, basis }];
    for step in &judged.trace.steps {
        lines.push(line(1, words(plan, step), step.adds.as_ref()));
    }
    if !judged.gaps.is_empty() {
        let gaps = plan.ids(&judged.gaps).join("、");
        lines.push(line(0, format!("文件没有规定，口径 {gaps} 又没有采用，得分未定"), None));
    }
    for note in &judged.trace.notes {
        lines.push(line(1, note.clone(), None));
    }
    let range = &judged.scored.range;
    let ending = match range.settled() {
        Some(points) => line(0, figure(plan).to_owned(), Some(points)),
        None => line(0, format!("{}在{}之间", figure(plan), span(range)), None),
    };
    lines.push(ending);
    lines
}

/// What an indicator comes to: points, or what its level is worth.
fn figure(plan: &Plan<'_>) -> &'static str {
    if plan.track.rating.is_some() { "等次折算分" } else { "得分" }
}

/// What the indicator asks for, in one sentence.
fn rule(plan: &Plan<'_>, group: &Group, indicator: &Indicator) -> String {
    let rates = plan.track.rating.is_some();
    let most = indicator.points.as_ref().map(|points| format!("满分{}分", points.shown()));
    let cap = group.cap.as_ref().map(|cap| format!("本项内容累计最高{}分", cap.points.shown()));
    let limit = most.or(cap).unwrap_or_default();
    let how = match &indicator.measure {
        Measure::Assess(_) if rates => "由人评定等次，台账记录列在旁边作为佐证",
        Measure::Assess(_) => "由评审人打分，台账记录列在旁边作为佐证",
        Measure::Elements(_) if rates => "逐项核对要素，按达到几个定等次",
        Measure::Elements(_) => "逐项核对要素，全部达到得满分",
        Measure::Items(_) => "按级别逐项计分，同一内容只计一次",
        Measure::Grouped(_) => "分组统计，每组按档给分，再合起来",
        Measure::Ratio(_) => "按实际数与目标数的比例计",
        Measure::Deduct(_) => "从满分起逐项扣减",
        Measure::Survey(_) => "按各级评价的等次合成，没有评价的由人评定",
        Measure::Accrue(_) => "按数量累计得分",
        Measure::RankPoints(_) => "按参评单位的名次计分",
        Measure::Parts(_) => "分项计分，再合成",
    };
    if limit.is_empty() { how.to_owned() } else { format!("{how}；{limit}") }
}

/// One row with its filled-in cells, in the order of the dictionary.
#[must_use]
pub fn row_view(plan: &Plan<'_>, row: RowRef) -> Option<RowView> {
    let table = plan.dossier.table(row)?;
    let sheet = plan.dossier.dictionary.sheet(table.sheet)?;
    let mut cells = Vec::new();
    for (at, field) in sheet.fields.iter().enumerate() {
        let value = plan.dossier.shown(row, crate::ledger::dictionary::FieldIx(u16::try_from(at).ok()?));
        if !value.is_empty() {
            cells.push((field.name.clone(), value));
        }
    }
    Some(RowView {
        file: table.file.clone(),
        sheet: table.name.clone(),
        row: *table.rows.get(row.row as usize)?,
        cells,
        worth: None,
        why: None,
    })
}

/// The rows laid beside a judgement, without those that were refused.
fn evidence(plan: &Plan<'_>, unit: &Unit, indicator: &Indicator, judged: &Judged) -> Vec<Evidence> {
    let refused = |row: &RowRef| judged.trace.refused.iter().any(|(other, _)| other == row);
    let of_sheet = |sheet: SheetIx| {
        let rows: Vec<RowRef> = unit.rows(sheet).iter().copied().filter(|row| !refused(row)).collect();
        let name = plan.dossier.dictionary.sheet(sheet).map_or("", |sheet| sheet.name.as_str());
        Evidence {
            sheet: name.to_owned(),
            total: rows.len(),
            rows: rows.iter().take(MOST_ROWS).filter_map(|row| row_view(plan, *row)).collect(),
        }
    };
    let assessed = indicator.measure.assessed(&indicator.no).into_iter();
    let mut sheets: Vec<SheetIx> = Vec::new();
    for sheet in assessed.flat_map(|(_, assess)| &assess.shows).map(|rule| rule.sheet) {
        if !sheets.contains(&sheet) {
            sheets.push(sheet);
        }
    }
    sheets.into_iter().map(of_sheet).collect()
}
