//! Reach: bands, limits and tiers that nothing can come to, or that everything does.

use super::{GroupPlace, TrackPlace, each, list, number, tell};
use crate::exact::Points;
use crate::scheme::convention::Slot;
use crate::scheme::model::{Group, Kind, Part, TotalOf};
use crate::scheme::read::{Files, Node, Raw};
use crate::score::Measure;

/// Bands of an indicator or of its parts, as they are written.
pub(super) fn bands(files: &Files, node: &Node) {
    list(node, "part").iter().for_each(|part| bands(files, part));
    for key in ["bands", "ranks"] {
        let items = list(node, key);
        let tops: Vec<Points> = items.iter().filter_map(|band| most(band.get("points")?)).collect();
        if tops.len() != items.len() || items.is_empty() {
            continue;
        }
        let at = node.get(key).unwrap_or(node);
        if tops.windows(2).any(|pair| pair[0] <= pair[1]) {
            tell(files, node, at, "分档的分值不是从高到低".to_owned(), "核对原文：高一档的分值应当更多。");
        }
        let full = node.get("points").and_then(number);
        if let Some((full, top)) = full.zip(tops.first()).filter(|(full, top)| *top > full) {
            tell(files, node, at, format!("最高一档{top}分，高于满分{full}分"), "核对原文。");
        }
    }
    let line = |band: &Node| band.get("at_least").and_then(number);
    if let Some(cap) = node.get("cap").and_then(number) {
        for band in list(node, "bands").iter().filter(|band| line(band).is_some_and(|line| line > cap)) {
            let why = "完成率的上限低于这一档，没有单位达得到".to_owned();
            tell(files, node, band, why, "核对 cap 和 at_least。");
        }
    }
    if let Some(floor) = node.get("floor").and_then(number) {
        let bands = list(node, "bands");
        let dead = bands.windows(2).find(|pair| line(&pair[0]).is_some_and(|line| line <= floor));
        if let Some(pair) = dead {
            let why = "完成率的下限不低于上一档，没有单位落到这一档".to_owned();
            tell(files, node, &pair[1], why, "核对 floor 和 at_least。");
        }
    }
}

/// The most that a band gives: a number, or the end of a range.
fn most(node: &Node) -> Option<Points> {
    match &node.value {
        Raw::List(ends) => ends.last().and_then(number),
        _ => number(node),
    }
}

/// Limits of what is taken off or given, as they are written: one above the full points says nothing.
pub(super) fn limits(files: &Files, node: &Node) {
    list(node, "part").iter().for_each(|part| limits(files, part));
    let Some(full) = node.get("points").and_then(number) else { return };
    let floored = node.get("floor").is_none_or(|floor| floor.text() != Some("none"));
    let may_exceed = node.get("most").is_some() || !floored || node.get("least").is_some();
    let all = std::iter::once(node).chain(list(node, "per")).filter(|_| !may_exceed);
    for limit in all.filter_map(|node| node.get("limit")) {
        if let Some(limit_points) = number(limit).filter(|limit| *limit > full) {
            let why = format!("最多{limit_points}分，高于满分{full}分，这个限额永远不起作用");
            tell(files, node, limit, why, "核对原文；本项不保底的，写 floor = \"none\"。");
        }
    }
    let scale: Vec<Points> = match node.get("scale").map(|scale| &scale.value) {
        Some(Raw::Table(entries)) if node.get("bands").is_none() => {
            entries.iter().filter_map(|(.., worth)| number(worth)).collect()
        }
        _ => Vec::new(),
    };
    if let Some(best) = scale.into_iter().max().filter(|best| *best != full && !may_exceed) {
        let why = format!("最好的等次折算{best}分，与满分{full}分不同");
        let mend = "核对原文；平均以后还要再换算的，写 bands。";
        tell(files, node, node.get("scale").unwrap_or(node), why, mend);
    }
    for worth in list(node, "worth") {
        let most = worth.get("points").and_then(number).filter(|points| *points > full && !may_exceed);
        if let Some(points) = most {
            let why = format!("一项{points}分，高于满分{full}分，总是被封顶");
            tell(files, node, worth, why, "核对原文；可以超过满分的，写 most = \"none\"。");
        }
    }
}

/// The most that a content comes to, where that is said.
pub(super) fn full(place: &GroupPlace<'_>) -> Option<Points> {
    let Group { points, cap, indicators, .. } = place.group;
    let exceeds = cap.is_none() && indicators.iter().any(|one| one.chain.has_most());
    cap.as_ref().map(|cap| cap.points.clone()).or_else(|| points.clone()).filter(|_| !exceeds)
}

