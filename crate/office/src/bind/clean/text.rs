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
    Reading::plain(Clean::Word(text))
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
