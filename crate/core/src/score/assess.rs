//! `assess`: a person gives the points (评审打分), from 0 to the indicator's maximum. Nobody has judged yet: 待评, a range.
//!
//! ```toml
//! measure = "assess"
//! step    = { open = "KM-08" }            # points come in multiples of this
//! shows   = [{ sheet = "帮扶资金", where = [ … ] }, …]   # evidence laid beside the field, never turned into points
//! facts   = [{ metric = "…" }, …]         # figures beside the field, see `facts`
//! refused = { open = "KM-09" }            # all evidence refused: zero | keep
//! watch   = { other = "4.4", where = [ … ], says = "…" } # points here and such rows there: a finding
//! ```

use super::facts::Facts;
use super::{Case, Fact, ScoreState, Scored};
use crate::exact::{Points, Range};
use crate::judgement::Judgement;
use crate::metric::{BoundRows, OTHER_YEAR, UNREADABLE_DATE};
use crate::scheme::convention::Slot;
use crate::scheme::load::{Rules, row_rule};
use crate::scheme::model::RowRule;
use crate::scheme::read::Keys;
use crate::scheme::rows::Condition;
use crate::step::{Lack, Sink, Step, What};

/// An indicator that a person judges.
#[derive(Debug, Clone)]
pub struct Assess {
    /// Points come in multiples of this; zero where any value may be given.
    pub step: Slot<Points>,
    /// The rows laid beside the field.
    pub shows: Vec<RowRule>,
    figures: Facts,
    refused: Slot<Refused>,
    /// What to watch for in another indicator's rows.
    pub watch: Slot<Option<Watch>>,
}

/// What becomes of points whose evidence was all refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Refused {
    Zero,
    Keep,
}

/// Points here and certain rows counted in another indicator may be one matter counted twice: said, never cut.
#[derive(Debug, Clone, PartialEq)]
pub struct Watch {
    /// The other indicator's number.
    pub other: String,
    /// Which of its rows.
    pub conditions: Vec<Condition>,
    /// What to tell the reader.
    pub says: String,
}

