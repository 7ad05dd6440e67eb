//! `threshold`: a tier for everyone who meets its conditions (达到标准); one tier without conditions takes the rest.
//!
//! ```toml
//! rounding = "half_up"    # rounding, ties and refill as in `rank_share`, where a condition asks for a place among all
//! [[track.tiering.tier]]
//! name = "好"
//! all  = [{ total_at_least = "90" }, { local_at_least = "好" }]
//! ```
//!
//! Where the track rates, `level_at_least = "好"` asks for the least total that its `cuts` call so. The tiers above the one
//! that takes the rest are tried from the best down, and ask for what is good. Those below it ask for what is bad (`any =
//! [{ rank_bottom = "10%" }, { total_below = "60" }]`); they are tried first, from the worst up: a unit that such a tier is
//! for gets no better one.

use super::condition::{self, TierCondition};
use super::local::LocalResult;
use super::quota::Ranking;
use super::{Holds, tier_place};
use crate::exact::{Points, Range};
use crate::plan::Plan;
use crate::scheme::convention::Slot;
use crate::scheme::load::Rules;
use crate::scheme::read::{Keys, Node};

/// The tiers with their conditions, best first.
#[derive(Debug, Clone)]
pub struct Threshold {
    tiers: Vec<Tier>,
    /// The tier that takes the rest, by place.
    rest: usize,
    /// How places among all are counted; `None` where no condition asks for one.
    pub ranking: Option<Ranking>,
}

#[derive(Debug, Clone)]
struct Tier {
    place: usize,
    /// What it asks for; `None` for the tier that takes the rest.
    all: Option<Slot<Vec<TierCondition>>>,
}

/// One condition, tested for one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// The tier that asks for it, by place.
    pub tier: usize,
    /// The condition.
    pub condition: TierCondition,
    /// Whether it holds.
    pub holds: Holds,
    /// What was found, in words.
    pub says: String,
}

/// The points of one unit that tiers ask for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sums<'k> {
    /// Its total.
    pub total: Option<&'k Range>,
    /// What its penalty contents (扣分项) take off; `None` while an answer that they read is lacking.
    pub penalty: Option<&'k Range>,
}

/// What is known of one unit to decide its tier.
#[derive(Clone, Copy)]
pub struct Known<'k> {
    /// Its points.
    pub sums: Sums<'k>,
    /// Its local evaluations.
    pub local: Option<&'k LocalResult>,
    /// Its place among all; `None` for a unit by itself.
    pub among: Option<&'k dyn Among>,
}

/// A unit among all that are ranked together.
pub trait Among {
    /// Whether a condition on the place or on the mark holds for `tier`, and what was found in words.
    fn tested(&self, plan: &Plan<'_>, tier: usize, condition: &TierCondition) -> (Holds, String);
}

impl Threshold {
    /// Reads the `tier` tables.
    pub fn read<'n>(keys: &Keys<'n>, rules: &Rules<'n>) -> Option<Self> {
        let ranking = Ranking::read(keys, rules);
        let written = ["rounding", "ties", "refill"].into_iter().find(|key| keys.has(key));
        let tables = keys.tables("tier", "等次");
        let nodes: Vec<&Node> = tables.iter().map(Keys::node).collect();
        let tiers: Vec<Tier> = tables.into_iter().filter_map(|keys| tier(keys, rules)).collect();
        if tiers.iter().map(|tier| tier.place).ne(0..rules.tiers.len()) {
            keys.fault("等次没有按方案的 tiers 从高到低写全", format!("依次写：{}。", rules.tiers.join("、")));
            return None;
        }
        let rest = rest(keys, rules, &tiers)?;
        let threshold = Self { tiers, rest, ranking: None };
        threshold.check(keys, rules, &nodes);
        let asks = threshold.tiers.iter().any(|tier| tier.asked().any(TierCondition::by_place));
        if let Some(key) = written.filter(|_| !asks) {
            keys.fault(format!("没有按名次的条件，用不到 {key}"), "删去它，或在等次里写 rank_top、rank_bottom。");
        }
        Some(Self { ranking: asks.then_some(ranking), ..threshold })
    }

    /// The tiers a unit can still get, and every condition tested, best tier first.
    #[must_use]
    pub fn decide(&self, plan: &Plan<'_>, known: Known<'_>) -> (Vec<usize>, Vec<Need>) {
        let (mut possible, mut needs) = (Vec::new(), Vec::new());
        for tier in self.order() {
            let Some(all) = &tier.all else {
                possible.push(tier.place);
                break;
            };
            if plan.is_off(all) {
                // The document has no line for this tier and nobody answers: whether it is reached stays open.
                let _ = plan.read(all);
                possible.push(tier.place);
                continue;
            }
            let tested: Vec<Need> =
                plan.read(all).iter().map(|condition| tested(plan, tier.place, condition, known)).collect();
            let holds = tested.iter().fold(Holds::Met, |holds, need| holds.and(need.holds));
            needs.extend(tested);
            if holds != Holds::Unmet {
                possible.push(tier.place);
            }
            if holds == Holds::Met {
                break;
            }
        }
        possible.sort_unstable();
        needs.sort_by_key(|need| need.tier);
        (possible, needs)
    }

