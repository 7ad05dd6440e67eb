//! An amount of every group of rows by itself (每人、每村、每月), as far as the ledger says it.

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use super::{Amount, Quantity, Side, none_of};
use crate::exact::Points;
use crate::ledger::dictionary::FieldIx;
use crate::scheme::load::Rules;
use crate::scheme::read::Keys;
use crate::score::benchmark::Benchmark;
use crate::score::need::year_value;
use crate::score::spread::{Each, Group, Groups};
use crate::score::{Absent, Case, Fact};
use crate::step::{Silent, Sink};

/// Groups of rows that the amount is taken of, and the same fields in the sheets of what it is held against.
#[derive(Debug, Clone)]
pub(super) struct Spread {
    each: Each,
    line: Vec<FieldIx>,
    over: Vec<FieldIx>,
}

/// The amount of one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What tells the group from the others: what its rows hold in the fields of `each`, in their order.
    pub key: Vec<i64>,
    /// What the group is called.
    pub name: String,
    /// The metric's value; `None` where the ledger does not say it.
    pub found: Option<Points>,
    /// The metric that the ledger does not say, where that is what this one is held against or divided by.
    pub lacks: Option<String>,
    /// The least that the amount can be, and the most; `None` where nothing limits it.
    pub count: (Points, Option<Points>),
}

/// What each group is held against, or divided by.
enum Line {
    /// One number for all; `None` where it is not known.
    One(Option<Points>),
    /// A number for each group, with its name; one that the ledger does not say is not known.
    Groups {
        /// By group.
        of: IndexMap<Vec<i64>, (String, Option<Points>), FxBuildHasher>,
        /// What a group is held against that has no row: nothing of what is counted, where the ledger has that at all.
        none: Option<Points>,
        /// The metric's name.
        metric: String,
    },
}

/// What groups are asked with: what is known for all of them before the first is looked at.
struct Asked {
    line: Option<(Side, Line)>,
    over: Option<Line>,
    absent: Absent,
}

impl Line {
    fn of(
        case: &Case<'_>,
        each: &Each,
        quantity: &Quantity,
        (benchmark, fields): (&Benchmark, &[FieldIx]),
        sink: &mut impl Sink,
    ) -> Self {
        let Benchmark::Metric(at) = benchmark else {
            return Self::One(benchmark.value(case, quantity, &mut Vec::new(), sink));
        };
        let Some(metric) = case.plan.metric(*at) else { return Self::One(None) };
        let (_, rows) = year_value(case, metric, sink);
        let groups: Groups = each.groups_by(case, (metric, fields), &rows, sink);
        let value = |group: Group| (group.value(case, metric, &mut Silent), group.name);
        let named = groups.into_iter().map(|(key, group)| (key, value(group)));
        Self::Groups {
            of: named.map(|(key, (value, name))| (key, (name, value))).collect(),
            none: none_of(case, metric),
            metric: metric.name.clone(),
        }
    }

    fn at(&self, key: &[i64]) -> Option<Points> {
        match self {
            Self::One(value) => value.clone(),
            Self::Groups { of, none, .. } => of.get(key).map_or_else(|| none.clone(), |(_, value)| value.clone()),
        }
    }

    /// The metric that says nothing of a group; `None` where it does, or where it is no metric.
    fn lacks(&self, key: &[i64]) -> Option<String> {
        match self {
            Self::Groups { metric, .. } if self.at(key).is_none() => Some(metric.clone()),
            _ => None,
        }
    }
}

impl Asked {
    /// What a group comes to before it is held against anything; `None` where the ledger does not say it.
    fn value(&self, key: &[i64], found: Option<Points>) -> Option<Points> {
        let known = found.or_else(|| (self.absent == Absent::Zero).then_some(Points::ZERO))?;
        let Some(over) = &self.over else { return Some(known) };
        let over = over.at(key)?;
        (!over.is_zero()).then(|| known.over(&over))
    }

    /// The least and the most of that which counts: what lies on the side of the line, where there is one.
    fn counted(&self, key: &[i64], value: Option<Points>) -> (Points, Option<Points>) {
        let Some((side, line)) = &self.line else { return (value.clone().unwrap_or_default(), value) };
        match (value, line.at(key)) {
            (Some(value), Some(line)) => {
                let left = side.of(&value, &line);
                (left.clone(), Some(left))
            }
            // Not more than all of it is beyond a line that nobody knows; what is missing to it has no end.
            (Some(value), None) => (Points::ZERO, (*side == Side::Beyond).then_some(value)),
            (None, line) => (Points::ZERO, line.filter(|_| *side == Side::Below)),
        }
    }

    /// The metric that the ledger does not say of a group, beside the one that is counted.
    fn lacks(&self, key: &[i64]) -> Option<String> {
        let line = || self.line.as_ref().and_then(|(_, line)| line.lacks(key));
        self.over.as_ref().and_then(|over| over.lacks(key)).or_else(line)
    }
}

