//! Every round of every case as a workbook on disk with the report that it must give, for tests outside this process:
//! the command line, the wasm package, LibreOffice.

use std::path::Path;

use bangfu_core::diag::Fault;
use bangfu_core::scheme::builtin;
use bangfu_core::scheme::model::Scheme;
use serde_json::{Value, json};

use crate::case::{self, Case};
use crate::run;

/// The cases that `tests/oracle` writes, by scheme.
pub const ORACLE: [(&str, &str); 5] = [
    ("kunming-2022", include_str!("../tests/oracle/kunming-2022.toml")),
    ("central-2022", include_str!("../tests/oracle/central-2022.toml")),
    ("central-2017", include_str!("../tests/oracle/central-2017.toml")),
    ("east-west-2021", include_str!("../tests/oracle/east-west-2021.toml")),
    ("guangdong-2020", include_str!("../tests/oracle/guangdong-2020.toml")),
];

/// The cases of the oracle for a scheme.
///
/// # Errors
/// The faults of the file, or that there is none for this scheme.
pub fn oracle(id: &str) -> Result<Vec<Case>, String> {
    let (_, text) = ORACLE.iter().find(|(known, _)| *known == id).ok_or_else(|| format!("no oracle for {id}"))?;
    sound(case::read(&format!("oracle/{id}.toml"), text))
}

fn sound((cases, faults): (Vec<Case>, Vec<Fault>)) -> Result<Vec<Case>, String> {
    if faults.is_empty() { Ok(cases) } else { Err(faults.iter().map(|fault| format!("{fault}\n")).collect()) }
}

/// One round of a case on disk.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The scheme's id.
    pub scheme: String,
    /// The track's id.
    pub track: String,
    /// The case's name.
    pub name: String,
    /// The workbook, within the folder.
    pub file: String,
    /// The unit of rows that name none.
    pub unit: String,
    /// Whether this is the sample that the program shows for the track, before anything is switched.
    pub sample: bool,
    /// The conventions that are switched, in order; `None` switches one off.
    pub switches: Vec<(String, Option<String>)>,
    /// The arguments of `bangfu score` for the same.
    pub args: Vec<String>,
    /// The canonical JSON.
    pub json: String,
    /// What the units come to together, where the case asks for it.
    pub cohort: Option<Value>,
}

impl Entry {
    /// As one line of `index.json`.
    #[must_use]
    pub fn to_value(&self) -> Value {
        json!({
            "scheme": self.scheme, "track": self.track, "name": self.name, "file": self.file, "unit": self.unit, "sample": self.sample,
            "switches": self.switches, "args": self.args, "json": self.json, "cohort": self.cohort,
        })
    }
}

/// Writes the workbooks of all cases into `folder`, and `index.json` beside them.
///
/// # Errors
/// What keeps a file from being written, or a case from being read.
pub fn write(folder: &Path) -> Result<Vec<Entry>, String> {
    let to_text = |error: std::io::Error| error.to_string();
    std::fs::create_dir_all(folder).map_err(to_text)?;
    let mut entries = Vec::new();
    for scheme in builtin::folders() {
        let mut cases = sound(case::read(&format!("{}/cases.toml", scheme.id), scheme.cases))?;
        cases.extend(oracle(scheme.id)?);
        let loaded = run::scheme(scheme.id)?;
        for (at, case) in cases.iter().enumerate() {
            let file = format!("{}-{:03}.xlsx", scheme.id, at + 1);
            std::fs::write(folder.join(&file), run::workbook(case)?).map_err(to_text)?;
            entries.extend(rounds(&loaded, case, &file)?);
        }
    }
    let index: Vec<Value> = entries.iter().map(Entry::to_value).collect();
    let index = serde_json::to_string_pretty(&index).map_err(|error| error.to_string())?;
    std::fs::write(folder.join("index.json"), index).map_err(to_text)?;
    Ok(entries)
}

fn rounds(scheme: &Scheme, case: &Case, file: &str) -> Result<Vec<Entry>, String> {
    let batch = bangfu_office::case::batch(&scheme.dictionary, file, &case.ledger, scheme.year);
    let unit = case.unit.clone().unwrap_or_else(|| run::UNIT.to_owned());
    let rounds = case.rounds.iter().map(|round| {
        let mut args: Vec<String> =
            ["--json", "--scheme", &scheme.id, "--track", &case.track, "--unit", &unit].map(str::to_owned).to_vec();
        if round.off {
            args.extend(["--conventions".to_owned(), "none".to_owned()]);
        }
        for (id, value) in &round.set {
            args.extend(["--set".to_owned(), format!("{id}={value}")]);
        }
        let asked = round.expect.cohort.as_ref();
        let cohort = asked.map(|_| run::cohort(scheme, case, round, batch.clone())).transpose()?;
        Ok(Entry {
            scheme: scheme.id.clone(),
            track: case.track.clone(),
            name: case.name.clone(),
            file: file.to_owned(),
            unit: unit.clone(),
            sample: case.sample && !round.off && round.set.is_empty(),
            switches: run::switches(scheme, round),
            args,
            json: run::report_text(scheme, case, round, batch.clone())?,
            cohort,
        })
    });
    rounds.collect()
}
