//! Tiers (等次): how a track decides between 好, 较好, 一般 …

pub mod blend;
pub mod condition;
pub mod incident;
pub mod local;
pub mod quota;
pub mod standing;
pub mod threshold;

use serde::Serialize;

use crate::diag::{Finding, Severity};
use crate::dossier::{RowRef, Unit};
use crate::ledger::dictionary::Role;
use crate::metric::{BoundRows, Verdict};
use crate::plan::Plan;
use crate::scheme::convention::Slot;
use crate::scheme::load::{Rules, row_rule};
use crate::scheme::model::RowRule;
use crate::scheme::read::Keys;
use crate::scheme::rows::Condition;
use crate::step::{Silent, Trace};

use threshold::{Among, Known, Sums};

/// How a track's tier is decided (`[track.tiering]`).
#[derive(Debug, Clone)]
pub struct Tiering {
    /// The decision itself.
    pub by: By,
    /// The local evaluations that it reads.
    pub local: Option<local::Local>,
    /// What forbids a tier (否决).
    pub ceilings: Vec<Ceiling>,
    /// What is only pointed out.
    pub flags: Vec<Flag>,
    /// What follows from a tier.
    pub follows: Vec<Follow>,
    /// Where the document says so.
    pub clause: String,
}

/// What decides a tier.
#[derive(Debug, Clone)]
pub enum By {
    /// `threshold`: the unit's own result against lines.
    Threshold(threshold::Threshold),
    /// `rank_share`, `unit_share`: the unit's place among all; only a cohort decides.
    Quota(quota::Quota),
}

/// A veto (否决): with such a row, the tier must not be as good as `not`.
#[derive(Debug, Clone)]
pub struct Ceiling {
    /// The lowest tier that is forbidden, by place; every better one is forbidden too.
    pub not: Slot<usize>,
    /// What the document calls it.
    pub says: String,
    /// The rows.
    pub rows: RowRule,
    /// What makes a row certain enough to act on.
    pub verified: Slot<Vec<Condition>>,
    /// Which tier is left.
    pub lower: Slot<Lower>,
    /// Where the document says so.
    pub clause: String,
}

/// What is left when a tier is forbidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lower {
    /// `next`: the next tier down.
    Next,
    /// `last`: the lowest tier.
    Last,
    /// `one`: the next one down, whichever the unit has (降低一档).
    One,
}

/// What follows from a low tier (约谈、谈话提醒): said beside it.
///
/// ```toml
/// [[track.tiering.follow]]
/// from = "一般"          # this tier and every lower one
/// says = "进行谈话提醒"
/// ```
#[derive(Debug, Clone)]
pub struct Follow {
    /// The best tier that it follows from, by place.
    pub from: usize,
    /// What follows, in words.
    pub says: String,
    /// Where the document says so.
    pub clause: String,
}

/// Rows that are listed on every output and decide nothing.
#[derive(Debug, Clone)]
pub struct Flag {
    /// The rows.
    pub rows: RowRule,
    /// What is said of them.
    pub says: String,
    /// The fixed convention that says so.
    pub effect: Slot<String>,
}

impl Tiering {
    /// Reads `[track.tiering]`.
    pub fn read<'n>(keys: Keys<'n>, rules: &Rules<'n>) -> Option<Self> {
        let _ = keys.text("slip");
        let by = keys.need_text("by")?;
        let local = keys.table("local", "地方评价").and_then(|keys| local::Local::read(keys, rules));
        let by = match by.as_str() {
            "threshold" => threshold::Threshold::read(&keys, rules).map(By::Threshold),
            "rank_share" => quota::Quota::read(&keys, rules, false).map(By::Quota),
            "unit_share" => quota::Quota::read(&keys, rules, true).map(By::Quota),
            other => {
                keys.fault(format!("不认识的定等方法“{other}”"), "可用：threshold、rank_share、unit_share。");
                // What such a method asks for cannot be known: its tiers are not called unknown on top.
                let _ = keys.take("tier");
                None
            }
        };
        let ceilings: Vec<Ceiling> =
            keys.tables("ceiling", "否决").into_iter().filter_map(|keys| ceiling(keys, rules)).collect();
        let by_one = ceilings.iter().flat_map(|ceiling| ceiling.lower.every()).any(|lower| *lower == Lower::One);
        let ranking = by.as_ref().and_then(By::ranking);
        if by_one && ranking.is_some_and(|ranking| ranking.refill.every().any(|refill| *refill)) {
            let mend = "写 refill = \"no\"，或把 lower = \"one\" 改成 not = \"…\"。";
            keys.fault("降低一档的单位，原来的名额给不给后面的单位，不能断定", mend);
        }
        let flags = keys.tables("flag", "提示").into_iter().filter_map(|keys| flag(keys, rules)).collect();
        let follows = keys.tables("follow", "结果运用").into_iter().filter_map(|keys| follow(keys, rules)).collect();
        let clause = keys.clause();
        keys.done();
        Some(Self { by: by?, local, ceilings, flags, follows, clause })
    }
}

