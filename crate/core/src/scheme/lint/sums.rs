//! Sums: what is declared against what it is made of, and caps against what they hold.

use std::collections::BTreeSet;

use super::{GroupPlace, TrackPlace, list, number, tell};
use crate::exact::Points;
use crate::scheme::convention::Slot;
use crate::scheme::model::{Group, Indicator, Kind, Part, TotalOf};
use crate::scheme::read::{Files, Node, Raw};
use crate::score::Measure;
use crate::total::caps::{MOST_LINKED, linked};

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
        tell(files, place.node, place.node, why, "核对原文；");
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
        tell(files, place.node, place.node, why, "核对原文；");
    } else if let Some((cap, sum)) = group.cap.as_ref().zip(sum(place)).filter(|(cap, sum)| cap.points > *sum)
        && !group.indicators.iter().any(|one| one.chain.has_most())
    {
        let why = format!("“{}”封顶{}分，各指标合计才{sum}分，封顶永远不起作用", group.name, cap.points);
        let at = place.node.get("cap").unwrap_or(place.node);
        tell(files, place.node, at, why, "核对原文；封顶或分值有一个写错了。");
    }
    for (node, pool) in super::each(place.node, "pool", &group.pools) {
        let of: Option<Vec<&Points>> = pool.of.iter().map(|at| group.indicators.get(*at)?.points.as_ref()).collect();
        let sum: Option<Points> = of.map(|points| points.into_iter().sum());
        if let Some(sum) = sum.filter(|sum| pool.cap.points > *sum) {
            let why = format!("合并封顶{}分，这几项合计才{sum}分，封顶永远不起作用", pool.cap.points);
            tell(files, place.node, node, why, "核对原文；封顶或分值有一个写错了。");
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
    let open_ended = matches!(indicator.measure, Measure::Items(_) | Measure::Accrue(_) | Measure::Grouped(_));
    let capped = group.group.cap.is_some() || (open_ended && (group.group.bonus || group.group.penalty));
    if track.track.rating.is_none() && indicator.points.is_none() && !capped && !indicator.measure.is_judged() {
        let mend = "补写 points = \"…\"；几项共用一个封顶的，写在考核内容的 cap。";
        files.fault_at(node, format!("指标 {} 没有分值", indicator.no), mend);
        return;
    }
    if let Measure::Accrue(accrue) = &indicator.measure
        && track.track.rating.is_none()
        && indicator.points.is_none()
        && group.group.cap.is_none()
        && accrue.own_most().is_none()
        && accrue.may_be_open()
    {
        let why = format!("指标 {} 可能有没填的数，又没有写最多几分，没填时不知道能差多少", indicator.no);
        files.fault_at(node, why, "补写 limit = \"…\"（这一项最多几分），或在考核内容写 cap。");
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
            place.files.misfit_at(node.get("of").unwrap_or(node), why, "核对原文的权重。");
        }
    }
}

/// Contents that the total does not take under any answer, and weights of contents that are worth different points: points
/// are weighed as they are, and no rate of them.
pub(super) fn left_out(place: &TrackPlace<'_>) {
    let Some(total) = &place.track.total else { return };
    let node = place.place.get("total").unwrap_or(place.place);
    let at = node.get("of").unwrap_or(node);
    let takes = |of: &TotalOf, at: usize, kind: Kind| match of {
        TotalOf::Sum(parts) => parts.iter().any(|part| Kind::from(*part) == kind),
        TotalOf::Weights(weights) => {
            total.also.iter().any(|part| Kind::from(*part) == kind)
                || weights.iter().any(|(groups, _)| groups.contains(&at))
        }
        TotalOf::MeanOfIndicators | TotalOf::MeanOfGroups | TotalOf::Components(_) => true,
    };
    for (kind, word) in [(Kind::Base, "base"), (Kind::Bonus, "bonus"), (Kind::Penalty, "penalty")] {
        let own = place.track.groups.iter().enumerate().filter(|(_, group)| Kind::of(group) == kind);
        let lost = own.filter(|(at, _)| !total.of.every().any(|of| takes(of, *at, kind)));
        let names: Vec<String> = lost.map(|(_, group)| format!("“{}”", group.name)).collect();
        if names.is_empty() {
            continue;
        }
        let weighs = total.of.every().any(|of| matches!(of, TotalOf::Weights(_)));
        let mend = match (weighs, kind) {
            (true, Kind::Base) => "在 of 里写它的权重；只列出、不计入总分的，在这项内容写 aside = true。".to_owned(),
            (true, _) => format!("加权以后再加、再减的，写 also = [\"{word}\"]。"),
            (false, _) => format!("在 of 里写 \"{word}\"；只列出、不计入总分的，这项内容改写 aside = true。"),
        };
        tell(place.files, node, at, format!("{}的分不进总分", names.join("、")), &mend);
    }
    if place.track.rating.is_some() {
        return;
    }
    for of in total.of.every() {
        let TotalOf::Weights(weights) = of else { continue };
        let full = |groups: &Vec<usize>| match &groups[..] {
            [one] => place.track.groups.get(*one).and_then(|group| Some((group, group.points.clone()?))),
            _ => None,
        };
        let all: Vec<(&Group, Points)> = weights.iter().filter_map(|(groups, _)| full(groups)).collect();
        let groups = || weights.iter().flat_map(|(groups, _)| groups).filter_map(|at| place.track.groups.get(*at));
        if let Some(group) = groups().find(|group| group.penalty) {
            let why = format!("“{}”是扣分项，写了权重就加进了总分", group.name);
            place.files.fault_at(at, why, "去掉它的权重，写 also = [\"penalty\"]。");
        } else if let Some(group) = groups().find(|group| group.bonus && total.also.contains(&Part::Bonus)) {
            let why = format!("“{}”写了权重，又写了 also，会加两次", group.name);
            place.files.fault_at(at, why, "只写一样。");
        } else if all.windows(2).any(|pair| pair[0].1 != pair[1].1) {
            let each: Vec<String> = all.iter().map(|(group, full)| format!("“{}”满分{full}分", group.name)).collect();
            let why = format!("权重乘的是各内容的得分，不是得分率，而{}", each.join("，"));
            let mend = "各内容都按百分制打分的才写权重；分值已经是100分里的几分的，写 of = [\"base\"]。";
            tell(place.files, node, at, why, mend);
        }
    }
}

