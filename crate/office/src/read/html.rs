//! Web pages that systems save under the name .xls, and pages saved by spreadsheet programs.
//!
//! The tokens come from `html5gum`, which follows the standard of browsers and is small. `scraper` and `html5ever` build a
//! tree of the whole page, which a table of 100,000 rows does not need; `tl` does not follow the standard where tags are
//! left open.
//!
//! Tables stand one below the other on one sheet, as Excel shows such a page; a page of several sheets, as LibreOffice
//! writes it, says where each begins.

use std::borrow::Cow;

use html5gum::{StartTag, Token, Tokenizer};

use super::draft::{Budget, Draft, Reaching};
use super::fault::Fault;
use super::format::{self, Shape};
use super::grid::{Cell, Region, SheetSource};
use super::{Refusal, limits, xml};

/// The most rows and columns that one cell may span, as in browsers.
const SPAN: u32 = 1_000;
/// Longer text beside the tables is prose of the page, in bytes.
const LINE: usize = 600;

/// Reads the tables of a page into `sink`; a sheet without a name of its own is called `name`.
///
/// # Errors
/// A fault when there is no table. A sheet that breaks off is handed over with `cut` set.
pub fn sheets(
    name: &str,
    text: &str,
    budget: &mut Budget<'_>,
    sink: &mut dyn FnMut(SheetSource<'_>),
) -> Result<(), Fault> {
    let mut tokens = Tokenizer::new(text).flatten();
    let mut next = Some(name.to_owned());
    let mut found = false;
    while let Some(name) = next.take() {
        budget.sheet()?;
        let mut page = Page::new(Draft::new(name, false, budget));
        let ended = loop {
            let Some(token) = tokens.next() else { break Ok(()) };
            match page.token(token) {
                Ok(None) => {}
                Ok(Some(name)) => {
                    next = Some(name);
                    break Ok(());
                }
                Err(fault) => break Err(fault),
            }
        };
        let ended = ended.and_then(|()| page.close_cell());
        let over = ended.is_err();
        if page.tables > 0 {
            found = true;
            sink(page.draft.finish(ended));
        }
        if over {
            break;
        }
    }
    if found {
        return Ok(());
    }
    Err(Fault::Refused(Refusal::new(
        "这是网页，里面没有表格",
        "请选择台账工作簿（.xlsx）；没有台账时可先下载模板填写。",
    )))
}

/// A cell whose tag is open.
#[derive(Debug)]
struct Open {
    row: u32,
    column: u32,
    text: String,
    number: Option<(f64, Shape)>,
    flag: bool,
}

/// A page being read, up to the next sheet.
#[derive(Debug)]
struct Page<'a, 'b, 'w> {
    draft: Draft<'a, 'b, 'w>,
    tables: usize,
    /// The columns where the tables around this one go on.
    around: Vec<u32>,
    row: u32,
    row_open: bool,
    column: u32,
    reaching: Reaching,
    cell: Option<Open>,
    /// Text beside the tables, up to the end of its block.
    line: String,
    /// Inside of something that is never shown.
    silent: Option<Vec<u8>>,
    /// Behind the mark of a sheet, in front of its heading.
    marked: bool,
}

impl<'a, 'b, 'w> Page<'a, 'b, 'w> {
    fn new(draft: Draft<'a, 'b, 'w>) -> Self {
        Self {
            draft,
            tables: 0,
            around: Vec::new(),
            row: 0,
            row_open: false,
            column: 0,
            reaching: Reaching::default(),
            cell: None,
            line: String::new(),
            silent: None,
            marked: false,
        }
    }

