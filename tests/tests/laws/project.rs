//! The project file: what is opened is what was saved, to the byte, and a changed byte is always seen.

use std::sync::LazyLock;

use bangfu_core::edit::file::{Opened, open};
use bangfu_core::edit::{Choice, Edit, FindingKey, Project, TypedRows};
use bangfu_core::ledger::mapping::Mapping;
use bangfu_core::scheme::builtin;
use bangfu_office::Job;
use bangfu_office::case::{Ledger, batch};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::Config;

use super::any::{Any, any_ledger, twisted, twists};

/// What a person does, by places that are taken round.
#[derive(Debug, Clone)]
enum Act {
    Load(Vec<super::any::Twist>),
    Type(Index, String),
    Assess(Index, Index, Option<String>),
    Keep(Index, Index),
    Convention(Index, Option<Index>),
    Reason(Index, String),
    Year(i32),
    AsOf,
    Unit(String),
    Track(Index, Index),
    Clear,
    Undo,
    Redo,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let index = any::<Index>;
    let words = "[\\PC\n\"\\\\]{1,12}";
    let points = prop_oneof![Just("0".to_owned()), Just("2.5".to_owned()), Just("好".to_owned())];
    let act = prop_oneof![
        2 => twists().prop_map(Act::Load),
        1 => (index(), words).prop_map(|(at, word)| Act::Type(at, word)),
        4 => (index(), index(), prop::option::weighted(0.8, points)).prop_map(|(a, b, c)| Act::Assess(a, b, c)),
        1 => (index(), index()).prop_map(|(a, b)| Act::Keep(a, b)),
        2 => (index(), prop::option::weighted(0.8, index())).prop_map(|(a, b)| Act::Convention(a, b)),
        2 => (index(), words).prop_map(|(a, b)| Act::Reason(a, b)),
        1 => (2019_i32..2026).prop_map(Act::Year),
        1 => Just(Act::AsOf),
        1 => words.prop_map(Act::Unit),
        1 => (index(), index()).prop_map(|(a, b)| Act::Track(a, b)),
        1 => Just(Act::Clear),
        3 => Just(Act::Undo),
        2 => Just(Act::Redo),
    ];
    prop::collection::vec(act, 0..10)
}

/// A mapping for the first sheet of a ledger, as the page would remember it.
fn mapping(project: &Project, ledger: &Ledger) -> Choice {
    let read = batch(&project.scheme().dictionary, "看一看.xlsx", ledger, project.view().dossier.year);
    let seen = read.sheets.first().map(|sheet| Mapping {
        heads: sheet.heads.clone(),
        sheet: sheet.read_as.clone(),
        columns: sheet.columns.iter().take(1).map(|column| (column.header.clone(), None)).collect(),
    });
    Choice { mappings: seen.into_iter().collect(), ..Choice::default() }
}

fn take_in(project: &mut Project, ledger: &Ledger) {
    let choice = mapping(project, ledger);
    let year = project.view().dossier.year;
    let read = batch(&project.scheme().dictionary, "台账.xlsx", ledger, year);
    project.load_all(vec![read], &choice);
}

fn taken<'i, T>(items: &'i [T], at: &Index) -> Option<&'i T> {
    if items.is_empty() { None } else { items.get(at.index(items.len())) }
}

