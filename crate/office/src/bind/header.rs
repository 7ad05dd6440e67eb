//! Which column of a table is which field: every header looked up in the lexicon, alone and under the headers above it.

use bangfu_core::ledger::dictionary::{Dictionary, FieldIx, Role, SheetIx};

use super::assign::Assigned;
use super::block::{self, Block, Path};
use super::lexicon::Lexicon;
use super::plain::{self, Header};
use crate::read::{Grid, Row};

/// A header stands within so many stored rows.
pub const SEARCH: usize = 15;
/// Longer text is no header, in bytes.
const LONGEST: usize = 1_000;
/// Fewer known headers than this make no header row.
const LEAST: usize = 2;

/// A column of the file that is a field of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundColumn {
    /// 0-based column of the file.
    pub column: u32,
    /// The field.
    pub field: FieldIx,
    /// The header as typed, on one line.
    pub header: String,
    /// The unit of account that the header names.
    pub unit: Option<&'static str>,
    /// Whether a person said so.
    pub mapped: bool,
    official: bool,
}

/// A table found in a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// Index of the first header row among the stored rows.
    pub top: usize,
    /// Index of the last header row among the stored rows.
    pub bottom: usize,
    /// The bound columns, by column.
    pub columns: Vec<BoundColumn>,
    /// Columns whose header no field answers to.
    pub unknown: Vec<(u32, String)>,
    /// Columns that a person put aside.
    pub aside: Vec<u32>,
    /// Columns that another column of the same field was preferred to.
    pub doubled: Vec<(u32, String, FieldIx)>,
    /// The first and last column of the table.
    pub span: (u32, u32),
    /// The first column of another table to the right.
    pub beside: Option<u32>,
    /// Every column that has a header, bound or not.
    pub headed: Vec<u32>,
}

/// The folded headers of the first rows, made once a sheet and asked for every sheet of the dictionary.
#[derive(Debug)]
pub struct Heads {
    rows: Vec<Vec<(u32, Header)>>,
}

impl Heads {
    /// Folds the first rows of a sheet.
    #[must_use]
    pub fn new(grid: &Grid<'_>) -> Self {
        let fold = |row: &Row<'_>| {
            row.cells
                .iter()
                .filter_map(|(column, cell)| {
                    Some((*column, plain::header(block::text_of(cell).filter(|text| text.len() <= LONGEST)?)))
                })
                .collect()
        };
        Self { rows: grid.rows.iter().take(SEARCH).map(fold).collect() }
    }

    /// The row with the most known headers of a sheet, the first on a tie, and how many.
    #[must_use]
    pub fn best_row(&self, lexicon: &Lexicon, sheet: SheetIx) -> Option<(usize, usize)> {
        let count = |row: &Vec<(u32, Header)>| {
            let mut fields: Vec<FieldIx> =
                row.iter().filter_map(|(_, header)| look_up(lexicon, sheet, header)).map(|hit| hit.field).collect();
            fields.sort_unstable();
            fields.dedup();
            fields.len()
        };
        let mut best: Option<(usize, usize)> = None;
        for (at, row) in self.rows.iter().enumerate() {
            let known = count(row);
            if known >= LEAST && best.is_none_or(|(_, most)| known > most) {
                best = Some((at, known));
            }
        }
        best
    }
}

/// The header around the best row of a sheet of the dictionary.
#[must_use]
pub fn block(grid: &Grid<'_>, lexicon: &Lexicon, sheet: SheetIx, best: usize) -> Option<Block> {
    let known = |header: &Header| look_up(lexicon, sheet, header).is_some();
    let block = Block::around(grid, best, &known, &|path| look_up_path(lexicon, sheet, path).is_some())?;
    let bound = block.inside().filter_map(|(_, path)| look_up_path(lexicon, sheet, path));
    let mut fields: Vec<FieldIx> = bound.map(|hit| hit.field).collect();
    fields.sort_unstable();
    fields.dedup();
    (fields.len() >= LEAST).then_some(block)
}

