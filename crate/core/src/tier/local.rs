//! Local evaluations (县、乡、村评价): levels ticked or surveyed in several places, combined by convention.
//!
//! A level or place that nobody has rated yet stays open: it can still turn out anything.

use crate::dossier::{RowRef, Unit};
use crate::exact::Points;
use crate::ledger::dictionary::FieldIx;
use crate::ledger::table::State;
use crate::metric::BoundRows;
use crate::plan::Plan;
use crate::scheme::convention::Slot;
use crate::scheme::load::{Rules, row_rule, word_points};
use crate::scheme::model::RowRule;
use crate::scheme::read::{Keys, Node, Raw};
use crate::step::Silent;
use crate::survey::Counts;

/// How local evaluations are read (`[track.tiering.local]`).
#[derive(Debug, Clone)]
pub struct Local {
    rows: RowRule,
    /// Which field names the level; `None` where all places are of one kind.
    level: Option<FieldIx>,
    place: FieldIx,
    rating: FieldIx,
    levels: Vec<String>,
    counts: Counts,
    combine: Slot<Combine>,
}

/// How the results of several places make one.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Combine {
    /// `all`: the lowest of all.
    All,
    /// `majority`: the best level that more than half reach.
    Majority,
    /// `mean`: the mean on equal steps, rounded half up to a level.
    Mean,
    /// `{ scale = …, cuts = … }`: the mean of what the levels are worth, and the level that it reaches.
    Scaled(Scaled),
}

/// A mean of levels by what each is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Scaled {
    /// What each tier is worth, by place.
    scale: Vec<Points>,
    /// What a level below all tiers is worth; `None` leaves a place with such a level open.
    below: Option<Points>,
    /// The least mean of the better tiers, by place; the next tier takes the rest.
    cuts: Vec<Points>,
}

/// The local evaluations of one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalResult {
    /// The combined level at worst, by place in the scheme's tiers.
    pub worst: usize,
    /// The combined level at best.
    pub best: usize,
    /// What was found, in words.
    pub says: String,
    /// Every result: level, place, tier; `None` where it is still open.
    pub results: Vec<(String, String, Option<usize>)>,
}

