//! `bands`: a share or value becomes points or a level by where it falls (分档).
//!
//! ```toml
//! bands = [{ at_least = "100%", level = "好" }, { at_least = "80%", level = "较好" }, { level = "一般" }]
//! ```
//!
//! `points = ["8", "10"]` is a range that a person chooses from (8至10分).
//!
//! Bands fall from the top; the last has no `at_least` and takes the rest, so no value is in two bands or in none.

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
    at_least: Option<Points>,
    gives: Gives,
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
        let bands: Vec<Band> = items.iter().filter_map(|node| band(keys.open_inside(node, "分档")?)).collect();
        if bands.len() != items.len() {
            return None;
        }
        let lines: Vec<&Points> = bands.iter().filter_map(|band| band.at_least.as_ref()).collect();
        let fall = lines.windows(2).all(|pair| pair[0] > pair[1]);
        let rest_last = lines.len() + 1 == bands.len() && bands.last().is_some_and(|band| band.at_least.is_none());
        if !fall || !rest_last {
            let why = "分档有重叠或空档";
            keys.files().fault_at(node, why, "at_least 从高到低写，最后一档不写 at_least，表示其余。");
            return None;
        }
        Some(Self(bands))
    }

    /// What a value is worth: points, or what its level is worth; `None` where the track does not know the level.
    #[must_use]
    pub fn worth(&self, plan: &Plan<'_>, value: &Points) -> Option<Range> {
        let band = self.0.iter().find(|band| band.at_least.as_ref().is_none_or(|line| value >= line))?;
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
        self.0.iter().filter_map(|band| band.at_least.as_ref())
    }

    /// The levels named, for the loader to check.
    pub fn levels(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|band| match &band.gives {
            Gives::Level(level) => Some(level.as_str()),
            Gives::Points(_) | Gives::Span(_) => None,
        })
    }
}

fn band(keys: Keys<'_>) -> Option<Band> {
    let at_least = keys.points("at_least");
    let gives = if matches!(keys.node().get("points").map(|node| &node.value), Some(Raw::List(_))) {
        span(&keys).map(Gives::Span)
    } else if keys.has("points") {
        keys.points("points").map(Gives::Points)
    } else {
        keys.need_text("level").map(Gives::Level)
    };
    keys.done();
    Some(Band { at_least, gives: gives? })
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
