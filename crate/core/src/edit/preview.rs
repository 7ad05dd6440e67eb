//! What an import would do (导入预览), found out without doing it: the same import is made on a copy of the project, and the
//! two are compared.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

use super::diff::{SheetDiff, diff};
use super::facts::Review;
use super::file::Saved;
use super::import::{Choice, FileChoice, Place, usable};
use super::{Import, Project};
use crate::diag::{Finding, Severity};
use crate::evaluate::evaluate_all;
use crate::exact::Points;
use crate::fit::better;
use crate::ledger::dictionary::{Role, SheetIx};
use crate::ledger::table::{Batch, MILLIONTH, SheetSummary, State, Table};
use crate::report::{IndicatorReport, Report, UnitReport};
use crate::scheme::catalogue::Offer;
use crate::scheme::model::{Scheme, Track};
use crate::score::ScoreState;

/// So many findings of a file are shown at first, the gravest ones.
const FIRST: usize = 5;

/// An import, looked at before it is made.
#[derive(Debug, Clone, Serialize)]
pub struct Preview {
    /// By file, in order.
    pub files: Vec<FilePreview>,
    /// Whether something would be taken in.
    pub usable: bool,
    /// What becomes of the units that are loaded now: only those that change. Empty where nothing was loaded.
    pub units: Vec<UnitChange>,
    /// Typed points that would have to be looked at again, beyond those that must be now.
    pub review: Vec<Review>,
    /// The year in force after the import.
    pub year: i32,
    /// Another year, where the files name that one alone.
    pub other_year: Option<i32>,
    /// A scheme and track that fit the ledgers better than the ones in force.
    pub better: Option<Offer>,
    /// The sheets that a table can be read as, with their columns, those of the track first.
    pub sheets: Vec<SheetFields>,
}

/// One file of an import.
#[derive(Debug, Clone, Serialize)]
pub struct FilePreview {
    /// The name that it was chosen under.
    pub name: String,
    /// The name that it would be loaded under.
    pub goes_by: String,
    /// Whether some row of it can be used.
    pub usable: bool,
    /// Its sheets.
    pub sheets: Vec<SheetSummary>,
    /// How many findings there are of each grade: must, explain, note.
    pub counts: [usize; 3],
    /// The first of them.
    pub findings: Vec<Finding>,
    /// A loaded file that it seems to be a newer copy of.
    pub older: Option<Older>,
}

/// A loaded file that this one seems to be a newer copy of.
#[derive(Debug, Clone, Serialize)]
pub struct Older {
    /// Its name.
    pub name: String,
    /// Whether that is the same name; else the same sheets and units under another one, which a person must decide.
    pub same_name: bool,
    /// Whether it would give way.
    pub replaced: bool,
    /// What differs, where it would give way.
    pub sheets: Vec<SheetDiff>,
}

/// A sheet of the ledger as something to choose.
#[derive(Debug, Clone, Serialize)]
pub struct SheetFields {
    /// Its name.
    pub name: String,
    /// Whether the track uses it.
    pub used: bool,
    /// The names of its columns.
    pub fields: Vec<String>,
}

/// Old and new text of a result; the same where nothing changed.
type Change = (String, String);

/// What becomes of a unit.
#[derive(Debug, Clone, Serialize)]
pub struct UnitChange {
    /// Its name.
    pub unit: String,
    /// Its total, or what it is rated by.
    pub total: Change,
    /// Its tier.
    pub tier: Change,
    /// Number, name, old and new result of every indicator that changes.
    pub indicators: Vec<(String, String, String, String)>,
}

impl Project {
    /// What an import would do. The project is as it was afterwards.
    #[must_use]
    pub fn preview(&self, batches: Vec<Batch>, choice: &Choice) -> Preview {
        let mut files: Vec<FilePreview> = batches.iter().map(of_file).collect();
        let mut after = self.copy();
        let made = after.take_in(batches, choice, false);
        for ((at, file), made) in files.iter_mut().enumerate().zip(&made) {
            if let Some(made) = made {
                file.goes_by.clone_from(&made.file);
                file.older = self.older(made, &file.name, &choice.of(at), &after);
            }
        }
        let year = after.view.dossier.year;
        let mut named: Vec<i32> = made.iter().flatten().flat_map(|import| after.years_named(import)).collect();
        named.sort_unstable();
        named.dedup();
        let fits = after.better();
        Preview {
            files,
            usable: made.iter().any(Option::is_some),
            units: self.unit_changes(&after),
            review: self.newly_to_review(&after),
            year,
            other_year: if let [one] = named[..] { Some(one).filter(|one| *one != year) } else { None },
            better: fits.map(|(scheme, track)| Offer::new(scheme, track)),
            sheets: self.sheets_to_choose(),
        }
    }

