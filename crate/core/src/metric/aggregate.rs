//! What a metric makes of its rows: how many, how much, how many different ones, or how many persons with stints long
//! enough.
//!
//! ```toml
//! count = "rows"                                  # the default
//! sum   = "到位金额"                              # estimates (约3万) stay out until a person confirms them
//! sum   = ["直接投入", "引进资金"]                # both columns of every row
//! in    = "计量单位"                              # the field that names each row's unit; all are brought to the metric's
//! distinct = "受援地"
//! distinct = "日期"                              # of a date: how many different days, or by = "month", "quarter", "half"
//! covered  = { from = "开始日期", to = "结束日期" }   # how many different days all rows together cover; overlaps once
//! latest   = "监测户数"                           # the field of the row with the latest date (of the sheet, or on = "日期")
//! mean     = "得分"                               # likewise highest, lowest: over the rows that have a number
//! each  = "身份证号"                              # one group a person …
//! same  = ["就业地区"]                            # … and region; a change of region or a gap of a day starts anew
//! same  = [{ field = "就业地区", heads = ["广东", …] }]   # a region is what the text begins with, where that is one of these
//! from  = "起始"
//! to    = "截止"                                  # blank is the as-of date
//! keep  = [{ months = "3" }, { days = "30" }, { straight = "90" }, { where = [ … ] }]   # a group counts that passes one
//!         # months and straight (days on end) ask for one stint, days for all together
//! count = "short"                                 # those that are not long enough; the others otherwise
//! whole = true                                    # stints in full length, not only their days within the window
//! months_rule = { open = "G-06" }                 # inclusive | strict
//! ```

use std::collections::BTreeMap;

use chrono::Months;

use super::condition::BoundCondition;
use super::one::{By, One};
use super::sum::Sum;
use super::{blank, blank_amount};
use crate::dossier::RowRef;
use crate::exact::Points;
use crate::ledger::dictionary::{FieldIx, SheetIx};
use crate::ledger::period::{Window, date_of, day_number};
use crate::ledger::table::State;
use crate::plan::Plan;
use crate::scheme::convention::Slot;
use crate::scheme::read::{Keys, Node, Raw};
use crate::scheme::rows::{Condition, RuleReader};
use crate::step::{Silent, Sink};

/// What a metric makes of its rows.
#[derive(Debug, Clone)]
pub enum Aggregate {
    /// How many rows.
    Rows,
    /// The sum of a field: an amount in the metric's unit where that is one of money, else in the field's own.
    Sum(Sum),
    /// How many different values of a field.
    Distinct(FieldIx, By),
    /// How many different days intervals cover.
    Covered(FieldIx, FieldIx),
    /// One number of several.
    One(One),
    /// How many groups of stints are long enough.
    Stints(Stints),
}

impl Aggregate {
    /// The columns whose amounts it takes; none where it counts rows, values, days or persons, of which no rows are none.
    #[must_use]
    pub fn amounts(&self) -> Vec<FieldIx> {
        match self {
            Self::Sum(_) | Self::One(_) => self.fields(),
            Self::Rows | Self::Distinct(..) | Self::Covered(..) | Self::Stints(_) => Vec::new(),
        }
    }

    /// The fields that are added up.
    #[must_use]
    pub fn summed(&self) -> &[FieldIx] {
        match self {
            Self::Sum(sum) => sum.fields(),
            _ => &[],
        }
    }
}

/// Stints grouped by person.
#[derive(Debug, Clone)]
pub struct Stints {
    sheet: SheetIx,
    each: FieldIx,
    same: Slot<Vec<Same>>,
    from: FieldIx,
    to: FieldIx,
    keep: Slot<Vec<Keep>>,
    months_rule: Slot<MonthsRule>,
    why: String,
    /// Whether the groups that fall short are counted.
    short: bool,
    /// Whether stints are not clipped to the window.
    whole: bool,
}

/// What must stay the same for stints to be one.
#[derive(Debug, Clone)]
struct Same {
    field: FieldIx,
    /// What counts of a text that begins with one of these.
    heads: Vec<String>,
}

/// One way to be long enough.
#[derive(Debug, Clone)]
enum Keep {
    /// A continuous stint of so many months.
    Months(u32),
    /// So many different days in all.
    Days(i64),
    /// A continuous stint of so many days.
    Straight(i64),
    /// A row that meets these.
    Where(Vec<Condition>),
}

/// When a stint contains k months (G-06).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MonthsRule {
    /// `inclusive`: the first day counts; 03-01 to 05-31 is three months.
    Inclusive,
    /// `strict`: the first day does not count (民法典第201条).
    Strict,
}

