//! What is said of the rows that vetoes stand in: those that are none, and those of which nobody can say.

use super::Outcome;
use crate::diag::{Finding, Severity};
use crate::dossier::Unit;
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
