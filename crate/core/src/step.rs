//! Steps: what the evaluator did, as data. Explanation renders them and recomputes nothing; laws add them up again.

use std::collections::BTreeSet;

use crate::basis::Basis;
use crate::dossier::RowRef;
use crate::exact::{Points, Range};
use crate::ledger::dictionary::SheetIx;

/// One step of an evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What was done.
    pub what: What,
    /// What it adds to the raw points of its indicator; `None` where it adds nothing by itself.
    pub adds: Option<Points>,
    /// What it rests on beyond the indicator's own clause.
    pub basis: Vec<Basis>,
}

/// What a step did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// One condition of a list was tested.
    Need {
        /// The condition in words.
        says: String,
        /// How many rows were found.
        found: Points,
        /// How many are due, or allowed.
        due: Points,
        /// Whether `due` is the most and not the least.
        at_most: bool,
        /// The unit of both.
        unit: String,
        /// Whether it is met.
        met: bool,
    },
    /// All conditions are met: the full points.
    AllMet,
    /// Only some are: what a convention gives for it.
    Partial {
        /// How many are met.
        met: usize,
        /// Of how many.
        of: usize,
    },
    /// The ledger has no row of any sheet that the rule reads.
    NoEvidence,
    /// One row gives points by its level.
    Item {
        /// The row.
        row: RowRef,
        /// Its level.
        level: String,
    },
    /// A row whose level nobody can tell yet.
    ItemOpen {
        /// The row.
        row: RowRef,
    },
    /// A person's points.
    Assessed {
        /// Who.
        by: String,
        /// The points given.
        points: Points,
        /// Why, where said.
        reason: String,
    },
    /// Several persons' points as one.
    Several {
        /// How many.
        count: usize,
    },
    /// Nobody has judged yet.
    Pending,
    /// A value over its target.
    Ratio {
        /// What is completed.
        says: String,
        /// The value.
        value: Points,
        /// The target.
        target: Points,
        /// The ratio between its floor and cap.
        ratio: Points,
        /// The unit of the ratio where it is an amount for each of something; `None` for a share.
        unit: Option<String>,
    },
    /// All ratios as one.
    Completed {
        /// The ratio that decides.
        ratio: Points,
        /// As in [`What::Ratio`].
        unit: Option<String>,
    },
    /// What the places of one level gave.
    Surveyed {
        /// The level and what it gave, in words.
        says: String,
    },
    /// Other points stand in the place of what would be computed.
    Instead {
        /// Which, in words.
        says: String,
    },
    /// Full points to begin with.
    Full,
    /// Something was taken off.
    Deducted {
        /// What for.
        says: String,
        /// How many.
        count: Points,
        /// The unit of `count`.
        unit: String,
    },
    /// What everyone has to begin with.
    Start,
    /// An amount gave points.
    Accrued {
        /// What for.
        says: String,
        /// How many.
        count: Points,
        /// The unit of `count`.
        unit: String,
    },
    /// A part begins: the steps up to the next one are its own.
    Part {
        /// What it is about.
        name: String,
    },
    /// Deadlines that nobody can say were kept may leave less: the least stands.
    Undecided,
    /// What is to be taken off is not known yet: the least stands.
    Open,
    /// A gate is shut: nothing is given.
    Shut,
    /// A condition is not met, and only a part of the points is left.
    Times {
        /// The condition in words.
        says: String,
        /// What part is left.
        factor: Points,
        /// Whether it is not known yet that it is not met: the least stands.
        open: bool,
    },
    /// Points went to the nearest that may be given.
    Nearest {
        /// What there was.
        before: Points,
        /// What counts.
        after: Points,
    },
    /// A rank among peers gave points.
    Ranked {
        /// The value that was ranked.
        value: Points,
        /// The rank; the best that it can be while others have no value.
        rank: Points,
        /// The worst that it can be.
        worst: Points,
        /// Among how many.
        units: usize,
    },
    /// The evidence was refused as a whole.
    EvidenceRefused {
        /// The points that a person had given.
        given: Points,
    },
    /// A person's points stand in the place of a computed score.
    Override {
        /// Who.
        by: String,
        /// Why.
        reason: String,
        /// What was computed.
        computed: Range,
    },
    /// A limit held the points down.
    Cap {
        /// What there was.
        before: Points,
        /// What counts.
        after: Points,
    },
}

/// Where the evaluator reports what it does. Reports are closures, so that a sink that keeps nothing costs nothing.
pub trait Sink {
    /// A step was done.
    fn step(&mut self, step: impl FnOnce() -> Step);
    /// A row counted, with what it is worth by itself where that can be said.
    fn counted(&mut self, row: RowRef, worth: Option<&Points>);
    /// A row was refused.
    fn refused(&mut self, row: RowRef, why: &str);
    /// A row may matter and a cell was left blank that decides it: it is told like a refused one, and what rests on it is 缺佐证.
    fn blank(&mut self, row: RowRef, why: &str);
    /// Something a reader should know beside the score.
    fn note(&mut self, note: impl FnOnce() -> String);
    /// A column is not there without which nothing can be computed, or a cell without which a row cannot be judged.
    fn lacks(&mut self, lack: impl FnOnce() -> Lack);
}

