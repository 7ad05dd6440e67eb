//! Tiers by rank and score together (前30%且85分以上), on the track of the made-up scheme that has them: held against a naive
//! computation with whole numbers, and a better score lowers no tier.

use bangfu_core::cohort::{Cohort, decide};
use bangfu_core::exact::Points;
use bangfu_core::scheme::convention::{Reading, Readings};
use bangfu_core::scheme::model::{Scheme, Track};
use bangfu_office::case::Ledger;
use bangfu_office::write::book::Page;
use proptest::prelude::*;

use super::any::{SCHEMES, dossier};

const UNITS: [&str; 11] = ["甲队", "乙队", "丙队", "丁队", "戊队", "己队", "庚队", "辛队", "壬队", "癸队", "子队"];

/// What is said of one unit.
#[derive(Debug, Clone)]
struct One {
    /// Its total; `None` while nobody judged it.
    total: Option<i64>,
    /// A score given from outside, which it is ranked by.
    given: Option<i64>,
    local: bool,
    vetoed: bool,
    held: bool,
}

impl One {
    fn mark(&self) -> Option<i64> {
        self.given.or(self.total)
    }
}

/// The answers that count ranks.
#[derive(Debug, Clone, Copy)]
struct Answers {
    half_up: bool,
    max: bool,
    refill: bool,
    by_score: bool,
}

fn one() -> impl Strategy<Value = One> {
    let score = || prop::sample::select(vec![40_i64, 55, 59, 60, 69, 70, 71, 84, 85, 86, 94, 95, 100]);
    let total = prop::option::weighted(0.95, score());
    let flags = (prop::bool::weighted(0.7), prop::bool::weighted(0.2), prop::bool::weighted(0.1));
    (total, prop::option::weighted(0.2, score()), flags).prop_map(|(total, given, (local, vetoed, held))| One {
        total,
        given,
        local,
        vetoed,
        held,
    })
}

fn units() -> impl Strategy<Value = Vec<One>> {
    prop::collection::vec(one(), 1..=UNITS.len())
}

fn answers() -> impl Strategy<Value = Answers> {
    any::<[bool; 4]>().prop_map(|[half_up, max, refill, by_score]| Answers { half_up, max, refill, by_score })
}

fn scheme() -> &'static Scheme {
    &SCHEMES.last().unwrap().scheme
}

fn track() -> &'static Track {
    &scheme().tracks[scheme().track("team").unwrap()]
}

impl Answers {
    fn readings(self) -> Readings {
        let conventions = &scheme().conventions;
        let mut readings = Readings::defaults(conventions);
        let mut pick = |id: &str, value: &str| {
            let at = conventions.find(id).unwrap();
            let choices = &conventions.get(at).unwrap().choices;
            readings.set(at, Reading::Pick(choices.iter().position(|choice| choice.id == value).unwrap()));
        };
        pick("MU-26", if self.half_up { "half_up" } else { "rank" });
        pick("MU-70", if self.max { "max" } else { "min" });
        pick("MU-71", if self.refill { "yes" } else { "no" });
        pick("MU-72", if self.by_score { "score" } else { "rank" });
        readings
    }

    /// How many of `units` so many tenths are.
    fn places(self, tenths: usize, units: usize) -> usize {
        if self.half_up { (2 * tenths * units + 10) / 20 } else { tenths * units / 10 }
    }
}

fn decided(units: &[One], answers: Answers) -> Cohort {
    decided_with(units, answers, None)
}

/// The same with another score typed for one unit, where it has its mark from.
fn decided_with(units: &[One], answers: Answers, typed: Option<(usize, String)>) -> Cohort {
    let page = |name: &str, heads: &[&str], rows: Vec<Vec<String>>| {
        let heads = heads.iter().map(|head| (*head).to_owned()).collect();
        Page { name: name.to_owned(), rows: std::iter::once(heads).chain(rows).collect(), merged: Vec::new() }
    };
    let named = || units.iter().zip(UNITS);
    let text = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    let number = |number: Option<i64>, one: &One, given: bool| {
        let typed =
            typed.as_ref().filter(|(at, _)| std::ptr::eq(&raw const units[*at], one) && one.given.is_some() == given);
        typed.map_or_else(|| number.map_or_else(String::new, |number| number.to_string()), |(_, typed)| typed.clone())
    };
    let mut ledger = Ledger::default();
    let local = |(one, name): (&One, &str)| text(&[name, "县", "示例县", if one.local { "好" } else { "较好" }]);
    let incident = |(one, name): (&One, &str)| {
        let kinds = [(one.vetoed, "违纪违规"), (one.held, "不定等次")].into_iter().filter(|(there, _)| *there);
        kinds.map(|(_, kind)| text(&[name, "2024-05-01", kind])).collect::<Vec<_>>()
    };
    ledger.sheets = vec![
        page("单位信息", &["单位名称", "单位类别"], named().map(|(_, name)| text(&[name, "一线"])).collect()),
        page(
            "评审打分",
            &["单位名称", "指标号", "得分"],
            named().map(|(one, name)| text(&[name, "1", &number(one.total, one, false)])).collect(),
        ),
        page(
            "分项结果",
            &["单位名称", "得分"],
            named().map(|(one, name)| text(&[name, &number(one.given, one, true)])).collect(),
        ),
        page("满意度与地方评价", &["单位名称", "层级", "评价地", "评价等次"], named().map(local).collect()),
        page("问题与否决", &["单位名称", "日期", "类型"], named().flat_map(incident).collect()),
    ];
    decide(scheme(), track(), &answers.readings(), &dossier(scheme(), &ledger))
}

