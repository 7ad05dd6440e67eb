//! The schemes that come with the program: the folders of `crate/schemes`, put in by the build script.

use std::sync::LazyLock;

use super::folder::Folder as Texts;
use super::model::Scheme;
use crate::diag::Fault;

/// One scheme folder as text.
#[derive(Debug, Clone, Copy)]
pub struct Folder {
    /// The folder's name, which is the scheme's id.
    pub id: &'static str,
    /// `scheme.toml`.
    pub scheme: &'static str,
    /// `conventions.toml`.
    pub conventions: &'static str,
    /// `forms.toml`.
    pub forms: &'static str,
    /// `cases.toml`; its first case marked `sample = true` is the sample ledger.
    pub cases: &'static str,
    /// `official.txt`, the fingerprints of what the scheme quotes.
    pub official: &'static str,
}

mod generated {
    use super::Folder;

    include!(concat!(env!("OUT_DIR"), "/schemes.rs"));
}

/// Every built-in scheme folder, by id.
#[must_use]
pub fn folders() -> &'static [Folder] {
    generated::FOLDERS
}

/// The id of the scheme that is meant where nothing says another (`crate/schemes/first.txt`).
#[must_use]
pub fn first() -> &'static str {
    generated::FIRST
}

/// The built-in ledger dictionary.
#[must_use]
pub fn ledger() -> &'static str {
    generated::LEDGER
}

/// The built-in shared conventions.
#[must_use]
pub fn shared_conventions() -> &'static str {
    generated::SHARED
}

/// Every built-in scheme without a fault, loaded once.
#[must_use]
pub fn all() -> &'static [Scheme] {
    static ALL: LazyLock<Vec<Scheme>> = LazyLock::new(|| {
        let whole = |folder: &Folder| scheme(folder.id).filter(|(_, faults)| faults.is_empty())?.0;
        folders().iter().filter_map(whole).collect()
    });
    &ALL
}

/// A built-in scheme, loaded once; `None` for an unknown id.
#[must_use]
pub fn loaded(id: &str) -> Option<&'static Scheme> {
    all().iter().find(|scheme| scheme.id == id)
}

/// Loads a built-in scheme; `None` for an unknown id. The tests hold that no built-in scheme has a fault.
#[must_use]
pub fn scheme(id: &str) -> Option<(Option<Scheme>, Vec<Fault>)> {
    Some(texts(id)?.load())
}

/// The texts of a built-in scheme as those of any other folder; `None` for an unknown id.
#[must_use]
pub fn texts(id: &str) -> Option<Texts> {
    let folder = folders().iter().find(|folder| folder.id == id)?;
    Some(Texts {
        name: id.to_owned(),
        scheme: folder.scheme.to_owned(),
        conventions: folder.conventions.to_owned(),
        forms: folder.forms.to_owned(),
        ledger: None,
        shared: None,
    })
}
