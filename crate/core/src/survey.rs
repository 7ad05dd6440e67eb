//! Surveys (测评): how many people chose each level, as one level.
//!
//! ```toml
//! counts = { open = "G-23" }      # { scale = { level = points }, cuts = { level = least mean } } | none
//! ```
//!
//! The fields with the counts bear the names of the levels. What reaches no cut is the level that is worth least.

use crate::dossier::RowRef;
use crate::exact::Points;
use crate::ledger::dictionary::{FieldIx, SheetIx};
use crate::ledger::table::{MILLIONTH, State};
use crate::plan::Plan;
use crate::scheme::convention::Slot;
use crate::scheme::load::{Rules, word_points};
use crate::scheme::read::{Keys, Node};

/// How the counts of a row become a level, where a convention says that they do.
#[derive(Debug, Clone, PartialEq)]
pub struct Counts(Slot<Option<Survey>>);

/// A scale to average on and the cuts to read the mean with.
#[derive(Debug, Clone, PartialEq)]
struct Survey {
    scale: Slot<Vec<Votes>>,
    cuts: Slot<Vec<(String, Points)>>,
}

/// The votes for one level.
#[derive(Debug, Clone, PartialEq)]
struct Votes {
    level: String,
    /// How many there are.
    field: FieldIx,
    /// What the level is worth.
    worth: Points,
}

impl Counts {
    /// Reads the slot `counts`; without one, counts say nothing.
    pub fn read<'n>(keys: &Keys<'n>, rules: &Rules<'n>, sheet: SheetIx) -> Self {
        let counts = rules.rows.slots.slot(keys, "counts", |keys, node| match node.text() {
            Some("none") => Some(None),
            _ => survey(keys, node, rules, sheet).map(Some),
        });
        Self(counts.unwrap_or(Slot::Fixed(None)))
    }

    /// The columns of a row's counts that are not filled in, quoted; `None` where all are, or where the file has none of them.
    #[must_use]
    pub fn blank(&self, plan: &Plan<'_>, row: RowRef) -> Option<String> {
        let (survey, table) = (plan.read(&self.0).as_ref()?, plan.dossier.table(row)?);
        let fields = plan.read(&survey.scale).iter().map(|votes| votes.field);
        let blank = fields.filter(|field| table.has(*field) && plan.dossier.cell(row, *field).0 == State::Blank);
        let name = |field| Some(format!("“{}”", plan.dossier.dictionary.field(table.sheet, field)?.name));
        let names: Vec<String> = blank.filter_map(name).collect();
        (!names.is_empty()).then(|| names.join("、"))
    }

    /// The level that the counts of a row come to, and their mean. No convention is read for a row without counts.
    #[must_use]
    pub fn level<'s>(&'s self, plan: &Plan<'_>, row: RowRef) -> Option<(&'s str, Points)> {
        let dossier = plan.dossier;
        let counted = |field: FieldIx| matches!(dossier.cell(row, field), (State::Known, value) if value > 0);
        let any_survey = match &self.0 {
            Slot::Fixed(survey) => survey.as_ref(),
            Slot::Open { picks, .. } => picks.iter().find_map(Option::as_ref),
        };
        let scale = match any_survey.map(|survey| &survey.scale) {
            Some(Slot::Fixed(scale)) => scale,
            Some(Slot::Open { picks, .. }) => picks.first()?,
            None => return None,
        };
        if !scale.iter().any(|votes| counted(votes.field)) {
            return None;
        }
        // A count below zero or with a part of a person is no count: nobody can say what was found.
        let sound = |field: FieldIx| match dossier.cell(row, field) {
            (State::Known, value) => value >= 0 && value % MILLIONTH == 0,
            (state, _) => state == State::Blank,
        };
        if !scale.iter().all(|votes| sound(votes.field)) {
            return None;
        }
        let survey = plan.read(&self.0).as_ref()?;
        let (mut sum, mut people) = (Points::ZERO, Points::ZERO);
        let scale = plan.read(&survey.scale);
        for votes in scale {
            if let (State::Known, value) = dossier.cell(row, votes.field) {
                let count = Points::ratio(value, MILLIONTH);
                sum += &(&count * &votes.worth);
                people += &count;
            }
        }
        let mean = sum.over(&people);
        let cut = plan.read(&survey.cuts).iter().find(|(_, cut)| mean >= *cut).map(|(level, _)| level);
        let rest = || scale.iter().min_by_key(|votes| &votes.worth).map(|votes| &votes.level);
        cut.or_else(rest).map(|level| (level.as_str(), mean))
    }
}

fn survey<'n>(keys: &Keys<'n>, node: &'n Node, rules: &Rules<'n>, sheet: SheetIx) -> Option<Survey> {
    let inner = keys.open_inside(node, "测评折算")?;
    let slots = &rules.rows.slots;
    let scale = slots.slot(&inner, "scale", |keys, node| {
        let words = word_points(keys, node)?;
        let votes = |(level, worth): (String, Points)| {
            Some(Votes { field: rules.rows.field(keys.files(), node, sheet, &level)?, level, worth })
        };
        words.into_iter().map(votes).collect()
    });
    let cuts = slots.slot(&inner, "cuts", word_points);
    inner.done();
    Some(Survey { scale: scale?, cuts: cuts? })
}
