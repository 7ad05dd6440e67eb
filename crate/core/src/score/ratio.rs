//! `ratio`: values over targets or benchmarks (完成率), each held between a floor and a cap, together as a mean or the lowest.
//!
//! ```toml
//! measure = "ratio"
//! of      = [{ says = "转移就业", metric = "employed", over = "employed_target" }, …]
//!           # over: a number, a metric or what peers come to, see `benchmark`
//!           # better = "low": the less the better, target ÷ value
//!           # { says = "…", need = [ … ] }: a list of conditions, completed by the share that is met
//! floor   = "0"
//! cap     = "100%"
//! combine = { open = "EW-14" }      # mean | lowest
//! bands   = { open = "EW-01" }      # the ratio as points or a level; without bands, ratio × points
//! beside  = ["employed_poor"]       # metrics shown beside the score, that decide nothing
//! absent  = { open = "G-12" }       # no row of any sheet whose values are completed: zero | open; without the key it is
//!                                   # computed as none of it, and marked 缺佐证 unless less is better
//! ```
//!
//! A target that the ledger does not hold leaves the indicator to a person: 待评, never 不适用.

use super::amount::Quantity;
use super::bands::Bands;
use super::benchmark::Benchmark;
use super::need::{Asked, Need, Places, Tested, metric_named, windows, year_value};
use super::{Absent, Case, Fact, ScoreState, Scored, together};
use crate::exact::Points;
use crate::judgement::Judgement;
use crate::metric::lacking::is_unread;
use crate::plan::Plan;
use crate::scheme::convention::Slot;
use crate::scheme::load::Rules;
use crate::scheme::read::Keys;
use crate::step::{Silent, Sink, Step, What};

/// An indicator of completions.
#[derive(Debug, Clone)]
pub struct Ratio {
    of: Vec<Completion>,
    floor: Option<Points>,
    cap: Option<Points>,
    combine: Slot<Combine>,
    bands: Option<Slot<Bands>>,
    beside: Vec<usize>,
    pub(super) absent: Option<Slot<Absent>>,
}

/// One completion.
#[derive(Debug, Clone)]
enum Completion {
    Over(Over),
    Share { says: String, needs: Vec<Need> },
}

#[derive(Debug, Clone)]
struct Over {
    says: String,
    quantity: Quantity,
    over: Benchmark,
    /// Whether a smaller value is the better one.
    low: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Combine {
    Mean,
    Lowest,
}

impl Ratio {
    /// Reads the words of this measure.
    pub fn read<'n>(keys: &Keys<'n>, rules: &Rules<'n>) -> Option<Self> {
        let of = keys.tables("of", "完成率").into_iter();
        let of: Vec<Completion> = of.filter_map(|keys| completion(keys, rules)).collect();
        if keys.items("of").is_empty() {
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
        let beside = keys.texts("beside");
        let beside = beside.iter().filter_map(|name| metric_named(keys, rules, name)).collect();
        let absent = keys.has("absent").then(|| Absent::read(keys, rules));
        Some(Self { of, floor, cap, combine: combine.unwrap_or(Slot::Fixed(Combine::Mean)), bands, beside, absent })
    }

    /// The completions as points or a level; a person's judgement where a target is missing.
    pub fn score(&self, case: &Case<'_>, given: &[Judgement], sink: &mut impl Sink) -> Scored {
        let plan = case.plan;
        let (mut facts, mut ratios, mut missing) = (Vec::new(), Vec::new(), false);
        for completion in &self.of {
            let over = match completion {
                Completion::Over(over) => over,
                Completion::Share { says, needs } => {
                    match share(case, says, needs, &mut facts, sink) {
                        Some(share) => ratios.push(self.held(share)),
                        None => missing = true,
                    }
                    continue;
                }
            };
            let value = over.quantity.value(case, &mut facts, sink);
            let target = over.over.value(case, &over.quantity, &mut facts, sink).filter(|target| !target.is_zero());
            match value.zip(target) {
                None => {
                    missing = true;
                    sink.note(|| format!("{}没有目标值（{}），由人评定", over.says, over.over.lacks(case)));
                }
                Some((value, target)) => {
                    let ratio = self.held(over.ratio(&value, &target));
                    sink.step(|| Step {
                        what: What::Ratio {
                            says: over.says.clone(),
                            value,
                            target,
                            ratio: ratio.clone(),
                            unit: over.unit(plan).map(str::to_owned),
                        },
                        adds: None,
                        basis: Vec::new(),
                    });
                    ratios.push(ratio);
                }
            }
        }
        for metric in self.beside.iter().filter_map(|at| plan.metric(*at)) {
            let (value, _) = year_value(case, metric, &mut Silent);
            facts.push(Fact { name: metric.name.clone(), value: value.to_string(), unit: metric.unit.clone() });
        }
        if missing || ratios.is_empty() {
            return Scored { facts, ..judged(case, given, sink) };
        }
        let unread =
            self.metrics().filter_map(|at| plan.metric(at)).all(|metric| is_unread(plan, case.unit, metric, sink));
        if let Some(absent) = self.absent.as_ref().filter(|_| unread) {
            return Scored { facts, ..plan.read(absent).score(case.bounds, sink) };
        }
        let ratio = match case.plan.read(&self.combine) {
            _ if ratios.len() == 1 => ratios[0].clone(),
            Combine::Lowest => ratios.iter().min().cloned().unwrap_or_default(),
            Combine::Mean => {
                let count = i64::try_from(ratios.len()).unwrap_or(i64::MAX);
                ratios.iter().sum::<Points>().over(&Points::from(count))
            }
        };
        let scored = match &self.bands {
            Some(bands) => plan.read(bands).score(case, &ratio, given, sink),
            None => Scored::known(&ratio * &case.bounds.possible),
        };
        let adds = Some(scored.range.sure.clone());
        let unit = match self.of.as_slice() {
            [Completion::Over(only)] => only.unit(plan).map(str::to_owned),
            _ => None,
        };
        sink.step(|| Step { what: What::Completed { ratio, unit }, adds, basis: Vec::new() });
        // Nothing of what should be much is no evidence; nothing of what should be little is what was asked for.
        let low = self.of.iter().any(|completion| matches!(completion, Completion::Over(over) if over.low));
        let marked = unread && !low && scored.state == ScoreState::Known;
        let state = if marked { ScoreState::Missing } else { scored.state };
        Scored { facts, state, ..scored }
    }

