//! `items`: points for every qualifying row, by its level (按级别逐项计分); one content or matter counts once.
//!
//! ```toml
//! measure  = "items"
//! sheet    = "宣传报道"
//! field    = "媒体级别"                              # the field with the level
//! worth    = [{ is = "国家级", points = "3" }, …]     # points by level, or by conditions that a row meets, see `worth`
//! stacked  = "highest"                               # highest | sum: a row that meets several of them
//! others   = "市级和其他媒体不加分"                   # the reason shown for rows that meet none
//! supply   = { open = "KM-13" }                       # none | { field, of = { level = [names] }, asks = true }: a list for
//!                                                    # missing levels; asks about names that it does not have
//! once     = { per = ["内容编号", "标题"], why = "…", keep = { open = "KM-05" } }   # keep: highest | each
//! combine  = { open = "KM-04" }                       # sum | best
//! best     = "3"                                     # only so many count, the best ones (取最好的3项)
//! at_least = "2"                                     # with fewer items nothing is given (不足2项不得分)
//! absent   = { open = "G-12" }
//! ```

mod contents;
mod supply;
mod worth;

use std::collections::BTreeSet;

use self::contents::Once;
use self::supply::Supply;
use self::worth::{Stacked, Worth};
use super::{Absent, Case, Fact, ScoreState, Scored};
use crate::dossier::RowRef;
use crate::exact::{Points, Range};
use crate::ledger::dictionary::FieldIx;
use crate::metric::BoundRows;
use crate::metric::lacking::has_no_rows;
use crate::scheme::convention::Slot;
use crate::scheme::load::{Rules, row_rule};
use crate::scheme::model::RowRule;
use crate::scheme::read::{Keys, Node};
use crate::step::{Sink, Step, What};

/// An indicator that adds points row by row.
#[derive(Debug, Clone)]
pub struct Items {
    rows: RowRule,
    field: Option<FieldIx>,
    worth: Vec<Worth>,
    stacked: Option<Slot<Stacked>>,
    others: String,
    supply: Slot<Option<Supply>>,
    once: Option<Once>,
    combine: Slot<Combine>,
    best: Option<Slot<usize>>,
    at_least: Option<Slot<usize>>,
    pub(super) absent: Slot<Absent>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Combine {
    Sum,
    Best,
}

/// What one row, or the rows of one content, are worth.
struct Item {
    row: RowRef,
    /// The level, or all that the row meets.
    levels: Vec<String>,
    /// Whether it is known that it is worth something.
    known: bool,
    /// What it is surely worth.
    least: Points,
    /// What it may turn out to be worth, once its level is known.
    most: Points,
    /// Rows of the same content whose level is open and might be higher.
    waiting: Vec<RowRef>,
}

impl Item {
    /// What it is worth; `None` while its level is not known.
    fn worth(&self) -> Option<&Points> {
        self.known.then_some(&self.least)
    }
}

impl Items {
    /// Reads the words of this measure.
    pub fn read<'n>(keys: &Keys<'n>, rules: &Rules<'n>) -> Option<Self> {
        let rows = row_rule(keys, &rules.rows)?;
        let sheet = rows.sheet;
        let field = keys.has("field").then(|| rules.rows.field_at(keys, "field", sheet));
        let worth = Worth::read_all(keys, rules, sheet, field.flatten());
        if field.is_none() && (worth.is_empty() || worth.iter().any(Worth::asks_level)) {
            keys.fault("没有写级别在哪一列", "补写 field = \"…\"；不看级别的，每项写 where 和 says。");
        }
        let slots = &rules.rows.slots;
        let supply = slots.slot(keys, "supply", |keys, node| match node.text() {
            Some("none") => Some(None),
            _ => Supply::read(keys, node, rules, sheet).map(Some),
        });
        let combine = slots.slot(keys, "combine", |keys, node| {
            keys.word(node, "combine", &[("sum", Combine::Sum), ("best", Combine::Best)])
        });
        if keys.has("best") && keys.has("combine") {
            keys.fault("combine 和 best 只能写一个", "只计最高一项的写 combine = \"best\"；计最好几项的只写 best。");
        }
        let best = slots.slot(keys, "best", |keys, node| count(keys, node, "best"));
        let at_least = slots.slot(keys, "at_least", |keys, node| count(keys, node, "at_least"));
        Some(Self {
            others: keys.text("others").unwrap_or_else(|| "该级别不计分".to_owned()),
            absent: Absent::read(keys, rules),
            once: Once::read(keys, rules, sheet),
            stacked: slots.slot(keys, "stacked", |keys, node| keys.word(node, "stacked", &Stacked::WORDS)),
            rows,
            field: match field {
                None => None,
                Some(field) => Some(field?),
            },
            worth,
            supply: supply.unwrap_or(Slot::Fixed(None)),
            combine: combine.unwrap_or(Slot::Fixed(Combine::Sum)),
            best,
            at_least,
        })
    }

