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

use bangfu_core::ledger::dictionary::Dictionary;
use bangfu_core::ledger::table::Batch;

/// Reads one file of any kind into a batch of the ledger.
///
/// `name` is the file's name as the user knows it, `year` the evaluation year, used where a date says no year.
/// A file that cannot be read gives a batch without tables that holds one finding.
#[must_use]
pub fn read(dictionary: &Dictionary, name: &str, bytes: &[u8], year: i32) -> Batch {
    let mut binder = bind::Binder::new(dictionary, name, year);
    match read::sheets(name, bytes, &mut |sheet| binder.sheet(sheet)) {
        Ok(()) => binder.finish(),
        Err(refusal) => binder.refuse(&refusal),
    }
}

/// Reads cells pasted from a spreadsheet: rows of text parted by tabs.
#[must_use]
pub fn read_text(dictionary: &Dictionary, name: &str, text: &str, year: i32) -> Batch {
    let mut binder = bind::Binder::new(dictionary, name, year);
    read::text::sheet(name, text, &mut |sheet| binder.sheet(sheet));
    binder.finish()
}
