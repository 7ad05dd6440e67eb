//! One condition of an indicator (要素): a metric against a line, in a window, together or for each place.
//!
//! ```toml
//! { says = "…", metric = "…", during = "上半年", at_least = "1" }
//! { says = "…", metric = "…", at_most = "0", places = "each", soft = true, when = "other_metric", points = "2" }
//! { says = "每名队员都有考勤", metric = "attended", each = ["姓名"], among = "members", at_least = "1" }   # see `spread`
//! { says = "完成率不低于60%", metric = "done", over = "task", at_least = "60%" }    # a ratio, see `benchmark`
//! ```
//!
//! Without what a ratio is divided by nobody can say whether it is met: what hangs on it stays open.

use super::amount::Quantity;
use super::benchmark::Benchmark;
use super::spread::Each;
use super::{Case, Fact};
use crate::dossier::RowRef;
use crate::exact::Points;
use crate::ledger::period::{During, Window};
use crate::ledger::table::State;
use crate::metric::BoundRows;
use crate::metric::lacking::{has_rows, is_unread};
use crate::scheme::convention::Slot;
use crate::scheme::load::{Rules, never_seen_within};
use crate::scheme::model::Metric;
use crate::scheme::read::{Keys, Node, Raw};
use crate::scheme::rows::Comparison;
use crate::step::{Silent, Sink, Step, What};

/// One condition.
#[derive(Debug, Clone)]
pub struct Need {
    /// The condition in words.
    pub says: String,
    /// The metric, by place in the scheme.
    pub metric: usize,
    /// When the rows must lie.
    pub during: During,
    /// What the metric is divided by.
    over: Option<Box<Benchmark>>,
    how: Comparison,
    due: Points,
    places: Option<Slot<Places>>,
    /// Groups of rows that must meet it each by itself.
    each: Option<Each>,
    /// Only remarked on (一般应…): never keeps the points away.
    pub soft: bool,
    /// A metric that must find something before this is asked at all.
    when: Option<usize>,
    /// What it is worth by itself.
    pub points: Option<Points>,
}

/// Whether a condition is asked of all places together or of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Places {
    /// `any`: rows of any place together.
    Any,
    /// `each`: every place of the unit by itself.
    Each,
}

impl Places {
    /// The words of a scheme file.
    pub const WORDS: [(&'static str, Self); 2] = [("any", Self::Any), ("each", Self::Each)];
}

/// What testing a condition came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tested {
    /// It is not asked here.
    Aside,
    /// It is met or not.
    Said(bool),
    /// The unit's places, or who else it is asked of, are not listed, so it cannot be said.
    NoList,
    /// What it is divided by is not known, so it cannot be said.
    Unknown,
}

impl Need {
    /// Reads one condition.
    pub fn read<'n>(keys: Keys<'n>, rules: &Rules<'n>) -> Option<Self> {
        let need = Self::read_from(&keys, rules);
        keys.done();
        need
    }

