//! How a list of points for amounts is added up: each clause under its own limit, all of them under one.

use super::Per;
use crate::exact::{Points, Range};
use crate::judgement::Judgement;
use crate::metric::lacking::{has_rows, is_unread};
use crate::scheme::model::Metric;
use crate::score::amount::Part;
use crate::score::{Absent, Case, Fact, ScoreState, Scored, without_reason};
use crate::step::{Sink, Step, What};

/// What a list comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// The least and the most that it can be; the same where the ledger says all of it.
    pub range: Range,
    /// Whether the ledger says nothing of some group that is asked, or of what is short.
    pub lacks: bool,
}

/// Whether points are given or taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// They are added.
    Gives,
    /// They are taken off.
    Takes,
}

impl Sum {
    /// Whether a person's points take its place: they are left to the rule, and the ledger does not say all of it.
    #[must_use]
    pub fn left_to(&self, given: &[Judgement]) -> bool {
        self.range.settled().is_none() && without_reason(given)
    }

    /// A score that it makes, marked where the ledger says nothing of some group.
    #[must_use]
    pub fn scored(&self, range: Range) -> Scored {
        let state = if self.lacks { ScoreState::Missing } else { ScoreState::Known };
        Scored { raw: range.settled().cloned(), ..Scored::open(state, range) }
    }
}

/// What is said of an amount that the ledger leaves open.
const OPEN: &str = "（缺佐证，待定）";

/// What an amount of an indicator is where it is not known.
pub const JUDGED: &str = "由人评定";

/// How a list is added up.
#[derive(Debug, Clone, Copy)]
pub struct How<'h> {
    /// Whether points are given or taken.
    pub sign: Sign,
    /// The most that all together come to.
    pub limit: Option<&'h Points>,
    /// What a group means that the ledger says nothing of.
    pub absent: Absent,
    /// Which amounts are open that have no row in the ledger.
    pub open: Unread,
    /// What is said of an amount that is not known: who settles it.
    pub unknown: &'static str,
}

/// Which amounts are open that have no row in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// None: no row is none of it.
    Counted,
    /// What is short to a line: it may be handed in yet.
    Short,
    /// All: what is counted or exceeded may have happened too.
    All,
}

/// What is added up so far: the least and the most that it can be. Of what is given the least is told, of what is taken the
/// most: both are what is sure.
struct Running {
    least: Points,
    most: Points,
    sign: Sign,
}

impl Running {
    /// Adds something, held under the limits; gives what of it is told.
    fn add(&mut self, least: &Points, most: &Points, limits: [Option<&Points>; 2], of: (&Points, &Points)) -> Points {
        let hold = |points: &Points, sum: &Points, before: &Points| {
            let [all, own] = limits;
            let points = all.map_or_else(|| points.clone(), |all| points.at_most(&(all - sum)));
            own.map_or_else(|| points.clone(), |own| points.at_most(&(own - &(sum - before))))
        };
        let (least, most) = (hold(least, &self.least, of.0), hold(most, &self.most, of.1));
        self.least += &least;
        self.most += &most;
        if self.sign == Sign::Takes { most } else { least }
    }
}

/// Adds up a list, with one step for each and for each group of rows that comes to something; `None` where some amount is not
/// known.
pub fn sum(list: &[Per], how: How<'_>, case: &Case<'_>, facts: &mut Vec<Fact>, sink: &mut impl Sink) -> Option<Sum> {
    let (mut known, mut lacks) = (true, false);
    let mut sum = Running { least: Points::ZERO, most: Points::ZERO, sign: how.sign };
    for per in list {
        let unit = per.amount.unit(case).to_owned();
        let limits = [how.limit, per.limit.as_ref()];
        let before = (sum.least.clone(), sum.most.clone());
        let mut told = |says: String, count: Points, (least, most): (&Points, &Points), sink: &mut dyn FnMut(Step)| {
            let points = sum.add(least, most, limits, (&before.0, &before.1));
            let (what, adds) = match how.sign {
                Sign::Takes => (What::Deducted { says, count, unit: unit.clone() }, &Points::ZERO - &points),
                Sign::Gives => (What::Accrued { says, count, unit: unit.clone() }, points),
            };
            sink(Step { what, adds: Some(adds), basis: Vec::new() });
        };
        // What is short because nothing was handed in is told as that.
        let short = per.amount.is_below();
        let told_of = |metric: &&Metric| short || how.open == Unread::All || has_rows(case.unit, metric);
        let metric = case.plan.metric(per.amount.quantity().metric).filter(told_of);
        let unread = metric.is_some_and(|metric| is_unread(case.plan, case.unit, metric, sink));
        lacks |= unread;
        // Of what nobody knows, as much as the limits let through; without one, as much as there is.
        let span = || {
            let all = || &case.bounds.possible - &case.bounds.sure;
            per.limit.as_ref().or(how.limit).cloned().unwrap_or_else(all)
        };
        if !per.amount.is_spread() {
            match per.amount.ends(case, facts, sink) {
                Some((fewest, count)) => {
                    let (fewest, points) = (&fewest * &per.points, &count * &per.points);
                    let (least, most) = match how.open {
                        Unread::Counted => (fewest, points),
                        _ if !unread => (fewest, points),
                        _ if short => (Points::ZERO, points),
                        _ => (Points::ZERO, span()),
                    };
                    let waits = if unread { OPEN } else { "（总分未定，待定）" };
                    let says = format!("{}{}", per.says, if least == most { "" } else { waits });
                    told(says, count, (&least, &most), &mut |step| sink.step(|| step));
                }
                None => {
                    sink.note(|| format!("{}：没有可比的数，{}", per.says, how.unknown));
                    known = false;
                }
            }
            continue;
        }
        let Some(parts) = per.amount.parts(case, how.absent, facts, sink) else {
            known = false;
            continue;
        };
        let name = case.plan.metric(per.amount.quantity().metric).map_or("", |metric| metric.name.as_str());
        let mut held = per.groups.held();
        for Part { key, name: group, found, lacks: lacking, count: (least, most) } in parts {
            let open = most.as_ref() != Some(&least);
            if found.is_none() || open {
                lacks = true;
                let lacking = lacking.as_deref().unwrap_or(name);
                sink.note(|| format!("{}：{group}没有填“{lacking}”，缺佐证", per.says));
            }
            let most_points = match &most {
                Some(most) => most * &per.points,
                None => per.groups.of_one().cloned().unwrap_or_else(span),
            };
            if most_points.is_zero() {
                continue;
            }
            let (least_points, most_points) = held.hold(&key, (&least * &per.points, most_points));
            if let Some(found) = &found {
                let unit = case.plan.metric(per.amount.quantity().metric).map_or("", |metric| metric.unit.as_str());
                let name = format!("{name}·{group}");
                facts.push(Fact { name, value: found.to_string(), unit: unit.to_owned() });
            }
            let lacking = if open { OPEN } else { "" };
            let count = if how.sign == Sign::Takes { most.unwrap_or(least) } else { least };
            let says = format!("{}·{group}{lacking}", per.says);
            told(says, count, (&least_points, &most_points), &mut |step| sink.step(|| step));
        }
    }
    known.then_some(Sum { range: Range { sure: sum.least, possible: sum.most }, lacks })
}
