//! Advice keeps its word: with the rows that are missing, typed into the workbook, the unit gets the points and the tier.

use bangfu_core::advise::suppose::Row;
use bangfu_core::advise::{Suggestion, suggestions};
use bangfu_core::evaluate::{Memo, evaluate_unit};
use bangfu_core::ledger::dictionary::{Dictionary, FieldIx, Role};
use bangfu_core::plan::Plan;
use bangfu_office::case::Ledger;
use bangfu_office::write::book::Page;
use proptest::prelude::*;

use super::any::{any_ledger, dossier};

/// The ledger with what a suggestion says is missing, typed into a page of its own: a column that the unit's own page lacks
/// would say something of its other rows too. `None` where the sheet has no second name to give such a page.
fn with_rows(ledger: &Ledger, dictionary: &Dictionary, unit: &str, suggestion: &Suggestion) -> Option<Ledger> {
    let mut ledger = ledger.clone();
    for supposed in &suggestion.supposed {
        let known = dictionary.sheet(supposed.sheet).unwrap();
        let name = |field: FieldIx| known.fields[usize::from(field.0)].name.clone();
        let unit_name = known.role(Role::UnitName);
        let mut fields: Vec<FieldIx> =
            supposed.rows.iter().flatten().map(|(field, _)| *field).chain(unit_name).collect();
        fields.sort_unstable();
        fields.dedup();
        let row = |row: &Row| -> Vec<String> {
            let cell = |field: &FieldIx| {
                let given = row.iter().find(|(known, _)| known == field).map(|(_, fill)| fill.text());
                given.unwrap_or_else(|| if Some(*field) == unit_name { unit.to_owned() } else { String::new() })
            };
            fields.iter().map(cell).collect()
        };
        let heads = fields.iter().map(|field| name(*field)).collect();
        let names = std::iter::once(&known.name).chain(&known.also);
        let free = names.into_iter().find(|name| ledger.sheets.iter().all(|page| page.name != **name))?;
        let rows = std::iter::once(heads).chain(supposed.rows.iter().map(row)).collect();
        ledger.sheets.push(Page { name: free.clone(), rows, merged: Vec::new() });
    }
    Some(ledger)
}

proptest! {
    #![proptest_config(super::of_many_evaluations())]

    #[test]
    fn what_is_promised_is_given(ledger in any_ledger()) {
        let scheme = ledger.scheme();
        let before = ledger.dossier();
        let plan = ledger.plan(&before);
        for unit in before.units.iter().take(3) {
            let found = evaluate_unit(&plan, unit, true);
            for suggestion in suggestions(&plan, unit, &found, &Memo::default()) {
                let advice = &suggestion.advice;
                let Some(typed) = with_rows(&ledger.ledger(), &before.dictionary, &unit.name, &suggestion) else { continue };
                let after = dossier(scheme, &typed);
                let again = Plan::new(scheme, ledger.track(), &after, ledger.readings());
                let there = after.units.iter().find(|other| other.name == unit.name).unwrap();
                let result = evaluate_unit(&again, there, false);
                let gained = &result.total.unwrap().sure - &found.total.as_ref().unwrap().sure;
                let pages: Vec<String> = typed.sheets.iter().map(|page| format!("{}{:?}", page.name, page.rows)).collect();
                prop_assert_eq!(&gained, &advice.points, "{:?} {:#?}", advice, pages);
                if let Some(tier) = &advice.tier {
                    let got = found.tier();
                    let place = ledger.track().tiers.iter().position(|known| known == tier);
                    prop_assert!(got != place && result.outcome.possible.contains(&place.unwrap()), "{:?}", advice);
                }
            }
        }
    }
}