impl By {
    /// How places among all are counted, where they are.
    fn ranking(&self) -> Option<&quota::Ranking> {
        match self {
            Self::Threshold(threshold) => threshold.ranking.as_ref(),
            Self::Quota(quota) => Some(&quota.ranking),
        }
    }
}

impl Tiering {
    /// Whether only a cohort decides, as the place among all does.
    #[must_use]
    pub fn by_place(&self) -> bool {
        match &self.by {
            By::Threshold(threshold) => threshold.ranking.is_some(),
            By::Quota(_) => true,
        }
    }

    /// The total that a tier asks for, where the unit's own total decides.
    #[must_use]
    pub fn line(&self, plan: &Plan<'_>, place: usize) -> Option<crate::exact::Points> {
        match &self.by {
            By::Threshold(threshold) => threshold.line(plan, place),
            By::Quota(_) => None,
        }
    }
}

impl Vetoed {
    /// What it forbids, in words, and where it leaves no choice, what becomes of the unit.
    #[must_use]
    pub fn words(&self, plan: &Plan<'_>) -> String {
        let name = |tier: Option<&String>| tier.map_or(String::new(), |name| format!("“{name}”"));
        let (not, last) = (name(plan.track.tiers.get(self.not)), name(plan.track.tiers.last()));
        let undated = if self.undated {
            format!("（没有填日期，按{}年的算）", plan.dossier.year)
        } else {
            String::new()
        };
        let says = format!("{}{undated}", self.says);
        match self.lower {
            Lower::One => format!("{says}，降低一档"),
            Lower::Next => format!("{says}，不得确定为{not}"),
            Lower::Last if self.not == 0 => format!("{says}，不得确定为{not}，确定为{last}"),
            Lower::Last => format!("{says}，确定为{last}"),
        }
    }

    /// The tier that this veto leaves of `tier`.
    #[must_use]
    pub fn lowered(&self, tier: usize, last: usize) -> usize {
        match self.lower {
            _ if tier > self.not => tier,
            Lower::One => (tier + 1).min(last),
            Lower::Next => (self.not + 1).min(last),
            Lower::Last => last,
        }
    }
}

fn ceiling<'n>(keys: Keys<'n>, rules: &Rules<'n>) -> Option<Ceiling> {
    let slots = &rules.rows.slots;
    let words = [("next", Lower::Next), ("last", Lower::Last), ("one", Lower::One)];
    let lower = slots.slot(&keys, "lower", |keys, node| keys.word(node, "lower", &words));
    let lower = lower.unwrap_or(Slot::Fixed(Lower::Next));
    let not = slots.slot(&keys, "not", |keys, node| {
        let name = keys.as_texts(node, "not").into_iter().next()?;
        tier_place(keys, rules, &name)
    });
    // Every tier that has one below it can fall by one.
    let not = match not {
        None if !keys.has("not") && lower.every().all(|lower| *lower == Lower::One) => {
            Some(Slot::Fixed(rules.tiers.len().saturating_sub(2)))
        }
        None if !keys.has("not") => {
            let _ = keys.need("not");
            None
        }
        not => not,
    };
    let says = keys.need_text("says");
    let rows = row_rule(&keys, &rules.rows)?;
    let sheet = rows.sheet;
    let verified = slots.slot(&keys, "verified", |keys, node| rules.rows.conditions(keys, node, sheet));
    let ceiling = Ceiling {
        not: not?,
        says: says?,
        rows,
        verified: verified.unwrap_or(Slot::Fixed(Vec::new())),
        lower,
        clause: keys.clause(),
    };
    keys.done();
    Some(ceiling)
}

