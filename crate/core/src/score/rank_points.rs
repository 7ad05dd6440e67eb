//! `rank_points`: points from the rank among peers (按名次计分). The peers are all units of the dossier; a unit that is alone
//! stays open until it stands beside the others, or a person gives the points that the lead office announced.
//!
//! ```toml
//! measure = "rank_points"
//! metric  = "sales"                # what is ranked, perhaps with over, see `amount`
//! # indicators = ["2.1", "2.2"]    # or the points of other indicators together, counted in the total or not
//! first   = "high"                 # low: the smaller value is the better one
//! per     = "category"             # all | category: who is ranked together
//! ties    = { open = "…" }         # min: tied units share the better rank | max: the worse | mean: between
//! ranks   = [{ top = "1", points = "10" }, { top = "30%", points = "8" }, { points = "5" }]   # by rank or by share of the units
//! # drop  = "0.5"                  # or: full points for the first, so many less for every rank after it
//! # absent = "zero"                # a unit without any row is ranked with 0; without it, it has no rank: open, 缺佐证
//! ```
//!
//! While a peer has no value yet, a rank is a range, and so are its points.

use super::amount::Quantity;
use super::peers::{Per, gathered};
use super::{Absent, Case, Fact, ScoreState, Scored, ratio, score};
use crate::dossier::Unit;
use crate::exact::{Points, Range};
use crate::judgement::{Judgement, judgements};
use crate::metric::lacking::is_unread;
use crate::plan::Plan;
use crate::scheme::convention::Slot;
use crate::scheme::load::Rules;
use crate::scheme::read::{Keys, Node, Raw};
use crate::step::{Silent, Sink, Step, What};

/// An indicator that ranks.
#[derive(Debug, Clone)]
pub struct RankPoints {
    of: Of,
    low_first: bool,
    per: Per,
    ties: Slot<Ties>,
    gives: Gives,
    absent: Slot<Absent>,
}

/// What is ranked.
#[derive(Debug, Clone)]
enum Of {
    Quantity(Quantity),
    Indicators(Vec<String>),
}

/// Which rank tied units share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ties {
    Min,
    Max,
    Mean,
}

/// What a rank gives.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Gives {
    Ranks(Vec<(Option<Top>, Points)>),
    Drop(Points),
}

/// How far a band of ranks reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Top {
    Rank(Points),
    Share(Points),
}

