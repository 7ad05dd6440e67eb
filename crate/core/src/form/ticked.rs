//! Tick forms (考评表) as printed: every place of a unit, or one empty form where none was filled in.

use super::{Cell, Row, sub};
use crate::plan::Plan;
use crate::scheme::model::{Form, FormCell};
use crate::ticks::filled::{Filled, Worth, filled};
use crate::ticks::{TickRow, TickTable, Ticks};

/// What is printed over the table, and the rows of the table.
type Printed = (Vec<(String, String)>, Vec<Row>);

/// The rows of a tick form. The place of one form stands over the table; of several, over the rows of each.
#[must_use]
pub fn rows(plan: &Plan<'_>, form: &Form, table: usize, unit: &str) -> Printed {
    let Some((ticks, of)) = plan.scheme.ticks.as_ref().and_then(|ticks| Some((ticks, ticks.tables.get(table)?))) else {
        return (Vec::new(), Vec::new());
    };
    let unit = plan.dossier.units.iter().find(|known| known.name == unit);
    let found: Vec<Filled> = unit.map_or_else(Vec::new, |unit| filled(plan, unit));
    let found: Vec<&Filled> = found.iter().filter(|filled| filled.table == table).collect();
    let place = |at: Option<&Filled>| -> Vec<(String, String)> {
        let name =
            |at: Option<&Filled>, n: usize| at.and_then(|filled| filled.names().get(n).cloned()).unwrap_or_default();
        form.places.iter().enumerate().map(|(n, head)| (head.clone(), name(at, n))).collect()
    };
    if let ([] | [_], one) = (&found[..], found.first().copied()) {
        let worths = one.zip(unit).map(|(filled, unit)| filled.worths(plan, unit));
        return (
            place(one),
            of.rows
                .iter()
                .enumerate()
                .map(|(at, row)| line(form, (ticks, of), row, at, one, worths.as_deref()))
                .collect(),
        );
    }
    let mut rows = Vec::new();
    for filled in found {
        let names: Vec<String> = place(Some(filled)).iter().map(|(head, name)| format!("{head}：{name}")).collect();
        let own = |shows| {
            if matches!(shows, FormCell::Item | FormCell::Name | FormCell::Indicator) {
                names.join("　")
            } else {
                String::new()
            }
        };
        rows.push(Row {
            cells: form.columns.iter().map(|column| Cell { strong: true, ..Cell::plain(own(column.shows)) }).collect(),
        });
        let worths = unit.map(|unit| filled.worths(plan, unit));
        rows.extend(
            of.rows
                .iter()
                .enumerate()
                .map(|(at, row)| line(form, (ticks, of), row, at, Some(filled), worths.as_deref())),
        );
    }
    (Vec::new(), rows)
}

fn line(
    form: &Form,
    (ticks, table): (&Ticks, &TickTable),
    row: &TickRow,
    at: usize,
    filled: Option<&Filled>,
    worths: Option<&[Worth]>,
) -> Row {
    let group = table.groups.get(row.group).map_or("", String::as_str);
    let ticked = filled.and_then(|filled| filled.rows.get(at));
    let cell = |shows| match shows {
        FormCell::Heading | FormCell::Group => Cell { group: Some(group.to_owned()), ..Cell::plain(group) },
        FormCell::Sub => sub(group, row.sub.as_deref()),
        FormCell::Item => Cell::plain(format!("{}.{}", row.no, row.name)),
        FormCell::Name | FormCell::Indicator => Cell::plain(row.name.clone()),
        FormCell::Tick(level) => {
            Cell::plain(if ticked.is_some_and(|ticked| ticked.marks.contains(&level)) { "√" } else { "" })
        }
        FormCell::Reason => Cell::plain(match worths.and_then(|worths| worths.get(at)) {
            Some(Worth::Open) => "待评".to_owned(),
            Some(Worth::Skipped) => "不适用".to_owned(),
            Some(Worth::Void) => {
                format!("勾了{}，作废", ticked.map(|ticked| ticked.levels(ticks)).unwrap_or_default())
            }
            Some(Worth::Points(_)) | None => String::new(),
        }),
        FormCell::Explain | FormCell::Evidence | FormCell::Source | FormCell::Score => Cell::plain(""),
    };
    Row { cells: form.columns.iter().map(|column| cell(column.shows)).collect() }
}
