//! A chain (先后): what comes before and after the measure of an indicator or of a part.
//!
//! ```toml
//! gate    = [{ says = "制定方案", metric = "plans", at_least = "1" }]      # before: all met, or nothing is given
//! times   = [{ says = "…", metric = "helped", at_least = "30", factor = "50%" }]    # after: not met, so much is left, see `times`
//! less    = { per = [{ says = "…", metric = "…", points = "1" }], limit = "2" }   # after: taken off, see `less`
//! nearest = ["5", "3", "1", "0"]    # after: the nearest of these, a tie upwards; "levels": the level that the mean comes to
//! least   = "0"                     # what it cannot fall below; none: no floor
//! most    = "5"                     # what it cannot exceed; none: may exceed its points (可以超过满分)
//! several = { open = "…" }          # what several persons' points make, see `several`; the track says it for all others
//! ```
//!
//! Without `most`, no computed score exceeds the node's `points`; without `least`, what `less` takes off ends at zero.

use super::later::Later;
use super::less::{From, Less};
use super::need::{Asked, Need, Places, Tested, windows};
use super::several::{Several, counting};
use super::times::{self, Times};
use super::{Case, Fact, Measure, ScoreState, Scored};
use crate::exact::{Points, Range};
use crate::judgement::Judgement;
use crate::metric::lacking::is_unread;
use crate::plan::Plan;
use crate::scheme::convention::Slot;
use crate::scheme::load::Rules;
use crate::scheme::read::{Keys, Node, Raw};
use crate::step::{Sink, Step, What};

/// What comes before and after a measure.
#[derive(Debug, Clone, Default)]
pub struct Chain {
    gate: Option<Slot<Vec<Need>>>,
    times: Option<Slot<Vec<Times>>>,
    less: Option<Less>,
    nearest: Option<Slot<Nearest>>,
    least: Option<Slot<Option<Points>>>,
    most: Option<Slot<Option<Points>>>,
    several: Option<Slot<Several>>,
}

/// What the conditions without which nothing is given come to.
#[derive(Debug)]
pub enum Gate {
    /// They are met, or there are none.
    Open,
    /// One is not met, or cannot be asked: this is the score.
    Shut(Box<Scored>),
    /// Nobody can say yet; the figures that were found.
    Unknown(Vec<Fact>),
    /// All that is not met has no row in the ledger that could meet it; the figures that were found.
    Absent(Vec<Fact>),
}

/// The values that a score goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Nearest {
    /// The worth of a level of the track's rating, by its cuts.
    Levels,
    /// The nearest of these.
    Of(Vec<Points>),
}

impl Chain {
    /// The conditions without which nothing is given, or only a part, under the answers in force.
    #[must_use]
    pub fn needs<'s>(&'s self, plan: &Plan<'_>) -> Vec<&'s Need> {
        let times = self.times.iter().flat_map(|times| plan.read(times)).map(Times::need);
        self.gate.iter().flat_map(|gate| plan.read(gate)).chain(times).collect()
    }

