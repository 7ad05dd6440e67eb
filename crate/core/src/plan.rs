//! A plan: a scheme under given conventions, bound to one dossier. Conditions become comparisons of flat values, and
//! every convention that an evaluation really reads is remembered, which is what its basis lists and what 口径敏感 tries.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::basis::{Basis, BasisKind};
use crate::dossier::{Dossier, Sheets, Unit};
use crate::exact::Points;
use crate::ledger::period::{During, Window};
use crate::scheme::convention::{Convention, ConventionIx, Reading, Readings, Slot};
use crate::scheme::model::{Metric, Scheme, Track};

/// One scheme and track, under one set of answers, for one dossier.
#[derive(Debug)]
pub struct Plan<'a> {
    /// The scheme.
    pub scheme: &'a Scheme,
    /// The track.
    pub track: &'a Track,
    /// The ledgers.
    pub dossier: &'a Dossier,
    /// The answers in force.
    pub readings: Readings,
    /// The evaluation year's days.
    pub year: Window,
    marks: Vec<Cell<Mark>>,
    /// What was found out of all units, with what was read for it; shared by plans of the same answers.
    of_all: Rc<RefCell<BTreeMap<(usize, usize), OfAll>>>,
    /// Whether another unit was asked since it was last taken; shared by all plans made from one.
    asked_others: Rc<Cell<bool>>,
    /// Whether deadlines are supposed to be kept where the ledger does not say.
    kept: bool,
    /// Whether such a deadline was met with since it was last taken; shared by all plans made from one.
    undecided: Rc<Cell<bool>>,
}

/// What an evaluation did with a convention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    /// Nothing: no other answer can change the result.
    Aside,
    /// It is off, and the document's bare words stood in: another answer may change the result, but nothing rests on it.
    Seen,
    /// Its answer was read: the result rests on it.
    Read,
}

/// A value of every unit, with what was read for it, and whether an undecided deadline stands behind it.
type OfAll = (Rc<[Option<Points>]>, Rc<Reads>, bool);

impl<'a> Plan<'a> {
    /// Binds a scheme's track to a dossier.
    #[must_use]
    pub fn new(scheme: &'a Scheme, track: &'a Track, dossier: &'a Dossier, readings: Readings) -> Self {
        let year = During::Year.window(dossier.year).unwrap_or(Window { first: i64::MIN, last: i64::MAX });
        let marks = vec![Cell::new(Mark::Aside); scheme.conventions.len()];
        Self {
            scheme,
            track,
            dossier,
            readings,
            year,
            marks,
            of_all: Rc::default(),
            asked_others: Rc::default(),
            kept: false,
            undecided: Rc::default(),
        }
    }

    /// The same plan with some conventions answered otherwise, and nothing touched yet.
    #[must_use]
    pub fn with(&self, changes: &[(ConventionIx, Reading)]) -> Self {
        let mut readings = self.readings.clone();
        for (at, reading) in changes {
            readings.set(*at, *reading);
        }
        let fresh = Self::new(self.scheme, self.track, self.dossier, readings);
        let of_all = if changes.is_empty() { Rc::clone(&self.of_all) } else { Rc::default() };
        let (asked_others, undecided) = (Rc::clone(&self.asked_others), Rc::clone(&self.undecided));
        Self { of_all, asked_others, undecided, kept: self.kept, ..fresh }
    }

    /// Whether a deadline is supposed to be kept where the ledger does not say.
    #[must_use]
    pub fn supposes_kept(&self) -> bool {
        self.kept
    }

    /// Remembers that a row was met of which nobody can say whether its deadline was kept, and that this decides it.
    pub fn meet_undecided(&self) {
        self.undecided.set(true);
    }

