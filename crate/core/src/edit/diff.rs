//! A newer copy of a ledger beside the older one (新旧比对): which rows came, went, and changed in which columns.
//!
//! A row that is whole in both is the same row wherever it stands. Of the others, those with the same key columns belong
//! together, then those that are most alike; what is left came or went.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use serde::Serialize;

use super::Import;
use crate::ledger::dictionary::{Dictionary, FieldIx, Kind, Sheet, SheetIx};
use crate::ledger::table::{State, Table};
use crate::ledger::text::Text;

/// So many rows of a kind are listed; all are counted.
const LISTED: usize = 40;

/// So many rows are compared each with each; beyond that only those in the same place.
const EACH: usize = 300;

/// One sheet in both copies. A sheet without any change is not among the differences.
#[derive(Debug, Clone, Serialize)]
pub struct SheetDiff {
    /// The sheet of the dictionary.
    pub sheet: String,
    /// Rows that are the same.
    pub same: usize,
    /// How many rows came.
    pub added: usize,
    /// How many went.
    pub removed: usize,
    /// How many hold something else.
    pub changed: usize,
    /// Columns that only the newer copy has.
    pub columns_added: Vec<String>,
    /// Columns that only the older copy has.
    pub columns_removed: Vec<String>,
    /// The first changes, in the order of the newer copy's rows; what went comes last.
    pub rows: Vec<Changed>,
}

/// One row that came, went or changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// 1-based row of the older copy; `None` for one that came.
    pub was: Option<u32>,
    /// 1-based row of the newer copy; `None` for one that went.
    pub row: Option<u32>,
    /// Column, old and new text: of a changed row what changed, else what the row holds, on its own side.
    pub cells: Vec<(String, String, String)>,
}

/// A cell as it is compared: within one [`Text`] equal cells are equal values.
type Cell = (State, i64);

/// A row of one copy.
struct Row<'t> {
    table: &'t Table,
    at: usize,
    cells: Vec<Cell>,
}

impl Row<'_> {
    fn number(&self) -> u32 {
        self.table.rows.get(self.at).copied().unwrap_or(0)
    }
}

/// What changed from one copy of a ledger to the other, sheet by sheet in the order of the dictionary. Both must hold the
/// symbols of `text`.
pub(super) fn diff(older: &[Arc<Table>], newer: &Import, dictionary: &Dictionary, text: &Text) -> Vec<SheetDiff> {
    let sheets: BTreeSet<SheetIx> = older.iter().chain(&newer.tables).map(|table| table.sheet).collect();
    let both = |at: SheetIx| {
        let sheet = dictionary.sheet(at)?;
        let of = |tables: &'_ [Arc<Table>]| -> Vec<Arc<Table>> {
            tables.iter().filter(|table| table.sheet == at).cloned().collect()
        };
        let found = of_sheet(sheet, &of(older), &of(&newer.tables), &Words { dictionary, text });
        (found.added + found.removed + found.changed > 0 || !found.columns_removed.is_empty()).then_some(found)
    };
    sheets.into_iter().filter_map(both).collect()
}

/// What turns a cell into text.
struct Words<'w> {
    dictionary: &'w Dictionary,
    text: &'w Text,
}

fn of_sheet(sheet: &Sheet, older: &[Arc<Table>], newer: &[Arc<Table>], words: &Words<'_>) -> SheetDiff {
    let every = || (0_u16..).map(FieldIx).take(sheet.fields.len());
    let has = |tables: &[Arc<Table>], field: FieldIx| tables.iter().any(|table| table.has(field));
    let name = |field: FieldIx| sheet.fields.get(usize::from(field.0)).map_or_else(String::new, |f| f.name.clone());
    // A sheet that is in one copy only came or went with its rows; its columns say nothing more.
    let both = !older.is_empty() && !newer.is_empty();
    let only = |here: &[Arc<Table>], there: &[Arc<Table>]| -> Vec<String> {
        every().filter(|field| both && has(here, *field) && !has(there, *field)).map(name).collect()
    };
    let compared: Vec<FieldIx> =
        every().filter(|field| if both { has(older, *field) && has(newer, *field) } else { true }).collect();
    let (old, new) = (rows(older, &compared), rows(newer, &compared));
    let keys: Vec<usize> = compared.iter().enumerate().filter(|(_, f)| is_key(sheet, **f)).map(|(at, _)| at).collect();
    let matched = Matched::find(&old, &new, &keys);
    let cell = |row: &Row<'_>, field: FieldIx| row.table.shown(row.at, field, words.dictionary, words.text);
    let held = |row: &Row<'_>, side: fn(String, String) -> (String, String, String)| {
        let filled = compared.iter().map(|field| (name(*field), cell(row, *field)));
        filled.filter(|(_, shown)| !shown.is_empty()).map(|(head, shown)| side(head, shown)).collect()
    };
    let mut listed: Vec<Changed> = Vec::new();
    for (was, now) in matched.changed.iter().take(LISTED) {
        let (Some(was), Some(now)) = (old.get(*was), new.get(*now)) else { continue };
        let differs = (0..compared.len()).filter(|at| was.cells.get(*at) != now.cells.get(*at));
        let cells = differs.filter_map(|at| compared.get(at)).map(|f| (name(*f), cell(was, *f), cell(now, *f)));
        listed.push(Changed { was: Some(was.number()), row: Some(now.number()), cells: cells.collect() });
    }
    for row in matched.added.iter().take(LISTED).filter_map(|at| new.get(*at)) {
        let cells = held(row, |head, shown| (head, String::new(), shown));
        listed.push(Changed { was: None, row: Some(row.number()), cells });
    }
    listed.sort_by_key(|changed| changed.row);
    for row in matched.removed.iter().take(LISTED).filter_map(|at| old.get(*at)) {
        let cells = held(row, |head, shown| (head, shown, String::new()));
        listed.push(Changed { was: Some(row.number()), row: None, cells });
    }
    SheetDiff {
        sheet: sheet.name.clone(),
        same: matched.same,
        added: matched.added.len(),
        removed: matched.removed.len(),
        changed: matched.changed.len(),
        columns_added: only(newer, older),
        columns_removed: only(older, newer),
        rows: listed,
    }
}

