//! Every track of every scheme as a world of random ledgers: its sheets, the columns that its rules name, and cells that
//! make a difference to them. All of it is read from the scheme files and the dictionary; nothing is listed by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use bangfu_core::dossier::{Dossier, Settings};
use bangfu_core::ledger::dictionary::{Dictionary, Field, Kind, Role, Sheet};
use bangfu_core::scheme::builtin;
use bangfu_core::scheme::convention::Readings;
use bangfu_core::scheme::model::{Scheme, Track};
use bangfu_core::scheme::read::{Files, Node, Raw};
use bangfu_office::case::{Ledger, batch};
use bangfu_office::write::book::Page;
use bangfu_tests::run;

use super::draw::Draw;

/// A column and what its cells may say, the plainest first.
pub(crate) struct Column {
    pub(crate) head: String,
    /// The unit of an amount of money that writes none.
    pub(crate) money: Option<String>,
    cells: Vec<String>,
}

/// What fills a sheet.
enum Filling {
    /// Random rows.
    Rows,
    /// One row a unit: results that came from elsewhere.
    Results,
    /// 评审打分 or 等次评定, a row an indicator.
    Judgements,
    /// Forms with a tick a row.
    Ticks,
}

/// A sheet of a world.
pub(crate) struct SheetOf {
    pub(crate) name: String,
    pub(crate) columns: Vec<Column>,
    filling: Filling,
    /// Whether the tiers of a cohort read it.
    met: bool,
}

/// One track of one scheme.
pub(crate) struct World {
    pub(crate) scheme: Scheme,
    pub(crate) track: usize,
    pub(crate) sheets: Vec<SheetOf>,
    /// Columns in which more is better: votes and results, by sheet.
    pub(crate) marks: Vec<(String, String)>,
    /// Conventions that depart from the document's bare words somewhere: without them those words stand.
    pub(crate) departs: BTreeSet<String>,
    dictionary: Arc<Dictionary>,
    /// By judged indicator, and by content where contents are judged: its number and the cells for it.
    judged: Vec<(String, bool, Vec<String>)>,
}

/// All of them.
pub(crate) static WORLDS: LazyLock<Vec<World>> =
    LazyLock::new(|| builtin::folders().iter().flat_map(worlds_of).collect());

fn worlds_of(folder: &builtin::Folder) -> Vec<World> {
    let mut files = Files::default();
    let nodes = [files.parse("scheme.toml", folder.scheme), files.parse("conventions.toml", folder.conventions)];
    let scheme = run::scheme(folder.id).unwrap();
    (0..scheme.tracks.len()).map(|track| World::new(&scheme, track, &nodes)).collect()
}

/// What the rule files say, gathered.
#[derive(Default)]
struct Said {
    /// Every text.
    texts: BTreeSet<String>,
    /// By field: the words that conditions ask for.
    words: BTreeMap<String, BTreeSet<String>>,
    /// Sheets that cohort, tiers and total name.
    met: BTreeSet<String>,
    /// Sheets with one row a unit.
    results: BTreeSet<String>,
    /// Sheet and column of marks.
    marks: Vec<(String, String)>,
    /// Conventions beside which a rule names the document's bare words.
    departs: BTreeSet<String>,
}

fn text<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
    node.get(key).and_then(Node::text)
}

fn texts(node: &Node) -> Vec<&str> {
    match &node.value {
        Raw::List(items) => items.iter().filter_map(Node::text).collect(),
        _ => node.text().into_iter().collect(),
    }
}

impl Said {
    /// Gathers `node` and all inside; `deciding` once inside of what decides tiers.
    fn gather(&mut self, node: &Node, deciding: bool) {
        match &node.value {
            Raw::Text(text) => {
                self.texts.insert(text.clone());
            }
            Raw::List(items) => items.iter().for_each(|item| self.gather(item, deciding)),
            Raw::Table(entries) => {
                let asked = node.get("is").or_else(|| node.get("is_not"));
                if let Some((field, asked)) = text(node, "field").zip(asked) {
                    let words = self.words.entry(field.to_owned()).or_default();
                    words.extend(texts(asked).into_iter().map(str::to_owned));
                }
                if let Some(open) = text(node, "open").filter(|_| node.get("literal").is_some()) {
                    self.departs.insert(open.to_owned());
                }
                if let Some(sheet) = text(node, "sheet").filter(|_| deciding) {
                    self.met.insert(sheet.to_owned());
                    if let Some(points) = text(node, "points") {
                        self.marks.push((sheet.to_owned(), points.to_owned()));
                        if node.get("voter").is_none() {
                            self.results.insert(sheet.to_owned());
                        }
                    }
                }
                for (key, _, inner) in entries {
                    self.gather(inner, deciding || ["cohort", "tiering", "total"].contains(&key.as_str()));
                }
            }
            _ => {}
        }
    }
}

