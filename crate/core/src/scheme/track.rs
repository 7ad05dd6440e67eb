//! One track (考核对象类别) of a scheme file: its contents, indicators and total, read with the rules of the scheme.

use super::convention::Slot;
use super::load::{Rules, named_conventions, word_points};
use super::model::{Cap, Group, Indicator, Kind, Part, Pool, Rebase, Total, TotalOf, Track, TrackPool};
use super::read::{Keys, Node, Raw};
use crate::compare::Compare;
use crate::ledger::dictionary::SheetIx;
use crate::rating::Rating;
use crate::score::chain::Chain;
use crate::score::less::{From, Less};
use crate::score::review::Review;
use crate::score::several::Several;
use crate::score::{Applies, Measure};
use crate::ticks::Tables;
use crate::tier::Tiering;
use crate::tier::standing::Standing;
use crate::total::component::Component;

/// Reads one `[[track]]`.
pub(super) fn read<'n>(mut keys: Keys<'n>, rules: &Rules<'n>) -> Option<Track> {
    keys.read_clause();
    let (id, name) = (keys.need_text("id"), keys.need_text("name"));
    let categories = keys.texts("categories");
    let conventions = named_conventions(&keys, &rules.rows.slots);
    let sheets = keys.items("sheets").into_iter();
    let sheets = sheets.filter_map(|node| rules.rows.sheet_named(keys.files(), node, node.text().unwrap_or_default()));
    let mut sheets: Vec<SheetIx> = sheets.collect();
    sheets.sort_unstable();
    let groups: Vec<Group> =
        keys.tables("group", "考核内容").into_iter().filter_map(|group| group_or_shared(group, rules)).collect();
    let rating = keys.table("rating", "等次评定").and_then(|rating| Rating::read(rating, rules));
    let several = Several::read(&keys, rules);
    let tables = keys.table("tables", "考评表").and_then(|tables| Tables::read(tables, rules));
    let pools = keys.tables("pool", "合并封顶").into_iter().filter_map(|keys| read_track_pool(keys, &groups)).collect();
    let review = keys.table("review", "自评与核查").and_then(|review| Review::read(review, rules));
    let total = keys.table("total", "总分").and_then(|total| read_total(total, rules, &groups));
    let cohort = keys.table("cohort", "参评范围").and_then(|cohort| Standing::read(cohort, rules, &groups));
    let compares = keys.tables("compare", "数据核对").into_iter();
    let compares = compares.filter_map(|compare| Compare::read(compare, rules)).collect();
    let tiering = keys.table("tiering", "等次评定").and_then(|tiering| Tiering::read(tiering, rules));
    if !keys.has("tiering") {
        keys.fault("考核对象没有等次评定", "补写 [track.tiering]。");
    }
    let _ = keys.text("slip");
    if let Some(summary) = keys.table("summary", "总表") {
        summary.entries().into_iter().for_each(|(name, node)| drop(summary.as_points(node, name)));
    }
    keys.done();
    Some(Track {
        id: id?,
        name: name?,
        tiers: rules.tiers.clone(),
        categories,
        conventions,
        sheets,
        groups,
        several: several.unwrap_or(Slot::Fixed(Several::Mean)),
        tables,
        rating,
        total,
        cohort,
        review,
        pools,
        compares,
        tiering: tiering?,
    })
}

/// The tiers (等次) of a track, best first: its own, or those of the whole scheme. Where neither says them, those that it decides
/// on, so that one fault is told and not one for each of them.
pub(super) fn tiers(keys: &Keys<'_>, scheme: &Keys<'_>) -> Vec<String> {
    let own = keys.take("tiers").map(|node| (keys, node));
    let Some((keys, node)) = own.or_else(|| scheme.take("tiers").map(|node| (scheme, node))) else {
        let mend = "写 tiers = [\"优秀\", …]，从高到低：各类相同的写在文件上面，不同的写在各自的 [[track]] 里。";
        keys.fault("没有写有哪些等次", mend);
        let named = keys.node().get("tiering").and_then(|tiering| tiering.get("tier")).map(|tier| &tier.value);
        let Some(Raw::List(named)) = named else { return Vec::new() };
        return named.iter().filter_map(|tier| tier.get("name")?.text().map(str::to_owned)).collect();
    };
    let mut tiers: Vec<String> = Vec::new();
    for tier in keys.as_texts(node, "tiers") {
        if tiers.contains(&tier) {
            keys.files().fault_at(node, format!("等次“{tier}”写了两次"), "每个等次只写一次，从高到低。");
        } else {
            tiers.push(tier);
        }
    }
    tiers
}

