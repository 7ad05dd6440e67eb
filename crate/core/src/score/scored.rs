//! What one indicator came to.

use serde::Serialize;

use crate::exact::{Points, Range};
use crate::judgement::Judgement;

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
    /// Whether it is open that it applies at all: another answer, or a fact that the ledger lacks, may yet make it 不适用.
    pub may_not_apply: bool,
    /// Whether an answer that is lacking would settle it while others would not: rated or not rated is open too.
    pub may_settle: bool,
    /// Figures to show.
    pub facts: Vec<Fact>,
    /// The override in force: who, why, and what was computed instead.
    pub overridden: Option<(Judgement, Range)>,
    /// What its parts came to, in print order; none where it has no parts.
    pub parts: Vec<Scored>,
}

impl Scored {
    /// A settled score.
    #[must_use]
    pub fn known(points: Points) -> Self {
        Self {
            raw: Some(points.clone()),
            range: Range::exactly(points),
            state: ScoreState::Known,
            may_not_apply: false,
            may_settle: false,
            facts: Vec::new(),
            overridden: None,
            parts: Vec::new(),
        }
    }

    /// An open score within `bounds`.
    #[must_use]
    pub fn open(state: ScoreState, bounds: Range) -> Self {
        Self { raw: None, range: bounds, state, ..Self::known(Points::ZERO) }
    }

    /// A score of which it is not even known whether it applies.
    #[must_use]
    pub fn may_apply(bounds: Range) -> Self {
        Self { may_not_apply: true, ..Self::open(ScoreState::Undetermined, bounds) }
    }

    /// A score of what does not apply: the least of `bounds`, and none of it counts.
    #[must_use]
    pub fn not_applicable(bounds: &Range) -> Self {
        Self { raw: None, ..Self::known(bounds.sure.clone()).as_state(ScoreState::NotApplicable) }
    }

    /// What may be this or another one, as the ledger lacks what decides: the least range of both.
    #[must_use]
    pub(super) fn either(self, other: Self) -> Self {
        let range = self.range.hull(&other.range);
        let applies = [&self, &other].map(|scored| scored.state != ScoreState::NotApplicable);
        if applies[0] != applies[1] {
            return Self::may_apply(range);
        }
        let parts = self.parts.into_iter().zip(other.parts).map(|(part, other)| part.either(other)).collect();
        if range == self.range && range == other.range {
            return Self { parts, ..self };
        }
        let state = if self.state == ScoreState::Known { ScoreState::Missing } else { self.state };
        Self { raw: None, range, state, parts, ..self }
    }

    /// The same score in another state.
    #[must_use]
    pub fn as_state(mut self, state: ScoreState) -> Self {
        self.state = state;
        self
    }
}
