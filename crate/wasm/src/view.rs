//! The twins that cross the boundary: small serialisable views, made here and nowhere else.

use bangfu_core::edit::Project;
use bangfu_core::fit::better;
use bangfu_core::ledger::period::day_text;
use bangfu_core::ledger::table::SheetSummary;
use bangfu_core::scheme::builtin;
use bangfu_core::scheme::catalogue::Named;
use bangfu_core::scheme::convention::Reading;
use bangfu_core::tier::By;
use serde::Serialize;

/// The frame around every screen.
#[derive(Debug, Serialize)]
pub(crate) struct State {
    scheme: String,
    track: String,
    title: String,
    track_name: String,
    issued: String,
    version: String,
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
    forms: Vec<Named>,
    /// Levels to choose from, where the track rates; empty where it gives points.
    levels: Vec<String>,
    /// Whether only the units together can be tiered.
    cohort_only: bool,
    /// A scheme and track that fit the loaded sheets better.
    better: Option<Better>,
}

/// A scheme and track to switch to.
#[derive(Debug, Serialize)]
pub(crate) struct Better {
    scheme: String,
    track: String,
    title: String,
    track_name: String,
}

/// One loaded file.
#[derive(Debug, Serialize)]
pub(crate) struct FileView {
    name: String,
    rows: u32,
    used: u32,
    refused: u32,
    ignored: u32,
    sheets: Vec<SheetSummary>,
}

/// The state at the cursor.
pub(crate) fn state(project: &Project) -> State {
    let view = project.view();
    let (scheme, dossier) = (&view.scheme, &view.dossier);
    let track = project.track();
    let files = view.files.iter().map(|file| {
        let sum = |count: fn(&SheetSummary) -> u32| file.sheets.iter().map(count).sum();
        FileView {
            name: file.file.clone(),
            rows: sum(|sheet| sheet.rows),
            used: sum(|sheet| sheet.used),
            refused: sum(|sheet| sheet.refused),
            ignored: sum(|sheet| sheet.ignored),
            sheets: file.sheets.clone(),
        }
    });
    let (undo_label, redo_label) = (project.undo_label(), project.redo_label());
    State {
        scheme: scheme.id.clone(),
        track: track.map_or_else(String::new, |track| track.id.clone()),
        title: scheme.title.clone(),
        track_name: track.map_or_else(String::new, |track| track.name.clone()),
        issued: scheme.issued.clone(),
        version: scheme.version.clone(),
        tiers: scheme.tiers.clone(),
        slips: scheme.slips.clone(),
        year: dossier.year,
        as_of: day_text(dossier.as_of),
        as_of_assumed: dossier.as_of_assumed,
        units: dossier.units.iter().map(|unit| unit.name.clone()).collect(),
        files: files.collect(),
        sample: view.files.iter().any(|file| file.sample),
        can_sample: view.files.is_empty() && track.is_some_and(|track| bangfu_office::case::has_sample(scheme, track)),
        unit_needed: dossier.unit_needed,
        can_undo: undo_label.is_some(),
        can_redo: redo_label.is_some(),
        undo_label,
        redo_label,
        revision: project.revision(),
        forms: scheme
            .forms
            .iter()
            .filter(|form| track.is_some_and(|track| form.tracks.contains(&track.id)))
            .map(|form| Named::new(&form.id, format!("{}{}", form.title, form.subtitle)))
            .collect(),
        levels: track.and_then(|track| track.rating.as_ref()).map_or_else(Vec::new, |rating| rating.levels.clone()),
        cohort_only: track.is_some_and(|track| matches!(track.tiering.by, By::Quota(_))),
        better: track.and_then(|track| better(builtin::all(), (scheme, track), dossier)).map(|(scheme, track)| {
            Better {
                scheme: scheme.id.clone(),
                track: track.id.clone(),
                title: scheme.title.clone(),
                track_name: track.name.clone(),
            }
        }),
    }
}

/// A convention with its answers.
#[derive(Debug, Serialize)]
pub(crate) struct ConventionView {
    id: String,
    asks: String,
    value: Option<String>,
    default: Option<String>,
    fixed: bool,
    why: String,
    choices: Vec<ChoiceView>,
}

/// One answer.
#[derive(Debug, Serialize)]
pub(crate) struct ChoiceView {
    id: String,
    says: String,
}

/// Every convention at the cursor.
pub(crate) fn conventions(project: &Project) -> Vec<ConventionView> {
    let view = project.view();
    let describe = |(at, convention): (_, &bangfu_core::scheme::convention::Convention)| {
        let id = |pick: usize| convention.choices.get(pick).map(|choice| choice.id.clone());
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
        }
    };
    view.scheme.conventions.iter().map(describe).collect()
}
