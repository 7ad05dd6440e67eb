//! Other answers: which conventions would change tiers, and which tiers stay open while a convention is off.

use std::collections::BTreeMap;

use super::{Cohort, CohortSensitive, place};
use crate::evaluate::{Evaluated, evaluate_again};
use crate::plan::Plan;
use crate::scheme::convention::{ConventionIx, Reading};

/// Tries every other answer of every convention that the cohort read. Where a convention is off and its answers disagree, the
/// tier is not decided.
pub(super) fn sensitive(plan: &Plan<'_>, evaluated: &[Evaluated], cohort: &mut Cohort, touched: &[ConventionIx]) {
    let tiers = |cohort: &Cohort| -> BTreeMap<String, Option<String>> {
        cohort.units.iter().map(|unit| (unit.unit.clone(), unit.tier.clone())).collect()
    };
    let base = tiers(cohort);
    for at in touched {
        let Some(convention) = plan.scheme.conventions.get(*at).filter(|convention| !convention.fixed) else {
            continue;
        };
        let now = plan.readings.get(*at);
        for (pick, choice) in convention.choices.iter().enumerate() {
            if now == Reading::Pick(pick) {
                continue;
            }
            let plan = plan.with(&[(*at, Reading::Pick(pick))]);
            let again = |(unit, before)| evaluate_again(&plan, unit, before, *at);
            let again: Vec<Evaluated> = plan.dossier.units.iter().zip(evaluated).map(again).collect();
            let other = tiers(&place(&plan, &again));
            let moved = |unit: &str| other.get(unit) != base.get(unit);
            let changed = base.keys().filter(|unit| moved(unit)).count();
            for unit in cohort.units.iter_mut().filter(|unit| now == Reading::Off && moved(&unit.unit)) {
                if !unit.undetermined.contains(&convention.id) {
                    unit.undetermined.push(convention.id.clone());
                }
            }
            if changed > 0 {
                cohort.sensitive.push(CohortSensitive {
                    convention: convention.id.clone(),
                    value: choice.id.clone(),
                    says: choice.says.clone(),
                    changed,
                });
            }
        }
    }
    for unit in cohort.units.iter_mut().filter(|unit| !unit.undetermined.is_empty()) {
        let cut = cohort.cuts.iter_mut().find(|cut| {
            Some(&cut.tier) == unit.tier.as_ref() && (cut.category.is_none() || cut.category == unit.category)
        });
        if let Some(cut) = cut {
            cut.given -= 1;
        }
        unit.tier = None;
        let why = unit.why.trim_end_matches('。');
        unit.why = format!("{why}；文件没有规定、也没有采用口径：{}，等次未定。", unit.undetermined.join("、"));
    }
}
