//! Project files as another program would have written them: changed, with hashes that fit.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// The text with its first hash made anew.
#[must_use]
pub fn sealed(text: &str) -> String {
    let whole = text.split_once("\"hash\":\"").and_then(|(before, rest)| Some((before, rest.get(64..)?)));
    let Some((before, after)) = whole else { return text.to_owned() };
    let before = format!("{before}\"hash\":\"");
    let digest = Sha256::new().chain_update(&before).chain_update(after).finalize();
    let digits = digest.iter().fold(String::new(), |mut digits, byte| {
        // Writing to a text never fails.
        let _ = write!(digits, "{byte:02x}");
        digits
    });
    before + &digits + after
}

/// The file with one text in the place of another wherever it stands, every hash made anew.
#[must_use]
pub fn forged(text: &str, old: &str, new: &str) -> String {
    let (head, rest) = text.split_once('\n').unwrap_or((text, ""));
    let line = |line: &str| {
        let (own, end) = line.strip_suffix(',').map_or((line, ""), |own| (own, ","));
        match own.strip_prefix("\"about\":") {
            Some(about) => format!("\"about\":{}{end}", sealed(about)),
            None => sealed(own) + end,
        }
    };
    let rest: Vec<String> = rest.replace(old, new).lines().map(line).collect();
    sealed(&format!("{head}\n{}\n", rest.join("\n")))
}
