//! Suites: worked cases as data through one [`check::check`], laws, faulty scheme files.

pub mod files;
pub mod guard;
pub mod made_up;
pub mod mutate;
pub mod office;
pub mod random;
pub mod sealed;

pub use bangfu_cases::{case, check, cohort, run};