impl World {
    fn new(scheme: &Scheme, track: usize, nodes: &[Node; 2]) -> Self {
        let mut said = Said::default();
        if let Raw::Table(entries) = &nodes[0].value {
            for (key, _, node) in entries {
                match &node.value {
                    Raw::List(tracks) if key == "track" => said.gather(&tracks[track], false),
                    _ => said.gather(node, false),
                }
            }
        }
        said.gather(&nodes[1], false);
        let dictionary = &scheme.dictionary;
        let own = &scheme.tracks[track];
        let ticks = scheme.ticks.as_ref().filter(|_| own.tables.is_some());
        let sheet = |(at, sheet): (bangfu_core::ledger::dictionary::SheetIx, &Sheet)| {
            let filling = match sheet.role {
                Some(Role::Settings) => return None,
                Some(Role::Points | Role::Ratings) => Filling::Judgements,
                _ if ticks.is_some_and(|ticks| ticks.sheet == at) => Filling::Ticks,
                _ if said.results.contains(&sheet.name) => Filling::Results,
                _ => Filling::Rows,
            };
            let columns = sheet.fields.iter().filter_map(|field| column(scheme, own, &said, field, &filling)).collect();
            Some(SheetOf { name: sheet.name.clone(), columns, filling, met: said.met.contains(&sheet.name) })
        };
        let read = own.sheets.iter().copied().chain(said.met.iter().filter_map(|name| dictionary.find(name)));
        let read: BTreeSet<_> = read.collect();
        let sheets = read.into_iter().filter_map(|at| sheet((at, dictionary.sheet(at)?))).collect();
        said.marks.sort();
        said.marks.dedup();
        Self {
            scheme: scheme.clone(),
            track,
            sheets,
            marks: said.marks,
            departs: said.departs,
            dictionary: Arc::clone(dictionary),
            judged: judged(own),
        }
    }

    pub(crate) fn track(&self) -> &Track {
        &self.scheme.tracks[self.track]
    }

    pub(crate) fn defaults(&self) -> Readings {
        Readings::defaults(&self.scheme.conventions)
    }

    pub(crate) fn dossier(&self, pages: &[Page]) -> Dossier {
        let mut ledger = Ledger::default();
        ledger.sheets.extend_from_slice(pages);
        let batch = batch(&self.dictionary, run::FILE, &ledger, self.scheme.year);
        let tables = batch.tables.into_iter().map(Arc::new).collect();
        let settings = Settings { unit: Some(run::UNIT.to_owned()), ..Settings::default() };
        Dossier::assemble(self.dictionary.clone(), Arc::new(batch.text), tables, &settings, self.scheme.year)
    }

    /// A ledger of `units`, whose names stand in the first column; one nameless unit where there are none.
    pub(crate) fn ledger(&self, draw: &mut Draw<'_>, units: &[&str]) -> Vec<Page> {
        self.pages(draw, units, &|_| true)
    }

    /// What the tiers of a cohort read; now and then everything.
    pub(crate) fn cohort(&self, draw: &mut Draw<'_>, units: &[&str]) -> Vec<Page> {
        let whole = self.sheets.iter().all(|sheet| !matches!(sheet.filling, Filling::Results)) || draw.often(1, 8);
        self.pages(draw, units, &|sheet| whole || sheet.met)
    }

    /// A ledger of few sheets.
    pub(crate) fn small(&self, draw: &mut Draw<'_>) -> Vec<Page> {
        let mut pages = self.ledger(draw, &[]);
        while pages.len() > 3 {
            let at = draw.below(pages.len());
            pages.remove(at);
        }
        pages
    }

