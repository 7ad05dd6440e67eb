//! An import as the page makes it: looked at first, taken in as one edit, a newer copy beside the older one.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by stopping")]

use std::collections::BTreeMap;

use bangfu_core::edit::{Choice, Edit, FileChoice, Place, Preview, Project};
use bangfu_core::ledger::mapping::Mapping;
use bangfu_core::ledger::table::Batch;
use bangfu_core::scheme::builtin;
use bangfu_office::{Job, read_text};

const VISITS: &str = "单位名称 日期 帮扶对象 带队领导 是否主要负责同志带队";
const YES: &str = "甲局 2022-03-05 某村 张某 是";
const NO: &str = "甲局 2022-06-18 某村 李某 否";

fn project() -> Project {
    let scheme = builtin::loaded("kunming-2022").unwrap();
    Project::new(scheme.clone(), scheme.track("unit").unwrap())
}

/// A file of one sheet; cells are parted by blanks, `-` is a blank cell.
fn batch(project: &Project, file: &str, rows: &[&str]) -> Batch {
    let cell = |word: &str| if word == "-" { String::new() } else { word.to_owned() };
    let line = |row: &&str| row.split_whitespace().map(cell).collect::<Vec<_>>().join("\t");
    let text = rows.iter().map(line).collect::<Vec<_>>().join("\n");
    read_text(&project.scheme().dictionary, &Job::new(file, project.view().dossier.year), &text)
}

fn visits(project: &Project, file: &str, rows: &[&str]) -> Batch {
    let head = std::iter::once(VISITS);
    batch(project, file, &head.chain(rows.iter().copied()).collect::<Vec<_>>())
}

fn json(project: &Project) -> String {
    project.report().unwrap().to_json().unwrap()
}

fn one(choice: FileChoice) -> Choice {
    Choice { files: vec![choice], ..Choice::default() }
}

/// Everything that a person sees of a project.
fn seen(project: &Project) -> (String, usize, Option<String>, Vec<Mapping>) {
    (json(project), project.revision(), project.redo_label(), project.view().mappings.clone())
}

#[test]
fn a_preview_changes_nothing_and_an_import_does_what_it_said() {
    let mut project = project();
    let first = visits(&project, "调研走访.txt", &[YES]);
    project.load(first, false);
    let assess = |points: &str| Edit::Assess {
        unit: "甲局".to_owned(),
        no: "1.3".to_owned(),
        points: Some(points.to_owned()),
        by: "组".to_owned(),
        reason: String::new(),
        facts: None,
    };
    project.apply(assess("5")).unwrap();
    project.apply(assess("4")).unwrap();
    assert!(project.undo());
    let before = seen(&project);
    let newer = || {
        vec![
            visits(&project, "调研走访.txt", &[YES, NO]),
            visits(&project, "乙局.txt", &["乙局 2022-05-01 某村 王某 是"]),
        ]
    };
    let batches = newer();
    let told = project.preview(batches.clone(), &Choice::default());
    assert_eq!(seen(&project), before, "a preview is no edit");
    assert!(told.usable && told.files.iter().all(|file| file.usable));

    let mut loaded = fresh_copy(&[visits(&project, "调研走访.txt", &[YES])], &[assess("5")]);
    loaded.load_all(batches.clone(), &Choice::default());
    project.load_all(batches, &Choice::default());
    assert_eq!(json(&loaded), json(&project), "with or without a preview before it");
    for change in &told.units {
        let unit = project.report().unwrap().units.into_iter().find(|unit| unit.unit == change.unit).unwrap();
        for (no, _, _, now) in &change.indicators {
            let indicator = unit.indicators.iter().find(|indicator| indicator.no == *no).unwrap();
            let shown = indicator.score.as_ref().map(bangfu_core::exact::Points::shown);
            assert!(shown.is_none_or(|shown| shown == *now), "{no}: {now}");
        }
    }
}

fn fresh_copy(batches: &[Batch], edits: &[Edit]) -> Project {
    let mut project = project();
    batches.iter().for_each(|batch| project.load(batch.clone(), false));
    edits.iter().for_each(|edit| project.apply(edit.clone()).unwrap());
    project
}

