//! Every word of the rule language: the made-up scheme or a small one uses it, and the guide for authors tells it.
//!
//! The words are taken from the sources of the readers: what they ask a table for, and what they compare a value with. A
//! word that is added to a reader and nowhere else fails here.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by stopping")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use bangfu_core::ledger::dictionary::{Field, Kind};
use bangfu_core::scheme::model::Scheme;
use bangfu_core::scheme::read::{Files, Node, Raw};
use bangfu_tests::case::{self, Case};
use bangfu_tests::{made_up, run};

/// The readers of scheme files, under `crate/core/src`.
const READERS: [&str; 11] = [
    "scheme",
    "score",
    "score.rs",
    "metric",
    "total",
    "tier",
    "tier.rs",
    "ticks.rs",
    "rating.rs",
    "compare.rs",
    "survey.rs",
];

/// The readers that scheme files share with the dictionary.
const SHARED: [&str; 3] = ["ledger/dictionary.rs", "ledger/dictionary", "ledger/period.rs"];

/// Words that only the built-in dictionary writes: what the engine itself looks for there.
const DICTIONARY: [&str; 12] = [
    "common",
    "settings",
    "ratings",
    "setting",
    "indicator",
    "convention",
    "reason",
    "score",
    "level",
    "category",
    "place",
    "year",
];

/// What precedes a key that a reader asks for.
const ASKS: [&str; 17] = [
    "text(",
    "need_text(",
    "texts(",
    "points(",
    "flag(",
    "integer(",
    "take(",
    "has(",
    "need(",
    "items(",
    "tables(",
    "table(",
    "field_at(",
    "conditions_at(",
    "read_all(",
    "slot(",
    "field(",
];

#[derive(Debug, Default)]
struct Words {
    keys: BTreeSet<String>,
    values: BTreeSet<String>,
}

/// Holds cases against a scheme.
fn hold(scheme: &Scheme, cases: &[Case]) {
    assert!(!cases.is_empty());
    let mut failures = Vec::new();
    for case in cases {
        for round in &case.rounds {
            let wrong = run::wrong(scheme, case, round, run::grids(scheme, case));
            failures.extend(wrong.iter().map(|wrong| format!("“{}” {:?}\n    {wrong}", case.name, round.set)));
        }
    }
    assert!(failures.is_empty(), "{} not as expected:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn the_made_up_scheme_comes_to_what_was_computed_by_hand() {
    hold(&made_up::scheme().unwrap(), &made_up::cases().unwrap());
}

/// The example at the end of the guide loads as it stands and comes to what it says.
#[test]
fn the_example_of_the_guide_is_right() {
    let guide = guide();
    let block = |name: &str| {
        let rest = guide.split(&format!("<!-- demo {name} -->\n```toml\n")).nth(1).unwrap();
        rest.split("\n```").next().unwrap()
    };
    let scheme = made_up::load_texts([block("scheme.toml"), block("conventions.toml"), ""]).unwrap();
    let (cases, faults) = case::read("cases.toml", block("cases.toml"));
    assert_eq!(faults, Vec::new());
    hold(&scheme, &cases);
}

fn guide() -> String {
    std::fs::read_to_string(core().join("../../schemes/README.md")).unwrap()
}

fn core() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../crate/core/src")
}

/// The code of a file or of all files of a folder, without comments.
fn code(path: &Path) -> String {
    if path.is_dir() {
        let mut paths: Vec<PathBuf> = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        return paths.iter().map(|path| code(path)).collect();
    }
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.map(|line| format!("{}\n", line.trim())).collect()
}

/// The literals of some code: what stands before each, itself, and what stands behind it.
fn literals(code: &str) -> Vec<(&str, &str, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = code[at..].find('"').map(|open| at + open) {
        let mut close = open + 1;
        while let Some(next) = code[close..].find('"').map(|next| close + next) {
            close = next;
            if !code[..next].ends_with('\\') {
                break;
            }
            close += 1;
        }
        found.push((&code[..open], &code[open + 1..close], &code[close + 1..]));
        at = close + 1;
    }
    found
}

/// Whether a literal can be a word of the language, and no message.
fn is_word(text: &str) -> bool {
    let latin =
        text.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '_' | ' ')) && text.starts_with(|c: char| c != ' ');
    let window = ["年", "季度", "年末"].iter().any(|end| text.ends_with(end)) && text.chars().count() <= 4;
    !text.is_empty() && (latin || window)
}