    /// The tiers in the order in which they are tried.
    fn order(&self) -> impl Iterator<Item = &Tier> {
        let low = self.tiers.iter().skip(self.rest + 1).rev();
        low.chain(self.tiers.iter().take(self.rest + 1))
    }

    /// The tiers that are for what is bad, by place.
    pub fn low_tiers(&self) -> impl Iterator<Item = usize> {
        self.rest + 1..self.tiers.len()
    }

    /// Whether a tier's conditions hold, as far as is known.
    #[must_use]
    pub fn holds(&self, plan: &Plan<'_>, place: usize, known: Known<'_>) -> Holds {
        let all = self.tiers.get(place).and_then(|tier| tier.all.as_ref());
        let tested = all.iter().flat_map(|all| plan.read(all)).map(|condition| test(plan, place, condition, known).0);
        tested.fold(Holds::Met, Holds::and)
    }

    /// What a tier asks for under the answers in force.
    #[must_use]
    pub fn conditions<'s>(&'s self, plan: &Plan<'_>, place: usize) -> &'s [TierCondition] {
        let all = self.tiers.get(place).and_then(|tier| tier.all.as_ref());
        all.map_or(&[], |all| plan.read(all).as_slice())
    }

    /// The line of the total for a tier, where it asks for one.
    #[must_use]
    pub fn line(&self, plan: &Plan<'_>, place: usize) -> Option<Points> {
        self.conditions(plan, place).iter().find_map(|condition| condition.line(plan))
    }

    /// Tells what gives nobody a tier or contradicts itself, at the table of the tier.
    fn check(&self, keys: &Keys<'_>, rules: &Rules<'_>, nodes: &[&Node]) {
        let name = |place: usize| rules.tiers.get(place).map_or("", String::as_str);
        let fault = |place: usize, why: String, mend: String| {
            keys.files().fault_at(nodes.get(place).copied().unwrap_or(keys.node()), why, mend);
        };
        for tier in &self.tiers {
            let low = tier.place > self.rest;
            let leaves = || tier.asked().flat_map(TierCondition::leaves);
            if leaves().any(|leaf| leaf.is_low() != low) {
                let (why, mend) = if low {
                    let mend = "写 rank_bottom、total_below、mark_below；各等次都从上往下定的，只留末等不写条件。";
                    (format!("“{}”在其余等次“{}”之下，条件却是往好处要求的", name(tier.place), name(self.rest)), mend)
                } else {
                    let mend = "rank_bottom、total_below、mark_below 写在“其余”以下的等次里。";
                    (format!("“{}”的条件是名次靠后或得分低", name(tier.place)), mend)
                };
                fault(tier.place, why, mend.to_owned());
            }
        }
        let top = |tier: &Tier| {
            tier.asked().find_map(|one| if let TierCondition::RankTop(top) = one { Some(top.clone()) } else { None })
        };
        for pair in self.tiers.windows(2) {
            let only = pair[0].asked().count() == 1;
            if let (Some(above), Some(own)) = (top(&pair[0]).filter(|_| only), top(&pair[1]))
                && own.within(&above)
            {
                let why = format!(
                    "“{}”的前{}不比“{}”的前{}多，没有单位落到这里",
                    name(pair[1].place),
                    own.shown(),
                    name(pair[0].place),
                    above.shown()
                );
                fault(pair[1].place, why, "rank_top 是从第一名算起的，应逐级增大，例如好 30%，较好 60%。".to_owned());
            }
        }
    }
}

impl Tier {
    /// Everything that some answer asks for.
    fn asked(&self) -> impl Iterator<Item = &TierCondition> {
        self.all.iter().flat_map(Slot::every).flatten()
    }
}

/// The one tier without conditions.
fn rest(keys: &Keys<'_>, rules: &Rules<'_>, tiers: &[Tier]) -> Option<usize> {
    let without: Vec<usize> = tiers.iter().filter(|tier| tier.all.is_none()).map(|tier| tier.place).collect();
    let name = |place: &usize| rules.tiers.get(*place).map_or(String::new(), |name| format!("“{name}”"));
    match &without[..] {
        [one] => return Some(*one),
        [] => keys.fault("每个等次都写了条件，都不符合的单位没有等次", "有且只有一个等次不写条件，表示其余。"),
        several => {
            let names: Vec<String> = several.iter().map(name).collect();
            keys.fault(format!("{}都没有写条件", names.join("、")), "有且只有一个等次不写条件，表示其余。");
        }
    }
    None
}

