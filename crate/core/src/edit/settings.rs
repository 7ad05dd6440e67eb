//! Conventions that the workbooks themselves switch (口径设置). They hold for all files together, so two that disagree are
//! told and neither is taken.

use std::collections::BTreeMap;

use crate::diag::{Finding, Severity};
use crate::dossier::{Dossier, RowRef};
use crate::ledger::dictionary::{FieldIx, Role};
use crate::scheme::convention::{Conventions, Readings};

/// Where the answer of a convention comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The 口径设置 of this file.
    File(String),
    /// These files answer it differently: none was taken.
    Disputed(Vec<String>),
    /// A switch made in the program.
    Page,
}

/// The answers in force and where they come from.
#[derive(Debug)]
pub(super) struct Answers {
    pub(super) readings: Readings,
    /// By convention id; a convention that is not here has its default.
    pub(super) origins: BTreeMap<String, Origin>,
    pub(super) findings: Vec<Finding>,
}

/// One row of 口径设置 with the answers as they would be by it alone.
struct Said {
    row: RowRef,
    file: String,
    value: String,
    readings: Readings,
}

impl Answers {
    /// Every default.
    pub(super) fn defaults(conventions: &Conventions) -> Self {
        Self { readings: Readings::defaults(conventions), origins: BTreeMap::new(), findings: Vec::new() }
    }

    /// Takes the answers of the workbooks; an unknown id or value, and a contradiction, is a finding.
    pub(super) fn of_workbooks(&mut self, dossier: &Dossier, conventions: &mut Conventions) {
        let dictionary = &dossier.dictionary;
        let Some(sheet) = dictionary.role(Role::Settings) else { return };
        let field = |role| dictionary.sheet(sheet).and_then(|sheet| sheet.role(role));
        let (Some(convention), Some(setting)) = (field(Role::Convention), field(Role::Setting)) else { return };
        let mut by_id: BTreeMap<String, Vec<Said>> = BTreeMap::new();
        for row in dossier.rows(sheet) {
            let (id, value) = (dossier.shown(row, convention), value_of(dossier, row, setting));
            if id.is_empty() || value.is_empty() {
                continue;
            }
            let mut readings = self.readings.clone();
            if let Err(why) = readings.choose(conventions, &id, &value) {
                let mend = "改为可用的口径号和取值。";
                self.findings.push(dossier.finding(row, Some(setting), Severity::Must, why, mend));
                continue;
            }
            let file = dossier.table(row).map_or_else(String::new, |table| table.file.clone());
            by_id.entry(id).or_default().push(Said { row, file, value, readings });
        }
        for (id, said) in by_id {
            let agree = said.iter().all(|one| one.readings == said[0].readings);
            let origin = if agree {
                self.readings.take(conventions, &id, &said[0].readings);
                Origin::File(said[0].file.clone())
            } else {
                self.dispute(dossier, setting, &id, &said)
            };
            self.origins.insert(id, origin);
        }
    }

    /// A finding for every row that contradicts the first.
    fn dispute(&mut self, dossier: &Dossier, setting: FieldIx, id: &str, said: &[Said]) -> Origin {
        let first = &said[0];
        let cell = dossier.table(first.row).and_then(|table| table.cell_name(first.row.row as usize, setting));
        let place = format!("{}（{}）", first.file, cell.unwrap_or_default());
        let mut files: Vec<String> = said.iter().map(|one| one.file.clone()).collect();
        files.dedup();
        for other in said.iter().filter(|other| other.readings != first.readings) {
            let why =
                format!("口径{id}在{place}设为“{}”，这里设为“{}”，互相矛盾，两个都没有采用", first.value, other.value);
            let mend = "口径对装入的全部文件起作用：改成一致，或只在一个文件里写。";
            self.findings.push(dossier.finding(other.row, Some(setting), Severity::Must, why, mend));
        }
        Origin::Disputed(files)
    }
}

/// Elsewhere “none” is how people write a blank; here it is an answer.
fn value_of(dossier: &Dossier, row: RowRef, setting: FieldIx) -> String {
    let shown = dossier.shown(row, setting);
    match dossier.table(row).filter(|_| shown.is_empty()) {
        Some(table) => table.typed(row.row as usize, setting, &dossier.text).to_owned(),
        None => shown,
    }
}
