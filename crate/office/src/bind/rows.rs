//! The body of a table, row by row: what is no data is left out and counted, merged cells are filled down inside their
//! region, every other cell is cleaned into its column.

use bangfu_core::diag::Severity;
use bangfu_core::ledger::dictionary::Sheet;
use bangfu_core::ledger::table::{SheetSummary, State, Table, Value};
use bangfu_core::ledger::text::Text;

use super::clean::{self, Clean, Reading, Remark, flag, id};
use super::fill::Fill;
use super::header::Found;
use super::kind::{Kinds, RowKind};
use super::left::Left;
use super::log::Log;
use super::plan::Column;
use super::totals::Totals;
use super::watch::Watch;
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
    /// Who is told how far it is, and the sheet's name as printed in the file.
    pub watch: (Watch<'a>, &'a str),
}

/// A column of flags whose `2` is still open.
#[derive(Debug, Default)]
struct Flags {
    zero: bool,
    twos: Vec<usize>,
}

impl Body<'_, '_> {
    /// Reads every row under the header into `table`.
    pub fn read(
        &self,
        columns: &[Column],
        table: &mut Table,
        text: &mut Text,
        log: &mut Log,
        summary: &mut SheetSummary,
    ) {
        for column in columns {
            table.open_column(column.field, column.source);
        }
        let body = self.grid.rows.get(self.found.bottom + 1..).unwrap_or_default();
        let first_row = self.grid.rows.get(self.found.bottom).map_or(0, |row| row.number) + 1;
        let mut fill = Fill::new(self.grid, first_row);
        let mut totals = Totals::default();
        let flags = columns.iter().map(|_| Flags::default()).collect();
        let mut out = Out { table, text, log, flags };
        let mut headless = None;
        let kinds = Kinds { grid: self.grid, found: self.found, columns };
        let mut left = Left::default();
        let mut next = first_row;
        for (at, row) in body.iter().take_while(|row| row.number <= summary.last_row).enumerate() {
            self.watch.0.row(self.watch.1, at, row.number);
            // Rows that the file does not store are blank ones too.
            left.out(RowKind::Blank.why(), next, row.number - 1);
            next = row.number + 1;
            match kinds.of(row) {
                RowKind::Data => {
                    fill.advance(row.number);
                    summary.rows += 1;
                    headless = headless.or_else(|| self.headless(row));
                    if out.row(row, columns, &fill) { summary.refused += 1 } else { summary.used += 1 }
                }
                kind => {
                    left.out(kind.why(), row.number, row.number);
                    if let RowKind::Total(total) = kind {
                        totals.note(total, row, columns, out.table.rows.len());
                    }
                }
            }
        }
        (summary.ignored, summary.left) = left.finish();
        for (column, flags) in columns.iter().zip(&out.flags) {
            settle_flags(out.table, out.log, column, flags);
        }
        let Out { table, log, .. } = out;
        if summary.rows > 0 {
            self.note_missing(columns, log);
        }
        self.note_headless(headless, log);
        totals.compare(self.sheet, table, log);
        checks::magnitude::ask(self.sheet, table, columns, log);
        checks::agree::ask(self.sheet, table, log);
        checks::doubles::ask(self.sheet, table, log);
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

    /// Columns that should be there and that a rule asks for, and units of account that nobody wrote.
    fn note_missing(&self, columns: &[Column], log: &mut Log) {
        let row = self.grid.rows.get(self.found.bottom).map_or(1, |row| row.number);
        let bound = |at: usize| columns.iter().any(|column| usize::from(column.field.0) == at);
        let role = bangfu_core::ledger::dictionary::Role::UnitName;
        for (at, field) in self.sheet.fields.iter().enumerate() {
            if field.required && !field.unused && field.role != Some(role) && !bound(at) {
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

/// What the rows are read into.
struct Out<'t> {
    table: &'t mut Table,
    text: &'t mut Text,
    log: &'t mut Log,
    /// By column, in order.
    flags: Vec<Flags>,
}

impl Out<'_> {
    /// Reads a row of data; whether it misses something without which it is no use.
    ///
    /// Never inlined: a browser puts faster code in the place of a function only when it is called again.
    #[inline(never)]
    fn row(&mut self, row: &Row<'_>, columns: &[Column], fill: &Fill<'_, '_>) -> bool {
        let index = self.table.push_row(row.number);
        let mut refused = false;
        for (at, column) in columns.iter().enumerate() {
            let own = row.cell(column.source).filter(|cell| !cell.is_blank());
            if let Some(region) = fill.begins(row.number, column.source).filter(|_| column.is_figure) {
                self.log.cell(column.source, row.number, merged(region), String::new);
            }
            let filled = || fill.cell(row.number, column.source).filter(|_| !column.is_figure);
            let Some(cell) = own.or_else(filled) else {
                refused |= column.required;
                if column.required {
                    self.log.cell(column.source, row.number, missing(column), String::new);
                }
                continue;
            };
            let reading = column.clean(cell);
            refused |= column.required && matches!(reading.value, Clean::Blank | Clean::Unclear);
            self.take((at, column), cell, reading, Place { index, row: row.number });
        }
        refused
    }

    /// Puts a cleaned cell into its column, with its typed text where the value does not tell it, and its remark into the log.
    fn take(&mut self, (nth, column): (usize, &Column), cell: &Cell<'_>, reading: Reading<'_>, at: Place) {
        let Self { table, text, log, flags } = self;
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
            Clean::Money(fen) => {
                table.set(at.index, column.field, Value::Money(bangfu_core::exact::Money(*fen)), state)
            }
            Clean::Flag(flag) => {
                if let Some(flags) = flags.get_mut(nth) {
                    flags.zero |= !*flag && plain::folded(&clean::typed(cell)) == "0";
                }
                table.set(at.index, column.field, Value::Flag(*flag), state);
            }
            Clean::Two => {
                if let Some(flags) = flags.get_mut(nth) {
                    flags.twos.push(at.index);
                }
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
        if let (Clean::Word(word), Cell::Text(text_typed), None) = (&reading.value, cell, &reading.remark)
            && word.len() != text_typed.len()
        {
            // Blanks at the ends are cut off without a word; the text as typed is kept all the same.
            let word = text.intern(text_typed);
            table.keep_raw(at.index, column.field, word);
        }
        if let Some(remark) = reading.remark {
            if !column.secret && reading.value != Clean::Unclear {
                let word = text.intern(&typed());
                table.keep_raw(at.index, column.field, word);
            }
            log.cell(column.source, at.row, remark, typed);
        }
    }
}

/// A level in a number column whose sheet has a field for it: `好` under 专项调查 fills 专项调查等次.
fn level_instead(table: &mut Table, text: &mut Text, column: &Column, cell: &Cell<'_>, index: usize) -> bool {
    let (Some((field, words)), Cell::Text(typed)) = (&column.level_field, cell) else { return false };
    let Some((level, _)) = words.get(&*plain::folded(typed)) else { return false };
    let field = *field;
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

/// One figure over several rows: filled down it would be counted several times.
fn merged(region: Region) -> Remark {
    let rows = region.bottom - region.top + 1;
    let why = format!("这个数合并了 {rows} 行，只在第 {} 行计一次，其余各行没有数", region.top);
    Remark::question("merged figure", why, "各行分别有数的，请取消合并、逐行填写；确是几行共一个数的，可说明情况。")
}

fn missing(column: &Column) -> Remark {
    Remark::refusal("missing", format!("没有填“{}”，这一行用不上", column.name), format!("请补填“{}”。", column.name))
}
