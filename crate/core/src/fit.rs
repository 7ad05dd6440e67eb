//! Whether the loaded ledgers fit the scheme: sheets it does not use, a workbook of another scheme, another year.

use std::collections::BTreeSet;

use crate::diag::{Finding, Severity};
use crate::dossier::{Dossier, Unit};
use crate::ledger::dictionary::{Role, SheetIx};
use crate::scheme::model::{Scheme, TotalOf, Track};
use crate::tier::standing::Standing;

/// Findings about files that do not fit; they keep nothing from being evaluated.
#[must_use]
pub fn fit(scheme: &Scheme, track: &Track, dossier: &Dossier) -> Vec<Finding> {
    let mut findings = Vec::new();
    let files: BTreeSet<&str> = dossier.tables.iter().map(|table| table.file.as_str()).collect();
    for file in files {
        file_fits(scheme, track, dossier, file, &mut findings);
    }
    findings.extend(strangers(track, dossier));
    if dossier.year != scheme.year && !dossier.tables.is_empty() {
        let why = format!("按{}年度核算，而《{}》是{}年度的办法", dossier.year, scheme.title, scheme.year);
        let mend = "核对“单位信息”的评价年度，或确认本年度沿用这个办法。";
        findings.push(Finding::about("", Severity::Explain, why, mend));
    }
    findings
}

/// Results of units that nothing else is known of, while most units describe themselves (单位信息): a name that is written
/// wrongly is one unit more. They count like any other, and it is said.
fn strangers(track: &Track, dossier: &Dossier) -> Vec<Finding> {
    let Some(own) = dossier.dictionary.role(Role::Unit) else { return Vec::new() };
    let mut results: BTreeSet<SheetIx> = track.cohort.iter().flat_map(Standing::sheets).collect();
    results.extend(track.total.iter().flat_map(|total| total.of.every()).flat_map(TotalOf::sheets));
    let (known, others): (Vec<&Unit>, Vec<&Unit>) =
        dossier.units.iter().partition(|unit| unit.sheets_filled().any(|sheet| sheet == own));
    let only_results = |unit: &&Unit| unit.sheets_filled().all(|sheet| results.contains(&sheet));
    let strangers: Vec<&Unit> = others.into_iter().filter(only_results).collect();
    if strangers.len() >= known.len() {
        return Vec::new();
    }
    let finding = |unit: &Unit| {
        let sheet = unit.sheets_filled().next()?;
        let row = unit.rows_unseen(sheet).first()?;
        let field = dossier.dictionary.sheet(sheet).and_then(|sheet| sheet.role(Role::UnitName));
        let why =
            format!("“{}”只有这里的结果，别的表里没有这个单位，可能写错了单位名称；现在按一个单位计入", unit.name);
        let mend = "写错的，改成与“单位信息”相同的名称；确是参评单位的，补报单位信息。";
        Some(dossier.finding(*row, field, Severity::Must, why, mend))
    };
    strangers.into_iter().filter_map(finding).collect()
}

/// The scheme and track that use more of the loaded sheets than the ones in force; `None` where none does. Of several it
/// is the one whose judgements were loaded too (points or levels), then the one that asks for the fewest sheets besides.
/// `unread` are the names of sheets that the scheme in force does not know: another may.
#[must_use]
pub fn better<'s>(
    schemes: impl Iterator<Item = &'s Scheme>,
    (scheme, track): (&Scheme, &Track),
    dossier: &Dossier,
    unread: &BTreeSet<&str>,
) -> Option<(&'s Scheme, &'s Track)> {
    let filled = dossier.tables.iter().filter(|table| !table.rows.is_empty());
    let filled: BTreeSet<&str> =
        filled.filter_map(|table| Some(dossier.dictionary.sheet(table.sheet)?.name.as_str())).collect();
    // Another scheme may have other sheets in other places: they go by their names.
    let uses = |scheme: &Scheme, track: &Track| {
        let used = |name: &&&str| {
            let at = scheme.dictionary.find(name).filter(|at| track.sheets.binary_search(at).is_ok());
            at.and_then(|at| scheme.dictionary.sheet(at)).is_some_and(|sheet| sheet.role.is_none())
        };
        filled.union(unread).filter(used).count()
    };
    let judged = |scheme: &Scheme, track: &Track| {
        let role = if track.rating.is_some() { Role::Ratings } else { Role::Points };
        let sheet = scheme.dictionary.role(role).and_then(|at| scheme.dictionary.sheet(at));
        sheet.is_some_and(|sheet| filled.contains(sheet.name.as_str()))
    };
    let rank = |(scheme, track): &(&Scheme, &Track)| {
        (uses(scheme, track), judged(scheme, track), std::cmp::Reverse(track.sheets.len()))
    };
    let now = uses(scheme, track);
    let candidates = schemes.flat_map(|scheme| scheme.tracks.iter().map(move |track| (scheme, track)));
    let other = candidates.filter(|(other, theirs)| other.id != scheme.id || theirs.id != track.id);
    let mut more: Vec<(&Scheme, &Track)> = other.filter(|(scheme, theirs)| uses(scheme, theirs) > now).collect();
    more.sort_by_key(|one| std::cmp::Reverse(rank(one)));
    more.first().copied()
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
