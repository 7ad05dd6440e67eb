//! The dictionary turned round for reading: header or sheet name → place in the dictionary.

use bangfu_core::ledger::dictionary::{Dictionary, FieldIx, Kind, Sheet, SheetIx};
use rustc_hash::FxHashMap;

use super::plain;

/// How a header was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// The field.
    pub field: FieldIx,
    /// Whether the header is the official name.
    pub official: bool,
}

/// The headers of every sheet, folded.
#[derive(Debug)]
pub struct Lexicon {
    headers: Vec<FxHashMap<String, Hit>>,
    names: FxHashMap<String, SheetIx>,
}

impl Lexicon {
    /// Folds every name of the dictionary once.
    #[must_use]
    pub fn new(dictionary: &Dictionary) -> Self {
        let mut names = FxHashMap::default();
        for (at, sheet) in indexed(&dictionary.sheets) {
            names.insert(plain::header(&sheet.name).bare, SheetIx(at));
        }
        for (at, sheet) in indexed(&dictionary.sheets) {
            for also in &sheet.also {
                names.entry(plain::header(also).bare).or_insert(SheetIx(at));
            }
        }
        Self { headers: dictionary.sheets.iter().map(headers).collect(), names }
    }

    /// The field of a folded header in a sheet.
    #[must_use]
    pub fn field(&self, sheet: SheetIx, folded: &str) -> Option<Hit> {
        self.headers.get(usize::from(sheet.0))?.get(folded).copied()
    }

    /// The sheet of a folded name.
    #[must_use]
    pub fn sheet(&self, folded: &str) -> Option<SheetIx> {
        self.names.get(folded).copied()
    }

    /// The sheet whose longest name stands in a folded title (`2022年度调研走访台账`), when that name has three characters or more.
    #[must_use]
    pub fn sheet_in(&self, title: &str) -> Option<SheetIx> {
        let mut found: Vec<(usize, SheetIx)> = Vec::new();
        #[expect(clippy::iter_over_hash_type, reason = "sorted before use")]
        for (name, sheet) in &self.names {
            let length = name.chars().count();
            if length >= 3 && title.contains(name.as_str()) {
                found.push((length, *sheet));
            }
        }
        found.sort_by_key(|(length, sheet)| (std::cmp::Reverse(*length), *sheet));
        let (longest, sheet) = *found.first()?;
        // Two sheets with names of the same length: the title does not say which.
        let alone = found.iter().all(|(length, other)| *length < longest || *other == sheet);
        alone.then_some(sheet)
    }
}

fn headers(sheet: &Sheet) -> FxHashMap<String, Hit> {
    let mut found = FxHashMap::default();
    for (at, field) in indexed(&sheet.fields) {
        found.insert(plain::header(&field.name).whole, Hit { field: FieldIx(at), official: true });
    }
    for (at, field) in indexed(&sheet.fields) {
        for also in &field.also {
            found.entry(plain::header(also).whole).or_insert(Hit { field: FieldIx(at), official: false });
        }
    }
    found
}

fn indexed<T>(items: &[T]) -> impl Iterator<Item = (u16, &T)> {
    items.iter().enumerate().filter_map(|(at, item)| Some((u16::try_from(at).ok()?, item)))
}

/// The words of a choice or a level by every folded spelling, for one column.
#[must_use]
pub fn spellings(kind: &Kind) -> FxHashMap<String, (String, bool)> {
    let mut found: FxHashMap<String, (String, bool)> = FxHashMap::default();
    if let Some(words) = kind.words() {
        for (word, _) in words {
            found.insert(plain::folded(word).into_owned(), (word.clone(), true));
        }
        for (word, others) in words {
            for other in others {
                found.entry(plain::folded(other).into_owned()).or_insert((word.clone(), false));
            }
        }
    }
    found
}