    fn pages(&self, draw: &mut Draw<'_>, units: &[&str], wanted: &dyn Fn(&SheetOf) -> bool) -> Vec<Page> {
        let mut pages = Vec::new();
        for sheet in self.sheets.iter().filter(|sheet| wanted(sheet)) {
            if draw.often(1, 12) {
                continue;
            }
            let columns: Vec<&Column> = sheet.columns.iter().filter(|_| !draw.often(1, 16)).collect();
            let mut heads: Vec<String> = columns.iter().map(|column| column.head.clone()).collect();
            let named = !units.is_empty();
            if named {
                heads.insert(0, "单位名称".to_owned());
            }
            let mut rows = vec![heads];
            for unit in if named { units } else { &[""] } {
                let own = self.rows(draw, sheet, &columns, units);
                rows.extend(own.into_iter().map(|mut row| {
                    if named {
                        row.insert(0, (*unit).to_owned());
                    }
                    row
                }));
            }
            if rows.len() > 1 {
                pages.push(Page { name: sheet.name.clone(), rows, merged: Vec::new() });
            }
        }
        pages
    }

    /// The rows of one unit.
    fn rows(&self, draw: &mut Draw<'_>, sheet: &SheetOf, columns: &[&Column], units: &[&str]) -> Vec<Vec<String>> {
        let any = |draw: &mut Draw<'_>, column: &Column| match units {
            // Whoever is named in a cell of free text may be a unit of the cohort: a juror votes for its own unit.
            [_, ..] if column.cells.iter().any(|cell| cell == FREE[0]) && draw.often(1, 4) => {
                (*draw.pick(units)).to_owned()
            }
            _ => draw.pick(&column.cells).clone(),
        };
        match sheet.filling {
            Filling::Rows => {
                let count = draw.below(4);
                (0..count).map(|_| columns.iter().map(|column| any(draw, column)).collect()).collect()
            }
            Filling::Results => {
                if draw.often(1, 24) {
                    Vec::new()
                } else {
                    vec![columns.iter().map(|column| any(draw, column)).collect()]
                }
            }
            Filling::Judgements => self.judgements(draw, sheet, columns),
            Filling::Ticks => self.ticks(draw, columns),
        }
    }

    fn judgements(&self, draw: &mut Draw<'_>, sheet: &SheetOf, columns: &[&Column]) -> Vec<Vec<String>> {
        let role = self.dictionary.find(&sheet.name).and_then(|at| self.dictionary.sheet(at)).and_then(|s| s.role);
        if (role == Some(Role::Points)) == self.track().rating.is_some() {
            return Vec::new();
        }
        let mut rows = Vec::new();
        for (no, is_judged, cells) in &self.judged {
            let (part, whole) = if *is_judged { (11, 12) } else { (1, 12) };
            let times = usize::from(draw.often(part, whole)) + usize::from(draw.often(1, 12));
            for _ in 0..times {
                let cell = |column: &&Column, draw: &mut Draw<'_>| match column.head.as_str() {
                    "指标号" => no.clone(),
                    "得分" | "等次" => draw.pick(cells).clone(),
                    _ => draw.pick(&column.cells).clone(),
                };
                rows.push(columns.iter().map(|column| cell(column, draw)).collect());
            }
        }
        rows
    }

    fn ticks(&self, draw: &mut Draw<'_>, columns: &[&Column]) -> Vec<Vec<String>> {
        let Some(ticks) = &self.scheme.ticks else { return Vec::new() };
        let field = |at| self.dictionary.field(ticks.sheet, at).map(|field| field.name.as_str());
        let mut rows = Vec::new();
        for _ in 0..draw.below(3) {
            let table = draw.pick(&ticks.tables);
            let place = *draw.pick(&PLACES);
            for row in &table.rows {
                let level = draw.pick(&ticks.marks).1;
                let second = draw.often(1, 40).then(|| draw.pick(&ticks.marks).1);
                let blank = draw.often(1, 60);
                let cell = |column: &&Column| match column.head.as_str() {
                    head if field(ticks.level) == Some(head) => table.level.clone(),
                    head if field(ticks.row) == Some(head) => row.no.clone(),
                    head if table.place.iter().any(|at| field(*at) == Some(head)) => place.to_owned(),
                    head if !blank && [Some(level), second].iter().flatten().any(|at| field(*at) == Some(head)) => {
                        "√".to_owned()
                    }
                    _ => String::new(),
                };
                rows.push(columns.iter().map(cell).collect());
            }
        }
        rows
    }
}