/// A content of the track's own, or one that several tracks share (`use = "id"`).
fn group_or_shared<'n>(keys: Keys<'n>, rules: &Rules<'n>) -> Option<Group> {
    let Some(id) = keys.text("use") else { return read_group(keys, rules) };
    let Some((_, node)) = rules.shared.iter().find(|(known, _)| *known == id) else {
        let known = rules.shared.iter().map(|(id, _)| *id).collect::<Vec<_>>().join("、");
        let mend = if known.is_empty() { "先写 [[shared]]。".to_owned() } else { format!("可用：{known}。") };
        keys.fault(format!("没有共用的考核内容 {id}"), mend);
        return None;
    };
    let only = keys.texts("only");
    let shared = keys.open_inside(node, "考核内容");
    keys.done();
    let shared = shared?;
    let _ = shared.text("id");
    let group = read_group(shared, rules)?;
    Some(if only.is_empty() { group } else { Group { only, ..group } })
}

fn read_group<'n>(keys: Keys<'n>, rules: &Rules<'n>) -> Option<Group> {
    let name = keys.need_text("name");
    let tables = keys.tables("indicator", "指标");
    let nos: Vec<Option<&str>> = tables.iter().map(|keys| keys.node().get("no").and_then(Node::text)).collect();
    let pools = keys.tables("pool", "合并封顶").into_iter().filter_map(|keys| read_pool(keys, &nos)).collect();
    let group = Group {
        points: keys.points("points"),
        bonus: keys.flag("bonus"),
        penalty: keys.flag("penalty"),
        aside: keys.flag("aside"),
        only: keys.texts("only"),
        pools,
        cap: keys.table("cap", "封顶").and_then(read_cap),
        less: Less::read(&keys, rules, From::Content),
        within: keys.text("within"),
        preamble: keys.text("preamble"),
        note: keys.text("note"),
        clause: keys.clause(),
        indicators: tables.into_iter().filter_map(|indicator| read_indicator(indicator, rules)).collect(),
        name: name?,
    };
    if [group.bonus, group.penalty, group.aside].iter().filter(|kind| **kind).count() > 1 {
        keys.fault("bonus、penalty、aside 只能写一个", "加分写 bonus，扣分写 penalty，不计入总分写 aside。");
    }
    if group.less.is_some() && group.penalty {
        keys.fault("扣分项不能再扣", "要多扣的，在扣分项里添一个指标；从总分里扣的，写在 [track.total] 的 less。");
    }
    let _ = keys.text("slip");
    keys.done();
    Some(group)
}

fn read_pool(keys: Keys<'_>, nos: &[Option<&str>]) -> Option<Pool> {
    let of = keys.texts("of");
    let places: Option<Vec<usize>> =
        of.iter().map(|no| nos.iter().position(|known| *known == Some(no.as_str()))).collect();
    if places.as_ref().is_none_or(|places| places.len() < 2) {
        keys.fault("合并封顶的指标不在这项考核内容里，或不足两个", "写 of = [\"1.1\", \"1.2\"]，都是本内容的指标号。");
    }
    let points = keys.need("points").and_then(|_| keys.points("points"));
    let cap = Cap { points: points?, clause: keys.clause() };
    keys.done();
    places.map(|of| Pool { of, cap })
}

/// A cap over indicators of several contents that count the same way.
fn read_track_pool(keys: Keys<'_>, groups: &[Group]) -> Option<TrackPool> {
    let mut of = Vec::new();
    for no in keys.texts("of") {
        let found = groups.iter().enumerate().find_map(|(at, group)| {
            group.indicators.iter().position(|indicator| indicator.no == no).map(|indicator| (at, indicator))
        });
        match found {
            Some(found) => of.push(found),
            None => keys.fault(format!("没有指标 {no}"), "写本表的指标号。"),
        }
    }
    let points = keys.need("points").and_then(|_| keys.points("points"));
    let kinds: Vec<Kind> = of.iter().filter_map(|(at, _)| groups.get(*at)).map(Kind::of).collect();
    let one = of.first().is_some_and(|(first, _)| of.iter().all(|(at, _)| at == first));
    if of.len() < 2 || one {
        let mend = "写 of = [\"1.2\", \"3.4\"]；都在一项内容里的，写在那项内容的 pool。";
        keys.fault("合并封顶的指标不足两个，或都在一项考核内容里", mend);
    } else if kinds.iter().any(|kind| *kind != kinds[0] || *kind == Kind::Aside) {
        let why = "合并封顶的指标有的是基本分，有的是加分、扣分或不计入总分";
        keys.fault(why, "只把同是基本分、同是加分或同是扣分的写在一起。");
    }
    let cap = Cap { points: points?, clause: keys.clause() };
    let _ = keys.text("slip");
    keys.done();
    Some(TrackPool { of, cap })
}