fn words(code: &str, into: &mut Words) {
    for (before, text, behind) in literals(code).into_iter().filter(|(_, text, _)| is_word(text)) {
        let (before, behind) = (before.trim_end(), behind.trim_start());
        // `slot(keys, "word"` and `slot(&keys, "word"`: the table stands first.
        let call = before.strip_suffix("keys,").map_or(before, |call| call.trim_end_matches(['&', ' ']));
        let call = call.trim_end_matches('\n');
        let asked = ASKS.iter().any(|ask| {
            call.strip_suffix(ask).is_some_and(|rest| !rest.ends_with(|c: char| c.is_alphanumeric() || c == '_'))
        });
        if asked {
            into.keys.insert(text.to_owned());
        } else if before.ends_with('(') && behind.starts_with(',')
            || before.ends_with("Some(")
            || behind.starts_with("=>")
            || (before.ends_with('|') && behind.starts_with("=>"))
        {
            into.values.insert(text.to_owned());
        }
    }
}

fn language() -> Words {
    let mut found = Words::default();
    for reader in READERS.iter().chain(&SHARED) {
        words(&code(&core().join(reader)), &mut found);
    }
    found
}

/// Everything that a TOML text says: its keys and its words.
fn said(node: &Node, into: &mut Words) {
    match &node.value {
        Raw::Text(text) => {
            into.values.insert(text.clone());
        }
        Raw::List(items) => items.iter().for_each(|item| said(item, into)),
        Raw::Table(entries) => {
            for (key, _, value) in entries {
                into.keys.insert(key.clone());
                said(value, into);
            }
        }
        Raw::Integer(_) | Raw::Flag(_) | Raw::Other(_) => {}
    }
}

fn nodes() -> (Vec<Node>, Words) {
    let (mut files, mut nodes, mut words) = (Files::default(), Vec::new(), Words::default());
    for name in ["scheme.toml", "conventions.toml", "forms.toml"] {
        let node = files.parse(name, &made_up::text(name).unwrap());
        said(&node, &mut words);
        nodes.push(node);
    }
    // What the made-up scheme has no room for, a small one says.
    for folder in std::fs::read_dir(made_up::folder().with_file_name("small")).unwrap() {
        let folder = folder.unwrap().path();
        for name in ["scheme.toml", "conventions.toml"] {
            let text = std::fs::read_to_string(folder.join(name)).unwrap_or_default();
            said(&files.parse(name, &text), &mut words);
        }
    }
    (nodes, words)
}

/// The words of the language that are neither keys nor values of `found`. A key may stand for what a reader compares with
/// its name, as in `total_at_least`.
fn missing(language: &Words, found: &Words) -> Vec<String> {
    let keys = language.keys.iter().filter(|word| !found.keys.contains(*word));
    let values = language.values.iter().filter(|word| !found.keys.contains(*word) && !found.values.contains(*word));
    let missing: BTreeSet<&String> = keys.chain(values).collect();
    missing.into_iter().filter(|word| !DICTIONARY.contains(&word.as_str())).cloned().collect()
}

#[test]
fn the_readers_say_which_words_there_are() {
    let found = language();
    for key in ["metric", "gate", "rebase", "ranks", "pool", "extend", "months_rule"] {
        assert!(found.keys.contains(key), "{key} is asked for and was not found");
    }
    for value in ["rank_points", "strict", "weighted", "第四季度", "half_up"] {
        assert!(found.values.contains(value), "{value} is compared with and was not found");
    }
    assert!(found.keys.len() > 150 && found.values.len() > 100, "{} {}", found.keys.len(), found.values.len());
}

#[test]
fn the_made_up_and_the_small_schemes_use_every_word() {
    let (_, said) = nodes();
    assert_eq!(missing(&language(), &said), Vec::<String>::new());
}

