//! The track's own table and its tick forms as one value.

use super::Totals;
use crate::dossier::Unit;
use crate::exact::{Points, Range};
use crate::plan::Plan;
use crate::ticks::filled::{Contents, filled};
use crate::ticks::{Average, Combine};

/// One level of forms: what each of its forms comes to.
struct Level {
    table: Option<usize>,
    forms: Vec<Contents>,
}

/// What the track's own table and the forms that it uses come to; `None` where nothing counts.
#[must_use]
pub fn combined(plan: &Plan<'_>, unit: &Unit, totals: &Totals) -> Option<Range> {
    let tables = plan.track.tables.as_ref()?;
    let own = own_contents(plan, totals);
    let mut levels = vec![Level { table: None, forms: vec![own] }];
    for form in filled(plan, unit) {
        let contents = form.contents(plan, unit);
        match levels.iter_mut().find(|level| level.table == Some(form.table)) {
            Some(level) => level.forms.push(contents),
            None => levels.push(Level { table: Some(form.table), forms: vec![contents] }),
        }
    }
    if levels.len() == 1 {
        return mean_of_form(plan, &levels[0].forms[0]);
    }
    match plan.read(&tables.combine) {
        Combine::Levels => {
            let level = |level: &Level| {
                mean(&level.forms.iter().filter_map(|form| mean_of_form(plan, form)).collect::<Vec<_>>())
            };
            mean(&levels.iter().filter_map(level).collect::<Vec<_>>())
        }
        Combine::Tables => {
            let forms = levels.iter().flat_map(|level| &level.forms);
            mean(&forms.filter_map(|form| mean_of_form(plan, form)).collect::<Vec<_>>())
        }
        Combine::Rows => pooled(levels.iter().flat_map(|level| &level.forms).flatten()),
    }
}

/// The contents of the track's own table; groups of one content of the first level are one.
fn own_contents(plan: &Plan<'_>, totals: &Totals) -> Contents {
    let (mut names, mut contents): (Vec<&str>, Contents) = (Vec::new(), Contents::new());
    for (group, total) in plan.track.groups.iter().zip(&totals.groups) {
        let name = group.within.as_ref().unwrap_or(&group.name).as_str();
        let at = names.iter().position(|known| *known == name).unwrap_or_else(|| {
            names.push(name);
            contents.push((Range::exactly(Points::ZERO), 0));
            contents.len() - 1
        });
        let (sum, count) = &mut contents[at];
        *sum = sum.plus(&times(&total.range, total.applying));
        *count += total.applying;
    }
    contents
}

/// What one form comes to; `None` where none of its rows counts.
#[must_use]
pub fn mean_of_form(plan: &Plan<'_>, contents: &Contents) -> Option<Range> {
    let average = plan.track.tables.as_ref().map_or(Average::Rows, |tables| *plan.read(&tables.average));
    match average {
        Average::Rows => pooled(contents.iter()),
        Average::Contents => {
            let of_each = contents.iter().filter_map(|content| pooled(std::iter::once(content)));
            mean(&of_each.collect::<Vec<_>>())
        }
    }
}

/// The mean over all rows of some contents.
fn pooled<'c>(contents: impl Iterator<Item = &'c (Range, usize)>) -> Option<Range> {
    let zero = (Range::exactly(Points::ZERO), 0);
    let (sum, count) = contents.fold(zero, |(sum, count), (range, rows)| (sum.plus(range), count + rows));
    (count > 0).then(|| over(&sum, count))
}

fn mean(ranges: &[Range]) -> Option<Range> {
    let sum = ranges.iter().fold(Range::exactly(Points::ZERO), |sum, range| sum.plus(range));
    (!ranges.is_empty()).then(|| over(&sum, ranges.len()))
}

fn over(range: &Range, count: usize) -> Range {
    let count = whole(count);
    Range { sure: range.sure.over(&count), possible: range.possible.over(&count) }
}

fn times(range: &Range, count: usize) -> Range {
    let count = whole(count);
    Range { sure: &range.sure * &count, possible: &range.possible * &count }
}

fn whole(count: usize) -> Points {
    Points::from(i64::try_from(count).unwrap_or(i64::MAX))
}
