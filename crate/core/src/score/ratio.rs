//! `ratio`: values over targets or benchmarks (完成率), each held between a floor and a cap, together as a mean or the lowest.
//!
//! ```toml
//! measure = "ratio"
//! of      = [{ says = "转移就业", metric = "employed", over = "employed_target" }, …]
//! floor   = "0"
//! cap     = "100%"
//! combine = { open = "EW-14" }      # mean | lowest
//! bands   = { open = "EW-01" }      # the ratio as points or a level; without bands, ratio × points
//! ```
//!
//! A target that the ledger does not hold leaves the indicator to a person: 待评, never 不适用.

use super::bands::Bands;
use super::need::{metric_named, year_value};
use super::{Case, Fact, ScoreState, Scored};
use crate::exact::Points;
use crate::judgement::Judgement;
use crate::scheme::convention::Slot;
use crate::scheme::load::Rules;
use crate::scheme::read::{Keys, Node, Raw};
use crate::step::{Sink, Step, What};

/// An indicator of completions.
#[derive(Debug, Clone)]
pub struct Ratio {
    of: Vec<Over>,
    floor: Option<Points>,
    cap: Option<Points>,
    combine: Slot<Combine>,
    bands: Option<Slot<Bands>>,
}

#[derive(Debug, Clone)]
struct Over {
    says: String,
    metric: usize,
    over: Benchmark,
}

/// What a value is held against.
#[derive(Debug, Clone)]
enum Benchmark {
    Metric(usize),
    Number(Points),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Combine {
    Mean,
    Lowest,
}

impl Ratio {
    /// Reads the words of this measure.
    pub fn read<'n>(keys: &Keys<'n>, rules: &Rules<'n>) -> Option<Self> {
        let of: Vec<Over> = keys.tables("of", "完成率").into_iter().filter_map(|keys| over(keys, rules)).collect();
        if of.is_empty() {
            keys.fault("完成率没有写算什么", "补写 of = [{ says = \"…\", metric = \"…\", over = \"…\" }]。");
        }
        let slots = &rules.rows.slots;
        let combine = slots.slot(keys, "combine", |keys, node| {
            keys.word(node, "combine", &[("mean", Combine::Mean), ("lowest", Combine::Lowest)])
        });
        let bands = slots.slot(keys, "bands", |keys, node| Bands::read(keys, node));
        let (floor, cap) = (keys.points("floor"), keys.points("cap"));
        if floor.as_ref().zip(cap.as_ref()).is_some_and(|(floor, cap)| floor > cap) {
            keys.fault("floor 高于 cap", "核对上下限。");
        }
        Some(Self { of, floor, cap, combine: combine.unwrap_or(Slot::Fixed(Combine::Mean)), bands })
    }

    /// The completions as points or a level; a person's judgement where a target is missing.
    pub fn score(&self, case: &Case<'_>, given: &[Judgement], sink: &mut impl Sink) -> Scored {
        let plan = case.plan;
        let (mut facts, mut ratios, mut missing) = (Vec::new(), Vec::new(), false);
        for over in &self.of {
            let Some(metric) = plan.metric(over.metric) else { continue };
            let (value, rows) = year_value(case, metric, sink);
            rows.iter().for_each(|row| sink.counted(*row, None));
            facts.push(Fact { name: metric.name.clone(), value: value.to_string(), unit: metric.unit.clone() });
            let target = match &over.over {
                Benchmark::Number(number) => Some(number.clone()),
                Benchmark::Metric(at) => plan.metric(*at).and_then(|target| {
                    let (value, rows) = year_value(case, target, sink);
                    let found = !rows.is_empty() && !value.is_zero();
                    found.then(|| {
                        facts.push(Fact {
                            name: target.name.clone(),
                            value: value.to_string(),
                            unit: target.unit.clone(),
                        });
                        value
                    })
                }),
            };
            match target {
                None => {
                    missing = true;
                    sink.note(|| format!("{}没有目标值，由人评定", over.says));
                }
                Some(target) => {
                    let ratio = self.held(value.over(&target));
                    sink.step(|| Step {
                        what: What::Ratio { says: over.says.clone(), value, target, ratio: ratio.clone() },
                        adds: None,
                        basis: Vec::new(),
                    });
                    ratios.push(ratio);
                }
            }
        }
        if missing || ratios.is_empty() {
            return Scored { facts, ..judged(case, given, sink) };
        }
        let ratio = match case.plan.read(&self.combine) {
            _ if ratios.len() == 1 => ratios[0].clone(),
            Combine::Lowest => ratios.iter().min().cloned().unwrap_or_default(),
            Combine::Mean => {
                let count = i64::try_from(ratios.len()).unwrap_or(i64::MAX);
                ratios.iter().sum::<Points>().over(&Points::from(count))
            }
        };
        let points = match &self.bands {
            Some(bands) => plan.read(bands).worth(plan, &ratio).unwrap_or_else(|| case.bounds.sure.clone()),
            None => &ratio * &case.bounds.possible,
        };
        sink.step(|| Step { what: What::Completed { ratio }, adds: Some(points.clone()), basis: Vec::new() });
        Scored { facts, ..Scored::known(points) }
    }

    fn held(&self, ratio: Points) -> Points {
        let low = self.floor.as_ref().filter(|floor| ratio < **floor).cloned().unwrap_or(ratio);
        self.cap.as_ref().map_or_else(|| low.clone(), |cap| low.at_most(cap))
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

/// A person's judgement, or 待评 where there is none.
fn judged(case: &Case<'_>, given: &[Judgement], sink: &mut impl Sink) -> Scored {
    match given.last() {
        None => {
            sink.step(|| Step { what: What::Pending, adds: None, basis: Vec::new() });
            Scored::open(ScoreState::Pending, case.bounds.clone())
        }
        Some(given) => {
            let what =
                What::Assessed { by: given.by.clone(), points: given.points.clone(), reason: given.reason.clone() };
            sink.step(|| Step { what, adds: Some(given.points.clone()), basis: Vec::new() });
            Scored::known(given.points.clone())
        }
    }
}

fn over<'n>(keys: Keys<'n>, rules: &Rules<'n>) -> Option<Over> {
    let says = keys.need_text("says");
    let metric = keys.need_text("metric").and_then(|name| metric_named(&keys, rules, &name));
    let over = keys.need("over").and_then(|node| benchmark(&keys, node, rules));
    keys.done();
    Some(Over { says: says?, metric: metric?, over: over? })
}

/// A metric by its name, or a number.
fn benchmark(keys: &Keys<'_>, node: &Node, rules: &Rules<'_>) -> Option<Benchmark> {
    let number = match &node.value {
        Raw::Integer(_) => true,
        Raw::Text(text) => text.parse::<Points>().is_ok(),
        _ => false,
    };
    if number {
        return keys.as_points(node, "over").map(Benchmark::Number);
    }
    let name = keys.as_texts(node, "over").into_iter().next()?;
    metric_named(keys, rules, &name).map(Benchmark::Metric)
}
