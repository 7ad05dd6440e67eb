//! What a cohort ranks its units by (`[track.cohort]`): votes, a score given from outside, or the units' own totals.
//!
//! ```toml
//! [track.cohort]
//! per    = { open = "Z22-01" }     # all | category
//! by     = ["votes", "given", "total"]      # the first that a unit has; its total where this is not written
//! apart  = { open = "Z22-12" }     # categories that are judged elsewhere: no rank, not counted; [] for none
//! name, weights, part                       # other sources blended in, see `blend`
//! hold   = { says = "…，不定等次", sheet = "问题与否决", where = [ … ], verified = { open = "G-22" } }   # no tier, but counted
//! break  = ["3", "加分项", "扣分项"]     # of the same score the one with more points here goes first; of a penalty, with fewer
//!   [track.cohort.votes]
//!   sheet = "投票评分"
//!   voter = "评审人单位"
//!   points = "分数"
//!   level = "等次"
//!   own   = { open = "G-13" }       # drop | count
//!   trim  = { open = "Z22-04" }     # none | one: the highest and the lowest left out, from ten votes on
//!   [track.cohort.given]
//!   sheet = "分项结果"
//!   points = "得分"
//!   rank  = "名次"
//! ```

use super::blend::Blend;
use crate::dossier::{RowRef, Unit};
use crate::exact::Points;
use crate::ledger::dictionary::{FieldIx, SheetIx};
use crate::ledger::table::State;
use crate::metric::number;
use crate::plan::Plan;
use crate::scheme::convention::Slot;
use crate::scheme::load::{Rules, row_rule};
use crate::scheme::model::{Group, Indicator, RowRule, Track};
use crate::scheme::read::{Keys, Node};

/// How a cohort is made up and what it ranks by.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Whether each category is ranked by itself.
    pub per_category: Slot<bool>,
    by: Vec<Source>,
    /// Categories that are judged elsewhere.
    pub apart: Slot<Vec<String>>,
    /// Other sources that are blended in.
    pub blend: Option<Blend>,
    /// What keeps a unit without a tier (不定等次); it still counts among all units.
    pub hold: Option<Hold>,
    /// What goes before others where the score is the same, in turn.
    pub breaks: Vec<Breaker>,
    votes: Option<Votes>,
    given: Option<Given>,
}

/// What tells units of the same score apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Breaker {
    /// More points of an indicator, by place in the track.
    Indicator(usize),
    /// More points of a content, by place in the track.
    Content(usize),
    /// Fewer points that a content takes off.
    Fewer(usize),
}

/// Rows that keep a unit without a tier.
#[derive(Debug, Clone)]
pub struct Hold {
    /// The rows, the certain ones; others are pointed out.
    pub rows: RowRule,
    /// What is said of such a unit.
    pub says: String,
}

/// Where a score comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Votes,
    Given,
    Total,
}

#[derive(Debug, Clone)]
struct Votes {
    sheet: SheetIx,
    voter: FieldIx,
    points: FieldIx,
    level: FieldIx,
    drop_own: Slot<bool>,
    trim: Slot<bool>,
}

#[derive(Debug, Clone)]
struct Given {
    sheet: SheetIx,
    points: FieldIx,
    rank: FieldIx,
}

/// What one unit is ranked by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The score; a rank given from outside without a score is its negative, so that a smaller rank is more.
    pub score: Points,
    /// Where it comes from, in words.
    pub says: String,
    /// Whether it is only a rank.
    pub is_rank: bool,
    /// Whether it is the unit's own total, which more points raise.
    pub of_total: bool,
    /// Votes that were left out, with the reason.
    pub refused: Vec<(RowRef, &'static str)>,
}