    /// Runs `judge`; where deadlines that nobody can say were kept decide it, a second time as if they had been.
    pub fn both<R>(&self, mut judge: impl FnMut(&Self, bool) -> R) -> (R, Option<R>) {
        let before = self.undecided.replace(false);
        let missed = judge(self, true);
        let undecided = self.undecided.replace(before);
        if !undecided || self.kept {
            return (missed, None);
        }
        let other = Self { kept: true, of_all: Rc::default(), ..self.with(&[]) };
        let kept = judge(&other, false);
        self.undecided.set(before);
        self.mark_like(&other, Mark::Read);
        (missed, Some(kept))
    }

    /// A value of every unit, computed once for these answers; `key` tells it from all others of the scheme.
    pub fn of_all(
        &self,
        key: (usize, usize),
        compute: impl FnOnce(&Self) -> Vec<Option<Points>>,
    ) -> Rc<[Option<Points>]> {
        let known = self.of_all.borrow().get(&key).cloned();
        let (values, reads, undecided) = known.unwrap_or_else(|| {
            // What is asked of all units is no row of the one that is judged: it is the same whoever asks first.
            let seen: Vec<Sheets> = self.dossier.units.iter().map(Unit::take_seen).collect();
            let before = self.undecided.replace(false);
            let (values, reads) = self.watch(compute);
            self.dossier.units.iter().zip(seen).for_each(|(unit, seen)| unit.put_seen(seen));
            let found: OfAll = (values.into(), reads.into(), self.undecided.replace(before));
            self.of_all.borrow_mut().insert(key, found.clone());
            found
        });
        reads.seen.iter().for_each(|at| self.mark(*at, Mark::Seen));
        reads.read.iter().for_each(|at| self.mark(*at, Mark::Read));
        self.asked_others.set(true);
        if undecided {
            self.meet_undecided();
        }
        values
    }

    /// Whether anything was asked of other units since this was last called: then a result does not rest on the unit alone.
    pub fn take_asked_others(&self) -> bool {
        self.asked_others.take()
    }

