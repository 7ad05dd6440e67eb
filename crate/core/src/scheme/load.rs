//! Loading a scheme folder: raw TOML, checked piece by piece, becomes a [`Scheme`]. Every fault is collected; a scheme
//! with faults is still returned where it has a track, so that `check` can go on and show them all.

use std::sync::Arc;

use super::convention::{ConventionIx, Conventions, Slot, SlotReader};
use super::model::{Metric, RowRule, Scheme, Track};
use super::outside::Outside;
use super::read::{Files, Keys, Node, Raw};
use super::rows::{Condition, RuleReader, Test};
use super::{columns, forms, lint, track};
use crate::diag::Fault;
use crate::ledger::dictionary::{Dictionary, FieldIx, SheetIx};
use crate::ledger::period::During;
use crate::metric::aggregate::Aggregate;
use crate::metric::sum::Differ;
use crate::ticks::Ticks;

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
    /// The tiers of the track that is read, best first.
    pub tiers: Vec<String>,
    /// The levels of the track that is read, best first; empty where it does not rate.
    pub levels: Vec<String>,
    /// The forms with one tick a row.
    pub ticks: Option<&'a Ticks>,
    /// The contents that several tracks may use, by id.
    pub shared: Vec<(&'a str, &'a Node)>,
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

    /// The texts with the names of their files.
    pub(super) fn sources(&self) -> Sources<'_> {
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
        dictionary = widened(std::mem::take(&mut dictionary), &keys, &node);
        read_scheme(&keys, &dictionary, &conventions).inspect(|_| keys.done())
    });
    let scheme = scheme.map(|mut scheme| {
        lint::slips(&node, &mut scheme.slips);
        scheme.version = version(sources);
        scheme.texts = Arc::new(Texts::of(sources));
        scheme.forms = forms::read(&files, &forms, &scheme);
        lint::lint(&files, &node, &scheme);
        columns::mark(&node, &mut scheme);
        scheme
    });
    (scheme, files.into_faults())
}

/// The sheets and columns that a scheme reads its ledgers by (台账字典), alone: what reading a workbook asks of its rules.
#[must_use]
pub fn dictionary(sources: &Sources<'_>) -> Dictionary {
    let mut files = Files::default();
    let dictionary = Dictionary::load(&mut files, sources.ledger.0, sources.ledger.1);
    let node = files.parse(sources.scheme.0, sources.scheme.1);
    match Keys::open(&files, &node, "方案", true) {
        Some(keys) => widened(dictionary, &keys, &node),
        None => dictionary,
    }
}

/// The dictionary with what a scheme adds to it, and with examples of its year.
fn widened(mut dictionary: Dictionary, keys: &Keys<'_>, node: &Node) -> Dictionary {
    dictionary.extend(keys);
    match node.get("year") {
        Some(Node { value: Raw::Integer(year), .. }) => dictionary.in_year(*year),
        _ => dictionary,
    }
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
        tiers: Vec::new(),
        levels: Vec::new(),
        ticks: ticks.as_ref(),
        shared: keys.items("shared").into_iter().filter_map(|node| Some((node.get("id")?.text()?, node))).collect(),
    };
    let mut tracks: Vec<Track> = Vec::new();
    for track in keys.tables("track", "考核对象") {
        rules.tiers = track::tiers(&track, keys);
        let levels = track.node().get("rating").and_then(|rating| rating.get("levels"));
        rules.levels = levels.map(|node| track.as_texts(node, "levels")).unwrap_or_default();
        tracks.extend(track::read(track, &rules));
    }
    if let Some(unused) = keys
        .take("tiers")
        .filter(|_| keys.has("track") && keys.items("track").iter().all(|one| one.get("tiers").is_some()))
    {
        keys.files().fault_at(unused, "每一类都写了自己的 tiers，这里的没有用到", "删去这一行。");
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
        dictionary: Arc::new(dictionary.clone()),
        forms: Vec::new(),
        ticks: ticks.clone(),
        metrics,
    })
}

