//! Totals (合计): indicators add up to groups under their caps, groups to base and bonus, and those to the total.

use crate::exact::{Points, Range};
use crate::plan::Plan;
use crate::scheme::model::{Group, Part};
use crate::score::Scored;

/// The points of one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupTotal {
    /// The sum of its indicators.
    pub raw: Range,
    /// What counts, under the group's cap.
    pub range: Range,
}

/// The points of one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    /// By group of the track.
    pub groups: Vec<GroupTotal>,
    /// The groups that are no bonus (基本分).
    pub base: Range,
    /// The bonus groups (加分).
    pub bonus: Range,
}

/// Adds indicators up to groups, base and bonus. `scored` is by indicator of the track, in print order.
#[must_use]
pub fn totals<'s>(plan: &Plan<'_>, mut scored: impl Iterator<Item = &'s Scored>) -> Totals {
    let zero = || Range::exactly(Points::ZERO);
    let (mut groups, mut base, mut bonus) = (Vec::new(), zero(), zero());
    for group in &plan.track.groups {
        let own = scored.by_ref().take(group.indicators.len());
        let raw = own.fold(zero(), |sum, scored| sum.plus(&scored.range));
        let range = capped(group, &raw);
        let into = if group.bonus { &mut bonus } else { &mut base };
        *into = into.plus(&range);
        groups.push(GroupTotal { raw, range });
    }
    Totals { groups, base, bonus }
}

fn capped(group: &Group, raw: &Range) -> Range {
    group.cap.as_ref().map_or_else(|| raw.clone(), |cap| raw.capped(&cap.points))
}

/// The total, as the track says it is made up; `None` for a track without points.
#[must_use]
pub fn total(plan: &Plan<'_>, totals: &Totals) -> Option<Range> {
    let total = plan.track.total.as_ref()?;
    let parts = plan.read(&total.of).iter().map(|part| match part {
        Part::Base => &totals.base,
        Part::Bonus => &totals.bonus,
    });
    Some(parts.fold(Range::exactly(Points::ZERO), |sum, part| sum.plus(part)))
}
