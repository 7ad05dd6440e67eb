//! Loading a scheme folder: raw TOML, checked piece by piece, becomes a [`Scheme`]. Every fault is collected; a scheme
//! with faults is still returned where it has a track, so that `check` can go on and show them all.

use std::sync::Arc;

use super::convention::{ConventionIx, Conventions, Slot, SlotReader};
use super::lint;
use super::model::{
    Cap, Form, FormCell, FormColumn, Group, Indicator, Metric, Part, RowRule, Scheme, Total, TotalOf, Track,
};
use super::outside::Outside;
use super::read::{Files, Keys, Node, Raw};
use super::rows::RuleReader;
use crate::compare::Compare;
use crate::diag::Fault;
use crate::ledger::dictionary::{Dictionary, FieldIx, SheetIx};
use crate::metric::aggregate::Aggregate;
use crate::rating::Rating;
use crate::score::{Applies, Measure};
use crate::ticks::{Tables, Ticks};
use crate::tier::Tiering;
use crate::tier::standing::Standing;
use crate::total::component::Component;

/// The texts of one load. `name` of each is what faults call the file.
#[derive(Debug, Clone)]
pub struct Sources<'t> {
    /// `ledger.toml`.
    pub ledger: (&'t str, &'t str),
    /// The shared `conventions.toml`.
    pub shared: (&'t str, &'t str),
    /// The scheme's `scheme.toml`.
    pub scheme: (&'t str, &'t str),
    /// The scheme's `conventions.toml`.
    pub conventions: (&'t str, &'t str),
    /// The scheme's `forms.toml`.
    pub forms: (&'t str, &'t str),
}

/// What rules are read with: sheets, conventions, and the metrics read so far.
#[derive(Debug)]
pub struct Rules<'a> {
    /// Sheets, fields and slots.
    pub rows: RuleReader<'a>,
    /// The metrics of the scheme.
    pub metrics: &'a [Metric],
    /// The ids of all metrics that are written, those with faults too.
    pub declared: &'a [String],
    /// The tiers of the scheme, best first.
    pub tiers: &'a [String],
    /// The levels of the track that is read, best first; empty where it does not rate.
    pub levels: Vec<String>,
    /// The forms with one tick a row.
    pub ticks: Option<&'a Ticks>,
}

impl Sources<'_> {
    fn all(&self) -> [(&str, &str); 5] {
        [self.ledger, self.shared, self.scheme, self.conventions, self.forms]
    }
}

/// The same texts, kept by the scheme that was read from them.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Texts([(String, String); 5]);

impl Texts {
    fn of(sources: &Sources<'_>) -> Self {
        Self(sources.all().map(|(name, text)| (name.to_owned(), text.to_owned())))
    }

    fn sources(&self) -> Sources<'_> {
        let [ledger, shared, scheme, conventions, forms] =
            self.0.each_ref().map(|(name, text)| (name.as_str(), text.as_str()));
        Sources { ledger, shared, scheme, conventions, forms }
    }
}

/// Reads a scheme again with the numbers that people typed for its conventions, so that its rules know them; `None` where
/// nobody typed one.
#[must_use]
pub fn with_typed_numbers(scheme: &Scheme) -> Option<Scheme> {
    let typed = scheme.conventions.typed();
    if typed.is_empty() {
        return None;
    }
    load_with(&scheme.texts.sources(), typed).0
}

/// Loads a scheme. Faults come beside it; with any fault the scheme must not be used for scoring.
#[must_use]
pub fn load(sources: &Sources<'_>) -> (Option<Scheme>, Vec<Fault>) {
    load_with(sources, &[])
}

fn load_with(sources: &Sources<'_>, typed: &[(ConventionIx, String)]) -> (Option<Scheme>, Vec<Fault>) {
    let mut files = Files::default();
    let mut dictionary = Dictionary::load(&mut files, sources.ledger.0, sources.ledger.1);
    let mut conventions = Conventions::default();
    conventions.load(&mut files, sources.shared.0, sources.shared.1);
    conventions.load(&mut files, sources.conventions.0, sources.conventions.1);
    for (at, number) in typed {
        conventions.add_number(*at, number);
    }
    let node = files.parse(sources.scheme.0, sources.scheme.1);
    let forms = files.parse(sources.forms.0, sources.forms.1);
    let scheme = Keys::open(&files, &node, "方案", true).and_then(|keys| {
        dictionary.extend(&keys);
        read_scheme(&keys, &dictionary, &conventions).inspect(|_| keys.done())
    });
    let scheme = scheme.map(|mut scheme| {
        scheme.version = version(sources);
        scheme.texts = Arc::new(Texts::of(sources));
        scheme.forms = read_forms(&files, &forms, &scheme);
        lint::lint(&files, &node, &scheme);
        scheme
    });
    (scheme, files.into_faults())
}

