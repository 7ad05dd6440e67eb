//! Cross-checks (数据核对): the same figure from two sources, brought to one unit of account. A difference is listed with
//! both cells and decides nothing.
//!
//! ```toml
//! [[track.compare]]
//! sheet  = "数据核对"
//! where  = [{ field = "对照来源", is = "业务子系统" }]
//! figure = "指标"           # rows of one figure belong together, in one row or in several
//! unit   = "计量单位"
//! own    = "本方数"
//! other  = "对照数"
//! source = "业务子系统"      # what the other side is called
//! in     = "万元"           # money is compared in this unit, to two decimals
//! says   = "自评总结中主要数据应与业务子系统一致"
//! ```

use crate::diag::{Finding, Severity};
use crate::dossier::{RowRef, Unit};
use crate::exact::Points;
use crate::ledger::dictionary::FieldIx;
use crate::ledger::table::State;
use crate::metric::sum::scale;
use crate::metric::{BoundRows, number};
use crate::plan::Plan;
use crate::scheme::load::{Rules, row_rule};
use crate::scheme::model::RowRule;
use crate::scheme::read::Keys;
use crate::step::Silent;

/// A cross-check of a track.
#[derive(Debug, Clone)]
pub struct Compare {
    /// The rows.
    pub rows: RowRule,
    figure: FieldIx,
    unit: FieldIx,
    own: FieldIx,
    other: FieldIx,
    source: String,
    money: String,
    says: String,
    clause: String,
}

/// One side of a figure: where it stands, and what it is.
struct Side {
    row: RowRef,
    field: FieldIx,
    value: Points,
    money: bool,
    /// What is counted, without 万 and the like; empty for money, and where no unit is written.
    of: String,
}

