//! bytes → cells: which container this is, and its sheets as sparse rows.
//!
//! One file a container. A sheet is handed to the sink as soon as it is read, so that only one is in memory at a time.

pub mod archive;
pub mod draft;
pub mod fault;
pub mod format;
pub mod grid;
pub mod html;
pub mod limits;
pub mod ods;
pub mod sniff;
pub mod spreadsheetml;
pub mod text;
pub mod xls;
pub mod xlsx;
pub mod xml;

use std::borrow::Cow;

use archive::Archive;
pub use archive::size;
use draft::Budget;
use fault::Fault;
pub use grid::{Cell, Grid, Note, Region, Row, SheetSource};
use sniff::Container;
use xml::Xml;

/// A file that cannot be read at all: what is wrong and what to do, one Chinese sentence each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong.
    pub why: String,
    /// What the person can do.
    pub mend: String,
}

impl Refusal {
    /// A refusal from its two sentences.
    #[must_use]
    pub fn new(why: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { why: why.into(), mend: mend.into() }
    }
}

/// How far the reading of a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress<'p> {
    /// The sheet that is read, as printed in the file; empty before the first.
    pub sheet: &'p str,
    /// The last row read, 1-based; 0 before the first.
    pub row: u32,
    /// How many of 1,000 parts of the file are done; `None` where that is not known.
    pub permille: Option<u16>,
    /// Whether the rows are being checked that were read before.
    pub checking: bool,
}

/// Reads every sheet of a file, in order, into `sink`. The container is told by its bytes; the name never decides. What
/// there is to tell about the file itself comes back.
///
/// # Errors
/// A [`Refusal`] when the file as a whole cannot be read; sheets read before it stay read.
pub fn sheets(
    name: &str,
    bytes: &[u8],
    watch: &mut dyn FnMut(Progress<'_>),
    sink: &mut dyn FnMut(SheetSource<'_>),
) -> Result<Vec<Note>, Refusal> {
    watch(Progress { sheet: "", row: 0, permille: None, checking: false });
    size(bytes.len() as u64)?;
    let container = sniff::container(bytes)?;
    let mut notes = Vec::new();
    let mut detail = String::new();
    let mut budget = Budget::new(watch);
    let done = match container {
        Container::Xlsx => guarded(|| xlsx::sheets(Archive::new(bytes).map_err(Fault::Refused)?, &mut budget, sink)),
        Container::Ods => guarded(|| ods::sheets(Archive::new(bytes).map_err(Fault::Refused)?, &mut budget, sink)),
        Container::Xls => guarded(|| xls::sheets(bytes, &mut budget, sink)),
        Container::FlatOds => with_text(bytes, &mut notes, |text| {
            ods::document(&mut Xml::new(text.as_bytes(), limits::PART), &mut budget, sink)
        }),
        Container::SpreadsheetMl => with_text(bytes, &mut notes, |text| {
            spreadsheetml::sheets(&mut Xml::new(text.as_bytes(), limits::PART), &mut budget, sink)
        }),
        Container::Html => {
            with_text(bytes, &mut notes, |text| guarded(|| html::sheets(stem(name), text, &mut budget, sink)))
        }
        Container::Text => {
            let decoded = text::decode(bytes)?;
            let separator = match text::separator(&decoded.text).0 {
                '\t' => "制表符",
                ';' => "分号",
                _ => "逗号",
            };
            detail = format!("（{}分隔，{} 编码）", separator, decoded.encoding);
            notes.extend(decoded.note);
            text::sheet(stem(name), &decoded.text, &mut budget, sink);
            Ok(())
        }
    };
    notes.extend(container.misnamed(name, &detail));
    done.map(|()| notes).map_err(Fault::refusal)
}

/// Runs a reader of a file that is text throughout.
fn with_text(bytes: &[u8], notes: &mut Vec<Note>, read: impl FnOnce(&str) -> Result<(), Fault>) -> Result<(), Fault> {
    let decoded = text::decode(bytes).map_err(Fault::Refused)?;
    notes.extend(decoded.note);
    let text: Cow<'_, str> = decoded.text;
    read(&text)
}

/// A file's name without its extension.
pub(crate) fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Runs a reader that stands on foreign code so that a panic inside it refuses the file instead of ending the program.
/// (In the browser a panic is a trap: there the throwaway worker is the guard.)
fn guarded(read: impl FnOnce() -> Result<(), Fault>) -> Result<(), Fault> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)).unwrap_or(Err(Fault::Damaged))
}
