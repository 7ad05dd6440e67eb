//! Metrics (统计量): which rows of the ledger a rule counts, which it refuses and why.

pub mod aggregate;
mod condition;
pub mod lacking;
pub mod one;
pub mod stints;
pub mod sum;

use std::collections::BTreeMap;

use condition::BoundCondition;
use sum::Differ;

use crate::dossier::{RowRef, Unit};
use crate::exact::{Money, Points};
use crate::ledger::dictionary::{FieldIx, Kind, SheetIx};
use crate::ledger::period::Window;
use crate::ledger::table::{MILLIONTH, State};
use crate::plan::Plan;
use crate::scheme::convention::Slot;
use crate::scheme::model::RowRule;
use crate::step::{Lack, Silent, Sink};

/// What a rule says of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict<'s> {
    /// The row is no concern of the rule.
    Aside,
    /// The row counts.
    Counts,
    /// The row is refused, and this is why.
    Refused(&'s str),
    /// A cell was left blank for want of which nobody can say whether the row counts, and this is told of it.
    Blank(&'s str),
}

/// A rule's conditions read once for a plan, so that a ledger of many rows reads no slot twice.
#[derive(Debug)]
pub struct BoundRows<'p> {
    plan: &'p Plan<'p>,
    sheet: SheetIx,
    period: Option<FieldIx>,
    /// The dates of which none may lie before the window.
    since: &'p [FieldIx],
    conditions: Vec<BoundCondition<'p>>,
    once: &'p [FieldIx],
    /// The fields with the amounts, and which of them counts where rows are one event.
    amounts: Option<(&'p [FieldIx], &'p Slot<Differ>)>,
    /// Whether a row without a date is refused, since the rule asks when it happened.
    dated: bool,
    /// The days that a dated row must lie in.
    window: Window,
    /// Whether a row stays whose date was left blank: an incident is never dropped for that.
    undated: bool,
}

/// The reason shown for a row of another year.
pub const OTHER_YEAR: &str = "非本年度";
/// The reason shown for a row without its date.
pub const NO_DATE: &str = "日期未填";
/// The reason shown for a row whose date cannot be read.
pub const UNREADABLE_DATE: &str = "日期无法识别";

impl<'p> BoundRows<'p> {
    /// Reads the slots of `rule` and finds the symbols of its words.
    #[must_use]
    pub fn new(plan: &'p Plan<'p>, rule: &'p RowRule, dated: bool) -> Self {
        let conditions = plan.read(&rule.conditions).iter().chain(plan.read(&rule.also));
        let sheet = plan.dossier.dictionary.sheet(rule.sheet);
        Self {
            plan,
            sheet: rule.sheet,
            period: sheet.and_then(|sheet| sheet.period),
            since: sheet.map_or(&[], |sheet| sheet.since.as_slice()),
            conditions: conditions.map(|condition| BoundCondition::new(plan, rule.sheet, condition)).collect(),
            once: plan.read(&rule.once).as_slice(),
            amounts: None,
            dated,
            window: plan.year,
            undated: false,
        }
    }

    /// The same rows, where one with a blank date stays.
    #[must_use]
    pub fn undated(mut self) -> Self {
        self.undated = true;
        self
    }

    /// The same rows over other days than the evaluation year.
    #[must_use]
    pub fn over(mut self, window: Window) -> Self {
        self.window = window;
        self
    }

    /// The same rows, where of several that are one event `differ` says which amount in `fields` counts; else the first does.
    #[must_use]
    pub fn of_one_event(mut self, fields: &'p [FieldIx], differ: &'p Slot<Differ>) -> Self {
        self.amounts = (!fields.is_empty()).then_some((fields, differ));
        self
    }

    /// The rows of `unit` that count, in order; every refusal goes to `sink`.
    pub fn counting(&self, unit: &Unit, sink: &mut impl Sink) -> Vec<RowRef> {
        let mut counting: Vec<RowRef> = Vec::new();
        let mut seen: BTreeMap<Vec<(bool, i64)>, usize> = BTreeMap::new();
        for row in unit.rows(self.sheet) {
            match self.verdict(*row, sink) {
                Verdict::Aside => {}
                Verdict::Refused(why) => sink.refused(*row, why),
                Verdict::Blank(why) => sink.blank(*row, why),
                Verdict::Counts => {
                    let next = counting.len();
                    let place = self.event(*row).map_or(next, |event| *seen.entry(event).or_insert(next));
                    match counting.get_mut(place) {
                        None => counting.push(*row),
                        Some(known) => {
                            let less =
                                if self.counts_before(*row, *known) { std::mem::replace(known, *row) } else { *row };
                            sink.refused(less, "同一事项只计一次");
                        }
                    }
                }
            }
        }
        counting
    }

