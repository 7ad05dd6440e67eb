//! Faulty scheme files: each of `broken/*.toml` holds faults on purpose and tells, at its top, what the loader must say.
//!
//! ```toml
//! # fault 27:5 指标号 1.1 用了两次 → 每个指标号只用一次
//! ```
//!
//! Line and column, a part of what is wrong, a part of how to mend it: the whole list, nothing more may be said. Lines
//! after `# conventions.toml` or `# forms.toml` are that file; every line keeps its number.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by stopping")]

use std::path::Path;

use bangfu_core::diag::Fault;
use bangfu_core::scheme::builtin;
use bangfu_core::scheme::load::{Sources, load};
use bangfu_core::scheme::read::Files;

const PARTS: [&str; 3] = ["scheme.toml", "conventions.toml", "forms.toml"];

/// One fault that must be told.
#[derive(Debug)]
struct Expected {
    line: usize,
    column: usize,
    why: String,
    mend: String,
}

/// The lines of one part; those of the others are blank, so that every line keeps its number.
fn part(text: &str, name: &str) -> String {
    let mut own = name == PARTS[0];
    let mut lines = Vec::new();
    for line in text.lines() {
        if let Some(part) = line.strip_prefix("# ").filter(|part| PARTS.contains(part)) {
            own = part == name;
        }
        lines.push(if own { line } else { "" });
    }
    lines.join("\n")
}

fn faults(text: &str) -> Vec<Fault> {
    let [scheme, conventions, forms] = PARTS.map(|name| part(text, name));
    load(&Sources {
        ledger: ("ledger.toml", builtin::ledger()),
        shared: ("shared.toml", ""),
        scheme: (PARTS[0], &scheme),
        conventions: (PARTS[1], &conventions),
        forms: (PARTS[2], &forms),
    })
    .1
}

fn expected(text: &str) -> Vec<Expected> {
    let lines = text.lines().filter_map(|line| line.strip_prefix("# fault "));
    let read = lines.map(|line| {
        let (place, said) = line.split_once(' ').unwrap();
        let (row, column) = place.split_once(':').unwrap();
        let (why, mend) = said.split_once(" → ").unwrap();
        let number = |text: &str| text.parse().unwrap();
        Expected { line: number(row), column: number(column), why: why.to_owned(), mend: mend.to_owned() }
    });
    read.collect()
}

impl Expected {
    fn is(&self, fault: &Fault) -> bool {
        (self.line, self.column) == (fault.line, fault.column)
            && fault.why.contains(&self.why)
            && fault.mend.contains(&self.mend)
    }
}

/// The files of a folder, by name.
fn texts(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let name = |file: &Path| file.file_name().unwrap().to_string_lossy().into_owned();
    files.iter().map(|file| (name(file), std::fs::read_to_string(file).unwrap())).collect()
}

/// What is wrong with one file's expectations.
fn failures(name: &str, text: &str) -> Vec<String> {
    let (faults, expected) = (faults(text), expected(text));
    let missing = expected.iter().filter(|expected| !faults.iter().any(|fault| expected.is(fault)));
    let more = faults.iter().filter(|fault| !expected.iter().any(|expected| expected.is(fault)));
    let missing = missing.map(|expected| format!("{name}: not told: {expected:?}"));
    missing.chain(more.map(|fault| format!("{name}: told besides: {fault}"))).collect()
}

/// Near misses: what each of `good/*.toml` says may look like a fault of `broken/`, and is none.
#[test]
fn what_is_right_is_not_told() {
    for (name, text) in texts("good") {
        assert_eq!(faults(&text), Vec::new(), "{name}");
    }
}

#[test]
fn every_fault_is_told_with_its_place_and_its_mend() {
    let files = texts("broken");
    assert!(files.len() >= 40, "{} files", files.len());
    let mut wrong = Vec::new();
    for (name, text) in files {
        assert_eq!(expected(&text).is_empty(), name == "none.toml", "{name}");
        wrong.extend(failures(&name, &text));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A slip of the pen at any place of a file is told in Chinese, as one of the kinds that are known, and not a hundred times.
#[test]
fn every_slip_of_the_pen_is_told_in_words() {
    let whole = part(&texts("broken").into_iter().find(|(name, _)| name == "none.toml").unwrap().1, PARTS[0]);
    let (mut wrong, mut slips) = (Vec::new(), 0);
    let places: Vec<(usize, char)> = whole.char_indices().filter(|(at, _)| *at < 1000).collect();
    for (at, sign) in places {
        let without = format!("{}{}", &whole[..at], &whole[at + sign.len_utf8()..]);
        let with = |typed: &str| format!("{}{typed}{}", &whole[..at], &whole[at..]);
        let typed = ["\"", "[", "]", "{", "}", ",", "=", "\\", "，", "“"].map(with);
        for text in std::iter::once(without).chain(typed) {
            let mut files = Files::default();
            let _ = files.parse(PARTS[0], &text);
            let faults = files.into_faults();
            slips += usize::from(!faults.is_empty());
            let unknown = |fault: &&Fault| {
                fault.why.contains("这一行的写法不对") || fault.why.chars().any(|c| c.is_ascii_alphabetic())
            };
            wrong.extend(faults.iter().find(unknown).map(|fault| format!("{at} {sign:?}: {fault}")));
            if faults.len() > 12 {
                wrong.push(format!("{at} {sign:?}: {} faults, first {}", faults.len(), faults[0]));
            }
        }
    }
    assert!(slips > 1000, "{slips} slips");
    assert!(wrong.is_empty(), "{} of {slips}:\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
}
