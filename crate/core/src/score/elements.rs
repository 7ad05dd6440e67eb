//! `elements`: k of n conditions met (要素). All met gives the full points; what some are worth, a convention says.
//!
//! ```toml
//! measure = "elements"
//! need    = [{ says = "…", metric = "…", during = "上半年", at_least = "1" }, …]
//! places  = { open = "KM-17" }     # any: rows of any place together; each: every place of the unit by itself
//! place   = ["帮扶对象"]            # the fields that name a row's place
//! partial = { open = "KM-06" }     # none | equal | { points = ["2.5", "2.5", "0"] }
//! absent  = { open = "G-12" }      # no row in any sheet read: zero | open
//! ```

use super::{Absent, Case, Fact, ScoreState, Scored};
use crate::dossier::RowRef;
use crate::exact::Points;
use crate::ledger::dictionary::FieldIx;
use crate::ledger::period::During;
use crate::ledger::table::State;
use crate::metric::BoundRows;
use crate::scheme::convention::Slot;
use crate::scheme::load::Rules;
use crate::scheme::read::{Keys, Node};
use crate::step::{Sink, Step, What};

/// An indicator of conditions.
#[derive(Debug, Clone)]
pub struct Elements {
    needs: Vec<Need>,
    places: Slot<Places>,
    place_fields: Vec<String>,
    partial: Slot<Partial>,
    absent: Slot<Absent>,
}

#[derive(Debug, Clone)]
struct Need {
    says: String,
    metric: usize,
    during: During,
    due: Points,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Places {
    Any,
    Each,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Partial {
    None,
    Equal,
    Points(Vec<Points>),
}

impl Elements {
    /// Reads the words of this measure.
    pub fn read<'n>(keys: &Keys<'n>, rules: &Rules<'n>) -> Option<Self> {
        let needs: Vec<Need> =
            keys.tables("need", "要素").into_iter().filter_map(|need| read_need(need, rules)).collect();
        if needs.is_empty() {
            keys.fault("要素指标没有 need", "至少写一个要素。");
        }
        let slots = &rules.rows.slots;
        let places = slots.slot(keys, "places", |keys, node| {
            keys.word(node, "places", &[("any", Places::Any), ("each", Places::Each)])
        });
        let place_fields = keys.texts("place");
        let count = needs.len();
        let most = keys.node().get("points").and_then(Node::text).and_then(|text| text.parse().ok());
        let partial = slots.slot(keys, "partial", |keys, node| partial(keys, node, count, most.as_ref()));
        let absent = Absent::read(keys, rules);
        Some(Self {
            needs,
            places: places.unwrap_or(Slot::Fixed(Places::Any)),
            place_fields,
            partial: partial.unwrap_or(Slot::Fixed(Partial::None)),
            absent,
        })
    }

    /// Tests every condition and gives what the met ones are worth.
    pub fn score(&self, case: &Case<'_>, sink: &mut impl Sink) -> Scored {
        let Case { plan, unit, .. } = *case;
        let metrics = self.needs.iter().filter_map(|need| plan.metric(need.metric));
        if metrics.clone().all(|metric| unit.rows(metric.rows.sheet).is_empty()) {
            return plan.read(&self.absent).score(case.most, sink);
        }
        let mut places = *plan.read(&self.places);
        if unit.places.len() == 1 {
            // One place alone: together and each by itself are the same.
            places = Places::Any;
        }
        if places == Places::Each && unit.places.is_empty() {
            sink.note(|| "“单位信息”没有列出帮扶对象，逐个帮扶对象的要求无法核对".to_owned());
            return Scored::open(ScoreState::Undetermined, case.most.clone());
        }
        let mut facts: Vec<Fact> = Vec::new();
        let mut met = Vec::new();
        for need in &self.needs {
            let Some(metric) = plan.metric(need.metric) else { continue };
            metric.conventions.iter().for_each(|convention| plan.touch(*convention));
            let dated = self.needs.iter().any(|other| other.metric == need.metric && other.during != During::Year);
            let bound = BoundRows::new(plan, &metric.rows, dated);
            let rows = bound.counting(unit, sink);
            rows.iter().for_each(|row| sink.counted(*row, None));
            let found = self.found(case, &bound, &rows, need, places);
            let due_met = Points::from(found) >= need.due;
            met.push(due_met);
            let name = if need.during == During::Year {
                metric.name.clone()
            } else {
                format!("{}·{}", metric.name, during_word(need.during))
            };
            facts.push(Fact { name, value: found.to_string(), unit: metric.unit.clone() });
        }
        let scored = self.worth(case, &met, &facts, sink);
        Scored { facts, ..scored }
    }

    /// How many rows meet one need; under `each`, the fewest of any place.
    fn found(&self, case: &Case<'_>, bound: &BoundRows<'_>, rows: &[RowRef], need: &Need, places: Places) -> i64 {
        let window = need.during.window(case.plan.dossier.year).unwrap_or(case.plan.year);
        let count = |rows: &[RowRef]| i64::try_from(bound.within(rows, window)).unwrap_or(i64::MAX);
        match places {
            Places::Any => count(rows),
            Places::Each => {
                let at = |place: &String| {
                    let here: Vec<RowRef> = rows.iter().copied().filter(|row| self.is_at(case, *row, place)).collect();
                    count(&here)
                };
                case.unit.places.iter().map(at).min().unwrap_or(0)
            }
        }
    }

    /// Whether a row is about a place: one of its place fields says so.
    fn is_at(&self, case: &Case<'_>, row: RowRef, place: &str) -> bool {
        let dossier = case.plan.dossier;
        let sheet = dossier.table(row).and_then(|table| dossier.dictionary.sheet(table.sheet));
        let fields = self.place_fields.iter().filter_map(|name| sheet?.find(name));
        let mut words = fields.filter_map(|field: FieldIx| match dossier.cell(row, field) {
            (State::Known, value) => Some(dossier.word(value)),
            _ => None,
        });
        words.any(|word| word == place)
    }

    fn worth(&self, case: &Case<'_>, met: &[bool], facts: &[Fact], sink: &mut impl Sink) -> Scored {
        let count = met.iter().filter(|met| **met).count();
        let all = count == met.len();
        let partial = if all || count == 0 { &Partial::None } else { case.plan.read(&self.partial) };
        let share = |at: usize| match partial {
            Partial::None => None,
            Partial::Equal => Some(case.most.over(&Points::from(i64::try_from(met.len()).unwrap_or(i64::MAX)))),
            Partial::Points(points) => points.get(at).cloned(),
        };
        let mut sum = Points::ZERO;
        for (at, ((need, met), fact)) in self.needs.iter().zip(met).zip(facts).enumerate() {
            let adds = if *met { share(at) } else { None };
            if let Some(adds) = &adds {
                sum += adds;
            }
            sink.step(|| Step {
                what: What::Need {
                    says: need.says.clone(),
                    found: fact.value.parse().unwrap_or_default(),
                    due: need.due.clone(),
                    unit: fact.unit.clone(),
                    met: *met,
                },
                adds,
                basis: Vec::new(),
            });
        }
        if all {
            sum.clone_from(case.most);
            sink.step(|| Step { what: What::AllMet, adds: Some(case.most.clone()), basis: Vec::new() });
        } else {
            sink.step(|| Step { what: What::Partial { met: count, of: met.len() }, adds: None, basis: Vec::new() });
        }
        Scored::known(sum)
    }
}

fn during_word(during: During) -> &'static str {
    During::WORDS.iter().find(|(_, known)| *known == during).map_or("", |(word, _)| word)
}

