//! The format of `cases.toml`: a ledger, the conventions switched for it, and what must come out.
//!
//! ```toml
//! [[case]]
//! name  = "恰好90分"            # unique in the file
//! track = "unit"
//! basis = "C-KM-1"             # where the arithmetic comes from, optional
//! unit  = "市某局"              # the unit of rows that name none, optional
//! set   = { "KM-01" = "excluded", "KM-05" = "none" }   # none: switched off
//! conventions = "none"         # all of them off, before `set`
//!   [case.ledger]              # see bangfu_office::case, also for like and points
//!   [case.expect]              # every key is optional; "" stands for a value that is still open
//!   score   = { "1.1" = "5" }                  # by indicator; raw, state, ranges, gaps and basis likewise
//!   rating  = { "1" = "好" }                    # by indicator, where the track rates
//!   groups  = { "组织领导" = "25" }
//!   levels  = { "组织领导" = "好" }              # by content, where the track rates
//!   caps    = { "工作创新" = ["15", "10"] }      # before and after; [] for a group that no cap held down
//!   less    = { "组织领导" = ["投诉每件扣1分：2件 -2"] }   # what is taken off a group, or "总分"; [] where nothing is
//!   facts   = { "1.1" = { "主要负责同志带队走访" = "1" } }
//!   base    = "80"                             # bonus, total and distance likewise; range = ["14", "104"]
//!   components = { "交叉考核" = "90" }           # what a total is made of
//!   tables  = { "抽查村级 甲村" = "90" }          # what each tick form comes to: all of them
//!   mark    = "93.75"                          # what the tier is decided by, where that is no total; marks = ["50", "90"]
//!   tier    = "好"
//!   notes   = ["谈话提醒"]                      # parts of the remarks beside the tier
//!   why     = ["达到90分"]                      # parts of the tier's sentence
//!   needs   = { "好" = ["met", "open"] }        # the conditions of a tier, in order
//!   undetermined = ["KM-07"]                   # conventions that must be among those named
//!   sensitive = { "KM-01=excluded" = "较好" }   # the whole list; "" where the tier is then open
//!   pairs   = { "KM-06=all_or_nothing KM-07=all_or_nothing" = "较好" }   # two answers that change it only together, the whole list
//!   steady  = ["KM-05"]                        # conventions that must not be on the list of single answers
//!   open    = { count = 13, points = "90", to_line = "76" }
//!   ceilings = ["违纪违规"]                     # parts of the vetoes' names, all of them
//!   overridden = { "1.1" = "2.5" }             # by indicator: what was computed instead
//!   refused = [{ sheet = "调研走访", row = 4, why = "非主要负责同志" }]   # all of each sheet named; [] for none at all
//!   counted = [{ sheet = "宣传报道", row = 1, worth = "3" }]
//!   findings = [{ sheet = "评审打分", row = 1, contains = "超过满分" }]   # and severity
//!   silent  = ["同一事项"]                      # no finding may hold these words
//!   advice  = [{ no = "1.1", contains = "下半年", points = "2.5", tier = "好" }]   # the first of what would bring the unit on; [] for nothing
//!   units   = { "市乙局" = { total = "80" } }   # the same for one of several units
//!   [case.expect.cohort]                       # ranks and tiers of all units together, see cohort
//!   [[case.alt]]                               # the same ledger under other conventions
//!   set     = { "KM-01" = "excluded" }
//!   expect  = { total = "80", tier = "较好" }
//! ```
//!
//! `row` is the n-th row under the heads, as one counts it in the case.

use bangfu_core::diag::Fault;
use bangfu_core::scheme::read::{Files, Keys, Node, Raw};
use bangfu_office::case::{Ledger, ledger_of_case};

use crate::cohort::{self, CohortExpect};

/// Values by name, in the order written.
pub type Named<T> = Vec<(String, T)>;

