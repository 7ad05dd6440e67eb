//! The ledger dictionary loads without a fault and says every header once.

use std::collections::BTreeMap;

use bangfu_core::ledger::dictionary::{Dictionary, Role};
use bangfu_core::scheme::read::Files;
use bangfu_office::bind::plain;

fn load() -> (Dictionary, Files) {
    let mut files = Files::default();
    let dictionary = Dictionary::load(&mut files, "ledger.toml", include_str!("../../schemes/ledger.toml"));
    (dictionary, files)
}

#[test]
fn loads_without_faults() {
    let (dictionary, files) = load();
    assert_eq!(files.into_faults(), []);
    assert_eq!(dictionary.sheets.len(), 34);
    let numbers: Vec<&str> = dictionary.sheets.iter().map(|sheet| sheet.no.as_str()).collect();
    assert_eq!(numbers, (0..34).map(|no| format!("{no:02}")).collect::<Vec<_>>());
}

#[test]
fn roles_are_found() {
    let (dictionary, _) = load();
    for (role, name) in [
        (Role::Unit, "单位信息"),
        (Role::Points, "评审打分"),
        (Role::Ratings, "等次评定"),
        (Role::Settings, "口径设置"),
    ] {
        let sheet = dictionary.role(role).and_then(|at| dictionary.sheet(at));
        assert_eq!(sheet.map(|sheet| sheet.name.as_str()), Some(name));
    }
    for sheet in &dictionary.sheets {
        assert!(sheet.role(Role::UnitName).is_some(), "{} has no unit name", sheet.name);
        assert!(sheet.role(Role::Place).is_some(), "{} has no place", sheet.name);
    }
}

/// Folded as headers are compared, no two fields of one sheet and no two sheets may answer to the same word.
#[test]
fn no_word_has_two_meanings() {
    let (dictionary, _) = load();
    let mut sheets = BTreeMap::new();
    for sheet in &dictionary.sheets {
        for name in std::iter::once(&sheet.name).chain(&sheet.also) {
            let other = sheets.insert(plain::header(name).bare, &sheet.name);
            assert!(other.is_none(), "{name}: {other:?} and {}", sheet.name);
        }
        let mut headers = BTreeMap::new();
        for field in &sheet.fields {
            for name in std::iter::once(&field.name).chain(&field.also) {
                let other = headers.insert(plain::header(name).whole, &field.name);
                assert!(other.is_none(), "{}: {name} is {other:?} and {}", sheet.name, field.name);
            }
        }
    }
}
