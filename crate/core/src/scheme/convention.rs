//! Conventions (本地口径): what a locality answers where a document is silent, and the [`Slot`]s of the rules they fill.
//!
//! A rule writes `key = { open = "KM-06" }`. Every choice of that convention carries the fragment `key = …` of rule
//! grammar that stands in; the engine reads the fragment and never the choice's name. With a convention switched off the
//! slot is empty, and what depends on it comes out undetermined, naming the gap.

use super::read::{Files, Keys, Node, Raw};

/// A convention's place in its scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConventionIx(pub u16);

/// One answer of a convention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The id that `--set` and the sheet 口径设置 use; for a number, the number itself.
    pub id: String,
    /// What it means, one line.
    pub says: String,
}

/// One convention.
#[derive(Debug, Clone, PartialEq)]
pub struct Convention {
    /// `KM-01`, `G-16` …
    pub id: String,
    /// The question that the document leaves open.
    pub asks: String,
    /// Why this is the default; for a fixed one, why there is no other plausible reading.
    pub why: String,
    /// Whether it is fixed: never switched, never tried otherwise.
    pub fixed: bool,
    /// The answers; 口径敏感 runs each of them.
    pub choices: Vec<Choice>,
    /// The answer in force.
    pub default: usize,
    /// The answers that a slot can take, by choice: the table or value that carries the fragment.
    fragments: Vec<Node>,
    /// Whether a fragment is the value itself (number, list) and not a table of fragments by slot name.
    direct: bool,
    /// The table's own place, for faults.
    place: (usize, usize),
}

/// The conventions of one load, shared ones first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Conventions {
    list: Vec<Convention>,
    /// The ids of those that could not be read.
    faulty: Vec<String>,
    /// Numbers that people typed, in that order.
    typed: Vec<(ConventionIx, String)>,
}

impl Conventions {
    /// Reads one file of conventions and adds them.
    pub fn load(&mut self, files: &mut Files, name: &str, text: &str) {
        let node = files.parse(name, text);
        let Some(keys) = Keys::open(files, &node, "口径文件", false) else { return };
        for (id, node) in keys.entries() {
            if self.find(id).is_some() {
                files.fault_at(node, format!("口径 {id} 重复"), "每个口径号只写一次。");
            } else if let Some(convention) = read(files, id, node) {
                self.list.push(convention);
            } else {
                self.faulty.push(id.to_owned());
            }
        }
    }

    /// Every convention, in the order of the files.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (ConventionIx, &Convention)> {
        self.list
            .iter()
            .enumerate()
            .map(|(at, convention)| (ConventionIx(u16::try_from(at).unwrap_or(u16::MAX)), convention))
    }

    /// A convention by its id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<ConventionIx> {
        self.iter().find(|(_, convention)| convention.id == id).map(|(at, _)| at)
    }

    /// A convention by its place.
    #[must_use]
    pub fn get(&self, at: ConventionIx) -> Option<&Convention> {
        self.list.get(usize::from(at.0))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The numbers that people typed, in that order.
    #[must_use]
    pub fn typed(&self) -> &[(ConventionIx, String)] {
        &self.typed
    }

    /// Adds a number that a person typed as one more choice of a number convention; `None` when it is no such convention.
    /// Rules that were read before do not know the number: see [`super::load::with_typed_numbers`].
    pub fn add_number(&mut self, at: ConventionIx, number: &str) -> Option<usize> {
        let convention = self.list.get_mut(usize::from(at.0))?;
        let first = convention.fragments.first()?;
        let number: crate::exact::Points = number.parse().ok()?;
        if !convention.direct || !matches!(first.value, Raw::Text(_) | Raw::Integer(_)) || convention.fixed {
            return None;
        }
        let id = number.to_string();
        if let Some(known) = convention.choices.iter().position(|choice| choice.id == id) {
            return Some(known);
        }
        convention.fragments.push(Node { value: Raw::Text(id.clone()), ..first.clone() });
        convention.choices.push(Choice { says: id.clone(), id: id.clone() });
        let place = convention.choices.len() - 1;
        self.typed.push((at, id));
        Some(place)
    }

    /// Whether some answer holds this text, at any depth.
    #[must_use]
    pub fn says(&self, text: &str) -> bool {
        self.list.iter().flat_map(|convention| &convention.fragments).any(|fragment| fragment.says(text))
    }

    /// Reports the conventions of file `file` that no rule names.
    pub fn report_unused(&self, files: &Files, file: usize, used: &[bool]) {
        for (at, convention) in self.iter() {
            let named = used.get(usize::from(at.0)).copied().unwrap_or(false);
            if convention.place.0 == file && !named && !convention.fixed {
                files.fault(
                    file,
                    convention.place.1,
                    format!("口径 {} 没有规则用到", convention.id),
                    "在 scheme.toml 写 open = \"口径号\"，或写 fixed = \"理由\"。",
                );
            }
        }
    }
}

