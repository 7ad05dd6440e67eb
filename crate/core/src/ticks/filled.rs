//! The forms of one unit as they are filled in: which rows are ticked, which are not, and which cannot count.

use super::{Blank, TickTable, Ticks, Twice};
use crate::diag::{Finding, Severity};
use crate::dossier::{RowRef, Unit};
use crate::exact::{Points, Range};
use crate::ledger::table::State;
use crate::mean::Averaged;
use crate::metric::BoundRows;
use crate::plan::Plan;
use crate::step::Silent;

/// One form of one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// The form, by place in [`Ticks::tables`].
    pub table: usize,
    /// The place, as the form names it.
    pub place: String,
    /// By row of the form.
    pub rows: Vec<Ticked>,
    /// The first row of the sheet that belongs to it.
    pub first: RowRef,
    key: Vec<String>,
    closest: String,
}

/// What stands in one row of a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ticked {
    /// The rows of the sheet that hold it.
    pub rows: Vec<RowRef>,
    /// The levels that are ticked, by place in [`Ticks::marks`], each once.
    pub marks: Vec<usize>,
}

/// What a row of a form counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Worth {
    /// Its level, or nothing where a blank row counts 0.
    Points(Points),
    /// 待评.
    Open,
    /// It leaves the denominator: 不适用.
    Skipped,
    /// It leaves the denominator: ticked twice.
    Void,
}

/// The contents of a form or table: the rows of each that count.
pub type Contents = Vec<Averaged>;

/// Every form of a unit that the track uses, in the order of the forms, then of the sheet.
#[must_use]
pub fn filled(plan: &Plan<'_>, unit: &Unit) -> Vec<Filled> {
    let Some((ticks, tables)) = plan.scheme.ticks.as_ref().zip(plan.track.tables.as_ref()) else { return Vec::new() };
    let own = unit.rows(ticks.sheet);
    if own.is_empty() {
        return Vec::new();
    }
    let uses = plan.read(&tables.uses);
    let mut found: Vec<Filled> = Vec::new();
    for row in own {
        let level = plan.dossier.shown(*row, ticks.level);
        let Some(at) = uses.iter().copied().find(|at| ticks.tables[*at].level == level) else { continue };
        let table = &ticks.tables[at];
        let Some(no) = table.row(&plan.dossier.shown(*row, ticks.row)) else { continue };
        let key: Vec<String> = table.place.iter().map(|field| plan.dossier.shown(*row, *field)).collect();
        let known = found.iter().position(|filled| filled.table == at && filled.key == key);
        let filled = known.unwrap_or_else(|| {
            found.push(Filled {
                table: at,
                place: key.iter().filter(|name| !name.is_empty()).cloned().collect::<Vec<_>>().join(" "),
                rows: vec![Ticked::default(); table.rows.len()],
                first: *row,
                closest: key.last().cloned().unwrap_or_default(),
                key,
            });
            found.len() - 1
        });
        let ticked = &mut found[filled].rows[no];
        ticked.rows.push(*row);
        ticked.add(plan, ticks, *row);
    }
    found.sort_by_key(|filled| (uses.iter().position(|at| *at == filled.table), filled.first));
    found
}

impl Ticked {
    fn add(&mut self, plan: &Plan<'_>, ticks: &Ticks, row: RowRef) {
        for (at, (_, field)) in ticks.marks.iter().enumerate() {
            if plan.dossier.cell(row, *field) == (State::Known, 1) && !self.marks.contains(&at) {
                self.marks.push(at);
            }
        }
        self.marks.sort_unstable();
    }

    /// `“好”“较好”`, the levels that are ticked.
    #[must_use]
    pub fn levels(&self, ticks: &Ticks) -> String {
        let names = self.marks.iter().filter_map(|at| ticks.marks.get(*at));
        names.map(|(level, _)| format!("“{level}”")).collect()
    }