impl Aggregate {
    /// The columns that it cannot do without; none where it counts rows.
    #[must_use]
    pub fn fields(&self) -> Vec<FieldIx> {
        match self {
            Self::Rows => Vec::new(),
            Self::Sum(sum) => sum.fields().to_vec(),
            Self::Distinct(field, _) | Self::Covered(field, _) => vec![*field],
            Self::One(one) => vec![one.field()],
            Self::Stints(stints) => vec![stints.each],
        }
    }

    /// Reads the aggregate of a metric's table.
    pub fn read<'n>(keys: &Keys<'n>, rows: &RuleReader<'n>, sheet: SheetIx) -> Option<Self> {
        if keys.has("sum") {
            return Sum::read(keys, rows, sheet).map(Self::Sum);
        }
        if keys.has("distinct") {
            let by = keys.take("by").map_or(Some(By::Value), |node| keys.word(node, "by", &By::WORDS));
            return rows.field_at(keys, "distinct", sheet).zip(by).map(|(field, by)| Self::Distinct(field, by));
        }
        if let Some(inner) = keys.table("covered", "天数") {
            let (from, to) = (rows.field_at(&inner, "from", sheet), rows.field_at(&inner, "to", sheet));
            inner.done();
            return from.zip(to).map(|(from, to)| Self::Covered(from, to));
        }
        if One::WORDS.iter().any(|(word, _)| keys.has(word)) {
            return One::read(keys, rows, sheet).map(Self::One);
        }
        if keys.has("each") {
            return Stints::read(keys, rows, sheet).map(Self::Stints);
        }
        if let Some(word) = keys.text("count")
            && word != "rows"
        {
            keys.fault(
                format!("不认识的计数“{word}”"),
                "写 count = \"rows\"，或用 sum、distinct、covered、latest、each。",
            );
        }
        Some(Self::Rows)
    }

    /// The value over rows that count. Refusals of rows that fall short go to `sink`.
    pub fn value(&self, plan: &Plan<'_>, rows: &[RowRef], window: Window, sink: &mut impl Sink) -> Points {
        let whole = |count: usize| Points::from(i64::try_from(count).unwrap_or(i64::MAX));
        match self {
            Self::Rows => whole(rows.len()),
            Self::Sum(sum) => sum.value(plan, rows, sink),
            Self::Covered(from, to) => {
                tell_blank(plan, rows, *from, sink);
                let stints = rows.iter().filter_map(|row| stint(plan, *row, *from, *to)).filter_map(|stint| {
                    let clipped = Window { first: stint.first.max(window.first), last: stint.last.min(window.last) };
                    (clipped.first <= clipped.last).then_some(clipped)
                });
                Points::from(union(stints.collect()).iter().map(length).sum::<i64>())
            }
            Self::One(one) => one.value(plan, rows, sink),
            Self::Distinct(field, by) => {
                tell_blank(plan, rows, *field, sink);
                let values = rows.iter().map(|row| plan.dossier.cell(*row, *field));
                let mut values: Vec<i64> = values.filter_map(|(state, value)| by.part(state, value)).collect();
                values.sort_unstable();
                values.dedup();
                whole(values.len())
            }
            Self::Stints(stints) => whole(stints.groups(plan, rows, window, sink).len()),
        }
    }

    /// Those of the rows that stand behind the value: of stints, the ones of the persons that are counted.
    pub fn kept(&self, plan: &Plan<'_>, rows: Vec<RowRef>, window: Window) -> Vec<RowRef> {
        match self {
            Self::Stints(stints) => stints.groups(plan, &rows, window, &mut Silent).concat(),
            _ => rows,
        }
    }
}

impl Stints {
    /// The fields of the person, of the beginning and of the end.
    #[must_use]
    pub fn fields(&self) -> [FieldIx; 3] {
        [self.each, self.from, self.to]
    }

