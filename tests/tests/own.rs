//! Schemes of one's own (自己的方案) in a project: looked over, opened, saved with the project, changed, and meant to harm.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by stopping")]

use bangfu_core::diag::{Finding, Severity};
use bangfu_core::edit::file::{Opened, open};
use bangfu_core::edit::{Edit, Project};
use bangfu_core::ledger::table::Batch;
use bangfu_core::scheme::builtin;
use bangfu_core::scheme::folder::{Folder, LARGEST, Rules, look};
use bangfu_core::scheme::model::Scheme;
use bangfu_office::entry::enter;
use bangfu_tests::sealed::forged;
use bangfu_tests::{made_up, run};

fn first() -> &'static Scheme {
    builtin::loaded("kunming-2022").unwrap()
}

fn folder() -> Folder {
    let text = |name: &str| made_up::text(name).unwrap();
    let (scheme, conventions, forms) = (text("scheme.toml"), text("conventions.toml"), text("forms.toml"));
    Folder { scheme, conventions, forms, ..Folder::default() }
}

fn changed(old: &str, new: &str) -> Folder {
    let folder = folder();
    assert_eq!(folder.scheme.matches(old).count(), 1, "{old}");
    Folder { scheme: folder.scheme.replace(old, new), ..folder }
}

fn track(scheme: &str, track: &str) -> Edit {
    Edit::Track { scheme: scheme.to_owned(), track: track.to_owned() }
}

/// The first case of the made-up scheme as the reading worker would hand it over.
fn batch(rules: &Rules) -> Batch {
    let case = made_up::cases().unwrap().into_iter().find(|case| case.track == "dept").unwrap();
    bangfu_office::case::batch(&rules.dictionary().unwrap(), run::FILE, &case.ledger, 2024)
}

/// A project as the page makes one: begun under a built-in scheme, then the folder opened and its ledger taken in.
fn project() -> Project {
    let mut project = Project::new(first().clone(), 0);
    project.apply(Edit::Own { folder: folder() }).unwrap();
    project.apply(track("made-up", "dept")).unwrap();
    project.load(batch(&Rules::Own(folder())), false);
    project
}

fn json(project: &Project) -> String {
    project.report().unwrap().to_json().unwrap()
}

fn saved(project: &mut Project) -> String {
    String::from_utf8(project.save().unwrap()).unwrap()
}

fn opened(text: &str) -> Opened {
    open(text.as_bytes(), first()).unwrap()
}

fn says(findings: &[Finding], words: &str) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Must && finding.why.contains(words))
}

#[test]
fn the_chosen_files_become_a_folder() {
    let read = |name: &str| (name.to_owned(), made_up::text(name).unwrap().into_bytes());
    let all = ["forms.toml", "scheme.toml", "conventions.toml", "cases.toml"].map(read).to_vec();
    let looked = look(all.clone()).unwrap();
    assert_eq!((looked.folder, looked.count, looked.id.as_str()), (folder(), 0, "made-up"));
    let mut marked = all.clone();
    marked[1].1.splice(0..0, "\u{feff}".bytes());
    assert_eq!(look(marked).unwrap().folder, folder(), "as an editor of Windows saves it");
    let refused = |files: Vec<(String, Vec<u8>)>| look(files).unwrap_err();
    assert!(refused(all[..1].to_vec()).contains("没有 scheme.toml（只有 forms.toml）"));
    assert!(refused(vec![all[1].clone(), all[1].clone()]).contains("选了两个 scheme.toml"));
    assert!(refused(vec![("scheme.toml".to_owned(), vec![0xb0, 0xef])]).contains("UTF-8"));
    assert!(refused(vec![("scheme.toml".to_owned(), vec![b'#'; LARGEST + 1])]).contains("超过1兆"));
}

