//! Random ledgers of every scheme: the worked cases with rows left out, repeated and blanked, and cells put in other rows.
//! They hold what a scheme's rules read, since somebody wrote each of them for a rule.

use std::sync::{Arc, LazyLock};

use bangfu_core::dossier::{Dossier, Settings};
use bangfu_core::plan::Plan;
use bangfu_core::scheme::builtin;
use bangfu_core::scheme::convention::{ConventionIx, Reading, Readings};
use bangfu_core::scheme::model::{Scheme, Track};
use bangfu_office::case::{Ledger, batch};
use bangfu_tests::case::{self, Case};
use bangfu_tests::{made_up, run};
use proptest::prelude::*;
use proptest::sample::Index;

/// A scheme with the cases that random ledgers are made of.
pub(crate) struct Known {
    pub(crate) scheme: Scheme,
    pub(crate) cases: Vec<Case>,
}

/// A ledger with more rows than this says nothing that a smaller one does not, and takes long.
const MOST_ROWS: usize = 60;

/// Every scheme, and the one that uses every word.
pub(crate) static SCHEMES: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let known = |folder: &builtin::Folder| {
        let (mut cases, _) = case::read(folder.id, folder.cases);
        cases.retain(|case| case.ledger.sheets.iter().map(|page| page.rows.len()).sum::<usize>() <= MOST_ROWS);
        Known { scheme: run::scheme(folder.id).unwrap(), cases }
    };
    let made_up = Known { scheme: made_up::scheme().unwrap(), cases: made_up::cases().unwrap() };
    builtin::folders().iter().map(known).chain([made_up]).collect()
});

/// One change of a ledger, by places that are taken round.
#[derive(Debug, Clone)]
pub(crate) enum Twist {
    Drop(Index, Index),
    Repeat(Index, Index),
    Blank(Index, Index, Index),
    /// A cell takes what another row has in the same column.
    Copy(Index, Index, Index, Index),
}

pub(crate) fn twists() -> impl Strategy<Value = Vec<Twist>> {
    let index = any::<Index>;
    let twist = prop_oneof![
        (index(), index()).prop_map(|(a, b)| Twist::Drop(a, b)),
        (index(), index()).prop_map(|(a, b)| Twist::Repeat(a, b)),
        (index(), index(), index()).prop_map(|(a, b, c)| Twist::Blank(a, b, c)),
        (index(), index(), index(), index()).prop_map(|(a, b, c, d)| Twist::Copy(a, b, c, d)),
    ];
    prop::collection::vec(twist, 0..5)
}

pub(crate) fn twisted(ledger: &Ledger, twists: &[Twist]) -> Ledger {
    let mut ledger = ledger.clone();
    for twist in twists {
        let (Twist::Drop(sheet, row)
        | Twist::Repeat(sheet, row)
        | Twist::Blank(sheet, row, _)
        | Twist::Copy(sheet, row, ..)) = twist;
        let count = ledger.sheets.len();
        if count == 0 {
            break;
        }
        let rows = &mut ledger.sheets[sheet.index(count)].rows;
        if rows.len() < 2 {
            continue;
        }
        let body = rows.len() - 1;
        let at = 1 + row.index(body);
        match twist {
            Twist::Drop(..) => drop(rows.remove(at)),
            Twist::Repeat(..) => rows.push(rows[at].clone()),
            Twist::Blank(.., column) if !rows[at].is_empty() => {
                let column = column.index(rows[at].len());
                rows[at][column].clear();
            }
            Twist::Copy(.., column, other) if !rows[at].is_empty() => {
                let column = column.index(rows[at].len());
                let other = rows[1 + other.index(body)].get(column).cloned();
                rows[at][column] = other.unwrap_or_default();
            }
            _ => {}
        }
    }
    ledger
}

/// A ledger bound for its scheme.
pub(crate) fn dossier(scheme: &Scheme, ledger: &Ledger) -> Dossier {
    let batch = batch(&scheme.dictionary, run::FILE, ledger, scheme.year);
    let tables = batch.tables.into_iter().map(Arc::new).collect();
    let settings = Settings { unit: Some(run::UNIT.to_owned()), ..Settings::default() };
    Dossier::assemble(Arc::clone(&scheme.dictionary), Arc::new(batch.text), tables, &settings, scheme.year)
}

/// Which scheme and case, and what is done to it.
#[derive(Debug, Clone)]
pub(crate) struct Any {
    scheme: Index,
    case: Index,
    twists: Vec<Twist>,
    /// Answers other than the default, and conventions switched off.
    answers: Vec<(Index, Option<Index>)>,
    off: bool,
}

pub(crate) fn any_ledger() -> impl Strategy<Value = Any> {
    let answers = prop::collection::vec((any::<Index>(), prop::option::weighted(0.8, any::<Index>())), 0..4);
    (any::<Index>(), any::<Index>(), twists(), answers, prop::bool::weighted(0.1))
        .prop_map(|(scheme, case, twists, answers, off)| Any { scheme, case, twists, answers, off })
}

impl Any {
    pub(crate) fn scheme(&self) -> &'static Scheme {
        &self.known().scheme
    }

    fn known(&self) -> &'static Known {
        &SCHEMES[self.scheme.index(SCHEMES.len())]
    }

    fn case(&self) -> &'static Case {
        let cases = &self.known().cases;
        &cases[self.case.index(cases.len())]
    }

    pub(crate) fn track(&self) -> &'static Track {
        let scheme = self.scheme();
        &scheme.tracks[scheme.track(&self.case().track).unwrap_or(0)]
    }

    pub(crate) fn ledger(&self) -> Ledger {
        twisted(&self.case().ledger, &self.twists)
    }

    pub(crate) fn dossier(&self) -> Dossier {
        dossier(self.scheme(), &self.ledger())
    }

    pub(crate) fn readings(&self) -> Readings {
        let conventions = &self.scheme().conventions;
        let mut readings = if self.off { Readings::none(conventions) } else { Readings::defaults(conventions) };
        for (at, pick) in &self.answers {
            let (at, choices) = self.loose(at);
            readings.set(at, pick.as_ref().map_or(Reading::Off, |pick| Reading::Pick(pick.index(choices))));
        }
        readings
    }

    /// A convention that may be switched, with how many answers it has.
    pub(crate) fn loose(&self, at: &Index) -> (ConventionIx, usize) {
        let conventions = &self.scheme().conventions;
        let loose: Vec<_> = conventions.iter().filter(|(_, convention)| !convention.fixed).collect();
        let (at, convention) = loose[at.index(loose.len())];
        (at, convention.choices.len())
    }

    pub(crate) fn plan<'d>(&self, dossier: &'d Dossier) -> Plan<'d>
    where
        'static: 'd,
    {
        Plan::new(self.scheme(), self.track(), dossier, self.readings())
    }
}
