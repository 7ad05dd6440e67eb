//! `bands`: a share or value becomes points or a level by where it falls (分档).
//!
//! ```toml
//! bands = [{ at_least = "100%", level = "好" }, { at_least = "80%", level = "较好" }, { level = "一般" }]
//! ```
//!
//! `points = ["8", "10"]` is a range that a person chooses from (8至10分).
//!
//! Bands fall from the top; the last has no lower line and takes the rest. `above` is a line that is not in the band itself
//! (超过). Where a document prints both ends of a band, `at_most` or `below` copies the upper one, and the loader says where a
//! value is in two bands or in none.

use super::{Case, ScoreState, Scored};
use crate::exact::{Points, Range};
use crate::judgement::Judgement;
use crate::plan::Plan;
use crate::scheme::read::{Keys, Node, Raw};
use crate::step::{Sink, Step, What};

/// The bands, best first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bands(Vec<Band>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Band {
    low: Option<Line>,
    gives: Gives,
}

/// One end of a band.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    at: Points,
    /// Whether the value itself is in the band.
    within: bool,
}

/// What a band gives.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Gives {
    Points(Points),
    /// A person chooses from these.
    Span(Range),
    Level(String),
}

impl Bands {
    /// Reads bands from a list of tables; gaps and overlaps are faults.
    pub fn read<'n>(keys: &Keys<'n>, node: &'n Node) -> Option<Self> {
        let Raw::List(items) = &node.value else {
            keys.files().fault_at(
                node,
                "分档应是一个列表",
                "写成 [{ at_least = \"…\", level = \"…\" }, …, { level = \"…\" }]。",
            );
            return None;
        };
        let read: Vec<(Band, Option<Line>)> =
            items.iter().filter_map(|node| band(keys.open_inside(node, "分档")?)).collect();
        if read.len() != items.len() || !in_order(keys, items, &read) {
            return None;
        }
        Some(Self(read.into_iter().map(|(band, _)| band).collect()))
    }

    /// What a value is worth: points, or what its level is worth; `None` where the track does not know the level.
    #[must_use]
    pub fn worth(&self, plan: &Plan<'_>, value: &Points) -> Option<Range> {
        let band = self.0.iter().find(|band| band.low.as_ref().is_none_or(|line| line.reaches(value)))?;
        match &band.gives {
            Gives::Points(points) => Some(Range::exactly(points.clone())),
            Gives::Span(range) => Some(range.clone()),
            Gives::Level(level) => plan.track.rating.as_ref()?.worth(plan, level).map(Range::exactly),
        }
    }

    /// What a value is worth as a score. Of a range, the points that a person gave within it; without any, it stays open.
    pub fn score(&self, case: &Case<'_>, value: &Points, given: &[Judgement], sink: &mut impl Sink) -> Scored {
        let range = self.worth(case.plan, value).unwrap_or_else(|| Range::exactly(case.bounds.sure.clone()));
        let (given, settled) = (given.last(), range.settled().cloned());
        if let Some(points) = settled {
            return Scored::known(points);
        }
        let within = given.filter(|given| given.points >= range.sure && given.points <= range.possible);
        if let Some(given) = within {
            let (by, reason, points) = (given.by.clone(), given.reason.clone(), given.points.clone());
            sink.step(|| Step { what: What::Assessed { by, points, reason }, adds: None, basis: Vec::new() });
            return Scored::known(given.points.clone());
        }
        if let Some(given) = given {
            let (points, span) =
                (given.points.shown(), format!("{}至{}分", range.sure.shown(), range.possible.shown()));
            sink.note(|| format!("所评{points}分不在这一档的{span}之内，没有采用"));
        }
        Scored::open(ScoreState::Pending, range)
    }

    /// Whether a person chooses within some band.
    #[must_use]
    pub fn has_span(&self) -> bool {
        self.0.iter().any(|band| matches!(band.gives, Gives::Span(_)))
    }

    /// The most that a band gives by itself; `None` where bands give levels.
    #[must_use]
    pub fn top(&self) -> Option<&Points> {
        let most = self.0.iter().filter_map(|band| match &band.gives {
            Gives::Points(points) => Some(points),
            Gives::Span(range) => Some(&range.possible),
            Gives::Level(_) => None,
        });
        most.max()
    }

    /// Where a better band begins, the best first.
    pub fn lines(&self) -> impl Iterator<Item = &Points> {
        self.0.iter().filter_map(|band| band.low.as_ref().map(|line| &line.at))
    }

    /// The levels named, for the loader to check.
    pub fn levels(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|band| match &band.gives {
            Gives::Level(level) => Some(level.as_str()),
            Gives::Points(_) | Gives::Span(_) => None,
        })
    }
}

