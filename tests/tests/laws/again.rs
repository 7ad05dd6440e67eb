//! Evaluating again: what is not done a second time would have come out the same, for every scheme.

use std::sync::Arc;

use bangfu_core::cohort::{Cohort, decide};
use bangfu_core::dossier::Dossier;
use bangfu_core::evaluate::sensitive::{answer, others, sensitive, under};
use bangfu_core::evaluate::{Evaluated, Memo, evaluate_again, evaluate_known, evaluate_unit};
use bangfu_core::plan::Plan;
use bangfu_core::scheme::convention::{ConventionIx, Reading};
use bangfu_core::tier::By;
use proptest::prelude::*;
use proptest::sample::Index;

use super::any::{Any, any_ledger};

/// Everything that an evaluation found, without the steps.
fn found(evaluated: &Evaluated) -> String {
    let indicators: Vec<_> = evaluated
        .indicators
        .iter()
        .map(|judged| (&judged.scored, &judged.reads, &judged.gaps, judged.sheets))
        .collect();
    let Evaluated { given, totals, total, total_gaps, outcome, tier_gaps, tier_basis, outside, .. } = evaluated;
    format!(
        "{indicators:#?}\n{given:#?}\n{totals:#?}\n{total:?} {total_gaps:?}\n{outcome:#?}\n{tier_gaps:?} {tier_basis:?} {outside:?}"
    )
}

/// A few switches, one or two conventions at a time.
fn switches() -> impl Strategy<Value = Vec<Vec<(Index, Option<Index>)>>> {
    let one = (any::<Index>(), prop::option::weighted(0.85, any::<Index>()));
    prop::collection::vec(prop::collection::vec(one, 1..3), 1..5)
}

fn changes(of: &Any, switch: &[(Index, Option<Index>)]) -> Vec<(ConventionIx, Reading)> {
    let change = |(at, pick): &(Index, Option<Index>)| {
        let (at, choices) = of.loose(at);
        (at, pick.as_ref().map_or(Reading::Off, |pick| Reading::Pick(pick.index(choices))))
    };
    switch.iter().map(change).collect()
}

proptest! {
    #![proptest_config(super::of_many_evaluations())]

    /// Under other answers, doing again what reads them gives what doing everything gives.
    #[test]
    fn a_part_is_as_good_as_the_whole(ledger in any_ledger(), switches in switches()) {
        let dossier = ledger.dossier();
        let plan = ledger.plan(&dossier);
        let memo = Memo::default();
        for unit in &dossier.units {
            let before = evaluate_known(&plan, unit, false, &memo);
            prop_assert_eq!(found(&before), found(&evaluate_unit(&plan, unit, false)));
            for switch in &switches {
                let changes = changes(&ledger, switch);
                let other = plan.with(&changes);
                let changed: Vec<ConventionIx> = changes.iter().map(|(at, _)| *at).collect();
                let part = evaluate_again(&other, unit, &before, &changed, &memo);
                prop_assert_eq!(found(&part), found(&evaluate_unit(&other, unit, false)), "{:?}", plan.ids(&changed));
            }
        }
    }

    /// A memo that went through other answers and other rows gives what judging anew gives.
    #[test]
    fn remembering_changes_nothing(ledger in any_ledger(), switches in switches(), sheet in any::<Index>(), row in any::<Index>()) {
        let dossier = ledger.dossier();
        let mut memo = Memo::default();
        let mut plan = ledger.plan(&dossier);
        let agree = |plan: &Plan<'_>, memo: &Memo| {
            for unit in &plan.dossier.units {
                for traced in [false, true] {
                    let known = evaluate_known(plan, unit, traced, memo);
                    prop_assert_eq!(found(&known), found(&evaluate_unit(plan, unit, traced)));
                }
            }
            Ok(())
        };
        for switch in &switches {
            plan = plan.with(&changes(&ledger, switch));
            agree(&plan, &memo)?;
        }
        let after = without_a_row(&dossier, sheet, row);
        memo = memo.carried(&dossier, &after);
        agree(&Plan::new(plan.scheme, plan.track, &after, plan.readings.clone()), &memo)?;
    }

    /// 口径敏感 lists an answer exactly when setting it gives another tier, and two answers where only both do.
    #[test]
    fn what_is_listed_is_what_setting_gives(ledger in any_ledger()) {
        let dossier = ledger.dossier();
        let plan = ledger.plan(&dossier);
        if matches!(plan.track.tiering.by, By::Quota(_)) {
            return Ok(());
        }
        for unit in dossier.units.iter().take(2) {
            let before = evaluate_unit(&plan, unit, false);
            let tier = |others: &[_]| evaluate_unit(&under(&plan, others), unit, false).tier();
            let (singles, doubles) = sensitive(&plan, unit, &before, &Memo::default());
            for other in plan.scheme.conventions.iter().flat_map(|(at, _)| others(&plan, at).collect::<Vec<_>>()) {
                let named = answer(&plan, other);
                let listed = singles.iter().find(|s| s.convention == named.convention && s.value == named.value);
                let set = tier(&[other]);
                prop_assert_eq!(listed.is_some(), set != before.tier(), "{:?}", named);
                let name = set.and_then(|tier| plan.track.tiers.get(tier).cloned());
                prop_assert!(listed.is_none_or(|listed| listed.tier == name));
            }
            for double in &doubles {
                let place = |named: &bangfu_core::report::Answer| {
                    let at = plan.scheme.conventions.find(&named.convention).unwrap();
                    let choices = &plan.scheme.conventions.get(at).unwrap().choices;
                    (at, choices.iter().position(|choice| choice.id == named.value).unwrap())
                };
                let (one, other) = (place(&double.first), place(&double.second));
                prop_assert!(tier(&[one]) == before.tier() && tier(&[other]) == before.tier(), "{:?}", double);
                let both = tier(&[one, other]);
                prop_assert!(both != before.tier(), "{:?}", double);
                prop_assert_eq!(&both.and_then(|tier| plan.track.tiers.get(tier).cloned()), &double.tier);
            }
        }
    }
}

