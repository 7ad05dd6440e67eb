//! bangfu-core: scoring and tiering of 帮扶 evaluations.
//!
//! The flow, in the order of the modules:
//!
//! ```text
//! scheme TOML ─► scheme::read ─► scheme (checked model) ─┐
//! ledger batches ─► ledger ─► dossier ───────────────────┴► metric ─► score ─► total ─► tier ─► report ─► explain · form
//! ```
//!
//! A later stage never edits what an earlier one produced. Every stage returns its value and its diagnostics; only a bug
//! is an `Error`. The crate is pure: no I/O, no clock, no binary float, no hash order, no JavaScript.

pub mod exact;
pub mod diag;
pub mod ledger;
pub mod scheme;
