//! bytes → cells: which container this is, and its sheets as sparse rows.
//!
//! One file a container. A sheet is handed to the sink as soon as it is read, so that only one is in memory at a time.

pub mod grid;
pub mod merged;
pub mod preflight;
pub mod sniff;
pub mod text;
pub mod xlsx;

pub use grid::{Cell, Grid, Region, Row, SheetSource};
use sniff::Container;

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
}

/// Reads every sheet of a file, in order, into `sink`. The container is told by its bytes; the name never decides.
///
/// # Errors
/// A [`Refusal`] when the file as a whole cannot be read; sheets read before it stay read.
pub fn sheets(
    name: &str,
    bytes: &[u8],
    watch: &mut dyn FnMut(Progress<'_>),
    sink: &mut dyn FnMut(SheetSource<'_>),
) -> Result<(), Refusal> {
    watch(Progress { sheet: "", row: 0, permille: None });
    preflight::size(bytes)?;
    match sniff::container(bytes)? {
        Container::Xlsx => {
            preflight::workbook(bytes)?;
            guarded(|| xlsx::sheets(bytes, sink))
        }
        Container::Text => {
            let text = text::decode(bytes)?;
            text::sheet(name, &text, sink);
            Ok(())
        }
    }
}

/// Runs a reader of foreign code so that a panic inside it refuses the file instead of ending the program.
/// (In the browser a panic is a trap: there the throwaway worker is the guard.)
fn guarded(read: impl FnOnce() -> Result<(), Refusal>) -> Result<(), Refusal> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)).unwrap_or_else(|_| Err(xlsx::broken()))
}
