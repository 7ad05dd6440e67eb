//! Findings sorted to the cells that they name: which cell gets which fill and which words.

use std::collections::BTreeMap;

use bangfu_core::diag::{Finding, Severity};
use bangfu_core::edit::Reason;

use super::address;

/// The most cells that are filled in one workbook: ranges of findings may be long.
const CELLS: usize = 200_000;
/// The most comments on one sheet; an office program that opens more becomes slow.
const COMMENTS: usize = 3_000;
/// The longest comment, in characters; a cell may hold 32,767.
const LONGEST: usize = 8_000;

/// The fill of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grade {
    /// 必须修改.
    Must,
    /// 可说明后通过.
    Explain,
}

/// What a cell gets.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    /// The worst grade of its findings.
    pub(super) grade: Grade,
    /// What its comment says; empty for a cell that a finding reaches beside its own.
    pub(super) says: String,
}

impl Spot {
    /// Two marks that fall on one cell.
    pub(super) fn join(&mut self, other: Self) {
        self.grade = self.grade.min(other.grade);
        if !self.says.is_empty() && !other.says.is_empty() {
            self.says.push('\n');
        }
        self.says.push_str(&other.says);
    }
}

/// The marks of one sheet, by 1-based row and 0-based column.
pub(super) type Wanted = BTreeMap<(u32, u32), Spot>;

/// The marks of a file.
#[derive(Debug, Default)]
pub(super) struct Spots {
    sheets: BTreeMap<String, Wanted>,
    cells: usize,
    over: bool,
    /// Findings about the file as a whole.
    whole: usize,
}

impl Spots {
    /// The findings of a file.
    pub(super) fn of(file: &str, findings: &[Finding], reasons: &[Reason]) -> Self {
        let mut spots = Self::default();
        for finding in findings.iter().filter(|finding| finding.file == file) {
            let grade = match finding.severity {
                Severity::Must => Grade::Must,
                Severity::Explain => Grade::Explain,
                Severity::Note => continue,
            };
            let says = says(finding, reasons.iter().find(|reason| reason.key.is(finding)));
            // What is said of a sheet stands in its first cell.
            let at = finding.cell.as_deref().and_then(place).or((!finding.sheet.is_empty()).then_some((1, 0)));
            match at {
                Some(at) => spots.add(&finding.sheet, at, Spot { grade, says }),
                None => spots.whole += 1,
            }
            for range in &finding.also {
                spots.range(&finding.sheet, range, grade);
            }
        }
        spots
    }

    fn add(&mut self, sheet: &str, at: (u32, u32), spot: Spot) {
        let wanted = self.sheets.entry(sheet.to_owned()).or_default();
        if let Some(known) = wanted.get_mut(&at) {
            known.join(spot);
        } else if self.cells < CELLS {
            self.cells += 1;
            wanted.insert(at, spot);
        } else {
            self.over = true;
        }
    }

    fn range(&mut self, sheet: &str, text: &str, grade: Grade) {
        let text = text.rsplit_once('!').map_or(text, |(_, range)| range);
        let Some(range) = address::range(text) else { return };
        for row in range.top..=range.bottom {
            for column in range.left..=range.right {
                if self.over {
                    return;
                }
                self.add(sheet, (row, column), Spot { grade, says: String::new() });
            }
        }
    }

    /// The marks of a sheet, as its name is printed.
    pub(super) fn take(&mut self, sheet: &str) -> Option<Wanted> {
        self.sheets.remove(sheet)
    }

    /// What could not be put on a cell.
    pub(super) fn untold(&self) -> Vec<String> {
        let mut told: Vec<String> =
            self.sheets.keys().map(|sheet| format!("“{sheet}”没有标注：文件里找不到这张表")).collect();
        if self.whole > 0 {
            told.push(format!("另有{}条说的是整个文件，不在单元格里标注", self.whole));
        }
        if self.over {
            told.push(format!("要标注的单元格超过{CELLS}个，只标注了前面的"));
        }
        told
    }
}

/// Too many comments are dropped, the fills stay; says how many.
pub(super) fn limit(wanted: &mut Wanted) -> Option<String> {
    let more = wanted.values_mut().filter(|spot| !spot.says.is_empty()).skip(COMMENTS);
    let dropped = more.map(|spot| spot.says.clear()).count();
    (dropped > 0).then(|| format!("有{dropped}个单元格只标了颜色，没有写批注：一张表最多写{COMMENTS}条批注"))
}

/// 1-based row and 0-based column of `表名!D17`.
fn place(cell: &str) -> Option<(u32, u32)> {
    address::cell(cell.rsplit_once('!')?.1)
}

fn says(finding: &Finding, reason: Option<&Reason>) -> String {
    let grade = if finding.severity == Severity::Must { "必须修改" } else { "可说明后通过" };
    let mut text = format!("【{grade}】{}", finding.why);
    if !finding.mend.is_empty() {
        text.push_str(&format!("。{}", finding.mend));
    }
    if let Some(reason) = reason {
        text.push_str(&format!("\n已说明：{}（{}）", reason.reason, reason.by));
    }
    text.chars().take(LONGEST).collect()
}
