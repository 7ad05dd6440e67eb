//! Raw TOML with places: a [`Node`] tree that remembers where every value stands, and [`Keys`], the reader of one table.
//!
//! serde was tried and put aside: it stops at the first error and knows neither the place nor what else is wrong, while an
//! author of rules wants every fault of a file at once. `Keys` reports unknown keys, wrong types and uncited numbers, and
//! lets its caller go on with the rest.

use std::cell::RefCell;
use std::collections::BTreeSet;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::syntax;
use crate::diag::Fault;
use crate::exact::Points;

/// A value of a rule file with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Which file of the load this stands in.
    pub file: usize,
    /// Byte offset in that file.
    pub at: usize,
    /// The value.
    pub value: Raw,
}

/// The shapes that a rule file may hold. Dates and binary floats have none: both are written as quoted text.
#[derive(Debug, Clone, PartialEq)]
pub enum Raw {
    /// Quoted text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// `true` or `false`.
    Flag(bool),
    /// `[ … ]`.
    List(Vec<Node>),
    /// A table, in the order of the file: key, its place, value.
    Table(Vec<(String, usize, Node)>),
    /// Anything else, by its TOML name.
    Other(&'static str),
}

/// The key that leaves a value to a convention (本地口径).
const OPEN: &str = "open";

/// What to do where it is written at a key that does not take it.
const NO_OPEN: &str = "写成定数；能留给口径的键见写法说明“哪些键能写 open”。";

impl Node {
    /// Whether this is `{ open = "…" }`.
    fn left_open(&self) -> bool {
        self.get(OPEN).is_some_and(|id| id.text().is_some())
    }

    /// The value behind `key`, when this is a table that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match &self.value {
            Raw::Table(entries) => entries.iter().find(|(name, ..)| name == key).map(|(.., node)| node),
            _ => None,
        }
    }

    /// Every text that stands here or anywhere under this node.
    pub fn texts<'n>(&'n self, into: &mut Vec<&'n str>) {
        match &self.value {
            Raw::Text(own) => into.push(own),
            Raw::List(items) => items.iter().for_each(|item| item.texts(into)),
            Raw::Table(entries) => entries.iter().for_each(|(.., value)| value.texts(into)),
            Raw::Integer(_) | Raw::Flag(_) | Raw::Other(_) => {}
        }
    }

    /// Whether this text stands here or anywhere under this node.
    #[must_use]
    pub fn says(&self, text: &str) -> bool {
        match &self.value {
            Raw::Text(own) => own == text,
            Raw::List(items) => items.iter().any(|item| item.says(text)),
            Raw::Table(entries) => entries.iter().any(|(.., value)| value.says(text)),
            Raw::Integer(_) | Raw::Flag(_) | Raw::Other(_) => false,
        }
    }

    /// The text, when this is text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Raw::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// The files of one load and everything wrong that was found in them.
#[derive(Debug, Default)]
pub struct Files {
    files: Vec<(String, String)>,
    faults: RefCell<Vec<Fault>>,
    /// What is no TOML.
    syntax: Vec<Fault>,
    /// Whether that leaves it open what the rules say.
    broken: bool,
}

impl Files {
    /// Parses `text` as the file `name`; what cannot be parsed is a fault and an empty table.
    pub fn parse(&mut self, name: &str, text: &str) -> Node {
        let file = self.files.len();
        self.files.push((name.to_owned(), text.to_owned()));
        let (table, errors) = DeTable::parse_recoverable(text);
        for told in syntax::told(&errors, text) {
            self.broken |= told.breaks;
            self.syntax.push(self.placed(file, told.at, told.why, told.mend.to_owned()));
        }
        convert_table(file, table.span().start, table.get_ref())
    }

    /// Notes one fault at a byte offset.
    pub fn fault(&self, file: usize, at: usize, why: impl Into<String>, mend: impl Into<String>) {
        let fault = self.placed(file, at, why.into(), mend.into());
        self.faults.borrow_mut().push(fault);
    }

