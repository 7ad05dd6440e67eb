//! Stints (任期、务工时间): rows of one person as stretches of days, and how many persons have one that is long enough.
//!
//! ```toml
//! each  = "身份证号"                              # one group a person …
//! same  = ["就业地区"]                            # … and region; a change of region or a gap of a day starts anew
//! same  = [{ field = "就业地区", heads = ["广东", …] }]   # a region is what the text begins with, where that is one of these
//! from  = "起始"
//! to    = "截止"                                  # blank is the as-of date
//! keep  = [{ months = "3" }, { days = "30" }, { straight = "90" }, { where = [ … ] }]   # a group counts that passes one
//!         # months and straight (days on end) ask for one stint, days for all together
//! count = "short"                                 # those that are not long enough; the others otherwise
//! whole = true                                    # stints in full length, not only their days within the window …
//! overlaps = "全年"                               # … of those, once joined, that have a day in this window; with whole only
//! months_rule = { open = "G-06" }                 # inclusive | strict
//! ```

use std::collections::BTreeMap;

use chrono::Months;

use super::blank;
use super::condition::BoundCondition;
use crate::dossier::RowRef;
use crate::ledger::dictionary::{FieldIx, SheetIx};
use crate::ledger::period::{During, Window, date_of, day_number};
use crate::ledger::table::State;
use crate::plan::Plan;
use crate::scheme::convention::Slot;
use crate::scheme::read::{Keys, Node, Raw};
use crate::scheme::rows::{Condition, RuleReader};
use crate::step::Sink;

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
    /// What a stint in full length, joined with those that follow on it, must have a day in.
    overlaps: Option<During>,
}

/// Which days of stints count.
#[derive(Debug, Clone, Copy)]
struct Days {
    /// Only those in here; all of them where it is `None`.
    clip: Option<Window>,
    /// Those of stretches that have a day in here; of all stretches where it is `None`.
    reach: Option<Window>,
}

impl Days {
    const ALL: Self = Self { clip: None, reach: None };

    /// Whether a stretch has a day in reach.
    fn reaches(self, stretch: &Window) -> bool {
        self.reach.is_none_or(|reach| stretch.first <= reach.last && reach.first <= stretch.last)
    }
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

impl Stints {
    /// The fields of the person, of the beginning and of the end.
    #[must_use]
    pub fn fields(&self) -> [FieldIx; 3] {
        [self.each, self.from, self.to]
    }

    /// Whether it joins what lies in a window with what went before.
    pub(super) fn reaches_back(&self) -> bool {
        self.overlaps.is_some()
    }

