//! Scoring (评分): how one indicator is judged. Each method is a small file of its own; this one holds what they share.

pub mod accrue;
pub mod amount;
mod applies;
pub mod assess;
pub mod bands;
pub mod benchmark;
pub mod chain;
pub mod deduct;
pub mod elements;
pub mod facts;
pub mod grouped;
pub mod items;
pub(crate) mod later;
pub mod less;
pub mod need;
pub mod parts;
pub mod peers;
pub mod per;
pub mod rank_points;
pub mod ratio;
pub mod review;
mod scored;
pub mod several;
pub mod spread;
pub mod survey;
pub mod times;

pub use self::applies::Applies;
use self::chain::{Chain, Gate};
pub use self::scored::{Fact, ScoreState, Scored};
pub use self::several::together;
use crate::dossier::Unit;
use crate::exact::{Points, Range};
use crate::judgement::{Judgement, Judgements};
use crate::plan::Plan;
use crate::scheme::convention::Slot;
use crate::scheme::load::Rules;
use crate::scheme::model::{Group, Indicator};
use crate::scheme::read::Keys;
use crate::step::{Blanks, Silent, Sink, Step, Trace, What};
use crate::ticks::filled;

/// How an indicator is judged (`measure = "…"`).
#[derive(Debug, Clone)]
pub enum Measure {
    /// `assess`, `rate`: points or a level by a person.
    Assess(assess::Assess),
    /// `elements`: k of n conditions.
    Elements(elements::Elements),
    /// `items`: points per qualifying row, by level.
    Items(Box<items::Items>),
    /// `grouped`: groups of rows, each graded by itself.
    Grouped(grouped::Grouped),
    /// `ratio`: values over targets.
    Ratio(ratio::Ratio),
    /// `deduct`: full points less something for every miss or incident.
    Deduct(deduct::Deduct),
    /// `survey`: levels that places gave.
    Survey(Box<survey::Survey>),
    /// `accrue`: points that grow with amounts.
    Accrue(accrue::Accrue),
    /// `rank_points`: points from the rank among peers.
    RankPoints(Box<rank_points::RankPoints>),
    /// `parts`: parts, each judged by itself.
    Parts(parts::Parts),
}

