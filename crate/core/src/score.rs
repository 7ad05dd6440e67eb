//! Scoring (评分): how one indicator is judged. Each method is a small file of its own; this one holds what they share.

pub mod assess;
pub mod elements;
pub mod items;

use serde::Serialize;

use crate::dossier::Unit;
use crate::exact::{Points, Range};
use crate::judgement::{Judgement, Judgements};
use crate::plan::Plan;
use crate::scheme::convention::Slot;
use crate::scheme::load::Rules;
use crate::scheme::model::{Group, Indicator};
use crate::scheme::read::Keys;
use crate::step::{Sink, Step, What};

/// How an indicator is judged (`measure = "…"`).
#[derive(Debug, Clone)]
pub enum Measure {
    /// `assess`: points by a person.
    Assess(assess::Assess),
    /// `elements`: k of n conditions.
    Elements(elements::Elements),
    /// `items`: points per qualifying row, by level.
    Items(items::Items),
}

impl Measure {
    /// Reads the measure of one indicator's table.
    pub fn read<'n>(keys: &Keys<'n>, rules: &Rules<'n>) -> Option<Self> {
        match keys.need_text("measure")?.as_str() {
            "assess" => assess::Assess::read(keys, rules).map(Self::Assess),
            "elements" => elements::Elements::read(keys, rules).map(Self::Elements),
            "items" => items::Items::read(keys, rules).map(Self::Items),
            other => {
                keys.fault(format!("不认识的计分方法“{other}”"), "可用：assess、elements、items。");
                None
            }
        }
    }

    /// Whether a person gives the points.
    #[must_use]
    pub fn is_judged(&self) -> bool {
        matches!(self, Self::Assess(_))
    }
}

/// What is known of a score.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ScoreState {
    /// 已定.
    Known,
    /// 缺佐证: no row of the ledger stands behind it.
    Missing,
    /// 不适用.
    NotApplicable,
    /// 待评: a person has yet to judge.
    Pending,
    /// 未定: the document is silent and no convention answers.
    Undetermined,
}

/// A figure shown beside a score.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// What was counted.
    pub name: String,
    /// How many, canonical.
    pub value: String,
    /// The unit of `value`.
    pub unit: String,
}

/// The result of one indicator, before its group's cap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scored {
    /// The points before any cap or refusal; `None` while they are open.
    pub raw: Option<Points>,
    /// What counts: settled, or a range while it is open.
    pub range: Range,
    /// What is known of it.
    pub state: ScoreState,
    /// Figures to show.
    pub facts: Vec<Fact>,
    /// The override in force: who, why, and what was computed instead.
    pub overridden: Option<(Judgement, Range)>,
}

impl Scored {
    /// A settled score.
    #[must_use]
    pub fn known(points: Points) -> Self {
        Self {
            raw: Some(points.clone()),
            range: Range::exactly(points),
            state: ScoreState::Known,
            facts: Vec::new(),
            overridden: None,
        }
    }

    /// An open score between zero and `most`.
    #[must_use]
    pub fn open(state: ScoreState, most: Points) -> Self {
        Self { raw: None, range: Range::between(Points::ZERO, most), state, facts: Vec::new(), overridden: None }
    }

    /// The same score in another state.
    #[must_use]
    pub fn as_state(mut self, state: ScoreState) -> Self {
        self.state = state;
        self
    }
}

/// What an absent sheet means (G-12).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absent {
    /// `zero`: nothing done, marked 缺佐证.
    Zero,
    /// `open`: still to be handed in, a range marked 缺佐证.
    Open,
}

impl Absent {
    /// Reads the slot `absent`; without one, absence is zero.
    pub fn read<'n>(keys: &Keys<'n>, rules: &Rules<'n>) -> Slot<Self> {
        let slot = rules.rows.slots.slot(keys, "absent", |keys, node| {
            keys.word(node, "absent", &[("zero", Self::Zero), ("open", Self::Open)])
        });
        slot.unwrap_or(Slot::Fixed(Self::Zero))
    }

    fn score(self, most: &Points, sink: &mut impl Sink) -> Scored {
        let adds = (self == Self::Zero).then_some(Points::ZERO);
        sink.step(|| Step { what: What::NoEvidence, adds, basis: Vec::new() });
        match self {
            Self::Zero => Scored::known(Points::ZERO).as_state(ScoreState::Missing),
            Self::Open => Scored::open(ScoreState::Missing, most.clone()),
        }
    }
}

/// Everything that one judging of an indicator is about.
#[derive(Debug, Clone, Copy)]
pub struct Case<'c> {
    /// The plan.
    pub plan: &'c Plan<'c>,
    /// The unit.
    pub unit: &'c Unit,
    /// The indicator.
    pub indicator: &'c Indicator,
    /// The most it can count: its maximum, else its group's cap, else nothing is known and it is zero.
    pub most: &'c Points,
}

/// Judges one indicator for one unit.
pub fn score(
    plan: &Plan<'_>,
    unit: &Unit,
    (group, indicator): (&Group, &Indicator),
    judgements: &Judgements,
    sink: &mut impl Sink,
) -> Scored {
    for convention in &indicator.conventions {
        plan.touch(*convention);
    }
    let most = most(group, indicator);
    let case = Case { plan, unit, indicator, most: &most };
    let given = judgements.get(&indicator.no).map_or(&[][..], Vec::as_slice);
    let computed = match &indicator.measure {
        Measure::Assess(assess) => return assess.score(&case, given, sink),
        Measure::Elements(elements) => elements.score(&case, sink),
        Measure::Items(items) => items.score(&case, sink),
    };
    let Some(given) = given.last() else { return computed };
    sink.step(|| Step {
        what: What::Override { by: given.by.clone(), reason: given.reason.clone(), computed: computed.range.clone() },
        adds: None,
        basis: Vec::new(),
    });
    let overridden = Some((given.clone(), computed.range));
    Scored { facts: computed.facts, overridden, ..Scored::known(given.points.clone()) }
}

/// The most an indicator can count.
#[must_use]
pub fn most(group: &Group, indicator: &Indicator) -> Points {
    indicator.points.clone().or_else(|| group.cap.as_ref().map(|cap| cap.points.clone())).unwrap_or_default()
}