    fn placed(&self, file: usize, at: usize, why: String, mend: String) -> Fault {
        let (name, text) = self.files.get(file).map_or(("", ""), |(name, text)| (name.as_str(), text.as_str()));
        let mut at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let before = &text[..at];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Fault {
            file: name.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            why,
            mend,
            readable: false,
        }
    }

    /// Notes one fault at a node.
    pub fn fault_at(&self, node: &Node, why: impl Into<String>, mend: impl Into<String>) {
        self.fault(node.file, node.at, why, mend);
    }

    /// Notes at a node what does not fit, though every rule was read ([`Fault::readable`]).
    pub fn misfit_at(&self, node: &Node, why: impl Into<String>, mend: impl Into<String>) {
        let fault = self.placed(node.file, node.at, why.into(), mend.into());
        self.faults.borrow_mut().push(Fault { readable: true, ..fault });
    }

    /// Whether nothing was found so far.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.faults.borrow().is_empty() && self.syntax.is_empty()
    }

    /// Everything found so far, in the order of the files. While some file cannot be told apart, only how to write it: what its
    /// rules lack nobody knows.
    #[must_use]
    pub fn into_faults(self) -> Vec<Fault> {
        let mut faults = if self.broken { Vec::new() } else { self.faults.into_inner() };
        faults.extend(self.syntax);
        let order = |name: &str| self.files.iter().position(|(file, _)| file == name);
        faults.sort_by_key(|fault| (order(&fault.file), fault.line, fault.column, fault.why.clone()));
        faults.dedup();
        faults
    }
}

fn convert_table(file: usize, at: usize, table: &DeTable<'_>) -> Node {
    let entries =
        table.iter().map(|(key, value)| (key.get_ref().to_string(), key.span().start, convert(file, value))).collect();
    Node { file, at, value: Raw::Table(entries) }
}

fn convert(file: usize, value: &Spanned<DeValue<'_>>) -> Node {
    let at = value.span().start;
    let value = match value.get_ref() {
        DeValue::String(text) => Raw::Text(text.to_string()),
        DeValue::Integer(integer) => {
            i64::from_str_radix(integer.as_str(), integer.radix()).map_or(Raw::Other("过大的整数"), Raw::Integer)
        }
        DeValue::Boolean(flag) => Raw::Flag(*flag),
        DeValue::Array(items) => Raw::List(items.iter().map(|item| convert(file, item)).collect()),
        DeValue::Table(table) => return convert_table(file, at, table),
        DeValue::Float(_) => Raw::Other("小数"),
        DeValue::Datetime(_) => Raw::Other("日期"),
    };
    Node { file, at, value }
}

/// Reads the keys of one table, each once, and reports the keys that nobody asked for.
#[derive(Debug)]
pub struct Keys<'n> {
    files: &'n Files,
    node: &'n Node,
    /// What this table is, in the author's words, for messages.
    what: String,
    /// The clause (条款) in force here: its own, else the nearest parent's.
    clause: Option<String>,
    /// Whether a number needs a clause: yes in a document's rules, no in local conventions.
    cited: bool,
    taken: RefCell<BTreeSet<String>>,
}

impl<'n> Keys<'n> {
    /// Opens a table; anything else is a fault.
    #[must_use]
    pub fn open(files: &'n Files, node: &'n Node, what: &str, cited: bool) -> Option<Self> {
        if !matches!(node.value, Raw::Table(_)) {
            files.fault_at(node, format!("{what}应是一个表"), "写成 { 键 = 值, … } 或 [表头] 形式。");
            return None;
        }
        let keys = Self { files, node, what: what.to_owned(), clause: None, cited, taken: RefCell::default() };
        Some(keys)
    }