    fn read<'n>(keys: &Keys<'n>, rows: &RuleReader<'n>, sheet: SheetIx) -> Option<Self> {
        let field = |key| rows.field_at(keys, key, sheet);
        let (each, from, to) = (field("each"), field("from"), field("to"));
        let same = rows.slots.slot(keys, "same", |keys, node| same(keys, node, rows, sheet));
        let months_rule = rows.slots.slot(keys, "months_rule", |keys, node| {
            keys.word(node, "months_rule", &[("inclusive", MonthsRule::Inclusive), ("strict", MonthsRule::Strict)])
        });
        let keep = rows.slots.slot(keys, "keep", |keys, node| {
            let Raw::List(items) = &node.value else {
                keys.files().fault_at(node, "keep 应是一个列表", "写成 keep = [{ months = \"3\" }, …]。");
                return None;
            };
            if items.is_empty() {
                keys.files().fault_at(node, "没有写多长才算", "补写 keep = [{ months = \"3\" }]。");
            }
            items.iter().map(|node| keep(keys.open_inside(node, "够长的条件")?, rows, sheet)).collect()
        });
        if !keys.has("keep") {
            keys.fault("没有写多长才算", "补写 keep = [{ months = \"3\" }]。");
        }
        let short = match keys.text("count").as_deref() {
            None => false,
            Some("short") => true,
            Some(word) => {
                keys.fault(format!("不认识的计数“{word}”"), "数不够长的，写 count = \"short\"。");
                false
            }
        };
        Some(Self {
            short,
            whole: keys.flag("whole"),
            why: keys.text("short").unwrap_or_else(|| "时间不够长".to_owned()),
            same: same.unwrap_or(Slot::Fixed(Vec::new())),
            months_rule: months_rule.unwrap_or(Slot::Fixed(MonthsRule::Inclusive)),
            sheet,
            each: each?,
            from: from?,
            to: to?,
            keep: keep?,
        })
    }

    /// The rows of each person who has a stint, or days together, that is long enough; or of each who has not.
    fn groups(&self, plan: &Plan<'_>, rows: &[RowRef], window: Window, sink: &mut impl Sink) -> Vec<Vec<RowRef>> {
        let mut groups: BTreeMap<(bool, i64), Vec<RowRef>> = BTreeMap::new();
        for (at, row) in rows.iter().enumerate() {
            // A row without an id cannot be told from another person: it stands by itself.
            let key = match plan.dossier.cell(*row, self.each) {
                (State::Known, value) => (true, value),
                _ => (false, i64::try_from(at).unwrap_or(i64::MAX)),
            };
            groups.entry(key).or_default().push(*row);
        }
        let mut counted = Vec::new();
        for group in groups.into_values() {
            let passes = self.passes(plan, &group, self.window(window));
            let begins = |row: &RowRef| blank(plan, *row, &[self.from]);
            let unknown: Vec<(&RowRef, String)> = group.iter().filter_map(|row| Some((row, begins(row)?))).collect();
            if !passes {
                unknown.iter().for_each(|(row, why)| sink.blank(**row, &format!("{why}，无法判断")));
            }
            if passes != self.short {
                counted.push(group);
            } else if !passes {
                // Long enough by itself, and not within the window: the bare reason would read as a slip.
                let why = match !self.whole && self.passes(plan, &group, None) {
                    false => self.why.clone(),
                    true if window == plan.year => format!("{}（只算本年度以内的天数）", self.why),
                    true => format!("{}（只算规定时间以内的天数）", self.why),
                };
                let known = |row: &&RowRef| unknown.iter().all(|(other, _)| other != row);
                group.iter().filter(known).for_each(|row| sink.refused(*row, &why));
            }
        }
        counted
    }

    /// What stints are clipped to; `None` where they count in full length.
    fn window(&self, window: Window) -> Option<Window> {
        (!self.whole).then_some(window)
    }

    fn passes(&self, plan: &Plan<'_>, rows: &[RowRef], window: Option<Window>) -> bool {
        let same = plan.read(&self.same);
        let rule = *plan.read(&self.months_rule);
        let stints = self.stints(plan, rows, window);
        let stretches = || {
            let mut by_same: BTreeMap<Vec<(State, String)>, Vec<Window>> = BTreeMap::new();
            for (row, stint) in &stints {
                let key = same.iter().map(|same| same.word(plan, *row)).collect();
                by_same.entry(key).or_default().push(*stint);
            }
            by_same.into_values().flat_map(union)
        };
        plan.read(&self.keep).iter().any(|keep| match keep {
            Keep::Where(conditions) => {
                let bound: Vec<BoundCondition<'_>> =
                    conditions.iter().map(|condition| BoundCondition::new(plan, self.sheet, condition)).collect();
                rows.iter().any(|row| bound.iter().all(|condition| condition.holds(plan, *row)))
            }
            Keep::Days(days) => {
                union(stints.iter().map(|(_, stint)| *stint).collect()).iter().map(length).sum::<i64>() >= *days
            }
            Keep::Straight(days) => stretches().any(|stint| length(&stint) >= *days),
            Keep::Months(months) => stretches().any(|stint| holds_months(stint, *months, rule)),
        })
    }

    /// The stints with a known beginning, clipped to the window; one without an end runs to the as-of date.
    fn stints(&self, plan: &Plan<'_>, rows: &[RowRef], window: Option<Window>) -> Vec<(RowRef, Window)> {
        let stint = |row: &RowRef| {
            let Window { first: from, last: to } = stint(plan, *row, self.from, self.to)?;
            let window = window.unwrap_or(Window { first: from, last: to });
            let clipped = Window { first: from.max(window.first), last: to.min(window.last) };
            (clipped.first <= clipped.last).then_some((*row, clipped))
        };
        rows.iter().filter_map(stint).collect()
    }
}