    /// Whether of two rows that are one event the second counts and not the first. A number that is not certain never counts
    /// before one that is; where both say the same, nothing is asked.
    fn counts_before(&self, row: RowRef, known: RowRef) -> bool {
        let Some((fields, differ)) = self.amounts else { return false };
        let amount = |row| {
            let cells = || fields.iter().map(|field| self.plan.dossier.cell(row, *field));
            let said = cells().all(|(state, _)| matches!(state, State::Known | State::Blank));
            let known = || cells().filter(|(state, _)| *state == State::Known);
            let sum = known().fold(0_i64, |sum, (_, value)| sum.saturating_add(value));
            (said && known().next().is_some()).then_some(sum)
        };
        match (amount(row), amount(known)) {
            (Some(row), Some(known)) if row != known => match *self.plan.read(differ) {
                Differ::Largest => row > known,
                Differ::Smallest => row < known,
            },
            (row, known) => row.is_some() && known.is_none(),
        }
    }

    /// Which event a row is: its fields of `once`, where one of them is filled in. A date known to the month only tells no day
    /// apart: two such rows are not known to be one event.
    fn event(&self, row: RowRef) -> Option<Vec<(bool, i64)>> {
        let cells: Vec<(State, i64)> = self.once.iter().map(|field| self.plan.dossier.cell(row, *field)).collect();
        if cells.iter().any(|(state, _)| *state == State::Coarse) {
            return None;
        }
        let event: Vec<(bool, i64)> = cells.into_iter().map(|(state, value)| (state != State::Blank, value)).collect();
        event.iter().any(|(filled, _)| *filled).then_some(event)
    }

