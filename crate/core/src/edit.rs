//! The project: one log of edits (装入、打分、口径…), from which everything shown is derived. Undo moves a cursor; nothing
//! is ever taken apart again.

mod diff;
mod facts;
pub mod file;
mod fold;
mod import;
mod label;
mod own;
mod preview;
mod reasons;
mod settings;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::cohort::{Cohort, decide_all};
use crate::diag::Finding;
use crate::dossier::{Dossier, Settings, Typed};
use crate::evaluate::{Memo, evaluate_all};
use crate::judgement::admissible;
use crate::ledger::dictionary::SheetIx;
use crate::ledger::mapping::Mapping;
use crate::ledger::period::parse_day;
use crate::ledger::text::Text;
use crate::plan::Plan;
use crate::report::Report;
use crate::scheme::convention::Readings;
use crate::scheme::folder::Folder;
use crate::scheme::model::{Scheme, Track};

pub use self::diff::{Changed, SheetDiff};
pub use self::facts::{Facts, Given, Review};
use self::file::Saved;
use self::fold::derive;
pub use self::import::{Choice, FileChoice, Import, Place};
use self::own::Known;
pub use self::own::Own;
pub use self::preview::Preview;
pub use self::reasons::{FindingKey, Reason};
pub use self::settings::Origin;

/// The file that rows typed in the program stand in.
pub const TYPED: &str = "本页录入";

/// Rows of one sheet as they were typed, without the heads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedRows {
    /// The sheet.
    pub sheet: SheetIx,
    /// The cells, as text.
    pub rows: Vec<Vec<String>>,
}

/// One change that a person makes.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Edit {
    /// Points for an indicator; `points` `None` withdraws them. For a computed indicator this is an override.
    Assess {
        /// 单位名称.
        unit: String,
        /// 指标号.
        no: String,
        /// 得分, as typed.
        points: Option<String>,
        /// 评审人.
        by: String,
        /// 理由.
        reason: String,
        /// What they were given on; filled in when the edit is made.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        facts: Option<Facts>,
    },
    /// Points that were typed stay (维持), on the facts as they are now.
    Keep {
        /// 单位名称.
        unit: String,
        /// 指标号.
        no: String,
        /// What they stay on; filled in when the edit is made.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        facts: Option<Facts>,
    },
    /// A remembered assignment of columns is put away.
    Forget {
        /// The set of headers that it was remembered for.
        heads: Vec<String>,
    },
    /// Another answer of a convention; `value` `None` switches it off.
    Convention {
        /// 口径号.
        id: String,
        /// The choice.
        value: Option<String>,
    },
    /// The texts of a scheme of one's own (自己的方案): it can be chosen from here on. Texts of the same id take the place
    /// of the ones before.
    Own {
        /// The texts.
        folder: Folder,
    },
    /// Another scheme or track. Points and switches made under the old one are put away; files stay.
    Track {
        /// The scheme's id.
        scheme: String,
        /// The track's id.
        track: String,
    },
    /// The evaluation year (评价年度).
    Year {
        /// For example 2022.
        year: i32,
    },
    /// The as-of date (推算日).
    AsOf {
        /// `2022-12-31`.
        date: String,
    },
    /// The unit of files that name none.
    Unit {
        /// 单位名称.
        name: String,
    },
    /// A reason for a finding that passes with one; `reason` `None` takes it back.
    Reason {
        /// The finding.
        #[serde(flatten)]
        key: FindingKey,
        /// 说明人.
        by: String,
        /// What the person says.
        reason: Option<String>,
    },
    /// Everything put away.
    Clear,
}

#[derive(Debug, Clone)]
enum Entry {
    /// Files that were taken in together.
    Files(Vec<Arc<Import>>),
    /// A scheme of one's own, read.
    Own(Arc<Own>),
    Edit(Edit),
}

/// An entry in its place in the log.
#[derive(Debug, Clone)]
struct Step {
    entry: Entry,
    /// No other entry of the session has it: it tells whether a log is the one that was saved.
    mark: u64,
    /// Its text in the project file it came from, where that holds more than we know.
    kept: Option<Arc<str>>,
    /// What points were given on that stand in typed rows.
    given: Vec<Given>,
}

