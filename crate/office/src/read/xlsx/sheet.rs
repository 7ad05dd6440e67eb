//! One worksheet of an .xlsx: rows, cells and merged regions in a single pass.

use std::borrow::Cow;

use super::book::Book;
use super::plain::{self, Plain};
use super::strings::{Strings, unescaped};
use crate::read::archive::Archive;
use crate::read::draft::Draft;
use crate::read::fault::Fault;
use crate::read::format::{self, Shape};
use crate::read::grid::{Cell, Note, Region};
use crate::read::limits;
use crate::read::xml::{self, Node, attribute, attributes};

/// What a sheet needs of its workbook.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The workbook.
    pub book: &'a Book,
    /// Its shared strings.
    pub strings: &'a Strings,
    /// Whether the part of the shared strings is damaged.
    pub strings_lost: bool,
    /// The bytes of the sheets before this one.
    pub done: u64,
    /// The bytes of all sheets.
    pub total: u64,
}

/// The type of a cell's value, by its attribute `t`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Kind {
    #[default]
    Number,
    Shared,
    Text,
    Flag,
    Error,
    Date,
}

/// A cell whose tag is open.
#[derive(Debug, Default)]
struct Open {
    row: u32,
    column: u32,
    kind: Kind,
    style: usize,
    formula: bool,
    /// Whether a value stands there, be it empty.
    valued: bool,
    /// Whether the address makes no sense.
    lost: bool,
}

/// Reads a sheet into `draft`.
///
/// # Errors
/// Where the sheet breaks off; what stands before is in the draft.
pub fn read<'a>(
    archive: &mut Archive<'_>,
    part: &str,
    place: &Place<'a>,
    draft: &mut Draft<'a, '_, '_>,
) -> Result<(), Fault> {
    let mut xml = archive.xml(part)?.ok_or(Fault::Damaged)?;
    let ended = rows(&mut xml, place, draft);
    let read = xml.position();
    drop(xml);
    archive.spend(read);
    ended
}

fn rows<'a, R: std::io::BufRead>(
    xml: &mut xml::Xml<R>,
    place: &Place<'a>,
    draft: &mut Draft<'a, '_, '_>,
) -> Result<(), Fault> {
    let (mut row, mut column, mut value, mut taking) = (0_u32, 0_u32, String::new(), false);
    let (mut cell, mut inside, mut phonetic, mut lost_strings) = (Open::default(), false, false, 0_usize);
    loop {
        match xml.node()? {
            Node::Open(tag) => match tag.local_name().as_ref() {
                "c" => {
                    cell = open(&tag, row, column)?;
                    column = cell.column.saturating_add(1);
                    value.clear();
                    inside = true;
                }
                "v" | "t" if inside && !phonetic => {
                    taking = true;
                    cell.valued = true;
                }
                "f" if inside => cell.formula = true,
                // How a name is pronounced is no part of it.
                "rPh" => phonetic = true,
                "row" => {
                    (row, column) = (row.saturating_add(1), 0);
                    let mut hidden = false;
                    attributes(&tag, |key, value| match key {
                        "r" => row = value.trim().parse().unwrap_or(row),
                        "hidden" => hidden = matches!(value, "1" | "true" | "on"),
                        _ => {}
                    })?;
                    if hidden {
                        draft.hide_row(row);
                    }
                    draft.permille = permille(place, xml.position());
                    plain_cells(xml, row, &mut column, &mut lost_strings, place, draft)?;
                }
                "col" => hidden_columns(&tag, draft)?,
                "mergeCell" => {
                    if let Some(region) = attribute(&tag, "ref")?.and_then(|reference| region(&reference)) {
                        draft.merge(region);
                    }
                }
                _ => {}
            },
            Node::Text(text) if taking => xml::push(&mut value, &text),
            Node::Close(tag) => match tag.local_name().as_ref() {
                "v" | "t" => taking = false,
                "rPh" => phonetic = false,
                "c" => {
                    inside = false;
                    lost_strings += usize::from(cell.kind == Kind::Shared && place.strings_lost);
                    add(&cell, &value, place, draft)?;
                    plain_cells(xml, row, &mut column, &mut lost_strings, place, draft)?;
                }
                "sheetData" if lost_strings > 0 => draft.note(Note::new(
                    bangfu_core::diag::Severity::Must,
                    format!("文件的文字部分已损坏，有 {lost_strings} 个文字单元格读不到内容"),
                    "请用 WPS 或 Excel 打开，另存为 .xlsx 后再导入；打不开时请重新取得原文件。",
                )),
                _ => {}
            },
            Node::End => return Ok(()),
            Node::Text(_) | Node::Other => {}
        }
    }
}

/// Adds the plain cells that come next; the parser stands between two tags.
///
/// A function of its own, called for each row: a browser puts faster code in the place of a function only when it is called
/// again, and a first import would otherwise be over before.
#[inline(never)]
fn plain_cells<'a, R: std::io::BufRead>(
    xml: &mut xml::Xml<R>,
    row: u32,
    column: &mut u32,
    lost_strings: &mut usize,
    place: &Place<'a>,
    draft: &mut Draft<'a, '_, '_>,
) -> Result<(), Fault> {
    while let Some(plain) = plain::cell(xml.bytes()?) {
        let length = plain.length;
        let found = Open::plain(&plain, row, *column);
        *column = found.column.saturating_add(1);
        *lost_strings += usize::from(found.kind == Kind::Shared && place.strings_lost);
        add(&found, plain.value.unwrap_or_default(), place, draft)?;
        xml.pass(length);
    }
    Ok(())
}