impl Measure {
    /// Reads the measure of one indicator's table.
    pub fn read<'n>(keys: &Keys<'n>, rules: &Rules<'n>) -> Option<Self> {
        match keys.need_text("measure")?.as_str() {
            "assess" | "rate" => assess::Assess::read(keys, rules).map(Self::Assess),
            "elements" => elements::Elements::read(keys, rules).map(Self::Elements),
            "items" => items::Items::read(keys, rules).map(|items| Self::Items(Box::new(items))),
            "grouped" => grouped::Grouped::read(keys, rules).map(Self::Grouped),
            "ratio" => ratio::Ratio::read(keys, rules).map(Self::Ratio),
            "deduct" => deduct::Deduct::read(keys, rules).map(Self::Deduct),
            "survey" => survey::Survey::read(keys, rules).map(|survey| Self::Survey(Box::new(survey))),
            "accrue" => accrue::Accrue::read(keys, rules).map(Self::Accrue),
            "rank_points" => rank_points::RankPoints::read(keys, rules).map(|rank| Self::RankPoints(Box::new(rank))),
            "parts" => parts::Parts::read(keys, rules).map(Self::Parts),
            other => {
                keys.fault(
                    format!("不认识的计分方法“{other}”"),
                    "可用：assess、rate、elements、items、grouped、ratio、deduct、survey、accrue、rank_points、parts。",
                );
                None
            }
        }
    }

    /// What it comes to, before anything that its chain says comes after.
    fn score(&self, case: &Case<'_>, given: &[Judgement], sink: &mut impl Sink) -> Scored {
        match self {
            Self::Assess(assess) => assess.score(case, given, sink),
            // Nothing to compute from: a person's level needs no reason, and is marked 缺佐证.
            Self::Elements(elements)
                if without_reason(given) && elements.is_unread(case.plan, case.unit, &mut Silent) =>
            {
                ratio::judged(case, given, sink).as_state(ScoreState::Missing)
            }
            Self::Elements(elements) => elements.score(case, given, sink),
            Self::Items(items) => items.score(case, sink),
            Self::Grouped(grouped) => grouped.score(case, sink),
            Self::Ratio(ratio) => ratio.score(case, given, sink),
            Self::Deduct(deduct) => deduct.score(case, given, sink),
            Self::Survey(survey) => survey.score(case, given, sink),
            Self::Accrue(accrue) => accrue.score(case, given, sink),
            Self::RankPoints(rank) => rank.score(case, given, sink),
            Self::Parts(parts) => parts.score(case, sink),
        }
    }

    /// Whether points that a person gives without a reason are left to the measure: it takes them where it has nothing to
    /// compute from, and goes its own way otherwise.
    #[must_use]
    pub fn may_be_left(&self) -> bool {
        let lacks = |per: &[per::Per]| per.iter().any(|per| per.amount().may_lack());
        match self {
            Self::Ratio(_) | Self::Survey(_) | Self::RankPoints(_) => true,
            Self::Deduct(deduct) => lacks(&deduct.per),
            Self::Accrue(accrue) => lacks(&accrue.per),
            Self::Elements(elements) => elements.has_span() || elements.has_ratio(),
            Self::Assess(_) | Self::Items(_) | Self::Grouped(_) | Self::Parts(_) => false,
        }
    }

    /// What no row in the ledger means, where the measure says it.
    #[must_use]
    pub fn absent(&self, plan: &Plan<'_>) -> Option<Absent> {
        let absent = match self {
            Self::Elements(elements) => Some(&elements.absent),
            Self::Items(items) => Some(&items.absent),
            Self::Grouped(grouped) => Some(&grouped.absent),
            Self::Ratio(ratio) => ratio.absent.as_ref(),
            Self::Deduct(deduct) => deduct.absent.as_ref(),
            Self::Accrue(accrue) => accrue.absent.as_ref(),
            Self::Assess(_) | Self::Survey(_) | Self::RankPoints(_) | Self::Parts(_) => None,
        };
        absent.map(|absent| *plan.read(absent))
    }

    /// The most that it gives by its own limits, where its node declares none.
    fn own_most(&self) -> Option<Points> {
        match self {
            Self::Accrue(accrue) => accrue.own_most(),
            _ => None,
        }
    }

    /// A part by its number, at any depth.
    #[must_use]
    pub fn part(&self, no: &str) -> Option<&parts::Part> {
        let Self::Parts(parts) = self else { return None };
        parts.parts.iter().find_map(|part| if part.no == no { Some(part) } else { part.measure.part(no) })
    }

    /// What a person judges in it, with the number that points are given under: itself, or parts of it at any depth.
    #[must_use]
    pub fn assessed<'m>(&'m self, no: &'m str) -> Vec<(&'m str, &'m assess::Assess)> {
        match self {
            Self::Assess(assess) => vec![(no, assess)],
            Self::Parts(parts) => parts.parts.iter().flat_map(|part| part.measure.assessed(&part.no)).collect(),
            _ => Vec::new(),
        }
    }

    /// The numbers of its parts, at any depth.
    #[must_use]
    pub fn part_numbers(&self) -> Vec<&str> {
        let Self::Parts(parts) = self else { return Vec::new() };
        let mut numbers = Vec::new();
        for part in &parts.parts {
            numbers.push(part.no.as_str());
            numbers.extend(part.measure.part_numbers());
        }
        numbers
    }

    /// Whether what peers come to decides it, so that no peer may be judged by it.
    #[must_use]
    pub fn asks_peers(&self) -> bool {
        match self {
            Self::RankPoints(_) => true,
            Self::Deduct(deduct) => deduct.per.iter().any(|per| per.amount().asks_peers()),
            Self::Accrue(accrue) => accrue.per.iter().any(|per| per.amount().asks_peers()),
            Self::Ratio(ratio) => ratio.asks_peers(),
            Self::Parts(parts) => parts.parts.iter().any(|part| part.measure.asks_peers() || part.chain.asks_peers()),
            Self::Elements(elements) => elements.asks_peers(),
            Self::Assess(_) | Self::Items(_) | Self::Grouped(_) | Self::Survey(_) => false,
        }
    }

    /// Whether a person gives the points.
    #[must_use]
    pub fn is_judged(&self) -> bool {
        matches!(self, Self::Assess(_))
    }
}

/// What an absent sheet means (G-12).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absent {
    /// `zero`: nothing done, marked 缺佐证.
    Zero,
    /// `open`: still to be handed in, a range marked 缺佐证.
    Open,
}

impl Absent {
    /// Reads the slot `absent`; without one, absence is zero.
    pub fn read<'n>(keys: &Keys<'n>, rules: &Rules<'n>) -> Slot<Self> {
        let slot = rules.rows.slots.slot(keys, "absent", |keys, node| {
            keys.word(node, "absent", &[("zero", Self::Zero), ("open", Self::Open)])
        });
        slot.unwrap_or(Slot::Fixed(Self::Zero))
    }

    fn score(self, bounds: &Range, sink: &mut impl Sink) -> Scored {
        let adds = (self == Self::Zero).then(|| bounds.sure.clone());
        sink.step(|| Step { what: What::NoEvidence, adds, basis: Vec::new() });
        match self {
            Self::Zero => Scored::known(bounds.sure.clone()).as_state(ScoreState::Missing),
            Self::Open => Scored::open(ScoreState::Missing, bounds.clone()),
        }
    }
}

