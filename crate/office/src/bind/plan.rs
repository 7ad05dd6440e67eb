//! What to do with each column of a table, settled once before its rows are read.

use bangfu_core::ledger::dictionary::{Field, FieldIx, Kind, Role, Sheet, Word};

use super::clean::choice::Spellings;
use super::clean::date::Calendar;
use super::clean::{Reading, choice, date, flag, id, number, text};
use super::header::{BoundColumn, Found};
use super::lexicon;
use super::title::Title;
use crate::read::Cell;

/// How the text of a column is cleaned.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Manner {
    Text,
    Name,
    Code,
    Date { months: bool, open_end: bool },
    Number,
    Money { unit: String, shown_in: String },
    Flag,
    Choice { words: String },
    Level { words: String },
    Id,
}

/// One column of the file, with all that is needed to clean its cells.
#[derive(Debug)]
pub struct Column {
    /// 0-based column of the file.
    pub source: u32,
    /// The field it fills.
    pub field: FieldIx,
    /// The field's name.
    pub name: String,
    /// The header as typed.
    pub header: String,
    /// Whether a row without it cannot be used.
    pub required: bool,
    /// Whether its typed text must not be kept or shown.
    pub secret: bool,
    /// Where a level goes that stands in this number column (`专项调查` → `专项调查等次`), and the words of that field.
    pub level_field: Option<(FieldIx, Spellings)>,
    /// Whether no header, title or cell names the unit of account.
    pub unit_assumed: bool,
    /// Whether it is only the running number of the row.
    pub is_serial: bool,
    /// Whether it holds figures that are added up: one merged over several rows is still one.
    pub is_figure: bool,
    manner: Manner,
    spellings: Spellings,
    year: i32,
    epoch_1904: bool,
}

impl Column {
    /// The unit of account in which plain numbers are read; `None` for a column of no money.
    #[must_use]
    pub fn unit(&self) -> Option<&str> {
        match &self.manner {
            Manner::Money { unit, .. } => Some(unit),
            _ => None,
        }
    }

    /// Cleans one cell.
    #[must_use]
    pub fn clean<'a>(&'a self, cell: &'a Cell<'_>) -> Reading<'a> {
        match &self.manner {
            Manner::Text => text::text(cell),
            Manner::Name => text::name(cell),
            Manner::Code => text::code(cell),
            Manner::Date { months, open_end } => {
                let Self { year, epoch_1904, .. } = *self;
                date::date(cell, Calendar { year, open_end: *open_end, months: *months, epoch_1904 })
            }
            Manner::Number => number::number(cell),
            Manner::Money { unit, shown_in } => number::money(cell, unit, shown_in),
            Manner::Flag => flag::flag(cell),
            Manner::Choice { words } => choice::choice(cell, &self.spellings, words),
            Manner::Level { words } => choice::level(cell, &self.spellings, words),
            Manner::Id => id::id(cell),
        }
    }
}

/// The plan of every bound column, by column.
#[must_use]
pub fn columns(sheet: &Sheet, found: &Found, title: &Title, year: i32, epoch_1904: bool) -> Vec<Column> {
    let year = title.year.unwrap_or(year);
    let plan = |bound: &BoundColumn| {
        let field = sheet.fields.get(usize::from(bound.field.0))?;
        Some(Column { year, epoch_1904, ..column(sheet, field, bound, title) })
    };
    found.columns.iter().filter_map(plan).collect()
}

fn column(sheet: &Sheet, field: &Field, bound: &BoundColumn, title: &Title) -> Column {
    let named = bound.unit.or(title.money);
    let is_money = matches!(field.kind, Kind::Money(_));
    Column {
        source: bound.column,
        field: bound.field,
        name: field.name.clone(),
        header: bound.header.clone(),
        required: field.required && !field.unused && field.role != Some(Role::UnitName),
        secret: field.kind == Kind::Id,
        level_field: (field.kind == Kind::Number).then(|| level_beside(sheet, field)).flatten(),
        unit_assumed: is_money && named.is_none(),
        is_serial: field.name == "序号",
        is_figure: is_money || (field.kind == Kind::Number && field.role.is_none()),
        manner: manner(field, named),
        spellings: lexicon::spellings(&field.kind),
        year: 0,
        epoch_1904: false,
    }
}

/// The field of a sheet that takes the level where this one takes the number.
fn level_beside(sheet: &Sheet, field: &Field) -> Option<(FieldIx, Spellings)> {
    let beside = sheet.find(&format!("{}等次", field.name))?;
    let kind = &sheet.fields.get(usize::from(beside.0))?.kind;
    matches!(kind, Kind::Level(_)).then(|| (beside, lexicon::spellings(kind)))
}

/// The words of a column, for messages.
fn listed(words: &[Word]) -> String {
    words.iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>().join("、")
}

fn manner(field: &Field, unit: Option<&'static str>) -> Manner {
    match &field.kind {
        Kind::Text => match field.role {
            Some(Role::UnitName | Role::Place | Role::Category) => Manner::Name,
            Some(Role::Indicator | Role::Convention | Role::Setting) => Manner::Code,
            _ => Manner::Text,
        },
        Kind::Date => {
            let open_end = ["结束", "截止", "离"].iter().any(|word| field.name.contains(word));
            Manner::Date { months: false, open_end }
        }
        Kind::Month => Manner::Date { months: true, open_end: false },
        Kind::Number => Manner::Number,
        Kind::Money(standard) => {
            Manner::Money { unit: unit.unwrap_or(standard).to_owned(), shown_in: standard.clone() }
        }
        Kind::Flag => Manner::Flag,
        Kind::Choice(words) => Manner::Choice { words: listed(words) },
        Kind::Level(words) => Manner::Level { words: listed(words) },
        Kind::Id => Manner::Id,
    }
}