fn read(files: &Files, id: &str, node: &Node) -> Option<Convention> {
    let keys = Keys::open(files, node, &format!("口径 {id}"), false)?;
    let asks = keys.need_text("asks");
    let fixed = keys.text("fixed");
    let why = match &fixed {
        Some(reason) => Some(reason.clone()),
        None => keys.need_text("why"),
    };
    let kind = keys.text("type").unwrap_or_else(|| "choice".to_owned());
    let mut convention = Convention {
        id: id.to_owned(),
        asks: asks?,
        why: why?,
        fixed: fixed.is_some(),
        choices: Vec::new(),
        default: 0,
        fragments: Vec::new(),
        direct: false,
        place: (node.file, node.at),
    };
    match kind.as_str() {
        "choice" | "rule" => read_choices(&keys, &mut convention),
        "number" | "list" | "weights" => read_values(&keys, &mut convention),
        other => {
            keys.fault(format!("不认识的口径类型“{other}”"), "可用：choice、number、list、weights、rule。");
            return None;
        }
    }
    if !convention.fixed && convention.choices.len() < 2 {
        keys.fault(format!("口径 {id} 没有别的取法"), "补写另一种取法，或写 fixed = \"理由\"。");
    }
    keys.done();
    Some(convention)
}

fn read_choices(keys: &Keys<'_>, convention: &mut Convention) {
    let value = keys.text("value");
    if let Some(choices) = keys.table("choices", "口径的取法") {
        for (id, node) in choices.entries() {
            let says = node.get("says").and_then(Node::text).unwrap_or_default().to_owned();
            if says.is_empty() {
                choices.files().fault_at(node, format!("取法 {id} 没有说明"), "补写 says = \"…\"。");
            }
            if id == "none" || id == "不用" {
                let why = format!("取法不能叫 {id}：改口径时写 {id} 是不采用口径");
                choices.files().fault_at(node, why, "换一个名字，如 nothing。");
            }
            convention.choices.push(Choice { id: id.to_owned(), says });
            convention.fragments.push(node.clone());
        }
    }
    match value {
        Some(value) => match convention.choices.iter().position(|choice| choice.id == value) {
            Some(at) => convention.default = at,
            None => keys.fault(format!("value 所写“{value}”不在取法之中"), "写某个取法的名字。"),
        },
        None if convention.choices.len() > 1 => keys.fault("没有写默认取法", "补写 value = \"取法名\"。"),
        None => {}
    }
}

/// A number or a list: its value and the values to try.
fn read_values(keys: &Keys<'_>, convention: &mut Convention) {
    convention.direct = true;
    let values = keys.need("value").into_iter().chain(keys.items("try"));
    for (at, node) in values.enumerate() {
        let (id, says) = match &node.value {
            Raw::Text(text) => (text.clone(), text.clone()),
            Raw::Integer(whole) => (whole.to_string(), whole.to_string()),
            _ => {
                let says = node.get("says").and_then(Node::text).map(str::to_owned);
                let id = if at == 0 { "list".to_owned() } else { format!("try{at}") };
                (id, says.unwrap_or_else(|| if at == 0 { "所列名单".to_owned() } else { format!("备选{at}") }))
            }
        };
        convention.choices.push(Choice { id, says });
        convention.fragments.push(node.clone());
    }
}

/// A value of a rule: fixed by the document, or open and answered by a convention.
#[derive(Debug, Clone, PartialEq)]
pub enum Slot<T> {
    /// The document says it.
    Fixed(T),
    /// The document is silent.
    Open {
        /// Who answers.
        convention: ConventionIx,
        /// The answers, by choice.
        picks: Vec<T>,
        /// What the document's bare words say, which stands where the convention is off.
        literal: Option<T>,
    },
}

impl<T> Slot<T> {
    /// Every value that it can take.
    pub fn every(&self) -> impl Iterator<Item = &T> {
        let (fixed, picks, literal) = match self {
            Self::Fixed(value) => (Some(value), &[][..], None),
            Self::Open { picks, literal, .. } => (None, picks.as_slice(), literal.as_ref()),
        };
        fixed.into_iter().chain(picks).chain(literal)
    }
}

/// What reading slots needs: the conventions, and which of them were named.
#[derive(Debug)]
pub struct SlotReader<'a> {
    /// The conventions of this load.
    pub conventions: &'a Conventions,
    /// By convention: whether some rule names it.
    pub used: std::cell::RefCell<Vec<bool>>,
}

impl<'a> SlotReader<'a> {
    /// A reader that has seen no rule yet.
    #[must_use]
    pub fn new(conventions: &'a Conventions) -> Self {
        Self { conventions, used: std::cell::RefCell::new(vec![false; conventions.len()]) }
    }

    /// Marks a convention as named by a rule; an unknown id is a fault at `node`.
    #[must_use]
    pub fn name(&self, files: &Files, node: &Node, id: &str) -> Option<ConventionIx> {
        let found = self.conventions.find(id);
        match found {
            Some(at) => {
                if let Some(mark) = self.used.borrow_mut().get_mut(usize::from(at.0)) {
                    *mark = true;
                }
            }
            // Its own fault is told already.
            None if self.conventions.faulty.iter().any(|faulty| faulty == id) => {}
            None => files.fault_at(node, format!("没有口径 {id}"), "在 conventions.toml 写这个口径，或改口径号。"),
        }
        found
    }

