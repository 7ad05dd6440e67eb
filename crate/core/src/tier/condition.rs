//! What a tier of `threshold` asks for: a line of the total, a level, and a place among all units (名次), joined by 且 and 或.
//!
//! ```toml
//! all = [{ rank_top = "30%" }, { total_at_least = "85" }]             # 前30%且85分以上
//! all = [{ rank_top = "3" }, { any = [{ mark_at_least = "90" }, { local_at_least = "好" }] }]
//! any = [{ rank_bottom = "10%" }, { total_below = "60" }]             # 后10%或60分以下
//! ```
//!
//! The total is the unit's own; the mark (排名得分) is what its cohort ranks by, with votes and what is blended in.

use super::tier_place;
use crate::exact::Points;
use crate::plan::Plan;
use crate::scheme::load::Rules;
use crate::scheme::read::{Keys, Node, Raw};

/// What a tier asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TierCondition {
    /// `total_at_least`: the total is at least this.
    TotalAtLeast(Points),
    /// `total_below`: the total is less than this.
    TotalBelow(Points),
    /// `penalty_at_most`: the penalty contents take off no more than this.
    PenaltyAtMost(Points),
    /// `mark_at_least`: what the cohort ranks by is at least this.
    MarkAtLeast(Points),
    /// `mark_below`: what the cohort ranks by is less than this.
    MarkBelow(Points),
    /// `level_at_least`: the total comes to at least this level by the cuts of the track's rating, by place in its levels.
    LevelAtLeast(usize),
    /// `local_at_least`: the local evaluation is at least this level, by place in the scheme's tiers.
    LocalAtLeast(usize),
    /// `rank_top`: the unit is among so many from the first.
    RankTop(Ranks),
    /// `rank_bottom`: the unit is among so many from the last.
    RankBottom(Ranks),
    /// `all`: each of these.
    All(Vec<Self>),
    /// `any`: at least one of these.
    Any(Vec<Self>),
}

/// So many ranks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ranks {
    /// A number of them, as `"3"`.
    Count(usize),
    /// A share of all units, as `"30%"`.
    Share(Points),
}

impl Ranks {
    /// `30%`, `3名`.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Count(count) => format!("{count}名"),
            Self::Share(share) => format!("{}%", (share * &Points::from(100)).shown()),
        }
    }

    /// Whether these are no more than others, whatever the number of units.
    #[must_use]
    pub fn within(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Count(own), Self::Count(other)) => own <= other,
            (Self::Share(own), Self::Share(other)) => own <= other,
            _ => false,
        }
    }

    fn read(keys: &Keys<'_>, key: &str) -> Option<Self> {
        let share = keys.node().get(key).and_then(Node::text).is_some_and(|text| text.contains(['%', '/', '.']));
        let number = keys.points(key)?;
        if share && number > Points::ZERO && number <= Points::from(1) {
            return Some(Self::Share(number));
        }
        let whole = number.to_string().parse().ok().filter(|count| *count > 0 && !share);
        if whole.is_none() {
            let mend = "前几名写整数，如 \"3\"；前百分之几写 \"30%\"，最多 \"100%\"。";
            keys.files().fault_at(keys.node(), format!("{key} 应是名次数或比例"), mend);
        }
        whole.map(Self::Count)
    }
}

impl TierCondition {
    /// The total that it asks for; `None` where it asks for something else.
    #[must_use]
    pub fn line(&self, plan: &Plan<'_>) -> Option<Points> {
        match self {
            Self::TotalAtLeast(line) => Some(line.clone()),
            Self::LevelAtLeast(level) => plan.read(&plan.track.rating.as_ref()?.cuts).get(*level).cloned(),
            _ => None,
        }
    }

    /// The conditions that it is made of, itself where it is a plain one.
    #[must_use]
    pub fn leaves(&self) -> Vec<&Self> {
        match self {
            Self::All(inner) | Self::Any(inner) => inner.iter().flat_map(Self::leaves).collect(),
            plain => vec![plain],
        }
    }

    /// Whether more points, or a better place, can only make it fail: such a condition gives a low tier.
    #[must_use]
    pub fn is_low(&self) -> bool {
        matches!(self, Self::TotalBelow(_) | Self::MarkBelow(_) | Self::RankBottom(_))
    }

