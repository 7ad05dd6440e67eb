//! One column of a sheet: what it is called, what it holds, and how both are read.

use super::{Role, role};
use crate::exact::Money;
use crate::scheme::read::{Keys, Node};

/// One column of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The official name.
    pub name: String,
    /// Other headers that mean the same.
    pub also: Vec<String>,
    /// What it holds.
    pub kind: Kind,
    /// What the engine looks for here.
    pub role: Option<Role>,
    /// Whether a row without it cannot be used by the common rules; starred in templates.
    pub required: bool,
    /// Whether no rule of the scheme says its name: what a file lacks of it decides nothing.
    pub unused: bool,
    /// An example for templates; `{year}` in the file stands for the evaluation year.
    pub example: Option<String>,
}

impl Field {
    /// Whether it is the same column, whatever a scheme's rules make of it.
    pub(super) fn is_the_column(&self, other: &Self) -> bool {
        *self == Self { unused: self.unused, ..other.clone() }
    }

    /// Gives a level column other words; an example that is none of them becomes the best.
    pub(super) fn takes_levels(&mut self, words: Vec<Word>) {
        let known = |example: &String| words.iter().any(|(word, _)| word == example);
        self.example = self.example.take().map(|example| match words.first() {
            Some((best, _)) if !known(&example) => best.clone(),
            _ => example,
        });
        self.kind = Kind::Level(words);
    }
}

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Free text (`text`).
    Text,
    /// A day (`date`).
    Date,
    /// A month (`month`).
    Month,
    /// A number with at most six decimals (`number`).
    Number,
    /// An amount of money whose plain cells are in this unit (`money`, with `unit`).
    Money(String),
    /// 是 or 否 (`flag`).
    Flag,
    /// One of a list of words (`choice`, with `of`): the word and its other spellings.
    Choice(Vec<Word>),
    /// One of the words of a level (等次), best first (`level`): those of `of`, else those that the scheme names as `levels`,
    /// else [`LEVELS`].
    Level(Vec<Word>),
    /// An identity number, kept only as a keyed hash (`id`).
    Id,
}

/// A word that a column takes, with its other spellings.
pub type Word = (String, Vec<String>);

/// The words of a level (等次) column where nobody names others, best first.
pub const LEVELS: [&str; 4] = ["好", "较好", "一般", "较差"];

impl Kind {
    /// The words that such a column takes; `None` where it takes more than some words.
    #[must_use]
    pub fn words(&self) -> Option<&[Word]> {
        match self {
            Self::Choice(words) | Self::Level(words) => Some(words),
            _ => None,
        }
    }
}

/// Reads a column; `levels` are the words of a level where it names none.
pub(super) fn field(keys: Keys<'_>, levels: &[Word]) -> Option<Field> {
    let name = keys.need_text("name")?;
    let kind = match keys.text("type").as_deref().unwrap_or("text") {
        "text" => Kind::Text,
        "date" => Kind::Date,
        "month" => Kind::Month,
        "number" => Kind::Number,
        "money" => money(&keys),
        "flag" => Kind::Flag,
        "choice" => Kind::Choice(words(&keys, "of")),
        "level" if keys.has("of") => Kind::Level(words(&keys, "of")),
        "level" => Kind::Level(levels.to_vec()),
        "id" => Kind::Id,
        other => {
            keys.fault(
                format!("不认识的列类型“{other}”"),
                "可用：text、date、month、number、money、flag、choice、level、id。",
            );
            return None;
        }
    };
    let field = Field {
        name,
        also: keys.texts("also"),
        kind,
        role: role(&keys),
        required: keys.flag("required"),
        unused: false,
        example: keys.text("example"),
    };
    keys.done();
    Some(field)
}

fn money(keys: &Keys<'_>) -> Kind {
    let unit = keys.text("unit").unwrap_or_else(|| "元".to_owned());
    if Money::fen_in(&unit).is_none() {
        keys.fault(format!("不认识的金额单位“{unit}”"), "可用：元、万元、亿元。");
    }
    Kind::Money(unit)
}

/// The words of a choice or a level.
pub(super) fn words(keys: &Keys<'_>, key: &str) -> Vec<Word> {
    keys.items(key).into_iter().filter_map(|node| word(keys, node)).collect()
}

/// A word of a choice: plain text, or `["国家级", "中央级"]` with its other spellings behind it.
fn word(keys: &Keys<'_>, node: &Node) -> Option<Word> {
    let mut words = keys.as_texts(node, "of").into_iter();
    words.next().map(|word| (word, words.collect()))
}
