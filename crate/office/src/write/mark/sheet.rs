//! A worksheet's XML with some cells in other formats. Everything between them stays as it was, byte for byte.

use std::collections::BTreeMap;
use std::ops::Range;

use bangfu_core::diag::column_letters;
use quick_xml::events::{BytesStart, Event};

use super::address;
use super::pieces::Pieces;
use super::relations::base;
use super::splice::{Splices, attribute, prefix, tag};
use super::spots::Wanted;
use super::styles::Styles;

/// What stands behind `legacyDrawing` in a worksheet.
const BEHIND: [&str; 9] = [
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
    "AlternateContent",
];

/// Cells that a row can hold.
const COLUMNS: usize = 16_384;

/// Why a sheet cannot be patched.
const UNREADABLE: &str = "表的内容不是常见的写法";

/// A worksheet on its way to be marked.
#[derive(Debug)]
pub(super) struct Patch<'x> {
    xml: &'x [u8],
    splices: Splices,
    /// Whether it is written in the strict standard.
    pub(super) strict: bool,
    prefix: String,
    /// The id of the drawing that holds its comments, where it has one.
    pub(super) drawing: Option<String>,
    /// Where such a drawing goes.
    drawing_at: Option<usize>,
    columns: Vec<(u32, u32, u32)>,
}

