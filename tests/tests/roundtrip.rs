//! Every case through LibreOffice: its workbook is written, saved again by LibreOffice, and scored by the command line.
//! The JSON must be the same, byte for byte, as of the case's own cells.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by stopping")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use bangfu_tests::files::{self, Entry};

/// The command line, built as this test was.
fn bangfu() -> PathBuf {
    let mut build = Command::new(env!("CARGO"));
    build.args(["build", "--quiet", "--locked", "--package", "bangfu", "--message-format", "json"]);
    if !cfg!(debug_assertions) {
        build.arg("--release");
    }
    let done = build.current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let text = String::from_utf8(done.stdout).unwrap();
    let messages = text.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let executable = messages.filter_map(|message| message["executable"].as_str().map(PathBuf::from)).next_back();
    executable.unwrap()
}

/// Workbooks that LibreOffice is given at once; after some two hundred it ends without a word.
const AT_ONCE: usize = 100;

/// An empty folder of this test's own.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("roundtrip").join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// What the command line gives for an entry's file in `folder`.
fn score(bangfu: &Path, folder: &Path, entry: &Entry) -> String {
    let done = Command::new(bangfu).arg("score").arg(folder.join(&entry.file)).args(&entry.args).output().unwrap();
    // Every entry is scored with --unit; where the workbook names its units, the command line says that it was not used.
    let said = String::from_utf8(done.stderr).unwrap();
    assert!(said.lines().all(|line| line.contains("没有用上")), "“{}”: {said}", entry.name);
    String::from_utf8(done.stdout).unwrap()
}

/// The first line in which two reports differ.
fn difference(expected: &str, got: &str) -> Option<String> {
    if expected.trim_end() == got.trim_end() {
        return None;
    }
    let pair = expected.lines().zip(got.lines()).enumerate().find(|(_, (expected, got))| expected != got);
    let (at, (expected, got)) = pair.unwrap_or((0, ("as long", "longer or shorter")));
    Some(format!("line {}\n    expected {}\n    got      {}", at + 1, expected.trim(), got.trim()))
}

fn agree(entries: &[Entry], folder: &Path) {
    let bangfu = bangfu();
    let wrong = entries.iter().filter_map(|entry| {
        difference(&entry.json, &score(&bangfu, folder, entry)).map(|said| format!("“{}” {said}", entry.name))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), entries.len(), wrong.join("\n"));
}

#[test]
fn the_command_line_agrees() {
    let written = folder("written");
    let entries = files::write(&written).unwrap();
    assert!(entries.len() > 90, "{} rounds", entries.len());
    agree(&entries, &written);
}

#[test]
fn workbooks_saved_by_libreoffice_agree() {
    let (written, saved, profile) = (folder("for-libreoffice"), folder("saved"), folder("profile"));
    let entries = files::write(&written).unwrap();
    let mut books: Vec<PathBuf> = entries.iter().map(|entry| written.join(&entry.file)).collect();
    books.dedup();
    for some in books.chunks(AT_ONCE) {
        let office = Command::new("soffice")
            .arg(format!("-env:UserInstallation=file://{}", profile.display()))
            .args(["--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"])
            .arg(&saved)
            .args(some)
            .output();
        let Ok(office) = office else {
            // Written past the harness, which hides what a passing test prints.
            let _ = writeln!(std::io::stderr(), "SKIPPED: no soffice here, so no workbook was saved by LibreOffice");
            return;
        };
        assert!(office.status.success(), "{}", String::from_utf8_lossy(&office.stderr));
    }
    for book in &books {
        let name = book.file_name().unwrap();
        let (before, after) = (std::fs::read(book).unwrap(), std::fs::read(saved.join(name)).unwrap());
        assert_ne!(before, after, "LibreOffice did not write {}", name.display());
    }
    agree(&entries, &saved);
}
