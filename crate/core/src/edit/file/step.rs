//! One step of the log, on its way into the file and back.

use std::sync::Arc;

use super::cells::{Read, form_of, table_of};
use super::form::{ImportForm, StepForm, TypedForm};
use super::sealed;
use crate::edit::{Edit, Entry, Import, Start, Step, TypedRows};
use crate::ledger::dictionary::Dictionary;
use crate::ledger::text::Text;
use crate::scheme::model::Scheme;

/// A step as a line of the file. Its tables were read with the dictionary of `scheme`.
pub(super) fn text_of(step: &Step, scheme: &Scheme, text: &Text) -> serde_json::Result<String> {
    let (files, edit) = match &step.entry {
        Entry::Files(files) => (Some(files.iter().map(|file| import_form(file, scheme, text)).collect()), None),
        Entry::Edit(edit) => (None, Some(edit.clone())),
    };
    let (says, given) = (step.entry.label(), step.given.clone());
    let form = StepForm { hash: String::new(), says, files, given, edit };
    serde_json::to_string(&form).map(sealed)
}

fn import_form(import: &Import, scheme: &Scheme, text: &Text) -> ImportForm {
    let dictionary = &scheme.dictionary;
    let typed = import.typed.as_ref().and_then(|typed| {
        Some(TypedForm { sheet: dictionary.sheet(typed.sheet)?.name.clone(), rows: typed.rows.clone() })
    });
    ImportForm {
        file: import.file.clone(),
        sample: import.sample,
        replaces: import.replaces.clone(),
        without: import.without.clone(),
        mappings: import.mappings.clone(),
        typed,
        sheets: import.sheets.clone(),
        findings: import.findings.clone(),
        tables: import.tables.iter().filter_map(|table| form_of(table, dictionary, text)).collect(),
    }
}

/// The scheme that the steps after this one are read with.
pub(super) fn scheme_after<'s>(entry: &Entry, start: &'s Start, before: &'s Scheme) -> &'s Scheme {
    match entry {
        Entry::Edit(Edit::Track { scheme, .. }) => start.scheme(scheme).unwrap_or(&start.scheme),
        Entry::Edit(_) | Entry::Files(_) => before,
    }
}

/// How steps are read: into which words, and how many rows may still come.
pub(super) struct Reader {
    pub(super) text: Text,
    pub(super) room: usize,
    /// Sheets, columns and cells that the ledger of today does not take.
    pub(super) lost: usize,
}

impl Reader {
    /// A step, the `mark`th; `None` for one that we do not understand.
    pub(super) fn step(&mut self, form: StepForm, dictionary: &Dictionary, mark: u64) -> Option<Step> {
        let entry = match (form.files, form.edit) {
            (Some(files), None) => {
                let read = files.into_iter().map(|file| self.import(file, dictionary).map(Arc::new));
                Entry::Files(read.collect::<Option<Vec<_>>>()?)
            }
            (None, Some(edit)) => Entry::Edit(edit),
            _ => return None,
        };
        Some(Step { entry, mark, kept: None, given: form.given })
    }

    fn import(&mut self, form: ImportForm, dictionary: &Dictionary) -> Option<Import> {
        let ImportForm { file, sample, replaces, without, mappings, typed, sheets, findings, tables: forms } = form;
        let mut tables = Vec::new();
        for form in forms {
            match table_of(form, &file, dictionary, &mut self.text, &mut self.room) {
                Read::Table(table, lost) => {
                    tables.push(Arc::new(table));
                    self.lost += lost;
                }
                Read::NoSheet => self.lost += 1,
                Read::Broken => return None,
            }
        }
        let typed = match typed {
            Some(TypedForm { sheet, rows }) => Some(TypedRows { sheet: dictionary.find(&sheet)?, rows }),
            None => None,
        };
        Some(Import { file, sample, tables, sheets, without, findings, typed, replaces, mappings })
    }
}
