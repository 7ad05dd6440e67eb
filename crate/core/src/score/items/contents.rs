//! One content or matter counts once (同一内容只计一次): which rows are one, and which of them stands for it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use super::super::Case;
use super::{Item, Items};
use crate::exact::Points;
use crate::ledger::dictionary::{FieldIx, SheetIx};
use crate::ledger::table::State;
use crate::ledger::text::folded;
use crate::scheme::convention::Slot;
use crate::scheme::load::{Rules, fields};
use crate::scheme::read::Keys;
use crate::step::Sink;

/// Which rows are one content, and what becomes of them.
#[derive(Debug, Clone)]
pub(super) struct Once {
    pub(super) per: Vec<FieldIx>,
    why: String,
    keep: Slot<Keep>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keep {
    Highest,
    Each,
}

impl Once {
    /// Reads the table `once`.
    pub(super) fn read<'n>(keys: &Keys<'n>, rules: &Rules<'n>, sheet: SheetIx) -> Option<Self> {
        keys.table("once", "一事一计").and_then(|keys| {
            let per = keys.need("per").and_then(|node| fields(&keys, node, &rules.rows, sheet));
            let why = keys.need_text("why");
            let keep = rules.rows.slots.slot(&keys, "keep", |keys, node| {
                keys.word(node, "keep", &[("highest", Keep::Highest), ("each", Keep::Each)])
            });
            keys.done();
            Some(Self { per: per?, why: why?, keep: keep.unwrap_or(Slot::Fixed(Keep::Highest)) })
        })
    }
}

impl Items {
    /// Keeps one row of each content, the highest; the others are refused. A row whose level is open waits beside it while
    /// it might turn out higher.
    pub(super) fn once_each(&self, case: &Case<'_>, items: Vec<Item>, sink: &mut impl Sink) -> Vec<Item> {
        let Some(once) = &self.once else { return items };
        let contents = contents(case, once, &items);
        let mut told: Vec<usize> = contents.iter().flatten().copied().collect();
        told.sort_unstable();
        let repeats = told.windows(2).any(|pair| pair[0] == pair[1]);
        if !repeats || *case.plan.read(&once.keep) == Keep::Each {
            return items;
        }
        let mut holders: BTreeMap<usize, usize> = BTreeMap::new();
        for (at, item) in items.iter().enumerate() {
            let Some(content) = contents[at] else { continue };
            let holder = holders.entry(content).or_insert(at);
            let order = |item: &Item| (item.known, item.least.clone());
            if order(item) > order(&items[*holder]) {
                *holder = at;
            }
        }
        let (mut kept, mut others) = (BTreeMap::new(), Vec::new());
        for (at, item) in items.into_iter().enumerate() {
            match contents[at].and_then(|content| holders.get(&content)) {
                Some(holder) if *holder != at => others.push((*holder, item)),
                _ => {
                    kept.insert(at, item);
                }
            }
        }
        for (holder, item) in others {
            match kept.get_mut(&holder) {
                Some(held) if item.most > held.most => {
                    held.most = item.most;
                    held.waiting.push(item.row);
                }
                _ => sink.refused(item.row, &once.why),
            }
        }
        kept.into_values().collect()
    }
}

/// The content of every item: the first field of `per` that is filled in. A row with only a later field joins a content
/// that has the same there, of several the highest and then one with an open row, so that no order of rows makes a
/// difference. Words are compared without blanks and width. `None` where no field is filled in: such a row is its own
/// content.
fn contents(case: &Case<'_>, once: &Once, items: &[Item]) -> Vec<Option<usize>> {
    let word = |item: &Item, field: FieldIx| {
        let (state, value) = case.plan.dossier.cell(item.row, field);
        (state == State::Known).then(|| folded(case.plan.dossier.word(value)))
    };
    let mut contents: Vec<Option<usize>> = vec![None; items.len()];
    // By content: its highest row, and whether a row of it is open.
    let mut worth: BTreeMap<usize, (Option<&Points>, bool)> = BTreeMap::new();
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
            let (best, open) = worth.entry(*content).or_insert((item.worth(), false));
            *best = (*best).max(item.worth());
            *open |= !item.known;
        }
    }
    contents
}
