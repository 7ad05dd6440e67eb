//! Names and numbers: used twice, used nowhere, or meant for something that is not there.

use std::collections::BTreeSet;

use super::{TrackPlace, list};
use crate::ledger::dictionary::SheetIx;
use crate::scheme::model::Scheme;
use crate::scheme::read::{Files, Node, Raw};
use crate::score::Measure;
use crate::score::benchmark::TOTAL;
use crate::score::parts::Part;
use crate::tier::By;

/// No number of an indicator or of a part stands for two.
pub(super) fn numbers(place: &TrackPlace<'_>) {
    let mut seen = BTreeSet::new();
    for group in place.groups() {
        for (node, indicator) in group.indicators() {
            if !seen.insert(indicator.no.clone()) {
                place.files.fault_at(node, format!("指标号 {} 用了两次", indicator.no), "每个指标号只用一次。");
            }
        }
    }
    for group in place.groups() {
        for (node, indicator) in group.indicators() {
            if let Measure::Parts(parts) = &indicator.measure {
                part_numbers(place.files, node, &parts.parts, &mut seen);
            }
        }
    }
}

fn part_numbers(files: &Files, node: &Node, parts: &[Part], seen: &mut BTreeSet<String>) {
    for (node, part) in super::each(node, "part", parts) {
        if !seen.insert(part.no.clone()) {
            files.fault_at(node, format!("指标号 {} 用了两次", part.no), "分项的号不能与别的指标或分项相同。");
        }
        if let Measure::Parts(parts) = &part.measure {
            part_numbers(files, node, &parts.parts, seen);
        }
    }
}

/// Whether the contents that a bottom tier asks for are contents of the track, and their levels levels.
pub(super) fn contents(place: &TrackPlace<'_>) {
    let By::Quota(quota) = &place.track.tiering.by else { return };
    let node = place.place.get("tiering").unwrap_or(place.place);
    for (name, level) in quota.contents() {
        if place.track.groups.iter().all(|group| group.name != *name) {
            place.files.fault_at(node, format!("没有“{name}”这项考核内容"), "写方案里的考核内容名称。");
        }
        if place.track.rating.as_ref().is_none_or(|rating| !rating.levels.contains(level)) {
            let mend = "写 [track.rating] 的 levels 里的一级。";
            place.files.fault_at(node, format!("“{level}”不是评定的等次"), mend);
        }
    }
}

/// The sheets that the indicators of a track read are among those that it lists: the template has no others.
pub(super) fn sheets(place: &TrackPlace<'_>, scheme: &Scheme) {
    let mut used = BTreeSet::new();
    for group in place.groups() {
        for (node, _) in group.indicators() {
            sheets_in(node, scheme, &mut used);
        }
    }
    let node = place.place.get("sheets").unwrap_or(place.place);
    if list(place.place, "sheets").len() != place.track.sheets.len() {
        return;
    }
    for sheet in used.into_iter().filter(|sheet| !place.track.sheets.contains(sheet)) {
        let name = scheme.dictionary.sheet(sheet).map_or("", |sheet| sheet.name.as_str());
        let why = format!("指标用到“{name}”这张表，sheets 里没有列，模板里就没有它");
        place.files.fault_at(node, why, format!("在 sheets 里加上 \"{name}\"。"));
    }
}

/// The sheets that a node names, by their names or by metrics over them.
pub(in crate::scheme) fn sheets_in(node: &Node, scheme: &Scheme, used: &mut BTreeSet<SheetIx>) {
    match &node.value {
        Raw::Text(text) => used.extend(scheme.metrics.iter().find(|one| one.id == *text).map(|one| one.rows.sheet)),
        Raw::List(items) => items.iter().for_each(|item| sheets_in(item, scheme, used)),
        Raw::Table(entries) => {
            for (key, _, value) in entries {
                if key == "sheet" {
                    used.extend(value.text().and_then(|name| scheme.dictionary.find(name)));
                }
                sheets_in(value, scheme, used);
            }
        }
        Raw::Integer(_) | Raw::Flag(_) | Raw::Other(_) => {}
    }
}

/// The indicators that self-scores are asked of.
pub(super) fn reviewed(place: &TrackPlace<'_>) {
    let Some(review) = &place.track.review else { return };
    let node = place.place.get("review").unwrap_or(place.place);
    let known = |no: &&String| place.track.indicators().any(|(_, one)| one.numbers().any(|known| known == *no));
    for no in review.of.iter().filter(|no| !known(no)) {
        place.files.fault_at(node.get("of").unwrap_or(node), format!("没有指标 {no}"), "写本表的指标号。");
    }
}

