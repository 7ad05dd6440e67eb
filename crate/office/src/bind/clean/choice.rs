//! Words of a list (选项) and levels (等次): exact, then by a listed spelling, else asked. Never the nearest.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::{Clean, Reading, Remark};
use crate::bind::plain;
use crate::read::Cell;

/// The words of one column by their folded spellings, and whether the spelling is the word itself.
pub type Spellings = FxHashMap<String, (String, bool)>;

/// Reads a cell of a choice column; `words` lists what is allowed, for the message.
#[must_use]
pub fn choice<'a>(cell: &'a Cell<'_>, spellings: &'a Spellings, words: &str) -> Reading<'a> {
    if let Some(reading) = super::unreadable(cell) {
        return reading;
    }
    let typed = super::typed(cell);
    if let Some((word, true)) = spellings.get(&*typed) {
        return Reading::plain(Clean::Word(Cow::Borrowed(word)));
    }
    let folded = plain::folded(&typed);
    let folded = folded.trim_start_matches('\'');
    let found = spellings.get(folded).or_else(|| spellings.get(&plain::header(folded).bare));
    if let Some((word, _)) = found {
        // A spelling that differs by blanks alone is a repair too: the cell does not say the word.
        return Reading::with(
            Clean::Word(Cow::Borrowed(word)),
            Remark::repair("choice", word.as_str(), "统一选项写法"),
        );
    }
    if plain::is_nothing(folded) {
        return Reading::nothing(folded);
    }
    Reading::unclear(Remark::refusal("choice", "不是本列的选项", format!("请改为其中之一：{words}。")))
}

/// Reads a cell of a level column; `words` lists what is allowed, for the message.
#[must_use]
pub fn level<'a>(cell: &'a Cell<'_>, spellings: &'a Spellings, words: &str) -> Reading<'a> {
    if let Some(reading) = super::unreadable(cell) {
        return reading;
    }
    let typed = super::typed(cell);
    if let Some((level, true)) = spellings.get(&*typed) {
        return Reading::plain(Clean::Word(Cow::Borrowed(level)));
    }
    let folded = plain::folded(&typed);
    let bare = plain::header(&folded).bare;
    let bare = bare.trim_matches(['“', '”', '"', '\'', '「', '」']);
    let stem = bare.strip_suffix("等次").or_else(|| bare.strip_suffix('级')).unwrap_or(bare);
    if let Some((level, _)) = spellings.get(bare).or_else(|| spellings.get(stem)) {
        let repair = Remark::repair("level", level.as_str(), "统一等次写法");
        return Reading::with(Clean::Word(Cow::Borrowed(level)), repair);
    }
    if plain::is_nothing(&folded) {
        return Reading::nothing(&folded);
    }
    Reading::unclear(Remark::refusal("level", "不是等次", format!("请改为其中之一：{words}。")))
}
