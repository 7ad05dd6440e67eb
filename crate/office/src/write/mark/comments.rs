//! The comments part (批注) of a sheet: what was there stays, our words come behind it.

use std::collections::BTreeMap;
use std::ops::Range;

use bangfu_core::diag::column_letters;
use quick_xml::events::Event;

use super::address;
use super::pieces::Pieces;
use super::splice::{Splices, attribute, escaped, prefix};
use super::spots::Wanted;

/// Who the comments are by, as the program calls itself.
const AUTHOR: &str = "帮扶考评";

/// A part without comments.
pub(super) fn blank(strict: bool) -> Vec<u8> {
    let name = if strict {
        "http://purl.oclc.org/ooxml/spreadsheetml/main"
    } else {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    };
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<comments xmlns="{name}"><authors></authors><commentList></commentList></comments>"#
    )
    .into_bytes()
}

/// The text of a comment that is there already.
#[derive(Debug, Default)]
struct Text {
    /// Where it ends; `None` for one without an inside.
    end: Option<usize>,
    whole: Range<usize>,
    /// A plain `t`, which cannot stand beside runs.
    plain: Option<Range<usize>>,
}

/// What the part holds.
#[derive(Debug, Default)]
struct Parts {
    prefix: String,
    authors: u32,
    authors_at: Option<(usize, Range<usize>)>,
    list_at: Option<(usize, Range<usize>)>,
    texts: BTreeMap<(u32, u32), Text>,
}

/// The part with our comments.
pub(super) struct Added {
    pub(super) part: Vec<u8>,
    /// The cells that had no comment before, and so no box either.
    pub(super) fresh: Vec<(u32, u32)>,
}

/// Puts the comments of `wanted` into the part; `None` where the part is not understood.
pub(super) fn add(xml: &[u8], wanted: &Wanted) -> Option<Added> {
    let parts = read(xml)?;
    let p = &parts.prefix;
    let (mut splices, mut fresh, mut list) = (Splices::default(), Vec::new(), String::new());
    for (place, spot) in wanted.iter().filter(|(_, spot)| !spot.says.is_empty()) {
        let says = escaped(&spot.says);
        let Some(text) = parts.texts.get(place) else {
            let (row, column) = place;
            list.push_str(&format!(
                r#"<{p}comment ref="{}{row}" authorId="{}"><{p}text><{p}r><{p}t xml:space="preserve">{says}</{p}t></{p}r></{p}text></{p}comment>"#,
                column_letters(*column),
                parts.authors,
            ));
            fresh.push(*place);
            continue;
        };
        let run = format!("<{p}r><{p}t xml:space=\"preserve\">\n{says}</{p}t></{p}r>");
        if let Some(plain) = &text.plain {
            splices.insert(plain.start, format!("<{p}r>"));
            splices.insert(plain.end, format!("</{p}r>"));
        }
        match text.end {
            Some(end) => splices.insert(end, run),
            None => splices.replace(text.whole.clone(), format!("<{p}text>{run}</{p}text>")),
        }
    }
    if !fresh.is_empty() {
        close(&mut splices, parts.authors_at?, &format!("{p}authors"), format!("<{p}author>{AUTHOR}</{p}author>"));
        close(&mut splices, parts.list_at?, &format!("{p}commentList"), list);
    }
    Some(Added { part: splices.apply(xml), fresh })
}

/// Puts `added` before an end tag, or opens an element that had none.
fn close(splices: &mut Splices, (end, whole): (usize, Range<usize>), name: &str, added: String) {
    if end == whole.start {
        splices.replace(whole, format!("<{name}>{added}</{name}>"));
    } else {
        splices.insert(end, added);
    }
}

fn read(xml: &[u8]) -> Option<Parts> {
    let mut parts = Parts::default();
    let mut open = Vec::<(String, usize)>::new();
    let mut place = None;
    for piece in Pieces::of(xml) {
        let (event, at) = piece?;
        match event {
            Event::Start(ref start) | Event::Empty(ref start) => {
                let empty = matches!(event, Event::Empty(_));
                let name = start.local_name().as_ref().to_owned();
                match (open.len(), &name[..]) {
                    (0, "comments") => parts.prefix = prefix(start),
                    (0, _) => return None,
                    (1, "authors") if empty => parts.authors_at = Some((at.start, at.clone())),
                    (1, "commentList") if empty => parts.list_at = Some((at.start, at.clone())),
                    (2, "author") => parts.authors += 1,
                    (2, "comment") => {
                        place = attribute(start, "ref").and_then(|cell| address::cell(&cell));
                        if let (Some(place), true) = (place, empty) {
                            // A comment without a text is not mended: the cell keeps it, and its fill.
                            parts.texts.insert(place, Text { end: None, whole: at.end..at.end, plain: None });
                        }
                    }
                    (3, "text") => {
                        if let Some(place) = place {
                            parts.texts.insert(place, Text { end: None, whole: at.clone(), plain: None });
                        }
                    }
                    (4, "t") if empty => {}
                    _ => {}
                }
                if !empty {
                    open.push((name, at.start));
                }
            }
            Event::End(_) => {
                let (name, start) = open.pop()?;
                match (open.len(), &name[..]) {
                    (1, "authors") => parts.authors_at = Some((at.start, start..at.end)),
                    (1, "commentList") => parts.list_at = Some((at.start, start..at.end)),
                    (3, "text") => {
                        if let Some(text) = place.and_then(|place| parts.texts.get_mut(&place)) {
                            text.end = Some(at.start);
                        }
                    }
                    (4, "t") => {
                        if let Some(text) = place.and_then(|place| parts.texts.get_mut(&place)) {
                            text.plain = Some(start..at.end);
                        }
                    }
                    (0, _) => return Some(parts),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    None
}
