//! Worked cases (`cases.toml`) as ledgers: a sheet is written as it looks, heads first, cells parted by `|`.
//!
//! ```toml
//! [[case]]
//! name   = "…"
//! like   = "another case"            # its sheets, of which the ones written here take the place; "" drops one
//! points = { "1.3" = "6" }           # short for the sheet 评审打分: 指标号 and 得分; "" takes one back
//!   [case.ledger]
//!   "调研走访" = """
//!   日期       | 是否主要负责同志
//!   2022-03-05 | 是
//!   """
//! ```
//!
//! The first case marked `sample = true` is the sample ledger that the program shows.

use std::borrow::Cow;

use bangfu_core::ledger::dictionary::Dictionary;
use bangfu_core::ledger::table::Batch;
use bangfu_core::scheme::builtin;
use bangfu_core::scheme::model::Scheme;
use bangfu_core::scheme::read::{Files, Keys, Node};

use crate::bind::Binder;
use crate::read::{Cell, Grid, SheetSource};
use crate::write::book::Page;

/// The sheet that `points` is short for.
const POINTS: &str = "评审打分";

/// The ledger of a case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    /// The sheets, in the order written; heads in the first row.
    pub sheets: Vec<Page>,
    points: Vec<(String, String)>,
}

impl Ledger {
    fn put(&mut self, name: &str, rows: Vec<Vec<String>>) {
        match self.sheets.iter_mut().find(|sheet| sheet.name == name) {
            Some(sheet) => sheet.rows = rows,
            None => self.sheets.push(Page { name: name.to_owned(), rows, merged: Vec::new() }),
        }
        self.sheets.retain(|sheet| !sheet.rows.is_empty());
    }

    fn judge(&mut self, no: &str, points: &str) {
        match self.points.iter_mut().find(|(known, _)| known == no) {
            Some((_, known)) => points.clone_into(known),
            None => self.points.push((no.to_owned(), points.to_owned())),
        }
    }

    fn with_points(mut self) -> Self {
        self.points.retain(|(_, points)| !points.is_empty());
        if !self.points.is_empty() {
            let heads = vec!["指标号".to_owned(), "得分".to_owned()];
            let rows = self.points.iter().map(|(no, points)| vec![no.clone(), points.clone()]);
            self.put(POINTS, std::iter::once(heads).chain(rows).collect());
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
            if name == POINTS {
                ledger.points.clear();
            }
        }
    }
    if let Some(points) = keys.table("points", "评审打分") {
        for (no, node) in points.entries() {
            points.as_texts(node, no).iter().for_each(|text| ledger.judge(no, text));
        }
    }
    ledger.with_points()
}

/// The lines of a sheet; every row must have no more cells than there are heads.
fn rows(keys: &Keys<'_>, node: &Node) -> Vec<Vec<String>> {
    let Some(text) = node.text() else {
        keys.files().fault_at(node, "一张表应是多行文字", "写成 \"\"\" … \"\"\"，第一行是表头。");
        return Vec::new();
    };
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let rows: Vec<Vec<String>> =
        lines.map(|line| line.split('|').map(|cell| cell.trim().to_owned()).collect()).collect();
    let heads = rows.first().map_or(0, Vec::len);
    if let Some(at) = rows.iter().position(|row| row.len() > heads) {
        let why = format!("第{at}行有{}格，表头只有{heads}列", rows[at].len());
        keys.files().fault_at(node, why, "核对这一行的 |。");
    }
    rows
}

/// The sample ledger of a `cases.toml`: its first case marked `sample = true`.
#[must_use]
pub fn sample(cases: &str) -> Option<Ledger> {
    let mut files = Files::default();
    let node = files.parse("cases.toml", cases);
    let keys = Keys::open(&files, &node, "例子文件", false)?;
    let mut earlier: Vec<(String, Ledger)> = Vec::new();
    for case in keys.tables("case", "例子") {
        let ledger = ledger_of_case(&case, &earlier);
        if case.flag("sample") {
            return Some(ledger);
        }
        earlier.push((case.text("name").unwrap_or_default(), ledger));
    }
    None
}

/// Binds a case's ledger as if it had come from a file named `file`.
#[must_use]
pub fn batch(dictionary: &Dictionary, file: &str, ledger: &Ledger, year: i32) -> Batch {
    let mut binder = Binder::new(dictionary, file, year);
    for sheet in &ledger.sheets {
        binder.sheet(source(sheet));
    }
    binder.finish()
}

/// The cells of a sheet as text, the heads in row 1.
fn source(sheet: &Page) -> SheetSource<'_> {
    let mut grid = Grid::default();
    for (row, cells) in (1_u32..).zip(&sheet.rows) {
        for (column, cell) in (0_u32..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            grid.push(row, column, Cell::Text(Cow::Borrowed(cell)));
        }
    }
    SheetSource { name: sheet.name.clone(), hidden: false, grid, cut: None }
}

/// The sample ledger of a built-in scheme, bound; `None` where it has none.
#[must_use]
pub fn sample_batch(scheme: &Scheme) -> Option<Batch> {
    let folder = builtin::folders().iter().find(|folder| folder.id == scheme.id)?;
    let ledger = sample(folder.cases)?;
    Some(batch(&scheme.dictionary, "示例台账.xlsx", &ledger, scheme.year))
}
