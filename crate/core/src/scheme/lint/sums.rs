//! Sums: what is declared against what it is made of, and caps against what they hold.

use super::{GroupPlace, TrackPlace, list};
use crate::exact::Points;
use crate::scheme::convention::Slot;
use crate::scheme::model::{Indicator, TotalOf};
use crate::scheme::read::{Files, Node};
use crate::score::Measure;

/// What the indicators of a content add up to, where each declares its points.
fn sum(group: &GroupPlace<'_>) -> Option<Points> {
    let indicators = group.indicators();
    let whole = indicators.len() == group.group.indicators.len() && !indicators.is_empty();
    let points: Option<Vec<&Points>> = group.group.indicators.iter().map(|one| one.points.as_ref()).collect();
    points.filter(|_| whole).map(|points| points.into_iter().sum())
}

/// The declared points of a content against its indicators'.
pub(super) fn points(files: &Files, place: &GroupPlace<'_>) {
    let group = place.group;
    if let Some((declared, sum)) = group.points.as_ref().zip(sum(place)).filter(|(declared, sum)| *declared != sum) {
        let why = format!("“{}”声明{declared}分，各指标合计{sum}分", group.name);
        files.fault_at(place.node, why, "核对原文；确属原文疏漏的，写入 slips 并由口径回答以何为准。");
    }
    for (node, indicator) in place.indicators() {
        if indicator.points.as_ref().is_some_and(|points| points.is_negative() || points.is_zero()) {
            files.fault_at(node, format!("指标 {} 的分值应大于0", indicator.no), "核对原文。");
        }
    }
}

/// Caps of a content and of pools: not above what they hold, which would make them say nothing.
pub(super) fn caps(files: &Files, place: &GroupPlace<'_>) {
    let group = place.group;
    if let Some((cap, declared)) = group.cap.as_ref().zip(group.points.as_ref())
        && cap.points > *declared
    {
        let why = format!("“{}”封顶{}分，高于本项{declared}分", group.name, cap.points);
        files.fault_at(place.node, why, "核对原文。");
    } else if let Some((cap, sum)) = group.cap.as_ref().zip(sum(place)).filter(|(cap, sum)| cap.points > *sum)
        && !group.indicators.iter().any(|one| one.chain.has_most())
    {
        let why = format!("“{}”封顶{}分，各指标合计才{sum}分，封顶永远不起作用", group.name, cap.points);
        files.fault_at(place.node.get("cap").unwrap_or(place.node), why, "核对原文；封顶或分值有一个写错了。");
    }
    for (node, pool) in super::each(place.node, "pool", &group.pools) {
        let of: Option<Vec<&Points>> = pool.of.iter().map(|at| group.indicators.get(*at)?.points.as_ref()).collect();
        let sum: Option<Points> = of.map(|points| points.into_iter().sum());
        if let Some(sum) = sum.filter(|sum| pool.cap.points > *sum) {
            let why = format!("合并封顶{}分，这几项合计才{sum}分，封顶永远不起作用", pool.cap.points);
            files.fault_at(node, why, "核对原文；封顶或分值有一个写错了。");
        }
    }
}

/// An indicator of a track of points that declares none, with no cap over it either: nobody knows its maximum.
pub(super) fn without_points(
    files: &Files,
    track: &TrackPlace<'_>,
    group: &GroupPlace<'_>,
    (node, indicator): (&Node, &Indicator),
) {
    let open_ended = matches!(indicator.measure, Measure::Items(_) | Measure::Accrue(_));
    let capped = group.group.cap.is_some() || (open_ended && (group.group.bonus || group.group.penalty));
    if track.track.rating.is_none() && indicator.points.is_none() && !capped && !indicator.measure.is_judged() {
        let mend = "补写 points = \"…\"；几项共用一个封顶的，写在考核内容的 cap。";
        files.fault_at(node, format!("指标 {} 没有分值", indicator.no), mend);
    }
}

/// The weights of contents against the whole.
pub(super) fn weights(place: &TrackPlace<'_>) {
    let Some(total) = &place.track.total else { return };
    let node = place.place.get("total").unwrap_or(place.place);
    let picks = match &total.of {
        Slot::Fixed(of) => vec![of],
        Slot::Open { picks, .. } => picks.iter().collect(),
    };
    for of in picks {
        let TotalOf::Weights(weights) = of else { continue };
        let sum: Points = weights.iter().map(|(_, weight)| weight).sum();
        if sum != Points::from(1) {
            let sum = &sum * &Points::from(100);
            let why = format!("各项内容的权重合计{}%，应为100%", sum.shown());
            place.files.fault_at(node.get("of").unwrap_or(node), why, "核对原文的权重。");
        }
    }
}

/// Points of what does not apply: the document or a convention has to say where they go.
pub(super) fn rebased(place: &TrackPlace<'_>) {
    let says = place.place.get("total").is_some_and(|total| total.get("rebase").is_some());
    if says || place.track.rating.is_some() {
        return;
    }
    let asks = |node: &Node| node.get("applies").is_some_and(|applies| applies.text() != Some("always"));
    for group in place.groups() {
        for node in list(group.node, "indicator").iter().filter(|node| asks(node)) {
            let no = node.get("no").and_then(Node::text).unwrap_or_default();
            let why = format!("指标 {no} 可能不适用，没有写它的分值怎么办");
            let mend = "在 [track.total] 写 rebase = \"none\"（不折算）、\"group\"、\"total\"，或写 open。";
            place.files.fault_at(node, why, mend);
        }
    }
}
