//! One comparison for all: a report (the JSON that CLI, page and native runs share) against what a case expects.

use serde_json::Value;

use crate::case::{Expect, Hint, Named, Place, Round};
use crate::difference::{Difference, Wrong, listed, quoted};

/// Rows of a case are counted under the heads, which stand in row 1.
const HEADS: i64 = 1;

/// Every way in which a report is not what a round expects.
#[must_use]
pub fn check(report: &Value, round: &Round) -> Vec<Difference> {
    let mut wrong = Wrong::default();
    let expect = &round.expect;
    let units = list(&report["units"]);
    match units {
        [only] => wrong.unit(only, expect),
        _ => {
            let mend = "应得结果逐个写在 [case.expect.units.\"单位名称\"] 下";
            let told = match units.len() {
                0 => "没有核对：这个例子的台账里没有单位".to_owned(),
                count => format!("没有核对：这个例子有{count}个单位，{mend}"),
            };
            let mut alone = round.places.of_one_unit().peekable();
            if expect.units.is_empty() && expect.cohort.is_none() && alone.peek().is_none() {
                wrong.tell(&["units"], &told);
            }
            alone.for_each(|key| wrong.tell(&[key], &told));
        }
    }
    for (name, expect) in &expect.units {
        match units.iter().find(|unit| text(&unit["unit"]) == *name) {
            Some(unit) => wrong.within(&["units", name], name, |wrong| wrong.unit(unit, expect)),
            None => wrong.within(&[], name, |wrong| wrong.tell(&["units", name], "台账里没有这个单位")),
        }
    }
    wrong.findings(&report["findings"], &expect.findings, &expect.silent);
    wrong.said
}