    /// Whether only a cohort can tell.
    #[must_use]
    pub fn by_place(&self) -> bool {
        let place = |leaf: &&Self| {
            matches!(leaf, Self::RankTop(_) | Self::RankBottom(_) | Self::MarkAtLeast(_) | Self::MarkBelow(_))
        };
        self.leaves().iter().any(place)
    }

    /// The condition in words.
    #[must_use]
    pub fn words(&self, plan: &Plan<'_>) -> String {
        let total = || plan.track.total.as_ref().map_or("总分", |total| total.name.as_str());
        let joined = |inner: &[Self], word: &str| {
            let words: Vec<String> = inner.iter().map(|one| one.words(plan)).collect();
            words.join(word)
        };
        match self {
            Self::TotalAtLeast(_) | Self::LevelAtLeast(_) => {
                format!("{}{}分或以上", total(), self.line(plan).unwrap_or_default().shown())
            }
            Self::TotalBelow(line) => format!("{}不到{}分", total(), line.shown()),
            Self::PenaltyAtMost(line) if line.is_zero() => "没有扣分".to_owned(),
            Self::PenaltyAtMost(line) => format!("扣分不超过{}分", line.shown()),
            Self::MarkAtLeast(line) => format!("排名得分{}分或以上", line.shown()),
            Self::MarkBelow(line) => format!("排名得分不到{}分", line.shown()),
            Self::LocalAtLeast(level) => {
                let level = plan.track.tiers.get(*level).map_or("", String::as_str);
                if level == plan.track.tiers.first().map_or("", String::as_str) {
                    format!("地方评价结果为“{level}”")
                } else {
                    format!("地方评价不低于“{level}”")
                }
            }
            Self::RankTop(ranks) => format!("名次在前{}", ranks.shown()),
            Self::RankBottom(ranks) => format!("名次在后{}", ranks.shown()),
            Self::All(inner) => joined(inner, "且"),
            Self::Any(inner) => joined(inner, "或"),
        }
    }
}

/// A list of conditions.
pub(super) fn read_all<'n>(keys: &Keys<'n>, node: &'n Node, rules: &Rules<'n>) -> Option<Vec<TierCondition>> {
    let Raw::List(items) = &node.value else {
        keys.files().fault_at(node, "等次条件应是一个列表", "写成 all = [{ … }, …]。");
        return None;
    };
    items.iter().map(|node| read(keys.open_inside(node, "等次条件")?, rules)).collect()
}

/// The keys of a condition, of which each table has one.
const WORDS: [&str; 11] = [
    "all",
    "any",
    "total_at_least",
    "total_below",
    "penalty_at_most",
    "mark_at_least",
    "mark_below",
    "rank_top",
    "rank_bottom",
    "level_at_least",
    "local_at_least",
];

fn read<'n>(keys: Keys<'n>, rules: &Rules<'n>) -> Option<TierCondition> {
    if WORDS.iter().filter(|word| keys.has(word)).count() > 1 {
        keys.fault(
            "一个等次条件里写了几样",
            "分开写，每样一个花括号：[{ rank_top = \"30%\" }, { total_at_least = \"85\" }]。",
        );
        return None;
    }
    let found = if let Some(node) = keys.take("any") {
        read_all(&keys, node, rules).map(TierCondition::Any)
    } else if let Some(node) = keys.take("all") {
        read_all(&keys, node, rules).map(TierCondition::All)
    } else if keys.has("total_at_least") {
        keys.points("total_at_least").map(TierCondition::TotalAtLeast)
    } else if keys.has("total_below") {
        keys.points("total_below").map(TierCondition::TotalBelow)
    } else if keys.has("penalty_at_most") {
        keys.points("penalty_at_most").map(TierCondition::PenaltyAtMost)
    } else if keys.has("mark_at_least") {
        keys.points("mark_at_least").map(TierCondition::MarkAtLeast)
    } else if keys.has("mark_below") {
        keys.points("mark_below").map(TierCondition::MarkBelow)
    } else if keys.has("rank_top") {
        Ranks::read(&keys, "rank_top").map(TierCondition::RankTop)
    } else if keys.has("rank_bottom") {
        Ranks::read(&keys, "rank_bottom").map(TierCondition::RankBottom)
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
