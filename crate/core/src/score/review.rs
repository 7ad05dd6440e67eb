//! Self-score against checked score (自评与核查): what a unit gave itself is held against what the check comes to; where they
//! lie too far apart, the item is to be checked again (复核).
//!
//! ```toml
//! [track.review]
//! sheet     = "自评表"            # one row an indicator
//! indicator = "指标号"
//! points    = "自评分"
//! recheck   = "复核分"            # what a second check came to, which then counts; may be left out
//! gap       = "1"                # may lie so far apart; "10%": of the item's points
//! within    = "checked"          # what counts while they are close: checked | self | mean | lower
//! beyond    = { open = "…" }     # what counts where they are not: open (待复核) | checked | self | lower | zero
//! of        = ["1", "2-1"]       # only these indicators and parts; all without it
//! ```
//!
//! The checked score is what the indicator comes to, by the ledger or by a person; an override is a check of its own and
//! stands.

use super::{Case, Fact, ScoreState, Scored};
use crate::diag::{Finding, Severity};
use crate::dossier::{RowRef, Unit};
use crate::exact::{Points, Range};
use crate::ledger::dictionary::{FieldIx, Kind};
use crate::ledger::table::{MILLIONTH, State};
use crate::metric::BoundRows;
use crate::plan::Plan;
use crate::scheme::convention::Slot;
use crate::scheme::load::{Rules, row_rule};
use crate::scheme::model::{Indicator, RowRule};
use crate::scheme::read::{Keys, Node};
use crate::step::{Silent, Sink, Step, What};

/// How self-scores are held against checked ones.
#[derive(Debug, Clone)]
pub struct Review {
    rows: RowRule,
    indicator: FieldIx,
    points: FieldIx,
    recheck: Option<FieldIx>,
    gap: Slot<Gap>,
    within: Slot<Counts>,
    beyond: Slot<Counts>,
    /// The indicators and parts that it is asked of, by number; empty for all.
    pub of: Vec<String>,
}

/// How far apart the two may lie.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Gap {
    Points(Points),
    /// A share of the indicator's points.
    Share(Points),
}

/// Which of the two counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counts {
    /// `checked`: the checked score.
    Checked,
    /// `self`: the self-score.
    Own,
    /// `mean`: their mean.
    Mean,
    /// `lower`: the lower one.
    Lower,
    /// `open`: neither, until it is checked again.
    Open,
    /// `zero`: neither; nothing is given.
    Zero,
}

