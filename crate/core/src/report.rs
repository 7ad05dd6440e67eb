//! The report (测算结果): everything found out about every unit, in the shape of the JSON that the CLI and the page share.
//!
//! Numbers are canonical text (see [`Points`]); the order of the keys is the order of the fields here.

mod less;

use serde::Serialize;

pub use self::less::{LessLine, LessReport};
use crate::basis::Basis;
use crate::diag::Finding;
use crate::exact::{Points, Range};
use crate::score::{Fact, ScoreState};
use crate::tier::Holds;
use crate::total::component::From;

/// The whole result.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// The scheme's id.
    pub scheme: String,
    /// The track's id.
    pub track: String,
    /// The evaluation year.
    pub year: i32,
    /// The as-of date.
    pub as_of: String,
    /// Every unit.
    pub units: Vec<UnitReport>,
    /// Every finding, the gravest first.
    pub findings: Vec<Finding>,
}

/// One unit.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Serialize)]
pub struct UnitReport {
    /// 单位名称; empty when no file names it.
    pub unit: String,
    /// 单位类别.
    pub category: Option<String>,
    /// The indicators in print order.
    pub indicators: Vec<IndicatorReport>,
    /// The contents in print order.
    pub groups: Vec<GroupReport>,
    /// 基本分; `None` while open.
    pub base: Option<Points>,
    /// 加分 under its cap; `None` while open.
    pub bonus: Option<Points>,
    /// 扣分 under its cap, where the track has such contents; `None` while open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub penalty: Option<Points>,
    /// The total; `None` while open.
    pub total: Option<Points>,
    /// What the total can still be, while it is open.
    pub range: Option<(Points, Points)>,
    /// What is taken off what the contents come to, before the total's own floor and cap; left out where nothing is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub less: Option<LessReport>,
    /// What the total is made of, where the scheme weighs results from outside.
    pub components: Vec<ComponentReport>,
    /// The tick forms that count.
    pub tables: Vec<TableReport>,
    /// The tier.
    pub tier: TierReport,
    /// What would bring it on (怎样提高): what reaches the next tier by itself first, the smallest first; then what brings most.
    pub advice: Vec<Advice>,
}

/// A single change that would bring points: a fact that the ledger lacks.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Advice {
    /// The indicator's number.
    pub no: String,
    /// What is missing, in words.
    pub says: String,
    /// How many rows of the ledger that is.
    pub rows: usize,
    /// The sheets that they belong in.
    pub sheets: Vec<String>,
    /// What the total gains: what caps, shares and conventions leave of it.
    pub points: Points,
    /// The tier that it reaches by itself; `None` where it does not suffice, or where only a cohort gives tiers.
    pub tier: Option<String>,
    /// Clauses and conventions behind the points.
    pub basis: Vec<Basis>,
}

/// One component of a total (分项).
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ComponentReport {
    /// What the scheme calls it.
    pub name: String,
    /// Its weight, a part of one.
    pub weight: Points,
    /// Its value; `None` while open.
    pub score: Option<Points>,
    /// What it can still be, while it is open.
    pub range: Option<(Points, Points)>,
    /// Where it comes from.
    pub from: From,
}

/// One tick form (考评表) that counts.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableReport {
    /// The form's id.
    pub table: String,
    /// What the scheme calls it.
    pub name: String,
    /// The place, as the form names it.
    pub place: String,
    /// What it comes to; `None` while open, and where no row counts.
    pub score: Option<Points>,
    /// What it can still be, while it is open.
    pub range: Option<(Points, Points)>,
    /// How many rows count.
    pub counted: usize,
    /// The rows without a tick.
    pub open: Vec<String>,
    /// The rows that do not apply.
    pub skipped: Vec<String>,
    /// The rows ticked twice.
    pub void: Vec<String>,
}

/// One indicator of one unit.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Serialize)]
pub struct IndicatorReport {
    /// The document's number.
    pub no: String,
    /// The content it belongs to.
    pub group: String,
    /// The official wording.
    pub name: String,
    /// The most it can give; `None` where the document sets none.
    pub max: Option<Points>,
    /// Points before any cap or refusal.
    pub raw: Option<Points>,
    /// Points that count; `None` while open.
    pub score: Option<Points>,
    /// What it can still be, while it is open.
    pub range: Option<(Points, Points)>,
    /// A level, for schemes that rate.
    pub rating: Option<String>,
    /// What is known of it.
    pub state: ScoreState,
    /// The override in force.
    pub overridden: Option<OverrideReport>,
    /// Figures found.
    pub facts: Vec<Fact>,
    /// Caps that held points down.
    pub caps: Vec<CapReport>,
    /// Rows that counted.
    pub counted: Vec<CountedRow>,
    /// Rows that were refused.
    pub refused: Vec<RefusedRow>,
    /// Clauses and conventions behind the number.
    pub basis: Vec<Basis>,
    /// Remarks.
    pub notes: Vec<String>,
    /// Conventions that would have to answer before it can be known.
    pub gaps: Vec<String>,
    /// Whether a person gives the points.
    pub judged: bool,
    /// Its parts, in print order; left out where it has none, and where a convention leaves the whole undetermined.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PartReport>,
}