/// A fingerprint of everything that decides a score: eight hex digits, printed on forms.
fn version(sources: &Sources<'_>) -> String {
    use std::hash::Hasher;
    let mut hash = fnv::FnvHasher::default();
    for (_, text) in sources.all() {
        text.bytes().for_each(|byte| hash.write_u8(byte));
        hash.write_u8(0);
    }
    let hash = hash.finish();
    format!("{:08x}", (hash ^ (hash >> 32)) & 0xffff_ffff)
}

fn read_scheme<'n>(keys: &Keys<'n>, dictionary: &'n Dictionary, conventions: &'n Conventions) -> Option<Scheme> {
    let (id, title, issued) = (keys.need_text("id"), keys.need_text("title"), keys.need_text("issued"));
    let year = keys.need("year").and_then(|_| keys.integer("year")).and_then(|year| i32::try_from(year).ok());
    let tiers = keys.texts("tiers");
    let slips = keys.texts("slips");
    let rows = RuleReader { dictionary, slots: SlotReader::new(conventions) };
    let metrics: Vec<Metric> =
        keys.tables("metric", "统计量").into_iter().filter_map(|metric| read_metric(metric, &rows)).collect();
    let ids = keys.items("metric").into_iter().filter_map(|node| node.get("id")?.text().map(str::to_owned));
    let declared: Vec<String> = ids.collect();
    let ticks = keys.table("ticks", "考评表").and_then(|ticks| Ticks::read(ticks, &rows));
    let outside = keys.tables("outside", "另行规定的单位").into_iter().filter_map(Outside::read).collect();
    let mut rules = Rules {
        rows,
        metrics: &metrics,
        declared: &declared,
        tiers: &tiers,
        levels: Vec::new(),
        ticks: ticks.as_ref(),
    };
    let mut tracks: Vec<Track> = Vec::new();
    for track in keys.tables("track", "考核对象") {
        let levels = track.node().get("rating").and_then(|rating| rating.get("levels"));
        rules.levels = levels.map(|node| track.as_texts(node, "levels")).unwrap_or_default();
        tracks.extend(read_track(track, &rules));
    }
    if !keys.has("track") {
        keys.fault("方案没有 [[track]]", "至少写一个考核对象类别。");
    }
    // A rule that could not be read may be the one that names a convention.
    if keys.files().is_clean() {
        let own = keys.node().file.saturating_sub(1);
        conventions.report_unused(keys.files(), own, &rules.rows.slots.used.borrow());
    }
    Some(Scheme {
        id: id?,
        title: title?,
        issued: issued?,
        year: year?,
        slips,
        outside,
        version: String::new(),
        texts: Arc::default(),
        tracks,
        conventions: conventions.clone(),
        dictionary: dictionary.clone(),
        forms: Vec::new(),
        tiers: tiers.clone(),
        ticks: ticks.clone(),
        metrics,
    })
}

fn read_metric<'n>(mut keys: Keys<'n>, rows: &RuleReader<'n>) -> Option<Metric> {
    keys.read_clause();
    let id = keys.need_text("id");
    let name = keys.need_text("name");
    let mut rule = row_rule(&keys, rows)?;
    let sheet = rule.sheet;
    if let Some(once) = rows.slots.slot(&keys, "once", |keys, node| fields(keys, node, rows, sheet)) {
        rule.once = once;
    }
    let metric = Metric {
        unit: keys.text("unit").unwrap_or_else(|| "条".to_owned()),
        rows: rule,
        aggregate: Aggregate::read(&keys, rows, sheet)?,
        clause: keys.clause(),
        conventions: named_conventions(&keys, &rows.slots),
        id: id?,
        name: name?,
    };
    keys.done();
    Some(metric)
}

/// Reads `sheet`, `where` and `also` of one table.
pub fn row_rule<'n>(keys: &Keys<'n>, rows: &RuleReader<'n>) -> Option<RowRule> {
    let sheet = rows.sheet(keys)?;
    let conditions = rows.slots.slot(keys, "where", |keys, node| rows.conditions(keys, node, sheet));
    let also = rows.slots.slot(keys, "also", |keys, node| rows.conditions(keys, node, sheet));
    let empty = || Slot::Fixed(Vec::new());
    Some(RowRule {
        sheet,
        conditions: conditions.unwrap_or_else(empty),
        also: also.unwrap_or_else(empty),
        once: Slot::Fixed(Vec::new()),
    })
}

/// A list of fields of a sheet, by name.
pub fn fields(keys: &Keys<'_>, node: &Node, rows: &RuleReader<'_>, sheet: SheetIx) -> Option<Vec<FieldIx>> {
    keys.as_texts(node, "once").iter().map(|name| rows.field(keys.files(), node, sheet, name)).collect()
}