/// A column that the ledger does not have, or one cell of it that is not filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack {
    /// The sheet.
    pub sheet: SheetIx,
    /// The column's name.
    pub column: String,
    /// The row whose cell it is; `None` where the whole column is not there.
    pub row: Option<RowRef>,
}

/// Keeps nothing: for totals of a cohort and for trying conventions.
#[derive(Debug, Default)]
pub struct Silent;

impl Sink for Silent {
    fn step(&mut self, _: impl FnOnce() -> Step) {}
    fn counted(&mut self, _: RowRef, _: Option<&Points>) {}
    fn refused(&mut self, _: RowRef, _: &str) {}
    fn blank(&mut self, _: RowRef, _: &str) {}
    fn note(&mut self, _: impl FnOnce() -> String) {}
    fn lacks(&mut self, _: impl FnOnce() -> Lack) {}
}

/// Keeps everything: for the unit that is open.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Trace {
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// The rows that counted, each once.
    pub counted: Vec<(RowRef, Option<Points>)>,
    /// The rows refused, each once for one reason.
    pub refused: Vec<(RowRef, String)>,
    /// Notes.
    pub notes: Vec<String>,
    /// Columns and cells that are not there.
    pub lacks: Vec<Lack>,
    /// Those of the refused rows of which a deciding cell was left blank.
    blank: Vec<(RowRef, String)>,
    seen_counted: BTreeSet<RowRef>,
    seen_refused: BTreeSet<(RowRef, String)>,
}

impl Trace {
    /// Passes rows and notes on to another sink and gives the steps, which it may still have to weigh.
    pub fn pass_on(self, sink: &mut impl Sink) -> Vec<Step> {
        self.counted.iter().for_each(|(row, worth)| sink.counted(*row, worth.as_ref()));
        self.refused.iter().for_each(|(row, why)| sink.refused(*row, why));
        self.blank.iter().for_each(|(row, why)| sink.blank(*row, why));
        self.notes.into_iter().for_each(|note| sink.note(|| note));
        self.lacks.into_iter().for_each(|lack| sink.lacks(|| lack));
        self.steps
    }
}

impl Sink for Trace {
    fn step(&mut self, step: impl FnOnce() -> Step) {
        self.steps.push(step());
    }

    fn counted(&mut self, row: RowRef, worth: Option<&Points>) {
        if self.seen_counted.insert(row) {
            self.counted.push((row, worth.cloned()));
        }
    }

    fn refused(&mut self, row: RowRef, why: &str) {
        if self.seen_refused.insert((row, why.to_owned())) {
            self.refused.push((row, why.to_owned()));
        }
    }

    fn blank(&mut self, row: RowRef, why: &str) {
        self.refused(row, why);
        let blank = (row, why.to_owned());
        if !self.blank.contains(&blank) {
            self.blank.push(blank);
        }
    }

    fn note(&mut self, note: impl FnOnce() -> String) {
        let note = note();
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    fn lacks(&mut self, lack: impl FnOnce() -> Lack) {
        let lack = lack();
        if !self.lacks.contains(&lack) {
            self.lacks.push(lack);
        }
    }
}

/// Watches another sink for what was left blank.
#[derive(Debug)]
pub struct Blanks<'s, S: Sink> {
    sink: &'s mut S,
    /// Whether it is passed on as that; where it decides nothing, it is told like any other refused row.
    marks: bool,
    /// Whether there was one.
    pub met: bool,
}

impl<'s, S: Sink> Blanks<'s, S> {
    /// Passes everything on.
    pub fn marking(sink: &'s mut S) -> Self {
        Self { sink, marks: true, met: false }
    }

    /// Passes blanks on as refused rows that mark nothing.
    pub fn unmarked(sink: &'s mut S) -> Self {
        Self { sink, marks: false, met: false }
    }
}

impl<S: Sink> Sink for Blanks<'_, S> {
    fn step(&mut self, step: impl FnOnce() -> Step) {
        self.sink.step(step);
    }

    fn counted(&mut self, row: RowRef, worth: Option<&Points>) {
        self.sink.counted(row, worth);
    }

    fn refused(&mut self, row: RowRef, why: &str) {
        self.sink.refused(row, why);
    }

    fn blank(&mut self, row: RowRef, why: &str) {
        self.met = true;
        if self.marks {
            self.sink.blank(row, why);
        } else {
            self.sink.refused(row, why);
        }
    }

    fn note(&mut self, note: impl FnOnce() -> String) {
        self.sink.note(note);
    }

    fn lacks(&mut self, lack: impl FnOnce() -> Lack) {
        self.sink.lacks(lack);
    }
}

/// A ratio as people say it: a share in percent, an amount for each of something in its `unit`.
#[must_use]
pub fn ratio_shown(ratio: &Points, unit: Option<&str>) -> String {
    match unit {
        None => format!("{}%", (ratio * &Points::from(100)).shown()),
        Some(unit) => format!("{}{unit}", ratio.shown()),
    }
}
