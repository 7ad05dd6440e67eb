//! Components (分项): results that come from outside, as numbers or levels, weighted into one.
//!
//! ```toml
//! of = { components = [
//!   { name = "专项调查", weight = "30%", sheet = "分项结果", points = "专项调查", level = "专项调查等次" },
//!   { name = "交叉考核", weight = "40%", sheet = "分项结果", points = "交叉考核", level = "交叉考核等次", else = "mean of indicators" },
//! ] }
//! ```
//!
//! A number is between 0 and 100. `reason = "备注"` names a field that must say how a number came about. Where nothing is
//! given, `else` stands in: `"mean of indicators"`, or `"tables"` for the track's own table with its tick forms.

use serde::Serialize;

use crate::diag::{Finding, Severity};
use crate::dossier::Unit;
use crate::exact::{Points, Range};
use crate::ledger::dictionary::{FieldIx, SheetIx};
use crate::ledger::table::State;
use crate::metric::number;
use crate::plan::Plan;
use crate::scheme::load::Rules;
use crate::scheme::model::TotalOf;
use crate::scheme::read::{Keys, Node};

use super::{Totals, tables};

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
    /// What stands in where nothing is given.
    instead: Option<Instead>,
    /// The field that must say how a number came about.
    reason: Option<FieldIx>,
}

/// What stands in for a component that is not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Instead {
    /// The mean of the track's own indicators.
    Mean,
    /// The track's own table and its tick forms.
    Tables,
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
    /// Where it comes from.
    pub from: From,
}

/// Where a component comes from.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum From {
    /// It is given.
    Given,
    /// It is computed from the track's own indicators, or from its tables.
    Computed,
    /// It is not known yet.
    Nothing,
}

impl Component {
    /// The sheet that it comes from.
    #[must_use]
    pub fn sheet(&self) -> SheetIx {
        self.sheet
    }

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
    let open = || Range::between(Points::ZERO, Points::from(MOST));
    let part = |component: &Component| {
        let computed = || match component.instead? {
            Instead::Mean => totals.mean.clone(),
            Instead::Tables => tables::combined(plan, unit, totals),
        };
        let (value, from) = match given(plan, unit, component) {
            Some(points) => (Range::exactly(points), From::Given),
            None => computed().map_or_else(|| (open(), From::Nothing), |range| (range, From::Computed)),
        };
        Part { name: component.name.clone(), weight: component.weight.clone(), value, from }
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

/// The most that a component can be.
pub(super) const MOST: i64 = 100;

fn admissible(points: &Points) -> bool {
    !points.is_negative() && *points <= Points::from(MOST)
}

/// What keeps the components of a unit from counting, and reasons that are missing.
pub fn findings(plan: &Plan<'_>, unit: &Unit, findings: &mut Vec<Finding>) {
    let Some(TotalOf::Components(components)) = plan.track.total.as_ref().map(|total| plan.read(&total.of)) else {
        return;
    };
    for component in components {
        for row in unit.rows(component.sheet) {
            let mut say = |field, severity, why, mend| {
                findings.push(plan.dossier.finding(*row, Some(field), severity, why, mend));
            };
            let (state, value) = plan.dossier.cell(*row, component.points);
            let name = &component.name;
            if state == State::Known && !admissible(&number(plan, *row, component.points, value)) {
                let why = format!("{name}的分数不在0至{MOST}分之间，没有计入");
                say(component.points, Severity::Must, why, "填0至100分之间的数，或填等次。");
            } else if let Some(reason) = component.reason.filter(|_| state == State::Known)
                && plan.dossier.cell(*row, reason).0 == State::Blank
            {
                let why = format!("{name}的分数由人填写，没有写明理由");
                say(reason, Severity::Explain, why, "写明这一分的来由。");
            }
        }
    }
}

fn given(plan: &Plan<'_>, unit: &Unit, component: &Component) -> Option<Points> {
    unit.rows(component.sheet).iter().find_map(|row| match plan.dossier.cell(*row, component.points) {
        (State::Known, value) => Some(number(plan, *row, component.points, value)).filter(admissible),
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
    let words = [("mean of indicators", Instead::Mean), ("tables", Instead::Tables)];
    let instead = keys.take("else").map(|node| keys.word(node, "else", &words));
    let reason = keys.has("reason").then(|| field("reason")).flatten();
    keys.done();
    let instead = instead.map_or(Some(None), |word| word.map(Some))?;
    Some(Component { name: name?, weight: weight?, sheet, points: points?, level: level?, instead, reason })
}
