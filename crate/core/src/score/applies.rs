//! `applies`: for which units an indicator or a part is asked at all.

use std::cmp::Reverse;

use super::benchmark::Peers;
use super::need::Places;
use super::peers::Other;
use super::several::together;
use super::{Case, Fact, ScoreState, Scored, overruled, peers, ratio};
use crate::dossier::RowRef;
use crate::exact::{Points, Range};
use crate::judgement::Judgement;
use crate::ledger::dictionary::FieldIx;
use crate::ledger::period::During;
use crate::ledger::table::State;
use crate::metric::{BoundRows, NO_DATE, UNREADABLE_DATE};
use crate::plan::Plan;
use crate::scheme::convention::Slot;
use crate::scheme::load::{ELSEWHERE, Rules, never_seen, rows_of_any_year};
use crate::scheme::model::RowRule;
use crate::scheme::read::{Keys, Node, Raw};
use crate::step::{Silent, Sink, Step, Trace, What};

/// When an indicator applies (`applies`): where the unit has such a row.
///
/// ```toml
/// applies = { sheet = "单位信息", where = [{ field = "是否深度贫困地区", is = true }], filled = "是否深度贫困地区" }
/// # during = "上年": which rows of a dated sheet are looked at; those of the year where it is not written
/// # places = { open = "…" }: of several rows, any one is enough (any), or each must be such a row (each)
/// # otherwise = { peers = "mean", per = "category" }: what it gives where it does not apply: what comparable units come to
/// #             (best | mean | lowest), "full" (按满分计), or "none": it leaves the denominator, see `total/rebase`
/// ```
#[derive(Debug, Clone)]
pub struct Applies {
    rows: RowRule,
    /// When the rows of a dated sheet must lie.
    during: During,
    /// The field that must be filled in somewhere before anything can be said; without one, no such row means no.
    filled: Option<FieldIx>,
    /// Of several rows: whether one such row is enough, or each must be one.
    places: Slot<Places>,
    /// What it gives where it does not apply.
    otherwise: Slot<Otherwise>,
}

/// What a rule gives a unit to which it does not apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Otherwise {
    /// `none`: nothing, and it asks nothing.
    Nothing,
    /// `full`: all its points.
    Full,
    /// What the units come to that it applies to.
    Peers(Peers, peers::Per),
}

impl PartialEq for Applies {
    fn eq(&self, other: &Self) -> bool {
        self.rows.sheet == other.rows.sheet
            && self.rows.conditions == other.rows.conditions
            && self.during == other.during
            && self.filled == other.filled
            && self.places == other.places
            && self.otherwise == other.otherwise
    }
}

