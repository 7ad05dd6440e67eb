//! Components (分项): results that come from outside, as numbers or levels, weighted into one.
//!
//! ```toml
//! of = { components = [
//!   { name = "专项调查", weight = "30%", sheet = "分项结果", points = "专项调查", level = "专项调查等次" },
//!   { name = "交叉考核", weight = "40%", sheet = "分项结果", points = "交叉考核", level = "交叉考核等次", else = "mean of indicators" },
//! ] }
//! ```

use crate::dossier::Unit;
use crate::exact::{Points, Range};
use crate::ledger::dictionary::{FieldIx, SheetIx};
use crate::ledger::table::State;
use crate::metric::number;
use crate::plan::Plan;
use crate::scheme::load::Rules;
use crate::scheme::read::{Keys, Node};

use super::Totals;

/// One component of a total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Component {
    /// What it is called.
    pub name: String,
    /// Its weight.
    pub weight: Points,
    sheet: SheetIx,
    points: FieldIx,
    level: FieldIx,
    /// Whether the mean of the track's own indicators stands in where nothing is given.
    or_mean: bool,
}

/// One component of one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it is called.
    pub name: String,
    /// Its weight.
    pub weight: Points,
    /// Its value, a range while it is open.
    pub value: Range,
}

impl Component {
    /// Reads the components of a total; their weights must make a whole.
    pub fn read_all<'n>(keys: &Keys<'n>, node: &'n Node, rules: &Rules<'n>) -> Option<Vec<Self>> {
        let inner = keys.open_inside(node, "总分")?;
        let tables = inner.tables("components", "分项");
        let count = tables.len();
        let read: Vec<Self> = tables.into_iter().filter_map(|keys| component(keys, rules)).collect();
        inner.done();
        let whole: Points = read.iter().map(|component| &component.weight).sum();
        if whole != Points::from(1) {
            keys.files().fault_at(node, format!("各分项权重合计{whole}，应为100%"), "核对原文的权重。");
        }
        (read.len() == count).then_some(read)
    }
}

/// The components of a unit.
#[must_use]
pub fn parts(plan: &Plan<'_>, unit: &Unit, totals: &Totals, components: &[Component]) -> Vec<Part> {
    let open = || {
        let bounds = plan.track.rating.as_ref().map(|rating| rating.bounds(plan));
        bounds.map_or_else(
            || Range::between(Points::ZERO, Points::from(100)),
            |bounds| Range::between(Points::ZERO, bounds.possible),
        )
    };
    let part = |component: &Component| {
        let value = given(plan, unit, component).map(Range::exactly);
        let mean = || totals.mean.clone().filter(|_| component.or_mean);
        Part {
            name: component.name.clone(),
            weight: component.weight.clone(),
            value: value.or_else(mean).unwrap_or_else(open),
        }
    };
    components.iter().map(part).collect()
}

/// The weighted sum, exact: no component is rounded first.
#[must_use]
pub fn weighted(parts: &[Part]) -> Range {
    let zero = Range::exactly(Points::ZERO);
    parts.iter().fold(zero, |sum, part| {
        sum.plus(&Range { sure: &part.value.sure * &part.weight, possible: &part.value.possible * &part.weight })
    })
}

fn given(plan: &Plan<'_>, unit: &Unit, component: &Component) -> Option<Points> {
    unit.rows(component.sheet).iter().find_map(|row| match plan.dossier.cell(*row, component.points) {
        (State::Known, value) => Some(number(plan, *row, component.points, value)),
        _ => match plan.dossier.cell(*row, component.level) {
            (State::Known, value) => plan.track.rating.as_ref()?.worth(plan, plan.dossier.word(value)),
            _ => None,
        },
    })
}

fn component<'n>(keys: Keys<'n>, rules: &Rules<'n>) -> Option<Component> {
    let name = keys.need_text("name");
    let weight = keys.need("weight").and_then(|_| keys.points("weight"));
    let sheet = rules.rows.sheet(&keys)?;
    let field = |key| rules.rows.field_at(&keys, key, sheet);
    let (points, level) = (field("points"), field("level"));
    let or_mean = match keys.take("else") {
        None => false,
        Some(node) => keys.word(node, "else", &[("mean of indicators", true)])?,
    };
    keys.done();
    Some(Component { name: name?, weight: weight?, sheet, points: points?, level: level?, or_mean })
}
