//! ledger → files: plain workbooks, the empty template of a track, and the marked copy of a file.

pub mod book;
pub mod mark;
pub mod template;
