//! A sheet of the ledger as typed columns, and the [`Batch`] that one file becomes.
//!
//! Every value is one `i64` beside one state, so a column is two flat arrays: cheap to scan, to share and to hand over.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::dictionary::{Dictionary, FieldIx, Kind, SheetIx};
use super::period::{day_text, month_text};
use super::text::{Symbol, Text};
use crate::diag::{Finding, cell_name};
use crate::exact::{Money, Points};

/// What is known of one cell. Only `Known` and `Coarse` carry a value that a rule may read.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum State {
    /// Nothing was filled in.
    Blank,
    /// A value as typed or safely repaired.
    Known,
    /// A date known to the month only: usable for half-years, not for day tests. The value is the first of the month.
    Coarse,
    /// An estimate (约3万): the value is kept, no test reads it until a person confirms it.
    Estimated,
    /// Not readable, or to be asked about; the raw text is kept.
    Unclear,
}

/// A number cell is a count of millionths, so that `7.5` is exact and a column stays flat.
pub const MILLIONTH: i64 = 1_000_000;

/// One typed column.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Column {
    /// Values by row: day number, symbol, 分, millionths, 0/1 or the hash of an id, as the field's [`Kind`] says.
    pub values: Vec<i64>,
    /// States by row.
    pub states: Vec<State>,
    /// The 0-based column of the file that this was read from, for cell addresses.
    pub source: u32,
}

/// One sheet of one file, bound to a sheet of the dictionary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The sheet of the dictionary.
    pub sheet: SheetIx,
    /// The file's name as the user knows it.
    pub file: String,
    /// The sheet's name as printed in the file.
    pub name: String,
    /// The 1-based row of the file, by row.
    pub rows: Vec<u32>,
    /// By field of the dictionary's sheet; `None` where the file has no such column.
    pub columns: Vec<Option<Column>>,
    /// Text as typed, where it differs from what [`Table::shown`] writes: (row, field) → text.
    pub raw: BTreeMap<(u32, FieldIx), Symbol>,
}

/// One value on its way into a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// A word (文字, 选项, 等次).
    Word(Symbol),
    /// A day number.
    Day(i64),
    /// Millionths of a number.
    Number(i64),
    /// An amount.
    Money(Money),
    /// 是 or 否.
    Flag(bool),
    /// The keyed hash of an id; the id itself is never kept.
    Hash(u64),
}

impl Value {
    /// The flat form.
    #[must_use]
    pub fn flat(self) -> i64 {
        match self {
            Self::Word(symbol) => i64::from(symbol.0),
            Self::Day(value) | Self::Number(value) | Self::Money(Money(value)) => value,
            Self::Flag(flag) => i64::from(flag),
            Self::Hash(hash) => hash.cast_signed(),
        }
    }
}

impl Table {
    /// An empty table; columns are opened with [`Table::open_column`].
    #[must_use]
    pub fn new(sheet: SheetIx, fields: usize, file: &str, name: &str) -> Self {
        Self {
            sheet,
            file: file.to_owned(),
            name: name.to_owned(),
            rows: Vec::new(),
            columns: vec![None; fields],
            raw: BTreeMap::new(),
        }
    }

    /// Says that the file has a column for `field`, read from its 0-based column `source`.
    pub fn open_column(&mut self, field: FieldIx, source: u32) {
        if let Some(column) = self.columns.get_mut(usize::from(field.0)) {
            let blank = (vec![0; self.rows.len()], vec![State::Blank; self.rows.len()]);
            *column = Some(Column { values: blank.0, states: blank.1, source });
        }
    }

    /// Adds a row of blanks that stands in row `number` (1-based) of the file, and gives its index.
    pub fn push_row(&mut self, number: u32) -> usize {
        self.rows.push(number);
        for column in self.columns.iter_mut().flatten() {
            column.values.push(0);
            column.states.push(State::Blank);
        }
        self.rows.len() - 1
    }

    /// Fills a cell of an open column.
    pub fn set(&mut self, row: usize, field: FieldIx, value: Value, state: State) {
        let column = self.columns.get_mut(usize::from(field.0)).and_then(Option::as_mut);
        if let Some((slot, mark)) = column.and_then(|c| Some((c.values.get_mut(row)?, c.states.get_mut(row)?))) {
            *slot = value.flat();
            *mark = state;
        }
    }

    /// Marks a cell as not readable and keeps its text.
    pub fn set_unclear(&mut self, row: usize, field: FieldIx, typed: Symbol) {
        self.set(row, field, Value::Number(0), State::Unclear);
        self.keep_raw(row, field, typed);
    }

    /// Keeps the text of a cell as typed.
    pub fn keep_raw(&mut self, row: usize, field: FieldIx, typed: Symbol) {
        self.raw.insert((u32::try_from(row).unwrap_or(u32::MAX), field), typed);
    }

    /// The state and flat value of a cell; blank where the file has no such column.
    #[must_use]
    pub fn cell(&self, row: usize, field: FieldIx) -> (State, i64) {
        let column = self.columns.get(usize::from(field.0)).and_then(Option::as_ref);
        column.and_then(|c| Some((*c.states.get(row)?, *c.values.get(row)?))).unwrap_or((State::Blank, 0))
    }

