//! `survey`: levels that places gave (县、乡、村评价, 满意情况), together as one value. A level or place without a result yet
//! stays open; where nothing was surveyed at all, a person judges.
//!
//! ```toml
//! measure = "survey"
//! sheet   = "满意度与地方评价"
//! where   = [{ field = "评价对象", is = "帮扶工作", or_blank = true }]
//! level   = "层级"                 # which field names the level …
//! levels  = ["县", "乡", "村"]      # … and the levels that must answer
//! place   = "评价地"
//! listed  = "县"                   # the level that answers for each place of the unit's list, optional
//! rating  = "评价等次"
//! counts  = { open = "G-23" }      # what counts of votes come to where no level is given
//! combine = { open = "Z17-12" }    # levels: the mean of the levels' means | places: of all places | lowest | votes, see `votes`
//! ```
//!
//! Without `level` and `levels`, all places are of one kind (各乡镇); `listed = "all"` then asks each place of the list. A track
//! of points says what each level is worth, and may grade the mean:
//!
//! ```toml
//! scale   = { "好" = "10", "较好" = "8", "一般" = "6", "较差" = "0" }
//! bands   = [{ at_least = "9", points = "10" }, { at_least = "7", points = "6" }, { points = "0" }]
//! ```

mod votes;

use super::assess::Assess;
use super::bands::Bands;
use super::{Case, Fact, ScoreState, Scored};
use crate::dossier::RowRef;
use crate::exact::{Points, Range};
use crate::judgement::Judgement;
use crate::ledger::dictionary::FieldIx;
use crate::ledger::table::State;
use crate::metric::BoundRows;
use crate::scheme::convention::Slot;
use crate::scheme::load::{Rules, row_rule, word_points};
use crate::scheme::model::RowRule;
use crate::scheme::read::Keys;
use crate::step::{Sink, Step, What};
use crate::survey::Counts;

/// An indicator that places rate.
#[derive(Debug, Clone)]
pub struct Survey {
    /// The rows of the survey.
    pub rows: RowRule,
    /// Which field names the level; `None` where all places are of one kind.
    level: Option<FieldIx>,
    place: FieldIx,
    rating: FieldIx,
    /// The levels that must answer; one without a name where all places are of one kind.
    levels: Vec<String>,
    listed: Option<String>,
    counts: Counts,
    combine: Slot<Combine>,
    /// What each level is worth, where the track's rating does not say it.
    scale: Option<Slot<Vec<(String, Points)>>>,
    /// What the mean is worth, where that is not the mean itself.
    bands: Option<Slot<Bands>>,
    /// The columns that count how many people chose each level, where votes may be put together.
    votes: Vec<(String, FieldIx)>,
    judged: Assess,
}

/// How the results make one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Combine {
    /// `levels`: every level weighs the same, and inside it every place.
    Levels,
    /// `places`: every place weighs the same.
    Places,
    /// `lowest`: the lowest of all.
    Lowest,
    /// `votes`: every vote weighs the same, wherever it was given.
    Votes,
}

/// What was surveyed, put together.
struct Found {
    facts: Vec<Fact>,
    range: Range,
    /// Whether everybody answered who must.
    known: bool,
    /// What was given, in words, with what it adds to the one value.
    shares: Vec<(String, Points)>,
}

/// What the places of one level gave; `None` for one that has yet to answer.
struct Answers<'s> {
    level: &'s str,
    worth: Vec<Option<Points>>,
    names: Vec<String>,
}

