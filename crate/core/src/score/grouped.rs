//! `grouped`: rows are put into groups (每天、每月、每村), each group is graded by itself, and the grades are put together
//! (逐组分档).
//!
//! ```toml
//! measure = "grouped"
//! metric  = "sales"                 # what is counted or added up of each group
//! each    = ["日期"]                # rows that have the same here are one group
//! by      = "month"                 # dates by month, quarter or half; by day without it
//! bands   = [{ at_least = "10", points = "1" }, { at_least = "5", points = "0.5" }, { points = "0" }]
//! combine = { open = "…" }          # sum | mean | best | lowest
//! absent  = { open = "G-12" }
//! ```

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use super::bands::Bands;
use super::need::{metric_named, year_value};
use super::{Absent, Case, Fact, ScoreState, Scored};
use crate::dossier::RowRef;
use crate::exact::{Points, Range};
use crate::ledger::dictionary::{FieldIx, Kind};
use crate::metric::lacking::is_unread;
use crate::metric::one::By;
use crate::scheme::convention::Slot;
use crate::scheme::load::{Rules, fields};
use crate::scheme::model::Metric;
use crate::scheme::read::Keys;
use crate::step::{Silent, Sink, Step, What};

/// An indicator that grades groups of rows.
#[derive(Debug, Clone)]
pub struct Grouped {
    /// What is counted, by place in the scheme.
    pub metric: usize,
    each: Vec<FieldIx>,
    by: By,
    bands: Slot<Bands>,
    combine: Slot<Combine>,
    absent: Slot<Absent>,
}

/// How the grades of groups make one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Combine {
    Sum,
    Mean,
    Best,
    Lowest,
}

