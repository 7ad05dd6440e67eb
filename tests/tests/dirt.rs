//! What real ledgers hold, cell by cell: every file of `dirt/` goes through one check.
//!
//! A case is a sheet as typed (`rows`; text is a text cell, a number a number cell, see [`cell`] for the rest) with
//! - `values`: `D3 = 2022-03-05` what a cell is read as, `D3 =` blank, `D3 ? 7(28)` not readable;
//! - `findings`: every finding, as `grade cell old → new: why`, each given as far as it matters; further cells that it
//!   names stand behind its cell, `B2+B3:B22`;
//! - `counts`: used, refused and ignored rows; `left`: the ignored ones, as `合计行 5-7 9`;
//! - `sheet_is`: what the sheet was recognised as; `year`: the year that it says;
//! - `columns`: every column, as `D 车牌号 → 字段: 值｜值`, `→!` where a person said so and `→ -` where it is not read;
//! - `mapping`: what a person said of the sheet (`sheet`, `columns`), remembered for the headers of the case itself.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test says what it expects by stopping")]

use std::fmt::Write as _;

use bangfu_core::diag::{Finding, Severity, column_letters};
use bangfu_core::ledger::dictionary::{Dictionary, FieldIx};
use bangfu_core::ledger::mapping::Mapping;
use bangfu_core::ledger::table::{Batch, ColumnSeen, LeftOut, State, Table};
use bangfu_core::scheme::read::{Files, Node, Raw};
use bangfu_office::Job;
use bangfu_office::bind::Binder;
use bangfu_office::read::{Cell, Grid, Region, SheetSource};

const LEDGER: &str = include_str!("../../crate/schemes/ledger.toml");

fn dictionary() -> Dictionary {
    Dictionary::load(&mut Files::default(), "ledger.toml", LEDGER)
}

fn text<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
    node.get(key).and_then(Node::text)
}

fn list<'n>(node: &'n Node, key: &str) -> &'n [Node] {
    match node.get(key).map(|node| &node.value) {
        Some(Raw::List(items)) => items,
        _ => &[],
    }
}

/// A cell as typed: text, whole number, `true`, or `{ number = "0.1" }`, `{ date = 44625 }`, `{ error = "#REF!" }`,
/// `{ formula = true }`.
fn cell(node: &Node) -> Option<Cell<'static>> {
    let number = |text: &str| text.parse::<f64>().unwrap();
    Some(match &node.value {
        Raw::Text(text) if text.is_empty() => return None,
        Raw::Text(text) => Cell::Text(text.clone().into()),
        Raw::Integer(whole) => Cell::Number(number(&whole.to_string())),
        Raw::Flag(flag) => Cell::Flag(*flag),
        Raw::Table(_) => {
            if let Some(text) = text(node, "number") {
                Cell::Number(number(text))
            } else if let Some(Raw::Integer(serial)) = node.get("date").map(|node| &node.value) {
                Cell::Serial { number: number(&serial.to_string()), epoch_1904: false }
            } else if let Some(error) = text(node, "error") {
                Cell::Error(error.to_owned())
            } else {
                Cell::Formula
            }
        }
        other => panic!("no cell: {other:?}"),
    })
}

/// `D17` as a 0-based column and a 1-based row.
fn address(text: &str) -> (u32, u32) {
    let letters = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let column = letters.bytes().fold(0, |sum, letter| sum * 26 + u32::from(letter - b'A') + 1) - 1;
    (column, text[letters.len()..].parse().unwrap())
}

fn region(text: &str) -> Region {
    let (from, to) = text.split_once(':').unwrap();
    let ((left, top), (right, bottom)) = (address(from), address(to));
    Region { top, bottom, left, right }
}

