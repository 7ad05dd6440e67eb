//! Worked cases (`cases.toml`) as ledgers: a sheet is written as it looks, heads first, cells parted by `|`.
//!
//! ```toml
//! [[case]]
//! name   = "…"
//! like   = "another case"            # its sheets, of which the ones written here take the place; "" drops one
//! points = { "1.3" = "6" }           # short for the sheet 评审打分: 指标号 and 得分; "" takes one back
//! ratings = { "1" = "好" }            # short for the sheet 等次评定: 指标号 and 等次
//!   [case.ledger]
//!   "调研走访" = """
//!   日期       | 是否主要负责同志
//!   2022-03-05 | 是
//!   """
//! ```
//!
//! A line with `{1..310}` stands for one line a number: `第{1..310}名 | {1..310}` is 310 rows; `{310..1}` counts down, `{001..310}` keeps
//! the width.
//!
//! The first case of a track marked `sample = true` is the sample ledger that the program shows for it.

use std::borrow::Cow;

use bangfu_core::edit::Project;
use bangfu_core::ledger::dictionary::Dictionary;
use bangfu_core::ledger::table::Batch;
use bangfu_core::scheme::builtin;
use bangfu_core::scheme::model::{Scheme, Track};
use bangfu_core::scheme::read::{Files, Keys, Node};

use crate::Job;
use crate::bind::Binder;
use crate::read::{Cell, Grid, SheetSource};
use crate::write::book::Page;

/// The sheets that `points` and `ratings` are short for, with the head of what is given.
const JUDGED: [(&str, &str, &str); 2] = [("points", "评审打分", "得分"), ("ratings", "等次评定", "等次")];

/// The ledger of a case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    /// The sheets, in the order written; heads in the first row.
    pub sheets: Vec<Page>,
    /// By sheet of [`JUDGED`]: what is given, by indicator.
    judged: [Vec<(String, String)>; JUDGED.len()],
}

impl Ledger {
    fn put(&mut self, name: &str, rows: Vec<Vec<String>>) {
        match self.sheets.iter_mut().find(|sheet| sheet.name == name) {
            Some(sheet) => sheet.rows = rows,
            None => self.sheets.push(Page { name: name.to_owned(), rows, merged: Vec::new() }),
        }
        self.sheets.retain(|sheet| !sheet.rows.is_empty());
    }

    fn judge(&mut self, at: usize, no: &str, given: &str) {
        match self.judged[at].iter_mut().find(|(known, _)| known == no) {
            Some((_, known)) => given.clone_into(known),
            None => self.judged[at].push((no.to_owned(), given.to_owned())),
        }
    }

    fn with_judgements(mut self) -> Self {
        for (at, (_, sheet, head)) in JUDGED.iter().enumerate() {
            self.judged[at].retain(|(_, given)| !given.is_empty());
            if !self.judged[at].is_empty() {
                let heads = vec!["指标号".to_owned(), (*head).to_owned()];
                let rows = self.judged[at].iter().map(|(no, given)| vec![no.clone(), given.clone()]);
                let rows = std::iter::once(heads).chain(rows).collect();
                self.put(sheet, rows);
            }
        }
        self
    }
}

/// Reads the ledger of one case. `earlier` are the cases before it by name, for `like`.
#[must_use]
pub fn ledger_of_case(keys: &Keys<'_>, earlier: &[(String, Ledger)]) -> Ledger {
    let mut ledger = Ledger::default();
    if let Some(like) = keys.text("like") {
        match earlier.iter().find(|(name, _)| *name == like) {
            Some((_, found)) => ledger.clone_from(found),
            None => keys.fault(format!("前面没有叫“{like}”的例子"), "写排在前面的某个例子的 name。"),
        }
    }
    if let Some(sheets) = keys.table("ledger", "台账") {
        for (name, node) in sheets.entries() {
            ledger.put(name, rows(&sheets, node));
            if let Some(at) = JUDGED.iter().position(|(_, sheet, _)| *sheet == name) {
                ledger.judged[at].clear();
            }
        }
    }
    for (at, (key, sheet, _)) in JUDGED.iter().enumerate() {
        let Some(given) = keys.table(key, sheet) else { continue };
        for (no, node) in given.entries() {
            given.as_texts(node, no).iter().for_each(|text| ledger.judge(at, no, text));
        }
    }
    ledger.with_judgements()
}

/// The lines of a sheet; every row must have no more cells than there are heads.
fn rows(keys: &Keys<'_>, node: &Node) -> Vec<Vec<String>> {
    let Some(text) = node.text() else {
        keys.files().fault_at(node, "一张表应是多行文字", "写成 \"\"\" … \"\"\"，第一行是表头。");
        return Vec::new();
    };
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).flat_map(|line| {
        repeated(line).unwrap_or_else(|why| {
            keys.files().fault_at(node, why, "一行里的 {从..到} 个数要相同。");
            Vec::new()
        })
    });
    let rows: Vec<Vec<String>> =
        lines.map(|line| line.split('|').map(|cell| cell.trim().to_owned()).collect()).collect();
    let heads = rows.first().map_or(0, Vec::len);
    if let Some(at) = rows.iter().position(|row| row.len() > heads) {
        let why = format!("第{at}行有{}格，表头只有{heads}列", rows[at].len());
        keys.files().fault_at(node, why, "核对这一行的 |。");
    }
    rows
}

