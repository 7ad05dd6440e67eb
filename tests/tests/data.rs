//! Rules are data: a new local choice, a new synonym and a new scheme need TOML alone.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by stopping")]

use std::path::Path;

use bangfu_core::scheme::builtin::{self, Folder};
use bangfu_core::scheme::load::{Sources, load};
use bangfu_core::scheme::model::Scheme;
use bangfu_tests::{case, run};

fn kunming() -> &'static Folder {
    builtin::folders().iter().find(|folder| folder.id == "kunming-2022").unwrap()
}

/// Loads the Kunming scheme from changed texts.
fn scheme(ledger: &str, conventions: &str) -> Scheme {
    let folder = kunming();
    let (scheme, faults) = load(&Sources {
        ledger: ("ledger.toml", ledger),
        shared: ("shared.toml", builtin::shared_conventions()),
        scheme: ("scheme.toml", folder.scheme),
        conventions: ("conventions.toml", conventions),
        forms: ("forms.toml", folder.forms),
    });
    assert!(faults.is_empty(), "{faults:?}");
    scheme.unwrap()
}

/// A text with one place changed; the place must be there once.
fn changed(text: &str, old: &str, new: &str) -> String {
    assert_eq!(text.matches(old).count(), 1, "{old}");
    text.replace(old, new)
}

/// Runs cases written in the test against a scheme.
fn hold(scheme: &Scheme, cases: &str) {
    let (cases, faults) = case::read("cases.toml", cases);
    assert!(faults.is_empty(), "{faults:?}");
    for case in &cases {
        for round in &case.rounds {
            let wrong = run::wrong(scheme, case, round, run::grids(scheme, case));
            assert_eq!(wrong, Vec::new(), "“{}”", case.name);
        }
    }
}

#[test]
fn a_new_choice_is_a_block_of_toml() {
    let conventions = changed(
        kunming().conventions,
        "  [KM-06.choices.all_or_nothing]",
        "  [KM-06.choices.three_two]\n  says    = \"上半年3分，下半年2分\"\n  partial = { points = [\"3\", \"2\", \"0\"] }\n  [KM-06.choices.all_or_nothing]",
    );
    hold(
        &scheme(builtin::ledger(), &conventions),
        r#"
        [[case]]
        name  = "只有上半年：默认2.5，新取法3"
        track = "unit"
          [case.ledger]
          "调研走访" = """
          日期       | 是否主要负责同志
          2022-03-05 | 是
          """
          [case.expect]
          score = { "1.1" = "2.5" }
          [[case.alt]]
          set    = { "KM-06" = "three_two" }
          expect = { score = { "1.1" = "3" } }
        "#,
    );
}

#[test]
fn a_new_default_is_one_word_of_toml() {
    let value = |word: &str| format!("asks  = \"走访只满足一个半年时怎样给分\"\nvalue = \"{word}\"");
    let conventions = changed(kunming().conventions, &value("per_half_year"), &value("all_or_nothing"));
    hold(
        &scheme(builtin::ledger(), &conventions),
        r#"
        [[case]]
        name  = "本地定为没有全部达到不得分"
        track = "unit"
          [case.ledger]
          "调研走访" = """
          日期       | 是否主要负责同志
          2022-03-05 | 是
          """
          [case.expect]
          score = { "1.1" = "0" }
        "#,
    );
}

#[test]
fn new_synonyms_are_words_of_toml() {
    let ledger = changed(builtin::ledger(), "\"领导到村\"", "\"领导到村\", \"入村纪实\"");
    let ledger = changed(&ledger, "\"到村日期\"", "\"到村日期\", \"进村那天\"");
    let ledger = changed(&ledger, "\"是否一把手带队\"", "\"是否一把手带队\", \"书记局长到场\"");
    let ledger = changed(&ledger, "\"党委会\"", "\"党委会\", \"帮扶推进会\"");
    let cases = r#"
        [[case]]
        name  = "表名、表头、选项都用本地叫法"
        track = "unit"
          [case.ledger]
          "入村纪实" = """
          进村那天   | 书记局长到场
          2022-03-05 | 是
          2022-09-05 | 是
          """
          "会议" = """
          日期       | 会议类型
          2022-02-20 | 帮扶推进会
          """
          [case.expect]
          score = { "1.1" = "5", "1.2" = "1" }
        "#;
    hold(&scheme(&ledger, kunming().conventions), cases);
    // Without them the same words are asked about, never guessed.
    let unknown = cases.replace("\"1.1\" = \"5\", \"1.2\" = \"1\"", "\"1.1\" = \"0\", \"1.2\" = \"0\"");
    hold(&scheme(builtin::ledger(), kunming().conventions), &unknown);
}