/// Limits of what is taken off a content or the total (`less` of the table `node`): one above all that there is says nothing.
pub(super) fn less(files: &Files, owner: &Node, node: &Node, full: Option<&Points>) {
    let (Some(less), Some(full)) = (node.get("less"), full) else { return };
    if less.get("floor").is_some() || node.get("least").is_some() {
        return;
    }
    for limit in std::iter::once(less).chain(list(less, "per")).filter_map(|table| table.get("limit")) {
        if let Some(points) = number(limit).filter(|points| points > full) {
            let why = format!("最多扣{points}分，高于一共的{full}分，这个限额永远不起作用");
            tell(files, owner, limit, why, "核对原文；可以扣成负分的，内容写 floor = \"none\"，总分写 least。");
        }
    }
}

/// The same of the total.
pub(super) fn total(place: &TrackPlace<'_>) {
    if let Some(node) = place.place.get("total") {
        less(place.files, place.place, node, highest(place, None).as_ref());
    }
}

/// Items of which only so many count: together they come to the full points.
pub(super) fn items(files: &Files, node: &Node, (measure, points): (&Measure, Option<&Points>)) {
    if let Measure::Parts(parts) = measure {
        for (node, part) in super::each(node, "part", &parts.parts) {
            items(files, node, (&part.measure, part.points.as_ref()));
        }
    }
    let Measure::Items(found) = measure else { return };
    let (Some(full), (each, Some(rows))) = (points, found.most()) else { return };
    let most = &each * &Points::from(i64::try_from(rows).unwrap_or(i64::MAX));
    if most < *full {
        let why = format!("满分{full}分，而最好的{rows}项最多{most}分，没有单位得得到满分");
        let at = node.get("best").or_else(|| node.get("combine")).unwrap_or(node);
        tell(files, node, at, why, "核对原文的满分、各级分值和项数。");
    }
}

/// Vetoes that forbid the last tier: there is no lower one to give.
pub(super) fn ceilings(place: &TrackPlace<'_>) {
    let Some(tiering) = place.place.get("tiering") else { return };
    let last = place.track.tiers.len().saturating_sub(1);
    for (node, ceiling) in each(tiering, "ceiling", &place.track.tiering.ceilings) {
        if ceiling.not.every().any(|not| *not == last) {
            let name = place.track.tiers.last().map_or("", String::as_str);
            let mend = "写不得评的等次里最低的一个；直接降到末等的，再加 lower = \"last\"。";
            place.files.fault_at(node.get("not").unwrap_or(node), format!("“{name}”已是末等，没有更低的可降"), mend);
        }
    }
}

/// The lines of the tiers: they fall, unless a tier asks for more than its line; and no tier from the end takes what a
/// better one asks for.
pub(super) fn tiers(place: &TrackPlace<'_>) {
    let Some(tiering) = place.place.get("tiering") else { return };
    let tiers = list(tiering, "tier");
    if !place.track.groups.iter().any(|group| group.penalty) {
        let asks = tiers.iter().find_map(|tier| {
            let conditions = ["all", "any"].into_iter().flat_map(|key| list(tier, key));
            conditions.filter_map(|condition| condition.get("penalty_at_most")).next()
        });
        if let Some(node) = asks {
            let mend = "扣分写成考核内容，加 penalty = true；没有扣分的，删去这一条。";
            place.files.fault_at(node, "没有扣分项，都符合这一条", mend);
        }
    }
    let line = |condition: &'_ Node| condition.get("total_at_least").and_then(number);
    let mut above: Option<(Points, bool)> = None;
    for tier in tiers {
        let all = list(tier, "all");
        let Some((node, own)) = all.iter().find_map(|one| Some((one.get("total_at_least")?, line(one)?))) else {
            continue;
        };
        if let Some((line, _)) = above.as_ref().filter(|(line, only)| *only && *line <= own) {
            let why = format!("这一等次要{own}分，不低于上一等次的{line}分，没有单位落到这里");
            tell(place.files, tiering, node, why, "分数线从高到低写。");
        }
        above = Some((own, all.len() == 1));
    }
    for (at, tier) in tiers.iter().enumerate() {
        for low in list(tier, "any").iter().chain(list(tier, "all")) {
            for better in &tiers[..at] {
                for asked in list(better, "all") {
                    if let Some((why, mend)) = contradicts((tier, low), (better, asked)) {
                        tell(place.files, tiering, low, why, mend);
                    }
                }
            }
        }
    }
}