#[test]
fn many_files_are_one_edit_and_undoing_it_gives_the_same_bytes_back() {
    let mut project = project();
    let first = visits(&project, "甲.txt", &[YES]);
    project.load(first, false);
    let before = seen(&project);
    let batches = vec![
        visits(&project, "甲.txt", &[YES, NO]),
        visits(&project, "乙.txt", &["乙局 2022-05-01 某村 王某 是"]),
        visits(&project, "丙.txt", &["丙局 2022-05-01 某村 王某 是"]),
    ];
    project.load_all(batches, &Choice::default());
    assert_eq!(project.revision(), 2);
    assert_eq!(project.undo_label().as_deref(), Some("装入 甲.txt 等3个文件"));
    let after = json(&project);
    assert!(project.undo());
    assert_eq!(json(&project), before.0);
    assert!(project.redo());
    assert_eq!(json(&project), after);
}

/// What a choice leaves of two sheets and two files: names of the files, rows that count, and what is told.
#[test]
fn only_an_explicit_choice_leaves_something_out_and_it_is_told() {
    let leave = |name: &str| FileChoice { without: vec![name.to_owned()], ..FileChoice::default() };
    let skip = FileChoice { skip: true, ..FileChoice::default() };
    let cases: [(Vec<FileChoice>, &[&str], bool); 4] = [
        (vec![], &["甲.txt", "乙.txt"], false),
        (vec![FileChoice::default(), skip.clone()], &["甲.txt"], false),
        (vec![leave("甲")], &["乙.txt"], true),
        (vec![skip.clone(), skip], &[], false),
    ];
    for (files, names, told) in cases {
        let mut project = project();
        let batches =
            vec![visits(&project, "甲.txt", &[YES]), visits(&project, "乙.txt", &["乙局 2022-05-01 某村 王某 是"])];
        assert_eq!(batches[0].sheets[0].name, "甲");
        let choice = Choice { files, ..Choice::default() };
        project.load_all(batches, &choice);
        let loaded: Vec<&str> = project.view().files.iter().map(|file| file.file.as_str()).collect();
        assert_eq!(loaded, names, "{choice:?}");
        assert_eq!(project.report().unwrap().findings.iter().any(|one| one.why.contains("选择了不装入")), told);
    }
}

#[test]
fn files_of_one_name_stand_side_by_side_under_names_of_their_own() {
    let mut project = project();
    let two =
        vec![visits(&project, "台账.txt", &[YES]), visits(&project, "台账.txt", &["乙局 2022-05-01 某村 王某 是"])];
    project.load_all(two, &Choice::default());
    let beside = visits(&project, "台账.txt", &["丙局 2022-05-01 某村 王某 是"]);
    project.load_all(vec![beside], &one(FileChoice { place: Place::Beside, ..FileChoice::default() }));
    let names: Vec<&str> = project.view().files.iter().map(|file| file.file.as_str()).collect();
    assert_eq!(names, ["台账.txt", "台账（2）.txt", "台账（3）.txt"]);
    assert!(project.view().files.iter().all(|file| file.tables.iter().all(|table| table.file == file.file)));
}

