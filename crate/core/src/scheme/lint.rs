//! Faults in print: what a document's own numbers contradict. The loader reports and never repairs them.

use std::collections::BTreeSet;

use super::model::{Group, Scheme, Track};
use super::read::{Files, Node};
use crate::exact::Points;

/// Looks over a loaded scheme.
pub(super) fn lint(files: &Files, root: &Node, scheme: &Scheme) {
    for (at, track) in scheme.tracks.iter().enumerate() {
        let place = nth(root, "track", at).unwrap_or(root);
        numbers(files, place, track);
        for (at, group) in track.groups.iter().enumerate() {
            points(files, nth(place, "group", at).unwrap_or(place), group);
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

fn numbers(files: &Files, place: &Node, track: &Track) {
    let mut seen = BTreeSet::new();
    for (_, indicator) in track.indicators() {
        if !seen.insert(&indicator.no) {
            files.fault_at(place, format!("指标号 {} 用了两次", indicator.no), "每个指标号只用一次。");
        }
    }
}

fn points(files: &Files, place: &Node, group: &Group) {
    let parts: Vec<&Points> = group.indicators.iter().filter_map(|indicator| indicator.points.as_ref()).collect();
    let sum: Points = parts.iter().copied().sum();
    if let Some(declared) = &group.points
        && parts.len() == group.indicators.len()
        && sum != *declared
    {
        let why = format!("“{}”声明{declared}分，各指标合计{sum}分", group.name);
        files.fault_at(place, why, "核对原文；确属原文疏漏的，写入 slips 并由口径回答以何为准。");
    }
    for indicator in &group.indicators {
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
