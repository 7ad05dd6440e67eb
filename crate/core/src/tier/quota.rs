//! `rank_share` and `unit_share`: tiers by place among all units (名次比例, 单位比例). Only a cohort can decide them.
//!
//! ```toml
//! by       = "rank_share"            # a unit's rank over the number of units
//! rounding = { open = "Z17-04" }     # rank: r/N ≤ p | half_up: r ≤ p·N rounded | floor: r ≤ p·N cut
//! ties     = { open = "Z17-05" }     # min: tied units share the better rank | max: the worse
//!                                    # { top = "min", bottom = "max" }: one from the first and another from the last
//! tier     = [{ name = "好", top = "10%" }, { name = "较好", top = "30%" }, { name = "一般" },
//!             { name = "较差", bottom = "10%", says = "存在突出问题", sheet = "问题与否决", where = [ … ],
//!               verified = { open = "G-22" }, content = { open = "Z17-13" } }]
//! # a bottom tier asks for such rows besides; content = { "基层满意情况" = "较差" }: a content rated no better does as well
//! refill   = { open = "Z17-09" }     # yes: a unit that a veto keeps out leaves its rank to the next | no
//!
//! by       = "unit_share"            # so many of the units, from the top
//! rounding = { open = "Z22-02" }
//! refill   = { open = "Z22-07" }     # yes: the next unit takes a place that a veto leaves | no
//! around   = { open = "Z22-02" }     # how far the share given may lie from the share named before it is pointed out
//! tier     = [{ name = "好", top = "60%" }, { name = "较好", top = "90%" }, { name = "一般" }]
//! ```
//!
//! `top` is counted from the first rank; the one tier without `top` or `bottom` takes the rest.

use super::condition::Ranks;
use super::tier_place;
use crate::exact::Points;
use crate::plan::Plan;
use crate::scheme::convention::Slot;
use crate::scheme::load::{Rules, row_rule};
use crate::scheme::model::RowRule;
use crate::scheme::read::{Keys, Node, Raw};

/// Tiers by share.
#[derive(Debug, Clone)]
pub struct Quota {
    /// Whether a share is one of units to be filled, and not one of ranks.
    pub by_units: bool,
    /// How places are counted.
    pub ranking: Ranking,
    /// How far from its share a tier may lie before it is pointed out.
    pub around: Option<Slot<Points>>,
    tiers: Vec<Share>,
}

#[derive(Debug, Clone)]
struct Share {
    place: usize,
    top: Option<Points>,
    bottom: Option<Bottom>,
}

/// A tier counted from the bottom.
#[derive(Debug, Clone)]
pub struct Bottom {
    /// The share of all units.
    pub share: Points,
    /// What it asks for besides, in words.
    pub says: String,
    /// The rows that show it.
    pub rows: RowRule,
    /// Contents that show it as well where they are rated no better than this.
    pub contents: Slot<Vec<(String, String)>>,
}

/// How places among all are counted.
#[derive(Debug, Clone)]
pub struct Ranking {
    /// How a share that is no whole number of units is read.
    pub rounding: Slot<Rounding>,
    /// Which rank tied units share, counted from the first and from the last.
    pub ties: Slot<TiesAt>,
    /// Whether the next unit takes a place that a better one cannot have.
    pub refill: Slot<bool>,
}

/// How a share is read as a number of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// `rank`: a rank is in when its share of all units is at most the share.
    Rank,
    /// `half_up`: the nearest whole number, half upwards.
    HalfUp,
    /// `floor`: the whole number below.
    Floor,
}

/// Which rank tied units share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ties {
    /// `min`: the better one (1, 1, 3).
    Min,
    /// `max`: the worse one (2, 2, 3).
    Max,
}

/// Which rank tied units share where places are counted from the first, and where they are counted from the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TiesAt {
    /// From the first.
    pub top: Ties,
    /// From the last: by `max`, all that are tied in the last place are in it.
    pub bottom: Ties,
}

