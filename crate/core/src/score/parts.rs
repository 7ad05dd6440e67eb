//! `parts`: an indicator judged in parts, each with a measure, points and chain of its own; a part may have parts again.
//!
//! ```toml
//! measure = "parts"
//! combine = "sum"                  # sum | mean | weighted (each part's `weight`) | best | lowest
//! rebase  = { open = "…" }         # the points of parts that do not apply: no (lost) | yes (shared out among the others)
//! [[track.group.indicator.part]]
//! no      = "2.1-1"                # what a person's points for this part are given under
//! name    = "…"
//! points  = "3"
//! measure = "deduct"               # any measure with its words, and the words of a chain, see `chain`
//! ```

use super::chain::Chain;
use super::{Applies, Case, Fact, Measure, ScoreState, Scored, settle, settle_marked};
use crate::exact::{Points, Range};
use crate::plan::Plan;
use crate::scheme::convention::Slot;
use crate::scheme::load::Rules;
use crate::scheme::read::Keys;
use crate::step::{Silent, Sink, Step, Trace, What};

/// An indicator in parts.
#[derive(Debug, Clone)]
pub struct Parts {
    /// The parts, in print order.
    pub parts: Vec<Part>,
    combine: Slot<Combine>,
    rebase: Slot<bool>,
}

/// One part.
#[derive(Debug, Clone)]
pub struct Part {
    /// What a person's points for it are given under.
    pub no: String,
    /// What it is about.
    pub name: String,
    /// The most it can give.
    pub points: Option<Points>,
    weight: Points,
    applies: Slot<Option<Applies>>,
    /// How it is judged.
    pub measure: Measure,
    /// What comes before and after.
    pub chain: Chain,
}

/// How parts make one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Combine {
    Sum,
    Mean,
    Weighted,
    Best,
    Lowest,
}

impl Combine {
    const WORDS: [(&'static str, Self); 5] = [
        ("sum", Self::Sum),
        ("mean", Self::Mean),
        ("weighted", Self::Weighted),
        ("best", Self::Best),
        ("lowest", Self::Lowest),
    ];
}

impl Parts {
    /// Reads the words of this measure.
    pub fn read<'n>(keys: &Keys<'n>, rules: &Rules<'n>) -> Option<Self> {
        let slots = &rules.rows.slots;
        let tables = keys.tables("part", "分项");
        let written = tables.len();
        if written == 0 {
            keys.fault("分项计分没有写分项", "补写 [[track.group.indicator.part]]。");
        }
        let parts: Vec<Part> = tables.into_iter().filter_map(|keys| part(keys, rules)).collect();
        let combine = slots.slot(keys, "combine", |keys, node| keys.word(node, "combine", &Combine::WORDS));
        let rebase =
            slots.slot(keys, "rebase", |keys, node| keys.word(node, "rebase", &[("yes", true), ("no", false)]));
        let combine = combine.unwrap_or(Slot::Fixed(Combine::Sum));
        if written > 0 && parts.len() == written {
            check(keys, &combine, &parts);
        }
        Some(Self { parts, combine, rebase: rebase.unwrap_or(Slot::Fixed(false)) })
    }