/// The conventions that a table names under `convention`, without a switch.
pub fn named_conventions(keys: &Keys<'_>, slots: &SlotReader<'_>) -> Vec<ConventionIx> {
    let ids = keys.texts("convention");
    ids.iter().filter_map(|id| slots.name(keys.files(), keys.node(), id)).collect()
}

fn read_track<'n>(mut keys: Keys<'n>, rules: &Rules<'n>) -> Option<Track> {
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

fn read_forms(files: &Files, node: &Node, scheme: &Scheme) -> Vec<Form> {
    let Some(keys) = Keys::open(files, node, "表格文件", false) else { return Vec::new() };
    if scheme.tracks.is_empty() {
        return Vec::new();
    }
    let forms = keys.tables("form", "表").into_iter().filter_map(|form| read_form(form, scheme)).collect();
    keys.done();
    forms
}

fn read_form(keys: Keys<'_>, scheme: &Scheme) -> Option<Form> {
    let (id, title) = (keys.need_text("id"), keys.need_text("title"));
    let tracks = keys.need("track").map(|node| keys.as_texts(node, "track"))?;
    if tracks.iter().any(|track| scheme.track(track).is_none()) {
        keys.fault("表格所写的 track 不在方案里", "写方案里某个 track 的 id。");
    }
    let table = keys.text("table").and_then(|id| {
        let found = scheme.ticks.as_ref().and_then(|ticks| ticks.table(&id));
        if found.is_none() {
            keys.fault(format!("没有考评表 {id}"), "写 [[ticks.table]] 里某张表的 id。");
        }
        found
    });
    let rating = tracks.first().and_then(|track| scheme.tracks.get(scheme.track(track)?)?.rating.as_ref());
    let levels = rating.map_or(&[][..], |rating| &rating.levels);
    let columns = keys.tables("column", "列").into_iter().filter_map(|keys| form_column(keys, levels)).collect();
    let groups = || scheme.tracks.iter().flat_map(|track| &track.groups);
    let names: Vec<&str> = groups().map(|group| group.name.as_str()).collect();
    let headings = groups().map(|group| group.within.as_ref().unwrap_or(&group.name).as_str()).collect::<Vec<_>>();
    let sources = texts_of(&keys, "sources", "数据来源", &names);
    let headings = texts_of(&keys, "headings", "一级内容", &headings);
    let form = Form {
        subtitle: keys.text("subtitle").unwrap_or_default(),
        columns,
        sources,
        headings,
        notes: keys.texts("notes"),
        sign: keys.texts("sign"),
        seal: keys.text("seal").unwrap_or_default(),
        places: keys.texts("places"),
        id: id?,
        tracks,
        table,
        title: title?,
    };
    keys.done();
    Some(form)
}

/// A table of texts by content; a content that the scheme does not have is a fault.
fn texts_of(keys: &Keys<'_>, key: &str, what: &str, known: &[&str]) -> Vec<(String, String)> {
    let Some(table) = keys.table(key, what) else { return Vec::new() };
    let entries = table.entries().into_iter().inspect(|(content, node)| {
        if !known.contains(content) {
            table.files().fault_at(node, format!("没有“{content}”这项考核内容"), "写方案里的考核内容名称。");
        }
    });
    entries.filter_map(|(content, node)| Some((content.to_owned(), node.text()?.to_owned()))).collect()
}

fn form_column(keys: Keys<'_>, levels: &[String]) -> Option<FormColumn> {
    let head = keys.need_text("head");
    let shows = keys.need_text("shows");
    let width = keys.need("width").and_then(|_| keys.integer("width"));
    let cell = shows.as_deref().and_then(|word| FormCell::WORDS.iter().find(|(name, _)| *name == word));
    if let (None, Some(word)) = (cell, &shows) {
        let all = FormCell::WORDS.iter().map(|(word, _)| *word).collect::<Vec<_>>().join("、");
        keys.fault(format!("列不会显示“{word}”"), format!("可用：{all}。"));
    }
    let mut shows = cell?.1;
    if matches!(shows, FormCell::Tick(_)) {
        let level = keys.need_text("level")?;
        let found = levels.iter().position(|known| *known == level);
        if found.is_none() {
            keys.fault(format!("没有等次“{level}”"), format!("可用：{}。", levels.join("、")));
        }
        shows = FormCell::Tick(found?);
    }
    let over = keys.text("over");
    keys.done();
    Some(FormColumn { head: head?, over, shows, width: width? })
}

/// A table of words to points, `{ "好" = "100", … }`.
pub fn word_points(keys: &Keys<'_>, node: &Node) -> Option<Vec<(String, crate::exact::Points)>> {
    let inner = keys.open_inside(node, "分值表")?;
    if !matches!(node.value, Raw::Table(_)) {
        return None;
    }
    inner.entries().into_iter().map(|(word, node)| Some((word.to_owned(), inner.as_points(node, word)?))).collect()
}
