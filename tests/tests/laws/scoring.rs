//! Scores and tiers of one unit: what no ledger can change, on any track of any scheme.

use bangfu_core::dossier::{Dossier, Typed};
use bangfu_core::evaluate::{Evaluated, Memo, evaluate, evaluate_unit};
use bangfu_core::exact::{Money, Points, Range};
use bangfu_core::plan::Plan;
use bangfu_core::scheme::convention::{Reading, Readings};
use bangfu_core::score::{Fact, ScoreState};
use bangfu_core::total::Totals;
use bangfu_office::write::book::Page;
use bangfu_tests::run;
use proptest::prelude::*;

use super::draw::Draw;
use super::worlds::{WORLDS, World};

/// A world and the numbers that a ledger is drawn from.
pub(crate) fn input() -> impl Strategy<Value = (usize, Vec<u16>)> {
    (0..WORLDS.len(), prop::collection::vec(any::<u16>(), 0..=400))
}

/// The result of the unit `name` under `readings`; `None` where no row is its own.
fn result(world: &World, dossier: &Dossier, name: &str, readings: Readings, traced: bool) -> Option<Evaluated> {
    let unit = dossier.units.iter().find(|unit| unit.name == name)?;
    Some(evaluate_unit(&Plan::new(&world.scheme, world.track(), dossier, readings), unit, traced))
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
        // Figures only: words tell places in the order in which the ledger lists them.
        let mut facts: Vec<Fact> = scored.facts.iter().filter(|fact| !fact.unit.is_empty()).cloned().collect();
        facts.sort_by(|one, other| one.name.cmp(&other.name));
        (scored.raw.clone(), scored.range.clone(), scored.state, facts)
    };
    Sums {
        scores: evaluated.indicators.iter().map(|judged| score(judged)).collect(),
        totals: evaluated.totals.clone(),
        total: evaluated.total.clone(),
        possible: evaluated.outcome.possible.clone(),
        tier: evaluated.tier(),
    }
}

fn sums_of(world: &World, pages: &[Page], name: &str) -> Option<Sums> {
    result(world, &world.dossier(pages), name, world.defaults(), false).as_ref().map(sums)
}