impl Local {
    /// Reads the words of a local evaluation.
    pub fn read<'n>(keys: Keys<'n>, rules: &Rules<'n>) -> Option<Self> {
        let rows = row_rule(&keys, &rules.rows)?;
        let sheet = rows.sheet;
        let field = |key| rules.rows.field_at(&keys, key, sheet);
        let of_one_kind = !keys.has("level") && !keys.has("levels");
        let level = if of_one_kind { None } else { Some(field("level")?) };
        let (place, rating) = (field("place"), field("rating"));
        let levels = if of_one_kind { vec![String::new()] } else { keys.texts("levels") };
        if let Some(rating) = rating {
            rules.rows.can_say(&keys, "rating", (sheet, rating), &rules.tiers);
        }
        let slots = &rules.rows.slots;
        let counts = Counts::read(&keys, rules, sheet);
        let combine = slots.slot(&keys, "combine", |keys, node| match &node.value {
            Raw::Table(_) => scaled(keys, node, rules).map(Combine::Scaled),
            _ => {
                let words = [("all", 0), ("majority", 1), ("mean", 2)];
                let found = keys.word(node, "combine", &words)?;
                Some([Combine::All, Combine::Majority, Combine::Mean][found].clone())
            }
        });
        keys.done();
        Some(Self {
            rows,
            level,
            place: place?,
            rating: rating?,
            levels,
            counts,
            combine: combine.unwrap_or(Slot::Fixed(Combine::All)),
        })
    }

    /// Combines what was rated for one unit.
    #[must_use]
    pub fn evaluate(&self, plan: &Plan<'_>, unit: &Unit) -> LocalResult {
        let rows = BoundRows::new(plan, &self.rows, false).counting(unit, &mut Silent);
        let mut results: Vec<(String, String, Option<usize>)> = Vec::new();
        for row in rows {
            let level = self.level.map_or_else(String::new, |field| plan.dossier.shown(row, field));
            if self.levels.contains(&level) {
                results.push((level, plan.dossier.shown(row, self.place), self.rating(plan, row)));
            }
        }
        for level in &self.levels {
            if !results.iter().any(|(known, ..)| known == level) {
                results.push((level.clone(), String::new(), None));
            }
        }
        self.listed_places(unit, &mut results);
        let order = |name: &str| self.levels.iter().position(|level| level == name);
        results.sort_by_key(|(level, ..)| order(level));
        one_of_each_place(&mut results);
        // A level that the scheme has no tier for (较差) stands one step below its last.
        let worst_tier = plan.track.tiers.len();
        let combine = if results.len() > 1 { plan.read(&self.combine) } else { &Combine::All };
        if let Combine::Scaled(Scaled { below: None, .. }) = combine {
            // Nobody said what a level below all is worth.
            results.iter_mut().for_each(|(.., tier)| *tier = tier.filter(|tier| *tier < worst_tier));
        }
        let at = |open: usize| -> Vec<usize> { results.iter().map(|(.., tier)| tier.unwrap_or(open)).collect() };
        let (worst, best) = (combined(combine, &at(worst_tier)), combined(combine, &at(0)));
        let mut says = says(plan, &results);
        if let Combine::Scaled(scaled) = combine
            && results.iter().all(|(.., tier)| tier.is_some())
        {
            let level = plan.track.tiers.get(best).map_or("较差", String::as_str);
            says = format!("{says}，平均{}分，为“{level}”", scaled.mean(&at(0)).shown());
        }
        LocalResult { worst, best, says, results }
    }

    /// A place of the unit's list that its last level (村) has no result for is open. A result without a name stands for one
    /// place of the list.
    fn listed_places(&self, unit: &Unit, results: &mut Vec<(String, String, Option<usize>)>) {
        let Some(last) = self.levels.last() else { return };
        let named: Vec<String> =
            results.iter().filter(|(level, ..)| level == last).map(|(_, place, _)| place.clone()).collect();
        let unnamed = named.iter().filter(|place| place.is_empty()).count();
        for place in unit.places.iter().filter(|place| !named.contains(place)).skip(unnamed) {
            results.push((last.clone(), place.clone(), None));
        }
    }

    /// The level of one row: as given, else from its counts.
    fn rating(&self, plan: &Plan<'_>, row: RowRef) -> Option<usize> {
        self.given(plan, row).or_else(|| self.surveyed(plan, row).map(|(tier, _)| tier))
    }

    /// The tier that the counts of a row come to, the last one for a level that the track has no tier for, and their mean.
    fn surveyed(&self, plan: &Plan<'_>, row: RowRef) -> Option<(usize, Points)> {
        let (level, mean) = self.counts.level(plan, row)?;
        let tiers = &plan.track.tiers;
        let tier = tiers.iter().position(|tier| tier == level).unwrap_or(tiers.len().saturating_sub(1));
        Some((tier, mean))
    }

    /// The level that a row gives; one that the scheme does not know is below its lowest.
    fn given(&self, plan: &Plan<'_>, row: RowRef) -> Option<usize> {
        let (State::Known, value) = plan.dossier.cell(row, self.rating) else { return None };
        let (word, below) = (plan.dossier.word(value), plan.track.tiers.len());
        Some(plan.track.tiers.iter().position(|tier| tier == word).unwrap_or(below))
    }

    /// Rows whose counts come to another level than the one given, which stands (G-23): the row and what to say.
    #[must_use]
    pub fn differences(&self, plan: &Plan<'_>, unit: &Unit) -> Vec<(RowRef, String)> {
        let rows = BoundRows::new(plan, &self.rows, false).counting(unit, &mut Silent);
        let tier = |place: usize| plan.track.tiers.get(place).map_or("", String::as_str);
        let differs = |row: &RowRef| {
            let (given, (surveyed, mean)) = (self.given(plan, *row)?, self.surveyed(plan, *row)?);
            let typed = plan.dossier.shown(*row, self.rating);
            let says =
                || format!("填的等次是“{typed}”，票数折算{}分是“{}”，以所填等次为准", mean.shown(), tier(surveyed));
            (given != surveyed).then(says)
        };
        rows.iter().filter_map(|row| Some((*row, differs(row)?))).collect()
    }
}

