//! A cohort spread over files: units send their own, the lead office sends votes and incidents, and they meet by name.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by stopping")]

use bangfu_core::cohort::{Cohort, Place};
use bangfu_core::edit::Project;
use bangfu_office::case::{Ledger, batch};
use bangfu_office::write::book::Page;
use bangfu_tests::run;

/// A file of sheets, written as in the cases.
fn file(sheets: &[(&str, &str)]) -> Ledger {
    let cells = |line: &str| line.split('|').map(|cell| cell.trim().to_owned()).collect();
    let page = |(name, rows): &(&str, &str)| {
        let rows = rows.lines().map(str::trim).filter(|line| !line.is_empty()).map(cells).collect();
        Page { name: (*name).to_owned(), rows, merged: Vec::new() }
    };
    let mut ledger = Ledger::default();
    ledger.sheets = sheets.iter().map(page).collect();
    ledger
}

fn cohort(files: &[(&str, Ledger)]) -> Cohort {
    let scheme = run::scheme("central-2022").unwrap();
    let mut project = Project::new(scheme.clone(), 0);
    for (name, ledger) in files {
        project.load(batch(&scheme.dictionary, name, ledger, scheme.year), false);
    }
    project.cohort().unwrap()
}

fn tiers(cohort: &Cohort) -> Vec<(&str, Option<&str>)> {
    cohort.units.iter().map(|unit| (unit.unit.as_str(), unit.tier.as_deref())).collect()
}

/// What a unit sends: its own sheets, which name it once.
fn own(unit: &str) -> Ledger {
    file(&[
        ("单位信息", &format!("单位名称 | 单位类别 | 帮扶对象\n{unit} | 金融机构 | 某县")),
        ("调研走访", "日期 | 带队负责人 | 帮扶对象\n2022-05-10 | 行长 | 某县"),
    ])
}

const VOTES: &str = "评审人单位 | 单位名称 | 分数
    戊行 | 甲行 | 95
    甲行 | 甲行 | 100
    戊行 | 乙行 | 90
    戊行 | 丙行 | 85";
const INCIDENTS: &str = "单位名称 | 日期 | 类型 | 是否查实\n甲行 | 2022-06-01 | 违纪违规 | 是";

/// Three banks: 0.6 × 3 = 1.8 → 2 are 好, 0.9 × 3 = 2.7 → 3 are 好 or 较好. 甲行 is barred from 好, so 乙行 and 丙行 move up.
#[test]
fn unit_files_and_lead_office_files_meet_by_name() {
    let lead = file(&[("投票评分", VOTES), ("问题与否决", INCIDENTS)]);
    let files = [("甲.xlsx", own("甲行")), ("牵头.xlsx", lead), ("乙.xlsx", own("乙行")), ("丙.xlsx", own("丙行"))];
    let found = cohort(&files);
    assert_eq!(tiers(&found), [("甲行", Some("较好")), ("乙行", Some("好")), ("丙行", Some("好"))]);
    assert_eq!(found.units[0].score, Some(95.into()), "the own vote is left out");
    assert!(found.units.iter().all(|unit| unit.category.as_deref() == Some("金融机构")));
    // The order of the files makes no difference.
    let mut turned = files.to_vec();
    turned.reverse();
    assert_eq!(tiers(&cohort(&turned)), tiers(&found));
}

/// Votes and incidents in files of their own come to the same; the same sheet in two files is said.
#[test]
fn lead_office_files_may_be_several() {
    let votes = file(&[("投票评分", VOTES)]);
    let incidents = file(&[("问题与否决", INCIDENTS)]);
    let parts = [
        ("甲.xlsx", own("甲行")),
        ("乙.xlsx", own("乙行")),
        ("丙.xlsx", own("丙行")),
        ("投票.xlsx", votes.clone()),
        ("问题.xlsx", incidents),
    ];
    let found = cohort(&parts);
    assert_eq!(tiers(&found), [("甲行", Some("较好")), ("乙行", Some("好")), ("丙行", Some("好"))]);
    assert!(!found.findings.iter().any(|finding| finding.why.contains("同时出现在")));
    let mut twice = parts.to_vec();
    twice.push(("投票（重报）.xlsx", votes));
    let said = cohort(&twice).findings;
    let about = |name: &str| {
        said.iter().any(|f| f.why.contains("投票评分") && f.why.contains("同时出现在") && f.why.contains(name))
    };
    assert!(about("甲行") && about("丙行"), "{said:?}");
}

/// A unit that sent its file and has no votes yet keeps every tier open, and the sentence says so.
#[test]
fn a_unit_without_votes_keeps_all_open() {
    let own_files = ["甲行", "乙行", "丙行", "丁行"].map(|unit| (unit, own(unit)));
    let lead = [("牵头.xlsx", file(&[("投票评分", VOTES)]))];
    let found = cohort(&[own_files.as_slice(), lead.as_slice()].concat());
    assert!(found.units.iter().all(|unit| unit.tier.is_none() && unit.place != Place::Held));
    assert!(found.units.iter().all(|unit| unit.why.contains("4个单位中还有1个没有得分")), "{:?}", found.units[0].why);
}

/// The self-report and the export of the subsystem in two files: a difference names both cells, and the other file.
#[test]
fn figures_in_two_files_are_compared() {
    let heads = "单位名称 | 指标 | 计量单位 | 本方数 | 对照来源 | 对照数";
    let report = format!("{heads}\n甲行 | 投入帮扶资金 | 万元 | 500 | 业务子系统 |");
    let export = format!("{heads}\n甲行 | 投入帮扶资金 | 元 | | 业务子系统 | 4800000");
    let files = [
        ("甲.xlsx", own("甲行")),
        ("自评.xlsx", file(&[("数据核对", report.as_str())])),
        ("子系统.xlsx", file(&[("数据核对", export.as_str())])),
    ];
    let scheme = run::scheme("central-2022").unwrap();
    let mut project = Project::new(scheme.clone(), 0);
    for (name, ledger) in &files {
        project.load(batch(&scheme.dictionary, name, ledger, scheme.year), false);
    }
    let findings = project.report().unwrap().findings;
    let found = findings.iter().find(|finding| finding.why.contains("相差20万元")).unwrap();
    assert_eq!((found.file.as_str(), found.cell.as_deref()), ("自评.xlsx", Some("数据核对!D2")));
    assert!(found.why.contains("（子系统.xlsx 数据核对!F2）"), "{}", found.why);
}
