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

/// What `score` finds in a unit's rows stands under the unit here too: an answer left blank may have decided its tier.
#[test]
fn what_is_found_in_a_units_rows_stands_under_it() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("found");
    std::fs::create_dir_all(&folder).unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let scores = file("分项结果.csv", "单位名称,单位类别,得分\n甲企,中央企业,90\n丙企,中央企业,80\n");
    let incidents =
        file("问题与否决.csv", "单位名称,日期,类型,是否查实\n甲企,2022-05-01,违纪违规,\n丙企,,违纪违规,是\n");
    let args = ["tier", &scores, &incidents, "--scheme", "central-2022"];
    let run = Command::new(env!("CARGO_BIN_EXE_bangfu")).args(args).output().unwrap();
    let said = String::from_utf8(run.stdout).unwrap();
    let under = |unit: &str| {
        let lines = said.lines().skip_while(|line| !line.contains(unit)).skip(1);
        lines.take_while(|line| line.starts_with("       ")).collect::<Vec<_>>().join("\n")
    };
    assert!(under("  甲企  ").contains("[必须修改] 问题与否决.csv 问题与否决!D2 没有填“是否查实”"), "{said}");
    assert!(under("  丙企  ").contains("问题与否决!B3") && under("  丙企  ").contains("没有填日期"), "{said}");
}