/// Binds the columns of a header: what a person said of them first, then what the lexicon knows.
#[must_use]
pub fn bind(
    block: &Block,
    dictionary: &Dictionary,
    lexicon: &Lexicon,
    sheet: SheetIx,
    assigned: Option<&Assigned>,
) -> Found {
    let mut found = Found { top: block.top, bottom: block.bottom, span: block.span, ..Found::default() };
    for (column, _) in &block.columns {
        found.headed.push(*column);
        if *column > block.span.1 {
            found.beside.get_or_insert(*column);
        }
    }
    for (column, path) in block.inside() {
        let header = block::shown(path);
        let said = assigned.and_then(|assigned| assigned.field(&header));
        if said == Some(None) {
            found.aside.push(*column);
            continue;
        }
        let hit = match said.flatten() {
            Some(field) => Some(Hit { field, official: false, unit: unit_of(path) }),
            None => look_up_path(lexicon, sheet, path),
        };
        match hit {
            Some(Hit { field, official, unit }) => {
                let mapped = said.is_some();
                let bound = BoundColumn { column: *column, field, header, unit, mapped, official };
                prefer(&mut found, bound, dictionary, sheet);
            }
            None => found.unknown.push((*column, header)),
        }
    }
    found.columns.sort_by_key(|bound| bound.column);
    found
}

/// Adds a bound column; of two for one field the one that a person assigned wins, then the official header, then a village
/// before a county, then the first.
fn prefer(found: &mut Found, bound: BoundColumn, dictionary: &Dictionary, sheet: SheetIx) {
    let Some(other) = found.columns.iter_mut().find(|other| other.field == bound.field) else {
        found.columns.push(bound);
        return;
    };
    let is_place = dictionary.field(sheet, bound.field).is_some_and(|field| field.role == Some(Role::Place));
    let nearer = is_place && bound.header.contains('村') && !other.header.contains('村');
    let better =
        bound.mapped && !other.mapped || bound.mapped == other.mapped && !other.official && (bound.official || nearer);
    let loser = if better { std::mem::replace(other, bound) } else { bound };
    found.doubled.push((loser.column, loser.header, loser.field));
}

/// What a header was found to be.
#[derive(Debug, Clone, Copy)]
struct Hit {
    field: FieldIx,
    official: bool,
    unit: Option<&'static str>,
}

fn look_up(lexicon: &Lexicon, sheet: SheetIx, header: &Header) -> Option<Hit> {
    let unit = header.asides.iter().find_map(|aside| plain::money_unit(aside));
    if header.bare.is_empty() {
        return None;
    }
    for text in [&header.whole, &header.bare] {
        if let Some(hit) = lexicon.field(sheet, text) {
            return Some(Hit { field: hit.field, official: hit.official, unit });
        }
    }
    // `金额/万元`, `到位金额万元`: the unit without brackets.
    for word in ["百万元", "万元", "亿元", "千元", "元"] {
        if let Some(name) = header.bare.strip_suffix(word) {
            let name = name
                .trim_end_matches(['/', ':', ',', '-', '_'])
                .trim_end_matches("单位")
                .trim_end_matches(['/', ':', ',']);
            return lexicon.field(sheet, name).map(|hit| Hit {
                field: hit.field,
                official: hit.official,
                unit: plain::money_unit(word),
            });
        }
    }
    None
}

/// The unit of account that the headers of a column name, the nearest first.
fn unit_of(path: &Path) -> Option<&'static str> {
    let bare = path.last().and_then(|(_, header)| plain::money_unit(&header.bare));
    let aside = path.iter().rev().flat_map(|(_, header)| &header.asides).find_map(|aside| plain::money_unit(aside));
    bare.or(aside)
}

/// The whole path first, then the leaf: `金额/计划` is not `计划`.
fn look_up_path(lexicon: &Lexicon, sheet: SheetIx, path: &Path) -> Option<Hit> {
    let bares: Vec<&str> =
        path.iter().map(|(_, header)| header.bare.as_str()).filter(|bare| !bare.is_empty()).collect();
    let unit = unit_of(path);
    let with_unit = |hit: Hit| Hit { unit: hit.unit.or(unit), ..hit };
    for from in 0..bares.len().saturating_sub(1) {
        let tail = &bares[from..];
        for joined in [tail.join("/"), tail.concat()] {
            if let Some(hit) = lexicon.field(sheet, &joined) {
                return Some(with_unit(Hit { field: hit.field, official: hit.official, unit: None }));
            }
        }
    }
    // A leaf that is only `（万元）` belongs to the header above it.
    let leaf =
        path.iter().rev().find(|(_, header)| !header.bare.is_empty() && plain::money_unit(&header.bare).is_none())?;
    look_up(lexicon, sheet, &leaf.1).map(with_unit)
}