    /// Reads the slot `key`: a plain value through `value`, or `{ open = "…", literal = … }` through every choice.
    /// An absent key is `None` without a fault. `as = "…"` names the fragment where it is not called like the slot: so one
    /// convention can answer two slots of the same name differently.
    pub fn slot<'n, T>(
        &self,
        keys: &Keys<'n>,
        key: &str,
        mut value: impl FnMut(&Keys<'n>, &'n Node) -> Option<T>,
    ) -> Option<Slot<T>>
    where
        'a: 'n,
    {
        let node = keys.take(key)?;
        let Some(open) = node.get("open") else { return value(keys, node).map(Slot::Fixed) };
        let files = keys.files();
        if let Some(inner) = keys.inside(node, "空缺") {
            let _ = (inner.take("open"), inner.take("literal"), inner.take("as"));
            inner.done();
        }
        let Some(id) = open.text() else {
            files.fault_at(open, "open 应是口径号", "写成 open = \"口径号\"。");
            return None;
        };
        let at = self.name(files, open, id)?;
        let name = node.get("as").and_then(Node::text).unwrap_or(key);
        let convention: &'a Convention = self.conventions.get(at)?;
        let mut picks = Vec::new();
        for (fragment, choice) in convention.fragments.iter().zip(&convention.choices) {
            let found = if convention.direct { Some(fragment) } else { fragment.get(name) };
            match found {
                Some(found) => picks.push(value(keys, found)?),
                None => {
                    let why = format!("取法 {} 没有写 {name}，而 {id} 的规则要用它", choice.id);
                    files.fault_at(fragment, why, format!("补写 {name} = …"));
                }
            }
        }
        let literal = match node.get("literal") {
            Some(found) => Some(value(keys, found)?),
            None => None,
        };
        (picks.len() == convention.choices.len()).then_some(Slot::Open { convention: at, picks, literal })
    }
}

/// Which answer of a convention is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reading {
    /// The choice with this place.
    Pick(usize),
    /// The convention is switched off.
    Off,
}

/// The answers in force, by convention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readings(Vec<Reading>);

impl Readings {
    /// Every default.
    #[must_use]
    pub fn defaults(conventions: &Conventions) -> Self {
        Self(conventions.list.iter().map(|convention| Reading::Pick(convention.default)).collect())
    }

    /// Everything off that can be switched off.
    #[must_use]
    pub fn none(conventions: &Conventions) -> Self {
        let off = |c: &Convention| if c.fixed { Reading::Pick(c.default) } else { Reading::Off };
        Self(conventions.list.iter().map(off).collect())
    }

    /// The answer of one convention.
    #[must_use]
    pub fn get(&self, at: ConventionIx) -> Reading {
        self.0.get(usize::from(at.0)).copied().unwrap_or(Reading::Off)
    }

    /// The same answers with one changed.
    #[must_use]
    pub fn with(&self, at: ConventionIx, reading: Reading) -> Self {
        let mut changed = self.clone();
        changed.set(at, reading);
        changed
    }

    /// Changes one answer.
    pub fn set(&mut self, at: ConventionIx, reading: Reading) {
        if let Some(slot) = self.0.get_mut(usize::from(at.0)) {
            *slot = reading;
        }
    }

    /// Takes the answer of one convention over from other readings.
    pub fn take(&mut self, conventions: &Conventions, id: &str, from: &Self) {
        if let Some(at) = conventions.find(id) {
            self.set(at, from.get(at));
        }
    }

    /// Sets a convention by the words of a person: a choice's id, a number, or `none` to switch it off.
    ///
    /// # Errors
    /// A Chinese sentence where the id is unknown, the convention is fixed, or the value is none of its answers.
    pub fn choose(&mut self, conventions: &mut Conventions, id: &str, value: &str) -> Result<(), String> {
        let at = conventions.find(id).ok_or_else(|| format!("没有口径“{id}”"))?;
        let convention = conventions.get(at).ok_or_else(|| format!("没有口径“{id}”"))?;
        if convention.fixed {
            return Err(format!("口径 {id} 是固定的：{}", convention.why));
        }
        if value == "none" || value == "不用" {
            self.set(at, Reading::Off);
            return Ok(());
        }
        let matches = |choice: &Choice| choice.id == value || choice.says == value;
        let found = convention.choices.iter().position(matches);
        let names = || convention.choices.iter().map(|choice| choice.id.as_str()).collect::<Vec<_>>().join("、");
        let known = names();
        let pick = found
            .or_else(|| conventions.add_number(at, value))
            .ok_or_else(|| format!("口径 {id} 没有取法“{value}”，可用：{known}、none"))?;
        self.set(at, Reading::Pick(pick));
        Ok(())
    }
}
