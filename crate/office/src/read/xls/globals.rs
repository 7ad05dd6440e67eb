//! What stands before the sheets of an .xls: their list, the shared strings, and which formats are dates.

use std::collections::BTreeMap;

use super::records::{Pieces, Records, id, u16_at, u32_at};
use crate::read::fault::{Fault, password};
use crate::read::format::Shape;
use crate::read::limits;

/// A sheet of the list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// Whether it is hidden.
    pub hidden: bool,
    /// Where its records start in the stream.
    pub start: usize,
}

/// The workbook around its sheets.
#[derive(Debug, Clone, Default)]
pub struct Book {
    /// The worksheets, in order.
    pub sheets: Vec<Listed>,
    /// Whether days count from 1904.
    pub epoch_1904: bool,
    /// What each cell format makes of a number.
    pub shapes: Vec<Shape>,
    /// The shared strings.
    pub strings: Vec<String>,
}

/// Reads it.
///
/// # Errors
/// A refusal for a password and for a workbook from before Excel 97; [`Fault::Damaged`] where there is no list of sheets.
pub fn read(stream: &[u8]) -> Result<Book, Fault> {
    let mut records = Records::at(stream, 0);
    let mut book = Book::default();
    let (mut formats, mut own) = (Vec::new(), BTreeMap::new());
    let first = records.record()?.ok_or(Fault::Damaged)?;
    if first.id != id::BOF {
        return Err(if matches!(first.id, 0x0009 | 0x0209 | 0x0409) {
            Fault::Refused(super::ancient())
        } else {
            Fault::Damaged
        });
    }
    if u16_at(first.data, 0) < 0x0600 {
        return Err(Fault::Refused(super::ancient()));
    }
    // A record that runs over the end ends the list; what stands before it is read.
    while let Ok(Some(record)) = records.record() {
        match record.id {
            id::FILE_PASS => return Err(Fault::Refused(password())),
            id::DATE_MODE => book.epoch_1904 = u16_at(record.data, 0) == 1,
            id::BOUND_SHEET if book.sheets.len() < limits::SHEETS => {
                // The other kinds are charts and macros.
                let worksheet = record.data.get(5) == Some(&0);
                let name = Pieces::one(record.data.get(6..).unwrap_or_default()).string(1);
                if let (true, Some(name)) = (worksheet, name) {
                    let hidden = record.data.get(4).is_some_and(|state| state & 3 != 0);
                    let start = usize::try_from(u32_at(record.data, 0)).unwrap_or(usize::MAX);
                    book.sheets.push(Listed { name, hidden, start });
                }
            }
            id::FORMAT => {
                let code = Pieces::one(record.data.get(2..).unwrap_or_default()).string(2).unwrap_or_default();
                own.insert(u16_at(record.data, 0), Shape::code(&code));
            }
            id::XF => formats.push(u16_at(record.data, 2)),
            id::SST => {
                let Ok(mut pieces) = records.continued(record) else { break };
                pieces.u32();
                // How many there are is counted, never believed.
                let declared = pieces.u32().unwrap_or(0);
                for at in 0..declared {
                    if at as usize > limits::CELLS {
                        return Err(Fault::limit("文件里的文字多过所有的单元格"));
                    }
                    let Some(string) = pieces.string(2) else { break };
                    book.strings.push(string);
                }
            }
            id::EOF => break,
            _ => {}
        }
    }
    let shape = |format: &u16| own.get(format).copied().unwrap_or_else(|| Shape::builtin(u32::from(*format)));
    book.shapes = formats.iter().map(shape).collect();
    if book.sheets.is_empty() { Err(Fault::Damaged) } else { Ok(book) }
}