    /// The same plan for other ledgers, and nothing touched yet.
    #[must_use]
    pub fn over<'b>(&self, dossier: &'b Dossier) -> Plan<'b>
    where
        'a: 'b,
    {
        Plan::new(self.scheme, self.track, dossier, self.readings.clone())
    }

    /// The value of a slot under the answers in force; remembers that its convention was read. With the convention off and
    /// no literal reading, the default stands in so that evaluation can go on, and [`Plan::gaps`] names it.
    pub fn read<'s, T>(&self, slot: &'s Slot<T>) -> &'s T {
        match slot {
            Slot::Fixed(value) => value,
            Slot::Open { convention, picks, literal } => {
                let pick = match (self.readings.get(*convention), literal) {
                    (Reading::Off, Some(literal)) => {
                        self.mark(*convention, Mark::Seen);
                        return literal;
                    }
                    (Reading::Off, None) => self.default(*convention),
                    (Reading::Pick(at), _) => at.min(picks.len() - 1),
                };
                self.touch(*convention);
                &picks[pick]
            }
        }
    }

    /// Whether a slot's convention is off and the document's bare words do not answer either.
    #[must_use]
    pub fn is_off<T>(&self, slot: &Slot<T>) -> bool {
        matches!(slot, Slot::Open { convention, literal: None, .. } if self.readings.get(*convention) == Reading::Off)
    }

    /// Remembers that a convention was read.
    pub fn touch(&self, at: ConventionIx) {
        self.mark(at, Mark::Read);
    }

    /// Remembers that another answer of what a piece saw could change what is done here.
    pub fn see(&self, piece: &Reads) {
        piece.seen.iter().for_each(|at| self.mark(*at, Mark::Seen));
    }

    fn mark(&self, at: ConventionIx, as_is: Mark) {
        if let Some(mark) = self.marks.get(usize::from(at.0)) {
            mark.set(mark.get().max(as_is));
        }
    }

    /// Takes over what another plan, made from this one, did with its conventions: `most` at most.
    fn mark_like(&self, other: &Self, most: Mark) {
        for (own, theirs) in self.marks.iter().zip(&other.marks) {
            own.set(own.get().max(theirs.get().min(most)));
        }
    }

    fn default(&self, at: ConventionIx) -> usize {
        self.scheme.conventions.get(at).map_or(0, |convention| convention.default)
    }

    /// Every convention that was read since the plan was made.
    #[must_use]
    pub fn touched(&self) -> Vec<ConventionIx> {
        self.marked(Mark::Read)
    }

    /// Every convention that another answer of could change what was done since the plan was made.
    #[must_use]
    pub fn seen(&self) -> Vec<ConventionIx> {
        self.marked(Mark::Seen)
    }

    fn marked(&self, least: Mark) -> Vec<ConventionIx> {
        let marks = self.marks.iter().enumerate().filter(|(_, mark)| mark.get() >= least);
        marks.map(|(at, _)| ConventionIx(u16::try_from(at).unwrap_or(u16::MAX))).collect()
    }

    /// The conventions among `touched` that are off: the gaps that the result hangs on.
    #[must_use]
    pub fn gaps(&self) -> Vec<ConventionIx> {
        self.touched().into_iter().filter(|at| self.readings.get(*at) == Reading::Off).collect()
    }

    /// Runs `work` on a fresh copy of this plan and gives what it read besides its result.
    pub fn watch<R>(&self, work: impl FnOnce(&Self) -> R) -> (R, Reads) {
        let fresh = self.with(&[]);
        let result = work(&fresh);
        (result, Reads { read: fresh.touched(), seen: fresh.seen() })
    }

    /// A metric of the scheme by its place.
    #[must_use]
    pub fn metric(&self, at: usize) -> Option<&'a Metric> {
        self.scheme.metrics.get(at)
    }

    /// A convention as a basis: its question with the answer in force.
    #[must_use]
    pub fn basis(&self, at: ConventionIx) -> Option<Basis> {
        let convention = self.scheme.conventions.get(at)?;
        let says = answer(convention, self.readings.get(at));
        Some(Basis {
            kind: BasisKind::Convention,
            id: convention.id.clone(),
            says: format!("{}：{says}", convention.asks),
        })
    }

    /// The ids of conventions.
    #[must_use]
    pub fn ids(&self, conventions: &[ConventionIx]) -> Vec<String> {
        conventions.iter().filter_map(|at| self.scheme.conventions.get(*at)).map(|c| c.id.clone()).collect()
    }

    /// Runs `judge` under the answers in force. Where it reads a convention that is off, runs it under every answer of
    /// that convention too, and says whether they agree.
    pub fn settle<R: PartialEq>(&self, judge: impl Fn(&Self) -> R) -> Settled<R> {
        let mut open: Vec<ConventionIx> = Vec::new();
        loop {
            let grids = self.combinations(&open);
            let mut first: Option<R> = None;
            let mut others: Vec<(Vec<(ConventionIx, Reading)>, R)> = Vec::new();
            let mut found = open.clone();
            for (at, changes) in grids.into_iter().enumerate() {
                let plan = self.with(&changes);
                let result = judge(&plan);
                self.mark_like(&plan, Mark::Read);
                for convention in plan.touched() {
                    if self.readings.get(convention) == Reading::Off && !found.contains(&convention) {
                        found.push(convention);
                    }
                }
                if at == 0 { first = Some(result) } else { others.push((changes, result)) }
            }
            let Some(first) = first else { continue };
            if found.len() > open.len() && open.len() < Self::MOST_OPEN {
                open = found;
                continue;
            }
            let differs: Vec<_> = others.into_iter().filter(|(_, other)| *other != first).collect();
            let all_tried = found.len() <= Self::MOST_OPEN;
            let gaps = if all_tried { self.deciding(&open, &differs) } else { found };
            return Settled {
                value: first,
                others: differs.into_iter().map(|(_, other)| other).collect(),
                all_tried,
                gaps,
            };
        }
    }

    /// At most this many open conventions are tried against each other; more stay open without being tried.
    pub const MOST_OPEN: usize = 6;

    /// Every combination of answers of `open`, the defaults first.
    fn combinations(&self, open: &[ConventionIx]) -> Vec<Vec<(ConventionIx, Reading)>> {
        let mut grid: Vec<Vec<(ConventionIx, Reading)>> = vec![Vec::new()];
        for at in open.iter().take(Self::MOST_OPEN) {
            let Some(convention) = self.scheme.conventions.get(*at) else { continue };
            let others = (0..convention.choices.len()).filter(|pick| *pick != convention.default);
            let picks: Vec<usize> = std::iter::once(convention.default).chain(others).collect();
            let widened = picks.iter().flat_map(|pick| {
                let choice = (*at, Reading::Pick(*pick));
                grid.iter().map(move |row| row.iter().copied().chain([choice]).collect())
            });
            grid = widened.collect();
        }
        grid
    }

    /// Which of `open` make the difference: those that do alone, else all that differ anywhere.
    fn deciding<R>(&self, open: &[ConventionIx], differs: &[(Vec<(ConventionIx, Reading)>, R)]) -> Vec<ConventionIx> {
        let moved = |changes: &[(ConventionIx, Reading)]| -> Vec<ConventionIx> {
            let other = |(at, reading): &&(ConventionIx, Reading)| *reading != Reading::Pick(self.default(*at));
            changes.iter().filter(other).map(|(at, _)| *at).collect()
        };
        let alone: Vec<ConventionIx> =
            differs.iter().map(|(changes, _)| moved(changes)).filter(|m| m.len() == 1).flatten().collect();
        let any: Vec<ConventionIx> = differs.iter().flat_map(|(changes, _)| moved(changes)).collect();
        let chosen = if alone.is_empty() { any } else { alone };
        open.iter().copied().filter(|at| chosen.contains(at)).collect()
    }
}