fn permille(place: &Place<'_>, position: u64) -> Option<u16> {
    let done = place.done.saturating_add(position).min(place.total);
    u16::try_from(done.saturating_mul(1000).checked_div(place.total)?).ok()
}

/// Adds a cell that is whole to the sheet.
fn add<'a>(cell: &Open, value: &str, place: &Place<'a>, draft: &mut Draft<'a, '_, '_>) -> Result<(), Fault> {
    if cell.lost {
        return draft.bad_cell();
    }
    match content(cell, value, place) {
        Ok(Some(content)) => draft.cell(cell.row, cell.column, content),
        Ok(None) => Ok(()),
        Err(()) => draft.bad_cell(),
    }
}

impl Kind {
    /// The kind that an attribute `t` says.
    fn of(text: &[u8]) -> Self {
        match text {
            b"s" => Self::Shared,
            b"str" | b"inlineStr" => Self::Text,
            b"b" => Self::Flag,
            b"e" => Self::Error,
            b"d" => Self::Date,
            _ => Self::Number,
        }
    }
}

impl Open {
    /// A plain cell, expected at a row and a column.
    fn plain(cell: &Plain<'_>, row: u32, column: u32) -> Self {
        let mut open = Self { row, column, kind: Kind::of(cell.kind), valued: cell.value.is_some(), ..Self::default() };
        open.style(std::str::from_utf8(cell.style).unwrap_or_default());
        if let Some(text) = cell.address {
            open.address(text);
        }
        open
    }

    fn address(&mut self, text: &[u8]) {
        match address(text) {
            Some((row, column)) => (self.row, self.column) = (row, column),
            None => self.lost = true,
        }
    }

    fn style(&mut self, text: &str) {
        self.style = if text.is_empty() { 0 } else { text.parse().unwrap_or(usize::MAX) };
    }
}

fn open(tag: &quick_xml::events::BytesStart<'_>, row: u32, column: u32) -> Result<Open, Fault> {
    let mut cell = Open { row, column, ..Open::default() };
    attributes(tag, |key, value| match key {
        "r" => cell.address(value.as_bytes()),
        "s" => cell.style(value),
        "t" => cell.kind = Kind::of(value.as_bytes()),
        _ => {}
    })?;
    Ok(cell)
}

/// The content of a cell that closes; `Ok(None)` for none, `Err` for one that makes no sense.
fn content<'a>(cell: &Open, value: &str, place: &Place<'a>) -> Result<Option<Cell<'a>>, ()> {
    let text = |text: &str| Cell::Text(Cow::Owned(unescaped(text).into_owned()));
    // A formula whose result is an empty text has a value, though an empty one.
    if value.is_empty() && (cell.kind != Kind::Text || !cell.valued) {
        return Ok(cell.formula.then_some(Cell::Formula));
    }
    Ok(Some(match cell.kind {
        Kind::Shared if place.strings_lost => return Ok(None),
        Kind::Shared => {
            let string = value.trim().parse().ok().and_then(|at| place.strings.get(at)).ok_or(())?;
            Cell::Text(Cow::Borrowed(string))
        }
        Kind::Text if value.is_empty() => return Ok(None),
        Kind::Text => text(value),
        Kind::Flag => Cell::Flag(matches!(value.trim(), "1" | "true")),
        Kind::Error => Cell::Error(value.to_owned()),
        Kind::Date => format::iso_cell(value).unwrap_or_else(|| text(value)),
        Kind::Number => {
            let shape = place.book.shapes.get(cell.style).copied().unwrap_or(Shape::Plain);
            // What a writer put there as a number and is none is text for the cleaners.
            format::number(value).map_or_else(|| text(value), |number| shape.cell(number, place.book.epoch_1904))
        }
    }))
}

fn hidden_columns(tag: &quick_xml::events::BytesStart<'_>, draft: &mut Draft<'_, '_, '_>) -> Result<(), Fault> {
    let (mut from, mut to, mut hidden) = (0_u32, 0_u32, false);
    attributes(tag, |key, value| match key {
        "min" => from = value.parse().unwrap_or(0),
        "max" => to = value.parse().unwrap_or(0),
        "hidden" => hidden = matches!(value, "1" | "true" | "on"),
        _ => {}
    })?;
    // The columns up to the last one of the sheet are hidden to frame a table, not to hide something.
    if hidden && from > 0 && from <= to && to < limits::COLUMNS {
        draft.hide_columns(from - 1, to - 1);
    }
    Ok(())
}

/// `A1:B3`.
fn region(reference: &str) -> Option<Region> {
    let (from, to) = reference.split_once(':')?;
    let ((top, left), (bottom, right)) = (address(from.as_bytes())?, address(to.as_bytes())?);
    Some(Region { top, bottom, left, right })
}

/// `D17` as row (1-based) and column (0-based), dollar signs left out.
fn address(text: &[u8]) -> Option<(u32, u32)> {
    let (mut row, mut column, mut digits) = (0_u32, 0_u32, false);
    for byte in text.trim_ascii() {
        match byte {
            b'$' => {}
            b'0'..=b'9' => {
                digits = true;
                row = row.checked_mul(10)?.checked_add(u32::from(byte - b'0'))?;
            }
            b'A'..=b'Z' | b'a'..=b'z' if !digits => {
                column = column.checked_mul(26)?.checked_add(u32::from(byte.to_ascii_uppercase() - b'A') + 1)?;
            }
            _ => return None,
        }
    }
    let column = column.checked_sub(1).filter(|column| *column < limits::COLUMNS)?;
    (1..=limits::ROWS).contains(&row).then_some((row, column))
}
