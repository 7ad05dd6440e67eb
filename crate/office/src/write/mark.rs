//! The marked copy (标注副本): the user's own workbook with the cells that findings name filled and commented.
//!
//! An .xlsx package is patched: only the styles, the marked sheets and their comments are written anew, every other part is
//! copied byte for byte. What came in another container, or as text, becomes a new .xlsx of text cells.

mod address;
mod comments;
mod fresh;
mod package;
mod parts;
mod pieces;
mod relations;
mod sheet;
mod splice;
mod spots;
mod styles;
mod vml;

use bangfu_core::diag::Finding;
use bangfu_core::edit::Reason;
use serde::Serialize;

use self::package::Package;
use self::spots::Spots;
use crate::read::Refusal;
use crate::read::archive::{self, Archive};
use crate::read::sniff::{Container, container};

/// The marked copy of one file.
#[derive(Debug, Clone, Serialize)]
pub struct Marked {
    /// `原名-标注.xlsx`.
    pub name: String,
    /// The workbook.
    #[serde(skip)]
    pub bytes: Vec<u8>,
    /// Whether it is a new workbook of text, since the original is no .xlsx.
    pub fresh: bool,
    /// How many cells were marked.
    pub cells: usize,
    /// Sheets, or parts of them, that could not be marked, one Chinese sentence each.
    pub left: Vec<String>,
}

/// Marks the cells that `findings` name in the file `name`. 必须修改 and 可说明后通过 are marked; what was repaired is not.
///
/// # Errors
/// A [`Refusal`] where the file cannot be opened, as for reading.
pub fn mark(name: &str, bytes: &[u8], findings: &[Finding], reasons: &[Reason]) -> Result<Marked, Refusal> {
    archive::size(bytes.len() as u64)?;
    let mut spots = Spots::of(name, findings, reasons);
    let mut marked = match container(bytes)? {
        Container::Xlsx => {
            Archive::new(bytes)?;
            patched(name, bytes, &mut spots)?
        }
        _ => fresh::write(name, bytes, &mut spots)?,
    };
    marked.left.extend(spots.untold());
    Ok(marked)
}

fn patched(name: &str, bytes: &[u8], spots: &mut Spots) -> Result<Marked, Refusal> {
    let mut package = Package::open(bytes)?;
    let mut book = parts::Book::find(&mut package).ok_or_else(crate::read::fault::broken)?;
    let ending = if book.macros { "xlsm" } else { "xlsx" };
    let mut marked = Marked { name: named(name, ending), bytes: Vec::new(), fresh: false, cells: 0, left: Vec::new() };
    for (title, path) in std::mem::take(&mut book.sheets) {
        let Some(wanted) = spots.take(&title) else { continue };
        match book.mark(&mut package, &path, wanted) {
            Ok(done) => {
                marked.cells += done.cells;
                marked.left.extend(done.left.map(|why| format!("“{title}”{why}")));
            }
            Err(why) => marked.left.push(format!("“{title}”没有标注：{why}")),
        }
    }
    book.finish(&mut package);
    marked.bytes = package.finish()?;
    Ok(marked)
}

/// `原名-标注.xlsx`.
fn named(name: &str, ending: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    format!("{stem}-标注.{ending}")
}
