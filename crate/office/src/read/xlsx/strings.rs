//! The shared strings of an .xlsx: one long text and where each string ends in it.
//!
//! How many there are is counted, never believed.

use std::borrow::Cow;

use super::plain;
use crate::read::archive::Archive;
use crate::read::fault::Fault;
use crate::read::limits;
use crate::read::xml::{self, Node};

/// The shared strings.
#[derive(Debug, Default)]
pub struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    /// The string of an index.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<&str> {
        let end = *self.ends.get(at)?;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.text.get(start..end)
    }

    fn push(&mut self, string: &str) -> Result<(), Fault> {
        if self.ends.len() > limits::CELLS {
            return Err(Fault::limit("文件里的文字多过所有的单元格"));
        }
        self.text.push_str(&unescaped(string));
        self.ends.push(self.text.len());
        Ok(())
    }

    /// Adds the plain strings that come next; the parser stands between two of them.
    fn plain<R: std::io::BufRead>(&mut self, xml: &mut xml::Xml<R>) -> Result<(), Fault> {
        // A piece at a time, so that a browser can put faster code in its place before the last one.
        while self.plain_piece(xml)? {}
        Ok(())
    }

    /// Adds up to a few hundred of them; whether there may be more.
    #[inline(never)]
    fn plain_piece<R: std::io::BufRead>(&mut self, xml: &mut xml::Xml<R>) -> Result<bool, Fault> {
        for _ in 0..256 {
            let Some((string, length)) = plain::string(xml.bytes()?) else { return Ok(false) };
            self.push(string)?;
            xml.pass(length);
        }
        Ok(true)
    }
}

/// Reads them; a workbook without the part has none.
///
/// # Errors
/// [`Fault::Damaged`] or a limit.
pub fn read(archive: &mut Archive<'_>, part: &str) -> Result<Strings, Fault> {
    let mut strings = Strings::default();
    let Some(mut xml) = archive.xml(part)? else { return Ok(strings) };
    let (mut one, mut taking, mut phonetic) = (String::new(), false, false);
    loop {
        match xml.node()? {
            Node::Open(tag) => match tag.local_name().as_ref() {
                "sst" => strings.plain(&mut xml)?,
                "si" => one.clear(),
                "t" => taking = !phonetic,
                // How a name is pronounced is no part of it.
                "rPh" => phonetic = true,
                _ => {}
            },
            Node::Text(text) if taking => xml::push(&mut one, &text),
            Node::Close(tag) => match tag.local_name().as_ref() {
                "t" => taking = false,
                "rPh" => phonetic = false,
                "si" => {
                    strings.push(&one)?;
                    strings.plain(&mut xml)?;
                }
                _ => {}
            },
            Node::End => break,
            Node::Text(_) | Node::Other => {}
        }
    }
    let read = xml.position();
    drop(xml);
    archive.spend(read);
    Ok(strings)
}

/// Control characters stand as `_x000D_`.
#[must_use]
pub fn unescaped(text: &str) -> Cow<'_, str> {
    // Most strings have none, and one byte is sooner looked for than two.
    if memchr::memchr(b'_', text.as_bytes()).is_none() || !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let (mut whole, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find("_x") {
        let (before, behind) = rest.split_at(at);
        whole.push_str(before);
        let code = behind.get(2..6).filter(|_| behind.get(6..7) == Some("_"));
        let character = code.filter(|code| code.bytes().all(|b| b.is_ascii_hexdigit()));
        match character.and_then(|code| char::from_u32(u32::from_str_radix(code, 16).ok()?)) {
            Some(character) => {
                whole.push(character);
                rest = behind.get(7..).unwrap_or_default();
            }
            None => {
                whole.push_str("_x");
                rest = behind.get(2..).unwrap_or_default();
            }
        }
    }
    whole.push_str(rest);
    Cow::Owned(whole)
}
