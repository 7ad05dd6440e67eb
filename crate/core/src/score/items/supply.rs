//! A list that tells the level of a row whose level nobody typed (名单).

use super::super::Case;
use crate::dossier::RowRef;
use crate::ledger::dictionary::{FieldIx, SheetIx};
use crate::ledger::table::State;
use crate::scheme::load::Rules;
use crate::scheme::read::{Keys, Node};

/// Names by level.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Supply {
    field: FieldIx,
    of: Vec<(String, Vec<String>)>,
    /// Whether a name that is not listed is asked about where the level is typed.
    pub(super) asks: bool,
}

impl Supply {
    /// Reads the list from any node.
    pub(super) fn read<'n>(keys: &Keys<'n>, node: &'n Node, rules: &Rules<'n>, sheet: SheetIx) -> Option<Self> {
        let inner = keys.open_inside(node, "名单")?;
        let _ = inner.text("says");
        let field = rules.rows.field_at(&inner, "field", sheet);
        let of = inner.table("of", "名单").map(|of| {
            let entries = of.entries().into_iter();
            entries.map(|(level, node)| (level.to_owned(), of.as_texts(node, level))).collect()
        });
        let asks = inner.flag("asks");
        inner.done();
        Some(Self { field: field?, of: of.unwrap_or_default(), asks })
    }

    /// The name that the list is asked for.
    pub(super) fn name<'c>(&self, case: &Case<'c>, row: RowRef) -> Option<&'c str> {
        let (state, value) = case.plan.dossier.cell(row, self.field);
        (state == State::Known).then(|| case.plan.dossier.word(value))
    }

    /// The level of a row's name; of several names in one cell, the level that the list gives first.
    pub(super) fn level<'s>(&'s self, case: &Case<'_>, row: RowRef) -> Option<&'s str> {
        let name = self.name(case, row)?;
        let holds =
            |known: &String| known == name || name.split(['、', '，', ',', '；', ';']).any(|part| part == known);
        let listed = self.of.iter().find(|(_, names)| names.iter().any(holds));
        listed.map(|(level, _)| level.as_str())
    }
}
