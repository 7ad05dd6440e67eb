//! Files on their way into the project: what a person chose of them, and their tables in the project's own words.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Entry, Project, TypedRows};
use crate::diag::{Finding, Severity};
use crate::ledger::dictionary::{Dictionary, FieldIx, Kind, SheetIx};
use crate::ledger::mapping::Mapping;
use crate::ledger::moved::{field_under, sheet_under, table_under};
use crate::ledger::table::{Batch, SheetSummary, State, Table};
use crate::ledger::text::Symbol;

/// One file in the project: its tables, shared and never changed.
#[derive(Debug, Clone)]
pub struct Import {
    /// The file's name.
    pub file: String,
    /// What its sheets and columns are places in: the dictionary of the scheme that it was read under.
    pub dictionary: Arc<Dictionary>,
    /// What was read, where this is the same under another scheme's dictionary.
    pub(super) origin: Option<Arc<Import>>,
    /// Whether this is the built-in sample.
    pub sample: bool,
    /// The tables, with the project's symbols.
    pub tables: Vec<Arc<Table>>,
    /// What each sheet held, those left out too.
    pub sheets: Vec<SheetSummary>,
    /// The names of the sheets that were left out by choice.
    pub without: Vec<String>,
    /// Repairs and refusals.
    pub findings: Vec<Finding>,
    /// The text behind it, where it was typed in the program: one sheet, which takes the place of what was typed before.
    pub typed: Option<TypedRows>,
    /// The loaded file that it takes the place of, beside any of its own name.
    pub replaces: Option<String>,
    /// The assignments of columns that it was read with: they are remembered from here on.
    pub mappings: Vec<Mapping>,
}

impl Import {
    /// The same file under the dictionary of another scheme. Sheets and columns go by their names; what the other scheme has
    /// besides was never read, and that is said.
    pub(super) fn under(self: &Arc<Self>, dictionary: &Arc<Dictionary>) -> Self {
        let (from, to) = (&*self.dictionary, &**dictionary);
        let mut findings = self.findings.clone();
        let mut tables = Vec::new();
        for table in &self.tables {
            match table_under(table, from, to) {
                Some(moved) => tables.push(Arc::new(moved)),
                None => {
                    let why = "这张表现用的方案没有，没有参与核算";
                    findings
                        .push(Finding::about(&self.file, Severity::Explain, why, "核对方案是否选对。").on(&table.name));
                }
            }
        }
        if self.typed.is_none() {
            let why = "这个文件是按另一个方案的台账格式读的，现用方案自有的表和列没有读到";
            findings.push(Finding::about(&self.file, Severity::Must, why, "请重新导入这个文件。"));
        }
        let typed = self.typed.as_ref().and_then(|typed| typed_under(typed, from, to));
        let (dictionary, origin) = (Arc::clone(dictionary), Some(Arc::clone(self)));
        Self { tables, findings, typed, dictionary, origin, ..(**self).clone() }
    }
}

/// Typed rows under another dictionary; `None` where it has no such sheet.
fn typed_under(typed: &TypedRows, from: &Dictionary, to: &Dictionary) -> Option<TypedRows> {
    let (sheet, was, now) = sheet_under(typed.sheet, from, to)?;
    let (old, new) = (from.typing_order(was), to.typing_order(now));
    let place = |field: &FieldIx| old.iter().position(|at| field_under(*at, was, now) == Some(*field));
    let columns: Vec<Option<usize>> = new.iter().map(place).collect();
    let moved = |row: &Vec<String>| {
        columns.iter().map(|at| at.and_then(|at| row.get(at)).cloned().unwrap_or_default()).collect::<Vec<_>>()
    };
    Some(TypedRows { sheet, rows: typed.rows.iter().map(moved).collect() })
}

/// What a person chose in the preview of an import (导入预览).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Choice {
    /// By file, in order; a file without one is taken in whole.
    pub files: Vec<FileChoice>,
    /// The assignments of columns that the files were read with.
    pub mappings: Vec<Mapping>,
}

/// What was chosen for one file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FileChoice {
    /// Whether the whole file is left out.
    pub skip: bool,
    /// The names of sheets that are left out.
    pub without: Vec<String>,
    /// Whether it takes the place of a loaded file.
    pub place: Place,
}

