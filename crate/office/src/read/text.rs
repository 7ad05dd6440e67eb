//! Rows of text: pasted cells, CSV and its relatives, in the encodings that offices really use.

use std::borrow::Cow;

use super::Refusal;
use super::grid::{Cell, Grid, SheetSource};

/// Decodes a text file: byte order mark, else strict UTF-8, else GB18030.
///
/// # Errors
/// A [`Refusal`] when no encoding gives readable text.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Refusal> {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(bytes) {
        return Ok(encoding.decode_with_bom_removal(bytes).0);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Cow::Borrowed(text));
    }
    let (text, _, bad) = encoding_rs::GB18030.decode(bytes);
    if bad {
        return Err(Refusal::new(
            "认不出这是什么文件，也不是能读的文字表格",
            "请选择台账工作簿（.xlsx）；文字表格请另存为 UTF-8 或 GB18030 编码的 CSV。",
        ));
    }
    Ok(text)
}

/// Hands over text as one sheet, named after the file without its extension.
pub fn sheet(name: &str, text: &str, sink: &mut dyn FnMut(SheetSource<'_>)) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let grid = cells(text, separator(text));
    sink(SheetSource { name: stem.to_owned(), hidden: false, grid, cut: None });
}

/// Copied cells as rows of text; rows may differ in length.
#[must_use]
pub fn block(text: &str) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for row in cells(text, '\t').rows {
        let at = usize::try_from(row.number).unwrap_or(1).saturating_sub(1);
        rows.resize(rows.len().max(at + 1), Vec::new());
        for (column, cell) in row.cells {
            let column = usize::try_from(column).unwrap_or_default();
            let cells = &mut rows[at];
            cells.resize(cells.len().max(column + 1), String::new());
            if let Cell::Text(text) = cell {
                cells[column] = text.into_owned();
            }
        }
    }
    rows
}

/// The separator: a tab if there is any in the first lines, else the more frequent of comma and semicolon.
fn separator(text: &str) -> char {
    let head = || text.lines().take(20);
    let count = |sign: char| head().map(|line| line.matches(sign).count()).sum::<usize>();
    if count('\t') > 0 {
        '\t'
    } else if count(';') > count(',') {
        ';'
    } else {
        ','
    }
}

/// Fields as spreadsheets write them: a quoted field may hold separators, line breaks and doubled quotes.
fn cells(text: &str, separator: char) -> Grid<'_> {
    let mut grid = Grid::default();
    let (mut row, mut column, mut rest) = (1_u32, 0_u32, text);
    while !rest.is_empty() {
        let (field, after) = field(rest, separator);
        if !field.is_empty() {
            grid.push(row, column, Cell::Text(field));
        }
        rest = if let Some(next) = after.strip_prefix(separator) {
            column = column.saturating_add(1);
            next
        } else {
            row = row.saturating_add(1);
            column = 0;
            after.strip_prefix("\r\n").or_else(|| after.strip_prefix(['\n', '\r'])).unwrap_or("")
        };
    }
    grid
}

/// One field and the text behind it, which starts with what ended the field.
fn field(text: &str, separator: char) -> (Cow<'_, str>, &str) {
    let end_of = |text: &str| text.find([separator, '\n', '\r']).unwrap_or(text.len());
    let Some(quoted) = text.strip_prefix('"') else {
        let (field, rest) = text.split_at(end_of(text));
        return (Cow::Borrowed(field), rest);
    };
    let mut from = 0;
    loop {
        let Some(quote) = quoted[from..].find('"').map(|at| from + at) else {
            // An opening quote that nothing closes is part of the text.
            let (field, rest) = text.split_at(end_of(text));
            return (Cow::Borrowed(field), rest);
        };
        if quoted[quote + 1..].starts_with('"') {
            from = quote + 2;
            continue;
        }
        let rest = &quoted[quote + 1..];
        let (tail, rest) = rest.split_at(end_of(rest));
        let inner = &quoted[..quote];
        let whole = if inner.contains("\"\"") || !tail.is_empty() {
            Cow::Owned(inner.replace("\"\"", "\"") + tail)
        } else {
            Cow::Borrowed(inner)
        };
        return (whole, rest);
    }
}