impl Same {
    /// What of a row must stay the same.
    fn word(&self, plan: &Plan<'_>, row: RowRef) -> (State, String) {
        let state = plan.dossier.cell(row, self.field).0;
        let word = plan.dossier.shown(row, self.field);
        let head = self.heads.iter().find(|head| word.starts_with(head.as_str()));
        (state, head.cloned().unwrap_or(word))
    }
}

/// Tells of the rows that a blank cell keeps from counting.
fn tell_blank(plan: &Plan<'_>, rows: &[RowRef], field: FieldIx, sink: &mut impl Sink) {
    for row in rows {
        if let Some(why) = blank_amount(plan, *row, &[field]) {
            sink.blank(*row, &why);
        }
    }
}

/// From one field's day to the other's; one without an end runs to the as-of date.
fn stint(plan: &Plan<'_>, row: RowRef, from: FieldIx, to: FieldIx) -> Option<Window> {
    let (State::Known, first) = plan.dossier.cell(row, from) else { return None };
    match plan.dossier.cell(row, to) {
        (State::Known, last) => Some(Window { first, last }),
        (State::Blank, _) => Some(Window { first, last: plan.dossier.as_of }),
        _ => None,
    }
}

fn length(stint: &Window) -> i64 {
    stint.last - stint.first + 1
}

/// The same days as stretches that neither touch nor overlap.
fn union(mut stints: Vec<Window>) -> Vec<Window> {
    stints.sort_by_key(|stint| (stint.first, stint.last));
    let mut merged: Vec<Window> = Vec::new();
    for stint in stints {
        match merged.last_mut() {
            Some(last) if stint.first <= last.last + 1 => last.last = last.last.max(stint.last),
            _ => merged.push(stint),
        }
    }
    merged
}

/// Whether a stretch contains so many months: it ends no earlier than the day before the same day of a later month, with
/// the end of the month where that day does not exist.
fn holds_months(stint: Window, months: u32, rule: MonthsRule) -> bool {
    let due = date_of(stint.first).and_then(|first| first.checked_add_months(Months::new(months))).map(day_number);
    due.is_some_and(|due| match rule {
        MonthsRule::Inclusive => stint.last >= due - 1,
        MonthsRule::Strict => stint.last >= due,
    })
}

/// Fields by name, or as tables with their heads.
fn same<'n>(keys: &Keys<'n>, node: &'n Node, rows: &RuleReader<'n>, sheet: SheetIx) -> Option<Vec<Same>> {
    let Raw::List(items) = &node.value else {
        keys.files().fault_at(node, "same 应是一个列表", "写成 same = [\"列名\"]。");
        return None;
    };
    let one = |node: &'n Node| {
        if let Some(name) = node.text() {
            return Some(Same { field: rows.field(keys.files(), node, sheet, name)?, heads: Vec::new() });
        }
        let inner = keys.open_inside(node, "相同的列")?;
        let (field, heads) = (rows.field_at(&inner, "field", sheet), inner.texts("heads"));
        inner.done();
        Some(Same { field: field?, heads })
    };
    items.iter().map(one).collect()
}

fn keep<'n>(keys: Keys<'n>, rows: &RuleReader<'n>, sheet: SheetIx) -> Option<Keep> {
    let whole = |key: &str| {
        let points = keys.points(key)?;
        let whole = points.to_string().parse::<u32>().ok();
        if whole.is_none() {
            keys.fault(format!("{key} 应是整数"), "写成 \"3\"。");
        }
        whole
    };
    let found = if keys.has("months") {
        whole("months").map(Keep::Months)
    } else if keys.has("days") {
        whole("days").map(|days| Keep::Days(i64::from(days)))
    } else if keys.has("straight") {
        whole("straight").map(|days| Keep::Straight(i64::from(days)))
    } else {
        keys.need("where").and_then(|node| rows.conditions(&keys, node, sheet)).map(Keep::Where)
    };
    keys.done();
    found
}
