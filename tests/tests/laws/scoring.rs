//! Scores and tiers: what no ledger can change.

use std::sync::{Arc, LazyLock};

use bangfu_core::dossier::{Dossier, Settings, Typed};
use bangfu_core::evaluate::{Evaluated, Memo, evaluate, evaluate_unit};
use bangfu_core::exact::{Points, Range};
use bangfu_core::plan::Plan;
use bangfu_core::scheme::convention::{Reading, Readings};
use bangfu_core::scheme::model::{Scheme, Track};
use bangfu_core::score::{Fact, ScoreState};
use bangfu_core::total::Totals;
use bangfu_office::case::batch;
use bangfu_office::write::book::Page;
use bangfu_tests::run;
use proptest::prelude::*;

use super::ledger::{ledger, named, pages, woven};

static SCHEME: LazyLock<Scheme> = LazyLock::new(|| run::scheme("kunming-2022").unwrap());

fn track() -> &'static Track {
    &SCHEME.tracks[0]
}

fn dossier(pages: &[Page]) -> Dossier {
    let batch = batch(&SCHEME.dictionary, run::FILE, &ledger(pages), SCHEME.year);
    let tables = batch.tables.into_iter().map(Arc::new).collect();
    let settings = Settings { unit: Some(run::UNIT.to_owned()), ..Settings::default() };
    Dossier::assemble(Arc::new(SCHEME.dictionary.clone()), Arc::new(batch.text), tables, &settings, SCHEME.year)
}

fn defaults() -> Readings {
    Readings::defaults(&SCHEME.conventions)
}

/// The result of the unit `name` under `readings`; `None` where no row is its own.
fn result(dossier: &Dossier, name: &str, readings: Readings, traced: bool) -> Option<Evaluated> {
    let unit = dossier.units.iter().find(|unit| unit.name == name)?;
    Some(evaluate_unit(&Plan::new(&SCHEME, track(), dossier, readings), unit, traced))
}

/// What an indicator came to: raw, what counts, state, figures.
type Score = (Option<Points>, Range, ScoreState, Vec<Fact>);

/// What a result comes to, without the rows it came from.
#[derive(Debug, PartialEq)]
struct Sums {
    scores: Vec<Score>,
    totals: Totals,
    total: Option<Range>,
    possible: Vec<usize>,
    tier: Option<usize>,
}

fn sums(evaluated: &Evaluated) -> Sums {
    let score = |judged: &bangfu_core::evaluate::Judged| {
        let scored = &judged.scored;
        (scored.raw.clone(), scored.range.clone(), scored.state, scored.facts.clone())
    };
    Sums {
        scores: evaluated.indicators.iter().map(|judged| score(judged)).collect(),
        totals: evaluated.totals.clone(),
        total: evaluated.total.clone(),
        possible: evaluated.outcome.possible.clone(),
        tier: evaluated.tier(),
    }
}

fn sums_of(pages: &[Page], name: &str) -> Option<Sums> {
    result(&dossier(pages), name, defaults(), false).as_ref().map(sums)
}

/// The same sheets in another order, the rows of each turned and reversed.
fn shuffled(pages: &[Page], turn: usize) -> Vec<Page> {
    let mut pages = pages.to_vec();
    for page in &mut pages {
        let rows = &mut page.rows[1..];
        rows.reverse();
        if !rows.is_empty() {
            rows.rotate_left(turn % rows.len());
        }
    }
    pages.reverse();
    pages
}

fn holds(outer: &Range, inner: &Range) -> bool {
    outer.sure <= inner.sure && inner.possible <= outer.possible
}

