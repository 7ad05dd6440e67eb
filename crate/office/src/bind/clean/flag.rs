//! 是 and 否 in their many signs.

use super::{Clean, Reading, Remark};
use crate::bind::plain;
use crate::read::Cell;

/// Reads a cell of a 是/否 column. A `2` stays open until the whole column is known (1 = 是, 2 = 否 only without a 0).
#[must_use]
pub fn flag<'a>(cell: &'a Cell<'_>) -> Reading<'a> {
    if let Some(reading) = super::unreadable(cell) {
        return reading;
    }
    if let Cell::Flag(flag) = cell {
        return Reading::plain(Clean::Flag(*flag));
    }
    let typed = super::typed(cell);
    let folded = plain::folded(&typed);
    match folded.trim_start_matches('\'') {
        "是" => return Reading::plain(Clean::Flag(true)),
        "否" => return Reading::plain(Clean::Flag(false)),
        "2" => return Reading::plain(Clean::Two),
        "" => return Reading::plain(Clean::Blank),
        word => {
            if let Some(value) = sign(word) {
                return repaired(value);
            }
            if let Some(value) = opening(word) {
                return repaired(value);
            }
            if plain::is_nothing(word) {
                return Reading::nothing(word);
            }
        }
    }
    Reading::unclear(refused())
}

/// A `2` in a column that also writes 0.
#[must_use]
pub fn refused() -> Remark {
    Remark::refusal("not a flag", "看不出是“是”还是“否”", "请填“是”或“否”。")
}

/// A `2` in a column that writes 1 and 2.
#[must_use]
pub fn two() -> Remark {
    Remark::repair("flag", "否", "本列用 1 表示是、2 表示否")
}

fn repaired<'a>(value: bool) -> Reading<'a> {
    let word = if value { "是" } else { "否" };
    Reading::with(Clean::Flag(value), Remark::repair("flag", word, "统一“是、否”写法"))
}

fn sign(word: &str) -> Option<bool> {
    Some(match word {
        "√" | "✓" | "✔" | "☑" | "对" | "有" | "Y" | "y" | "YES" | "Yes" | "yes" | "T" | "TRUE" | "True" | "true"
        | "真" | "查实" | "已查实" | "属实" | "情况属实" | "1" | "已" | "V" | "v" | "是的" | "属于" | "R" => {
            true
        }
        "×" | "✗" | "✘" | "✕" | "☒" | "X" | "x" | "无" | "没有" | "N" | "n" | "NO" | "No" | "no" | "F" | "FALSE"
        | "未查实" | "不属实" | "查无实据" | "False" | "false" | "假" | "0" | "未" | "不" | "不是" | "不属于" | "□" => {
            false
        }
        _ => return None,
    })
}

/// `是（局长带队）`: the answer, then an aside.
fn opening(word: &str) -> Option<bool> {
    let mut chars = word.chars();
    let value = match chars.next()? {
        '是' => true,
        '否' => false,
        _ => return None,
    };
    chars.next().filter(|next| matches!(next, '(' | '[' | ',' | ';' | ':' | '、' | '。' | '.')).map(|_| value)
}
