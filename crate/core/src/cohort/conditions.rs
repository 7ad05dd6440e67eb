//! Tiers whose conditions ask for a place among all beside a score (前30%且85分以上). A unit's place is a range while others
//! have no score yet; so a tier that does not hang on them is given all the same.

use super::board::{Board, marked};
use super::distance::points_between;
use super::{Cohort, Cut, Higher, Overrun, Runner, held_words, higher};
use crate::exact::Points;
use crate::plan::Plan;
use crate::tier::condition::{Ranks, TierCondition};
use crate::tier::quota::Ranking;
use crate::tier::threshold::{Among, Need, Threshold};
use crate::tier::{Holds, Outcome, UNFILLED, decide_among};

/// Gives every unit the tier whose conditions it meets.
pub(super) fn by_conditions(
    plan: &Plan<'_>,
    (threshold, ranking): (&Threshold, &Ranking),
    category: &Option<String>,
    runners: &mut [Runner<'_>],
    cohort: &mut Cohort,
) {
    let board = Board::new(plan, threshold, ranking, runners);
    let decided: Vec<(Option<usize>, Outcome)> = (0..runners.len()).map(|at| board.decided(plan, at)).collect();
    let said: Vec<Vec<String>> = decided.iter().enumerate().map(|(at, found)| board.says(plan, at, found)).collect();
    let tiers: Vec<Option<usize>> = decided.iter().map(|(tier, _)| *tier).collect();
    for place in 0..plan.track.tiers.len() {
        if let Some(cut) = board.cut(plan, place, category, &tiers) {
            cohort.overruns.extend(board.overrun(plan, place, &cut, &tiers));
            cohort.cuts.push(cut);
        }
    }
    let higher: Vec<Option<Higher>> =
        tiers.iter().enumerate().map(|(at, tier)| higher::of(plan, &board, at, (*tier)?)).collect();
    for (((runner, (tier, outcome)), said), higher) in runners.iter_mut().zip(decided).zip(said).zip(higher) {
        let lowered = outcome.before_veto != outcome.possible;
        runner.ceiling = runner.evaluated.outcome.vetoes.first().filter(|_| lowered);
        runner.tier = tier;
        runner.why.extend(said);
        runner.why.extend(higher.as_ref().map(|higher| higher.says.clone()));
        runner.higher = higher;
    }
}

/// One unit of a board.
struct Seat<'s, 'r> {
    board: &'s Board<'s, 'r>,
    at: usize,
}

impl Among for Seat<'_, '_> {
    fn tested(&self, plan: &Plan<'_>, tier: usize, condition: &TierCondition) -> (Holds, String) {
        let own = &self.board.runners[self.at];
        match condition {
            TierCondition::RankTop(ranks) => self.board.top(plan, self.at, tier, ranks),
            TierCondition::RankBottom(ranks) => self.board.bottom(plan, self.at, ranks),
            _ => marked(own.mark.as_ref(), own.reach.as_ref(), condition).unwrap_or((Holds::Open, String::new())),
        }
    }
}

impl Board<'_, '_> {
    fn top(&self, plan: &Plan<'_>, at: usize, tier: usize, ranks: &Ranks) -> (Holds, String) {
        let places = self.ranking.places(plan, ranks, self.runners.len());
        let zone = format!("前{}", zone(ranks, places));
        let holds = self.in_top(at, tier, places);
        let inside = |other: usize| self.in_top(other, tier, places) == Holds::Met;
        let says = match holds {
            _ if places == 0 => format!("{}个单位的{zone}，一个名额也没有", self.runners.len()),
            Holds::Open => self.open(&zone),
            Holds::Met => {
                let next = (at + 1..self.runners.len()).find(|other| !inside(*other));
                format!("在{zone}之内{}", self.beside(at, next, "比其后的"))
            }
            Holds::Unmet => {
                let last = (0..self.runners.len()).rev().find(|other| inside(*other));
                format!("不在{zone}之内{}", self.beside(at, last, "比其中最后的"))
            }
        };
        (holds, says)
    }

    fn bottom(&self, plan: &Plan<'_>, at: usize, ranks: &Ranks) -> (Holds, String) {
        let places = self.ranking.places(plan, ranks, self.runners.len());
        let zone = format!("后{}", zone(ranks, places));
        let holds = self.in_bottom(at, places);
        let inside = |other: &usize| self.in_bottom(*other, places) == Holds::Met;
        let says = match holds {
            Holds::Open => self.open(&zone),
            Holds::Met => {
                let better = (0..at).rev().find(|other| !inside(other));
                format!("在{zone}之内{}", self.beside(at, better, "比其前的"))
            }
            Holds::Unmet => {
                let first = (at + 1..self.runners.len()).find(|other| inside(other));
                format!("不在{zone}之内{}", self.beside(at, first, "比其中最前的"))
            }
        };
        (holds, says)
    }

    fn open(&self, zone: &str) -> String {
        if self.mixed {
            return "有的单位只给了名次，其余按得分，不能排在一起".to_owned();
        }
        format!("{}个单位中还有{}个得分未定，是否在{zone}之内未定", self.runners.len(), self.waiting())
    }

    /// How far a unit is from another one, in points and ranks.
    fn beside(&self, at: usize, other: Option<usize>, who: &str) -> String {
        let Some((own, other)) = other.map(|other| (&self.runners[at], &self.runners[other])) else {
            return String::new();
        };
        let (Some(rank), Some(others)) = (own.certain_rank(), other.certain_rank()) else { return String::new() };
        if rank == others || own.mark.is_none() || other.mark.is_none() {
            return String::new();
        }
        let (ahead, behind, word) = if rank < others { (own, other, "高") } else { (other, own, "低") };
        let ranks = rank.abs_diff(others);
        let points = points_between(ahead, behind).map_or_else(String::new, |points| format!("{points}分、"));
        format!("，{who}第{others}名{word}{points}{ranks}名")
    }

    /// The tier of a unit, where it is decided, with what decided it.
    fn decided(&self, plan: &Plan<'_>, at: usize) -> (Option<usize>, Outcome) {
        let runner = &self.runners[at];
        let seat = Seat { board: self, at };
        let decide = |plan: &Plan<'_>| decide_among(plan, runner.unit, runner.evaluated.sums(plan), Some(&seat));
        let outcome = decide(plan);
        // Where an answer is off, the tier stands only if every answer comes to it.
        let stands = plan.gaps().is_empty() || plan.settle(|other| decide(other).possible).gaps.is_empty();
        let tier = match &outcome.possible[..] {
            [one] if stands && !runner.held => Some(*one),
            _ => None,
        };
        (tier, outcome)
    }

    /// Why a unit has its tier: its rank, what better tiers lack, what its own rests on.
    fn says(&self, plan: &Plan<'_>, at: usize, (tier, outcome): &(Option<usize>, Outcome)) -> Vec<String> {
        let runner = &self.runners[at];
        let name = |place: usize| plan.track.tiers.get(place).map_or("", String::as_str);
        let mut said: Vec<String> = Vec::new();
        match &runner.mark {
            Some(mark) if mark.is_rank => {}
            Some(mark) => said.push(mark.says.clone()),
            None => said.extend(runner.waiting_words(self.runners.len())),
        }
        said.extend(runner.rank_words(self.runners.len()));
        said.extend(runner.broken.iter().cloned());
        said.extend(outcome.unfilled.then(|| UNFILLED.to_owned()));
        let reached = outcome.before_veto.first().copied().unwrap_or(0);
        let of = |place: usize, holds: &dyn Fn(Holds) -> bool| -> Vec<&str> {
            let needs = outcome.needs.iter().filter(|need| need.tier == place && holds(need.holds));
            needs.map(|need: &Need| need.says.as_str()).filter(|says| !says.is_empty()).collect()
        };
        for place in 0..reached {
            let lacks = of(place, &|holds| holds == Holds::Unmet);
            if !lacks.is_empty() {
                said.push(format!("不符合“{}”：{}", name(place), lacks.join("，")));
            }
        }
        for place in &outcome.before_veto {
            let (word, found) = match &outcome.before_veto[..] {
                [_] => ("符合", of(*place, &|holds| holds == Holds::Met)),
                _ => ("是否符合", of(*place, &|holds| holds == Holds::Open)),
            };
            if !found.is_empty() {
                said.push(format!("{word}“{}”：{}", name(*place), found.join("，")));
            }
        }
        if outcome.before_veto != outcome.possible {
            let vetoes = outcome.vetoes.iter();
            said.extend(vetoes.map(|veto| veto.words(plan)));
        }
        if runner.held {
            said.extend(held_words(plan));
        } else if tier.is_none() && outcome.possible.len() > 1 {
            let possible: Vec<String> = outcome.possible.iter().map(|place| format!("“{}”", name(*place))).collect();
            said.push(format!("等次未定，可能是{}", possible.join("或")));
        }
        said
    }

    /// Where a tier ends.
    fn cut(&self, plan: &Plan<'_>, place: usize, category: &Option<String>, tiers: &[Option<usize>]) -> Option<Cut> {
        let conditions = self.threshold.conditions(plan, place);
        let leaves: Vec<&TierCondition> = conditions.iter().flat_map(TierCondition::leaves).collect();
        let ranks = leaves.iter().find_map(|leaf| match leaf {
            TierCondition::RankTop(ranks) | TierCondition::RankBottom(ranks) => Some(ranks),
            _ => None,
        });
        let score = leaves.iter().find_map(|leaf| match leaf {
            TierCondition::MarkAtLeast(line) | TierCondition::MarkBelow(line) | TierCondition::TotalBelow(line) => {
                Some(line.clone())
            }
            other => other.line(plan),
        });
        let from_end = leaves.iter().any(|leaf| leaf.is_low());
        let line = match ranks {
            Some(Ranks::Share(share)) => share.clone(),
            Some(Ranks::Count(count)) => whole(*count),
            None => score.clone()?,
        };
        let words: Vec<String> = conditions.iter().map(|condition| condition.words(plan)).collect();
        Some(Cut {
            category: category.clone(),
            tier: plan.track.tiers.get(place)?.clone(),
            line,
            places: ranks.map(|ranks| self.ranking.places(plan, ranks, self.runners.len())),
            given: tiers.iter().filter(|tier| **tier == Some(place)).count(),
            score: score.filter(|_| ranks.is_some()),
            by_count: matches!(ranks, Some(Ranks::Count(_))),
            from_end,
            says: Some(words.join("且")),
        })
    }

    /// Places given beyond those that there are, since units are tied at the edge.
    fn overrun(&self, plan: &Plan<'_>, place: usize, cut: &Cut, tiers: &[Option<usize>]) -> Option<Overrun> {
        let places = cut.places?;
        let leaves = self.threshold.conditions(plan, place);
        let inside = |at: &usize| match tiers[*at] {
            Some(tier) if cut.from_end => tier == place && self.in_bottom(*at, places) == Holds::Met,
            Some(tier) => tier <= place && self.in_top(*at, place, places) == Holds::Met,
            None => false,
        };
        let given = (0..tiers.len()).filter(inside).count();
        let asks = leaves.iter().flat_map(TierCondition::leaves).any(TierCondition::by_place);
        (asks && given > places).then(|| Overrun {
            category: cut.category.clone(),
            tier: cut.tier.clone(),
            places,
            given,
        })
    }
}

/// `30%（3名）`, `3名`.
fn zone(ranks: &Ranks, places: usize) -> String {
    match ranks {
        Ranks::Count(_) => ranks.shown(),
        Ranks::Share(_) => format!("{}（{places}名）", ranks.shown()),
    }
}

fn whole(count: usize) -> Points {
    Points::from(i64::try_from(count).unwrap_or(i64::MAX))
}
