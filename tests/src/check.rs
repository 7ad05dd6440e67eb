//! One comparison for all: a report (the JSON that CLI, page and native runs share) against what a case expects.

use serde_json::Value;

use crate::case::{Expect, Hint, Named, Place};

/// Rows of a case are counted under the heads, which stand in row 1.
const HEADS: i64 = 1;

/// Every way in which a report is not what was expected: `field: expected …, got …`.
#[must_use]
pub fn check(report: &Value, expect: &Expect) -> Vec<String> {
    let mut wrong = Wrong::default();
    let units = report["units"].as_array().map_or(&[][..], Vec::as_slice);
    match units {
        [only] => wrong.unit(only, expect),
        _ if expect.units.is_empty() && expect.cohort.is_none() => wrong.say("units", "one", units.len()),
        _ => {}
    }
    for (name, expect) in &expect.units {
        match units.iter().find(|unit| text(&unit["unit"]) == *name) {
            Some(unit) => wrong.within(name, |wrong| wrong.unit(unit, expect)),
            None => wrong.say(&format!("units.{name}"), "there", "not there"),
        }
    }
    wrong.findings(&report["findings"], &expect.findings, &expect.silent);
    wrong.said
}

/// Collects what is wrong, with the place it is about.
#[derive(Default)]
pub(crate) struct Wrong {
    pub(crate) said: Vec<String>,
    place: String,
}

impl Wrong {
    pub(crate) fn say(&mut self, field: &str, expected: impl std::fmt::Display, got: impl std::fmt::Display) {
        self.said.push(format!("{}{field}: expected {expected}, got {got}", self.place));
    }

