//! The made-up scheme, which uses every word of the rule language: a folder as a local office brings one along.

use std::path::{Path, PathBuf};

use bangfu_core::scheme::builtin;
use bangfu_core::scheme::load::{Sources, load};
use bangfu_core::scheme::model::Scheme;

use crate::case::{self, Case};

/// Where it is.
#[must_use]
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/made-up")
}

/// One of its files.
///
/// # Errors
/// What keeps it from being read.
pub fn text(name: &str) -> Result<String, String> {
    std::fs::read_to_string(folder().join(name)).map_err(|error| format!("{name}: {error}"))
}

/// A scheme from the texts of its files: rules, conventions, forms.
///
/// # Errors
/// Its faults.
pub fn load_texts([scheme, conventions, forms]: [&str; 3]) -> Result<Scheme, String> {
    let (scheme, faults) = load(&Sources {
        ledger: ("ledger.toml", builtin::ledger()),
        shared: ("shared.toml", builtin::shared_conventions()),
        scheme: ("scheme.toml", scheme),
        conventions: ("conventions.toml", conventions),
        forms: ("forms.toml", forms),
    });
    if !faults.is_empty() {
        return Err(faults.iter().map(|fault| format!("{fault}\n")).collect());
    }
    scheme.ok_or_else(|| "no track".to_owned())
}

/// The scheme itself.
///
/// # Errors
/// Its faults, or what keeps it from being read.
pub fn scheme() -> Result<Scheme, String> {
    load_texts([&text("scheme.toml")?, &text("conventions.toml")?, &text("forms.toml")?])
}

/// Its cases.
///
/// # Errors
/// Their faults, or what keeps them from being read.
pub fn cases() -> Result<Vec<Case>, String> {
    let (cases, faults) = case::read("made-up/cases.toml", &text("cases.toml")?);
    if faults.is_empty() { Ok(cases) } else { Err(faults.iter().map(|fault| format!("{fault}\n")).collect()) }
}