    /// The rows it reads.
    #[must_use]
    pub fn rows(&self) -> &RowRule {
        &self.rows
    }

    /// The field with the level, and what each level is worth; nothing where no level is asked for.
    #[must_use]
    pub fn levels(&self) -> Vec<(FieldIx, &str, &Points)> {
        let Some(field) = self.field else { return Vec::new() };
        let levels = self.worth.iter().filter(|worth| worth.asks_level());
        levels.map(|worth| (field, worth.name.as_str(), &worth.points)).collect()
    }

    /// The conditions by which a row is worth something, with what they say and give; nothing where a level is asked for too: a
    /// row without one is open.
    #[must_use]
    pub fn by_conditions(&self) -> Vec<(&str, &RowRule, &Points)> {
        let worth = self.worth.iter().filter(|_| self.field.is_none());
        worth.filter_map(|worth| Some((worth.name.as_str(), worth.rows()?, &worth.points))).collect()
    }

    /// The most that one row is worth, and how many rows count at most.
    #[must_use]
    pub fn most(&self) -> (Points, Option<usize>) {
        let sums = self.stacked.iter().flat_map(Slot::every).any(|stacked| *stacked == Stacked::Sum);
        let stacked = if sums { Stacked::Sum } else { Stacked::Highest };
        let rows = match (&self.best, &self.combine) {
            (Some(best), _) => best.every().max().copied(),
            (None, Slot::Fixed(Combine::Best)) => Some(1),
            (None, _) => None,
        };
        // A row has one level; the conditions may be met besides.
        let level =
            Stacked::Highest.of(self.worth.iter().filter(|worth| worth.asks_level()).map(|worth| &worth.points));
        let met = self.worth.iter().filter(|worth| !worth.asks_level()).map(|worth| &worth.points);
        (stacked.of(met.chain([&level])), rows)
    }

    /// The fields that tell contents apart.
    #[must_use]
    pub fn content_fields(&self) -> &[FieldIx] {
        self.once.as_ref().map_or(&[], |once| &once.per)
    }

    /// Adds up the rows that count.
    pub fn score(&self, case: &Case<'_>, sink: &mut impl Sink) -> Scored {
        let Case { plan, unit, .. } = *case;
        let level = self.field.filter(|_| plan.read(&self.supply).is_none());
        if has_no_rows(plan, unit, &self.rows, level.as_slice(), sink) {
            return plan.read(&self.absent).score(case.bounds, sink);
        }
        let rows = BoundRows::new(plan, &self.rows, false).counting(unit, sink);
        let rules = self.worth.iter().map(Worth::rows);
        let bound: Vec<Option<BoundRows<'_>>> =
            rules.map(|rule| rule.map(|rule| BoundRows::new(plan, rule, false))).collect();
        let items: Vec<Item> = rows.into_iter().filter_map(|row| self.item(case, &bound, row, sink)).collect();
        let kept = self.once_each(case, items, sink);
        let (found, all) = (kept.iter().filter(|item| item.known).count(), kept.len());
        let (kept, range) = self.best_of(case, kept, sink);
        for item in &kept {
            let Item { row, levels, least, .. } = item;
            if item.known {
                sink.counted(*row, Some(least));
                let what = What::Item { row: *row, level: levels.join("、") };
                sink.step(|| Step { what, adds: Some(least.clone()), basis: Vec::new() });
            }
            let open = (!item.known || (item.waiting.is_empty() && item.most > item.least)).then_some(row);
            for row in open.into_iter().chain(&item.waiting) {
                sink.step(|| Step { what: What::ItemOpen { row: *row }, adds: None, basis: Vec::new() });
            }
        }
        let range = self.enough(case, (found, all), range, sink);
        let facts = self.facts(&kept);
        let state = if range.settled().is_some() { ScoreState::Known } else { ScoreState::Pending };
        Scored { raw: range.settled().cloned(), facts, ..Scored::open(state, range) }
    }

