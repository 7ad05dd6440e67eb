//! `elements`: k of n conditions met (要素). All met gives the full points or the best level; what some are worth, the
//! document or a convention says.
//!
//! ```toml
//! measure = "elements"
//! need    = [{ says = "…", metric = "…", during = "上半年", at_least = "1" }, …]     # see `need`
//! also    = { open = "EW-03" }     # conditions that a convention adds, written as under `need`
//! places  = { open = "KM-17" }     # any: rows of any place together; each: every place of the unit by itself
//! place   = ["帮扶对象"]            # the fields that name a row's place
//! facts   = [{ metric = "…" }, …]   # figures beside it, see `facts`
//! partial = { open = "KM-06" }     # none | equal | own | { points = ["2.5", "2.5", "0"] }
//! bands   = { open = "Z22-16" }    # instead of partial: the share of conditions met, as points or a level
//! absent  = { open = "G-12" }      # no row in any sheet read: zero | open
//! ```

use super::bands::Bands;
use super::facts::Facts;
use super::later::Later;
use super::need::{Asked, Need, Places, Tested, windows};
use super::{Absent, Case, Fact, ScoreState, Scored, ratio, without_reason};
use crate::dossier::Unit;
use crate::exact::{Points, Range};
use crate::judgement::Judgement;
use crate::metric::lacking::is_unread;
use crate::plan::Plan;
use crate::scheme::convention::Slot;
use crate::scheme::load::Rules;
use crate::scheme::read::{Keys, Node};
use crate::step::{Silent, Sink, Step, What};

/// An indicator of conditions.
#[derive(Debug, Clone)]
pub struct Elements {
    needs: Vec<Need>,
    also: Slot<Vec<Need>>,
    places: Slot<Places>,
    place_fields: Vec<String>,
    figures: Facts,
    partial: Slot<Partial>,
    bands: Option<Slot<Bands>>,
    pub(super) absent: Slot<Absent>,
}

/// What some of the conditions are worth.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Partial {
    /// `none`: nothing.
    None,
    /// `equal`: equal shares.
    Equal,
    /// `own`: each condition's own `points`.
    Own,
    /// Points by condition.
    Points(Vec<Points>),
}