    /// Reads the words of a condition from a table that may say more.
    pub fn read_from<'n>(keys: &Keys<'n>, rules: &Rules<'n>) -> Option<Self> {
        let says = keys.need_text("says");
        let name = keys.need_text("metric");
        let found = [("at_least", Comparison::AtLeast), ("at_most", Comparison::AtMost)]
            .into_iter()
            .find(|(word, _)| keys.has(word));
        if found.is_none() {
            // Neither is written, and both are told as keys that may be.
            for word in ["at_least", "at_most"] {
                let _ = keys.take(word);
            }
            keys.fault("要素没有写要求多少", "写 at_least = \"…\" 或 at_most = \"…\"。");
        }
        let line = found.and_then(|(word, how)| Some((how, keys.points(word)?)));
        let metric = name.as_deref().and_then(|name| metric_named(keys, rules, name));
        let counted = metric.and_then(|at| rules.metrics.get(at));
        let default = counted.map_or(During::Year, |metric| metric.during);
        let during = keys.take("during").map_or(Some(default), |node| keys.word(node, "during", &During::WORDS));
        if let Some((metric, during)) = counted.zip(during.filter(|_| keys.has("during"))) {
            never_seen_within(keys, &rules.rows, metric, during);
        }
        let when = keys.text("when").map(|name| metric_named(keys, rules, &name));
        let slots = &rules.rows.slots;
        let places = slots.slot(keys, "places", |keys, node| keys.word(node, "places", &Places::WORDS));
        let over = keys.take("over").map(|node| Benchmark::read(keys, node, "over", rules).map(Box::new));
        let each = Each::read_any(keys, rules, metric);
        if over.is_some() && (keys.has("places") || keys.has("each")) {
            keys.fault("比率不能逐个问", "over 和 places、each 只写一个。");
        } else if keys.has("places") && keys.has("each") {
            keys.fault("places 和 each 只能写一个", "逐个帮扶对象的，each 加 among = \"places\"，或只写 places。");
        }
        let (soft, points) = (keys.flag("soft"), keys.points("points"));
        let (how, due) = line?;
        let when = match when {
            None => None,
            Some(found) => Some(found?),
        };
        let over = match over {
            None => None,
            Some(over) => Some(over?),
        };
        Some(Self {
            says: says?,
            metric: metric?,
            during: during?,
            over,
            how,
            due,
            places,
            each: each?,
            soft,
            when,
            points,
        })
    }

    /// Reads a list of conditions.
    pub fn read_all<'n>(keys: &Keys<'n>, node: &'n Node, rules: &Rules<'n>) -> Option<Vec<Self>> {
        let Raw::List(items) = &node.value else {
            keys.files().fault_at(
                node,
                "要素应是一个列表",
                "写成 [{ says = \"…\", metric = \"…\", at_least = \"…\" }, …]。",
            );
            return None;
        };
        items.iter().map(|node| Self::read(keys.open_inside(node, "要素")?, rules)).collect()
    }

    /// Tests the condition. `default` is how places are read where it does not say; `window` is the widest that any
    /// condition on the same metric asks for. The figure found goes to `facts`, the rows and the step to `sink`.
    pub fn test(&self, case: &Case<'_>, default: &Asked<'_>, facts: &mut Vec<Fact>, sink: &mut impl Sink) -> Tested {
        let plan = case.plan;
        let Some(metric) = plan.metric(self.metric) else { return Tested::Aside };
        if let Some(guard) = self.when.and_then(|at| plan.metric(at))
            && value(case, guard, guard.during, default, sink).1.is_empty()
        {
            return Tested::Aside;
        }
        let places = self.places(case, default);
        if places == Places::Each && case.unit.places.is_empty() {
            sink.note(|| "“单位信息”没有列出帮扶对象，逐个帮扶对象的要求无法核对".to_owned());
            return Tested::NoList;
        }
        let (all, rows) = value(case, metric, self.during, default, sink);
        let mut says = self.says.clone();
        let fact = |name: String, value: &Points| Fact { name, value: value.to_string(), unit: metric.unit.clone() };
        let name = fact_name(metric, self.during);
        let found = match &self.each {
            Some(each) => {
                let Some(groups) = each.asked(case, metric, &rows, sink) else { return Tested::NoList };
                groups.values().flat_map(|group| &group.rows).for_each(|row| sink.counted(*row, None));
                let groups = groups.into_values().map(|group| (group.name, group.rows));
                let values = self.values(case, metric, groups, sink);
                let unmet: Vec<_> = values.iter().filter(|(_, value)| !self.how.holds(value, &self.due)).collect();
                facts.extend(unmet.iter().map(|(group, value)| fact(format!("{name}·{group}"), value)));
                says.push_str(&who(&unmet));
                self.worst(values)
            }
            None => {
                rows.iter().for_each(|row| sink.counted(*row, None));
                match places {
                    Places::Each => self.worst(self.place_values(case, metric, &rows, default, sink)),
                    Places::Any => all,
                }
            }
        };
        facts.push(fact(name, &found));
        let (found, times, unit) = match &self.over {
            None => (found, Points::from(1), metric.unit.as_str()),
            Some(over) => {
                let Some(target) = self.target(case, facts, sink) else {
                    let lacks = over.lacks(case);
                    sink.note(|| format!("{}：没有目标值（{lacks}），达到没有达到还不能断定", self.says));
                    return if self.soft { Tested::Aside } else { Tested::Unknown };
                };
                match over.money_each(plan, metric) {
                    Some(unit) => (found.over(&target), Points::from(1), unit),
                    None => (found.over(&target), Points::from(100), "%"),
                }
            }
        };
        let met = self.how.holds(&found, &self.due);
        // What rows do not say may be more than was allowed; where nothing was handed in, the measure says what that means.
        let is_most = self.how == Comparison::AtMost;
        if met && is_most && has_rows(case.unit, metric) && is_unread(plan, case.unit, metric, sink) {
            sink.note(|| format!("{}：没有填“{}”，达到没有达到还不能断定", self.says, metric.name));
            return if self.soft { Tested::Aside } else { Tested::Unknown };
        }
        let (found, due) = (&found * &times, &self.due * &times);
        if self.soft && !met {
            sink.note(|| format!("{}：{}{unit}，没有做到；只提示，不影响评定", self.says, found.shown()));
        }
        let adds = self.points.clone().filter(|_| met);
        sink.step(|| Step {
            what: What::Need { says, found, due, at_most: is_most, unit: unit.to_owned(), met },
            adds,
            basis: Vec::new(),
        });
        Tested::Said(met)
    }

    /// What the metric is divided by, where that is known and not nothing.
    fn target(&self, case: &Case<'_>, facts: &mut Vec<Fact>, sink: &mut impl Sink) -> Option<Points> {
        let over = self.over.as_ref()?;
        let quantity = Quantity { metric: self.metric, over: None };
        over.value(case, &quantity, facts, sink).filter(|target| !target.is_zero())
    }

    /// Whether it asks for a ratio, which may not be known.
    #[must_use]
    pub fn is_ratio(&self) -> bool {
        self.over.is_some()
    }

    /// Whether peers decide it.
    #[must_use]
    pub fn asks_peers(&self) -> bool {
        self.over.as_ref().is_some_and(|over| over.asks_peers())
    }

    /// How much it asks for at least; `None` where it sets a most.
    #[must_use]
    pub fn least(&self) -> Option<&Points> {
        (self.how == Comparison::AtLeast).then_some(&self.due)
    }

    /// What is lacking to meet it: so much at no place in particular, or so much at each place that falls short.
    #[must_use]
    pub fn lacking(&self, case: &Case<'_>, default: &Asked<'_>) -> Vec<(Option<String>, Points)> {
        let (Some(metric), Some(due)) = (case.plan.metric(self.metric), self.least()) else { return Vec::new() };
        let due = &match &self.over {
            None => due.clone(),
            Some(_) => match self.target(case, &mut Vec::new(), &mut Silent) {
                Some(target) => due * &target,
                None => return Vec::new(),
            },
        };
        // Of persons and months no row is asked for: who they are is not the unit's to make up.
        if self.each.is_some() {
            return Vec::new();
        }
        let (all, rows) = value(case, metric, self.during, default, &mut Silent);
        let lacks = |found: &Points| (found < due).then(|| due - found);
        if self.places(case, default) == Places::Any {
            return lacks(&all).map(|lacks| (None, lacks)).into_iter().collect();
        }
        let values = self.place_values(case, metric, &rows, default, &mut Silent);
        values.into_iter().filter_map(|(place, found)| lacks(&found).map(|lacks| (Some(place), lacks))).collect()
    }

    /// Whether it is asked of each place: one place alone is the same as all together, and so is a ratio.
    fn places(&self, case: &Case<'_>, default: &Asked<'_>) -> Places {
        let places = self.places.as_ref().map_or(default.places, |places| *case.plan.read(places));
        let alone = case.unit.places.len() == 1 || self.over.is_some() || self.each.is_some();
        if alone { Places::Any } else { places }
    }

    /// The value at each place of the unit.
    fn place_values(
        &self,
        case: &Case<'_>,
        metric: &Metric,
        rows: &[RowRef],
        default: &Asked<'_>,
        sink: &mut impl Sink,
    ) -> Vec<(String, Points)> {
        let here = |place: &String| {
            let rows = rows.iter().copied().filter(|row| is_at(case, *row, place, default.place_fields));
            (place.clone(), rows.collect())
        };
        self.values(case, metric, case.unit.places.iter().map(here), sink)
    }

    /// The value of each of some groups of rows; one without rows has nothing.
    fn values(
        &self,
        case: &Case<'_>,
        metric: &Metric,
        groups: impl Iterator<Item = (String, Vec<RowRef>)>,
        sink: &mut impl Sink,
    ) -> Vec<(String, Points)> {
        let window = self.during.window(case.plan.dossier.year).unwrap_or(case.plan.year);
        groups.map(|(name, rows)| (name, metric.aggregate.value(case.plan, &rows, window, sink))).collect()
    }

    /// The value where the condition stands worst.
    fn worst(&self, values: Vec<(String, Points)>) -> Points {
        let values = values.into_iter().map(|(_, value)| value);
        let worst = if self.how == Comparison::AtMost { values.max() } else { values.min() };
        worst.unwrap_or_default()
    }
}

