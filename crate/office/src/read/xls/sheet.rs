//! One worksheet of an .xls.

use std::borrow::Cow;

use super::globals::Book;
use super::records::{Record, Records, f64_at, id, u16_at, u32_at};
use crate::read::draft::Draft;
use crate::read::fault::Fault;
use crate::read::format::Shape;
use crate::read::grid::{Cell, Region};

/// Reads the sheet whose records start at `start` into `draft`.
///
/// # Errors
/// Where the sheet breaks off; what stands before is in the draft.
pub fn read<'a>(stream: &[u8], start: usize, book: &'a Book, draft: &mut Draft<'a, '_, '_>) -> Result<(), Fault> {
    let mut records = Records::at(stream, start);
    let first = records.record()?.ok_or(Fault::Damaged)?;
    if first.id != id::BOF {
        return Err(Fault::Damaged);
    }
    // Charts inside the sheet have records of their own.
    let mut inner = 0_usize;
    // The text of a formula stands in the record behind it.
    let mut awaited = None;
    loop {
        let record = records.record()?.ok_or(Fault::Damaged)?;
        match record.id {
            id::BOF => inner += 1,
            id::EOF if inner == 0 => return Ok(()),
            id::EOF => inner -= 1,
            _ if inner > 0 => {}
            id::STRING => {
                if let Some((row, column)) = awaited.take() {
                    let text = records.continued(record)?.string(2).unwrap_or_default();
                    if !text.is_empty() {
                        draft.cell(row, column, Cell::Text(Cow::Owned(text)))?;
                    }
                }
            }
            id::LABEL | id::RSTRING => {
                let (row, column) = place(record);
                let mut pieces =
                    records.continued(Record { data: record.data.get(6..).unwrap_or_default(), ..record })?;
                let text = pieces.string(2).ok_or(Fault::Damaged)?;
                draft.cell(row, column, Cell::Text(Cow::Owned(text)))?;
            }
            id::ROW => {
                if u16_at(record.data, 12) & 0x20 != 0 {
                    draft.hide_row(u32::from(u16_at(record.data, 0)) + 1);
                }
            }
            id::COL_INFO => {
                let (from, to) = (u32::from(u16_at(record.data, 0)), u32::from(u16_at(record.data, 2)));
                // The columns up to the last one of the sheet are hidden to frame a table, not to hide something.
                if u16_at(record.data, 8) & 1 != 0 && from <= to && to < 255 {
                    draft.hide_columns(from, to);
                }
            }
            id::MERGE_CELLS => merged(record, draft),
            id::FORMULA => awaited = formula(record, book, draft)?,
            id::MUL_RK => many(record, book, draft)?,
            _ => single(record, book, draft)?,
        }
    }
}

/// The address of a record: the row 1-based, the column 0-based.
fn place(record: Record<'_>) -> (u32, u32) {
    (u32::from(u16_at(record.data, 0)) + 1, u32::from(u16_at(record.data, 2)))
}

fn shaped<'a>(book: &Book, style: u16, number: f64) -> Cell<'a> {
    let shape = book.shapes.get(usize::from(style)).copied().unwrap_or(Shape::Plain);
    shape.cell(number, book.epoch_1904)
}

/// A cell with a value of its own.
fn single<'a>(record: Record<'_>, book: &'a Book, draft: &mut Draft<'a, '_, '_>) -> Result<(), Fault> {
    let data = record.data;
    let cell = match record.id {
        id::LABEL_SST => {
            let string = usize::try_from(u32_at(data, 6)).ok().and_then(|at| book.strings.get(at));
            string.map(|text| Cell::Text(Cow::Borrowed(text)))
        }
        id::NUMBER => f64_at(data, 6).map(|number| shaped(book, u16_at(data, 4), number)),
        id::RK => Some(shaped(book, u16_at(data, 4), packed(u32_at(data, 6)))),
        id::BOOL_ERR => data.get(6).zip(data.get(7)).map(|(value, kind)| bool_or_error(*value, *kind == 1)),
        _ => return Ok(()),
    };
    let (row, column) = place(record);
    match cell {
        Some(cell) => draft.cell(row, column, cell),
        None => draft.bad_cell(),
    }
}

/// Numbers side by side.
fn many(record: Record<'_>, book: &Book, draft: &mut Draft<'_, '_, '_>) -> Result<(), Fault> {
    let (row, first) = place(record);
    let numbers = record.data.get(4..record.data.len().saturating_sub(2)).unwrap_or_default();
    for (column, number) in (first..).zip(numbers.chunks_exact(6)) {
        draft.cell(row, column, shaped(book, u16_at(number, 0), packed(u32_at(number, 2))))?;
    }
    Ok(())
}

/// A formula's result; the address comes back where the result is a text that the next record holds.
fn formula(record: Record<'_>, book: &Book, draft: &mut Draft<'_, '_, '_>) -> Result<Option<(u32, u32)>, Fault> {
    let (row, column) = place(record);
    let Some(result) = record.data.get(6..14) else {
        draft.bad_cell()?;
        return Ok(None);
    };
    let cell = if result.get(6..8) == Some(&[0xFF, 0xFF]) {
        let value = result.get(2).copied().unwrap_or(0);
        match result.first() {
            Some(0) => return Ok(Some((row, column))),
            Some(1) => bool_or_error(value, false),
            Some(2) => bool_or_error(value, true),
            // An empty text.
            _ => return Ok(None),
        }
    } else {
        match f64_at(record.data, 6) {
            Some(number) => shaped(book, u16_at(record.data, 4), number),
            None => Cell::Formula,
        }
    };
    draft.cell(row, column, cell)?;
    Ok(None)
}

fn merged(record: Record<'_>, draft: &mut Draft<'_, '_, '_>) {
    for region in record.data.get(2..).unwrap_or_default().chunks_exact(8) {
        let at = |index: usize| u32::from(u16_at(region, index));
        draft.merge(Region { top: at(0) + 1, bottom: at(2) + 1, left: at(4), right: at(6) });
    }
}

fn bool_or_error<'a>(value: u8, error: bool) -> Cell<'a> {
    if !error {
        return Cell::Flag(value != 0);
    }
    let text = match value {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    };
    Cell::Error(text.to_owned())
}

/// A number packed into 30 bits: a whole number or the upper half of a float, either of them perhaps in hundredths.
#[expect(
    clippy::float_arithmetic,
    reason = "the format itself divides; the division rounds to the float that was meant"
)]
fn packed(bits: u32) -> f64 {
    let number =
        if bits & 2 == 0 { f64::from_bits(u64::from(bits & !3) << 32) } else { f64::from(bits.cast_signed() >> 2) };
    let number = if bits & 1 == 0 { number } else { number / 100.0 };
    if number.is_finite() { number } else { 0.0 }
}