    pub(crate) fn within(&mut self, place: &str, tell: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.place, format!("{place}: "));
        tell(self);
        self.place = before;
    }

    pub(crate) fn same(&mut self, field: &str, expected: &str, got: &str) {
        if expected != got {
            self.say(field, quoted(expected), quoted(got));
        }
    }

    pub(crate) fn same_list(&mut self, field: &str, expected: &[String], got: &[String]) {
        if expected != got {
            self.say(field, format!("{expected:?}"), format!("{got:?}"));
        }
    }

    /// The same pairs, in any order.
    pub(crate) fn same_named(&mut self, field: &str, expected: &Named<String>, mut got: Named<String>) {
        let mut expected = expected.clone();
        expected.sort();
        got.sort();
        if expected != got {
            self.say(field, format!("{expected:?}"), format!("{got:?}"));
        }
    }

    fn advice(&mut self, found: &[Value], expected: &[Hint]) {
        if expected.is_empty() && !found.is_empty() {
            self.say("advice", "none", format!("{found:?}"));
        }
        for (at, hint) in expected.iter().enumerate() {
            let Some(found) = found.get(at) else {
                self.say("advice", format!("{hint:?}"), "nothing more");
                continue;
            };
            let place = format!("advice {}", at + 1);
            self.same(&place, &hint.no, &text(&found["no"]));
            self.same(&place, &hint.points, &text(&found["points"]));
            if !text(&found["says"]).contains(&hint.says) {
                self.say(&place, &hint.says, text(&found["says"]));
            }
            if let Some(tier) = &hint.tier {
                self.same(&place, tier, &text(&found["tier"]));
            }
        }
    }

    fn unit(&mut self, unit: &Value, expect: &Expect) {
        self.indicators(unit, expect);
        self.groups(unit, expect);
        if let Some(expected) = &expect.advice {
            self.advice(list(&unit["advice"]), expected);
        }
        let single = [("base", &expect.base), ("bonus", &expect.bonus), ("total", &expect.total)];
        for (field, expected) in single {
            if let Some(expected) = expected {
                self.same(field, expected, &text(&unit[field]));
            }
        }
        if !expect.range.is_empty() {
            self.same_list("range", &expect.range, &texts(&unit["range"]));
        }
        for (name, expected) in &expect.components {
            let found = list(&unit["components"]).iter().find(|component| text(&component["name"]) == *name);
            self.same(name, expected, &found.map_or_else(String::new, |component| text(&component["score"])));
        }
        if let Some(expected) = &expect.tables {
            let mut expected = expected.clone();
            let named =
                |table: &Value| (format!("{} {}", text(&table["name"]), text(&table["place"])), text(&table["score"]));
            let mut found: Named<String> = list(&unit["tables"]).iter().map(named).collect();
            expected.sort();
            found.sort();
            if expected != found {
                self.say("tables", format!("{expected:?}"), format!("{found:?}"));
            }
        }
        self.tier(&unit["tier"], expect);
        self.rows(unit, expect);
    }

    fn indicators(&mut self, unit: &Value, expect: &Expect) {
        let plain =
            [("score", &expect.score), ("raw", &expect.raw), ("state", &expect.state), ("rating", &expect.rating)];
        for (field, expected) in plain {
            self.by_no(unit, field, expected, |wrong, place, indicator, expected| {
                wrong.same(place, expected, &text(&indicator[field]));
            });
        }
        self.by_no(unit, "range", &expect.ranges, |wrong, place, indicator, expected| {
            wrong.same_list(place, expected, &texts(&indicator["range"]));
        });
        self.by_no(unit, "gaps", &expect.gaps, |wrong, place, indicator, expected| {
            wrong.same_list(place, expected, &texts(&indicator["gaps"]));
        });
        self.by_no(unit, "basis", &expect.basis, |wrong, place, indicator, expected| {
            let ids: Vec<String> = list(&indicator["basis"]).iter().map(|basis| text(&basis["id"])).collect();
            for id in expected.iter().filter(|id| !ids.contains(id)) {
                wrong.say(place, id, format!("{ids:?}"));
            }
        });
        self.by_no(unit, "overridden", &expect.overridden, |wrong, place, indicator, expected| {
            match &indicator["overridden"] {
                Value::Null => wrong.say(place, quoted(expected), "no override"),
                found => wrong.same(place, expected, &text(&found["computed"])),
            }
        });
        self.by_no(unit, "facts", &expect.facts, |wrong, place, indicator, expected| {
            for (name, value) in expected {
                let found = list(&indicator["facts"]).iter().find(|fact| text(&fact["name"]) == *name);
                wrong.same(
                    &format!("{place} {name}"),
                    value,
                    &found.map_or_else(String::new, |fact| text(&fact["value"])),
                );
            }
        });
    }

    fn by_no<T>(&mut self, unit: &Value, field: &str, expected: &Named<T>, test: impl Fn(&mut Self, &str, &Value, &T)) {
        for (no, expected) in expected {
            match list(&unit["indicators"]).iter().find(|indicator| text(&indicator["no"]) == *no) {
                Some(indicator) => test(self, &format!("{no} {field}"), indicator, expected),
                None => self.say(no, "an indicator", "none"),
            }
        }
    }

    fn groups(&mut self, unit: &Value, expect: &Expect) {
        let find = |name: &str| list(&unit["groups"]).iter().find(|group| text(&group["name"]) == name);
        for (name, expected) in &expect.groups {
            self.same(name, expected, &find(name).map_or_else(String::new, |group| text(&group["score"])));
        }
        for (name, expected) in &expect.levels {
            let level = find(name).map_or_else(String::new, |group| text(&group["rating"]));
            self.same(&format!("{name} level"), expected, &level);
        }
        for (name, expected) in &expect.caps {
            let caps = find(name).map_or(&[][..], |group| list(&group["caps"]));
            let got: Vec<String> = caps.iter().flat_map(|cap| [text(&cap["before"]), text(&cap["after"])]).collect();
            self.same_list(&format!("{name} caps"), expected, &got);
        }
    }

    fn tier(&mut self, tier: &Value, expect: &Expect) {
        if let Some(expected) = &expect.tier {
            self.same("tier", expected, &text(&tier["name"]));
        }
        if let Some(expected) = &expect.mark {
            self.same("mark", expected, &text(&tier["score"]));
        }
        if !expect.marks.is_empty() {
            self.same_list("marks", &expect.marks, &texts(&tier["range"]));
        }
        let notes = texts(&tier["notes"]).join("；");
        for part in expect.notes.iter().filter(|part| !notes.contains(*part)) {
            self.say("notes", quoted(part), &notes);
        }
        if let Some(expected) = &expect.distance {
            self.same("distance", expected, &text(&tier["distance"]));
        }
        for part in expect.why.iter().filter(|part| !text(&tier["why"]).contains(*part)) {
            self.say("why", quoted(part), text(&tier["why"]));
        }
        for (name, expected) in &expect.needs {
            let of_tier = list(&tier["needs"]).iter().filter(|need| text(&need["tier"]) == *name);
            let got: Vec<String> = of_tier.map(|need| text(&need["state"])).collect();
            self.same_list(&format!("needs of {name}"), expected, &got);
        }
        let undetermined = texts(&tier["undetermined"]);
        for id in expect.undetermined.iter().filter(|id| !undetermined.contains(id)) {
            self.say("undetermined", id, format!("{undetermined:?}"));
        }
        let found: Named<String> = list(&tier["sensitive"])
            .iter()
            .map(|s| (format!("{}={}", text(&s["convention"]), text(&s["value"])), text(&s["tier"])))
            .collect();
        for id in expect.steady.iter().filter(|id| found.iter().any(|(key, _)| key.starts_with(&format!("{id}=")))) {
            self.say("steady", format!("{id} changes nothing"), format!("{found:?}"));
        }
        if let Some(expected) = &expect.sensitive {
            self.same_named("sensitive", expected, found);
        }
        if let Some(expected) = &expect.pairs {
            let answer = |of: &Value| format!("{}={}", text(&of["convention"]), text(&of["value"]));
            let pair = |of: &Value| format!("{} {}", answer(&of["first"]), answer(&of["second"]));
            let found = list(&tier["sensitive_pairs"]).iter().map(|of| (pair(of), text(&of["tier"]))).collect();
            self.same_named("pairs", expected, found);
        }
        if let Some(open) = &expect.open {
            let got = &tier["open"];
            if let Some(count) = open.count {
                self.same("open count", &count.to_string(), &text(&got["count"]));
            }
            for (field, expected) in [("points", &open.points), ("to_line", &open.to_line)] {
                if let Some(expected) = expected {
                    self.same(&format!("open {field}"), expected, &text(&got[field]));
                }
            }
        }
        if let Some(expected) = &expect.ceilings {
            let got: Vec<String> = list(&tier["ceilings"]).iter().map(|ceiling| text(&ceiling["says"])).collect();
            let agrees = got.len() == expected.len() && expected.iter().zip(&got).all(|(part, got)| got.contains(part));
            if !agrees {
                self.say("ceilings", format!("{expected:?}"), format!("{got:?}"));
            }
        }
    }

    fn rows(&mut self, unit: &Value, expect: &Expect) {
        let of_all = |key: &str| -> Vec<Value> {
            list(&unit["indicators"]).iter().flat_map(|indicator| list(&indicator[key])).cloned().collect()
        };
        if let Some(expected) = &expect.refused {
            let refused = of_all("refused");
            let says =
                |row: &Value| format!("{} row {} “{}”", text(&row["sheet"]), number(row) - HEADS, text(&row["why"]));
            for place in expected {
                if !refused.iter().any(|row| place.is(row, "why")) {
                    let all: Vec<String> = refused.iter().map(says).collect();
                    self.say("refused", place, format!("{all:?}"));
                }
            }
            let named =
                |row: &Value| expected.is_empty() || expected.iter().any(|place| place.sheet == text(&row["sheet"]));
            for row in refused.iter().filter(|row| named(row) && !expected.iter().any(|place| place.is(row, "why"))) {
                self.say("refused", "nothing more", says(row));
            }
        }
        let counted = of_all("counted");
        for place in &expect.counted {
            let is = |row: &Value| {
                place.is(row, "") && place.worth.as_ref().is_none_or(|worth| text(&row["worth"]) == *worth)
            };
            if !counted.iter().any(is) {
                self.say("counted", place, "not counted");
            }
        }
    }

    pub(crate) fn findings(&mut self, findings: &Value, expected: &[Place], silent: &[String]) {
        let all = list(findings);
        for place in expected {
            if !all.iter().any(|finding| place.finds(finding)) {
                let got: Vec<String> =
                    all.iter().map(|f| format!("{} {}", text(&f["cell"]), text(&f["why"]))).collect();
                self.say("findings", place, format!("{got:#?}"));
            }
        }
        for words in silent {
            for finding in all.iter().filter(|finding| text(&finding["why"]).contains(words)) {
                self.say("silent", quoted(words), text(&finding["why"]));
            }
        }
    }
}

