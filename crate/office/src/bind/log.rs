//! Collects the remarks of one sheet. Twenty of one kind in one column are told one by one; more are told once, with
//! their number and every one of their cells.

use bangfu_core::diag::{Finding, Severity, cell_name, cell_ranges, column_letters};
use rustc_hash::FxHashMap;

use super::clean::Remark;

/// So many remarks of one kind in one column are told one by one.
const EACH: usize = 20;
/// Remarks of one kind in one column.
#[derive(Debug)]
struct Group {
    column: u32,
    first: Vec<Finding>,
    rows: Vec<u32>,
    /// Whether two are told together already.
    together: bool,
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
            self.groups.push(Group { column, first: Vec::new(), rows: Vec::new(), together: remark.together });
            self.groups.len() - 1
        });
        let Some(group) = self.groups.get_mut(at) else { return };
        group.rows.push(row);
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
            let Group { column, first, mut rows, together } = group;
            if rows.len() <= if together { 1 } else { EACH } {
                findings.extend(first);
                continue;
            }
            let Some(first) = first.into_iter().next() else { continue };
            let (letters, count) = (column_letters(column), rows.len());
            let shown = rows.first().copied();
            rows.retain(|row| Some(*row) != shown);
            rows.sort_unstable();
            let why = format!("第 {letters} 列有 {count} 处：{}", first.why);
            findings.push(Finding { why, also: cell_ranges(column, &rows), ..first });
        }
        findings
    }

    /// `表名!D17` on this sheet.
    #[must_use]
    pub fn cell_name(&self, column: u32, row: u32) -> String {
        cell_name(&self.sheet, column, row)
    }
}
