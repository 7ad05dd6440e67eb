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
struct Running<'h> {
    how: How<'h>,
    least: Points,
    most: Points,
    /// Whether every amount is known.
    known: bool,
    lacks: bool,
}

/// A clause that is added up, with what there was before it.
struct Clause<'c> {
    per: &'c Per,
    /// The unit of what it counts.
    unit: &'c str,
    before: (Points, Points),
}

/// Adds up a list, with one step for each and for each group of rows that comes to something; `None` where some amount is not
/// known.
pub fn sum(list: &[Per], how: How<'_>, case: &Case<'_>, facts: &mut Vec<Fact>, sink: &mut impl Sink) -> Option<Sum> {
    let mut sum = Running { how, least: Points::ZERO, most: Points::ZERO, known: true, lacks: false };
    for per in list {
        let clause = Clause { per, unit: per.amount.unit(case), before: (sum.least.clone(), sum.most.clone()) };
        // What is short because nothing was handed in is told as that.
        let told = |metric: &&Metric| per.amount.is_below() || how.open == Unread::All || has_rows(case.unit, metric);
        let metric = case.plan.metric(per.amount.quantity().metric).filter(told);
        let unread = metric.is_some_and(|metric| is_unread(case.plan, case.unit, metric, sink));
        sum.lacks |= unread;
        if per.amount.is_spread() {
            sum.add_groups(&clause, case, facts, sink);
        } else {
            sum.add_one(&clause, unread, case, facts, sink);
        }
    }
    sum.known.then_some(Sum { range: Range { sure: sum.least, possible: sum.most }, lacks: sum.lacks })
}

impl Running<'_> {
    /// Adds the amount of a clause.
    fn add_one(
        &mut self,
        clause: &Clause<'_>,
        unread: bool,
        case: &Case<'_>,
        facts: &mut Vec<Fact>,
        sink: &mut impl Sink,
    ) {
        let per = clause.per;
        let Some((fewest, count)) = per.amount.ends(case, facts, sink) else {
            sink.note(|| format!("{}：没有可比的数，{}", per.says, self.how.unknown));
            self.known = false;
            return;
        };
        let (fewest, points) = (&fewest * &per.points, &count * &per.points);
        let (least, most) = match self.how.open {
            Unread::Counted => (fewest, points),
            _ if !unread => (fewest, points),
            _ if per.amount.is_below() => (Points::ZERO, points),
            _ => (Points::ZERO, self.span(per, case)),
        };
        let waits = match (least == most, unread) {
            (true, _) => "",
            (false, true) => OPEN,
            (false, false) => "（总分未定，待定）",
        };
        self.add(clause, format!("{}{waits}", per.says), count, (least, most), sink);
    }

    /// Adds the amounts of a clause that is asked of groups of rows, each under its limits.
    fn add_groups(&mut self, clause: &Clause<'_>, case: &Case<'_>, facts: &mut Vec<Fact>, sink: &mut impl Sink) {
        let per = clause.per;
        let metric = case.plan.metric(per.amount.quantity().metric);
        let (Some(parts), Some(metric)) = (per.amount.parts(case, self.how.absent, facts, sink), metric) else {
            self.known = false;
            return;
        };
        let mut held = per.groups.held();
        for Part { key, name, found, lacks, count: (least, most) } in parts {
            let open = most.as_ref() != Some(&least);
            if found.is_none() || open {
                self.lacks = true;
                let lacks = lacks.as_ref().unwrap_or(&metric.name);
                sink.note(|| format!("{}：{name}没有填“{lacks}”，缺佐证", per.says));
            }
            let most_points = match &most {
                Some(most) => most * &per.points,
                None => per.groups.of_one().cloned().unwrap_or_else(|| self.span(per, case)),
            };
            if most_points.is_zero() {
                continue;
            }
            if let Some(found) = &found {
                let name = format!("{}·{name}", metric.name);
                facts.push(Fact { name, value: found.to_string(), unit: metric.unit.clone() });
            }
            let points = held.hold(&key, (&least * &per.points, most_points));
            let says = format!("{}·{name}{}", per.says, if open { OPEN } else { "" });
            let count = if self.how.sign == Sign::Takes { most.unwrap_or(least) } else { least };
            self.add(clause, says, count, points, sink);
        }
    }

    /// Of what nobody knows, as much as the limits let through; without one, as much as there is.
    fn span(&self, per: &Per, case: &Case<'_>) -> Points {
        let all = || &case.bounds.possible - &case.bounds.sure;
        per.limit.as_ref().or(self.how.limit).cloned().unwrap_or_else(all)
    }

    /// Adds points, held under the limits, and tells what is sure of them.
    fn add(
        &mut self,
        clause: &Clause<'_>,
        says: String,
        count: Points,
        (least, most): (Points, Points),
        sink: &mut impl Sink,
    ) {
        let hold = |points: Points, sum: &Points, before: &Points| {
            let points = self.how.limit.map_or_else(|| points.clone(), |all| points.at_most(&(all - sum)));
            let own = clause.per.limit.as_ref();
            own.map_or_else(|| points.clone(), |own| points.at_most(&(own - &(sum - before))))
        };
        let (least, most) = (hold(least, &self.least, &clause.before.0), hold(most, &self.most, &clause.before.1));
        self.least += &least;
        self.most += &most;
        let unit = clause.unit.to_owned();
        let (what, adds) = match self.how.sign {
            Sign::Takes => (What::Deducted { says, count, unit }, &Points::ZERO - &most),
            Sign::Gives => (What::Accrued { says, count, unit }, least),
        };
        sink.step(|| Step { what, adds: Some(adds), basis: Vec::new() });
    }
}
