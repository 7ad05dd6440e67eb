//! `applies`: for which units an indicator or a part is asked at all.

use super::Case;
use super::need::Places;
use crate::ledger::dictionary::FieldIx;
use crate::ledger::table::State;
use crate::metric::BoundRows;
use crate::scheme::convention::Slot;
use crate::scheme::load::{Rules, row_rule};
use crate::scheme::model::RowRule;
use crate::scheme::read::Keys;
use crate::step::{Silent, Sink};

/// When an indicator applies (`applies`): where the unit has such a row.
///
/// ```toml
/// applies = { sheet = "单位信息", where = [{ field = "是否深度贫困地区", is = true }], filled = "是否深度贫困地区" }
/// # places = { open = "…" }: of several rows, any one is enough (any), or each must be such a row (each)
/// ```
#[derive(Debug, Clone)]
pub struct Applies {
    rows: RowRule,
    /// The field that must be filled in somewhere before anything can be said; without one, no such row means no.
    filled: Option<FieldIx>,
    /// Of several rows: whether one such row is enough, or each must be one.
    places: Slot<Places>,
}

impl PartialEq for Applies {
    fn eq(&self, other: &Self) -> bool {
        self.rows.sheet == other.rows.sheet
            && self.rows.conditions == other.rows.conditions
            && self.filled == other.filled
            && self.places == other.places
    }
}

impl Applies {
    /// Reads the slot `applies`; `"always"` is the same as none.
    pub fn read<'n>(keys: &Keys<'n>, rules: &Rules<'n>) -> Slot<Option<Self>> {
        let slot = rules.rows.slots.slot(keys, "applies", |keys, node| {
            if node.text() == Some("always") {
                return Some(None);
            }
            let inner = keys.open_inside(node, "适用条件")?;
            let rows = row_rule(&inner, &rules.rows)?;
            let filled = inner.has("filled").then(|| rules.rows.field_at(&inner, "filled", rows.sheet)).flatten();
            let places =
                rules.rows.slots.slot(&inner, "places", |keys, node| keys.word(node, "places", &Places::WORDS));
            inner.done();
            Some(Some(Self { rows, filled, places: places.unwrap_or(Slot::Fixed(Places::Any)) }))
        });
        slot.unwrap_or(Slot::Fixed(None))
    }

    /// Whether the indicator applies; `None` where the ledger does not say.
    pub(super) fn test(&self, case: &Case<'_>, sink: &mut impl Sink) -> Option<bool> {
        let found = BoundRows::new(case.plan, &self.rows, false).counting(case.unit, &mut Silent).len();
        let rows = case.unit.rows(self.rows.sheet);
        if found > 0 && (found == rows.len() || *case.plan.read(&self.places) == Places::Any) {
            return Some(true);
        }
        let said = |field: FieldIx| rows.iter().any(|row| case.plan.dossier.cell(*row, field).0 == State::Known);
        if self.filled.is_none_or(said) {
            return Some(false);
        }
        let sheet = case.plan.dossier.dictionary.sheet(self.rows.sheet);
        let field = self.filled.and_then(|at| sheet?.fields.get(usize::from(at.0)));
        if rows.is_empty() && case.unit.sheets() < 3 {
            // A unit of which only a result and an incident are known is not asked about its places.
            return None;
        }
        sink.note(|| {
            let (sheet, field) = (sheet.map_or("", |sheet| &sheet.name), field.map_or("", |field| &field.name));
            format!("“{sheet}”没有填“{field}”，不能确定本项是否适用")
        });
        None
    }
}
