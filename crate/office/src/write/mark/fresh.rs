//! The marked copy of a file that is no .xlsx package: a new workbook in which every value stands as text.

use std::collections::BTreeSet;

use bangfu_core::ledger::period::day_text;
use rust_xlsxwriter::{Color, Format, Note, Workbook, Worksheet, XlsxError};

use super::spots::{Grade, Spots, Wanted, limit};
use super::{Marked, named};
use crate::bind::clean::decimal::shortest;
use crate::read::format::serial_day;
use crate::read::{self, Cell, Refusal, SheetSource};

/// The most characters that a cell of a workbook holds.
const LONGEST: usize = 32_767;

/// Writes the cells of a file anew and marks them.
pub(super) fn write(name: &str, bytes: &[u8], spots: &mut Spots) -> Result<Marked, Refusal> {
    let mut book = Workbook::new();
    let mut marked = Marked { name: named(name, "xlsx"), bytes: Vec::new(), fresh: true, cells: 0, left: Vec::new() };
    let mut titles = BTreeSet::new();
    let mut failed = None;
    read::sheets(name, bytes, &mut |_| (), &mut |source| {
        let mut wanted = spots.take(&source.name).unwrap_or_default();
        marked.left.extend(limit(&mut wanted).map(|why| format!("“{}”{why}", source.name)));
        marked.cells += wanted.len();
        if let Err(error) = sheet(book.add_worksheet(), &source, &wanted, &mut titles) {
            failed.get_or_insert(error);
        }
    })?;
    let broken =
        |error: XlsxError| Refusal::new(format!("写不成标注副本（{error}）"), "请把原文件另存为 .xlsx，再导入一次。");
    if let Some(error) = failed {
        return Err(broken(error));
    }
    marked.bytes = book.save_to_buffer().map_err(broken)?;
    Ok(marked)
}

fn sheet(
    page: &mut Worksheet,
    source: &SheetSource<'_>,
    wanted: &Wanted,
    titles: &mut BTreeSet<String>,
) -> Result<(), XlsxError> {
    page.set_name(title(&source.name, titles))?.set_column_range_width(0, 30, 14)?;
    let fill = |grade| {
        let colour = if grade == Grade::Must { 0xFF_C7_CE } else { 0xFF_E6_99 };
        Format::new().set_num_format("@").set_background_color(Color::RGB(colour))
    };
    let (must, explain, plain) = (fill(Grade::Must), fill(Grade::Explain), Format::new().set_num_format("@"));
    let format = |at| match wanted.get(&at).map(|spot| spot.grade) {
        Some(Grade::Must) => &must,
        Some(Grade::Explain) => &explain,
        None => &plain,
    };
    for region in &source.grid.merged {
        if let (Ok(left), Ok(right)) = (u16::try_from(region.left), u16::try_from(region.right))
            && (region.top, region.left) != (region.bottom, region.right)
        {
            // Regions that overlap are refused; the cells are written all the same.
            let _ = page.merge_range(region.top - 1, left, region.bottom - 1, right, "", &plain);
        }
    }
    for row in &source.grid.rows {
        for (column, cell) in &row.cells {
            if let (Ok(at), text) = (u16::try_from(*column), text(cell)) {
                page.write_string_with_format(row.number - 1, at, text, format((row.number, *column)))?;
            }
        }
    }
    for ((row, column), spot) in wanted {
        let Ok(at) = u16::try_from(*column) else { continue };
        let known = source.grid.rows.binary_search_by_key(row, |row| row.number).ok();
        if known.and_then(|known| source.grid.rows.get(known)?.cell(*column)).is_none() {
            page.write_blank(row - 1, at, format((*row, *column)))?;
        }
        if !spot.says.is_empty() {
            let note = Note::new(&spot.says).add_author_prefix(false).set_width(260).set_height(120);
            page.insert_note(row - 1, at, &note)?;
        }
    }
    Ok(())
}

/// What a person sees in a cell. It is written as text, so nothing that was typed can become a formula.
fn text(cell: &Cell<'_>) -> String {
    let text = match cell {
        Cell::Text(text) => text.to_string(),
        Cell::Number(number) => shortest(*number),
        Cell::Serial { number, epoch_1904 } => {
            serial_day(*number, *epoch_1904).map_or_else(|| shortest(*number), day_text)
        }
        Cell::Flag(flag) => if *flag { "TRUE" } else { "FALSE" }.to_owned(),
        Cell::Error(error) => error.clone(),
        Cell::Formula => String::new(),
    };
    text.chars().take(LONGEST).collect()
}

/// The sheet's name where a workbook may have it; each once.
fn title(name: &str, titles: &mut BTreeSet<String>) -> String {
    let clean: String = name.chars().filter(|c| !r"[]:*?/\".contains(*c) && *c >= ' ').take(28).collect();
    let clean = clean.trim_matches('\'').to_owned();
    let clean = if clean.is_empty() { "表".to_owned() } else { clean };
    let names = (1_usize..).map(|number| if number == 1 { clean.clone() } else { format!("{clean}{number}") });
    let free = names.filter(|name| titles.insert(name.to_lowercase())).take(1).next();
    free.unwrap_or(clean)
}
