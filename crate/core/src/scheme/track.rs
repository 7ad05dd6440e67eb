//! One track (考核对象类别) of a scheme file: its contents, indicators and total, read with the rules of the scheme.

use super::convention::Slot;
use super::load::{Rules, named_conventions, word_points};
use super::model::{Cap, Group, Indicator, Part, Total, TotalOf, Track};
use super::read::{Keys, Node, Raw};
use crate::compare::Compare;
use crate::ledger::dictionary::SheetIx;
use crate::rating::Rating;
use crate::score::chain::Chain;
use crate::score::{Applies, Measure};
use crate::ticks::Tables;
use crate::tier::Tiering;
use crate::tier::standing::Standing;
use crate::total::component::Component;

/// Reads one `[[track]]`.
pub(super) fn read<'n>(mut keys: Keys<'n>, rules: &Rules<'n>) -> Option<Track> {
    keys.read_clause();
    let (id, name) = (keys.need_text("id"), keys.need_text("name"));
    let categories = keys.texts("categories");
    let conventions = named_conventions(&keys, &rules.rows.slots);
    let sheets = keys.items("sheets").into_iter();
    let sheets = sheets.filter_map(|node| rules.rows.sheet_named(keys.files(), node, node.text().unwrap_or_default()));
    let mut sheets: Vec<SheetIx> = sheets.collect();
    sheets.sort_unstable();
    let groups = keys.tables("group", "考核内容").into_iter().filter_map(|group| read_group(group, rules)).collect();
    let groups: Vec<Group> = groups;
    let rating = keys.table("rating", "等次评定").and_then(|rating| Rating::read(rating, rules));
    let tables = keys.table("tables", "考评表").and_then(|tables| Tables::read(tables, rules));
    let total = keys.table("total", "总分").and_then(|total| read_total(total, rules, &groups));
    let cohort = keys.table("cohort", "参评范围").and_then(|cohort| Standing::read(cohort, rules));
    let compares = keys.tables("compare", "数据核对").into_iter();
    let compares = compares.filter_map(|compare| Compare::read(compare, rules)).collect();
    let tiering = keys.table("tiering", "等次评定").and_then(|tiering| Tiering::read(tiering, rules));
    if !keys.has("tiering") {
        keys.fault("考核对象没有等次评定", "补写 [track.tiering]。");
    }
    keys.done();
    Some(Track {
        id: id?,
        name: name?,
        categories,
        conventions,
        sheets,
        groups,
        tables,
        rating,
        total,
        cohort,
        compares,
        tiering: tiering?,
    })
}

fn read_group<'n>(keys: Keys<'n>, rules: &Rules<'n>) -> Option<Group> {
    let name = keys.need_text("name");
    let group = Group {
        points: keys.points("points"),
        bonus: keys.flag("bonus"),
        cap: keys.table("cap", "封顶").and_then(read_cap),
        within: keys.text("within"),
        preamble: keys.text("preamble"),
        note: keys.text("note"),
        clause: keys.clause(),
        indicators: keys
            .tables("indicator", "指标")
            .into_iter()
            .filter_map(|indicator| read_indicator(indicator, rules))
            .collect(),
        name: name?,
    };
    keys.done();
    Some(group)
}

fn read_cap(keys: Keys<'_>) -> Option<Cap> {
    let points = keys.need("points").and_then(|_| keys.points("points"));
    let cap = Cap { points: points?, clause: keys.clause() };
    keys.done();
    Some(cap)
}

fn read_indicator<'n>(keys: Keys<'n>, rules: &Rules<'n>) -> Option<Indicator> {
    let (no, name) = (keys.need_text("no"), keys.need_text("name"));
    let points = keys.points("points");
    let text = |key| keys.text(key).unwrap_or_default();
    let (explain, evidence) = (text("explain"), text("evidence"));
    let conventions = named_conventions(&keys, &rules.rows.slots);
    let (sub, source) = (keys.text("sub"), keys.text("source"));
    let applies = Applies::read(&keys, rules);
    let chain = Chain::read(&keys, rules);
    let measure = Measure::read(&keys, rules);
    let clause = keys.clause();
    if measure.is_some() {
        keys.done();
    }
    Some(Indicator {
        no: no?,
        name: name?,
        sub,
        source,
        explain,
        evidence,
        points,
        clause,
        conventions,
        applies,
        measure: measure?,
        chain,
    })
}

fn read_total<'n>(keys: Keys<'n>, rules: &Rules<'n>, groups: &[Group]) -> Option<Total> {
    let name = keys.need_text("name");
    let of = rules.rows.slots.slot(&keys, "of", |keys, node| {
        if node.get("components").is_some() {
            return Component::read_all(keys, node, rules).map(TotalOf::Components);
        }
        total_of(keys, node, groups)
    });
    let sum = || Slot::Fixed(TotalOf::Sum(vec![Part::Base]));
    let total = Total { of: of.unwrap_or_else(sum), clause: keys.clause(), name: name? };
    keys.done();
    Some(total)
}

fn total_of<'n>(keys: &Keys<'n>, node: &'n Node, groups: &[Group]) -> Option<TotalOf> {
    let means = [("mean of indicators", TotalOf::MeanOfIndicators), ("mean of groups", TotalOf::MeanOfGroups)];
    if let Some((_, mean)) = means.into_iter().find(|(word, _)| node.text() == Some(word)) {
        return Some(mean);
    }
    if matches!(node.value, Raw::Table(_)) {
        let named = |(name, weight): (String, _)| {
            let is = |group: &Group| group.name == name || group.within.as_deref() == Some(&name);
            let at: Vec<usize> = (0..groups.len()).filter(|at| is(&groups[*at])).collect();
            if at.is_empty() {
                keys.files().fault_at(node, format!("没有“{name}”这项考核内容"), "写方案里的考核内容名称。");
            }
            (!at.is_empty()).then_some((at, weight))
        };
        return word_points(keys, node)?.into_iter().map(named).collect::<Option<Vec<_>>>().map(TotalOf::Weights);
    }
    let parts = keys.as_texts(node, "of");
    let read = parts.iter().map(|part| match part.as_str() {
        "base" => Some(Part::Base),
        "bonus" => Some(Part::Bonus),
        other => {
            let mend = "可用：[\"base\", \"bonus\"]、\"mean of indicators\"、\"mean of groups\" 或各内容的权重。";
            keys.files().fault_at(node, format!("总分没有“{other}”这一部分"), mend);
            None
        }
    });
    read.collect::<Option<Vec<_>>>().map(TotalOf::Sum)
}