/// Where a file goes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// It takes the place of a loaded file of the same name (替换旧件); without one it is a further file.
    #[default]
    ByName,
    /// It takes the place of the loaded file of this name.
    Instead(String),
    /// It is a further file (另作一个文件), under a name that no other has.
    Beside,
}

impl Choice {
    /// What was chosen for the file at a place.
    #[must_use]
    pub fn of(&self, at: usize) -> FileChoice {
        self.files.get(at).cloned().unwrap_or_default()
    }
}

impl Project {
    /// Takes in a file, as one edit. A file without a usable table adds only its findings and is no edit; what was loaded
    /// stays. A file of the same name replaces the earlier one, and a real file puts the sample away.
    pub fn load(&mut self, batch: Batch, sample: bool) {
        self.take_in(vec![batch], &Choice::default(), sample);
    }

    /// Takes in several files as one edit, as was chosen for each.
    pub fn load_all(&mut self, batches: Vec<Batch>, choice: &Choice) {
        self.take_in(batches, choice, false);
    }

    /// Takes files in as one edit; gives what became of each, `None` where it was not taken in.
    pub(super) fn take_in(&mut self, batches: Vec<Batch>, choice: &Choice, sample: bool) -> Vec<Option<Arc<Import>>> {
        self.refused.clear();
        let mut imports: Vec<Option<Arc<Import>>> = Vec::new();
        for (at, batch) in batches.into_iter().enumerate() {
            let FileChoice { skip, without, place } = choice.of(at);
            if skip {
                imports.push(None);
                continue;
            }
            let mut batch = leave_out(self.of_this_ledger(batch), &without);
            if !usable(&batch) {
                self.refused.append(&mut unusable(&mut batch));
                imports.push(None);
                continue;
            }
            let taken = |name: &str| imports.iter().flatten().any(|import| import.file == name);
            let loaded = |name: &str| self.view.files.iter().any(|file| file.file == name);
            if taken(&batch.file) || (place == Place::Beside && loaded(&batch.file)) {
                let name = free_name(&batch.file, |name| taken(name) || loaded(name));
                rename(&mut batch, &name);
            }
            let of_file = |mapping: &&Mapping| batch.sheets.iter().any(|sheet| sheet.heads == mapping.heads);
            let mappings = choice.mappings.iter().filter(of_file).cloned().collect();
            let replaces = match place {
                Place::Instead(name) => Some(name),
                Place::ByName | Place::Beside => None,
            };
            let import = self.adopted(batch, sample, None);
            imports.push(Some(Arc::new(Import { without, replaces, mappings, ..import })));
        }
        let taken: Vec<Arc<Import>> = imports.iter().flatten().cloned().collect();
        if !taken.is_empty() {
            self.push(Entry::Files(taken));
        }
        imports
    }

    /// Takes in the rows of one sheet as they were typed, as one edit; `batch` is what they were read as. They take the
    /// place of the rows that were typed for the sheet before, and are part of the sample while that is open.
    pub fn enter(&mut self, typed: TypedRows, batch: Batch) {
        self.refused.clear();
        let nothing: &[Vec<String>] = &[];
        if self.typed(typed.sheet).unwrap_or(nothing) != typed.rows {
            let sample = self.view.files.iter().any(|file| file.sample);
            let sheet = typed.sheet;
            let import = self.adopted(batch, sample, Some(typed));
            let name = self.view.dossier.dictionary.sheet(sheet).map_or("", |sheet| sheet.name.as_str());
            let before = self.view.given.get(name).cloned().unwrap_or_default();
            self.push(Entry::Files(vec![Arc::new(import)]));
            self.note_given(sheet, &before);
        }
    }

    /// The rows that were typed for a sheet.
    #[must_use]
    pub fn typed(&self, sheet: SheetIx) -> Option<&[Vec<String>]> {
        let mut typed = self.view.files.iter().filter_map(|file| file.typed.as_ref());
        typed.find(|typed| typed.sheet == sheet).map(|typed| &typed.rows[..])
    }

    /// The file, or what is said of one that was read by the sheets and columns of another scheme.
    fn of_this_ledger(&self, batch: Batch) -> Batch {
        if batch.layout == self.view.dossier.dictionary.layout() {
            return batch;
        }
        let why = "这个文件是按另一个方案的台账格式读的，没有装入";
        let findings = vec![Finding::about(&batch.file, Severity::Must, why, "请重新导入这个文件。")];
        Batch { file: batch.file, layout: batch.layout, findings, ..Batch::default() }
    }

