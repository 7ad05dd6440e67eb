//! What if (假设): a ledger with a few rows more, made only to see what they would bring. Nothing of it is kept.

use std::sync::Arc;

use crate::dossier::{Dossier, RowRef, Sheets, Unit};
use crate::exact::{Money, Points};
use crate::ledger::dictionary::{FieldIx, Kind, SheetIx};
use crate::ledger::period::{Window, day_text};
use crate::ledger::table::{MILLIONTH, State, Table, Value};
use crate::metric::{BoundRows, Verdict};
use crate::plan::Plan;
use crate::scheme::convention::Slot;
use crate::scheme::model::RowRule;
use crate::scheme::rows::{Comparison, Condition, Test};
use crate::step::Silent;

/// A cell of a supposed row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fill {
    /// A word.
    Word(String),
    /// A day number.
    Day(i64),
    /// A number.
    Number(Points),
    /// An amount of money.
    Money(Money),
    /// 是 or 否.
    Flag(bool),
    /// An id that no other row has.
    Id(u64),
}

/// A row: what stands in which field.
pub type Row = Vec<(FieldIx, Fill)>;

/// Rows of one sheet that a ledger does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supposed {
    /// The sheet.
    pub sheet: SheetIx,
    /// The rows.
    pub rows: Vec<Row>,
}

impl Fill {
    /// As a person would type it.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Word(word) => word.clone(),
            Self::Day(day) => day_text(*day),
            Self::Number(number) => number.to_string(),
            Self::Money(money) => money.in_unit("元").map_or_else(String::new, |amount| format!("{amount}元")),
            Self::Flag(flag) => if *flag { "是" } else { "否" }.to_owned(),
            Self::Id(id) => format!("补记{id}"),
        }
    }

    /// A number as the field's kind holds it.
    fn of(number: &Points, kind: &Kind, unit: &str) -> Option<Self> {
        match kind {
            Kind::Money(own) => Money::of(number, unit).or_else(|| Money::of(number, own)).map(Self::Money),
            Kind::Number => Some(Self::Number(number.clone())),
            _ => None,
        }
    }

    fn value(&self, dossier: &mut Dossier) -> Option<Value> {
        Some(match self {
            Self::Word(word) => Value::Word(match dossier.text.find(word) {
                Some(symbol) => symbol,
                None => Arc::make_mut(&mut dossier.text).intern(word),
            }),
            Self::Day(day) => Value::Day(*day),
            Self::Number(number) => Value::Number((number * &Points::from(MILLIONTH)).to_string().parse().ok()?),
            Self::Money(money) => Value::Money(*money),
            Self::Flag(flag) => Value::Flag(*flag),
            Self::Id(id) => Value::Hash(u64::MAX - *id),
        })
    }
}

/// A row that a rule counts, as far as its conditions say what it wants: `None` where they cannot be met. `given` stands in it
/// already; the row lies on `day` where nothing else says when.
#[must_use]
pub fn wanted(plan: &Plan<'_>, rule: &RowRule, given: Row, day: i64) -> Option<Row> {
    let mut row = given;
    for condition in plan.read(&rule.conditions).iter().chain(plan.read(&rule.also)) {
        let met = meet(plan, rule.sheet, condition, &mut row);
        if met.is_none() && !condition.soft {
            return None;
        }
    }
    let sheet = plan.dossier.dictionary.sheet(rule.sheet)?;
    if let Some(period) = sheet.period {
        put(&mut row, period, Fill::Day(day));
    }
    // A row is one where its required cells are filled in; one without any, where something is.
    for (at, field) in sheet.fields.iter().enumerate().filter(|(_, field)| field.role.is_none()) {
        if field.required || (row.is_empty() && field.kind == Kind::Text) {
            put(&mut row, FieldIx(u16::try_from(at).ok()?), something(plan, &field.kind)?);
        }
    }
    Some(row)
}

/// What a cell of this kind may hold.
fn something(plan: &Plan<'_>, kind: &Kind) -> Option<Fill> {
    Some(match kind {
        Kind::Text => Fill::Word("补记".to_owned()),
        Kind::Choice(of) => Fill::Word(of.first()?.0.clone()),
        Kind::Date => Fill::Day(plan.year.last),
        Kind::Flag => Fill::Flag(true),
        Kind::Id => Fill::Id(0),
        kind @ (Kind::Number | Kind::Money(_)) => Fill::of(&Points::from(1), kind, "元")?,
        Kind::Month | Kind::Level(_) => return None,
    })
}

/// Fills in what a field does not hold yet.
pub fn put(row: &mut Row, field: FieldIx, fill: Fill) {
    if row.iter().all(|(known, _)| *known != field) {
        row.push((field, fill));
    }
}

