//! What a person should know: [`Finding`]s about a ledger and [`Fault`]s in a rule file.
//!
//! Both are values, collected and never thrown: each has a place, says what is wrong and how to mend it.

use serde::{Deserialize, Serialize};

/// How much a finding weighs (two grades of 联网直报, and the log of repairs).
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// 必须修改: something was not counted, or could not be read, until it is mended.
    Must,
    /// 可说明后通过: counted, but a reader will ask; a reason makes it pass.
    Explain,
    /// 已处理: a repair that changed nothing in substance, logged old → new.
    Note,
}

/// One remark about a ledger, with the cell it stands in.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Finding {
    /// The file's name as the user knows it; empty for a remark about the whole project.
    pub file: String,
    /// The sheet's name as printed in the file; empty for a remark about the whole file.
    pub sheet: String,
    /// `表名!D17`, `None` where no single cell is meant.
    pub cell: Option<String>,
    /// The further cells of the same sheet that the same is said of, `D21` or as a range `D21:D60`; empty for one cell.
    /// `old`, `new` and `why` are those of [`Finding::cell`].
    #[serde(default)]
    pub also: Vec<String>,
    /// The grade.
    pub severity: Severity,
    /// The cell as typed, where that matters.
    pub old: Option<String>,
    /// What was read in its place, for a repair.
    pub new: Option<String>,
    /// What is wrong or what was done, one Chinese sentence.
    pub why: String,
    /// What the person can do, one Chinese sentence; empty where nothing is due.
    pub mend: String,
}

impl Finding {
    /// A finding about a file as a whole.
    #[must_use]
    pub fn about(file: &str, severity: Severity, why: impl Into<String>, mend: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            sheet: String::new(),
            cell: None,
            also: Vec::new(),
            severity,
            old: None,
            new: None,
            why: why.into(),
            mend: mend.into(),
        }
    }

    /// The same finding placed on a sheet.
    #[must_use]
    pub fn on(mut self, sheet: &str) -> Self {
        sheet.clone_into(&mut self.sheet);
        self
    }

    /// The same finding placed on a cell; `column` is 0-based, `row` 1-based as in Excel.
    #[must_use]
    pub fn at(mut self, column: u32, row: u32) -> Self {
        self.cell = Some(cell_name(&self.sheet, column, row));
        self
    }

    /// The same finding with the text as typed and, for a repair, what was read.
    #[must_use]
    pub fn changed(mut self, old: impl Into<String>, new: Option<String>) -> Self {
        self.old = Some(old.into());
        self.new = new;
        self
    }
}

/// The cells of one 0-based column in ascending 1-based rows, rows in a row as one range: `D21:D60`, `D64`.
#[must_use]
pub fn cell_ranges(column: u32, rows: &[u32]) -> Vec<String> {
    let letters = column_letters(column);
    let ranges = rows.chunk_by(|one, next| one.checked_add(1) == Some(*next));
    ranges
        .filter_map(|range| match range {
            [] => None,
            [one] => Some(format!("{letters}{one}")),
            [first, .., last] => Some(format!("{letters}{first}:{letters}{last}")),
        })
        .collect()
}

/// `表名!D17` for a 0-based column and a 1-based row.
#[must_use]
pub fn cell_name(sheet: &str, column: u32, row: u32) -> String {
    format!("{sheet}!{}{row}", column_letters(column))
}

/// `A`, `Z`, `AA` … for a 0-based column.
#[must_use]
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.push(char::from(b'A' + u8::try_from(digit).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// One thing wrong in a rule file (`scheme.toml` and its neighbours), with its place in the text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Fault {
    /// The file as the author knows it, for example `kunming-2022/scheme.toml`.
    pub file: String,
    /// 1-based line.
    pub line: usize,
    /// 1-based column, counted in characters.
    pub column: usize,
    /// What is wrong, one Chinese sentence.
    pub why: String,
    /// How to mend it, one Chinese sentence.
    pub mend: String,
    /// Whether every rule was read all the same: numbers that do not fit together, or nothing that uses one. Worked cases
    /// can be held against such rules while they are being written; nobody is scored by them.
    pub readable: bool,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.why)?;
        if !self.mend.is_empty() {
            write!(f, " → {}", self.mend)?;
        }
        Ok(())
    }
}