fn carry_out(project: &mut Project, of: &Any, act: &Act) {
    let unit = |project: &Project, at: &Index| {
        taken(&project.view().dossier.units, at).map(|unit| unit.name.clone()).unwrap_or_default()
    };
    let no = |project: &Project, at: &Index| {
        let all: Vec<&String> = project.track().unwrap().indicators().map(|(_, one)| &one.no).collect();
        taken(&all, at).map(|no| (*no).clone()).unwrap_or_default()
    };
    // What is refused is no edit: that is a case too.
    let _ = match act {
        Act::Load(twists) => return take_in(project, &twisted(&of.ledger(), twists)),
        Act::Type(at, word) => {
            let sheets = project.track().unwrap().sheets.clone();
            if let Some(sheet) = taken(&sheets, at).copied() {
                let name = project.scheme().dictionary.sheet(sheet).unwrap().name.clone();
                let rows = vec![vec![word.clone(), "2022-03-05".to_owned()]];
                let text = format!("单位名称\t日期\n{}", rows[0].join("\t").replace('\n', " "));
                let dictionary = &project.scheme().dictionary;
                let job = Job::new(bangfu_core::edit::TYPED, 2022);
                let mut read = bangfu_office::read_text(dictionary, &job, &text);
                read.tables.retain(|table| table.sheet == sheet);
                read.sheets.iter_mut().for_each(|sheet| sheet.name.clone_from(&name));
                project.enter(TypedRows { sheet, rows }, read);
            }
            return;
        }
        Act::Assess(a, b, points) => {
            let (unit, no, points) = (unit(project, a), no(project, b), points.clone());
            project
                .apply(Edit::Assess { unit, no, points, by: "组".to_owned(), reason: "因".to_owned(), facts: None })
        }
        Act::Keep(a, b) => {
            let (unit, no) = (unit(project, a), no(project, b));
            project.apply(Edit::Keep { unit, no, facts: None })
        }
        Act::Convention(at, pick) => {
            let loose: Vec<_> = project.scheme().conventions.iter().filter(|(_, one)| !one.fixed).collect();
            let Some((_, convention)) = taken(&loose, at) else { return };
            let value = pick.as_ref().map(|pick| convention.choices[pick.index(convention.choices.len())].id.clone());
            let id = convention.id.clone();
            project.apply(Edit::Convention { id, value })
        }
        Act::Reason(at, says) => {
            let findings = project.findings();
            let Some(key) = taken(&findings, at).map(FindingKey::of) else { return };
            project.apply(Edit::Reason { key, by: "王某".to_owned(), reason: Some(says.clone()) })
        }
        Act::Year(year) => project.apply(Edit::Year { year: *year }),
        Act::AsOf => project.apply(Edit::AsOf { date: "2022-09-30".to_owned() }),
        Act::Unit(name) => project.apply(Edit::Unit { name: name.clone() }),
        Act::Track(a, b) => {
            let all = builtin::all();
            let scheme = &all[a.index(all.len())];
            let track = scheme.tracks[b.index(scheme.tracks.len())].id.clone();
            project.apply(Edit::Track { scheme: scheme.id.clone(), track })
        }
        Act::Clear => project.apply(Edit::Clear),
        Act::Undo | Act::Redo => {
            let _ = if matches!(act, Act::Undo) { project.undo() } else { project.redo() };
            return;
        }
    };
}

fn made(of: &Any, acts: &[Act]) -> Project {
    let track = of.scheme().track(&of.track().id).unwrap();
    let mut project = Project::new(of.scheme().clone(), track);
    take_in(&mut project, &of.ledger());
    acts.iter().for_each(|act| carry_out(&mut project, of, act));
    project
}

/// Everything that a person sees of a project.
fn seen(project: &Project) -> Vec<String> {
    let view = project.view();
    vec![
        project.report().unwrap().to_json().unwrap(),
        serde_json::to_string(&project.cohort().unwrap()).unwrap(),
        format!("{:?} {:?} {}", project.undo_label(), project.redo_label(), project.revision()),
        format!("{:?} {:?}", view.mappings, view.reasons),
        format!("{:?} {:?}", project.review(), view.origins),
    ]
}

/// Each input is a whole project that is evaluated several times: a quarter of them takes as long as another law.
fn fewer() -> Config {
    let config = super::config();
    Config { cases: config.cases / 4, ..config }
}