    /// Whether the file has a column for `field`.
    #[must_use]
    pub fn has(&self, field: FieldIx) -> bool {
        self.columns.get(usize::from(field.0)).is_some_and(Option::is_some)
    }

    /// A cell as a person reads it: the canonical form of its value, or the text as typed where there is no value.
    #[must_use]
    pub fn shown(&self, row: usize, field: FieldIx, dictionary: &Dictionary, text: &Text) -> String {
        let (state, value) = self.cell(row, field);
        match state {
            State::Blank => String::new(),
            State::Unclear => self.typed(row, field, text).to_owned(),
            State::Known | State::Coarse | State::Estimated => {
                let kind = dictionary.field(self.sheet, field).map_or(&Kind::Text, |field| &field.kind);
                let shown = shown_value(kind, value, state, text);
                if state == State::Estimated { format!("约{shown}") } else { shown }
            }
        }
    }

    /// The text of a cell as typed, where it was kept.
    #[must_use]
    pub fn typed<'t>(&self, row: usize, field: FieldIx, text: &'t Text) -> &'t str {
        let key = (u32::try_from(row).unwrap_or(u32::MAX), field);
        self.raw.get(&key).map_or("", |symbol| text.word(*symbol))
    }

    /// `表名!D17` of a cell, when the file has the column.
    #[must_use]
    pub fn cell_name(&self, row: usize, field: FieldIx) -> Option<String> {
        let column = self.columns.get(usize::from(field.0))?.as_ref()?;
        Some(cell_name(&self.name, column.source, *self.rows.get(row)?))
    }
}

/// The canonical text of a flat value.
fn shown_value(kind: &Kind, value: i64, state: State, text: &Text) -> String {
    let word = || u32::try_from(value).map_or("", |at| text.word(Symbol(at))).to_owned();
    match kind {
        Kind::Text | Kind::Choice(_) | Kind::Level(_) => word(),
        Kind::Date if state == State::Coarse => month_text(value),
        Kind::Date => day_text(value),
        Kind::Month => month_text(value),
        Kind::Number => Points::ratio(value, MILLIONTH).to_string(),
        Kind::Money(unit) => Money(value).in_unit(unit).map_or_else(String::new, |amount| format!("{amount}{unit}")),
        Kind::Flag => if value == 0 { "否" } else { "是" }.to_owned(),
        Kind::Id => "（已加密）".to_owned(),
    }
}

/// One column under a header, whether it was recognised or not: what a person maps by.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ColumnSeen {
    /// 0-based column of the file.
    pub column: u32,
    /// The header as typed, its levels joined by `/`, on one line.
    pub header: String,
    /// The dictionary's field that it fills; `None` where it is not read.
    pub field: Option<String>,
    /// Whether a person said so ([`Mapping`](super::mapping::Mapping)).
    pub mapped: bool,
    /// The first three values under it, as typed; ids are masked.
    pub samples: Vec<String>,
}

/// Rows of a sheet that were left out on purpose.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Why, in a word or two: `合计行`, `示例行`, `空行` …
    pub why: String,
    /// 1-based rows of the file, as ranges with both ends included.
    pub rows: Vec<(u32, u32)>,
}

/// What one file held, sheet by sheet.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SheetSummary {
    /// The sheet's name as printed in the file.
    pub name: String,
    /// The sheet of the dictionary it was read as, `None` when it was not recognised.
    pub read_as: Option<String>,
    /// The first and last 1-based row of the header; `None` where none was found.
    pub header: Option<(u32, u32)>,
    /// The last 1-based row that has anything in it; 0 for an empty sheet. Of a sheet that was read it is the last row of
    /// the header and `rows` and `ignored` rows more.
    pub last_row: u32,
    /// Rows under the header that are no totals, samples, notes or blanks.
    pub rows: u32,
    /// Rows that went into the ledger, whole or in part.
    pub used: u32,
    /// Rows that no rule can use.
    pub refused: u32,
    /// Rows left out on purpose: totals, samples, notes, blanks between others.
    pub ignored: u32,
    /// The headers that were found, folded, sorted, each once: what a mapping is remembered by. A sheet that was not
    /// recognised has those of its most likely header row; empty without a header.
    pub heads: Vec<String>,
    /// The columns under the header, by column.
    pub columns: Vec<ColumnSeen>,
    /// Which rows were left out, and why.
    pub left: Vec<LeftOut>,
    /// The evaluation year that the title of the sheet names, or else its name.
    pub year: Option<i32>,
}

/// One file, read: the columnar buffer that a reading worker hands over.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Batch {
    /// The file's name.
    pub file: String,
    /// The [`layout`](Dictionary::layout) of the dictionary that it was read with.
    pub layout: u64,
    /// The words of all tables.
    pub text: Text,
    /// The tables, in the order of the file.
    pub tables: Vec<Table>,
    /// What each sheet held.
    pub sheets: Vec<SheetSummary>,
    /// Every repair and refusal.
    pub findings: Vec<Finding>,
}
