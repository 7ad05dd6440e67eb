//! Totals (合计): indicators add up to groups under their caps, groups to base and bonus, and those to the total; where a
//! track rates, indicators and groups are averaged instead. What does not apply (不适用) leaves the denominator.

pub mod caps;
pub mod component;
pub mod less;
mod rebase;
pub mod tables;

use self::less::Deducted;
use crate::dossier::Unit;
use crate::exact::{Points, Range};
use crate::judgement::Judgements;
use crate::mean::{Averaged, Mean};
use crate::plan::Plan;
use crate::rating::Tick;
use crate::scheme::convention::Slot;
use crate::scheme::model::{Group, Kind, Part, TotalOf};
use crate::score::several::{counting, together};
use crate::score::{ScoreState, Scored};

/// The points of one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupTotal {
    /// The sum of its indicators; where the track rates, their mean.
    pub raw: Range,
    /// What counts, under the group's cap and less what is taken off it.
    pub range: Range,
    /// What is taken off it, where the scheme says so and something of it applies.
    pub less: Option<Deducted>,
    /// The caps over some of its indicators that held them down.
    pub pooled: Vec<Pooled>,
    /// How many of its indicators apply.
    pub applying: usize,
    /// How many more may apply: an answer or a fact is lacking.
    pub maybe: usize,
}

/// Some indicators of a group under a cap of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pooled {
    /// What they came to.
    pub before: Range,
    /// What counts.
    pub after: Range,
    /// The clause.
    pub clause: String,
}

/// The points of one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    /// By group of the track.
    pub groups: Vec<GroupTotal>,
    /// The groups that are no bonus (基本分).
    pub base: Range,
    /// The bonus groups (加分).
    pub bonus: Range,
    /// The penalty groups (扣分), as points to be taken off.
    pub penalty: Range,
    /// The mean of all indicators that apply, where the track rates.
    pub mean: Option<Range>,
}

/// Adds indicators up to groups, base and bonus, or averages them. `scored` is by indicator of the track, in print order.
#[must_use]
pub fn totals<'s>(
    plan: &Plan<'_>,
    unit: &Unit,
    scored: impl Iterator<Item = &'s Scored>,
    judgements: &Judgements,
) -> Totals {
    let all: Vec<&Scored> = scored.collect();
    let mut missing = rebase::Missing::default();
    let (mut groups, mut owns, mut rated, mut at) = (Vec::new(), Vec::new(), Vec::new(), 0);
    for group in &plan.track.groups {
        let own: &[&Scored] = all.get(at..at + group.indicators.len()).unwrap_or_default();
        at += group.indicators.len();
        let applying: Vec<&Scored> =
            own.iter().copied().filter(|scored| scored.state != ScoreState::NotApplicable).collect();
        let maybe = applying.iter().filter(|scored| scored.may_not_apply).count();
        let ranges: Vec<&Range> = applying.iter().map(|scored| &scored.range).collect();
        let (mut raw, mut pooled) = (sum(&ranges), Vec::new());
        let range = match &plan.track.rating {
            None => {
                if group.is_for(&unit.name, unit.category.as_deref()) && Kind::of(group) == Kind::Base {
                    missing.add(&rebase::Points::of(group, own));
                }
                let (range, pools) = group_points(plan, group, own, &[]);
                pooled = pools;
                range
            }
            Some(rating) => {
                let tick = ticked(plan, group, &applying, judgements);
                let rows = || mean_of(applying.iter().copied()).map(|mean| mean.range);
                raw = match tick {
                    None => rows(),
                    Some(Ticked { points, surely: true }) => Some(Range::exactly(points)),
                    Some(Ticked { points, .. }) => rows().map(|rows| rows.hull(&Range::exactly(points))),
                }
                .unwrap_or_else(|| Range::exactly(Points::ZERO));
                if ranges.is_empty() { capped(group, &raw) } else { capped(group, &rating.content(plan, &raw)) }
            }
        };
        rated.extend(applying);
        let applying = ranges.len() - maybe;
        owns.push(own);
        groups.push(GroupTotal { raw, range, less: None, pooled, applying, maybe });
    }
    let mut of_kind = |kind: Kind| {
        let contents: Vec<usize> =
            (0..groups.len()).filter(|at| plan.track.groups.get(*at).map(Kind::of) == Some(kind)).collect();
        let without = |at: usize, without: &[usize]| match (plan.track.groups.get(at), owns.get(at)) {
            (Some(group), Some(own)) => group_points(plan, group, own, without).0,
            _ => Range::exactly(Points::ZERO),
        };
        let Some(across) = caps::across(&plan.track.pools, &contents, without) else {
            return sum(&contents.iter().map(|at| &groups[*at].range).collect::<Vec<_>>());
        };
        for (at, cut) in across.cut {
            groups[at].range = caps::less(&groups[at].range, &cut);
        }
        for (at, pooled) in across.pooled {
            groups[at].pooled.push(pooled);
        }
        across.range
    };
    let (base, bonus, penalty) = (of_kind(Kind::Base), of_kind(Kind::Bonus), of_kind(Kind::Penalty));
    let (mut base, mut bonus) = (rebase::in_total(plan, &missing, &base), bonus);
    for (group, total) in plan.track.groups.iter().zip(&mut groups) {
        let Some(less) = group.less.as_ref().filter(|_| total.applying + total.maybe > 0) else { continue };
        let from = less::From { before: &total.range, is_total: false, floored: less.floored };
        let found = less::deducted(plan, unit, less, &from);
        total.range.clone_from(&found.after);
        match Kind::of(group) {
            Kind::Base => base = base.minus(&found.taken()),
            Kind::Bonus => bonus = bonus.minus(&found.taken()),
            Kind::Penalty | Kind::Aside => {}
        }
        total.less = Some(found);
    }
    let nothing = || Range::exactly(Points::ZERO);
    let mean = mean_of(rated.into_iter()).map_or_else(nothing, |mean| mean.range);
    let mean = plan.track.rating.as_ref().map(|_| mean);
    Totals { groups, base, bonus, penalty, mean }
}

