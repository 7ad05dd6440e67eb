//! Figures shown beside what a person judges (数据): they help to judge and never become points.
//!
//! ```toml
//! facts = [{ metric = "put_in_free", places = "each" }, { metric = "brought_in" }]   # each: for every place as well
//! place = ["帮扶对象"]                                                              # the fields that name a row's place
//! ```
//!
//! Every figure stands for itself: none is added to another.

use super::need::{Places, metric_named, place_values, year_value};
use super::{Case, Fact};
use crate::metric::aggregate::Aggregate;
use crate::scheme::convention::Slot;
use crate::scheme::load::Rules;
use crate::scheme::read::Keys;
use crate::step::{Blanks, Sink};

/// The figures of one indicator.
#[derive(Debug, Clone)]
pub struct Facts {
    list: Vec<Figure>,
    place_fields: Vec<String>,
}

#[derive(Debug, Clone)]
struct Figure {
    metric: usize,
    places: Slot<Places>,
}

impl Facts {
    /// Reads the words of an indicator.
    pub fn read<'n>(keys: &Keys<'n>, rules: &Rules<'n>) -> Self {
        let list = keys.tables("facts", "数据").into_iter().filter_map(|keys| {
            let metric = keys.need_text("metric").and_then(|name| metric_named(&keys, rules, &name));
            let places = rules.rows.slots.slot(&keys, "places", |keys, node| keys.word(node, "places", &Places::WORDS));
            keys.done();
            Some(Figure { metric: metric?, places: places.unwrap_or(Slot::Fixed(Places::Any)) })
        });
        Self { list: list.collect(), place_fields: keys.texts("place") }
    }

    /// The figures of a unit: over the year, and for each of its places where it has several.
    pub fn of(&self, case: &Case<'_>, sink: &mut impl Sink) -> Vec<Fact> {
        let mut facts = Vec::new();
        for figure in &self.list {
            let Some(metric) = case.plan.metric(figure.metric) else { continue };
            let fact = |name: String, value: String| Fact { name, value, unit: metric.unit.clone() };
            let (all, rows) = year_value(case, metric, &mut Blanks::unmarked(sink));
            rows.iter().for_each(|row| sink.counted(*row, None));
            facts.push(fact(metric.name.clone(), all.to_string()));
            if let Aggregate::Sum(sum) = &metric.aggregate {
                let estimated = sum.estimated(case.plan, &rows);
                if !estimated.is_zero() {
                    facts.push(fact(format!("{}·估计数（未计入）", metric.name), estimated.to_string()));
                }
            }
            if case.unit.places.len() > 1 && *case.plan.read(&figure.places) == Places::Each {
                let mut unmarked = Blanks::unmarked(sink);
                let here = place_values(case, metric, &rows, &self.place_fields, &mut unmarked);
                facts.extend(here.map(|(place, value)| fact(format!("{}·{place}", metric.name), value.to_string())));
            }
        }
        facts
    }
}