/// What the log comes to at the cursor.
#[derive(Debug)]
pub struct View {
    /// The ledgers.
    pub dossier: Dossier,
    /// The answers in force.
    pub readings: Readings,
    /// Where they come from, by convention id; a convention that is not here has its default.
    pub origins: BTreeMap<String, Origin>,
    /// The conventions, with numbers that people typed.
    pub scheme: Scheme,
    /// The track's place in the scheme.
    pub track: usize,
    /// The schemes of one's own that can be chosen.
    pub own: Vec<Arc<Own>>,
    /// The files.
    pub files: Vec<Arc<Import>>,
    /// Findings of the files and of their settings.
    pub findings: Vec<Finding>,
    /// Assignments of columns that are remembered, the latest last; one for each set of headers.
    pub mappings: Vec<Mapping>,
    /// What typed points were given on, by unit and indicator.
    facts: BTreeMap<(String, String), Facts>,
    /// What the points of typed rows were given on, by sheet.
    given: BTreeMap<String, Vec<Given>>,
    /// Reasons that people gave for findings; some may be for findings that are not there any more.
    pub reasons: Vec<Reason>,
    settings: Settings,
    /// What was judged already.
    memo: Memo,
}

/// What a project begins with.
#[derive(Debug, Clone)]
struct Start {
    scheme: Scheme,
    track: usize,
}

/// A scheme, a track and a log.
#[derive(Debug)]
pub struct Project {
    start: Start,
    text: Arc<Text>,
    log: Vec<Step>,
    done: usize,
    refused: Vec<Finding>,
    view: View,
    /// How many entries were ever made here.
    made: u64,
    saved: Saved,
}

impl Project {
    /// An empty project. `track` is a place in the scheme's tracks; one out of range means the first.
    #[must_use]
    pub fn new(scheme: Scheme, track: usize) -> Self {
        let track = if track < scheme.tracks.len() { track } else { 0 };
        let start = Start { scheme, track };
        let view = derive(&start, &Arc::default(), &[], None);
        let (text, log, refused) = (Arc::default(), Vec::new(), Vec::new());
        Self { start, text, log, done: 0, refused, view, made: 0, saved: Saved::default() }
    }

    /// The scheme at the cursor.
    #[must_use]
    pub fn scheme(&self) -> &Scheme {
        &self.view.scheme
    }

    /// The track.
    #[must_use]
    pub fn track(&self) -> Option<&Track> {
        self.view.scheme.tracks.get(self.view.track)
    }

    /// Everything at the cursor.
    #[must_use]
    pub fn view(&self) -> &View {
        &self.view
    }

    /// Makes one edit.
    ///
    /// # Errors
    /// A Chinese sentence where the edit names something that does not exist.
    pub fn apply(&mut self, edit: Edit) -> Result<(), String> {
        self.writable()?;
        match &edit {
            Edit::Convention { id, value } => {
                let mut scheme = self.view.scheme.conventions.clone();
                self.view.readings.clone().choose(&mut scheme, id, value.as_deref().unwrap_or("none"))?;
            }
            Edit::Own { folder } => return self.take_texts(folder),
            Edit::Track { scheme, track } => {
                let known = self.known();
                let found = known.scheme(scheme).ok_or_else(|| format!("没有方案 {scheme}"))?;
                found.track(track).ok_or_else(|| format!("方案 {scheme} 没有考核对象 {track}"))?;
            }
            Edit::AsOf { date } if parse_day(date).is_none() => {
                return Err(format!("“{date}”不是日期，应写成 2022-12-31"));
            }
            Edit::Year { year } if !(1949..2200).contains(year) => return Err(format!("年度 {year} 不在可用范围内")),
            Edit::Assess { unit, no, points, by, reason, .. } => {
                let typed = Typed { points: points.clone(), by: by.clone(), reason: reason.clone() };
                let plan = self.plan(self.track().ok_or("方案没有考核对象")?);
                admissible(&plan, unit, no, &typed)?;
            }
            Edit::Keep { unit, no, .. } => {
                self.is_given(unit, no).then_some(()).ok_or_else(|| format!("指标{no}没有打过分"))?;
            }
            Edit::Forget { heads } if self.view.mappings.iter().all(|known| known.heads != *heads) => {
                return Err("没有记住这样的列对应".to_owned());
            }
            Edit::Reason { key, by, reason } => self.explainable(key, by, reason.as_deref())?,
            _ => {}
        }
        self.push(Entry::Edit(edit));
        self.note_facts();
        Ok(())
    }

