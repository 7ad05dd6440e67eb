//! ledger → files: plain workbooks, and the empty template of a track.

pub mod book;
pub mod template;
