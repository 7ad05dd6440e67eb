//! What the screens of a program show of a project beside its results: the frame, the files, the conventions. Small values
//! to serialise; nothing is decided here.

use serde::Serialize;

use crate::checked;
use crate::edit::{Import, Origin, Project, Reason, Review, TYPED};
use crate::evaluate::unit_report;
use crate::explain::{Explanation, explain};
use crate::form::{FormModel, fill};
use crate::ledger::mapping::Mapping;
use crate::ledger::period::day_text;
use crate::ledger::table::SheetSummary;
use crate::scheme::catalogue::{Listed, Named, Offer, listed};
use crate::scheme::convention::{Convention, Reading};
use crate::scheme::model::{Scheme, Track};

/// The frame around every screen.
#[derive(Debug, Serialize)]
pub struct Frame {
    scheme: String,
    track: String,
    title: String,
    track_name: String,
    issued: String,
    version: String,
    /// Whether it is a scheme of one's own (自己的方案), and not a built-in one.
    own: bool,
    tiers: Vec<String>,
    slips: Vec<String>,
    year: i32,
    as_of: String,
    as_of_assumed: bool,
    units: Vec<String>,
    files: Vec<FileView>,
    sample: bool,
    /// Whether nothing is loaded yet and the track has a sample to open.
    can_sample: bool,
    unit_needed: bool,
    undo_label: Option<String>,
    redo_label: Option<String>,
    can_undo: bool,
    can_redo: bool,
    revision: usize,
    /// How many times the project was saved.
    saved: u32,
    /// Whether something is here that no saved file holds.
    unsaved: bool,
    /// Why the project can only be looked at.
    read_only: Option<String>,
    forms: Vec<Named>,
    /// Reasons that people gave for findings.
    reasons: Vec<Reason>,
    /// What the findings of typed rows name as their file.
    typed_file: &'static str,
    /// Levels to choose from, where the track rates; empty where it gives points.
    levels: Vec<String>,
    /// What the figure is called that a unit alone comes to.
    sum: String,
    /// Whether a content (考核内容) can be rated as a whole beside its rows.
    content_ticks: bool,
    /// Whether only the units together can be tiered.
    cohort_only: bool,
    /// Typed points whose facts are others now (待复核).
    review: Vec<Review>,
    /// Assignments of columns that are remembered.
    mappings: Vec<Mapping>,
    /// A scheme and track that fit the loaded sheets better.
    better: Option<Offer>,
}

/// One loaded file.
#[derive(Debug, Serialize)]
struct FileView {
    name: String,
    rows: u32,
    used: u32,
    refused: u32,
    ignored: u32,
    sheets: Vec<SheetView>,
}

/// One sheet of a loaded file.
#[derive(Debug, Serialize)]
struct SheetView {
    name: String,
    read_as: Option<String>,
    rows: u32,
    used: u32,
    refused: u32,
    ignored: u32,
    /// Whether it was left out by choice.
    left_out: bool,
}

impl FileView {
    fn new(file: &Import) -> Self {
        let left_out = |sheet: &SheetSummary| file.without.contains(&sheet.name);
        let taken = || file.sheets.iter().filter(|sheet| !left_out(sheet));
        let sum = |count: fn(&SheetSummary) -> u32| taken().map(count).sum();
        Self {
            name: file.file.clone(),
            rows: sum(|sheet| sheet.rows),
            used: sum(|sheet| sheet.used),
            refused: sum(|sheet| sheet.refused),
            ignored: sum(|sheet| sheet.ignored),
            sheets: file
                .sheets
                .iter()
                .map(|sheet| SheetView {
                    name: sheet.name.clone(),
                    read_as: sheet.read_as.clone(),
                    rows: sheet.rows,
                    used: sheet.used,
                    refused: sheet.refused,
                    ignored: sheet.ignored,
                    left_out: left_out(sheet),
                })
                .collect(),
        }
    }

    /// What was typed sheet by sheet is one file to the reader.
    fn join(&mut self, other: Self) {
        self.rows += other.rows;
        self.used += other.used;
        self.refused += other.refused;
        self.ignored += other.ignored;
        self.sheets.extend(other.sheets);
    }
}

