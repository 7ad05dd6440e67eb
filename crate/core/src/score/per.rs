//! Points for an amount (按量计分): so many points for each one of it, to a limit.
//!
//! ```toml
//! { says = "每缺一次扣0.5分，最多扣3分", metric = "absences", points = "0.5", limit = "3" }   # see `amount` for the amount
//! { says = "每人少1天扣0.2分，每人最多2分", metric = "stayed", below = "220", each = ["姓名"], points = "0.2", each_limit = "2" }
//! ```
//!
//! See `limits` for the limits of groups, and `sum` for how a list is added up.

mod limits;
mod sum;

use self::limits::Limits;
pub use self::sum::{How, JUDGED, Sign, Sum, Unread, sum};
use super::Case;
use super::amount::Amount;
use crate::exact::Points;
use crate::metric::lacking::is_unread;
use crate::scheme::load::Rules;
use crate::scheme::read::Keys;
use crate::step::Silent;

/// Points for an amount.
#[derive(Debug, Clone)]
pub struct Per {
    says: String,
    amount: Amount,
    points: Points,
    /// The most of one group, and of groups together.
    groups: Limits,
    limit: Option<Points>,
}

impl Per {
    /// Reads the list `key`; an empty one is a fault.
    pub fn read_all<'n>(keys: &Keys<'n>, key: &str, rules: &Rules<'n>) -> Vec<Self> {
        let per: Vec<Self> =
            keys.tables(key, "按量计分").into_iter().filter_map(|keys| Self::read(keys, rules)).collect();
        if keys.items(key).is_empty() {
            let mend = format!("补写 {key} = [{{ says = \"…\", metric = \"…\", points = \"…\" }}]。");
            keys.fault("没有写每多少给几分或扣几分", mend);
        }
        per
    }

    fn read<'n>(keys: Keys<'n>, rules: &Rules<'n>) -> Option<Self> {
        let says = keys.need_text("says");
        let amount = Amount::read(&keys, rules);
        let points = keys.need("points").and_then(|_| keys.points("points"));
        let none = |points: &&Points| points.is_negative() || points.is_zero();
        if let Some(points) = points.as_ref().filter(none) {
            let mend = "写正数：扣几分写在 deduct、less 里，加几分写在 accrue 里。";
            keys.fault(format!("每次{points}分，应当大于0"), mend);
        }
        let limit = keys.points("limit");
        if let Some((points, limit)) = points.as_ref().zip(limit.as_ref()).filter(|(points, limit)| limit < points) {
            let why = format!("每次{points}分，却最多{limit}分，封顶总是起作用");
            keys.fault(why, "核对原文；limit 是这一条最多给或扣几分。");
        }
        let groups = Limits::read(&keys, points.as_ref(), limit.as_ref());
        keys.done();
        Some(Self { says: says?, amount: amount?, points: points?, groups, limit })
    }

    /// What it says.
    #[must_use]
    pub fn says(&self) -> &str {
        &self.says
    }

    /// Whether it counts what is short to a line, and nothing was handed in.
    #[must_use]
    pub fn is_short_of_all(&self, case: &Case<'_>) -> bool {
        let metric = case.plan.metric(self.amount.quantity().metric).filter(|_| self.amount.is_below());
        metric.is_some_and(|metric| is_unread(case.plan, case.unit, metric, &mut Silent))
    }

    /// The most that it comes to by itself, where it says so.
    #[must_use]
    pub fn limit(&self) -> Option<&Points> {
        self.limit.as_ref()
    }

    /// The amount that it counts.
    #[must_use]
    pub fn amount(&self) -> &Amount {
        &self.amount
    }
}
