//! Judgements (评定): points that a person gives, from the sheet 评审打分 or typed in the program.
//!
//! For an indicator that a person judges they are its score; for a computed one they are an override, which needs a
//! reason. What cannot stand (negative, above the maximum, no such indicator) is a finding and leaves the indicator 待评.

use std::collections::BTreeMap;

use crate::diag::{Finding, Severity};
use crate::dossier::{RowRef, Typed, Unit};
use crate::exact::Points;
use crate::ledger::dictionary::{FieldIx, Role, SheetIx};
use crate::ledger::table::{MILLIONTH, State};
use crate::plan::Plan;
use crate::scheme::model::Track;
use crate::score::Measure;
use crate::step::Silent;
use crate::ticks::filled;

/// Points given by one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The points, within the indicator's maximum.
    pub points: Points,
    /// Who gave them; empty where the workbook does not say.
    pub by: String,
    /// Why; empty where nobody said.
    pub reason: String,
    /// The row they stand in; `None` when they were typed in the program.
    pub row: Option<RowRef>,
}

/// The judgements of one unit, by indicator number.
pub type Judgements = BTreeMap<String, Vec<Judgement>>;

/// Where judgements stand: the sheet of points for a track of points, the sheet of levels for one that rates.
struct Fields {
    sheet: SheetIx,
    indicator: FieldIx,
    /// Points or a level.
    score: FieldIx,
    by: Option<FieldIx>,
    reason: Option<FieldIx>,
}

/// Collects the judgements of a unit; what cannot stand goes to `findings`.
pub fn judgements(plan: &Plan<'_>, unit: &Unit, findings: &mut Vec<Finding>) -> Judgements {
    let mut judgements = Judgements::new();
    if let Some(fields) = fields(plan) {
        for row in unit.rows(fields.sheet) {
            read_row(plan, unit, &fields, *row, &mut judgements, findings);
        }
    }
    ticked(plan, unit, &mut judgements, findings);
    for ((name, no), typed) in plan.dossier.typed.range((unit.name.clone(), String::new())..) {
        if *name != unit.name {
            break;
        }
        judgements.remove(no);
        let Some(text) = &typed.points else { continue };
        let place = |why: String, mend: &str| {
            Finding::about("", Severity::Must, why, mend).on("录入").changed(text.clone(), None)
        };
        match typed_judgement(plan, Some(unit), no, text, typed) {
            Ok((judgement, remark)) => {
                findings.extend(
                    remark.map(|why| Finding {
                        severity: Severity::Explain, ..place(why, "按步长修改，或说明理由。")
                    }),
                );
                judgements.insert(no.clone(), vec![judgement]);
            }
            Err((why, mend)) => findings.push(place(why, mend)),
        }
    }
    judgements
}

/// Ticks on the track's own table stand where no row of 等次评定 rates the indicator.
fn ticked(plan: &Plan<'_>, unit: &Unit, judgements: &mut Judgements, findings: &mut Vec<Finding>) {
    let (Some(ticks), Some(rating)) = (&plan.scheme.ticks, &plan.track.rating) else { return };
    for tick in filled::own(plan, unit) {
        let [mark] = tick.ticked.marks[..] else { continue };
        let (level, field) = &ticks.marks[mark];
        let known = plan.track.indicators().any(|(_, indicator)| indicator.no == tick.no);
        let Some(points) = rating.worth(plan, level).filter(|_| known) else { continue };
        match judgements.get(&tick.no) {
            Some(given) if given.iter().any(|given| given.points != points) => {
                let why = format!("指标{}在考评表勾的是“{level}”，与等次评定表不同，以等次评定表为准", tick.no);
                let finding =
                    plan.dossier.finding(tick.row, Some(*field), Severity::Explain, why, "核对两张表，改正其中一个。");
                findings.push(finding);
            }
            Some(_) => {}
            None => {
                let judgement = Judgement { points, by: tick.by, reason: String::new(), row: Some(tick.row) };
                judgements.insert(tick.no, vec![judgement]);
            }
        }
    }
}

/// Whether points that a person types can stand.
///
/// # Errors
/// Why not and what to do, in Chinese, for the field they are typed in.
pub fn admissible(plan: &Plan<'_>, unit: &str, no: &str, typed: &Typed) -> Result<(), String> {
    let Some(text) = &typed.points else { return Ok(()) };
    let unit = plan.dossier.units.iter().find(|known| known.name == unit);
    typed_judgement(plan, unit, no, text, typed).map(|_| ()).map_err(|(why, mend)| format!("{why}。{mend}"))
}

type Refusal = (String, &'static str);

/// The judgement that was typed, with a remark where it stands but will be asked about.
fn typed_judgement(
    plan: &Plan<'_>,
    unit: Option<&Unit>,
    no: &str,
    text: &str,
    typed: &Typed,
) -> Result<(Judgement, Option<String>), Refusal> {
    let subject = subject(plan, no).ok_or_else(|| (format!("没有指标{no}"), "按指标表的序号填写。"))?;
    let points = given(plan, no, text)?;
    let judgement = Judgement { points, by: typed.by.clone(), reason: typed.reason.clone(), row: None };
    let remark = check(plan, unit, no, subject, &judgement)?;
    Ok((judgement, remark))
}

/// What is judged: an indicator, or a whole content where the track rates.
#[derive(Debug, Clone, Copy)]
enum Subject<'s> {
    /// An indicator, or a part of one: the points that it declares, and its measure.
    Indicator(Option<&'s Points>, &'s Measure),
    Group,
}