    /// Judges every part and puts them together.
    pub fn score(&self, case: &Case<'_>, sink: &mut impl Sink) -> Scored {
        let plan = case.plan;
        let (mut steps, mut facts, mut judged) = (Vec::new(), Vec::new(), Vec::new());
        for part in &self.parts {
            let mut trace = Trace::default();
            let scored = part.score(case, &mut trace);
            steps.push(trace.pass_on(sink));
            facts.extend(scored.facts.iter().map(|fact| Fact {
                name: if fact.name.is_empty() { part.name.clone() } else { fact.name.clone() },
                ..fact.clone()
            }));
            judged.push(scored);
        }
        let counts: Vec<bool> = judged.iter().map(|scored| scored.state != ScoreState::NotApplicable).collect();
        let shares = self.shares(plan, &counts, &judged);
        if let Some(share) = shares
            .first()
            .filter(|share| matches!(plan.read(&self.combine), Combine::Sum) && **share != Points::from(1))
        {
            sink.note(|| format!("有的分项不适用，其余各分项的得分乘以{share}，折算成满分"));
        }
        let weigh = |points: &Points, at: usize| points * &shares[at];
        let range = judged.iter().enumerate().filter(|(at, _)| counts[*at]).fold(
            Range::exactly(Points::ZERO),
            |sum, (at, scored)| {
                sum.plus(&Range { sure: weigh(&scored.range.sure, at), possible: weigh(&scored.range.possible, at) })
            },
        );
        let range = self.narrowed(plan, range, &counts, &judged);
        // Without a choice between parts, what each adds is its own steps, weighed.
        for (at, step) in steps.into_iter().enumerate().flat_map(|(at, steps)| steps.into_iter().map(move |s| (at, s)))
        {
            let adds = step.adds.as_ref().map(|adds| weigh(adds, at)).filter(|adds| !adds.is_zero());
            sink.step(|| Step { adds, ..step });
        }
        let raw = range.settled().cloned();
        let may_not_apply = judged.iter().any(|scored| scored.may_not_apply)
            && judged.iter().all(|scored| scored.may_not_apply || scored.state == ScoreState::NotApplicable);
        let whole = Scored::open(state(&judged, &shares), range);
        Scored { raw, may_not_apply, facts, parts: judged, ..whole }
    }

    /// What each part weighs in the whole.
    fn shares(&self, plan: &Plan<'_>, counts: &[bool], judged: &[Scored]) -> Vec<Points> {
        let one = Points::from(1);
        let of_counting = |value: &dyn Fn(&Part) -> Points| -> Points {
            self.parts.iter().zip(counts).filter(|(_, counts)| **counts).map(|(part, _)| value(part)).sum()
        };
        let all = |share: Points| vec![share; judged.len()];
        match plan.read(&self.combine) {
            Combine::Sum => {
                let full: Points = self.parts.iter().filter_map(|part| part.points.clone()).sum();
                let left = of_counting(&|part| part.points.clone().unwrap_or_default());
                let lost = left < full && !left.is_zero();
                if lost && *plan.read(&self.rebase) { all(full.over(&left)) } else { all(one) }
            }
            Combine::Mean => all(one.over(&of_counting(&|_| Points::from(1)))),
            Combine::Weighted => {
                let whole = of_counting(&|part| part.weight.clone());
                self.parts.iter().map(|part| part.weight.over(&whole)).collect()
            }
            chosen @ (Combine::Best | Combine::Lowest) => {
                let order = |at: &usize| (judged[*at].range.sure.clone(), judged[*at].range.possible.clone());
                let counting = (0..judged.len()).filter(|at| counts[*at]);
                let found =
                    if *chosen == Combine::Best { counting.max_by_key(order) } else { counting.min_by_key(order) };
                (0..judged.len()).map(|at| if Some(at) == found { one.clone() } else { Points::ZERO }).collect()
            }
        }
    }

    /// The whole range where one part is chosen: while parts are open, another one may be chosen in the end.
    fn narrowed(&self, plan: &Plan<'_>, range: Range, counts: &[bool], judged: &[Scored]) -> Range {
        let ranges = || judged.iter().zip(counts).filter(|(_, counts)| **counts).map(|(scored, _)| &scored.range);
        let certain = || {
            let counting = judged.iter().zip(counts).filter(|(scored, counts)| **counts && !scored.may_not_apply);
            counting.map(|(scored, _)| &scored.range)
        };
        let (sure, possible) = (ranges().map(|range| &range.sure), ranges().map(|range| &range.possible));
        let ends = match plan.read(&self.combine) {
            // One that may not apply is no floor of the best, and no ceiling of the lowest.
            Combine::Best => certain().map(|range| &range.sure).max().or(sure.min()).zip(possible.max()),
            Combine::Lowest => sure.min().zip(certain().map(|range| &range.possible).min().or(possible.max())),
            _ => None,
        };
        ends.map_or(range, |(sure, possible)| Range { sure: sure.clone(), possible: possible.clone() })
    }
}

