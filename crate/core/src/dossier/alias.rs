//! Other names of a unit (其他名称), as 单位信息 lists them: what a person wrote there is followed, nothing is guessed.

use std::collections::BTreeMap;

use super::{Dossier, known};
use crate::diag::{Finding, Severity};
use crate::ledger::dictionary::Role;

/// By other name: the unit's own name, or `None` where two units claim it.
pub(super) type Aliases = BTreeMap<String, Option<String>>;

/// What parts the names of one cell.
const PARTS: [char; 6] = ['、', '；', ';', '，', ',', '\n'];

impl Dossier {
    /// The other names of every unit that 单位信息 describes.
    pub(super) fn aliases(&self) -> Aliases {
        let mut aliases = Aliases::new();
        let Some(at) = self.dictionary.role(Role::Unit) else { return aliases };
        let role = |role| self.dictionary.sheet(at).and_then(|sheet| sheet.role(role));
        let (Some(own), Some(other)) = (role(Role::UnitName), role(Role::Alias)) else { return aliases };
        for table in self.tables.iter().filter(|table| table.sheet == at) {
            for row in 0..table.rows.len() {
                let (Some(name), Some(listed)) = (known(table.cell(row, own)), known(table.cell(row, other))) else {
                    continue;
                };
                let name = self.word(name);
                for alias in self.word(listed).split(PARTS).map(str::trim) {
                    if alias.is_empty() || alias == name {
                        continue;
                    }
                    let claimed = aliases.entry(alias.to_owned()).or_insert_with(|| Some(name.to_owned()));
                    if claimed.as_ref().is_some_and(|claimed| claimed != name) {
                        *claimed = None;
                    }
                }
            }
        }
        aliases
    }

    /// Says which other names were met in the ledger, once for each, and which were not followed.
    pub(super) fn tell_aliases(&mut self, aliases: &Aliases) {
        let mut told: BTreeMap<&str, Finding> = BTreeMap::new();
        for table in &self.tables {
            let field = self.dictionary.sheet(table.sheet).and_then(|sheet| sheet.role(Role::UnitName));
            let Some(field) = field else { continue };
            for row in 0..table.rows.len() {
                let Some(symbol) = known(table.cell(row, field)) else { continue };
                let Some((alias, own)) = aliases.get_key_value(self.word(symbol)) else { continue };
                told.entry(alias).or_insert_with(|| {
                    let (severity, why, mend) = match own {
                        Some(own) => {
                            (Severity::Note, format!("“{alias}”是“{own}”在单位信息里的其他名称，按“{own}”核算"), "")
                        }
                        None => (
                            Severity::Must,
                            format!("“{alias}”在单位信息里是几个单位的其他名称，不知道算给谁，按单独的单位核算"),
                            "请只在一个单位的“其他名称”里写它。",
                        ),
                    };
                    let mut finding = Finding::about(&table.file, severity, why, mend).on(&table.name);
                    finding.cell = table.cell_name(row, field);
                    finding.changed(alias.clone(), own.clone())
                });
            }
        }
        let told: Vec<Finding> = told.into_values().collect();
        self.findings.extend(told);
    }
}

/// The name that a unit goes by.
pub(super) fn followed(aliases: &Aliases, name: &str) -> String {
    aliases.get(name).and_then(Option::as_ref).map_or(name, String::as_str).to_owned()
}
