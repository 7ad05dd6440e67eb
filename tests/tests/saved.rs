//! The project file: damaged, of another version, under another scheme, with more in it than we know, and meant to harm.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by stopping")]

use bangfu_core::diag::Severity;
use bangfu_core::edit::file::{Opened, VERSION, is_project, open};
use bangfu_core::edit::{Choice, Edit, FindingKey, Project};
use bangfu_core::ledger::mapping::Mapping;
use bangfu_core::scheme::builtin;
use bangfu_core::scheme::model::Scheme;
use bangfu_office::entry::enter;
use bangfu_office::{Job, read_text};
use bangfu_tests::sealed::sealed;

const UNIT: &str = "甲局";
const ID: &str = "530102198001011234";

fn first() -> &'static Scheme {
    builtin::loaded("kunming-2022").unwrap()
}

fn load(project: &mut Project, file: &str, rows: &[&str], mappings: &[Mapping]) {
    let text = rows.iter().map(|row| row.split(' ').collect::<Vec<_>>().join("\t")).collect::<Vec<_>>().join("\n");
    let job = Job { mappings, ..Job::new(file, 2022) };
    let batch = read_text(&project.scheme().dictionary, &job, &text);
    project.load_all(vec![batch], &Choice { mappings: mappings.to_vec(), ..Choice::default() });
}

fn assess(points: &str) -> Edit {
    let (unit, no, by) = (UNIT.to_owned(), "1.3".to_owned(), "组".to_owned());
    Edit::Assess { unit, no, points: Some(points.to_owned()), by, reason: "因".to_owned(), facts: None }
}

/// A project with something of everything: files, a mapping, typed rows, points, a convention, a reason, a step taken back.
fn project() -> Project {
    let mut project = Project::new(first().clone(), 0);
    let heads = ["单位名称", "日期", "资金名称", "资金性质", "到位数"];
    let rows = [&heads.join(" "), "甲局 2022-03-05 道路 直接投入 3", "甲局 2022-04-05 饮水 引进 约8", "合计    99"];
    let seen = read_text(&project.scheme().dictionary, &Job::new("帮扶资金", 2022), &heads.join("\t"));
    let mapping = Mapping {
        heads: seen.sheets[0].heads.clone(),
        sheet: None,
        columns: [("到位数".to_owned(), Some("到位金额".to_owned()))].into(),
    };
    load(&mut project, "帮扶资金", &rows, &[mapping]);
    load(
        &mut project,
        "驻村干部",
        &["单位名称 姓名 身份证号 驻村起始日期", &format!("甲局 张某 {ID} 2022-01-03")],
        &[],
    );
    enter(&mut project, "评审打分", vec![vec![UNIT.to_owned(), "1.4".to_owned(), "5".to_owned()]], None).unwrap();
    project.apply(assess("5")).unwrap();
    project.apply(Edit::Convention { id: "KM-01".to_owned(), value: None }).unwrap();
    let explain = project.findings().into_iter().find(|one| one.severity == Severity::Explain).unwrap();
    let reason = Some("凭证在途".to_owned());
    project.apply(Edit::Reason { key: FindingKey::of(&explain), by: "王某".to_owned(), reason }).unwrap();
    project.apply(assess("4")).unwrap();
    assert!(project.undo());
    project
}

fn saved() -> String {
    String::from_utf8(project().save().unwrap()).unwrap()
}

fn json(project: &Project) -> String {
    project.report().unwrap().to_json().unwrap()
}

/// The file with one text in the place of another, as a program would have written it.
fn with(text: &str, old: &str, new: &str) -> String {
    assert!(text.contains(old), "{old}");
    sealed(&text.replacen(old, new, 1))
}

fn opened(text: &str) -> Opened {
    open(text.as_bytes(), first()).unwrap()
}

#[test]
fn everything_travels() {
    let mut before = project();
    let text = String::from_utf8(before.save().unwrap()).unwrap();
    assert!(is_project(text.as_bytes()));
    let Opened { project: mut after, told } = opened(&text);
    assert_eq!(json(&after), json(&before));
    assert_eq!((told.revision, told.steps, &told.says, &told.damaged), (1, 7, &vec![], &vec![]));
    assert_eq!((told.year, &told.units[..]), (2022, &[UNIT.to_owned()][..]));
    assert_eq!(after.view().mappings, before.view().mappings);
    assert_eq!(after.view().reasons, before.view().reasons);
    assert!(!after.view().mappings.is_empty() && !after.view().reasons.is_empty());
    assert_eq!(after.undo_label(), before.undo_label());
    assert_eq!(after.redo_label().as_deref(), Some("指标1.3打分4"));
    for _ in 0..7 {
        assert_eq!(after.undo(), before.undo());
        assert_eq!(json(&after), json(&before));
    }
    while after.redo() {}
    assert_eq!(after.revision(), 7);
}