impl Assess {
    /// Reads the words of this measure.
    pub fn read<'n>(keys: &Keys<'n>, rules: &Rules<'n>) -> Option<Self> {
        let slots = &rules.rows.slots;
        let assess = keys.node().get("measure").and_then(crate::scheme::read::Node::text) == Some("assess");
        if assess && !keys.has("points") {
            keys.fault("评审打分的指标没有满分", "补写 points = \"…\"。");
        }
        let step = slots.slot(keys, "step", |keys, node| keys.as_points(node, "step"));
        let refused = slots.slot(keys, "refused", |keys, node| {
            keys.word(node, "refused", &[("zero", Refused::Zero), ("keep", Refused::Keep)])
        });
        let watch = slots.slot(keys, "watch", |keys, node| match node.text() {
            Some("none") => Some(None),
            _ => watch(keys, node, rules).map(Some),
        });
        let shows = keys.tables("shows", "佐证").into_iter().filter_map(|keys| {
            let rule = row_rule(&keys, &rules.rows);
            keys.done();
            rule
        });
        Some(Self {
            shows: shows.collect(),
            figures: Facts::read(keys, rules),
            step: step.unwrap_or(Slot::Fixed(Points::ZERO)),
            refused: refused.unwrap_or(Slot::Fixed(Refused::Keep)),
            watch: watch.unwrap_or(Slot::Fixed(None)),
        })
    }

    /// The points given, held against their evidence.
    pub fn score(&self, case: &Case<'_>, given: &[Judgement], sink: &mut impl Sink) -> Scored {
        case.plan.read(&self.step);
        let Evidence { mut facts, accepted, by_rule, unreadable } = self.evidence(case, sink);
        facts.extend(self.figures.of(case, sink));
        // Only evidence that a rule does not recognise takes the points away; a row of another year is none of this
        // year's evidence, and one that cannot be read may yet turn out good.
        let refused = by_rule > 0 && accepted == 0 && unreadable == 0;
        let all_refused = refused && *case.plan.read(&self.refused) == Refused::Zero;
        let Some(points) = Self::points(given, sink) else {
            sink.step(|| Step { what: What::Pending, adds: None, basis: Vec::new() });
            let open = if all_refused {
                Scored { raw: None, ..Scored::known(Points::ZERO) }
            } else {
                Scored::open(ScoreState::Pending, case.bounds.clone())
            };
            return Scored { facts, ..open };
        };
        // Refused rows are shown, and are no evidence.
        let state = if accepted == 0 && !self.shows.is_empty() { ScoreState::Missing } else { ScoreState::Known };
        if all_refused {
            let zero = &Points::ZERO - &points;
            sink.step(|| Step {
                what: What::EvidenceRefused { given: points.clone() },
                adds: Some(zero),
                basis: Vec::new(),
            });
            return Scored {
                raw: Some(points),
                range: Range::exactly(Points::ZERO),
                facts,
                ..Scored::known(Points::ZERO)
            };
        }
        Scored { facts, ..Scored::known(points).as_state(state) }
    }

    /// Counts the evidence.
    fn evidence(&self, case: &Case<'_>, sink: &mut impl Sink) -> Evidence {
        let mut evidence = Evidence::default();
        for rule in &self.shows {
            let mut refusals = Refusals { sink, by_rule: 0, unreadable: 0 };
            let rows = BoundRows::new(case.plan, rule, false).counting(case.unit, &mut refusals);
            evidence.by_rule += refusals.by_rule;
            evidence.unreadable += refusals.unreadable;
            evidence.accepted += rows.len();
            let name = case.plan.dossier.dictionary.sheet(rule.sheet).map_or("", |sheet| sheet.name.as_str());
            let fact = Fact { name: name.to_owned(), value: rows.len().to_string(), unit: "行".to_owned() };
            evidence.facts.push(fact);
        }
        evidence
    }

    /// What the reviewers' points come to; every given point is one step.
    fn points(given: &[Judgement], sink: &mut impl Sink) -> Option<Points> {
        let count = i64::try_from(given.len()).ok().filter(|count| *count > 0)?;
        for judgement in given {
            let share = judgement.points.over(&Points::from(count));
            sink.step(|| Step {
                what: What::Assessed {
                    by: judgement.by.clone(),
                    points: judgement.points.clone(),
                    reason: judgement.reason.clone(),
                },
                adds: Some(share),
                basis: Vec::new(),
            });
        }
        if given.len() > 1 {
            sink.step(|| Step { what: What::Several { count: given.len() }, adds: None, basis: Vec::new() });
        }
        let sum: Points = given.iter().map(|judgement| &judgement.points).sum();
        Some(sum.over(&Points::from(count)))
    }
}

/// What stands behind a judgement.
#[derive(Debug, Default)]
struct Evidence {
    /// Figures to show.
    facts: Vec<Fact>,
    /// Rows that are evidence.
    accepted: usize,
    /// Rows of this year that a rule does not recognise.
    by_rule: usize,
    /// Rows that nobody can place in a year, or of which a deciding cell was left blank.
    unreadable: usize,
}

/// Passes refusals on and counts them by kind.
struct Refusals<'s, S: Sink> {
    sink: &'s mut S,
    by_rule: usize,
    unreadable: usize,
}

impl<S: Sink> Sink for Refusals<'_, S> {
    fn step(&mut self, step: impl FnOnce() -> Step) {
        self.sink.step(step);
    }

    fn counted(&mut self, row: crate::dossier::RowRef, worth: Option<&Points>) {
        self.sink.counted(row, worth);
    }

    fn refused(&mut self, row: crate::dossier::RowRef, why: &str) {
        match why {
            OTHER_YEAR => {}
            UNREADABLE_DATE => self.unreadable += 1,
            _ => self.by_rule += 1,
        }
        self.sink.refused(row, why);
    }

    fn blank(&mut self, row: crate::dossier::RowRef, why: &str) {
        self.unreadable += 1;
        self.sink.blank(row, why);
    }

    fn note(&mut self, note: impl FnOnce() -> String) {
        self.sink.note(note);
    }

    fn lacks(&mut self, lack: impl FnOnce() -> Lack) {
        self.sink.lacks(lack);
    }
}

fn watch<'n>(keys: &Keys<'n>, node: &'n crate::scheme::read::Node, rules: &Rules<'n>) -> Option<Watch> {
    let inner = keys.open_inside(node, "提示")?;
    let (other, says) = (inner.need_text("other"), inner.need_text("says"));
    let sheet = rules.rows.sheet(&inner)?;
    let conditions = rules.rows.conditions_at(&inner, "where", sheet);
    inner.done();
    Some(Watch { other: other?, conditions, says: says? })
}
