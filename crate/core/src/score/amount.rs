//! An amount (量) that a rule counts by: a metric, perhaps over another one (density, rate), perhaps only what lies beyond
//! or below a line, perhaps in steps.
//!
//! ```toml
//! { metric = "complaints" }
//! { metric = "complaints", over = "households" }             # a density or rate
//! { metric = "trained", beyond = "trained_target" }          # the surplus over a quota; below: what is short of it
//! { metric = "rate", below = "95%", every = "1%", steps = "down" }   # every full step; share: in proportion, up: each begun
//! ```
//!
//! A line is a number, a metric or what peers come to, see `benchmark`.
//!
//! With `each` the amount is taken of every group of rows by itself and then added up (每人、每村、每月), see `spread`:
//!
//! ```toml
//! { metric = "stayed", below = "220", each = ["姓名"], among = "members" }   # who is on the list and has no row counts too
//! { metric = "stayed", below = "stay_due", each = ["姓名"] }                 # a line of each group's own
//! ```

mod parts;

pub use self::parts::Part;
use self::parts::Spread;
use super::benchmark::Benchmark;
use super::need::{metric_named, year_value};
use super::{Case, Fact};
use crate::exact::{Points, Range};
use crate::metric::lacking::is_unread;
use crate::scheme::convention::Slot;
use crate::scheme::load::Rules;
use crate::scheme::model::Metric;
use crate::scheme::read::Keys;
use crate::step::{Silent, Sink};

/// An amount.
#[derive(Debug, Clone)]
pub struct Amount {
    quantity: Quantity,
    line: Option<(Side, Benchmark)>,
    every: Option<(Points, Slot<Steps>)>,
    each: Option<Spread>,
}

/// A metric, or one over another.
#[derive(Debug, Clone)]
pub struct Quantity {
    /// The metric, by place in the scheme.
    pub metric: usize,
    /// What it is divided by.
    pub over: Option<Box<Benchmark>>,
}

/// Which side of a line counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    /// `beyond`: what is more than the line.
    Beyond,
    /// `below`: what is missing to it.
    Below,
}

/// What a step that is not full counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Steps {
    /// `down`: nothing.
    Down,
    /// `share`: its share.
    Share,
    /// `up`: as much as a full one.
    Up,
}

impl Side {
    /// What of a value lies on this side of a line.
    fn of(self, value: &Points, line: &Points) -> Points {
        let left = match self {
            Self::Beyond => value - line,
            Self::Below => line - value,
        };
        if left.is_negative() { Points::ZERO } else { left }
    }
}

/// What no row of a metric is: nothing, where it counts rows and the ledger has what it counts in; else it is not known.
fn none_of(case: &Case<'_>, metric: &Metric) -> Option<Points> {
    let counts = metric.aggregate.amounts().is_empty() && !is_unread(case.plan, case.unit, metric, &mut Silent);
    counts.then_some(Points::ZERO)
}

