//! bangfu-core: scoring and tiering of 帮扶 evaluations.
//!
//! The flow, in the order of the modules:
//!
//! ```text
//! scheme TOML ─► scheme::read ─► scheme::load (checked model) ─┐
//! ledger batches ─► ledger ─► dossier ─────────────────────────┴► plan ─► metric ─► score ─► total ─► tier
//!                                                                    └► evaluate ─► report ─► explain · form
//! edit (one log of imports and edits) derives all of it anew ─► screen
//! ```
//!
//! A later stage never edits what an earlier one produced. Every stage returns its value and its diagnostics; only a bug
//! is an `Error`. The crate is pure: no I/O, no clock, no binary float, no hash order, no JavaScript.

pub mod advise;
pub mod basis;
pub mod checked;
pub mod cohort;
pub mod compare;
pub mod diag;
pub mod display;
pub mod dossier;
pub mod edit;
pub mod evaluate;
pub mod exact;
pub mod explain;
pub mod fit;
pub mod form;
pub mod judgement;
pub mod ledger;
pub mod mean;
pub mod metric;
pub mod plan;
pub mod rating;
pub mod report;
pub mod scheme;
pub mod score;
pub mod screen;
pub mod step;
pub mod survey;
pub mod ticks;
pub mod tier;
pub mod total;
pub mod verdict;
mod wording;
