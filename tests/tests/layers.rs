//! What imports what, and what the core must never hold.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by stopping")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The crates that each crate may use of this workspace: `wasm → office → core`, `cli → cases → office`.
const CRATES: [(&str, &[&str]); 5] = [
    ("core", &[]),
    ("office", &["bangfu-core"]),
    ("wasm", &["bangfu-core", "bangfu-office"]),
    ("cases", &["bangfu-core", "bangfu-office"]),
    ("cli", &["bangfu-cases", "bangfu-core", "bangfu-office"]),
];

/// The modules of the core in the order of the flow: a later one may use an earlier one.
const FLOW: &str = "basis diag exact mean ledger scheme dossier step plan metric rating ticks judgement compare survey score total tier \
                    fit wording report verdict evaluate advise cohort display explain form edit checked screen lib";

/// The modules whose rules a scheme file holds: each reads its own words, so reading a scheme uses them.
const RULES: &str = "metric rating ticks compare score total tier";

/// The imports against the flow, each with its reason. One that is no longer there must leave this list.
const AGAINST: [(&str, &str, &str); 4] = [
    ("ledger", "scheme", "the dictionary is a rule file too, read with the same reader that knows places"),
    ("judgement", "score", "points for a computed indicator are an override: the measure says which it is"),
    ("verdict", "evaluate", "the sentence under a tier is about what evaluating found"),
    ("evaluate", "advise", "the report of a unit ends with advice, which evaluates it once more with other rows"),
];

/// What makes a result depend on the machine, the day or the order of a hash.
const ABSENT: [&str; 15] = [
    "std::fs",
    "std::io",
    "std::net",
    "std::env",
    "std::time",
    "std::thread",
    "SystemTime",
    "f32",
    "f64",
    "HashMap",
    "HashSet",
    "wasm_bindgen",
    "js_sys",
    "web_sys",
    "println!",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../crate")
}

/// Every Rust file under a folder, with its text free of comments.
fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let code = text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>();
            found.push((path, code.join("\n")));
        }
    }
    found.sort();
    found
}

/// The words of this code that stand behind `crate::`.
fn imports(code: &str) -> BTreeSet<String> {
    let word = |rest: &str| -> String { rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect() };
    code.match_indices("crate::").map(|(at, found)| word(&code[at + found.len()..])).collect()
}

/// The module of the core that a file belongs to.
fn module(path: &Path, core: &Path) -> String {
    let first = path.strip_prefix(core).unwrap().components().next().unwrap();
    first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
}

#[test]
fn crates_use_each_other_one_way() {
    for (name, may) in CRATES {
        let text = std::fs::read_to_string(root().join(name).join("Cargo.toml")).unwrap();
        let own = text
            .lines()
            .filter_map(|line| line.split(['.', ' ', '=']).next())
            .filter(|word| word.starts_with("bangfu-"));
        let uses: BTreeSet<&str> = own.collect();
        assert_eq!(uses, may.iter().copied().collect(), "crate/{name}");
    }
}

#[test]
fn the_core_is_used_in_the_order_of_the_flow() {
    let core = root().join("core/src");
    let place = |module: &str| {
        let found = FLOW.split_whitespace().position(|known| known == module);
        assert!(found.is_some(), "{module} has no place in the flow");
        found
    };
    let mut against = BTreeSet::new();
    for (path, code) in sources(&core) {
        let own = module(&path, &core);
        assert!(!code.contains("crate::{"), "{}: one import a line", path.display());
        for other in imports(&code).into_iter().filter(|other| *other != own) {
            let reads_rules = own == "scheme" && RULES.split_whitespace().any(|rules| rules == other);
            if place(&other) > place(&own) && !reads_rules {
                against.insert((own.clone(), other));
            }
        }
    }
    let known: BTreeSet<(String, String)> =
        AGAINST.iter().map(|(own, other, _)| ((*own).to_owned(), (*other).to_owned())).collect();
    assert_eq!(against, known);
}

#[test]
fn the_core_is_pure() {
    for (path, code) in sources(&root().join("core/src")) {
        for word in ABSENT {
            let stands_alone = |at: usize| {
                let around = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
                !around(code[..at].chars().next_back()) && !around(code[at + word.len()..].chars().next())
            };
            let found = code.match_indices(word).any(|(at, _)| stands_alone(at));
            assert!(!found, "{} holds {word}", path.display());
        }
    }
}

/// No rule lives in Rust: no crate names a scheme or a convention, and the engine no sheet.
#[test]
fn nothing_names_a_scheme() {
    for (path, code) in CRATES.iter().flat_map(|(name, _)| sources(&root().join(name).join("src"))) {
        for word in ["kunming", "central-20", "guangdong", "east-west", "\"KM-", "\"G-", "\"调研走访\"", "\"宣传报道\""]
        {
            assert!(!code.contains(word), "{} holds {word}", path.display());
        }
    }
}