/// A part of an indicator (分项), which may have parts again.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartReport {
    /// What a person's points for it are given under.
    pub no: String,
    /// What it is about.
    pub name: String,
    /// The most it can give; `None` where the document sets none.
    pub max: Option<Points>,
    /// Points that count, before what the indicator makes of its parts; `None` while open.
    pub score: Option<Points>,
    /// What it can still be, while it is open.
    pub range: Option<(Points, Points)>,
    /// A level, for schemes that rate.
    pub rating: Option<String>,
    /// What is known of it.
    pub state: ScoreState,
    /// The override in force.
    pub overridden: Option<OverrideReport>,
    /// Whether a person gives the points.
    pub judged: bool,
    /// Its own parts; left out where it has none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PartReport>,
}

/// A person's points in the place of a computed score.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OverrideReport {
    /// The computed score; `None` where it was open.
    pub computed: Option<Points>,
    /// Who.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// A limit that held points down (封顶).
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CapReport {
    /// What there was.
    pub before: Points,
    /// What counts.
    pub after: Points,
    /// The clause.
    pub clause: String,
}

/// A row that counted.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CountedRow {
    /// The file.
    pub file: String,
    /// The sheet as printed in the file.
    pub sheet: String,
    /// The 1-based row.
    pub row: u32,
    /// What it is worth by itself, where that can be said.
    pub worth: Option<Points>,
}

/// A row that was refused.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RefusedRow {
    /// The file.
    pub file: String,
    /// The sheet as printed in the file.
    pub sheet: String,
    /// The 1-based row.
    pub row: u32,
    /// Why.
    pub why: String,
}

/// One content of one unit.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Serialize)]
pub struct GroupReport {
    /// The official name.
    pub name: String,
    /// The points it declares.
    pub max: Option<Points>,
    /// The sum of its indicators; `None` while open.
    pub raw: Option<Points>,
    /// What counts; `None` while open.
    pub score: Option<Points>,
    /// What it can still be, while it is open.
    pub range: Option<(Points, Points)>,
    /// Whether it comes on top.
    pub bonus: bool,
    /// Caps that held points down.
    pub caps: Vec<CapReport>,
    /// What is taken off what the caps leave; left out where nothing is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub less: Option<LessReport>,
    /// The level that its mean comes to, for tracks that rate.
    pub rating: Option<String>,
    /// The level that a person gave it as a whole (整体打勾), whether or not that decides it.
    pub tick: Option<String>,
}

/// The tier of one unit.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Serialize)]
pub struct TierReport {
    /// The tier; `None` while it is not decided.
    pub name: Option<String>,
    /// Why, in a sentence.
    pub why: String,
    /// What the tier is decided by: the total, or the mean of levels where the track rates; `None` while open.
    pub score: Option<Points>,
    /// What it can still be, while it is open.
    pub range: Option<(Points, Points)>,
    /// The score that the best tier asks for.
    pub line: Option<Points>,
    /// How far the settled total is from that line; negative below it.
    pub distance: Option<Points>,
    /// Conventions that would have to answer before it can be decided.
    pub undetermined: Vec<String>,
    /// Conventions whose other answers would change the tier.
    pub sensitive: Vec<Sensitive>,
    /// Pairs of other answers that change the tier only together, where one decision reads both conventions.
    pub sensitive_pairs: Vec<SensitivePair>,
    /// The conditions of the tiers.
    pub needs: Vec<NeedReport>,
    /// The vetoes that apply.
    pub ceilings: Vec<CeilingReport>,
    /// Points that nobody has given yet, against the line.
    pub open: Option<OpenPoints>,
    /// What else a reader should know.
    pub notes: Vec<String>,
    /// Clauses and conventions behind the decision.
    pub basis: Vec<Basis>,
}

/// One other answer that changes the tier (口径敏感).
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sensitive {
    /// The convention.
    pub convention: String,
    /// The other answer's id.
    pub value: String,
    /// The other answer in words.
    pub says: String,
    /// The tier under it; `None` when it is then open.
    pub tier: Option<String>,
}

/// Two other answers that change the tier only together: each alone leaves it as it is.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SensitivePair {
    /// The one answer.
    pub first: Answer,
    /// The other.
    pub second: Answer,
    /// The tier under both; `None` when it is then open.
    pub tier: Option<String>,
}

/// An answer of a convention other than the one in force.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The convention.
    pub convention: String,
    /// The answer's id.
    pub value: String,
    /// The answer in words.
    pub says: String,
}

/// One condition of a tier.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NeedReport {
    /// The tier that asks for it.
    pub tier: String,
    /// The condition.
    pub condition: String,
    /// Whether it holds.
    pub state: Holds,
    /// What was found.
    pub says: String,
}

/// One veto.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CeilingReport {
    /// What the document calls it.
    pub says: String,
    /// The clause.
    pub clause: String,
    /// The file of the row.
    pub file: String,
    /// The sheet of the row.
    pub sheet: String,
    /// The 1-based row.
    pub row: u32,
}

/// Points that nobody has given yet.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpenPoints {
    /// How many indicators wait for a person.
    pub count: usize,
    /// How many points they can still bring to the total.
    pub points: Points,
    /// How many of them reach the best tier's line; `None` where none are needed or all do not suffice.
    pub to_line: Option<Points>,
    /// The same in a sentence.
    pub says: String,
}

/// A settled value, else nothing and its range.
#[must_use]
pub fn settled(range: &Range) -> (Option<Points>, Option<(Points, Points)>) {
    range
        .settled()
        .map_or_else(|| (None, Some((range.sure.clone(), range.possible.clone()))), |value| (Some(value.clone()), None))
}

impl Report {
    /// The canonical JSON: CLI and page write it with this one function, so they agree byte for byte.
    ///
    /// # Errors
    /// Never for a report; the serializer's signature allows for it.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|json| json + "\n")
    }
}
