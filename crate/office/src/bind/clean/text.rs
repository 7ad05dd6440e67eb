//! Free text and names.

use std::borrow::Cow;

use super::{Clean, Reading, Remark};
use crate::bind::plain;
use crate::read::Cell;

/// Reads a cell of a text column: trimmed, and blank where somebody wrote that there is nothing.
#[must_use]
pub fn text<'a>(cell: &'a Cell<'_>) -> Reading<'a> {
    if let Some(reading) = super::unreadable(cell) {
        return reading;
    }
    let text = match super::typed(cell) {
        Cow::Borrowed(text) => Cow::Borrowed(plain::trim(text)),
        owned @ Cow::Owned(_) => owned,
    };
    if plain::is_nothing(&text) {
        return Reading::nothing(&text);
    }
    if is_long_number(cell, &text) {
        let remark = Remark::refusal(
            "long number",
            "长号码被存成了数字，末几位已丢失，读不出原来的号码",
            "请按原件重填，并把这一列设为“文本”格式。",
        );
        return Reading::unclear(remark.together());
    }
    if let Cow::Borrowed(text) = text
        && let Some(rest) = text.strip_prefix('\'').filter(|rest| !rest.is_empty() && !rest.ends_with('\''))
    {
        let word = plain::trim(rest);
        return Reading::with(Clean::Word(Cow::Borrowed(word)), Remark::repair("quote", word, "去掉开头的撇号"));
    }
    Reading::plain(Clean::Word(text))
}

/// Whether a code of more digits than a spreadsheet keeps was kept as a number: `53010220220512345678`, `5.32E+17`.
fn is_long_number(cell: &Cell<'_>, text: &str) -> bool {
    match cell {
        Cell::Number(number) | Cell::Serial { number, .. } => number.abs() >= 1e15,
        Cell::Text(_) => {
            let Some((digits, exponent)) = text.split_once('E') else { return false };
            let Some(exponent) = exponent.strip_prefix('+') else { return false };
            let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            is_digits(digits) && exponent.parse::<u32>().is_ok_and(|exponent| exponent >= 15)
        }
        _ => false,
    }
}

/// Reads a cell that holds a name or a number by which rows are joined: blanks out, brackets full width.
#[must_use]
pub fn name<'a>(cell: &'a Cell<'_>) -> Reading<'a> {
    let mut reading = text(cell);
    if let Clean::Word(word) = &reading.value {
        let name = plain::name(word).into_owned();
        if name != *word {
            reading.remark = Some(Remark::repair("name", name.as_str(), "去掉名称中的空格，统一括号"));
            reading.value = Clean::Word(Cow::Owned(name));
        }
    }
    reading
}

/// Reads a cell that holds an indicator's number or a convention's id: folded to half width.
#[must_use]
pub fn code<'a>(cell: &'a Cell<'_>) -> Reading<'a> {
    let mut reading = text(cell);
    if let Clean::Word(word) = &reading.value {
        let folded = plain::folded(word).trim_start_matches('\'').trim_end_matches(['.', '、']).to_owned();
        if folded != *word {
            reading.remark = Some(Remark::repair("code", folded.as_str(), "统一编号写法"));
            reading.value = Clean::Word(Cow::Owned(folded));
        }
    }
    reading
}
