//! A scheme folder that the program does not know: every command takes its path, and no Rust changes.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by stopping")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/tests/made-up")
}

fn bangfu(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bangfu")).args(args).output().unwrap()
}

/// What a run prints; one that does not end well stops the test.
fn printed(args: &[&str]) -> String {
    let run = bangfu(args);
    assert!(run.status.success(), "{args:?}: {}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap()
}

#[test]
fn check_template_score_and_tier_take_a_path() {
    let scheme = folder();
    let scheme = scheme.to_str().unwrap();
    assert!(printed(&["check", scheme]).contains("没有发现错误"));
    let book = Path::new(env!("CARGO_TARGET_TMPDIR")).join("made-up.xlsx");
    let book = book.to_str().unwrap();
    printed(&["template", "--scheme", scheme, "--track", "dept", "--out", book]);
    // Nothing is filled in yet: there is nothing to score, and that is said of this scheme and year.
    for command in ["score", "tier"] {
        let run = bangfu(&[command, book, "--scheme", scheme, "--track", "dept", "--json"]);
        let said: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
        assert_eq!((said["scheme"].as_str(), said["year"].as_i64()), (Some("made-up"), Some(2024)), "{command}");
    }
}

#[test]
fn a_name_that_is_neither_an_id_nor_a_folder_is_told() {
    let run = bangfu(&["template", "--scheme", "nowhere-2024"]);
    let said = String::from_utf8(run.stderr).unwrap();
    assert!(!run.status.success() && said.contains("没有方案“nowhere-2024”") && said.contains("路径"), "{said}");
}
