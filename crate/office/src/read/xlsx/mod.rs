//! .xlsx, straight from the XML of its parts into sparse rows.
//!
//! calamine 0.38 was here before. Of 249,263 mutated workbooks it ended the program on 0.73 %: it reserves as many strings
//! as a part declares and indexes them unchecked; for .xls and .ods it lays every sheet out as a full rectangle. Guarding in
//! front of it meant parsing the same parts twice, and it tells neither hidden rows nor how far it is.

pub mod book;
pub mod plain;
pub mod sheet;
pub mod strings;

use std::collections::BTreeSet;

use super::archive::Archive;
use super::draft::{self, Budget, Ended, Head};
use super::fault::Fault;
use super::grid::SheetSource;

/// Reads every worksheet into `sink`.
///
/// # Errors
/// A fault when the workbook itself cannot be read. A sheet that breaks off is handed over with `cut` set.
pub fn sheets(
    mut archive: Archive<'_>,
    budget: &mut Budget<'_>,
    sink: &mut dyn FnMut(SheetSource<'_>),
) -> Result<(), Fault> {
    let book = book::read(&mut archive)?;
    let strings = strings::read(&mut archive, &book.strings);
    let (strings, unreadable) = match strings {
        Ok(strings) => (strings, false),
        Err(Fault::Damaged) => (strings::Strings::default(), true),
        Err(fault) => return Err(fault),
    };
    let total: u64 = book.sheets.iter().map(|sheet| archive.size(&sheet.part)).sum();
    let (mut done, mut seen) = (0, BTreeSet::new());
    for listed in &book.sheets {
        let head = Head { name: listed.name.clone(), hidden: listed.hidden, epoch_1904: book.epoch_1904 };
        let place = sheet::Place { book: &book, strings: &strings, strings_lost: unreadable, done, total };
        // A part that is several sheets would be inflated again and again.
        let again = !seen.insert(&listed.part);
        let ended = draft::sheet(head, budget, sink, |draft| {
            if again { Err(Fault::Damaged) } else { sheet::read(&mut archive, &listed.part, &place, draft) }
        })?;
        done += archive.size(&listed.part);
        if ended == Ended::Limit {
            break;
        }
    }
    Ok(())
}
