//! The track's own table and its tick forms as one value.

use super::Totals;
use crate::dossier::Unit;
use crate::exact::{Points, Range};
use crate::mean::{Averaged, Mean};
use crate::plan::Plan;
use crate::ticks::filled::{Contents, filled};
use crate::ticks::{Average, Combine};

/// One level of forms: what each of its forms comes to.
struct Level {
    table: Option<usize>,
    forms: Vec<Contents>,
}

/// What the track's own table and the forms that it uses come to; `None` where it is not sure that anything counts.
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
    let of_level = |level: &Level| mean(level.forms.iter().filter_map(|form| mean_of_form(plan, form)));
    let found = match &levels[..] {
        [only] => of_level(only),
        _ => match plan.read(&tables.combine) {
            Combine::Levels => mean(levels.iter().filter_map(of_level)),
            Combine::Tables => {
                mean(levels.iter().flat_map(|level| &level.forms).filter_map(|form| mean_of_form(plan, form)))
            }
            Combine::Rows => together(levels.iter().flat_map(|level| &level.forms).flatten()),
        },
    };
    found.filter(|mean| !mean.may_vanish).map(|mean| mean.range)
}

/// The contents of the track's own table; groups of one content of the first level are one.
fn own_contents(plan: &Plan<'_>, totals: &Totals) -> Contents {
    let (mut names, mut contents): (Vec<&str>, Contents) = (Vec::new(), Contents::new());
    for (group, total) in plan.track.groups.iter().zip(&totals.groups) {
        let name = group.within.as_ref().unwrap_or(&group.name).as_str();
        let at = names.iter().position(|known| *known == name).unwrap_or_else(|| {
            names.push(name);
            contents.push(Averaged::default());
            contents.len() - 1
        });
        total.add_to(&mut contents[at]);
    }
    contents
}

/// What one form comes to; `None` where none of its rows counts.
#[must_use]
pub fn mean_of_form(plan: &Plan<'_>, contents: &Contents) -> Option<Mean> {
    let average = plan.track.tables.as_ref().map_or(Average::Rows, |tables| *plan.read(&tables.average));
    match average {
        Average::Rows => together(contents.iter()),
        Average::Contents => mean(contents.iter().filter_map(Averaged::mean)),
    }
}

/// The mean over all rows of some contents.
fn together<'c>(contents: impl Iterator<Item = &'c Averaged>) -> Option<Mean> {
    let mut all = Averaged::default();
    contents.for_each(|content| all.extend(content));
    all.mean()
}

/// The mean of means.
fn mean(means: impl Iterator<Item = Mean>) -> Option<Mean> {
    let (mut all, one) = (Averaged::default(), Points::from(1));
    means.for_each(|mean| all.add_mean(&mean, &one, false));
    all.mean()
}
