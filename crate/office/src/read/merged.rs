//! Merged regions, read past the XML parser.
//!
//! They stand behind the cells, so the parser would go through the whole sheet a second time for them: a third of the time
//! of a large workbook. Here the inflated bytes are searched for the few tags that matter. Anything unusual gives `None`,
//! and the caller asks the parser after all.

use std::io::{Cursor, Read};

use memchr::memmem;
use zip::ZipArchive;

use super::grid::Region;

/// The most merged regions that are looked at in one sheet.
pub const REGIONS: usize = 50_000;
/// The longest tag that is looked for.
const TAG: usize = 256;
/// The longest workbook part that is read whole.
const PART: u64 = 4 << 20;
const CHUNK: usize = 128 << 10;

/// The merged regions of every sheet, in the order of the workbook.
#[must_use]
pub fn regions(bytes: &[u8]) -> Option<Vec<Vec<Region>>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let book = part(&mut archive, "xl/workbook.xml")?;
    let relations = part(&mut archive, "xl/_rels/workbook.xml.rels")?;
    let target = |id: &str| {
        tags(&relations, "Relationship")
            .find(|tag| attribute(tag, "Id") == Some(id))
            .and_then(|tag| attribute(tag, "Target"))
    };
    let mut sheets = Vec::new();
    for tag in tags(&book, "sheet") {
        let target = target(attribute(tag, ":id")?)?;
        let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
        sheets.push(scan(&mut archive, &path)?);
    }
    Some(sheets)
}

fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Option<String> {
    let mut text = String::new();
    archive.by_name(name).ok()?.take(PART).read_to_string(&mut text).ok()?;
    Some(text)
}

/// The insides of every tag of a name, whatever its prefix.
fn tags<'t>(xml: &'t str, name: &'static str) -> impl Iterator<Item = &'t str> {
    xml.split('<').filter_map(move |piece| {
        let tag = piece.split_once('>').map_or(piece, |(tag, _)| tag);
        let (head, rest) = tag.split_once(|c: char| c.is_ascii_whitespace())?;
        (head.rsplit_once(':').map_or(head, |(_, local)| local) == name).then_some(rest)
    })
}

/// The value of the attribute whose name ends so; quotes of both kinds.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = tag;
    loop {
        let (key, behind) = rest.split_once('=')?;
        let behind = behind.trim_start();
        let quote = behind.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, behind) = behind.get(1..)?.split_once(quote)?;
        let key = key.trim();
        if key == name || (name.starts_with(':') && key.ends_with(name)) {
            return Some(value);
        }
        rest = behind;
    }
}

/// Streams one sheet and picks the `mergeCell` tags out of it.
fn scan(archive: &mut ZipArchive<Cursor<&[u8]>>, path: &str) -> Option<Vec<Region>> {
    let mut sheet = archive.by_name(path).ok()?;
    let finder = memmem::Finder::new(b"mergeCell ");
    let (mut regions, mut buffer, mut kept) = (Vec::new(), vec![0; CHUNK + TAG], 0);
    loop {
        let read = sheet.read(buffer.get_mut(kept..)?).ok()?;
        let filled = buffer.get(..kept + read)?;
        // A tag that may run over the edge waits for the next piece.
        let edge = if read == 0 { filled.len() } else { filled.len().saturating_sub(TAG) };
        let mut next = 0;
        for at in finder.find_iter(filled) {
            if at >= edge || regions.len() >= REGIONS {
                break;
            }
            next = at + 1;
            let tag = filled.get(at..(at + TAG).min(filled.len())).map(String::from_utf8_lossy)?;
            let tag = tag.split_once('>').map_or(&*tag, |(tag, _)| tag);
            regions.extend(attribute(tag.strip_prefix("mergeCell")?, "ref").and_then(region));
        }
        if read == 0 {
            break;
        }
        let from = edge.max(next);
        kept = filled.len() - from;
        buffer.copy_within(from..from + kept, 0);
    }
    regions.sort_by_key(|region: &Region| (region.top, region.left));
    Some(regions)
}

/// `A1:B3`.
fn region(reference: &str) -> Option<Region> {
    let (from, to) = reference.split_once(':')?;
    let ((left, top), (right, bottom)) = (address(from)?, address(to)?);
    (top <= bottom && left <= right).then_some(Region { top, bottom, left, right })
}

fn address(text: &str) -> Option<(u32, u32)> {
    let text = text.trim().trim_start_matches('$');
    let (letters, row) = text.split_at(text.find(|c: char| !c.is_ascii_alphabetic())?);
    let column = letters.bytes().try_fold(0_u32, |sum, letter| {
        sum.checked_mul(26)?.checked_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1)
    })?;
    let row = row.trim_start_matches('$').parse().ok().filter(|row| (1..=1_048_576).contains(row))?;
    Some((column.checked_sub(1).filter(|column| *column < 16_384)?, row))
}