/// Points of what does not apply: the document or a convention has to say where they go.
pub(super) fn rebased(place: &TrackPlace<'_>) {
    let says = place.place.get("total").is_some_and(|total| total.get("rebase").is_some());
    if says || place.track.rating.is_some() {
        return;
    }
    let asks = |node: &Node| {
        let goes_somewhere = |applies: &Node| applies.get("otherwise").is_some_and(|word| word.text() != Some("none"));
        node.get("applies").is_some_and(|applies| applies.text() != Some("always") && !goes_somewhere(applies))
    };
    for group in place.groups() {
        for node in list(group.node, "indicator").iter().filter(|node| asks(node)) {
            let no = node.get("no").and_then(Node::text).unwrap_or_default();
            let why = format!("指标 {no} 可能不适用，没有写它的分值怎么办");
            let mend = "在 [track.total] 写 rebase = \"none\"（不折算）、\"group\"、\"total\"，或写 open；按满分或按可比单位平均分计的，在 applies 写 otherwise。";
            place.files.fault_at(node, why, mend);
        }
    }
}

/// Pools over several contents: they hold something down, and the total adds contents up.
pub(super) fn pools(place: &TrackPlace<'_>) {
    let track = place.track;
    let mut seen = BTreeSet::new();
    for (node, pool) in super::each(place.place, "pool", &track.pools) {
        let of = || pool.of.iter().filter_map(|(group, at)| track.groups.get(*group)?.indicators.get(*at));
        let sum: Option<Points> =
            of().map(|one| one.points.as_ref()).collect::<Option<Vec<_>>>().map(|of| of.into_iter().sum());
        if let Some(sum) = sum.filter(|sum| pool.cap.points > *sum) {
            let why = format!("合并封顶{}分，这几项合计才{sum}分，封顶永远不起作用", pool.cap.points);
            tell(place.files, node, node, why, "核对原文；封顶或分值有一个写错了。");
        }
        for one in of().filter(|one| !seen.insert(one.no.clone())) {
            place.files.fault_at(node, format!("指标 {} 在两个合并封顶里", one.no), "每个指标只写在一个合并封顶里。");
        }
        let held = |at: &usize| track.groups.get(*at).is_some_and(|group| group.less.is_some());
        if pool.of.iter().any(|(group, _)| held(group)) {
            let mend = "合并封顶之后才扣的，写在 [track.total] 的 less。";
            place.files.fault_at(node, "合并封顶里有的考核内容另写了 less，先封顶还是先扣不能断定", mend);
        }
        let adds = track.rating.is_none()
            && track.total.as_ref().is_none_or(|total| total.of.every().all(|of| matches!(of, TotalOf::Sum(_))));
        if !adds {
            place.files.fault_at(
                node,
                "总分不是各项相加，合并封顶用不上",
                "合并封顶只写在总分由分值相加的考核对象里。",
            );
        }
    }
    for linked in linked(&track.pools) {
        let node = linked.get(MOST_LINKED).and_then(|at| super::list(place.place, "pool").get(*at));
        if let Some(node) = node {
            let why = format!("由考核内容牵连在一起的合并封顶最多{MOST_LINKED}个");
            place.files.fault_at(node, why, "同在一项内容里的，写在那项内容的 pool。");
        }
    }
}

/// The contents that a summary of the document lists (总表), against the body: names, points, and what they add up to.
pub(super) fn summary(place: &TrackPlace<'_>) {
    let Some(node) = place.place.get("summary") else { return };
    let Raw::Table(entries) = &node.value else { return };
    let groups = place.groups();
    if groups.is_empty() {
        return;
    }
    let told = |why: String, at: &Node| tell(place.files, place.place, at, why, "核对原文，以正文为准写考核内容；");
    for (name, _, at) in entries {
        let named = |group: &&GroupPlace<'_>| group.group.name == *name || group.group.within.as_ref() == Some(name);
        let named: Vec<&GroupPlace<'_>> = groups.iter().filter(named).collect();
        if named.is_empty() {
            told(format!("总表里的“{name}”，正文没有这项考核内容"), at);
            continue;
        }
        let points = |place: &GroupPlace<'_>| {
            let Group { points, cap, .. } = place.group;
            points.clone().or_else(|| Some(cap.as_ref()?.points.clone())).or_else(|| sum(place))
        };
        let body: Option<Points> = named.into_iter().map(points).sum();
        if let Some((summary, body)) = number(at).zip(body).filter(|(summary, body)| summary != body) {
            told(format!("“{name}”在总表里是{summary}分，正文是{body}分"), at);
        }
    }
    let listed = |group: &GroupPlace<'_>| {
        let is = |name: &String| group.group.name == *name || group.group.within.as_ref() == Some(name);
        entries.iter().any(|(name, ..)| is(name))
    };
    for group in groups.iter().filter(|group| Kind::of(group.group) == Kind::Base && !listed(group)) {
        told(format!("正文的“{}”，总表没有列", group.group.name), group.node);
    }
}
