//! Every worked case of every scheme, through text grids and through a real workbook.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by stopping")]

use bangfu_core::scheme::builtin;
use bangfu_core::scheme::model::Scheme;
use bangfu_office::Job;
use bangfu_tests::case::{self, Case};
use bangfu_tests::run;

/// The cases of a scheme; a fault in the file ends the test.
fn cases(id: &str) -> Vec<Case> {
    let folder = builtin::folders().iter().find(|folder| folder.id == id).unwrap();
    let (cases, faults) = case::read(&format!("{id}/cases.toml"), folder.cases);
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    cases
}

/// Every way in which a scheme's cases fail, when their ledgers go through `read`.
fn failures(scheme: &Scheme, cases: &[Case], read: impl Fn(&Case) -> bangfu_core::ledger::table::Batch) -> Vec<String> {
    let mut failures = Vec::new();
    for case in cases {
        for round in &case.rounds {
            let wrong = run::wrong(scheme, case, round, read(case));
            let off = if round.off { "口径全不用 " } else { "" };
            let set: Vec<String> = round.set.iter().map(|(id, value)| format!("{id}={value}")).collect();
            failures.extend(wrong.iter().map(|wrong| format!("“{}” {off}{}\n    {wrong}", case.name, set.join(" "))));
        }
    }
    failures
}

fn hold(failures: &[String]) {
    assert!(failures.is_empty(), "{} not as expected:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn cases_through_grids() {
    for folder in builtin::folders() {
        let scheme = run::scheme(folder.id).unwrap();
        hold(&failures(&scheme, &cases(folder.id), |case| run::grids(&scheme, case)));
    }
}

/// A real workbook is read as the very same tables, words and findings as the grid, so all that holds above holds for it.
#[test]
fn cases_through_workbooks() {
    for folder in builtin::folders() {
        let scheme = run::scheme(folder.id).unwrap();
        for case in cases(folder.id) {
            let grid = run::grids(&scheme, &case);
            let bytes = run::workbook(&case).unwrap();
            let book = bangfu_office::read(&scheme.dictionary, &Job::new(run::FILE, scheme.year), &bytes, &mut |_| ());
            assert_eq!(grid.findings, book.findings, "“{}”", case.name);
            assert_eq!(grid.sheets, book.sheets, "“{}”", case.name);
            assert!(grid.text.words().eq(book.text.words()), "“{}”", case.name);
            assert!(grid.tables == book.tables, "“{}”", case.name);
        }
    }
}

/// The sample that the program shows is one of the cases, and fills every sheet of its track.
#[test]
fn the_sample_is_whole() {
    let scheme = run::scheme("kunming-2022").unwrap();
    let cases = cases("kunming-2022");
    let samples: Vec<&Case> = cases.iter().filter(|case| case.sample).collect();
    assert_eq!(samples.len(), 1);
    let folder = builtin::folders().iter().find(|folder| folder.id == scheme.id).unwrap();
    assert_eq!(bangfu_office::case::sample(folder.cases, "unit").as_ref(), Some(&samples[0].ledger));
    for sheet in &scheme.tracks[0].sheets {
        let name = &scheme.dictionary.sheet(*sheet).unwrap().name;
        let rows = samples[0].ledger.sheets.iter().find(|page| page.name == *name).map_or(0, |page| page.rows.len());
        assert!(rows > 1, "the sample has no row of {name}");
    }
}
