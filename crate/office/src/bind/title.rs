//! What the rows above a header say: the unit of account, the unit that fills in, the year.

use super::{clean, plain};
use crate::read::Row;

/// What a title said, and where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Title {
    /// `单位：万元`.
    pub money: Option<&'static str>,
    /// `填报单位：市财政局`, with its column.
    pub unit_name: Option<(String, u32)>,
    /// `2022年度…`.
    pub year: Option<i32>,
    /// Everything, folded, for telling which sheet this is.
    pub text: String,
}

/// Keys of the line above a table, longest first.
const KEYS: [&str; 24] = [
    "定点帮扶单位",
    "帮扶责任单位",
    "填报单位",
    "编报单位",
    "报送单位",
    "帮扶单位",
    "单位名称",
    "单位盖章",
    "金额单位",
    "计量单位",
    "单位负责人",
    "填报日期",
    "填报时间",
    "填表日期",
    "填报人",
    "填表人",
    "联系电话",
    "联系人",
    "审核人",
    "负责人",
    "制表人",
    "年度",
    "日期",
    "单位",
];
/// Keys that name the unit of the rows.
const UNIT_KEYS: [&str; 8] =
    ["填报单位", "编报单位", "报送单位", "帮扶单位", "定点帮扶单位", "帮扶责任单位", "单位名称", "单位"];

/// Reads the rows above a header.
#[must_use]
pub fn read(rows: &[Row<'_>]) -> Title {
    let mut title = Title::default();
    for row in rows {
        let texts: Vec<(u32, String)> = row
            .cells
            .iter()
            .map(|(column, cell)| (*column, clean::typed(cell).chars().map(plain::half_width).collect::<String>()))
            .collect();
        for (at, (column, text)) in texts.iter().enumerate() {
            title.text.push_str(&plain::folded(text));
            title.year = title.year.or_else(|| year(text));
            // A key in a cell of its own, its value in the next.
            let folded = plain::folded(text);
            if let Some(key) = UNIT_KEYS.iter().find(|key| **key != "单位" && folded == **key)
                && let Some((column, value)) = texts.get(at + 1)
            {
                title.take(key, value, *column);
            }
            for (key, value) in pairs(text) {
                let beside = texts.get(at + 1).map(|(_, text)| text.as_str()).filter(|_| value.is_empty());
                title.take(key, beside.unwrap_or(&value), *column);
            }
        }
    }
    title
}

impl Title {
    fn take(&mut self, key: &str, value: &str, column: u32) {
        let value = value
            .trim_matches(|c| plain::is_space(c) || matches!(c, '_' | '(' | ')' | '[' | ']' | '—' | '-' | ';' | ','));
        if let Some(unit) = plain::money_unit(&plain::folded(value)) {
            self.money = self.money.or(Some(unit));
        } else if UNIT_KEYS.contains(&key) && !plain::is_nothing(value) && !value.contains(':') && !is_counter(value) {
            self.unit_name.get_or_insert_with(|| (plain::name(value).into_owned(), column));
        }
    }
}

/// `单位：人` is no name of a unit.
fn is_counter(value: &str) -> bool {
    value.chars().count() < 3 || value.contains(['、', '/', ',']) && value.contains(['元', '人', '户'])
}

/// `填报单位：市财政局  填报人：张三` as keys with their values.
fn pairs(text: &str) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    let mut parts = text.split(':').peekable();
    let Some(mut head) = parts.next() else { return found };
    while let Some(part) = parts.next() {
        let folded = plain::folded(head);
        let key =
            KEYS.into_iter().find(|key| folded.trim_end_matches([')', ']']).ends_with(key) || folded.ends_with(key));
        // The value ends where the next key begins.
        let end = if parts.peek().is_some() {
            KEYS.iter().filter_map(|key| part.rfind(key)).min().unwrap_or(part.len())
        } else {
            part.len()
        };
        if let Some(key) = key {
            let value = part.get(..end).unwrap_or(part);
            // Two blanks end a value too: what follows is another remark.
            let value = value.trim_start_matches(plain::is_space).split("  ").next().unwrap_or(value);
            found.push((key, value.to_owned()));
        }
        head = part;
    }
    found
}

/// The first `2022年` or `2022年度` of a text.
#[must_use]
pub fn year(text: &str) -> Option<i32> {
    let folded = plain::folded(text);
    for (at, _) in folded.match_indices('年') {
        let digits = folded.get(..at)?;
        let Some(start) = digits.len().checked_sub(4) else { continue };
        if let Some(year) =
            digits.get(start..).and_then(|year| year.parse().ok()).filter(|year| (1949..=2099).contains(year))
        {
            return Some(year);
        }
    }
    None
}
