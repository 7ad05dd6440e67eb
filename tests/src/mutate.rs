//! Workbooks taken apart, changed where it hurts, and put together again.
//!
//! The seeds are the files of `tests/books`, made by real programs. A case is a number: the same number is the same file.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by stopping")]

use std::io::{Cursor, Read, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::random::Random;

/// A workbook to be mutated.
#[derive(Debug, Clone)]
pub struct Seed {
    /// Its file name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    body: Body,
}

#[derive(Debug, Clone)]
enum Body {
    /// Parts by name.
    Zip(Vec<(String, Vec<u8>)>),
    /// The stream of records of an .xls.
    Records(Vec<u8>),
    /// Tags and text.
    Text,
}

/// Every seed, by name.
///
/// # Panics
/// When a file cannot be read or is not what it should be.
#[must_use]
pub fn seeds() -> Vec<Seed> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_none_or(|extension| extension != "py") && !path.ends_with("ledger.txt"));
    files.sort();
    files
        .iter()
        .map(|path| Seed::new(&path.file_name().unwrap().to_string_lossy(), std::fs::read(path).unwrap()))
        .collect()
}

impl Seed {
    fn new(name: &str, bytes: Vec<u8>) -> Self {
        let body = if bytes.starts_with(b"PK") {
            let mut zip = ZipArchive::new(Cursor::new(&bytes)).unwrap();
            let part = |at| {
                let mut part = zip.by_index(at).unwrap();
                let mut content = Vec::new();
                part.read_to_end(&mut content).unwrap();
                (part.name().unwrap().into_owned(), content)
            };
            Body::Zip((0..ZipArchive::new(Cursor::new(&bytes)).unwrap().len()).map(part).collect())
        } else if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
            let mut stream = Vec::new();
            let mut container = cfb::CompoundFile::open(Cursor::new(&bytes)).unwrap();
            container.open_stream("Workbook").unwrap().read_to_end(&mut stream).unwrap();
            Body::Records(stream)
        } else {
            Body::Text
        };
        Self { name: name.to_owned(), bytes, body }
    }
}

/// The file of a case: the name of its seed and its bytes.
#[must_use]
pub fn case(seeds: &[Seed], number: u64) -> (&str, Vec<u8>) {
    let mut random = Random::new(number);
    let seed = random.pick(seeds);
    let mut bytes = match &seed.body {
        Body::Zip(parts) => zipped(parts, &mut random),
        Body::Records(stream) => compound(&records(stream, &mut random)),
        Body::Text => text(&seed.bytes, &mut random),
    };
    // Now and then the container itself, and nothing else.
    match random.below(12) {
        0 => bytes = raw(&seed.bytes, &mut random),
        1 => bytes = raw(&bytes, &mut random),
        _ => {}
    }
    (&seed.name, bytes)
}

/// Parts changed, dropped, doubled, renamed, and zipped again.
fn zipped(parts: &[(String, Vec<u8>)], random: &mut Random) -> Vec<u8> {
    let mut parts = parts.to_vec();
    for _ in 0..=random.below(2) {
        let at = random.below(parts.len());
        if parts[at].0.ends_with(".xml") || parts[at].0.ends_with(".rels") {
            parts[at].1 = text(&parts[at].1, random);
        }
    }
    match random.below(16) {
        0 => drop(parts.remove(random.below(parts.len()))),
        1 => {
            let (from, to) = (random.below(parts.len()), random.below(parts.len()));
            parts[to].1 = parts[from].1.clone();
        }
        2 => {
            let at = random.below(parts.len());
            parts[at].0.push('x');
        }
        _ => {}
    }
    let method = if random.once_in(4) { CompressionMethod::Stored } else { CompressionMethod::Deflated };
    let options = SimpleFileOptions::default().compression_method(method).compression_level(Some(1));
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        // The writer refuses a name twice; a reader never sees more than one.
        if writer.start_file(name, options).is_ok() {
            writer.write_all(&content).unwrap();
        }
    }
    writer.finish().unwrap().into_inner()
}

/// A container around a stream of records.
fn compound(stream: &[u8]) -> Vec<u8> {
    let mut container = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    container.create_stream("Workbook").unwrap().write_all(stream).unwrap();
    container.into_inner().into_inner()
}

