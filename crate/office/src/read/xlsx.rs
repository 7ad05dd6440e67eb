//! .xlsx by calamine's streaming cell reader.

use std::borrow::Cow;
use std::io::Cursor;

use bangfu_core::ledger::period::day_number;
use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use chrono::{Days, NaiveDate};

use super::grid::{Cell, Grid, Region, SheetSource};
use super::{Refusal, merged};

/// The most cells that one sheet may hold.
const CELLS: usize = 2_000_000;
/// Cells that cannot be read before a sheet is given up.
const BAD_CELLS: usize = 1_000;

/// A workbook that is damaged.
#[must_use]
pub fn broken() -> Refusal {
    Refusal::new(
        "文件已损坏，或者不是真正的工作簿",
        "请用 WPS 或 Excel 打开，另存为 .xlsx 后再导入；打不开时请重新取得原文件。",
    )
}

/// Reads every worksheet into `sink`.
///
/// # Errors
/// A [`Refusal`] when the workbook itself cannot be opened. A sheet that breaks off is handed over with `cut` set.
pub fn sheets(bytes: &[u8], sink: &mut dyn FnMut(SheetSource<'_>)) -> Result<(), Refusal> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsxError::Password => {
            Refusal::new("工作簿设有打开密码，读不到里面的内容", "请用 WPS 或 Excel 打开，取消密码后另存，再导入。")
        }
        _ => broken(),
    })?;
    let epoch_1904 = book.has_1904_epoch();
    let listed = book.sheets_metadata().to_vec();
    let mut merged = merged::regions(bytes).filter(|merged| merged.len() == listed.len());
    for (at, sheet) in listed.into_iter().enumerate().filter(|(_, sheet)| sheet.typ == SheetType::WorkSheet) {
        let merged = match merged.as_mut().and_then(|merged| merged.get_mut(at)) {
            Some(found) => std::mem::take(found),
            None => regions(&book.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default()),
        };
        let mut grid = Grid { rows: Vec::new(), merged, epoch_1904 };
        let cut = cells(&mut book, &sheet.name, epoch_1904, &mut grid).err();
        sink(SheetSource { name: sheet.name, hidden: sheet.visible != SheetVisible::Visible, grid, cut });
    }
    Ok(())
}

/// The same by the parser, for a workbook whose parts are not where they usually are.
fn regions(merged: &[calamine::Dimensions]) -> Vec<Region> {
    let mut regions: Vec<Region> = merged
        .iter()
        .take(merged::REGIONS)
        .map(|d| Region { top: d.start.0 + 1, bottom: d.end.0 + 1, left: d.start.1, right: d.end.1 })
        .filter(|region| region.top <= region.bottom && region.left <= region.right)
        .collect();
    regions.sort_by_key(|region| (region.top, region.left));
    regions
}

fn cells<'a>(
    book: &'a mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    epoch_1904: bool,
    grid: &mut Grid<'a>,
) -> Result<(), Refusal> {
    let mut reader = match book.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(()),
        Err(_) => return Err(cut_off(0)),
    };
    let (mut seen, mut bad, mut last_row) = (0_usize, 0_usize, 0_u32);
    loop {
        let record = match reader.next_cell_with_formula_metadata() {
            Ok(Some(record)) => record,
            Ok(None) => return Ok(()),
            // One cell is at fault, the stream goes on behind it.
            Err(
                XlsxError::CellError(_)
                | XlsxError::Unexpected(_)
                | XlsxError::Unrecognized { .. }
                | XlsxError::ParseFloat(_),
            ) => {
                bad += 1;
                if bad > BAD_CELLS {
                    return Err(cut_off(last_row));
                }
                continue;
            }
            Err(_) => return Err(cut_off(last_row)),
        };
        let (row, column) = record.pos;
        last_row = row + 1;
        let cell = match record.value {
            DataRef::Empty if record.formula.is_some() => Cell::Formula,
            DataRef::Empty => continue,
            DataRef::SharedString(text) => Cell::Text(Cow::Borrowed(text)),
            DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
                Cell::Text(Cow::Owned(text))
            }
            DataRef::Float(number) => Cell::Number(number),
            DataRef::Int(number) => Cell::Text(Cow::Owned(number.to_string())),
            DataRef::Bool(flag) => Cell::Flag(flag),
            DataRef::Error(error) => Cell::Error(error.to_string()),
            DataRef::DateTime(date) if date.is_datetime() => {
                Cell::Serial(date.as_f64(), serial_day(date.as_f64(), epoch_1904))
            }
            DataRef::DateTime(duration) => Cell::Number(duration.as_f64()),
        };
        seen += 1;
        if seen > CELLS {
            return Err(Refusal::new(
                format!("表里的单元格超过 200 万个，只读到第 {row} 行"),
                "请删去无关的行和列，或把数据分成几个文件。",
            ));
        }
        grid.push(row + 1, column, cell);
    }
}

fn cut_off(row: u32) -> Refusal {
    Refusal::new(
        format!("表的内容在第 {row} 行之后已损坏，只读到这里"),
        "请用 WPS 或 Excel 打开，另存为 .xlsx 后再导入。",
    )
}

/// The day number of a serial date; `None` where it is no day of this or the last century.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    reason = "the day is the whole part of the serial; out of range saturates and is refused below"
)]
pub fn serial_day(serial: f64, epoch_1904: bool) -> Option<i64> {
    let days = u64::try_from(serial as i64).ok()?;
    let (year, month, day) = if epoch_1904 { (1904, 1, 1) } else { (1899, 12, 30) };
    // 1900 was no leap year, whatever the serials say: they are right from day 61 on.
    if !epoch_1904 && days < 61 {
        return None;
    }
    NaiveDate::from_ymd_opt(year, month, day)?.checked_add_days(Days::new(days)).map(day_number)
}