/// What is wrong between a condition of a tier from the end and one of a better tier; nothing where they ask for other things.
fn contradicts((tier, low): (&Node, &Node), (better, asked): (&Node, &Node)) -> Option<(String, &'static str)> {
    let both = |below: &str, above: &str| Some((number(low.get(below)?)?, number(asked.get(above)?)?));
    if let Some((below, line)) = both("total_below", "total_at_least").filter(|(below, line)| line < below) {
        let name = |tier: &Node| tier.get("name").and_then(Node::text).unwrap_or_default().to_owned();
        let why = format!("不到{below}分的是“{}”，而“{}”只要{line}分", name(tier), name(better));
        return Some((why, "核对两条线。"));
    }
    let is_share = |node: &Node, key: &str| node.get(key).and_then(Node::text).is_some_and(|text| text.contains('%'));
    let shares = both("rank_bottom", "rank_top");
    let shares = shares.filter(|_| is_share(low, "rank_bottom") && is_share(asked, "rank_top"));
    let (bottom, top) = shares.filter(|(bottom, top)| bottom + top > Points::from(1))?;
    let percent = |share: &Points| (share * &Points::from(100)).shown();
    Some((format!("前{}%和后{}%有重叠", percent(&top), percent(&bottom)), "核对原文的比例。"))
}

/// The line of the best tier: not above the most that the total can come to, of any category.
pub(super) fn best(place: &TrackPlace<'_>) {
    let Some(tiering) = place.place.get("tiering") else { return };
    let conditions = list(tiering, "tier").iter().flat_map(|tier| list(tier, "all"));
    let first = conditions.filter_map(|condition| condition.get("total_at_least")).next();
    let Some((node, line)) = first.and_then(|node| Some((node, number(node)?))) else { return };
    let mend = "核对分值、封顶和分数线。";
    if let Some(most) = highest(place, None) {
        if line > most {
            let why = format!("要{line}分，而总分最多{most}分，没有单位达得到");
            tell(place.files, tiering, node, why, mend);
        }
        return;
    }
    let categories = place.track.categories.iter();
    let short = categories.filter_map(|name| Some((name, highest(place, Some(name)).filter(|most| line > *most)?)));
    let short: Vec<String> = short.map(|(name, most)| format!("“{name}”的总分最多{most}分")).collect();
    if !short.is_empty() {
        let why = format!("要{line}分，而{}，没有单位达得到", short.join("，"));
        let mend = format!(
            "{mend}only 以外的单位没有这项内容，不会折算；要把其余的折算成满分的，不写 only，在各指标写 applies，在 [track.total] 写 rebase。"
        );
        tell(place.files, tiering, node, why, &mend);
    }
}

/// The most that the total can come to, of units of a category where one is named; `None` where that is not said by points
/// alone.
fn highest(place: &TrackPlace<'_>, category: Option<&str>) -> Option<Points> {
    let track = place.track;
    let total = track.total.as_ref()?;
    if track.rating.is_some() {
        return None;
    }
    // Without a category, contents of some units only are no sum that some unit has.
    let has = |group: &Group| match category {
        None => group.only.is_empty(),
        Some(category) => {
            let of_units = group.only.iter().any(|name| !track.categories.contains(name));
            group.only.is_empty() || of_units || group.only.iter().any(|name| name == category)
        }
    };
    if category.is_none() && !track.groups.iter().all(has) {
        return None;
    }
    let of_kind = |part: Part| {
        let own = track.groups.iter().filter(|group| has(group) && Kind::of(group) == part.into());
        own.map(at_most).sum::<Option<Points>>()
    };
    match &total.of {
        Slot::Fixed(TotalOf::Sum(parts)) => {
            let adding = [Part::Base, Part::Bonus].into_iter().filter(|part| parts.contains(part));
            adding.map(of_kind).sum()
        }
        Slot::Fixed(TotalOf::Weights(weights)) if category.is_none() => {
            let each = weights.iter().map(|(groups, weight)| match &groups[..] {
                [one] => Some(&at_most(track.groups.get(*one)?)? * weight),
                _ => None,
            });
            let also = total.also.iter().filter(|part| **part == Part::Bonus).map(|part| of_kind(*part));
            each.chain(also).sum()
        }
        _ => None,
    }
}

/// The most that a content comes to: its cap, or the sum of its indicators.
fn at_most(group: &Group) -> Option<Points> {
    let own = group.indicators.iter().map(|one| one.points.as_ref().filter(|_| !one.chain.has_most()));
    let own: Option<Vec<&Points>> = own.collect();
    group.cap.as_ref().map(|cap| cap.points.clone()).or_else(|| own.map(|own| own.into_iter().sum()))
}