/// The lines that one line with `{from..to}` stands for; the line itself where it has none.
fn repeated(line: &str) -> Result<Vec<String>, String> {
    let mut parts = line.split('{');
    let mut lines = vec![parts.next().unwrap_or_default().to_owned()];
    let mut first = true;
    for part in parts {
        let found = part.split_once('}').and_then(|(range, rest)| {
            let (from, to) = range.split_once("..")?;
            let width = if from.starts_with('0') || to.starts_with('0') { from.len().max(to.len()) } else { 0 };
            Some((from.parse::<u16>().ok()?, to.parse::<u16>().ok()?, width, rest))
        });
        let Some((from, to, width, rest)) = found else {
            lines.iter_mut().for_each(|line| line.extend(["{", part]));
            continue;
        };
        let numbers: Vec<u16> = if from <= to { (from..=to).collect() } else { (to..=from).rev().collect() };
        if first {
            lines = vec![lines[0].clone(); numbers.len()];
            first = false;
        }
        if lines.len() != numbers.len() {
            return Err(format!("“{line}”里的 {{从..到}} 个数不同"));
        }
        for (line, number) in lines.iter_mut().zip(numbers) {
            line.push_str(&format!("{number:0width$}{rest}"));
        }
    }
    Ok(lines)
}

/// The sample ledger of a track in a `cases.toml`: its first case marked `sample = true`.
#[must_use]
pub fn sample(cases: &str, track: &str) -> Option<Ledger> {
    let mut files = Files::default();
    let node = files.parse("cases.toml", cases);
    let keys = Keys::open(&files, &node, "例子文件", false)?;
    let mut earlier: Vec<(String, Ledger)> = Vec::new();
    for case in keys.tables("case", "例子") {
        let ledger = ledger_of_case(&case, &earlier);
        if case.flag("sample") && case.text("track").as_deref() == Some(track) {
            return Some(ledger);
        }
        earlier.push((case.text("name").unwrap_or_default(), ledger));
    }
    None
}

/// Binds a case's ledger as if it had come from a file named `file`.
#[must_use]
pub fn batch(dictionary: &Dictionary, file: &str, ledger: &Ledger, year: i32) -> Batch {
    let mut binder = Binder::new(dictionary, &Job::new(file, year));
    for sheet in &ledger.sheets {
        binder.sheet(source(sheet));
    }
    binder.finish()
}

/// The cells of a sheet as text, the heads in row 1.
pub(crate) fn source(sheet: &Page) -> SheetSource<'_> {
    let mut grid = Grid::default();
    for (row, cells) in (1_u32..).zip(&sheet.rows) {
        for (column, cell) in (0_u32..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            grid.push(row, column, Cell::Text(Cow::Borrowed(cell)));
        }
    }
    SheetSource { name: sheet.name.clone(), hidden: false, grid, cut: None }
}

/// Opens the built-in sample of the track in a project.
///
/// # Errors
/// A Chinese sentence where there is none, or where real work is loaded, which a sample must never be mixed with.
pub fn open_sample(project: &mut Project) -> Result<(), String> {
    project.writable()?;
    if project.view().files.iter().any(|file| !file.sample) {
        return Err("已装入台账。要看示例，请先撤销或清空。".to_owned());
    }
    let track = project.track().ok_or("方案没有考核对象")?;
    let batch = sample_batch(project.scheme(), track).ok_or_else(|| format!("“{}”没有示例", track.name))?;
    project.load(batch, true);
    Ok(())
}

/// The sample ledger of a built-in scheme's track, bound; `None` where it has none.
#[must_use]
pub fn sample_batch(scheme: &Scheme, track: &Track) -> Option<Batch> {
    Some(batch(&scheme.dictionary, "示例台账.xlsx", &builtin_sample(scheme, track)?, scheme.year))
}

/// The same as a workbook (.xlsx); `None` where it has none.
///
/// # Errors
/// As [`book::book`](crate::write::book::book).
pub fn sample_book(scheme: &Scheme, track: &Track) -> Option<Result<Vec<u8>, rust_xlsxwriter::XlsxError>> {
    Some(crate::write::book::book(&builtin_sample(scheme, track)?.sheets))
}

/// Whether a built-in scheme's track has a sample ledger.
#[must_use]
pub fn has_sample(scheme: &Scheme, track: &Track) -> bool {
    builtin_sample(scheme, track).is_some()
}

fn builtin_sample(scheme: &Scheme, track: &Track) -> Option<Ledger> {
    let folder = builtin::folders().iter().find(|folder| folder.id == scheme.id)?;
    sample(folder.cases, &track.id)
}
