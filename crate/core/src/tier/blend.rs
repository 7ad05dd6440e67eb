//! What a unit's mark is blended from (综合): its votes or score, and levels from other sources, by weights.
//!
//! ```toml
//! [track.cohort]
//! name    = "投票评分"                 # what weights call the mark itself
//! weights = { open = "Z22-03" }       # { says = "…", of = { "投票评分" = "100%" } }, whole together
//!   [[track.cohort.part]]
//!   name  = "实地核查"
//!   sheet = "分项结果"
//!   level = "实地核查"                 # the field with the level; of several rows the mean
//! ```
//!
//! A source that no unit of the cohort has leaves its weight to the others; a unit that alone lacks one has no mark yet.

use super::standing::Mark;
use crate::dossier::Unit;
use crate::exact::Points;
use crate::ledger::dictionary::{FieldIx, SheetIx};
use crate::ledger::table::State;
use crate::metric::BoundRows;
use crate::plan::Plan;
use crate::scheme::convention::Slot;
use crate::scheme::load::{Rules, row_rule, word_points};
use crate::scheme::model::RowRule;
use crate::scheme::read::{Keys, Node};
use crate::step::Silent;

/// The weights of a mark's sources.
#[derive(Debug, Clone)]
pub struct Blend {
    name: String,
    parts: Vec<Part>,
    weights: Slot<Vec<(String, Points)>>,
}

#[derive(Debug, Clone)]
struct Part {
    name: String,
    rows: RowRule,
    level: FieldIx,
}

/// A source that counts: its weight, and the part that it is; `None` for the mark itself.
#[derive(Debug)]
pub struct InUse<'b> {
    name: &'b str,
    weight: &'b Points,
    part: Option<&'b Part>,
}

impl Blend {
    /// Reads the words of `[track.cohort]`; `None` where it has no weights.
    pub fn read<'n>(keys: &Keys<'n>, rules: &Rules<'n>) -> Option<Self> {
        let name = keys.text("name").unwrap_or_default();
        let parts: Vec<Part> =
            keys.tables("part", "综合的来源").into_iter().filter_map(|keys| part(keys, rules)).collect();
        let known: Vec<&str> = std::iter::once(name.as_str()).chain(parts.iter().map(|p| p.name.as_str())).collect();
        let weights = rules.rows.slots.slot(keys, "weights", |keys, node| weights(keys, node, &known))?;
        Some(Self { name, parts, weights })
    }

    /// The sheets that its parts come from.
    pub fn sheets(&self) -> impl Iterator<Item = SheetIx> {
        self.parts.iter().map(|part| part.rows.sheet)
    }

    /// The sources that count in this cohort: those with a weight that some unit has. Empty where the mark stands alone.
    #[must_use]
    pub fn in_use<'b>(&'b self, plan: &'b Plan<'_>) -> Vec<InUse<'b>> {
        let mut found = Vec::new();
        for (name, weight) in plan.read(&self.weights).iter().filter(|(_, weight)| !weight.is_zero()) {
            let part = self.parts.iter().find(|part| part.name == *name);
            let had = |part: &Part| plan.dossier.units.iter().any(|unit| part.value(plan, unit).is_some());
            if part.is_none_or(had) {
                found.push(InUse { name, weight, part });
            }
        }
        if let [only] = &found[..]
            && only.name == self.name
        {
            found.clear();
        }
        found
    }
}

/// A unit's blended mark; why it has none while a source is missing.
///
/// # Errors
/// What is still missing, in Chinese.
pub fn blended(plan: &Plan<'_>, unit: &Unit, sources: &[InUse<'_>], mark: Option<Mark>) -> Result<Mark, String> {
    if sources.is_empty() {
        return mark.ok_or_else(|| "还没有得分".to_owned());
    }
    let (mut sum, mut whole, mut says) = (Points::ZERO, Points::ZERO, Vec::new());
    for source in sources {
        let value = match source.part {
            None => mark.as_ref().filter(|mark| !mark.is_rank).map(|mark| mark.score.clone()),
            Some(part) => part.value(plan, unit),
        };
        let value = value.ok_or_else(|| format!("还没有{}", source.name))?;
        says.push(format!("{}{}×{}%", source.name, value.shown(), (source.weight * &Points::from(100)).shown()));
        sum += &(&value * source.weight);
        whole += source.weight;
    }
    let score = sum.over(&whole);
    let says = format!("综合{}分（{}）", score.shown(), says.join("，"));
    let refused = mark.map(|mark| mark.refused).unwrap_or_default();
    Ok(Mark { score, says, is_rank: false, of_total: false, refused })
}

impl Part {
    /// The mean of what its rows' levels are worth.
    fn value(&self, plan: &Plan<'_>, unit: &Unit) -> Option<Points> {
        let rating = plan.track.rating.as_ref()?;
        let rows = BoundRows::new(plan, &self.rows, false).counting(unit, &mut Silent);
        let worth = |row| match plan.dossier.cell(row, self.level) {
            (State::Known, value) => rating.worth(plan, plan.dossier.word(value)),
            _ => None,
        };
        let values: Vec<Points> = rows.into_iter().filter_map(worth).collect();
        let count = i64::try_from(values.len()).ok().filter(|count| *count > 0)?;
        Some(values.iter().sum::<Points>().over(&Points::from(count)))
    }
}

fn part<'n>(keys: Keys<'n>, rules: &Rules<'n>) -> Option<Part> {
    let name = keys.need_text("name");
    let rows = row_rule(&keys, &rules.rows)?;
    let level = rules.rows.field_at(&keys, "level", rows.sheet);
    keys.done();
    Some(Part { name: name?, level: level?, rows })
}

fn weights(keys: &Keys<'_>, node: &Node, known: &[&str]) -> Option<Vec<(String, Points)>> {
    let inner = keys.open_inside(node, "权重")?;
    let _ = inner.take("says");
    let of = inner.need("of").and_then(|of| word_points(&inner, of));
    inner.done();
    let of = of?;
    for (name, _) in of.iter().filter(|(name, _)| !known.contains(&name.as_str())) {
        keys.files().fault_at(node, format!("权重里的“{name}”不是这里的来源"), format!("可用：{}。", known.join("、")));
    }
    let whole: Points = of.iter().map(|(_, weight)| weight).sum();
    if whole != Points::from(1) {
        keys.files().fault_at(node, format!("权重合计{whole}，应为100%"), "核对各项权重。");
    }
    Some(of)
}
