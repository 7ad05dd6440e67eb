//! Less (再扣): what is taken off once the points are reckoned, from an indicator or a part, from a content, from the total.
//!
//! ```toml
//! less = { per = [{ says = "…", metric = "…", points = "1" }], limit = "2" }    # see `per`
//!
//! [[track.group]]
//! less = { per = […], limit = "2", floor = "none", absent = { open = "G-12" } }
//!
//! [track.total]
//! less = { per = [{ says = "自评高10%以上的，每高1个百分点扣0.1分", metric = "self_total", over = "total", beyond = "110%", every = "1%", points = "0.1" }], limit = "3" }
//! ```
//!
//! Of an indicator `least` says how far it may fall, and its measure what no row means; of the total `least` does. A content
//! falls to nothing, or below it with `floor = "none"`. `total` is the total before this is taken off it.

use super::per::{How, JUDGED, Per, Sign, Sum, Unread, sum};
use super::{Absent, Case, Fact};
use crate::exact::Points;
use crate::scheme::convention::Slot;
use crate::scheme::load::Rules;
use crate::scheme::read::Keys;
use crate::step::Sink;

/// What is taken off afterwards.
#[derive(Debug, Clone)]
pub struct Less {
    per: Vec<Per>,
    limit: Option<Points>,
    /// What no row means, where no measure says it.
    absent: Option<Slot<Absent>>,
    /// Whether it ends at nothing.
    pub floored: bool,
    /// Where the document says so.
    pub clause: String,
}

/// What something is taken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// An indicator or a part.
    Indicator,
    /// A content.
    Content,
    /// The total.
    Total,
}

impl Less {
    /// Reads `less` of an indicator, a content or the total.
    pub fn read<'n>(keys: &Keys<'n>, rules: &Rules<'n>, from: From) -> Option<Self> {
        let keys = keys.table("less", "扣减")?;
        let per = Per::read_all(&keys, "per", rules);
        let limit = keys.points("limit");
        if let Some(limit) = &limit
            && let Some(own) = per.iter().filter_map(Per::limit).find(|own| *own > limit)
        {
            let why = format!("一条最多扣{own}分，高于各条一共最多扣{limit}分，这个限额永远不起作用");
            keys.fault(why, "核对原文的两个限额。");
        }
        let mut floored = true;
        if from == From::Content
            && let Some(node) = keys.take("floor")
        {
            floored = keys.word(node, "floor", &[("none", false)]).unwrap_or(true);
        }
        let own_absent = from != From::Indicator && keys.has("absent");
        let absent = own_absent.then(|| Absent::read(&keys, rules));
        if from != From::Indicator {
            if !rules.levels.is_empty() {
                keys.fault("评等次的考核对象没有分可扣", "less 只写在打分的方案里。");
            }
            if per.iter().any(|per| per.amount().asks_peers()) {
                let mend = "与别的单位比的，写成一个指标，用 deduct。";
                keys.fault("从考核内容、总分里扣的，不能与别的单位比", mend);
            }
        }
        let clause = keys.clause();
        keys.done();
        Some(Self { per, limit, absent, floored, clause })
    }

    /// What is taken off for.
    #[must_use]
    pub fn per(&self) -> &[Per] {
        &self.per
    }

    /// What is taken off an indicator; `None` where some amount is not known. `absent` is what its measure says of no rows.
    pub(super) fn of_indicator(
        &self,
        case: &Case<'_>,
        absent: Option<Absent>,
        facts: &mut Vec<Fact>,
        sink: &mut impl Sink,
    ) -> Option<Sum> {
        let short = self.per.iter().any(|per| per.is_short_of_all(case));
        let open = if short && absent == Some(Absent::Open) { Unread::Short } else { Unread::Counted };
        self.sum(case, (Absent::Open, open), JUDGED, facts, sink)
    }

    /// What is taken off a content or the total; `None` where some amount is not known.
    pub fn of_sum(&self, case: &Case<'_>, facts: &mut Vec<Fact>, sink: &mut impl Sink) -> Option<Sum> {
        let absent = self.absent.as_ref().map(|absent| *case.plan.read(absent));
        let open = if absent == Some(Absent::Open) { Unread::All } else { Unread::Counted };
        self.sum(case, (absent.unwrap_or(Absent::Open), open), "待定", facts, sink)
    }

    /// The most that it takes off, where it says so.
    #[must_use]
    pub fn limit(&self) -> Option<Points> {
        let own: Option<Vec<&Points>> = self.per.iter().map(Per::limit).collect();
        self.limit.clone().or_else(|| own.map(|own| own.into_iter().sum()))
    }

    fn sum(
        &self,
        case: &Case<'_>,
        (absent, open): (Absent, Unread),
        unknown: &'static str,
        facts: &mut Vec<Fact>,
        sink: &mut impl Sink,
    ) -> Option<Sum> {
        let how = How { sign: Sign::Takes, limit: self.limit.as_ref(), absent, open, unknown };
        sum(&self.per, how, case, facts, sink)
    }
}
