//! `bands`: a share or value becomes points or a level by where it falls (分档).
//!
//! ```toml
//! bands = [{ at_least = "100%", level = "好" }, { at_least = "80%", level = "较好" }, { level = "一般" }]
//! ```
//!
//! Bands fall from the top; the last has no `at_least` and takes the rest, so no value is in two bands or in none.

use crate::exact::Points;
use crate::plan::Plan;
use crate::scheme::read::{Keys, Node, Raw};

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
    pub fn worth(&self, plan: &Plan<'_>, value: &Points) -> Option<Points> {
        let band = self.0.iter().find(|band| band.at_least.as_ref().is_none_or(|line| value >= line))?;
        match &band.gives {
            Gives::Points(points) => Some(points.clone()),
            Gives::Level(level) => plan.track.rating.as_ref()?.worth(plan, level),
        }
    }

    /// Where a better band begins, the best first.
    pub fn lines(&self) -> impl Iterator<Item = &Points> {
        self.0.iter().filter_map(|band| band.at_least.as_ref())
    }

    /// The levels named, for the loader to check.
    pub fn levels(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|band| match &band.gives {
            Gives::Level(level) => Some(level.as_str()),
            Gives::Points(_) => None,
        })
    }
}

fn band(keys: Keys<'_>) -> Option<Band> {
    let at_least = keys.points("at_least");
    let gives = if keys.has("points") {
        keys.points("points").map(Gives::Points)
    } else {
        keys.need_text("level").map(Gives::Level)
    };
    keys.done();
    Some(Band { at_least, gives: gives? })
}
