//! Whether the loaded ledgers fit the scheme: sheets it does not use, a workbook of another scheme, another year.

use std::collections::BTreeSet;

use crate::diag::{Finding, Severity};
use crate::dossier::Dossier;
use crate::ledger::dictionary::SheetIx;
use crate::scheme::model::{Scheme, Track};

/// Findings about files that do not fit; they keep nothing from being evaluated.
#[must_use]
pub fn fit(scheme: &Scheme, track: &Track, dossier: &Dossier) -> Vec<Finding> {
    let mut findings = Vec::new();
    let files: BTreeSet<&str> = dossier.tables.iter().map(|table| table.file.as_str()).collect();
    for file in files {
        file_fits(scheme, track, dossier, file, &mut findings);
    }
    if dossier.year != scheme.year && !dossier.tables.is_empty() {
        let why = format!("按{}年度核算，而《{}》是{}年度的办法", dossier.year, scheme.title, scheme.year);
        let mend = "核对“单位信息”的评价年度，或确认本年度沿用这个办法。";
        findings.push(Finding::about("", Severity::Explain, why, mend));
    }
    findings
}

/// The scheme and track that use more of the loaded sheets than the ones in force; `None` where none does.
#[must_use]
pub fn better<'s>(
    schemes: &'s [Scheme],
    (scheme, track): (&Scheme, &Track),
    dossier: &Dossier,
) -> Option<(&'s Scheme, &'s Track)> {
    let of_rule = |table: &&std::sync::Arc<crate::ledger::table::Table>| {
        !table.rows.is_empty() && dossier.dictionary.sheet(table.sheet).is_some_and(|sheet| sheet.role.is_none())
    };
    let sheets: BTreeSet<SheetIx> = dossier.tables.iter().filter(of_rule).map(|table| table.sheet).collect();
    let uses = |track: &Track| sheets.iter().filter(|sheet| track.sheets.binary_search(sheet).is_ok()).count();
    let candidates = schemes.iter().flat_map(|scheme| scheme.tracks.iter().map(move |track| (scheme, track)));
    let other = candidates.filter(|(other, theirs)| other.id != scheme.id || theirs.id != track.id);
    let best = other.map(|pair| (uses(pair.1), pair)).filter(|(count, _)| *count > uses(track));
    best.fold(None, |best: Option<(usize, _)>, next| match best {
        Some(held) if held.0 >= next.0 => Some(held),
        _ => Some(next),
    })
    .map(|(_, pair)| pair)
}

fn file_fits(scheme: &Scheme, track: &Track, dossier: &Dossier, file: &str, findings: &mut Vec<Finding>) {
    let tables = || dossier.tables.iter().filter(|table| table.file == file && !table.rows.is_empty());
    let uses = |sheet: SheetIx| track.sheets.binary_search(&sheet).is_ok();
    // Sheets that any scheme reads say nothing about which scheme a workbook was made for.
    let common = |sheet: SheetIx| dossier.dictionary.sheet(sheet).is_none_or(|sheet| sheet.role.is_some());
    let unused: Vec<_> = tables().filter(|table| !uses(table.sheet) && !common(table.sheet)).collect();
    let used = tables().filter(|table| uses(table.sheet) && !common(table.sheet)).count();
    if unused.len() > used {
        let names: Vec<String> = unused.iter().map(|table| format!("“{}”", table.name)).collect();
        let names = names.join("、");
        let why =
            format!("{names}这些表，《{}》（{}）不用，没有参与核算；可能是别的方案的台账", scheme.title, track.name);
        findings.push(Finding::about(file, Severity::Must, why, "确认方案和文件是否对应；本方案要用的表见模板。"));
        return;
    }
    for table in unused {
        let why = format!("“{}”这张表本方案不用，{}行没有参与核算", table.name, table.rows.len());
        findings.push(
            Finding::about(file, Severity::Explain, why, "确认方案是否选对；确实无关的可以不管。").on(&table.name),
        );
    }
}
