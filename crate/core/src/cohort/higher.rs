//! The way up: the fewest points with which a unit would have a better tier, where tiers ask for a place and a score. All other
//! units stay as they are; what points do not change, a local evaluation or a veto, stays too.

use super::board::{Board, marked};
use super::{Higher, allowed};
use crate::exact::{Points, Range};
use crate::plan::Plan;
use crate::tier::condition::TierCondition;
use crate::tier::quota::Ties;
use crate::tier::standing::Mark;
use crate::tier::threshold::{Among, Known, Sums};
use crate::tier::{Holds, decide_among};
use crate::total::widest;

/// A mark that is asked for: at least this, or, for `beyond`, more than this. `None` where any will do.
type Asked = Option<(Points, bool)>;

/// The better tier that the fewest points more bring a unit that has `tier`; `None` where no points do.
pub(super) fn of(plan: &Plan<'_>, board: &Board<'_, '_>, at: usize, tier: usize) -> Option<Higher> {
    let runner = &board.runners[at];
    let own = runner.mark.as_ref().filter(|mark| !mark.is_rank)?;
    if board.is_open() || runner.held {
        return None;
    }
    // What a total cannot reach is no way up; a mark from outside may be anything.
    let most = widest(plan).possible;
    (0..tier).rev().find_map(|better| {
        // A veto may leave this tier of a better one, and that one may ask for fewer points.
        let left = (0..=better).filter(|tier| allowed(plan, runner.evaluated, *tier).0 == better);
        let (mark, beyond) = left.filter_map(|tier| Climb { plan, board, at, tier, own }.asked()).min()??;
        if own.of_total && (mark > most || (beyond && mark == most)) {
            return None;
        }
        let reached = if beyond { &mark + &Points::ratio(1, 1_000_000) } else { mark.clone() };
        let raised = Raised { board, at, mark: Mark { score: reached.clone(), ..own.clone() } };
        let total = if own.of_total { Some(Range::exactly(reached)) } else { runner.evaluated.total.clone() };
        let sums = Sums { total: total.as_ref(), ..runner.evaluated.sums(plan) };
        let outcome = decide_among(plan, runner.unit, sums, Some(&raised));
        if outcome.possible != [better] {
            return None;
        }
        let tier = plan.track.tiers.get(better)?.clone();
        let points = &mark - &own.score;
        let what = if own.of_total { "得分" } else { "排名得分" };
        let says = if beyond {
            format!("{what}再高{}分以上（超过{}分），其他单位不变，为“{tier}”", points.shown(), mark.shown())
        } else {
            format!("{what}再高{}分（{}分），其他单位不变，为“{tier}”", points.shown(), mark.shown())
        };
        Some(Higher { tier, points, beyond, says })
    })
}

/// A unit on its way to a better tier.
struct Climb<'c, 'p, 'b, 'r> {
    plan: &'c Plan<'p>,
    board: &'c Board<'b, 'r>,
    at: usize,
    tier: usize,
    own: &'c Mark,
}

impl Climb<'_, '_, '_, '_> {
    /// The mark that the tier asks for, and that keeps the unit out of the tiers from the end; `None` where none does.
    fn asked(&self) -> Option<Asked> {
        let all = |tier: usize| self.board.threshold.conditions(self.plan, tier);
        let mut asked = self.every(all(self.tier), Self::of)?;
        for low in self.board.threshold.low_tiers() {
            asked = asked.max(self.some(all(low), Self::against)?);
        }
        Some(asked)
    }

    fn every(&self, of: &[TierCondition], ask: fn(&Self, &TierCondition) -> Option<Asked>) -> Option<Asked> {
        of.iter().try_fold(None, |asked: Asked, one| Some(asked.max(ask(self, one)?)))
    }

    fn some(&self, of: &[TierCondition], ask: fn(&Self, &TierCondition) -> Option<Asked>) -> Option<Asked> {
        of.iter().filter_map(|one| ask(self, one)).min()
    }

    /// The mark with which a condition holds.
    fn of(&self, condition: &TierCondition) -> Option<Asked> {
        match condition {
            TierCondition::All(inner) => self.every(inner, Self::of),
            TierCondition::Any(inner) => self.some(inner, Self::of),
            TierCondition::TotalAtLeast(_) | TierCondition::LevelAtLeast(_) => {
                self.line(&condition.line(self.plan)?, true)
            }
            TierCondition::MarkAtLeast(line) => self.line(line, false),
            TierCondition::RankTop(ranks) => {
                let places = self.board.ranking.places(self.plan, ranks, self.board.runners.len());
                self.rank(places, self.board.fit.get(self.tier), self.board.ties.top)
            }
            _ => (self.holds(condition) == Holds::Met).then_some(None),
        }
    }

