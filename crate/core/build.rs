//! Puts the scheme folders into the library: every folder of `crate/schemes` with a `scheme.toml`, by name.
//! A new scheme is a new folder; no Rust changes.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let schemes =
        Path::new(&env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?).join("../schemes").canonicalize()?;
    println!("cargo::rerun-if-changed={}", schemes.display());
    let text = |path: &Path| {
        println!("cargo::rerun-if-changed={}", path.display());
        format!("include_str!({:?})", path.display().to_string())
    };
    let mut folders: Vec<_> = fs::read_dir(&schemes)?.filter_map(Result::ok).map(|entry| entry.path()).collect();
    folders.retain(|folder| folder.join("scheme.toml").is_file());
    folders.sort();
    let first = schemes.join("first.txt");
    println!("cargo::rerun-if-changed={}", first.display());
    let first = fs::read_to_string(first)?.trim().to_owned();
    if !folders.iter().any(|folder| folder.ends_with(&first)) {
        return Err(io::Error::other(format!("first.txt names {first}, which is no scheme folder")));
    }
    let mut code = format!(
        "pub(super) const FIRST: &str = {first:?};\npub(super) const LEDGER: &str = {};\npub(super) const SHARED: &str = {};\npub(super) const FOLDERS: &[Folder] = &[\n",
        text(&schemes.join("ledger.toml")),
        text(&schemes.join("conventions.toml")),
    );
    for folder in folders {
        let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let file = |name: &str| {
            let path = folder.join(name);
            if path.is_file() { text(&path) } else { "\"\"".to_owned() }
        };
        writeln!(
            code,
            "    Folder {{ id: {name:?}, scheme: {}, conventions: {}, forms: {}, cases: {}, official: {} }},",
            file("scheme.toml"),
            file("conventions.toml"),
            file("forms.toml"),
            file("cases.toml"),
            file("official.txt"),
        )
        .map_err(io::Error::other)?;
    }
    code.push_str("];\n");
    fs::write(Path::new(&env::var("OUT_DIR").map_err(io::Error::other)?).join("schemes.rs"), code)
}
