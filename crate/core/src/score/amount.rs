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

use super::benchmark::Benchmark;
use super::need::{metric_named, year_value};
use super::{Case, Fact};
use crate::exact::Points;
use crate::scheme::convention::Slot;
use crate::scheme::load::Rules;
use crate::scheme::read::Keys;
use crate::step::{Silent, Sink};

/// An amount.
#[derive(Debug, Clone)]
pub struct Amount {
    quantity: Quantity,
    line: Option<(Side, Benchmark)>,
    every: Option<(Points, Slot<Steps>)>,
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
        Some(Self { quantity: quantity?, line, every })
    }

    /// How much it is for a unit; `None` where something that it is divided by or held against is not known.
    pub fn value(&self, case: &Case<'_>, facts: &mut Vec<Fact>, sink: &mut impl Sink) -> Option<Points> {
        let mut value = self.quantity.value(case, facts, sink)?;
        if let Some((side, line)) = &self.line {
            let line = line.value(case, &self.quantity, facts, sink)?;
            let left = match side {
                Side::Beyond => &value - &line,
                Side::Below => &line - &value,
            };
            value = if left.is_negative() { Points::ZERO } else { left };
        }
        let Some((every, steps)) = &self.every else { return Some(value) };
        let count = value.over(every);
        if count.is_whole() {
            return Some(count);
        }
        Some(match case.plan.read(steps) {
            Steps::Down => count.whole_below(),
            Steps::Share => count,
            Steps::Up => count.whole_above(),
        })
    }

    /// How much more of the metric the next full step takes; `None` where more of it takes none, or others decide it too.
    #[must_use]
    pub fn to_next(&self, case: &Case<'_>) -> Option<Points> {
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
        let Some((Side::Below, line)) = &self.line else { return None };
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

    /// Whether something that it is divided by or held against may not be known.
    #[must_use]
    pub fn may_lack(&self) -> bool {
        let known = |benchmark: &Benchmark| matches!(benchmark, Benchmark::Number(_));
        self.line.as_ref().is_some_and(|(_, line)| !known(line))
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