impl TiesAt {
    fn read(keys: &Keys<'_>, node: &Node) -> Option<Self> {
        const WORDS: [(&str, Ties); 2] = [("min", Ties::Min), ("max", Ties::Max)];
        if !matches!(node.value, Raw::Table(_)) {
            return keys.word(node, "ties", &WORDS).map(|ties| Self { top: ties, bottom: ties });
        }
        let inner = keys.open_inside(node, "并列")?;
        let end = |key| inner.need(key).and_then(|node| inner.word(node, key, &WORDS));
        let (top, bottom) = (end("top"), end("bottom"));
        inner.done();
        Some(Self { top: top?, bottom: bottom? })
    }
}

impl Ranking {
    /// Reads the words of how places are counted.
    pub fn read<'n>(keys: &Keys<'n>, rules: &Rules<'n>) -> Self {
        let slots = &rules.rows.slots;
        let rounding = slots.slot(keys, "rounding", |keys, node| {
            keys.word(
                node,
                "rounding",
                &[("rank", Rounding::Rank), ("half_up", Rounding::HalfUp), ("floor", Rounding::Floor)],
            )
        });
        let ties = slots.slot(keys, "ties", TiesAt::read);
        let refill =
            slots.slot(keys, "refill", |keys, node| keys.word(node, "refill", &[("yes", true), ("no", false)]));
        Self {
            rounding: rounding.unwrap_or(Slot::Fixed(Rounding::Rank)),
            ties: ties.unwrap_or(Slot::Fixed(TiesAt { top: Ties::Min, bottom: Ties::Min })),
            refill: refill.unwrap_or(Slot::Fixed(false)),
        }
    }

    /// How many of `units` so many ranks are.
    #[must_use]
    pub fn places(&self, plan: &Plan<'_>, ranks: &Ranks, units: usize) -> usize {
        match ranks {
            Ranks::Count(count) => *count,
            Ranks::Share(share) => places(share, units, *plan.read(&self.rounding)),
        }
    }
}

impl Quota {
    /// Reads the words of a share tiering.
    pub fn read<'n>(keys: &Keys<'n>, rules: &Rules<'n>, by_units: bool) -> Option<Self> {
        let ranking = Ranking::read(keys, rules);
        let slots = &rules.rows.slots;
        let around = slots.slot(keys, "around", |keys, node| keys.as_points(node, "around"));
        let tiers: Vec<Share> = keys.tables("tier", "等次").into_iter().filter_map(|keys| share(keys, rules)).collect();
        check(keys, rules, &tiers);
        Some(Self { by_units, ranking, around, tiers })
    }

    /// The tiers counted from the top, best first: place, share, and how many of `units` that is.
    #[must_use]
    pub fn tops(&self, plan: &Plan<'_>, units: usize) -> Vec<(usize, Points, usize)> {
        let rounding = *plan.read(&self.ranking.rounding);
        let tops = self.tiers.iter().filter_map(|tier| Some((tier.place, tier.top.clone()?)));
        tops.map(|(place, top)| (place, top.clone(), places(&top, units, rounding))).collect()
    }

    /// The tier counted from the bottom, and how many of `units` its share is.
    #[must_use]
    pub fn bottom(&self, plan: &Plan<'_>, units: usize) -> Option<(usize, &Bottom, usize)> {
        let (place, bottom) = self.tiers.iter().find_map(|tier| Some((tier.place, tier.bottom.as_ref()?)))?;
        Some((place, bottom, places(&bottom.share, units, *plan.read(&self.ranking.rounding))))
    }

    /// Every content that some answer of a bottom tier asks for, with its level, for the loader to check.
    pub fn contents(&self) -> impl Iterator<Item = &(String, String)> {
        let bottoms = self.tiers.iter().filter_map(|tier| tier.bottom.as_ref());
        bottoms.flat_map(|bottom| match &bottom.contents {
            Slot::Fixed(contents) => contents.iter().collect::<Vec<_>>(),
            Slot::Open { picks, .. } => picks.iter().flatten().collect(),
        })
    }

    /// The tier that takes the rest.
    #[must_use]
    pub fn rest(&self) -> usize {
        self.tiers.iter().find(|tier| tier.top.is_none() && tier.bottom.is_none()).map_or(0, |tier| tier.place)
    }
}

