//! The seeded-defect corpus: clean books saved by LibreOffice and what `tests/defects` spoils in them, kind by kind. Every
//! defect is told in its cell and in its grade, nothing else is asked about, no cell is read as something else in silence,
//! and every row is accounted for.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by stopping")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use bangfu_core::diag::{Finding, Severity, column_letters};
use bangfu_core::exact::Points;
use bangfu_core::ledger::dictionary::{Dictionary, FieldIx, Kind};
use bangfu_core::ledger::period::{day_text, month_text};
use bangfu_core::ledger::table::{Batch, MILLIONTH, State, Table};
use bangfu_core::ledger::text::Symbol;
use bangfu_core::scheme::read::Files;
use bangfu_office::Job;
use serde_json::Value;

const LEDGER: &str = include_str!("../../crate/schemes/ledger.toml");

/// The corpus, or `None` where LibreOffice or openpyxl is missing. Debian's openpyxl belongs to Debian's python.
/// `BANGFU_DEFECTS=FOLDER` takes one that was written before.
fn corpus() -> Option<(PathBuf, Value)> {
    let open = |folder: PathBuf| {
        let index = std::fs::read_to_string(folder.join("index.json")).unwrap();
        Some((folder, serde_json::from_str(&index).unwrap()))
    };
    if let Some(written) = std::env::var_os("BANGFU_DEFECTS") {
        return open(written.into());
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("defects");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
    std::fs::create_dir_all(&folder).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("defects/write.py");
    for python in ["python3", "/usr/bin/python3"] {
        let Ok(done) = Command::new(python).arg("-B").arg(&script).arg(&folder).output() else { continue };
        if done.status.success() {
            return open(folder);
        }
        assert_eq!(done.status.code(), Some(3), "{}", String::from_utf8_lossy(&done.stderr));
    }
    None
}

/// `D17` as letters and row.
fn address(cell: &str) -> (&str, u32) {
    let letters = cell.trim_end_matches(|c: char| c.is_ascii_digit());
    (letters, cell[letters.len()..].parse().unwrap())
}

/// The cells that a finding names, as sheet and address; the sheet with no address where it names none.
fn told(finding: &Finding) -> Vec<(String, String)> {
    let sheet = &finding.sheet;
    let first = finding.cell.as_deref().and_then(|cell| cell.rsplit_once('!')).map_or("", |(_, cell)| cell);
    let mut cells = vec![(sheet.clone(), first.to_owned())];
    for range in &finding.also {
        let (from, to) = range.split_once(':').unwrap_or((range, range));
        let ((letters, top), (_, bottom)) = (address(from), address(to));
        cells.extend((top..=bottom).map(|row| (sheet.clone(), format!("{letters}{row}"))));
    }
    cells
}

/// What a cell was read as, in the words of the corpus; several where fields share a column of the file.
fn read_as(dictionary: &Dictionary, batch: &Batch, table: &Table, cell: &str) -> Vec<String> {
    let (letters, row) = address(cell);
    let Some(index) = table.rows.iter().position(|number| *number == row) else { return vec!["no row".to_owned()] };
    let is_here = |(_, column): &(u16, &Option<bangfu_core::ledger::table::Column>)| {
        column.as_ref().is_some_and(|column| column_letters(column.source) == letters)
    };
    let fields = (0_u16..).zip(&table.columns).filter(is_here).map(|(at, _)| FieldIx(at));
    fields.map(|field| meaning(dictionary, batch, table, index, field)).collect()
}

fn meaning(dictionary: &Dictionary, batch: &Batch, table: &Table, row: usize, field: FieldIx) -> String {
    let (state, value) = table.cell(row, field);
    match (state, &dictionary.field(table.sheet, field).unwrap().kind) {
        (State::Blank, _) => "-".to_owned(),
        (State::Unclear | State::Estimated, _) => "?".to_owned(),
        (State::Coarse, _) | (_, Kind::Month) => format!("month {}", month_text(value)),
        (_, Kind::Date) => format!("date {}", day_text(value)),
        (_, Kind::Text | Kind::Choice(_) | Kind::Level(_)) => {
            format!("word {}", batch.text.word(Symbol(u32::try_from(value).unwrap())))
        }
        (_, Kind::Number) => format!("num {}", Points::ratio(value, MILLIONTH)),
        (_, Kind::Money(_)) => format!("fen {value}"),
        (_, Kind::Flag) => format!("flag {}", if value == 0 { "否" } else { "是" }),
        (_, Kind::Id) => "id".to_owned(),
    }
}

/// What came out for the books of one kind.
#[derive(Debug, Default)]
struct Tally {
    books: usize,
    expected: usize,
    found: usize,
    questions: usize,
    false_questions: usize,
    wrong: Vec<String>,
    silent: usize,
    misread: usize,
    rows: usize,
}

/// A book, clean or spoilt: what is to be found in it.
struct Expected<'v> {
    sheets: &'v [Value],
    spoilt: Option<&'v Value>,
}