    /// What the rule says of one row. Where nobody can say whether a deadline was kept that decides it, the plan says which of
    /// both is supposed, and is told.
    pub fn verdict(&self, row: RowRef, sink: &mut impl Sink) -> Verdict<'_> {
        let kept = self.plan.supposes_kept();
        let found = self.verdict_if(kept, row, sink);
        let Some(open) = self.conditions.iter().find_map(|bound| bound.undecided(self.plan, row)) else { return found };
        let other = self.verdict_if(!kept, row, &mut Silent);
        if let Some(blank) = [found, other].into_iter().find(|verdict| matches!(verdict, Verdict::Blank(_))) {
            return blank;
        }
        let counts = |verdict| verdict == Verdict::Counts;
        if counts(found) == counts(other) {
            return found;
        }
        self.plan.meet_undecided();
        sink.lacks(|| Lack { sheet: self.sheet, column: open.column.clone(), row: Some(row) });
        if counts(found) { found } else { Verdict::Refused(&open.why) }
    }

    /// The same, where it is said whether such a deadline was kept. What was left blank is no question where another condition
    /// surely fails.
    fn verdict_if(&self, kept: bool, row: RowRef, sink: &mut impl Sink) -> Verdict<'_> {
        let mut blank = None;
        for bound in self.conditions.iter().filter(|bound| bound.condition.why.is_none() && !bound.condition.soft) {
            if bound.holds_if(kept, self.plan, row) {
                continue;
            }
            match bound.blank(self.plan, row) {
                Some(why) => blank = blank.or(Some(why)),
                None => return Verdict::Aside,
            }
        }
        // A row of which a cell is blank that says what it is about is told of that, or not at all.
        let instead = |why| blank.map_or(Verdict::Refused(why), |_| Verdict::Aside);
        let undated = match self.out_of_year(row) {
            None => None,
            Some(NO_DATE) => Some(NO_DATE),
            Some(why) => return instead(why),
        };
        for bound in &self.conditions {
            let Some(why) = bound.condition.why.as_deref() else { continue };
            if bound.holds_if(kept, self.plan, row) {
                continue;
            }
            if bound.condition.soft {
                if blank.or(undated).is_none() {
                    sink.note(|| self.remark(row, why));
                }
            } else if let Some(undated) = undated.or(blank) {
                if bound.blank(self.plan, row).is_none() {
                    return instead(undated);
                }
            } else {
                return Verdict::Refused(bound.reason(self.plan, row).unwrap_or(why));
            }
        }
        blank.or(undated).map_or(Verdict::Counts, Verdict::Blank)
    }

    fn remark(&self, row: RowRef, why: &str) -> String {
        match self.plan.dossier.table(row) {
            Some(table) => format!("{}第{}行：{why}", table.name, table.rows.get(row.row as usize).unwrap_or(&0)),
            None => why.to_owned(),
        }
    }

    fn out_of_year(&self, row: RowRef) -> Option<&'static str> {
        let earlier = |field: &FieldIx| match self.plan.dossier.cell(row, *field) {
            (State::Known | State::Coarse, day) => day < self.window.first,
            _ => false,
        };
        if self.since.iter().any(earlier) {
            return Some(OTHER_YEAR);
        }
        match self.plan.dossier.cell(row, self.period?) {
            (State::Known | State::Coarse, day) if self.window.holds(day) => None,
            (State::Known | State::Coarse, _) => Some(OTHER_YEAR),
            (State::Blank, _) if self.undated => None,
            // A file without the column says so in a finding of its own; a blank cell in a column that is there does not count.
            (State::Blank, _) if !self.dated && !self.has_period(row) => None,
            (State::Blank, _) => Some(NO_DATE),
            (State::Estimated | State::Unclear, _) => Some(UNREADABLE_DATE),
        }
    }

    fn has_period(&self, row: RowRef) -> bool {
        let table = self.plan.dossier.table(row);
        self.period.is_some_and(|period| table.is_some_and(|table| table.has(period)))
    }

    /// The day of a row, where the sheet has one.
    #[must_use]
    pub fn day(&self, row: RowRef) -> Option<i64> {
        match self.plan.dossier.cell(row, self.period?) {
            (State::Known | State::Coarse, day) => Some(day),
            _ => None,
        }
    }

    /// Whether a row of a sheet that has dates has none.
    #[must_use]
    pub fn is_undated(&self, row: RowRef) -> bool {
        self.period.is_some_and(|period| self.plan.dossier.cell(row, period).0 == State::Blank)
    }

    /// The rows that lie in a window; every row of a sheet without dates.
    #[must_use]
    pub fn within(&self, rows: &[RowRef], window: Window) -> Vec<RowRef> {
        let lies = |row: &&RowRef| self.period.is_none() || self.day(**row).is_some_and(|day| window.holds(day));
        rows.iter().filter(lies).copied().collect()
    }
}

/// What is told of a row that counts and of whose amounts none is filled in, as [`blank`] says.
fn blank_amount(plan: &Plan<'_>, row: RowRef, fields: &[FieldIx]) -> Option<String> {
    blank(plan, row, fields).map(|blank| format!("{blank}，这一行没有计入"))
}

/// Which cells of a row are blank, where all of these are; `None` where one is filled in, or where the file has none of the
/// columns: that is told of the whole file.
fn blank(plan: &Plan<'_>, row: RowRef, fields: &[FieldIx]) -> Option<String> {
    let table = plan.dossier.table(row)?;
    if fields.iter().any(|field| plan.dossier.cell(row, *field).0 != State::Blank) {
        return None;
    }
    let name = |field: &FieldIx| Some(format!("“{}”", plan.dossier.dictionary.field(table.sheet, *field)?.name));
    let names: Vec<String> = fields.iter().filter(|field| table.has(**field)).filter_map(name).collect();
    (!names.is_empty()).then(|| format!("没有填{}", names.join("、")))
}

/// The exact number of a cell: an amount in the field's own unit, a plain number otherwise.
#[must_use]
pub fn number(plan: &Plan<'_>, row: RowRef, field: FieldIx, value: i64) -> Points {
    let sheet = plan.dossier.table(row).map(|table| table.sheet);
    let kind = sheet.and_then(|sheet| plan.dossier.dictionary.field(sheet, field)).map(|field| &field.kind);
    match kind {
        Some(Kind::Money(unit)) => Money(value).in_unit(unit).unwrap_or_default(),
        _ => Points::ratio(value, MILLIONTH),
    }
}