/// The same sheets in another order, the rows of each turned and reversed.
pub(crate) fn shuffled(pages: &[Page], turn: usize) -> Vec<Page> {
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

/// The rows of one unit alone; a sheet in which it has none is left out.
fn only(pages: &[Page], name: &str) -> Vec<Page> {
    let mut pages = pages.to_vec();
    for page in &mut pages {
        let heads = page.rows.remove(0);
        page.rows.retain(|row| row[0] == name);
        page.rows.insert(0, heads);
    }
    pages.retain(|page| page.rows.len() > 1);
    pages
}

/// The same amounts of money, written in 元: what says no unit of its own, under a head that says 元.
fn in_yuan(world: &World, pages: &[Page]) -> Vec<Page> {
    let mut pages = pages.to_vec();
    for page in &mut pages {
        let Some(sheet) = world.sheets.iter().find(|sheet| sheet.name == page.name) else { continue };
        for at in 0..page.rows[0].len() {
            let column = sheet.columns.iter().find(|column| column.head == page.rows[0][at]);
            let Some(unit) = column.and_then(|column| column.money.as_ref()) else { continue };
            page.rows[0][at].push_str("（元）");
            for row in &mut page.rows[1..] {
                let (about, amount) =
                    row[at].strip_prefix('约').map_or(("", row[at].as_str()), |amount| ("约", amount));
                if let Ok(amount) = amount.parse::<Points>() {
                    row[at] = format!("{about}{}", Money::of(&amount, unit).unwrap().in_unit("元").unwrap());
                }
            }
        }
    }
    pages
}

fn holds(outer: &Range, inner: &Range) -> bool {
    outer.sure <= inner.sure && inner.possible <= outer.possible
}

proptest! {
    #![proptest_config(super::config())]

    /// No indicator above its maximum, no group above its cap, no total above what its parts allow.
    #[test]
    fn no_cap_is_exceeded((at, numbers) in input()) {
        let world = &WORLDS[at];
        let pages = world.ledger(&mut Draw::new(&numbers), &[]);
        let Some(found) = result(world, &world.dossier(&pages), run::UNIT, world.defaults(), false) else { return Ok(()) };
        let track = world.track();
        let hundred = Points::from(100);
        for ((_, indicator), judged) in track.indicators().zip(&found.indicators) {
            let range = &judged.scored.range;
            prop_assert!(range.sure >= Points::ZERO && range.sure <= range.possible, "{} {range:?}", indicator.no);
            let most = indicator.points.as_ref().or(track.rating.as_ref().map(|_| &hundred));
            prop_assert!(most.is_none_or(|most| range.possible <= *most), "{} {range:?}", indicator.no);
        }
        let mut all = Points::ZERO;
        for (group, total) in track.groups.iter().zip(&found.totals.groups) {
            let most = group.cap.as_ref().map(|cap| &cap.points).or(group.points.as_ref());
            prop_assert!(most.is_none_or(|most| total.range.possible <= *most), "{} {:?}", group.name, total.range);
            all = &all + most.unwrap_or(&Points::ZERO);
        }
        let most = if track.rating.is_some() { &hundred } else { &all };
        if let Some(total) = &found.total {
            prop_assert!(total.sure >= Points::ZERO && total.sure <= total.possible && total.possible <= *most, "{total:?}");
        }
    }

    /// The steps that are shown add up to the points that are sure; an override stands beside what the steps computed.
    #[test]
    fn steps_add_up((at, numbers) in input()) {
        let world = &WORLDS[at];
        let pages = world.ledger(&mut Draw::new(&numbers), &[]);
        let Some(found) = result(world, &world.dossier(&pages), run::UNIT, world.defaults(), true) else { return Ok(()) };
        for ((_, indicator), judged) in world.track().indicators().zip(&found.indicators) {
            let scored = &judged.scored;
            let range = scored.overridden.as_ref().map_or(&scored.range, |(_, computed)| computed);
            // What is open has a least value in a track that rates, and nothing that was added up to it.
            if world.track().rating.is_some() && (range.settled().is_none() || scored.state == ScoreState::NotApplicable) {
                continue;
            }
            let sum: Points = judged.trace.steps.iter().filter_map(|step| step.adds.as_ref()).sum();
            prop_assert_eq!(&sum, &range.sure, "{}: {:#?}", indicator.no, judged.trace.steps);
        }
        if world.track().rating.is_none() {
            let groups: Points = found.totals.groups.iter().map(|group| &group.range.sure).sum();
            prop_assert_eq!(groups, &found.totals.base.sure + &found.totals.bonus.sure);
        }
    }

    /// One evaluator: keeping the steps changes nothing.
    #[test]
    fn silent_and_traced_agree((at, numbers) in input(), off in any::<bool>()) {
        let world = &WORLDS[at];
        let dossier = world.dossier(&world.ledger(&mut Draw::new(&numbers), &[]));
        let readings = if off { Readings::none(&world.scheme.conventions) } else { world.defaults() };
        let silent = result(world, &dossier, run::UNIT, readings.clone(), false);
        let traced = result(world, &dossier, run::UNIT, readings, true);
        prop_assert_eq!(silent.as_ref().map(sums), traced.as_ref().map(sums));
    }

    /// The order of rows and sheets makes no difference.
    #[test]
    fn order_changes_nothing((at, numbers) in input(), turn in 0_usize..6) {
        let world = &WORLDS[at];
        let pages = world.ledger(&mut Draw::new(&numbers), &[]);
        prop_assert_eq!(sums_of(world, &pages, run::UNIT), sums_of(world, &shuffled(&pages, turn), run::UNIT), "{:#?}", pages);
    }

    /// Another unit in the same workbook makes no difference.
    #[test]
    fn other_units_change_nothing((at, numbers) in input()) {
        let world = &WORLDS[at];
        let both = world.ledger(&mut Draw::new(&numbers), &["市甲局", "市乙局"]);
        prop_assert_eq!(sums_of(world, &only(&both, "市甲局"), "市甲局"), sums_of(world, &both, "市甲局"), "{:#?}", both);
    }

    /// The same again is the same, to the byte.
    #[test]
    fn again_is_the_same((at, numbers) in input()) {
        let world = &WORLDS[at];
        let pages = world.small(&mut Draw::new(&numbers));
        let json = || evaluate(&world.scheme, world.track(), &world.defaults(), &world.dossier(&pages)).to_json().unwrap();
        prop_assert_eq!(json(), json());
    }

    /// 万元 or 元 makes no difference when the numbers say the same.
    #[test]
    fn units_of_account_change_nothing((at, numbers) in input()) {
        let world = &WORLDS[at];
        let pages = world.ledger(&mut Draw::new(&numbers), &[]);
        let restated = in_yuan(world, &pages);
        prop_assert_eq!(sums_of(world, &pages, run::UNIT), sums_of(world, &restated, run::UNIT), "{:#?}", pages);
    }

    /// What is decided without any convention is decided so with them: they fill gaps, and change nothing that is fixed.
    #[test]
    fn conventions_only_fill_gaps(
        (at, numbers) in input(),
        picks in prop::collection::vec(any::<prop::sample::Index>(), 1..8),
    ) {
        let world = &WORLDS[at];
        let dossier = world.dossier(&world.ledger(&mut Draw::new(&numbers), &[]));
        let none = Readings::none(&world.scheme.conventions);
        let Some(bare) = result(world, &dossier, run::UNIT, none, false) else { return Ok(()) };
        let full = result(world, &dossier, run::UNIT, world.defaults(), false).unwrap();
        for ((_, indicator), (bare, full)) in world.track().indicators().zip(bare.indicators.iter().zip(&full.indicators)) {
            if bare.gaps.is_empty() && bare.scored.range.settled().is_some() {
                prop_assert_eq!(&bare.scored.range, &full.scored.range, "{}", indicator.no);
            }
        }
        if bare.tier().is_some() {
            prop_assert_eq!(bare.tier(), full.tier());
        }
        // What a total can be without them holds what it is with them, whichever answers they give.
        let mut readings = world.defaults();
        let fills = world.scheme.conventions.iter().filter(|(_, convention)| !world.departs.contains(&convention.id));
        for ((at, convention), pick) in fills.zip(picks.iter().cycle()) {
            readings.set(at, Reading::Pick(pick.index(convention.choices.len().max(1))));
        }
        let other = result(world, &dossier, run::UNIT, readings, false).unwrap();
        for total in [full.total, other.total].iter().flatten() {
            let bare = bare.total.as_ref().unwrap();
            prop_assert!(holds(bare, total), "{bare:?} does not hold {total:?}");
        }
    }

    /// Points for what is still open only narrow what the total can be, and a tier that was decided stays.
    #[test]
    fn judging_narrows((at, numbers) in input(), pick in any::<prop::sample::Index>(), half_points in 0_i64..=20) {
        let world = &WORLDS[at];
        let mut pages = world.ledger(&mut Draw::new(&numbers), &[]);
        // A content that was ticked as a whole is taken at its word only until one of its rows is rated.
        let whole = |cell: &String| world.track().groups.iter().any(|group| group.name == *cell);
        pages.iter_mut().for_each(|page| page.rows.retain(|row| !row.iter().any(whole)));
        let mut dossier = world.dossier(&pages);
        let Some(before) = result(world, &dossier, run::UNIT, world.defaults(), false) else { return Ok(()) };
        let pairs = world.track().indicators().zip(&before.indicators);
        let open = pairs.filter(|((_, indicator), judged)| {
            indicator.measure.is_judged() && judged.scored.state == ScoreState::Pending
        });
        let open: Vec<_> = open.map(|((_, indicator), _)| indicator).collect();
        if open.is_empty() {
            return Ok(());
        }
        let indicator = open[pick.index(open.len())];
        let given = match &world.track().rating {
            Some(rating) => rating.levels[usize::try_from(half_points).unwrap() % rating.levels.len()].clone(),
            None => Points::ratio(half_points, 2).at_most(indicator.points.as_ref().unwrap()).to_string(),
        };
        let typed = Typed { points: Some(given), by: "甲".to_owned(), reason: String::new() };
        dossier.typed.insert((run::UNIT.to_owned(), indicator.no.clone()), typed);
        let after = result(world, &dossier, run::UNIT, world.defaults(), false).unwrap();
        prop_assert!(before.tier().is_none_or(|tier| after.tier() == Some(tier)));
        if let (Some(before), Some(after)) = (before.total, after.total) {
            prop_assert!(holds(&before, &after), "{before:?} does not hold {after:?}");
        }
    }

    /// 口径敏感 lists an answer exactly when setting it gives another tier.
    #[test]
    fn sensitivity_is_what_setting_gives((at, numbers) in input(), pick in any::<prop::sample::Index>()) {
        let world = &WORLDS[at];
        let dossier = world.dossier(&world.ledger(&mut Draw::new(&numbers), &[]));
        let Some(unit) = dossier.units.first() else { return Ok(()) };
        let plan = Plan::new(&world.scheme, world.track(), &dossier, world.defaults());
        let found = evaluate_unit(&plan, unit, false);
        let (sensitive, _) = bangfu_core::evaluate::sensitive::sensitive(&plan, unit, &found, &Memo::default());
        let loose: Vec<_> = world.scheme.conventions.iter().filter(|(_, convention)| !convention.fixed).collect();
        let (at, convention) = loose[pick.index(loose.len())];
        for (place, choice) in convention.choices.iter().enumerate() {
            let set = world.defaults().with(at, Reading::Pick(place));
            let other = evaluate_unit(&Plan::new(&world.scheme, world.track(), &dossier, set), unit, false).tier();
            let listed = sensitive.iter().any(|s| s.convention == convention.id && s.value == choice.id);
            prop_assert_eq!(other != found.tier(), listed, "{} {}", convention.id, choice.id);
        }
    }
}