impl Standing {
    /// Reads `[track.cohort]`.
    pub fn read<'n>(keys: Keys<'n>, rules: &Rules<'n>, groups: &[Group]) -> Option<Self> {
        let slots = &rules.rows.slots;
        let breaks = keys.items("break").into_iter().filter_map(|node| Breaker::read(&keys, node, groups)).collect();
        let per = slots.slot(&keys, "per", |keys, node| keys.word(node, "per", &[("category", true), ("all", false)]));
        let words = [("votes", Source::Votes), ("given", Source::Given), ("total", Source::Total)];
        let by: Vec<Source> = keys.items("by").into_iter().filter_map(|node| keys.word(node, "by", &words)).collect();
        let by = if keys.has("by") { by } else { vec![Source::Total] };
        let apart = slots.slot(&keys, "apart", |keys, node| Some(keys.as_texts(node, "apart")));
        let hold = keys.table("hold", "不定等次").and_then(|keys| hold(keys, rules));
        let votes = keys.table("votes", "投票").and_then(|keys| votes(keys, rules));
        let given = keys.table("given", "给定得分").and_then(|keys| {
            let sheet = rules.rows.sheet(&keys)?;
            let field = |key| rules.rows.field_at(&keys, key, sheet);
            let (points, rank) = (field("points"), field("rank"));
            keys.done();
            Some(Given { sheet, points: points?, rank: rank? })
        });
        let blend = Blend::read(&keys, rules);
        keys.done();
        let apart = apart.unwrap_or(Slot::Fixed(Vec::new()));
        Some(Self { per_category: per.unwrap_or(Slot::Fixed(false)), by, apart, blend, hold, breaks, votes, given })
    }

    /// Whether some answer puts a category apart: where none does, nothing hangs on the question.
    #[must_use]
    pub fn names_apart(&self, category: &str) -> bool {
        let names = |list: &Vec<String>| list.iter().any(|name| name == category);
        match &self.apart {
            Slot::Fixed(list) => names(list),
            Slot::Open { picks, .. } => picks.iter().any(names),
        }
    }

    /// Whether a unit for which nothing else is given is ranked by its total.
    #[must_use]
    pub fn takes_totals(&self) -> bool {
        self.by.contains(&Source::Total)
    }

    /// The sheets that its marks come from.
    pub fn sheets(&self) -> impl Iterator<Item = SheetIx> {
        let own = self.votes.iter().map(|votes| votes.sheet).chain(self.given.iter().map(|given| given.sheet));
        own.chain(self.blend.iter().flat_map(Blend::sheets))
    }

    /// What a unit is ranked by; `None` while nothing of it is known. `total` is its own total, where that is settled.
    #[must_use]
    pub fn mark(&self, plan: &Plan<'_>, unit: &Unit, total: Option<&Points>) -> Option<Mark> {
        self.by.iter().find_map(|source| match source {
            Source::Votes => self.votes.as_ref()?.mark(plan, unit),
            Source::Given => self.given.as_ref()?.mark(plan, unit),
            Source::Total => total.map(|total| Mark {
                says: format!("得分{}", total.shown()),
                score: total.clone(),
                is_rank: false,
                of_total: true,
                refused: Vec::new(),
            }),
        })
    }
}

impl Breaker {
    /// Reads an indicator's number or a content's name. What some units do not have tells nobody apart.
    fn read(keys: &Keys<'_>, node: &Node, groups: &[Group]) -> Option<Self> {
        let name = node.text().unwrap_or_default();
        let indicators = groups.iter().flat_map(|group| group.indicators.iter().map(move |one| (group, one)));
        let is_some_only = |one: &Indicator| one.applies.every().any(Option::is_some);
        let indicator = indicators.enumerate().find(|(_, (_, one))| one.no == name);
        let content = groups.iter().position(|group| group.name == name);
        let (found, some) = match (indicator, content.and_then(|at| Some((at, groups.get(at)?)))) {
            (Some((at, (group, one))), _) => (Self::Indicator(at), !group.only.is_empty() || is_some_only(one)),
            (None, Some((at, group))) => {
                let found = if group.penalty { Self::Fewer(at) } else { Self::Content(at) };
                (found, !group.only.is_empty())
            }
            (None, None) => {
                let why = format!("没有“{name}”这个指标或考核内容");
                keys.files().fault_at(node, why, "写本表的指标号，或考核内容的名称。");
                return None;
            }
        };
        if some {
            let why = format!("“{name}”有的单位不考核，得分相同时不能拿它分先后");
            keys.files().fault_at(node, why, "写各单位都考核的指标或考核内容。");
        }
        Some(found)
    }

    /// `指标3`, `“扣分项”`.
    #[must_use]
    pub fn words(self, track: &Track) -> String {
        let content = |at: usize| track.groups.get(at).map_or_else(String::new, |group| format!("“{}”", group.name));
        match self {
            Self::Indicator(at) => {
                track.indicators().nth(at).map_or_else(String::new, |(_, one)| format!("指标{}", one.no))
            }
            Self::Content(at) | Self::Fewer(at) => content(at),
        }
    }
}