impl Wrong {
    fn advice(&mut self, found: &[Value], expected: &[Hint]) {
        if expected.is_empty() && !found.is_empty() {
            let all: Vec<String> = found.iter().map(|found| text(&found["says"])).collect();
            self.say(&["advice"], "没有", listed(&all));
        }
        for (at, hint) in expected.iter().enumerate() {
            let Some(found) = found.get(at) else {
                self.say(&["advice"], format!("{} {}", hint.no, hint.says), "没有");
                continue;
            };
            let place = &["advice", &format!("第{}条", at + 1)];
            self.same(place, &hint.no, &text(&found["no"]));
            self.same(place, &hint.points, &text(&found["points"]));
            if !text(&found["says"]).contains(&hint.says) {
                self.say(place, &hint.says, text(&found["says"]));
            }
            if let Some(tier) = &hint.tier {
                self.same(place, tier, &text(&found["tier"]));
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
                match text(&unit[field]) {
                    found if found.is_empty() && !expected.is_empty() => {
                        self.say(&[field], expected, format!("未定{}", waiting(unit)));
                    }
                    found => self.same(&[field], expected, &found),
                }
            }
        }
        if !expect.range.is_empty() {
            self.same_list(&["range"], &expect.range, &texts(&unit["range"]));
        }
        for (name, expected) in &expect.components {
            let found = list(&unit["components"]).iter().find(|component| text(&component["name"]) == *name);
            self.same(
                &["components", name],
                expected,
                &found.map_or_else(String::new, |component| text(&component["score"])),
            );
        }
        if let Some(expected) = &expect.tables {
            let named =
                |table: &Value| (format!("{} {}", text(&table["name"]), text(&table["place"])), text(&table["score"]));
            self.same_named(&["tables"], expected, list(&unit["tables"]).iter().map(named).collect());
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
        self.by_no(unit, "ranges", &expect.ranges, |wrong, place, indicator, expected| {
            wrong.same_list(place, expected, &texts(&indicator["range"]));
        });
        self.by_no(unit, "gaps", &expect.gaps, |wrong, place, indicator, expected| {
            wrong.same_list(place, expected, &texts(&indicator["gaps"]));
        });
        self.by_no(unit, "basis", &expect.basis, |wrong, place, indicator, expected| {
            let ids: Vec<String> = list(&indicator["basis"]).iter().map(|basis| text(&basis["id"])).collect();
            for id in expected.iter().filter(|id| !ids.contains(id)) {
                wrong.say(place, id, listed(&ids));
            }
        });
        self.by_no(unit, "overridden", &expect.overridden, |wrong, place, indicator, expected| {
            match &indicator["overridden"] {
                Value::Null => wrong.say(place, quoted(expected), "没有改判"),
                found => wrong.same(place, expected, &text(&found["computed"])),
            }
        });
        self.by_no(unit, "facts", &expect.facts, |wrong, place, indicator, expected| {
            for (name, value) in expected {
                let found = list(&indicator["facts"]).iter().find(|fact| text(&fact["name"]) == *name);
                let got = found.map_or_else(String::new, |fact| text(&fact["value"]));
                wrong.same(&[place, &[name.as_str()]].concat(), value, &got);
            }
        });
    }

    fn by_no<T>(
        &mut self,
        unit: &Value,
        field: &str,
        expected: &Named<T>,
        test: impl Fn(&mut Self, &[&str], &Value, &T),
    ) {
        for (no, expected) in expected {
            match numbered(unit, no) {
                Some(indicator) => test(self, &[field, no], indicator, expected),
                None => self.tell(&[field, no], "没有这个指标、分项"),
            }
        }
    }

    fn groups(&mut self, unit: &Value, expect: &Expect) {
        let find = |name: &str| list(&unit["groups"]).iter().find(|group| text(&group["name"]) == name);
        for (name, expected) in &expect.groups {
            self.same(&["groups", name], expected, &find(name).map_or_else(String::new, |group| text(&group["score"])));
        }
        for (name, expected) in &expect.levels {
            let level = find(name).map_or_else(String::new, |group| text(&group["rating"]));
            self.same(&["levels", name], expected, &level);
        }
        for (name, expected) in &expect.caps {
            let caps = find(name).map_or(&[][..], |group| list(&group["caps"]));
            let got: Vec<String> = caps.iter().flat_map(|cap| [text(&cap["before"]), text(&cap["after"])]).collect();
            self.same_list(&["caps", name], expected, &got);
        }
        for (name, expected) in &expect.less {
            let less = if name == "总分" { Some(unit) } else { find(name) }.map_or(&Value::Null, |of| &of["less"]);
            let line = |line: &Value| format!("{} {}", text(&line["says"]), text(&line["adds"])).trim_end().to_owned();
            let got: Vec<String> = list(&less["lines"]).iter().map(line).collect();
            self.same_list(&["less", name], expected, &got);
        }
    }

    fn tier(&mut self, tier: &Value, expect: &Expect) {
        if let Some(expected) = &expect.tier {
            self.same(&["tier"], expected, &text(&tier["name"]));
        }
        if let Some(expected) = &expect.mark {
            self.same(&["mark"], expected, &text(&tier["score"]));
        }
        if !expect.marks.is_empty() {
            self.same_list(&["marks"], &expect.marks, &texts(&tier["range"]));
        }
        let notes = texts(&tier["notes"]).join("；");
        for part in expect.notes.iter().filter(|part| !notes.contains(*part)) {
            self.say(&["notes"], quoted(part), &notes);
        }
        if let Some(expected) = &expect.distance {
            self.same(&["distance"], expected, &text(&tier["distance"]));
        }
        for part in expect.why.iter().filter(|part| !text(&tier["why"]).contains(*part)) {
            self.say(&["why"], quoted(part), text(&tier["why"]));
        }
        for (name, expected) in &expect.needs {
            let of_tier = list(&tier["needs"]).iter().filter(|need| text(&need["tier"]) == *name);
            let got: Vec<String> = of_tier.map(|need| text(&need["state"])).collect();
            self.same_list(&["needs", name], expected, &got);
        }
        let undetermined = texts(&tier["undetermined"]);
        for id in expect.undetermined.iter().filter(|id| !undetermined.contains(id)) {
            self.say(&["undetermined"], id, listed(&undetermined));
        }
        let found: Named<String> = list(&tier["sensitive"])
            .iter()
            .map(|s| (format!("{}={}", text(&s["convention"]), text(&s["value"])), text(&s["tier"])))
            .collect();
        for id in expect.steady.iter().filter(|id| found.iter().any(|(key, _)| key.starts_with(&format!("{id}=")))) {
            self.tell(&["steady"], format!("{id} 换了取法，等次会变"));
        }
        if let Some(expected) = &expect.sensitive {
            self.same_named(&["sensitive"], expected, found);
        }
        if let Some(expected) = &expect.pairs {
            let answer = |of: &Value| format!("{}={}", text(&of["convention"]), text(&of["value"]));
            let pair = |of: &Value| format!("{} {}", answer(&of["first"]), answer(&of["second"]));
            let found = list(&tier["sensitive_pairs"]).iter().map(|of| (pair(of), text(&of["tier"]))).collect();
            self.same_named(&["pairs"], expected, found);
        }
        if let Some(open) = &expect.open {
            let got = &tier["open"];
            if let Some(count) = open.count {
                self.same(&["open", "count"], &count.to_string(), &text(&got["count"]));
            }
            for (field, expected) in [("points", &open.points), ("to_line", &open.to_line)] {
                if let Some(expected) = expected {
                    self.same(&["open", field], expected, &text(&got[field]));
                }
            }
        }
        if let Some(expected) = &expect.ceilings {
            let got: Vec<String> = list(&tier["ceilings"]).iter().map(|ceiling| text(&ceiling["says"])).collect();
            let agrees = got.len() == expected.len() && expected.iter().zip(&got).all(|(part, got)| got.contains(part));
            if !agrees {
                self.say(&["ceilings"], listed(expected), listed(&got));
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
                |row: &Value| format!("{}第{}行“{}”", text(&row["sheet"]), number(row) - HEADS, text(&row["why"]));
            for place in expected {
                if !refused.iter().any(|row| place.is(row, "why")) {
                    let all: Vec<String> = refused.iter().map(says).collect();
                    self.say(&["refused"], place, listed(&all));
                }
            }
            let named =
                |row: &Value| expected.is_empty() || expected.iter().any(|place| place.sheet == text(&row["sheet"]));
            for row in refused.iter().filter(|row| named(row) && !expected.iter().any(|place| place.is(row, "why"))) {
                self.tell(&["refused"], format!("多出 {}", says(row)));
            }
        }
        let counted = of_all("counted");
        for place in &expect.counted {
            let is = |row: &Value| {
                place.is(row, "") && place.worth.as_ref().is_none_or(|worth| text(&row["worth"]) == *worth)
            };
            if !counted.iter().any(is) {
                self.say(&["counted"], place, "没有计入");
            }
        }
    }

    pub(crate) fn findings(&mut self, findings: &Value, expected: &[Place], silent: &[String]) {
        let all = list(findings);
        for place in expected {
            if !all.iter().any(|finding| place.finds(finding)) {
                let got: Vec<String> =
                    all.iter().map(|f| format!("{} {}", text(&f["cell"]), text(&f["why"]))).collect();
                self.say(&["findings"], place, listed(&got));
            }
        }
        for words in silent {
            for finding in all.iter().filter(|finding| text(&finding["why"]).contains(words)) {
                self.tell(&["silent"], format!("有“{words}”：{}", text(&finding["why"])));
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
        let row = self.row.map_or_else(String::new, |row| format!("第{row}行"));
        write!(f, "{}{row}“{}{}”", self.sheet, self.says, self.worth.as_deref().unwrap_or_default())
    }
}

/// Which indicators are open, with what is known of them: `（没有定的：3待评、11缺佐证）`.
fn waiting(unit: &Value) -> String {
    let words = [("pending", "待评"), ("missing", "缺佐证"), ("undetermined", "未定")];
    let open = list(&unit["indicators"]).iter().filter(|indicator| indicator["range"].is_array());
    let named = open.map(|indicator| {
        let state = text(&indicator["state"]);
        let word = words.iter().find(|(known, _)| *known == state).map_or("", |(_, word)| word);
        format!("{}{word}", text(&indicator["no"]))
    });
    let named: Vec<String> = named.collect();
    if named.is_empty() { String::new() } else { format!("（没有定的：{}）", named.join("、")) }
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

/// An indicator by its number, or a part of one, at any depth.
fn numbered<'v>(holder: &'v Value, no: &str) -> Option<&'v Value> {
    let held = ["indicators", "parts"].iter().flat_map(|key| list(&holder[*key]));
    held.into_iter().find_map(|one| if text(&one["no"]) == no { Some(one) } else { numbered(one, no) })
}

fn texts(value: &Value) -> Vec<String> {
    list(value).iter().map(text).collect()
}

fn number(row: &Value) -> i64 {
    row["row"].as_i64().unwrap_or_default()
}