const PLACES: [&str; 3] = ["青禾村", "云坪村", ""];
const FREE: [&str; 3] = ["甲方", "乙方", ""];

/// What a person may give, by indicator; for rating tracks by content too.
fn judged(track: &Track) -> Vec<(String, bool, Vec<String>)> {
    let levels = |track: &Track| -> Vec<String> {
        let rating = track.rating.as_ref();
        let good = rating.map(|rating| rating.levels.clone()).unwrap_or_default();
        good.iter().chain(&good).chain(&good).cloned().chain(["优秀".to_owned(), String::new()]).collect()
    };
    let mut all: Vec<(String, bool, Vec<String>)> = Vec::new();
    for (_, indicator) in track.indicators() {
        let cells = if track.rating.is_some() {
            levels(track)
        } else {
            let most = indicator.points.as_ref().and_then(|points| points.to_string().parse::<u32>().ok()).unwrap_or(3);
            let fits = (0..=2 * most)
                .rev()
                .map(|half| if half % 2 == 0 { (half / 2).to_string() } else { format!("{}.5", half / 2) });
            let odd = ["6.99", "-1", "优", "", "99"].map(str::to_owned);
            fits.chain(odd).collect()
        };
        all.push((indicator.no.clone(), indicator.measure.is_judged(), cells));
    }
    if track.rating.is_some() {
        all.extend(track.groups.iter().map(|group| (group.name.clone(), false, levels(track))));
    }
    all
}

/// A column that the rules read; `None` for one that they do not name.
fn column(scheme: &Scheme, track: &Track, said: &Said, field: &Field, filling: &Filling) -> Option<Column> {
    let year = scheme.year;
    let own = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    let cells = match (field.role, &field.kind) {
        (Some(Role::Place), _) => own(&PLACES),
        (Some(Role::Category), _) => track.categories.iter().cloned().chain(own(&["", "别的"])).collect(),
        (Some(Role::By), _) => own(&["甲", "乙", ""]),
        (Some(Role::Reason), _) => own(&["核实", ""]),
        (Some(Role::Indicator | Role::Score | Role::Level), _) => own(&[""]),
        (Some(_), _) => return None,
        (None, _) if matches!(filling, Filling::Ticks) => own(&[""]),
        (None, _) if !said.texts.contains(&field.name) => return None,
        (None, Kind::Date) => {
            let days = ["03-05", "06-30", "07-01", "12-31", "01-01", "02-28", "05-31"];
            let of = |year: i32| days.map(|day| format!("{year}-{day}"));
            let odd = [format!("{year}年3月"), format!("{year}.2.30"), String::new(), String::new()];
            of(year)
                .into_iter()
                .chain(of(year - 1))
                .chain(of(year))
                .chain([format!("{}-01-01", year + 1)])
                .chain(odd)
                .collect()
        }
        (None, Kind::Month) => vec![format!("{year}-06"), format!("{year}-12"), String::new()],
        (None, Kind::Number) if matches!(filling, Filling::Results) => {
            own(&["90", "80", "70", "85.2", "92.1", "100", "60", "50", "89.99", "1", "2", "3", "", "101"])
        }
        (None, Kind::Number) => own(&["1", "2", "3", "100", "0", "20", "1.5", "约3", "", "一些", "-1"]),
        (None, Kind::Money(_)) => own(&["20", "100", "0", "0.5", "约3", "", "一些", "300000元", "0.002亿元"]),
        (None, Kind::Flag) => own(&["是", "否", "是", ""]),
        (None, Kind::Choice(choices)) => {
            let asked = said.words.get(&field.name).into_iter().flatten().cloned();
            asked.chain(choices.iter().map(|(word, _)| word.clone())).chain(own(&["", "别的"])).collect()
        }
        (None, Kind::Level(_)) => own(&["好", "好", "好", "较好", "一般", "较差", ""]),
        (None, Kind::Id) => own(&["520101199001010011", "520101199001010022", ""]),
        (None, Kind::Text) => {
            let asked = said.words.get(&field.name).into_iter().flatten().cloned();
            asked.chain(own(&FREE)).collect()
        }
    };
    let money = match &field.kind {
        Kind::Money(unit) => Some(unit.to_string()),
        _ => None,
    };
    Some(Column { head: field.name.clone(), money, cells })
}