/// One worked case.
#[derive(Debug, Clone)]
pub struct Case {
    /// What it shows.
    pub name: String,
    /// The track it is about.
    pub track: String,
    /// Where its arithmetic comes from.
    pub basis: Option<String>,
    /// Whether its ledger is the sample that the program shows.
    pub sample: bool,
    /// The unit of rows that name none.
    pub unit: Option<String>,
    /// The ledger.
    pub ledger: Ledger,
    /// The conventions and what must come out under them: the case itself first, then its alternatives.
    pub rounds: Vec<Round>,
}

/// One set of conventions and what must come out.
#[derive(Debug, Clone)]
pub struct Round {
    /// Whether every convention that can be is switched off first.
    pub off: bool,
    /// Conventions switched, with their answers; `none` switches one off.
    pub set: Named<String>,
    /// What must come out.
    pub expect: Expect,
    /// Where it asks for that.
    pub places: Places,
}

/// Where the keys of an `expect` stand in their file, as byte offsets.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// The case.
    case: usize,
    /// The keys under `expect`, the outermost first.
    keys: Vec<(Vec<String>, usize)>,
}

impl Places {
    fn of(case: &Node, expect: Option<&Node>) -> Self {
        let mut places = Self { case: case.at, keys: Vec::new() };
        if let Some(expect) = expect {
            places.add(&[], expect.at, expect);
        }
        places
    }

    fn add(&mut self, path: &[String], at: usize, node: &Node) {
        self.keys.push((path.to_vec(), at));
        if let Raw::Table(entries) = &node.value {
            for (key, at, inner) in entries {
                self.add(&[path, std::slice::from_ref(key)].concat(), *at, inner);
            }
        }
    }

    /// The keys that ask of one unit alone, in the order of the file.
    pub(crate) fn of_one_unit(&self) -> impl Iterator<Item = &str> {
        const OF_ALL: [&str; 4] = ["units", "cohort", "findings", "silent"];
        let outer = self.keys.iter().filter_map(|(path, _)| match path.as_slice() {
            [key] => Some(key.as_str()),
            _ => None,
        });
        outer.filter(|key| !OF_ALL.contains(key))
    }

    /// The place of a key, else of the nearest key around it, else of the case.
    #[must_use]
    pub fn find(&self, path: &[String]) -> usize {
        let around = self.keys.iter().filter(|(known, _)| path.starts_with(known));
        around.max_by_key(|(known, _)| known.len()).map_or(self.case, |(_, at)| *at)
    }
}

/// What must come out; what is not written is not asked.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "the keys of the format, told one by one at the top of the file")]
pub struct Expect {
    pub score: Named<String>,
    pub raw: Named<String>,
    pub state: Named<String>,
    pub rating: Named<String>,
    pub levels: Named<String>,
    pub ranges: Named<Vec<String>>,
    pub gaps: Named<Vec<String>>,
    pub basis: Named<Vec<String>>,
    pub groups: Named<String>,
    pub caps: Named<Vec<String>>,
    pub less: Named<Vec<String>>,
    pub facts: Named<Named<String>>,
    pub base: Option<String>,
    pub bonus: Option<String>,
    pub total: Option<String>,
    pub range: Vec<String>,
    pub distance: Option<String>,
    pub components: Named<String>,
    pub tables: Option<Named<String>>,
    pub mark: Option<String>,
    pub marks: Vec<String>,
    pub tier: Option<String>,
    pub notes: Vec<String>,
    pub why: Vec<String>,
    pub needs: Named<Vec<String>>,
    pub undetermined: Vec<String>,
    pub sensitive: Option<Named<String>>,
    pub pairs: Option<Named<String>>,
    pub steady: Vec<String>,
    pub open: Option<Open>,
    pub ceilings: Option<Vec<String>>,
    pub overridden: Named<String>,
    pub refused: Option<Vec<Place>>,
    pub counted: Vec<Place>,
    pub findings: Vec<Place>,
    pub silent: Vec<String>,
    pub advice: Option<Vec<Hint>>,
    pub units: Named<Expect>,
    pub cohort: Option<CohortExpect>,
}

