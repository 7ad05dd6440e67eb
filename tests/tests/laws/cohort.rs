//! Ranks and tiers of units together: what no cohort can change, on any track of any scheme.

use std::collections::BTreeMap;

use bangfu_core::cohort::{Cohort, Place as Stands, decide};
use bangfu_core::exact::Points;
use bangfu_core::scheme::convention::Readings;
use bangfu_office::write::book::Page;
use proptest::prelude::*;

use super::draw::Draw;
use super::scoring::{input, shuffled};
use super::worlds::{WORLDS, World};

/// More than the places of small shares, so that cuts fall between units and on them.
const UNITS: [&str; 6] = ["甲局", "乙局", "丙局", "丁局", "戊局", "己局"];

fn drawn(world: &World, numbers: &[u16], most: usize) -> Vec<Page> {
    let mut draw = Draw::new(numbers);
    let count = 1 + draw.below(most);
    world.cohort(&mut draw, &UNITS[..count])
}

fn decided(world: &World, pages: &[Page]) -> Cohort {
    decide(&world.scheme, world.track(), &world.defaults(), &world.dossier(pages))
}

/// What a unit comes to: rank, score, tier, veto, tie.
type Place = (Option<usize>, Option<Points>, Option<String>, Option<String>, bool);

fn places(cohort: &Cohort) -> BTreeMap<String, Place> {
    let place = |unit: &bangfu_core::cohort::Placed| {
        (unit.rank, unit.score.clone(), unit.tier.clone(), unit.ceiling.clone(), unit.tie)
    };
    cohort.units.iter().map(|unit| (unit.unit.clone(), place(unit))).collect()
}

proptest! {
    #![proptest_config(super::config())]

    /// The order of units, rows and sheets makes no difference.
    #[test]
    fn order_of_units_changes_nothing((at, numbers) in input(), turn in 0_usize..6) {
        let world = &WORLDS[at];
        let pages = drawn(world, &numbers, UNITS.len());
        let (one, other) = (decided(world, &pages), decided(world, &shuffled(&pages, turn)));
        prop_assert_eq!(places(&one), places(&other), "{:#?}", pages);
        prop_assert_eq!(one.cuts, other.cuts);
        prop_assert_eq!(one.overruns, other.overruns);
    }

    /// Two units of which all the same is said have the same score, rank and tier.
    #[test]
    fn equal_units_are_equal((at, numbers) in input()) {
        let world = &WORLDS[at];
        let mut pages = drawn(world, &numbers, UNITS.len());
        for page in &mut pages {
            let own: Vec<Vec<String>> = page.rows.iter().filter(|row| row[0] == UNITS[0]).cloned().collect();
            let as_twin = |cell: String| if cell == UNITS[0] { "双局".to_owned() } else { cell };
            page.rows.extend(own.into_iter().map(|row| row.into_iter().map(as_twin).collect()));
        }
        let found = places(&decided(world, &pages));
        if let Some(own) = found.get(UNITS[0]) {
            prop_assert_eq!(Some(own), found.get("双局"), "{:#?}", pages);
            prop_assert!(own.0.is_none() || own.4, "two of the same rank are no tie");
        }
    }

    /// Ranks are competition ranks: one more than the units that are better, whoever has no score yet. Where every unit is ranked by a score, a better
    /// score has no worse tier, but for a veto.
    #[test]
    fn ranks_follow_scores((at, numbers) in input()) {
        let world = &WORLDS[at];
        let pages = drawn(world, &numbers, UNITS.len());
        let found = decided(world, &pages);
        let tier = |name: &Option<String>| world.track().tiers.iter().position(|tier| Some(tier) == name.as_ref());
        let apart = found.population.iter().any(|population| population.category.is_some());
        for unit in &found.units {
            let beside = |other: &&bangfu_core::cohort::Placed| !apart || other.category == unit.category;
            let (Some(rank), Some(score)) = (unit.rank, &unit.score) else { continue };
            let all = found.units.iter().filter(beside);
            let placed = |place: Stands| all.clone().filter(move |other| other.place == place);
            let marked = placed(Stands::Ranked).chain(placed(Stands::Held));
            let better = marked.filter(|other| other.score.as_ref() > Some(score)).count();
            // What has no score yet comes before it or does not.
            let most = better + placed(Stands::Waiting).count();
            prop_assert!(better < rank && rank <= most + 1, "{} {rank} {:#?}", unit.unit, pages);
            for other in all.filter(|other| other.score.as_ref().is_some_and(|other| other > score)) {
                if let (Some(own), Some(above)) = (tier(&unit.tier), tier(&other.tier))
                    && other.ceiling.is_none()
                    && !is_problem(&unit.tier, &other.tier)
                {
                    prop_assert!(above <= own, "{} {} {:#?}", unit.unit, other.unit, pages);
                }
            }
        }
    }

    /// A better vote, or a better mark, never lowers a rank.
    #[test]
    fn a_better_mark_lowers_no_rank((at, numbers) in input(), pick in any::<prop::sample::Index>(), more in 1_i64..40) {
        let world = &WORLDS[at];
        let mut pages = drawn(world, &numbers, UNITS.len());
        let mut cells: Vec<(usize, usize, usize)> = Vec::new();
        for (page, of) in pages.iter().enumerate() {
            for (column, head) in of.rows[0].iter().enumerate() {
                if world.marks.contains(&(of.name.clone(), head.clone())) {
                    cells.extend((1..of.rows.len()).map(|row| (page, row, column)));
                }
            }
        }
        let hundred = Points::from(100);
        let mark = |pages: &[Page], (page, row, column): (usize, usize, usize)| pages[page].rows[row][column].parse::<Points>().ok();
        cells.retain(|cell| mark(&pages, *cell).is_some_and(|mark| !mark.is_negative() && mark < hundred));
        if cells.is_empty() {
            return Ok(());
        }
        let (page, row, column) = cells[pick.index(cells.len())];
        let before = places(&decided(world, &pages));
        let raised = &mark(&pages, (page, row, column)).unwrap() + &Points::ratio(more, 2);
        pages[page].rows[row][column] = raised.at_most(&hundred).to_string();
        let after = places(&decided(world, &pages));
        let unit = pages[page].rows[row][0].clone();
        if let (Some(Some(before)), Some(Some(after))) = (before.get(&unit).map(|place| place.0), after.get(&unit).map(|place| place.0)) {
            prop_assert!(after <= before, "{unit}: from {before} to {after} {pages:#?}");
        }
    }

    /// A tier that stands without any convention stands with them.
    #[test]
    fn conventions_move_no_tier_that_stands((at, numbers) in input()) {
        let world = &WORLDS[at];
        let dossier = world.dossier(&drawn(world, &numbers, 2));
        let none = Readings::none(&world.scheme.conventions);
        let bare = places(&decide(&world.scheme, world.track(), &none, &dossier));
        let full = places(&decide(&world.scheme, world.track(), &world.defaults(), &dossier));
        for (name, place) in bare {
            if place.2.is_some() {
                prop_assert_eq!(&place.2, &full[&name].2, "{}", name);
            }
        }
    }
}

/// Whether a unit has a worse tier than its rank says, for what is said of it beside its score.
fn is_problem(own: &Option<String>, above: &Option<String>) -> bool {
    own != above && above.as_deref() == Some("较差")
}
