//! `items`: points for every qualifying row, by its level (按级别逐项计分); one content or matter counts once.
//!
//! ```toml
//! measure = "items"
//! sheet   = "宣传报道"
//! field   = "媒体级别"                               # the field with the level
//! worth   = [{ is = "国家级", points = "3" }, …]      # points by level; a level that is not listed is refused
//! others  = "市级和其他媒体不加分"                    # the reason shown for those
//! supply  = { open = "KM-13" }                        # none | { field, of = { level = [names] }, asks = true }: a list for
//!                                                     # missing levels; asks about names that it does not have
//! once    = { per = ["内容编号", "标题"], why = "…", keep = { open = "KM-05" } }   # keep: highest | each
//! combine = { open = "KM-04" }                        # sum | best
//! absent  = { open = "G-12" }
//! ```

use std::borrow::Cow;
use std::collections::BTreeMap;

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use super::{Absent, Case, Fact, ScoreState, Scored};
use crate::dossier::RowRef;
use crate::exact::{Points, Range};
use crate::ledger::dictionary::FieldIx;
use crate::ledger::table::State;
use crate::ledger::text::folded;
use crate::metric::BoundRows;
use crate::metric::lacking::has_no_rows;
use crate::scheme::convention::Slot;
use crate::scheme::load::{Rules, fields, row_rule};
use crate::scheme::model::RowRule;
use crate::scheme::read::{Keys, Node};
use crate::step::{Sink, Step, What};

/// An indicator that adds points row by row.
#[derive(Debug, Clone)]
pub struct Items {
    rows: RowRule,
    field: FieldIx,
    worth: Vec<(String, Points)>,
    others: String,
    supply: Slot<Option<Supply>>,
    once: Option<Once>,
    combine: Slot<Combine>,
    absent: Slot<Absent>,
}

/// A list that tells the level of a row whose level nobody typed.
#[derive(Debug, Clone, PartialEq)]
struct Supply {
    field: FieldIx,
    of: Vec<(String, Vec<String>)>,
    /// Whether a name that is not listed is asked about where the level is typed.
    asks: bool,
}

