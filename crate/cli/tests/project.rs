//! A project file in the place of workbooks: what the page shows of it and what the commands write is the same.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by stopping")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use bangfu_core::edit::{Edit, Project};
use bangfu_core::scheme::builtin;

/// The sample ledger of a scheme as real work, with points, another year and a convention switched off.
fn project(scheme: &str) -> Project {
    let mut project = Project::new(builtin::loaded("kunming-2022").unwrap().clone(), 0);
    let track = builtin::loaded(scheme).unwrap().tracks[0].id.clone();
    project.apply(Edit::Track { scheme: scheme.to_owned(), track }).unwrap();
    let batch = bangfu_office::case::sample_batch(project.scheme(), project.track().unwrap()).unwrap();
    project.load(batch, false);
    let open = project.scheme().conventions.iter().find(|(_, convention)| !convention.fixed).unwrap().1.id.clone();
    project.apply(Edit::Convention { id: open, value: None }).unwrap();
    project.apply(Edit::AsOf { date: "2022-11-30".to_owned() }).unwrap();
    project.apply(Edit::Year { year: 2021 }).unwrap();
    project.undo();
    project
}

fn put(name: &str, bytes: &[u8]) -> PathBuf {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&file, bytes).unwrap();
    file
}

fn bangfu(file: &Path, args: &[&str]) -> Output {
    let (command, rest) = args.split_first().unwrap();
    Command::new(env!("CARGO_BIN_EXE_bangfu")).arg(command).arg(file).args(rest).output().unwrap()
}

fn printed(file: &Path, args: &[&str]) -> String {
    String::from_utf8(bangfu(file, args).stdout).unwrap()
}

#[test]
fn the_report_is_the_page_s_byte_for_byte() {
    for scheme in ["kunming-2022", "central-2017"] {
        let mut project = project(scheme);
        let file = put(&format!("{scheme}.bangfu"), &project.save().unwrap());
        assert_eq!(printed(&file, &["score", "--json"]), project.report().unwrap().to_json().unwrap());
        let cohort = serde_json::to_string_pretty(&project.cohort().unwrap()).unwrap() + "\n";
        assert_eq!(printed(&file, &["tier", "--json"]), cohort);
        // Told by what it is, not by its name.
        let renamed = put(&format!("{scheme}.xlsx"), &std::fs::read(&file).unwrap());
        assert_eq!(printed(&renamed, &["score", "--json"]), project.report().unwrap().to_json().unwrap());
    }
}

#[test]
fn what_the_command_line_says_stands_above_the_file() {
    let mut project = project("kunming-2022");
    let file = put("flags.bangfu", &project.save().unwrap());
    let id = project.scheme().conventions.iter().find(|(_, convention)| !convention.fixed).unwrap().1.clone();
    let value = id.choices[0].id.clone();
    project.apply(Edit::Year { year: 2020 }).unwrap();
    project.apply(Edit::Convention { id: id.id.clone(), value: Some(value.clone()) }).unwrap();
    let set = format!("{}={value}", id.id);
    let args = ["score", "--json", "--year", "2020", "--set", &set];
    assert_eq!(printed(&file, &args), project.report().unwrap().to_json().unwrap());
    let other: serde_json::Value =
        serde_json::from_str(&printed(&file, &["score", "--json", "--scheme", "central-2022"])).unwrap();
    assert_eq!(other["scheme"], "central-2022");
}

#[test]
fn nothing_is_computed_from_a_part_of_a_project() {
    let mut project = project("kunming-2022");
    let mut bytes = project.save().unwrap();
    let end = bytes.len() - 40;
    bytes.truncate(end);
    let run = bangfu(&put("cut.bangfu", &bytes), &["score", "--json"]);
    let said = String::from_utf8(run.stderr).unwrap();
    assert!(run.status.code() == Some(1) && run.stdout.is_empty() && said.contains("损坏的部分"), "{said}");
    let two = put("two.bangfu", &project.save().unwrap());
    let run = bangfu(&two, &["score", two.to_str().unwrap()]);
    assert!(String::from_utf8(run.stderr).unwrap().contains("一次只能打开一个工程文件"));
}
