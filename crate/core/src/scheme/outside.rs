//! Units that the document leaves to another scheme (另行规定).

use super::read::Keys;

/// Units that are no object of the scheme (另行规定): they get a finding and no tier.
///
/// ```toml
/// [[outside]]
/// unit   = ["江门市"]       # every name that files give it
/// says   = "考核方案另行制定"
/// clause = "八"
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outside {
    /// Its names.
    pub units: Vec<String>,
    /// What the document says of it.
    pub says: String,
    /// Where.
    pub clause: String,
}

impl Outside {
    /// Reads one `[[outside]]`.
    pub fn read(keys: Keys<'_>) -> Option<Self> {
        let units = keys.texts("unit");
        if units.is_empty() {
            keys.fault("没有写是哪个单位", "写 unit = [\"单位名称\", …]，各种写法都列上。");
        }
        let (says, clause) = (keys.need_text("says"), keys.clause());
        if clause.is_empty() {
            keys.fault("另行规定的单位没有条款依据", "写 clause = \"…\"。");
        }
        keys.done();
        Some(Self { units, says: says?, clause })
    }

    /// The whole sentence.
    #[must_use]
    pub fn why(&self) -> String {
        format!("{}（{}），不是本方案的考核对象，不定等次。", self.says, self.clause)
    }
}
