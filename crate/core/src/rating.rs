//! Ratings (等次评定): indicators that get a level instead of points. Levels are worth points of a scale, so that they can
//! be averaged exactly; a mean goes back to a level by cuts.

use crate::exact::{Points, Range};
use crate::ledger::dictionary::Role;
use crate::plan::Plan;
use crate::scheme::convention::Slot;
use crate::scheme::load::{Rules, word_points};
use crate::scheme::read::{Keys, Node};

/// How a track rates (`[track.rating]`).
///
/// ```toml
/// [track.rating]
/// levels = ["好", "较好", "一般", "较差"]
/// scale  = { open = "G-01" }      # { level = points }
/// cuts   = { open = "G-02" }      # { level = least mean }; the last level takes the rest
/// tick   = { open = "Z17-15" }    # a content both ticked and rated by rows: rows | tick
/// content = { open = "Z17-02" }   # what a content brings into the total: mean (of its rows, exact) | level (nearest)
/// ```
#[derive(Debug, Clone)]
pub struct Rating {
    /// The levels (等次), best first.
    pub levels: Vec<String>,
    /// What each level is worth, by level.
    pub scale: Slot<Vec<Points>>,
    /// The least mean of each level but the last.
    pub cuts: Slot<Vec<Points>>,
    /// Whether the document has a content ticked as a whole: it says so by `tick`.
    pub whole: bool,
    /// What decides a content whose rows are rated and which was ticked as a whole too.
    pub tick: Slot<Tick>,
    /// What a content brings into the total.
    pub content: Slot<Content>,
}

/// What a content of rated rows brings into the total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// `mean`: the exact mean of its rows.
    Mean,
    /// `level`: what the level nearest to that mean is worth.
    Level,
}

/// What decides a content that was rated in both ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tick {
    /// `rows`: its rated rows; the tick only where none is rated.
    Rows,
    /// `tick`: the tick.
    Tick,
}

impl Rating {
    /// Reads `[track.rating]`.
    pub fn read<'n>(keys: Keys<'n>, rules: &Rules<'n>) -> Option<Self> {
        let levels = keys.texts("levels");
        if levels.len() < 2 {
            keys.fault("评定等次至少有两级", "写 levels = [\"好\", …]，从高到低。");
            return None;
        }
        let (dictionary, node) = (rules.rows.dictionary, keys.node().get("levels").unwrap_or(keys.node()));
        let sheet = dictionary.role(Role::Ratings);
        if let Some((sheet, field)) = sheet.and_then(|at| Some((at, dictionary.sheet(at)?.role(Role::Level)?))) {
            levels.iter().for_each(|level| rules.rows.known_word(keys.files(), node, sheet, field, level));
        }
        let slots = &rules.rows.slots;
        let scale = slots.slot(&keys, "scale", |keys, node| by_level(keys, node, &levels));
        let cuts = slots.slot(&keys, "cuts", |keys, node| by_level(keys, node, &levels[..levels.len() - 1]));
        if scale.is_none() || cuts.is_none() {
            keys.fault("评定等次缺少折算", "补写 scale 和 cuts。");
        }
        let tick = slots
            .slot(&keys, "tick", |keys, node| keys.word(node, "tick", &[("rows", Tick::Rows), ("tick", Tick::Tick)]));
        let content = slots.slot(&keys, "content", |keys, node| {
            keys.word(node, "content", &[("mean", Content::Mean), ("level", Content::Level)])
        });
        keys.done();
        Some(Self {
            scale: scale?,
            cuts: cuts?,
            whole: tick.is_some(),
            tick: tick.unwrap_or(Slot::Fixed(Tick::Rows)),
            content: content.unwrap_or(Slot::Fixed(Content::Mean)),
            levels,
        })
    }

    /// What a level is worth; `None` for a word that is no level of the track.
    #[must_use]
    pub fn worth(&self, plan: &Plan<'_>, level: &str) -> Option<Points> {
        let at = self.levels.iter().position(|known| known == level)?;
        plan.read(&self.scale).get(at).cloned()
    }

    /// The level that a value or mean comes to: the best whose cut it reaches.
    #[must_use]
    pub fn level(&self, plan: &Plan<'_>, value: &Points) -> Option<&str> {
        let at = plan.read(&self.cuts).iter().position(|cut| value >= cut);
        let at = at.unwrap_or(self.levels.len().saturating_sub(1));
        self.levels.get(at).map(String::as_str)
    }

    /// What a content brings into the total, from the mean of its rows. Where the mean is the worth of a level, no
    /// convention is asked.
    #[must_use]
    pub fn content(&self, plan: &Plan<'_>, mean: &Range) -> Range {
        let nearest = |value: &Points| self.level(plan, value).and_then(|level| self.worth(plan, level));
        let level = nearest(&mean.sure).zip(nearest(&mean.possible));
        let level = level.map_or_else(|| mean.clone(), |(sure, possible)| Range { sure, possible });
        if level == *mean || *plan.read(&self.content) == Content::Mean { mean.clone() } else { level }
    }

    /// From the worst level to the best.
    #[must_use]
    pub fn bounds(&self, plan: &Plan<'_>) -> Range {
        let scale = plan.read(&self.scale);
        let (worst, best) = (scale.iter().min(), scale.iter().max());
        Range::between(worst.cloned().unwrap_or_default(), best.cloned().unwrap_or_default())
    }
}

/// A value for each of `levels`, from a table that may hold more words; they must fall.
fn by_level(keys: &Keys<'_>, node: &Node, levels: &[String]) -> Option<Vec<Points>> {
    let words = word_points(keys, node)?;
    let of = |level: &String| words.iter().find(|(word, _)| word == level).map(|(_, points)| points.clone());
    let found: Option<Vec<Points>> = levels.iter().map(of).collect();
    let falls = found.as_ref().is_some_and(|values| values.windows(2).all(|pair| pair[0] > pair[1]));
    if !falls {
        keys.files().fault_at(node, "各等次的折算值不全，或不是从高到低", format!("依次写：{}。", levels.join("、")));
        return None;
    }
    found
}
