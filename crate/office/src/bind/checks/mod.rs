//! Checks that need a whole column or a whole table: slips of magnitude, figures that do not agree, the same row twice.

pub mod agree;
pub mod doubles;
pub mod magnitude;
