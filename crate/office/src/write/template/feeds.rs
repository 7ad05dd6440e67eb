//! What each sheet is for: the indicators whose judging asks for its rows.

use bangfu_core::dossier::{Sheets, Unit};
use bangfu_core::edit::Project;
use bangfu_core::evaluate::evaluate_unit;
use bangfu_core::ledger::dictionary::{Role, Sheet, SheetIx};
use bangfu_core::plan::Plan;
use bangfu_core::scheme::model::{Scheme, Track};

/// One line a sheet, in the order of the track's sheets. Which sheets an indicator reads is seen by judging a unit that
/// handed in nothing, and the units of the track's sample, where a rule looks further.
pub(super) fn feeds(scheme: &Scheme, track: &Track) -> Vec<String> {
    let place = scheme.tracks.iter().position(|known| known.id == track.id).unwrap_or(0);
    let mut project = Project::new(scheme.clone(), place);
    let mut read = vec![Vec::new(); track.indicators().count()];
    look(&project, &mut read);
    if let Some(batch) = crate::case::sample_batch(scheme, track) {
        project.load(batch, true);
        look(&project, &mut read);
    }
    track.sheets.iter().map(|at| line(scheme, track, *at, &read)).collect()
}

/// Notes the sheets that each indicator asks for.
fn look(project: &Project, read: &mut [Vec<Sheets>]) {
    let (view, Some(track)) = (project.view(), project.track()) else { return };
    let plan = Plan::new(&view.scheme, track, &view.dossier, view.readings.clone());
    let nobody = [Unit::default()];
    for unit in view.dossier.units.iter().chain(&nobody) {
        let evaluated = evaluate_unit(&plan, unit, true);
        for (seen, judged) in read.iter_mut().zip(&evaluated.indicators) {
            seen.push(judged.sheets);
        }
    }
}

fn line(scheme: &Scheme, track: &Track, at: SheetIx, read: &[Vec<Sheets>]) -> String {
    let sheet = scheme.dictionary.sheet(at);
    match sheet.and_then(|sheet: &Sheet| sheet.role) {
        Some(Role::Unit) => return "单位类别、帮扶对象和适用条件".to_owned(),
        Some(Role::Points | Role::Ratings) => return "由人评定的各项指标".to_owned(),
        Some(Role::Settings) => return "本地口径的取值".to_owned(),
        _ => {}
    }
    let this = Sheets::default().with(at);
    let numbers: Vec<&str> = track
        .indicators()
        .zip(read)
        .filter(|(_, seen)| seen.iter().any(|sheets| sheets.overlaps(this)))
        .map(|((_, indicator), _)| indicator.no.as_str())
        .collect();
    let all = track.indicators().count();
    match numbers.len() {
        0 => "等次、总分或核对".to_owned(),
        some if some == all && all > 3 => "全部指标".to_owned(),
        _ => format!("指标 {}", numbers.join("、")),
    }
}