#[test]
fn mistakes_are_told_with_their_place_and_the_name_of_a_built_in_scheme_is_one() {
    let look = |folder: &Folder| look(vec![("scheme.toml".to_owned(), folder.scheme.clone().into_bytes())]).unwrap();
    let looked = look(&changed("cap     = \"120%\"", "kap     = \"120%\""));
    let fault = looked.faults.iter().find(|fault| fault.why.contains("kap")).unwrap();
    assert_eq!((fault.file.as_str(), fault.column), ("scheme.toml", 3));
    assert!(fault.line > 400 && !fault.mend.is_empty(), "{fault}");
    let taken = changed("id     = \"made-up\"", "id     = \"kunming-2022\"");
    let faults = taken.load_own().unwrap_err();
    assert_eq!((faults.len(), faults[0].line, faults[0].column), (1, 3, 10));
    assert!(faults[0].why.contains("kunming-2022") && faults[0].mend.contains("id"));
    let mut project = Project::new(first().clone(), 0);
    assert!(project.apply(Edit::Own { folder: taken }).unwrap_err().contains("第一处：scheme.toml:3:10"));
    let large = Folder { conventions: "#".repeat(LARGEST + 1), ..folder() };
    assert!(project.apply(Edit::Own { folder: large }).unwrap_err().contains("超过1兆"));
    assert_eq!((project.revision(), project.scheme().id.as_str()), (0, "kunming-2022"), "nothing changed");
}

#[test]
fn everything_goes_by_it_and_undo_takes_it_back() {
    let mut project = project();
    assert!(json(&project).contains("\"1721/26\""), "the worked case comes to what was worked out by hand");
    assert_eq!(project.schemes().next().map(|scheme| scheme.id.as_str()), Some("made-up"));
    assert!(project.own_texts().is_some_and(|texts| *texts == folder()));
    assert_eq!(project.undo_label().as_deref(), Some(&*format!("装入 {}", run::FILE)));
    assert!(project.undo());
    assert_eq!(project.undo_label().as_deref(), Some("改用县直部门"));
    assert!(project.undo());
    assert_eq!(project.undo_label().as_deref(), Some("打开自己的方案《示例县帮扶工作考核办法》"));
    assert!(project.undo() && project.schemes().all(|scheme| scheme.id != "made-up"));
    assert!(project.apply(track("made-up", "dept")).is_err(), "it is not there any more");
    while project.redo() {}
    assert!(json(&project).contains("\"1721/26\""));
}

#[test]
fn a_project_file_carries_the_rules_and_says_so() {
    let mut before = project();
    let text = saved(&mut before);
    let Opened { project: mut after, told } = opened(&text);
    assert_eq!((json(&after), &told.damaged, &told.read_only), (json(&before), &vec![], &None));
    assert!(told.says[0].contains("工程文件里带的方案《示例县帮扶工作考核办法》"), "{:?}", told.says);
    assert!(told.says[0].contains(&before.scheme().version) && told.says.len() == 1);
    assert!(!after.unsaved() && after.own_texts().is_some());
    assert!(after.undo() && after.undo() && after.undo());
    assert_eq!(after.scheme().id, "kunming-2022");
    assert_eq!(saved(&mut opened(&text).project).matches("\"kind\":\"own\"").count(), 1);
}

#[test]
fn rules_of_a_file_that_were_tampered_with_are_never_computed_with() {
    let text = saved(&mut project());
    // Damaged: the step of the scheme is lost, so the scheme is not here; whether the head of the file still names it or not.
    let lost = text.replacen("# 编造的办法", "# 编造的班法", 1);
    for text in [lost.clone(), lost.replacen("\"program\"", "\"pragram\"", 1)] {
        let Opened { project, told } = opened(&text);
        assert!(!told.damaged.is_empty() && told.read_only.unwrap().contains("（made-up）本程序里没有"));
        assert!(project.report().unwrap().units.is_empty());
    }
    // Forged, and faulty.
    let Opened { project, told } = opened(&forged(&text, "measure = \\\"accrue\\\"", "measure = \\\"akkrue\\\""));
    assert!(told.damaged.is_empty() && project.report().unwrap().units.is_empty());
    let why = told.read_only.unwrap();
    assert!(why.contains("scheme.toml:") && why.contains("没有核算"), "{why}");
    // Forged to go by the name of a built-in scheme.
    let text = forged(&text, "id     = \\\"made-up\\\"", "id     = \\\"kunming-2022\\\"");
    let Opened { project, told } = opened(&forged(&text, "\"made-up\"", "\"kunming-2022\""));
    assert!(told.read_only.is_some(), "{told:?}");
    assert!(project.own_texts().is_none());
    // A file that asks for the rules to be read again and again.
    let mut many = Project::new(first().clone(), 0);
    many.apply(Edit::Own { folder: folder() }).unwrap();
    let text = saved(&mut many);
    let step = text.lines().find(|line| line.contains("\"kind\":\"own\"")).unwrap().to_owned();
    let again = forged(&text, &step, &[&*step; 101].join(",\n"));
    assert!(open(again.as_bytes(), first()).unwrap_err().contains("超过100份"));
}