const NUMBERS: [&str; 18] = [
    "0",
    "-1",
    "1",
    "2",
    "255",
    "256",
    "16384",
    "16385",
    "65536",
    "1048576",
    "1048577",
    "2147483648",
    "4294967295",
    "4000000000",
    "18446744073709551615",
    "1e308",
    "NaN",
    "",
];
const TEXTS: [&str; 20] = [
    "XFD1048576",
    "A0",
    "AAAA1",
    "A99999999999",
    "A1:XFD1048576",
    "B2:A1",
    "&#0;",
    "&#x110000;",
    "&bomb;",
    "&",
    "]]>",
    "<",
    ">",
    "\"",
    "\u{0}",
    "0001-01-01",
    "9999-99-99T99:99:99",
    "PT99999999999H",
    "_xFFFF_",
    "true",
];
const PIECES: [&str; 12] = [
    "<!DOCTYPE x [<!ENTITY a \"aaaa\">]>",
    "<![CDATA[x]]>",
    "<!--",
    "-->",
    "<?x?>",
    "<c r=\"B2\" t=\"s\"><v>4294967295</v></c>",
    "<row r=\"1048576\" hidden=\"1\">",
    "<mergeCell ref=\"A1:XFD1048576\"/>",
    "<table:table-cell table:number-columns-repeated=\"16384\" office:value-type=\"float\" office:value=\"1\"/>",
    "<td rowspan=\"65535\" colspan=\"65535\">",
    "</table>",
    "<Cell ss:Index=\"4294967295\" ss:MergeDown=\"4294967295\">",
];

/// Tags, attributes, numbers and references changed; what is no XML is changed the same way.
fn text(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.below(4) {
        bytes = match random.below(14) {
            0 | 1 => replaced(&bytes, &number_at(&bytes, random), random.pick::<&str>(&NUMBERS)),
            2 | 3 => replaced(&bytes, &quoted_at(&bytes, random), random.pick::<&str>(&NUMBERS)),
            4 => replaced(&bytes, &quoted_at(&bytes, random), random.pick::<&str>(&TEXTS)),
            5 => replaced(&bytes, &content_at(&bytes, random), random.pick::<&str>(&TEXTS)),
            6 => replaced(&bytes, &tag_at(&bytes, random), ""),
            7 => {
                let at = tag_at(&bytes, random).start;
                replaced(&bytes, &(at..at), random.pick::<&str>(&PIECES))
            }
            // A tag, or a stretch of them, again and again.
            8 | 9 => {
                let (one, other) = (tag_at(&bytes, random), tag_at(&bytes, random));
                let stretch = one.start.min(other.start)..one.end.max(other.end);
                let stretch = if random.once_in(2) || stretch.len() > 20_000 { one } else { stretch };
                let times = 1 << random.below(12);
                let times = times.min(2_000_000 / stretch.len().max(1));
                let again = bytes[stretch.clone()].repeat(times);
                let mut whole = bytes[..stretch.end].to_vec();
                whole.extend_from_slice(&again);
                whole.extend_from_slice(&bytes[stretch.end..]);
                whole
            }
            10 => {
                let (one, other) = (tag_at(&bytes, random), tag_at(&bytes, random));
                let other = String::from_utf8_lossy(&bytes[other]).into_owned();
                replaced(&bytes, &one, &other)
            }
            11 => {
                let place = content_at(&bytes, random);
                let long = "长".repeat(1 << random.below(19));
                replaced(&bytes, &place, &long)
            }
            12 => {
                let place = tag_at(&bytes, random);
                let attributes: String = (0..random.below(600)).map(|at| format!(" a{at}=\"{at}\"")).collect();
                let end = place.end.saturating_sub(1).max(place.start);
                replaced(&bytes, &(end..end), &attributes)
            }
            _ => raw(&bytes, random),
        };
    }
    bytes
}

fn replaced(bytes: &[u8], place: &std::ops::Range<usize>, with: &str) -> Vec<u8> {
    [&bytes[..place.start], with.as_bytes(), &bytes[place.end..]].concat()
}

