//! bangfu-office: bytes ⇄ ledger.
//!
//! ```text
//! bytes ─► read (container, cells) ─► bind (sheet, header, rows, cleaned values) ─► Batch
//! dictionary ─► write::template · write::book ─► bytes
//! ```
//!
//! Reading never fails and never stops at the first trouble: what cannot be read is a finding that says where it stands,
//! what is wrong and what to do. A repair that changes nothing in substance is a finding too, old → new.

pub mod bind;
pub mod case;
pub mod entry;
pub mod read;
pub mod write;

use std::cell::{Cell, RefCell};

use bangfu_core::ledger::dictionary::Dictionary;
use bangfu_core::ledger::mapping::Mapping;
use bangfu_core::ledger::table::Batch;

use crate::bind::watch::Watch;

pub use read::Progress;

/// One file to be read.
#[derive(Debug, Clone, Copy)]
pub struct Job<'j> {
    /// The file's name as the user knows it.
    pub name: &'j str,
    /// The evaluation year, used where a date says no year.
    pub year: i32,
    /// Columns that a person assigned before; each holds for the sheets with its headers.
    pub mappings: &'j [Mapping],
}

impl<'j> Job<'j> {
    /// A file that nobody assigned columns for.
    #[must_use]
    pub fn new(name: &'j str, year: i32) -> Self {
        Self { name, year, mappings: &[] }
    }
}

/// Reads one file of any kind into a batch of the ledger; `watch` is told from time to time how far it is.
///
/// A file that cannot be read gives a batch without tables that holds one finding.
#[must_use]
pub fn read(dictionary: &Dictionary, job: &Job<'_>, bytes: &[u8], watch: &mut dyn FnMut(Progress<'_>)) -> Batch {
    let (watch, done) = (RefCell::new(watch), Cell::new(None));
    let checking = |sheet: &str, row: u32| {
        (watch.borrow_mut())(Progress { sheet, row, permille: done.get(), checking: true });
    };
    let mut binder = bind::Binder::new(dictionary, job).watched(Watch::new(&checking));
    let mut reading = |progress: Progress<'_>| {
        done.set(progress.permille);
        (watch.borrow_mut())(progress);
    };
    match read::sheets(job.name, bytes, &mut reading, &mut |sheet| binder.sheet(sheet)) {
        Ok(notes) => {
            notes.iter().for_each(|note| binder.note(note));
            binder.finish()
        }
        Err(refusal) => binder.refuse(&refusal),
    }
}

/// Reads cells pasted from a spreadsheet: rows of text parted by tabs.
#[must_use]
pub fn read_text(dictionary: &Dictionary, job: &Job<'_>, text: &str) -> Batch {
    let mut binder = bind::Binder::new(dictionary, job);
    let mut watch = |_: Progress<'_>| ();
    let name = read::stem(job.name);
    read::text::sheet(name, text, &mut read::draft::Budget::new(&mut watch), &mut |sheet| binder.sheet(sheet));
    binder.finish()
}