impl Expected<'_> {
    fn field(&self, key: &str) -> &Value {
        self.spoilt.map_or(&Value::Null, |spoilt| &spoilt[key])
    }

    fn places(&self, key: &str) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        self.field(key).as_array().into_iter().flatten().map(|place| (text(&place[0]), text(&place[1]))).collect()
    }

    /// How far a row of a sheet has moved down.
    fn moved(&self, sheet: &str, row: u32) -> u32 {
        let shift = &self.field("shift")[sheet];
        match (shift[0].as_u64(), shift[1].as_u64()) {
            (Some(at), Some(count)) if u64::from(row) >= at => u32::try_from(count).unwrap(),
            _ => 0,
        }
    }

    /// Every cell of a sheet and what it means.
    fn means(&self, sheet: &Value) -> BTreeMap<String, String> {
        let name = sheet["name"].as_str().unwrap();
        let gone = self.places("gone");
        let mut means = BTreeMap::new();
        for (cell, meaning) in sheet["means"].as_object().unwrap() {
            let (letters, row) = address(cell);
            if !gone.contains(&(name.to_owned(), letters.to_owned())) {
                means.insert(format!("{letters}{}", row + self.moved(name, row)), meaning.as_str().unwrap().to_owned());
            }
        }
        for (cell, meaning) in self.field("over")[name].as_object().into_iter().flatten() {
            means.insert(cell.clone(), meaning.as_str().unwrap().to_owned());
        }
        means
    }
}

/// Compares a book with what was read of it.
fn check(dictionary: &Dictionary, file: &str, batch: &Batch, expected: &Expected<'_>, tally: &mut Tally) {
    tally.books += 1;
    let cells: Vec<(Severity, Vec<(String, String)>)> =
        batch.findings.iter().map(|finding| (finding.severity, told(finding))).collect();
    let is_same = |place: &(String, String), told: &(String, String)| {
        place == told || place.1.strip_prefix('*').is_some_and(|row| place.0 == told.0 && told.1.ends_with(row))
    };
    let expect = expected.places("expect");
    for (at, place) in expect.iter().enumerate() {
        let grade = expected.field("expect")[at][2].as_str().unwrap();
        let of_grade = |severity: Severity| serde_json::to_value(severity).unwrap() == grade;
        tally.expected += 1;
        if cells.iter().any(|(severity, told)| of_grade(*severity) && told.iter().any(|told| is_same(place, told))) {
            tally.found += 1;
        } else {
            tally.wrong.push(format!("{file} {}!{}: no {grade}", place.0, place.1));
        }
    }
    let allowed: Vec<(String, String)> = expect.into_iter().chain(expected.places("allow")).collect();
    let mut all_told = BTreeSet::new();
    for (finding, (severity, told)) in batch.findings.iter().zip(&cells) {
        all_told.extend(told.iter().cloned());
        if *severity == Severity::Note {
            continue;
        }
        for told in told {
            tally.questions += 1;
            if !allowed.iter().any(|place| is_same(place, told)) {
                tally.false_questions += 1;
                tally.wrong.push(format!("{file} {}!{}: not asked for: {}", told.0, told.1, finding.why));
            }
        }
    }
    for sheet in expected.sheets {
        let name = sheet["name"].as_str().unwrap();
        let Some(table) = batch.tables.iter().find(|table| table.name == name) else {
            tally.silent += 1;
            tally.wrong.push(format!("{file} {name}: not read"));
            continue;
        };
        for (cell, means) in expected.means(sheet) {
            let read = read_as(dictionary, batch, table, &cell);
            if means == "*" || read.contains(&means) || (means == "?" && read.iter().any(|read| read == "-")) {
                continue;
            }
            let is_told = all_told.contains(&(name.to_owned(), cell.clone()));
            *(if is_told { &mut tally.misread } else { &mut tally.silent }) += 1;
            let how = if is_told { "misread" } else { "silently misread" };
            tally.wrong.push(format!("{file} {name}!{cell}: {how}: {means} as {read:?}"));
        }
        let number = |key: &str| u32::try_from(sheet[key].as_u64().unwrap()).unwrap();
        let last = number("last") + expected.moved(name, u32::MAX);
        let summary = batch.sheets.iter().find(|summary| summary.name == name).unwrap();
        let rows = (summary.header.map(|(_, bottom)| bottom), summary.rows, summary.ignored, summary.last_row);
        let ignored = last - number("header") - number("rows");
        if rows != (Some(number("header")), number("rows"), ignored, last) {
            tally.rows += 1;
            tally
                .wrong
                .push(format!("{file} {name}: rows {rows:?}, {ignored} to ignore of {last}: {:?}", summary.left));
        }
    }
}

