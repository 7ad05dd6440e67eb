//! Faults in print: what a document's own numbers contradict. The loader reports and never repairs them.

use std::collections::BTreeSet;

use super::model::{Group, Scheme, Track};
use super::read::{Files, Node};
use crate::exact::Points;
use crate::tier::By;

/// Looks over a loaded scheme. Where a part could not be read, a fault says so already, and its sums are not compared.
pub(super) fn lint(files: &Files, root: &Node, scheme: &Scheme) {
    for (place, track) in each(root, "track", &scheme.tracks) {
        numbers(files, place, track);
        contents(files, place, track);
        for (place, group) in each(place, "group", &track.groups) {
            points(files, place, group);
        }
    }
    let mut seen = BTreeSet::new();
    for (at, metric) in scheme.metrics.iter().enumerate() {
        if !seen.insert(&metric.id) {
            let place = nth(root, "metric", at).unwrap_or(root);
            files.fault_at(place, format!("统计量 {} 重复", metric.id), "改名或删去一个。");
        }
    }
}

fn nth<'n>(node: &'n Node, key: &str, at: usize) -> Option<&'n Node> {
    match &node.get(key)?.value {
        super::read::Raw::List(items) => items.get(at),
        _ => None,
    }
}

/// What was read with the table it was read from; nothing where some table could not be read.
fn each<'n, 'm, T>(node: &'n Node, key: &str, read: &'m [T]) -> impl Iterator<Item = (&'n Node, &'m T)> {
    let places = match node.get(key).map(|found| &found.value) {
        Some(super::read::Raw::List(places)) if places.len() == read.len() => places.as_slice(),
        _ => &[],
    };
    places.iter().zip(read)
}

fn numbers(files: &Files, place: &Node, track: &Track) {
    let mut seen = BTreeSet::new();
    for (place, group) in each(place, "group", &track.groups) {
        for (place, indicator) in each(place, "indicator", &group.indicators) {
            if !seen.insert(&indicator.no) {
                files.fault_at(place, format!("指标号 {} 用了两次", indicator.no), "每个指标号只用一次。");
            }
        }
    }
}

/// Whether the contents that a bottom tier asks for are contents of the track, and their levels levels.
fn contents(files: &Files, place: &Node, track: &Track) {
    let By::Quota(quota) = &track.tiering.by else { return };
    let place = place.get("tiering").unwrap_or(place);
    for (name, level) in quota.contents() {
        if track.groups.iter().all(|group| group.name != *name) {
            files.fault_at(place, format!("没有“{name}”这项考核内容"), "写方案里的考核内容名称。");
        }
        if track.rating.as_ref().is_none_or(|rating| !rating.levels.contains(level)) {
            files.fault_at(place, format!("“{level}”不是评定的等次"), "写 [track.rating] 的 levels 里的一级。");
        }
    }
}

fn points(files: &Files, place: &Node, group: &Group) {
    let parts: Vec<&Points> = group.indicators.iter().filter_map(|indicator| indicator.points.as_ref()).collect();
    let sum: Points = parts.iter().copied().sum();
    let whole = each(place, "indicator", &group.indicators).count() == group.indicators.len();
    if let Some(declared) = &group.points
        && whole
        && parts.len() == group.indicators.len()
        && sum != *declared
    {
        let why = format!("“{}”声明{declared}分，各指标合计{sum}分", group.name);
        files.fault_at(place, why, "核对原文；确属原文疏漏的，写入 slips 并由口径回答以何为准。");
    }
    for (place, indicator) in each(place, "indicator", &group.indicators) {
        if indicator.points.as_ref().is_some_and(|points| points.is_negative() || points.is_zero()) {
            files.fault_at(place, format!("指标 {} 的分值应大于0", indicator.no), "核对原文。");
        }
    }
    if let (Some(cap), Some(declared)) = (&group.cap, &group.points)
        && cap.points > *declared
    {
        files.fault_at(place, format!("“{}”封顶{}分，高于本项{declared}分", group.name, cap.points), "核对原文。");
    }
}
