//! What typed points were given on (所依据的事实): a mark of the rows and figures behind an indicator. When a newer copy of
//! the ledger changes them, the points stay and are to be looked at again (待复核).

use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hasher;

use fnv::FnvHasher;
use serde::{Deserialize, Serialize};

use super::{Project, TYPED};
use crate::dossier::{Dossier, RowRef, Unit};
use crate::evaluate::{Judged, evaluate_known};
use crate::ledger::dictionary::{FieldIx, Kind, Role, SheetIx};
use crate::ledger::table::State;
use crate::scheme::model::{Group, Indicator};

/// The facts behind an indicator at one moment.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Sixteen hex digits that are the same for the same rows and figures, whatever file and row they stand in.
    pub mark: String,
    /// The same for a person, in a few words: `核算3分，采用3行`.
    pub says: String,
}

/// What the points were given on that stand in a typed row of the sheet of points or of levels.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// 单位名称.
    pub unit: String,
    /// 指标号, or the name of a content that was rated as a whole.
    pub no: String,
    /// Sixteen hex digits of the row itself: a row that is typed again as it was is no new judgement.
    pub row: String,
    /// What it was given on.
    pub facts: Facts,
}

/// Typed points whose facts are others now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Review {
    /// 单位名称.
    pub unit: String,
    /// 指标号, or the name of a content that was rated as a whole.
    pub no: String,
    /// The facts that they were given on, in words.
    pub then: String,
    /// The facts now, in words.
    pub now: String,
}

impl Project {
    /// Typed points that are to be looked at again (待复核), by unit and indicator.
    #[must_use]
    pub fn review(&self) -> Vec<Review> {
        let given =
            |key: &(String, String)| self.view.dossier.typed.get(key).is_some_and(|typed| typed.points.is_some());
        let told = self.view.facts.iter().filter(|(key, _)| given(key)).map(|((unit, no), then)| (unit, no, then));
        let rows = self.given_in_rows().map(|given| (&given.unit, &given.no, &given.facts));
        let changed = told.chain(rows).filter_map(|(unit, no, then)| {
            let now = self.facts(unit, no).filter(|now| now.mark != then.mark)?;
            Some(Review { unit: unit.clone(), no: no.clone(), then: then.says.clone(), now: now.says })
        });
        let mut changed: Vec<Review> = changed.collect();
        changed.sort_by(|one, other| (&one.unit, &one.no).cmp(&(&other.unit, &other.no)));
        changed.dedup();
        changed
    }

    /// What is known of points in typed rows, those aside that points typed beside the indicator stand above.
    fn given_in_rows(&self) -> impl Iterator<Item = &Given> {
        let stands = |given: &&Given| !self.view.dossier.typed.contains_key(&(given.unit.clone(), given.no.clone()));
        self.view.given.values().flatten().filter(stands)
    }

    /// Whether a person gave points, or a level, in the program.
    pub(super) fn is_given(&self, unit: &str, no: &str) -> bool {
        let beside = self.view.dossier.typed.get(&(unit.to_owned(), no.to_owned()));
        beside.is_some_and(|typed| typed.points.is_some())
            || self.given_in_rows().any(|given| given.unit == unit && given.no == no)
    }

    /// Rows of points were typed: the entry says on what. A row that stood `before` keeps what it was given on.
    pub(super) fn note_given(&mut self, sheet: SheetIx, before: &[Given]) {
        let dossier = &self.view.dossier;
        let known = dossier.dictionary.sheet(sheet);
        let name = known.map_or_else(String::new, |sheet| sheet.name.clone());
        let judges = known.filter(|sheet| matches!(sheet.role, Some(Role::Points | Role::Ratings)));
        let Some(indicator) = judges.and_then(|sheet| sheet.role(Role::Indicator)) else { return };
        let typed = |row: &&RowRef| dossier.table(**row).is_some_and(|table| table.file == TYPED);
        let mut given = Vec::new();
        for unit in &dossier.units {
            for row in unit.rows(sheet).iter().filter(typed) {
                let no = dossier.shown(*row, indicator);
                let mark = Mark { dossier, into: FnvHasher::default() };
                let row = format!("{:016x}", mark.row(*row));
                let same = before.iter().find(|old| old.unit == unit.name && old.no == no && old.row == row);
                match same.cloned() {
                    Some(old) => given.push(old),
                    None => given.extend(self.facts(&unit.name, &no).map(|facts| Given {
                        unit: unit.name.clone(),
                        no,
                        row,
                        facts,
                    })),
                }
            }
        }
        self.view.given.insert(name, given.clone());
        if let Some(step) = self.log.last_mut() {
            step.given = given;
        }
    }

