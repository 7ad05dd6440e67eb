//! Columns that a person assigned by hand (列对应), remembered for every sheet with the same headers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What a person said of the columns of one table whose headers the dictionary does not know, or knows otherwise.
///
/// It holds for every sheet whose set of headers is [`Mapping::heads`]: next year's copy of the ledger has the same ones.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Mapping {
    /// The set of headers that it is remembered for: those of [`SheetSummary::heads`](super::table::SheetSummary::heads).
    pub heads: Vec<String>,
    /// The dictionary's sheet that the table is; `None` leaves it as it was recognised.
    pub sheet: Option<String>,
    /// By header as [`ColumnSeen::header`](super::table::ColumnSeen::header) gives it: the field's name, or `None` for a
    /// column that is not to be read. A header that is not here is bound as without a mapping.
    pub columns: BTreeMap<String, Option<String>>,
}
