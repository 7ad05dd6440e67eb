//! What is said of the rows that vetoes stand in: those that are none, and those of which nobody can say.

use super::Outcome;
use crate::diag::{Finding, Severity};
use crate::dossier::{RowRef, Unit};
use crate::ledger::dictionary::{FieldIx, Kind};
use crate::ledger::table::State;
use crate::plan::Plan;

/// Rows that nobody can read, and vetoes whose date nobody filled in: a tier hangs on them.
#[must_use]
pub fn unclear(plan: &Plan<'_>, unit: &Unit, outcome: &Outcome) -> Vec<Finding> {
    let unreadable = outcome.unreadable.iter().map(|row| {
        let why = format!("“{}”有一条问题记录看不清类型、日期或是否查实，是不是否决不能断定，等次未定", unit.name);
        plan.dossier.finding(*row, None, Severity::Must, why, "改清这一行的类型、日期和是否查实。")
    });
    let last = plan.track.tiers.len().saturating_sub(1);
    let dated = outcome.vetoes.iter().filter(|veto| !veto.undated);
    let mut otherwise = outcome.before_veto.clone();
    for veto in dated {
        otherwise.iter_mut().for_each(|tier| *tier = veto.lowered(*tier, last));
    }
    otherwise.sort_unstable();
    otherwise.dedup();
    let matters = outcome.unreadable.is_empty() && otherwise != outcome.possible;
    let mut undated: Vec<_> = outcome.vetoes.iter().filter(|veto| veto.undated).map(|veto| veto.row).collect();
    undated.sort_unstable();
    undated.dedup();
    let undated = undated.into_iter().map(|row| {
        let sheet = plan.dossier.table(row).and_then(|table| plan.dossier.dictionary.sheet(table.sheet));
        let period = sheet.and_then(|sheet| sheet.period);
        let year = plan.dossier.year;
        let turns = if matters { "等次要随之改变" } else { "等次不变" };
        let why =
            format!("“{}”有一条否决记录没有填日期，按{year}年的算；不是{year}年的，不作为否决，{turns}", unit.name);
        let severity = if matters { Severity::Must } else { Severity::Explain };
        plan.dossier.finding(row, period, severity, why, "补填日期。")
    });
    unreadable.chain(undated).collect()
}

/// Rows of the sheets that vetoes stand in, with a kind, a date or an answer that cannot be read. Nobody can say that they
/// are no veto, so the tier stays open until they are mended.
pub(super) fn unreadable(plan: &Plan<'_>, unit: &Unit) -> Vec<RowRef> {
    let mut sheets: Vec<_> = plan.track.tiering.ceilings.iter().map(|ceiling| ceiling.rows.sheet).collect();
    sheets.sort_unstable();
    sheets.dedup();
    let unclear = |row: &RowRef| {
        let Some(table) = plan.dossier.table(*row) else { return false };
        let fields = plan.dossier.dictionary.sheet(table.sheet).map_or(&[][..], |sheet| &sheet.fields);
        let deciding = |kind: &Kind| matches!(kind, Kind::Choice(_) | Kind::Flag | Kind::Date);
        let mut cells = fields.iter().enumerate().filter(|(_, field)| deciding(&field.kind));
        cells.any(|(at, _)| {
            let field = FieldIx(u16::try_from(at).unwrap_or(u16::MAX));
            table.cell(row.row as usize, field).0 == State::Unclear
        })
    };
    sheets.iter().flat_map(|sheet| unit.rows(*sheet)).copied().filter(unclear).collect()
}
