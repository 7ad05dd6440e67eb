//! Points for an amount (按量计分): so many points for each one of it, to a limit.
//!
//! ```toml
//! { says = "每缺一次扣0.5分，最多扣3分", metric = "absences", points = "0.5", limit = "3" }   # see `amount` for the amount
//! ```

use super::amount::Amount;
use super::{Case, Fact};
use crate::exact::Points;
use crate::scheme::load::Rules;
use crate::scheme::read::Keys;
use crate::step::{Sink, Step, What};

/// Points for an amount.
#[derive(Debug, Clone)]
pub struct Per {
    says: String,
    amount: Amount,
    points: Points,
    limit: Option<Points>,
}

/// Whether points are given or taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// They are added.
    Gives,
    /// They are taken off.
    Takes,
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
        let limit = keys.points("limit");
        if let Some((points, limit)) = points.as_ref().zip(limit.as_ref())
            && limit < points
        {
            keys.fault(
                format!("每次{points}分，却最多{limit}分，封顶总是起作用"),
                "核对原文；limit 是这一条最多给或扣几分。",
            );
        }
        keys.done();
        Some(Self { says: says?, amount: amount?, points: points?, limit })
    }

    /// What it says.
    #[must_use]
    pub fn says(&self) -> &str {
        &self.says
    }

    /// The amount that it counts.
    #[must_use]
    pub fn amount(&self) -> &Amount {
        &self.amount
    }
}

/// Adds up a list, with one step for each; `None` where some amount is not known. `limit` is the most that all together
/// come to.
pub fn sum(
    list: &[Per],
    (sign, limit): (Sign, Option<&Points>),
    case: &Case<'_>,
    facts: &mut Vec<Fact>,
    sink: &mut impl Sink,
) -> Option<Points> {
    let (mut sum, mut known) = (Points::ZERO, true);
    for per in list {
        let Some(count) = per.amount.value(case, facts, sink) else {
            sink.note(|| format!("{}：没有可比的数，由人评定", per.says));
            known = false;
            continue;
        };
        let points = &count * &per.points;
        let points = per.limit.as_ref().map_or_else(|| points.clone(), |limit| points.at_most(limit));
        let points = limit.map_or_else(|| points.clone(), |limit| points.at_most(&(limit - &sum)));
        sum += &points;
        let signed = if sign == Sign::Takes { &Points::ZERO - &points } else { points };
        let unit = per.amount.unit(case).to_owned();
        let what = match sign {
            Sign::Takes => What::Deducted { says: per.says.clone(), count, unit },
            Sign::Gives => What::Accrued { says: per.says.clone(), count, unit },
        };
        sink.step(|| Step { what, adds: Some(signed), basis: Vec::new() });
    }
    known.then_some(sum)
}
