//! `threshold`: a tier for everyone who meets its conditions (达到标准); the last tier takes the rest.
//!
//! ```toml
//! [[track.tiering.tier]]
//! name = "好"
//! all  = [{ total_at_least = "90" }, { local_at_least = "好" }]
//! ```
//!
//! Where the track rates, `level_at_least = "好"` asks for the least total that its `cuts` call so.

use super::local::LocalResult;
use super::{Holds, tier_place};
use crate::exact::{Points, Range};
use crate::plan::Plan;
use crate::scheme::convention::Slot;
use crate::scheme::load::Rules;
use crate::scheme::read::{Keys, Node, Raw};

/// The tiers with their conditions, best first.
#[derive(Debug, Clone)]
pub struct Threshold {
    tiers: Vec<Tier>,
}

#[derive(Debug, Clone)]
struct Tier {
    place: usize,
    all: Slot<Vec<TierCondition>>,
}

/// What a tier asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TierCondition {
    /// The total is at least this.
    TotalAtLeast(Points),
    /// The total comes to at least this level by the cuts of the track's rating, by place in its levels.
    LevelAtLeast(usize),
    /// The local evaluation is at least this level, by place in the scheme's tiers.
    LocalAtLeast(usize),
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

impl Threshold {
    /// Reads the `tier` tables.
    pub fn read<'n>(keys: &Keys<'n>, rules: &Rules<'n>) -> Option<Self> {
        let tiers: Vec<Tier> = keys.tables("tier", "等次").into_iter().filter_map(|keys| tier(keys, rules)).collect();
        if tiers.iter().map(|tier| tier.place).ne(0..rules.tiers.len()) {
            keys.fault("等次没有按方案的 tiers 从高到低写全", format!("依次写：{}。", rules.tiers.join("、")));
            return None;
        }
        Some(Self { tiers })
    }

    /// The tiers a unit can still get, best first, and every condition tested.
    #[must_use]
    pub fn decide(
        &self,
        plan: &Plan<'_>,
        total: Option<&Range>,
        local: Option<&LocalResult>,
    ) -> (Vec<usize>, Vec<Need>) {
        let (mut possible, mut needs) = (Vec::new(), Vec::new());
        let last = self.tiers.len().saturating_sub(1);
        for tier in &self.tiers {
            let tested: Vec<Need> = if tier.place == last {
                Vec::new()
            } else if plan.is_off(&tier.all) {
                // The document has no line for this tier and nobody answers: whether it is reached stays open.
                let _ = plan.read(&tier.all);
                possible.push(tier.place);
                continue;
            } else {
                let conditions = plan.read(&tier.all).iter();
                conditions.map(|condition| test(plan, tier.place, condition, total, local)).collect()
            };
            let holds = tested.iter().fold(Holds::Met, |holds, need| holds.and(need.holds));
            needs.extend(tested);
            if holds != Holds::Unmet {
                possible.push(tier.place);
            }
            if holds == Holds::Met {
                break;
            }
        }
        (possible, needs)
    }

    /// The line of the total for a tier, where it asks for one.
    #[must_use]
    pub fn line(&self, plan: &Plan<'_>, place: usize) -> Option<Points> {
        let tier = self.tiers.get(place)?;
        plan.read(&tier.all).iter().find_map(|condition| condition.line(plan))
    }
}

impl TierCondition {
    /// The total that it asks for; `None` where it asks for something else.
    #[must_use]
    pub fn line(&self, plan: &Plan<'_>) -> Option<Points> {
        match self {
            Self::TotalAtLeast(line) => Some(line.clone()),
            Self::LevelAtLeast(level) => plan.read(&plan.track.rating.as_ref()?.cuts).get(*level).cloned(),
            Self::LocalAtLeast(_) => None,
        }
    }
}

fn test(
    plan: &Plan<'_>,
    tier: usize,
    condition: &TierCondition,
    total: Option<&Range>,
    local: Option<&LocalResult>,
) -> Need {
    let (holds, says) = match condition {
        TierCondition::TotalAtLeast(_) | TierCondition::LevelAtLeast(_) => match total.zip(condition.line(plan)) {
            Some((total, line)) => {
                (Holds::between(total.sure >= line, total.possible >= line), against(plan, total, &line))
            }
            None => (Holds::Open, "没有总分".to_owned()),
        },
        TierCondition::LocalAtLeast(place) => match local {
            Some(local) => (Holds::between(local.worst <= *place, local.best <= *place), local.says.clone()),
            None => (Holds::Open, "没有地方评价".to_owned()),
        },
    };
    Need { tier, condition: condition.clone(), holds, says }
}

/// The total against its line, in words.
fn against(plan: &Plan<'_>, total: &Range, line: &Points) -> String {
    let name = plan.track.total.as_ref().map_or("总分", |total| total.name.as_str());
    let line_text = line.shown();
    if let Some(settled) = total.settled() {
        if settled >= line {
            return format!("{name}{}分，达到{line_text}分", settled.shown());
        }
        return format!("{name}{}分，距{line_text}分还差{}分", settled.shown(), (line - settled).shown());
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
    let all = rules.rows.slots.slot(&keys, "all", |keys, node| conditions(keys, node, rules));
    keys.done();
    Some(Tier { place: place?, all: all.unwrap_or(Slot::Fixed(Vec::new())) })
}

fn conditions<'n>(keys: &Keys<'n>, node: &'n Node, rules: &Rules<'n>) -> Option<Vec<TierCondition>> {
    let Raw::List(items) = &node.value else {
        keys.files().fault_at(node, "等次条件应是一个列表", "写成 all = [{ … }, …]。");
        return None;
    };
    items.iter().map(|node| condition(keys.open_inside(node, "等次条件")?, rules)).collect()
}

fn condition(keys: Keys<'_>, rules: &Rules<'_>) -> Option<TierCondition> {
    let found = if keys.has("total_at_least") {
        keys.points("total_at_least").map(TierCondition::TotalAtLeast)
    } else if keys.has("level_at_least") {
        level(&keys, rules)
    } else {
        let level = keys.need_text("local_at_least");
        level.and_then(|level| tier_place(&keys, rules, &level)).map(TierCondition::LocalAtLeast)
    };
    keys.done();
    found
}

/// The level of `level_at_least`: one that the track's rating has a cut for.
fn level(keys: &Keys<'_>, rules: &Rules<'_>) -> Option<TierCondition> {
    let name = keys.need_text("level_at_least")?;
    let cuts = rules.levels.len().saturating_sub(1);
    let found = rules.levels.iter().take(cuts).position(|level| *level == name);
    if found.is_none() {
        let known = rules.levels.iter().take(cuts).map(String::as_str).collect::<Vec<_>>().join("、");
        let mend =
            if known.is_empty() { "先写 [track.rating]。".to_owned() } else { format!("可用：{known}。") };
        keys.fault(format!("等次评定没有“{name}”的分界"), mend);
    }
    found.map(TierCondition::LevelAtLeast)
}