fn read_cap(keys: Keys<'_>) -> Option<Cap> {
    let points = keys.need("points").and_then(|_| keys.points("points"));
    let cap = Cap { points: points?, clause: keys.clause() };
    keys.done();
    Some(cap)
}

fn read_indicator<'n>(keys: Keys<'n>, rules: &Rules<'n>) -> Option<Indicator> {
    let (no, name) = (keys.need_text("no"), keys.need_text("name"));
    let points = keys.points("points");
    let text = |key| keys.text(key).unwrap_or_default();
    let (explain, evidence) = (text("explain"), text("evidence"));
    let conventions = named_conventions(&keys, &rules.rows.slots);
    let (sub, source, _) = (keys.text("sub"), keys.text("source"), keys.text("slip"));
    let applies = Applies::read(&keys, rules);
    let chain = Chain::read(&keys, rules);
    let measure = Measure::read(&keys, rules);
    let clause = keys.clause();
    if measure.is_some() {
        keys.done();
    }
    Some(Indicator {
        no: no?,
        name: name?,
        sub,
        source,
        explain,
        evidence,
        points,
        clause,
        conventions,
        applies,
        measure: measure?,
        chain,
    })
}

const REBASE: [(&str, Rebase); 3] = [("none", Rebase::None), ("group", Rebase::Group), ("total", Rebase::Total)];

fn read_total<'n>(keys: Keys<'n>, rules: &Rules<'n>, groups: &[Group]) -> Option<Total> {
    let name = keys.need_text("name");
    let of = rules.rows.slots.slot(&keys, "of", |keys, node| {
        if node.get("components").is_some() {
            return Component::read_all(keys, node, rules).map(TotalOf::Components);
        }
        total_of(keys, node, groups)
    });
    let sum = || Slot::Fixed(TotalOf::Sum(vec![Part::Base]));
    let slots = &rules.rows.slots;
    let limit = |key: &str| {
        slots.slot(&keys, key, |keys, node| match node.text() {
            Some("none") => Some(None),
            _ => keys.as_points(node, key).map(Some),
        })
    };
    let also = keys.items("also").into_iter();
    let also: Vec<Part> = also
        .filter_map(|node| keys.word(node, "also", &[("bonus", Part::Bonus), ("penalty", Part::Penalty)]))
        .collect();
    if keys.has("also") && !of.iter().flat_map(Slot::every).any(|of| matches!(of, TotalOf::Weights(_))) {
        keys.fault("总分不是各内容加权，用不到 also", "要哪几样，都写在 of 里：[\"base\", \"bonus\", \"penalty\"]。");
    }
    let _ = keys.text("slip");
    let rebase = slots.slot(&keys, "rebase", |keys, node| keys.word(node, "rebase", &REBASE));
    let total = Total {
        of: of.unwrap_or_else(sum),
        also,
        less: Less::read(&keys, rules, From::Total),
        least: limit("least"),
        most: limit("most"),
        rebase: rebase.unwrap_or(Slot::Fixed(Rebase::None)),
        clause: keys.clause(),
        name: name?,
    };
    keys.done();
    Some(total)
}

fn total_of<'n>(keys: &Keys<'n>, node: &'n Node, groups: &[Group]) -> Option<TotalOf> {
    let means = [("mean of indicators", TotalOf::MeanOfIndicators), ("mean of groups", TotalOf::MeanOfGroups)];
    if let Some((_, mean)) = means.into_iter().find(|(word, _)| node.text() == Some(word)) {
        return Some(mean);
    }
    if matches!(node.value, Raw::Table(_)) {
        let named = |(name, weight): (String, _)| {
            let is = |group: &Group| group.name == name || group.within.as_deref() == Some(&name);
            let at: Vec<usize> = (0..groups.len()).filter(|at| is(&groups[*at])).collect();
            if at.is_empty() {
                keys.files().fault_at(node, format!("没有“{name}”这项考核内容"), "写方案里的考核内容名称。");
            }
            (!at.is_empty()).then_some((at, weight))
        };
        return word_points(keys, node)?.into_iter().map(named).collect::<Option<Vec<_>>>().map(TotalOf::Weights);
    }
    let parts = keys.as_texts(node, "of");
    let read = parts.iter().map(|part| match part.as_str() {
        "base" => Some(Part::Base),
        "bonus" => Some(Part::Bonus),
        "penalty" => Some(Part::Penalty),
        other => {
            let mend =
                "可用：[\"base\", \"bonus\", \"penalty\"]、\"mean of indicators\"、\"mean of groups\" 或各内容的权重。";
            keys.files().fault_at(node, format!("总分没有“{other}”这一部分"), mend);
            None
        }
    });
    read.collect::<Option<Vec<_>>>().map(TotalOf::Sum)
}
