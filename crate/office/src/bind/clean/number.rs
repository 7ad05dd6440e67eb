//! Numbers and amounts as people type them: `１２３`, `1，234.50`, `12.5万`, `约3万`, `300000元`, `叁万元`.

use std::borrow::Cow;

use bangfu_core::exact::{Money, Points};
use bangfu_core::ledger::table::MILLIONTH;
use rust_decimal::Decimal;

use super::{Clean, Reading, Remark, chinese, decimal};
use crate::bind::plain;
use crate::read::Cell;

/// Words behind a count that say what is counted.
const COUNTERS: [&str; 24] = [
    "人次", "户次", "人", "户", "名", "个", "次", "天", "日", "场", "期", "份", "件", "家", "篇", "项", "分", "年",
    "亩", "公里", "吨", "斤", "公斤", "岁",
];
/// Words that make a number an estimate.
const ABOUT_BEFORE: [&str; 11] = ["大约", "大概", "约为", "约", "将近", "接近", "近", "超过", "超", "逾", "不少于"];
const ABOUT_BEHIND: [&str; 5] = ["左右", "上下", "以上", "余", "多"];

/// A text read as a quantity.
#[derive(Debug, Clone, PartialEq)]
struct Quantity {
    value: Decimal,
    /// The unit of account that the cell itself names.
    unit: Option<&'static str>,
    estimated: bool,
    /// Whether the text is the number and nothing else.
    plain: bool,
    /// Whether the file shows the number as a date.
    as_date: bool,
}

/// Reads a cell of a number column: millionths.
#[must_use]
pub fn number<'a>(cell: &'a Cell<'_>) -> Reading<'a> {
    let (quantity, noisy) = match quantity(cell, COUNTERS.as_slice()) {
        Ok(found) => found,
        Err(reading) => return reading,
    };
    // `5万` of a count is 50 000; `5元` in a count column is not a count.
    let scale = match quantity.unit {
        None => 1,
        Some("万元") if !typed_money(cell) => 10_000,
        Some("亿元") if !typed_money(cell) => 100_000_000,
        Some(_) => return unclear(cell),
    };
    let Some(value) = quantity.value.checked_mul(Decimal::from(scale)) else { return unclear(cell) };
    let Some((millionths, rounded)) = decimal::whole(value, MILLIONTH) else { return unclear(cell) };
    let shown = || Points::ratio(millionths, MILLIONTH).to_string();
    finish(Clean::Number(millionths), &quantity, noisy, rounded, "只保留六位小数", &shown)
}

/// Reads a cell of a money column: 分. `unit` is that of plain numbers here, `shown_in` that of the dictionary.
#[must_use]
pub fn money<'a>(cell: &'a Cell<'_>, unit: &str, shown_in: &str) -> Reading<'a> {
    let (quantity, noisy) = match quantity(cell, &[]) {
        Ok(found) => found,
        Err(reading) => return reading,
    };
    let Some(per) = Money::fen_in(quantity.unit.unwrap_or(unit)) else { return unclear(cell) };
    let Some((fen, rounded)) = decimal::whole(quantity.value, per) else { return unclear(cell) };
    let shown = || Money(fen).in_unit(shown_in).map_or_else(String::new, |amount| format!("{amount}{shown_in}"));
    finish(Clean::Money(fen), &quantity, noisy, rounded, "不足一分的部分四舍五入", &shown)
}

fn finish<'a>(
    value: Clean<'a>,
    quantity: &Quantity,
    noisy: bool,
    rounded: bool,
    rounding: &'static str,
    shown: &dyn Fn() -> String,
) -> Reading<'a> {
    if quantity.estimated {
        let mut remark =
            Remark::refusal("estimate", "是估计数，确认前不参与计算", "请填确切的数，去掉“约”“左右”等字。");
        remark.new = Some(format!("约{}", shown()));
        return Reading { value, estimated: true, remark: Some(remark) };
    }
    let remark = if quantity.as_date {
        Some(Remark::repair("date format", shown(), "这一格设成了日期格式，按数字读取"))
    } else if rounded {
        Some(Remark::repair("rounded", shown(), rounding))
    } else if noisy {
        Some(Remark::repair("noise", shown(), "去掉表格软件留下的浮点尾数"))
    } else if quantity.unit.is_some() {
        Some(Remark::repair("unit", shown(), "按单元格里写的单位换算"))
    } else if !quantity.plain {
        Some(Remark::repair("number", shown(), "按数字读取"))
    } else {
        None
    };
    Reading { value, estimated: false, remark }
}

