//! Reasons for findings: who may pass what, how long a reason holds, and that no score moves by one.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by stopping")]

use bangfu_core::checked::checked;
use bangfu_core::diag::{Finding, Severity};
use bangfu_core::edit::{Edit, FindingKey, Project};
use bangfu_core::scheme::builtin;
use bangfu_office::{Job, read_text};

const HEADS: &str = "单位名称\t日期\t资金名称\t资金性质\t到位金额（万元）";

/// A project with one file of funds: a total that is not the sum, to be explained, and a date that cannot be.
fn project(total: &str) -> Project {
    let scheme = builtin::loaded("kunming-2022").unwrap();
    let mut project = Project::new(scheme.clone(), 0);
    load(&mut project, total);
    project
}

fn load(project: &mut Project, total: &str) {
    let rows = "甲局\t2022-03-05\t道路\t直接投入\t3\n甲局\t2022.13.5\t饮水\t引进\t8";
    let text = format!("{HEADS}\n{rows}\n合计\t\t\t\t{total}");
    let batch = read_text(&project.scheme().dictionary, &Job::new("帮扶资金", 2022), &text);
    project.load(batch, false);
}

fn finding(project: &Project, severity: Severity) -> Finding {
    project.findings().into_iter().find(|one| one.severity == severity && one.cell.is_some()).unwrap()
}

fn reason(finding: &Finding, by: &str, reason: Option<&str>) -> Edit {
    Edit::Reason { key: FindingKey::of(finding), by: by.to_owned(), reason: reason.map(str::to_owned) }
}

/// The reasons in force that some finding has.
fn held(project: &Project) -> Vec<String> {
    let all = project.findings();
    let reasons = project.view().reasons.iter().filter(|one| all.iter().any(|finding| one.key.is(finding)));
    reasons.map(|one| format!("{}（{}）", one.reason, one.by)).collect()
}

#[test]
fn only_what_may_be_explained_takes_a_reason() {
    let mut project = project("99");
    let (must, explain) = (finding(&project, Severity::Must), finding(&project, Severity::Explain));
    let refused = project.apply(reason(&must, "王某", Some("情况属实"))).unwrap_err();
    assert!(refused.contains("不能用说明通过"), "{refused}");
    assert!(project.apply(reason(&explain, " ", Some("情况属实"))).unwrap_err().contains("说明人"));
    assert!(project.apply(reason(&explain, "王某", Some(""))).is_err());
    assert!(project.apply(reason(&explain, "王某", None)).is_err(), "nothing to take back");
    let gone = Finding { why: "没有这回事".to_owned(), ..explain };
    assert!(project.apply(reason(&gone, "王某", Some("情况属实"))).is_err());
    assert_eq!(project.revision(), 1, "what was refused is no edit");
}

#[test]
fn a_reason_is_an_edit_and_changes_no_score() {
    let mut project = project("99");
    let before = project.report().unwrap().to_json().unwrap();
    let explain = finding(&project, Severity::Explain);
    project.apply(reason(&explain, "王某", Some("凭证在途"))).unwrap();
    assert_eq!(held(&project), ["凭证在途（王某）"]);
    assert_eq!(project.report().unwrap().to_json().unwrap(), before);
    project.apply(reason(&explain, "李某", Some("已到账"))).unwrap();
    assert_eq!(held(&project), ["已到账（李某）"], "one reason a finding");
    assert!(project.undo());
    assert_eq!(held(&project), ["凭证在途（王某）"]);
    assert!(project.redo());
    project.apply(reason(&explain, "", None)).unwrap();
    assert_eq!(held(&project), [""; 0]);
    assert_eq!(project.undo_label().as_deref(), Some("撤回说明"));
    assert!(project.undo());
    project.apply(Edit::Clear).unwrap();
    assert_eq!(held(&project), [""; 0]);
}

#[test]
fn it_holds_as_long_as_the_finding_is_the_same() {
    let mut project = project("99");
    let explain = finding(&project, Severity::Explain);
    project.apply(reason(&explain, "王某", Some("凭证在途"))).unwrap();
    load(&mut project, "99");
    assert_eq!(held(&project), ["凭证在途（王某）"], "the same file once more");
    load(&mut project, "98");
    assert_eq!(held(&project), [""; 0], "another value needs another reason");
    load(&mut project, "99");
    assert_eq!(held(&project), ["凭证在途（王某）"]);
}

#[test]
fn it_stands_in_the_log_and_on_paper() {
    let mut project = project("99");
    let explain = finding(&project, Severity::Explain);
    let edit = reason(&explain, "王某", Some("凭证在途"));
    let json = serde_json::to_string(&edit).unwrap();
    assert_eq!(serde_json::from_str::<Edit>(&json).unwrap(), edit, "{json}");
    let unexplained = checked(&project);
    let says = |form: &bangfu_core::form::FormModel, text: &str| {
        form.rows.iter().any(|row| row.cells.iter().any(|cell| cell.text.contains(text)))
    };
    assert!(says(&unexplained, "未说明") && says(&unexplained, "必须修改"));
    project.apply(edit).unwrap();
    let form = checked(&project);
    assert!(says(&form, "凭证在途") && says(&form, "王某") && says(&form, explain.cell.as_deref().unwrap()));
    let (_, counts) = form.head.iter().find(|(name, _)| name == "可说明后通过").unwrap();
    assert!(counts.contains("已说明1"), "{counts}");
    assert!(form.rows.iter().all(|row| row.cells.len() == form.columns.len()));
}