/// The frame at the cursor. `has_sample` says whether the track has a sample ledger to open.
#[must_use]
pub fn frame(project: &Project, has_sample: bool) -> Frame {
    let view = project.view();
    let (scheme, dossier) = (&view.scheme, &view.dossier);
    let track = project.track();
    let mut files: Vec<FileView> = Vec::new();
    for file in view.files.iter().map(|file| FileView::new(file)) {
        match files.iter_mut().find(|known| known.name == TYPED && file.name == TYPED) {
            Some(known) => known.join(file),
            None => files.push(file),
        }
    }
    let (undo_label, redo_label) = (project.undo_label(), project.redo_label());
    Frame {
        scheme: scheme.id.clone(),
        track: track.map_or_else(String::new, |track| track.id.clone()),
        title: scheme.title.clone(),
        track_name: track.map_or_else(String::new, |track| track.name.clone()),
        issued: scheme.issued.clone(),
        version: scheme.version.clone(),
        own: project.own_texts().is_some(),
        tiers: track.map_or_else(Vec::new, |track| track.tiers.clone()),
        slips: scheme.slips.clone(),
        year: dossier.year,
        as_of: day_text(dossier.as_of),
        as_of_assumed: dossier.as_of_assumed,
        units: dossier.units.iter().map(|unit| unit.name.clone()).collect(),
        sample: view.files.iter().any(|file| file.sample),
        can_sample: files.is_empty() && has_sample,
        files,
        unit_needed: dossier.unit_needed,
        can_undo: undo_label.is_some() && project.read_only().is_none(),
        can_redo: redo_label.is_some() && project.read_only().is_none(),
        undo_label,
        redo_label,
        revision: project.revision(),
        saved: project.saved_times(),
        unsaved: project.unsaved(),
        read_only: project.read_only().map(str::to_owned),
        forms: scheme
            .forms
            .iter()
            .filter(|form| track.is_some_and(|track| form.tracks.contains(&track.id)))
            .map(|form| Named::new(&form.id, format!("{}{}", form.title, form.subtitle)))
            .chain([Named::new(checked::ID, checked::TITLE)])
            .collect(),
        reasons: view.reasons.clone(),
        typed_file: TYPED,
        levels: track.and_then(|track| track.rating.as_ref()).map_or_else(Vec::new, |rating| rating.levels.clone()),
        sum: track.and_then(sum).unwrap_or("总分").to_owned(),
        content_ticks: track.and_then(|track| track.rating.as_ref()).is_some_and(|rating| rating.whole),
        cohort_only: track.is_some_and(|track| track.tiering.by_place()),
        better: project.better().map(|(scheme, track)| Offer::new(scheme, track)),
        review: project.review(),
        mappings: view.mappings.clone(),
    }
}

/// The schemes that can be chosen.
#[must_use]
pub fn schemes(project: &Project) -> Vec<Listed> {
    let own = |scheme: &Scheme| project.view().own.iter().any(|own| own.scheme.id == scheme.id);
    project.schemes().map(|scheme| Listed { own: own(scheme), ..listed(scheme) }).collect()
}

/// How an indicator of a unit came to its score; `None` where there is no such unit or indicator.
#[must_use]
pub fn explanation(project: &Project, unit: &str, no: &str) -> Option<Explanation> {
    let plan = project.plan(project.track()?);
    explain(&plan, plan.dossier.units.iter().find(|known| known.name == unit)?, no)
}

/// A form of a unit, filled; 台账核对情况表 is one of all units. `None` where there is no such unit or form.
#[must_use]
pub fn form(project: &Project, unit: &str, form: &str) -> Option<FormModel> {
    if form == checked::ID {
        return Some(checked::checked(project));
    }
    let sample = project.view().files.iter().any(|file| file.sample);
    let plan = project.plan(project.track()?);
    let form = plan.scheme.forms.iter().find(|known| known.id == form)?;
    let unit = plan.dossier.units.iter().find(|known| known.name == unit)?;
    let report = unit_report(&plan, unit, &mut Vec::new());
    Some(fill(&plan, form, &report, sample))
}

/// A track of levels has no points to add up: its figure goes by the name that the track gives it.
fn sum(track: &Track) -> Option<&str> {
    track.rating.as_ref()?;
    track.total.as_ref().map(|total| total.name.as_str())
}

/// A convention with its answers.
#[derive(Debug, Serialize)]
pub struct ConventionView {
    id: String,
    asks: String,
    value: Option<String>,
    default: Option<String>,
    fixed: bool,
    why: String,
    choices: Vec<ChoiceView>,
    /// Where the answer in force comes from: `default`, `page` or `file`.
    from: &'static str,
    /// The files that answer it, where they do; several where they disagree and none was taken.
    files: Vec<String>,
}

/// One answer.
#[derive(Debug, Serialize)]
struct ChoiceView {
    id: String,
    says: String,
}

/// Every convention at the cursor.
#[must_use]
pub fn conventions(project: &Project) -> Vec<ConventionView> {
    let view = project.view();
    let describe = |(at, convention): (_, &Convention)| {
        let id = |pick: usize| convention.choices.get(pick).map(|choice| choice.id.clone());
        let (from, files) = match view.origins.get(&convention.id) {
            None => ("default", Vec::new()),
            Some(Origin::Page) => ("page", Vec::new()),
            Some(Origin::File(file)) => ("file", vec![file.clone()]),
            Some(Origin::Disputed(files)) => ("default", files.clone()),
        };
        ConventionView {
            id: convention.id.clone(),
            asks: convention.asks.clone(),
            value: match view.readings.get(at) {
                Reading::Pick(pick) => id(pick),
                Reading::Off => None,
            },
            default: id(convention.default),
            fixed: convention.fixed,
            why: convention.why.clone(),
            choices: convention
                .choices
                .iter()
                .map(|choice| ChoiceView { id: choice.id.clone(), says: choice.says.clone() })
                .collect(),
            from,
            files,
        }
    };
    view.scheme.conventions.iter().map(describe).collect()
}