/// The indicators that another one names: they exist, and none of them waits for its peers itself.
pub(super) fn indicators_named(place: &TrackPlace<'_>) {
    for group in place.groups() {
        for (node, indicator) in group.indicators() {
            let Measure::RankPoints(rank) = &indicator.measure else { continue };
            for no in rank.indicators() {
                let found = place.track.indicators().find(|(_, other)| other.no == *no);
                let node = node.get("indicators").unwrap_or(node);
                match found {
                    None => place.files.fault_at(node, format!("没有指标 {no}"), "写本表的指标号。"),
                    Some((_, other)) if other.measure.asks_peers() || other.chain.asks_peers() => {
                        let why = format!("指标 {no} 自己也要和别的单位比，不能再拿来排名");
                        place.files.fault_at(node, why, "只写由本单位台账就能算出的指标。");
                    }
                    Some(_) => {}
                }
            }
        }
    }
}

/// No id stands for two tracks.
pub(super) fn tracks(files: &Files, root: &Node, scheme: &Scheme) {
    let mut seen = BTreeSet::new();
    for (node, track) in super::each(root, "track", &scheme.tracks) {
        if !seen.insert(&track.id) {
            let why = format!("类别 {} 写了两次", track.id);
            files.fault_at(node, why, "每一类的 id 只用一次；是同一类的，合在一张 [[track]] 里。");
        }
    }
}

/// Metrics: each written once, and each of use.
pub(super) fn metrics(files: &Files, root: &Node, scheme: &Scheme) {
    let mut seen = BTreeSet::new();
    for (at, metric) in scheme.metrics.iter().enumerate() {
        if !seen.insert(&metric.id) {
            let place = list(root, "metric").get(at).unwrap_or(root);
            files.fault_at(place, format!("统计量 {} 重复", metric.id), "改名或删去一个。");
        }
    }
    // A rule that could not be read may be the one that names a metric, and so may a convention.
    if !files.is_clean() || list(root, "metric").len() != scheme.metrics.len() {
        return;
    }
    let said = |id: &str| ["track", "shared"].iter().filter_map(|key| root.get(key)).any(|node| node.says(id));
    for (node, metric) in super::each(root, "metric", &scheme.metrics) {
        if !said(&metric.id) && !scheme.conventions.says(&metric.id) {
            let why = format!("统计量 {} 没有规则用到", metric.id);
            files.misfit_at(node, why, "在指标里写 metric = \"…\"，或删去。");
        }
    }
}

/// The total before anything is taken off it is only known where something is taken off it.
pub(super) fn total(files: &Files, root: &Node) {
    for node in list(root, "metric").iter().filter(|node| is_total(node.get("id"))) {
        files.fault_at(node, "统计量不能叫 total", "total 是扣减前的总分，统计量换一个名字。");
    }
    for shared in list(root, "shared") {
        misplaced(files, shared);
    }
    for track in list(root, "track") {
        let Raw::Table(entries) = &track.value else { continue };
        for (_, _, node) in entries.iter().filter(|(key, ..)| key != "total") {
            misplaced(files, node);
        }
    }
}

fn is_total(node: Option<&Node>) -> bool {
    node.and_then(Node::text) == Some(TOTAL)
}

fn misplaced(files: &Files, node: &Node) {
    match &node.value {
        Raw::List(items) => items.iter().for_each(|item| misplaced(files, item)),
        Raw::Table(entries) => {
            for (key, _, value) in entries {
                if ["over", "beyond", "below"].contains(&key.as_str()) && is_total(Some(value)) {
                    let mend = "写数、统计量、类别或 { peers = \"mean\" }。";
                    files.fault_at(value, "扣减前的总分（total）只能写在 [track.total] 的 less 里", mend);
                }
                misplaced(files, value);
            }
        }
        Raw::Text(_) | Raw::Integer(_) | Raw::Flag(_) | Raw::Other(_) => {}
    }
}

/// Shared contents: each used by some track.
pub(super) fn shared(files: &Files, root: &Node) {
    let used: BTreeSet<&str> = list(root, "track")
        .iter()
        .flat_map(|track| list(track, "group"))
        .filter_map(|group| group.get("use").and_then(Node::text))
        .collect();
    for node in list(root, "shared") {
        match node.get("id").and_then(Node::text) {
            None => files.fault_at(node, "共用的考核内容没有 id", "写 id = \"…\"，用的地方写 use = \"…\"。"),
            Some(id) if !used.contains(id) => {
                files.fault_at(
                    node,
                    format!("共用的考核内容 {id} 没有用到"),
                    "在 [[track.group]] 写 use = \"…\"，或删去。",
                );
            }
            Some(_) => {}
        }
    }
}