/// The same for each measure by itself: its own keys in an indicator or part that is judged by it.
#[test]
fn every_measure_is_used_with_all_its_words() {
    let (nodes, _) = nodes();
    let mut tables: BTreeMap<String, Words> = BTreeMap::new();
    nodes.iter().for_each(|node| measured(node, &nodes[1], &mut tables));
    let mut wrong = Vec::new();
    for entry in std::fs::read_dir(core().join("score")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let Some(found) = tables.get(&name) else { continue };
        let mut own = Words::default();
        words(&code(&path), &mut own);
        own.values.clear();
        wrong.extend(missing(&own, found).into_iter().map(|word| format!("{name}: {word}")));
    }
    let none: Vec<String> = language()
        .values
        .into_iter()
        .filter(|word| core().join(format!("score/{word}.rs")).is_file() && !tables.contains_key(word))
        .collect();
    assert_eq!((wrong, none), (Vec::new(), Vec::new()));
}

/// By measure: what the tables say that are judged by it, with what conventions answer in them.
fn measured(node: &Node, conventions: &Node, tables: &mut BTreeMap<String, Words>) {
    match &node.value {
        Raw::List(items) => items.iter().for_each(|item| measured(item, conventions, tables)),
        Raw::Table(entries) => {
            if let Some(measure) = node.get("measure").and_then(Node::text) {
                let words = tables.entry(measure.to_owned()).or_default();
                said(node, words);
                let answers: Vec<&Node> = words.values.iter().filter_map(|id| conventions.get(id)).collect();
                answers.into_iter().for_each(|answer| said(answer, words));
            }
            entries.iter().for_each(|(.., value)| measured(value, conventions, tables));
        }
        Raw::Text(_) | Raw::Integer(_) | Raw::Flag(_) | Raw::Other(_) => {}
    }
}

#[test]
fn the_guide_tells_every_word() {
    let guide = guide();
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut told = BTreeSet::new();
    for word in guide.split(|c: char| !is_part(c)) {
        told.insert(word.to_owned());
    }
    let all = language();
    let silent: BTreeSet<&String> = all
        .keys
        .iter()
        .chain(&all.values)
        .filter(
            |word| if word.is_ascii() && !word.contains(' ') { !told.contains(*word) } else { !guide.contains(*word) },
        )
        .filter(|word| !DICTIONARY.contains(&word.as_str()))
        .collect();
    assert_eq!(silent, BTreeSet::new());
}

/// The keys that can be left to a convention: those that a reader asks for with `slot`, by name.
#[test]
fn the_guide_tells_every_key_that_takes_open() {
    let guide = guide();
    let section = guide.split("\n## 哪些键能写 `open`\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let told: BTreeSet<&str> = section.split('`').skip(1).step_by(2).collect();
    let mut open = BTreeSet::new();
    for reader in READERS {
        let code = code(&core().join(reader));
        for (before, word, _) in literals(&code) {
            let call = before.trim_end().strip_suffix("keys,").or_else(|| before.trim_end().strip_suffix("inner,"));
            if is_word(word) && call.is_some_and(|call| call.trim_end_matches('&').ends_with("slot(")) {
                open.insert(word.to_owned());
            }
        }
    }
    assert!(open.len() > 40, "{open:?}");
    let silent: Vec<&String> = open.iter().filter(|word| !told.contains(word.as_str())).collect();
    assert_eq!(silent, Vec::<&String>::new());
}

/// The sheets of the ledger, their columns and their choices, for an author who has not seen the dictionary.
#[test]
fn the_guide_lists_every_sheet_and_column() {
    let guide = guide();
    let rows: Vec<&str> = guide.lines().filter(|line| line.starts_with("| ")).collect();
    let (common, mut missing) = (["序号", "单位名称", "帮扶对象", "佐证材料编号", "备注"], Vec::new());
    let scheme = bangfu_core::scheme::builtin::loaded("kunming-2022").unwrap();
    for sheet in &scheme.dictionary.sheets {
        let row = rows.iter().find(|row| row.starts_with(&format!("| {} |", sheet.name)));
        let Some(row) = row else {
            missing.push(sheet.name.clone());
            continue;
        };
        let choices = |field: &Field| match &field.kind {
            Kind::Choice(of) => of.iter().map(|(word, _)| word.clone()).collect(),
            _ => Vec::new(),
        };
        let words = sheet.fields.iter().flat_map(|field| std::iter::once(field.name.clone()).chain(choices(field)));
        let left = words.filter(|word| !common.contains(&word.as_str()) && !row.contains(word.as_str()));
        missing.extend(left.map(|word| format!("{}：{word}", sheet.name)));
    }
    assert_eq!(missing, Vec::<String>::new());
}
