//! `deduct`: full points less something for every miss or incident (扣分).
//!
//! ```toml
//! measure = "deduct"
//! per     = [{ says = "每缺一次", metric = "absences", points = "0.5", limit = "3" }, …]   # see `per`
//! limit   = "5"                # the most that all clauses take together
//! floor   = "0"                # none: an item may fall below zero (本项扣分不保底)
//! absent  = { open = "G-12" }  # without the key, no row means nothing to deduct; of a group (`each`): still to be handed in
//! ```

use super::per::{How, JUDGED, Per, Sign, Unread, sum};
use super::{Absent, Case, Scored, ratio};
use crate::exact::{Points, Range};
use crate::judgement::Judgement;
use crate::metric::lacking::is_unread;
use crate::scheme::convention::Slot;
use crate::scheme::load::Rules;
use crate::scheme::read::Keys;
use crate::step::{Sink, Step, What};

/// An indicator that loses points.
#[derive(Debug, Clone)]
pub struct Deduct {
    /// What takes points off.
    pub per: Vec<Per>,
    limit: Option<Points>,
    floor: Slot<Option<Points>>,
    pub(super) absent: Option<Slot<Absent>>,
}

impl Deduct {
    /// Reads the words of this measure.
    pub fn read<'n>(keys: &Keys<'n>, rules: &Rules<'n>) -> Option<Self> {
        let per = Per::read_all(keys, "per", rules);
        if !keys.has("points") {
            keys.fault("扣分指标没有满分", "补写 points = \"…\"。");
        }
        let floor = rules.rows.slots.slot(keys, "floor", |keys, node| match node.text() {
            Some("none") => Some(None),
            _ => keys.as_points(node, "floor").map(Some),
        });
        let absent = keys.has("absent").then(|| Absent::read(keys, rules));
        let limit = keys.points("limit");
        Some(Self { per, limit, floor: floor.unwrap_or(Slot::Fixed(Some(Points::ZERO))), absent })
    }

    /// Full points less every deduction; a person's judgement where an amount is not known.
    pub fn score(&self, case: &Case<'_>, given: &[Judgement], sink: &mut impl Sink) -> Scored {
        let plan = case.plan;
        let mut metrics = self.per.iter().filter_map(|per| plan.metric(per.amount().quantity().metric));
        let mut open = Unread::Counted;
        if let Some(absent) = &self.absent {
            let (all, absent) = (metrics.all(|metric| is_unread(plan, case.unit, metric, sink)), *plan.read(absent));
            // What may fall below zero is as low as all that it may lose.
            let falls = absent == Absent::Open && !self.per.iter().any(|per| per.amount().is_spread());
            if all && !(falls && plan.read(&self.floor).is_none()) {
                return absent.score(case.bounds, sink);
            }
            open = match absent {
                Absent::Zero => Unread::Counted,
                Absent::Open if all => Unread::All,
                Absent::Open => Unread::Short,
            };
        }
        let full = case.bounds.possible.clone();
        let mut steps = super::later::Later::default();
        let mut facts = Vec::new();
        let how = How {
            sign: Sign::Takes,
            limit: self.limit.as_ref(),
            absent: self.absent.as_ref().map_or(Absent::Open, |absent| *plan.read(absent)),
            open,
            unknown: JUDGED,
        };
        let taken = sum(&self.per, how, case, &mut facts, &mut steps.over(sink));
        let Some(taken) = taken.filter(|taken| !taken.left_to(given)) else {
            return Scored { facts, ..ratio::judged(case, given, sink) };
        };
        sink.step(|| Step { what: What::Full, adds: Some(full.clone()), basis: Vec::new() });
        steps.give(sink, |_, adds| adds);
        let mut left = Range { sure: &full - &taken.range.possible, possible: &full - &taken.range.sure };
        if let Some(floor) = plan.read(&self.floor) {
            if left.sure < *floor {
                let (before, after) = (left.sure.clone(), floor.clone());
                let adds = &after - &before;
                sink.step(|| Step { what: What::Cap { before, after }, adds: Some(adds), basis: Vec::new() });
                left.sure.clone_from(floor);
            }
            if left.possible < *floor {
                left.possible.clone_from(floor);
            }
        }
        Scored { facts, ..taken.scored(left) }
    }
}