impl Line {
    fn reaches(&self, value: &Points) -> bool {
        *value > self.at || (self.within && *value == self.at)
    }
}

/// A band with its upper end, where that is printed.
fn band(keys: Keys<'_>) -> Option<(Band, Option<Line>)> {
    let end = |with: &str, without: &str| {
        let line = |key: &str, within: bool| keys.points(key).map(|at| Line { at, within });
        let (one, other) = (line(with, true), line(without, false));
        if one.is_some() && other.is_some() {
            keys.fault(
                format!("{with} 和 {without} 只能写一个"),
                "含这个数写 at_least、at_most，不含写 above、below。",
            );
        }
        one.or(other)
    };
    let (low, high) = (end("at_least", "above"), end("at_most", "below"));
    let gives = if matches!(keys.node().get("points").map(|node| &node.value), Some(Raw::List(_))) {
        span(&keys).map(Gives::Span)
    } else if keys.has("points") {
        keys.points("points").map(Gives::Points)
    } else {
        keys.need_text("level").map(Gives::Level)
    };
    keys.done();
    Some((Band { low, gives: gives? }, high))
}

/// A number as the author wrote it; a whole one without quotes as it is shown.
fn shown(written: String, number: &Points) -> String {
    if written.is_empty() { number.shown() } else { written }
}

/// Whether the bands fall and the last takes the rest; where upper ends are printed, whether each meets the next line.
fn in_order(keys: &Keys<'_>, items: &[Node], bands: &[(Band, Option<Line>)]) -> bool {
    const MEND: &str = "核对原文；原文没有说清的边界写 open，由口径回答归哪一档。";
    let tell = |at: usize, why: String, mend: &str| {
        let node = items.get(at).map_or(keys.node(), |node| node);
        keys.files().fault_at(node, why, mend);
        false
    };
    let mut fine = true;
    for (at, (band, high)) in bands.iter().enumerate() {
        let Some(above) = at.checked_sub(1).and_then(|above| bands.get(above)) else { continue };
        let Some(line) = &above.0.low else {
            return tell(at, "上一档没有下限，这一档永远轮不到".to_owned(), "分档从高到低写，只有最后一档不写下限。");
        };
        if band.low.as_ref().is_some_and(|low| low.at > line.at || (low.at == line.at && (line.within || !low.within)))
        {
            let why = "分档有重叠或空档：这一档的下限不低于上一档".to_owned();
            return tell(at, why, "at_least 从高到低写，最后一档不写 at_least，表示其余。");
        }
        let Some(high) = high else { continue };
        let written = |at: usize, keys: [&str; 2]| {
            let written = items.get(at).and_then(|node| keys.iter().find_map(|key| node.get(key)?.text()));
            written.unwrap_or_default().to_owned()
        };
        let (end, line_says) = (written(at, ["at_most", "below"]), written(at - 1, ["at_least", "above"]));
        let (end, line_says) = (shown(end, &high.at), shown(line_says, &line.at));
        fine &= match high.at.cmp(&line.at) {
            std::cmp::Ordering::Greater => tell(at, format!("分档有重叠：{line_says}到{end}同在两档里"), MEND),
            std::cmp::Ordering::Less => tell(at, format!("分档有空档：{end}到{line_says}不在任何一档里"), MEND),
            std::cmp::Ordering::Equal if high.within && line.within => {
                tell(at, format!("分档有重叠：{end}同在两档里"), MEND)
            }
            std::cmp::Ordering::Equal if !high.within && !line.within => {
                tell(at, format!("分档有空档：{end}不在任何一档里"), MEND)
            }
            std::cmp::Ordering::Equal => true,
        };
    }
    match bands.last() {
        Some((Band { low: None, .. }, _)) => fine,
        _ => tell(
            bands.len().saturating_sub(1),
            "分档有重叠或空档：低于最后一档的没有写给几分".to_owned(),
            "at_least 从高到低写，最后一档不写 at_least，表示其余。",
        ),
    }
}

/// A range of points, from the least to the most.
fn span(keys: &Keys<'_>) -> Option<Range> {
    let ends: Vec<Points> =
        keys.items("points").into_iter().map(|node| keys.as_points(node, "points")).collect::<Option<_>>()?;
    match &ends[..] {
        [low, high] if low <= high => Some(Range { sure: low.clone(), possible: high.clone() }),
        _ => {
            keys.fault("分值的范围应是从低到高的两个数", "写成 points = [\"8\", \"10\"]。");
            None
        }
    }
}
