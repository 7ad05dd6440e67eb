//! What a person said of the columns (列对应), found again by the headers of the sheet.

use std::collections::BTreeMap;

use bangfu_core::diag::Severity;
use bangfu_core::ledger::dictionary::{Dictionary, FieldIx, SheetIx};
use bangfu_core::ledger::mapping::Mapping;

use super::header::Found;
use super::log::Log;
use super::plain;
use crate::read::Grid;

/// The columns of one mapping, resolved in the sheet that it is used for.
#[derive(Debug, Default)]
pub struct Assigned {
    /// By folded header; `None` for a column that is put aside.
    columns: BTreeMap<String, Option<FieldIx>>,
}

impl Assigned {
    /// What was said of a header: `None` nothing, `Some(None)` that it is not to be read.
    #[must_use]
    pub fn field(&self, header: &str) -> Option<Option<FieldIx>> {
        self.columns.get(&*plain::folded(header)).copied()
    }
}

/// The mapping that is remembered for a set of headers; of two the later one.
#[must_use]
pub fn remembered<'m>(mappings: &'m [Mapping], heads: &[String]) -> Option<&'m Mapping> {
    let same = |mapping: &&Mapping| {
        let mut own: Vec<&String> = mapping.heads.iter().collect();
        own.sort_unstable();
        own.dedup();
        own.into_iter().eq(heads)
    };
    (!heads.is_empty()).then(|| mappings.iter().rev().find(same)).flatten()
}

/// The sheet that a mapping names, by its official name; a sheet that is gone is told.
pub fn sheet(mapping: &Mapping, dictionary: &Dictionary, log: &mut Log) -> Option<SheetIx> {
    let name = mapping.sheet.as_ref()?;
    let found = dictionary.find(name);
    if found.is_none() {
        log.sheet(
            Severity::Explain,
            format!("记住的列对应把这张表当作“{name}”，台账里没有这张表，没有照办"),
            "请重新指定这是哪张表。",
        );
    }
    found
}

/// Resolves the columns of a mapping in a sheet; fields that are gone are told and left as without a mapping.
pub fn resolve(mapping: &Mapping, dictionary: &Dictionary, at: SheetIx, log: &mut Log) -> Assigned {
    let mut assigned = Assigned::default();
    let Some(sheet) = dictionary.sheet(at) else { return assigned };
    for (header, name) in &mapping.columns {
        let field = name.as_ref().map(|name| sheet.find(name));
        if let (Some(None), Some(name)) = (field, name) {
            log.sheet(
                Severity::Explain,
                format!("记住的列对应把“{header}”当作“{name}”，“{}”里没有这一列，没有照办", sheet.name),
                "请重新指定这一列是什么。",
            );
            continue;
        }
        assigned.columns.insert(plain::folded(header).into_owned(), field.flatten());
    }
    assigned
}

/// Says which columns were read as a person assigned them.
pub fn note(dictionary: &Dictionary, at: SheetIx, found: &Found, grid: &Grid<'_>, log: &mut Log) {
    let name = |field| dictionary.field(at, field).map_or("", |field| field.name.as_str());
    let said: Vec<String> = found
        .columns
        .iter()
        .filter(|bound| bound.mapped)
        .map(|bound| format!("“{}”作“{}”", bound.header, name(bound.field)))
        .collect();
    let row = grid.rows.get(found.bottom).map_or(1, |row| row.number);
    let first = found.columns.iter().find(|bound| bound.mapped).map(|bound| bound.column);
    if let Some(column) = first.or_else(|| found.aside.first().copied()) {
        let aside = if found.aside.is_empty() { String::new() } else { format!("{} 列不读取", found.aside.len()) };
        let all: Vec<String> = said.into_iter().chain((!aside.is_empty()).then_some(aside)).collect();
        log.single(column, row, Severity::Note, format!("按记住的列对应读取：{}", all.join("，")), "");
    }
}