    /// Opens any node as a table that inherits from this one, also one that a convention answers.
    pub(super) fn inside(&self, node: &'n Node, what: &str) -> Option<Self> {
        let mut keys = Self::open(self.files, node, what, self.cited && node.file == self.node.file)?;
        keys.clause.clone_from(&self.clause);
        keys.read_clause();
        Some(keys)
    }

    /// Takes the table's own `clause`, which its children inherit.
    pub fn read_clause(&mut self) {
        if let Some(clause) = self.text("clause") {
            self.clause = Some(clause);
        }
    }

    /// The clause in force, empty where none is.
    #[must_use]
    pub fn clause(&self) -> String {
        self.clause.clone().unwrap_or_default()
    }

    /// The files of this load, for faults of the caller's own.
    #[must_use]
    pub fn files(&self) -> &'n Files {
        self.files
    }

    /// The table itself.
    #[must_use]
    pub fn node(&self) -> &'n Node {
        self.node
    }

    /// The value of `key`, marked as read.
    #[must_use]
    pub fn take(&self, key: &str) -> Option<&'n Node> {
        self.taken.borrow_mut().insert(key.to_owned());
        self.node.get(key)
    }

    /// Whether the table has `key`; does not mark it.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.node.get(key).is_some()
    }

    /// Notes a fault at this table.
    pub fn fault(&self, why: impl Into<String>, mend: impl Into<String>) {
        self.files.fault_at(self.node, why, mend);
    }

    /// A required value; its absence is a fault.
    #[must_use]
    pub fn need(&self, key: &str) -> Option<&'n Node> {
        let found = self.take(key);
        if found.is_none() {
            self.fault(format!("{}缺少 {key}", self.what), format!("补写 {key} = …"));
        }
        found
    }

    /// Optional text.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<String> {
        self.take(key).and_then(|node| self.as_text(node, key))
    }

    /// Required text.
    #[must_use]
    pub fn need_text(&self, key: &str) -> Option<String> {
        self.need(key).and_then(|node| self.as_text(node, key))
    }

    fn as_text(&self, node: &Node, key: &str) -> Option<String> {
        let text = node.text().map(str::to_owned);
        if text.is_none() {
            self.wrong(node, key, format!("{key} 应是文字"), "用双引号括起来。");
        }
        text
    }

    /// Notes that a value is not what its key takes; one that is left to a convention is told as that.
    fn wrong(&self, node: &Node, key: &str, why: String, mend: impl Into<String>) {
        match node.left_open() {
            true => self.files.fault_at(node, format!("{key} 这里不能写 open"), NO_OPEN),
            false => self.files.fault_at(node, why, mend),
        }
    }

    /// Optional whole number.
    #[must_use]
    pub fn integer(&self, key: &str) -> Option<i64> {
        let node = self.take(key)?;
        match node.value {
            Raw::Integer(value) => Some(value),
            _ => {
                self.wrong(node, key, format!("{key} 应是整数"), "写成不带引号的整数。");
                None
            }
        }
    }

    /// `true` only when the key stands there as `true`.
    #[must_use]
    pub fn flag(&self, key: &str) -> bool {
        match self.take(key) {
            None => false,
            Some(Node { value: Raw::Flag(flag), .. }) => *flag,
            Some(node) => {
                self.wrong(node, key, format!("{key} 应是 true 或 false"), "写成 true 或 false。");
                false
            }
        }
    }

    /// Optional exact number, quoted or whole; in a document's rules it needs a clause.
    #[must_use]
    pub fn points(&self, key: &str) -> Option<Points> {
        self.take(key).and_then(|node| self.as_points(node, key))
    }

    /// An exact number from any node, quoted or whole.
    #[must_use]
    pub fn as_points(&self, node: &Node, key: &str) -> Option<Points> {
        if self.cited && self.clause.is_none() && node.file == self.node.file {
            self.files.fault_at(node, format!("{key} 的数没有条款依据"), "在本处或上级写 clause = \"…\"。");
        }
        let number = match &node.value {
            Raw::Integer(whole) => Some(Points::from(*whole)),
            Raw::Text(text) => text.parse().ok(),
            _ => None,
        };
        if number.is_none() {
            self.wrong(node, key, format!("{key} 应是数"), "小数写成带引号的文字，如 \"7.5\"。");
        }
        number
    }

    /// A list of texts; one text stands for a list of one; absent is empty.
    #[must_use]
    pub fn texts(&self, key: &str) -> Vec<String> {
        self.take(key).map(|node| self.as_texts(node, key)).unwrap_or_default()
    }

    /// A list of texts from any node.
    #[must_use]
    pub fn as_texts(&self, node: &Node, key: &str) -> Vec<String> {
        match &node.value {
            Raw::List(items) => items.iter().filter_map(|item| self.as_text(item, key)).collect(),
            _ => self.as_text(node, key).into_iter().collect(),
        }
    }

    /// The nodes of a list; a single value stands for a list of one; absent is empty.
    #[must_use]
    pub fn items(&self, key: &str) -> Vec<&'n Node> {
        match self.take(key) {
            None => Vec::new(),
            Some(Node { value: Raw::List(items), .. }) => items.iter().collect(),
            Some(node) => vec![node],
        }
    }

    /// Each table of a list, opened.
    #[must_use]
    pub fn tables(&self, key: &str, what: &str) -> Vec<Self> {
        self.items(key).into_iter().filter_map(|node| self.closed(node, key, what)).collect()
    }

    /// An optional table, opened.
    #[must_use]
    pub fn table(&self, key: &str, what: &str) -> Option<Self> {
        self.take(key).and_then(|node| self.closed(node, key, what))
    }

    /// Opens a table that no convention answers.
    fn closed(&self, node: &'n Node, key: &str, what: &str) -> Option<Self> {
        if node.left_open() {
            self.wrong(node, key, String::new(), "");
            return None;
        }
        self.inside(node, what)
    }

    /// Opens any node as a table that inherits from this one.
    #[must_use]
    pub fn open_inside(&self, node: &'n Node, what: &str) -> Option<Self> {
        self.closed(node, what, what)
    }

    /// One of a few words, as what it means; any other value is a fault that lists them.
    #[must_use]
    pub fn word<T: Copy>(&self, node: &Node, key: &str, words: &[(&str, T)]) -> Option<T> {
        let found = words.iter().find(|(word, _)| node.text() == Some(word)).map(|(_, meaning)| *meaning);
        if found.is_none() {
            let all = words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join("、");
            self.wrong(node, key, format!("{key} 没有这种写法"), format!("可用：{all}。"));
        }
        found
    }

    /// The entries of this table, in the order of the file, all marked as read.
    #[must_use]
    pub fn entries(&self) -> Vec<(&'n str, &'n Node)> {
        let Raw::Table(entries) = &self.node.value else { return Vec::new() };
        self.taken.borrow_mut().extend(entries.iter().map(|(key, ..)| key.clone()));
        entries.iter().map(|(key, _, node)| (key.as_str(), node)).collect()
    }

    /// Ends the reading: every key that nobody asked for is a fault, with the nearest known key as the mend.
    pub fn done(self) {
        let Raw::Table(entries) = &self.node.value else { return };
        let taken = self.taken.borrow();
        for (key, at, _) in entries.iter().filter(|(key, ..)| !taken.contains(key)) {
            let near = taken.iter().find(|known| near(known, key));
            let mend = near.map_or_else(
                || format!("可用的键：{}。", taken.iter().cloned().collect::<Vec<_>>().join("、")),
                |known| format!("是不是 {known}？"),
            );
            self.files.fault(self.node.file, *at, format!("{}不认识键 {key}", self.what), mend);
        }
    }
}

/// Whether two keys differ by one or two slips: enough to guess what was meant.
fn near(known: &str, typed: &str) -> bool {
    known.chars().count() > 2 && strsim::levenshtein(known, typed) <= 2
}
