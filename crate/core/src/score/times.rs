//! Times (折减): what a score is multiplied by where a condition is not met (不足30户的减半计分).
//!
//! ```toml
//! times = [{ says = "带动不少于30户，不足的减半", metric = "helped", at_least = "30", factor = "50%" }]   # see `need`
//! times = [{ says = "有投诉的减半", metric = "complaints", at_most = "0", factor = "50%" }]
//! ```
//!
//! Of several that are not met each factor counts. Nothing in the ledger that could meet it is not met, and marked 缺佐证; the
//! measure may say that it is still to be handed in (`absent = "open"`).

use super::need::{Asked, Need, Places, Tested, windows};
use super::{Absent, Case, ScoreState, Scored};
use crate::exact::Points;
use crate::metric::lacking::is_unread;
use crate::scheme::load::Rules;
use crate::scheme::read::{Keys, Node, Raw};
use crate::step::{Sink, Step, What};

/// A condition, and what is left of a score that does not meet it.
#[derive(Debug, Clone)]
pub struct Times {
    need: Need,
    factor: Points,
}

impl Times {
    /// Reads a list of conditions with their factors.
    pub fn read_all<'n>(keys: &Keys<'n>, node: &'n Node, rules: &Rules<'n>) -> Option<Vec<Self>> {
        if !rules.levels.is_empty() {
            keys.files().fault_at(node, "评等次的考核对象不能折减", "times 只写在打分的方案里。");
        }
        let items = match &node.value {
            Raw::List(items) => items,
            _ => std::slice::from_ref(node),
        };
        items.iter().map(|node| Self::read(keys.open_inside(node, "折减")?, rules)).collect()
    }

    fn read<'n>(keys: Keys<'n>, rules: &Rules<'n>) -> Option<Self> {
        let need = Need::read_from(&keys, rules);
        let factor = keys.need("factor").and_then(|_| keys.points("factor"));
        let part = |factor: &Points| !factor.is_zero() && !factor.is_negative() && *factor < Points::from(1);
        if let Some(factor) = factor.as_ref().filter(|factor| !part(factor)) {
            let mend = "写没有达到时还得几成，如减半写 \"50%\"；没有达到就不得分的，写 gate。";
            keys.fault(format!("折减的倍数{factor}不在0和1之间"), mend);
        }
        if keys.has("soft") || keys.has("points") {
            keys.fault("折减的条件不写 soft、points", "去掉；只提示的写在 need 里。");
        }
        keys.done();
        Some(Self { need: need?, factor: factor? })
    }

    /// What it asks for.
    #[must_use]
    pub fn need(&self) -> &Need {
        &self.need
    }
}

/// What is left of a score; `absent` is what the measure says of no rows.
pub(super) fn applied(
    times: &[Times],
    case: &Case<'_>,
    absent: Option<Absent>,
    mut scored: Scored,
    sink: &mut impl Sink,
) -> Scored {
    let windows = windows(times.iter().map(Times::need));
    let asked = Asked { places: Places::Any, place_fields: &[], windows: &windows };
    for Times { need, factor } in times {
        let unmet = match need.test(case, &asked, &mut scored.facts, sink) {
            Tested::Aside | Tested::Said(true) => continue,
            Tested::Said(false) => true,
            Tested::NoList | Tested::Unknown => false,
        };
        let unread = case.plan.metric(need.metric).is_some_and(|metric| is_unread(case.plan, case.unit, metric, sink));
        let before = scored.range.clone();
        let left = before.times(factor);
        if unmet && !(unread && absent == Some(Absent::Open)) {
            scored.raw = scored.raw.map(|raw| &raw * factor);
            scored.range = left;
        } else {
            scored.raw = None;
            scored.range = before.hull(&left);
        }
        if scored.state == ScoreState::Known {
            scored.state = match (unread, unmet) {
                (true, _) => ScoreState::Missing,
                (false, true) => ScoreState::Known,
                (false, false) => ScoreState::Pending,
            };
        }
        let (adds, open) = (&scored.range.sure - &before.sure, scored.range.settled().is_none());
        let (says, factor) = (need.says.clone(), factor.clone());
        sink.step(|| Step { what: What::Times { says, factor, open }, adds: Some(adds), basis: Vec::new() });
    }
    scored
}
