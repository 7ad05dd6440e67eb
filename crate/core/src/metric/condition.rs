//! One condition of a rule, bound to a plan: whether it holds for a row, and why it does not.

use super::number;
use crate::dossier::RowRef;
use crate::ledger::dictionary::{FieldIx, SheetIx};
use crate::ledger::period::{Deadline, last_of_month};
use crate::ledger::table::State;
use crate::plan::Plan;
use crate::scheme::rows::{Condition, Due, Test};

#[derive(Debug)]
pub(super) struct BoundCondition<'p> {
    pub(super) condition: &'p Condition,
    /// The symbols of the words, for a test of words: what no row of the ledger says has none.
    words: Vec<i64>,
    any: Vec<BoundCondition<'p>>,
    /// What to say where the file has no such column, and where the cell cannot be read: the rule's own reason would
    /// claim what the ledger does not say.
    no_column: String,
    unreadable: String,
    /// What to say where a cell was left blank and nobody can say whether it holds.
    blank: String,
    /// What to say where a date leaves it open whether its deadline was kept, and where the deadline does.
    open: Option<[Open; 2]>,
}

/// What leaves it open whether a deadline was kept.
#[derive(Debug)]
pub(super) struct Open {
    /// The column.
    pub(super) column: String,
    /// What to say of a row for which it is.
    pub(super) why: String,
}

impl<'p> BoundCondition<'p> {
    pub(super) fn new(plan: &Plan<'_>, sheet: SheetIx, condition: &'p Condition) -> Self {
        let symbol = |word: &String| plan.dossier.text.find(word).map(|symbol| i64::from(symbol.0));
        let (words, any) = match &condition.test {
            Test::Is { words, .. } => (words.iter().filter_map(symbol).collect(), Vec::new()),
            Test::Any(inner) => (Vec::new(), inner.iter().map(|condition| Self::new(plan, sheet, condition)).collect()),
            Test::Due { due, .. } => {
                plan.read(&due.late);
                plan.read(&due.plus);
                (Vec::new(), Vec::new())
            }
            Test::Compare { .. } | Test::During { .. } | Test::Overlaps { .. } | Test::Present(..) => {
                (Vec::new(), Vec::new())
            }
        };
        let name = condition.test.field().and_then(|field| {
            let name = &plan.dossier.dictionary.field(sheet, field)?.name;
            Some([
                format!("没有“{name}”这一列，无法判断"),
                format!("“{name}”看不清，无法判断"),
                format!("没有填“{name}”，无法判断"),
            ])
        });
        let [no_column, unreadable, blank] = name.unwrap_or_default();
        let says = |field: FieldIx| {
            let column = plan.dossier.dictionary.field(sheet, field)?.name.clone();
            Some(Open { why: format!("“{column}”没有填清楚，不能判断是否按期"), column })
        };
        let open = match &condition.test {
            Test::Due { field, due, .. } => {
                says(*field).zip(says(due.other.unwrap_or(*field))).map(|(own, other)| [own, other])
            }
            _ => None,
        };
        Self { condition, words, any, no_column, unreadable, blank, open }
    }

    /// What leaves it open whether the condition holds for a row; `None` where it is decided.
    pub(super) fn undecided(&self, plan: &Plan<'_>, row: RowRef) -> Option<&Open> {
        match &self.condition.test {
            Test::Any(_) => self.any.iter().find_map(|bound| bound.undecided(plan, row)),
            Test::Due { field, due, after } if self.after(plan, row, (*field, due, *after)).is_none() => {
                let [own, other] = self.open.as_ref()?;
                let said = |field| matches!(plan.dossier.cell(row, field).0, State::Known | State::Coarse);
                Some(if due.default.is_some() || due.other.is_some_and(said) { own } else { other })
            }
            _ => None,
        }
    }

    /// What to say of a row that fails, where that is for want of a cell that was left blank: filled in, it may hold. Of a date
    /// that is held against another column a blank says that nothing was done.
    pub(super) fn blank(&self, plan: &Plan<'_>, row: RowRef) -> Option<&str> {
        let field = match &self.condition.test {
            Test::Any(_) => return self.any.iter().find_map(|bound| bound.blank(plan, row)),
            Test::Due { .. } | Test::Present(..) => return None,
            test => test.field()?,
        };
        let has = plan.dossier.table(row).is_some_and(|table| table.has(field));
        (has && plan.dossier.cell(row, field).0 == State::Blank).then_some(self.blank.as_str())
    }

    /// Whether it holds; of a deadline that nobody can say was kept, as the plan supposes.
    pub(super) fn holds(&self, plan: &Plan<'_>, row: RowRef) -> bool {
        self.holds_if(plan.supposes_kept(), plan, row)
    }