    /// Reads the words of a chain from an indicator or a part.
    pub fn read<'n>(keys: &Keys<'n>, rules: &Rules<'n>) -> Self {
        let slots = &rules.rows.slots;
        let limit = |key: &str| {
            slots.slot(keys, key, |keys, node| match node.text() {
                Some("none") => Some(None),
                _ => keys.as_points(node, key).map(Some),
            })
        };
        let (least, most) = (limit("least"), limit("most"));
        Self {
            gate: slots.slot(keys, "gate", |keys, node| Need::read_all(keys, node, rules)),
            times: slots.slot(keys, "times", |keys, node| Times::read_all(keys, node, rules)),
            less: Less::read(keys, rules, From::Indicator),
            nearest: slots.slot(keys, "nearest", |keys, node| nearest(keys, node, rules)),
            least,
            most,
            several: Several::read(keys, rules),
        }
    }

    /// The judgements that count of those given.
    pub(super) fn counting<'g>(&self, plan: &Plan<'_>, given: &'g [Judgement]) -> &'g [Judgement] {
        counting(plan, self.several.as_ref(), given)
    }

    /// What the conditions without which nothing is given come to.
    pub fn gate(&self, case: &Case<'_>, sink: &mut impl Sink) -> Gate {
        let Some(gate) = &self.gate else { return Gate::Open };
        let needs = case.plan.read(gate);
        let windows = windows(needs.iter());
        let asked = Asked { places: Places::Any, place_fields: &[], windows: &windows };
        let mut facts = Vec::new();
        let tested: Vec<Tested> = needs.iter().map(|need| need.test(case, &asked, &mut facts, sink)).collect();
        if tested.contains(&Tested::NoList) {
            let open = Scored::open(ScoreState::Undetermined, case.bounds.clone());
            return Gate::Shut(Box::new(Scored { facts, ..open }));
        }
        let unmet = |(need, tested): (&Need, &Tested)| !need.soft && *tested == Tested::Said(false);
        let missed: Vec<&Need> =
            needs.iter().zip(&tested).filter(|asked| unmet(*asked)).map(|(need, _)| need).collect();
        if !missed.is_empty() {
            let mut metrics = missed.iter().filter_map(|need| case.plan.metric(need.metric));
            if metrics.all(|metric| is_unread(case.plan, case.unit, metric, sink)) {
                return Gate::Absent(facts);
            }
            sink.step(|| Step { what: What::Shut, adds: Some(case.bounds.sure.clone()), basis: Vec::new() });
            return Gate::Shut(Box::new(Scored { facts, ..Scored::known(case.bounds.sure.clone()) }));
        }
        if tested.contains(&Tested::Unknown) { Gate::Unknown(facts) } else { Gate::Open }
    }

    /// Whether a condition without which nothing is given asks for a ratio, which may not be known.
    #[must_use]
    pub fn has_ratio(&self) -> bool {
        self.every_gate().any(Need::is_ratio)
    }

    fn every_gate(&self) -> impl Iterator<Item = &Need> {
        self.gate.iter().flat_map(Slot::every).flatten()
    }

    /// What comes after: what is left, deductions, the nearest value, floor and cap. `points` is the most the node declares; what the
    /// measure says of no rows holds for deductions too.
    pub fn after(
        &self,
        case: &Case<'_>,
        (measure, points): (&Measure, Option<&Points>),
        mut scored: Scored,
        sink: &mut impl Sink,
    ) -> Scored {
        if matches!(scored.state, ScoreState::NotApplicable | ScoreState::Undetermined) {
            return scored;
        }
        if let Some(times) = &self.times {
            let times = case.plan.read(times);
            scored = times::applied(times, case, measure.absent(case.plan), scored, sink);
        }
        if let Some(less) = &self.less {
            let mut steps = Later::default();
            let taken = less.of_indicator(case, measure.absent(case.plan), &mut scored.facts, &mut steps.over(sink));
            match taken {
                Some(taken) => {
                    steps.give(sink, |_, adds| adds);
                    scored.raw = scored.raw.zip(taken.range.settled()).map(|(raw, taken)| &raw - taken);
                    scored.range = Range {
                        sure: &scored.range.sure - &taken.range.possible,
                        possible: &scored.range.possible - &taken.range.sure,
                    };
                    if taken.lacks && scored.state == ScoreState::Known {
                        scored.state = ScoreState::Missing;
                    }
                }
                None => {
                    steps.give(sink, |_, _| None);
                    let adds = &case.bounds.sure - &scored.range.sure;
                    sink.step(|| Step { what: What::Open, adds: Some(adds), basis: Vec::new() });
                    scored.raw = None;
                    scored.range = Range::between(case.bounds.sure.clone(), scored.range.possible);
                    scored.state = ScoreState::Pending;
                }
            }
        }
        if let Some(nearest) = &self.nearest {
            let nearest = case.plan.read(nearest);
            let ends = nearest.to(case, &scored.range.sure).zip(nearest.to(case, &scored.range.possible));
            if let Some((sure, possible)) = ends {
                let before = scored.range.sure.clone();
                let adds = Some(&sure - &before).filter(|adds| !adds.is_zero());
                sink.step(|| Step { what: What::Nearest { before, after: sure.clone() }, adds, basis: Vec::new() });
                scored.range = Range { sure, possible };
            }
        }
        let least = match &self.least {
            Some(least) => case.plan.read(least).clone(),
            None => self.less.as_ref().map(|_| Points::ZERO),
        };
        let most = match &self.most {
            Some(most) => case.plan.read(most).clone(),
            None => points.cloned(),
        };
        let before = scored.range.sure.clone();
        let held = |value: &Points| {
            let value = least.as_ref().filter(|least| value < *least).unwrap_or(value);
            most.as_ref().map_or_else(|| value.clone(), |most| value.at_most(most))
        };
        scored.range = Range { sure: held(&scored.range.sure), possible: held(&scored.range.possible) };
        let after = scored.range.sure.clone();
        if after != before {
            let adds = Some(&after - &before);
            sink.step(|| Step { what: What::Cap { before, after }, adds, basis: Vec::new() });
        }
        scored
    }

    /// Whether it holds the score in a way of its own.
    #[must_use]
    pub fn has_most(&self) -> bool {
        self.most.is_some()
    }

    /// Whether peers decide a deduction, a gate or what is left.
    #[must_use]
    pub fn asks_peers(&self) -> bool {
        let times = || self.times.iter().flat_map(Slot::every).flatten().map(Times::need);
        self.less.iter().flat_map(Less::per).any(|per| per.amount().asks_peers())
            || self.every_gate().chain(times()).any(Need::asks_peers)
    }
}

impl Nearest {
    fn to(&self, case: &Case<'_>, value: &Points) -> Option<Points> {
        match self {
            Self::Levels => {
                let rating = case.plan.track.rating.as_ref()?;
                rating.worth(case.plan, rating.level(case.plan, value)?)
            }
            Self::Of(values) => {
                let far = |one: &Points| if one > value { one - value } else { value - one };
                values.iter().min_by_key(|one| (far(one), std::cmp::Reverse((*one).clone()))).cloned()
            }
        }
    }
}

fn nearest(keys: &Keys<'_>, node: &Node, rules: &Rules<'_>) -> Option<Nearest> {
    if node.text() == Some("levels") {
        if rules.levels.is_empty() {
            keys.files().fault_at(
                node,
                "这类考核对象不评等次，没有可就近的等次",
                "写可取的分值，如 [\"5\", \"3\", \"0\"]。",
            );
        }
        return Some(Nearest::Levels);
    }
    let Raw::List(items) = &node.value else {
        keys.files().fault_at(node, "nearest 应是分值的列表", "写成 [\"5\", \"3\", \"0\"]，或 \"levels\"。");
        return None;
    };
    items.iter().map(|node| keys.as_points(node, "nearest")).collect::<Option<_>>().map(Nearest::Of)
}