#[test]
fn a_new_scheme_is_three_files_of_toml() {
    let text = include_str!("broken/none.toml");
    let cut = |from: &str, to: &str| text.split(from).nth(1).unwrap().split(to).next().unwrap().to_owned();
    let (scheme, faults) = load(&Sources {
        ledger: ("ledger.toml", builtin::ledger()),
        shared: ("shared.toml", ""),
        scheme: ("scheme.toml", text.split("# conventions.toml").next().unwrap()),
        conventions: ("conventions.toml", &cut("# conventions.toml", "# forms.toml")),
        forms: ("forms.toml", &cut("# forms.toml", "# end")),
    });
    assert!(faults.is_empty(), "{faults:?}");
    hold(
        &scheme.unwrap(),
        r#"
        # 1.1 上半年一次，各2分 = 2；1.2 得6；2.1 国家级两篇 3+3 = 6，封顶5；合计 8+5 = 13
        [[case]]
        name  = "小方案"
        track = "unit"
          [case.ledger]
          "调研走访" = """
          日期       | 是否主要负责同志
          2022-03-05 | 是
          """
          "宣传报道" = """
          媒体级别 | 内容编号
          国家级   | X
          国家级   | Y
          省级     | Z
          """
          [case.points]
          "1.2" = "6"
          [case.expect]
          score   = { "1.1" = "2", "1.2" = "6", "2.1" = "6" }
          caps    = { "工作创新" = ["6", "5"] }
          total   = "13"
          tier    = "一般"
          refused = [{ sheet = "宣传报道", row = 3, why = "不计分" }]
        "#,
    );
}

/// Money for each of something is no share: what is missing to its line is told in money. A target that is not known is told
/// with the sheet and the column that lack it.
#[test]
fn money_a_head_is_told_in_money_and_a_target_with_its_column() {
    let text = include_str!("broken/none.toml");
    let metrics = r#"
[[metric]]
id     = "bought"
name   = "购买额"
unit   = "元"
sheet  = "消费帮扶"
sum    = "金额"

[[metric]]
id     = "people"
name   = "职工人数"
unit   = "人"
sheet  = "协议目标"
sum    = "目标值"

[[track]]"#;
    let measure = r#"measure = "ratio"
  of      = [{ says = "人均购买额", metric = "bought", over = "people" }]
  bands   = [{ at_least = "500", points = "6" }, { at_least = "100", points = "3" }, { points = "0" }]"#;
    let rules = text.split("# conventions.toml").next().unwrap();
    let rules = changed(rules, "[[track]]", metrics.trim_start());
    let rules = changed(&rules, "measure = \"assess\"\n  step    = { open = \"L-02\" }", measure);
    let rules =
        changed(&rules, "\"调研走访\", \"宣传报道\"]", "\"调研走访\", \"宣传报道\", \"消费帮扶\", \"协议目标\"]");
    let half = text.split("# conventions.toml").nth(1).unwrap().split("[L-02]").next().unwrap();
    let scheme = bangfu_tests::made_up::load_texts([&rules, half, ""]).unwrap();
    let cases = r#"
        [[case]]
        name  = "人均200元"
        track = "unit"
          [case.ledger]
          "消费帮扶" = """
          日期       | 金额（元）
          2022-03-05 | 2000
          """
          "协议目标" = """
          指标     | 目标值
          职工人数 | 10
          """
          [case.expect]
          score  = { "1.2" = "3" }
          advice = [{ no = "1.2", contains = "人均购买额到500元还缺3000元", points = "3" }]
        "#;
    hold(&scheme, cases);
    let (cases, _) = case::read("cases.toml", &cases.replace("| 10\n", "|\n"));
    let report =
        run::report(&scheme, &cases[0], &cases[0].rounds[0], run::grids(&scheme, &cases[0])).unwrap().to_string();
    assert!(
        report.contains("人均购买额没有目标值（表“协议目标”没有填“目标值”，算不出“职工人数”），由人评定"),
        "{report}"
    );
}

/// Every folder of `small`: an office's own rules in a page or two, each about one thing, with its cases.
#[test]
fn small_schemes_come_to_what_was_computed_by_hand() {
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/small")).unwrap() {
        let folder = entry.unwrap().path();
        let text = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap_or_default();
        let (scheme, faults) = load(&Sources {
            ledger: ("ledger.toml", builtin::ledger()),
            shared: ("shared.toml", builtin::shared_conventions()),
            scheme: ("scheme.toml", &text("scheme.toml")),
            conventions: ("conventions.toml", &text("conventions.toml")),
            forms: ("forms.toml", ""),
        });
        assert!(faults.is_empty(), "{}: {faults:?}", folder.display());
        hold(&scheme.unwrap(), &text("cases.toml"));
    }
}
