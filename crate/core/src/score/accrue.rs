//! `accrue`: points that grow with amounts (按量累计), from a start: so many for each, for each full step, for what lies
//! beyond a quota. Together with `per`'s limits this says a + b·x; for a − b·x see `deduct`.
//!
//! ```toml
//! measure = "accrue"
//! start   = "2"                # the base that everyone has; 0 without it
//! per     = [{ says = "超出任务每10人加0.5分", metric = "trained", beyond = "trained_target", every = "10", points = "0.5", limit = "2" }]
//! limit   = "5"                # the most that all clauses give together
//! absent  = { open = "G-12" }  # without the key, no row means nothing to add
//! ```

use super::later::Later;
use super::per::{How, JUDGED, Per, Sign, Unread, sum};
use super::{Absent, Case, Scored, ratio};
use crate::exact::{Points, Range};
use crate::judgement::Judgement;
use crate::metric::lacking::is_unread;
use crate::scheme::convention::Slot;
use crate::scheme::load::Rules;
use crate::scheme::read::Keys;
use crate::step::{Sink, Step, What};

/// An indicator that gains points.
#[derive(Debug, Clone)]
pub struct Accrue {
    start: Points,
    /// What gives points.
    pub per: Vec<Per>,
    limit: Option<Points>,
    pub(super) absent: Option<Slot<Absent>>,
}

impl Accrue {
    /// Reads the words of this measure.
    pub fn read<'n>(keys: &Keys<'n>, rules: &Rules<'n>) -> Option<Self> {
        let per = Per::read_all(keys, "per", rules);
        let start = keys.points("start").unwrap_or_default();
        let limit = keys.points("limit");
        let absent = keys.has("absent").then(|| Absent::read(keys, rules));
        Some(Self { start, per, limit, absent })
    }

    /// The most that it gives by its own limits; `None` where they do not bound it.
    #[must_use]
    pub fn own_most(&self) -> Option<Points> {
        let limits: Option<Vec<&Points>> = self.per.iter().map(Per::limit).collect();
        let gained = self.limit.clone().or_else(|| limits.map(|limits| limits.into_iter().sum()))?;
        Some(&self.start + &gained)
    }

    /// Whether what it gives may be open, so that something must say how much that is at most.
    #[must_use]
    pub fn may_be_open(&self) -> bool {
        let open = |absent: &Slot<Absent>| absent.every().any(|absent| *absent == Absent::Open);
        self.per.iter().any(|per| per.amount().may_lack()) || self.absent.as_ref().is_some_and(open)
    }

    /// The start and what every amount gives; a person's judgement where an amount is not known.
    pub fn score(&self, case: &Case<'_>, given: &[Judgement], sink: &mut impl Sink) -> Scored {
        let plan = case.plan;
        let mut metrics = self.per.iter().filter_map(|per| plan.metric(per.amount().quantity().metric));
        if let Some(absent) = &self.absent
            && self.start.is_zero()
            && metrics.all(|metric| is_unread(plan, case.unit, metric, sink))
        {
            return plan.read(absent).score(case.bounds, sink);
        }
        let (mut facts, mut steps) = (Vec::new(), Later::default());
        let how = How {
            sign: Sign::Gives,
            limit: self.limit.as_ref(),
            absent: self.absent.as_ref().map_or(Absent::Open, |absent| *plan.read(absent)),
            open: Unread::Counted,
            unknown: JUDGED,
        };
        let gained = sum(&self.per, how, case, &mut facts, &mut steps.over(sink));
        let Some(gained) = gained.filter(|gained| !gained.left_to(given)) else {
            return Scored { facts, ..ratio::judged(case, given, sink) };
        };
        if !self.start.is_zero() {
            sink.step(|| Step { what: What::Start, adds: Some(self.start.clone()), basis: Vec::new() });
        }
        steps.give(sink, |_, adds| adds);
        let range = Range::exactly(self.start.clone()).plus(&gained.range);
        Scored { facts, ..gained.scored(range) }
    }
}