    /// Points were typed: the entry says on what. The facts are taken with the points in force, as they will be looked at.
    fn note_facts(&mut self) {
        let last = self.log.last().map(|step| &step.entry);
        let Some(Entry::Edit(Edit::Assess { unit, no, .. } | Edit::Keep { unit, no, .. })) = last else { return };
        let key = (unit.clone(), no.clone());
        let Some(found) = self.facts(&key.0, &key.1) else { return };
        let last = self.log.last_mut().map(|step| &mut step.entry);
        if let Some(Entry::Edit(Edit::Assess { facts, .. } | Edit::Keep { facts, .. })) = last {
            *facts = Some(found.clone());
        }
        facts::keep(&mut self.view.given, &key.0, &key.1, &found);
        self.view.facts.insert(key, found);
    }

    /// Adds an entry; a project that can only be looked at stays as it is.
    fn push(&mut self, entry: Entry) {
        if self.writable().is_err() {
            return;
        }
        self.log.truncate(self.done);
        self.made += 1;
        self.log.push(Step { entry, mark: self.made, kept: None, given: Vec::new() });
        self.done = self.log.len();
        self.derive();
    }

    fn derive(&mut self) {
        let mut view = derive(&self.start, &self.text, &self.log[..self.done], Some(&self.view));
        view.memo = std::mem::take(&mut self.view.memo).carried(&self.view.dossier, &view.dossier);
        self.view = view;
    }

    /// Takes the last edit back; `false` when there is none.
    pub fn undo(&mut self) -> bool {
        let can = self.done > 0 && self.writable().is_ok();
        if can {
            self.done -= 1;
            self.derive();
        }
        can
    }

    /// Makes the edit again that was taken back last; `false` when there is none.
    pub fn redo(&mut self) -> bool {
        let can = self.done < self.log.len() && self.writable().is_ok();
        if can {
            self.done += 1;
            self.derive();
        }
        can
    }

    /// The schemes that are known at the cursor.
    fn known(&self) -> Known<'_> {
        Known::behind(&self.start, &self.log[..self.done])
    }

    /// What undo would take back, in words.
    #[must_use]
    pub fn undo_label(&self) -> Option<String> {
        self.done.checked_sub(1).and_then(|at| self.log.get(at)).map(|step| step.entry.label(&self.known()))
    }

    /// What redo would make again, in words.
    #[must_use]
    pub fn redo_label(&self) -> Option<String> {
        self.log.get(self.done).map(|step| step.entry.label(&self.known()))
    }

    /// How many edits are in force.
    #[must_use]
    pub fn revision(&self) -> usize {
        self.done
    }

    /// The whole result at the cursor; `None` for a scheme without tracks.
    #[must_use]
    pub fn report(&self) -> Option<Report> {
        let track = self.track()?;
        let view = &self.view;
        let mut report = evaluate_all(&self.plan(track), &view.memo);
        report.findings.extend(view.findings.iter().cloned());
        report.findings.extend(self.refused.iter().cloned());
        let order = |finding: &Finding| {
            let (column, row) = place(finding.cell.as_deref());
            (finding.severity, finding.file.clone(), finding.sheet.clone(), row, column, finding.why.clone())
        };
        report.findings.sort_by_cached_key(order);
        report.findings.dedup();
        Some(report)
    }
}

impl Project {
    /// What a track is evaluated with.
    pub(crate) fn plan<'v>(&'v self, track: &'v Track) -> Plan<'v> {
        Plan::new(&self.view.scheme, track, &self.view.dossier, self.view.readings.clone())
    }

    /// Every unit ranked and tiered together; `None` for a scheme without tracks.
    #[must_use]
    pub fn cohort(&self) -> Option<Cohort> {
        let view = &self.view;
        let mut cohort = decide_all(&self.plan(self.track()?), &view.memo);
        cohort.findings.extend(view.findings.iter().cloned());
        Some(cohort)
    }
}

/// Column letters and row of `表名!D17`, for sorting: shorter letters first.
fn place(cell: Option<&str>) -> ((usize, String), u64) {
    let address = cell.and_then(|cell| cell.rsplit_once('!')).map_or("", |(_, address)| address);
    let letters: String = address.chars().take_while(char::is_ascii_alphabetic).collect();
    let row = address[letters.len()..].parse().unwrap_or(0);
    ((letters.len(), letters), row)
}