impl Spread {
    pub(super) fn read<'n>(
        keys: &Keys<'n>,
        rules: &Rules<'n>,
        quantity: Option<&Quantity>,
        line: Option<&(Side, Benchmark)>,
    ) -> Option<Option<Self>> {
        let each = Each::read_any(keys, rules, quantity.map(|quantity| quantity.metric));
        let (quantity, Some(each)) = (quantity?, each?) else { return Some(None) };
        let sheet = rules.metrics.get(quantity.metric)?.rows.sheet;
        let same = |benchmark: Option<&Benchmark>| match benchmark {
            Some(Benchmark::Metric(metric)) => each.same_fields(keys, rules, sheet, *metric),
            Some(Benchmark::Peers(..)) => {
                keys.fault("分组计的不能与别的单位比", "each 只和数、类别、统计量一起写；要比的，去掉 each。");
                None
            }
            Some(Benchmark::Total) => {
                keys.fault("分组计的不能与总分比", "去掉 each，或与数、类别、统计量比。");
                None
            }
            Some(Benchmark::Number(_) | Benchmark::Category(_)) | None => Some(Vec::new()),
        };
        if each.is_listed() && line.is_none_or(|(side, _)| *side != Side::Below) {
            let mend = "补写 below = \"…\"；只算超过的、只数有几个的，没有行的本来就没有，去掉 among。";
            keys.fault("among 要和 below 一起写", mend);
        }
        let (line, over) = (same(line.map(|(_, line)| line)), same(quantity.over.as_deref()));
        Some(Some(Self { each, line: line?, over: over? }))
    }
}

impl Amount {
    /// How much it is for each group of rows; `None` where the groups that there must be are not listed. `absent` says what a
    /// listed group without a word in the ledger means.
    pub fn parts(
        &self,
        case: &Case<'_>,
        absent: Absent,
        facts: &mut Vec<Fact>,
        sink: &mut impl Sink,
    ) -> Option<Vec<Part>> {
        let (Some(spread), Some(metric)) = (&self.each, case.plan.metric(self.quantity.metric)) else {
            return Some(Vec::new());
        };
        let (all, rows) = year_value(case, metric, sink);
        let fact = Fact { name: metric.name.clone(), value: all.to_string(), unit: metric.unit.clone() };
        if !facts.contains(&fact) {
            facts.push(fact);
        }
        let mut line = |benchmark: &Benchmark, fields: &[FieldIx]| {
            Line::of(case, &spread.each, &self.quantity, (benchmark, fields), sink)
        };
        let asked = Asked {
            line: self.line.as_ref().map(|(side, benchmark)| (*side, line(benchmark, &spread.line))),
            over: self.quantity.over.as_ref().map(|over| line(over, &spread.over)),
            absent,
        };
        let mut groups = spread.each.asked(case, metric, &rows, sink)?;
        if let (false, Some((Side::Below, Line::Groups { of: due, .. }))) = (spread.each.is_listed(), &asked.line) {
            // Of whom something is due, it is asked.
            for (key, group) in due {
                groups.entry(key.clone()).or_insert_with(|| Group { name: group.0.clone(), rows: Vec::new() });
            }
        }
        let part = |(key, group): (Vec<i64>, Group)| {
            group.rows.iter().for_each(|row| sink.counted(*row, None));
            let found = group.value(case, metric, sink);
            let (least, most) = asked.counted(&key, asked.value(&key, found.clone()));
            Part {
                name: group.name,
                lacks: asked.lacks(&key).filter(|_| found.is_some()),
                found,
                count: (self.stepped(case, least), most.map(|most| self.stepped(case, most))),
                key,
            }
        };
        Some(groups.into_iter().map(part).collect())
    }

    /// How much of the metric is missing to the line of each group; none where nothing is, or where it is a rate.
    #[must_use]
    pub fn short_groups(&self, case: &Case<'_>) -> Vec<(&Each, Vec<i64>, Group, Points)> {
        let (Some(spread), Some(metric)) = (&self.each, case.plan.metric(self.quantity.metric)) else {
            return Vec::new();
        };
        let Some((Side::Below, line)) = self.line.as_ref().filter(|_| self.quantity.over.is_none()) else {
            return Vec::new();
        };
        let line = Line::of(case, &spread.each, &self.quantity, (line, &spread.line), &mut Silent);
        let (_, rows) = year_value(case, metric, &mut Silent);
        let groups = spread.each.asked(case, metric, &rows, &mut Silent).unwrap_or_default();
        let short = |(key, group): (Vec<i64>, Group)| {
            let short = Side::Below.of(&group.value(case, metric, &mut Silent)?, &line.at(&key)?);
            (!short.is_zero()).then_some((&spread.each, key, group, short))
        };
        groups.into_iter().filter_map(short).collect()
    }
}
