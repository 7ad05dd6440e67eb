//! The model: a scheme (方案) whose every name is resolved and every number is exact. The evaluator meets nothing else.

use std::sync::Arc;

use super::convention::{Conventions, Slot};
use super::load::Texts;
use super::outside::Outside;
use super::rows::Condition;
use crate::compare::Compare;
use crate::exact::Points;
use crate::ledger::dictionary::{Dictionary, FieldIx, SheetIx};
use crate::ledger::period::During;
use crate::metric::aggregate::Aggregate;
use crate::metric::sum::Differ;
use crate::rating::Rating;
use crate::score::chain::Chain;
use crate::score::less::Less;
use crate::score::review::Review;
use crate::score::several::Several;
use crate::score::{Applies, Measure};
use crate::ticks::{Tables, Ticks};
use crate::tier::Tiering;
use crate::tier::standing::Standing;
use crate::total::component::Component;

/// One evaluation scheme (考核评价办法), loaded and checked.
#[derive(Debug, Clone)]
pub struct Scheme {
    /// `kunming-2022`.
    pub id: String,
    /// The document's title, verbatim.
    pub title: String,
    /// The document's number, verbatim.
    pub issued: String,
    /// The year it is about.
    pub year: i32,
    /// Slips of the printed text, kept as printed on every form.
    pub slips: Vec<String>,
    /// A short fingerprint of all its files, printed on every form.
    pub version: String,
    /// The texts that it was read from.
    pub texts: Arc<Texts>,
    /// Units that the document leaves to another scheme.
    pub outside: Vec<Outside>,
    /// Forms with one tick a row, one form a place.
    pub ticks: Option<Ticks>,
    /// The tables for the kinds of units.
    pub tracks: Vec<Track>,
    /// What is counted in the ledger.
    pub metrics: Vec<Metric>,
    /// The local conventions.
    pub conventions: Conventions,
    /// The ledger that the scheme reads: the common one with the scheme's own sheets.
    pub dictionary: Arc<Dictionary>,
    /// The printed forms.
    pub forms: Vec<Form>,
}

impl Scheme {
    /// A track by its id.
    #[must_use]
    pub fn track(&self, id: &str) -> Option<usize> {
        self.tracks.iter().position(|track| track.id == id)
    }
}

/// One kind of evaluated object with its indicator table (考核对象类别).
#[derive(Debug, Clone)]
pub struct Track {
    /// `unit`.
    pub id: String,
    /// What the document calls these objects.
    pub name: String,
    /// The tiers (等次), best first: its own, or those of the whole scheme.
    pub tiers: Vec<String>,
    /// The categories that results are grouped by.
    pub categories: Vec<String>,
    /// Conventions that stand behind the whole track without a switch.
    pub conventions: Vec<super::convention::ConventionIx>,
    /// The sheets a ledger of this track uses, in the order of the ledger.
    pub sheets: Vec<SheetIx>,
    /// The contents (考核内容).
    pub groups: Vec<Group>,
    /// What several persons' points for one matter make.
    pub several: Slot<Several>,
    /// The forms that count beside the track's own table.
    pub tables: Option<Tables>,
    /// How levels are given; `None` for a track of points.
    pub rating: Option<Rating>,
    /// What makes up the total.
    pub total: Option<Total>,
    /// What a cohort ranks its units by; `None` where it ranks by their totals.
    pub cohort: Option<Standing>,
    /// How self-scores are held against checked ones.
    pub review: Option<Review>,
    /// Caps over indicators of several contents.
    pub pools: Vec<TrackPool>,
    /// Figures that are checked against a second source.
    pub compares: Vec<Compare>,
    /// How a tier is decided.
    pub tiering: Tiering,
}

impl Track {
    /// Every indicator with its group, in print order.
    pub fn indicators(&self) -> impl Iterator<Item = (&Group, &Indicator)> {
        self.groups.iter().flat_map(|group| group.indicators.iter().map(move |indicator| (group, indicator)))
    }
}

/// One content (考核内容) and its indicators.
#[derive(Debug, Clone)]
pub struct Group {
    /// The official name.
    pub name: String,
    /// The content of the first level that it belongs to (一级内容), where the document has two levels.
    pub within: Option<String>,
    /// The points it declares; the loader checks that its indicators add up to them.
    pub points: Option<Points>,
    /// Whether its points come on top (加分项).
    pub bonus: bool,
    /// Whether its points are taken off (扣分项).
    pub penalty: bool,
    /// Whether its points are in no sum: they are only ranked or shown (只排名不计分).
    pub aside: bool,
    /// The categories and units whose table it is in; empty where it is in everybody's.
    pub only: Vec<String>,
    /// Caps over some of its indicators together.
    pub pools: Vec<Pool>,
    /// The most it can add.
    pub cap: Option<Cap>,
    /// What is taken off it once it is added up.
    pub less: Option<Less>,
    /// The sentence printed before its indicators.
    pub preamble: Option<String>,
    /// The note printed under its indicators.
    pub note: Option<String>,
    /// Where the document says so.
    pub clause: String,
    /// The indicators (考核指标).
    pub indicators: Vec<Indicator>,
}

