//! Interned text: a ledger repeats the same few thousand words, so a row holds a number and the word stands once.

use std::borrow::Cow;

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;
use serde::{Deserialize, Serialize};

/// A word's place in its [`Text`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Symbol(pub u32);

/// A set of words in order of first use. The order, and so every [`Symbol`], follows from the input alone.
#[derive(Debug, Clone, Default)]
pub struct Text {
    words: IndexSet<Box<str>, FxBuildHasher>,
}

impl Text {
    /// The symbol of `word`, taken in if it is new.
    pub fn intern(&mut self, word: &str) -> Symbol {
        let at = self.words.get_index_of(word).unwrap_or_else(|| self.words.insert_full(word.into()).0);
        Symbol(u32::try_from(at).unwrap_or(u32::MAX))
    }

    /// The symbol of `word`, when some row holds it.
    #[must_use]
    pub fn find(&self, word: &str) -> Option<Symbol> {
        self.words.get_index_of(word).and_then(|at| u32::try_from(at).ok()).map(Symbol)
    }

    /// The word of a symbol; empty for a symbol of another `Text`.
    #[must_use]
    pub fn word(&self, symbol: Symbol) -> &str {
        self.words.get_index(symbol.0 as usize).map_or("", |word| word)
    }

    /// Every word in order.
    pub fn words(&self) -> impl ExactSizeIterator<Item = &str> {
        self.words.iter().map(|word| &**word)
    }
}

/// Written as the plain list of words.
impl Serialize for Text {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.words())
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let words = Vec::<Box<str>>::deserialize(deserializer)?;
        Ok(Self { words: words.into_iter().collect() })
    }
}

/// A word as it is compared where blanks and width say nothing: without blanks, in half width.
#[must_use]
pub fn folded(word: &str) -> Cow<'_, str> {
    let half = |c: char| match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        other => other,
    };
    if word.chars().all(|c| !c.is_whitespace() && half(c) == c) {
        return Cow::Borrowed(word);
    }
    Cow::Owned(word.chars().filter(|c| !c.is_whitespace()).map(half).collect())
}