/// The quantity of a cell and whether float noise was cut off, or the reading that settles the cell without one.
#[expect(
    clippy::result_large_err,
    reason = "a settled cell is as common as a number, and a box for each would cost more"
)]
fn quantity<'a>(cell: &Cell<'_>, counters: &[&str]) -> Result<(Quantity, bool), Reading<'a>> {
    let plain = |value| Quantity { value, unit: None, estimated: false, plain: true, as_date: false };
    match cell {
        Cell::Number(number) => match decimal::of_float(*number) {
            Some((value, noisy)) => Ok((plain(value), noisy)),
            None => Err(unclear(cell)),
        },
        // A number that the file shows as a date: what a person sees is not what is read.
        Cell::Serial { number, .. } => match decimal::of_float(*number) {
            Some((value, noisy)) => Ok((Quantity { as_date: true, ..plain(value) }, noisy)),
            None => Err(unclear(cell)),
        },
        Cell::Text(text) => {
            if let Some(value) = decimal::of_text(text).filter(|_| !text.contains(',')) {
                return Ok((plain(value), false));
            }
            let folded = plain::folded(text);
            let folded = folded.trim_start_matches('\'');
            if plain::is_nothing(folded) {
                return Err(Reading::nothing(folded));
            }
            parse(folded, counters).map(|quantity| (quantity, false)).ok_or_else(|| unclear(cell))
        }
        Cell::Flag(_) | Cell::Error(_) | Cell::Formula => Err(unclear(cell)),
    }
}

/// Reads folded text: about-words, currency signs, then digits or characters, then a unit.
fn parse(folded: &str, counters: &[&str]) -> Option<Quantity> {
    let mut rest = folded;
    let mut estimated = false;
    while let Some(cut) = ABOUT_BEFORE.iter().find_map(|word| rest.strip_prefix(word)) {
        (rest, estimated) = (cut, true);
    }
    for sign in ["人民币", "RMB", "¥", "￥", "CNY"] {
        rest = rest.strip_prefix(sign).unwrap_or(rest);
    }
    let mut owned = Cow::Borrowed(rest);
    for word in ABOUT_BEHIND {
        if owned.contains(word) && !owned.starts_with(word) {
            (owned, estimated) = (Cow::Owned(owned.replace(word, "")), true);
        }
    }
    let mut rest: &str = owned.trim_end_matches(['整', '正']);
    if let Some(cut) = rest.strip_suffix('+') {
        (rest, estimated) = (cut, true);
    }
    for counter in counters {
        if let Some(cut) = rest.strip_suffix(counter).filter(|cut| !cut.is_empty()) {
            rest = cut;
            break;
        }
    }
    let (digits, unit) = split_unit(rest);
    let value = decimal::of_text(digits).or_else(|| scientific(digits)).or_else(|| chinese::number(digits))?;
    Some(Quantity { value, unit, estimated, plain: false, as_date: false })
}

/// Digits and the unit of account behind them. `叁万元`: the 万 belongs to the unit, which comes to the same.
fn split_unit(text: &str) -> (&str, Option<&'static str>) {
    for word in ["百万元", "万元", "亿元", "千元", "百元", "元", "圆", "块", "万", "亿"] {
        if let Some(digits) = text.strip_suffix(word).filter(|digits| !digits.is_empty()) {
            let unit = if word == "块" { Some("元") } else { plain::money_unit(word) };
            return (digits, unit);
        }
    }
    (text, None)
}

fn scientific(text: &str) -> Option<Decimal> {
    text.contains(['e', 'E']).then(|| Decimal::from_scientific(text).ok()).flatten()
}

fn typed_money(cell: &Cell<'_>) -> bool {
    matches!(cell, Cell::Text(text) if text.contains('元'))
}

/// No number: says which of the usual things it is.
fn unclear<'a>(cell: &Cell<'_>) -> Reading<'a> {
    if let Some(reading) = super::unreadable(cell) {
        return reading;
    }
    let text = super::typed(cell);
    let folded = plain::folded(&text);
    let inner = folded.trim_matches(|c: char| !c.is_ascii_digit());
    let (tag, why, mend) = if folded.contains('%') {
        ("percent", "是百分数，本列要填数", "请填数，不带百分号。")
    } else if inner.contains('(') {
        ("two numbers", "一格里有两个数，不知道以哪个为准", "请只留一个数，另一个写到备注。")
    } else if inner.contains(['-', '~', '—', '–', '至', '到']) {
        ("number range", "是一个范围，不是确定的数", "请填确切的数。")
    } else {
        ("not a number", "不是数，读不出数值", "请填数字；没有就空着。")
    };
    Reading::unclear(Remark::refusal(tag, why, mend))
}
