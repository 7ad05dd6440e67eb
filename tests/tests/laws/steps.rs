//! Steps: what is told of a score adds up to it, for every scheme of points and every word of the rule language.

use bangfu_core::evaluate::evaluate_unit;
use bangfu_core::exact::Points;
use bangfu_core::total::less::Deducted;
use bangfu_core::total::off_total;
use proptest::prelude::*;

use super::any::any_ledger;

fn taken_off(less: &Deducted) -> Result<(), TestCaseError> {
    let Deducted { before, after, trace, .. } = less;
    let sum: Points = trace.steps.iter().filter_map(|step| step.adds.as_ref()).sum();
    prop_assert_eq!(&sum, &(&after.sure - &before.sure), "{:#?}", trace.steps);
    prop_assert!(after.sure <= after.possible, "{after:?}");
    prop_assert!(after.sure <= before.sure && after.possible <= before.possible, "{before:?} {after:?}");
    Ok(())
}

proptest! {
    #![proptest_config(super::config())]

    /// The steps of an indicator add up to the points that are sure; an override stands beside what they computed.
    #[test]
    fn steps_add_up_in_every_scheme(ledger in any_ledger()) {
        if ledger.track().rating.is_some() {
            return Ok(());
        }
        let dossier = ledger.dossier();
        let plan = ledger.plan(&dossier);
        for unit in &dossier.units {
            let found = evaluate_unit(&plan, unit, true);
            for ((_, indicator), judged) in ledger.track().indicators().zip(&found.indicators) {
                if !judged.gaps.is_empty() {
                    continue;
                }
                let sum: Points = judged.trace.steps.iter().filter_map(|step| step.adds.as_ref()).sum();
                let scored = &judged.scored;
                let sure = scored.overridden.as_ref().map_or(&scored.range.sure, |(_, computed)| &computed.sure);
                prop_assert_eq!(&sum, sure, "{} of {}: {:#?}", indicator.no, unit.name, judged.trace.steps);
            }
        }
    }

    /// What is taken off contents and the total adds up to what is left of them, and leaves no more than there was.
    #[test]
    fn what_is_taken_off_adds_up(ledger in any_ledger()) {
        let dossier = ledger.dossier();
        let plan = ledger.plan(&dossier);
        for unit in &dossier.units {
            let found = evaluate_unit(&plan, unit, false);
            let groups = found.totals.groups.iter();
            for (range, less) in groups.filter_map(|group| Some((&group.range, group.less.as_ref()?))) {
                prop_assert_eq!(range, &less.after);
                taken_off(less)?;
            }
            let Some(less) = off_total(&plan, unit, &found.totals) else { continue };
            taken_off(&less)?;
            if found.total_gaps.is_empty() {
                prop_assert_eq!(found.total.as_ref(), Some(&less.after), "no floor and no cap of its own");
            }
            let zero = Points::ZERO;
            prop_assert!(less.before.sure < zero || less.after.sure >= zero, "{less:?}");
        }
    }

    /// No score is above what its indicator declares, unless the rules say that it may be.
    #[test]
    fn no_maximum_is_exceeded_unsaid(ledger in any_ledger()) {
        if ledger.track().rating.is_some() {
            return Ok(());
        }
        let dossier = ledger.dossier();
        let plan = ledger.plan(&dossier);
        for unit in &dossier.units {
            let found = evaluate_unit(&plan, unit, false);
            for ((_, indicator), judged) in ledger.track().indicators().zip(&found.indicators) {
                let range = &judged.scored.range;
                prop_assert!(range.sure <= range.possible, "{} {range:?}", indicator.no);
                if let Some(most) = indicator.points.as_ref().filter(|_| !indicator.chain.has_most()) {
                    prop_assert!(range.possible <= *most, "{} {range:?}", indicator.no);
                }
            }
            if let Some(total) = &found.total {
                prop_assert!(total.sure <= total.possible, "{total:?}");
            }
        }
    }
}