    /// What the row counts; `blank` is what it is where nothing is ticked.
    fn worth(&self, plan: &Plan<'_>, ticks: &Ticks, blank: Blank) -> Worth {
        match (&self.marks[..], blank) {
            ([one], _) => {
                let worth = plan.track.rating.as_ref().and_then(|rating| rating.worth(plan, &ticks.marks[*one].0));
                worth.map_or(Worth::Open, Worth::Points)
            }
            ([], Blank::Open) => Worth::Open,
            ([], Blank::Skip) => Worth::Skipped,
            ([], Blank::Zero) => Worth::Points(Points::ZERO),
            _ => match plan.read(&ticks.twice) {
                Twice::Void => Worth::Void,
                Twice::Open => Worth::Open,
            },
        }
    }
}

impl Filled {
    /// The names of its place, by field of the form.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.key
    }

    /// The form.
    #[must_use]
    pub fn of<'p>(&self, plan: &Plan<'p>) -> Option<(&'p Ticks, &'p TickTable)> {
        let ticks = plan.scheme.ticks.as_ref()?;
        Some((ticks, ticks.tables.get(self.table)?))
    }

    /// What each row counts.
    #[must_use]
    pub fn worths(&self, plan: &Plan<'_>, unit: &Unit) -> Vec<Worth> {
        let Some((ticks, table)) = self.of(plan) else { return Vec::new() };
        let spare = table.spare.as_ref().filter(|spare| {
            let rows = BoundRows::new(plan, &spare.rows, false).counting(unit, &mut Silent);
            rows.iter().any(|row| plan.dossier.shown(*row, spare.place) == self.closest)
        });
        let one = |(ticked, row): (&Ticked, &super::TickRow)| {
            let may_stay_blank = spare.filter(|spare| ticked.marks.is_empty() && spare.nos.contains(&row.no));
            let blank = match may_stay_blank {
                Some(spare) => *plan.read(&spare.blank),
                None if ticked.marks.is_empty() => *plan.read(&ticks.blank),
                None => Blank::Open,
            };
            ticked.worth(plan, ticks, blank)
        };
        self.rows.iter().zip(&table.rows).map(one).collect()
    }

    /// Its contents, for the means of [`super::Tables`].
    #[must_use]
    pub fn contents(&self, plan: &Plan<'_>, unit: &Unit) -> Contents {
        let Some((_, table)) = self.of(plan) else { return Contents::new() };
        let bounds = plan.track.rating.as_ref().map(|rating| rating.bounds(plan));
        let open = bounds.unwrap_or_else(|| Range::exactly(Points::ZERO));
        let mut contents: Contents = vec![Averaged::default(); table.groups.len()];
        for (row, worth) in table.rows.iter().zip(self.worths(plan, unit)) {
            let range = match worth {
                Worth::Points(points) => Range::exactly(points),
                Worth::Open => open.clone(),
                Worth::Skipped | Worth::Void => continue,
            };
            if let Some(content) = contents.get_mut(row.group) {
                content.add(&range, &Points::from(1), false);
            }
        }
        contents
    }
}

/// A tick for one of the track's own indicators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnTick {
    /// The indicator's number as written.
    pub no: String,
    /// The row.
    pub row: RowRef,
    /// The levels ticked.
    pub ticked: Ticked,
    /// Who ticked.
    pub by: String,
}

/// The rows of the sheet that are ticks for the track's own indicators, one for each number.
#[must_use]
pub fn own(plan: &Plan<'_>, unit: &Unit) -> Vec<OwnTick> {
    let Some((ticks, tables)) = plan.scheme.ticks.as_ref().zip(plan.track.tables.as_ref()) else { return Vec::new() };
    let Some(word) = &tables.own else { return Vec::new() };
    let mut found: Vec<OwnTick> = Vec::new();
    for row in unit.rows(ticks.sheet) {
        if plan.dossier.shown(*row, ticks.level) != *word {
            continue;
        }
        let no = plan.dossier.shown(*row, ticks.row);
        let known = found.iter().position(|tick| tick.no == no).unwrap_or_else(|| {
            let by = ticks.by.map_or_else(String::new, |by| plan.dossier.shown(*row, by));
            found.push(OwnTick { no, row: *row, ticked: Ticked::default(), by });
            found.len() - 1
        });
        found[known].ticked.rows.push(*row);
        found[known].ticked.add(plan, ticks, *row);
    }
    found
}