fn tested(plan: &Plan<'_>, tier: usize, condition: &TierCondition, known: Known<'_>) -> Need {
    let (holds, says) = test(plan, tier, condition, known);
    Need { tier, condition: condition.clone(), holds, says }
}

/// Whether a condition holds for a unit, and what was found in words.
pub(crate) fn test(plan: &Plan<'_>, tier: usize, condition: &TierCondition, known: Known<'_>) -> (Holds, String) {
    let several = |inner: &[TierCondition], from: Holds, join: fn(Holds, Holds) -> Holds, word: &str| {
        let each: Vec<(Holds, String)> = inner.iter().map(|one| test(plan, tier, one, known)).collect();
        let holds = each.iter().fold(from, |holds, (one, _)| join(holds, *one));
        // What keeps it from holding is said, or what makes it hold.
        let said = each.iter().filter(|(one, _)| *one == holds).map(|(_, says)| says.as_str());
        (holds, said.collect::<Vec<_>>().join(word))
    };
    match condition {
        TierCondition::All(inner) => several(inner, Holds::Met, Holds::and, "、"),
        TierCondition::Any(inner) => several(inner, Holds::Unmet, Holds::or, "、"),
        TierCondition::TotalAtLeast(_) | TierCondition::LevelAtLeast(_) => {
            match known.sums.total.zip(condition.line(plan)) {
                Some((total, line)) => {
                    (Holds::between(total.sure >= line, total.possible >= line), against(plan, total, &line))
                }
                None => (Holds::Open, "没有总分".to_owned()),
            }
        }
        TierCondition::TotalBelow(line) => match known.sums.total {
            Some(total) => (Holds::between(total.possible < *line, total.sure < *line), against(plan, total, line)),
            None => (Holds::Open, "没有总分".to_owned()),
        },
        TierCondition::PenaltyAtMost(line) => match known.sums.penalty {
            Some(penalty) => {
                let holds = Holds::between(penalty.possible <= *line, penalty.sure <= *line);
                let range = || format!("{}～{}", penalty.sure.shown(), penalty.possible.shown());
                (holds, format!("扣{}分", penalty.settled().map_or_else(range, Points::shown)))
            }
            None => (Holds::Open, "扣分未定".to_owned()),
        },
        TierCondition::LocalAtLeast(place) => match known.local {
            Some(local) => (Holds::between(local.worst <= *place, local.best <= *place), local.says.clone()),
            None => (Holds::Open, "没有地方评价".to_owned()),
        },
        TierCondition::RankTop(_)
        | TierCondition::RankBottom(_)
        | TierCondition::MarkAtLeast(_)
        | TierCondition::MarkBelow(_) => known.among.map_or_else(
            || {
                // A report of one unit ranks nobody, whoever else is in the ledger.
                let others = plan.dossier.units.len() > 1;
                let says =
                    if others { "看全体单位的定等结果" } else { "要与全体参评单位一起比较" };
                (Holds::Open, format!("{}，{says}", condition.words(plan)))
            },
            |among| among.tested(plan, tier, condition),
        ),
    }
}

/// The total against its line, in words.
fn against(plan: &Plan<'_>, total: &Range, line: &Points) -> String {
    let name = plan.track.total.as_ref().map_or("总分", |total| total.name.as_str());
    let line_text = line.shown();
    if let Some(settled) = total.settled() {
        if settled >= line {
            return format!("{name}{}分，达到{line_text}分", settled.shown());
        }
        let [score, line, lacks] = settled.shown_below(line);
        return format!("{name}{score}分，距{line}分还差{lacks}分");
    }
    let range = format!("{name}{}～{}分", total.sure.shown(), total.possible.shown());
    if total.sure >= *line {
        format!("{range}，均达到{line_text}分")
    } else if total.possible < *line {
        format!("{range}，最高也达不到{line_text}分")
    } else {
        format!("{range}，能否达到{line_text}分未定")
    }
}

fn tier<'n>(keys: Keys<'n>, rules: &Rules<'n>) -> Option<Tier> {
    let place = keys.need_text("name").and_then(|name| tier_place(&keys, rules, &name));
    let slots = &rules.rows.slots;
    let all = slots.slot(&keys, "all", |keys, node| condition::read_all(keys, node, rules));
    let any = slots.slot(&keys, "any", |keys, node| {
        condition::read_all(keys, node, rules).map(|any| vec![TierCondition::Any(any)])
    });
    let faulty = ["all", "any"].iter().any(|key| keys.has(key)) && all.is_none() && any.is_none();
    if all.is_some() && any.is_some() {
        keys.fault("等次里 all 和 any 只能写一个", "写成 all = [{ … }, { any = [{ … }, { … }] }]。");
    }
    keys.done();
    // What was told as a fault already is no tier without conditions.
    let faulty = faulty.then(|| Slot::Fixed(Vec::new()));
    Some(Tier { place: place?, all: all.or(any).or(faulty) })
}
