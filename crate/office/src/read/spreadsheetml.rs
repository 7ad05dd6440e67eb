//! XML spreadsheets of Excel 2002 and 2003 (SpreadsheetML), mostly saved by systems under the name .xls.

use std::borrow::Cow;
use std::io::BufRead;

use quick_xml::events::BytesStart;

use super::draft::{self, Budget, Draft, Ended, Head, Reaching};
use super::fault::Fault;
use super::format;
use super::grid::{Cell, Region, SheetSource};
use super::limits;
use super::xml::{self, Node, Xml, attribute, attributes};

/// Reads every worksheet into `sink`.
///
/// # Errors
/// A fault when the file as a whole cannot be read. A sheet that breaks off is handed over with `cut` set.
pub fn sheets<R: BufRead>(
    xml: &mut Xml<R>,
    budget: &mut Budget<'_>,
    sink: &mut dyn FnMut(SheetSource<'_>),
) -> Result<(), Fault> {
    let mut epoch_1904 = false;
    loop {
        let name = match xml.node()? {
            Node::Open(tag) => match tag.local_name().as_ref() {
                "Date1904" => {
                    epoch_1904 = true;
                    continue;
                }
                "Worksheet" => attribute(&tag, "Name")?.unwrap_or_default(),
                _ => continue,
            },
            Node::End => return Ok(()),
            _ => continue,
        };
        // Whether it is hidden is told behind its cells.
        let head = Head { name, hidden: false, epoch_1904 };
        if draft::sheet(head, budget, sink, |draft| Table::default().read(xml, draft))? != Ended::Whole {
            return Ok(());
        }
    }
}

/// Where the reading of a sheet is.
#[derive(Debug, Default)]
struct Table {
    row: u32,
    next_row: u32,
    column: u32,
    next_column: u32,
    data: Option<(String, String)>,
    formula: bool,
    visible: Option<String>,
    reaching: Reaching,
}

impl Table {
    fn read<R: BufRead>(mut self, xml: &mut Xml<R>, draft: &mut Draft<'_, '_, '_>) -> Result<(), Fault> {
        self.next_row = 1;
        let (mut taking, mut remark) = (false, false);
        loop {
            match xml.node()? {
                Node::Open(tag) => match tag.local_name().as_ref() {
                    // A remark that hangs on a cell has data of its own.
                    "Comment" => remark = true,
                    _ if remark => {}
                    "Row" => self.open_row(&tag, draft)?,
                    "Column" => hidden_column(&tag, draft)?,
                    "Cell" => self.open_cell(&tag, draft)?,
                    "Data" => {
                        taking = true;
                        self.data = Some((attribute(&tag, "Type")?.unwrap_or_default(), String::new()));
                    }
                    "Visible" => self.visible = Some(String::new()),
                    _ => {}
                },
                Node::Text(text) => match (&mut self.data, &mut self.visible) {
                    (_, Some(visible)) => xml::push(visible, &text),
                    (Some((_, data)), _) if taking && !remark => xml::push(data, &text),
                    _ => {}
                },
                Node::Close(tag) => match tag.local_name().as_ref() {
                    "Worksheet" => return Ok(()),
                    "Comment" => remark = false,
                    _ if remark => {}
                    "Data" => taking = false,
                    "Cell" => self.close_cell(draft)?,
                    "Visible" => {
                        let visible = self.visible.take().unwrap_or_default();
                        draft.hidden = visible.trim().starts_with("SheetHidden") || visible.trim() == "SheetVeryHidden";
                    }
                    _ => {}
                },
                Node::End => return Err(Fault::Damaged),
                Node::Other => {}
            }
        }
    }

    fn open_row(&mut self, tag: &BytesStart<'_>, draft: &mut Draft<'_, '_, '_>) -> Result<(), Fault> {
        let (mut row, mut hidden, mut span) = (self.next_row, false, 0_u32);
        attributes(tag, |key, value| match key {
            "Index" => row = value.parse().unwrap_or(row),
            "Hidden" => hidden = value == "1",
            "Span" => span = value.parse().unwrap_or(0),
            _ => {}
        })?;
        if hidden {
            draft.hide_row(row);
        }
        (self.row, self.column, self.next_column) = (row, 0, 0);
        self.next_row = row.saturating_add(span).saturating_add(1);
        self.reaching.row(row);
        Ok(())
    }

    fn open_cell(&mut self, tag: &BytesStart<'_>, draft: &mut Draft<'_, '_, '_>) -> Result<(), Fault> {
        // Without an index a cell stands behind those that reach down beside it.
        let (mut column, mut over, mut down) = (self.reaching.free(self.next_column, self.row), 0_u32, 0_u32);
        self.formula = false;
        attributes(tag, |key, value| match key {
            // 1-based; 0 is no column.
            "Index" => column = value.parse::<u32>().ok().and_then(|at| at.checked_sub(1)).unwrap_or(column),
            "MergeAcross" => over = value.parse().unwrap_or(0),
            "MergeDown" => down = value.parse().unwrap_or(0),
            "Formula" => self.formula = true,
            _ => {}
        })?;
        self.column = column;
        self.next_column = column.saturating_add(over).saturating_add(1);
        let bottom = self.row.saturating_add(down).min(limits::ROWS);
        let region = Region { top: self.row, bottom, left: column, right: column.saturating_add(over) };
        self.reaching.add(region);
        draft.merge(region);
        Ok(())
    }

    fn close_cell(&mut self, draft: &mut Draft<'_, '_, '_>) -> Result<(), Fault> {
        let cell = match self.data.take() {
            Some((kind, data)) => content(&kind, data),
            None if self.formula => Some(Cell::Formula),
            None => None,
        };
        match cell {
            Some(cell) => draft.cell(self.row, self.column, cell),
            None => Ok(()),
        }
    }
}

fn hidden_column(tag: &BytesStart<'_>, draft: &mut Draft<'_, '_, '_>) -> Result<(), Fault> {
    let (mut column, mut span, mut hidden) = (None, 0_u32, false);
    attributes(tag, |key, value| match key {
        "Index" => column = value.parse::<u32>().ok().and_then(|at| at.checked_sub(1)),
        "Span" => span = value.parse().unwrap_or(0),
        "Hidden" => hidden = value == "1",
        _ => {}
    })?;
    if let (Some(column), true) = (column, hidden && span < 255) {
        draft.hide_columns(column, column.saturating_add(span));
    }
    Ok(())
}

fn content(kind: &str, data: String) -> Option<Cell<'static>> {
    let cell = match kind {
        "Number" => format::number(&data).map(Cell::Number),
        "DateTime" => format::iso_cell(&data),
        "Boolean" => Some(Cell::Flag(data.trim() == "1")),
        "Error" => Some(Cell::Error(data.clone())),
        _ => None,
    };
    cell.or_else(|| (!data.is_empty()).then_some(Cell::Text(Cow::Owned(data))))
}
