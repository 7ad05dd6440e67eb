//! Columns that a rule cannot do without (缺列): where no table of a unit has one of them, its rows say neither yes nor no,
//! and the rule has nothing to compute from. That is missing evidence, never a count of nothing.

use std::collections::BTreeSet;

use super::{BoundRows, Verdict, blank, blank_amount};
use crate::dossier::{RowRef, Unit};
use crate::ledger::dictionary::FieldIx;
use crate::ledger::period::During;
use crate::ledger::table::Table;
use crate::plan::Plan;
use crate::scheme::model::{Metric, RowRule};
use crate::scheme::rows::{Condition, Due, Test};
use crate::step::{Lack, Silent, Sink};

/// Whether the ledger has nothing that the metric could be computed from: no row of its sheet, or none in a table that has
/// every column it asks about, or no amount in any row that counts. Columns and rows go to `sink`.
pub fn is_unread(plan: &Plan<'_>, unit: &Unit, metric: &Metric, sink: &mut impl Sink) -> bool {
    has_no_rows(plan, unit, &metric.rows, &metric.aggregate.fields(), sink) || is_blank(plan, unit, metric, sink)
}

/// Whether the ledger has rows of the sheet that the metric counts in: where it has none, there may have been nothing to
/// record, but rows without what the metric reads of them were to say something.
#[must_use]
pub fn has_rows(unit: &Unit, metric: &Metric) -> bool {
    !unit.rows(metric.rows.sheet).is_empty()
}

/// Whether rows count and none of them says its amount. They go to `sink`.
fn is_blank(plan: &Plan<'_>, unit: &Unit, metric: &Metric, sink: &mut impl Sink) -> bool {
    let (amounts, rows) = (metric.aggregate.amounts(), unit.rows(metric.rows.sheet));
    let says = |row: &&RowRef| blank(plan, **row, &amounts).is_none();
    // Most ledgers have no such row.
    if amounts.is_empty() || rows.iter().all(|row| says(&row)) {
        return false;
    }
    let window = metric.during.window(plan.dossier.year).unwrap_or(plan.year);
    let bound = BoundRows::new(plan, &metric.rows, metric.during != During::Year).over(window);
    let counts = |row: &RowRef| bound.verdict(*row, &mut Silent) == Verdict::Counts;
    if rows.iter().filter(says).any(counts) {
        return false;
    }
    let blank: Vec<&RowRef> = rows.iter().filter(|row| !says(row) && counts(row)).collect();
    for row in &blank {
        if let Some(why) = blank_amount(plan, **row, &amounts) {
            sink.blank(**row, &why);
        }
    }
    !blank.is_empty()
}

/// The same for rows that a rule counts by itself; `value` are the columns it takes its value from.
pub fn has_no_rows(plan: &Plan<'_>, unit: &Unit, rule: &RowRule, value: &[FieldIx], sink: &mut impl Sink) -> bool {
    let rows = unit.rows(rule.sheet);
    let conditions = || plan.read(&rule.conditions).iter().chain(plan.read(&rule.also));
    let lacking = |table: &Table| -> BTreeSet<FieldIx> {
        let asked = conditions().filter(|condition| !condition.soft).flat_map(|condition| undecided(condition, table));
        asked.chain(value.iter().copied().filter(|field| !table.has(*field))).collect()
    };
    let mut columns = BTreeSet::new();
    let mut last = None;
    for row in rows {
        if last.replace(row.table) == Some(row.table) {
            continue;
        }
        let Some(table) = plan.dossier.table(*row) else { continue };
        let lacks = lacking(table);
        if lacks.is_empty() {
            return false;
        }
        columns.extend(lacks);
    }
    let name = |field: &FieldIx| plan.dossier.dictionary.field(rule.sheet, *field).map(|field| field.name.clone());
    for column in columns.iter().filter_map(name) {
        sink.lacks(|| Lack { sheet: rule.sheet, column, row: None });
    }
    true
}

/// The columns that a table lacks and without which a condition cannot hold for any of its rows.
fn undecided(condition: &Condition, table: &Table) -> Vec<FieldIx> {
    if condition.or_blank || matches!(condition.test, Test::Is { negated: true, .. }) {
        return Vec::new();
    }
    match (&condition.test, condition.test.field()) {
        (Test::Any(inner), _) => {
            let each: Vec<Vec<FieldIx>> = inner.iter().map(|condition| undecided(condition, table)).collect();
            if each.iter().any(Vec::is_empty) { Vec::new() } else { each.concat() }
        }
        (_, Some(field)) if !table.has(field) => vec![field],
        (Test::Due { due: Due { other: Some(other), default: None, .. }, .. }, _) if !table.has(*other) => vec![*other],
        _ => Vec::new(),
    }
}
