//! What was judged already (记忆): an edit that an indicator does not depend on judges it no second time.
//!
//! A judging depends on the rows of the sheets that it read, on the points given for its indicator, and on the answers of
//! the conventions that it saw; nothing else. A memo holds what each of them was, so taking from it is the same as judging
//! again. It may be forgotten at any time.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::judged::Judged;
use super::unit::Evaluated;
use crate::dossier::{Dossier, Sheets, Unit};
use crate::judgement::{Judgement, Judgements};
use crate::plan::Plan;
use crate::report::{Advice, Sensitive, SensitivePair};
use crate::scheme::convention::{ConventionIx, Reading, Readings};

/// Judgings of one dossier under one scheme and track.
#[derive(Debug, Default)]
pub struct Memo {
    /// What the judgings are about: scheme, version, track and the numbers that people typed for conventions.
    about: RefCell<About>,
    /// By unit (with what is supposed of it, see [`SUPPOSED`]), then by indicator.
    kept: RefCell<BTreeMap<String, Vec<Vec<Kept>>>>,
    /// By unit: what was found by evaluating it again in many ways.
    told: RefCell<BTreeMap<String, Told>>,
}

/// What other answers and other rows would make of a unit, with the answers and the judgements that it was found under.
#[derive(Debug, Clone)]
pub(super) struct Told {
    pub(super) readings: Readings,
    pub(super) given: Judgements,
    pub(super) sensitive: Vec<Sensitive>,
    pub(super) pairs: Vec<SensitivePair>,
    pub(super) advice: Vec<Advice>,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct About {
    scheme: String,
    version: String,
    track: String,
    typed: Vec<(ConventionIx, String)>,
}

/// One judging with everything it depended on but the rows.
#[derive(Debug)]
struct Kept {
    answers: Vec<(ConventionIx, Reading)>,
    /// The points given for the indicator, and for each of its parts.
    given: Vec<Vec<Judgement>>,
    traced: bool,
    judged: Arc<Judged>,
}

impl Kept {
    fn is_given(&self, given: &[&[Judgement]]) -> bool {
        self.given.iter().map(Vec::as_slice).eq(given.iter().copied())
    }
}

/// Stands between a unit's name and what is supposed of it.
pub const SUPPOSED: char = '\u{1}';

/// At most so many judgings of one indicator of one unit are kept; the oldest goes first.
const MOST: usize = 48;

impl Memo {
    /// Forgets everything where the plan is about another scheme or track than what is kept.
    pub(super) fn open(&self, plan: &Plan<'_>) {
        let about = About {
            scheme: plan.scheme.id.clone(),
            version: plan.scheme.version.clone(),
            track: plan.track.id.clone(),
            typed: plan.scheme.conventions.typed().to_vec(),
        };
        if *self.about.borrow() != about {
            *self.about.borrow_mut() = about;
            self.kept.borrow_mut().clear();
            self.told.borrow_mut().clear();
        }
    }

    /// The judging that was kept for these points and the answers in force.
    pub(super) fn find(
        &self,
        plan: &Plan<'_>,
        key: &str,
        at: usize,
        given: &[&[Judgement]],
        traced: bool,
    ) -> Option<Arc<Judged>> {
        let kept = self.kept.borrow();
        let same = |kept: &&Kept| {
            (kept.traced || !traced)
                && kept.is_given(given)
                && kept.answers.iter().all(|(convention, reading)| plan.readings.get(*convention) == *reading)
        };
        kept.get(key)?.get(at)?.iter().find(same).map(|kept| Arc::clone(&kept.judged))
    }

    /// Keeps a judging.
    pub(super) fn keep(
        &self,
        plan: &Plan<'_>,
        key: &str,
        at: usize,
        given: &[&[Judgement]],
        traced: bool,
        judged: &Arc<Judged>,
    ) {
        let mut kept = self.kept.borrow_mut();
        if !kept.contains_key(key) {
            kept.insert(key.to_owned(), Vec::new());
        }
        let Some(indicators) = kept.get_mut(key) else { return };
        if indicators.len() <= at {
            indicators.resize_with(at + 1, Vec::new);
        }
        let answers: Vec<_> =
            judged.reads.seen.iter().map(|convention| (*convention, plan.readings.get(*convention))).collect();
        let own = &mut indicators[at];
        own.retain(|kept| kept.answers != answers || !kept.is_given(given));
        if own.len() >= MOST {
            own.remove(0);
        }
        own.push(Kept {
            answers,
            given: given.iter().map(|given| given.to_vec()).collect(),
            traced,
            judged: Arc::clone(judged),
        });
    }

    /// What was told of a unit under the same answers and judgements; else it is found and kept.
    pub(super) fn tell(&self, plan: &Plan<'_>, unit: &Unit, known: &Evaluated, find: impl FnOnce() -> Told) -> Told {
        if known.indicators.iter().any(|judged| judged.on_others) {
            // What other units have decides it too, and they may have changed.
            return find();
        }
        let given = &known.given;
        let known = self.told.borrow().get(&unit.name).cloned();
        if let Some(known) = known.filter(|known| known.readings == plan.readings && known.given == *given) {
            return known;
        }
        let found = find();
        self.told.borrow_mut().insert(unit.name.clone(), found.clone());
        found
    }

    /// The memo for `after`, a dossier that an edit made of `before`: what depended on rows that are others now is forgotten.
    #[must_use]
    pub fn carried(self, before: &Dossier, after: &Dossier) -> Self {
        if before.year != after.year || before.as_of != after.as_of || before.dictionary != after.dictionary {
            return Self::default();
        }
        self.kept.borrow_mut().retain(|key, indicators| {
            let name = key.split(SUPPOSED).next().unwrap_or_default();
            let find = |dossier: &'_ Dossier| dossier.units.iter().position(|unit| unit.name == name);
            let (Some(old), Some(new)) = (find(before), find(after)) else { return false };
            let Some(changed) = changed(before, &before.units[old], after, &after.units[new]) else { return false };
            if !changed.is_empty() {
                indicators.iter_mut().for_each(|kept| kept.retain(|kept| !kept.judged.sheets.overlaps(changed)));
            }
            true
        });
        self.told.borrow_mut().retain(|name, _| {
            let find = |dossier: &Dossier| dossier.units.iter().position(|unit| unit.name == *name);
            let both = find(before).zip(find(after));
            both.is_some_and(|(old, new)| {
                changed(before, &before.units[old], after, &after.units[new]).is_some_and(Sheets::is_empty)
            })
        });
        self
    }
}

/// The sheets of which a unit has other rows; `None` where what is said of the unit as a whole differs.
fn changed(before: &Dossier, old: &Unit, after: &Dossier, new: &Unit) -> Option<Sheets> {
    if old.places != new.places || old.category != new.category || old.sheets() != new.sheets() {
        return None;
    }
    let same = |sheet| {
        let (old, new) = (old.rows_unseen(sheet), new.rows_unseen(sheet));
        let mut tables: Vec<usize> = old.iter().map(|row| row.table as usize).collect();
        tables.dedup();
        let table = |dossier: &Dossier, at: usize| dossier.tables.get(at).map(Arc::as_ptr);
        old == new && tables.into_iter().all(|at| table(before, at) == table(after, at))
    };
    Some(old.sheets_filled().chain(new.sheets_filled()).filter(|sheet| !same(*sheet)).collect())
}