    /// The items that count or may count, and what they come to; the others are refused.
    fn best_of(&self, case: &Case<'_>, items: Vec<Item>, sink: &mut impl Sink) -> (Vec<Item>, Range) {
        let most = match &self.best {
            Some(best) => *case.plan.read(best),
            None if items.len() > 1 && *case.plan.read(&self.combine) == Combine::Best => 1,
            None => {
                let (sure, possible) =
                    items.iter().map(|item| (&item.least, &item.most)).unzip::<_, _, Vec<_>, Vec<_>>();
                let range = Range { sure: sure.into_iter().sum(), possible: possible.into_iter().sum() };
                return (items, range);
            }
        };
        let mut sure: Vec<usize> = (0..items.len()).collect();
        sure.sort_by(|a, b| (items[*b].known, &items[*b].least).cmp(&(items[*a].known, &items[*a].least)));
        let mut possible = sure.clone();
        possible.sort_by(|a, b| items[*b].most.cmp(&items[*a].most));
        sure.truncate(most);
        possible.truncate(most);
        let range = Range {
            sure: sure.iter().map(|at| &items[*at].least).sum(),
            possible: possible.iter().map(|at| &items[*at].most).sum(),
        };
        let mut kept = Vec::new();
        let (sure, possible): (BTreeSet<usize>, BTreeSet<usize>) =
            (sure.into_iter().collect(), possible.into_iter().collect());
        for (at, item) in items.into_iter().enumerate() {
            let counts = sure.contains(&at);
            if counts || possible.contains(&at) {
                kept.push(Item { known: item.known && counts, ..item });
                continue;
            }
            let why = if most == 1 { "只计最高一项".to_owned() } else { format!("只计最好的{most}项") };
            std::iter::once(&item.row).chain(&item.waiting).for_each(|row| sink.refused(*row, &why));
        }
        (kept, range)
    }

    /// Nothing where there are fewer items than asked for.
    fn enough(&self, case: &Case<'_>, (found, all): (usize, usize), range: Range, sink: &mut impl Sink) -> Range {
        let Some(due) = self.at_least.as_ref().map(|due| *case.plan.read(due)) else { return range };
        if found >= due {
            return range;
        }
        let whole = |count: usize| Points::from(i64::try_from(count).unwrap_or(i64::MAX));
        let what = What::Need {
            says: "计分的项数".to_owned(),
            found: whole(found),
            due: whole(due),
            at_most: false,
            unit: "项".to_owned(),
            met: false,
        };
        sink.step(|| Step { what, adds: None, basis: Vec::new() });
        let adds = Some(&Points::ZERO - &range.sure);
        sink.step(|| Step { what: What::Shut, adds, basis: Vec::new() });
        Range { sure: Points::ZERO, possible: if all < due { Points::ZERO } else { range.possible } }
    }

    fn facts(&self, kept: &[Item]) -> Vec<Fact> {
        let count = |level: &String| kept.iter().filter(|item| item.known && item.levels.contains(level)).count();
        let levels = self.worth.iter().map(|worth| (worth.name.clone(), count(&worth.name)));
        levels.map(|(name, count)| Fact { name, value: count.to_string(), unit: "项".to_owned() }).collect()
    }
}

fn row_words(case: &Case<'_>, row: RowRef) -> String {
    let table = case.plan.dossier.table(row);
    table.map_or_else(String::new, |table| {
        format!("{}第{}行", table.name, table.rows.get(row.row as usize).unwrap_or(&0))
    })
}

/// How many: a whole number above zero.
fn count(keys: &Keys<'_>, node: &Node, key: &str) -> Option<usize> {
    let points = keys.as_points(node, key)?;
    let count = (1..=1000).find(|count| Points::from(i64::try_from(*count).unwrap_or(i64::MAX)) == points);
    if count.is_none() {
        keys.files().fault_at(node, format!("{key} 应是大于0的整数"), "写几项，如 \"3\"。");
    }
    count
}