/// The same dossier without one row; the other tables are the very same.
fn without_a_row(dossier: &Dossier, sheet: Index, row: Index) -> Dossier {
    let mut tables = dossier.tables.clone();
    if tables.is_empty() {
        return dossier.clone();
    }
    let at = sheet.index(tables.len());
    let table = Arc::make_mut(&mut tables[at]);
    if !table.rows.is_empty() {
        let row = row.index(table.rows.len());
        table.rows.remove(row);
        for column in table.columns.iter_mut().flatten() {
            column.values.remove(row);
            column.states.remove(row);
        }
        table.raw.clear();
    }
    let settings = bangfu_core::dossier::Settings {
        unit: Some(bangfu_tests::run::UNIT.to_owned()),
        ..bangfu_core::dossier::Settings::default()
    };
    Dossier::assemble(Arc::clone(&dossier.dictionary), Arc::clone(&dossier.text), tables, &settings, dossier.year)
}

fn tiers(cohort: &Cohort) -> Vec<(String, Option<String>)> {
    let mut tiers: Vec<_> = cohort.units.iter().map(|unit| (unit.unit.clone(), unit.tier.clone())).collect();
    tiers.sort();
    tiers
}

proptest! {
    #![proptest_config(super::of_many_evaluations())]

    /// A cohort lists an answer, or two, with exactly the units that get another tier under it. Deciding a cohort anew is dear,
    /// so each input is asked about one answer that is listed, two that any may be, and one pair.
    #[test]
    fn a_cohort_lists_whom_an_answer_moves(ledger in any_ledger(), picks in prop::array::uniform4(any::<Index>())) {
        let dossier = ledger.dossier();
        let readings = ledger.readings();
        let (scheme, track) = (ledger.scheme(), ledger.track());
        // While a convention is off, a tier that hangs on it is told as open and not as moved.
        if scheme.conventions.iter().any(|(at, _)| readings.get(at) == Reading::Off) {
            return Ok(());
        }
        let plan = Plan::new(scheme, track, &dossier, readings.clone());
        let base = decide(scheme, track, &readings, &dossier);
        let moved = |set: &[(ConventionIx, usize)]| {
            let other = decide(scheme, track, &under(&plan, set).readings, &dossier);
            let pairs = tiers(&base).into_iter().zip(tiers(&other));
            pairs.filter(|(one, other)| one != other).map(|(_, other)| other).collect::<Vec<_>>()
        };
        let all: Vec<_> = scheme.conventions.iter().flat_map(|(at, _)| others(&plan, at).collect::<Vec<_>>()).collect();
        let is_listed = |other: &&(ConventionIx, usize)| {
            let named = answer(&plan, **other);
            base.sensitive.iter().any(|s| s.convention == named.convention && s.value == named.value)
        };
        let known: Vec<_> = all.iter().filter(is_listed).collect();
        let one = (!known.is_empty()).then(|| *known[picks[0].index(known.len())]);
        let any = picks[1..3].iter().filter(|_| !all.is_empty()).map(|pick| all[pick.index(all.len())]);
        for other in one.into_iter().chain(any) {
            let named = answer(&plan, other);
            let listed = base.sensitive.iter().find(|s| s.convention == named.convention && s.value == named.value);
            let mut units: Vec<_> = listed.map(|listed| listed.units.clone()).unwrap_or_default();
            units.sort_by(|one, other| one.unit.cmp(&other.unit));
            let units: Vec<_> = units.into_iter().map(|unit| (unit.unit, unit.tier)).collect();
            prop_assert_eq!(units, moved(&[other]), "{:?}", named);
        }
        let pairs = &base.sensitive_pairs;
        if let Some(double) = (!pairs.is_empty()).then(|| &pairs[picks[3].index(pairs.len())]) {
            let place = |named: &bangfu_core::report::Answer| {
                let at = scheme.conventions.find(&named.convention).unwrap();
                let choices = &scheme.conventions.get(at).unwrap().choices;
                (at, choices.iter().position(|choice| choice.id == named.value).unwrap())
            };
            let (one, other) = (place(&double.first), place(&double.second));
            let (first, second) = (moved(&[one]), moved(&[other]));
            let alone = |unit: &String| first.iter().chain(&second).any(|(name, _)| name == unit);
            let mut expected = moved(&[one, other]);
            expected.retain(|(unit, _)| !alone(unit));
            let mut units: Vec<_> = double.units.iter().map(|unit| (unit.unit.clone(), unit.tier.clone())).collect();
            units.sort();
            prop_assert_eq!(units, expected, "{:?}", double);
        }
    }
}