/// The rows of one own indicator that were ticked twice and void it.
#[must_use]
pub fn void(plan: &Plan<'_>, unit: &Unit, no: &str) -> Vec<RowRef> {
    let Some(ticks) = &plan.scheme.ticks else { return Vec::new() };
    let twice = own(plan, unit).into_iter().find(|tick| tick.no == no && tick.ticked.marks.len() > 1);
    let rows = twice.map(|tick| tick.ticked.rows).unwrap_or_default();
    if rows.is_empty() || *plan.read(&ticks.twice) == Twice::Open { Vec::new() } else { rows }
}

/// What keeps rows from counting: levels that the track does not use, unknown numbers, two ticks, none.
pub fn findings(plan: &Plan<'_>, unit: &Unit, findings: &mut Vec<Finding>) {
    let Some((ticks, tables)) = plan.scheme.ticks.as_ref().zip(plan.track.tables.as_ref()) else { return };
    let dossier = plan.dossier;
    let uses = plan.read(&tables.uses);
    let mut unused: Vec<String> = Vec::new();
    for row in unit.rows(ticks.sheet) {
        let level = dossier.shown(*row, ticks.level);
        let table = uses.iter().map(|at| &ticks.tables[*at]).find(|table| table.level == level);
        let no = dossier.shown(*row, ticks.row);
        let known = match table {
            Some(table) => table.row(&no).is_some(),
            None if tables.own.as_ref() == Some(&level) => {
                plan.track.indicators().any(|(_, indicator)| indicator.no == no)
            }
            None => {
                if !level.is_empty() && !unused.contains(&level) {
                    let why = format!("“{level}”一级的考评表不计入{}，这些行没有计入", plan.track.name);
                    let mend = "核对级别；要计入的，在口径里改用。";
                    findings.push(dossier.finding(*row, Some(ticks.level), Severity::Explain, why, mend));
                    unused.push(level);
                }
                continue;
            }
        };
        if !known {
            let why = format!("级别为“{level}”的考评表没有第{no}项，这一行没有计入");
            findings.push(dossier.finding(*row, Some(ticks.row), Severity::Must, why, "按考评表的序号填写。"));
        }
    }
    let twice = |place: &str, no: &str, ticked: &Ticked, findings: &mut Vec<Finding>| {
        let Some(row) = ticked.rows.last().filter(|_| ticked.marks.len() > 1) else { return };
        let field = ticked.marks.last().and_then(|at| ticks.marks.get(*at)).map(|(_, field)| *field);
        let ending =
            if *plan.read(&ticks.twice) == Twice::Void { "这一项作废，不计入" } else { "这一项待评" };
        let why = format!("{place}第{no}项勾了{}，{ending}", ticked.levels(ticks));
        findings.push(dossier.finding(*row, field, Severity::Must, why, "一行只勾一个等次。"));
    };
    for tick in own(plan, unit) {
        twice("", &tick.no, &tick.ticked, findings);
    }
    for filled in filled(plan, unit) {
        let Some((_, table)) = filled.of(plan) else { continue };
        let place = format!("{}（{}）", table.name, if filled.place.is_empty() { "未填地名" } else { &filled.place });
        let mut open: Vec<&str> = Vec::new();
        for ((ticked, row), worth) in filled.rows.iter().zip(&table.rows).zip(filled.worths(plan, unit)) {
            twice(&place, &row.no, ticked, findings);
            if ticked.marks.is_empty() && worth == Worth::Open {
                open.push(&row.no);
            }
        }
        if !open.is_empty() {
            let why = format!("{place}有{}项没有勾选等次，待评：{}", open.len(), open.join("、"));
            findings.push(dossier.finding(
                filled.first,
                Some(ticks.level),
                Severity::Explain,
                why,
                "补勾，每项一个等次。",
            ));
        }
    }
}
