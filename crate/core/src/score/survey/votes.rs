//! Votes put together (全部调查票合并): every vote weighs the same, wherever it was given.
//!
//! ```toml
//! combine = "votes"
//! scale   = { "好" = "100", "较好" = "80", "一般" = "60", "较差" = "40" }    # the columns with the votes bear these names
//! ```
//!
//! Of a place that must answer and has no votes nobody knows how many there will be: the mean is open over the whole scale.

use super::{Found, Survey};
use crate::dossier::RowRef;
use crate::exact::{Points, Range};
use crate::ledger::dictionary::{FieldIx, SheetIx};
use crate::ledger::table::{MILLIONTH, State};
use crate::scheme::convention::Slot;
use crate::scheme::load::Rules;
use crate::scheme::read::Keys;
use crate::score::{Case, Fact};
use crate::step::Sink;

/// The columns with the votes of each level that has a worth; a level without one is a fault.
pub(super) fn columns(
    keys: &Keys<'_>,
    rules: &Rules<'_>,
    sheet: SheetIx,
    scale: Option<&Slot<Vec<(String, Points)>>>,
) -> Vec<(String, FieldIx)> {
    let all: Vec<&String> = match scale {
        Some(scale) => scale.every().flatten().map(|(level, _)| level).collect(),
        None => rules.levels.iter().collect(),
    };
    let mut levels: Vec<&String> = Vec::new();
    for level in all {
        if !levels.contains(&level) {
            levels.push(level);
        }
    }
    let Some(sheet) = rules.rows.dictionary.sheet(sheet) else { return Vec::new() };
    let column = |level: &String| match sheet.find(level) {
        Some(field) => Some((level.clone(), field)),
        None => {
            let why = format!("“{}”没有“{level}”这一列的票数，不能把票合起来算", sheet.name);
            keys.fault(why, "用 [[extend]] 添上这一列，或把 scale 写成各票数列的名称。");
            None
        }
    };
    levels.into_iter().filter_map(column).collect()
}

impl Survey {
    /// All votes as one value; `None` where nothing was surveyed.
    pub(super) fn pooled(&self, case: &Case<'_>, sink: &mut impl Sink) -> Option<Found> {
        let worths: Vec<(&str, FieldIx, Points)> = self
            .votes
            .iter()
            .filter_map(|(level, field)| Some((level.as_str(), *field, self.worth_of(case, level)?)))
            .collect();
        let mut tally = vec![Points::ZERO; worths.len()];
        let answers = self.answers(
            case,
            |row, sink| {
                let votes = votes(case, &worths, row, sink)?;
                tally.iter_mut().zip(&votes).for_each(|(all, own)| *all += own);
                Some(mean(&worths, &votes))
            },
            sink,
        )?;
        let open: Vec<String> = answers.iter().flat_map(super::Answers::open).collect();
        let range = if open.is_empty() { Range::exactly(mean(&worths, &tally)) } else { self.ends(case) };
        let named = |((level, ..), count): (&(&str, FieldIx, Points), &Points)| (level.to_string(), count.clone());
        let counts: Vec<(String, Points)> = worths.iter().zip(&tally).map(named).collect();
        let told = counts.iter().map(|(level, count)| format!("{level}{}票", count.shown())).collect::<Vec<_>>();
        let lacks = if open.is_empty() { String::new() } else { format!("，{}没有票数", open.join("、")) };
        let says = format!("全部票合计{}{lacks}", told.join("、"));
        let fact = |(level, count): (String, Points)| Fact {
            name: format!("“{level}”"),
            value: count.to_string(),
            unit: "票".to_owned(),
        };
        Some(Found {
            facts: counts.into_iter().map(fact).collect(),
            shares: vec![(says, range.sure.clone())],
            known: open.is_empty(),
            range,
        })
    }
}

/// How many people chose each level in a row; `None` where nobody did, or where a number is no count.
fn votes(
    case: &Case<'_>,
    worths: &[(&str, FieldIx, Points)],
    row: RowRef,
    sink: &mut impl Sink,
) -> Option<Vec<Points>> {
    let dossier = case.plan.dossier;
    let (mut counts, mut blank) = (Vec::new(), Vec::new());
    for (level, field, _) in worths {
        counts.push(match dossier.cell(row, *field) {
            (State::Known, value) if value >= 0 && value % MILLIONTH == 0 => Points::ratio(value, MILLIONTH),
            (State::Blank, _) => {
                blank.push(format!("“{level}”"));
                Points::ZERO
            }
            _ => return None,
        });
    }
    if counts.iter().all(Points::is_zero) {
        return None;
    }
    if !blank.is_empty() {
        sink.blank(row, &format!("没有填{}的票数，按没有这样的票计", blank.join("、")));
    }
    Some(counts)
}

fn mean(worths: &[(&str, FieldIx, Points)], counts: &[Points]) -> Points {
    let all: Points = counts.iter().sum();
    let sum: Points = worths.iter().zip(counts).map(|((.., worth), count)| worth * count).sum();
    sum.over(&all)
}