impl Applies {
    /// Reads the slot `applies`; `"always"` is the same as none.
    pub fn read<'n>(keys: &Keys<'n>, rules: &Rules<'n>) -> Slot<Option<Self>> {
        let slot = rules.rows.slots.slot(keys, "applies", |keys, node| {
            if node.text() == Some("always") {
                return Some(None);
            }
            let inner = keys.open_inside(node, "适用条件")?;
            let rows = rows_of_any_year(&inner, &rules.rows)?;
            let during =
                inner.take("during").map_or(Some(During::Year), |node| inner.word(node, "during", &During::WORDS));
            if let Some(during) = during {
                never_seen(&inner, &rules.rows, &rows, during, ELSEWHERE);
            }
            let filled = inner.has("filled").then(|| rules.rows.field_at(&inner, "filled", rows.sheet)).flatten();
            let places =
                rules.rows.slots.slot(&inner, "places", |keys, node| keys.word(node, "places", &Places::WORDS));
            let otherwise = rules.rows.slots.slot(&inner, "otherwise", Otherwise::read);
            inner.done();
            Some(Some(Self {
                rows,
                during: during?,
                filled,
                places: places.unwrap_or(Slot::Fixed(Places::Any)),
                otherwise: otherwise.unwrap_or(Slot::Fixed(Otherwise::Nothing)),
            }))
        });
        slot.unwrap_or(Slot::Fixed(None))
    }

    /// Whether the indicator applies; `None` where the ledger does not say.
    pub(super) fn test(&self, case: &Case<'_>, sink: &mut impl Sink) -> Option<bool> {
        let window = self.during.window(case.plan.dossier.year).unwrap_or(case.plan.year);
        let window = if self.during == During::Year { case.plan.year } else { window };
        let bound = BoundRows::new(case.plan, &self.rows, false).over(window);
        let mut trace = Trace::default();
        let found = bound.counting(case.unit, &mut trace).len();
        let rows = case.unit.rows(self.rows.sheet);
        if found > 0 && (found == rows.len() || *case.plan.read(&self.places) == Places::Any) {
            return Some(true);
        }
        let no_day = |(_, why): &&(RowRef, String)| why == NO_DATE || why == UNREADABLE_DATE;
        if let Some((row, why)) = trace.refused.iter().find(no_day) {
            sink.note(|| {
                let place = case.plan.dossier.table(*row).map(|table| (&table.name, table.rows.get(row.row as usize)));
                let place = place.map_or_else(String::new, |(name, at)| format!("{name}第{}行", at.unwrap_or(&0)));
                format!("{place}：{why}，不能确定本项是否适用")
            });
            return None;
        }
        // What another year says is no answer for this one.
        let dated = case.plan.dossier.dictionary.sheet(self.rows.sheet).and_then(|sheet| sheet.period);
        let in_view = |row: RowRef| dated.is_none() || bound.day(row).is_none_or(|day| window.holds(day));
        let known = |row: RowRef, field: FieldIx| case.plan.dossier.cell(row, field).0 == State::Known;
        let said = |field: FieldIx| rows.iter().any(|row| in_view(*row) && known(*row, field));
        if self.filled.is_none_or(said) {
            return Some(false);
        }
        let sheet = case.plan.dossier.dictionary.sheet(self.rows.sheet);
        let field = self.filled.and_then(|at| sheet?.fields.get(usize::from(at.0)));
        if rows.is_empty() && case.unit.sheets() < 3 {
            // A unit of which only a result and an incident are known is not asked about its places.
            return None;
        }
        sink.note(|| {
            let (sheet, field) = (sheet.map_or("", |sheet| &sheet.name), field.map_or("", |field| &field.name));
            format!("“{sheet}”没有填“{field}”，不能确定本项是否适用")
        });
        None
    }

    /// The score of a unit of which nobody can say whether it applies: unless something is given in either case, it may yet
    /// leave the denominator.
    pub(super) fn unknown(&self, plan: &Plan<'_>, bounds: Range) -> Scored {
        match plan.read(&self.otherwise) {
            Otherwise::Nothing => Scored::may_apply(bounds),
            Otherwise::Full | Otherwise::Peers(..) => Scored::open(ScoreState::Undetermined, bounds),
        }
    }

    /// What the rule gives a unit to which it does not apply; `None` where it leaves the denominator. `own` is what it gives
    /// another unit that it applies to, `None` for a unit that is not asked.
    pub(super) fn instead(
        &self,
        case: &Case<'_>,
        given: &[Judgement],
        own: impl Fn(&Case<'_>) -> Option<Scored>,
        sink: &mut impl Sink,
    ) -> Option<Scored> {
        let (of, per) = match case.plan.read(&self.otherwise) {
            Otherwise::Nothing => return None,
            Otherwise::Full => {
                let full = case.bounds.possible.clone();
                let says = "不适用，按满分计".to_owned();
                sink.step(|| Step { what: What::Instead { says }, adds: Some(full.clone()), basis: Vec::new() });
                return Some(overrule(given, Scored::known(full), sink));
            }
            Otherwise::Peers(of, per) => (*of, *per),
        };
        let others = peers::of_others(case, per, self, |case| {
            let applies = self.test(case, &mut Silent);
            let scored = if applies == Some(false) { None } else { own(case) };
            scored.map(|scored| (applies == Some(true), scored))
        });
        let Some(range) = bracket(of, &others) else {
            sink.note(|| {
                "本项不适用，按可比单位的得分计，要和全体参评单位一起算；也可以填写牵头单位公布的得分并写明理由"
                    .to_owned()
            });
            return Some(ratio::judged(case, given, sink));
        };
        let name = of.name("适用本项的单位");
        let waiting = others.iter().filter(|other| !other.surely || other.range.settled().is_none()).count();
        let Some(value) = range.settled().cloned() else {
            if !given.is_empty() {
                return Some(ratio::judged(case, given, sink));
            }
            let says = format!(
                "不适用，按{name}计；可比的单位还有{waiting}个没有定，现在是{}至{}分",
                range.sure.shown(),
                range.possible.shown()
            );
            sink.note(|| format!("本项{says}"));
            let adds = Some(range.sure.clone());
            sink.step(|| Step { what: What::Instead { says }, adds, basis: Vec::new() });
            return Some(Scored::open(ScoreState::Pending, range));
        };
        let says = format!("不适用，按{name}计（{}个单位）", others.len());
        sink.step(|| Step { what: What::Instead { says }, adds: Some(value.clone()), basis: Vec::new() });
        let fact = Fact { name, value: value.to_string(), unit: "分".to_owned() };
        Some(overrule(given, Scored { facts: vec![fact], ..Scored::known(value) }, sink))
    }
}

/// What comparable units come to, where some may yet come to more or turn out not to be comparable; `None` where none surely is.
fn bracket(of: Peers, others: &[Other]) -> Option<Range> {
    let end = |pick: fn(&Range) -> &Points, beyond: fn(&Points, &Points) -> bool| {
        let ends = |surely: bool| {
            let own = others.iter().filter(move |other| other.surely == surely);
            own.map(|other| pick(&other.range).clone()).collect::<Vec<Points>>()
        };
        let (mut values, mut maybe) = (ends(true), ends(false));
        if values.is_empty() {
            return None;
        }
        let mut found = of.value(&values);
        maybe.sort_by_key(|value| Reverse(value.clone()));
        if beyond(&Points::ZERO, &Points::from(1)) {
            maybe.reverse();
        }
        for value in maybe {
            values.push(value);
            let with = of.value(&values);
            if beyond(&with, &found) {
                found = with;
            }
        }
        Some(found)
    };
    let sure = end(|range| &range.sure, |one, other| one < other)?;
    let possible = end(|range| &range.possible, |one, other| one > other)?;
    Some(Range { sure, possible })
}

/// What a person gives with a reason stands above it.
fn overrule(given: &[Judgement], computed: Scored, sink: &mut impl Sink) -> Scored {
    match together(given).filter(|given| !given.reason.is_empty()) {
        Some(given) => overruled(given, computed, sink),
        None => computed,
    }
}

impl Otherwise {
    fn read(keys: &Keys<'_>, node: &Node) -> Option<Self> {
        if !matches!(node.value, Raw::Table(_)) {
            return keys.word(node, "otherwise", &[("none", Self::Nothing), ("full", Self::Full)]);
        }
        let inner = keys.open_inside(node, "不适用时的得分")?;
        let of = inner.need("peers").and_then(|node| inner.word(node, "peers", &Peers::WORDS));
        let per = peers::Per::read(&inner);
        inner.done();
        Some(Self::Peers(of?, per?))
    }
}