#[test]
fn it_counts_its_saves_and_knows_what_is_not_saved() {
    let mut project = project();
    assert!(project.unsaved());
    let one = project.save().unwrap();
    assert!(!project.unsaved());
    assert!(project.undo() && project.unsaved());
    assert!(project.redo() && !project.unsaved(), "back where it was saved");
    let two = project.save().unwrap();
    assert_eq!((open(&one, first()).unwrap().told.revision, open(&two, first()).unwrap().told.revision), (1, 2));
    let Opened { project: mut again, .. } = open(&two, first()).unwrap();
    assert!(!again.unsaved());
    again.apply(assess("3")).unwrap();
    assert!(again.unsaved());
    assert_eq!(open(&again.save().unwrap(), first()).unwrap().told.revision, 3);
}

#[test]
fn the_file_can_be_read_and_tells_no_identity_number() {
    let text = saved();
    assert!(!text.contains(ID), "only its fingerprint");
    assert!(text.contains(r#"{"field":"身份证号","#));
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let funds = &value["steps"][0]["files"][0]["tables"][0];
    assert_eq!(funds["sheet"], "帮扶资金");
    assert_eq!(funds["rows"], serde_json::json!([[2, 3]]));
    let column = |name: &str| funds["columns"].as_array().unwrap().iter().find(|one| one["field"] == name).unwrap();
    assert_eq!(column("单位名称")["cells"], serde_json::json!(["甲局"]));
    assert_eq!(column("单位名称")["at"], serde_json::json!([0, 0]));
    assert_eq!(column("日期")["cells"], serde_json::json!(["2022-03-05", "2022-04-05"]));
    let amount = serde_json::json!(["30000", { "value": "80000", "state": "estimated", "typed": "约8" }]);
    assert_eq!(column("到位金额")["cells"], amount);
}

#[test]
fn fields_that_a_newer_program_added_stay() {
    let text = saved();
    let more = r#""later":{"a":[1,"二"]},"#;
    let mut text = text.lines().map(|line| {
        // Every object of a step, its tables, columns and cells among them.
        let step = line.starts_with("{\"hash\"");
        let line = if step { line.replace("\"says\":", &format!("{more}\"says\":")) } else { line.to_owned() };
        let line = line.replace("\"file\":", &format!("{more}\"file\":"));
        let line = line.replace("\"sheet\":\"帮扶资金\"", &format!("{more}\"sheet\":\"帮扶资金\""));
        let line = line.replace("\"field\":\"", &format!("{more}\"field\":\""));
        let line = line.replace("\"kind\":", &format!("{more}\"kind\":"));
        let line = line.replace("\"state\":", &format!("{more}\"state\":"));
        let line = line.replace("\"program\":", &format!("{more}\"program\":"));
        let line = line.replace("\"start\":{", &format!("\"start\":{{{more}"));
        let line = line.replace("\"scheme\":{", &format!("\"scheme\":{{{more}"));
        let end = if line.ends_with(',') && line.starts_with('{') && step { "," } else { "" };
        let inner = if step { sealed(line.trim_end_matches(',')) } else { line };
        inner + end + "\n"
    });
    let text: String = text.by_ref().collect();
    let text = sealed(&text.replacen("\n]}", &format!("\n],\n{}}}", more.trim_end_matches(',')), 1));
    let count = text.matches("later").count();
    assert!(count > 20, "{count}");
    let Opened { project: mut after, told } = opened(&text);
    assert_eq!((&told.damaged, &told.read_only, &told.says), (&vec![], &None, &vec![]));
    assert_eq!(json(&after), json(&project()));
    let again = String::from_utf8(after.save().unwrap()).unwrap();
    assert_eq!(again.matches("later").count(), count);
    assert_eq!(opened(&again).told.damaged, [""; 0]);
}

#[test]
fn a_newer_version_is_only_looked_at() {
    let text = with(&saved(), &format!("\"version\":{VERSION},"), "\"version\":7,");
    let Opened { project: mut newer, told } = opened(&text);
    let why = told.read_only.unwrap();
    assert!(why.contains("第7版") && why.contains(&format!("第{VERSION}版")) && why.contains("只能查看"), "{why}");
    assert_eq!(json(&newer), json(&project()), "what we understand is shown");
    let revision = newer.revision();
    assert_eq!(newer.apply(assess("3")), Err(why.clone()));
    assert!(!newer.undo() && !newer.redo());
    load(&mut newer, "乙", &["单位名称 日期 带队领导", "乙局 2022-03-05 王某"], &[]);
    assert_eq!((newer.revision(), newer.unsaved()), (revision, false));
    assert_eq!(newer.save().unwrap(), text.as_bytes(), "a copy is the file as it came");
    let strange =
        sealed(&format!("{{\"format\":\"bangfu\",\"version\":9,\"hash\":\"{}\",\"all\":[1]}}", "0".repeat(64)));
    assert!(opened(&strange).told.read_only.unwrap().contains("第9版"), "even where it has another shape");
    let Opened { told, .. } = opened(&strange.replace("\"all\":[1]", "\"all\":[2]"));
    assert!(told.read_only.unwrap().contains("第9版") && told.damaged.len() == 1, "or another way to make the hash");
}

#[test]
fn a_scheme_that_changed_is_told_with_the_place_to_look() {
    let rules = saved().split_once("\"rules\":\"").unwrap().1[..16].to_owned();
    let Opened { told, project } = opened(&with(&saved(), &rules, "0123456789abcdef"));
    assert!(told.says[0].contains("改动过") && told.says[0].contains("“指标”") && !told.says[0].contains("“口径”"));
    assert!(told.read_only.is_none() && project.revision() == 6);
}

#[test]
fn a_scheme_that_is_not_here_is_named_and_nothing_is_lost() {
    let text = sealed(&saved().replace("\"id\":\"kunming-2022\"", "\"id\":\"some-county-2024\""));
    let Opened { project: mut kept, told } = opened(&text);
    let why = told.read_only.unwrap();
    assert!(why.contains("some-county-2024") && why.contains("7步"), "{why}");
    assert!(kept.report().unwrap().units.is_empty(), "nothing is computed by another scheme");
    assert_eq!(kept.apply(assess("3")), Err(why));
    assert_eq!(kept.save().unwrap(), text.as_bytes());
}

#[test]
fn a_column_that_the_ledger_lost_is_told_and_kept() {
    let text = saved();
    let line = text.lines().find(|line| line.contains("\"field\":\"资金名称\"")).unwrap();
    let other = sealed(&line.trim_end_matches(',').replace("\"field\":\"资金名称\"", "\"field\":\"旧列名\"")) + ",";
    let text = sealed(&text.replacen(line, &other, 1));
    let Opened { project: mut after, told } = opened(&text);
    assert!(told.says[0].contains("1处"), "{:?}", told.says);
    assert!(String::from_utf8(after.save().unwrap()).unwrap().contains("旧列名"));
}

#[test]
fn of_a_damaged_file_the_whole_steps_are_opened_and_the_others_named() {
    let text = saved();
    let bad = text.replacen("\"points\":\"5\"", "\"points\":\"9\"", 1);
    let Opened { project: left, told } = opened(&bad);
    assert_eq!(told.damaged, ["第4步（指标1.3打分5）"]);
    assert_eq!((told.steps, left.revision()), (6, 5), "the cursor stands where it stood");
    assert!(left.unsaved() && !left.view().reasons.is_empty());
    let cut = &text[..text.find("\"kind\":\"reason\"").unwrap()];
    let told = opened(cut).told;
    assert_eq!(told.damaged, ["第6步（填写说明）", "第7步（文件里没有了）"]);
    let headless = text.replacen("\"revision\":1", "\"revision\":8", 1);
    let Opened { told, .. } = opened(&headless);
    assert_eq!((&told.damaged[..], told.steps), (&["文件开头（方案和步数）".to_owned()][..], 7));
    let tail = text.replacen("\n]}", "\n] }", 1);
    assert_eq!(opened(&tail).told.damaged, ["各步以外的部分"]);
    assert_eq!(opened(&text.replace('\n', "\r\n")).told.steps, 7, "a mail program changed the line ends");
    assert_eq!(opened(&format!("\u{feff}{text}")).told.steps, 7, "an editor put a mark before it");
}

#[test]
fn what_is_no_project_or_is_meant_to_harm_is_refused() {
    let text = saved();
    let line = text.lines().find(|line| line.contains("\"files\"")).unwrap();
    let step = |old: &str, new: &str| {
        let other = sealed(&line.trim_end_matches(',').replacen(old, new, 1)) + ",";
        sealed(&text.replacen(line, &other, 1))
    };
    let deep = format!("\"rows\":{}{}", "[".repeat(100_000), "]".repeat(100_000));
    // Each is whole by its hash: a step that contradicts itself is not carried out, and then nothing is saved over it.
    for (old, new) in [
        ("\"rows\":[[2,3]]", "\"rows\":[[2,4294967295]]"),
        ("\"rows\":[[2,3]]", "\"rows\":[[3,2]]"),
        ("\"rows\":[[2,3]]", "\"rows\":[[2,4]]"),
        ("\"rows\":[[2,3]]", deep.as_str()),
        ("\"at\":[0,0]", "\"at\":[0,9]"),
        ("\"at\":[0,0]", "\"at\":[0]"),
        ("\"at\":[0,0]", "\"at\":[0,-1]"),
    ] {
        let Opened { project: mut left, told } = opened(&step(old, new));
        assert!(told.says[0].contains("第1步（装入 帮扶资金）"), "{old}: {:?}", told.says);
        assert!(told.read_only.is_some() && left.apply(assess("3")).is_err());
    }
    for bytes in
        [&b""[..], b"{}", b"{\"format\":\"bangfu\"", b"[[[[", b"\xff\xfe\x00", "单位名称,日期\n甲局,2022".as_bytes()]
    {
        assert!(open(bytes, first()).is_err());
    }
    assert!(!is_project("单位名称,\"format\"\n甲局,bangfu".as_bytes()));
    let nested = format!("{{\"format\":\"bangfu\",\"version\":{VERSION},\"x\":{}", "[".repeat(1_000_000));
    assert!(open(nested.as_bytes(), first()).is_err());
}