    /// The mark with which a condition of a tier from the end does not hold.
    fn against(&self, condition: &TierCondition) -> Option<Asked> {
        match condition {
            TierCondition::All(inner) => self.some(inner, Self::against),
            TierCondition::Any(inner) => self.every(inner, Self::against),
            TierCondition::TotalBelow(line) => self.line(line, true),
            TierCondition::MarkBelow(line) => self.line(line, false),
            TierCondition::RankBottom(ranks) => {
                let units = self.board.runners.len();
                let places = self.board.ranking.places(self.plan, ranks, units);
                self.rank(units.saturating_sub(places), None, self.board.ties.bottom)
            }
            _ => (self.holds(condition) == Holds::Unmet).then_some(None),
        }
    }

    /// The mark that reaches a line; one of the total that the mark does not move is reached already or never.
    fn line(&self, line: &Points, of_total: bool) -> Option<Asked> {
        if !of_total || self.own.of_total {
            return Some((self.own.score < *line).then(|| (line.clone(), false)));
        }
        let total = self.board.runners[self.at].evaluated.total.as_ref()?;
        (total.sure >= *line).then_some(None)
    }

    /// The mark that is among so many from the first, of those that are in the way.
    fn rank(&self, places: usize, fit: Option<&Vec<Holds>>, ties: Ties) -> Option<Asked> {
        let last = places.checked_sub(1)?;
        let in_the_way = |(other, _): &(usize, _)| {
            *other != self.at && fit.and_then(|fit| fit.get(*other)).is_none_or(|fit| *fit == Holds::Met)
        };
        let others = self.board.runners.iter().enumerate().filter(in_the_way);
        // The units stand in the order of their marks.
        let mut marks = others.filter_map(|(_, runner)| Some((&runner.mark.as_ref()?.score, &runner.breaks)));
        let Some((line, breaks)) = marks.nth(last) else { return Some(None) };
        let beyond = first(breaks, &self.board.runners[self.at].breaks, ties);
        let lacks = if beyond { self.own.score <= *line } else { self.own.score < *line };
        Some(lacks.then(|| (line.clone(), beyond)))
    }

    /// Whether a condition that no points change holds.
    fn holds(&self, condition: &TierCondition) -> Holds {
        let runner = &self.board.runners[self.at];
        let local = self.plan.track.tiering.local.as_ref().map(|local| local.evaluate(self.plan, runner.unit));
        let known = Known { sums: runner.evaluated.sums(self.plan), local: local.as_ref(), among: None };
        crate::tier::threshold::test(self.plan, self.tier, condition, known).0
    }
}

/// A unit with another mark among the others.
struct Raised<'s, 'b, 'r> {
    board: &'s Board<'b, 'r>,
    at: usize,
    mark: Mark,
}

impl Among for Raised<'_, '_, '_> {
    fn tested(&self, plan: &Plan<'_>, tier: usize, condition: &TierCondition) -> (Holds, String) {
        let units = self.board.runners.len();
        let holds = match condition {
            TierCondition::RankTop(ranks) => {
                let places = self.board.ranking.places(plan, ranks, units);
                let rank = self.rank(self.board.fit.get(tier), self.board.ties.top);
                Holds::between(rank <= places, rank <= places)
            }
            TierCondition::RankBottom(ranks) => {
                let places = self.board.ranking.places(plan, ranks, units);
                let from_end = units + 1 - self.rank(None, self.board.ties.bottom);
                Holds::between(from_end <= places, from_end <= places)
            }
            _ => marked(Some(&self.mark), None, condition).map_or(Holds::Open, |(holds, _)| holds),
        };
        (holds, String::new())
    }
}

impl Raised<'_, '_, '_> {
    fn rank(&self, fit: Option<&Vec<Holds>>, ties: Ties) -> usize {
        let own = &self.board.runners[self.at].breaks;
        let ahead = |(other, score, breaks): (usize, &Points, &Vec<Range>)| {
            let fit = fit.and_then(|fit| fit.get(other)).is_none_or(|fit| *fit == Holds::Met);
            let before = *score > self.mark.score || (*score == self.mark.score && first(breaks, own, ties));
            other != self.at && fit && before
        };
        let marks = self.board.runners.iter().enumerate();
        let marks = marks.filter_map(|(other, runner)| Some((other, &runner.mark.as_ref()?.score, &runner.breaks)));
        1 + marks.filter(|mark| ahead(*mark)).count()
    }
}

/// Whether of two units of the same mark the one with `breaks` comes before the one with `own`.
fn first(breaks: &[Range], own: &[Range], ties: Ties) -> bool {
    let values = |breaks: &[Range]| breaks.iter().map(|range| range.sure.clone()).collect::<Vec<_>>();
    let (other, own) = (values(breaks), values(own));
    other > own || (other == own && ties == Ties::Max)
}