/// Everything that one judging of an indicator is about.
#[derive(Debug, Clone, Copy)]
pub struct Case<'c> {
    /// The plan.
    pub plan: &'c Plan<'c>,
    /// The unit.
    pub unit: &'c Unit,
    /// The least and the most it can count: see [`bounds`].
    pub bounds: &'c Range,
    /// What persons gave to the unit.
    pub judgements: &'c Judgements,
    /// The unit's total before anything is taken off it, where that is what is asked about; else nothing is held against it.
    pub total: Option<&'c Range>,
}

impl<'c> Case<'c> {
    /// What persons gave for a number.
    fn given(&self, no: &str) -> &'c [Judgement] {
        self.judgements.get(no).map_or(&[][..], Vec::as_slice)
    }

    /// The same question asked of another unit.
    fn of<'o>(&'o self, plan: &'o Plan<'o>, unit: &'o Unit) -> Case<'o>
    where
        'c: 'o,
    {
        Case { plan, unit, ..*self }
    }
}

/// Judges one indicator for one unit. Where nobody can say whether something was in time that decides it, the score is open
/// between both.
pub fn score(
    plan: &Plan<'_>,
    unit: &Unit,
    indicator: (&Group, &Indicator),
    judgements: &Judgements,
    sink: &mut impl Sink,
) -> Scored {
    let (missed, kept) = plan.both(|plan, told| match told {
        true => judge(plan, unit, indicator, judgements, sink),
        false => judge(plan, unit, indicator, judgements, &mut Silent),
    });
    let Some(kept) = kept else { return missed };
    let before = missed.range.sure.clone();
    let either = missed.either(kept);
    let adds = Some(&either.range.sure - &before).filter(|adds| !adds.is_zero());
    if adds.is_some() {
        sink.step(|| Step { what: What::Undecided, adds, basis: Vec::new() });
    }
    either
}

fn judge(
    plan: &Plan<'_>,
    unit: &Unit,
    (group, indicator): (&Group, &Indicator),
    judgements: &Judgements,
    sink: &mut impl Sink,
) -> Scored {
    for convention in &indicator.conventions {
        plan.touch(*convention);
    }
    let bounds = bounds(plan, group, indicator);
    if !group.is_for(&unit.name, unit.category.as_deref()) {
        return Scored::not_applicable(&bounds);
    }
    let case = Case { plan, unit, bounds: &bounds, judgements, total: None };
    let given = case.given(&indicator.no);
    let judging = (&indicator.measure, &indicator.chain, indicator.points.as_ref());
    if let Some(applies) = plan.read(&indicator.applies) {
        match applies.test(&case, sink) {
            Some(true) => {}
            None if !given.is_empty() => {}
            Some(false) => {
                let own = |case: &Case<'_>| {
                    let is_for = group.is_for(&case.unit.name, case.unit.category.as_deref());
                    is_for.then(|| settle(case, judging, case.given(&indicator.no), &mut Silent))
                };
                let instead = applies.instead(&case, indicator.chain.counting(plan, given), own, sink);
                return instead.unwrap_or_else(|| Scored::not_applicable(&bounds));
            }
            None => return applies.unknown(plan, bounds),
        }
    }
    let void = if given.is_empty() { filled::void(plan, unit, &indicator.no) } else { Vec::new() };
    if !void.is_empty() {
        void.iter().for_each(|row| sink.refused(*row, "勾了两个等次，作废不计"));
        return Scored::not_applicable(&bounds);
    }
    let scored = settle_marked(&case, judging, given, sink);
    match &plan.track.review {
        Some(review) => review.weigh(&case, &indicator.no, scored, sink),
        None => scored,
    }
}