    fn adopted(&mut self, batch: Batch, sample: bool, typed: Option<TypedRows>) -> Import {
        let symbols: Vec<Symbol> = {
            let text = Arc::make_mut(&mut self.text);
            batch.text.words().map(|word| text.intern(word)).collect()
        };
        let tables = batch.tables.into_iter().map(|table| Arc::new(self.adopt(table, &symbols))).collect();
        let Batch { file, sheets, findings, .. } = batch;
        let (without, mappings) = (Vec::new(), Vec::new());
        let dictionary = Arc::clone(&self.view.dossier.dictionary);
        let (replaces, origin) = (None, None);
        Import { file, dictionary, origin, sample, tables, sheets, without, findings, typed, replaces, mappings }
    }

    /// Rewrites the symbols of a table from its batch's words to the project's.
    fn adopt(&self, mut table: Table, symbols: &[Symbol]) -> Table {
        let fields = self.view.scheme.dictionary.sheet(table.sheet).map_or(&[][..], |sheet| &sheet.fields[..]);
        for (column, field) in table.columns.iter_mut().zip(fields) {
            let (Some(column), Kind::Text | Kind::Choice(_) | Kind::Level(_)) = (column, &field.kind) else { continue };
            for (value, state) in column.values.iter_mut().zip(&column.states) {
                if matches!(state, State::Known | State::Coarse | State::Estimated) {
                    let own = usize::try_from(*value).ok().and_then(|at| symbols.get(at));
                    *value = own.map_or(-1, |symbol| i64::from(symbol.0));
                }
            }
        }
        for symbol in table.raw.values_mut() {
            if let Some(own) = symbols.get(symbol.0 as usize) {
                *symbol = *own;
            }
        }
        table
    }
}

/// Whether some row of the file can be used.
pub(super) fn usable(batch: &Batch) -> bool {
    batch.tables.iter().any(|table| !table.rows.is_empty())
}

/// What is said of a file that is not taken in.
pub(super) fn unusable(batch: &mut Batch) -> Vec<Finding> {
    let mut said = std::mem::take(&mut batch.findings);
    if said.iter().all(|finding| finding.severity != Severity::Must) {
        let mut known = batch.sheets.iter().filter(|sheet| sheet.read_as.is_some()).peekable();
        let (why, mend) = if known.peek().is_some() && known.all(|sheet| sheet.rows == 0) {
            ("这个文件里的表都还没有填，没有装入", "在表头下面逐行填写，保存以后再装入；已经填了的，确认选对了文件。")
        } else {
            ("这个文件里的表没有一行可用的数据，没有装入", "确认选对了文件；表格应在表头下面逐行填写。")
        };
        said.push(Finding::about(&batch.file, Severity::Must, why, mend));
    }
    said
}

/// The file without the sheets that a person left out, which is said of each.
fn leave_out(mut batch: Batch, without: &[String]) -> Batch {
    batch.tables.retain(|table| !without.contains(&table.name));
    batch.findings.retain(|finding| !without.contains(&finding.sheet));
    let left = batch.sheets.iter().filter(|sheet| without.contains(&sheet.name) && sheet.rows > 0);
    let said = left.map(|sheet| {
        let why = format!("导入时选择了不装入这张表，{}行没有参与核算", sheet.rows);
        Finding::about(&batch.file, Severity::Explain, why, "需要它时，请重新导入并勾选。").on(&sheet.name)
    });
    let said: Vec<Finding> = said.collect();
    batch.findings.extend(said);
    batch
}

/// `台账（2）.xlsx`, or the next number that is free.
fn free_name(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let (stem, ending) = name.rsplit_once('.').map_or((name, String::new()), |(stem, end)| (stem, format!(".{end}")));
    let numbered = (2_u32..).map(|number| format!("{stem}（{number}）{ending}"));
    numbered.into_iter().find(|name| !taken(name)).unwrap_or_else(|| name.to_owned())
}

fn rename(batch: &mut Batch, name: &str) {
    name.clone_into(&mut batch.file);
    batch.tables.iter_mut().for_each(|table| name.clone_into(&mut table.file));
    batch.findings.iter_mut().filter(|finding| !finding.file.is_empty()).for_each(|finding| {
        name.clone_into(&mut finding.file);
    });
}