impl Votes {
    /// The mean of the votes that count.
    fn mark(&self, plan: &Plan<'_>, unit: &Unit) -> Option<Mark> {
        let dossier = plan.dossier;
        let (mut values, mut refused) = (Vec::new(), Vec::new());
        for row in unit.rows(self.sheet) {
            let Some(points) = self.vote(plan, *row) else {
                refused.push((*row, "没有填分数或等次，不计"));
                continue;
            };
            let own =
                matches!(dossier.cell(*row, self.voter), (State::Known, voter) if dossier.word(voter) == unit.name);
            if points.is_negative() || points > Points::from(100) {
                refused.push((*row, "分数应在0至100之间，不计"));
                continue;
            }
            if own && *plan.read(&self.drop_own) {
                refused.push((*row, "评审人来自本单位，不计"));
                continue;
            }
            values.push((points, *row));
        }
        if values.len() >= 10 && *plan.read(&self.trim) {
            values.sort();
            refused.extend(values.first().map(|(_, row)| (*row, "最低分，不计")));
            refused.extend(values.last().map(|(_, row)| (*row, "最高分，不计")));
            values = values[1..values.len() - 1].to_vec();
        }
        if values.is_empty() {
            return None;
        }
        let count = values.len();
        let sum: Points = values.iter().map(|(points, _)| points).sum();
        let score = sum.over(&Points::from(i64::try_from(count).unwrap_or(i64::MAX)));
        Some(Mark {
            says: format!("{count}票平均{}分", score.shown()),
            score,
            is_rank: false,
            of_total: false,
            refused,
        })
    }

    fn vote(&self, plan: &Plan<'_>, row: RowRef) -> Option<Points> {
        match plan.dossier.cell(row, self.points) {
            (State::Known, value) => Some(number(plan, row, self.points, value)),
            _ => match plan.dossier.cell(row, self.level) {
                (State::Known, value) => plan.track.rating.as_ref()?.worth(plan, plan.dossier.word(value)),
                _ => None,
            },
        }
    }
}

impl Given {
    fn mark(&self, plan: &Plan<'_>, unit: &Unit) -> Option<Mark> {
        let found = |field: FieldIx| {
            unit.rows(self.sheet).iter().find_map(|row| match plan.dossier.cell(*row, field) {
                (State::Known, value) => Some(number(plan, *row, field, value)),
                _ => None,
            })
        };
        if let Some(score) = found(self.points) {
            let says = format!("得分{}", score.shown());
            return Some(Mark { says, score, is_rank: false, of_total: false, refused: Vec::new() });
        }
        let rank = found(self.rank)?;
        let says = format!("名次{}", rank.shown());
        Some(Mark { score: &Points::ZERO - &rank, says, is_rank: true, of_total: false, refused: Vec::new() })
    }
}

fn hold<'n>(keys: Keys<'n>, rules: &Rules<'n>) -> Option<Hold> {
    let says = keys.need_text("says");
    let mut rows = row_rule(&keys, &rules.rows)?;
    let slots = &rules.rows.slots;
    if let Some(verified) = slots.slot(&keys, "verified", |keys, node| rules.rows.conditions(keys, node, rows.sheet)) {
        rows.also = verified;
    }
    keys.done();
    Some(Hold { rows, says: says? })
}

fn votes<'n>(keys: Keys<'n>, rules: &Rules<'n>) -> Option<Votes> {
    let sheet = rules.rows.sheet(&keys)?;
    let field = |key| rules.rows.field_at(&keys, key, sheet);
    let (voter, points, level) = (field("voter"), field("points"), field("level"));
    let slots = &rules.rows.slots;
    let drop_own = slots.slot(&keys, "own", |keys, node| keys.word(node, "own", &[("drop", true), ("count", false)]));
    let trim = slots.slot(&keys, "trim", |keys, node| keys.word(node, "trim", &[("one", true), ("none", false)]));
    keys.done();
    Some(Votes {
        sheet,
        voter: voter?,
        points: points?,
        level: level?,
        drop_own: drop_own.unwrap_or(Slot::Fixed(true)),
        trim: trim.unwrap_or(Slot::Fixed(false)),
    })
}
