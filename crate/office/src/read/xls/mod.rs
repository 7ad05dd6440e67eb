//! .xls as Excel 97–2003 and WPS (.et) write it: a compound container with a stream of BIFF8 records.
//!
//! The container is opened by `cfb`, the records are read here: calamine 0.38 lays every sheet out as a full rectangle of
//! up to 16 million cells and tells no hidden rows.

pub mod globals;
pub mod records;
pub mod sheet;

use std::io::{Cursor, Read};

use super::draft::{self, Budget, Ended, Head};
use super::fault::{Fault, password};
use super::grid::SheetSource;
use super::{Refusal, limits};

/// Reads every worksheet into `sink`.
///
/// # Errors
/// A fault when the workbook itself cannot be read. A sheet that breaks off is handed over with `cut` set.
pub fn sheets(bytes: &[u8], budget: &mut Budget<'_>, sink: &mut dyn FnMut(SheetSource<'_>)) -> Result<(), Fault> {
    let stream = stream(bytes)?;
    let book = globals::read(&stream)?;
    for listed in &book.sheets {
        let head = Head { name: listed.name.clone(), hidden: listed.hidden, epoch_1904: book.epoch_1904 };
        let ended = draft::sheet(head, budget, sink, |draft| sheet::read(&stream, listed.start, &book, draft))?;
        if ended == Ended::Limit {
            break;
        }
    }
    Ok(())
}

/// The stream of the workbook.
fn stream(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut container = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| Fault::Damaged)?;
    let named = |name: &str| container.is_stream(name);
    if named("EncryptedPackage") || container.is_storage("EncryptionInfo") {
        return Err(Fault::Refused(password()));
    }
    let name = match (named("Workbook"), named("Book")) {
        (true, _) => "Workbook",
        (false, true) => return Err(Fault::Refused(ancient())),
        (false, false) => return Err(Fault::Damaged),
    };
    let mut stream = Vec::new();
    // A chain of sectors that runs in a circle would never end.
    let most = limits::CONTAINER as u64;
    let read = container.open_stream(name)?.take(most).read_to_end(&mut stream);
    // What stands before the damage is read.
    if stream.is_empty() {
        read?;
    }
    Ok(stream)
}

/// A workbook from before Excel 97.
#[must_use]
pub fn ancient() -> Refusal {
    Refusal::new("这是 Excel 95 或更早的工作簿，不能直接读取", "请用 WPS 或 Excel 打开，另存为 .xlsx 后再导入。")
}
