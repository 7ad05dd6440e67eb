//! The project: one log of edits (装入、打分、口径…), from which everything shown is derived. Undo moves a cursor; nothing
//! is ever taken apart again.

mod fold;
mod reasons;
mod settings;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::cohort::{Cohort, decide_all};
use crate::diag::{Finding, Severity};
use crate::dossier::{Dossier, Settings, Typed};
use crate::evaluate::{Memo, evaluate_all};
use crate::exact::Points;
use crate::judgement::admissible;
use crate::ledger::dictionary::{Kind, SheetIx};
use crate::ledger::period::parse_day;
use crate::ledger::table::{Batch, SheetSummary, State, Table};
use crate::ledger::text::{Symbol, Text};
use crate::plan::Plan;
use crate::report::Report;
use crate::scheme::builtin;
use crate::scheme::convention::Readings;
use crate::scheme::model::{Scheme, Track};

use self::fold::derive;
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

/// One file in the project: its tables, shared and never changed.
#[derive(Debug, Clone)]
pub struct Import {
    /// The file's name.
    pub file: String,
    /// Whether this is the built-in sample.
    pub sample: bool,
    /// The tables, with the project's symbols.
    pub tables: Vec<Arc<Table>>,
    /// What each sheet held.
    pub sheets: Vec<SheetSummary>,
    /// Repairs and refusals.
    pub findings: Vec<Finding>,
    /// The text behind it, where it was typed in the program: one sheet, which takes the place of what was typed before.
    pub typed: Option<TypedRows>,
}

/// One change that a person makes.
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
    },
    /// Another answer of a convention; `value` `None` switches it off.
    Convention {
        /// 口径号.
        id: String,
        /// The choice.
        value: Option<String>,
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
    Import(Arc<Import>),
    Edit(Edit),
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
    /// The files.
    pub files: Vec<Arc<Import>>,
    /// Findings of the files and of their settings.
    pub findings: Vec<Finding>,
    /// Reasons that people gave for findings; some may be for findings that are not there any more.
    pub reasons: Vec<Reason>,
    settings: Settings,
    /// What was judged already.
    memo: Memo,
}

/// What a project begins with.
#[derive(Debug)]
struct Start {
    scheme: Scheme,
    track: usize,
}

/// A scheme, a track and a log.
#[derive(Debug)]
pub struct Project {
    start: Start,
    text: Arc<Text>,
    log: Vec<Entry>,
    done: usize,
    refused: Vec<Finding>,
    view: View,
}

