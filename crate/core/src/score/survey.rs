//! `survey`: levels that places gave (县、乡、村评价, 满意情况), together as one value. A level or place without a result yet
//! stays open; where nothing was surveyed at all, a person judges.
//!
//! ```toml
//! measure = "survey"
//! sheet   = "满意度与地方评价"
//! where   = [{ field = "评价对象", is = "帮扶工作", or_blank = true }]
//! level   = "层级"                 # which field names the level …
//! levels  = ["县", "乡", "村"]      # … and the levels that must answer
//! place   = "评价地"
//! listed  = "县"                   # the level that answers for each place of the unit's list, optional
//! rating  = "评价等次"
//! counts  = { open = "G-23" }      # what counts of votes come to where no level is given
//! combine = { open = "Z17-12" }    # levels: the mean of the levels' means | places: of all places | lowest
//! ```

use super::assess::Assess;
use super::{Case, Fact, ScoreState, Scored};
use crate::dossier::RowRef;
use crate::exact::{Points, Range};
use crate::judgement::Judgement;
use crate::ledger::dictionary::FieldIx;
use crate::ledger::table::State;
use crate::metric::BoundRows;
use crate::scheme::convention::Slot;
use crate::scheme::load::{Rules, row_rule};
use crate::scheme::model::RowRule;
use crate::scheme::read::Keys;
use crate::step::{Sink, Step, What};
use crate::survey::Counts;

/// An indicator that places rate.
#[derive(Debug, Clone)]
pub struct Survey {
    /// The rows of the survey.
    pub rows: RowRule,
    level: FieldIx,
    place: FieldIx,
    rating: FieldIx,
    levels: Vec<String>,
    listed: Option<String>,
    counts: Counts,
    combine: Slot<Combine>,
    judged: Assess,
}

/// How the results make one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Combine {
    /// `levels`: every level weighs the same, and inside it every place.
    Levels,
    /// `places`: every place weighs the same.
    Places,
    /// `lowest`: the lowest of all.
    Lowest,
}

/// What the places of one level gave; `None` for one that has yet to answer.
struct Answers<'s> {
    level: &'s str,
    worth: Vec<Option<Points>>,
    names: Vec<String>,
}

impl Survey {
    /// Reads the words of this measure.
    pub fn read<'n>(keys: &Keys<'n>, rules: &Rules<'n>) -> Option<Self> {
        let rows = row_rule(keys, &rules.rows)?;
        let sheet = rows.sheet;
        let field = |key| rules.rows.field_at(keys, key, sheet);
        let (level, place, rating) = (field("level"), field("place"), field("rating"));
        let levels = keys.texts("levels");
        if levels.is_empty() {
            keys.fault("没有写哪几级评价", "补写 levels = [\"县\", \"乡\", \"村\"]。");
        }
        let listed = keys.text("listed");
        if let Some(listed) = listed.as_ref().filter(|listed| !levels.contains(listed)) {
            keys.fault(format!("listed 所写“{listed}”不在 levels 之中"), "写 levels 里的一级。");
        }
        let counts = Counts::read(keys, rules, sheet);
        let words = [("levels", Combine::Levels), ("places", Combine::Places), ("lowest", Combine::Lowest)];
        let combine = rules.rows.slots.slot(keys, "combine", |keys, node| keys.word(node, "combine", &words));
        let judged = Assess::read(keys, rules)?;
        Some(Self {
            rows,
            level: level?,
            place: place?,
            rating: rating?,
            levels,
            listed,
            counts,
            combine: combine.unwrap_or(Slot::Fixed(Combine::Levels)),
            judged,
        })
    }

    /// The results as one value; a person's judgement where nothing was surveyed, or not everything.
    pub fn score(&self, case: &Case<'_>, given: &[Judgement], sink: &mut impl Sink) -> Scored {
        let Some(answers) = self.answers(case, sink) else { return self.judged.score(case, given, sink) };
        let facts = answers.iter().map(|answers| answers.fact(case)).collect();
        let open = |open: &Points| -> Vec<Vec<Points>> {
            let filled = |worth: &Option<Points>| worth.clone().unwrap_or_else(|| open.clone());
            answers.iter().map(|answers| answers.worth.iter().map(filled).collect()).collect()
        };
        let count = answers.iter().map(|answers| answers.worth.len()).sum::<usize>();
        let combine = if count > 1 { *case.plan.read(&self.combine) } else { Combine::Lowest };
        let shares = combined(combine, &open(&case.bounds.sure));
        let range =
            Range { sure: shares.iter().sum(), possible: combined(combine, &open(&case.bounds.possible)).iter().sum() };
        let known = answers.iter().all(|answers| answers.worth.iter().all(Option::is_some));
        if !known && !given.is_empty() {
            sink.note(|| "各级评价不全，按人的评定".to_owned());
            return Scored { facts, ..self.judged.score(case, given, sink) };
        }
        for (answers, share) in answers.iter().zip(shares) {
            sink.step(|| Step {
                what: What::Surveyed { says: answers.says(case) },
                adds: known.then_some(share),
                basis: Vec::new(),
            });
        }
        if !known {
            return Scored { facts, ..Scored::open(ScoreState::Pending, range) };
        }
        if given.iter().any(|given| given.points != range.sure && given.reason.is_empty()) {
            sink.note(|| "人的评定与各级评价的结果不一致，又没有写理由，以各级评价为准".to_owned());
        }
        Scored { facts, ..Scored::known(range.sure) }
    }

    /// What was surveyed, by level; `None` where nothing was.
    fn answers(&self, case: &Case<'_>, sink: &mut impl Sink) -> Option<Vec<Answers<'_>>> {
        let dossier = case.plan.dossier;
        let mut all: Vec<Answers<'_>> =
            self.levels.iter().map(|level| Answers { level, worth: Vec::new(), names: Vec::new() }).collect();
        for row in BoundRows::new(case.plan, &self.rows, false).counting(case.unit, sink) {
            let level = dossier.shown(row, self.level);
            let Some(answers) = all.iter_mut().find(|answers| answers.level == level) else { continue };
            let worth = self.worth(case, row);
            sink.counted(row, worth.as_ref());
            answers.worth.push(worth);
            answers.names.push(dossier.shown(row, self.place));
        }
        if all.iter().all(|answers| answers.worth.is_empty()) {
            return None;
        }
        for answers in &mut all {
            if self.listed.as_deref() == Some(answers.level) {
                answers.expect(&case.unit.places);
            }
            if answers.worth.is_empty() {
                answers.worth.push(None);
                answers.names.push(String::new());
            }
        }
        Some(all)
    }

    /// What one row is worth: the level given, else what its counts come to.
    fn worth(&self, case: &Case<'_>, row: RowRef) -> Option<Points> {
        let rating = case.plan.track.rating.as_ref()?;
        if let (State::Known, value) = case.plan.dossier.cell(row, self.rating) {
            return Some(
                rating.worth(case.plan, case.plan.dossier.word(value)).unwrap_or_else(|| case.bounds.sure.clone()),
            );
        }
        let (tier, _) = self.counts.level(case.plan, row)?;
        rating.worth(case.plan, case.plan.scheme.tiers.get(tier)?)
    }
}