    /// A scheme and track that fit the loaded sheets better.
    #[must_use]
    pub fn better(&self) -> Option<(&Scheme, &Track)> {
        let sheets = self.view.files.iter().flat_map(|file| &file.sheets);
        let unread = sheets.filter(|sheet| sheet.read_as.is_none()).map(|sheet| sheet.name.as_str()).collect();
        better(self.schemes(), (self.scheme(), self.track()?), &self.view.dossier, &unread)
    }

    /// The years that a file names: in titles, and as 评价年度.
    fn years_named(&self, import: &Import) -> Vec<i32> {
        let kept = import.sheets.iter().filter(|sheet| !import.without.contains(&sheet.name));
        let titles = kept.filter_map(|sheet| sheet.year);
        let field = |table: &Table| self.view.scheme.dictionary.sheet(table.sheet)?.role(Role::Year);
        let of_table = |table: &Arc<Table>| -> Vec<i32> {
            let Some(field) = field(table) else { return Vec::new() };
            let known = (0..table.rows.len()).map(|row| table.cell(row, field)).filter(|cell| cell.0 == State::Known);
            known.filter_map(|(_, value)| i32::try_from(value / MILLIONTH).ok()).collect()
        };
        titles.chain(import.tables.iter().flat_map(of_table)).filter(|year| (1949..2200).contains(year)).collect()
    }

    /// The same project once more. What was judged already is not carried over.
    fn copy(&self) -> Self {
        let view = super::derive(&self.start, &self.text, &self.log[..self.done], Some(&self.view));
        Self {
            start: self.start.clone(),
            text: Arc::clone(&self.text),
            log: self.log[..self.done].to_vec(),
            done: self.done,
            refused: Vec::new(),
            view,
            made: self.made,
            saved: Saved::default(),
        }
    }

    /// The loaded file that an import is a newer copy of, and what differs; `name` is what it was chosen under.
    fn older(&self, made: &Import, name: &str, chosen: &FileChoice, after: &Self) -> Option<Older> {
        let loaded = || self.view.files.iter().filter(|file| file.typed.is_none() && !file.sample);
        let named = |name: &str| loaded().find(|file| file.file == name);
        let by_choice = match &chosen.place {
            Place::Instead(other) => named(other),
            Place::ByName | Place::Beside => named(name),
        };
        let found = by_choice.or_else(|| loaded().find(|file| self.same_ledger(file, made)))?;
        let replaced = !after.view.files.iter().any(|kept| Arc::ptr_eq(kept, found));
        let differences = || diff(&found.tables, made, &after.view.scheme.dictionary, &after.text);
        let sheets = if replaced { differences() } else { Vec::new() };
        Some(Older { name: found.file.clone(), same_name: found.file == name, replaced, sheets })
    }

    /// Whether two files hold the same sheets of the same units, or one a part of the other's.
    fn same_ledger(&self, one: &Import, other: &Import) -> bool {
        let sheets = |import: &Import| -> BTreeSet<SheetIx> {
            import.tables.iter().filter(|table| !table.rows.is_empty()).map(|table| table.sheet).collect()
        };
        let units = |import: &Import| -> BTreeSet<i64> {
            let role = |sheet| self.view.scheme.dictionary.sheet(sheet)?.role(Role::UnitName);
            let of_table = |table: &Arc<Table>| -> BTreeSet<i64> {
                let Some(field) = role(table.sheet) else { return BTreeSet::new() };
                (0..table.rows.len()).map(|row| table.cell(row, field).1).collect()
            };
            import.tables.iter().flat_map(of_table).collect()
        };
        let (here, there) = (sheets(one), sheets(other));
        !here.is_empty() && (here.is_subset(&there) || there.is_subset(&here)) && units(one) == units(other)
    }

