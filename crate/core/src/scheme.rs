//! Schemes (方案): rule files read, checked and held as a model.

pub mod read;
