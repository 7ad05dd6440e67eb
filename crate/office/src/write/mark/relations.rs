//! Relationship parts (`_rels/x.rels`) and the list of content types.

use std::ops::Range;

use quick_xml::events::Event;

use super::pieces::Pieces;
use super::splice::{Splices, attribute, escaped, prefix};

/// The relationships of a part.
#[derive(Debug, Default)]
pub(super) struct Relations {
    xml: Vec<u8>,
    /// Id, the last word of the type, target.
    list: Vec<(String, String, String)>,
    prefix: String,
    /// Where the root ends, and whether it holds nothing (`<Relationships/>`).
    end: (usize, usize, bool),
    added: String,
}

/// `xl/worksheets/_rels/sheet1.xml.rels` for `xl/worksheets/sheet1.xml`.
pub(super) fn path_of(part: &str) -> String {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") }
}

/// A target seen from a part: absolute, or up and down from the part's folder.
pub(super) fn resolved(part: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut steps: Vec<&str> = part.rsplit_once('/').map_or("", |(folder, _)| folder).split('/').collect();
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.retain(|step| !step.is_empty());
    steps.join("/")
}

/// The root of a small part: its prefix, where it ends, and each element under it with its name.
fn walk(
    xml: &[u8],
    mut each: impl FnMut(&str, &quick_xml::events::BytesStart<'_>),
) -> Option<(String, (usize, usize, bool))> {
    let (mut depth, mut root) = (0_usize, None);
    for piece in Pieces::of(xml) {
        let (event, Range { start: from, end: to }) = piece?;
        match event {
            Event::Start(start) | Event::Empty(start) if depth == 0 && root.is_none() => {
                root = Some(prefix(&start));
                if xml.get(..to)?.ends_with(b"/>") {
                    return Some((root?, (from, to, true)));
                }
                depth = 1;
            }
            Event::Start(start) => {
                depth += 1;
                each(start.local_name().as_ref(), &start);
            }
            Event::Empty(start) => each(start.local_name().as_ref(), &start),
            Event::End(_) if depth == 1 => return Some((root?, (from, to, false))),
            Event::End(_) => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    None
}

/// Puts `added` at the end of the root.
fn closed(xml: &[u8], (from, to, empty): (usize, usize, bool), added: String) -> Vec<u8> {
    let mut splices = Splices::default();
    if empty {
        let root = String::from_utf8_lossy(xml.get(from..to).unwrap_or_default()).into_owned();
        let name: String = root.chars().skip(1).take_while(|c| !c.is_whitespace() && *c != '/').collect();
        splices.replace(from..to, format!("{}>{added}</{name}>", root.trim_end_matches("/>")));
    } else {
        splices.insert(from, added);
    }
    splices.apply(xml)
}

impl Relations {
    /// Reads a part; one without any relationship is given as `None`.
    pub(super) fn read(xml: Option<Vec<u8>>) -> Option<Self> {
        let xml = xml.unwrap_or_else(|| {
            br#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>"#
                .to_vec()
        });
        let mut list = Vec::new();
        let (prefix, end) = walk(&xml, |name, tag| {
            if name == "Relationship" {
                let said = |key| attribute(tag, key).unwrap_or_default();
                let kind = said("Type").rsplit_once('/').map_or_else(String::new, |(_, kind)| kind.to_owned());
                list.push((said("Id"), kind, said("Target")));
            }
        })?;
        Some(Self { xml, list, prefix, end, added: String::new() })
    }

    /// The first target of a type (its last word).
    pub(super) fn target(&self, kind: &str) -> Option<&str> {
        self.list.iter().find(|(_, known, _)| known == kind).map(|(_, _, target)| &**target)
    }

    /// The target of an id.
    pub(super) fn by_id(&self, id: &str) -> Option<&str> {
        self.list.iter().find(|(known, ..)| known == id).map(|(_, _, target)| &**target)
    }

    /// Adds a relationship and gives its id.
    pub(super) fn add(&mut self, kind: &str, target: &str, strict: bool) -> String {
        let ids = (1_u32..).map(|number| format!("rIdMark{number}"));
        let taken = |id: &String| self.list.iter().any(|(known, ..)| known == id);
        let id = ids.filter(|id| !taken(id)).take(1).next().unwrap_or_default();
        let base = base(strict);
        let prefix = &self.prefix;
        self.added.push_str(&format!(
            r#"<{prefix}Relationship Id="{id}" Type="{base}/{kind}" Target="{}"/>"#,
            escaped(target)
        ));
        self.list.push((id.clone(), kind.to_owned(), target.to_owned()));
        id
    }

    /// The part with what was added; `None` where nothing was.
    pub(super) fn finish(self) -> Option<Vec<u8>> {
        (!self.added.is_empty()).then(|| closed(&self.xml, self.end, self.added))
    }
}

/// The namespace of relationships, of the transitional or the strict standard.
pub(super) fn base(strict: bool) -> &'static str {
    if strict {
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
    } else {
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    }
}

/// `[Content_Types].xml` with the new parts; `None` where it cannot be read.
pub(super) fn content_types(xml: &[u8], overrides: &[(String, &str)], vml: bool) -> Option<Vec<u8>> {
    let mut known = false;
    let (prefix, end) = walk(xml, |name, tag| {
        let ending = attribute(tag, "Extension").unwrap_or_default();
        known |= name == "Default" && ending.eq_ignore_ascii_case("vml");
    })?;
    let mut added: String = overrides
        .iter()
        .map(|(path, kind)| format!(r#"<{prefix}Override PartName="/{}" ContentType="{kind}"/>"#, escaped(path)))
        .collect();
    let mut xml = xml.to_vec();
    if vml && !known {
        added.push_str(&format!(
            r#"<{prefix}Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>"#
        ));
    }
    if !added.is_empty() {
        xml = closed(&xml, end, added);
    }
    Some(xml)
}