/// Points that nobody has given yet.
#[derive(Debug, Clone)]
pub struct Open {
    /// How many indicators wait.
    pub count: Option<i64>,
    /// How many points they can bring.
    pub points: Option<String>,
    /// How many of them reach the line; empty where none are needed or all do not suffice.
    pub to_line: Option<String>,
}

/// A change that would bring a unit on.
#[derive(Debug, Clone)]
pub struct Hint {
    /// The indicator.
    pub no: String,
    /// Part of what is missing.
    pub says: String,
    /// What the total gains.
    pub points: String,
    /// The tier that it reaches; empty where it does not suffice.
    pub tier: Option<String>,
}

/// A row and what is said of it.
#[derive(Debug, Clone)]
pub struct Place {
    /// The sheet; empty for any.
    pub sheet: String,
    /// The n-th row under the heads; `None` for any.
    pub row: Option<i64>,
    /// Part of what is said; empty for anything.
    pub says: String,
    /// What the row is worth.
    pub worth: Option<String>,
    /// How grave a finding is: `must`, `explain` or `note`.
    pub severity: Option<String>,
}

/// Reads a `cases.toml`. Faults come beside the cases.
#[must_use]
pub fn read(name: &str, text: &str) -> (Vec<Case>, Vec<Fault>) {
    let mut files = Files::default();
    let node = files.parse(name, text);
    let mut cases: Vec<Case> = Vec::new();
    let mut ledgers: Named<Ledger> = Vec::new();
    if let Some(keys) = Keys::open(&files, &node, "例子文件", false) {
        for keys in keys.tables("case", "例子") {
            let place = keys.node();
            let case = case(keys, &ledgers);
            if ledgers.iter().any(|(known, _)| *known == case.name) {
                files.fault_at(place, format!("有两个例子都叫“{}”", case.name), "改名。");
            }
            ledgers.push((case.name.clone(), case.ledger.clone()));
            cases.push(case);
        }
        keys.done();
    }
    (cases, files.into_faults())
}

fn case(keys: Keys<'_>, earlier: &[(String, Ledger)]) -> Case {
    let ledger = ledger_of_case(&keys, earlier);
    let mut rounds = vec![round(&keys)];
    for alt in keys.tables("alt", "另一口径") {
        rounds.push(round(&alt));
        alt.done();
    }
    let case = Case {
        name: keys.need_text("name").unwrap_or_default(),
        track: keys.need_text("track").unwrap_or_default(),
        basis: keys.text("basis"),
        sample: keys.flag("sample"),
        unit: keys.text("unit"),
        ledger,
        rounds,
    };
    keys.done();
    case
}

fn round(keys: &Keys<'_>) -> Round {
    let off = keys.text("conventions");
    if off.as_deref().is_some_and(|off| off != "none") {
        keys.fault("conventions 只能写 none", "要换单个口径，写 set。");
    }
    Round {
        off: off.is_some(),
        set: texts_by_name(keys, "set"),
        places: Places::of(keys.node(), keys.node().get("expect")),
        expect: keys.table("expect", "应得结果").map(expect).unwrap_or_default(),
    }
}

