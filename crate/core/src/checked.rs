//! 台账核对情况表: the findings of every file on paper, with the reasons that people gave. The form is ours, not a document's;
//! every scheme has it.

use crate::diag::{Finding, Severity};
use crate::edit::{Project, Reason};
use crate::form::{Cell, Column, FormModel, Row, foot};
use crate::ledger::period::day_text;

/// The id of the form, beside those of the schemes.
pub const ID: &str = "findings";
/// Its title.
pub const TITLE: &str = "台账核对情况表";

/// The most findings that are listed one by one; more is no paper that anybody signs.
const MOST: usize = 2_000;

/// Head, width in millimetres, and how it is set.
const COLUMNS: [(&str, i64, &str); 7] = [
    ("文件", 20, "left"),
    ("等级", 18, "center"),
    ("位置", 31, "left"),
    ("原值", 18, "left"),
    ("问题和处理办法", 45, "left"),
    ("说明", 26, "left"),
    ("说明人", 14, "center"),
];

/// Fills the form: 必须修改 and 可说明后通过 by file, each with its place; what was repaired is only counted.
#[must_use]
pub fn checked(project: &Project) -> FormModel {
    let view = project.view();
    let mut all = project.findings();
    let mended = all.iter().filter(|finding| finding.severity == Severity::Note).count();
    all.retain(|finding| finding.severity != Severity::Note);
    all.sort_by(|a, b| a.file.cmp(&b.file));
    let musts = all.iter().filter(|finding| finding.severity == Severity::Must).count();
    let reason = |finding: &Finding| view.reasons.iter().find(|reason| reason.key.is(finding));
    let explained = all.iter().filter(|finding| finding.severity == Severity::Explain && reason(finding).is_some());
    let explained = explained.count();
    let unexplained = all.len() - musts - explained;
    let unit = match &view.dossier.units[..] {
        [] => "（未填）".to_owned(),
        [only] => only.name.clone(),
        several => format!("共{}个单位", several.len()),
    };
    let mut rows: Vec<Row> = all.iter().take(MOST).map(|finding| row(finding, reason(finding))).collect();
    if all.is_empty() {
        rows.push(told("没有需要修改或说明的问题"));
    }
    if all.len() > MOST {
        rows.push(told(&format!("其余{}条未逐条列出，见核对发现", all.len() - MOST)));
    }
    let pair = |name: &str, value: String| (name.to_owned(), value);
    FormModel {
        id: ID.to_owned(),
        title: TITLE.to_owned(),
        subtitle: String::new(),
        sample: view.files.iter().any(|file| file.sample),
        head: vec![
            pair("单位", unit),
            pair("年度", view.dossier.year.to_string()),
            pair("推算日", day_text(view.dossier.as_of)),
            pair("必须修改", format!("{musts}条")),
            pair("可说明后通过", format!("{}条（已说明{explained}，未说明{unexplained}）", explained + unexplained)),
            pair("已自动处理", format!("{mended}处")),
        ],
        columns: COLUMNS
            .iter()
            .map(|(head, width, align)| Column { head: (*head).to_owned(), over: None, width: *width, align })
            .collect(),
        rows,
        notes: vec!["说明只供审核人查阅，不改变得分；必须修改的问题应改正后重新导入。".to_owned()],
        sign: vec!["填表人".to_owned(), "审核人".to_owned(), "负责人".to_owned()],
        seal: "（单位公章）".to_owned(),
        foot: foot(&view.scheme, &view.dossier, &view.readings),
    }
}

fn row(finding: &Finding, reason: Option<&Reason>) -> Row {
    let file = if finding.file.is_empty() { "（全部材料）" } else { &finding.file };
    let grade = if finding.severity == Severity::Must { "必须修改" } else { "可说明" };
    let place = match (&finding.cell, finding.sheet.is_empty()) {
        (Some(cell), _) => cell.clone(),
        (None, false) => finding.sheet.clone(),
        (None, true) => "整个文件".to_owned(),
    };
    let says =
        if finding.mend.is_empty() { finding.why.clone() } else { format!("{}。{}", finding.why, finding.mend) };
    let given = match (reason, finding.severity) {
        (Some(reason), _) => reason.reason.clone(),
        (None, Severity::Must) => String::new(),
        (None, _) => "未说明".to_owned(),
    };
    let mut cells: Vec<Cell> = [
        file.to_owned(),
        grade.to_owned(),
        place,
        finding.old.clone().unwrap_or_default(),
        says,
        given,
        reason.map(|reason| reason.by.clone()).unwrap_or_default(),
    ]
    .into_iter()
    .map(Cell::plain)
    .collect();
    cells[0].group = Some(file.to_owned());
    cells[1].strong = finding.severity == Severity::Must;
    Row { cells }
}

/// A row that says one thing.
fn told(says: &str) -> Row {
    let cells = COLUMNS.iter().enumerate().map(|(at, _)| Cell::plain(if at == 4 { says } else { "" })).collect();
    Row { cells }
}