/// Who does not meet a condition, as it is told beside it.
fn who(unmet: &[&(String, Points)]) -> String {
    const MOST: usize = 5;
    let names: Vec<&str> = unmet.iter().take(MOST).map(|(name, _)| name.as_str()).collect();
    let more = if unmet.len() > MOST { format!("等{}个", unmet.len()) } else { String::new() };
    if names.is_empty() { String::new() } else { format!("（{}{more}没有达到）", names.join("、")) }
}

/// The value of a metric at each place of the unit, over rows that count.
pub fn place_values<'c>(
    case: &'c Case<'_>,
    metric: &'c Metric,
    rows: &'c [RowRef],
    fields: &'c [String],
    sink: &'c mut impl Sink,
) -> impl Iterator<Item = (&'c str, Points)> {
    let window = metric.during.window(case.plan.dossier.year).unwrap_or(case.plan.year);
    case.unit.places.iter().map(move |place| {
        let here: Vec<RowRef> = rows.iter().copied().filter(|row| is_at(case, *row, place, fields)).collect();
        (place.as_str(), metric.aggregate.value(case.plan, &here, window, sink))
    })
}

/// How a list of conditions is asked.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// How places are read by default.
    pub places: Places,
    /// The fields that name a row's place.
    pub place_fields: &'a [String],
    /// By metric: the widest window that any condition asks for, and whether rows must be dated.
    pub windows: &'a [(usize, During, bool)],
}

