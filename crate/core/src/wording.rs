//! Wording (措辞): one recorded step as a sentence, for the explanation of an indicator and for what is taken off a content or
//! the total.

use crate::dossier::RowRef;
use crate::exact::{Points, Range};
use crate::plan::Plan;
use crate::step::{Step, What, ratio_shown};

/// `评7分`, `评为好`.
pub(crate) fn given(plan: &Plan<'_>, points: &Points) -> String {
    let level = plan.track.rating.as_ref().and_then(|rating| rating.level(plan, points));
    level.map_or_else(|| format!("评{}分", points.shown()), |level| format!("评为“{level}”"))
}

/// `3～5分`.
pub(crate) fn span(range: &Range) -> String {
    format!("{}～{}分", range.sure.shown(), range.possible.shown())
}

fn percent(ratio: &Points) -> String {
    ratio_shown(ratio, None)
}

/// One step in words.
pub(crate) fn words(plan: &Plan<'_>, step: &Step) -> String {
    let place = |row: &RowRef| {
        let table = plan.dossier.table(*row);
        table.map_or_else(String::new, |table| {
            format!("{}第{}行", table.name, table.rows.get(row.row as usize).unwrap_or(&0))
        })
    };
    let by = |by: &String| if by.is_empty() { "评审人".to_owned() } else { by.clone() };
    let because = |reason: &String| if reason.is_empty() { String::new() } else { format!("，理由：{reason}") };
    match &step.what {
        What::Need { says, found, due, at_most, unit, met } => {
            let line = if *at_most { "最多" } else { "要求" };
            let met = if *met { "达到" } else { "未达到" };
            format!("{says}：{}{unit}，{line}{}{unit}，{met}", found.shown(), due.shown())
        }
        What::AllMet if plan.track.rating.is_some() => "各要素全部达到".to_owned(),
        What::AllMet => "各要素全部达到，得满分".to_owned(),
        What::Partial { met: 0, .. } => "各要素都没有达到".to_owned(),
        What::Partial { met, of } => format!("{of}个要素达到{met}个"),
        What::NoEvidence => "台账没有相应记录，缺佐证".to_owned(),
        What::Item { row, level } => format!("{}，{level}", place(row)),
        What::ItemOpen { row } => format!("{}级别不明，待评", place(row)),
        What::Assessed { by: who, points, reason } => format!("{}{}{}", by(who), given(plan, points), because(reason)),
        What::Several { count } => format!("{count}位评审人，合成一个得分"),
        What::Ratio { says, value, target, ratio, unit } => {
            format!("{says}：{} ÷ {} = {}", value.shown(), target.shown(), ratio_shown(ratio, unit.as_deref()))
        }
        What::Completed { ratio, unit: None } => format!("完成率{}", percent(ratio)),
        What::Completed { ratio, unit } => format!("合计{}", ratio_shown(ratio, unit.as_deref())),
        What::Surveyed { says } | What::Instead { says } => says.clone(),
        What::Full => "从满分扣起".to_owned(),
        What::Deducted { says, count, unit } => format!("{says}：{}{unit}", count.shown()),
        What::Start => "基础分".to_owned(),
        What::Accrued { says, count, unit } => format!("{says}：{}{unit}", count.shown()),
        What::Part { name } => format!("分项：{name}"),
        What::Undecided => "是否按期不能判断的，先按最少的计".to_owned(),
        What::Open => "扣多少还没有定，先按最少的计".to_owned(),
        What::Shut => "前提没有达到，不得分".to_owned(),
        What::Times { says, factor, open: true } => format!("{says}：还不能断定，先按{}计", percent(factor)),
        What::Times { says, factor, .. } => format!("{says}：没有达到，按{}计", percent(factor)),
        What::Nearest { before, after } => format!("{} → {} 就近", before.shown(), after.shown()),
        What::Ranked { value, rank, worst, units } if rank == worst => {
            format!("{}，{units}个单位中第{}名", value.shown(), rank.shown())
        }
        What::Ranked { value, rank, worst, units } => {
            format!("{}，{units}个单位中第{}至第{}名", value.shown(), rank.shown(), worst.shown())
        }
        What::Pending => "还没有人评分，待评".to_owned(),
        What::EvidenceRefused { given } => {
            format!("评审打了{}分，但佐证全部不予认定，不得分", given.shown())
        }
        What::Override { by: who, reason, computed } => {
            let was = computed.settled().map_or_else(|| span(computed), |points| format!("{}分", points.shown()));
            format!("{}改判，原由台账算得{was}{}", by(who), because(reason))
        }
        What::Cap { before, after } if before < after => format!("{} → {} 不再往下扣", before.shown(), after.shown()),
        What::Cap { before, after } => format!("{} → {} 封顶", before.shown(), after.shown()),
    }
}
