//! What each row under a header is: data, or something that is left out and why.

use super::header::Found;
use super::plain;
use super::plan::Column;
use super::totals::TotalKind;
use crate::read::{Cell, Grid, Row};

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// A row of the ledger.
    Data,
    /// Nothing at all.
    Blank,
    /// Nothing in the table itself, something beside it.
    Beside,
    /// Only its running number.
    Numbered,
    /// A sample that shows how to fill in.
    Sample,
    /// A total.
    Total(TotalKind),
    /// A note, a signature or a caption between the rows.
    Note,
    /// A header printed again.
    Header,
}

impl RowKind {
    /// Why such a row is left out, for the list of left-out rows.
    #[must_use]
    pub fn why(self) -> &'static str {
        match self {
            Self::Data => "数据行",
            Self::Blank => "空行",
            Self::Beside => "表外内容",
            Self::Numbered => "只有序号的行",
            Self::Sample => "示例行",
            Self::Total(TotalKind::Whole) => "合计行",
            Self::Total(TotalKind::Part) => "小计行",
            Self::Total(TotalKind::Among) => "其中行",
            Self::Note => "说明行",
            Self::Header => "重复表头",
        }
    }
}

/// A table whose rows are told apart.
#[derive(Debug, Clone, Copy)]
pub struct Kinds<'a, 'g> {
    /// The cells.
    pub grid: &'a Grid<'g>,
    /// The header.
    pub found: &'a Found,
    /// Its columns.
    pub columns: &'a [Column],
}

impl Kinds<'_, '_> {
    /// What a row is.
    #[must_use]
    pub fn of(&self, row: &Row<'_>) -> RowKind {
        let (first, last) = self.found.span;
        let columns = self.columns;
        let mut filled = row.cells.iter().filter(|(column, cell)| (first..=last).contains(column) && !cell.is_blank());
        let Some((head_column, head)) = filled.next() else {
            return if row.is_blank() { RowKind::Blank } else { RowKind::Beside };
        };
        let alone = filled.next().is_none();
        let is_serial = columns.iter().any(|column| column.source == *head_column && column.is_serial);
        if alone && is_serial && !matches!(head, Cell::Text(text) if is_words(text)) {
            return RowKind::Numbered;
        }
        if row.cells.iter().any(|(_, cell)| matches!(cell, Cell::Text(text) if is_sample(text))) {
            return RowKind::Sample;
        }
        // 合计 stands first, or right behind the running number.
        for (_, cell) in
            row.cells.iter().filter(|(column, cell)| (first..=last).contains(column) && !cell.is_blank()).take(2)
        {
            if let Cell::Text(text) = cell
                && let Some(kind) = TotalKind::of(text)
            {
                return RowKind::Total(kind);
            }
        }
        if let Cell::Text(text) = head {
            if is_note(text, alone) || (alone && self.is_caption(row.number, *head_column)) {
                return RowKind::Note;
            }
            let repeated = |column: &Column| {
                row.cell(column.source).is_some_and(
                    |cell| matches!(cell, Cell::Text(text) if plain::folded(text) == plain::folded(&column.header)),
                )
            };
            if columns.iter().any(|column| column.source == *head_column && repeated(column))
                && columns.iter().filter(|column| repeated(column)).count() >= 2
            {
                return RowKind::Header;
            }
        }
        RowKind::Data
    }

    /// Whether a cell is merged over three columns or more: a caption between the rows.
    fn is_caption(&self, row: u32, column: u32) -> bool {
        let at = self.grid.merged.binary_search_by_key(&(row, column), |region| (region.top, region.left));
        at.ok().and_then(|at| self.grid.merged.get(at)).is_some_and(|region| region.right >= region.left + 2)
    }
}

/// Whether a text has words, not only the number of a row.
fn is_words(text: &str) -> bool {
    plain::folded(text).chars().any(|c| !c.is_ascii_digit() && !matches!(c, '.' | '、' | '-'))
}

/// `← 示例行（导入时自动跳过）` and its like.
fn is_sample(text: &str) -> bool {
    if !text.contains(['例', '←']) {
        return false;
    }
    let folded = plain::folded(text);
    folded.contains("示例行")
        || folded.starts_with('←')
        || matches!(&*folded, "示例" | "样例" | "例" | "(示例)" | "[示例]" | "示例:" | "例:" | "例如")
}

/// Notes and signatures under a table.
fn is_note(text: &str, alone: bool) -> bool {
    let folded = plain::folded(text);
    let folded = folded.trim_start_matches(['*', '※', '(', '[']);
    if ["注:", "注1", "注2", "备注:", "说明:", "填表说明", "填报说明", "填写说明", "注意:"]
        .iter()
        .any(|word| folded.starts_with(word))
        || folded == "注"
    {
        return true;
    }
    let signs = [
        "填表人",
        "填报人",
        "制表人",
        "审核人",
        "负责人",
        "单位负责人",
        "经办人",
        "主要负责人",
        "填报日期",
        "填表日期",
        "联系电话",
        "单位(盖章)",
        "盖章",
    ];
    signs
        .iter()
        .any(|word| folded.strip_prefix(word).is_some_and(|rest| rest.starts_with(':') || (alone && rest.is_empty())))
}