impl Combine {
    const WORDS: [(&'static str, Self); 4] =
        [("sum", Self::Sum), ("mean", Self::Mean), ("best", Self::Best), ("lowest", Self::Lowest)];
}

impl Grouped {
    /// Reads the words of this measure.
    pub fn read<'n>(keys: &Keys<'n>, rules: &Rules<'n>) -> Option<Self> {
        let metric = keys.need_text("metric").and_then(|name| metric_named(keys, rules, &name));
        let sheet = metric.and_then(|at| rules.metrics.get(at)).map(|metric| metric.rows.sheet);
        let each = keys.need("each");
        let each = sheet.zip(each).and_then(|(sheet, node)| fields(keys, node, &rules.rows, sheet));
        if each.as_ref().is_some_and(Vec::is_empty) {
            keys.fault("没有写按什么分组", "补写 each = [\"日期\"]，写统计量那张表的列名。");
        }
        let by = keys.take("by").map_or(Some(By::Value), |node| keys.word(node, "by", &By::WORDS));
        let slots = &rules.rows.slots;
        if !keys.has("bands") {
            keys.fault(
                "逐组分档没有写分档",
                "补写 bands = [{ at_least = \"…\", points = \"…\" }, { points = \"0\" }]。",
            );
        }
        let bands = slots.slot(keys, "bands", |keys, node| Bands::read(keys, node));
        let combine = slots.slot(keys, "combine", |keys, node| keys.word(node, "combine", &Combine::WORDS));
        let absent = Absent::read(keys, rules);
        let combine = combine.unwrap_or(Slot::Fixed(Combine::Sum));
        Some(Self { metric: metric?, each: each?, by: by?, bands: bands?, combine, absent })
    }

    /// Grades every group and puts the grades together.
    pub fn score(&self, case: &Case<'_>, sink: &mut impl Sink) -> Scored {
        let plan = case.plan;
        let Some(metric) = plan.metric(self.metric) else {
            return Scored::open(ScoreState::Undetermined, case.bounds.clone());
        };
        let (value, rows) = year_value(case, metric, sink);
        if is_unread(plan, case.unit, metric, sink) {
            return plan.read(&self.absent).score(case.bounds, sink);
        }
        let window = metric.during.window(plan.dossier.year).unwrap_or(plan.year);
        let (bands, combine) = (plan.read(&self.bands), *plan.read(&self.combine));
        let mut graded: Vec<(String, Points, Range)> = Vec::new();
        for (key, rows) in self.groups(case, metric, rows, sink) {
            let amount = metric.aggregate.value(plan, &rows, window, &mut Silent);
            let worth = bands.worth(plan, &amount).unwrap_or_else(|| Range::exactly(case.bounds.sure.clone()));
            rows.iter().for_each(|row| sink.counted(*row, None));
            graded.push((key, amount, worth));
        }
        let count = Points::from(i64::try_from(graded.len()).unwrap_or(i64::MAX));
        let range = together(combine, &graded, &count);
        let mut chosen = false;
        for (says, amount, worth) in graded {
            let adds = match combine {
                Combine::Sum => Some(worth.sure),
                Combine::Mean => Some(worth.sure.over(&count)),
                // One group decides: the first that comes to it.
                Combine::Best | Combine::Lowest if !chosen && worth.sure == range.sure => {
                    chosen = true;
                    Some(worth.sure)
                }
                Combine::Best | Combine::Lowest => None,
            };
            let what = What::Accrued { says, count: amount, unit: metric.unit.clone() };
            sink.step(|| Step { what, adds, basis: Vec::new() });
        }
        let fact = |name: &str, value: &Points, unit: &str| Fact {
            name: name.to_owned(),
            value: value.to_string(),
            unit: unit.to_owned(),
        };
        let facts = vec![fact(&metric.name, &value, &metric.unit), fact("组数", &count, "组")];
        let state = if range.settled().is_some() { ScoreState::Known } else { ScoreState::Pending };
        Scored { raw: range.settled().cloned(), facts, ..Scored::open(state, range) }
    }

    /// The rows by group, each group with its name, in the order of the first row; a row of which nobody knows where it
    /// belongs is refused.
    fn groups(
        &self,
        case: &Case<'_>,
        metric: &Metric,
        rows: Vec<RowRef>,
        sink: &mut impl Sink,
    ) -> Vec<(String, Vec<RowRef>)> {
        let dossier = case.plan.dossier;
        let mut groups: IndexMap<Vec<i64>, (String, Vec<RowRef>), FxBuildHasher> = IndexMap::default();
        for row in rows {
            let mut names = Vec::new();
            let mut key = Vec::new();
            for field in &self.each {
                let known = dossier.dictionary.field(metric.rows.sheet, *field);
                let by = if known.is_some_and(|known| matches!(known.kind, Kind::Date)) { self.by } else { By::Value };
                let (state, value) = dossier.cell(row, *field);
                match by.part(state, value) {
                    Some(part) => {
                        key.push(part);
                        names.push(by.name(part).unwrap_or_else(|| dossier.shown(row, *field)));
                    }
                    None => {
                        let name = known.map_or("", |known| known.name.as_str());
                        sink.refused(row, &format!("“{name}”没有填清楚，不知道归到哪一组"));
                        break;
                    }
                }
            }
            if key.len() == self.each.len() {
                groups.entry(key).or_insert_with(|| (names.join(" "), Vec::new())).1.push(row);
            }
        }
        groups.into_values().collect()
    }

    /// Its bands under every answer, for the loader to check.
    pub fn bands(&self) -> impl Iterator<Item = &Bands> {
        self.bands.every()
    }
}

fn together(combine: Combine, graded: &[(String, Points, Range)], count: &Points) -> Range {
    let (sure, possible) =
        (graded.iter().map(|(.., worth)| &worth.sure), graded.iter().map(|(.., worth)| &worth.possible));
    let (sure, possible) = match combine {
        Combine::Sum => (sure.sum(), possible.sum()),
        Combine::Mean => (sure.sum::<Points>().over(count), possible.sum::<Points>().over(count)),
        Combine::Best => (sure.max().cloned().unwrap_or_default(), possible.max().cloned().unwrap_or_default()),
        Combine::Lowest => (sure.min().cloned().unwrap_or_default(), possible.min().cloned().unwrap_or_default()),
    };
    Range { sure, possible }
}