    fn unit_changes(&self, after: &Self) -> Vec<UnitChange> {
        let real = self.view.files.iter().any(|file| !file.sample) && !self.view.dossier.units.is_empty();
        let reports = real.then(|| Some((self.light()?, after.light()?))).flatten();
        let Some((before, after)) = reports else { return Vec::new() };
        let change = |unit: &UnitReport| {
            let now = after.units.iter().find(|other| other.unit == unit.unit);
            let of = |value: fn(&UnitReport) -> String| (value(unit), now.map_or_else(|| GONE.to_owned(), value));
            let indicators = now.iter().flat_map(|now| unit.indicators.iter().zip(&now.indicators));
            let indicators = indicators.filter_map(|(was, now)| {
                let (old, new) = (result(was), result(now));
                (old != new).then(|| (was.no.clone(), was.name.clone(), old, new))
            });
            let (total, tier) = (of(sum), of(tier));
            UnitChange { unit: unit.unit.clone(), indicators: indicators.collect(), total, tier }
        };
        let moved = |change: &UnitChange| {
            !change.indicators.is_empty() || change.total.0 != change.total.1 || change.tier.0 != change.tier.1
        };
        before.units.iter().map(change).filter(moved).collect()
    }

    fn light(&self) -> Option<Report> {
        Some(evaluate_all(&self.plan(self.track()?), &self.view.memo))
    }

    fn newly_to_review(&self, after: &Self) -> Vec<Review> {
        if self.view.facts.is_empty() {
            return Vec::new();
        }
        let known = self.review();
        let same = |one: &Review, other: &Review| one.unit == other.unit && one.no == other.no;
        after.review().into_iter().filter(|review| !known.iter().any(|other| same(review, other))).collect()
    }

    fn sheets_to_choose(&self) -> Vec<SheetFields> {
        let used = |at: SheetIx| self.track().is_some_and(|track| track.sheets.binary_search(&at).is_ok());
        let sheets = (0_u16..).map(SheetIx).zip(&self.view.scheme.dictionary.sheets);
        let mut sheets: Vec<SheetFields> = sheets
            .map(|(at, sheet)| SheetFields {
                name: sheet.name.clone(),
                used: used(at),
                fields: sheet.fields.iter().map(|field| field.name.clone()).collect(),
            })
            .collect();
        sheets.sort_by_key(|sheet| !sheet.used);
        sheets
    }
}

fn of_file(batch: &Batch) -> FilePreview {
    let of = |grade: Severity| batch.findings.iter().filter(|finding| finding.severity == grade).count();
    let mut findings: Vec<Finding> = batch.findings.clone();
    findings.sort_by_key(|finding| finding.severity);
    findings.truncate(FIRST);
    FilePreview {
        name: batch.file.clone(),
        goes_by: batch.file.clone(),
        usable: usable(batch),
        sheets: batch.sheets.clone(),
        counts: [of(Severity::Must), of(Severity::Explain), of(Severity::Note)],
        findings,
        older: None,
    }
}

const GONE: &str = "不再有";

fn sum(unit: &UnitReport) -> String {
    let figure = unit.total.as_ref().or(unit.tier.score.as_ref());
    points(figure, unit.range.as_ref().or(unit.tier.range.as_ref()))
}

fn tier(unit: &UnitReport) -> String {
    unit.tier.name.clone().unwrap_or_else(|| "未定".to_owned())
}

/// An indicator's result as the lists show it.
fn result(indicator: &IndicatorReport) -> String {
    match (&indicator.rating, indicator.state) {
        (_, ScoreState::NotApplicable) => "不适用".to_owned(),
        (Some(rating), _) => rating.clone(),
        (None, _) if indicator.score.is_some() || indicator.range.is_some() => {
            points(indicator.score.as_ref(), indicator.range.as_ref())
        }
        (None, ScoreState::Pending) => "待评".to_owned(),
        (None, ScoreState::Missing) => "缺佐证".to_owned(),
        (None, _) => "未定".to_owned(),
    }
}

fn points(score: Option<&Points>, range: Option<&(Points, Points)>) -> String {
    match (score, range) {
        (Some(score), _) => score.shown(),
        (None, Some((low, high))) => format!("{} ~ {}", low.shown(), high.shown()),
        (None, None) => "未定".to_owned(),
    }
}