/// Columns that tell rows apart: what a row must have and is no figure, and ids.
fn is_key(sheet: &Sheet, at: FieldIx) -> bool {
    sheet.fields.get(usize::from(at.0)).is_some_and(|field| match field.kind {
        Kind::Id => true,
        Kind::Text | Kind::Choice(_) | Kind::Date | Kind::Month => field.required,
        Kind::Number | Kind::Money(_) | Kind::Flag | Kind::Level(_) => false,
    })
}

fn rows<'t>(tables: &'t [Arc<Table>], fields: &[FieldIx]) -> Vec<Row<'t>> {
    let of_table = |table: &'t Arc<Table>| {
        (0..table.rows.len()).map(move |at| {
            let cell = |field: &FieldIx| match table.cell(at, *field) {
                (State::Unclear, _) => {
                    let raw = table.raw.get(&(u32::try_from(at).unwrap_or(u32::MAX), *field));
                    (State::Unclear, raw.map_or(-1, |symbol| i64::from(symbol.0)))
                }
                (State::Blank, _) => (State::Blank, 0),
                known => known,
            };
            Row { table, at, cells: fields.iter().map(cell).collect() }
        })
    };
    tables.iter().flat_map(of_table).collect()
}

/// Which row is which, by place in the two lists.
#[derive(Default)]
struct Matched {
    same: usize,
    changed: Vec<(usize, usize)>,
    added: Vec<usize>,
    removed: Vec<usize>,
}

impl Matched {
    fn find(old: &[Row<'_>], new: &[Row<'_>], keys: &[usize]) -> Self {
        let whole = |row: &Row<'_>| Some(row.cells.clone());
        let mut matched = Self::default();
        let (left, came, same) = pair((old, new), ((0..old.len()).collect(), (0..new.len()).collect()), whole);
        matched.same = same.len();
        let key = |row: &Row<'_>| {
            let key: Vec<Cell> = keys.iter().filter_map(|at| row.cells.get(*at)).copied().collect();
            key.iter().any(|(state, _)| *state != State::Blank).then_some(key)
        };
        let (left, came, mut changed) = pair((old, new), (left, came), key);
        let (left, came, alike) = most_alike((old, new), (left, came));
        changed.extend(alike);
        changed.sort_by_key(|(_, now)| *now);
        Self { changed, added: came, removed: left, ..matched }
    }
}

/// Rows that are left of both lists, and pairs.
type Paired = (Vec<usize>, Vec<usize>, Vec<(usize, usize)>);

/// Pairs rows with the same key, in their order.
fn pair(
    (old, new): (&[Row<'_>], &[Row<'_>]),
    (left, came): (Vec<usize>, Vec<usize>),
    key: impl Fn(&Row<'_>) -> Option<Vec<Cell>>,
) -> Paired {
    let mut by_key: BTreeMap<Vec<Cell>, VecDeque<usize>> = BTreeMap::new();
    for at in &left {
        if let Some(key) = old.get(*at).and_then(&key) {
            by_key.entry(key).or_default().push_back(*at);
        }
    }
    let mut pairs = Vec::new();
    let mut alone = Vec::new();
    for now in came {
        let was = new.get(now).and_then(&key).and_then(|key| by_key.get_mut(&key)?.pop_front());
        match was {
            Some(was) => pairs.push((was, now)),
            None => alone.push(now),
        }
    }
    (without(left, &pairs), alone, pairs)
}

fn without(left: Vec<usize>, pairs: &[(usize, usize)]) -> Vec<usize> {
    let gone: BTreeSet<usize> = pairs.iter().map(|(was, _)| *was).collect();
    left.into_iter().filter(|at| !gone.contains(at)).collect()
}

/// Pairs every new row with the old one that is most like it: half of the filled cells at least, the nearest of several.
fn most_alike((old, new): (&[Row<'_>], &[Row<'_>]), (left, came): (Vec<usize>, Vec<usize>)) -> Paired {
    let few = left.len() <= EACH && came.len() <= EACH;
    let mut free = left.clone();
    let mut pairs = Vec::new();
    let mut alone = Vec::new();
    for now in came {
        let Some(row) = new.get(now) else { continue };
        let candidates = free.iter().enumerate().filter_map(|(place, was)| {
            let other = old.get(*was)?;
            let apart = other.number().abs_diff(row.number());
            let alike = if few || apart == 0 { alike(&other.cells, &row.cells)? } else { return None };
            Some((alike, std::cmp::Reverse(apart), place))
        });
        match candidates.max() {
            Some((.., place)) => pairs.push((free.remove(place), now)),
            None => alone.push(now),
        }
    }
    (without(left, &pairs), alone, pairs)
}

/// How many filled cells are the same, where that is half of those filled in the fuller row.
fn alike(one: &[Cell], other: &[Cell]) -> Option<usize> {
    let filled = |cells: &[Cell]| cells.iter().filter(|(state, _)| *state != State::Blank).count();
    let same = one.iter().zip(other).filter(|(a, b)| a == b && a.0 != State::Blank).count();
    (2 * same >= filled(one).max(filled(other)) && same > 0).then_some(same)
}