fn expect(keys: Keys<'_>) -> Expect {
    let expect = Expect {
        score: texts_by_name(&keys, "score"),
        raw: texts_by_name(&keys, "raw"),
        state: texts_by_name(&keys, "state"),
        rating: texts_by_name(&keys, "rating"),
        levels: texts_by_name(&keys, "levels"),
        ranges: by_name(&keys, "ranges", |keys, name, node| keys.as_texts(node, name)),
        gaps: by_name(&keys, "gaps", |keys, name, node| keys.as_texts(node, name)),
        basis: by_name(&keys, "basis", |keys, name, node| keys.as_texts(node, name)),
        groups: texts_by_name(&keys, "groups"),
        caps: by_name(&keys, "caps", |keys, name, node| keys.as_texts(node, name)),
        less: by_name(&keys, "less", |keys, name, node| keys.as_texts(node, name)),
        facts: by_name(&keys, "facts", |keys, _, node| {
            keys.open_inside(node, "数据").map(|inner| entries(&inner)).unwrap_or_default()
        }),
        base: keys.text("base"),
        bonus: keys.text("bonus"),
        total: keys.text("total"),
        range: keys.texts("range"),
        distance: keys.text("distance"),
        components: texts_by_name(&keys, "components"),
        tables: keys.has("tables").then(|| texts_by_name(&keys, "tables")),
        mark: keys.text("mark"),
        marks: keys.texts("marks"),
        tier: keys.text("tier"),
        notes: keys.texts("notes"),
        why: keys.texts("why"),
        needs: by_name(&keys, "needs", |keys, name, node| keys.as_texts(node, name)),
        undetermined: keys.texts("undetermined"),
        sensitive: keys.has("sensitive").then(|| texts_by_name(&keys, "sensitive")),
        pairs: keys.has("pairs").then(|| texts_by_name(&keys, "pairs")),
        steady: keys.texts("steady"),
        open: keys.table("open", "待评").map(|open| {
            let read =
                Open { count: open.integer("count"), points: open.text("points"), to_line: open.text("to_line") };
            open.done();
            read
        }),
        ceilings: keys.has("ceilings").then(|| keys.texts("ceilings")),
        overridden: texts_by_name(&keys, "overridden"),
        refused: keys.has("refused").then(|| places(&keys, "refused", "why")),
        counted: places(&keys, "counted", "worth"),
        findings: places(&keys, "findings", "contains"),
        silent: keys.texts("silent"),
        advice: keys.has("advice").then(|| keys.tables("advice", "怎样提高").into_iter().map(hint).collect()),
        units: by_name(&keys, "units", |keys, _, node| keys.open_inside(node, "单位").map(expect).unwrap_or_default()),
        cohort: keys.table("cohort", "参评范围").map(cohort::read),
    };
    keys.done();
    expect
}

fn hint(keys: Keys<'_>) -> Hint {
    let text = |key| keys.text(key).unwrap_or_default();
    let hint = Hint { no: text("no"), says: text("contains"), points: text("points"), tier: keys.text("tier") };
    keys.done();
    hint
}

pub(crate) fn by_name<'n, T>(keys: &Keys<'n>, key: &str, value: impl Fn(&Keys<'n>, &str, &'n Node) -> T) -> Named<T> {
    let Some(table) = keys.table(key, key) else { return Vec::new() };
    table.entries().into_iter().map(|(name, node)| (name.to_owned(), value(&table, name, node))).collect()
}

pub(crate) fn texts_by_name(keys: &Keys<'_>, key: &str) -> Named<String> {
    keys.table(key, key).map(|table| entries(&table)).unwrap_or_default()
}

pub(crate) fn entries(table: &Keys<'_>) -> Named<String> {
    let text = |name: &str, node: &Node| table.as_texts(node, name).into_iter().next().unwrap_or_default();
    table.entries().into_iter().map(|(name, node)| (name.to_owned(), text(name, node))).collect()
}

pub(crate) fn places(keys: &Keys<'_>, key: &str, says: &str) -> Vec<Place> {
    let read = keys.tables(key, key).into_iter().map(|keys| {
        let (sheet, row) = (keys.text("sheet").unwrap_or_default(), keys.integer("row"));
        let text = keys.text(says);
        let severity = if says == "contains" { keys.text("severity") } else { None };
        keys.done();
        let is_worth = says == "worth";
        Place {
            sheet,
            row,
            severity,
            worth: text.clone().filter(|_| is_worth),
            says: text.filter(|_| !is_worth).unwrap_or_default(),
        }
    });
    read.collect()
}