/// Judges an indicator or a part: its gate, its measure, what comes after, and a person's own points above it all.
/// `most` is the points that it declares.
fn settle(
    case: &Case<'_>,
    judging: (&Measure, &Chain, Option<&Points>),
    given: &[Judgement],
    sink: &mut impl Sink,
) -> Scored {
    let (measure, chain, most) = judging;
    let all = given.len();
    let given = chain.counting(case.plan, given);
    if all > given.len() && measure.is_judged() {
        sink.step(|| Step { what: What::Several { count: given.len() }, adds: None, basis: Vec::new() });
    }
    let computed = match chain.gate(case, sink) {
        Gate::Open => {
            let measured = measure.score(case, given, sink);
            chain.after(case, (measure, most), measured, sink)
        }
        Gate::Shut(scored) => *scored,
        // Nothing was handed in, and the measure says that this is none of it.
        Gate::Absent(facts) if measure.absent(case.plan) != Some(Absent::Open) => {
            sink.step(|| Step { what: What::Shut, adds: Some(case.bounds.sure.clone()), basis: Vec::new() });
            let shut = Scored::known(case.bounds.sure.clone()).as_state(ScoreState::Missing);
            Scored { facts, ..shut }
        }
        Gate::Unknown(facts) | Gate::Absent(facts) if without_reason(given) && !measure.is_judged() => {
            Scored { facts, ..ratio::judged(case, given, sink) }
        }
        Gate::Unknown(facts) => behind(case, judging, given, (ScoreState::Pending, facts), sink),
        Gate::Absent(facts) => behind(case, judging, given, (ScoreState::Missing, facts), sink),
    };
    let left_to_a_person = (measure.may_be_left() || chain.has_ratio()) && without_reason(given);
    // Nothing to compute from: a person's level needs no reason either.
    let unread =
        |elements: &elements::Elements| without_reason(given) && elements.is_unread(case.plan, case.unit, &mut Silent);
    if measure.is_judged() || matches!(measure, Measure::Elements(elements) if unread(elements)) {
        return computed;
    }
    match together(given).filter(|_| !left_to_a_person) {
        Some(given) => overruled(given, computed, sink),
        None => computed,
    }
}

/// The same, marked where something was left blank: what it did not count in may come to more, unless a person judged.
fn settle_marked(
    case: &Case<'_>,
    judging: (&Measure, &Chain, Option<&Points>),
    given: &[Judgement],
    sink: &mut impl Sink,
) -> Scored {
    let mut watched = if given.is_empty() { Blanks::marking(sink) } else { Blanks::unmarked(sink) };
    let scored = settle(case, judging, given, &mut watched);
    let marked = watched.met && given.is_empty() && scored.state == ScoreState::Known;
    if marked { scored.as_state(ScoreState::Missing) } else { scored }
}

/// Nothing, or what it comes to behind a gate of which nobody can say whether it is shut: its steps are not said of the points
/// that are sure.
fn behind(
    case: &Case<'_>,
    (measure, chain, most): (&Measure, &Chain, Option<&Points>),
    given: &[Judgement],
    (state, mut facts): (ScoreState, Vec<Fact>),
    sink: &mut impl Sink,
) -> Scored {
    let mut trace = Trace::default();
    let measured = measure.score(case, given, &mut trace);
    let behind = chain.after(case, (measure, most), measured, &mut trace);
    trace.pass_on(sink);
    let what = if state == ScoreState::Missing { What::NoEvidence } else { What::Pending };
    sink.step(|| Step { what, adds: None, basis: Vec::new() });
    facts.extend(behind.facts.into_iter().filter(|fact| !facts.contains(fact)).collect::<Vec<_>>());
    let range = Range::between(case.bounds.sure.clone(), behind.range.possible);
    Scored { facts, ..Scored::open(state, range) }
}

/// A person's points in the place of what was computed.
fn overruled(given: Judgement, computed: Scored, sink: &mut impl Sink) -> Scored {
    sink.step(|| Step {
        what: What::Override { by: given.by.clone(), reason: given.reason.clone(), computed: computed.range.clone() },
        adds: None,
        basis: Vec::new(),
    });
    let points = given.points.clone();
    let Scored { facts, parts, range, .. } = computed;
    Scored { facts, parts, overridden: Some((given, range)), ..Scored::known(points) }
}

/// Whether somebody judged and nobody said why.
fn without_reason(given: &[Judgement]) -> bool {
    !given.is_empty() && given.iter().all(|judgement| judgement.reason.is_empty())
}

/// The least and the most an indicator can count: from its worst level to its best where the track rates; else from zero
/// to its maximum, or to its group's cap where it has none, or to its own limits.
#[must_use]
pub fn bounds(plan: &Plan<'_>, group: &Group, indicator: &Indicator) -> Range {
    if let Some(rating) = &plan.track.rating {
        return rating.bounds(plan);
    }
    let most = indicator.points.clone().or_else(|| group.cap.as_ref().map(|cap| cap.points.clone()));
    let most = most.or_else(|| indicator.measure.own_most());
    Range::between(Points::ZERO, most.unwrap_or_default())
}
