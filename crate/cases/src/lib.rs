//! Worked cases of a scheme (手算的例子, `cases.toml`): what a ledger must come to, computed by hand, and whether it does.
//!
//! ```text
//! cases.toml ─► case (ledger, switches, expectations) ─► run (grids or .xlsx ─► report) ─► check
//! ```
//!
//! `bangfu check` holds a local office's own cases with this, and the suites hold those of every built-in scheme.

pub mod case;
pub mod check;
pub mod cohort;
pub mod difference;
pub mod run;