impl Answers<'_> {
    /// Leaves every place of the list open that gave nothing; a result without a name stands for one of them.
    fn expect(&mut self, places: &[String]) {
        let unnamed = self.names.iter().filter(|name| name.is_empty()).count();
        let missing: Vec<String> =
            places.iter().filter(|place| !self.names.contains(place)).skip(unnamed).cloned().collect();
        self.worth.extend(missing.iter().map(|_| None));
        self.names.extend(missing);
    }

    /// The word for what a level gave.
    fn words(&self, case: &Case<'_>) -> String {
        let level = |worth: &Option<Points>| {
            let rating = case.plan.track.rating.as_ref();
            let level = worth.as_ref().and_then(|worth| rating?.level(case.plan, worth));
            level.map_or_else(|| "待评".to_owned(), |level| format!("“{level}”"))
        };
        let named = |(worth, name): (&Option<Points>, &String)| {
            let name = if self.worth.len() > 1 { name.as_str() } else { "" };
            format!("{name}{}", level(worth))
        };
        self.worth.iter().zip(&self.names).map(named).collect::<Vec<_>>().join("、")
    }

    fn says(&self, case: &Case<'_>) -> String {
        format!("{}评价{}", self.level, self.words(case))
    }

    fn fact(&self, case: &Case<'_>) -> Fact {
        Fact { name: format!("{}评价", self.level), value: self.words(case), unit: String::new() }
    }
}

/// What each level adds to the one value.
fn combined(combine: Combine, levels: &[Vec<Points>]) -> Vec<Points> {
    let count = |count: usize| Points::from(i64::try_from(count).unwrap_or(i64::MAX));
    let sum = |values: &Vec<Points>| values.iter().sum::<Points>();
    match combine {
        Combine::Levels => levels.iter().map(|values| sum(values).over(&count(values.len() * levels.len()))).collect(),
        Combine::Places => {
            let all = count(levels.iter().map(Vec::len).sum());
            levels.iter().map(|values| sum(values).over(&all)).collect()
        }
        Combine::Lowest => {
            let lowest = levels.iter().flatten().min().cloned().unwrap_or_default();
            let first = levels.iter().position(|values| values.contains(&lowest));
            (0..levels.len()).map(|at| if Some(at) == first { lowest.clone() } else { Points::ZERO }).collect()
        }
    }
}
