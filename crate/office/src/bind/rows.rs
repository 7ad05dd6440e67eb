//! The body of a table, row by row: what is no data is left out and counted, merged cells are filled down inside their
//! region, every other cell is cleaned into its column.

use bangfu_core::diag::Severity;
use bangfu_core::ledger::dictionary::Sheet;
use bangfu_core::ledger::table::{SheetSummary, State, Table, Value};
use bangfu_core::ledger::text::Text;

use super::clean::{self, Clean, Reading, Remark, choice, flag, id};
use super::header::Found;
use super::log::Log;
use super::plan::{self, Column};
use super::title::Title;
use super::totals::{TotalKind, Totals};
use super::{checks, plain};
use crate::read::{Cell, Grid, Region, Row};

/// A table located in a sheet, about to be read.
#[derive(Debug)]
pub struct Body<'a, 'g> {
    /// The sheet of the dictionary.
    pub sheet: &'a Sheet,
    /// The cells.
    pub grid: &'a Grid<'g>,
    /// The header.
    pub found: &'a Found,
    /// What stands above the header.
    pub title: &'a Title,
    /// The evaluation year.
    pub year: i32,
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RowKind {
    Data,
    Blank,
    Sample,
    Total(TotalKind),
    Note,
    /// A header printed again.
    Header,
}

/// A column of flags whose `2` is still open.
#[derive(Debug, Default)]
struct Flags {
    zero: bool,
    twos: Vec<usize>,
}

impl Body<'_, '_> {
    /// Reads every row under the header into `table`.
    pub fn read(&self, table: &mut Table, text: &mut Text, log: &mut Log, summary: &mut SheetSummary) {
        let columns = plan::columns(self.sheet, self.found, self.title, self.year, self.grid.epoch_1904);
        for column in &columns {
            table.open_column(column.field, column.source);
        }
        let body = self.grid.rows.get(self.found.bottom + 1..).unwrap_or_default();
        let first_row = self.grid.rows.get(self.found.bottom).map_or(0, |row| row.number) + 1;
        let mut fill = Fill::new(self.grid, first_row);
        let mut totals = Totals::default();
        let mut flags: Vec<Flags> = columns.iter().map(|_| Flags::default()).collect();
        let mut headless = None;
        for row in body {
            match self.kind(row, &columns) {
                RowKind::Data => {
                    let regions = fill.at(row.number);
                    let index = table.push_row(row.number);
                    summary.rows += 1;
                    headless = headless.or_else(|| self.headless(row));
                    let mut refused = false;
                    for (column, flags) in columns.iter().zip(&mut flags) {
                        let own = row.cell(column.source).filter(|cell| !cell.is_blank());
                        let Some(cell) = own.or_else(|| self.filled(regions, row.number, column.source)) else {
                            refused |= column.required;
                            if column.required {
                                log.cell(column.source, row.number, missing(column), String::new);
                            }
                            continue;
                        };
                        let reading = column.clean(cell);
                        refused |= column.required && matches!(reading.value, Clean::Blank | Clean::Unclear);
                        let at = Place { index, row: row.number };
                        take(table, text, log, column, cell, reading, at, flags);
                    }
                    if refused { summary.refused += 1 } else { summary.used += 1 }
                }
                RowKind::Total(kind) => {
                    summary.ignored += 1;
                    totals.note(kind, row, &columns, table.rows.len());
                }
                RowKind::Blank | RowKind::Sample | RowKind::Note | RowKind::Header => summary.ignored += 1,
            }
        }
        for (column, flags) in columns.iter().zip(&flags) {
            settle_flags(table, log, column, flags);
        }
        if summary.rows > 0 {
            self.note_missing(&columns, log);
        }
        self.note_headless(headless, log);
        totals.compare(self.sheet, table, log);
        checks::outliers(self.sheet, table, log);
        checks::doubles(self.sheet, table, log);
    }

