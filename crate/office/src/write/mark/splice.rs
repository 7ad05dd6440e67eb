//! Changes to a part by place: what is not replaced stays as it was, byte for byte.

use std::ops::Range;

use quick_xml::events::BytesStart;

/// Replacements in one part.
#[derive(Debug, Default)]
pub(super) struct Splices(Vec<(Range<usize>, String)>);

impl Splices {
    /// Puts `text` in the place of a range.
    pub(super) fn replace(&mut self, range: Range<usize>, text: String) {
        self.0.push((range, text));
    }

    /// Puts `text` before a place; several at one place keep their order.
    pub(super) fn insert(&mut self, at: usize, text: String) {
        self.0.push((at..at, text));
    }

    /// The part with the replacements made. Ranges must not overlap; one that does is left out.
    pub(super) fn apply(mut self, xml: &[u8]) -> Vec<u8> {
        self.0.sort_by_key(|(range, _)| (range.start, range.end));
        let grown: usize = self.0.iter().map(|(_, text)| text.len()).sum();
        let (mut out, mut done) = (Vec::with_capacity(xml.len() + grown), 0);
        for (range, text) in self.0 {
            let Some(kept) = xml.get(done..range.start) else { continue };
            out.extend_from_slice(kept);
            out.extend_from_slice(text.as_bytes());
            done = range.end;
        }
        out.extend_from_slice(xml.get(done..).unwrap_or_default());
        out
    }
}

/// A start tag written anew with some attributes set; the others stay.
pub(super) fn tag(start: &BytesStart<'_>, set: &[(&str, String)], empty: bool) -> Option<String> {
    let mut text = format!("<{}", start.name().as_ref());
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.ok()?;
        let key = attribute.key.as_ref();
        if set.iter().all(|(name, _)| *name != key) {
            let value = attribute.value.replace('"', "&quot;");
            text.push_str(&format!(" {key}=\"{value}\""));
        }
    }
    for (name, value) in set {
        text.push_str(&format!(" {name}=\"{value}\""));
    }
    text.push_str(if empty { "/>" } else { ">" });
    Some(text)
}

/// The value of an attribute, by its local name, as it stands.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = start.attributes();
    let found =
        attributes.with_checks(false).flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(found.value.into_owned())
}

/// `x:` of a tag, or nothing.
pub(super) fn prefix(start: &BytesStart<'_>) -> String {
    let name = start.name();
    name.prefix().map_or_else(String::new, |prefix| format!("{}:", prefix.as_ref()))
}

/// Text for XML. Characters that XML cannot hold are left out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}