/// The value of a metric over its rows in a window, and those rows.
fn value(
    case: &Case<'_>,
    metric: &Metric,
    during: During,
    asked: &Asked<'_>,
    sink: &mut impl Sink,
) -> (Points, Vec<RowRef>) {
    let plan = case.plan;
    metric.conventions.iter().for_each(|convention| plan.touch(*convention));
    let own = plan.scheme.metrics.iter().position(|other| other.id == metric.id);
    let widest = asked.windows.iter().find(|(at, ..)| Some(*at) == own);
    let (widest, dated) = widest.map_or((during, false), |(_, widest, dated)| (*widest, *dated));
    let over = |during: During| during.window(plan.dossier.year).unwrap_or(plan.year);
    let bound = BoundRows::new(plan, &metric.rows, dated).over(over(widest));
    let bound = bound.of_one_event(metric.aggregate.summed(), &metric.differ);
    let rows = bound.within_or_undated(&bound.counting(case.unit, sink), over(during), dated);
    let value = metric.aggregate.value(plan, &rows, over(during), sink);
    (value, rows)
}

/// The value of a metric over its own window, the evaluation year where it names none.
pub fn year_value(case: &Case<'_>, metric: &Metric, sink: &mut impl Sink) -> (Points, Vec<RowRef>) {
    let own = case.plan.scheme.metrics.iter().position(|other| other.id == metric.id).unwrap_or(usize::MAX);
    let windows = [(own, widest(metric.during), metric.during != During::Year)];
    let asked = Asked { places: Places::Any, place_fields: &[], windows: &windows };
    value(case, metric, metric.during, &asked, sink)
}

/// The least window that holds this one and the evaluation year.
fn widest(during: During) -> During {
    if matches!(during, During::TwoYears | During::LastYear) { During::TwoYears } else { During::Year }
}

/// The widest window that conditions ask of each metric, and whether one of them asks for less than the year.
#[must_use]
pub fn windows<'n>(needs: impl Iterator<Item = &'n Need>) -> Vec<(usize, During, bool)> {
    let mut windows: Vec<(usize, During, bool)> = Vec::new();
    for need in needs {
        let dated = need.during != During::Year;
        match windows.iter_mut().find(|(metric, ..)| *metric == need.metric) {
            Some((_, widest, any_dated)) => {
                if self::widest(need.during) == During::TwoYears {
                    *widest = During::TwoYears;
                }
                *any_dated |= dated;
            }
            None => {
                windows.push((need.metric, self::widest(need.during), dated));
            }
        }
    }
    windows
}

/// What a figure is called: the metric's name, with its window where that is not the year.
fn fact_name(metric: &Metric, during: During) -> String {
    let word = During::WORDS.iter().find(|(_, known)| *known == during).map_or("", |(word, _)| word);
    if during == During::Year { metric.name.clone() } else { format!("{}·{word}", metric.name) }
}

/// Whether a row is about a place: one of its place fields says so.
fn is_at(case: &Case<'_>, row: RowRef, place: &str, fields: &[String]) -> bool {
    let dossier = case.plan.dossier;
    let sheet = dossier.table(row).and_then(|table| dossier.dictionary.sheet(table.sheet));
    let fields = fields.iter().filter_map(|name| sheet?.find(name));
    let mut words = fields.filter_map(|field| match dossier.cell(row, field) {
        (State::Known, value) => Some(dossier.word(value)),
        _ => None,
    });
    words.any(|word| word == place)
}

/// A metric by its id; an unknown one is a fault. One that is written and could not be read has its fault already.
pub fn metric_named(keys: &Keys<'_>, rules: &Rules<'_>, name: &str) -> Option<usize> {
    let found = rules.metrics.iter().position(|metric| metric.id == name);
    if found.is_none() && !rules.declared.iter().any(|declared| declared == name) {
        let known = if rules.declared.is_empty() { "一个也没有".to_owned() } else { rules.declared.join("、") };
        keys.fault(format!("没有统计量 {name}"), format!("先写 [[metric]]，或改名。已有：{known}。"));
    }
    found
}

impl BoundRows<'_> {
    /// The rows in a window; where the rule asks for no part of the year, rows without a date stay.
    fn within_or_undated(&self, rows: &[RowRef], window: Window, dated: bool) -> Vec<RowRef> {
        if dated { self.within(rows, window) } else { rows.to_vec() }
    }
}
