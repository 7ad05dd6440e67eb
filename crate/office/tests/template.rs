//! A template that is filled in as its own examples say reads back without a finding.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by stopping")]

use bangfu_core::diag::Severity;
use bangfu_core::ledger::dictionary::{Dictionary, SheetIx};
use bangfu_core::scheme::read::Files;
use bangfu_office::Job;
use bangfu_office::bind::Binder;
use bangfu_office::read::{self, Cell};
use bangfu_office::write::template::{Heading, template};

fn dictionary() -> Dictionary {
    Dictionary::load(&mut Files::default(), "ledger.toml", include_str!("../../schemes/ledger.toml")).in_year(2022)
}

fn heading() -> Heading {
    Heading { title: "考核评价办法".to_owned(), track: "单位".to_owned(), year: 2022, ..Heading::default() }
}

fn every_sheet(dictionary: &Dictionary) -> Vec<u8> {
    let sheets: Vec<SheetIx> = (0..34).map(SheetIx).collect();
    template(dictionary, &sheets, &heading()).unwrap()
}

#[test]
fn empty() {
    let dictionary = dictionary();
    let batch = bangfu_office::read(&dictionary, &Job::new("模板.xlsx", 2022), &every_sheet(&dictionary), &mut |_| ());
    assert_eq!(batch.tables.len(), 34);
    assert!(batch.tables.iter().all(|table| table.rows.is_empty()));
    for finding in &batch.findings {
        assert_eq!((finding.severity, finding.why.as_str()), (Severity::Note, "这张表只有表头，没有数据行"));
    }
    for summary in batch.sheets.iter().filter(|sheet| sheet.read_as.is_some()) {
        assert_eq!(summary.ignored, 1, "{}: the sample row", summary.name);
    }
}

/// Copies the sample row, without its mark, as a row of data.
#[test]
fn filled() {
    let dictionary = dictionary();
    let mut binder = Binder::new(&dictionary, &Job::new("模板.xlsx", 2022));
    read::sheets("模板.xlsx", &every_sheet(&dictionary), &mut |_| (), &mut |mut source| {
        if let Some(sample) = source.grid.rows.iter().find(|row| row.number == 2).cloned() {
            for (column, cell) in sample.cells {
                let marked = matches!(&cell, Cell::Text(text) if text.contains('←'));
                if !marked && source.name != "填写说明" {
                    source.grid.push(3, column, cell);
                }
            }
        }
        binder.sheet(source);
    })
    .unwrap();
    let batch = binder.finish();
    assert_eq!(batch.findings, []);
    assert!(batch.sheets.iter().filter(|sheet| sheet.read_as.is_some()).all(|sheet| sheet.used == 1));
}

#[test]
fn only_what_was_asked_for() {
    let dictionary = dictionary();
    let sheets: Vec<SheetIx> = ["调研走访", "评审打分"].iter().filter_map(|name| dictionary.find(name)).collect();
    let bytes = template(&dictionary, &sheets, &heading()).unwrap();
    let mut names = Vec::new();
    read::sheets("模板.xlsx", &bytes, &mut |_| (), &mut |source| names.push(source.name)).unwrap();
    assert_eq!(names, ["填写说明", "调研走访", "评审打分"]);
}