impl Group {
    /// Whether it is in the table of a unit, by its name and its category.
    #[must_use]
    pub fn is_for(&self, unit: &str, category: Option<&str>) -> bool {
        let named = |known: &String| known == unit || Some(known.as_str()) == category;
        self.only.is_empty() || self.only.iter().any(named)
    }
}

/// How the points of a content count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 基本分.
    Base,
    /// 加分.
    Bonus,
    /// 扣分.
    Penalty,
    /// In no sum.
    Aside,
}

impl Kind {
    /// The kind of a content.
    #[must_use]
    pub fn of(group: &Group) -> Self {
        match (group.bonus, group.penalty, group.aside) {
            (true, ..) => Self::Bonus,
            (_, true, _) => Self::Penalty,
            (_, _, true) => Self::Aside,
            _ => Self::Base,
        }
    }
}

/// A cap over several indicators of a content (几项合计最高).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool {
    /// The indicators, by place in their content.
    pub of: Vec<usize>,
    /// The most that they give together.
    pub cap: Cap,
}

/// A cap over indicators of several contents, which all count the same way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrackPool {
    /// The indicators: the place of the content, and of the indicator in it.
    pub of: Vec<(usize, usize)>,
    /// The most that they give together.
    pub cap: Cap,
}

/// A limit (封顶) and where the document sets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cap {
    /// The most that counts.
    pub points: Points,
    /// The clause.
    pub clause: String,
}

/// One indicator (考核指标).
#[derive(Debug, Clone)]
pub struct Indicator {
    /// The document's number, `"1.1"`.
    pub no: String,
    /// The official wording.
    pub name: String,
    /// The heading inside its content that it is printed under, where a content has such.
    pub sub: Option<String>,
    /// Where its figures come from (数据来源), where each indicator says so itself.
    pub source: Option<String>,
    /// What the document says to explain it (指标说明), verbatim; empty where it says nothing.
    pub explain: String,
    /// What the document says it is judged by (评价依据), verbatim; empty where it says nothing.
    pub evidence: String,
    /// The most it can give; `None` where the document sets no maximum.
    pub points: Option<Points>,
    /// Where the document says so.
    pub clause: String,
    /// Conventions that stand behind its wording without a switch, by id.
    pub conventions: Vec<super::convention::ConventionIx>,
    /// When it applies; elsewhere it is 不适用 and leaves the denominator.
    pub applies: Slot<Option<Applies>>,
    /// How it is judged.
    pub measure: Measure,
    /// What comes before and after its measure.
    pub chain: Chain,
}

impl Indicator {
    /// Its number, and those of its parts: what a person's points for it are given under.
    pub fn numbers(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.no.as_str()).chain(self.measure.part_numbers())
    }
}

/// A count over rows of the ledger (统计量).
#[derive(Debug, Clone)]
pub struct Metric {
    /// The name rules use.
    pub id: String,
    /// The name people read.
    pub name: String,
    /// The unit of the count, `次`, `份`.
    pub unit: String,
    /// Which rows.
    pub rows: RowRule,
    /// When its rows must lie, where a rule does not say otherwise.
    pub during: During,
    /// What it makes of them.
    pub aggregate: Aggregate,
    /// Which amount counts where rows of one event name different ones.
    pub differ: Slot<Differ>,
    /// Where the document says so; empty where the indicator says it.
    pub clause: String,
    /// Fixed conventions behind it.
    pub conventions: Vec<super::convention::ConventionIx>,
}

/// Which rows of one sheet count for a rule.
#[derive(Debug, Clone)]
pub struct RowRule {
    /// The sheet.
    pub sheet: SheetIx,
    /// What every row must meet; see [`Condition`] for rows that do not.
    pub conditions: Slot<Vec<Condition>>,
    /// More conditions, that a convention adds.
    pub also: Slot<Vec<Condition>>,
    /// Fields that make two rows one and the same event; empty where every row counts.
    pub once: Slot<Vec<FieldIx>>,
}

/// What makes up the total (总分).
#[derive(Debug, Clone)]
pub struct Total {
    /// What people call it, `帮扶台账评审`.
    pub name: String,
    /// What it is made of.
    pub of: Slot<TotalOf>,
    /// What is added to contents by weight, or taken off them, as it is: bonus and penalty.
    pub also: Vec<Part>,
    /// What is taken off it once it is made up.
    pub less: Option<Less>,
    /// What it cannot fall below.
    pub least: Option<Slot<Option<Points>>>,
    /// What it cannot exceed.
    pub most: Option<Slot<Option<Points>>>,
    /// Where the points of indicators that do not apply go.
    pub rebase: Slot<Rebase>,
    /// Where the document says so.
    pub clause: String,
}