/// Older rows, newer rows, and `added removed changed same` with the changed cells.
#[test]
fn a_newer_copy_shows_which_rows_came_went_and_changed() {
    const OTHER: &str = "甲局 2022-09-01 某村 王某 是";
    type Rows = &'static [&'static str];
    let cases: [(Rows, Rows, [usize; 4], Rows); 7] = [
        (&[YES, NO], &[YES, NO], [0, 0, 0, 2], &[]),
        (&[YES, NO], &[NO, YES], [0, 0, 0, 2], &[]),
        (&[YES, NO], &[YES, NO, OTHER], [1, 0, 0, 2], &[]),
        (&[YES, NO], &[NO], [0, 1, 0, 1], &[]),
        (
            &[YES, NO],
            &[YES, "甲局 2022-06-18 某村 赵某 是"],
            [0, 0, 1, 1],
            &["带队领导 李某 赵某", "是否主要负责同志 否 是"],
        ),
        (&[YES, NO], &[YES, "甲局 2022-06-19 某村 李某 否"], [0, 0, 1, 1], &["日期 2022-06-18 2022-06-19"]),
        (&[YES, YES], &[YES], [0, 1, 0, 1], &[]),
    ];
    for (older, newer, counts, cells) in cases {
        let mut project = project();
        let first = visits(&project, "调研走访.txt", older);
        project.load(first, false);
        let told = project.preview(vec![visits(&project, "调研走访.txt", newer)], &Choice::default());
        let older = told.files[0].older.as_ref().unwrap();
        assert!(older.same_name && older.replaced);
        let Some(found) = older.sheets.first() else {
            assert_eq!(counts, [0, 0, 0, counts[3]], "nothing differs");
            continue;
        };
        assert_eq!([found.added, found.removed, found.changed, found.same], counts, "{newer:?}");
        let changed = found.rows.iter().filter(|row| row.was.is_some() && row.row.is_some());
        let said: Vec<String> =
            changed.flat_map(|row| &row.cells).map(|(head, old, new)| format!("{head} {old} {new}")).collect();
        assert_eq!(said, cells);
    }
}

#[test]
fn the_same_ledger_under_another_name_is_asked_about() {
    let mut project = project();
    let first = visits(&project, "调研走访.txt", &[YES]);
    project.load(first, false);
    let newer = || visits(&project, "调研走访（改）.txt", &[YES, NO]);
    let told = |choice: &Choice| -> Preview { project.preview(vec![newer()], choice) };
    let unsaid = told(&Choice::default()).files.remove(0).older.unwrap();
    assert!(!unsaid.same_name && !unsaid.replaced && unsaid.sheets.is_empty());
    let place = Place::Instead("调研走访.txt".to_owned());
    let instead = one(FileChoice { place, ..FileChoice::default() });
    let said = told(&instead).files.remove(0).older.unwrap();
    assert!(said.replaced && said.sheets[0].added == 1);
    let other_unit = visits(&project, "乙局.txt", &["乙局 2022-05-01 某村 王某 是"]);
    assert!(
        project.preview(vec![other_unit], &Choice::default()).files[0].older.is_none(),
        "another unit's is no copy"
    );
    let newer = newer();
    project.load_all(vec![newer], &instead);
    let names: Vec<&str> = project.view().files.iter().map(|file| file.file.as_str()).collect();
    assert_eq!(names, ["调研走访（改）.txt"]);
}

#[test]
fn points_whose_facts_changed_are_to_be_looked_at_again_until_somebody_does() {
    let mut project = project();
    let first = visits(&project, "调研走访.txt", &[YES, NO]);
    project.load(first, false);
    let assess = |points: &str, reason: &str| Edit::Assess {
        unit: "甲局".to_owned(),
        no: "1.1".to_owned(),
        points: Some(points.to_owned()),
        by: "复核组".to_owned(),
        reason: reason.to_owned(),
        facts: None,
    };
    project.apply(assess("2", "补报")).unwrap();
    assert!(project.review().is_empty(), "nothing changed yet");
    let load = |project: &mut Project, rows: &[&str]| {
        let batch = visits(project, "调研走访.txt", rows);
        let told = project.preview(vec![batch.clone()], &Choice::default());
        project.load(batch, false);
        told.review
    };
    assert!(load(&mut project, &[NO, YES]).is_empty());
    assert!(project.review().is_empty(), "rows that only moved are the same facts");
    let told = load(&mut project, &[YES, NO, "甲局 2022-09-01 某村 王某 是"]);
    let review = project.review();
    assert_eq!(review, told, "the preview said so");
    assert_eq!((review[0].unit.as_str(), review[0].no.as_str()), ("甲局", "1.1"));
    assert_ne!(review[0].then, review[0].now);
    let json = json(&project);
    project.apply(Edit::Keep { unit: "甲局".to_owned(), no: "1.1".to_owned(), facts: None }).unwrap();
    assert!(project.review().is_empty());
    assert_eq!(self::json(&project), json, "what is kept is kept");
    assert!(project.undo());
    assert_eq!(project.review(), review);
    project.apply(assess("3", "补报")).unwrap();
    assert!(project.review().is_empty(), "other points are given on what is there now");
    project.apply(Edit::Keep { unit: "甲局".to_owned(), no: "1.2".to_owned(), facts: None }).unwrap_err();
}

