//! `deduct`: full points less something for every miss or incident (扣分).
//!
//! ```toml
//! measure = "deduct"
//! per     = [{ says = "每缺一次", metric = "absences", points = "0.5", limit = "3" }, …]   # limit: the most this clause takes
//! floor   = "0"                # none: an item may fall below zero (本项扣分不保底)
//! absent  = { open = "G-12" }  # without the key, no row means nothing to deduct
//! ```

use super::need::{metric_named, year_value};
use super::{Absent, Case, Fact, Scored};
use crate::exact::Points;
use crate::scheme::convention::Slot;
use crate::scheme::load::Rules;
use crate::scheme::read::Keys;
use crate::step::{Sink, Step, What};

/// An indicator that loses points.
#[derive(Debug, Clone)]
pub struct Deduct {
    per: Vec<Per>,
    floor: Slot<Option<Points>>,
    absent: Option<Slot<Absent>>,
}

#[derive(Debug, Clone)]
struct Per {
    says: String,
    metric: usize,
    points: Points,
    limit: Option<Points>,
}

impl Deduct {
    /// Reads the words of this measure.
    pub fn read<'n>(keys: &Keys<'n>, rules: &Rules<'n>) -> Option<Self> {
        let per: Vec<Per> = keys.tables("per", "扣分").into_iter().filter_map(|keys| per(keys, rules)).collect();
        if per.is_empty() {
            keys.fault("扣分指标没有写扣什么", "补写 per = [{ says = \"…\", metric = \"…\", points = \"…\" }]。");
        }
        if !keys.has("points") {
            keys.fault("扣分指标没有满分", "补写 points = \"…\"。");
        }
        let floor = rules.rows.slots.slot(keys, "floor", |keys, node| match node.text() {
            Some("none") => Some(None),
            _ => keys.as_points(node, "floor").map(Some),
        });
        let absent = keys.has("absent").then(|| Absent::read(keys, rules));
        Some(Self { per, floor: floor.unwrap_or(Slot::Fixed(Some(Points::ZERO))), absent })
    }

    /// Full points less every deduction.
    pub fn score(&self, case: &Case<'_>, sink: &mut impl Sink) -> Scored {
        let plan = case.plan;
        let mut metrics = self.per.iter().filter_map(|per| plan.metric(per.metric));
        if let Some(absent) = &self.absent
            && metrics.all(|metric| case.unit.rows(metric.rows.sheet).is_empty())
        {
            return plan.read(absent).score(case.bounds, sink);
        }
        let full = case.bounds.possible.clone();
        sink.step(|| Step { what: What::Full, adds: Some(full.clone()), basis: Vec::new() });
        let (mut left, mut facts) = (full, Vec::new());
        for per in &self.per {
            let Some(metric) = plan.metric(per.metric) else { continue };
            let (count, rows) = year_value(case, metric, sink);
            facts.push(Fact { name: metric.name.clone(), value: count.to_string(), unit: metric.unit.clone() });
            let taken = &count * &per.points;
            let taken = per.limit.as_ref().map_or_else(|| taken.clone(), |limit| taken.at_most(limit));
            let less = &Points::ZERO - &taken;
            rows.iter().for_each(|row| sink.counted(*row, None));
            left += &less;
            let what = What::Deducted { says: per.says.clone(), count, unit: metric.unit.clone() };
            sink.step(|| Step { what, adds: Some(less), basis: Vec::new() });
        }
        if let Some(floor) = plan.read(&self.floor).as_ref().filter(|floor| left < **floor) {
            let (before, after) = (left.clone(), floor.clone());
            let adds = &after - &before;
            sink.step(|| Step { what: What::Cap { before, after }, adds: Some(adds), basis: Vec::new() });
            left.clone_from(floor);
        }
        Scored { facts, ..Scored::known(left) }
    }
}

fn per(keys: Keys<'_>, rules: &Rules<'_>) -> Option<Per> {
    let says = keys.need_text("says");
    let metric = keys.need_text("metric").and_then(|name| metric_named(&keys, rules, &name));
    let points = keys.need("points").and_then(|_| keys.points("points"));
    let limit = keys.points("limit");
    keys.done();
    Some(Per { says: says?, metric: metric?, points: points?, limit })
}