/// What a total is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TotalOf {
    /// `["base", "bonus"]`: these parts added.
    Sum(Vec<Part>),
    /// `"mean of indicators"`: every indicator that applies weighs the same.
    MeanOfIndicators,
    /// `"mean of groups"`: every content weighs the same, and inside it every indicator.
    MeanOfGroups,
    /// `{ "协议完成情况" = "70%", … }`: contents by given weights; a content of several groups is the mean of their
    /// indicators.
    Weights(Vec<(Vec<usize>, Points)>),
    /// `{ components = [ … ] }`: results from outside by given weights.
    Components(Vec<Component>),
}

/// Where the points of indicators that do not apply go (缺项折算).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rebase {
    /// `none`: nowhere, they are lost.
    None,
    /// `group`: the other indicators of the content are scaled up to its full points.
    Group,
    /// `total`: all other indicators are.
    Total,
}

impl TotalOf {
    /// The sheets that its components come from.
    pub fn sheets(&self) -> impl Iterator<Item = SheetIx> {
        let components = if let Self::Components(components) = self { components.as_slice() } else { &[] };
        components.iter().map(Component::sheet)
    }
}

/// A part of the total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The groups that are no bonus.
    Base,
    /// The bonus groups, each under its cap.
    Bonus,
    /// The penalty groups, each under its cap, taken off.
    Penalty,
}

impl From<Part> for Kind {
    fn from(part: Part) -> Self {
        match part {
            Part::Base => Self::Base,
            Part::Bonus => Self::Bonus,
            Part::Penalty => Self::Penalty,
        }
    }
}

/// One printed form (表), as `forms.toml` describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// The name that `--form` uses.
    pub id: String,
    /// The tracks it is for.
    pub tracks: Vec<String>,
    /// The tick form it prints in the place of the track's indicators, by place in [`Ticks::tables`].
    pub table: Option<usize>,
    /// The heads of the fields that name a tick form's place.
    pub places: Vec<String>,
    /// The official title, verbatim.
    pub title: String,
    /// The line under the title, ours.
    pub subtitle: String,
    /// The columns, left to right.
    pub columns: Vec<FormColumn>,
    /// By group name: the text of the data source column (数据来源), verbatim.
    pub sources: Vec<(String, String)>,
    /// By content of the first level: how it is printed, where that is not its name (`（一）…`).
    pub headings: Vec<(String, String)>,
    /// Notes under the table, verbatim.
    pub notes: Vec<String>,
    /// Who signs.
    pub sign: Vec<String>,
    /// What is said beside the seal.
    pub seal: String,
}

/// One column of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormColumn {
    /// The head, verbatim where it is the document's.
    pub head: String,
    /// The head over it and its neighbours of the same, where there are two levels of heads.
    pub over: Option<String>,
    /// What stands in it.
    pub shows: FormCell,
    /// Width in millimetres.
    pub width: i64,
}

/// What a column of a form shows for an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormCell {
    /// The content of the first level, one merged cell (`heading`).
    Heading,
    /// The content with its points, one merged cell a group (`group`).
    Group,
    /// The number within the content, wording and points, as the document prints them (`indicator`).
    Indicator,
    /// The wording alone, for a table without numbers (`name`).
    Name,
    /// The heading inside the content, merged (`sub`).
    Sub,
    /// √ where the level is this one, by place in the rating's levels (`tick`, with `level`).
    Tick(usize),
    /// 指标说明 (`explain`); neighbours of one content with the same words are one merged cell.
    Explain,
    /// 评价依据 (`evidence`), merged likewise.
    Evidence,
    /// The document's own number and the wording (`item`).
    Item,
    /// The data source, one merged cell a group (`source`).
    Source,
    /// The score with its cap, or the word for its state (`score`).
    Score,
    /// The reasons: what counted, what was refused, caps and conventions, briefly (`reason`).
    Reason,
}

impl FormCell {
    /// The words of a forms file.
    pub const WORDS: [(&'static str, Self); 12] = [
        ("group", Self::Group),
        ("indicator", Self::Indicator),
        ("name", Self::Name),
        ("explain", Self::Explain),
        ("evidence", Self::Evidence),
        ("source", Self::Source),
        ("score", Self::Score),
        ("reason", Self::Reason),
        ("heading", Self::Heading),
        ("item", Self::Item),
        ("sub", Self::Sub),
        ("tick", Self::Tick(0)),
    ];
}