    /// Why a row fails for want of a column or of a readable cell; `None` where the rule's own reason is true.
    pub(super) fn reason(&self, plan: &Plan<'_>, row: RowRef) -> Option<&str> {
        let field = self.condition.test.field()?;
        let table = plan.dossier.table(row)?;
        match table.cell(row.row as usize, field).0 {
            _ if !table.has(field) => Some(&self.no_column),
            State::Unclear | State::Estimated => Some(&self.unreadable),
            _ => None,
        }
    }

    /// The same, where it is said whether such a deadline was kept.
    pub(super) fn holds_if(&self, kept: bool, plan: &Plan<'_>, row: RowRef) -> bool {
        let dossier = plan.dossier;
        match &self.condition.test {
            Test::Any(_) => self.any.iter().any(|bound| bound.holds_if(kept, plan, row)),
            Test::Present(field, filled) => (dossier.cell(row, *field).0 != State::Blank) == *filled,
            Test::Is { field, flag, negated, .. } => match dossier.cell(row, *field) {
                (State::Blank, _) => *negated || self.condition.or_blank,
                (State::Known, value) => {
                    let is = flag.map_or_else(|| self.words.contains(&value), |flag| value == i64::from(flag));
                    is != *negated
                }
                (State::Coarse | State::Estimated | State::Unclear, _) => false,
            },
            Test::Compare { field, how, with } => match dossier.cell(row, *field) {
                (State::Known, value) => how.holds(&number(plan, row, *field, value), with),
                (State::Blank, _) => self.condition.or_blank,
                _ => false,
            },
            Test::During { field, during } => match dossier.cell(row, *field) {
                (State::Known | State::Coarse, day) => {
                    during.window(dossier.year).is_some_and(|window| window.holds(day))
                }
                (State::Blank, _) => self.condition.or_blank,
                _ => false,
            },
            Test::Overlaps { from, to, during } => {
                let Some(window) = during.window(dossier.year) else { return false };
                let first = match dossier.cell(row, *from) {
                    (State::Known | State::Coarse, day) => day,
                    (State::Blank, _) => return self.condition.or_blank,
                    _ => return false,
                };
                let last = match dossier.cell(row, *to) {
                    (State::Known, day) => Some(day),
                    (State::Coarse, first) => last_of_month(first),
                    (State::Blank, _) => Some(dossier.as_of),
                    _ => None,
                };
                last.is_some_and(|last| first <= last && first <= window.last && window.first <= last)
            }
            Test::Due { field, due, after } => {
                if dossier.cell(row, *field).0 == State::Blank && !self.is_open_blank(plan, row, *field, due) {
                    return self.condition.or_blank;
                }
                self.after(plan, row, (*field, due, *after)).unwrap_or(!kept) == *after
            }
        }
    }

    /// Whether a date was left blank that is held against a fixed day: the row says that it was done, and not when. Held
    /// against what another column says is due, a blank says that it was not done.
    fn is_open_blank(&self, plan: &Plan<'_>, row: RowRef, field: FieldIx, due: &Due) -> bool {
        let has = |field| plan.dossier.table(row).is_some_and(|table| table.has(field));
        let blank = |field| plan.dossier.cell(row, field).0 == State::Blank;
        !self.condition.or_blank && due.other.is_none() && has(field) && blank(field)
    }

    /// Whether a date that is filled in is after its deadline; `None` where the ledger does not say. `asked` says whether that is
    /// what is asked for: a month without its day, or what cannot be read, is taken to be late only where it is not.
    fn after(&self, plan: &Plan<'_>, row: RowRef, (field, due, asked): (FieldIx, &Due, bool)) -> Option<bool> {
        let year = plan.dossier.year;
        let (first, last) = match plan.dossier.cell(row, field) {
            (State::Known, day) => (day, day),
            (State::Coarse, first) => (first, last_of_month(first)?),
            (State::Blank, _) => return (!self.is_open_blank(plan, row, field, due)).then_some(false),
            (State::Estimated | State::Unclear, _) => return (!asked).then_some(true),
        };
        let default = due.default.map(|day| day.day(year));
        let said = match due.other.map_or((State::Blank, 0), |other| plan.dossier.cell(row, other)) {
            (State::Known | State::Coarse, day) => Some(day),
            (State::Blank, _) => default?,
            _ if default.is_some() => None,
            _ => return None,
        };
        let said = said.map(|day| day.saturating_add(*plan.read(&due.plus)));
        let late = plan.read(&due.late).and_then(|late: Deadline| late.day(year));
        match said.max(late) {
            Some(due) if last <= due => Some(false),
            Some(due) if first > due || !asked => Some(true),
            Some(_) => None,
            None => (!asked).then_some(true),
        }
    }
}