impl RankPoints {
    /// Reads the words of this measure.
    pub fn read<'n>(keys: &Keys<'n>, rules: &Rules<'n>) -> Option<Self> {
        let slots = &rules.rows.slots;
        let of = if keys.has("indicators") {
            Some(Of::Indicators(keys.texts("indicators")))
        } else {
            Quantity::read(keys, rules).map(Of::Quantity)
        };
        let low_first =
            keys.take("first").map_or(Some(false), |node| keys.word(node, "first", &[("high", false), ("low", true)]));
        let ties = slots.slot(keys, "ties", |keys, node| {
            keys.word(node, "ties", &[("min", Ties::Min), ("max", Ties::Max), ("mean", Ties::Mean)])
        });
        if !keys.has("points") {
            keys.fault("按名次计分的指标没有满分", "补写 points = \"…\"。");
        }
        let gives = if keys.has("drop") {
            keys.points("drop").map(Gives::Drop)
        } else {
            keys.need("ranks").and_then(|node| ranks(keys, node)).map(Gives::Ranks)
        };
        let per = Per::read(keys);
        let absent = if keys.has("absent") { Absent::read(keys, rules) } else { Slot::Fixed(Absent::Open) };
        let ties = ties.unwrap_or(Slot::Fixed(Ties::Min));
        Some(Self { of: of?, low_first: low_first?, per: per?, ties, gives: gives?, absent })
    }

    /// The points of the unit's rank; a person's points, or what is still possible, where it cannot be ranked yet.
    pub fn score(&self, case: &Case<'_>, given: &[Judgement], sink: &mut impl Sink) -> Scored {
        let mut facts = Vec::new();
        let own = self.value(case, &mut facts, sink);
        let Some(peers) = self.peers(case) else {
            sink.note(|| self.alone(case));
            return Scored { facts, ..ratio::judged(case, given, sink) };
        };
        let units = peers.len();
        let waiting = peers.iter().filter(|value| value.is_none()).count();
        if !given.is_empty() && (own.is_none() || waiting > 0) {
            return Scored { facts, ..ratio::judged(case, given, sink) };
        }
        let unread = self.is_unread(case, sink);
        let Some(own) = own else {
            let range = Range::between(self.points(case, &whole(units), units), self.points(case, &whole(1), units));
            let (what, state) = if unread {
                (What::NoEvidence, ScoreState::Missing)
            } else {
                sink.note(|| "算不出本单位的名次；可以填写牵头单位公布的得分".to_owned());
                (What::Pending, ScoreState::Pending)
            };
            let adds = Some(range.sure.clone()).filter(|sure| !sure.is_zero());
            sink.step(|| Step { what, adds, basis: Vec::new() });
            return Scored { facts, ..Scored::open(state, range) };
        };
        let known = || peers.iter().flatten();
        let better = known().filter(|other| if self.low_first { **other < own } else { **other > own }).count();
        let tied = known().filter(|other| **other == own).count();
        let (rank, worst) = (self.rank(case, better, tied), self.rank(case, better + waiting, tied));
        let range = Range::between(self.points(case, &worst, units), self.points(case, &rank, units));
        let settled = rank == worst;
        let value = if settled { rank.to_string() } else { format!("{rank}～{worst}") };
        facts.push(Fact { name: "名次".to_owned(), value, unit: "名".to_owned() });
        if !settled {
            sink.note(|| {
                let (rank, worst) = (rank.shown(), worst.shown());
                format!("{units}个单位中还有{waiting}个没有可以排名的数，名次在第{rank}至第{worst}名之间；可以填写牵头单位公布的得分")
            });
        }
        let adds = Some(range.sure.clone());
        sink.step(|| Step { what: What::Ranked { value: own, rank, worst, units }, adds, basis: Vec::new() });
        let scored = match range.settled() {
            Some(points) => Scored::known(points.clone()),
            None => Scored::open(ScoreState::Pending, range),
        };
        let state = if unread && scored.state == ScoreState::Known { ScoreState::Missing } else { scored.state };
        Scored { facts, state, ..scored }
    }

    /// What a rank among so many units gives.
    fn points(&self, case: &Case<'_>, rank: &Points, units: usize) -> Points {
        match &self.gives {
            Gives::Drop(drop) => {
                let left = &case.bounds.possible - &(drop * &(rank - &whole(1)));
                if left < case.bounds.sure { case.bounds.sure.clone() } else { left }
            }
            Gives::Ranks(ranks) => {
                let reached = ranks.iter().find(|(top, _)| match top {
                    None => true,
                    Some(Top::Rank(top)) => rank <= top,
                    Some(Top::Share(share)) => *rank <= share * &whole(units),
                });
                reached.map_or_else(|| case.bounds.sure.clone(), |(_, points)| points.clone())
            }
        }
    }

    /// What a unit is ranked by; `None` while that is not known, as of a unit without any row.
    fn value(&self, case: &Case<'_>, facts: &mut Vec<Fact>, sink: &mut impl Sink) -> Option<Points> {
        match &self.of {
            Of::Quantity(quantity) => {
                let value = quantity.value(case, facts, sink);
                let counts = !self.is_unread(case, &mut Silent) || *case.plan.read(&self.absent) == Absent::Zero;
                value.filter(|_| counts)
            }
            Of::Indicators(nos) => subtotal(case.plan, case.unit, nos),
        }
    }

    /// Whether the ledger has no row that the unit could be ranked by.
    fn is_unread(&self, case: &Case<'_>, sink: &mut impl Sink) -> bool {
        let Of::Quantity(quantity) = &self.of else { return false };
        let metric = case.plan.metric(quantity.metric);
        metric.is_some_and(|metric| is_unread(case.plan, case.unit, metric, sink))
    }

    /// Why a unit without any other to be ranked with has no rank.
    fn alone(&self, case: &Case<'_>) -> String {
        match case.unit.category.as_deref().filter(|_| self.per == Per::Category) {
            Some(category) if case.plan.dossier.units.len() > 1 => {
                format!("“{category}”只有本单位一个，没有可以比较的单位；可以填写牵头单位公布的得分")
            }
            _ => "名次要和全体参评单位一起比较；可以填写牵头单位公布的得分".to_owned(),
        }
    }

    fn rank(&self, case: &Case<'_>, better: usize, tied: usize) -> Points {
        let (first, last) = (whole(better + 1), whole(better + tied));
        if tied == 1 {
            return first;
        }
        match case.plan.read(&self.ties) {
            Ties::Min => first,
            Ties::Max => last,
            Ties::Mean => (&first + &last).over(&whole(2)),
        }
    }

    /// The values of all peers, `None` for one that has none yet; nothing for a unit without peers.
    fn peers(&self, case: &Case<'_>) -> Option<Vec<Option<Points>>> {
        let key = (usize::MAX, std::ptr::from_ref(self).addr());
        let of = |plan: &Plan<'_>, unit: &Unit| self.value(&case.of(plan, unit), &mut Vec::new(), &mut Silent);
        gathered(case, self.per, key, of)
    }

    /// The metric that is ranked, and how much more of it takes the unit past others: by each better rank that the document
    /// names, with that rank. Nothing where less is better, where a ratio or points are ranked, or where ranks are not known.
    #[must_use]
    pub fn past_others(&self, case: &Case<'_>) -> Vec<(usize, Points, usize)> {
        let Of::Quantity(quantity) = &self.of else { return Vec::new() };
        if self.low_first || quantity.over.is_some() {
            return Vec::new();
        }
        let own = self.value(case, &mut Vec::new(), &mut Silent);
        let peers = self.peers(case).and_then(|peers| peers.into_iter().collect::<Option<Vec<Points>>>());
        let Some((own, mut peers)) = own.zip(peers) else { return Vec::new() };
        let units = whole(peers.len());
        // The best first; the unit's own value is one of them and passes nobody.
        peers.sort_by(|one, other| other.cmp(one));
        let better: Vec<&Points> = peers.iter().filter(|other| **other > own).collect();
        let ranks: Vec<usize> = match &self.gives {
            Gives::Drop(_) => vec![better.len(), 1],
            Gives::Ranks(ranks) => {
                let place = |top: &Top| match top {
                    Top::Rank(rank) => rank.whole_below(),
                    Top::Share(share) => (share * &units).whole_below(),
                };
                ranks.iter().filter_map(|(top, _)| place(top.as_ref()?).to_string().parse().ok()).collect()
            }
        };
        // Where tied units do not share the better rank, as much as the other is not enough.
        let more = Points::from(i64::from(better.len() < peers.len() && *case.plan.read(&self.ties) != Ties::Min));
        let mut found: Vec<(usize, Points, usize)> = Vec::new();
        for rank in ranks.into_iter().rev() {
            let Some(line) = rank.checked_sub(1).and_then(|at| better.get(at)) else { continue };
            let short = &(*line - &own) + &more;
            if found.iter().all(|(_, known, _)| *known != short) {
                found.push((quantity.metric, short, rank));
            }
        }
        found
    }

    /// The indicators whose points are ranked, for the loader to check.
    #[must_use]
    pub fn indicators(&self) -> &[String] {
        match &self.of {
            Of::Quantity(_) => &[],
            Of::Indicators(nos) => nos,
        }
    }
}

