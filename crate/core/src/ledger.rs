//! The ledger (台账): the dictionary of its sheets, typed columns, and the calendar it is read with.

pub mod dictionary;
pub mod mapping;
pub mod moved;
pub mod period;
pub mod table;
pub mod text;
