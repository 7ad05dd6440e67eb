//! What a case expects of its cohort, and the comparison.
//!
//! ```toml
//! [case.expect.cohort]                   # every key is optional; "" stands for a value that is not there
//! tier     = { "u1" = "好", "u10" = "" }  # by unit; score and ceiling (part of its words) likewise
//! rank     = { "u1" = "1", "u2" = "2～3" } # a rank that is still open is a range
//! why      = { "u1" = ["第1名"] }         # parts of the unit's sentence
//! order    = ["u1", "u2"]                 # the whole list, the best first
//! ties     = ["u6", "u7"]                 # every unit that shares its rank
//! held     = ["u10"]                      # every unit that is kept without a tier (不定等次)
//! population = { "中央企业" = 88 }         # the whole list; "" where all units are ranked together
//! cuts     = { "中央企业 好" = 53 }        # places; "好" where all units are ranked together
//! lines    = { "好" = "0.6" }             # shares or least scores
//! given    = { "好" = 6 }                 # units that have the tier
//! overruns = { "好" = "7/6" }             # given/places, the whole list
//! sensitive = { "Z22-07=no" = 2 }        # how many tiers change, the whole list
//! moved    = { "Z22-07=no" = { "u7" = "较好" } }   # which units, with the tier they get: all of each answer named
//! pairs    = { "Z22-06=last Z22-17=major" = 1 }  # two answers that change tiers only together, the whole list
//! steady   = ["Z22-03"]                  # conventions that must not be on that list
//! findings = [{ sheet = "投票评分", row = 3, contains = "本单位" }]
//! silent   = ["并列"]                     # no finding may hold these words
//! ```

use bangfu_core::scheme::read::Keys;
use serde_json::Value;

use crate::case::{Named, Place, by_name, entries, places, texts_by_name};
use crate::check::{list, text};
use crate::difference::{Difference, Wrong};

/// What must come out of a cohort.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the keys of the format, told one by one at the top of the file")]
pub struct CohortExpect {
    pub tier: Named<String>,
    pub rank: Named<String>,
    pub score: Named<String>,
    pub ceiling: Named<String>,
    pub why: Named<Vec<String>>,
    pub order: Vec<String>,
    pub ties: Option<Vec<String>>,
    pub held: Option<Vec<String>>,
    pub population: Option<Named<String>>,
    pub cuts: Named<String>,
    pub lines: Named<String>,
    pub given: Named<String>,
    pub overruns: Option<Named<String>>,
    pub sensitive: Option<Named<String>>,
    pub moved: Named<Named<String>>,
    pub pairs: Option<Named<String>>,
    pub steady: Vec<String>,
    pub findings: Vec<Place>,
    pub silent: Vec<String>,
}

/// Reads `[case.expect.cohort]`.
pub(crate) fn read(keys: Keys<'_>) -> CohortExpect {
    let whole = |key: &str| keys.has(key).then(|| texts_by_name(&keys, key));
    let expect = CohortExpect {
        tier: texts_by_name(&keys, "tier"),
        rank: texts_by_name(&keys, "rank"),
        score: texts_by_name(&keys, "score"),
        ceiling: texts_by_name(&keys, "ceiling"),
        why: by_name(&keys, "why", |keys, name, node| keys.as_texts(node, name)),
        order: keys.texts("order"),
        ties: keys.has("ties").then(|| keys.texts("ties")),
        held: keys.has("held").then(|| keys.texts("held")),
        population: whole("population"),
        cuts: texts_by_name(&keys, "cuts"),
        lines: texts_by_name(&keys, "lines"),
        given: texts_by_name(&keys, "given"),
        overruns: whole("overruns"),
        sensitive: whole("sensitive"),
        moved: by_name(&keys, "moved", |keys, _, node| {
            keys.open_inside(node, "单位").map(|inner| entries(&inner)).unwrap_or_default()
        }),
        pairs: whole("pairs"),
        steady: keys.texts("steady"),
        findings: places(&keys, "findings", "contains"),
        silent: keys.texts("silent"),
    };
    keys.done();
    expect
}

/// Every way in which a cohort (the JSON that CLI and page share) is not what was expected.
#[must_use]
pub fn check(cohort: &Value, expect: &CohortExpect) -> Vec<Difference> {
    let mut wrong = Wrong::default();
    wrong.within(&["cohort"], "", |wrong| {
        units(wrong, list(&cohort["units"]), expect);
        edges(wrong, cohort, expect);
        sensitive(wrong, cohort, expect);
        wrong.findings(&cohort["findings"], &expect.findings, &expect.silent);
    });
    wrong.said
}

