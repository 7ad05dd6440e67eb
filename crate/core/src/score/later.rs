//! Steps held back until it is known what each of them adds.

use crate::exact::Points;
use crate::step::{Lack, Sink, Step};

/// Steps held back, by the round that they were made in.
#[derive(Debug, Default)]
pub(crate) struct Later {
    steps: Vec<(usize, Step)>,
    rounds: usize,
}

/// A sink that holds steps back and passes everything else on.
pub(crate) struct Held<'h, S: Sink> {
    later: &'h mut Later,
    sink: &'h mut S,
}

impl Later {
    /// Begins a round: the steps of `sink` are held back, its rows and notes go on.
    pub(crate) fn over<'h, S: Sink>(&'h mut self, sink: &'h mut S) -> Held<'h, S> {
        self.rounds += 1;
        Held { later: self, sink }
    }

    /// Passes the steps on, each with what `adds` makes of its round (from 0) and of what it said that it adds.
    pub(crate) fn give(self, sink: &mut impl Sink, adds: impl Fn(usize, Option<Points>) -> Option<Points>) {
        for (round, step) in self.steps {
            let adds = adds(round, step.adds.clone());
            sink.step(|| Step { adds, ..step });
        }
    }
}

impl<S: Sink> Sink for Held<'_, S> {
    fn step(&mut self, step: impl FnOnce() -> Step) {
        // A silent sink keeps nothing: building the step would be wasted, but it is small.
        self.later.steps.push((self.later.rounds - 1, step()));
    }

    fn counted(&mut self, row: crate::dossier::RowRef, worth: Option<&Points>) {
        self.sink.counted(row, worth);
    }

    fn refused(&mut self, row: crate::dossier::RowRef, why: &str) {
        self.sink.refused(row, why);
    }

    fn blank(&mut self, row: crate::dossier::RowRef, why: &str) {
        self.sink.blank(row, why);
    }

    fn note(&mut self, note: impl FnOnce() -> String) {
        self.sink.note(note);
    }

    fn lacks(&mut self, lack: impl FnOnce() -> Lack) {
        self.sink.lacks(lack);
    }
}
