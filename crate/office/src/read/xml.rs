//! XML as a stream of tags and texts, within bounds: no document type, no deep nesting, no endless tag or text.

use std::borrow::Cow;
use std::io::{BufRead, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesEnd, BytesRef, BytesStart, Event};

use super::fault::Fault;
use super::limits;

/// A piece of XML.
#[derive(Debug)]
pub enum Node<'x> {
    /// A tag opens; an empty one closes at once.
    Open(BytesStart<'x>),
    /// A tag closes.
    Close(BytesEnd<'x>),
    /// Text between tags; one text may come in several pieces.
    Text(Cow<'x, str>),
    /// A comment, a declaration or an instruction.
    Other,
    /// Nothing comes any more.
    End,
}

/// Reads XML from a stream that need not be trusted.
#[derive(Debug)]
pub struct Xml<R> {
    reader: Reader<Guard<R>>,
    buffer: Vec<u8>,
    depth: usize,
}

impl<R: BufRead> Xml<R> {
    /// XML of at most so many bytes.
    pub fn new(source: R, most: u64) -> Self {
        let mut reader = Reader::from_reader(Guard { source, piece: 0, total: 0, most });
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Self { reader, buffer: Vec::new(), depth: 0 }
    }

    /// The next piece.
    ///
    /// # Errors
    /// [`Fault::Damaged`] where the XML makes no sense, or a limit.
    pub fn node(&mut self) -> Result<Node<'_>, Fault> {
        self.buffer.clear();
        self.reader.get_mut().piece = 0;
        Ok(match self.reader.read_event_into(&mut self.buffer).map_err(|_| Fault::Damaged)? {
            Event::Start(tag) => {
                self.depth += 1;
                if self.depth > limits::DEPTH {
                    return Err(Fault::limit(format!("文件的标签嵌套超过 {} 层", limits::DEPTH)));
                }
                Node::Open(tag)
            }
            Event::End(tag) => {
                self.depth = self.depth.saturating_sub(1);
                Node::Close(tag)
            }
            Event::Text(text) => Node::Text(text.into_inner()),
            Event::CData(text) => Node::Text(text.into_inner()),
            Event::GeneralRef(reference) => Node::Text(entity(&reference)),
            Event::DocType(_) => return Err(doctype()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::Empty(_) => Node::Other,
            // XML that breaks off between two tags ends without an error of the parser.
            Event::Eof if self.depth > 0 => return Err(Fault::Damaged),
            Event::Eof => Node::End,
        })
    }

    /// The bytes behind the last piece, as far as they are at hand: for a reader that knows a shape of them.
    ///
    /// # Errors
    /// As [`Self::node`].
    pub fn bytes(&mut self) -> Result<&[u8], Fault> {
        let guard = self.reader.get_mut();
        guard.piece = 0;
        Ok(guard.fill_buf()?)
    }

    /// Goes on behind so many of those bytes, which must be whole tags that all close.
    pub fn pass(&mut self, bytes: usize) {
        self.reader.stream().consume(bytes);
    }

    /// How many bytes were read.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.reader.buffer_position()
    }

    /// Skips to the end of the tag that was opened last.
    ///
    /// # Errors
    /// As [`Self::node`].
    pub fn skip(&mut self) -> Result<(), Fault> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            if matches!(self.node()?, Node::End) {
                break;
            }
        }
        Ok(())
    }

    /// All text up to the end of the tag that was opened last, tags inside it left out.
    ///
    /// # Errors
    /// As [`Self::node`]; longer text than a cell may hold is cut there.
    pub fn text(&mut self) -> Result<String, Fault> {
        let outside = self.depth.saturating_sub(1);
        let mut whole = String::new();
        while self.depth > outside {
            match self.node()? {
                Node::Text(text) => push(&mut whole, &text),
                Node::End => break,
                _ => {}
            }
        }
        Ok(whole)
    }
}

/// Adds text to a cell that has not yet more than it may hold.
pub fn push(whole: &mut String, text: &str) {
    // Four bytes a character at most: what is longer is shortened, and told, when the cell is added.
    if whole.len() <= 4 * limits::CHARS {
        whole.push_str(text);
    }
}

/// Gives every attribute of a tag, by its name without prefix, to `take`.
///
/// # Errors
/// [`Fault::Damaged`] for malformed attributes, a limit for too many.
pub fn attributes(tag: &BytesStart<'_>, mut take: impl FnMut(&str, &str)) -> Result<(), Fault> {
    let mut attributes = tag.attributes();
    let attributes = attributes.with_checks(false);
    for (at, attribute) in attributes.enumerate() {
        if at >= limits::ATTRIBUTES {
            return Err(Fault::limit(format!("文件的一个标签有 {} 个以上的属性", limits::ATTRIBUTES)));
        }
        let attribute = attribute.map_err(|_| Fault::Damaged)?;
        let name = attribute.key.local_name();
        if attribute.value.contains('&') {
            let value = attribute
                .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                .unwrap_or_else(|_| attribute.value.clone());
            take(name.as_ref(), &value);
        } else {
            take(name.as_ref(), &attribute.value);
        }
    }
    Ok(())
}

/// The value of one attribute.
///
/// # Errors
/// As [`attributes`].
pub fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, Fault> {
    let mut found = None;
    attributes(tag, |key, value| {
        if key == name && found.is_none() {
            found = Some(value.to_owned());
        }
    })?;
    Ok(found)
}

/// `&amp;` and its like; what is none of the five and no character is left as it stands, for nothing is ever expanded.
fn entity<'x>(reference: &BytesRef<'_>) -> Cow<'x, str> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Cow::Owned(character.to_string());
    }
    let name = reference.xml10_content();
    match quick_xml::escape::resolve_predefined_entity(&name) {
        Some(text) => Cow::Borrowed(text),
        None => Cow::Owned(format!("&{name};")),
    }
}

fn doctype() -> Fault {
    Fault::Refused(super::Refusal::new(
        "文件带有文档类型声明（DOCTYPE），正常的工作簿没有它，没有读取",
        "请用 WPS 或 Excel 打开，另存为 .xlsx 后再导入；来历不明的文件请不要使用。",
    ))
}

/// A source that ends with an error where a piece, or the whole, is longer than it may be.
#[derive(Debug)]
struct Guard<R> {
    source: R,
    piece: usize,
    total: u64,
    most: u64,
}

impl<R: BufRead> Read for Guard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Guard<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        if self.piece > limits::PIECE || self.total > self.most {
            return Err(std::io::Error::other("longer than a workbook needs"));
        }
        self.source.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.piece += amount;
        self.total += amount as u64;
        self.source.consume(amount);
    }
}
