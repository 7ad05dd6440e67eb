//! Looks a container over before it is opened: a file of a few kilobytes must not be able to ask for gigabytes.
//!
//! The sizes are those that the container declares; a container that lies about them is met by the memory cap of the
//! worker that reads it.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::Refusal;

/// The largest file that is opened.
pub const CONTAINER: usize = 64 << 20;
/// The most parts that a container may have.
const ENTRIES: usize = 2_000;
/// The most that all parts may hold, inflated.
const INFLATED: u64 = 512 << 20;
/// The most that one part may hold, inflated.
const PART: u64 = 256 << 20;
/// The highest ratio of inflated to stored bytes, above [`RATIO_FROM`].
const RATIO: u64 = 200;
/// Small parts may shrink as they like.
const RATIO_FROM: u64 = 10 << 20;
/// How far the head of the shared strings is read to find their declared count.
const HEAD: u64 = 64 << 10;

/// Refuses a file that is too large to open.
///
/// # Errors
/// A [`Refusal`] that names the limit.
pub fn size(bytes: &[u8]) -> Result<(), Refusal> {
    if bytes.len() > CONTAINER {
        return Err(too_big(format!("文件有 {} MB，超过 64 MB 的上限", bytes.len() >> 20)));
    }
    Ok(())
}

/// Refuses a workbook whose directory asks for more than a ledger can need.
///
/// # Errors
/// A [`Refusal`] that says what is out of bounds.
pub fn workbook(bytes: &[u8]) -> Result<(), Refusal> {
    if declared_entries(bytes).is_none_or(|entries| entries > ENTRIES) {
        return Err(super::xlsx::broken());
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| super::xlsx::broken())?;
    let mut inflated = 0_u64;
    let mut strings = None;
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at).map_err(|_| super::xlsx::broken())?;
        if part.encrypted() {
            return Err(Refusal::new("压缩包设有密码，读不到里面的内容", "请取消密码后另存，再导入。"));
        }
        let (stored, size) = (part.compressed_size(), part.size());
        inflated = inflated.saturating_add(size);
        let swollen = size > RATIO_FROM && size / RATIO > stored;
        if size > PART || inflated > INFLATED || swollen {
            return Err(too_big(format!("工作簿展开后过大（{} MB 以上）", inflated >> 20)));
        }
        if part.name().is_ok_and(|name| name.to_ascii_lowercase().ends_with("sharedstrings.xml")) {
            strings = Some((at, size));
        }
    }
    match strings {
        Some((at, size)) => shared_strings(&mut archive, at, size),
        None => Ok(()),
    }
}

/// The count of parts in the end record; `None` where there is no end record.
fn declared_entries(bytes: &[u8]) -> Option<usize> {
    let tail = &bytes[bytes.len().saturating_sub(66_000)..];
    let end = tail.windows(4).rposition(|four| four == b"PK\x05\x06")?;
    let count = tail.get(end + 10..end + 12)?;
    Some(usize::from(u16::from_le_bytes([*count.first()?, *count.get(1)?])))
}

/// The reader reserves room for as many strings as the part declares: no more than could stand in it.
fn shared_strings(archive: &mut ZipArchive<Cursor<&[u8]>>, at: usize, size: u64) -> Result<(), Refusal> {
    let mut head = Vec::new();
    let part = archive.by_index(at).map_err(|_| super::xlsx::broken())?;
    part.take(HEAD).read_to_end(&mut head).map_err(|_| super::xlsx::broken())?;
    let head = String::from_utf8_lossy(&head);
    let Some((_, tag)) = head.split_once("sst") else { return Err(super::xlsx::broken()) };
    let tag = tag.split_once('>').map_or(tag, |(tag, _)| tag);
    let Some((_, count)) = tag.split_once("uniqueCount") else { return Ok(()) };
    let digits: String = count.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    let sound = digits.parse::<u64>().is_ok_and(|count| count <= size / 5);
    if sound { Ok(()) } else { Err(super::xlsx::broken()) }
}

fn too_big(why: String) -> Refusal {
    Refusal::new(why, "请只保留台账各表，删去图片和无关的表，另存后再导入；数据很多时请分成几个文件。")
}