impl Project {
    /// An empty project. `track` is a place in the scheme's tracks; one out of range means the first.
    #[must_use]
    pub fn new(scheme: Scheme, track: usize) -> Self {
        let track = if track < scheme.tracks.len() { track } else { 0 };
        let start = Start { scheme, track };
        let view = derive(&start, &Arc::default(), &[], None);
        Self { start, text: Arc::default(), log: Vec::new(), done: 0, refused: Vec::new(), view }
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

    /// Takes in a file, as one edit. A file without a usable table adds only its findings and is no edit; what was loaded
    /// stays. A file of the same name replaces the earlier one, and a real file puts the sample away.
    pub fn load(&mut self, batch: Batch, sample: bool) {
        self.refused.clear();
        if batch.tables.iter().all(|table| table.rows.is_empty()) {
            self.refused = batch.findings;
            if self.refused.iter().all(|finding| finding.severity != Severity::Must) {
                let why = "这个文件里的表没有一行可用的数据，没有装入";
                let mend = "确认选对了文件；表格应在表头下面逐行填写。";
                self.refused.push(Finding::about(&batch.file, Severity::Must, why, mend));
            }
            return;
        }
        self.import(batch, sample, None);
    }

    /// Takes in the rows of one sheet as they were typed, as one edit; `batch` is what they were read as. They take the
    /// place of the rows that were typed for the sheet before, and are part of the sample while that is open.
    pub fn enter(&mut self, typed: TypedRows, batch: Batch) {
        self.refused.clear();
        let nothing: &[Vec<String>] = &[];
        if self.typed(typed.sheet).unwrap_or(nothing) != typed.rows {
            let sample = self.view.files.iter().any(|file| file.sample);
            self.import(batch, sample, Some(typed));
        }
    }

    /// The rows that were typed for a sheet.
    #[must_use]
    pub fn typed(&self, sheet: SheetIx) -> Option<&[Vec<String>]> {
        let mut typed = self.view.files.iter().filter_map(|file| file.typed.as_ref());
        typed.find(|typed| typed.sheet == sheet).map(|typed| &typed.rows[..])
    }

    fn import(&mut self, batch: Batch, sample: bool, typed: Option<TypedRows>) {
        let symbols: Vec<Symbol> = {
            let text = Arc::make_mut(&mut self.text);
            batch.text.words().map(|word| text.intern(word)).collect()
        };
        let tables = batch.tables.into_iter().map(|table| Arc::new(self.adopt(table, &symbols))).collect();
        let Batch { file, sheets, findings, .. } = batch;
        self.push(Entry::Import(Arc::new(Import { file, sample, tables, sheets, findings, typed })));
    }

    /// Rewrites the symbols of a table from its batch's words to the project's.
    fn adopt(&self, mut table: Table, symbols: &[Symbol]) -> Table {
        let fields = self.view.scheme.dictionary.sheet(table.sheet).map_or(&[][..], |sheet| &sheet.fields[..]);
        for (column, field) in table.columns.iter_mut().zip(fields) {
            let (Some(column), Kind::Text | Kind::Choice(_) | Kind::Level) = (column, &field.kind) else { continue };
            for (value, state) in column.values.iter_mut().zip(&column.states) {
                if matches!(state, State::Known | State::Coarse | State::Estimated) {
                    let own = usize::try_from(*value).ok().and_then(|at| symbols.get(at));
                    *value = own.map_or(-1, |symbol| i64::from(symbol.0));
                }
            }
        }
        for symbol in table.raw.values_mut() {
            if let Some(own) = symbols.get(symbol.0 as usize) {
                *symbol = *own;
            }
        }
        table
    }

    /// Makes one edit.
    ///
    /// # Errors
    /// A Chinese sentence where the edit names something that does not exist.
    pub fn apply(&mut self, edit: Edit) -> Result<(), String> {
        match &edit {
            Edit::Convention { id, value } => {
                let mut scheme = self.view.scheme.conventions.clone();
                self.view.readings.clone().choose(&mut scheme, id, value.as_deref().unwrap_or("none"))?;
            }
            Edit::Track { scheme, track } => {
                let found = builtin::loaded(scheme).ok_or_else(|| format!("没有方案 {scheme}"))?;
                found.track(track).ok_or_else(|| format!("方案 {scheme} 没有考核对象 {track}"))?;
            }
            Edit::AsOf { date } if parse_day(date).is_none() => {
                return Err(format!("“{date}”不是日期，应写成 2022-12-31"));
            }
            Edit::Year { year } if !(1949..2200).contains(year) => return Err(format!("年度 {year} 不在可用范围内")),
            Edit::Assess { unit, no, points, by, reason } => {
                let typed = Typed { points: points.clone(), by: by.clone(), reason: reason.clone() };
                let view = &self.view;
                let track = self.track().ok_or("方案没有考核对象")?;
                let plan = Plan::new(&view.scheme, track, &view.dossier, view.readings.clone());
                admissible(&plan, unit, no, &typed)?;
            }
            Edit::Reason { key, by, reason } => self.explainable(key, by, reason.as_deref())?,
            _ => {}
        }
        self.push(Entry::Edit(edit));
        Ok(())
    }

    fn push(&mut self, entry: Entry) {
        self.log.truncate(self.done);
        self.log.push(entry);
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
        let can = self.done > 0;
        if can {
            self.done -= 1;
            self.derive();
        }
        can
    }

    /// Makes the edit again that was taken back last; `false` when there is none.
    pub fn redo(&mut self) -> bool {
        let can = self.done < self.log.len();
        if can {
            self.done += 1;
            self.derive();
        }
        can
    }

    /// What undo would take back, in words.
    #[must_use]
    pub fn undo_label(&self) -> Option<String> {
        self.done.checked_sub(1).and_then(|at| self.log.get(at)).map(Entry::label)
    }

    /// What redo would make again, in words.
    #[must_use]
    pub fn redo_label(&self) -> Option<String> {
        self.log.get(self.done).map(Entry::label)
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
    fn plan<'v>(&'v self, track: &'v Track) -> Plan<'v> {
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

impl Entry {
    fn label(&self) -> String {
        match self {
            Self::Import(import) if import.typed.is_some() => {
                format!("录入{}", import.sheets.first().map_or("", |sheet| &sheet.name))
            }
            Self::Import(import) if import.sample => "打开示例".to_owned(),
            Self::Import(import) => format!("装入 {}", import.file),
            Self::Edit(Edit::Assess { no, points, .. }) => {
                // A content that is rated as a whole goes by its name.
                let what =
                    if no.starts_with(|c: char| c.is_ascii()) { format!("指标{no}") } else { format!("“{no}”") };
                match points {
                    Some(points) if points.parse::<Points>().is_ok() => format!("{what}打分{points}"),
                    Some(level) => format!("{what}评为{level}"),
                    None => format!("撤回{what}评分"),
                }
            }
            Self::Edit(Edit::Convention { id, .. }) => format!("口径{id}"),
            Self::Edit(Edit::Track { scheme, track }) => {
                let found = builtin::loaded(scheme).and_then(|scheme| scheme.tracks.get(scheme.track(track)?));
                format!("改用{}", found.map_or(track, |track| &track.name))
            }
            Self::Edit(Edit::Year { year }) => format!("年度改为{year}"),
            Self::Edit(Edit::AsOf { date }) => format!("推算日改为{date}"),
            Self::Edit(Edit::Unit { name }) => format!("单位定为{name}"),
            Self::Edit(Edit::Reason { reason: Some(_), .. }) => "填写说明".to_owned(),
            Self::Edit(Edit::Reason { reason: None, .. }) => "撤回说明".to_owned(),
            Self::Edit(Edit::Clear) => "清空".to_owned(),
        }
    }
}