fn read(dictionary: &Dictionary, folder: &Path, file: &str) -> Batch {
    let bytes = std::fs::read(folder.join(file)).unwrap();
    bangfu_office::read(dictionary, &Job::new(file, 2022), &bytes, &mut |_| ())
}

#[test]
#[expect(clippy::cast_precision_loss, reason = "shares for a report")]
fn every_defect_is_told_where_it_stands() {
    let Some((folder, index)) = corpus() else {
        // Written past the harness, which hides what a passing test prints.
        let _ = writeln!(std::io::stderr(), "SKIPPED: no soffice or no openpyxl here, so no workbook was spoilt");
        return;
    };
    let dictionary = Dictionary::load(&mut Files::default(), "ledger.toml", LEDGER);
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    let books = index["clean"].as_array().unwrap();
    for (at, sheets) in books.iter().enumerate() {
        let file = format!("clean-{at:02}.xlsx");
        let expected = Expected { sheets: sheets.as_array().unwrap(), spoilt: None };
        check(&dictionary, &file, &read(&dictionary, &folder, &file), &expected, tallies.entry("clean").or_default());
    }
    for spoilt in index["spoilt"].as_array().unwrap() {
        let file = spoilt["file"].as_str().unwrap();
        let sheets = books[usize::try_from(spoilt["clean"].as_u64().unwrap()).unwrap()].as_array().unwrap();
        let expected = Expected { sheets, spoilt: Some(spoilt) };
        let tally = tallies.entry(spoilt["kind"].as_str().unwrap()).or_default();
        check(&dictionary, file, &read(&dictionary, &folder, file), &expected, tally);
    }
    let sum = |count: fn(&Tally) -> usize| tallies.values().map(count).sum::<usize>();
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    let (expected, found) = (sum(|tally| tally.expected), sum(|tally| tally.found));
    let (questions, wrong) = (sum(|tally| tally.questions), sum(|tally| tally.false_questions));
    let (silent, misread, rows) = (sum(|tally| tally.silent), sum(|tally| tally.misread), sum(|tally| tally.rows));
    let (recall, precision) = (share(found, expected), share(questions - wrong, questions));
    let mut report = format!(
        "{} kinds in {} books: {found} of {expected} cells told ({:.2} %), {wrong} of {questions} questions beside the \
         mark ({:.2} % precise), {silent} silently misread, {misread} misread and told, {rows} sheets with rows unaccounted\n",
        tallies.len() - 1,
        sum(|tally| tally.books),
        recall * 100.0,
        precision * 100.0,
    );
    eprint!("{report}");
    for (kind, tally) in tallies.iter().filter(|(_, tally)| !tally.wrong.is_empty()) {
        writeln!(report, "{kind}: {} of {} told in {} books", tally.found, tally.expected, tally.books).unwrap();
        for line in tally.wrong.iter().take(6) {
            writeln!(report, "    {line}").unwrap();
        }
    }
    let often = tallies.iter().filter(|(kind, tally)| **kind != "clean" && tally.books >= 25).count();
    assert!(often >= 40, "only {often} kinds are in every book\n{report}");
    let clean = &tallies["clean"];
    assert!(clean.wrong.is_empty() && silent == 0 && misread == 0 && rows == 0, "{report}");
    assert!(recall >= 0.995 && precision >= 0.99, "{report}");
}
