//! What each row under a header is: data, or something that is left out and why.

use super::block;
use super::header::Found;
use super::plain;
use super::plan::Column;
use super::totals::TotalKind;
use crate::read::{Cell, Grid, Row};

/// A title has so many characters; a shorter word may be a value.
const TITLE: usize = 6;
/// A text of so many characters alone in its row is a remark.
const SENTENCE: usize = 15;

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
            if self.is_header(row) {
                return RowKind::Header;
            }
        }
        RowKind::Data
    }

    /// Whether a row is one of the header's, or of the title above it, printed again: on every page of a long list.
    fn is_header(&self, row: &Row<'_>) -> bool {
        let filled = |row: &Row<'_>| {
            let inside = |column: &u32| (self.found.span.0..=self.found.span.1).contains(column);
            let texts = row.cells.iter().filter(|(column, cell)| inside(column) && !cell.is_blank());
            texts.map(|(column, cell)| Some((*column, block::text_of(cell).map(plain::folded)?.into_owned()))).collect()
        };
        let Some(texts): Option<Vec<(u32, String)>> = filled(row) else { return false };
        let above = self.grid.rows.get(..=self.found.bottom).unwrap_or_default();
        // A single word is one of the header's when it stands there alone too, as a heading over several columns does; a
        // short one above the header proves nothing.
        let long = texts.len() >= 2 || texts.first().is_some_and(|(_, text)| text.chars().count() >= TITLE);
        let tells = |at: usize| long || at >= self.found.top;
        let same = |above: &Row<'_>| filled(above).is_some_and(|above| above == texts);
        !texts.is_empty() && above.iter().enumerate().any(|(at, above)| tells(at) && same(above))
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
        || ["示例:", "样例:", "例:", "填写示例", "填报示例"].iter().any(|word| folded.starts_with(word))
        || folded.ends_with("(示例)")
        || matches!(&*folded, "示例" | "样例" | "例" | "(示例)" | "[示例]" | "例如")
}

/// Notes and signatures under a table.
fn is_note(text: &str, alone: bool) -> bool {
    let folded = plain::folded(text);
    let folded = folded.trim_start_matches(['*', '※', '(', '[']);
    if alone && (is_sentence(folded) || is_caption_text(folded)) {
        return true;
    }
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
    signs.iter().any(|word| folded.strip_prefix(word).is_some_and(|rest| is_signed(rest) || (alone && rest.is_empty())))
}

/// `填报人：`, `单位负责人（签字）：`, `审核人（签章）`.
fn is_signed(rest: &str) -> bool {
    let behind = rest.split_once(')').map_or(rest, |(_, behind)| behind);
    rest.starts_with(':') || rest.starts_with('(') && (behind.is_empty() || behind.starts_with(':'))
}

/// A text with an end, or long enough to be one.
fn is_sentence(folded: &str) -> bool {
    folded.ends_with(['。', ';', ':']) || folded.contains(['。', ';']) || folded.chars().count() >= SENTENCE
}

/// `一、上半年`, `(二)下半年`.
fn is_caption_text(folded: &str) -> bool {
    let rest = folded.trim_start_matches(['(', '[']);
    let behind = rest.trim_start_matches(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']);
    behind.len() < rest.len() && behind.starts_with(['、', '.', ')', ']', ','])
}
