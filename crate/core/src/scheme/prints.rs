//! Fingerprints of the texts of a scheme, so that a project saved under it can be told when they are other ones.

use std::hash::Hasher;

use fnv::FnvHasher;
use serde::{Deserialize, Serialize};

use super::load::Texts;

/// A fingerprint of each text: sixteen hex digits that say whether it is the same, and nothing about what changed.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Prints {
    /// Of the scheme's clauses, indicators and tiers.
    pub rules: String,
    /// Of the conventions (口径), the scheme's and the shared ones.
    pub conventions: String,
    /// Of the sheets and columns of the ledger.
    pub ledger: String,
    /// Of the printed forms.
    pub forms: String,
}

impl Prints {
    /// The fingerprints of a scheme's texts.
    #[must_use]
    pub fn of(texts: &Texts) -> Self {
        let sources = texts.sources();
        Self {
            rules: print(&[sources.scheme.1]),
            conventions: print(&[sources.shared.1, sources.conventions.1]),
            ledger: print(&[sources.ledger.1]),
            forms: print(&[sources.forms.1]),
        }
    }

    /// What differs, and where a person looks at it; one sentence each.
    #[must_use]
    pub fn differences(&self, now: &Self) -> Vec<&'static str> {
        let parts = [
            (&self.rules, &now.rules, "指标、分值或等次的写法有改动：请在“总览”和“指标”核对得分和等次"),
            (&self.conventions, &now.conventions, "本地口径有改动：请在“口径”核对每一条的取法"),
            (&self.ledger, &now.ledger, "台账的表和列有改动：请在“核对发现”和“台账”核对"),
            (&self.forms, &now.forms, "打印的表格有改动：请在“打印”核对"),
        ];
        parts.into_iter().filter(|(then, now, _)| then != now).map(|(.., says)| says).collect()
    }
}

/// Lines that only remark, and blanks at the end of a line, decide nothing.
fn print(texts: &[&str]) -> String {
    let mut hash = FnvHasher::default();
    for text in texts {
        for line in text.lines().map(str::trim_end).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            hash.write(line.as_bytes());
            hash.write_u8(b'\n');
        }
        hash.write_u8(0);
    }
    format!("{:016x}", hash.finish())
}