fn grid(case: &Node) -> Grid<'static> {
    let mut grid = Grid::default();
    for (row, cells) in (1..).zip(list(case, "rows")) {
        let Raw::List(cells) = &cells.value else { panic!("rows are lists") };
        for (column, typed) in (0..).zip(cells) {
            if let Some(cell) = cell(typed) {
                grid.push(row, column, cell);
            }
        }
    }
    grid.epoch_1904 = case.get("epoch_1904").is_some();
    grid.merged = list(case, "merged").iter().filter_map(Node::text).map(region).collect();
    grid
}

fn read_with(dictionary: &Dictionary, case: &Node, mappings: &[Mapping]) -> Batch {
    let mut binder = Binder::new(dictionary, &Job { mappings, ..Job::new("台账.xlsx", 2022) });
    let name = text(case, "sheet").unwrap_or("Sheet1").to_owned();
    binder.sheet(SheetSource { name, hidden: false, grid: grid(case), cut: None });
    binder.finish()
}

/// Reads a case; its mapping is remembered for the headers that it is found to have without one.
fn read(dictionary: &Dictionary, case: &Node) -> Batch {
    let batch = read_with(dictionary, case, &[]);
    let Some(said) = case.get("mapping") else { return batch };
    let heads = batch.sheets[0].heads.clone();
    assert!(!heads.is_empty(), "no headers to remember a mapping for");
    let columns = match said.get("columns").map(|node| &node.value) {
        Some(Raw::Table(columns)) => columns
            .iter()
            .map(|(header, _, field)| {
                (header.clone(), Node::text(field).filter(|name| *name != "-").map(str::to_owned))
            })
            .collect(),
        _ => std::collections::BTreeMap::new(),
    };
    let mapping = Mapping { heads, sheet: text(said, "sheet").map(str::to_owned), columns };
    read_with(dictionary, case, &[mapping])
}

/// The field read from a column; the unit that a title names borrows the column of its cell, so the last one is meant.
fn field_at(table: &Table, column: u32) -> Option<FieldIx> {
    let at = table.columns.iter().rposition(|read| read.as_ref().is_some_and(|read| read.source == column))?;
    u16::try_from(at).ok().map(FieldIx)
}

/// A cell of the table as `values` writes it.
fn value_at(dictionary: &Dictionary, batch: &Batch, name: &str) -> String {
    let (column, row) = address(name);
    let Some(table) = batch.tables.first() else { return format!("{name} no table") };
    let Some(index) = table.rows.iter().position(|number| *number == row) else { return format!("{name} no row") };
    let Some(field) = field_at(table, column) else { return format!("{name} no column") };
    let shown = table.shown(index, field, dictionary, &batch.text);
    let mark = if table.cell(index, field).0 == State::Unclear { '?' } else { '=' };
    format!("{name} {mark} {shown}").trim_end().to_owned()
}

fn finding_text(finding: &Finding) -> String {
    let grade = match finding.severity {
        Severity::Must => "must",
        Severity::Explain => "explain",
        Severity::Note => "note",
    };
    let cell = finding.cell.as_deref().and_then(|cell| cell.rsplit_once('!')).map_or("-", |(_, cell)| cell);
    let mut text = format!("{grade} {cell}");
    for more in &finding.also {
        write!(text, "+{more}").unwrap();
    }
    if let Some(old) = finding.old.as_ref().filter(|old| !old.is_empty()) {
        write!(text, " {old}").unwrap();
    }
    if let Some(new) = &finding.new {
        write!(text, " → {new}").unwrap();
    }
    write!(text, ": {}", finding.why).unwrap();
    text
}

fn column_text(column: &ColumnSeen) -> String {
    let letters = column_letters(column.column);
    let (arrow, field) = (if column.mapped { "→!" } else { "→" }, column.field.as_deref().unwrap_or("-"));
    format!("{letters} {} {arrow} {field}: {}", column.header, column.samples.join("｜"))
}

fn left_text(left: &LeftOut) -> String {
    let range = |(first, last): &(u32, u32)| if first == last { first.to_string() } else { format!("{first}-{last}") };
    format!("{} {}", left.why, left.rows.iter().map(range).collect::<Vec<_>>().join(" "))
}

