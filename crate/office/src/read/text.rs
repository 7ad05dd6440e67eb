//! Rows of text: pasted cells, CSV and its relatives, in the encodings that offices really use.
//!
//! The fields are parted here: the `csv` crate gives one error for a stray quote and does not read `"a"b`, both of which
//! spreadsheets read.

use std::borrow::Cow;

use bangfu_core::diag::Severity;
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::Refusal;
use super::draft::{Budget, Draft};
use super::fault::Fault;
use super::format;
use super::grid::{Note, SheetSource};

/// One unreadable character in so many is told; more of them are another encoding.
const BAD_ONE_IN: usize = 200;

/// A file as text, and what is to be told about its encoding.
#[derive(Debug)]
pub struct Decoded<'t> {
    /// The text, without a byte order mark.
    pub text: Cow<'t, str>,
    /// The encoding, in the words of an office program.
    pub encoding: &'static str,
    /// Characters that could not be read.
    pub note: Option<Note>,
}

/// Decodes a text file: byte order mark, else UTF-16 by its zero bytes, else strict UTF-8, else GB18030.
///
/// # Errors
/// A [`Refusal`] when no encoding gives readable text.
pub fn decode(bytes: &[u8]) -> Result<Decoded<'_>, Refusal> {
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    if marked.is_none()
        && let Ok(text) = std::str::from_utf8(bytes)
        && wide(bytes).is_none()
    {
        return Ok(Decoded { text: Cow::Borrowed(text), encoding: "UTF-8", note: None });
    }
    let encoding = marked.or_else(|| wide(bytes)).unwrap_or(GB18030);
    let (text, _) = encoding.decode_with_bom_removal(bytes);
    let bad = text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    if bad > 0 && bad.saturating_mul(BAD_ONE_IN) > text.len() / 2 + BAD_ONE_IN {
        return Err(Refusal::new(
            "认不出这是什么文件，也不是能读的文字表格",
            "请选择台账工作簿（.xlsx）；文字表格请另存为 UTF-8 或 GB18030 编码的 CSV。",
        ));
    }
    let note = (bad > 0).then(|| {
        Note::new(
            Severity::Must,
            format!("有 {bad} 处文字已损坏，显示为“\u{fffd}”"),
            "请从原系统重新导出，或改好这些文字后再导入。",
        )
    });
    let name = match encoding {
        encoding if encoding == UTF_8 => "UTF-8",
        encoding if encoding == GB18030 => "GBK",
        _ => "UTF-16",
    };
    Ok(Decoded { text, encoding: name, note })
}

/// UTF-16 without a mark: the ASCII characters of a table have a zero byte on one side, all on the same.
#[must_use]
pub fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(4_096))?;
    let zeros = |first: usize| head.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    match (even, odd) {
        (0, odd) if odd > head.len() / 50 && odd > 1 => Some(UTF_16LE),
        (even, 0) if even > head.len() / 50 && even > 1 => Some(UTF_16BE),
        _ => None,
    }
}

/// Hands over text as one sheet of that name.
pub fn sheet(name: &str, text: &str, budget: &mut Budget<'_>, sink: &mut dyn FnMut(SheetSource<'_>)) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (separator, text) = separator(text);
    let mut draft = Draft::new(name, false, budget);
    let total = text.len();
    let ended = cells(text, separator, &mut |row, column, field, rest| {
        // In 64 bits: a text of more than 4 MB would overflow the browser's own.
        let done = ((total - rest) as u64).saturating_mul(1000).checked_div(total as u64).unwrap_or(1000);
        draft.permille = u16::try_from(done).ok();
        draft.cell(row, column, format::text_cell(field))
    });
    sink(draft.finish(ended));
}

/// Copied cells as rows of text; rows may differ in length.
#[must_use]
pub fn block(text: &str) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let take = &mut |row: u32, column: u32, field: Cow<'_, str>, _: usize| {
        let (at, column) = (row as usize - 1, column as usize);
        rows.resize(rows.len().max(at + 1), Vec::new());
        let cells = &mut rows[at];
        cells.resize(cells.len().max(column + 1), String::new());
        cells[column] = field.into_owned();
        Ok(())
    };
    // Nothing here is beyond a limit: what is copied is a block of the screen.
    let _never: Result<(), Fault> = cells(text, '\t', take);
    rows
}

/// The separator: what the first line says (`sep=;`, for Excel), else a tab if there is any in the first lines, else the
/// more frequent of comma and semicolon. Then the text behind that first line.
#[must_use]
pub fn separator(text: &str) -> (char, &str) {
    if let Some(rest) = text.strip_prefix("sep=")
        && let Some(separator) = rest.chars().next()
        && let Some((line, body)) = rest.split_once('\n')
        && line.trim_end_matches('\r').chars().count() == 1
    {
        return (separator, body);
    }
    let head = || text.lines().take(20);
    let count = |sign: char| head().map(|line| line.matches(sign).count()).sum::<usize>();
    let separator = if count('\t') > 0 {
        '\t'
    } else if count(';') > count(',') {
        ';'
    } else {
        ','
    };
    (separator, text)
}

/// Fields as spreadsheets write them: a quoted field may hold separators, line breaks and doubled quotes. Each goes to
/// `take` with its row, its column and how much text is left.
fn cells<'t>(
    text: &'t str,
    separator: char,
    take: &mut dyn FnMut(u32, u32, Cow<'t, str>, usize) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let (mut row, mut column, mut rest) = (1_u32, 0_u32, text);
    while !rest.is_empty() {
        let (field, after) = field(rest, separator);
        if !field.is_empty() {
            take(row, column, field, after.len())?;
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
    Ok(())
}

/// One field and the text behind it, which starts with what ended the field.
fn field(text: &str, separator: char) -> (Cow<'_, str>, &str) {
    let end_of = |text: &str| text.find([separator, '\n', '\r']).unwrap_or(text.len());
    // `="00123"` keeps a spreadsheet from reading digits as a number.
    let formula = text.starts_with("=\"");
    let Some(quoted) = text.strip_prefix(if formula { "=\"" } else { "\"" }) else {
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
