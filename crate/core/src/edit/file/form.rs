//! What a project file holds, as JSON: the serde twins of the log. `schema/project.json` is made from them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::diag::Finding;
use crate::edit::{Edit, Given};
use crate::ledger::mapping::Mapping;
use crate::ledger::table::{SheetSummary, State};
use crate::scheme::prints::Prints;

/// Fields that a newer program may have added: they are kept, and written again.
pub(super) type More = BTreeMap<String, Value>;

/// A project file (工程文件). Text in UTF-8; written with one part a line, so that of a damaged file the whole lines are
/// still found.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Serialize, Deserialize)]
pub struct ProjectFile<A = About> {
    /// Always `bangfu`.
    pub(super) format: String,
    /// The version of this format.
    pub(super) version: u32,
    /// SHA-256 of the whole file without these 64 hex digits.
    pub(super) hash: String,
    /// What it is about.
    pub(super) about: A,
    /// The log of edits, the first first; those that were taken back stand behind the others.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<StepForm>"))]
    pub(super) steps: Vec<Box<RawValue>>,
    /// What was said of files that were not taken in, until the next import.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) refused: Vec<Finding>,
    #[serde(flatten)]
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub(super) more: More,
}

/// The fields that every version has.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Head {
    pub(super) format: String,
    pub(super) version: u32,
    #[serde(default)]
    pub(super) about: Value,
}

/// What a project file is about.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct About {
    /// SHA-256 of this line without these 64 hex digits.
    pub(super) hash: String,
    /// The version of the program that saved it.
    pub(super) program: String,
    /// How many times the project was saved.
    pub(super) revision: u32,
    /// The scheme in force.
    pub(super) scheme: SchemeForm,
    /// The id of the track in force.
    pub(super) track: String,
    /// The scheme and track that the log begins with.
    pub(super) start: StartForm,
    /// How many steps the log has.
    pub(super) steps: usize,
    /// How many of them are in force: the cursor of undo.
    pub(super) done: usize,
    #[serde(flatten)]
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub(super) more: More,
}

/// A scheme as a project file names it.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct SchemeForm {
    /// Its id.
    pub(super) id: String,
    /// The document's title.
    pub(super) title: String,
    /// The version that stands on its forms.
    pub(super) version: String,
    /// Fingerprints of its texts.
    pub(super) prints: Prints,
    #[serde(flatten)]
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub(super) more: More,
}

/// What the log begins with.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct StartForm {
    /// The scheme's id.
    pub(super) scheme: String,
    /// The track's id.
    pub(super) track: String,
    #[serde(flatten)]
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub(super) more: More,
}

/// One step of the log: files that were taken in together, or an edit.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Serialize, Deserialize)]
pub struct StepForm {
    /// SHA-256 of this step without these 64 hex digits.
    pub(super) hash: String,
    /// The step in words, for people.
    pub(super) says: String,
    /// The files, or the sheet that was typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) files: Option<Vec<ImportForm>>,
    /// What the points in rows that were typed were given on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) given: Vec<Given>,
    /// The edit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) edit: Option<Edit>,
}

/// One file that was taken in, as it was read.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Serialize, Deserialize)]
pub struct ImportForm {
    /// The file's name.
    pub(super) file: String,
    /// Whether it is the built-in sample.
    #[serde(default, skip_serializing_if = "is_no")]
    pub(super) sample: bool,
    /// The file that it takes the place of, beside one of its own name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) replaces: Option<String>,
    /// The names of the sheets that were left out by choice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) without: Vec<String>,
    /// The assignments of columns that it was read with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) mappings: Vec<Mapping>,
    /// The text, where it was typed in the program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) typed: Option<TypedForm>,
    /// What each sheet of the file held.
    pub(super) sheets: Vec<SheetSummary>,
    /// Repairs and refusals.
    pub(super) findings: Vec<Finding>,
    /// The sheets that were read, one table each.
    pub(super) tables: Vec<TableForm>,
}

/// Rows as they were typed.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Serialize, Deserialize)]
pub struct TypedForm {
    /// The sheet of the ledger, by name.
    pub(super) sheet: String,
    /// The cells, row by row.
    pub(super) rows: Vec<Vec<String>>,
}

/// One sheet as columns.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Serialize, Deserialize)]
pub struct TableForm {
    /// The sheet of the ledger, by name.
    pub(super) sheet: String,
    /// The sheet's name as printed in the file.
    pub(super) name: String,
    /// The 1-based rows of the file, as ranges with both ends.
    pub(super) rows: Vec<(u32, u32)>,
    /// The columns that were read.
    pub(super) columns: Vec<ColumnForm>,
}

/// One column: what stands in it, each once, and which of it stands in which row.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Serialize, Deserialize)]
pub struct ColumnForm {
    /// The column of the ledger, by name.
    pub(super) field: String,
    /// The 0-based column of the file.
    pub(super) column: u32,
    /// What stands in it, in the order of first use; `null` is a blank cell.
    pub(super) cells: Vec<Option<CellForm>>,
    /// By row: the place in `cells`, from 0.
    pub(super) at: Vec<u32>,
}

/// A cell. A value is a word, a date, a number, an amount in 元, 是 or 否, or the fingerprint of an identity number.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum CellForm {
    /// A value that is known and was typed so.
    Plain(String),
    /// Any other cell.
    Full {
        /// The value, where there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        value: Option<String>,
        /// What is known of it.
        state: State,
        /// The text as typed, where it was kept.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        typed: Option<String>,
    },
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
fn is_no(flag: &bool) -> bool {
    !*flag
}