    /// The facts behind an indicator, or behind every indicator of a content; `None` where there is no such unit or number.
    pub(super) fn facts(&self, unit: &str, no: &str) -> Option<Facts> {
        let plan = self.plan(self.track()?);
        let dossier = &self.view.dossier;
        let unit = dossier.units.iter().find(|known| known.name == unit)?;
        let evaluated = evaluate_known(&plan, unit, true, &self.view.memo);
        let pairs = plan.track.indicators().zip(&evaluated.indicators);
        let meant = |group: &Group, indicator: &Indicator| {
            group.name == no || indicator.no == no || indicator.numbers().any(|number| number == no)
        };
        let mut found = pairs.filter(|((group, indicator), _)| meant(group, indicator)).peekable();
        found.peek()?;
        let mut mark = Mark { dossier, into: FnvHasher::default() };
        let mut says = Vec::new();
        for ((_, indicator), judged) in found {
            let laid = laid_beside(indicator, judged, unit);
            mark.indicator(judged, &laid);
            says.extend(words(judged, laid.len(), plan.track.rating.is_none()));
        }
        Some(Facts { mark: format!("{:016x}", mark.into.finish()), says: says.join("，") })
    }
}

/// The points of a typed row stay (维持), on these facts.
pub(super) fn keep(given: &mut BTreeMap<String, Vec<Given>>, unit: &str, no: &str, facts: &Facts) {
    let same = given.values_mut().flatten().filter(|given| given.unit == unit && given.no == no);
    same.for_each(|given| given.facts = facts.clone());
}

/// The rows that are laid beside a judgement as evidence.
fn laid_beside(indicator: &Indicator, judged: &Judged, unit: &Unit) -> Vec<RowRef> {
    let mut sheets: Vec<SheetIx> = Vec::new();
    for (_, assess) in indicator.measure.assessed(&indicator.no) {
        sheets.extend(assess.shows.iter().map(|rule| rule.sheet));
    }
    sheets.sort_unstable();
    sheets.dedup();
    let counted = judged.trace.counted.iter().map(|(row, _)| row);
    let known: BTreeSet<&RowRef> = counted.chain(judged.trace.refused.iter().map(|(row, _)| row)).collect();
    sheets.iter().flat_map(|sheet| unit.rows_unseen(*sheet)).filter(|row| !known.contains(row)).copied().collect()
}

fn words(judged: &Judged, laid: usize, points: bool) -> Vec<String> {
    let computed = judged.scored.overridden.as_ref().map_or(&judged.scored.range, |(_, computed)| computed);
    let by_person = judged.scored.overridden.is_none() && judged.trace.counted.is_empty();
    let score = computed.settled().filter(|_| points && !by_person).map(|score| format!("核算{}分", score.shown()));
    let rows = [("采用", judged.trace.counted.len()), ("退回", judged.trace.refused.len()), ("佐证", laid)];
    let rows = rows.into_iter().filter(|(_, count)| *count > 0).map(|(what, count)| format!("{what}{count}行"));
    score.into_iter().chain(rows).collect()
}

/// A mark being made. Everything goes in as text or as its flat value, so that it is the same in every session.
struct Mark<'d> {
    dossier: &'d Dossier,
    into: FnvHasher,
}

impl Mark<'_> {
    fn indicator(&mut self, judged: &Judged, laid: &[RowRef]) {
        for fact in &judged.scored.facts {
            self.text(&format!("{}={}{}", fact.name, fact.value, fact.unit));
        }
        let worth = |worth: &Option<crate::exact::Points>| worth.as_ref().map_or_else(String::new, ToString::to_string);
        let counted = judged.trace.counted.iter().map(|(row, of)| (self.row(*row), worth(of)));
        let mut rows: Vec<(u64, String)> = counted.collect();
        rows.extend(judged.trace.refused.iter().map(|(row, why)| (self.row(*row), why.clone())));
        rows.extend(laid.iter().map(|row| (self.row(*row), String::new())));
        // A row that was moved is the same row.
        rows.sort_unstable();
        for (row, says) in rows {
            self.into.write_u64(row);
            self.text(&says);
        }
    }

    fn text(&mut self, text: &str) {
        self.into.write(text.as_bytes());
        self.into.write_u8(0xff);
    }

    /// What a row holds, without its place.
    fn row(&self, row: RowRef) -> u64 {
        let mut of_row = Mark { dossier: self.dossier, into: FnvHasher::default() };
        let Some(table) = self.dossier.table(row) else { return 0 };
        let Some(sheet) = self.dossier.dictionary.sheet(table.sheet) else { return 0 };
        for (at, field) in (0_u16..).map(FieldIx).zip(&sheet.fields) {
            let (state, value) = table.cell(row.row as usize, at);
            match (state, &field.kind) {
                (State::Blank, _) => continue,
                (State::Unclear, _) => of_row.text(table.typed(row.row as usize, at, &self.dossier.text)),
                (_, Kind::Text | Kind::Choice(_) | Kind::Level(_)) => of_row.text(self.dossier.word(value)),
                (State::Known | State::Coarse | State::Estimated, _) => of_row.into.write_i64(value),
            }
            of_row.text(&field.name);
            of_row.into.write_u8(state as u8);
        }
        of_row.into.finish()
    }
}