fn read_need(keys: Keys<'_>, rules: &Rules<'_>) -> Option<Need> {
    let says = keys.need_text("says");
    let name = keys.need_text("metric");
    let due = keys.need("at_least").and_then(|_| keys.points("at_least"));
    let during = match keys.text("during") {
        None => Some(During::Year),
        Some(word) => {
            let found = During::WORDS.iter().find(|(known, _)| *known == word).map(|(_, during)| *during);
            if found.is_none() {
                keys.fault(format!("不认识的期间“{word}”"), "可用：全年、上半年、下半年、两年。");
            }
            found
        }
    };
    let metric = name.as_ref().and_then(|name| {
        let found = rules.metrics.iter().position(|metric| metric.id == *name);
        if found.is_none() {
            keys.fault(format!("没有统计量 {name}"), "先写 [[metric]]，或改名。");
        }
        found
    });
    keys.done();
    Some(Need { says: says?, metric: metric?, during: during?, due: due? })
}

fn partial(keys: &Keys<'_>, node: &Node, count: usize, most: Option<&Points>) -> Option<Partial> {
    match node.text() {
        Some("none") => return Some(Partial::None),
        Some("equal") => return Some(Partial::Equal),
        _ => {}
    }
    let inner = keys.open_inside(node, "部分达到")?;
    let points: Option<Vec<Points>> =
        inner.items("points").into_iter().map(|node| inner.as_points(node, "points")).collect();
    let points = points?;
    if points.len() != count {
        inner.fault(format!("有{count}个要素，却写了{}个分值", points.len()), "每个要素写一个分值。");
    }
    let sum: Points = points.iter().sum();
    if let Some(most) = most.filter(|most| sum != **most) {
        inner.fault(format!("各要素分值合计{sum}，与指标满分{most}不符"), "改成合计等于满分。");
    }
    inner.done();
    Some(Partial::Points(points))
}
