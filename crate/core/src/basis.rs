//! What a number rests on (依据): a clause of the document, or a named local convention.

use serde::Serialize;

/// One ground of a number.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Basis {
    /// `clause` or `convention`.
    pub kind: BasisKind,
    /// The clause as cited, or the convention's id.
    pub id: String,
    /// For a convention: its question and the answer in force.
    pub says: String,
}

/// Whose word a number rests on.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BasisKind {
    /// 条款: the document says it.
    Clause,
    /// 本地口径: the document is silent and the locality answers.
    Convention,
}

impl Basis {
    /// A clause of the document.
    #[must_use]
    pub fn clause(id: &str) -> Self {
        Self { kind: BasisKind::Clause, id: id.to_owned(), says: String::new() }
    }
}