#[test]
fn assigned_columns_are_remembered_by_headers_and_undone_with_the_import() {
    let mut project = project();
    let read = |project: &Project, file: &str| visits(project, file, &[YES]);
    let first = read(&project, "甲.txt");
    let heads = vec!["一".to_owned(), "二".to_owned()];
    let mapping = |field: &str| Mapping {
        heads: heads.clone(),
        sheet: None,
        columns: BTreeMap::from([("二".to_owned(), Some(field.to_owned()))]),
    };
    let with_heads = |mut batch: Batch| {
        batch.sheets[0].heads.clone_from(&heads);
        batch
    };
    let stray = Mapping { heads: vec!["别的".to_owned()], ..Mapping::default() };
    let import = |project: &mut Project, batch: Batch, field: &str| {
        let choice = Choice { mappings: vec![stray.clone(), mapping(field)], ..Choice::default() };
        project.load_all(vec![with_heads(batch)], &choice);
    };
    import(&mut project, first, "日期");
    assert_eq!(project.view().mappings, [mapping("日期")], "only what a file was read with");
    let second = read(&project, "乙.txt");
    import(&mut project, second, "带队领导");
    assert_eq!(project.view().mappings, [mapping("带队领导")], "the newest for the same headers");
    assert!(project.undo());
    assert_eq!(project.view().mappings, [mapping("日期")]);
    project.apply(Edit::Forget { heads: heads.clone() }).unwrap();
    assert!(project.view().mappings.is_empty());
    project.apply(Edit::Forget { heads: heads.clone() }).unwrap_err();
    assert!(project.undo());
    assert_eq!(project.view().mappings, [mapping("日期")]);
}

#[test]
fn another_year_and_another_scheme_are_named() {
    let project = project();
    let info = |year: &str| batch(&project, "单位信息.txt", &["单位名称 评价年度", &format!("甲局 {year}")]);
    let told = project.preview(vec![info("2023")], &Choice::default());
    assert_eq!((told.year, told.other_year), (2023, None), "an empty project takes the year of its first ledger");
    let mut second = fresh_copy(&[info("2022")], &[]);
    let told =
        second.preview(vec![batch(&project, "单位信息.csv", &["单位名称 评价年度", "乙局 2023"])], &Choice::default());
    assert_eq!((told.year, told.other_year), (2022, Some(2023)));
    second.apply(Edit::Year { year: 2023 }).unwrap();
    let told =
        second.preview(vec![batch(&project, "单位信息.csv", &["单位名称 评价年度", "乙局 2023"])], &Choice::default());
    assert_eq!((told.year, told.other_year), (2023, None));
}

#[test]
fn a_ledger_is_offered_the_scheme_that_it_was_made_for() {
    let kunming = builtin::loaded("kunming-2022").unwrap();
    let track = &kunming.tracks[kunming.track("unit").unwrap()];
    let sample = bangfu_office::case::sample_batch(kunming, track).unwrap();
    let other = builtin::loaded("central-2017").unwrap();
    let told = Project::new(other.clone(), 0).preview(vec![sample], &Choice::default());
    let offer = told.better.unwrap();
    assert_eq!((offer.scheme.as_str(), offer.track.as_str()), ("kunming-2022", "unit"));
    for scheme in builtin::all() {
        for (at, track) in scheme.tracks.iter().enumerate() {
            let Some(sample) = bangfu_office::case::sample_batch(scheme, track) else { continue };
            let told = Project::new(scheme.clone(), at).preview(vec![sample], &Choice::default());
            assert_eq!(told.better, None, "the sample of {} {} fits it", scheme.id, track.id);
        }
    }
}
