//! What totals and indicators are made of, for the report: components, the tick forms that count, and parts.

use crate::dossier::Unit;
use crate::evaluate::Evaluated;
use crate::exact::Range;
use crate::plan::Plan;
use crate::report::{ComponentReport, OverrideReport, PartReport, TableReport, settled};
use crate::scheme::model::TotalOf;
use crate::score::parts::Part;
use crate::score::{Measure, ScoreState, Scored};
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
    let mean =
        |plan: &Plan<'_>| mean_of_form(plan, &form.contents(plan, unit)).map(|mean| mean.range).into_iter().collect();
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

/// The parts of an indicator, or of a part; none for a measure without parts.
#[must_use]
pub fn of_indicator(plan: &Plan<'_>, measure: &Measure, scored: &Scored) -> Vec<PartReport> {
    let Measure::Parts(parts) = measure else { return Vec::new() };
    let report = |(part, scored): (&Part, &Scored)| {
        let (score, range) = settled(&scored.range);
        let score = score.filter(|_| !matches!(scored.state, ScoreState::NotApplicable | ScoreState::Undetermined));
        let rating = plan.track.rating.as_ref();
        let level = rating.zip(score.as_ref()).and_then(|(rating, score)| rating.level(plan, score));
        let points = rating.is_none();
        PartReport {
            no: part.no.clone(),
            name: part.name.clone(),
            max: part.points.clone(),
            rating: level.map(str::to_owned),
            score: score.filter(|_| points),
            range: range.filter(|_| points),
            state: scored.state,
            overridden: overridden(scored),
            judged: part.measure.is_judged(),
            parts: of_indicator(plan, &part.measure, scored),
        }
    };
    parts.parts.iter().zip(&scored.parts).map(report).collect()
}

/// A person's points in the place of computed ones.
#[must_use]
pub fn overridden(scored: &Scored) -> Option<OverrideReport> {
    scored.overridden.as_ref().map(|(judgement, computed)| OverrideReport {
        computed: computed.settled().cloned(),
        by: judgement.by.clone(),
        reason: judgement.reason.clone(),
    })
}
