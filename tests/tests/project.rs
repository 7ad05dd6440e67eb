//! The project as the page works with it: rows typed in place of a workbook, conventions of several files, years apart.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by stopping")]

use bangfu_core::diag::Finding;
use bangfu_core::edit::file::open;
use bangfu_core::edit::{Edit, Origin, Project, TYPED};
use bangfu_core::scheme::builtin;
use bangfu_office::entry::{Block, enter};
use bangfu_office::{Job, read_text};

/// An empty project.
fn project(scheme: &str, track: &str) -> Project {
    let scheme = builtin::loaded(scheme).unwrap();
    Project::new(scheme.clone(), scheme.track(track).unwrap())
}

/// Cells parted by blanks; `-` is a blank cell.
fn rows(text: &str) -> Vec<Vec<String>> {
    let cell = |word: &str| if word == "-" { String::new() } else { word.to_owned() };
    text.lines().map(str::trim).filter(|l| !l.is_empty()).map(|l| l.split_whitespace().map(cell).collect()).collect()
}

/// Loads a sheet as a file of its own; the heads come first.
fn load(project: &mut Project, file: &str, sheet: &str) {
    let text: Vec<String> = rows(sheet).iter().map(|row| row.join("\t")).collect();
    let batch = read_text(&project.scheme().dictionary, &Job::new(file, project.view().dossier.year), &text.join("\n"));
    assert!(batch.tables.iter().any(|table| !table.rows.is_empty()), "{file} is read: {:?}", batch.findings);
    project.load(batch, false);
}

fn findings(project: &Project) -> Vec<Finding> {
    project.report().unwrap().findings
}

fn score(project: &Project, no: &str) -> Option<String> {
    let report = project.report()?;
    let indicator = report.units.first()?.indicators.iter().find(|indicator| indicator.no == no)?;
    indicator.score.as_ref().map(ToString::to_string)
}

const POINTS: &str = "评审打分";

#[test]
fn typed_rows_count_like_a_file_and_are_one_edit() {
    let mut project = project("kunming-2022", "unit");
    enter(&mut project, POINTS, rows("甲局 1.3 6 张三"), None).unwrap();
    assert_eq!(score(&project, "1.3").as_deref(), Some("6"));
    assert_eq!(project.undo_label().as_deref(), Some("录入评审打分"));
    enter(&mut project, POINTS, rows("甲局 1.3 5 张三\n甲局 1.4 7"), None).unwrap();
    assert_eq!(score(&project, "1.3").as_deref(), Some("5"), "the later rows take the place of the earlier");
    assert_eq!(score(&project, "1.4").as_deref(), Some("7"));
    assert!(project.undo());
    assert_eq!(score(&project, "1.3").as_deref(), Some("6"));
    assert!(project.redo());
    enter(&mut project, POINTS, Vec::new(), None).unwrap();
    assert!(project.report().unwrap().units.is_empty(), "no rows leave no unit");
}

#[test]
fn the_same_rows_once_more_are_no_edit() {
    let mut project = project("kunming-2022", "unit");
    for _ in 0..2 {
        enter(&mut project, POINTS, rows("甲局 1.3 6 -"), None).unwrap();
    }
    assert_eq!(project.revision(), 1);
    enter(&mut project, "会议", Vec::new(), None).unwrap();
    assert_eq!(project.revision(), 1, "nothing typed is no edit");
}

#[test]
fn a_typed_cell_that_cannot_be_read_is_told_with_its_address() {
    let mut project = project("kunming-2022", "unit");
    enter(&mut project, POINTS, rows("甲局 1.3 6\n甲局 1.4 很高\n甲局 9.9 3\n甲局 1.4 99"), None).unwrap();
    let told = findings(&project);
    for (cell, words) in [("评审打分!C3", "不是数"), ("评审打分!B4", "没有指标"), ("评审打分!C5", "超过满分")]
    {
        let found = told.iter().find(|finding| finding.cell.as_deref() == Some(cell));
        assert!(found.is_some_and(|finding| finding.file == TYPED && finding.why.contains(words)), "{cell}: {told:?}");
    }
    assert_eq!(score(&project, "1.3").as_deref(), Some("6"), "the rest still counts");
}

#[test]
fn a_block_is_laid_over_the_rows_without_its_heads() {
    let mut project = project("kunming-2022", "unit");
    let block = |row, column, text: &str| Block { row, column, text: text.to_owned() };
    let copied = block(1, 0, "单位名称\t指标号\t得分\r\n甲局\t1.4\t7\r\n甲局\t2.1\t4\r\n");
    enter(&mut project, POINTS, rows("甲局 1.3 6"), Some(&copied)).unwrap();
    assert_eq!(score(&project, "1.4").as_deref(), Some("7"));
    assert_eq!(score(&project, "2.1").as_deref(), Some("4"));
    assert_eq!(project.revision(), 1);
    let wide = block(0, 6, "a\tb\tc\td");
    let refused = enter(&mut project, POINTS, rows("甲局 1.3 6"), Some(&wide)).unwrap_err();
    assert!(refused.contains("4列"), "{refused}");
    assert_eq!(project.revision(), 1, "nothing is lost in silence");
}

#[test]
fn a_sheet_that_is_both_typed_and_loaded_is_told() {
    let mut project = project("kunming-2022", "unit");
    load(&mut project, "评审打分.txt", "单位名称 指标号 得分\n甲局 1.3 6");
    enter(&mut project, POINTS, rows("甲局 1.4 7"), None).unwrap();
    assert!(findings(&project).iter().any(|finding| finding.why.contains("同时出现在")), "{:?}", findings(&project));
}