impl Counts {
    const WITHIN: [(&'static str, Self); 4] =
        [("checked", Self::Checked), ("self", Self::Own), ("mean", Self::Mean), ("lower", Self::Lower)];
    const BEYOND: [(&'static str, Self); 5] = [
        ("open", Self::Open),
        ("checked", Self::Checked),
        ("self", Self::Own),
        ("lower", Self::Lower),
        ("zero", Self::Zero),
    ];

    fn says(self) -> &'static str {
        match self {
            Self::Checked => "以核查为准",
            Self::Own => "以自评为准",
            Self::Mean => "取平均",
            Self::Lower => "取较低的",
            Self::Open => "复核后再定",
            Self::Zero => "本项不得分",
        }
    }
}

impl Review {
    /// Reads `[track.review]`.
    pub fn read<'n>(keys: Keys<'n>, rules: &Rules<'n>) -> Option<Self> {
        let rows = row_rule(&keys, &rules.rows)?;
        let field = |key| rules.rows.field_at(&keys, key, rows.sheet);
        let number = |key| {
            let found = field(key);
            let known = found.and_then(|found| rules.rows.dictionary.field(rows.sheet, found));
            if known.is_some_and(|known| !matches!(known.kind, Kind::Number)) {
                keys.fault(format!("{key} 所指的列不是数"), "写填分数的列名。");
            }
            found
        };
        let (indicator, points) = (field("indicator"), number("points"));
        let recheck = if keys.has("recheck") { Some(number("recheck")?) } else { None };
        let slots = &rules.rows.slots;
        let gap = keys.need("gap").and_then(|_| slots.slot(&keys, "gap", gap));
        let word =
            |key: &str, words: &[(&str, Counts)]| slots.slot(&keys, key, |keys, node| keys.word(node, key, words));
        let (within, beyond) = (word("within", &Counts::WITHIN), word("beyond", &Counts::BEYOND));
        let of = keys.texts("of");
        if !rules.levels.is_empty() {
            keys.fault("评等次的考核对象没有分数，不能比自评分", "只在打分的考核对象里写 [track.review]。");
        }
        keys.done();
        Some(Self {
            rows,
            indicator: indicator?,
            points: points?,
            recheck,
            gap: gap?,
            within: within.unwrap_or(Slot::Fixed(Counts::Checked)),
            beyond: beyond.unwrap_or(Slot::Fixed(Counts::Open)),
            of,
        })
    }

    fn asks(&self, no: &str) -> bool {
        self.of.is_empty() || self.of.iter().any(|known| known == no)
    }

    /// The rows of a unit about an indicator.
    fn rows_of(&self, plan: &Plan<'_>, unit: &Unit, no: &str) -> Vec<RowRef> {
        let rows = BoundRows::new(plan, &self.rows, false).counting(unit, &mut Silent);
        rows.into_iter().filter(|row| plan.dossier.shown(*row, self.indicator) == no).collect()
    }

    /// Holds the checked score of the indicator or part `no` against the self-score; what counts in the end.
    pub(super) fn weigh(&self, case: &Case<'_>, no: &str, checked: Scored, sink: &mut impl Sink) -> Scored {
        let Case { plan, unit, .. } = *case;
        if !self.asks(no) || checked.overridden.is_some() || checked.state == ScoreState::NotApplicable {
            return checked;
        }
        let rows = self.rows_of(plan, unit, no);
        let number = |field: FieldIx| {
            rows.iter().rev().find_map(|row| match plan.dossier.cell(*row, field) {
                (State::Known, value) => Some((*row, Points::ratio(value, MILLIONTH))),
                _ => None,
            })
        };
        let stands = |points: &Points| !points.is_negative() && *points <= case.bounds.possible;
        let take = |mut scored: Scored, points: Points, says: String, sink: &mut dyn FnMut(Step)| {
            let adds = Some(&points - &scored.range.sure).filter(|adds| !adds.is_zero());
            sink(Step { what: What::Instead { says }, adds, basis: Vec::new() });
            scored.raw = Some(points.clone());
            scored.range = Range::exactly(points);
            scored
        };
        let Some((row, own)) = number(self.points).filter(|(_, own)| stands(own)) else { return checked };
        sink.counted(row, None);
        let mut checked = checked;
        let fact = |name: &str, points: &Points| Fact {
            name: name.to_owned(),
            value: points.to_string(),
            unit: "分".to_owned(),
        };
        checked.facts.push(fact("自评分", &own));
        if let Some((_, again)) = self.recheck.and_then(number).filter(|(_, again)| stands(again)) {
            checked.facts.push(fact("复核分", &again));
            let says = format!("自评{}分，复核{}分，以复核为准", own.shown(), again.shown());
            let known = Scored { state: ScoreState::Known, ..checked };
            return take(known, again, says, &mut |step| sink.step(|| step));
        }
        // What is still open has not been checked.
        let Some(settled) = checked.range.settled().cloned() else { return checked };
        let apart = if own > settled { &own - &settled } else { &settled - &own };
        let may = plan.read(&self.gap).of(&case.bounds.possible);
        let far = apart > may;
        let counts = *plan.read(if far { &self.beyond } else { &self.within });
        let words = format!("自评{}分，核查{}分，相差{}分", own.shown(), settled.shown(), apart.shown());
        let words = if far { format!("{words}，超过{}分，应当复核", may.shown()) } else { words };
        if far {
            let place = plan.dossier.table(row).map_or_else(String::new, |table| {
                format!("{}第{}行：", table.name, table.rows.get(row.row as usize).unwrap_or(&0))
            });
            sink.note(|| format!("{place}{words}；{}", counts.says()));
        }
        let says = format!("{words}；{}", counts.says());
        let points = match counts {
            Counts::Open => {
                sink.step(|| Step { what: What::Instead { says }, adds: None, basis: Vec::new() });
                let (low, high) = if own < settled { (own, settled) } else { (settled, own) };
                return Scored { raw: None, range: Range::between(low, high), state: ScoreState::Pending, ..checked };
            }
            Counts::Checked => settled,
            Counts::Own => own,
            Counts::Mean => (&own + &settled).over(&Points::from(2)),
            Counts::Lower => own.min(settled),
            Counts::Zero => Points::ZERO,
        };
        take(checked, points, says, &mut |step| sink.step(|| step))
    }

    /// What is wrong with the self-scores of a unit: a number that is no indicator, points that cannot stand, and two rows
    /// about one indicator.
    #[must_use]
    pub fn findings(&self, plan: &Plan<'_>, unit: &Unit) -> Vec<Finding> {
        let dossier = plan.dossier;
        let mut findings = Vec::new();
        let mut seen: Vec<(String, i64)> = Vec::new();
        for row in BoundRows::new(plan, &self.rows, false).counting(unit, &mut Silent) {
            let no = dossier.shown(row, self.indicator);
            let known = plan.track.indicators().find(|(_, indicator)| indicator.numbers().any(|known| known == no));
            let Some((_, indicator)) = known.filter(|_| !no.is_empty()) else {
                let why = format!("自评的指标号“{no}”不在指标表里，这一行没有采用");
                let mend = "按指标表的序号填写。";
                findings.push(dossier.finding(row, Some(self.indicator), Severity::Must, why, mend));
                continue;
            };
            for field in std::iter::once(self.points).chain(self.recheck) {
                let (State::Known, value) = dossier.cell(row, field) else { continue };
                let points = Points::ratio(value, MILLIONTH);
                if let Some(why) = refusal(indicator, &no, &points) {
                    let mend = "填0到满分之间的数。";
                    findings.push(dossier.finding(row, Some(field), Severity::Must, why, mend));
                } else if field == self.points {
                    if seen.iter().any(|(other, points)| *other == no && *points != value) {
                        let why = format!("指标{no}的自评分写了几次，数不一样，按最后一行计");
                        let mend = "只留一行。";
                        findings.push(dossier.finding(row, Some(field), Severity::Explain, why, mend));
                    }
                    seen.push((no.clone(), value));
                }
            }
        }
        findings
    }
}

/// Why points cannot stand.
fn refusal(indicator: &Indicator, no: &str, points: &Points) -> Option<String> {
    if points.is_negative() {
        return Some(format!("指标{no}的自评或复核是负数，没有采用"));
    }
    let part = indicator.measure.part(no).and_then(|part| part.points.as_ref());
    let max = part.or(indicator.points.as_ref()).filter(|max| points > *max)?;
    Some(format!("指标{no}的自评或复核{}分超过满分{}分，没有采用", points.shown(), max.shown()))
}

impl Gap {
    fn of(&self, full: &Points) -> Points {
        match self {
            Self::Points(points) => points.clone(),
            Self::Share(share) => share * full,
        }
    }
}

fn gap(keys: &Keys<'_>, node: &Node) -> Option<Gap> {
    let share = node.text().is_some_and(|text| text.ends_with('%'));
    let points = keys.as_points(node, "gap")?;
    if points.is_negative() {
        keys.files().fault_at(node, "gap 不能是负数", "写相差几分以内不必复核，如 \"1\" 或 \"10%\"。");
        return None;
    }
    Some(if share { Gap::Share(points) } else { Gap::Points(points) })
}
