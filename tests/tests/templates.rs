//! A template that is filled as it asks for is imported without a single finding, whatever program filled it.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by stopping")]

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use bangfu_core::ledger::dictionary::{Field, Kind, Role};
use bangfu_core::scheme::builtin;
use bangfu_core::scheme::model::{Scheme, Track};
use bangfu_office::Job;
use bangfu_office::write::book::{Page, book};
use bangfu_office::write::template::{header, track_template, words};
use bangfu_tests::{made_up, office};

/// Rows that are filled in on each sheet.
const ROWS: usize = 3;

/// Every track of every scheme, the made-up one's too, which has sheets of its own.
fn tracks() -> Vec<(Scheme, usize)> {
    let made_up = [made_up::scheme().unwrap()];
    let all = builtin::all().iter().cloned().chain(made_up);
    all.flat_map(|scheme| (0..scheme.tracks.len()).map(move |track| (scheme.clone(), track))).collect()
}

/// A cell: `date`, `number` or `text`, and what it says.
type Cell = (&'static str, String);

/// What a careful clerk writes in a column; no two rows say the same.
fn cell(scheme: &Scheme, track: &Track, field: &Field, column: usize, row: usize) -> Cell {
    let (year, month, day) = (scheme.year, row + 2, column % 27 + 1);
    let text = |text: &str| ("text", text.to_owned());
    let pick = |words: &[String]| text(&words[row % words.len()]);
    match (field.role, &field.kind) {
        (Some(Role::UnitName), _) => text("示例市甲局"),
        (Some(Role::Place), _) => text(["甲村", "乙村", "丙村"][row % 3]),
        (Some(Role::Category), _) if !track.categories.is_empty() => text(&track.categories[0]),
        (Some(Role::Year), _) => ("number", year.to_string()),
        (Some(Role::Indicator), _) => {
            let all: Vec<String> = track.indicators().map(|(_, indicator)| indicator.no.clone()).collect();
            pick(&all)
        }
        (Some(Role::Convention), _) => {
            let all: Vec<String> = scheme.conventions.iter().map(|(_, convention)| convention.id.clone()).collect();
            pick(&all)
        }
        // Some dates are dates, some are typed as text.
        (_, Kind::Date) => (if row == 1 { "text" } else { "date" }, format!("{year}-{month:02}-{day:02}")),
        (_, Kind::Month) if row == 1 => ("text", format!("{year}-{month:02}")),
        (_, Kind::Month) => ("date", format!("{year}-{month:02}-01")),
        (_, Kind::Number) => ("number", (row + 1).to_string()),
        (_, Kind::Money(_)) => ("number", ["12.5", "8", "6.25"][row % 3].to_owned()),
        (_, Kind::Flag | Kind::Level(_) | Kind::Choice(_)) => {
            let all: Vec<String> = words(field).into_iter().map(str::to_owned).collect();
            pick(&all)
        }
        (_, Kind::Id) => text(["530102199001011230", "530102199102022341", "53010219920303345X"][row % 3]),
        (_, Kind::Text) if field.name == "序号" => ("number", (row + 1).to_string()),
        (_, Kind::Text) => text(&format!("{}之{}", field.name, row + 1)),
    }
}

/// Rows by sheet, cells by head.
fn rows(scheme: &Scheme, track: &Track) -> BTreeMap<String, Vec<BTreeMap<String, Cell>>> {
    let sheets = track.sheets.iter().filter_map(|at| scheme.dictionary.sheet(*at));
    sheets
        .map(|sheet| {
            let line = |row| {
                let adds_up = |field: usize| sheet.sums.iter().find(|sum| usize::from(sum[0].0) == field);
                let filled = |(at, field): (usize, &Field)| {
                    let said = cell(scheme, track, field, at, row);
                    // Every part of a sum says the same on its row.
                    let said = match adds_up(at) {
                        Some(sum) => ("number", ((row + 1) * (sum.len() - 1)).to_string()),
                        None => said,
                    };
                    (header(field).trim_start_matches('*').to_owned(), said)
                };
                sheet.fields.iter().enumerate().map(filled).collect()
            };
            (sheet.name.clone(), (0..ROWS).map(line).collect())
        })
        .collect()
}

/// Holds that a filled template was read whole and said nothing.
fn check(what: &str, scheme: &Scheme, track: &Track, bytes: &[u8]) {
    let batch = bangfu_office::read(&scheme.dictionary, &Job::new("台账模板.xlsx", scheme.year), bytes, &mut |_| ());
    assert_eq!(batch.findings, [], "{} {} {what}", scheme.id, track.id);
    assert_eq!(batch.tables.len(), track.sheets.len(), "{} {} {what}", scheme.id, track.id);
    for sheet in batch.sheets.iter().filter(|sheet| sheet.read_as.is_some()) {
        let counts = (sheet.rows as usize, sheet.used as usize, sheet.refused);
        assert_eq!(counts, (ROWS, ROWS, 0), "{} {} {what} {}", scheme.id, track.id, sheet.name);
    }
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("templates").join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn filled_as_text() {
    for (scheme, at) in tracks() {
        let track = &scheme.tracks[at];
        let page = |(name, lines): (String, Vec<BTreeMap<String, Cell>>)| {
            let heads: Vec<String> = lines[0].keys().cloned().collect();
            let line = |line: &BTreeMap<String, Cell>| line.values().map(|(_, text)| text.clone()).collect();
            let months = |mut line: Vec<String>| {
                // A month is a date in a cell that shows the month; as text it is the month alone.
                for (cell, head) in line.iter_mut().zip(&heads) {
                    if head == "年月" {
                        cell.truncate(7);
                    }
                }
                line
            };
            let rows = std::iter::once(heads.clone()).chain(lines.iter().map(line).map(months)).collect();
            Page { name, rows, merged: Vec::new() }
        };
        let pages: Vec<Page> = rows(&scheme, track).into_iter().map(page).collect();
        check("as text", &scheme, track, &book(&pages).unwrap());
    }
}

#[test]
fn filled_by_other_programs() {
    let Some(python) = office::python() else {
        let _ = writeln!(std::io::stderr(), "SKIPPED: no openpyxl here, so no template was filled by it");
        return;
    };
    let (empty, filled) = (folder("empty"), folder("filled"));
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/templates/fill.py");
    let mut books = Vec::new();
    for (scheme, at) in tracks() {
        let track = &scheme.tracks[at];
        let name = format!("{}-{}", scheme.id, track.id);
        let (template, values) = (empty.join(format!("{name}.xlsx")), empty.join(format!("{name}.json")));
        std::fs::write(&template, track_template(&scheme, track).unwrap()).unwrap();
        std::fs::write(&values, serde_json::to_string(&rows(&scheme, track)).unwrap()).unwrap();
        let out = filled.join(format!("{name}.xlsx"));
        let done = Command::new(&python).arg(&script).args([&values, &template, &out]).output().unwrap();
        assert!(done.status.success(), "{name}: {}", String::from_utf8_lossy(&done.stderr));
        check("by openpyxl", &scheme, track, &std::fs::read(&out).unwrap());
        books.push(out);
    }
    let Some(saved) = office::resave(&books, &folder("saved"), "xlsx") else {
        let _ = writeln!(std::io::stderr(), "SKIPPED: no soffice here, so no template was saved by it");
        return;
    };
    for ((scheme, at), file) in tracks().iter().zip(saved) {
        check("by LibreOffice", scheme, &scheme.tracks[*at], &std::fs::read(file).unwrap());
    }
}
