//! `cargo run --release -p bangfu-tests --bin time-edits`: what an edit costs in the engine, beside the first evaluation of
//! the same project, on one long ledger and on a large cohort. It prints times and their ratio and holds none of them.

#![expect(clippy::print_stdout, reason = "a program that measures prints what it found")]

use std::process::ExitCode;
use std::time::{Duration, Instant};

use bangfu_core::display;
use bangfu_core::edit::{Edit, Project};
use bangfu_office::case::{Ledger, batch, sample_batch};
use bangfu_office::write::book::Page;
use bangfu_tests::run;

/// Rows of the long sheet.
const ROWS: usize = 50_000;
/// Units of the cohort.
const UNITS: usize = 310;
/// Edits of one kind; the median is shown.
const TIMES: usize = 9;

fn main() -> ExitCode {
    let told = [("one long ledger", long_ledger()), ("a large cohort", cohort())];
    for (what, found) in told {
        match found {
            Ok(lines) => println!("{what}\n{}", lines.join("\n")),
            Err(error) => {
                eprintln!("{what}: {error}");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}

/// What is measured, and how long it took.
fn line(what: &str, took: Duration, first: Duration) -> String {
    let (took, first) = (took.as_micros(), first.as_micros().max(1));
    format!("  {what:<34} {:>9} µs  {:>4} % of the first", took, took * 100 / first)
}

fn timed<R>(work: impl FnOnce() -> R) -> (R, Duration) {
    let start = Instant::now();
    let made = work();
    (made, start.elapsed())
}

fn median(mut all: Vec<Duration>) -> Duration {
    all.sort_unstable();
    all.get(all.len() / 2).copied().unwrap_or_default()
}

/// Makes edits one after the other, each followed by the view that a page shows.
fn edits(
    project: &mut Project,
    edit: impl Fn(usize) -> Edit,
    show: impl Fn(&Project) -> Result<(), String>,
) -> Result<Duration, String> {
    let mut all = Vec::new();
    for turn in 0..TIMES {
        let (done, took) = timed(|| {
            project.apply(edit(turn))?;
            show(project)
        });
        done?;
        all.push(took);
    }
    Ok(median(all))
}

fn points(unit: &str, no: &str, turn: usize) -> Edit {
    let points = Some(if turn.is_multiple_of(2) { "8" } else { "7.5" }.to_owned());
    Edit::Assess {
        unit: unit.to_owned(),
        no: no.to_owned(),
        points,
        by: "甲".to_owned(),
        reason: String::new(),
        facts: None,
    }
}

fn page(name: &str, heads: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Page {
    let heads = heads.iter().map(|head| (*head).to_owned()).collect();
    Page { name: name.to_owned(), rows: std::iter::once(heads).chain(rows).collect(), merged: Vec::new() }
}

fn show_report(project: &Project) -> Result<(), String> {
    let report = project.report().ok_or("no track")?;
    display::report(report).map(|_| ()).map_err(|error| error.to_string())
}

fn show_cohort(project: &Project) -> Result<(), String> {
    let cohort = project.cohort().ok_or("no track")?;
    display::cohort(&cohort, &project.scheme().conventions).map(|_| ()).map_err(|error| error.to_string())
}

/// The sample ledger with very many media reports, each of which counts or is refused.
fn long_ledger() -> Result<Vec<String>, String> {
    let scheme = run::scheme("kunming-2022")?;
    let track = scheme.tracks.first().ok_or("no track")?;
    let sample = sample_batch(&scheme, track).ok_or("no sample")?;
    let media = [("人民日报", "国家级"), ("云南日报", "省级"), ("昆明日报", "市级")];
    let row = |at: usize| {
        let (name, level) = media[at % 3];
        let day = format!("2022-{:02}-{:02}", 1 + at % 12, 1 + at % 28);
        [day, name.to_owned(), level.to_owned(), format!("某村纪事之{at}"), format!("C{}", at * 7919 % 20_000)].to_vec()
    };
    let heads = ["日期", "媒体名称", "媒体级别", "标题", "内容编号"];
    let mut ledger = Ledger::default();
    ledger.sheets.push(page("宣传报道", &heads, (0..ROWS).map(row)));
    let long = batch(&scheme.dictionary, "宣传.xlsx", &ledger, scheme.year);
    let mut project = Project::new(scheme, 0);
    project.load(sample, false);
    project.load(long, false);
    let unit = project.view().dossier.units.first().ok_or("no unit")?.name.clone();
    let (shown, first) = timed(|| show_report(&project));
    shown?;
    let judged = edits(&mut project, |turn| points(&unit, "3.1", turn), show_report)?;
    let switch = |turn: usize| {
        let value = if turn.is_multiple_of(2) { "each" } else { "highest" };
        Edit::Convention { id: "KM-05".to_owned(), value: Some(value.to_owned()) }
    };
    let switched = edits(&mut project, switch, show_report)?;
    Ok(vec![
        line("first report", first, first),
        line("points for another indicator", judged, first),
        line("a convention that the rows read", switched, first),
    ])
}

/// Many units with votes and a few rows each.
fn cohort() -> Result<Vec<String>, String> {
    let scheme = run::scheme("central-2022")?;
    let categories = &scheme.tracks.first().ok_or("no track")?.categories;
    let name = |at: usize| format!("单位{at:03}");
    let of = |at: usize| categories.get(at % categories.len().max(1)).cloned().unwrap_or_default();
    let info = (0..UNITS).map(|at| vec![name(at), of(at), format!("县{at}")]);
    let votes = (0..UNITS).flat_map(|at| (0..10).map(move |vote| (at, vote)));
    let votes = votes.map(|(at, vote)| {
        vec![name(at), name((at + vote + 1) % UNITS), format!("{}", 60 + (at * 37 + vote * 11) % 40)]
    });
    let rows = (0..UNITS).map(|at| vec![name(at), "2022-05-10".to_owned(), "部长".to_owned(), format!("县{at}")]);
    let mut ledger = Ledger::default();
    ledger.sheets.push(page("单位信息", &["单位名称", "单位类别", "帮扶对象"], info));
    ledger.sheets.push(page("投票评分", &["单位名称", "评审人单位", "分数"], votes));
    ledger.sheets.push(page("调研走访", &["单位名称", "日期", "带队负责人", "帮扶对象"], rows));
    let filled = batch(&scheme.dictionary, "全部.xlsx", &ledger, scheme.year);
    let mut project = Project::new(scheme, 0);
    project.load(filled, false);
    let (shown, first) = timed(|| show_cohort(&project));
    shown?;
    let rate = |turn: usize| {
        let level = Some(if turn.is_multiple_of(2) { "好" } else { "较好" }.to_owned());
        Edit::Assess {
            unit: name(7),
            no: "2".to_owned(),
            points: level,
            by: "甲".to_owned(),
            reason: String::new(),
            facts: None,
        }
    };
    let judged = edits(&mut project, rate, show_cohort)?;
    let (shown, report) = timed(|| show_report(&project));
    shown?;
    let again = edits(&mut project, rate, show_report)?;
    Ok(vec![
        line("first cohort", first, first),
        line("a level for one unit", judged, first),
        line("first report of all units", report, first),
        line("a level for one unit, the report", again, first),
    ])
}