fn follow(keys: Keys<'_>, rules: &Rules<'_>) -> Option<Follow> {
    let from = keys.need_text("from").and_then(|name| tier_place(&keys, rules, &name));
    let says = keys.need_text("says");
    let clause = keys.clause();
    keys.done();
    Some(Follow { from: from?, says: says?, clause })
}

fn flag<'n>(keys: Keys<'n>, rules: &Rules<'n>) -> Option<Flag> {
    let rows = row_rule(&keys, &rules.rows);
    let says = keys.text("says").unwrap_or_else(|| "有只列出的记录；是否影响等次由人决定".to_owned());
    let effect = rules.rows.slots.slot(&keys, "effect", |_, node| node.text().map(str::to_owned));
    keys.done();
    Some(Flag { rows: rows?, says, effect: effect.unwrap_or(Slot::Fixed(String::new())) })
}

/// The place of a tier named in a rule; an unknown one is a fault.
pub fn tier_place(keys: &Keys<'_>, rules: &Rules<'_>, name: &str) -> Option<usize> {
    let found = rules.tiers.iter().position(|tier| tier == name);
    if found.is_none() {
        keys.fault(format!("没有等次“{name}”"), format!("可用：{}。", rules.tiers.join("、")));
    }
    found
}

/// Whether a condition holds, as far as is known.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Holds {
    /// It holds whatever is still open.
    Met,
    /// It fails whatever is still open.
    Unmet,
    /// It depends on what is still open.
    Open,
}

impl Holds {
    /// Both of two conditions.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Unmet, _) | (_, Self::Unmet) => Self::Unmet,
            (Self::Open, _) | (_, Self::Open) => Self::Open,
            _ => Self::Met,
        }
    }

    /// At least one of two conditions.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Met, _) | (_, Self::Met) => Self::Met,
            (Self::Open, _) | (_, Self::Open) => Self::Open,
            _ => Self::Unmet,
        }
    }

    /// From what is true at worst and at best.
    #[must_use]
    pub fn between(worst: bool, best: bool) -> Self {
        match (worst, best) {
            (true, _) => Self::Met,
            (_, false) => Self::Unmet,
            _ => Self::Open,
        }
    }
}

/// A veto that applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vetoed {
    /// What the document calls it.
    pub says: String,
    /// The clause.
    pub clause: String,
    /// The row.
    pub row: RowRef,
    /// The best tier it forbids.
    pub not: usize,
    /// Which tier is left.
    pub lower: Lower,
    /// Whether nobody filled in its date: it counts as one of the year until somebody does.
    pub undated: bool,
}

/// What decides a tier, found for one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The tiers that are still possible, best first, by place; one when it is decided.
    pub possible: Vec<usize>,
    /// The same before any veto.
    pub before_veto: Vec<usize>,
    /// Each condition of the tiers, best tier first.
    pub needs: Vec<threshold::Need>,
    /// The vetoes that apply.
    pub vetoes: Vec<Vetoed>,
    /// Rows that would be a veto if they were verified, with the reason why they are not.
    pub unverified: Vec<(RowRef, String)>,
    /// Rows of a veto's sheet that cannot be read: whether they are a veto is open.
    pub unreadable: Vec<RowRef>,
    /// Whether nobody filled in anything of the unit: then no tier is decided, however little nothing comes to.
    pub unfilled: bool,
}

/// Decides a unit's tier from its points and its local evaluations.
#[must_use]
pub fn decide(plan: &Plan<'_>, unit: &Unit, sums: Sums<'_>) -> Outcome {
    decide_among(plan, unit, sums, None)
}

