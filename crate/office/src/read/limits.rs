//! The bounds of what is read. They are looked at before anything is allocated: a file of a few kilobytes must not be able
//! to ask for gigabytes, whatever it declares. The command line and the page have the same ones.

/// The largest file that is opened, in bytes.
pub const CONTAINER: usize = 64 << 20;
/// The most parts that a container may have.
pub const ENTRIES: usize = 2_000;
/// The most that all parts of a container may hold, inflated.
pub const INFLATED: u64 = 512 << 20;
/// The most that one part may hold, inflated.
pub const PART: u64 = 256 << 20;
/// The highest ratio of inflated to stored bytes, above [`RATIO_FROM`].
pub const RATIO: u64 = 200;
/// Small parts may shrink as they like.
pub const RATIO_FROM: u64 = 10 << 20;
/// The most cells with content in one file: 100,000 rows of 20 columns and some.
pub const CELLS: usize = 2_100_000;
/// The most characters of one cell, as in every spreadsheet program.
pub const CHARS: usize = 32_767;
/// The most text in all cells of a file, in bytes; a shared string counts wherever it stands.
pub const TEXT: usize = 96 << 20;
/// The last row of a sheet.
pub const ROWS: u32 = 1_048_576;
/// The columns of a sheet.
pub const COLUMNS: u32 = 16_384;
/// The most merged regions that are looked at in one sheet.
pub const REGIONS: usize = 50_000;
/// How often a row with content may be written once and meant again; blank rows may to the end of the sheet.
pub const REPEATS: u32 = 10_000;
/// The most sheets of a file.
pub const SHEETS: usize = 1_000;
/// The longest tag or run of text in XML, in bytes: a full cell in which every character is written as an entity.
pub const PIECE: usize = 1 << 20;
/// The most attributes of one tag.
pub const ATTRIBUTES: usize = 256;
/// How deep XML may nest.
pub const DEPTH: usize = 64;
/// Cells that cannot be read before a sheet is given up.
pub const BAD_CELLS: u32 = 1_000;