    /// Reads the stints of a metric's table.
    pub(super) fn read<'n>(keys: &Keys<'n>, rows: &RuleReader<'n>, sheet: SheetIx) -> Option<Self> {
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
        let whole = keys.flag("whole");
        let overlaps = keys.take("overlaps").map(|node| keys.word(node, "overlaps", &During::OF_DATES));
        if overlaps.is_some() && !whole {
            let mend = "整段都算的，补写 whole = true；只算本年度以内的，删去 overlaps。";
            keys.fault("overlaps 要和 whole = true 一起写", mend);
        }
        Some(Self {
            short,
            whole,
            overlaps: overlaps.map_or(Some(None), |word| word.map(Some))?,
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
    pub(super) fn groups(
        &self,
        plan: &Plan<'_>,
        rows: &[RowRef],
        window: Window,
        sink: &mut impl Sink,
    ) -> Vec<Vec<RowRef>> {
        let mut groups: BTreeMap<(bool, i64), Vec<RowRef>> = BTreeMap::new();
        for (at, row) in rows.iter().enumerate() {
            // A row without an id cannot be told from another person: it stands by itself.
            let key = match plan.dossier.cell(*row, self.each) {
                (State::Known, value) => (true, value),
                _ => (false, i64::try_from(at).unwrap_or(i64::MAX)),
            };
            groups.entry(key).or_default().push(*row);
        }
        let days = self.days(plan, window);
        let mut counted = Vec::new();
        for group in groups.into_values() {
            if self.is_elsewhere(plan, &group, days) {
                group.iter().for_each(|row| sink.refused(*row, &format!("没有一段在{}", self.when(plan, days))));
                continue;
            }
            let passes = self.passes(plan, &group, days);
            let begins = |row: &RowRef| blank(plan, *row, &[self.from]);
            let unknown: Vec<(&RowRef, String)> = group.iter().filter_map(|row| Some((row, begins(row)?))).collect();
            if !passes {
                unknown.iter().for_each(|(row, why)| sink.blank(**row, &format!("{why}，无法判断")));
            }
            if passes != self.short {
                counted.push(group);
            } else if !passes {
                // Long enough by itself, and not within the window: the bare reason would read as a slip.
                let why = match (self.whole, self.passes(plan, &group, Days::ALL)) {
                    (_, false) => self.why.clone(),
                    (true, true) => format!("够长的一段不在{}", self.when(plan, days)),
                    (false, true) if window == plan.year => format!("{}（只算本年度以内的天数）", self.why),
                    (false, true) => format!("{}（只算规定时间以内的天数）", self.why),
                };
                let known = |row: &&RowRef| unknown.iter().all(|(other, _)| other != row);
                for row in group.iter().filter(known) {
                    sink.refused(*row, self.no_day(plan, *row).unwrap_or(&why));
                }
            }
        }
        counted
    }

    /// Why nobody can say which days a row stands for, though its dates are filled in.
    fn no_day(&self, plan: &Plan<'_>, row: RowRef) -> Option<&'static str> {
        let states = [self.from, self.to].map(|field| plan.dossier.cell(row, field).0);
        if states.contains(&State::Coarse) {
            return Some("只有年月没有日，不能判断够不够长");
        }
        let unclear = states.iter().any(|state| matches!(state, State::Unclear | State::Estimated));
        unclear.then_some("日期无法识别，不能判断够不够长")
    }

    /// Which days count where a rule looks at `window`.
    fn days(&self, plan: &Plan<'_>, window: Window) -> Days {
        let reach = self.overlaps.and_then(|during| during.window(plan.dossier.year));
        Days { clip: (!self.whole).then_some(window), reach }
    }

    /// Whether a person has stints and none of them a day in reach: whether they are long enough is then not asked.
    fn is_elsewhere(&self, plan: &Plan<'_>, rows: &[RowRef], days: Days) -> bool {
        let stints = self.stints(plan, rows, None);
        stints.len() == rows.len() && !stints.iter().any(|(_, stint)| days.reaches(stint))
    }

    /// What stints must have a day in, in words.
    fn when(&self, plan: &Plan<'_>, days: Days) -> &'static str {
        let word = During::OF_DATES.iter().find(|(_, during)| Some(*during) == self.overlaps);
        if days.reach == Some(plan.year) { "本年度" } else { word.map_or("规定时间", |(word, _)| word) }
    }

    fn passes(&self, plan: &Plan<'_>, rows: &[RowRef], days: Days) -> bool {
        let same = plan.read(&self.same);
        let rule = *plan.read(&self.months_rule);
        let stints = self.stints(plan, rows, days.clip);
        let stretches = || {
            let mut by_same: BTreeMap<Vec<(State, String)>, Vec<Window>> = BTreeMap::new();
            for (row, stint) in &stints {
                let key = same.iter().map(|same| same.word(plan, *row)).collect();
                by_same.entry(key).or_default().push(*stint);
            }
            by_same.into_values().flat_map(union).filter(|stretch| days.reaches(stretch))
        };
        plan.read(&self.keep).iter().any(|keep| match keep {
            Keep::Where(conditions) => {
                let bound: Vec<BoundCondition<'_>> =
                    conditions.iter().map(|condition| BoundCondition::new(plan, self.sheet, condition)).collect();
                let reaches = |row: &RowRef| {
                    days.reach.is_none() || stints.iter().any(|(of, stint)| of == row && days.reaches(stint))
                };
                rows.iter().any(|row| reaches(row) && bound.iter().all(|condition| condition.holds(plan, *row)))
            }
            // Days of stretches that end before the window count with those within it (累计).
            Keep::Days(least) => {
                let all = union(stints.iter().map(|(_, stint)| *stint).collect());
                let reached = days.reach.is_none() || all.iter().any(|stretch| days.reaches(stretch));
                reached && all.iter().map(length).sum::<i64>() >= *least
            }
            Keep::Straight(least) => stretches().any(|stint| length(&stint) >= *least),
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

/// From one field's day to the other's; one without an end runs to the as-of date.
pub(super) fn stint(plan: &Plan<'_>, row: RowRef, from: FieldIx, to: FieldIx) -> Option<Window> {
    let (State::Known, first) = plan.dossier.cell(row, from) else { return None };
    match plan.dossier.cell(row, to) {
        (State::Known, last) => Some(Window { first, last }),
        (State::Blank, _) => Some(Window { first, last: plan.dossier.as_of }),
        _ => None,
    }
}

/// How many days a stretch has.
pub(super) fn length(stint: &Window) -> i64 {
    stint.last - stint.first + 1
}

/// The same days as stretches that neither touch nor overlap.
pub(super) fn union(mut stints: Vec<Window>) -> Vec<Window> {
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