impl Elements {
    /// Reads the words of this measure.
    pub fn read<'n>(keys: &Keys<'n>, rules: &Rules<'n>) -> Option<Self> {
        let needs: Vec<Need> =
            keys.tables("need", "要素").into_iter().filter_map(|need| Need::read(need, rules)).collect();
        let written = keys.items("need").len();
        if written == 0 {
            keys.fault("要素指标没有 need", "至少写一个要素。");
        }
        let whole = written > 0 && needs.len() == written;
        let slots = &rules.rows.slots;
        let also = slots.slot(keys, "also", |keys, node| Need::read_all(keys, node, rules));
        let places = slots.slot(keys, "places", |keys, node| keys.word(node, "places", &Places::WORDS));
        let place_fields = keys.texts("place");
        let most: Option<Points> = keys.node().get("points").and_then(Node::text).and_then(|text| text.parse().ok());
        let partial = slots.slot(keys, "partial", |keys, node| {
            // Shares are not held against conditions that could not be read.
            if whole { partial(keys, node, &needs, most.as_ref()) } else { None }
        });
        let bands = slots.slot(keys, "bands", |keys, node| Bands::read(keys, node));
        let figures = Facts::read(keys, rules);
        let absent = Absent::read(keys, rules);
        Some(Self {
            needs,
            also: also.unwrap_or(Slot::Fixed(Vec::new())),
            places: places.unwrap_or(Slot::Fixed(Places::Any)),
            place_fields,
            figures,
            partial: partial.unwrap_or(Slot::Fixed(Partial::None)),
            bands,
            absent,
        })
    }

    /// Tests every condition and gives what the met ones are worth.
    pub fn score(&self, case: &Case<'_>, given: &[Judgement], sink: &mut impl Sink) -> Scored {
        let plan = case.plan;
        let also = plan.read(&self.also);
        let needs: Vec<&Need> = self.needs.iter().chain(also).collect();
        if self.is_unread(plan, case.unit, sink) {
            return plan.read(&self.absent).score(case.bounds, sink);
        }
        let windows = windows(needs.iter().copied());
        let asked = Asked { places: *plan.read(&self.places), place_fields: &self.place_fields, windows: &windows };
        let mut facts: Vec<Fact> = Vec::new();
        let mut steps = Later::default();
        let tested: Vec<Tested> =
            needs.iter().map(|need| need.test(case, &asked, &mut facts, &mut steps.over(sink))).collect();
        facts.extend(self.figures.of(case, sink));
        if tested.contains(&Tested::NoList) {
            steps.give(sink, |_, _| None);
            return Scored { facts, ..Scored::open(ScoreState::Undetermined, case.bounds.clone()) };
        }
        if !tested.contains(&Tested::Unknown) {
            let scored = self.worth((case, given), &needs, &tested, steps, sink);
            return Scored { facts, ..scored };
        }
        if without_reason(given) {
            return Scored { facts, ..ratio::judged(case, given, sink) };
        }
        // What cannot be said may be met or not.
        let as_if = |met: bool| -> Vec<Tested> {
            let said = |tested: &Tested| if *tested == Tested::Unknown { Tested::Said(met) } else { tested.clone() };
            tested.iter().map(said).collect()
        };
        let most = self.worth((case, given), &needs, &as_if(true), Later::default(), &mut Silent);
        let least = self.worth((case, given), &needs, &as_if(false), steps, sink);
        if least.range == most.range {
            return Scored { facts, ..least };
        }
        let range = Range::between(least.range.sure, most.range.possible);
        Scored { facts, ..Scored::open(ScoreState::Pending, range) }
    }

    /// Whether the ledger has no row of any sheet that the conditions read: nothing to compute from.
    #[must_use]
    pub fn is_unread(&self, plan: &Plan<'_>, unit: &Unit, sink: &mut impl Sink) -> bool {
        let needs = self.needs.iter().chain(plan.read(&self.also));
        let mut metrics = needs.filter_map(|need| plan.metric(need.metric));
        metrics.all(|metric| is_unread(plan, unit, metric, sink))
    }

    /// Every condition under the answers in force.
    #[must_use]
    pub fn needs<'s>(&'s self, plan: &Plan<'_>) -> Vec<&'s Need> {
        self.needs.iter().chain(plan.read(&self.also)).collect()
    }

    /// How places are read by default, and the fields that name a row's place.
    #[must_use]
    pub fn places(&self, plan: &Plan<'_>) -> (Places, &[String]) {
        (*plan.read(&self.places), &self.place_fields)
    }

    fn worth(
        &self,
        (case, given): (&Case<'_>, &[Judgement]),
        needs: &[&Need],
        tested: &[Tested],
        steps: Later,
        sink: &mut impl Sink,
    ) -> Scored {
        let asked = || needs.iter().zip(tested).filter(|(need, tested)| !need.soft && **tested != Tested::Aside);
        let (of, met) = (asked().count(), asked().filter(|(_, tested)| **tested == Tested::Said(true)).count());
        let whole = |count: usize| Points::from(i64::try_from(count).unwrap_or(i64::MAX));
        let best = &case.bounds.possible;
        let all = met == of;
        let step = |sink: &mut dyn FnMut(Step), what, adds| sink(Step { what, adds, basis: Vec::new() });
        if all {
            steps.give(sink, |_, _| None);
            step(&mut |made| sink.step(|| made), What::AllMet, Some(best.clone()));
            return Scored::known(best.clone());
        }
        let partly = What::Partial { met, of };
        if let Some(bands) = &self.bands {
            let scored = case.plan.read(bands).score(case, &whole(met).over(&whole(of)), given, sink);
            steps.give(sink, |_, _| None);
            step(&mut |made| sink.step(|| made), partly, Some(scored.range.sure.clone()));
            return scored;
        }
        let partial = if met == 0 { &Partial::None } else { case.plan.read(&self.partial) };
        let share = |at: usize| match partial {
            Partial::None => None,
            Partial::Equal => Some(best.over(&whole(of))),
            Partial::Own => needs.get(at).and_then(|need| need.points.clone()),
            Partial::Points(points) => points.get(at).cloned(),
        };
        let earned = |at: usize| (tested.get(at) == Some(&Tested::Said(true))).then(|| share(at)).flatten();
        let sum: Points = (0..needs.len()).filter_map(earned).collect::<Vec<_>>().iter().sum();
        steps.give(sink, |at, _| earned(at));
        step(&mut |made| sink.step(|| made), partly, None);
        Scored::known(sum)
    }

    /// Whether some condition asks for a ratio, which may not be known.
    #[must_use]
    pub fn has_ratio(&self) -> bool {
        self.every_need().any(Need::is_ratio)
    }

    /// Whether peers decide some condition.
    #[must_use]
    pub fn asks_peers(&self) -> bool {
        self.every_need().any(Need::asks_peers)
    }

    fn every_need(&self) -> impl Iterator<Item = &Need> {
        self.needs.iter().chain(self.also.every().flatten())
    }

    /// Whether a person chooses within some band.
    #[must_use]
    pub fn has_span(&self) -> bool {
        match &self.bands {
            None => false,
            Some(Slot::Fixed(bands)) => bands.has_span(),
            Some(Slot::Open { picks, .. }) => picks.iter().any(Bands::has_span),
        }
    }

    /// The levels that its bands name, for the loader to check.
    pub fn levels(&self) -> Vec<&str> {
        match &self.bands {
            None => Vec::new(),
            Some(Slot::Fixed(bands)) => bands.levels().collect(),
            Some(Slot::Open { picks, .. }) => picks.iter().flat_map(Bands::levels).collect(),
        }
    }
}

fn partial(keys: &Keys<'_>, node: &Node, needs: &[Need], most: Option<&Points>) -> Option<Partial> {
    let points: Option<Vec<Points>> = match node.text() {
        Some("none") => return Some(Partial::None),
        Some("equal") => return Some(Partial::Equal),
        Some("own") => {
            let own = |need: &Need| need.points.clone().or_else(|| need.soft.then_some(Points::ZERO));
            let points: Option<Vec<Points>> = needs.iter().map(own).collect();
            if points.is_none() {
                let why = "partial 写了 own，有的要素没有自己的分值";
                keys.files().fault_at(node, why, "给每个要素写 points，只提示的（soft）除外。");
            }
            points
        }
        _ => {
            let inner = keys.open_inside(node, "部分达到")?;
            let points = inner.items("points").into_iter().map(|node| inner.as_points(node, "points")).collect();
            inner.done();
            points
        }
    };
    let points = points?;
    if points.len() != needs.len() {
        let why = format!("有{}个要素，却写了{}个分值", needs.len(), points.len());
        keys.files().fault_at(node, why, "每个要素写一个分值。");
    }
    let sum: Points = points.iter().sum();
    if let Some(most) = most.filter(|most| sum != **most) {
        let why = format!("各要素分值合计{sum}，与指标满分{most}不符");
        keys.files().fault_at(node, why, "改成合计等于满分。");
    }
    Some(if node.text() == Some("own") { Partial::Own } else { Partial::Points(points) })
}