impl Part {
    fn score(&self, case: &Case<'_>, sink: &mut impl Sink) -> Scored {
        let most = self.points.clone().unwrap_or_else(|| case.bounds.possible.clone());
        let bounds = Range::between(case.bounds.sure.clone(), most);
        let case = Case { bounds: &bounds, ..*case };
        let judging = (&self.measure, &self.chain, self.points.as_ref());
        sink.step(|| Step { what: What::Part { name: self.name.clone() }, adds: None, basis: Vec::new() });
        if let Some(applies) = case.plan.read(&self.applies) {
            match applies.test(&case, sink) {
                Some(true) => {}
                Some(false) => {
                    let own = |case: &Case<'_>| Some(settle(case, judging, case.given(&self.no), &mut Silent));
                    let given = self.chain.counting(case.plan, case.given(&self.no));
                    let instead = applies.instead(&case, given, own, sink);
                    return instead.unwrap_or_else(|| Scored::not_applicable(&bounds));
                }
                None => return applies.unknown(case.plan, bounds.clone()),
            }
        }
        let scored = settle_marked(&case, judging, case.given(&self.no), sink);
        match &case.plan.track.review {
            Some(review) => review.weigh(&case, &self.no, scored, sink),
            None => scored,
        }
    }
}

/// What is known of the whole. A part without evidence marks it, but not one that was not chosen.
fn state(judged: &[Scored], shares: &[Points]) -> ScoreState {
    let lacks = |(scored, share): (&Scored, &Points)| scored.state == ScoreState::Missing && !share.is_zero();
    let has = |state| judged.iter().any(|scored| scored.state == state);
    let all = |state| judged.iter().all(|scored| scored.state == state);
    match () {
        () if all(ScoreState::NotApplicable) => ScoreState::NotApplicable,
        () if has(ScoreState::Undetermined) => ScoreState::Undetermined,
        () if has(ScoreState::Pending) => ScoreState::Pending,
        () if judged.iter().zip(shares).any(lacks) => ScoreState::Missing,
        () => ScoreState::Known,
    }
}

fn part<'n>(keys: Keys<'n>, rules: &Rules<'n>) -> Option<Part> {
    let (no, name) = (keys.need_text("no"), keys.need_text("name"));
    let (points, _) = (keys.points("points"), keys.text("slip"));
    let weight = keys.points("weight").unwrap_or_default();
    let applies = Applies::read(&keys, rules);
    let chain = Chain::read(&keys, rules);
    let measure = Measure::read(&keys, rules);
    if measure.is_some() {
        keys.done();
    }
    Some(Part { no: no?, name: name?, points, weight, applies, measure: measure?, chain })
}

/// Whether the parts add up to what the indicator declares, and weights to a whole.
fn check(keys: &Keys<'_>, combine: &Slot<Combine>, parts: &[Part]) {
    let sums = match combine {
        Slot::Fixed(combine) => *combine == Combine::Sum,
        Slot::Open { picks, .. } => picks.contains(&Combine::Sum),
    };
    let weighted = match combine {
        Slot::Fixed(combine) => *combine == Combine::Weighted,
        Slot::Open { picks, .. } => picks.contains(&Combine::Weighted),
    };
    let declared: Option<Points> = keys.node().get("points").and_then(|node| match &node.value {
        crate::scheme::read::Raw::Integer(whole) => Some(Points::from(*whole)),
        _ => node.text()?.parse().ok(),
    });
    let sum: Points = parts.iter().filter_map(|part| part.points.as_ref()).sum();
    let whole = parts.iter().all(|part| part.points.is_some());
    if let Some(declared) = declared.filter(|declared| sums && whole && sum != *declared) {
        let mend = "核对原文；确属原文疏漏的，在这一项写 slip = \"…\"，按所写的数核算。";
        if !keys.has("most") && !keys.has("slip") {
            keys.fault(format!("指标{declared}分，各分项合计{sum}分"), mend);
        }
    }
    let weights: Points = parts.iter().map(|part| &part.weight).sum();
    if weighted && weights != Points::from(1) {
        keys.fault(format!("各分项权重合计{weights}，应为100%"), "核对原文的权重。");
    }
}
