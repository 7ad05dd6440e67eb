//! What a cohort comes to, in the shape of its JSON.

use serde::Serialize;

use crate::diag::Finding;
use crate::exact::Points;
use crate::report::Answer;

/// The result of a whole cohort.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cohort {
    /// The scheme's id.
    pub scheme: String,
    /// The track's id.
    pub track: String,
    /// The evaluation year.
    pub year: i32,
    /// How many units, by category where categories are ranked by themselves.
    pub population: Vec<Population>,
    /// Where the tiers end.
    pub cuts: Vec<Cut>,
    /// Every unit, the best first within its population.
    pub units: Vec<Placed>,
    /// Places given beyond a quota since units were tied.
    pub overruns: Vec<Overrun>,
    /// Conventions whose other answers would change tiers.
    pub sensitive: Vec<CohortSensitive>,
    /// Pairs of other answers that change tiers which neither changes alone, where one decision reads both conventions.
    pub sensitive_pairs: Vec<CohortPair>,
    /// What a reader should know.
    pub findings: Vec<Finding>,
}

/// Units that are ranked together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Population {
    /// The category; `None` where all units are ranked together.
    pub category: Option<String>,
    /// How many.
    pub units: usize,
}

/// Where a tier ends in a population.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cut {
    /// The category.
    pub category: Option<String>,
    /// The tier.
    pub tier: String,
    /// The share of the units from the top, or the least score. With `by_count` a number of ranks; with `from_end` a share from
    /// the last, or the score below which the tier is given.
    pub line: Points,
    /// How many units that is, counted from the top; `None` where a line and no share decides.
    pub places: Option<usize>,
    /// How many units have the tier.
    pub given: usize,
    /// The score that the tier asks for besides its places: at least this; less than this where it is counted from the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<Points>,
    /// Whether `line` is a number of ranks (前3名) and no share.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub by_count: bool,
    /// Whether it is counted from the last unit, or given to those below the line.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub from_end: bool,
    /// What the tier asks for in words, where that is more than a share or a line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub says: Option<String>,
}

impl Cut {
    /// A tier that nobody has yet and that asks for nothing but its line.
    #[must_use]
    pub fn new(category: Option<String>, tier: String, line: Points) -> Self {
        Self { category, tier, line, places: None, given: 0, score: None, by_count: false, from_end: false, says: None }
    }
}

/// One unit in its cohort.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Placed {
    /// 单位名称.
    pub unit: String,
    /// 单位类别.
    pub category: Option<String>,
    /// What it is ranked by; `None` while that is open, or where only a rank was given.
    pub score: Option<Points>,
    /// Its competition rank (1, 1, 3); `None` while others without a score can change it.
    pub rank: Option<usize>,
    /// The best and the worst rank that it can still have, where `rank` is open; left out where it can have any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ranks: Option<(usize, usize)>,
    /// The tier; `None` while it is not decided, and for 不定等次.
    pub tier: Option<String>,
    /// Why, in a sentence.
    pub why: String,
    /// The veto that lowered it.
    pub ceiling: Option<String>,
    /// Whether it shares its rank.
    pub tie: bool,
    /// How it stands among all.
    pub place: Place,
    /// The conventions that are off and without which its tier is not decided.
    pub undetermined: Vec<String>,
    /// The fewest points more with which it would have a better tier, all else as it is; left out where no points would do, and
    /// where tiers go by a share alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub higher: Option<Higher>,
}

/// A better tier that more points would bring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Higher {
    /// The tier.
    pub tier: String,
    /// How many points more.
    pub points: Points,
    /// Whether it takes more than these, since units of the same score would share the worse rank.
    pub beyond: bool,
    /// The same in words.
    pub says: String,
}

/// How a unit stands among all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Place {
    /// It is ranked.
    Ranked,
    /// It has no score yet.
    Waiting,
    /// Its records keep it without a tier (不定等次), which is a result and not an open question.
    Held,
    /// It is judged elsewhere and not counted here.
    Apart,
}

/// Places given beyond a quota.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Overrun {
    /// The category.
    pub category: Option<String>,
    /// The tier.
    pub tier: String,
    /// The places that there are.
    pub places: usize,
    /// The places that were given.
    pub given: usize,
}

/// One other answer that changes tiers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CohortSensitive {
    /// The convention.
    pub convention: String,
    /// The other answer's id.
    pub value: String,
    /// The other answer in words.
    pub says: String,
    /// How many units get another tier.
    pub changed: usize,
    /// Those units with the tiers that they get.
    pub units: Vec<Changed>,
}

/// Two other answers that together change tiers which neither changes alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CohortPair {
    /// The one answer.
    pub first: Answer,
    /// The other.
    pub second: Answer,
    /// How many units get another tier under both, and under neither alone.
    pub changed: usize,
    /// Those units with the tiers that they get.
    pub units: Vec<Changed>,
}

/// A unit that gets another tier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Changed {
    /// 单位名称.
    pub unit: String,
    /// The tier it gets; `None` where it is then open.
    pub tier: Option<String>,
}