/// One result of each named place: the same twice counts once, and two that contradict each other leave it open.
fn one_of_each_place(results: &mut Vec<(String, String, Option<usize>)>) {
    let mut kept: Vec<(String, String, Option<usize>)> = Vec::new();
    for (level, place, tier) in results.drain(..) {
        let same = |(known, at, _): &&mut (String, String, Option<usize>)| {
            !place.is_empty() && *known == level && *at == place
        };
        match kept.iter_mut().find(same) {
            Some(held) if held.2 == tier => {}
            Some(held) => held.2 = None,
            None => kept.push((level, place, tier)),
        }
    }
    *results = kept;
}

/// Several levels as one; a smaller place is better.
fn combined(combine: &Combine, tiers: &[usize]) -> usize {
    let lowest = tiers.iter().copied().max().unwrap_or(0);
    match combine {
        Combine::All => lowest,
        Combine::Majority => {
            let reach = |tier: usize| tiers.iter().filter(|other| **other <= tier).count() * 2 > tiers.len();
            (0..=lowest).find(|tier| reach(*tier)).unwrap_or(lowest)
        }
        // A mean half-way between two levels goes to the better one, as G-02 has it for a value on the cut.
        Combine::Mean => {
            let (sum, count) = (tiers.iter().sum::<usize>(), tiers.len().max(1));
            (2 * sum + count - 1) / (2 * count)
        }
        Combine::Scaled(scaled) => {
            let mean = scaled.mean(tiers);
            scaled.cuts.iter().position(|cut| mean >= *cut).unwrap_or(scaled.cuts.len())
        }
    }
}

impl Scaled {
    /// The mean of what levels are worth. One below all, where nobody said what that is worth, counts as the lowest.
    fn mean(&self, tiers: &[usize]) -> Points {
        let lowest = self.below.as_ref().or(self.scale.last());
        let worth = |tier: &usize| self.scale.get(*tier).or(lowest).cloned().unwrap_or_default();
        let count = i64::try_from(tiers.len()).unwrap_or(i64::MAX);
        tiers.iter().map(worth).sum::<Points>().over(&Points::from(count))
    }
}

/// A table of what levels are worth, and of where the mean becomes which.
fn scaled<'n>(keys: &Keys<'n>, node: &'n Node, rules: &Rules<'n>) -> Option<Scaled> {
    let inner = keys.open_inside(node, "地方评价折算")?;
    let (scale, cuts) = (inner.need("scale"), inner.need("cuts"));
    let words = word_points(&inner, scale?)?;
    let cuts = word_points(&inner, cuts?)?;
    inner.done();
    let of = |words: &[(String, Points)], level: &String| {
        words.iter().find(|(word, _)| word == level).map(|(_, worth)| worth.clone())
    };
    let scale: Option<Vec<Points>> = rules.tiers.iter().map(|tier| of(&words, tier)).collect();
    let below = words.iter().filter(|(word, _)| !rules.tiers.contains(word)).map(|(_, worth)| worth.clone()).min();
    let falls = |worths: &[Points]| worths.windows(2).all(|pair| pair[0] > pair[1]);
    let cuts: Vec<Points> = rules.tiers.iter().map_while(|tier| of(&cuts, tier)).collect();
    match scale.filter(|scale| falls(scale) && falls(&cuts) && !cuts.is_empty()) {
        Some(scale) => Some(Scaled { scale, below, cuts }),
        None => {
            let mend = format!("scale 依次写：{}；cuts 从高到低，末等不写。", rules.tiers.join("、"));
            keys.files().fault_at(node, "各等次的折算值不全，或不是从高到低", mend);
            None
        }
    }
}

/// `县“好”、乡“较好”、村（甲村）待评`.
fn says(plan: &Plan<'_>, results: &[(String, String, Option<usize>)]) -> String {
    let one = |(level, place, tier): &(String, String, Option<usize>)| {
        let place = if place.is_empty() || place == level { String::new() } else { format!("（{place}）") };
        let tier = tier.map(|tier| plan.track.tiers.get(tier).map_or("较差", String::as_str));
        tier.map_or_else(|| format!("{level}{place}待评"), |tier| format!("{level}{place}“{tier}”"))
    };
    let all: Vec<String> = results.iter().map(one).collect();
    format!("地方评价：{}", all.join("、"))
}