impl Place {
    fn is(&self, row: &Value, said: &str) -> bool {
        (self.sheet.is_empty() || text(&row["sheet"]) == self.sheet)
            && self.row.is_none_or(|expected| number(row) == expected + HEADS)
            && text(&row[said]).contains(&self.says)
    }

    fn finds(&self, finding: &Value) -> bool {
        let cell = text(&finding["cell"]);
        let row = cell.rsplit_once('!').map(|(_, cell)| cell.trim_start_matches(|c: char| c.is_ascii_alphabetic()));
        (self.sheet.is_empty() || text(&finding["sheet"]) == self.sheet)
            && self.row.is_none_or(|expected| row.and_then(|row| row.parse().ok()) == Some(expected + HEADS))
            && text(&finding["why"]).contains(&self.says)
            && self.severity.as_ref().is_none_or(|severity| text(&finding["severity"]) == *severity)
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let row = self.row.map_or_else(String::new, |row| format!(" row {row}"));
        write!(f, "{}{row} “{}{}”", self.sheet, self.says, self.worth.as_deref().unwrap_or_default())
    }
}

fn quoted(text: &str) -> String {
    if text.is_empty() { "(open)".to_owned() } else { text.to_owned() }
}

/// A value as text; empty for null and for what is not there.
pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

pub(crate) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn texts(value: &Value) -> Vec<String> {
    list(value).iter().map(text).collect()
}

fn number(row: &Value) -> i64 {
    row["row"].as_i64().unwrap_or_default()
}