/// The tier of one unit by name; `None` for none.
fn tier(cohort: &Cohort, at: usize) -> Option<usize> {
    let unit = cohort.units.iter().find(|unit| unit.unit == UNITS[at]).unwrap();
    track().tiers.iter().position(|tier| Some(tier) == unit.tier.as_ref())
}

/// The tier of a unit where all have a score, counted by hand.
fn naive(units: &[One], answers: Answers, at: usize) -> Option<usize> {
    let mark = |one: &One| one.mark().unwrap();
    let rank = |fit: &dyn Fn(&One) -> bool| {
        let ahead = |(other, one): &(usize, &One)| {
            let better = mark(one) > mark(&units[at]) || (answers.max && mark(one) == mark(&units[at]));
            *other != at && better && (!answers.refill || fit(one))
        };
        1 + units.iter().enumerate().filter(ahead).count()
    };
    let own = &units[at];
    if own.held {
        return None;
    }
    let good = |one: &One| mark(one) >= 85 && (one.local || one.total.unwrap() >= 95);
    let last = units
        .iter()
        .enumerate()
        .filter(|(other, one)| *other == at || mark(one) < mark(own) || (!answers.max && mark(one) == mark(own)));
    if mark(own) < 60 || own.total.unwrap() < 50 {
        return Some(3);
    }
    if !answers.by_score && last.count() <= answers.places(1, units.len()) {
        return Some(3);
    }
    let first = rank(&|one| !one.held && !one.vetoed && good(one));
    let top = first <= answers.places(3, units.len());
    if top && mark(own) >= 85 && (own.local || (first == 1 && own.total.unwrap() >= 95)) {
        return Some(usize::from(own.vetoed));
    }
    let second = rank(&|one| !one.held && mark(one) >= 70);
    Some(if second <= answers.places(6, units.len()) && mark(own) >= 70 { 1 } else { 2 })
}

proptest! {
    #![proptest_config(super::of_many_evaluations())]

    #[test]
    fn rank_and_score_give_what_is_counted_by_hand(mut units in units(), answers in answers()) {
        units.iter_mut().for_each(|one| one.total = one.total.or(Some(70)));
        let found = decided(&units, answers);
        for (at, name) in UNITS.iter().enumerate().take(units.len()) {
            prop_assert_eq!(tier(&found, at), naive(&units, answers, at), "{} {:#?}", name, found.units);
        }
        for cut in &found.cuts {
            let given = found.units.iter().filter(|unit| unit.tier.as_ref() == Some(&cut.tier)).count();
            prop_assert_eq!(cut.given, given);
        }
    }

    /// So many points more bring the tier that is told; fewer do not.
    #[test]
    fn so_many_points_more_bring_the_tier(mut units in units(), answers in answers(), at in any::<prop::sample::Index>()) {
        units.iter_mut().for_each(|one| one.total = one.total.or(Some(70)));
        let at = at.index(units.len());
        let found = decided(&units, answers);
        let placed = found.units.iter().find(|unit| unit.unit == UNITS[at]).unwrap();
        let Some(higher) = &placed.higher else { return Ok(()) };
        let told = track().tiers.iter().position(|tier| *tier == higher.tier).unwrap();
        let little = Points::ratio(1, 100);
        let enough = placed.score.as_ref().unwrap() + &higher.points;
        let enough = if higher.beyond { &enough + &little } else { enough };
        let after = decided_with(&units, answers, Some((at, enough.to_string())));
        prop_assert_eq!(tier(&after, at), Some(told), "{:?} {:#?}", higher, found.units);
        let short = decided_with(&units, answers, Some((at, (&enough - &little).to_string())));
        prop_assert!(tier(&short, at) > Some(told), "{:?} {:#?}", higher, found.units);
    }

    /// More points, or a better score from outside, lower no tier; and what is decided while scores are missing stays so
    /// whatever they turn out.
    #[test]
    fn a_better_score_lowers_no_tier(units in units(), answers in answers(), at in any::<prop::sample::Index>(), more in 1_i64..40) {
        let at = at.index(units.len());
        let before = decided(&units, answers);
        let mut better = units.clone();
        let raised = |score: Option<i64>| score.map(|score| (score + more).min(100));
        better[at].total = raised(units[at].total);
        better[at].given = raised(units[at].given);
        let after = decided(&better, answers);
        if let (Some(before), Some(after)) = (tier(&before, at), tier(&after, at)) {
            prop_assert!(after <= before, "{}: {:?} {:?}", UNITS[at], units, better);
        }
        let mut whole = units.clone();
        whole.iter_mut().for_each(|one| one.total = one.total.or(Some(50 + more)));
        let settled = decided(&whole, answers);
        for (at, name) in UNITS.iter().enumerate().take(units.len()) {
            if let Some(early) = tier(&before, at) {
                prop_assert_eq!(Some(early), tier(&settled, at), "{} {:#?}", name, before.units);
            }
        }
    }
}