#[derive(Debug, Clone)]
struct Once {
    per: Vec<FieldIx>,
    why: String,
    keep: Slot<Keep>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keep {
    Highest,
    Each,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Combine {
    Sum,
    Best,
}

/// What one row is worth before contents are compared.
struct Item {
    row: RowRef,
    level: String,
    /// `None` while its level is not known.
    points: Option<Points>,
    /// What it may still add while its level is not known.
    open: Points,
}

impl Items {
    /// Reads the words of this measure.
    pub fn read<'n>(keys: &Keys<'n>, rules: &Rules<'n>) -> Option<Self> {
        let rows = row_rule(keys, &rules.rows)?;
        let sheet = rows.sheet;
        let field = rules.rows.field_at(keys, "field", sheet);
        let worth = keys.tables("worth", "级别分值").into_iter().filter_map(|keys| {
            let level = keys.need_text("is");
            if let (Some(field), Some(level), Some(node)) = (field, &level, keys.node().get("is")) {
                rules.rows.known_word(keys.files(), node, sheet, field, level);
            }
            let points = keys.need("points").and_then(|_| keys.points("points"));
            keys.done();
            Some((level?, points?))
        });
        let worth: Vec<_> = worth.collect();
        if worth.is_empty() {
            keys.fault("没有写各级别的分值", "补写 worth = [{ is = \"…\", points = \"…\" }]。");
        }
        let slots = &rules.rows.slots;
        let supply = slots.slot(keys, "supply", |keys, node| match node.text() {
            Some("none") => Some(None),
            _ => supply(keys, node, rules, sheet).map(Some),
        });
        let once = keys.table("once", "一事一计").and_then(|keys| {
            let per = keys.need("per").and_then(|node| fields(&keys, node, &rules.rows, sheet));
            let why = keys.need_text("why");
            let keep = slots.slot(&keys, "keep", |keys, node| {
                keys.word(node, "keep", &[("highest", Keep::Highest), ("each", Keep::Each)])
            });
            keys.done();
            Some(Once { per: per?, why: why?, keep: keep.unwrap_or(Slot::Fixed(Keep::Highest)) })
        });
        let combine = slots.slot(keys, "combine", |keys, node| {
            keys.word(node, "combine", &[("sum", Combine::Sum), ("best", Combine::Best)])
        });
        Some(Self {
            others: keys.text("others").unwrap_or_else(|| "该级别不计分".to_owned()),
            absent: Absent::read(keys, rules),
            rows,
            field: field?,
            worth,
            supply: supply.unwrap_or(Slot::Fixed(None)),
            once,
            combine: combine.unwrap_or(Slot::Fixed(Combine::Sum)),
        })
    }

    /// The rows it reads.
    #[must_use]
    pub fn rows(&self) -> &RowRule {
        &self.rows
    }

    /// The field with the level, and what each level is worth.
    #[must_use]
    pub fn levels(&self) -> (FieldIx, &[(String, Points)]) {
        (self.field, &self.worth)
    }

    /// The fields that tell contents apart.
    #[must_use]
    pub fn content_fields(&self) -> &[FieldIx] {
        self.once.as_ref().map_or(&[], |once| &once.per)
    }

    /// Adds up the rows that count.
    pub fn score(&self, case: &Case<'_>, sink: &mut impl Sink) -> Scored {
        let Case { plan, unit, .. } = *case;
        let level = plan.read(&self.supply).is_none().then_some(self.field);
        if has_no_rows(plan, unit, &self.rows, level, sink) {
            return plan.read(&self.absent).score(case.bounds, sink);
        }
        let rows = BoundRows::new(plan, &self.rows, false).counting(unit, sink);
        let items: Vec<Item> = rows.into_iter().filter_map(|row| self.item(case, row, sink)).collect();
        let mut kept = self.once_each(case, items, sink);
        if kept.len() > 1 && *plan.read(&self.combine) == Combine::Best {
            kept = self.highest(kept, |_| Some(0), "只计最高一项", sink);
        }
        let (mut sum, mut open) = (Points::ZERO, Points::ZERO);
        for item in &kept {
            let Item { row, level, points, .. } = item;
            match points {
                Some(points) => {
                    sum += points;
                    sink.counted(*row, Some(points));
                    let what = What::Item { row: *row, level: level.clone() };
                    sink.step(|| Step { what, adds: Some(points.clone()), basis: Vec::new() });
                }
                None => {
                    open += &item.open;
                    sink.step(|| Step { what: What::ItemOpen { row: *row }, adds: None, basis: Vec::new() });
                }
            }
        }
        let facts = self.facts(&kept);
        if open.is_zero() {
            return Scored { facts, ..Scored::known(sum) };
        }
        let range = Range::between(sum.clone(), &sum + &open);
        Scored { facts, ..Scored::open(ScoreState::Pending, range) }
    }

    /// The level of one row and what it is worth; `None` where the level earns nothing.
    fn item(&self, case: &Case<'_>, row: RowRef, sink: &mut impl Sink) -> Option<Item> {
        let dossier = case.plan.dossier;
        let (state, value) = dossier.cell(row, self.field);
        let typed = (state == State::Known).then(|| dossier.word(value));
        let supply = case.plan.read(&self.supply).as_ref();
        let listed = supply.and_then(|supply| supply.level(case, row));
        if let (Some(typed), Some(listed)) = (typed, listed)
            && typed != listed
        {
            sink.note(|| format!("{}填“{typed}”，名单列为“{listed}”，按所填计", row_words(case, row)));
        }
        let Some(level) = typed.or(listed) else {
            sink.note(|| format!("{}没有级别，名单也未列，待评", row_words(case, row)));
            return Some(Item { row, level: String::new(), points: None, open: self.top() });
        };
        let Some((_, points)) = self.worth.iter().find(|(known, _)| known == level) else {
            sink.refused(row, &self.others);
            return None;
        };
        if let Some(name) = supply.filter(|supply| supply.asks && listed.is_none()).and_then(|s| s.name(case, row)) {
            sink.note(|| format!("{}的“{name}”不在名单上，按所填“{level}”计，请核对", row_words(case, row)));
        }
        Some(Item { row, level: level.to_owned(), points: Some(points.clone()), open: Points::ZERO })
    }

    /// What the highest level is worth.
    fn top(&self) -> Points {
        self.worth.iter().map(|(_, points)| points).max().cloned().unwrap_or_default()
    }

    /// Keeps one row of each content, the highest; the others are refused.
    fn once_each(&self, case: &Case<'_>, items: Vec<Item>, sink: &mut impl Sink) -> Vec<Item> {
        let Some(once) = &self.once else { return items };
        let contents = self.contents(case, once, &items);
        let mut told: Vec<usize> = contents.iter().flatten().copied().collect();
        told.sort_unstable();
        let repeats = told.windows(2).any(|pair| pair[0] == pair[1]);
        if !repeats || *case.plan.read(&once.keep) == Keep::Each {
            return items;
        }
        self.highest(items, |at| contents[at], &once.why, sink)
    }

    /// Keeps the highest row of each content; the others are refused. A row whose level is open stays beside it while it
    /// might turn out higher, for the difference.
    fn highest(
        &self,
        items: Vec<Item>,
        content: impl Fn(usize) -> Option<usize>,
        why: &str,
        sink: &mut impl Sink,
    ) -> Vec<Item> {
        let mut held: BTreeMap<usize, (Option<usize>, bool)> = BTreeMap::new();
        for (at, item) in items.iter().enumerate() {
            let Some((holder, _)) = content(at).map(|content| held.entry(content).or_default()) else { continue };
            if item.points.is_some() && holder.is_none_or(|holder| item.points > items[holder].points) {
                *holder = Some(at);
            }
        }
        let sure: Vec<Points> = items.iter().map(|item| item.points.clone().unwrap_or_default()).collect();
        let mut kept = Vec::new();
        for (at, mut item) in items.into_iter().enumerate() {
            let Some((holder, has_open)) = content(at).and_then(|content| held.get_mut(&content)) else {
                kept.push(item);
                continue;
            };
            if item.points.is_none() {
                let sure = holder.map_or(Points::ZERO, |holder| sure[holder].clone());
                item.open = &self.top() - &sure;
            }
            let stays = *holder == Some(at) || (!*has_open && !item.open.is_zero());
            *has_open |= stays && item.points.is_none();
            if stays { kept.push(item) } else { sink.refused(item.row, why) }
        }
        kept
    }

    /// The content of every item: the first field of `per` that is filled in. A row with only a later field joins a content
    /// that has the same there, of several the highest and then one with an open row, so that no order of rows makes a
    /// difference. Words are compared without blanks and width. `None` where no field is filled in: such a row is its own
    /// content.
    fn contents(&self, case: &Case<'_>, once: &Once, items: &[Item]) -> Vec<Option<usize>> {
        let word = |item: &Item, field: FieldIx| {
            let (state, value) = case.plan.dossier.cell(item.row, field);
            (state == State::Known).then(|| folded(case.plan.dossier.word(value)))
        };
        let mut contents: Vec<Option<usize>> = vec![None; items.len()];
        // By content: its highest row, and whether a row of it is open.
        let mut worth: BTreeMap<usize, (&Option<Points>, bool)> = BTreeMap::new();
        for field in &once.per {
            let mut known: IndexMap<Cow<'_, str>, usize, FxBuildHasher> = IndexMap::default();
            for (item, content) in items.iter().zip(&contents) {
                let (Some(word), Some(content)) = (word(item, *field), *content) else { continue };
                let holder = known.entry(word).or_insert(content);
                if worth.get(&content) > worth.get(holder) {
                    *holder = content;
                }
            }
            for (at, item) in items.iter().enumerate().filter(|(at, _)| contents[*at].is_none()).collect::<Vec<_>>() {
                contents[at] = word(item, *field).map(|word| *known.entry(word).or_insert(at));
            }
            for (item, content) in items.iter().zip(&contents) {
                let Some(content) = content else { continue };
                let (best, open) = worth.entry(*content).or_insert((&item.points, false));
                *best = (*best).max(&item.points);
                *open |= item.points.is_none();
            }
        }
        contents
    }

    fn facts(&self, kept: &[Item]) -> Vec<Fact> {
        let count = |level: &str| kept.iter().filter(|item| item.points.is_some() && item.level == level).count();
        let levels = self.worth.iter().map(|(level, _)| (level.clone(), count(level)));
        levels.map(|(name, count)| Fact { name, value: count.to_string(), unit: "项".to_owned() }).collect()
    }
}

impl Supply {
    fn name<'c>(&self, case: &Case<'c>, row: RowRef) -> Option<&'c str> {
        let (state, value) = case.plan.dossier.cell(row, self.field);
        (state == State::Known).then(|| case.plan.dossier.word(value))
    }

    /// The level of a row's name; of several names in one cell, the level that the list gives first.
    fn level<'s>(&'s self, case: &Case<'_>, row: RowRef) -> Option<&'s str> {
        let name = self.name(case, row)?;
        let holds =
            |known: &String| known == name || name.split(['、', '，', ',', '；', ';']).any(|part| part == known);
        let listed = self.of.iter().find(|(_, names)| names.iter().any(holds));
        listed.map(|(level, _)| level.as_str())
    }
}

fn row_words(case: &Case<'_>, row: RowRef) -> String {
    let table = case.plan.dossier.table(row);
    table.map_or_else(String::new, |table| {
        format!("{}第{}行", table.name, table.rows.get(row.row as usize).unwrap_or(&0))
    })
}

fn supply<'n>(
    keys: &Keys<'n>,
    node: &'n Node,
    rules: &Rules<'n>,
    sheet: crate::ledger::dictionary::SheetIx,
) -> Option<Supply> {
    let inner = keys.open_inside(node, "名单")?;
    let _ = inner.text("says");
    let field = rules.rows.field_at(&inner, "field", sheet);
    let of = inner.table("of", "名单").map(|of| {
        let entries = of.entries().into_iter();
        entries.map(|(level, node)| (level.to_owned(), of.as_texts(node, level))).collect()
    });
    let asks = inner.flag("asks");
    inner.done();
    Some(Supply { field: field?, of: of.unwrap_or_default(), asks })
}
