//! Cell addresses as workbooks write them, and the merged regions of a sheet.

use memchr::memmem;

use crate::read::Region;

/// The most merged regions that are looked at in one sheet.
const REGIONS: usize = 50_000;
/// The longest tag that is looked at.
const TAG: usize = 256;

/// 1-based row and 0-based column of `D17`, with or without `$`; `None` outside of what a sheet holds.
pub(super) fn cell(text: &str) -> Option<(u32, u32)> {
    let text = text.trim().trim_start_matches('$');
    let (letters, row) = text.split_at(text.find(|c: char| !c.is_ascii_alphabetic())?);
    let column = letters.bytes().try_fold(0_u32, |sum, letter| {
        sum.checked_mul(26)?.checked_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1)
    })?;
    let row = row.trim_start_matches('$').parse().ok().filter(|row| (1..=1_048_576).contains(row))?;
    Some((row, column.checked_sub(1).filter(|column| *column < 16_384)?))
}

/// `A1:B3`, or a single cell.
pub(super) fn range(text: &str) -> Option<Region> {
    let (from, to) = text.split_once(':').unwrap_or((text, text));
    let ((top, left), (bottom, right)) = (cell(from)?, cell(to)?);
    (top <= bottom && left <= right).then_some(Region { top, bottom, left, right })
}

/// The merged regions of a worksheet. They stand behind its cells; only their tags are looked for.
pub(super) fn merged(xml: &[u8]) -> Vec<Region> {
    let region = |at: usize| {
        let tag = xml.get(at..(at + TAG).min(xml.len()))?;
        let tag = std::str::from_utf8(tag.split(|byte| *byte == b'>').next()?).ok()?;
        let (_, value) = tag.split_once("ref=")?;
        let quote = value.chars().next()?;
        range(value.get(1..)?.split(quote).next()?)
    };
    memmem::find_iter(xml, b"mergeCell ").take(REGIONS).filter_map(region).collect()
}
