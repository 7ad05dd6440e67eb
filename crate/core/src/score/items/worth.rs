//! What one row is worth: by its level, by conditions that it meets, or by both together.
//!
//! ```toml
//! worth   = [{ is = "国家级", points = "3" }, { says = "领导批示", where = [{ field = "是否批示", is = true }], points = "2" }]
//! stacked = { open = "…" }     # a row that meets several: highest (只取高的) | sum (累计)
//! ```

use super::super::Case;
use super::supply::Supply;
use super::{Item, Items, row_words};
use crate::dossier::RowRef;
use crate::exact::Points;
use crate::ledger::dictionary::{FieldIx, SheetIx};
use crate::ledger::table::State;
use crate::metric::{BoundRows, Verdict};
use crate::scheme::convention::Slot;
use crate::scheme::load::Rules;
use crate::scheme::model::RowRule;
use crate::scheme::read::Keys;
use crate::step::{Silent, Sink};

/// One line of the list of worths.
#[derive(Debug, Clone)]
pub(super) struct Worth {
    /// The level, or what the conditions say in a word.
    pub(super) name: String,
    pub(super) points: Points,
    /// The conditions; without them, the level is asked for.
    meets: Option<RowRule>,
}

/// What a row gets that meets several lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stacked {
    /// `highest`: the highest of them.
    Highest,
    /// `sum`: all of them.
    Sum,
}

impl Stacked {
    pub(super) const WORDS: [(&'static str, Self); 2] = [("highest", Self::Highest), ("sum", Self::Sum)];

    pub(super) fn of<'p>(self, points: impl Iterator<Item = &'p Points>) -> Points {
        match self {
            Self::Highest => points.max().cloned().unwrap_or_default(),
            Self::Sum => points.sum(),
        }
    }
}

impl Worth {
    /// Reads the list `worth`.
    pub(super) fn read_all<'n>(
        keys: &Keys<'n>,
        rules: &Rules<'n>,
        sheet: SheetIx,
        field: Option<FieldIx>,
    ) -> Vec<Self> {
        let worth: Vec<Self> = keys
            .tables("worth", "级别分值")
            .into_iter()
            .filter_map(|keys| Self::read(keys, rules, sheet, field))
            .collect();
        if keys.items("worth").is_empty() {
            keys.fault("没有写各级别的分值", "补写 worth = [{ is = \"…\", points = \"…\" }]。");
        }
        worth
    }

    fn read<'n>(keys: Keys<'n>, rules: &Rules<'n>, sheet: SheetIx, field: Option<FieldIx>) -> Option<Self> {
        let points = keys.need("points").and_then(|_| keys.points("points"));
        let (name, meets) = if let Some(node) = keys.take("where") {
            let conditions = rules.rows.conditions(&keys, node, sheet).map(Slot::Fixed)?;
            let none = || Slot::Fixed(Vec::new());
            let rows = RowRule { sheet, conditions, also: none(), once: Slot::Fixed(Vec::new()) };
            (keys.need_text("says"), Some(rows))
        } else {
            let level = keys.need_text("is");
            if let (Some(field), Some(level), Some(node)) = (field, &level, keys.node().get("is")) {
                rules.rows.known_word(keys.files(), node, sheet, field, level);
            }
            (level, None)
        };
        keys.done();
        Some(Self { name: name?, points: points?, meets })
    }

    /// The rows that meet its conditions; `None` where it asks for a level.
    pub(super) fn rows(&self) -> Option<&RowRule> {
        self.meets.as_ref()
    }

    /// Whether it asks for a level.
    pub(super) fn asks_level(&self) -> bool {
        self.meets.is_none()
    }
}

impl Items {
    /// One row with what it is worth; `None` where it earns nothing.
    pub(super) fn item(
        &self,
        case: &Case<'_>,
        bound: &[Option<BoundRows<'_>>],
        row: RowRef,
        sink: &mut impl Sink,
    ) -> Option<Item> {
        let stacked = self.stacked.as_ref().map_or(Stacked::Highest, |stacked| *case.plan.read(stacked));
        let asked = self.worth.iter().zip(bound).filter_map(|(worth, bound)| Some((worth, bound.as_ref()?)));
        let said: Vec<(&Worth, Verdict<'_>)> =
            asked.map(|(worth, bound)| (worth, bound.verdict(row, &mut Silent))).collect();
        let met: Vec<&Worth> =
            said.iter().filter(|(_, said)| *said == Verdict::Counts).map(|(worth, _)| *worth).collect();
        let mut open = false;
        for (worth, said) in &said {
            if let Verdict::Blank(why) = said
                && (stacked == Stacked::Sum || met.iter().all(|other| other.points < worth.points))
            {
                open = true;
                sink.blank(row, why);
            }
        }
        let sure = |level: Option<&Worth>| {
            let all = met.iter().copied().chain(level);
            let least = stacked.of(all.clone().map(|worth| &worth.points));
            (all.map(|worth| worth.name.clone()).collect::<Vec<_>>(), least)
        };
        let item = |(levels, least): (Vec<String>, Points), most: Points, known: bool| Item {
            row,
            levels,
            known,
            least,
            most,
            waiting: Vec::new(),
        };
        if self.field.is_none() {
            if met.is_empty() {
                if !open {
                    sink.refused(row, &self.others);
                }
                return None;
            }
            let found = sure(None);
            let most = found.1.clone();
            return Some(item(found, most, true));
        }
        match self.level(case, row, sink) {
            Level::Unknown => {
                let found = sure(None);
                let most = stacked.of([&found.1, &self.top()].into_iter());
                let known = !met.is_empty();
                Some(item(found, most, known))
            }
            Level::Of(level) if level.is_none() && met.is_empty() => {
                if !open {
                    sink.refused(row, &self.others);
                }
                None
            }
            Level::Of(level) => {
                let found = sure(level);
                let most = found.1.clone();
                Some(item(found, most, true))
            }
        }
    }

    /// What the highest level is worth.
    fn top(&self) -> Points {
        let levels = self.worth.iter().filter(|worth| worth.asks_level());
        levels.map(|worth| &worth.points).max().cloned().unwrap_or_default()
    }

    /// The level of one row, as it is typed or listed.
    fn level(&self, case: &Case<'_>, row: RowRef, sink: &mut impl Sink) -> Level<'_> {
        let Some(field) = self.field else { return Level::Of(None) };
        let dossier = case.plan.dossier;
        let (state, value) = dossier.cell(row, field);
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
            return Level::Unknown;
        };
        let found = self.worth.iter().find(|worth| worth.asks_level() && worth.name == level);
        let asks = |supply: &&Supply| supply.asks && listed.is_none() && found.is_some();
        if let Some(name) = supply.filter(asks).and_then(|supply| supply.name(case, row)) {
            sink.note(|| format!("{}的“{name}”不在名单上，按所填“{level}”计，请核对", row_words(case, row)));
        }
        Level::Of(found)
    }
}

/// The level of a row.
enum Level<'i> {
    /// Nobody typed it and no list tells it.
    Unknown,
    /// It is this one; `None` where it earns nothing.
    Of(Option<&'i Worth>),
}
