//! Reasons (说明) that people give for findings of the grade 可说明后通过. They stand beside the finding and on paper; no
//! rule reads them and no score changes by them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Edit, Entry, Project, Step};
use crate::diag::{Finding, Severity};

/// What tells one finding from the others: where it stands, what stood there, and what is said. It is the same when the
/// same file is loaded again.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FindingKey {
    /// The file's name.
    pub file: String,
    /// The sheet's name as printed in the file.
    pub sheet: String,
    /// `表名!D17`.
    pub cell: Option<String>,
    /// The cell as typed: another value needs another reason.
    pub old: Option<String>,
    /// What is said.
    pub why: String,
}

impl FindingKey {
    /// The key of a finding.
    #[must_use]
    pub fn of(finding: &Finding) -> Self {
        let Finding { file, sheet, cell, old, why, .. } = finding.clone();
        Self { file, sheet, cell, old, why }
    }

    /// Whether it is the key of this finding.
    #[must_use]
    pub fn is(&self, finding: &Finding) -> bool {
        self.file == finding.file
            && self.sheet == finding.sheet
            && self.cell == finding.cell
            && self.old == finding.old
            && self.why == finding.why
    }
}

/// A reason in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The finding.
    #[serde(flatten)]
    pub key: FindingKey,
    /// 说明人.
    pub by: String,
    /// What the person says.
    pub reason: String,
}

/// The reasons that a log comes to, in the order in which they were first given.
pub(super) fn reasons(log: &[Step]) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = Vec::new();
    for step in log {
        match &step.entry {
            Entry::Edit(Edit::Clear) => reasons.clear(),
            Entry::Edit(Edit::Reason { key, by, reason }) => {
                let known = reasons.iter().position(|known| known.key == *key);
                match (known, reason) {
                    (Some(at), None) => {
                        reasons.remove(at);
                    }
                    (Some(at), Some(reason)) => {
                        reasons[at] = Reason { key: key.clone(), by: by.clone(), reason: reason.clone() };
                    }
                    (None, Some(reason)) => {
                        reasons.push(Reason { key: key.clone(), by: by.clone(), reason: reason.clone() });
                    }
                    (None, None) => {}
                }
            }
            Entry::Edit(_) | Entry::Files(_) | Entry::Own(_) => {}
        }
    }
    reasons
}

impl Project {
    /// The findings of the report with those that only show when the units are compared, each once, the gravest first.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let mut all = self.report().map_or_else(Vec::new, |report| report.findings);
        let compared = self.cohort().map_or_else(Vec::new, |cohort| cohort.findings);
        let known: BTreeSet<FindingKey> = all.iter().map(FindingKey::of).collect();
        all.extend(compared.into_iter().filter(|finding| !known.contains(&FindingKey::of(finding))));
        all
    }

    /// Checks that a reason can be given, or taken back.
    pub(super) fn explainable(&self, key: &FindingKey, by: &str, reason: Option<&str>) -> Result<(), String> {
        let Some(reason) = reason else {
            let given = self.view.reasons.iter().any(|known| known.key == *key);
            return if given { Ok(()) } else { Err("这一条没有填过说明".to_owned()) };
        };
        if by.trim().is_empty() || reason.trim().is_empty() {
            return Err("说明和说明人都要填写".to_owned());
        }
        let found = self.findings().into_iter().find(|finding| key.is(finding));
        match found.map(|finding| finding.severity) {
            None => Err("这一条已经不在核对发现里了，不需要说明".to_owned()),
            Some(Severity::Explain) => Ok(()),
            Some(Severity::Must) => Err("必须修改的问题不能用说明通过，请改正后重新导入".to_owned()),
            Some(Severity::Note) => Err("已处理的修正不需要说明".to_owned()),
        }
    }
}