/// Compares what a case lists under `key`, where it does, with what was found.
fn same_list(case: &Node, key: &str, found: &[String], wrong: &mut Vec<String>) {
    let expected: Vec<&str> = list(case, key).iter().filter_map(Node::text).collect();
    if case.get(key).is_some() && expected != found {
        wrong.push(format!("  {key}: expected {expected:?}\n         found    {found:?}"));
    }
}

/// Compares a case with what was read; gives every difference.
fn check(dictionary: &Dictionary, case: &Node) -> Vec<String> {
    let batch = read(dictionary, case);
    let mut wrong = Vec::new();
    for expected in list(case, "values").iter().filter_map(Node::text) {
        let name = expected.split(' ').next().unwrap_or_default();
        let found = value_at(dictionary, &batch, name);
        if found != expected.trim_end() {
            wrong.push(format!("  value: expected {expected}\n         found    {found}"));
        }
    }
    let found: Vec<String> = batch.findings.iter().map(finding_text).collect();
    let expected: Vec<&str> = list(case, "findings").iter().filter_map(Node::text).collect();
    let mut left: Vec<&String> = found.iter().collect();
    for line in &expected {
        match left.iter().position(|text| text.starts_with(line)) {
            Some(at) => drop(left.remove(at)),
            None => wrong.push(format!("  finding missing: {line}")),
        }
    }
    wrong.extend(left.iter().map(|text| format!("  finding not expected: {text}")));
    let summary = &batch.sheets[0];
    if summary.rows != summary.used + summary.refused {
        wrong.push(format!("  rows {} are not used {} + refused {}", summary.rows, summary.used, summary.refused));
    }
    if let Some((_, bottom)) = summary.header.filter(|_| summary.read_as.is_some())
        && summary.last_row != bottom + summary.rows + summary.ignored
    {
        wrong.push(format!("  rows are not all accounted for: {summary:?}"));
    }
    let listed: u32 = summary.left.iter().flat_map(|left| &left.rows).map(|(first, last)| last - first + 1).sum();
    if listed != summary.ignored {
        wrong.push(format!("  {} rows were left out, {listed} are listed", summary.ignored));
    }
    same_list(case, "columns", &summary.columns.iter().map(column_text).collect::<Vec<_>>(), &mut wrong);
    same_list(case, "left", &summary.left.iter().map(left_text).collect::<Vec<_>>(), &mut wrong);
    let year = summary.year.map(|year| year.to_string()).unwrap_or_default();
    if let Some(expected) = text(case, "year").filter(|expected| *expected != year) {
        wrong.push(format!("  year: expected {expected}, found {year}"));
    }
    let counts = format!("{} {} {}", summary.used, summary.refused, summary.ignored);
    if let Some(expected) = text(case, "counts").filter(|expected| *expected != counts) {
        wrong.push(format!("  counts: expected {expected}, found {counts} (used, refused, ignored)"));
    }
    let read_as = summary.read_as.as_deref().unwrap_or("");
    if let Some(expected) = text(case, "sheet_is").filter(|expected| *expected != read_as) {
        wrong.push(format!("  sheet: expected {expected}, found {read_as}"));
    }
    wrong
}

#[test]
fn dirt() {
    let dictionary = dictionary();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dirt");
    let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    let (mut report, mut cases) = (String::new(), 0);
    for path in names {
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        let mut files = Files::default();
        let node = files.parse(&file, &std::fs::read_to_string(&path).unwrap());
        assert_eq!(files.into_faults(), [], "{file}");
        for case in list(&node, "case") {
            cases += 1;
            let wrong = check(&dictionary, case);
            if !wrong.is_empty() {
                writeln!(report, "{file}: {}\n{}", text(case, "name").unwrap_or("?"), wrong.join("\n")).unwrap();
            }
        }
    }
    assert!(report.is_empty(), "\n{report}");
    assert!(cases > 20, "only {cases} cases were found");
}
