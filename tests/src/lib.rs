//! Suites: worked cases as data through one [`check::check`], laws, faulty scheme files.
//!
//! ```text
//! cases.toml ─► case (ledger, switches, expectations) ─► run (grids or .xlsx ─► report) ─► check
//! ```

pub mod case;
pub mod check;
pub mod cohort;
pub mod files;
pub mod guard;
pub mod made_up;
pub mod mutate;
pub mod office;
pub mod random;
pub mod run;
