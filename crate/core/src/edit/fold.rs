//! The log replayed: what it says is folded together, then the ledgers are assembled under the scheme that it chose.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::facts::keep;
use super::own::Known;
use super::reasons::reasons;
use super::settings::Answers;
use super::{Edit, Entry, Facts, Given, Import, Origin, Start, Step, View};
use crate::diag::{Finding, Severity};
use crate::dossier::{Dossier, Settings, Typed};
use crate::evaluate::Memo;
use crate::ledger::dictionary::Dictionary;
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
    given: BTreeMap<String, Vec<Given>>,
}

impl Folded {
    /// Everything put away but the choice of scheme, and how columns are read.
    fn cleared(self) -> Self {
        Self { track: self.track, mappings: self.mappings, ..Self::default() }
    }

    fn take_in(&mut self, import: &Arc<Import>) {
        if let Some(typed) = &import.typed {
            let of = |import: &Import, sheet| import.dictionary.sheet(sheet).map(|sheet| sheet.name.clone());
            let sheet = of(import, typed.sheet);
            self.files.retain(|file| file.typed.as_ref().is_none_or(|known| of(file, known.sheet) != sheet));
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
                let typed = imports.iter().filter_map(|import| import.dictionary.sheet(import.typed.as_ref()?.sheet));
                typed.for_each(|sheet| drop(folded.given.insert(sheet.name.clone(), step.given.clone())));
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
            Entry::Own(_) | Entry::Edit(Edit::Own { .. } | Edit::Reason { .. }) => {}
        }
    }
    folded
}

/// A file under the dictionary of the scheme in force; the one of `before` where it was made already.
fn under(file: &Arc<Import>, dictionary: &Arc<Dictionary>, before: Option<&View>) -> Arc<Import> {
    if Arc::ptr_eq(&file.dictionary, dictionary) || file.dictionary.layout() == dictionary.layout() {
        return Arc::clone(file);
    }
    let made = |known: &&Arc<Import>| {
        known.origin.as_ref().is_some_and(|origin| Arc::ptr_eq(origin, file))
            && Arc::ptr_eq(&known.dictionary, dictionary)
    };
    let made = before.and_then(|view| view.files.iter().find(made));
    made.map_or_else(|| Arc::new(file.under(dictionary)), Arc::clone)
}

/// Replays a log. The ledgers of `before` are kept where the same files are read the same way.
pub(super) fn derive(start: &Start, text: &Arc<Text>, log: &[Step], before: Option<&View>) -> View {
    let Folded { track, files, settings, switches, mappings, facts, given } = fold(log);
    let known = Known::behind(start, log);
    let scheme = known.current();
    let chosen = track.as_ref().map_or(Some(start.track), |(_, track)| scheme.track(track));
    let gone = track.filter(|(id, _)| chosen.is_none() && *id == scheme.id).map(|(_, track)| track);
    let track = chosen.filter(|at| *at < scheme.tracks.len()).unwrap_or(0);
    let files: Vec<Arc<Import>> = files.iter().map(|file| under(file, &scheme.dictionary, before)).collect();
    let same = |view: &View| {
        let files_agree =
            view.files.len() == files.len() && view.files.iter().zip(&files).all(|(a, b)| Arc::ptr_eq(a, b));
        files_agree
            && view.scheme.id == scheme.id
            && view.scheme.version == scheme.version
            && view.settings.year == settings.year
            && view.settings.as_of == settings.as_of
            && view.settings.unit == settings.unit
    };
    let dossier = match before.filter(|view| same(view)) {
        Some(view) => Dossier { typed: settings.typed.clone(), ..view.dossier.clone() },
        None => {
            let tables = files.iter().flat_map(|file| file.tables.iter().cloned()).collect();
            let dictionary = Arc::clone(&scheme.dictionary);
            Dossier::assemble(dictionary, Arc::clone(text), tables, &settings, scheme.year)
        }
    };
    let mut scheme = scheme.clone();
    let mut answers = Answers::defaults(&scheme.conventions);
    answers.of_workbooks(&dossier, &mut scheme.conventions);
    let Answers { mut readings, mut origins, findings: said } = answers;
    let mut findings: Vec<Finding> = files.iter().flat_map(|file| file.findings.iter().cloned()).chain(said).collect();
    // New texts of a scheme of one's own may have other tracks.
    findings.extend(gone.map(|id| {
        let now = scheme.tracks.get(track).map_or("", |track| &track.name);
        let why = format!("方案现在的文本里没有考核对象“{id}”，现按“{now}”核算");
        Finding::about("", Severity::Must, why, "在“更换方案”里重新选择考核对象。")
    }));
    for (id, value) in switches {
        // `apply` has checked the edit against the state it was made in; only other texts of the scheme can make it void.
        match readings.choose(&mut scheme.conventions, &id, value.as_deref().unwrap_or("none")) {
            Ok(()) => drop(origins.insert(id, Origin::Page)),
            Err(why) => findings.push(Finding::about("", Severity::Must, why, "在“口径”里重新选择。")),
        }
    }
    let scheme = with_typed_numbers(&scheme).unwrap_or(scheme);
    let (memo, reasons) = (Memo::default(), reasons(log));
    let own = known.own;
    View {
        dossier,
        readings,
        origins,
        scheme,
        track,
        own,
        files,
        findings,
        mappings,
        facts,
        given,
        reasons,
        settings,
        memo,
    }
}