    /// Takes one token; the name of the next sheet where this one ends.
    fn token(&mut self, token: Token) -> Result<Option<String>, Fault> {
        match token {
            Token::StartTag(tag) if self.silent.is_none() => self.open(&tag)?,
            Token::EndTag(tag) => {
                if self.silent.as_ref().is_some_and(|name| *name == tag.name.0) {
                    self.silent = None;
                } else if self.silent.is_none() {
                    return self.close(&tag.name);
                }
            }
            Token::String(text) if self.silent.is_none() => self.text(&String::from_utf8_lossy(&text)),
            // Excel writes the name of the sheet into a remark to itself.
            Token::Comment(text) if self.tables == 0 => {
                let text = String::from_utf8_lossy(&text);
                let name = text.split_once("<x:Name>").and_then(|(_, rest)| rest.split_once("</x:Name>"));
                if let Some((name, _)) = name {
                    self.draft.name = name.trim().chars().take(64).collect();
                }
            }
            _ => {}
        }
        Ok(None)
    }

    fn open(&mut self, tag: &StartTag<()>) -> Result<(), Fault> {
        match tag.name.as_slice() {
            b"script" | b"style" | b"title" | b"select" | b"textarea" | b"comment" => {
                self.silent = Some(tag.name.0.clone());
            }
            b"table" => {
                self.close_cell()?;
                self.end_line()?;
                if self.around.len() < limits::DEPTH {
                    self.around.push(self.column);
                }
                self.tables += 1;
                (self.row_open, self.column) = (false, 0);
                self.reaching.clear();
            }
            b"tr" if !self.around.is_empty() => {
                self.close_cell()?;
                self.new_row();
                if attribute(tag, "style").is_some_and(|style| hides(&style)) || attribute(tag, "hidden").is_some() {
                    self.draft.hide_row(self.row);
                }
            }
            b"td" | b"th" if !self.around.is_empty() => self.open_cell(tag)?,
            b"a" if attribute(tag, "name").is_some_and(|name| name.starts_with("table")) => self.marked = true,
            b"br" => self.break_line()?,
            name if is_block(name) => self.break_block()?,
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &[u8]) -> Result<Option<String>, Fault> {
        match name {
            b"td" | b"th" | b"tr" => {
                self.close_cell()?;
                if name == b"tr" {
                    self.row_open = false;
                }
            }
            b"table" => {
                self.close_cell()?;
                self.column = self.around.pop().unwrap_or(0);
                self.row_open = !self.around.is_empty();
                self.reaching.clear();
            }
            b"h1" if self.marked => {
                self.marked = false;
                let heading = std::mem::take(&mut self.line);
                let name = heading.split_once(':').map_or(heading.as_str(), |(_, name)| name);
                return Ok(Some(name.trim().to_owned()));
            }
            name if is_block(name) => self.break_block()?,
            _ => {}
        }
        Ok(None)
    }

    fn new_row(&mut self) {
        self.row += 1;
        (self.row_open, self.column) = (true, 0);
        self.reaching.row(self.row);
    }

    fn open_cell(&mut self, tag: &StartTag<()>) -> Result<(), Fault> {
        self.close_cell()?;
        if !self.row_open {
            self.new_row();
        }
        self.column = self.reaching.free(self.column, self.row);
        let span = |name: &str| {
            let span = attribute(tag, name).and_then(|span| span.trim().parse().ok());
            span.unwrap_or(1_u32).clamp(1, SPAN)
        };
        let (down, over) = (span("rowspan"), span("colspan"));
        let (row, column) = (self.row, self.column);
        let region = Region { top: row, bottom: row + down - 1, left: column, right: column + over - 1 };
        self.draft.merge(region);
        self.reaching.add(region);
        self.column = region.right + 1;
        // LibreOffice and Excel write the number beside the text that shows it.
        let format = attribute(tag, "sdnum").unwrap_or_default();
        let code = format.splitn(3, ';').nth(2).unwrap_or_default();
        let number = attribute(tag, "sdval").or_else(|| attribute(tag, "x:num"));
        let number = number.and_then(|number| format::number(&number)).map(|number| (number, Shape::code(code)));
        self.cell = Some(Open { row, column, text: String::new(), number, flag: code == "BOOLEAN" });
        Ok(())
    }

    fn close_cell(&mut self) -> Result<(), Fault> {
        let Some(open) = self.cell.take() else { return Ok(()) };
        let text = open.text.trim_matches([' ', '\n']);
        if text.is_empty() {
            return Ok(());
        }
        let cell = match open.number {
            Some((number, _)) if open.flag => Cell::Flag(number > 0.0),
            Some((number, Shape::Date)) => Shape::Date.cell(number, false),
            // Without a format the text tells whether the number is a day.
            Some((number, Shape::Plain)) if !text.contains(['年', '月', '日', '/', ':']) && !is_dashed(text) => {
                Cell::Number(number)
            }
            _ => format::text_cell(Cow::Owned(text.to_owned())),
        };
        self.draft.cell(open.row, open.column, cell)
    }

    /// Adds text, blanks drawn together, to the cell or the line that is open.
    fn text(&mut self, text: &str) {
        let inside = !self.around.is_empty();
        let whole = match &mut self.cell {
            Some(cell) => &mut cell.text,
            // Text between the cells of a table is no content of it.
            None if inside => return,
            None => &mut self.line,
        };
        let edge = |c: Option<char>| c.is_some_and(|c| c.is_ascii_whitespace());
        let blank = |whole: &mut String| {
            if !whole.is_empty() && !whole.ends_with([' ', '\n']) {
                whole.push(' ');
            }
        };
        if edge(text.chars().next()) {
            blank(whole);
        }
        for (at, word) in text.split_ascii_whitespace().enumerate() {
            if at > 0 {
                blank(whole);
            }
            if word.contains('\u{a0}') {
                xml::push(whole, &word.replace('\u{a0}', " "));
            } else {
                xml::push(whole, word);
            }
        }
        if edge(text.chars().next_back()) {
            blank(whole);
        }
    }

    fn break_line(&mut self) -> Result<(), Fault> {
        match &mut self.cell {
            Some(cell) => {
                xml::push(&mut cell.text, "\n");
                Ok(())
            }
            None => self.end_line(),
        }
    }

    fn break_block(&mut self) -> Result<(), Fault> {
        match &mut self.cell {
            Some(cell) => {
                if !cell.text.trim().is_empty() && !cell.text.ends_with('\n') {
                    xml::push(&mut cell.text, "\n");
                }
                Ok(())
            }
            None => self.end_line(),
        }
    }

    /// Text beside the tables has a row of its own, as Excel shows it.
    fn end_line(&mut self) -> Result<(), Fault> {
        let line = std::mem::take(&mut self.line);
        let line = line.trim();
        if line.is_empty() || line.len() > LINE {
            return Ok(());
        }
        self.row += 1;
        self.draft.cell(self.row, 0, Cell::Text(Cow::Owned(line.to_owned())))
    }
}

fn attribute<'t>(tag: &'t StartTag<()>, name: &str) -> Option<Cow<'t, str>> {
    tag.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(value))
}

fn hides(style: &str) -> bool {
    style.split(';').any(|rule| {
        let mut halves = rule.splitn(2, ':').map(str::trim);
        halves.next().is_some_and(|key| key.eq_ignore_ascii_case("display"))
            && halves.next().is_some_and(|value| value.to_ascii_lowercase().starts_with("none"))
    })
}

/// `2022-3-5`: a dash that is no sign.
fn is_dashed(text: &str) -> bool {
    text.get(1..).is_some_and(|rest| rest.contains('-') && !text.contains(['e', 'E']))
}

fn is_block(name: &[u8]) -> bool {
    matches!(
        name,
        b"p" | b"div"
            | b"h1"
            | b"h2"
            | b"h3"
            | b"h4"
            | b"h5"
            | b"h6"
            | b"center"
            | b"caption"
            | b"li"
            | b"ul"
            | b"hr"
            | b"form"
            | b"body"
            | b"section"
            | b"header"
            | b"footer"
    )
}
