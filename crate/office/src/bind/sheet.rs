//! Which sheet of the ledger a sheet of the file is: by its name, else by its title, else by its headers.

use bangfu_core::ledger::dictionary::{Dictionary, SheetIx};

use super::header::Heads;
use super::lexicon::Lexicon;
use super::plain;

/// How a sheet was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// By its name.
    Name,
    /// By the title above its table.
    Title,
    /// By its headers.
    Headers,
    /// By what a person said of a sheet with these headers.
    Said,
}

/// Words behind a name that say nothing.
const TAILS: [&str; 12] =
    ["台账", "明细表", "统计表", "登记表", "汇总表", "一览表", "情况表", "明细", "情况", "统计", "汇总", "表"];

/// The sheet that a name says.
#[must_use]
pub fn by_name(lexicon: &Lexicon, name: &str) -> Option<SheetIx> {
    let header = plain::header(name);
    let heads = [header.bare.as_str(), strip_number(&header.bare), strip_year(strip_number(strip_year(&header.bare)))];
    for head in heads {
        let mut rest = head;
        loop {
            if let Some(sheet) = lexicon.sheet(rest) {
                return Some(sheet);
            }
            match TAILS.iter().find_map(|tail| rest.strip_suffix(tail)) {
                Some(shorter) if !shorter.is_empty() => rest = shorter,
                _ => break,
            }
        }
    }
    None
}

/// `01_调研走访`, `一、调研走访`, `表3 调研走访`, `附件2-调研走访` without what numbers them.
fn strip_number(name: &str) -> &str {
    let name = ["附件", "附表", "表", "第"]
        .iter()
        .find_map(|word| name.strip_prefix(word).filter(|rest| rest.starts_with(is_numeral)))
        .unwrap_or(name);
    let rest = name.trim_start_matches(is_numeral);
    let rest = rest.strip_prefix('表').filter(|_| rest.len() < name.len()).unwrap_or(rest);
    let rest = rest.trim_start_matches(['.', '、', '-', '_', ':', ',', '·', ' ']);
    if rest.is_empty() { name } else { rest }
}

/// `2022年度调研走访` without the year.
fn strip_year(name: &str) -> &str {
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit());
    if name.len() - rest.len() != 4 {
        return name;
    }
    let rest = rest.strip_prefix("年度").or_else(|| rest.strip_prefix('年')).unwrap_or(rest);
    if rest.is_empty() { name } else { rest }
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || super::clean::chinese::digit(c).is_some() || c == '十'
}

/// The sheet whose headers the file's headers answer best: three or more, and no other sheet as many.
#[must_use]
pub fn by_headers(dictionary: &Dictionary, lexicon: &Lexicon, heads: &Heads) -> Option<(SheetIx, usize)> {
    let mut scored: Vec<(usize, SheetIx, usize)> = (0..dictionary.sheets.len())
        .filter_map(|at| u16::try_from(at).ok().map(SheetIx))
        .filter_map(|sheet| heads.best_row(lexicon, sheet).map(|(row, known)| (known, sheet, row)))
        .collect();
    scored.sort_by_key(|(known, sheet, _)| (std::cmp::Reverse(*known), *sheet));
    let (most, sheet, row) = *scored.first()?;
    let alone = scored.get(1).is_none_or(|(next, ..)| *next < most);
    (most >= 3 && alone).then_some((sheet, row))
}

/// Sheets that a workbook carries beside its tables.
#[must_use]
pub fn is_apparatus(name: &str) -> bool {
    let bare = plain::header(name).bare;
    [
        "填写说明",
        "填报说明",
        "填表说明",
        "使用说明",
        "说明",
        "目录",
        "封面",
        "封皮",
        "选项",
        "下拉选项",
        "字典",
        "数据字典",
    ]
    .contains(&bare.as_str())
}
