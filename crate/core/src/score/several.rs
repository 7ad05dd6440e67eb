//! `several` (几位评审人): what the points of several reviewers of one matter make. A track says it once for all that persons
//! judge in it; an indicator or a part may say otherwise.
//!
//! ```toml
//! several = { open = "G-21" }      # mean | last
//! ```

use crate::exact::Points;
use crate::judgement::Judgement;
use crate::plan::Plan;
use crate::scheme::convention::Slot;
use crate::scheme::load::Rules;
use crate::scheme::read::Keys;

/// What several reviewers' points make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Several {
    /// `mean`: their exact mean.
    Mean,
    /// `last`: those that were given last.
    Last,
}

impl Several {
    /// Reads the word, where it stands.
    pub fn read<'n>(keys: &Keys<'n>, rules: &Rules<'n>) -> Option<Slot<Self>> {
        rules.rows.slots.slot(keys, "several", |keys, node| {
            keys.word(node, "several", &[("mean", Self::Mean), ("last", Self::Last)])
        })
    }
}

/// The judgements that count of those that were given: all, or the last. `own` is what the node itself says of several.
#[must_use]
pub fn counting<'g>(plan: &Plan<'_>, own: Option<&Slot<Several>>, given: &'g [Judgement]) -> &'g [Judgement] {
    let last = given.len().saturating_sub(1);
    if last == 0 || *plan.read(own.unwrap_or(&plan.track.several)) == Several::Mean { given } else { &given[last..] }
}

/// Several persons' points as one: their exact mean, with every name and reason.
#[must_use]
pub fn together(given: &[Judgement]) -> Option<Judgement> {
    let last = given.last()?;
    let count = Points::from(i64::try_from(given.len()).unwrap_or(i64::MAX));
    let sum: Points = given.iter().map(|judgement| &judgement.points).sum();
    let words = |word: fn(&Judgement) -> &str| {
        let mut words: Vec<&str> = given.iter().map(word).filter(|word| !word.is_empty()).collect();
        words.dedup();
        words.join("、")
    };
    Some(Judgement {
        points: sum.over(&count),
        by: words(|judgement| &judgement.by),
        reason: words(|judgement| &judgement.reason),
        row: last.row,
    })
}
