//! Collects the remarks of one sheet. Twenty of one kind in one column are told one by one; more are told once, with
//! their number and the first of their cells.

use bangfu_core::diag::{Finding, Severity, cell_name, column_letters};
use rustc_hash::FxHashMap;

use super::clean::Remark;

/// So many remarks of one kind in one column are told one by one.
const EACH: usize = 20;
/// So many cells are named when they are told together.
const NAMED: usize = 5;

/// Remarks of one kind in one column.
#[derive(Debug)]
struct Group {
    column: u32,
    first: Vec<Finding>,
    count: usize,
}

/// The remarks of one sheet.
#[derive(Debug)]
pub struct Log {
    file: String,
    sheet: String,
    groups: Vec<Group>,
    index: FxHashMap<(u32, &'static str), usize>,
    single: Vec<Finding>,
}

impl Log {
    /// An empty log for a sheet of a file.
    #[must_use]
    pub fn new(file: &str, sheet: &str) -> Self {
        Self {
            file: file.to_owned(),
            sheet: sheet.to_owned(),
            groups: Vec::new(),
            index: FxHashMap::default(),
            single: Vec::new(),
        }
    }

    /// A remark about one cell; `typed` is asked for only when the remark is kept.
    pub fn cell(&mut self, column: u32, row: u32, remark: Remark, typed: impl FnOnce() -> String) {
        let at = *self.index.entry((column, remark.tag)).or_insert_with(|| {
            self.groups.push(Group { column, first: Vec::new(), count: 0 });
            self.groups.len() - 1
        });
        let Some(group) = self.groups.get_mut(at) else { return };
        group.count += 1;
        if group.first.len() < EACH {
            let finding =
                Finding::about(&self.file, remark.severity, remark.why, remark.mend).on(&self.sheet).at(column, row);
            group.first.push(finding.changed(typed(), remark.new));
        }
    }

    /// A remark about the sheet as a whole.
    pub fn sheet(&mut self, severity: Severity, why: impl Into<String>, mend: impl Into<String>) {
        self.single.push(Finding::about(&self.file, severity, why, mend).on(&self.sheet));
    }

    /// A remark about one cell that is never told together with others.
    pub fn single(
        &mut self,
        column: u32,
        row: u32,
        severity: Severity,
        why: impl Into<String>,
        mend: impl Into<String>,
    ) {
        self.single.push(Finding::about(&self.file, severity, why, mend).on(&self.sheet).at(column, row));
    }

    /// Everything, remarks about the sheet first.
    #[must_use]
    pub fn finish(self) -> Vec<Finding> {
        let mut findings = self.single;
        for group in self.groups {
            if group.count <= EACH {
                findings.extend(group.first);
                continue;
            }
            let Some(first) = group.first.first().cloned() else { continue };
            let letters = column_letters(group.column);
            let rows: Vec<String> = group
                .first
                .iter()
                .take(NAMED)
                .filter_map(|f| f.cell.as_ref()?.rsplit_once('!').map(|(_, cell)| cell.to_owned()))
                .collect();
            let why = format!("第 {letters} 列有 {} 处：{}（{} 等）", group.count, first.why, rows.join("、"));
            findings.push(Finding { why, ..first });
        }
        findings
    }

    /// `表名!D17` on this sheet.
    #[must_use]
    pub fn cell_name(&self, column: u32, row: u32) -> String {
        cell_name(&self.sheet, column, row)
    }
}