impl Survey {
    /// Reads the words of this measure.
    pub fn read<'n>(keys: &Keys<'n>, rules: &Rules<'n>) -> Option<Self> {
        let rows = row_rule(keys, &rules.rows)?;
        let sheet = rows.sheet;
        let field = |key| rules.rows.field_at(keys, key, sheet);
        let of_one_kind = !keys.has("level") && !keys.has("levels");
        let level = if of_one_kind { None } else { Some(field("level")?) };
        let (place, rating) = (field("place"), field("rating"));
        let levels = if of_one_kind { vec![String::new()] } else { keys.texts("levels") };
        if levels.is_empty() {
            keys.fault("没有写哪几级评价", "补写 levels = [\"县\", \"乡\", \"村\"]；不分级的，level 也不写。");
        }
        let listed = keys.text("listed");
        let listed = match listed.as_deref() {
            Some("all") if of_one_kind => Some(String::new()),
            _ => listed,
        };
        if let Some(listed) = listed.as_ref().filter(|listed| !levels.contains(listed)) {
            let mend =
                if of_one_kind { "不分级的，写 listed = \"all\"。" } else { "写 levels 里的一级。" };
            keys.fault(format!("listed 所写“{listed}”不在 levels 之中"), mend);
        }
        let slots = &rules.rows.slots;
        let scale = slots.slot(keys, "scale", |keys, node| word_points(keys, node));
        let bands = slots.slot(keys, "bands", |keys, node| Bands::read(keys, node));
        if rules.levels.is_empty() && !keys.has("scale") {
            let mend = "补写 scale = { \"好\" = \"10\", … }；评等次的方案不写，按 [track.rating] 折算。";
            keys.fault("没有写各等次折算成几分", mend);
        } else if let Some(rating) = rating {
            let scaled = scale.iter().flat_map(Slot::every).flatten().map(|(word, _)| word.clone());
            let known = if scale.is_some() { scaled.collect() } else { rules.levels.clone() };
            rules.rows.can_say(keys, "rating", (sheet, rating), &known);
        }
        let counts = Counts::read(keys, rules, sheet);
        let words = [
            ("levels", Combine::Levels),
            ("places", Combine::Places),
            ("lowest", Combine::Lowest),
            ("votes", Combine::Votes),
        ];
        let combine = rules.rows.slots.slot(keys, "combine", |keys, node| keys.word(node, "combine", &words));
        let combine = combine.unwrap_or(Slot::Fixed(Combine::Levels));
        let pools = combine.every().any(|combine| *combine == Combine::Votes);
        let votes = if pools { votes::columns(keys, rules, sheet, scale.as_ref()) } else { Vec::new() };
        let judged = Assess::read(keys, rules)?;
        Some(Self {
            rows,
            level,
            place: place?,
            rating: rating?,
            levels,
            listed,
            counts,
            combine,
            scale,
            bands,
            votes,
            judged,
        })
    }

    /// The results as one value; a person's judgement where nothing was surveyed, or not everything.
    pub fn score(&self, case: &Case<'_>, given: &[Judgement], sink: &mut impl Sink) -> Scored {
        let pools = !self.votes.is_empty() && *case.plan.read(&self.combine) == Combine::Votes;
        let found = if pools { self.pooled(case, sink) } else { self.rated(case, sink) };
        let Some(Found { mut facts, range, known, shares }) = found else {
            return self.judged.score(case, given, sink);
        };
        if !known && !given.is_empty() {
            sink.note(|| "各级评价不全，按人的评定".to_owned());
            return Scored { facts, ..self.judged.score(case, given, sink) };
        }
        let together = self.scale.as_ref().and_then(|_| range.settled());
        facts.extend(together.map(|mean| Fact {
            name: "合成".to_owned(),
            value: mean.to_string(),
            unit: "分".to_owned(),
        }));
        for (says, share) in shares {
            sink.step(|| Step {
                what: What::Surveyed { says },
                // What is open adds its least, where points and no levels are given.
                adds: ((known || self.scale.is_some()) && self.bands.is_none()).then_some(share),
                basis: Vec::new(),
            });
        }
        self.graded(case, (range, known), facts, given, sink)
    }

    /// What the places gave, each by its level; `None` where nothing was surveyed.
    fn rated(&self, case: &Case<'_>, sink: &mut impl Sink) -> Option<Found> {
        let answers = self.answers(case, |row, sink| self.worth(case, row, sink), sink)?;
        let facts: Vec<Fact> = answers.iter().map(|answers| answers.fact(self, case)).collect();
        let open = |open: &Points| -> Vec<Vec<Points>> {
            let filled = |worth: &Option<Points>| worth.clone().unwrap_or_else(|| open.clone());
            answers.iter().map(|answers| answers.worth.iter().map(filled).collect()).collect()
        };
        let count = answers.iter().map(|answers| answers.worth.len()).sum::<usize>();
        let combine = if count > 1 { *case.plan.read(&self.combine) } else { Combine::Lowest };
        let ends = self.ends(case);
        let shares = combined(combine, &open(&ends.sure));
        let range =
            Range { sure: shares.iter().sum(), possible: combined(combine, &open(&ends.possible)).iter().sum() };
        let known = answers.iter().all(|answers| answers.worth.iter().all(Option::is_some));
        let says = answers.iter().map(|answers| answers.says(self, case));
        Some(Found { facts, range, known, shares: says.zip(shares).collect() })
    }

    /// What the one value is worth: itself, or the band that it lies in.
    fn graded(
        &self,
        case: &Case<'_>,
        (range, known): (Range, bool),
        facts: Vec<Fact>,
        given: &[Judgement],
        sink: &mut impl Sink,
    ) -> Scored {
        let bands = self.bands.as_ref().map(|bands| case.plan.read(bands));
        if !known {
            let graded = |value: &Points| bands.and_then(|bands| bands.worth(case.plan, value));
            let range = match graded(&range.sure).zip(graded(&range.possible)) {
                Some((sure, possible)) => {
                    let (range, says) = (sure.hull(&possible), "没有评全，先按最低的档".to_owned());
                    let adds = self.scale.as_ref().map(|_| range.sure.clone());
                    sink.step(|| Step { what: What::Surveyed { says }, adds, basis: Vec::new() });
                    range
                }
                None => range,
            };
            return Scored { facts, ..Scored::open(ScoreState::Pending, range) };
        }
        if let Some(bands) = bands {
            let scored = bands.score(case, &range.sure, given, sink);
            let mean = range.sure.shown();
            sink.step(|| Step {
                what: What::Surveyed { says: format!("合成{mean}分，按档") },
                adds: Some(scored.range.sure.clone()),
                basis: Vec::new(),
            });
            return Scored { facts, ..scored };
        }
        if given.iter().any(|given| given.points != range.sure && given.reason.is_empty()) {
            sink.note(|| "人的评定与各级评价的结果不一致，又没有写理由，以各级评价为准".to_owned());
        }
        Scored { facts, ..Scored::known(range.sure) }
    }

    /// What a place without a result can still give.
    fn ends(&self, case: &Case<'_>) -> Range {
        let scale = self.scale.as_ref().map(|scale| case.plan.read(scale));
        let ends = scale.and_then(|scale| {
            let worths = || scale.iter().map(|(_, worth)| worth.clone());
            Some(Range { sure: worths().min()?, possible: worths().max()? })
        });
        ends.unwrap_or_else(|| case.bounds.clone())
    }

    /// What a level is worth; `None` for one that nobody said it of.
    fn worth_of(&self, case: &Case<'_>, level: &str) -> Option<Points> {
        match &self.scale {
            Some(scale) => {
                case.plan.read(scale).iter().find(|(known, _)| known == level).map(|(_, worth)| worth.clone())
            }
            None => case.plan.track.rating.as_ref()?.worth(case.plan, level),
        }
    }

    /// The level that a worth stands for.
    fn level_of(&self, case: &Case<'_>, worth: &Points) -> Option<String> {
        match &self.scale {
            Some(scale) => {
                case.plan.read(scale).iter().find(|(_, known)| known == worth).map(|(level, _)| level.clone())
            }
            None => case.plan.track.rating.as_ref()?.level(case.plan, worth).map(str::to_owned),
        }
    }

    /// What was surveyed, by level, each row worth what `worth` says of it; `None` where nothing was.
    fn answers<S: Sink>(
        &self,
        case: &Case<'_>,
        mut worth: impl FnMut(RowRef, &mut S) -> Option<Points>,
        sink: &mut S,
    ) -> Option<Vec<Answers<'_>>> {
        let dossier = case.plan.dossier;
        let mut all: Vec<Answers<'_>> =
            self.levels.iter().map(|level| Answers { level, worth: Vec::new(), names: Vec::new() }).collect();
        for row in BoundRows::new(case.plan, &self.rows, false).counting(case.unit, sink) {
            let level = self.level.map_or_else(String::new, |field| dossier.shown(row, field));
            let Some(answers) = all.iter_mut().find(|answers| answers.level == level) else { continue };
            let worth = worth(row, sink);
            sink.counted(row, worth.as_ref());
            answers.worth.push(worth);
            answers.names.push(dossier.shown(row, self.place));
        }
        if all.iter().all(|answers| answers.worth.is_empty()) {
            return None;
        }
        for answers in &mut all {
            if self.listed.as_deref() == Some(answers.level) {
                answers.expect(&case.unit.places);
            }
            if answers.worth.is_empty() {
                answers.worth.push(None);
                answers.names.push(String::new());
            }
        }
        Some(all)
    }

    /// What one row is worth: the level given, else what its counts come to.
    fn worth(&self, case: &Case<'_>, row: RowRef, sink: &mut impl Sink) -> Option<Points> {
        let word = match case.plan.dossier.cell(row, self.rating) {
            (State::Known, value) => case.plan.dossier.word(value),
            _ => {
                let (level, _) = self.counts.level(case.plan, row)?;
                if let Some(columns) = self.counts.blank(case.plan, row) {
                    sink.blank(row, &format!("没有填{columns}的票数，按没有这样的票计"));
                }
                level
            }
        };
        let worth = self.worth_of(case, word);
        if self.scale.is_some() && worth.is_none() {
            sink.note(|| format!("“{word}”折算成几分，规则没有写，这一处待评"));
            return None;
        }
        // A word that is no level of the track counts as its lowest.
        Some(worth.unwrap_or_else(|| case.bounds.sure.clone()))
    }
}

