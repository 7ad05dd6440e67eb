//! Faults in print: what a document's own numbers contradict, and what nothing can reach. The loader reports and never
//! repairs them.

pub(super) mod names;
mod reach;
mod sums;

use super::model::{Group, Indicator, Scheme, Track};
use super::read::{Files, Node, Raw};

/// Looks over a loaded scheme. Where a part could not be read, a fault says so already, and its sums are not compared.
pub(super) fn lint(files: &Files, root: &Node, scheme: &Scheme) {
    for (place, track) in each(root, "track", &scheme.tracks) {
        let place = TrackPlace { files, root, place, track };
        names::numbers(&place);
        names::contents(&place);
        names::indicators_named(&place);
        names::reviewed(&place);
        names::sheets(&place, scheme);
        sums::weights(&place);
        sums::rebased(&place);
        sums::pools(&place);
        sums::summary(&place);
        reach::tiers(&place);
        reach::total(&place);
        reach::ceilings(&place);
        for group in place.groups() {
            sums::points(files, &group);
            sums::caps(files, &group);
            reach::less(files, group.node, group.node, reach::full(&group).as_ref());
            for (node, indicator) in group.indicators() {
                reach::items(files, node, (&indicator.measure, indicator.points.as_ref()));
                sums::without_points(files, &place, &group, (node, indicator));
                reach::bands(files, node);
                reach::limits(files, node);
            }
        }
    }
    names::tracks(files, root, scheme);
    names::metrics(files, root, scheme);
    names::shared(files, root);
    names::total(files, root);
    // What is wrong with points is told once, where it is written.
    if files.is_clean() {
        for (place, track) in each(root, "track", &scheme.tracks) {
            let place = TrackPlace { files, root, place, track };
            sums::left_out(&place);
            reach::best(&place);
        }
    }
}

/// Tells a fault in print, but where the table `owner` says that it is one of the document's own (`slip`).
fn tell(files: &Files, owner: &Node, at: &Node, why: String, mend: &str) {
    if owner.get("slip").is_none() {
        files.misfit_at(at, why, format!("{mend}确属原文疏漏的，在这一项写 slip = \"…\"，按所写的数核算。"));
    }
}

/// The slips of the printed text that tables tell of themselves, in the order of the file.
pub(super) fn slips(node: &Node, into: &mut Vec<String>) {
    match &node.value {
        Raw::List(items) => items.iter().for_each(|item| slips(item, into)),
        Raw::Table(entries) => {
            for (key, _, value) in entries {
                match value.text().filter(|_| key == "slip") {
                    Some(slip) => into.push(slip.to_owned()),
                    None => slips(value, into),
                }
            }
        }
        Raw::Text(_) | Raw::Integer(_) | Raw::Flag(_) | Raw::Other(_) => {}
    }
}

/// A track with the table that it was read from.
struct TrackPlace<'l> {
    files: &'l Files,
    root: &'l Node,
    place: &'l Node,
    track: &'l Track,
}

/// A content with the table that it was read from.
struct GroupPlace<'l> {
    node: &'l Node,
    group: &'l Group,
}

impl<'l> TrackPlace<'l> {
    /// The contents with their tables, those that are shared too; nothing where some could not be read.
    fn groups(&self) -> Vec<GroupPlace<'l>> {
        let nodes: Vec<&'l Node> = list(self.place, "group").iter().map(|node| shared_or(self.root, node)).collect();
        if nodes.len() != self.track.groups.len() {
            return Vec::new();
        }
        nodes.into_iter().zip(&self.track.groups).map(|(node, group)| GroupPlace { node, group }).collect()
    }
}

impl<'l> GroupPlace<'l> {
    fn indicators(&self) -> Vec<(&'l Node, &'l Indicator)> {
        each(self.node, "indicator", &self.group.indicators).collect()
    }
}

/// The content that a track takes from the shared ones, or the track's own.
fn shared_or<'l>(root: &'l Node, node: &'l Node) -> &'l Node {
    let id = node.get("use").and_then(Node::text);
    let shared =
        id.and_then(|id| list(root, "shared").iter().find(|node| node.get("id").and_then(Node::text) == Some(id)));
    shared.unwrap_or(node)
}

/// The items of a list; nothing where there is none.
fn list<'n>(node: &'n Node, key: &str) -> &'n [Node] {
    match node.get(key).map(|found| &found.value) {
        Some(Raw::List(items)) => items,
        _ => &[],
    }
}

/// What was read with the table it was read from; nothing where some table could not be read.
fn each<'n, 'm, T>(node: &'n Node, key: &str, read: &'m [T]) -> impl Iterator<Item = (&'n Node, &'m T)> {
    let places = list(node, key);
    let places = if places.len() == read.len() { places } else { &[] };
    places.iter().zip(read)
}

/// An exact number of a node, where it is one.
fn number(node: &Node) -> Option<crate::exact::Points> {
    match &node.value {
        Raw::Integer(whole) => Some((*whole).into()),
        Raw::Text(text) => text.parse().ok(),
        _ => None,
    }
}
