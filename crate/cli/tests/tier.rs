//! `bangfu tier` in words: each category's heading, then its own units.

use std::path::Path;
use std::process::Command;

#[test]
fn each_category_is_printed_with_its_own_units() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("分项结果.csv");
    std::fs::write(&file, "单位名称,单位类别,得分\n甲企,中央企业,90\n乙部,中央和国家机关,95\n丙企,中央企业,80\n")
        .unwrap();
    let args = ["tier", file.to_str().unwrap(), "--scheme", "central-2022"];
    let run = Command::new(env!("CARGO_BIN_EXE_bangfu")).args(args).output().unwrap();
    let said = String::from_utf8(run.stdout).unwrap();
    let at = |words: &str| said.find(words).unwrap_or_else(|| unreachable!("no {words}: {said}"));
    let lines = ["■ 中央和国家机关", "  乙部  ", "■ 中央企业", "  甲企  ", "  丙企  "];
    let places: Vec<usize> = lines.iter().map(|line| at(line)).collect();
    let (own, others) = places.split_at(2);
    assert!(own.is_sorted() && others.is_sorted(), "{said}");
    assert!(own[1] < others[0] || others[2] < own[0], "{said}");
}
