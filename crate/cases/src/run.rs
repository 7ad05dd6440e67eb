//! From a case to its report: through grids of text, or through a real workbook and back.

use bangfu_core::diag::Fault;
use bangfu_core::edit::{Edit, Project};
use bangfu_core::ledger::table::Batch;
use bangfu_core::scheme::builtin;
use bangfu_core::scheme::model::Scheme;
use bangfu_core::scheme::read::Files;
use bangfu_office::write::book;
use serde_json::Value;

use crate::case::{Case, Round};
use crate::difference::Difference;
use crate::{check, cohort};

/// The unit of rows that name none, where a case does not say whose they are.
pub const UNIT: &str = "示例单位";

/// The name of a case's file, in every run: reports that differ by it alone are the same.
pub const FILE: &str = "台账.xlsx";

/// A built-in scheme; the tests hold that it has no fault.
///
/// # Errors
/// Its faults, or that there is none of this id.
pub fn scheme(id: &str) -> Result<Scheme, String> {
    let (scheme, faults) = builtin::scheme(id).ok_or_else(|| format!("no scheme {id}"))?;
    if !faults.is_empty() {
        return Err(faults.iter().map(|fault| format!("{fault}\n")).collect());
    }
    scheme.ok_or_else(|| format!("scheme {id} has no track"))
}

/// The ledger of a case as text grids, bound.
#[must_use]
pub fn grids(scheme: &Scheme, case: &Case) -> Batch {
    bangfu_office::case::batch(&scheme.dictionary, FILE, &case.ledger, scheme.year)
}

/// The ledger of a case as an .xlsx.
///
/// # Errors
/// What the writer refuses.
pub fn workbook(case: &Case) -> Result<Vec<u8>, String> {
    book::book(&case.ledger.sheets).map_err(|error| error.to_string())
}

/// Scores a batch under the conventions of one round of a case.
///
/// # Errors
/// A Chinese sentence where a convention or a value does not exist.
pub fn report(scheme: &Scheme, case: &Case, round: &Round, batch: Batch) -> Result<Value, String> {
    let json = report_text(scheme, case, round, batch)?;
    serde_json::from_str(&json).map_err(|error| error.to_string())
}

/// Every way in which a round of a case does not come out as expected: in the report, and in the cohort where the case
/// asks for it.
#[must_use]
pub fn wrong(scheme: &Scheme, case: &Case, round: &Round, batch: Batch) -> Vec<Difference> {
    let of_cohort = |expect| Ok::<_, String>(cohort::check(&cohort(scheme, case, round, batch.clone())?, expect));
    let judged = round.expect.cohort.as_ref().map_or_else(|| Ok(Vec::new()), of_cohort);
    let found = report(scheme, case, round, batch).and_then(|report| {
        let mut wrong = check::check(&report, round);
        wrong.extend(judged?);
        Ok(wrong)
    });
    found.unwrap_or_else(|says| vec![Difference { path: Vec::new(), says }])
}

/// What every case of a file comes to that it should not: for each case its differences, each at the line that asks for it.
/// `name` and `text` are the file that the cases were read from.
#[must_use]
pub fn faults(scheme: &Scheme, name: &str, text: &str, cases: &[Case]) -> Vec<Vec<Fault>> {
    let of_case = |case: &Case| {
        let mut files = Files::default();
        let file = files.parse(name, text).file;
        for round in &case.rounds {
            for difference in wrong(scheme, case, round, grids(scheme, case)) {
                let told = format!("例“{}”{}：{}", case.name, switched(round), difference.says);
                files.fault(file, round.places.find(&difference.path), told, "");
            }
        }
        files.into_faults()
    };
    cases.iter().map(of_case).collect()
}

/// The conventions that a round switches, in brackets.
fn switched(round: &Round) -> String {
    let off = round.off.then(|| "口径都不用".to_owned());
    let set = round.set.iter().map(|(id, value)| format!("{id}={value}"));
    let all = off.into_iter().chain(set).collect::<Vec<_>>().join("，");
    if all.is_empty() { all } else { format!("（{all}）") }
}

/// The cohort of a batch under the conventions of one round of a case.
///
/// # Errors
/// As [`report`].
pub fn cohort(scheme: &Scheme, case: &Case, round: &Round, batch: Batch) -> Result<Value, String> {
    let project = project(scheme, case, round, batch)?;
    serde_json::to_value(project.cohort().ok_or("方案没有考核对象")?).map_err(|error| error.to_string())
}

/// The same, as the canonical text.
///
/// # Errors
/// As [`report`].
pub fn report_text(scheme: &Scheme, case: &Case, round: &Round, batch: Batch) -> Result<String, String> {
    let report = project(scheme, case, round, batch)?.report().ok_or("方案没有考核对象")?;
    report.to_json().map_err(|error| error.to_string())
}

fn project(scheme: &Scheme, case: &Case, round: &Round, batch: Batch) -> Result<Project, String> {
    let track = scheme.track(&case.track).ok_or_else(|| format!("方案没有考核对象“{}”", case.track))?;
    let mut project = Project::new(scheme.clone(), track);
    project.load(batch, false);
    for (id, value) in switches(scheme, round) {
        project.apply(Edit::Convention { id, value })?;
    }
    let name = case.unit.clone().unwrap_or_else(|| UNIT.to_owned());
    project.apply(Edit::Unit { name })?;
    Ok(project)
}

/// The conventions that a round switches.
#[must_use]
pub fn switches(scheme: &Scheme, round: &Round) -> Vec<(String, Option<String>)> {
    let loose = scheme.conventions.iter().filter(|(_, convention)| round.off && !convention.fixed);
    let off = loose.map(|(_, convention)| (convention.id.clone(), None));
    let set = round.set.iter().map(|(id, value)| (id.clone(), (value != "none").then(|| value.clone())));
    off.chain(set).collect()
}