fn meet(plan: &Plan<'_>, sheet: SheetIx, condition: &Condition, row: &mut Row) -> Option<()> {
    let kind = |field: FieldIx| plan.dossier.dictionary.field(sheet, field).map(|field| &field.kind);
    match &condition.test {
        Test::Is { field, flag: Some(flag), negated, .. } => put(row, *field, Fill::Flag(flag != negated)),
        Test::Is { negated: true, .. } => {}
        Test::Is { field, words, .. } => put(row, *field, Fill::Word(words.first()?.clone())),
        Test::Compare { field, how, with } => {
            let one = Points::from(1);
            let number = match how {
                Comparison::AtLeast | Comparison::AtMost => with.clone(),
                Comparison::Above => with + &one,
                Comparison::Below => with - &one,
            };
            let Kind::Money(unit) = kind(*field)? else {
                put(row, *field, Fill::of(&number, kind(*field)?, "")?);
                return Some(());
            };
            put(row, *field, Fill::of(&number, kind(*field)?, unit)?);
        }
        // What came late is nothing to ask for.
        Test::Due { after: true, .. } => return None,
        Test::Due { field, due, .. } => {
            let day = match due.default {
                Some(default) => default.day(plan.dossier.year)?.min(plan.year.last),
                None => plan.year.last,
            };
            // To ask for a document of a day that is gone invites a false date.
            let fixed = due.other.is_none() || due.default.is_some();
            if fixed && !plan.dossier.as_of_assumed && day < plan.dossier.as_of {
                return None;
            }
            if let Some(other) = due.other.filter(|_| due.default.is_none()) {
                put(row, other, Fill::Day(day));
            }
            put(row, *field, Fill::Day(day.saturating_add((*plan.read(&due.plus)).min(0))));
        }
        Test::During { field, during } => put(row, *field, Fill::Day(during.window(plan.dossier.year)?.first)),
        Test::Overlaps { from, to, during } => {
            let window = during.window(plan.dossier.year)?;
            put(row, *from, Fill::Day(window.first.max(plan.year.first)));
            put(row, *to, Fill::Day(window.last));
        }
        Test::Present(_, false) => {}
        Test::Present(field, true) => {
            let fill = something(plan, kind(*field)?)?;
            put(row, *field, fill);
        }
        Test::Any(any) => {
            let found = any.iter().find_map(|condition| {
                let mut tried = row.clone();
                meet(plan, sheet, condition, &mut tried).map(|()| tried)
            });
            *row = found?;
        }
    }
    Some(())
}

/// Days of a window on which the unit has no row of the sheet yet.
pub fn free_days(plan: &Plan<'_>, unit: &Unit, sheet: SheetIx, window: Window) -> impl Iterator<Item = i64> {
    let period = plan.dossier.dictionary.sheet(sheet).and_then(|sheet| sheet.period);
    let day = |row: &RowRef| match plan.dossier.cell(*row, period?) {
        (State::Known | State::Coarse, day) => Some(day),
        _ => None,
    };
    let mut taken: Vec<i64> = unit.rows_unseen(sheet).iter().filter_map(day).collect();
    taken.sort_unstable();
    taken.dedup();
    // A month that is known without its day may be any of its days.
    (window.first..=window.last).filter(move |day| taken.binary_search(day).is_err())
}

/// Whether the ledger holds a row of the matter that came too late: that is a fact, and nothing is missing.
#[must_use]
pub fn came_late(plan: &Plan<'_>, unit: &Unit, rule: &RowRule) -> bool {
    let is_due = |condition: &Condition| matches!(condition.test, Test::Due { after: false, .. });
    let all = || plan.read(&rule.conditions).iter().chain(plan.read(&rule.also));
    if !all().any(is_due) {
        return false;
    }
    let others = all().filter(|condition| !is_due(condition)).cloned().collect();
    let whenever = RowRule { conditions: Slot::Fixed(others), also: Slot::Fixed(Vec::new()), ..rule.clone() };
    let (bound, whenever) = (BoundRows::new(plan, rule, false), BoundRows::new(plan, &whenever, false));
    let late = |row: &RowRef| {
        let found = bound.verdict(*row, &mut Silent);
        let of_the_matter = || whenever.verdict(*row, &mut Silent) == Verdict::Counts;
        matches!(found, Verdict::Refused(_)) || (found == Verdict::Aside && of_the_matter())
    };
    unit.rows_unseen(rule.sheet).iter().any(late)
}

impl Supposed {
    /// The sheets that it adds to.
    #[must_use]
    pub fn sheets(&self) -> Sheets {
        Sheets::default().with(self.sheet)
    }

    /// The dossier and the unit with these rows; the other units are in it only where `peers` asks for them. `None` where a cell
    /// cannot hold what it should.
    #[must_use]
    pub fn applied(&self, plan: &Plan<'_>, unit: &Unit, peers: bool) -> Option<(Dossier, Unit)> {
        let known = plan.dossier;
        let mut dossier = Dossier {
            dictionary: Arc::clone(&known.dictionary),
            text: Arc::clone(&known.text),
            tables: known.tables.clone(),
            units: Vec::new(),
            typed: known.typed.clone(),
            findings: Vec::new(),
            year: known.year,
            as_of: known.as_of,
            as_of_assumed: known.as_of_assumed,
            unit_needed: known.unit_needed,
        };
        let sheet = known.dictionary.sheet(self.sheet)?;
        let mut table = Table::new(self.sheet, sheet.fields.len(), "", &sheet.name);
        self.rows.iter().flatten().for_each(|(field, _)| {
            if !table.has(*field) {
                table.open_column(*field, 0);
            }
        });
        for row in &self.rows {
            let at = table.push_row(0);
            for (field, fill) in row {
                table.set(at, *field, fill.value(&mut dossier)?, State::Known);
            }
        }
        let place = u32::try_from(dossier.tables.len()).ok()?;
        let rows = (0..u32::try_from(self.rows.len()).ok()?).map(|row| RowRef { table: place, row });
        let unit = unit.with_rows(self.sheet, rows);
        dossier.tables.push(Arc::new(table));
        if peers {
            let own = |other: &Unit| if other.name == unit.name { unit.clone() } else { other.clone() };
            dossier.units = known.units.iter().map(own).collect();
        }
        Some((dossier, unit))
    }
}