    /// The metrics whose values are completed.
    fn metrics(&self) -> impl Iterator<Item = usize> {
        self.of.iter().flat_map(|completion| match completion {
            Completion::Over(over) => vec![over.quantity.metric],
            Completion::Share { needs, .. } => needs.iter().map(|need| need.metric).collect(),
        })
    }

    /// Whether peers decide it.
    #[must_use]
    pub fn asks_peers(&self) -> bool {
        self.of.iter().any(|completion| match completion {
            Completion::Over(over) => over.over.asks_peers(),
            Completion::Share { needs, .. } => needs.iter().any(Need::asks_peers),
        })
    }

    /// The metrics that are held against a benchmark, with what people call each completion.
    pub fn completions(&self) -> impl Iterator<Item = (&str, usize)> {
        self.of.iter().filter_map(|completion| match completion {
            Completion::Over(over) => Some((over.says.as_str(), over.quantity.metric)),
            Completion::Share { .. } => None,
        })
    }

    /// The lists of conditions that are completed by the share that is met.
    pub fn shares(&self) -> impl Iterator<Item = &[Need]> {
        self.of.iter().filter_map(|completion| match completion {
            Completion::Share { needs, .. } => Some(needs.as_slice()),
            Completion::Over(_) => None,
        })
    }

    /// The completions at which its worth rises, under the answers in force; without bands, the whole.
    #[must_use]
    pub fn lines(&self, plan: &Plan<'_>) -> Vec<Points> {
        let whole = || vec![self.cap.clone().unwrap_or_else(|| Points::from(1))];
        self.bands.as_ref().map_or_else(whole, |bands| plan.read(bands).lines().cloned().collect())
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
pub(super) fn judged(case: &Case<'_>, given: &[Judgement], sink: &mut impl Sink) -> Scored {
    match together(given) {
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

/// The share of conditions that are met; `None` where one of them cannot be said.
fn share(case: &Case<'_>, says: &str, needs: &[Need], facts: &mut Vec<Fact>, sink: &mut impl Sink) -> Option<Points> {
    let windows = windows(needs.iter());
    let asked = Asked { places: Places::Any, place_fields: &[], windows: &windows };
    let tested: Vec<Tested> = needs.iter().map(|need| need.test(case, &asked, facts, sink)).collect();
    if tested.contains(&Tested::Unknown) {
        return None;
    }
    let hard = || needs.iter().zip(&tested).filter(|(need, _)| !need.soft);
    let whole = |count: usize| Points::from(i64::try_from(count).unwrap_or(i64::MAX));
    let of = whole(hard().filter(|(_, tested)| **tested != Tested::Aside).count());
    let met = whole(hard().filter(|(_, tested)| **tested == Tested::Said(true)).count());
    let ratio = if of.is_zero() { Points::from(1) } else { met.over(&of) };
    let what = What::Ratio { says: says.to_owned(), value: met, target: of, ratio: ratio.clone(), unit: None };
    sink.step(|| Step { what, adds: None, basis: Vec::new() });
    Some(ratio)
}

fn completion<'n>(keys: Keys<'n>, rules: &Rules<'n>) -> Option<Completion> {
    let says = keys.need_text("says");
    if let Some(node) = keys.take("need") {
        let needs = Need::read_all(&keys, node, rules);
        keys.done();
        return Some(Completion::Share { says: says?, needs: needs? });
    }
    let metric = keys.need_text("metric").and_then(|name| metric_named(&keys, rules, &name));
    let over = keys.need("over").and_then(|node| Benchmark::read(&keys, node, "over", rules));
    let low =
        keys.take("better").map_or(Some(false), |node| keys.word(node, "better", &[("high", false), ("low", true)]));
    keys.done();
    let quantity = Quantity { metric: metric?, over: None };
    Some(Completion::Over(Over { says: says?, quantity, over: over?, low: low? }))
}

impl Over {
    /// The unit of the ratio where it is money for each of something, as 元 a person; `None` for a share.
    fn unit<'p>(&self, plan: &Plan<'p>) -> Option<&'p str> {
        self.over.money_each(plan, plan.metric(self.quantity.metric)?).filter(|_| !self.low)
    }

    /// The value over its target; the target over the value where less is better, and whole where there is none of it.
    fn ratio(&self, value: &Points, target: &Points) -> Points {
        match self.low {
            false => value.over(target),
            true if value.is_zero() => Points::from(1),
            true => target.over(value),
        }
    }
}