    /// The cell of the merged region that covers a blank cell.
    fn filled(&self, regions: &[Region], row: u32, column: u32) -> Option<&Cell<'_>> {
        let region = regions.iter().find(|region| region.left == column && region.holds(row, column))?;
        let at = self.grid.rows.binary_search_by_key(&region.top, |row| row.number).ok()?;
        self.grid.rows.get(at)?.cell(column).filter(|cell| !cell.is_blank())
    }

    fn kind(&self, row: &Row<'_>, columns: &[Column]) -> RowKind {
        let (first, last) = self.found.span;
        let mut filled = row.cells.iter().filter(|(column, cell)| (first..=last).contains(column) && !cell.is_blank());
        let Some((head_column, head)) = filled.next() else { return RowKind::Blank };
        let alone = filled.next().is_none();
        let is_serial = columns.iter().any(|column| column.source == *head_column && column.is_serial);
        if alone && is_serial && !matches!(head, Cell::Text(text) if is_words(text)) {
            return RowKind::Blank;
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

    /// Says once that something is written where no header is.
    fn note_headless(&self, headless: Option<(u32, u32)>, log: &mut Log) {
        if let Some((column, row)) = headless {
            log.single(
                column,
                row,
                Severity::Note,
                "这里有内容，但这一列没有表头，没有读取",
                "需要它时，请按模板写上表头。",
            );
        }
    }

    /// The first cell of a row that stands under no header, another table's aside.
    fn headless(&self, row: &Row<'_>) -> Option<(u32, u32)> {
        let end = self.found.beside.unwrap_or(u32::MAX);
        let stray = |(column, cell): &&(u32, Cell<'_>)| {
            *column < end && self.found.headed.binary_search(column).is_err() && !cell.is_blank()
        };
        row.cells.iter().find(stray).map(|(column, _)| (*column, row.number))
    }

    /// Columns that should be there, and units of account that nobody wrote.
    fn note_missing(&self, columns: &[Column], log: &mut Log) {
        let row = self.grid.rows.get(self.found.bottom).map_or(1, |row| row.number);
        let bound = |at: usize| columns.iter().any(|column| usize::from(column.field.0) == at);
        let role = bangfu_core::ledger::dictionary::Role::UnitName;
        for (at, field) in self.sheet.fields.iter().enumerate() {
            if field.required && field.role != Some(role) && !bound(at) {
                log.sheet(
                    Severity::Explain,
                    format!("没有“{}”这一列，用到它的条件判断不了", field.name),
                    "请按模板补上这一列；已有这一列时，请把表头改为模板中的列名。",
                );
            }
        }
        for column in columns.iter().filter(|column| column.unit_assumed) {
            let unit = match self.sheet.fields.get(usize::from(column.field.0)).map(|field| &field.kind) {
                Some(bangfu_core::ledger::dictionary::Kind::Money(unit)) => unit.as_str(),
                _ => continue,
            };
            log.single(
                column.source,
                row,
                Severity::Explain,
                format!("“{}”没有写明单位，按{unit}读取", column.header),
                format!("请在表头写明单位，如“{}（{unit}）”。", column.header),
            );
        }
    }
}

/// A row being filled: its index in the table and its number in the file.
#[derive(Debug, Clone, Copy)]
struct Place {
    index: usize,
    row: u32,
}

/// Puts a cleaned cell into its column, with its typed text where the value does not tell it, and its remark into the log.
#[expect(clippy::too_many_arguments, reason = "the inner loop: one call for each cell, nothing to bundle")]
fn take(
    table: &mut Table,
    text: &mut Text,
    log: &mut Log,
    column: &Column,
    cell: &Cell<'_>,
    reading: Reading<'_>,
    at: Place,
    flags: &mut Flags,
) {
    let state = if reading.estimated { State::Estimated } else { State::Known };
    let typed = || if column.secret { id::masked(&clean::typed(cell)) } else { clean::typed(cell).into_owned() };
    match &reading.value {
        Clean::Blank => {}
        Clean::Word(word) => {
            let word = text.intern(word);
            table.set(at.index, column.field, Value::Word(word), state);
        }
        Clean::Day(day) => table.set(at.index, column.field, Value::Day(*day), state),
        Clean::Month(day) => table.set(at.index, column.field, Value::Day(*day), State::Coarse),
        Clean::Number(millionths) => table.set(at.index, column.field, Value::Number(*millionths), state),
        Clean::Money(fen) => table.set(at.index, column.field, Value::Money(bangfu_core::exact::Money(*fen)), state),
        Clean::Flag(flag) => {
            flags.zero |= !*flag && plain::folded(&clean::typed(cell)) == "0";
            table.set(at.index, column.field, Value::Flag(*flag), state);
        }
        Clean::Two => {
            flags.twos.push(at.index);
            let word = text.intern(&clean::typed(cell));
            table.set_unclear(at.index, column.field, word);
        }
        Clean::Hash(hash) => table.set(at.index, column.field, Value::Hash(*hash), state),
        Clean::Unclear => {
            if level_instead(table, text, column, cell, at.index) {
                return;
            }
            let word = text.intern(&typed());
            table.set_unclear(at.index, column.field, word);
        }
    }
    if let Some(remark) = reading.remark {
        if !column.secret && reading.value != Clean::Unclear {
            let word = text.intern(&typed());
            table.keep_raw(at.index, column.field, word);
        }
        log.cell(column.source, at.row, remark, typed);
    }
}

/// A level in a number column whose sheet has a field for it: `好` under 专项调查 fills 专项调查等次.
fn level_instead(table: &mut Table, text: &mut Text, column: &Column, cell: &Cell<'_>, index: usize) -> bool {
    let (Some(field), Cell::Text(typed)) = (column.level_field, cell) else { return false };
    let Some(level) = choice::level_word(&plain::folded(typed)) else { return false };
    if !table.has(field) {
        table.open_column(field, column.source);
    }
    let word = text.intern(level);
    table.set(index, field, Value::Word(word), State::Known);
    true
}

/// `2` is 否 in a column that writes 1 and 2, and nothing certain in one that also writes 0.
fn settle_flags(table: &mut Table, log: &mut Log, column: &Column, flags: &Flags) {
    for index in &flags.twos {
        let row = table.rows.get(*index).copied().unwrap_or(0);
        let remark = if flags.zero {
            flag::refused()
        } else {
            table.set(*index, column.field, Value::Flag(false), State::Known);
            flag::two()
        };
        log.cell(column.source, row, remark, || "2".to_owned());
    }
}

fn missing(column: &Column) -> Remark {
    Remark::refusal("missing", format!("没有填“{}”，这一行用不上", column.name), format!("请补填“{}”。", column.name))
}

/// Merged regions that fill down, followed along the rows.
#[derive(Debug)]
struct Fill {
    waiting: std::vec::IntoIter<Region>,
    next: Option<Region>,
    open: Vec<Region>,
}

impl Fill {
    /// So many regions are followed at once.
    const OPEN: usize = 256;

    fn new(grid: &Grid<'_>, first_row: u32) -> Self {
        let tall: Vec<Region> =
            grid.merged.iter().filter(|m| m.bottom > m.top && m.top >= first_row).copied().collect();
        let mut waiting = tall.into_iter();
        let next = waiting.next();
        Self { waiting, next, open: Vec::new() }
    }

    /// The regions that reach a row from above; rows are asked for in order.
    fn at(&mut self, row: u32) -> &[Region] {
        self.open.retain(|region| region.bottom >= row);
        while let Some(region) = self.next.filter(|region| region.top <= row) {
            if region.bottom >= row && self.open.len() < Self::OPEN {
                self.open.push(region);
            }
            self.next = self.waiting.next();
        }
        &self.open
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