impl Compare {
    /// Reads one `[[track.compare]]`.
    pub fn read<'n>(keys: Keys<'n>, rules: &Rules<'n>) -> Option<Self> {
        let rows = row_rule(&keys, &rules.rows)?;
        let field = |key| rules.rows.field_at(&keys, key, rows.sheet);
        let (figure, unit, own, other) = (field("figure"), field("unit"), field("own"), field("other"));
        let (source, money, says) = (keys.need_text("source"), keys.need_text("in"), keys.need_text("says"));
        let clause = keys.clause();
        keys.done();
        Some(Self {
            figure: figure?,
            unit: unit?,
            own: own?,
            other: other?,
            source: source?,
            money: money?,
            says: says?,
            clause,
            rows,
        })
    }

    /// Every figure of a unit whose two sides differ, or that has one side only.
    #[must_use]
    pub fn findings(&self, plan: &Plan<'_>, unit: &Unit) -> Vec<Finding> {
        let dossier = plan.dossier;
        let mut figures: Vec<(String, Vec<RowRef>)> = Vec::new();
        for row in BoundRows::new(plan, &self.rows, false).counting(unit, &mut Silent) {
            let name = dossier.shown(row, self.figure);
            match figures.iter_mut().find(|(known, _)| *known == name) {
                Some((_, rows)) => rows.push(row),
                None => figures.push((name, vec![row])),
            }
        }
        figures.iter().flat_map(|(name, rows)| self.of_figure(plan, name, rows)).collect()
    }

    /// The rows of one figure: a row with both sides stands by itself; rows with one side only, as two files give them, meet
    /// in their order.
    fn of_figure(&self, plan: &Plan<'_>, name: &str, rows: &[RowRef]) -> Vec<Finding> {
        let (mut pairs, mut own, mut other) = (Vec::new(), Vec::new(), Vec::new());
        let mut findings = Vec::new();
        for row in rows {
            findings.extend([self.own, self.other].into_iter().filter_map(|field| unread(plan, name, *row, field)));
            match (self.side(plan, *row, self.own), self.side(plan, *row, self.other)) {
                (Some(mine), Some(theirs)) => pairs.push((Some(mine), Some(theirs))),
                (Some(mine), None) => own.push(mine),
                (None, Some(theirs)) => other.push(theirs),
                (None, None) => {}
            }
        }
        let count = own.len().max(other.len());
        let (mut own, mut other) = (own.into_iter(), other.into_iter());
        pairs.extend((0..count).map(|_| (own.next(), other.next())));
        // A side that cannot be read is told as such, and not called missing too.
        let told = !findings.is_empty();
        let whole = |pair: &(Option<Side>, Option<Side>)| !told || (pair.0.is_some() && pair.1.is_some());
        findings
            .extend(pairs.into_iter().filter(whole).filter_map(|(own, other)| self.finding(plan, name, own, other)));
        findings
    }

    fn finding(&self, plan: &Plan<'_>, name: &str, own: Option<Side>, other: Option<Side>) -> Option<Finding> {
        let dossier = plan.dossier;
        let tell =
            |row, field, why: String, mend: &str| Some(dossier.finding(row, Some(field), Severity::Explain, why, mend));
        let (own, other) = match (own, other) {
            (Some(own), Some(other)) => (own, other),
            (None, None) => return None,
            (Some(own), None) => {
                let why = format!("“{name}”没有{}的数，没有核对", self.source);
                return tell(own.row, self.other, why, "补填对照数。");
            }
            (None, Some(other)) => {
                let why = format!("“{name}”没有本方的数，没有核对");
                return tell(other.row, self.own, why, "补填本方数。");
            }
        };
        if own.money != other.money || own.of != other.of {
            let why = format!("“{name}”两处的计量单位不能换算，没有核对");
            return tell(own.row, self.unit, why, "写相同或可以换算的计量单位。");
        }
        let (mine, theirs) = (own.value.shown(), other.value.shown());
        if mine == theirs {
            return None;
        }
        let off = if own.value > other.value { &own.value - &other.value } else { &other.value - &own.value };
        let unit = if own.money { self.money.as_str() } else { own.of.as_str() };
        let at = dossier.finding(other.row, Some(other.field), Severity::Explain, String::new(), "");
        let elsewhere = dossier.table(own.row).is_none_or(|table| table.file != at.file);
        let file = if elsewhere { format!("{} ", at.file) } else { String::new() };
        let at = at.cell.map_or_else(String::new, |cell| format!("（{file}{cell}）"));
        let why = format!(
            "“{name}”自报{mine}{unit}，{}{theirs}{unit}{at}，相差{}{unit}；{}（{}）",
            self.source,
            off.shown(),
            self.says,
            self.clause
        );
        tell(own.row, own.field, why, "核对两处数据，改正其中一个，或说明差异。")
    }

    /// A figure in one row, brought to the unit of comparison; an estimate is no figure to compare.
    fn side(&self, plan: &Plan<'_>, row: RowRef, field: FieldIx) -> Option<Side> {
        let (State::Known, value) = plan.dossier.cell(row, field) else { return None };
        let unit = plan.dossier.shown(row, self.unit);
        let (times, money) = scale(&unit);
        let value = &number(plan, row, field, value) * &times;
        let value = if money { value.over(&scale(&self.money).0) } else { value };
        let of = if money { "" } else { unit.trim_start_matches(['亿', '万', '千', '百']) };
        Some(Side { row, field, value, money, of: of.to_owned() })
    }
}

/// A figure that stands there and cannot be compared: an estimate, or not readable.
fn unread(plan: &Plan<'_>, name: &str, row: RowRef, field: FieldIx) -> Option<Finding> {
    let word = match plan.dossier.cell(row, field).0 {
        State::Estimated => "是估计数",
        State::Unclear => "看不清",
        _ => return None,
    };
    let why = format!("“{name}”有一个数{word}，没有核对");
    Some(plan.dossier.finding(row, Some(field), Severity::Explain, why, "填确切的数。"))
}
