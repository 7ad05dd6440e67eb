//! A workbook of plain text cells: what worked cases and tests are written as before they are read back.

use rust_xlsxwriter::{Workbook, XlsxError};

/// One sheet: its name and its rows of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The sheet's name.
    pub name: String,
    /// Rows of cells; an empty text leaves the cell out.
    pub rows: Vec<Vec<String>>,
    /// Merged cells: first row, first column, last row, last column, all 0-based. The text stands in the first cell.
    pub merged: Vec<(u32, u16, u32, u16)>,
}

/// Writes the pages as .xlsx. A cell of digits alone becomes a number where that keeps every digit, all else stays text:
/// nothing that a person typed can become a formula.
///
/// # Errors
/// What rust_xlsxwriter refuses: a sheet name twice or too long, a cell out of range.
pub fn book(pages: &[Page]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    for page in pages {
        let sheet = book.add_worksheet().set_name(&page.name)?;
        for (row, cells) in page.rows.iter().enumerate() {
            for (column, text) in cells.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
                let (Ok(row), Ok(column)) = (u32::try_from(row), u16::try_from(column)) else { continue };
                match plain_number(text) {
                    Some(number) => sheet.write_number(row, column, number)?,
                    None => sheet.write_string(row, column, text)?,
                };
            }
        }
        for (top, left, bottom, right) in &page.merged {
            let cell =
                page.rows.get(*top as usize).and_then(|row| row.get(usize::from(*left))).map_or("", String::as_str);
            sheet.merge_range(*top, *left, *bottom, *right, cell, &rust_xlsxwriter::Format::new())?;
        }
    }
    book.save_to_buffer()
}

/// A number whose shortest text is the text itself.
fn plain_number(text: &str) -> Option<f64> {
    let number: f64 = text.parse().ok()?;
    (text.len() <= 15 && crate::bind::clean::decimal::shortest(number) == *text).then_some(number)
}
