//! 合计 rows: never counted, always compared with what the rows above them add up to.

use bangfu_core::diag::Severity;
use bangfu_core::exact::{Money, Points};
use bangfu_core::ledger::dictionary::{FieldIx, Kind, Sheet};
use bangfu_core::ledger::table::{MILLIONTH, State, Table};

use super::clean::{self, Clean};
use super::log::Log;
use super::plain;
use super::plan::Column;
use crate::read::Row;

/// Which rows a total adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TotalKind {
    /// 合计, 总计: the whole table.
    Whole,
    /// 小计: the rows since the last 小计.
    Part,
    /// 其中: a part of the rows that is not said; never compared.
    Among,
}

impl TotalKind {
    /// The kind that a first cell says, `合　计` and `合计：` included.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let folded = plain::folded(text);
        let word = folded.trim_start_matches(['(', '[']).trim_end_matches([':', ')', ']', '.', '、']);
        match word {
            "合计" | "总计" | "累计" | "共计" | "全年合计" | "年度合计" | "合计数" | "总合计" | "Total" | "total"
            | "TOTAL" => Some(Self::Whole),
            "小计" | "分计" | "本页小计" | "本页合计" => Some(Self::Part),
            // `全县合计`, `2022年总计`, `合计(元)`; a longer text is a sentence.
            _ if word.chars().count() <= 8 && ends(word, &["合计", "总计"]) => Some(Self::Whole),
            _ if word.chars().count() <= 8 && ends(word, &["小计"]) => Some(Self::Part),
            _ if word.starts_with("其中:") || word == "其中" => Some(Self::Among),
            _ => None,
        }
    }
}

/// Whether a word, without what stands in brackets behind it, ends in one of some.
fn ends(word: &str, with: &[&str]) -> bool {
    let bare = word.split(['(', '[']).next().unwrap_or(word);
    with.iter().any(|with| bare.ends_with(with))
}

/// One total as typed.
#[derive(Debug)]
struct Total {
    kind: TotalKind,
    row: u32,
    /// Rows of the table above it.
    above: usize,
    figures: Vec<(FieldIx, u32, i64, String)>,
}

/// The totals of a table.
#[derive(Debug, Default)]
pub struct Totals {
    rows: Vec<Total>,
}

impl Totals {
    /// Keeps the figures of a total row.
    pub fn note(&mut self, kind: TotalKind, row: &Row<'_>, columns: &[Column], above: usize) {
        let mut figures = Vec::new();
        for column in columns {
            let Some(cell) = row.cell(column.source) else { continue };
            if let Clean::Number(value) | Clean::Money(value) = column.clean(cell).value {
                figures.push((column.field, column.source, value, clean::typed(cell).into_owned()));
            }
        }
        self.rows.push(Total { kind, row: row.number, above, figures });
    }

    /// Compares every figure with our own sum.
    pub fn compare(&self, sheet: &Sheet, table: &Table, log: &mut Log) {
        let mut since = 0;
        for total in &self.rows {
            let part = since..total.above;
            match total.kind {
                TotalKind::Among => continue,
                TotalKind::Part => since = total.above,
                TotalKind::Whole => {}
            }
            for (field, column, typed_value, typed) in &total.figures {
                let whole = sum(table, *field, 0..table.rows.len());
                let part = sum(table, *field, part.clone());
                let right = match total.kind {
                    TotalKind::Part => part == Some(*typed_value),
                    _ => whole == Some(*typed_value) || part == Some(*typed_value),
                };
                if right {
                    continue;
                }
                let own = if total.kind == TotalKind::Part { part } else { whole };
                let kind = sheet.fields.get(usize::from(field.0)).map(|field| &field.kind);
                let own = own.map_or_else(|| "超出范围".to_owned(), |own| figure(kind, own));
                log.single(
                    *column,
                    total.row,
                    Severity::Explain,
                    format!("合计行写的是 {typed}，逐行相加是 {own}；按逐行的数计算"),
                    "请核对合计，或看看有没有漏行、重复行和没有读出的数。",
                );
            }
        }
    }
}

/// The sum of the values that were read; `None` when it leaves the range.
fn sum(table: &Table, field: FieldIx, rows: std::ops::Range<usize>) -> Option<i64> {
    rows.map(|row| table.cell(row, field))
        .filter(|(state, _)| matches!(state, State::Known | State::Estimated))
        .try_fold(0_i64, |sum, (_, value)| sum.checked_add(value))
}

fn figure(kind: Option<&Kind>, value: i64) -> String {
    match kind {
        Some(Kind::Money(unit)) => {
            Money(value).in_unit(unit).map_or_else(String::new, |amount| format!("{amount}{unit}"))
        }
        _ => Points::ratio(value, MILLIONTH).to_string(),
    }
}
