//! The empty workbook of a track: only its sheets, with drop-downs, formats, one sample row, and a page that explains.

mod explain;
mod feeds;
mod lists;
mod page;
mod style;

use bangfu_core::ledger::dictionary::{Dictionary, Field, Kind, Sheet, SheetIx};
use bangfu_core::scheme::model::{Scheme, Track};
use rust_xlsxwriter::{Workbook, XlsxError};

use self::lists::{Lists, Words};
use self::style::Style;

/// What a template says of itself, and what it knows of the track beside the sheets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heading {
    /// The document's title.
    pub title: String,
    /// The track's name.
    pub track: String,
    /// The evaluation year.
    pub year: i32,
    /// What each sheet is for, in the order of the sheets: `指标1.1、4.1`. May be shorter than the sheets.
    pub feeds: Vec<String>,
    /// Categories of units, indicator numbers and convention ids, for drop-downs; where there are none, any text may stand.
    pub words: Words,
}

/// Writes the template of `sheets` as .xlsx.
///
/// # Errors
/// What rust_xlsxwriter refuses: a sheet name of more than 31 characters, or one that stands twice.
pub fn template(dictionary: &Dictionary, sheets: &[SheetIx], heading: &Heading) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let style = Style::new();
    let wanted: Vec<&Sheet> = sheets.iter().filter_map(|at| dictionary.sheet(*at)).collect();
    let mut lists = Lists::new(&heading.words);
    explain::write(book.add_worksheet(), dictionary, &wanted, heading, &style)?;
    for sheet in wanted {
        page::write(book.add_worksheet(), &page::columns(dictionary, sheet), sheet, &mut lists, &style)?;
    }
    if !lists.is_empty() {
        lists.write(book.add_worksheet())?;
    }
    book.save_to_buffer()
}

/// `*到位金额（万元）`.
#[must_use]
pub fn header(field: &Field) -> String {
    let star = if field.required { "*" } else { "" };
    match &field.kind {
        Kind::Money(unit) => format!("{star}{}（{unit}）", field.name),
        _ => format!("{star}{}", field.name),
    }
}

/// The words that a column takes; empty where it takes any.
#[must_use]
pub fn words(field: &Field) -> Vec<&str> {
    match &field.kind {
        Kind::Flag => vec!["是", "否"],
        kind => kind.words().unwrap_or_default().iter().map(|(word, _)| word.as_str()).collect(),
    }
}

/// The empty workbook of a scheme's track.
///
/// # Errors
/// As [`template`].
pub fn track_template(scheme: &Scheme, track: &Track) -> Result<Vec<u8>, XlsxError> {
    let heading = Heading {
        title: scheme.title.clone(),
        track: track.name.clone(),
        year: scheme.year,
        feeds: feeds::feeds(scheme, track),
        words: Words::of(scheme, track),
    };
    template(&scheme.dictionary, &track.sheets, &heading)
}