impl Answers<'_> {
    /// Leaves every place of the list open that gave nothing; a result without a name stands for one of them.
    fn expect(&mut self, places: &[String]) {
        let unnamed = self.names.iter().filter(|name| name.is_empty()).count();
        let missing: Vec<String> =
            places.iter().filter(|place| !self.names.contains(place)).skip(unnamed).cloned().collect();
        self.worth.extend(missing.iter().map(|_| None));
        self.names.extend(missing);
    }

    /// The places that have yet to answer.
    fn open(&self) -> impl Iterator<Item = String> + '_ {
        let open = self.worth.iter().zip(&self.names).filter(|(worth, _)| worth.is_none());
        open.map(|(_, name)| if name.is_empty() { self.level.to_owned() } else { name.clone() })
    }

    /// The word for what a level gave.
    fn words(&self, survey: &Survey, case: &Case<'_>) -> String {
        let level = |worth: &Option<Points>| {
            let level = worth.as_ref().and_then(|worth| survey.level_of(case, worth));
            level.map_or_else(|| "待评".to_owned(), |level| format!("“{level}”"))
        };
        let named = |(worth, name): (&Option<Points>, &String)| {
            let name = if self.worth.len() > 1 { name.as_str() } else { "" };
            format!("{name}{}", level(worth))
        };
        self.worth.iter().zip(&self.names).map(named).collect::<Vec<_>>().join("、")
    }

    fn says(&self, survey: &Survey, case: &Case<'_>) -> String {
        format!("{}评价{}", self.level, self.words(survey, case))
    }

    fn fact(&self, survey: &Survey, case: &Case<'_>) -> Fact {
        Fact { name: format!("{}评价", self.level), value: self.words(survey, case), unit: String::new() }
    }
}

/// What each level adds to the one value.
fn combined(combine: Combine, levels: &[Vec<Points>]) -> Vec<Points> {
    let count = |count: usize| Points::from(i64::try_from(count).unwrap_or(i64::MAX));
    let sum = |values: &Vec<Points>| values.iter().sum::<Points>();
    match combine {
        Combine::Levels => levels.iter().map(|values| sum(values).over(&count(values.len() * levels.len()))).collect(),
        // Of votes nothing is a place's own.
        Combine::Places | Combine::Votes => {
            let all = count(levels.iter().map(Vec::len).sum());
            levels.iter().map(|values| sum(values).over(&all)).collect()
        }
        Combine::Lowest => {
            let lowest = levels.iter().flatten().min().cloned().unwrap_or_default();
            let first = levels.iter().position(|values| values.contains(&lowest));
            (0..levels.len()).map(|at| if Some(at) == first { lowest.clone() } else { Points::ZERO }).collect()
        }
    }
}
