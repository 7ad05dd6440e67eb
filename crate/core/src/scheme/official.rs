//! Official strings (原文): what a scheme quotes from its document, and their fingerprints.
//!
//! `bangfu check DIR --source TEXT` compares every quoted string with the document and writes the fingerprints beside the
//! scheme, as `official.txt`. The document itself is not needed again: a test compares the strings with the fingerprints,
//! so that a quotation cannot drift unseen.

use std::collections::BTreeSet;
use std::hash::Hasher;

use super::model::{FormCell, Scheme};

/// Every string that the scheme quotes from its document: title and number, contents, indicators with what explains them,
/// preambles and notes, tick forms, what it says of units left to another scheme, form titles, the heads of columns that the
/// document has, data sources and form notes.
#[must_use]
pub fn strings(scheme: &Scheme) -> BTreeSet<&str> {
    let mut strings = BTreeSet::from([scheme.title.as_str(), scheme.issued.as_str()]);
    for track in &scheme.tracks {
        for group in &track.groups {
            strings.insert(&group.name);
            strings.extend(group.within.as_deref());
            strings.extend(group.preamble.as_deref());
            strings.extend(group.note.as_deref());
            for indicator in &group.indicators {
                strings.extend([indicator.name.as_str(), &indicator.explain, &indicator.evidence]);
                strings.extend([&indicator.sub, &indicator.source].into_iter().flatten().map(String::as_str));
            }
        }
    }
    for table in scheme.ticks.iter().flat_map(|ticks| &ticks.tables) {
        strings.insert(&table.name);
        strings.extend(table.groups.iter().map(String::as_str));
        strings.extend(
            table.rows.iter().flat_map(|row| [Some(&row.name), row.sub.as_ref()]).flatten().map(String::as_str),
        );
    }
    strings.extend(scheme.outside.iter().map(|outside| outside.says.as_str()));
    for form in &scheme.forms {
        strings.insert(&form.title);
        let heads = form.columns.iter().filter(|column| !matches!(column.shows, FormCell::Score | FormCell::Reason));
        strings.extend(heads.map(|column| column.head.as_str()));
        strings.extend(form.columns.iter().filter_map(|column| column.over.as_deref()));
        strings.extend(form.places.iter().map(String::as_str));
        strings.extend(form.sources.iter().map(|(_, source)| source.as_str()));
        strings.extend(form.headings.iter().map(|(_, heading)| heading.as_str()));
        strings.extend(form.notes.iter().map(String::as_str));
    }
    strings.into_iter().filter(|text| !text.is_empty()).collect()
}

/// A text without blanks, marks of a text format, and the difference between full and half width: how quotations are
/// compared, since extracted documents keep none of these.
#[must_use]
pub fn plain(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '。' => '.',
        other => other,
    };
    let text: String = tags_removed(text);
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '#' | '*' | '\u{3000}' | '\u{feff}'))
        .map(narrow)
        .collect()
}

/// Extracted tables keep some `<p>` and `<li>`; what stands between the angle brackets is no text of the document.
fn tags_removed(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        kept.push_str(&rest[..open]);
        let inside = &rest[open + 1..];
        let tag = inside.find('>').filter(|end| inside[..*end].is_ascii() && *end < 80);
        match tag {
            Some(end) => rest = &inside[end + 1..],
            None => {
                kept.push('<');
                rest = inside;
            }
        }
    }
    kept.push_str(rest);
    kept
}

/// The fingerprint of a quotation: 16 hex digits of its plain form.
#[must_use]
pub fn fingerprint(text: &str) -> String {
    let mut hash = fnv::FnvHasher::default();
    hash.write(plain(text).as_bytes());
    format!("{:016x}", hash.finish())
}

/// The quotations that the document's text does not hold.
#[must_use]
pub fn missing<'s>(scheme: &'s Scheme, source: &str) -> Vec<&'s str> {
    let source = plain(source);
    strings(scheme).into_iter().filter(|text| !source.contains(&plain(text))).collect()
}

/// The file of fingerprints: one a line, with the beginning of the string for the reader.
#[must_use]
pub fn listing(scheme: &Scheme) -> String {
    let line = |text: &str| format!("{} {}\n", fingerprint(text), text.chars().take(20).collect::<String>());
    let mut lines: Vec<String> = strings(scheme).into_iter().map(line).collect();
    lines.sort();
    lines.dedup_by_key(|line| line[..16].to_owned());
    lines.concat()
}
