//! What is taken off contents and totals, as the report tells it.

use serde::Serialize;

use super::{CountedRow, RefusedRow};
use crate::basis::Basis;
use crate::exact::Points;
use crate::score::{Fact, ScoreState};

/// What is taken off a content or a total (扣减).
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LessReport {
    /// What for, in order; together they are what is taken off the sure end.
    pub lines: Vec<LessLine>,
    /// How much is taken off; `None` while open.
    pub points: Option<Points>,
    /// The least and the most that may be taken off, while it is open.
    pub range: Option<(Points, Points)>,
    /// What is known of it.
    pub state: ScoreState,
    /// Figures found.
    pub facts: Vec<Fact>,
    /// Rows that counted.
    pub counted: Vec<CountedRow>,
    /// Rows that were refused.
    pub refused: Vec<RefusedRow>,
    /// The clause behind it.
    pub basis: Vec<Basis>,
}

/// One thing that points are taken off for.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LessLine {
    /// What for, in words.
    pub says: String,
    /// What it adds: below zero for what is taken off; `None` where it is not known.
    pub adds: Option<Points>,
}
