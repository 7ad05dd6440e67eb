//! Points for an amount (按量计分): so many points for each one of it, to a limit.
//!
//! ```toml
//! { says = "每缺一次扣0.5分，最多扣3分", metric = "absences", points = "0.5", limit = "3" }   # see `amount` for the amount
//! { says = "每人少1天扣0.2分，每人最多2分", metric = "stayed", below = "220", each = ["姓名"], points = "0.2", each_limit = "2" }
//! ```

use super::amount::{Amount, Part};
use super::{Absent, Case, Fact, ScoreState, Scored, without_reason};
use crate::exact::{Points, Range};
use crate::judgement::Judgement;
use crate::metric::lacking::{has_rows, is_unread};
use crate::scheme::load::Rules;
use crate::scheme::model::Metric;
use crate::scheme::read::Keys;
use crate::step::{Silent, Sink, Step, What};

/// Points for an amount.
#[derive(Debug, Clone)]
pub struct Per {
    says: String,
    amount: Amount,
    points: Points,
    /// The most of one group.
    each_limit: Option<Points>,
    limit: Option<Points>,
}

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

impl Per {
    /// Reads the list `key`; an empty one is a fault.
    pub fn read_all<'n>(keys: &Keys<'n>, key: &str, rules: &Rules<'n>) -> Vec<Self> {
        let per: Vec<Self> =
            keys.tables(key, "按量计分").into_iter().filter_map(|keys| Self::read(keys, rules)).collect();
        if keys.items(key).is_empty() {
            let mend = format!("补写 {key} = [{{ says = \"…\", metric = \"…\", points = \"…\" }}]。");
            keys.fault("没有写每多少给几分或扣几分", mend);
        }
        per
    }

    fn read<'n>(keys: Keys<'n>, rules: &Rules<'n>) -> Option<Self> {
        let says = keys.need_text("says");
        let amount = Amount::read(&keys, rules);
        let points = keys.need("points").and_then(|_| keys.points("points"));
        let none = |points: &&Points| points.is_negative() || points.is_zero();
        if let Some(points) = points.as_ref().filter(none) {
            let mend = "写正数：扣几分写在 deduct、less 里，加几分写在 accrue 里。";
            keys.fault(format!("每次{points}分，应当大于0"), mend);
        }
        let (each_limit, limit) = (keys.points("each_limit"), keys.points("limit"));
        let limits = [("limit", "这一条", &limit), ("each_limit", "每一组", &each_limit)];
        for (word, of, limit) in limits {
            if let Some((points, limit)) = points.as_ref().zip(limit.as_ref())
                && limit < points
            {
                keys.fault(
                    format!("每次{points}分，却最多{limit}分，封顶总是起作用"),
                    format!("核对原文；{word} 是{of}最多给或扣几分。"),
                );
            }
        }
        if each_limit.is_some() && !keys.has("each") {
            keys.fault("each_limit 要和 each 一起写", "补写 each = [\"姓名\"]，按哪几列分组；一条的封顶写 limit。");
        }
        if let Some((each, limit)) = each_limit.as_ref().zip(limit.as_ref())
            && each > limit
        {
            let why = format!("每组最多{each}分，高于这一条最多{limit}分，这个限额永远不起作用");
            keys.fault(why, "核对原文的两个限额。");
        }
        keys.done();
        Some(Self { says: says?, amount: amount?, points: points?, each_limit, limit })
    }

    /// What it says.
    #[must_use]
    pub fn says(&self) -> &str {
        &self.says
    }

    /// Whether it counts what is short to a line, and nothing was handed in.
    #[must_use]
    pub fn is_short_of_all(&self, case: &Case<'_>) -> bool {
        let metric = case.plan.metric(self.amount.quantity().metric).filter(|_| self.amount.is_below());
        metric.is_some_and(|metric| is_unread(case.plan, case.unit, metric, &mut Silent))
    }

    /// The most that it comes to by itself, where it says so.
    #[must_use]
    pub fn limit(&self) -> Option<&Points> {
        self.limit.as_ref()
    }

    /// The amount that it counts.
    #[must_use]
    pub fn amount(&self) -> &Amount {
        &self.amount
    }
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
        // What is short because nothing was handed in is told as that, and so is what rows without their column do not say.
        let short = per.amount.is_below();
        let told_of = |metric: &&Metric| short || how.open == Unread::All || has_rows(case.unit, metric);
        let metric = case.plan.metric(per.amount.quantity().metric).filter(told_of);
        let unread = metric.is_some_and(|metric| is_unread(case.plan, case.unit, metric, sink));
        lacks |= unread;
        let span = || &case.bounds.possible - &case.bounds.sure;
        if !per.amount.is_spread() {
            match per.amount.value(case, facts, sink) {
                Some(count) => {
                    let points = &count * &per.points;
                    let (least, most) = match how.open {
                        Unread::Counted => (points.clone(), points),
                        _ if !unread => (points.clone(), points),
                        _ if short => (Points::ZERO, points),
                        _ => (Points::ZERO, span()),
                    };
                    let says = format!("{}{}", per.says, if least == most { "" } else { OPEN });
                    told(says, count, (&least, &most), &mut |step| sink.step(|| step));
                }
                None => {
                    sink.note(|| format!("{}：没有可比的数，由人评定", per.says));
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
        for Part { name: group, found, lacks: lacking, count: (least, most) } in parts {
            let open = most.as_ref() != Some(&least);
            if found.is_none() || open {
                lacks = true;
                let lacking = lacking.as_deref().unwrap_or(name);
                sink.note(|| format!("{}：{group}没有填“{lacking}”，缺佐证", per.says));
            }
            let points = |count: &Points| {
                let points = count * &per.points;
                per.each_limit.as_ref().map_or_else(|| points.clone(), |limit| points.at_most(limit))
            };
            let most_points = most.as_ref().map_or_else(|| per.each_limit.clone().unwrap_or_else(span), &points);
            let least_points = points(&least);
            if most_points.is_zero() {
                continue;
            }
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
