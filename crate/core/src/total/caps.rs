//! Pools (合并封顶): indicators under one cap, of one content or of several.
//!
//! ```toml
//! pool = [{ of = ["5.1", "5.2"], points = "4", clause = "…" }]       # in a content
//! [[track.pool]]                                                    # over several contents, after their own caps
//! of     = ["1.2", "3.4"]
//! points = "5"
//! ```
//!
//! A pool over several contents leaves each content as much of its own as its cap would without the pooled indicators, and
//! gives these together no more than its points: the most that any way of sharing the cap out could give. So more points in
//! any indicator never make less of the whole.

use std::borrow::Borrow;

use super::{Pooled, minus, sum};
use crate::exact::{Points, Range};
use crate::scheme::model::{Group, TrackPool};
use crate::score::Scored;

/// At most so many pools hang together by their contents, so that every way in which they bind can be looked at.
pub const MOST_LINKED: usize = 6;

/// Which pools hang together: two do where a content has indicators in both. By place, in the order of the pools.
#[must_use]
pub fn linked<P: Borrow<TrackPool>>(pools: &[P]) -> Vec<Vec<usize>> {
    let mut found: Vec<Vec<usize>> = Vec::new();
    for (at, pool) in pools.iter().enumerate() {
        let beside = |other: &usize| {
            let of = pools.get(*other).map_or(&[][..], |other| &other.borrow().of);
            of.iter().any(|(content, _)| pool.borrow().of.iter().any(|(own, _)| own == content))
        };
        let (mut joined, apart): (Vec<_>, Vec<_>) = found.into_iter().partition(|known| known.iter().any(beside));
        joined.push(vec![at]);
        let mut joined = joined.concat();
        joined.sort_unstable();
        found = apart;
        found.push(joined);
    }
    found.sort();
    found
}

/// The sum of a group's indicators with some of them under caps of their own.
pub(super) fn in_group(group: &Group, applying: &[(usize, &Scored)], raw: &Range) -> (Range, Vec<Pooled>) {
    let (mut held, mut pooled) = (raw.clone(), Vec::new());
    for pool in &group.pools {
        let of = applying.iter().filter(|(at, _)| pool.of.contains(at)).map(|(_, scored)| &scored.range);
        let before = sum(&of.collect::<Vec<_>>());
        let after = before.capped(&pool.cap.points);
        if after != before {
            let less = |whole: &Points, before: &Points, after: &Points| whole - &(before - after);
            held = Range {
                sure: less(&held.sure, &before.sure, &after.sure),
                possible: less(&held.possible, &before.possible, &after.possible),
            };
            pooled.push(Pooled { before, after, clause: pool.cap.clause.clone() });
        }
    }
    (held, pooled)
}

/// What contents come to together under pools over several of them. `group` gives a content's points without the indicators
/// at these places of it.
pub(super) struct Across {
    /// What the contents come to.
    pub(super) range: Range,
    /// What each content loses, where that is settled.
    pub(super) cut: Vec<(usize, Points)>,
    /// By the content that is told of it: the pools that hold something down.
    pub(super) pooled: Vec<(usize, Pooled)>,
}

/// Holds the sum of some contents under the pools among them; `None` where no pool has an indicator in them.
pub(super) fn across(
    pools: &[TrackPool],
    contents: &[usize],
    group: impl Fn(usize, &[usize]) -> Range,
) -> Option<Across> {
    let pools: Vec<&TrackPool> =
        pools.iter().filter(|pool| pool.of.iter().any(|(at, _)| contents.contains(at))).collect();
    if pools.is_empty() {
        return None;
    }
    let mut left = contents.to_vec();
    let mut all = Across { range: Range::exactly(Points::ZERO), cut: Vec::new(), pooled: Vec::new() };
    for places in linked(&pools) {
        let pools: Vec<&TrackPool> = places.iter().filter_map(|at| pools.get(*at).copied()).collect();
        let of_these = |at: &usize| pools.iter().any(|pool| pool.of.iter().any(|(content, _)| content == at));
        let (contents, others): (Vec<usize>, Vec<usize>) = left.into_iter().partition(of_these);
        left = others;
        let found = together(&pools, &contents, &group)?;
        all.range = all.range.plus(&found.range);
        all.cut.extend(found.cut);
        all.pooled.extend(found.pooled);
    }
    for at in left {
        all.range = all.range.plus(&group(at, &[]));
    }
    Some(all)
}

/// Holds the sum of contents under pools that hang together.
fn together(pools: &[&TrackPool], contents: &[usize], group: impl Fn(usize, &[usize]) -> Range) -> Option<Across> {
    if pools.len() > MOST_LINKED {
        return None;
    }
    let whole = |bound: &[&TrackPool]| {
        let without = |at: usize| -> Vec<usize> {
            let of = bound.iter().flat_map(|pool| &pool.of);
            of.filter(|(content, _)| *content == at).map(|(_, indicator)| *indicator).collect()
        };
        let parts: Vec<Range> = contents.iter().map(|at| group(*at, &without(*at))).collect();
        let caps: Points = bound.iter().map(|pool| &pool.cap.points).sum();
        (sum(&parts.iter().collect::<Vec<_>>()).plus(&Range::exactly(caps)), parts)
    };
    // Every choice of pools that bind; the least of them all is what the contents come to.
    let choices = (0_usize..1 << pools.len()).map(|choice| {
        let bound: Vec<&TrackPool> =
            pools.iter().enumerate().filter(|(at, _)| choice >> at & 1 == 1).map(|(_, pool)| *pool).collect();
        let (range, parts) = whole(&bound);
        (bound, range, parts)
    });
    let all: Vec<(Vec<&TrackPool>, Range, Vec<Range>)> = choices.collect();
    let (_, free, own) = all.first()?;
    let range = Range {
        sure: all.iter().map(|(_, range, _)| &range.sure).min().cloned().unwrap_or_default(),
        possible: all.iter().map(|(_, range, _)| &range.possible).min().cloned().unwrap_or_default(),
    };
    let (mut cut, mut pooled) = (Vec::new(), Vec::new());
    // Where everything is settled, the loss is shown at the last contents, so that contents add up to the whole.
    if let (Some(total), Some(before)) = (range.settled(), free.settled())
        && total < before
        && let Some((bound, _, without)) = all.iter().find(|(_, range, _)| range.settled() == Some(total))
    {
        let mut left = before - total;
        for ((at, own), without) in contents.iter().zip(own).zip(without).rev() {
            let less = (&own.sure - &without.sure).at_most(&left);
            if !less.is_zero() {
                left = &left - &less;
                cut.push((*at, less));
            }
        }
        let bound_by = |pool: &&TrackPool| {
            let parts = contents.iter().zip(own).map(|(at, own)| {
                let of = pool.of.iter().filter(|(content, _)| content == at).map(|(_, indicator)| *indicator);
                &own.sure - &group(*at, &of.collect::<Vec<_>>()).sure
            });
            let last = pool.of.iter().map(|(at, _)| *at).max().unwrap_or_default();
            let before = Range::exactly(parts.sum());
            let after = Range::exactly(pool.cap.points.clone());
            (last, Pooled { before, after, clause: pool.cap.clause.clone() })
        };
        pooled = bound.iter().map(bound_by).collect();
    }
    Some(Across { range, cut, pooled })
}

/// `range` less some points.
pub(super) fn less(range: &Range, points: &Points) -> Range {
    let taken = minus(points);
    range.plus(&Range::exactly(taken))
}