/// How many of `units` a share is.
fn places(share: &Points, units: usize, rounding: Rounding) -> usize {
    let count = |units: usize| Points::from(i64::try_from(units).unwrap_or(i64::MAX));
    let exact = share * &count(units);
    let reaches = |places: usize| match rounding {
        Rounding::Rank | Rounding::Floor => count(places) <= exact,
        Rounding::HalfUp => &count(places) - &Points::ratio(1, 2) <= exact,
    };
    (0..=units).rev().find(|places| reaches(*places)).unwrap_or(0)
}

fn check(keys: &Keys<'_>, rules: &Rules<'_>, tiers: &[Share]) {
    let named: Vec<usize> = tiers.iter().map(|tier| tier.place).collect();
    if named != (0..rules.tiers.len()).collect::<Vec<_>>() {
        keys.fault("等次没有按方案的 tiers 从高到低写全", format!("依次写：{}。", rules.tiers.join("、")));
    }
    let tops: Vec<&Points> = tiers.iter().filter_map(|tier| tier.top.as_ref()).collect();
    if tops.windows(2).any(|pair| pair[0] >= pair[1]) {
        keys.fault("top 是从第一名算起的比例，应逐级增大", "例如好 60%，较好 90%。");
    }
    let bottom = tiers.iter().filter_map(|tier| tier.bottom.as_ref()).map(|bottom| &bottom.share).sum::<Points>();
    let all = tops.last().map_or_else(Points::default, |top| (*top).clone());
    if &all + &bottom > Points::from(1) {
        keys.fault("各等次比例合计超过100%", "核对原文的比例。");
    }
    if tiers.iter().filter(|tier| tier.top.is_none() && tier.bottom.is_none()).count() != 1 {
        keys.fault("应有且只有一个等次不写比例，表示其余", "删去多余的比例，或补写比例。");
    }
}

fn share<'n>(keys: Keys<'n>, rules: &Rules<'n>) -> Option<Share> {
    let place = keys.need_text("name").and_then(|name| tier_place(&keys, rules, &name));
    let top = keys.points("top");
    let bottom = match keys.points("bottom") {
        None => None,
        Some(share) => Some(bottom(&keys, rules, share)?),
    };
    if let Some(all) = keys.take("all") {
        let why = "按名次、单位比例定的等次，不能同时写得分线等条件（all）";
        let mend = "比例和得分线都要满足的，改写 by = \"threshold\"，等次里写 all = [{ rank_top = \"30%\" }, { total_at_least = \"85\" }]。";
        keys.files().fault_at(all, why, mend);
    }
    keys.done();
    Some(Share { place: place?, top, bottom })
}

fn bottom<'n>(keys: &Keys<'n>, rules: &Rules<'n>, share: Points) -> Option<Bottom> {
    let slots = &rules.rows.slots;
    let says = keys.need_text("says");
    let mut rows = row_rule(keys, &rules.rows)?;
    if let Some(verified) = slots.slot(keys, "verified", |keys, node| rules.rows.conditions(keys, node, rows.sheet)) {
        rows.also = verified;
    }
    let contents = slots.slot(keys, "content", |keys, node| match node.text() {
        Some("none") => Some(Vec::new()),
        _ => {
            let inner = keys.open_inside(node, "考核内容")?;
            let entries = inner.entries().into_iter();
            entries.map(|(name, node)| Some((name.to_owned(), node.text()?.to_owned()))).collect()
        }
    });
    Some(Bottom { share, says: says?, rows, contents: contents.unwrap_or(Slot::Fixed(Vec::new())) })
}