proptest! {
    #![proptest_config(super::config())]

    /// No indicator above its maximum, no group above its cap, no total above what its parts allow.
    #[test]
    fn no_cap_is_exceeded(pages in pages()) {
        let Some(found) = result(&dossier(&pages), run::UNIT, defaults(), false) else { return Ok(()) };
        for ((_, indicator), judged) in track().indicators().zip(&found.indicators) {
            let range = &judged.scored.range;
            prop_assert!(range.sure >= Points::ZERO && range.sure <= range.possible, "{} {range:?}", indicator.no);
            if let Some(max) = &indicator.points {
                prop_assert!(range.possible <= *max, "{} {range:?}", indicator.no);
            }
        }
        for (group, total) in track().groups.iter().zip(&found.totals.groups) {
            let most = group.cap.as_ref().map(|cap| &cap.points).or(group.points.as_ref());
            prop_assert!(most.is_none_or(|most| total.range.possible <= *most), "{} {:?}", group.name, total.range);
        }
        let total = found.total.unwrap();
        prop_assert!(total.sure >= Points::ZERO && total.possible <= Points::from(110), "{total:?}");
    }

    /// The steps that are shown add up to the points that are sure; an override stands beside what the steps computed.
    #[test]
    fn steps_add_up(pages in pages()) {
        let Some(found) = result(&dossier(&pages), run::UNIT, defaults(), true) else { return Ok(()) };
        for ((_, indicator), judged) in track().indicators().zip(&found.indicators) {
            let sum: Points = judged.trace.steps.iter().filter_map(|step| step.adds.as_ref()).sum();
            let sure = judged.scored.overridden.as_ref().map_or(&judged.scored.range.sure, |(_, computed)| &computed.sure);
            prop_assert_eq!(&sum, sure, "{}: {:#?}", indicator.no, judged.trace.steps);
        }
        let groups: Points = found.totals.groups.iter().map(|group| &group.range.sure).sum();
        prop_assert_eq!(groups, &found.totals.base.sure + &found.totals.bonus.sure);
    }

    /// One evaluator: keeping the steps changes nothing.
    #[test]
    fn silent_and_traced_agree(pages in pages()) {
        let dossier = dossier(&pages);
        for readings in [defaults(), Readings::none(&SCHEME.conventions)] {
            let silent = result(&dossier, run::UNIT, readings.clone(), false);
            let traced = result(&dossier, run::UNIT, readings, true);
            prop_assert_eq!(silent.as_ref().map(sums), traced.as_ref().map(sums));
        }
    }

    /// The order of rows and sheets makes no difference.
    #[test]
    fn order_changes_nothing(pages in pages(), turn in 0_usize..6) {
        prop_assert_eq!(sums_of(&pages, run::UNIT), sums_of(&shuffled(&pages, turn), run::UNIT));
    }

    /// Another unit in the same workbook makes no difference.
    #[test]
    fn other_units_change_nothing(own in pages(), other in pages()) {
        let own = named(&own, "市甲局");
        let both = woven(&own, &named(&other, "市乙局"));
        prop_assert_eq!(sums_of(&own, "市甲局"), sums_of(&both, "市甲局"));
    }

    /// The same again is the same, to the byte.
    #[test]
    fn again_is_the_same(pages in pages()) {
        let json = |pages: &[Page]| evaluate(&SCHEME, track(), &defaults(), &dossier(pages)).to_json().unwrap();
        // The whole report tries every other answer too: a tenth of the ledgers is enough.
        if pages.iter().map(|page| page.rows.len()).sum::<usize>() % 10 == 0 {
            prop_assert_eq!(json(&pages), json(&pages));
        }
    }

    /// 万元 or 元 at the head of a column makes no difference when the numbers say the same.
    #[test]
    fn units_of_account_change_nothing(mut pages in pages()) {
        let before = sums_of(&pages, run::UNIT);
        for page in pages.iter_mut().filter(|page| page.name == "帮扶资金") {
            page.rows[0][1] = "到位金额（元）".to_owned();
            for row in &mut page.rows[1..] {
                if let Ok(amount) = row[1].parse::<u32>() {
                    row[1] = (amount * 10_000).to_string();
                }
            }
        }
        prop_assert_eq!(before, sums_of(&pages, run::UNIT));
    }

    /// What is decided without any convention is decided so with them: they fill gaps, and change nothing that is fixed.
    #[test]
    fn conventions_only_fill_gaps(pages in pages()) {
        let dossier = dossier(&pages);
        let none = Readings::none(&SCHEME.conventions);
        let Some(bare) = result(&dossier, run::UNIT, none, false) else { return Ok(()) };
        let full = result(&dossier, run::UNIT, defaults(), false).unwrap();
        for ((_, indicator), (bare, full)) in track().indicators().zip(bare.indicators.iter().zip(&full.indicators)) {
            if bare.gaps.is_empty() && bare.scored.range.settled().is_some() {
                prop_assert_eq!(&bare.scored.range, &full.scored.range, "{}", indicator.no);
            }
        }
        if bare.tier().is_some() {
            prop_assert_eq!(bare.tier(), full.tier());
        }
        let (bare, full) = (bare.total.unwrap(), full.total.unwrap());
        prop_assert!(holds(&bare, &full), "{bare:?} does not hold {full:?}");
    }

    /// Points for what is still open only narrow what the total can be, and a tier that was decided stays.
    #[test]
    fn judging_narrows(pages in pages(), pick in any::<prop::sample::Index>(), half_points in 0_i64..=20) {
        let mut dossier = dossier(&pages);
        let Some(before) = result(&dossier, run::UNIT, defaults(), false) else { return Ok(()) };
        let pairs = track().indicators().zip(&before.indicators);
        let open = pairs.filter(|((_, indicator), judged)| {
            indicator.measure.is_judged() && judged.scored.state == ScoreState::Pending
        });
        let open: Vec<_> = open.map(|((_, indicator), _)| indicator).collect();
        if open.is_empty() {
            return Ok(());
        }
        let indicator = open[pick.index(open.len())];
        let points = Points::ratio(half_points, 2).at_most(indicator.points.as_ref().unwrap());
        let typed = Typed { points: Some(points.to_string()), by: "甲".to_owned(), reason: String::new() };
        dossier.typed.insert((run::UNIT.to_owned(), indicator.no.clone()), typed);
        let after = result(&dossier, run::UNIT, defaults(), false).unwrap();
        prop_assert!(before.tier().is_none_or(|tier| after.tier() == Some(tier)));
        let (before, after) = (before.total.unwrap(), after.total.unwrap());
        prop_assert!(holds(&before, &after), "{before:?} does not hold {after:?}");
    }

    /// 口径敏感 lists an answer exactly when setting it gives another tier.
    #[test]
    fn sensitivity_is_what_setting_gives(pages in pages(), pick in any::<prop::sample::Index>()) {
        let dossier = dossier(&pages);
        let Some(unit) = dossier.units.first() else { return Ok(()) };
        let plan = Plan::new(&SCHEME, track(), &dossier, defaults());
        let found = evaluate_unit(&plan, unit, false);
        let (sensitive, _) = bangfu_core::evaluate::sensitive::sensitive(&plan, unit, &found, &Memo::default());
        let loose: Vec<_> = SCHEME.conventions.iter().filter(|(_, convention)| !convention.fixed).collect();
        let (at, convention) = loose[pick.index(loose.len())];
        for (place, choice) in convention.choices.iter().enumerate() {
            let set = defaults().with(at, Reading::Pick(place));
            let other = evaluate_unit(&Plan::new(&SCHEME, track(), &dossier, set), unit, false).tier();
            let listed = sensitive.iter().any(|s| s.convention == convention.id && s.value == choice.id);
            prop_assert_eq!(other != found.tier(), listed, "{} {}", convention.id, choice.id);
        }
    }
}