/// What a piece of an evaluation did with conventions, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reads {
    /// Those that the result rests on: its basis.
    pub read: Vec<ConventionIx>,
    /// Those, and the ones that are off where the document's bare words stood in: no other convention can change the result.
    pub seen: Vec<ConventionIx>,
}

impl Reads {
    /// Adds what another piece did.
    pub fn extend(&mut self, other: &Self) {
        if !other.seen.is_empty() {
            *self = Self::union([&*self, other]);
        }
    }

    /// What several pieces did together.
    #[must_use]
    pub fn union<'r>(pieces: impl IntoIterator<Item = &'r Self>) -> Self {
        let mut all = Self::default();
        for piece in pieces {
            all.read.extend(&piece.read);
            all.seen.extend(&piece.seen);
        }
        for list in [&mut all.read, &mut all.seen] {
            list.sort_unstable();
            list.dedup();
        }
        all
    }

    /// Whether another answer of one of `changed` could change the result.
    #[must_use]
    pub fn any(&self, changed: &[ConventionIx]) -> bool {
        changed.iter().any(|at| self.seen.binary_search(at).is_ok())
    }
}

/// What a judgement came to with conventions off: its value, and the gaps that would change it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled<R> {
    /// The value under the default answers.
    pub value: R,
    /// Every other value that it came to, under some combination of answers.
    pub others: Vec<R>,
    /// Whether every combination was tried: more open conventions than [`Plan::MOST_OPEN`] are not, and the value may then be
    /// anything.
    pub all_tried: bool,
    /// The conventions that decide otherwise; empty where all answers agree and the value stands.
    pub gaps: Vec<ConventionIx>,
}

/// The answer in force, in words.
fn answer(convention: &Convention, reading: Reading) -> String {
    match reading {
        Reading::Off => "未采用口径".to_owned(),
        Reading::Pick(_) if convention.choices.is_empty() => convention.why.clone(),
        Reading::Pick(at) => convention.choices.get(at).map_or_else(String::new, |choice| choice.says.clone()),
    }
}