/// The same, with its place among all where that is known.
#[must_use]
pub fn decide_among(plan: &Plan<'_>, unit: &Unit, sums: Sums<'_>, among: Option<&dyn Among>) -> Outcome {
    let tiering = &plan.track.tiering;
    let local = tiering.local.as_ref().map(|local| local.evaluate(plan, unit));
    let unfilled = is_unfilled(plan, unit);
    let (mut before_veto, needs) = match &tiering.by {
        By::Threshold(threshold) => threshold.decide(plan, Known { sums, local: local.as_ref(), among }),
        By::Quota(_) => ((0..plan.track.tiers.len()).collect(), Vec::new()),
    };
    if unfilled {
        before_veto = (0..plan.track.tiers.len()).collect();
    }
    let (mut vetoes, mut unverified) = (Vec::new(), Vec::new());
    for ceiling in &tiering.ceilings {
        incidents(plan, unit, ceiling, &mut vetoes, &mut unverified);
    }
    // What lowers by one lowers the tier that was earned; what forbids a tier forbids what is left.
    vetoes.sort_by_key(|veto| veto.lower != Lower::One);
    let last = plan.track.tiers.len().saturating_sub(1);
    let lowered = |tier: usize| vetoes.iter().fold(tier, |tier, veto| veto.lowered(tier, last));
    let mut possible: Vec<usize> = before_veto.iter().map(|tier| lowered(*tier)).collect();
    let unreadable = incident::unreadable(plan, unit);
    if !unreadable.is_empty() {
        let worse = tiering.ceilings.iter().flat_map(|ceiling| {
            let not = *plan.read(&ceiling.not);
            let by_one = ceiling.lower.every().any(|lower| *lower == Lower::One);
            let under = move |tier: &usize| match *tier {
                tier if tier > not => tier,
                tier if by_one => (tier + 1).min(last),
                _ => (not + 1).min(last),
            };
            possible.iter().map(under).collect::<Vec<_>>()
        });
        let worse: Vec<usize> = worse.collect();
        possible.extend(worse);
    }
    possible.sort_unstable();
    possible.dedup();
    Outcome { possible, before_veto, needs, vetoes, unverified, unreadable, unfilled }
}

/// What is said of a unit of which nothing is filled in.
pub(crate) const UNFILLED: &str = "除单位信息外没有填任何记录，也没有评分，不能定等";

/// Whether the ledger says nothing of a unit but who it is, and nobody judged it.
fn is_unfilled(plan: &Plan<'_>, unit: &Unit) -> bool {
    let who = |sheet| plan.dossier.dictionary.sheet(sheet).is_some_and(|sheet| sheet.role == Some(Role::Unit));
    let typed = || plan.dossier.typed.range((unit.name.clone(), String::new())..).next();
    unit.sheets_filled().all(who) && typed().is_none_or(|((name, _), _)| *name != unit.name)
}

/// Finds the rows of one veto. A row without a date counts: a verified incident is never dropped for a blank cell.
fn incidents(
    plan: &Plan<'_>,
    unit: &Unit,
    ceiling: &Ceiling,
    vetoes: &mut Vec<Vetoed>,
    unverified: &mut Vec<(RowRef, String)>,
) {
    let mut trace = Trace::default();
    let rows = BoundRows::new(plan, &ceiling.rows, false).undated().counting(unit, &mut trace);
    if rows.is_empty() {
        unverified.extend(trace.refused);
        return;
    }
    let strict = RowRule { also: ceiling.verified.clone(), ..ceiling.rows.clone() };
    let bound = BoundRows::new(plan, &strict, false).undated();
    for row in rows {
        match bound.verdict(row, &mut trace) {
            Verdict::Counts => vetoes.push(Vetoed {
                undated: bound.is_undated(row),
                says: ceiling.says.clone(),
                clause: ceiling.clause.clone(),
                row,
                not: *plan.read(&ceiling.not),
                lower: *plan.read(&ceiling.lower),
            }),
            Verdict::Refused(why) | Verdict::Blank(why) => unverified.push((row, why.to_owned())),
            Verdict::Aside => {}
        }
    }
}

/// What is only pointed out: rows that decide nothing by themselves.
#[must_use]
pub fn flag_findings(plan: &Plan<'_>, unit: &Unit) -> Vec<Finding> {
    let mut findings = Vec::new();
    for flag in &plan.track.tiering.flags {
        plan.read(&flag.effect);
        for row in BoundRows::new(plan, &flag.rows, false).counting(unit, &mut Silent) {
            let why = format!("“{}”{}", unit.name, flag.says);
            findings.push(plan.dossier.finding(row, None, Severity::Explain, why, "随结果一并报告。"));
        }
    }
    findings
}
