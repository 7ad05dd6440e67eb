//! An entry of the log in words, for undo and redo.

use super::own::Known;
use super::{Edit, Entry};
use crate::exact::Points;

impl Entry {
    /// `known` are the schemes before it.
    pub(super) fn label(&self, known: &Known<'_>) -> String {
        match self {
            Self::Files(files) => match &files[..] {
                [one] if one.typed.is_some() => format!("录入{}", one.sheets.first().map_or("", |sheet| &sheet.name)),
                [one] if one.sample => "打开示例".to_owned(),
                [one] => format!("装入 {}", one.file),
                [first, ..] => format!("装入 {} 等{}个文件", first.file, files.len()),
                [] => "装入".to_owned(),
            },
            Self::Own(own) => format!("打开自己的方案《{}》", own.scheme.title),
            Self::Edit(edit) => of_edit(edit, known),
        }
    }
}

fn of_edit(edit: &Edit, known: &Known<'_>) -> String {
    match edit {
        Edit::Assess { no, points, .. } => {
            let what = subject(no);
            match points {
                Some(points) if points.parse::<Points>().is_ok() => format!("{what}打分{points}"),
                Some(level) => format!("{what}评为{level}"),
                None => format!("撤回{what}评分"),
            }
        }
        Edit::Keep { no, .. } => format!("维持{}评分", subject(no)),
        Edit::Forget { .. } => "删去一条列对应".to_owned(),
        Edit::Convention { id, .. } => format!("口径{id}"),
        Edit::Track { scheme, track } => {
            let found = known.scheme(scheme).and_then(|scheme| scheme.tracks.get(scheme.track(track)?));
            format!("改用{}", found.map_or(track, |track| &track.name))
        }
        // A step of its own in the log.
        Edit::Own { .. } => "打开自己的方案".to_owned(),
        Edit::Year { year } => format!("年度改为{year}"),
        Edit::AsOf { date } => format!("推算日改为{date}"),
        Edit::Unit { name } => format!("单位定为{name}"),
        Edit::Reason { reason: Some(_), .. } => "填写说明".to_owned(),
        Edit::Reason { reason: None, .. } => "撤回说明".to_owned(),
        Edit::Clear => "清空".to_owned(),
    }
}

/// A content that is rated as a whole goes by its name.
fn subject(no: &str) -> String {
    if no.starts_with(|c: char| c.is_ascii()) { format!("指标{no}") } else { format!("“{no}”") }
}