/// What a group of points comes to without some of its indicators: under its pools, re-based, under its cap.
fn group_points(plan: &Plan<'_>, group: &Group, own: &[&Scored], without: &[usize]) -> (Range, Vec<Pooled>) {
    let applies = |(at, scored): &(usize, &Scored)| scored.state != ScoreState::NotApplicable && !without.contains(at);
    let applying: Vec<(usize, &Scored)> = own.iter().copied().enumerate().filter(applies).collect();
    let raw = sum(&applying.iter().map(|(_, scored)| &scored.range).collect::<Vec<_>>());
    let (held, pooled) = caps::in_group(group, &applying, &raw);
    let scaled = rebase::in_group(plan, &rebase::Points::of(group, own), &held);
    (capped(group, &scaled), pooled)
}

/// The level that a content was ticked with as a whole, where that decides it.
struct Ticked {
    points: Points,
    /// Whether it does so whatever its rows, which an answer that is lacking leaves open, turn out to be.
    surely: bool,
}

fn ticked(plan: &Plan<'_>, group: &Group, own: &[&Scored], judgements: &Judgements) -> Option<Ticked> {
    let rating = plan.track.rating.as_ref()?;
    let points = together(counting(plan, None, judgements.get(&group.name)?))?.points;
    let rated = own.iter().any(|scored| scored.range.settled().is_some());
    let open = own.iter().any(|scored| scored.may_settle);
    if !rated && !open {
        return Some(Ticked { points, surely: true });
    }
    match *plan.read(&rating.tick) {
        Tick::Tick => Some(Ticked { points, surely: true }),
        Tick::Rows => (!rated).then_some(Ticked { points, surely: false }),
    }
}

/// Contents that were ticked as a whole with another level than their rated rows come to: the content, the tick, the level.
#[must_use]
pub fn tick_conflicts<'s>(
    plan: &Plan<'_>,
    mut scored: impl Iterator<Item = &'s Scored>,
    judgements: &Judgements,
) -> Vec<(String, String, String)> {
    let Some(rating) = &plan.track.rating else { return Vec::new() };
    let mut found = Vec::new();
    for group in &plan.track.groups {
        let own = scored.by_ref().take(group.indicators.len());
        let own = mean_of(own.filter(|scored| scored.state != ScoreState::NotApplicable));
        let tick = judgements.get(&group.name).and_then(|given| together(counting(plan, None, given)));
        let rows = own.and_then(|mean| mean.range.settled().cloned());
        let Some((tick, rows)) = tick.zip(rows) else { continue };
        let (tick, rows) = (rating.level(plan, &tick.points), rating.level(plan, &rows));
        if let Some((tick, rows)) = tick.zip(rows).filter(|(tick, rows)| tick != rows) {
            found.push((group.name.clone(), tick.to_owned(), rows.to_owned()));
        }
    }
    found
}

fn sum(ranges: &[&Range]) -> Range {
    ranges.iter().fold(Range::exactly(Points::ZERO), |sum, range| sum.plus(range))
}

/// The exact mean of what counts; `None` where nothing does.
fn mean_of<'s>(scored: impl Iterator<Item = &'s Scored>) -> Option<Mean> {
    let (mut averaged, one) = (Averaged::default(), Points::from(1));
    scored.for_each(|scored| averaged.add(&scored.range, &one, scored.may_not_apply));
    averaged.mean()
}

fn whole(count: usize) -> Points {
    Points::from(i64::try_from(count).unwrap_or(i64::MAX))
}

fn capped(group: &Group, raw: &Range) -> Range {
    group.cap.as_ref().map_or_else(|| raw.clone(), |cap| raw.capped(&cap.points))
}

