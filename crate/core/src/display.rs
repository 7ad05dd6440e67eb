//! Results for display: the canonical numbers of a report as people read them. The one rounding happens in
//! [`Points::shown`], here and wherever text is made.

use serde_json::Value;

use crate::cohort::{Cohort, Cut, Placed};
use crate::exact::Points;
use crate::report::{IndicatorReport, Report};
use crate::scheme::convention::Conventions;

/// The keys of a report that hold canonical numbers.
const NUMBERS: [&str; 16] = [
    "max", "raw", "score", "range", "base", "bonus", "total", "before", "after", "worth", "line", "distance", "points",
    "to_line", "computed", "adds",
];

/// A report for the page: numbers for display, and of each indicator's rows only how many there are. A unit may have
/// fifty thousand, which crossing over at every keystroke would cost more than the scoring; [`explain`] shows the rows.
///
/// [`explain`]: crate::explain::explain
/// # Errors
/// Never for a report; the serializer's signature allows for it.
pub fn report(mut report: Report) -> serde_json::Result<Value> {
    for unit in &mut report.units {
        let groups = unit.groups.iter_mut().filter_map(|group| group.less.as_mut());
        groups.chain(unit.less.as_mut()).for_each(|less| less.counted.clear());
    }
    let indicators = report.units.iter_mut().flat_map(|unit| &mut unit.indicators);
    let rows = |indicator: &mut IndicatorReport| {
        (std::mem::take(&mut indicator.counted).len(), std::mem::take(&mut indicator.refused).len())
    };
    let counts: Vec<(usize, usize)> = indicators.map(rows).collect();
    let mut value = serde_json::to_value(&report)?;
    let units = value.get_mut("units").and_then(Value::as_array_mut).into_iter().flatten();
    let indicators = units.filter_map(|unit| unit.get_mut("indicators").and_then(Value::as_array_mut)).flatten();
    for (indicator, (counted, refused)) in indicators.filter_map(Value::as_object_mut).zip(counts) {
        indicator.insert("counted".to_owned(), counted.into());
        indicator.insert("refused".to_owned(), refused.into());
    }
    display(&mut value);
    Ok(value)
}

/// A cohort for the page: numbers for display; beside each line that is a share of the units the same as a percentage
/// (`share`), beside each unit the tiers whose cut it reaches (`above`), whether or not it gets them, and beside each convention
/// that would change tiers what it asks (`asks`).
///
/// # Errors
/// Never for a cohort; the serializer's signature allows for it.
pub fn cohort(cohort: &Cohort, conventions: &Conventions) -> serde_json::Result<Value> {
    let mut value = serde_json::to_value(cohort)?;
    let cuts = value.get_mut("cuts").and_then(Value::as_array_mut).into_iter().flatten();
    for (shown, cut) in cuts.filter_map(Value::as_object_mut).zip(&cohort.cuts) {
        let share = cut.places.filter(|_| !cut.by_count).map(|_| percent(&cut.line));
        shown.insert("share".to_owned(), share.into());
    }
    let units = value.get_mut("units").and_then(Value::as_array_mut).into_iter().flatten();
    for (shown, unit) in units.filter_map(Value::as_object_mut).zip(&cohort.units) {
        let reached = cohort.cuts.iter().filter(|cut| reaches(unit, cut)).map(|cut| cut.tier.as_str());
        shown.insert("above".to_owned(), reached.collect::<Vec<_>>().into());
    }
    let sensitive = value.get_mut("sensitive").and_then(Value::as_array_mut).into_iter().flatten();
    for (shown, other) in sensitive.filter_map(Value::as_object_mut).zip(&cohort.sensitive) {
        let asks =
            conventions.find(&other.convention).and_then(|at| conventions.get(at)).map(|found| found.asks.as_str());
        shown.insert("asks".to_owned(), asks.into());
    }
    display(&mut value);
    Ok(value)
}

/// Whether a unit stands above a cut of its population.
fn reaches(unit: &Placed, cut: &Cut) -> bool {
    let same = cut.category.is_none() || cut.category == unit.category;
    let scored = cut.score.as_ref().is_none_or(|line| unit.score.as_ref().is_some_and(|score| score >= line));
    // Nobody stands above what is counted from the last.
    same && scored
        && !cut.from_end
        && match cut.places {
            Some(places) => unit.rank.is_some_and(|rank| rank <= places),
            None => unit.score.as_ref().is_some_and(|score| *score >= cut.line),
        }
}

/// Turns the canonical numbers of a report into text for display: the one rounding, done where all rounding is.
pub fn display(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(display),
        Value::Object(entries) => {
            for (key, value) in entries.iter_mut() {
                if NUMBERS.contains(&key.as_str()) {
                    shown(value);
                }
                if key == "weight"
                    && let Value::String(text) = value
                    && let Ok(points) = text.parse::<Points>()
                {
                    *text = percent(&points);
                }
                display(value);
            }
        }
        _ => {}
    }
}

/// A part of one as people read it: `30%`.
fn percent(part: &Points) -> String {
    format!("{}%", (part * &Points::from(100_i64)).shown())
}

fn shown(value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Ok(points) = text.parse::<Points>() {
                *text = points.shown();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(shown),
        _ => {}
    }
}
