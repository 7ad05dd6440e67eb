//! Schemes (方案): rule files read, checked and held as a model.

pub mod builtin;
pub mod catalogue;
mod columns;
pub mod convention;
pub mod folder;
mod forms;
mod lint;
pub mod load;
pub mod model;
pub mod official;
pub mod outside;
pub mod prints;
pub mod read;
pub mod rows;
mod syntax;
mod track;
