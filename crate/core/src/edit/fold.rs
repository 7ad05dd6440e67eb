//! The log replayed: what it says is folded together, then the ledgers are assembled under the scheme that it chose.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::facts::keep;
use super::reasons::reasons;
use super::settings::Answers;
use super::{Edit, Entry, Facts, Given, Import, Origin, Start, Step, View};
use crate::dossier::{Dossier, Settings, Typed};
use crate::evaluate::Memo;
use crate::ledger::dictionary::SheetIx;
use crate::ledger::mapping::Mapping;
use crate::ledger::period::parse_day;
use crate::ledger::text::Text;
use crate::scheme::load::with_typed_numbers;

/// What a log says, before the ledgers are put together.
#[derive(Debug, Default)]
struct Folded {
    /// The scheme and track that were chosen last.
    track: Option<(String, String)>,
    files: Vec<Arc<Import>>,
    settings: Settings,
    switches: Vec<(String, Option<String>)>,
    mappings: Vec<Mapping>,
    /// What typed points were given on.
    facts: BTreeMap<(String, String), Facts>,
    /// What the points of typed rows were given on.
    given: BTreeMap<SheetIx, Vec<Given>>,
}

impl Folded {
    /// Everything put away but the choice of scheme, and how columns are read.
    fn cleared(self) -> Self {
        Self { track: self.track, mappings: self.mappings, ..Self::default() }
    }

    fn take_in(&mut self, import: &Arc<Import>) {
        if let Some(typed) = &import.typed {
            self.files.retain(|file| file.typed.as_ref().is_none_or(|known| known.sheet != typed.sheet));
            if !typed.rows.is_empty() {
                self.files.push(Arc::clone(import));
            }
            return;
        }
        if import.sample || self.files.iter().any(|file| file.sample) {
            *self = std::mem::take(self).cleared();
        }
        let gives_way = |file: &Import| file.file == import.file || Some(&file.file) == import.replaces.as_ref();
        self.files.retain(|file| file.typed.is_some() || !gives_way(file));
        self.files.push(Arc::clone(import));
        for mapping in &import.mappings {
            self.mappings.retain(|known| known.heads != mapping.heads);
            self.mappings.push(mapping.clone());
        }
    }

    fn remember(&mut self, unit: &str, no: &str, facts: Option<&Facts>) {
        let key = (unit.to_owned(), no.to_owned());
        match facts {
            Some(facts) => self.facts.insert(key, facts.clone()),
            None => self.facts.remove(&key),
        };
    }
}

fn fold(log: &[Step]) -> Folded {
    let mut folded = Folded::default();
    for step in log {
        match &step.entry {
            Entry::Files(imports) => {
                imports.iter().for_each(|import| folded.take_in(import));
                let typed = imports.iter().filter_map(|import| import.typed.as_ref());
                typed.for_each(|typed| drop(folded.given.insert(typed.sheet, step.given.clone())));
            }
            Entry::Edit(Edit::Clear) => folded = folded.cleared(),
            Entry::Edit(Edit::Track { scheme, track }) => {
                let files = if folded.files.iter().any(|file| file.sample) { Vec::new() } else { folded.files };
                let settings = Settings { unit: folded.settings.unit, ..Settings::default() };
                let track = Some((scheme.clone(), track.clone()));
                folded = Folded { track, files, settings, mappings: folded.mappings, ..Folded::default() };
            }
            Entry::Edit(Edit::Assess { unit, no, points, by, reason, facts }) => {
                let typed = Typed { points: points.clone(), by: by.clone(), reason: reason.clone() };
                folded.settings.typed.insert((unit.clone(), no.clone()), typed);
                folded.remember(unit, no, facts.as_ref());
            }
            Entry::Edit(Edit::Keep { unit, no, facts }) => {
                folded.remember(unit, no, facts.as_ref());
                facts.iter().for_each(|facts| keep(&mut folded.given, unit, no, facts));
            }
            Entry::Edit(Edit::Forget { heads }) => folded.mappings.retain(|known| known.heads != *heads),
            Entry::Edit(Edit::Convention { id, value }) => folded.switches.push((id.clone(), value.clone())),
            Entry::Edit(Edit::Year { year }) => folded.settings.year = Some(*year),
            Entry::Edit(Edit::AsOf { date }) => folded.settings.as_of = parse_day(date),
            Entry::Edit(Edit::Unit { name }) => folded.settings.unit = Some(name.clone()),
            Entry::Edit(Edit::Reason { .. }) => {}
        }
    }
    folded
}

/// Replays a log. The ledgers of `before` are kept where the same files are read the same way.
pub(super) fn derive(start: &Start, text: &Arc<Text>, log: &[Step], before: Option<&View>) -> View {
    let Folded { track, files, settings, switches, mappings, facts, given } = fold(log);
    let chosen = track.and_then(|(scheme, track)| {
        let scheme = start.scheme(&scheme)?;
        Some((scheme, scheme.track(&track)?))
    });
    let (scheme, track) = chosen.unwrap_or((&start.scheme, start.track));
    let same = |view: &View| {
        let files_agree =
            view.files.len() == files.len() && view.files.iter().zip(&files).all(|(a, b)| Arc::ptr_eq(a, b));
        files_agree
            && view.scheme.id == scheme.id
            && view.settings.year == settings.year
            && view.settings.as_of == settings.as_of
            && view.settings.unit == settings.unit
    };
    let dossier = match before.filter(|view| same(view)) {
        Some(view) => Dossier { typed: settings.typed.clone(), ..view.dossier.clone() },
        None => {
            let tables = files.iter().flat_map(|file| file.tables.iter().cloned()).collect();
            let dictionary = Arc::new(scheme.dictionary.clone());
            Dossier::assemble(dictionary, Arc::clone(text), tables, &settings, scheme.year)
        }
    };
    let mut scheme = scheme.clone();
    let mut answers = Answers::defaults(&scheme.conventions);
    answers.of_workbooks(&dossier, &mut scheme.conventions);
    let Answers { mut readings, mut origins, findings: said } = answers;
    let findings = files.iter().flat_map(|file| file.findings.iter().cloned()).chain(said).collect();
    for (id, value) in switches {
        // `apply` has checked the edit against the state it was made in.
        if readings.choose(&mut scheme.conventions, &id, value.as_deref().unwrap_or("none")).is_ok() {
            origins.insert(id, Origin::Page);
        }
    }
    let scheme = with_typed_numbers(&scheme).unwrap_or(scheme);
    let (memo, reasons) = (Memo::default(), reasons(log));
    View { dossier, readings, origins, scheme, track, files, findings, mappings, facts, given, reasons, settings, memo }
}