fn units(wrong: &mut Wrong, units: &[Value], expect: &CohortExpect) {
    let mut each = |field: &str, name: &str, test: &mut dyn FnMut(&mut Wrong, &[&str], String)| {
        let place = &[field, name];
        match units.iter().find(|unit| text(&unit["unit"]) == *name) {
            Some(unit) => match (field, list(&unit["ranks"])) {
                ("rank", [best, worst]) => test(wrong, place, format!("{}～{}", text(best), text(worst))),
                _ => test(wrong, place, text(&unit[field])),
            },
            None => wrong.tell(place, "台账里没有这个单位"),
        }
    };
    for (field, expected) in [("tier", &expect.tier), ("rank", &expect.rank), ("score", &expect.score)] {
        for (name, expected) in expected {
            each(field, name, &mut |wrong, place, got| wrong.same(place, expected, &got));
        }
    }
    for (name, part) in &expect.ceiling {
        each("ceiling", name, &mut |wrong, place, got| {
            if part.is_empty() != got.is_empty() || !got.contains(part) {
                wrong.same(place, part, &got);
            }
        });
    }
    for (name, parts) in &expect.why {
        for part in parts {
            each("why", name, &mut |wrong, place, got| {
                if !got.contains(part) {
                    wrong.say(place, part, got);
                }
            });
        }
    }
    let names = |keep: &dyn Fn(&Value) -> bool| -> Vec<String> {
        units.iter().filter(|unit| keep(unit)).map(|unit| text(&unit["unit"])).collect()
    };
    if !expect.order.is_empty() {
        wrong.same_list(&["order"], &expect.order, &names(&|_| true));
    }
    if let Some(ties) = &expect.ties {
        wrong.same_list(&["ties"], ties, &names(&|unit| unit["tie"] == true));
    }
    if let Some(held) = &expect.held {
        wrong.same_list(&["held"], held, &names(&|unit| unit["place"] == "held"));
    }
}

/// `category tier`, or the tier alone where all units are ranked together.
fn edge(of: &Value) -> String {
    format!("{} {}", text(&of["category"]), text(&of["tier"])).trim().to_owned()
}

fn edges(wrong: &mut Wrong, cohort: &Value, expect: &CohortExpect) {
    let named = [("cuts", "places", &expect.cuts), ("lines", "line", &expect.lines), ("given", "given", &expect.given)];
    for (key, field, expected) in named {
        for (name, expected) in expected {
            let found = list(&cohort["cuts"]).iter().find(|cut| edge(cut) == *name);
            let got = found.map_or_else(String::new, |cut| text(&cut[field]));
            wrong.same(&[key, name], expected, &got);
        }
    }
    if let Some(expected) = &expect.overruns {
        let got = list(&cohort["overruns"]).iter();
        let got = got.map(|over| (edge(over), format!("{}/{}", text(&over["given"]), text(&over["places"])))).collect();
        wrong.same_named(&["overruns"], expected, got);
    }
    if let Some(expected) = &expect.population {
        let got = list(&cohort["population"]).iter();
        let got = got.map(|of| (text(&of["category"]), text(&of["units"]))).collect();
        wrong.same_named(&["population"], expected, got);
    }
}

fn sensitive(wrong: &mut Wrong, cohort: &Value, expect: &CohortExpect) {
    let got: Named<String> = list(&cohort["sensitive"])
        .iter()
        .map(|s| (format!("{}={}", text(&s["convention"]), text(&s["value"])), text(&s["changed"])))
        .collect();
    for id in expect.steady.iter().filter(|id| got.iter().any(|(key, _)| key.starts_with(&format!("{id}=")))) {
        wrong.tell(&["steady"], format!("{id} 换了取法，等次会变"));
    }
    if let Some(expected) = &expect.sensitive {
        wrong.same_named(&["sensitive"], expected, got);
    }
    let answer = |of: &Value| format!("{}={}", text(&of["convention"]), text(&of["value"]));
    for (name, expected) in &expect.moved {
        let found = list(&cohort["sensitive"]).iter().find(|other| answer(other) == *name);
        let units = found.map_or(&[][..], |other| list(&other["units"]));
        let units = units.iter().map(|unit| (text(&unit["unit"]), text(&unit["tier"]))).collect();
        wrong.same_named(&["moved", name], expected, units);
    }
    if let Some(expected) = &expect.pairs {
        let pair = |of: &Value| (format!("{} {}", answer(&of["first"]), answer(&of["second"])), text(&of["changed"]));
        wrong.same_named(&["pairs"], expected, list(&cohort["sensitive_pairs"]).iter().map(pair).collect());
    }
}
