//! One step of the log, on its way into the file and back.

use std::sync::Arc;

use super::cells::{Read, form_of, table_of};
use super::form::{ImportForm, StepForm, TypedForm};
use super::sealed;
use crate::edit::own::{Known, Own};
use crate::edit::{Edit, Entry, Import, Step, TypedRows};
use crate::ledger::dictionary::Dictionary;
use crate::ledger::text::Text;

/// A step as a line of the file; `known` are the schemes before it.
pub(super) fn text_of(step: &Step, known: &Known<'_>, text: &Text) -> serde_json::Result<String> {
    let (files, edit) = match &step.entry {
        Entry::Files(files) => (Some(files.iter().map(|file| import_form(file, text)).collect()), None),
        Entry::Own(own) => (None, Some(Edit::Own { folder: own.folder.clone() })),
        Entry::Edit(edit) => (None, Some(edit.clone())),
    };
    let (says, given) = (step.entry.label(known), step.given.clone());
    let form = StepForm { hash: String::new(), says, files, given, edit };
    serde_json::to_string(&form).map(sealed)
}

fn import_form(import: &Import, text: &Text) -> ImportForm {
    let dictionary = &import.dictionary;
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

/// How steps are read: into which words, and how many rows may still come.
pub(super) struct Reader {
    pub(super) text: Text,
    pub(super) room: usize,
    /// Sheets, columns and cells that the ledger of today does not take.
    pub(super) lost: usize,
}

impl Reader {
    /// A step, the `mark`th, whose tables go by this dictionary; `own` is the scheme that its texts give. `None` for one that
    /// we do not understand.
    pub(super) fn step(
        &mut self,
        form: StepForm,
        own: Option<&Arc<Own>>,
        dictionary: &Arc<Dictionary>,
        mark: u64,
    ) -> Option<Step> {
        let entry = match (form.files, form.edit) {
            (Some(files), None) => {
                let read = files.into_iter().map(|file| self.import(file, dictionary).map(Arc::new));
                Entry::Files(read.collect::<Option<Vec<_>>>()?)
            }
            (None, Some(Edit::Own { .. })) => Entry::Own(Arc::clone(own?)),
            (None, Some(edit)) => Entry::Edit(edit),
            _ => return None,
        };
        Some(Step { entry, mark, kept: None, given: form.given })
    }

    fn import(&mut self, form: ImportForm, dictionary: &Arc<Dictionary>) -> Option<Import> {
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
        let (dictionary, origin) = (Arc::clone(dictionary), None);
        Some(Import { file, dictionary, origin, sample, tables, sheets, without, findings, typed, replaces, mappings })
    }
}