/// The points of some indicators of a unit together; `None` while one of them is open.
fn subtotal(plan: &Plan<'_>, unit: &Unit, nos: &[String]) -> Option<Points> {
    let judgements = judgements(plan, unit, &mut Vec::new());
    let pairs = plan.track.indicators().filter(|(_, indicator)| nos.contains(&indicator.no));
    let points = pairs.map(|pair| score(plan, unit, pair, &judgements, &mut Silent).range.settled().cloned());
    points.collect::<Option<Vec<Points>>>().map(|points| points.iter().sum())
}

fn whole(count: usize) -> Points {
    Points::from(i64::try_from(count).unwrap_or(i64::MAX))
}

fn ranks<'n>(keys: &Keys<'n>, node: &'n Node) -> Option<Vec<(Option<Top>, Points)>> {
    let Raw::List(items) = &node.value else {
        keys.files().fault_at(
            node,
            "名次分档应是一个列表",
            "写成 [{ top = \"1\", points = \"10\" }, …, { points = \"5\" }]。",
        );
        return None;
    };
    let band = |node: &'n Node| {
        let inner = keys.open_inside(node, "名次分档")?;
        let share = inner.node().get("top").and_then(Node::text).is_some_and(|text| text.contains(['%', '/', '.']));
        let top = inner.points("top").map(|top| if share { Top::Share(top) } else { Top::Rank(top) });
        let points = inner.need("points").and_then(|_| inner.points("points"));
        inner.done();
        Some((top, points?))
    };
    let bands: Vec<_> = items.iter().map(band).collect::<Option<_>>()?;
    let rest_last = bands.iter().position(|(top, _)| top.is_none()) == Some(bands.len().saturating_sub(1));
    let rise = bands.windows(2).all(|pair| match (&pair[0].0, &pair[1].0) {
        (Some(Top::Rank(one)), Some(Top::Rank(other))) | (Some(Top::Share(one)), Some(Top::Share(other))) => {
            one < other
        }
        _ => true,
    });
    let falls = bands.windows(2).all(|pair| pair[0].1 > pair[1].1);
    if !rest_last || !rise || !falls {
        let mend = "top 从小到大，points 从高到低，最后一档不写 top，表示其余。";
        keys.files().fault_at(node, "名次分档有重叠或空档", mend);
        return None;
    }
    Some(bands)
}
