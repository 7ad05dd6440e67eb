//! Identity numbers: kept as a keyed hash alone, the same in every file, never as text.

use std::borrow::Cow;

use sha2::{Digest, Sha256};

use super::{Clean, Reading, Remark};
use crate::bind::plain;
use crate::read::Cell;

/// Makes our hashes differ from anybody else's hash of the same number.
const KEY: &[u8] = b"bangfu/id/1\0";

/// Reads a cell of an id column.
#[must_use]
pub fn id<'a>(cell: &'a Cell<'_>) -> Reading<'a> {
    if let Some(reading) = super::unreadable(cell) {
        return reading;
    }
    let typed = super::typed(cell);
    let folded: Cow<'_, str> = plain::folded(&typed);
    let folded = folded.trim_start_matches('\'').to_ascii_uppercase();
    if plain::is_nothing(&folded) {
        return Reading::nothing(if folded.is_empty() { "" } else { "/" });
    }
    let as_number = matches!(cell, Cell::Number(_) | Cell::Serial { .. });
    let digits = folded.bytes().filter(u8::is_ascii_digit).count();
    let lost = folded.contains("E+")
        || (as_number && digits > 15)
        || (digits == 18 && folded.ends_with("000") && !checksum(&folded));
    if lost {
        let remark = Remark::refusal(
            "id precision",
            "18 位号码被存成了数字，末几位已丢失（变成 000），不能用来核对是否同一人",
            "请从原系统重新导出，把这一列设为“文本”格式后再填。",
        );
        return Reading::unclear(remark.together());
    }
    let value = Clean::Hash(hash(&folded));
    let right_length = matches!(folded.len(), 15 | 18) && folded.bytes().all(|b| b.is_ascii_digit() || b == b'X');
    if right_length {
        return Reading::plain(value);
    }
    Reading::with(
        value,
        Remark::question(
            "id length",
            "身份证号不是 15 位或 18 位，只按所填内容核对是否同一人",
            "请核对身份证号是否完整。",
        ),
    )
}

/// A text that says nothing of the number, for findings.
#[must_use]
pub fn masked(typed: &str) -> String {
    format!("（{} 个字符，不显示）", plain::folded(typed).chars().count())
}

fn hash(id: &str) -> u64 {
    let digest = Sha256::new().chain_update(KEY).chain_update(id.as_bytes()).finalize();
    digest.iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

/// Whether the last sign of an 18-digit number fits the others (GB 11643).
fn checksum(id: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const SIGNS: &[u8; 11] = b"10X98765432";
    let digits: Option<Vec<u32>> = id.chars().take(17).map(|c| c.to_digit(10)).collect();
    let Some(digits) = digits.filter(|digits| digits.len() == 17) else { return false };
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    SIGNS.get((sum % 11) as usize) == id.as_bytes().last()
}
