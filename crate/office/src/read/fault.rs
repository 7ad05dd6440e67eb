//! Why the reading of a part stopped.

use super::Refusal;

/// What ends the reading of a sheet or of a file before its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The bytes make no sense from here on.
    Damaged,
    /// The file asks for more than a ledger can need, or is something that is not read.
    Refused(Refusal),
}

impl Fault {
    /// A limit that is passed.
    #[must_use]
    pub fn limit(why: impl Into<String>) -> Self {
        Self::Refused(Refusal::new(why, "请删去无关的行、列和表，或把数据分成几个文件后再导入。"))
    }

    /// The fault of a sheet of which everything up to a row was read.
    #[must_use]
    pub fn cut(self, row: u32) -> Refusal {
        match self {
            Self::Damaged => Refusal::new(
                format!("表的内容在第 {row} 行之后已损坏，只读到这里"),
                "请用 WPS 或 Excel 打开，另存为 .xlsx 后再导入。",
            ),
            Self::Refused(refusal) => {
                Refusal { why: format!("{}，只读到第 {row} 行", refusal.why), mend: refusal.mend }
            }
        }
    }

    /// The fault of a file as a whole.
    #[must_use]
    pub fn refusal(self) -> Refusal {
        match self {
            Self::Damaged => broken(),
            Self::Refused(refusal) => refusal,
        }
    }
}

impl From<std::io::Error> for Fault {
    fn from(_: std::io::Error) -> Self {
        Self::Damaged
    }
}

/// A workbook that is damaged.
#[must_use]
pub fn broken() -> Refusal {
    Refusal::new(
        "文件已损坏，或者不是真正的工作簿",
        "请用 WPS 或 Excel 打开，另存为 .xlsx 后再导入；打不开时请重新取得原文件。",
    )
}

/// A workbook that only its password opens.
#[must_use]
pub fn password() -> Refusal {
    Refusal::new("工作簿设有打开密码，读不到里面的内容", "请用 WPS 或 Excel 打开，取消密码后另存，再导入。")
}