#[test]
fn new_texts_take_the_place_of_the_old_and_what_they_undo_is_told() {
    let mut project = project();
    let convention = project.scheme().conventions.iter().find(|(_, one)| !one.fixed && one.id.starts_with("MU"));
    let id = convention.unwrap().1.id.clone();
    project.apply(Edit::Convention { id, value: None }).unwrap();
    let (before, version) = (json(&project), project.scheme().version.clone());
    let revision = project.revision();
    project.apply(Edit::Own { folder: folder() }).unwrap();
    assert_eq!(project.revision(), revision, "the same texts once more are no edit");
    project
        .apply(Edit::Own {
            folder: changed(
                "  name    = \"年度任务\"\n  points  = \"10\"",
                "  name    = \"年度任务\"\n  points  = \"9\"",
            ),
        })
        .unwrap_err();
    assert_eq!(json(&project), before, "points that do not add up are a fault, and nothing changed");
    project.apply(Edit::Own { folder: changed("  cap     = \"120%\"", "  cap     = \"105%\"") }).unwrap();
    assert!(project.scheme().version != version && json(&project) != before);
    assert!(project.undo());
    assert_eq!(json(&project), before);
    let other = Folder {
        scheme: folder().scheme.replace("id         = \"dept\"", "id         = \"bureau\""),
        forms: String::new(),
        ..folder()
    };
    if project.apply(Edit::Own { folder: other }).is_ok() {
        assert!(says(&project.report().unwrap().findings, "没有考核对象“dept”"));
    }
}

#[test]
fn a_ledger_goes_from_one_scheme_to_the_other_by_the_names_of_its_sheets() {
    let mut project = project();
    enter(&mut project, "培训", vec![vec!["县农业局".to_owned(), "2024-05-01".to_owned()]], None).unwrap();
    let own = json(&project);
    let training = |project: &Project| {
        let at = project.scheme().dictionary.find("培训").unwrap();
        (project.typed(at).unwrap()[0][..2].to_vec(), project.view().dossier.rows(at).count())
    };
    let typed = training(&project);
    project.apply(track("kunming-2022", "unit")).unwrap();
    assert_eq!(training(&project), typed, "the sheet that both know keeps its rows");
    let findings = project.report().unwrap().findings;
    assert!(says(&findings, "按另一个方案的台账格式读的"));
    assert!(findings.iter().any(|one| one.sheet == "帮扶日志" && one.why.contains("现用的方案没有")));
    assert!(project.undo());
    assert_eq!(json(&project), own);
    // What waits from before the switch is not taken for something else.
    project.load(batch(&Rules::BuiltIn("kunming-2022".to_owned())), false);
    assert!(says(&project.report().unwrap().findings, "按另一个方案的台账格式读的，没有装入"));
    let mut again = saved(&mut project);
    again = saved(&mut opened(&again).project);
    assert!(opened(&again).told.read_only.is_none());
}

#[test]
fn a_dictionary_of_one_s_own_moves_every_sheet() {
    let sheets = builtin::ledger();
    let (common, rest) = sheets.split_once("[[sheet]]").unwrap();
    let mut parts: Vec<&str> = rest.split("[[sheet]]").collect();
    parts.reverse();
    let ledger = Some(format!("{common}[[sheet]]{}", parts.join("\n[[sheet]]")));
    let turned = Folder { ledger, ..folder() };
    let mut project = project();
    let own = json(&project);
    project.apply(Edit::Own { folder: turned }).unwrap();
    let score = |text: &str| text.split("\"findings\"").next().map(str::to_owned);
    let total = |text: &str| score(text).map(|text| text.matches("1721/26").count());
    assert_eq!(total(&json(&project)), total(&own), "the same rows are read whatever the order of the sheets");
}

#[test]
fn a_workbook_of_one_s_own_scheme_is_recognised_under_another() {
    let mut project = Project::new(first().clone(), 0);
    project.load(batch(&Rules::BuiltIn("kunming-2022".to_owned())), false);
    assert!(project.better().is_none_or(|(scheme, _)| scheme.id != "made-up"));
    let mut project = Project::new(first().clone(), 0);
    project.apply(Edit::Own { folder: folder() }).unwrap();
    project.load(batch(&Rules::BuiltIn("kunming-2022".to_owned())), false);
    let better = project.better().map(|(scheme, track)| (scheme.id.as_str(), track.id.as_str()));
    assert_eq!(better, Some(("made-up", "dept")));
}