fn read_metric<'n>(mut keys: Keys<'n>, rows: &RuleReader<'n>) -> Option<Metric> {
    keys.read_clause();
    let id = keys.need_text("id");
    let name = keys.need_text("name");
    let mut rule = rows_of_any_year(&keys, rows)?;
    let sheet = rule.sheet;
    if let Some(once) = rows.slots.slot(&keys, "once", |keys, node| fields(keys, node, rows, sheet)) {
        rule.once = once;
    }
    let during = keys.take("during").map_or(Some(During::Year), |node| keys.word(node, "during", &During::WORDS))?;
    never_seen(&keys, rows, &rule, during, ELSEWHERE);
    let aggregate = Aggregate::read(&keys, rows, sheet)?;
    let dated = rows.dictionary.sheet(sheet).filter(|sheet| sheet.period.is_some());
    if let Some(sheet) = dated.filter(|_| aggregate.reaches_back() && during == During::Year) {
        let why = format!("跨年度的前一段看不到：“{}”只看“全年”的行", sheet.name);
        keys.fault(why, "在这里写 during = \"两年\"。");
    }
    let metric = Metric {
        unit: keys.text("unit").unwrap_or_else(|| "条".to_owned()),
        rows: rule,
        during,
        aggregate,
        differ: rows
            .slots
            .slot(&keys, "differ", |keys, node| keys.word(node, "differ", &Differ::WORDS))
            .unwrap_or(Slot::Fixed(Differ::Largest)),
        clause: keys.clause(),
        conventions: named_conventions(&keys, &rows.slots),
        id: id?,
        name: name?,
    };
    keys.done();
    Some(metric)
}

/// What to do about a condition on days that a rule with a `during` of its own never looks at.
pub const ELSEWHERE: &str = "删去这一条件，在旁边写 during = \"上年\"、during = \"两年\"。";

/// Reads `sheet`, `where` and `also` of one table, of whose dated rows those of the year are looked at.
pub fn row_rule<'n>(keys: &Keys<'n>, rows: &RuleReader<'n>) -> Option<RowRule> {
    let rule = rows_of_any_year(keys, rows)?;
    let mend = "删去这一条件；要看上年的，用写了 during = \"上年\" 的 [[metric]]。";
    never_seen(keys, rows, &rule, During::Year, mend);
    Some(rule)
}

/// The same, where the rule says itself when its rows must lie.
pub fn rows_of_any_year<'n>(keys: &Keys<'n>, rows: &RuleReader<'n>) -> Option<RowRule> {
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

/// Tells a condition that asks the date by which a sheet's rows are of a year for days that the rule never looks at.
pub fn never_seen(keys: &Keys<'_>, rows: &RuleReader<'_>, rule: &RowRule, during: During, mend: &str) {
    if asks_elsewhere(rows, rule, during) {
        let word = During::OF_DATES.iter().find(|(_, known)| *known == during).map_or("", |(word, _)| word);
        keys.fault(format!("条件里的日期永远不成立：这张表只看“{word}”的行"), mend);
    }
}

/// The same for a rule that looks at the rows of a metric in a window of its own; what the metric never sees itself is told there.
pub fn never_seen_within(keys: &Keys<'_>, rows: &RuleReader<'_>, metric: &Metric, during: During) {
    if !asks_elsewhere(rows, &metric.rows, metric.during) {
        let mend = format!("核对这里的 during 和统计量 {} 的 where。", metric.id);
        never_seen(keys, rows, &metric.rows, during, &mend);
    }
}

/// Whether a condition on the date by which a sheet's rows are of a year asks for days outside `during`.
fn asks_elsewhere(rows: &RuleReader<'_>, rule: &RowRule, during: During) -> bool {
    // Which year it is does not matter to whether two windows meet.
    let window = |during: During| during.window(2024);
    let Some(period) = rows.dictionary.sheet(rule.sheet).and_then(|sheet| sheet.period) else { return false };
    let apart = |condition: &Condition| match &condition.test {
        Test::During { field, during: asked } if *field == period && !condition.soft => window(*asked)
            .zip(window(during))
            .is_some_and(|(asked, seen)| asked.last < seen.first || asked.first > seen.last),
        // A stretch that begins on a day seen has no day before it.
        Test::Overlaps { from, during: asked, .. } if *from == period && !condition.soft => {
            window(*asked).zip(window(during)).is_some_and(|(asked, seen)| asked.last < seen.first)
        }
        _ => false,
    };
    rule.conditions.every().chain(rule.also.every()).flatten().any(apart)
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

/// A table of words to points, `{ "好" = "100", … }`.
pub fn word_points(keys: &Keys<'_>, node: &Node) -> Option<Vec<(String, crate::exact::Points)>> {
    let inner = keys.open_inside(node, "分值表")?;
    if !matches!(node.value, Raw::Table(_)) {
        return None;
    }
    inner.entries().into_iter().map(|(word, node)| Some((word.to_owned(), inner.as_points(node, word)?))).collect()
}
