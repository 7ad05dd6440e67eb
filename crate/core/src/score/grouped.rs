//! `grouped`: rows are put into groups (每天、每月、每村), each group is graded by itself, and the grades are put together
//! (逐组分档).
//!
//! ```toml
//! measure = "grouped"
//! metric  = "sales"                 # what is counted or added up of each group
//! each    = ["日期"]                # rows that have the same here are one group
//! by      = "month"                 # dates by month, quarter or half; by day without it
//! among   = "members"               # the groups that there must be, see `spread`: one without rows has nothing
//! bands   = [{ at_least = "10", points = "1" }, { at_least = "5", points = "0.5" }, { points = "0" }]
//! combine = { open = "…" }          # sum | mean | best | lowest
//! absent  = { open = "G-12" }
//! ```

use super::bands::Bands;
use super::need::{metric_named, year_value};
use super::spread::{Each, Group};
use super::{Absent, Case, Fact, ScoreState, Scored};
use crate::exact::{Points, Range};
use crate::metric::lacking::is_unread;
use crate::scheme::convention::Slot;
use crate::scheme::load::Rules;
use crate::scheme::read::Keys;
use crate::step::{Silent, Sink, Step, What};

/// An indicator that grades groups of rows.
#[derive(Debug, Clone)]
pub struct Grouped {
    /// What is counted, by place in the scheme.
    pub metric: usize,
    each: Each,
    bands: Slot<Bands>,
    combine: Slot<Combine>,
    pub(super) absent: Slot<Absent>,
}

/// How the grades of groups make one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Combine {
    Sum,
    Mean,
    Best,
    Lowest,
}

impl Combine {
    const WORDS: [(&'static str, Self); 4] =
        [("sum", Self::Sum), ("mean", Self::Mean), ("best", Self::Best), ("lowest", Self::Lowest)];
}

impl Grouped {
    /// Reads the words of this measure.
    pub fn read<'n>(keys: &Keys<'n>, rules: &Rules<'n>) -> Option<Self> {
        let metric = keys.need_text("metric").and_then(|name| metric_named(keys, rules, &name));
        let each = Each::read(keys, rules, metric);
        let slots = &rules.rows.slots;
        if !keys.has("bands") {
            keys.fault(
                "逐组分档没有写分档",
                "补写 bands = [{ at_least = \"…\", points = \"…\" }, { points = \"0\" }]。",
            );
        }
        let bands = slots.slot(keys, "bands", |keys, node| Bands::read(keys, node));
        let combine = slots.slot(keys, "combine", |keys, node| keys.word(node, "combine", &Combine::WORDS));
        let absent = Absent::read(keys, rules);
        let combine = combine.unwrap_or(Slot::Fixed(Combine::Sum));
        Some(Self { metric: metric?, each: each?, bands: bands?, combine, absent })
    }

    /// Grades every group and puts the grades together.
    pub fn score(&self, case: &Case<'_>, sink: &mut impl Sink) -> Scored {
        let plan = case.plan;
        let Some(metric) = plan.metric(self.metric) else {
            return Scored::open(ScoreState::Undetermined, case.bounds.clone());
        };
        let (value, rows) = year_value(case, metric, sink);
        if is_unread(plan, case.unit, metric, sink) {
            return plan.read(&self.absent).score(case.bounds, sink);
        }
        let (bands, combine) = (plan.read(&self.bands), *plan.read(&self.combine));
        let (mut graded, mut lacking): (Vec<(String, Points, Range)>, bool) = (Vec::new(), false);
        let Some(groups) = self.each.asked(case, metric, &rows, sink) else {
            return Scored::open(ScoreState::Undetermined, case.bounds.clone());
        };
        for group in groups.into_values() {
            let known = group.value(case, metric, &mut Silent);
            let amount = known.clone().unwrap_or_default();
            let mut worth = bands.worth(plan, &amount).unwrap_or_else(|| Range::exactly(case.bounds.sure.clone()));
            if known.is_none() {
                lacking = true;
                sink.note(|| format!("{}没有填“{}”，缺佐证", group.name, metric.name));
                worth.possible = worth.possible.max(bands.top().unwrap_or(&case.bounds.possible).clone());
            }
            group.rows.iter().for_each(|row| sink.counted(*row, None));
            graded.push((group.name, amount, worth));
        }
        let count = Points::from(i64::try_from(graded.len()).unwrap_or(i64::MAX));
        let range = together(combine, &graded, &count);
        let mut chosen = false;
        for (says, amount, worth) in graded {
            let adds = match combine {
                Combine::Sum => Some(worth.sure),
                Combine::Mean => Some(worth.sure.over(&count)),
                // One group decides: the first that comes to it.
                Combine::Best | Combine::Lowest if !chosen && worth.sure == range.sure => {
                    chosen = true;
                    Some(worth.sure)
                }
                Combine::Best | Combine::Lowest => None,
            };
            let what = What::Accrued { says, count: amount, unit: metric.unit.clone() };
            sink.step(|| Step { what, adds, basis: Vec::new() });
        }
        let fact = |name: &str, value: &Points, unit: &str| Fact {
            name: name.to_owned(),
            value: value.to_string(),
            unit: unit.to_owned(),
        };
        let facts = vec![fact(&metric.name, &value, &metric.unit), fact("组数", &count, "组")];
        let state = match range.settled() {
            Some(_) => ScoreState::Known,
            None if lacking => ScoreState::Missing,
            None => ScoreState::Pending,
        };
        Scored { raw: range.settled().cloned(), facts, ..Scored::open(state, range) }
    }

    /// How much of the metric each group is short of its next better band.
    #[must_use]
    pub fn short_groups(&self, case: &Case<'_>) -> Vec<(&Each, Vec<i64>, Group, Points)> {
        let Some(metric) = case.plan.metric(self.metric) else { return Vec::new() };
        let (_, rows) = year_value(case, metric, &mut Silent);
        let groups = self.each.asked(case, metric, &rows, &mut Silent).unwrap_or_default();
        let bands = case.plan.read(&self.bands);
        let short = |(key, group): (Vec<i64>, Group)| {
            let value = group.value(case, metric, &mut Silent)?;
            // The lines fall: the last one above the value is the next.
            let next = bands.lines().filter(|line| **line > value).last()?;
            Some((&self.each, key, group, next - &value))
        };
        groups.into_iter().filter_map(short).collect()
    }

    /// Its bands under every answer, for the loader to check.
    pub fn bands(&self) -> impl Iterator<Item = &Bands> {
        self.bands.every()
    }
}

fn together(combine: Combine, graded: &[(String, Points, Range)], count: &Points) -> Range {
    let (sure, possible) =
        (graded.iter().map(|(.., worth)| &worth.sure), graded.iter().map(|(.., worth)| &worth.possible));
    let (sure, possible) = match combine {
        Combine::Sum => (sure.sum(), possible.sum()),
        Combine::Mean => (sure.sum::<Points>().over(count), possible.sum::<Points>().over(count)),
        Combine::Best => (sure.max().cloned().unwrap_or_default(), possible.max().cloned().unwrap_or_default()),
        Combine::Lowest => (sure.min().cloned().unwrap_or_default(), possible.min().cloned().unwrap_or_default()),
    };
    Range { sure, possible }
}