/// The total, as the track says it is made up, less what is taken off it; `None` for a track that has none.
#[must_use]
pub fn total(plan: &Plan<'_>, unit: &Unit, totals: &Totals) -> Option<Range> {
    let total = plan.track.total.as_ref()?;
    let range = match off_total(plan, unit, totals) {
        Some(found) => found.after,
        None => made(plan, unit, totals)?,
    };
    let limit = |limit: &Option<Slot<Option<Points>>>| limit.as_ref().and_then(|limit| plan.read(limit).clone());
    let (least, most) = (limit(&total.least), limit(&total.most));
    let held = |value: &Points| {
        let value = least.as_ref().filter(|least| value < *least).unwrap_or(value);
        most.as_ref().map_or_else(|| value.clone(), |most| value.at_most(most))
    };
    Some(Range { sure: held(&range.sure), possible: held(&range.possible) })
}

/// What is taken off the total, where the scheme says so. How far the total may fall is said by its `least`; without one, what
/// is taken off ends at nothing.
#[must_use]
pub fn off_total(plan: &Plan<'_>, unit: &Unit, totals: &Totals) -> Option<Deducted> {
    let total = plan.track.total.as_ref()?;
    let (less, before) = (total.less.as_ref()?, made(plan, unit, totals)?);
    let from = less::From { before: &before, is_total: true, floored: total.least.is_none() };
    Some(less::deducted(plan, unit, less, &from))
}

/// What a total is made up of, before anything is taken off it.
fn made(plan: &Plan<'_>, unit: &Unit, totals: &Totals) -> Option<Range> {
    let total = plan.track.total.as_ref()?;
    let off = Range { sure: minus(&totals.penalty.possible), possible: minus(&totals.penalty.sure) };
    let part = |part: &Part| match part {
        Part::Base => &totals.base,
        Part::Bonus => &totals.bonus,
        Part::Penalty => &off,
    };
    Some(match plan.read(&total.of) {
        TotalOf::Sum(parts) => sum(&parts.iter().map(part).collect::<Vec<_>>()),
        TotalOf::MeanOfIndicators => totals.mean.clone()?,
        TotalOf::MeanOfGroups => {
            let (mut averaged, one) = (Averaged::default(), Points::from(1));
            for group in totals.groups.iter().filter(|group| group.applying + group.maybe > 0) {
                averaged.add(&group.range, &one, group.applying == 0);
            }
            averaged.mean().map_or_else(|| Range::exactly(Points::ZERO), |mean| mean.range)
        }
        TotalOf::Weights(weights) => {
            let contents = weighted(totals, weights);
            sum(&std::iter::once(&contents).chain(total.also.iter().map(part)).collect::<Vec<_>>())
        }
        TotalOf::Components(components) => component::weighted(&component::parts(plan, unit, totals, components)),
    })
}

/// All that a total can be at all, for where it cannot be said more narrowly.
#[must_use]
pub fn widest(plan: &Plan<'_>) -> Range {
    let zero = Range::exactly(Points::ZERO);
    match &plan.track.rating {
        Some(rating) => rating.bounds(plan).hull(&Range { possible: Points::from(component::MOST), ..zero }),
        None => {
            let most =
                |group: &Group| group.cap.as_ref().map(|cap| cap.points.clone()).or_else(|| group.points.clone());
            let adding = plan.track.groups.iter().filter(|group| !group.penalty && !group.aside);
            Range { possible: adding.filter_map(most).sum(), ..zero }
        }
    }
}

fn minus(points: &Points) -> Points {
    &Points::ZERO - points
}

impl GroupTotal {
    /// Adds what it comes to, once for each of its indicators that applies or may.
    fn add_to(&self, averaged: &mut Averaged) {
        averaged.add(&self.range, &whole(self.applying), false);
        (0..self.maybe).for_each(|_| averaged.add(&self.range, &Points::from(1), true));
    }
}

/// Several groups as one, each weighing as many indicators as apply; `None` where none applies. One group is itself.
fn pooled<'t>(groups: impl Iterator<Item = &'t GroupTotal>) -> Option<Mean> {
    let mut averaged = Averaged::default();
    groups.for_each(|group| group.add_to(&mut averaged));
    averaged.mean()
}

/// Contents by given weights, each the mean of the indicators of its groups; one of which nothing applies leaves its weight
/// to the others.
fn weighted(totals: &Totals, weights: &[(Vec<usize>, Points)]) -> Range {
    let mut averaged = Averaged::default();
    for (groups, weight) in weights {
        let Some(content) = pooled(groups.iter().filter_map(|at| totals.groups.get(*at))) else { continue };
        averaged.add_mean(&content, weight, false);
    }
    averaged.mean().map_or_else(|| Range::exactly(Points::ZERO), |mean| mean.range)
}
