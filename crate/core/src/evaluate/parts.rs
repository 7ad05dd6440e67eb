//! What a total is made of, for the report: its components, and the tick forms that count.

use crate::dossier::Unit;
use crate::evaluate::Evaluated;
use crate::exact::Range;
use crate::plan::Plan;
use crate::report::{ComponentReport, TableReport, settled};
use crate::scheme::model::TotalOf;
use crate::ticks::filled::{Filled, Worth, filled};
use crate::total::component;
use crate::total::tables::mean_of_form;

/// The components of a unit's total; none where it is not made of components.
#[must_use]
pub fn components(plan: &Plan<'_>, unit: &Unit, evaluated: &Evaluated) -> Vec<ComponentReport> {
    let Some(TotalOf::Components(components)) = plan.track.total.as_ref().map(|total| plan.read(&total.of)) else {
        return Vec::new();
    };
    let parts = |plan: &Plan<'_>| component::parts(plan, unit, &evaluated.totals, components);
    let values = |plan: &Plan<'_>| parts(plan).into_iter().map(|part| part.value).collect::<Vec<Range>>();
    let sure = hull(plan, values);
    let report = |(part, value): (component::Part, Range)| {
        let (score, range) = settled(&value);
        ComponentReport { name: part.name, weight: part.weight, score, range, from: part.from }
    };
    parts(plan).into_iter().zip(sure).map(report).collect()
}

/// Values under the answers in force; where conventions are off that decide them, all that they can be.
fn hull(plan: &Plan<'_>, values: impl Fn(&Plan<'_>) -> Vec<Range>) -> Vec<Range> {
    let found = plan.settle(values);
    let wider =
        |all: Vec<Range>, other: Vec<Range>| all.iter().zip(&other).map(|(one, other)| one.hull(other)).collect();
    found.others.into_iter().fold(found.value, wider)
}

/// The tick forms of a unit that count.
#[must_use]
pub fn tables(plan: &Plan<'_>, unit: &Unit) -> Vec<TableReport> {
    filled(plan, unit).iter().filter_map(|form| table(plan, unit, form)).collect()
}

fn table(plan: &Plan<'_>, unit: &Unit, form: &Filled) -> Option<TableReport> {
    let (_, table) = form.of(plan)?;
    let worths = form.worths(plan, unit);
    let nos = |of: fn(&Worth) -> bool| {
        let rows = table.rows.iter().zip(&worths).filter(|(_, worth)| of(worth));
        rows.map(|(row, _)| row.no.clone()).collect()
    };
    let mean = |plan: &Plan<'_>| mean_of_form(plan, &form.contents(plan, unit)).map(|mean| mean.range).into_iter().collect();
    let (score, range) = hull(plan, mean).first().map_or((None, None), settled);
    Some(TableReport {
        table: table.id.clone(),
        name: table.name.clone(),
        place: form.place.clone(),
        score,
        range,
        counted: worths.iter().filter(|worth| matches!(worth, Worth::Points(_))).count(),
        open: nos(|worth| *worth == Worth::Open),
        skipped: nos(|worth| *worth == Worth::Skipped),
        void: nos(|worth| *worth == Worth::Void),
    })
}