proptest! {
    #![proptest_config(fewer())]

    /// Opening gives back what was saved: the results, the log, the cursor, and the very bytes when it is saved again.
    #[test]
    fn what_is_opened_is_what_was_saved(of in any_ledger(), acts in acts(), back in 0_usize..4) {
        let mut project = made(&of, &acts);
        let empty = project.undo_label().is_none() && project.redo_label().is_none();
        prop_assert_eq!(project.unsaved(), !empty);
        let bytes = project.save().unwrap();
        prop_assert!(!project.unsaved());
        let Opened { project: mut opened, told } = open(&bytes, of.scheme()).unwrap();
        prop_assert_eq!((&told.damaged, &told.says, &told.read_only), (&vec![], &vec![], &None));
        prop_assert!(!opened.unsaved());
        prop_assert_eq!(seen(&opened), seen(&project));
        prop_assert_eq!(opened.save().unwrap(), project.save().unwrap(), "the bytes");
        for _ in 0..back {
            prop_assert_eq!(opened.undo(), project.undo());
        }
        prop_assert_eq!(seen(&opened), seen(&project), "{} steps back", back);
        prop_assert_eq!(opened.unsaved(), project.unsaved());
        while opened.redo() {
            prop_assert!(project.redo());
        }
        prop_assert!(!project.redo());
        prop_assert_eq!(seen(&opened), seen(&project), "all made again");
    }
}

/// One accident of a file.
#[derive(Debug, Clone)]
enum Damage {
    Flip(Index, u8),
    Cut(Index),
    Without(Index),
    Doubled(Index),
    Swapped(Index, Index),
    Line(Index),
}

fn damage() -> impl Strategy<Value = Damage> {
    let index = any::<Index>;
    prop_oneof![
        6 => (index(), 0_u8..8).prop_map(|(at, bit)| Damage::Flip(at, bit)),
        3 => index().prop_map(Damage::Cut),
        1 => index().prop_map(Damage::Without),
        1 => index().prop_map(Damage::Doubled),
        1 => (index(), index()).prop_map(|(a, b)| Damage::Swapped(a, b)),
        1 => index().prop_map(Damage::Line),
    ]
}

fn suffer(mut bytes: Vec<u8>, damage: &Damage) -> Vec<u8> {
    let end = bytes.len();
    match damage {
        Damage::Flip(at, bit) => bytes[at.index(end)] ^= 1 << bit,
        Damage::Cut(at) => bytes.truncate(at.index(end)),
        Damage::Without(at) => drop(bytes.remove(at.index(end))),
        Damage::Doubled(at) => bytes.insert(at.index(end), bytes[at.index(end)]),
        Damage::Swapped(a, b) => bytes.swap(a.index(end), b.index(end)),
        Damage::Line(at) => {
            let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
            let without = at.index(lines.len());
            bytes =
                lines.into_iter().enumerate().filter(|(n, _)| *n != without).flat_map(|(_, l)| l.to_vec()).collect();
        }
    }
    bytes
}

/// Saved projects to be damaged.
static SAVED: LazyLock<Vec<(Any, Vec<u8>)>> = LazyLock::new(|| {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::new(super::config());
    let mut one = || {
        let (of, acts) = (any_ledger(), acts()).new_tree(&mut runner).unwrap().current();
        let bytes = made(&of, &acts).save().unwrap();
        (of, bytes)
    };
    (0..64).map(|_| one()).collect()
});

proptest! {
    #![proptest_config(super::config())]

    /// A file that is not to the byte what was saved is told to be damaged, and what is left of it can be worked on.
    #[test]
    fn damage_is_always_seen(which in any::<Index>(), damage in prop::collection::vec(damage(), 1..3)) {
        let (of, whole) = &SAVED[which.index(SAVED.len())];
        let mut bytes = whole.clone();
        for one in damage.iter() {
            if !bytes.is_empty() {
                bytes = suffer(bytes, one);
            }
        }
        if bytes == *whole {
            return Ok(());
        }
        if let Ok(Opened { mut project, told }) = open(&bytes, of.scheme()) {
            prop_assert!(!told.damaged.is_empty());
            prop_assert!(project.read_only().is_some() || project.unsaved(), "no file holds what is left");
            let again = project.save().unwrap();
            prop_assert!(project.read_only().is_some() || open(&again, of.scheme()).unwrap().told.damaged.is_empty());
        }
    }
}