/// The row that is read.
#[derive(Debug)]
struct Row {
    number: u32,
    start: BytesStart<'static>,
    at: Range<usize>,
    cells: Vec<(u32, BytesStart<'static>, Range<usize>, bool)>,
}

impl<'x> Patch<'x> {
    /// Gives the wanted cells their formats; cells and rows that the sheet does not have are added.
    ///
    /// # Errors
    /// Why the sheet cannot be patched.
    pub(super) fn new(xml: &'x [u8], wanted: &Wanted, styles: &mut Styles) -> Result<Self, &'static str> {
        let mut patch = Self {
            xml,
            splices: Splices::default(),
            strict: false,
            prefix: String::new(),
            drawing: None,
            drawing_at: None,
            columns: Vec::new(),
        };
        patch.read(wanted, styles).ok_or(UNREADABLE)?;
        Ok(patch)
    }

    fn read(&mut self, wanted: &Wanted, styles: &mut Styles) -> Option<()> {
        let mut rows: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (row, column) in wanted.keys() {
            rows.entry(*row).or_default().push(*column);
        }
        let (mut depth, mut last) = (0_usize, 0_u32);
        let (mut in_data, mut seen_data) = (false, false);
        let mut row: Option<Row> = None;
        for piece in Pieces::of(self.xml) {
            let (event, at) = piece?;
            match event {
                Event::Start(ref start) | Event::Empty(ref start) => {
                    let empty = matches!(event, Event::Empty(_));
                    let name = start.local_name();
                    match (depth, name.as_ref()) {
                        (0, "worksheet") => {
                            self.prefix = prefix(start);
                            self.strict = start.contains("purl.oclc.org");
                        }
                        (0, _) => return None,
                        (1, "sheetData") => {
                            seen_data = true;
                            in_data = !empty;
                            if empty {
                                let all = self.rows(&rows, wanted, styles);
                                let name = format!("{}sheetData", self.prefix);
                                self.splices.replace(at.clone(), format!("<{name}>{all}</{name}>"));
                                rows.clear();
                            }
                        }
                        (1, name) if seen_data => self.after(name, start, at.start),
                        (2, "col") if !seen_data => self.column(start),
                        (2, "row") if in_data => {
                            let number = match attribute(start, "r") {
                                Some(number) => number.trim().parse().ok()?,
                                None => last.checked_add(1)?,
                            };
                            // Rows out of order cannot be told from rows that are not there.
                            if number <= last {
                                return None;
                            }
                            last = number;
                            let missing = match rows.first_key_value() {
                                Some((first, _)) if *first < number => {
                                    let later = rows.split_off(&number);
                                    std::mem::replace(&mut rows, later)
                                }
                                _ => BTreeMap::new(),
                            };
                            if !missing.is_empty() {
                                let missing = self.rows(&missing, wanted, styles);
                                self.splices.insert(at.start, missing);
                            }
                            if let Some(columns) = rows.remove(&number) {
                                let this = Row { number, start: start.to_owned(), at: at.clone(), cells: Vec::new() };
                                if empty {
                                    self.finish_row(&this, &columns, wanted, styles, None);
                                } else {
                                    rows.insert(number, columns);
                                    row = Some(this);
                                }
                            }
                        }
                        (3, "c") => {
                            if let Some(row) = &mut row {
                                let next = row.cells.last().map_or(0, |(column, ..)| column + 1);
                                let column = match attribute(start, "r") {
                                    Some(name) => address::cell(&name)?.1,
                                    None => next,
                                };
                                if row.cells.len() >= COLUMNS {
                                    return None;
                                }
                                row.cells.push((column, start.to_owned(), at.clone(), empty));
                            }
                        }
                        _ => {}
                    }
                    depth += usize::from(!empty);
                }
                Event::End(_) => {
                    depth = depth.checked_sub(1)?;
                    match depth {
                        2 => {
                            if let Some(row) = row.take() {
                                let columns = rows.remove(&row.number).unwrap_or_default();
                                self.finish_row(&row, &columns, wanted, styles, Some(at.start));
                            }
                        }
                        1 if in_data => {
                            in_data = false;
                            let all = self.rows(&rows, wanted, styles);
                            self.splices.insert(at.start, all);
                            rows.clear();
                        }
                        0 => {
                            self.drawing_at.get_or_insert(at.start);
                            return seen_data.then_some(());
                        }
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// What stands behind the cells.
    fn after(&mut self, name: &str, start: &BytesStart<'_>, at: usize) {
        if name == "legacyDrawing" {
            self.drawing = attribute(start, "id");
        } else if BEHIND.contains(&name) {
            self.drawing_at.get_or_insert(at);
        }
    }

    fn column(&mut self, start: &BytesStart<'_>) {
        let number = |key| attribute(start, key)?.trim().parse::<u32>().ok();
        if let (Some(min), Some(max), Some(style)) = (number("min"), number("max"), number("style")) {
            self.columns.push((min, max, style));
        }
    }

    /// The format of a cell that the sheet does not have: that of its column.
    fn of_column(&self, column: u32) -> u32 {
        let found = self.columns.iter().find(|(min, max, _)| (*min..=*max).contains(&(column + 1)));
        found.map_or(0, |(_, _, style)| *style)
    }

    fn cell(&self, (row, column): (u32, u32), base: Option<u32>, wanted: &Wanted, styles: &mut Styles) -> String {
        let Some(spot) = wanted.get(&(row, column)) else { return String::new() };
        let style = styles.marked(base.unwrap_or_else(|| self.of_column(column)), spot.grade);
        format!(r#"<{}c r="{}{row}" s="{style}"/>"#, self.prefix, column_letters(column))
    }

    /// Rows that the sheet does not have.
    fn rows(&self, rows: &BTreeMap<u32, Vec<u32>>, wanted: &Wanted, styles: &mut Styles) -> String {
        let mut text = String::new();
        for (row, columns) in rows {
            text.push_str(&format!(r#"<{}row r="{row}">"#, self.prefix));
            text.extend(columns.iter().map(|column| self.cell((*row, *column), None, wanted, styles)));
            text.push_str(&format!("</{}row>", self.prefix));
        }
        text
    }

    /// Marks the wanted cells of a row; `end` is where its end tag stands, `None` for a row without one.
    fn finish_row(&mut self, row: &Row, columns: &[u32], wanted: &Wanted, styles: &mut Styles, end: Option<usize>) {
        let own = attribute(&row.start, "s").filter(|_| attribute(&row.start, "customFormat").as_deref() == Some("1"));
        let own = own.and_then(|style| style.parse().ok());
        let Some(end) = end else {
            let cells: String =
                columns.iter().map(|column| self.cell((row.number, *column), own, wanted, styles)).collect();
            let head = tag(&row.start, &[], false).unwrap_or_default();
            let name = format!("{}row", self.prefix);
            return self.splices.replace(row.at.clone(), format!("{head}{cells}</{name}>"));
        };
        for column in columns {
            let Some(spot) = wanted.get(&(row.number, *column)) else { continue };
            match row.cells.iter().find(|(known, ..)| known == column) {
                Some((_, start, at, empty)) => {
                    let base = attribute(start, "s").and_then(|style| style.trim().parse().ok()).unwrap_or(0);
                    let style = styles.marked(base, spot.grade);
                    if let Some(text) = tag(start, &[("s", style.to_string())], *empty) {
                        self.splices.replace(at.clone(), text);
                    }
                }
                None => {
                    let behind = row.cells.iter().find(|(known, ..)| known > column);
                    let place = behind.map_or(end, |(_, _, at, _)| at.start);
                    let cell = self.cell((row.number, *column), own, wanted, styles);
                    self.splices.insert(place, cell);
                }
            }
        }
    }

    /// Says which drawing holds the comments.
    pub(super) fn draw(&mut self, id: &str) {
        if let Some(at) = self.drawing_at {
            let (prefix, base) = (&self.prefix, base(self.strict));
            self.splices.insert(at, format!(r#"<{prefix}legacyDrawing xmlns:r="{base}" r:id="{id}"/>"#));
        }
    }

    /// The worksheet as it is now.
    pub(super) fn finish(self) -> Vec<u8> {
        self.splices.apply(self.xml)
    }
}
