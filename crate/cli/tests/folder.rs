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
        assert!(command == "tier" || said["findings"].to_string().contains("都还没有填"));
    }
}

#[test]
fn a_name_that_is_neither_an_id_nor_a_folder_is_told() {
    let run = bangfu(&["template", "--scheme", "nowhere-2024"]);
    let said = String::from_utf8(run.stderr).unwrap();
    assert!(!run.status.success() && said.contains("没有方案“nowhere-2024”") && said.contains("路径"), "{said}");
}

/// A copy of the made-up folder with one text of a file changed, which must be there once.
fn changed(name: &str, file: &str, old: &str, new: &str) -> PathBuf {
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&copy).unwrap();
    for entry in std::fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, copy.join(path.file_name().unwrap())).unwrap();
    }
    let text = std::fs::read_to_string(copy.join(file)).unwrap();
    assert_eq!(text.matches(old).count(), 1, "{old}");
    std::fs::write(copy.join(file), text.replace(old, new)).unwrap();
    copy
}

/// What `check` says of a folder that is not right.
fn refused(folder: &Path, args: &[&str]) -> String {
    let run = bangfu(&[&["check", folder.to_str().unwrap()], args].concat());
    assert_eq!(run.status.code(), Some(1));
    String::from_utf8(run.stdout).unwrap()
}

#[test]
fn check_runs_the_worked_cases() {
    let said = printed(&["check", folder().to_str().unwrap()]);
    assert!(said.contains("没有发现错误") && said.contains("个，都相符"), "{said}");
    let folder = changed("wrong-total", "cases.toml", "  total   = \"1721/26\"\n", "  total   = \"66\"\n");
    let said = refused(&folder, &[]);
    let place =
        "wrong-total/cases.toml:117:3: 例“县直部门：共用的内容和各自的表”：县农业局：总分 应为 66，算出 1721/26";
    assert!(said.contains(place) && said.contains("，1个不符") && !said.contains("没有发现错误"), "{said}");
    assert!(refused(&folder, &["--json"]).contains("总分 应为 66"));
}

#[test]
fn check_tells_a_key_of_a_case_that_is_none() {
    let folder = changed("wrong-key", "cases.toml", "  total   = \"1721/26\"\n", "  totl   = \"1721/26\"\n");
    let said = refused(&folder, &[]);
    assert!(said.contains("cases.toml:117:3: 单位不认识键 totl → 是不是 total？"), "{said}");
    assert!(said.contains("共1处错误") && said.contains("改完上面的错误才核对"), "{said}");
}

#[test]
fn what_a_case_expects_of_several_units_at_once_is_told() {
    let one = "  findings = [{ contains = \"特色做法与市级表彰可能是一件事\" }]\n";
    let folder = changed("no-unit", "cases.toml", one, "  total = \"66\"\n");
    let said = refused(&folder, &[]);
    assert!(
        said.contains("cases.toml:108:3") && said.contains("有2个单位，应得结果逐个写在 [case.expect.units"),
        "{said}"
    );
}

#[test]
fn cases_are_held_against_rules_that_are_still_being_written() {
    let extend = "[[extend]]\nsheet = \"培训\"\n";
    let unused = format!("[[metric]]\nid = \"later\"\nname = \"以后用\"\nunit = \"次\"\nsheet = \"培训\"\n\n{extend}");
    let said = refused(&changed("unfinished", "scheme.toml", extend, &unused), &[]);
    assert!(said.contains("统计量 later 没有规则用到") && said.contains("共1处错误"), "{said}");
    assert!(said.contains("个，按现在写的规则核对，都相符"), "{said}");
    let said = refused(&changed("broken", "scheme.toml", extend, &extend.replace("sheet", "shet")), &[]);
    assert!(said.contains("改完上面的错误才核对"), "{said}");
}