fn subject<'s>(plan: &Plan<'s>, no: &str) -> Option<Subject<'s>> {
    let track: &'s Track = plan.track;
    let found = track.indicators().find(|(_, indicator)| indicator.no == no);
    let part = || track.indicators().find_map(|(_, indicator)| indicator.measure.part(no));
    let group = || plan.track.rating.is_some() && plan.track.groups.iter().any(|group| group.name == no);
    let subject = found.map(|(_, indicator)| Subject::Indicator(indicator.points.as_ref(), &indicator.measure));
    let subject = subject.or_else(|| part().map(|part| Subject::Indicator(part.points.as_ref(), &part.measure)));
    subject.or_else(|| group().then_some(Subject::Group))
}

/// The points that a text gives: a number, or what its level is worth where the track rates.
fn given(plan: &Plan<'_>, no: &str, text: &str) -> Result<Points, Refusal> {
    match &plan.track.rating {
        None => text.parse().map_err(|_| (format!("指标{no}的得分“{text}”不是数"), "填一个数，如 7.5。")),
        Some(rating) => rating.worth(plan, text).ok_or_else(|| {
            (format!("指标{no}的等次“{text}”不在{}之中", rating.levels.join("、")), "填方案规定的等次。")
        }),
    }
}

fn fields(plan: &Plan<'_>) -> Option<Fields> {
    let dictionary = &plan.dossier.dictionary;
    let (sheet, given) = match plan.track.rating {
        Some(_) => (Role::Ratings, Role::Level),
        None => (Role::Points, Role::Score),
    };
    let sheet = dictionary.role(sheet)?;
    let found = dictionary.sheet(sheet)?;
    Some(Fields {
        sheet,
        indicator: found.role(Role::Indicator)?,
        score: found.role(given)?,
        by: found.role(Role::By),
        reason: found.role(Role::Reason),
    })
}

fn read_row(
    plan: &Plan<'_>,
    unit: &Unit,
    fields: &Fields,
    row: RowRef,
    into: &mut Judgements,
    findings: &mut Vec<Finding>,
) {
    let dossier = plan.dossier;
    let no = dossier.shown(row, fields.indicator);
    let (state, value) = dossier.cell(row, fields.score);
    if state != State::Known || no.is_empty() {
        return;
    }
    let Some(subject) = subject(plan, &no) else {
        let known: Vec<&str> = plan.track.indicators().map(|(_, indicator)| indicator.no.as_str()).collect();
        let why = format!("没有指标“{no}”，这一行没有计入");
        let mend = format!("指标号应是 {} 之一。", known.join("、"));
        findings.push(dossier.finding(row, Some(fields.indicator), Severity::Must, why, &mend));
        return;
    };
    let word = |field: Option<FieldIx>| field.map_or_else(String::new, |field| dossier.shown(row, field));
    let points = match plan.track.rating {
        None => Ok(Points::ratio(value, MILLIONTH)),
        Some(_) => given(plan, &no, dossier.word(value)),
    };
    let judgement = |points| Judgement { points, by: word(fields.by), reason: word(fields.reason), row: Some(row) };
    let checked =
        points.map(judgement).and_then(|judgement| Ok((check(plan, Some(unit), &no, subject, &judgement)?, judgement)));
    match checked {
        Ok((remark, judgement)) => {
            let finding =
                |why| dossier.finding(row, Some(fields.score), Severity::Explain, why, "按步长修改，或说明理由。");
            findings.extend(remark.map(finding));
            into.entry(no).or_default().push(judgement);
        }
        Err((why, mend)) => findings.push(dossier.finding(row, Some(fields.score), Severity::Must, why, mend)),
    }
}

/// Whether a judgement can stand: a remark where it can but will be asked about, why and the mend where it cannot.
fn check(
    plan: &Plan<'_>,
    unit: Option<&Unit>,
    no: &str,
    subject: Subject<'_>,
    judgement: &Judgement,
) -> Result<Option<String>, Refusal> {
    let Subject::Indicator(max, measure) = subject else { return Ok(None) };
    let points = &judgement.points;
    if points.is_negative() {
        return Err((format!("指标{no}的得分是负数，没有计入"), "填0到满分之间的数。"));
    }
    if let Some(max) = max.filter(|max| points > *max) {
        return Err((format!("指标{no}的得分{points}超过满分{max}，没有计入"), "填0到满分之间的数。"));
    }
    match measure {
        Measure::Assess(assess) => {
            let step = plan.read(&assess.step);
            Ok((!points.is_multiple_of(step)).then(|| format!("指标{no}的得分{points}不是{step}分的整倍数，已照录")))
        }
        // A ratio without a target, or a level that no place was asked for, is left to a person, who needs no reason; with
        // one, no reason means no override.
        _ if measure.may_be_left() => Ok(None),
        // A level where the ledger holds nothing to compute from is no override.
        Measure::Elements(elements)
            if plan.track.rating.is_some() && unit.is_some_and(|unit| elements.is_unread(plan, unit, &mut Silent)) =>
        {
            Ok(None)
        }
        _ if judgement.reason.is_empty() => {
            Err((format!("指标{no}由台账算出；改判要写理由，这一分没有采用"), "在“理由”一列写明改判的理由。"))
        }
        _ => Ok(None),
    }
}