impl Steps {
    const WORDS: [(&'static str, Self); 3] = [("down", Self::Down), ("share", Self::Share), ("up", Self::Up)];
}

impl Amount {
    /// Reads the words of an amount.
    pub fn read<'n>(keys: &Keys<'n>, rules: &Rules<'n>) -> Option<Self> {
        let quantity = Quantity::read(keys, rules);
        let side = [("beyond", Side::Beyond), ("below", Side::Below)].into_iter().find(|(word, _)| keys.has(word));
        let line = side.map(|(word, side)| {
            let node = keys.take(word)?;
            Some((side, Benchmark::read(keys, node, word, rules)?))
        });
        let every = keys.points("every");
        if every.as_ref().is_some_and(|every| every.is_zero() || every.is_negative()) {
            keys.fault("every 应大于0", "写每一档是多少，如 \"5\" 或 \"1%\"。");
        }
        let slots = &rules.rows.slots;
        let steps = slots.slot(keys, "steps", |keys, node| keys.word(node, "steps", &Steps::WORDS));
        let every = every.map(|every| (every, steps.unwrap_or(Slot::Fixed(Steps::Down))));
        let line = match line {
            None => None,
            Some(line) => Some(line?),
        };
        let each = Spread::read(keys, rules, quantity.as_ref(), line.as_ref())?;
        Some(Self { quantity: quantity?, line, every, each })
    }

    /// Whether it is taken of groups of rows, each by itself.
    #[must_use]
    pub fn is_spread(&self) -> bool {
        self.each.is_some()
    }

    /// Whether what is missing to a line counts.
    #[must_use]
    pub fn is_below(&self) -> bool {
        matches!(self.line, Some((Side::Below, _)))
    }

    /// How much it is for a unit; `None` where something that it is divided by or held against is not known.
    pub fn value(&self, case: &Case<'_>, facts: &mut Vec<Fact>, sink: &mut impl Sink) -> Option<Points> {
        let mut value = self.quantity.value(case, facts, sink)?;
        if let Some((side, line)) = &self.line {
            let known = line.value(case, &self.quantity, facts, sink);
            let line = known.or_else(|| match line {
                Benchmark::Metric(at) => none_of(case, case.plan.metric(*at)?),
                _ => None,
            })?;
            value = side.of(&value, &line);
        }
        Some(self.stepped(case, value))
    }

    /// The least and the most that it can be for a unit, where the total that it is held against is still open; else both are
    /// its value. `None` where something is not known.
    pub fn ends(&self, case: &Case<'_>, facts: &mut Vec<Fact>, sink: &mut impl Sink) -> Option<(Points, Points)> {
        let open = case.total.filter(|total| self.asks_total() && total.settled().is_none());
        let Some(total) = open else {
            let value = self.value(case, facts, sink)?;
            return Some((value.clone(), value));
        };
        // The more the total is, the less lies beyond a part of it, and the more is missing to it: one end is the least.
        let mut at = |end: &Points| {
            let total = Range::exactly(end.clone());
            self.value(&Case { total: Some(&total), ..*case }, facts, sink)
        };
        let (one, other) = at(&total.sure).zip(at(&total.possible))?;
        Some(if one <= other { (one, other) } else { (other, one) })
    }

    /// Whether the unit's total is what it is divided by or held against.
    #[must_use]
    pub fn asks_total(&self) -> bool {
        let total = |benchmark: &Benchmark| matches!(benchmark, Benchmark::Total);
        self.line.as_ref().is_some_and(|(_, line)| total(line)) || self.quantity.over.as_deref().is_some_and(total)
    }

    /// So many steps of `every`, or so much.
    fn stepped(&self, case: &Case<'_>, value: Points) -> Points {
        let Some((every, steps)) = &self.every else { return value };
        let count = value.over(every);
        if count.is_whole() {
            return count;
        }
        match case.plan.read(steps) {
            Steps::Down => count.whole_below(),
            Steps::Share => count,
            Steps::Up => count.whole_above(),
        }
    }

    /// How much more of the metric the next full step takes; `None` where more of it takes none, or others decide it too.
    #[must_use]
    pub fn to_next(&self, case: &Case<'_>) -> Option<Points> {
        if self.is_spread() {
            return None;
        }
        let over = match &self.line {
            None => self.own(case)?,
            Some((Side::Beyond, line)) => &self.own(case)? - &self.at_line(case, line)?,
            Some((Side::Below, _)) => return None,
        };
        let every = self.every.as_ref().map_or_else(|| Points::from(1), |(every, _)| every.clone());
        let full = if over.is_negative() { Points::ZERO } else { over.over(&every).whole_below() };
        Some(&(&(&full + &Points::from(1)) * &every) - &over)
    }

    /// How much of the metric is missing to the line; `None` where nothing is, or others decide it too.
    #[must_use]
    pub fn short(&self, case: &Case<'_>) -> Option<Points> {
        let Some((Side::Below, line)) = self.line.as_ref().filter(|_| !self.is_spread()) else { return None };
        let short = &self.at_line(case, line)? - &self.own(case)?;
        (!short.is_zero() && !short.is_negative()).then_some(short)
    }

    /// The metric's value, where it is the unit's own and no rate.
    fn own(&self, case: &Case<'_>) -> Option<Points> {
        let own = self.quantity.over.is_none() && !self.asks_peers();
        own.then(|| self.quantity.value(case, &mut Vec::new(), &mut Silent)).flatten()
    }

    fn at_line(&self, case: &Case<'_>, line: &Benchmark) -> Option<Points> {
        line.value(case, &self.quantity, &mut Vec::new(), &mut Silent)
    }

    /// What it counts.
    #[must_use]
    pub fn quantity(&self) -> &Quantity {
        &self.quantity
    }

    /// The unit of what [`Amount::value`] gives.
    #[must_use]
    pub fn unit<'c>(&self, case: &Case<'c>) -> &'c str {
        match (&self.every, &self.quantity.over) {
            (Some(_), _) => "档",
            (None, Some(_)) => "",
            (None, None) => case.plan.metric(self.quantity.metric).map_or("", |metric| metric.unit.as_str()),
        }
    }

    /// Whether something that it is divided by or held against may not be known, or what a group came to.
    #[must_use]
    pub fn may_lack(&self) -> bool {
        let known = |benchmark: &Benchmark| matches!(benchmark, Benchmark::Number(_));
        self.is_spread()
            || self.line.as_ref().is_some_and(|(_, line)| !known(line))
            || self.quantity.over.as_deref().is_some_and(|over| !known(over))
    }

    /// Whether peers decide it.
    #[must_use]
    pub fn asks_peers(&self) -> bool {
        self.line.as_ref().is_some_and(|(_, line)| line.asks_peers()) || self.quantity.asks_peers()
    }
}

impl Quantity {
    /// Reads `metric` and `over`.
    pub fn read<'n>(keys: &Keys<'n>, rules: &Rules<'n>) -> Option<Self> {
        let metric = keys.need_text("metric").and_then(|name| metric_named(keys, rules, &name));
        let over = match keys.take("over") {
            None => None,
            Some(node) => Some(Box::new(Benchmark::read(keys, node, "over", rules)?)),
        };
        Some(Self { metric: metric?, over })
    }

    /// Its value for a unit; `None` where what it is divided by is not known.
    pub fn value(&self, case: &Case<'_>, facts: &mut Vec<Fact>, sink: &mut impl Sink) -> Option<Points> {
        let metric = case.plan.metric(self.metric)?;
        let (value, rows) = year_value(case, metric, sink);
        rows.iter().for_each(|row| sink.counted(*row, None));
        let fact = Fact { name: metric.name.clone(), value: value.to_string(), unit: metric.unit.clone() };
        if !facts.contains(&fact) {
            facts.push(fact);
        }
        let Some(over) = &self.over else { return Some(value) };
        let over = over.value(case, &Self { metric: self.metric, over: None }, facts, sink)?;
        (!over.is_zero()).then(|| value.over(&over))
    }

    /// Whether peers decide it.
    #[must_use]
    pub fn asks_peers(&self) -> bool {
        self.over.as_ref().is_some_and(|over| over.asks_peers())
    }
}
