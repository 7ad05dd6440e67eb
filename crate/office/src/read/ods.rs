//! .ods, straight from the XML of its content into sparse rows.
//!
//! Cells and rows are written once with how often they repeat: only those with content are repeated here, and count against
//! the limits. calamine 0.38 lays them all out.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::BufRead;

use quick_xml::events::BytesStart;

use super::archive::Archive;
use super::draft::{self, Budget, Draft, Ended, Head};
use super::fault::{Fault, password};
use super::format;
use super::grid::{Cell, Region, SheetSource};
use super::limits;
use super::xml::{self, Node, Xml, attribute, attributes};

/// Reads every sheet into `sink`.
///
/// # Errors
/// A fault when the file as a whole cannot be read. A sheet that breaks off is handed over with `cut` set.
pub fn sheets(
    mut archive: Archive<'_>,
    budget: &mut Budget<'_>,
    sink: &mut dyn FnMut(SheetSource<'_>),
) -> Result<(), Fault> {
    let manifest = archive.start("META-INF/manifest.xml", 1 << 20).unwrap_or_default();
    if manifest.contains("encryption-data") {
        return Err(Fault::Refused(password()));
    }
    let mut xml = archive.xml("content.xml")?.ok_or(Fault::Damaged)?;
    document(&mut xml, budget, sink)
}

/// Reads the sheets of a document, be it a part or a file of its own (.fods).
///
/// # Errors
/// As [`sheets`].
pub fn document<R: BufRead>(
    xml: &mut Xml<R>,
    budget: &mut Budget<'_>,
    sink: &mut dyn FnMut(SheetSource<'_>),
) -> Result<(), Fault> {
    let (mut hidden_styles, mut style, mut epoch_1904) = (BTreeSet::new(), None, false);
    let mut found = false;
    loop {
        let (name, sheet_style) = match xml.node()? {
            Node::Open(tag) => match tag.local_name().as_ref() {
                "style" => {
                    style = attribute(&tag, "name")?;
                    continue;
                }
                "table-properties" => {
                    if attribute(&tag, "display")?.as_deref() == Some("false") && hidden_styles.len() < limits::SHEETS {
                        hidden_styles.extend(style.clone());
                    }
                    continue;
                }
                "null-date" => {
                    epoch_1904 |= attribute(&tag, "date-value")?.is_some_and(|date| date.starts_with("1904-01-01"));
                    continue;
                }
                "table" => (attribute(&tag, "name")?.unwrap_or_default(), attribute(&tag, "style-name")?),
                _ => continue,
            },
            Node::End if found => return Ok(()),
            Node::End => return Err(Fault::Damaged),
            _ => continue,
        };
        found = true;
        let hidden = sheet_style.is_some_and(|style| hidden_styles.contains(&style));
        let head = Head { name, hidden, epoch_1904 };
        if draft::sheet(head, budget, sink, |draft| Table::default().read(xml, draft))? != Ended::Whole {
            return Ok(());
        }
    }
}

/// A cell whose tag is open.
#[derive(Debug, Default)]
struct Open {
    columns: u32,
    kind: String,
    value: String,
    error: bool,
    formula: bool,
    text: String,
    paragraphs: usize,
}

/// Where the reading of a sheet is.
#[derive(Debug, Default)]
struct Table {
    row: u32,
    column: u32,
    hidden: bool,
    repeat: u32,
    /// The cells of the row that is open: the first column, the one behind the last, and the content of them all.
    cells: Vec<(u32, u32, Cell<'static>)>,
    columns_seen: u32,
}

impl Table {
    fn read<R: BufRead>(mut self, xml: &mut Xml<R>, draft: &mut Draft<'_, '_, '_>) -> Result<(), Fault> {
        self.row = 1;
        let (mut cell, mut nested, mut note, mut paragraph) = (None::<Open>, 0_usize, 0_usize, 0_usize);
        loop {
            match xml.node()? {
                Node::Open(tag) => match tag.local_name().as_ref() {
                    "table" => nested += 1,
                    _ if nested > 0 => {}
                    // A remark that hangs on a cell is no content of it; neither is a drawing.
                    "annotation" | "frame" | "custom-shape" => note += 1,
                    _ if note > 0 => {}
                    "table-column" => self.column_tag(&tag, draft)?,
                    "table-row" => self.open_row(&tag)?,
                    "table-cell" | "covered-table-cell" => cell = Some(self.open_cell(&tag, draft)?),
                    name => {
                        if let Some(cell) = &mut cell {
                            match name {
                                "p" => {
                                    if cell.paragraphs > 0 {
                                        xml::push(&mut cell.text, "\n");
                                    }
                                    cell.paragraphs += 1;
                                    paragraph += 1;
                                }
                                "s" => {
                                    let count = attribute(&tag, "c")?.and_then(|c| c.parse().ok()).unwrap_or(1);
                                    xml::push(&mut cell.text, &" ".repeat(count.min(limits::CHARS)));
                                }
                                "tab" => xml::push(&mut cell.text, "\t"),
                                "line-break" => xml::push(&mut cell.text, "\n"),
                                _ => {}
                            }
                        }
                    }
                },
                Node::Close(tag) => match tag.local_name().as_ref() {
                    "table" if nested == 0 => return Ok(()),
                    "table" => nested -= 1,
                    _ if nested > 0 => {}
                    "annotation" | "frame" | "custom-shape" => note = note.saturating_sub(1),
                    _ if note > 0 => {}
                    "p" => paragraph = paragraph.saturating_sub(1),
                    "table-cell" | "covered-table-cell" => {
                        if let Some(cell) = cell.take() {
                            self.close_cell(cell)?;
                        }
                    }
                    "table-row" => self.close_row(draft)?,
                    _ => {}
                },
                Node::Text(text) => {
                    if let (Some(cell), true) = (&mut cell, paragraph > 0 && note == 0 && nested == 0) {
                        xml::push(&mut cell.text, &text);
                    }
                }
                Node::End => return Err(Fault::Damaged),
                Node::Other => {}
            }
        }
    }

    fn column_tag(&mut self, tag: &BytesStart<'_>, draft: &mut Draft<'_, '_, '_>) -> Result<(), Fault> {
        let count = repeated(attribute(tag, "number-columns-repeated")?.as_deref());
        let end = self.columns_seen.saturating_add(count);
        // The columns up to the last one of the sheet are hidden to frame a table, not to hide something.
        if attribute(tag, "visibility")?.is_some_and(|seen| seen != "visible") && end < 1_024 {
            draft.hide_columns(self.columns_seen, end.saturating_sub(1));
        }
        self.columns_seen = end;
        Ok(())
    }

    fn open_row(&mut self, tag: &BytesStart<'_>) -> Result<(), Fault> {
        (self.column, self.repeat, self.hidden) = (0, 1, false);
        attributes(tag, |key, value| match key {
            "number-rows-repeated" => self.repeat = repeated(Some(value)),
            "visibility" => self.hidden = value != "visible",
            _ => {}
        })
    }

    fn open_cell(&mut self, tag: &BytesStart<'_>, draft: &mut Draft<'_, '_, '_>) -> Result<Open, Fault> {
        let mut cell = Open { columns: 1, ..Open::default() };
        let (mut down, mut over) = (1, 1);
        attributes(tag, |key, value| match key {
            "number-columns-repeated" => cell.columns = repeated(Some(value)),
            "number-rows-spanned" => down = repeated(Some(value)),
            "number-columns-spanned" => over = repeated(Some(value)),
            "value" | "date-value" | "boolean-value" => value.clone_into(&mut cell.value),
            // LibreOffice writes the type twice: for everybody, and with `error` for itself.
            "value-type" if value == "error" => cell.error = true,
            "value-type" => value.clone_into(&mut cell.kind),
            "formula" => cell.formula = true,
            _ => {}
        })?;
        let (top, left) = (self.row, self.column);
        draft.merge(Region { top, bottom: top.saturating_add(down - 1), left, right: left.saturating_add(over - 1) });
        Ok(cell)
    }

    fn close_cell(&mut self, cell: Open) -> Result<(), Fault> {
        let end = self.column.saturating_add(cell.columns);
        if let Some(content) = content(cell) {
            self.cells.push((self.column, end, content));
        }
        self.column = end;
        Ok(())
    }

    fn close_row(&mut self, draft: &mut Draft<'_, '_, '_>) -> Result<(), Fault> {
        let end = self.row.saturating_add(self.repeat);
        if !self.cells.is_empty() {
            if self.repeat > limits::REPEATS {
                return Err(Fault::limit(format!("第 {} 行写着重复 {} 次", self.row, self.repeat)));
            }
            for row in self.row..end {
                if self.hidden {
                    draft.hide_row(row);
                }
                for (from, to, cell) in &self.cells {
                    for column in *from..*to {
                        draft.cell(row, column, cell.clone())?;
                    }
                }
            }
            self.cells.clear();
        }
        self.row = end;
        Ok(())
    }
}

/// How often something repeats: at least once, at most to the end of the sheet.
fn repeated(count: Option<&str>) -> u32 {
    count.and_then(|count| count.trim().parse().ok()).unwrap_or(1).clamp(1, limits::ROWS)
}

fn content(cell: Open) -> Option<Cell<'static>> {
    let text = |text: String| (!text.is_empty()).then_some(Cell::Text(Cow::Owned(text)));
    if cell.error || (cell.formula && cell.text.starts_with('#') && cell.kind != "string") {
        return Some(Cell::Error(cell.text));
    }
    match cell.kind.as_str() {
        "float" | "currency" | "percentage" => match format::number(&cell.value) {
            Some(number) => Some(Cell::Number(number)),
            None => text(cell.text),
        },
        "date" => {
            format::iso_cell(&cell.value).or_else(|| text(if cell.text.is_empty() { cell.value } else { cell.text }))
        }
        "boolean" => Some(Cell::Flag(cell.value == "true")),
        "" if cell.formula && cell.text.is_empty() => Some(Cell::Formula),
        _ => text(cell.text),
    }
}