/// A stretch of bytes that begins at the first `start` behind a random place and ends behind the next byte of `ends`.
fn stretch(
    bytes: &[u8],
    random: &mut Random,
    start: impl Fn(u8) -> bool,
    end: impl Fn(u8) -> bool,
) -> std::ops::Range<usize> {
    let from = random.below(bytes.len());
    let begin = bytes[from..].iter().position(|byte| start(*byte)).map_or(from, |at| from + at);
    let length = bytes[begin..].iter().skip(1).position(|byte| end(*byte)).map_or(0, |at| at + 1);
    begin..(begin + length).min(bytes.len())
}

fn tag_at(bytes: &[u8], random: &mut Random) -> std::ops::Range<usize> {
    let tag = stretch(bytes, random, |byte| byte == b'<', |byte| byte == b'>');
    tag.start..(tag.end + 1).min(bytes.len())
}

fn number_at(bytes: &[u8], random: &mut Random) -> std::ops::Range<usize> {
    stretch(bytes, random, |byte| byte.is_ascii_digit(), |byte| !byte.is_ascii_digit())
}

fn inner(range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    (range.start + 1).min(range.end)..range.end
}

fn quoted_at(bytes: &[u8], random: &mut Random) -> std::ops::Range<usize> {
    inner(stretch(bytes, random, |byte| byte == b'"', |byte| byte == b'"'))
}

fn content_at(bytes: &[u8], random: &mut Random) -> std::ops::Range<usize> {
    inner(stretch(bytes, random, |byte| byte == b'>', |byte| byte == b'<'))
}

/// Bytes flipped, cut, overwritten.
fn raw(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.below(8) {
        let at = random.below(bytes.len());
        match random.below(6) {
            0 if !bytes.is_empty() => bytes.truncate(at),
            1 | 2 if !bytes.is_empty() => bytes[at] ^= 1 << random.below(8),
            3 if !bytes.is_empty() => bytes[at] = *random.pick(&[0, 1, 0x7F, 0x80, 0xFF]),
            4 if bytes.len() > at + 4 => {
                let number = *random.pick(&[0, 1, u32::MAX, u32::MAX - 1, 1 << 31, 1 << 24, 0xFFFF]);
                bytes[at..at + 4].copy_from_slice(&number.to_le_bytes());
            }
            _ => drop(bytes.drain(at..(at + random.below(64)).min(bytes.len()))),
        }
        if bytes.is_empty() {
            break;
        }
    }
    bytes
}

/// Records of an .xls changed, dropped, doubled, lengthened.
fn records(stream: &[u8], random: &mut Random) -> Vec<u8> {
    let mut records: Vec<Vec<u8>> = Vec::new();
    let mut rest = stream;
    while rest.len() >= 4 {
        let length = 4 + usize::from(u16::from_le_bytes([rest[2], rest[3]]));
        let (record, after) = rest.split_at(length.min(rest.len()));
        records.push(record.to_vec());
        rest = after;
    }
    for _ in 0..=random.below(5) {
        let at = random.below(records.len());
        match random.below(9) {
            0 => drop(records.remove(at)),
            1 => {
                let times = 1 << random.below(10);
                let again = records[at].clone();
                let more = std::iter::repeat_n(again, times);
                records.splice(at..at, more);
            }
            2 => {
                let length = u16::try_from(random.number() & 0xFFFF).unwrap_or(0);
                records[at][2..4].copy_from_slice(&length.to_le_bytes());
            }
            3 => {
                let other = random.below(records.len());
                records.swap(at, other);
            }
            4 => {
                let id = *random.pick(&[
                    0x00FC_u16, 0x00FD, 0x0085, 0x003C, 0x0204, 0x0006, 0x0207, 0x00BD, 0x00E5, 0x0809, 0x000A,
                ]);
                records[at][..2].copy_from_slice(&id.to_le_bytes());
            }
            _ => {
                let record = &mut records[at];
                if record.len() > 4 {
                    let place = 4 + random.below(record.len() - 4);
                    record[place] = *random.pick(&[0, 1, 0x7F, 0x80, 0xFE, 0xFF]);
                }
            }
        }
        if records.is_empty() {
            break;
        }
    }
    records.concat()
}