#[test]
fn files_that_agree_on_a_convention_switch_it_for_all() {
    let mut project = project("kunming-2022", "unit");
    load(&mut project, "口径设置.txt", "口径号 取值\nKM-01 excluded");
    assert_eq!(project.view().origins.get("KM-01"), Some(&Origin::File("口径设置.txt".to_owned())));
    project.apply(Edit::Convention { id: "KM-01".to_owned(), value: None }).unwrap();
    assert_eq!(project.view().origins.get("KM-01"), Some(&Origin::Page), "a switch on the page stands above files");
    assert!(!project.view().origins.contains_key("KM-05"), "what nobody set has its default");
}

#[test]
fn files_that_contradict_each_other_are_told_and_neither_is_taken() {
    let mut project = project("kunming-2022", "unit");
    let before = project.view().readings.clone();
    load(&mut project, "口径设置.txt", "口径号 取值\nKM-01 excluded\nKM-05 none");
    let alone = project.view().readings.clone();
    assert_ne!(alone, before);
    let batch = read_text(&project.scheme().dictionary, &Job::new("口径设置.csv", 2022), "口径号,取值\nKM-01,none\n");
    project.load(batch, false);
    let told = findings(&project);
    let found = told.iter().find(|finding| finding.why.contains("互相矛盾")).unwrap();
    assert_eq!((found.file.as_str(), found.cell.as_deref()), ("口径设置.csv", Some("口径设置!B2")));
    assert!(found.why.contains("口径设置.txt") && found.why.contains("excluded"), "{}", found.why);
    let files = vec!["口径设置.txt".to_owned(), "口径设置.csv".to_owned()];
    assert_eq!(project.view().origins.get("KM-01"), Some(&Origin::Disputed(files)));
    let at = project.scheme().conventions.find("KM-01").unwrap();
    assert_eq!(project.view().readings.get(at), before.get(at), "the default stands");
    let other = project.scheme().conventions.find("KM-05").unwrap();
    assert_eq!(project.view().readings.get(other), alone.get(other), "what nobody disputes stands too");
}

#[test]
fn units_of_two_years_are_told() {
    let mut project = project("kunming-2022", "unit");
    load(&mut project, "单位信息.txt", "单位名称 评价年度\n甲局 2022\n乙局 2021\n丙局 2022");
    let told: Vec<Finding> =
        findings(&project).into_iter().filter(|finding| finding.why.contains("评价年度")).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].cell.as_deref(), Some("单位信息!B3"));
    assert!(told[0].why.contains("乙局") && told[0].why.contains("2021") && told[0].why.contains("2022"));
}

/// Points typed beside an indicator.
fn assess(no: &str, points: &str) -> Edit {
    let (unit, no, by) = ("甲局".to_owned(), no.to_owned(), "组".to_owned());
    Edit::Assess { unit, no, points: Some(points.to_owned()), by, reason: String::new(), facts: None }
}

/// What is to be looked at again (待复核), by number.
fn review(project: &Project) -> Vec<String> {
    project.review().into_iter().map(|one| one.no).collect()
}

/// The sheet whose rows are laid beside 3.5.
const CUSTOMS: &str = "扶志扶智与文化生态";

#[test]
fn points_are_looked_at_again_when_the_typed_rows_behind_them_change() {
    let mut project = project("kunming-2022", "unit");
    enter(&mut project, CUSTOMS, rows("甲局 2022-05-01"), None).unwrap();
    project.apply(assess("3.5", "4")).unwrap();
    enter(&mut project, POINTS, rows("甲局 3.4 6\n甲局 1.3 6"), None).unwrap();
    assert_eq!(review(&project), [""; 0]);
    enter(&mut project, "消费帮扶", rows("甲局 2022-05-01"), None).unwrap();
    assert_eq!(review(&project), ["3.4"], "points that were typed as a row, too");
    enter(&mut project, CUSTOMS, rows("甲局 2022-05-01\n甲局 2022-06-01"), None).unwrap();
    assert_eq!(review(&project), ["3.4", "3.5"]);
    assert!(project.undo());
    assert_eq!(review(&project), ["3.4"]);
    assert!(project.redo());

    // A row that is typed again as it was is no new judgement; one with other points is.
    enter(&mut project, POINTS, rows("甲局 3.4 6\n甲局 1.3 6\n甲局 1.4 2"), None).unwrap();
    assert_eq!(review(&project), ["3.4", "3.5"]);
    enter(&mut project, POINTS, rows("甲局 3.4 7\n甲局 1.3 6\n甲局 1.4 2"), None).unwrap();
    assert_eq!(review(&project), ["3.5"]);

    // Or they stay as they are, on what is there now.
    enter(&mut project, "消费帮扶", Vec::new(), None).unwrap();
    assert_eq!(review(&project), ["3.4", "3.5"]);
    let keep = |no: &str| Edit::Keep { unit: "甲局".to_owned(), no: no.to_owned(), facts: None };
    project.apply(keep("3.4")).unwrap();
    assert_eq!(review(&project), ["3.5"]);
    project.apply(keep("3.5")).unwrap();
    assert_eq!(review(&project), [""; 0]);
    assert!(project.apply(keep("2.1")).is_err(), "nobody gave points for it");
    assert!(project.undo() && project.undo());

    // All of it travels in the project file.
    let opened = open(&project.save().unwrap(), project.scheme()).unwrap().project;
    assert_eq!(review(&opened), ["3.4", "3.5"]);
}
