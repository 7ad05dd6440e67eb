//! Numbers written in characters: 叁万, 二十五, 一百零三万, 二〇二二.

use rust_decimal::Decimal;

/// The digit of a character.
#[must_use]
pub fn digit(c: char) -> Option<u32> {
    Some(match c {
        '〇' | '零' | '○' => 0,
        '一' | '壹' => 1,
        '二' | '贰' | '两' | '貳' => 2,
        '三' | '叁' | '參' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' | '陸' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

fn place(c: char) -> Option<u64> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1_000,
        _ => return None,
    })
}

/// The whole number of a text that consists of characters alone; `None` for any other text.
#[must_use]
pub fn number(text: &str) -> Option<Decimal> {
    let (mut total, mut section, mut last) = (0_u64, 0_u64, None::<u64>);
    let mut any = false;
    for c in text.chars() {
        if let Some(value) = digit(c) {
            if last.is_some_and(|waiting| waiting != 0) {
                return None;
            }
            last = Some(u64::from(value));
        } else if let Some(value) = place(c) {
            section = section.checked_add(last.take().unwrap_or(1).checked_mul(value)?)?;
        } else {
            let scale = match c {
                '万' | '萬' => 10_000,
                '亿' | '億' => 100_000_000,
                _ => return None,
            };
            section = section.checked_add(last.take().unwrap_or(0))?;
            total = total.checked_add(section)?.checked_mul(scale)?;
            section = 0;
        }
        any = true;
    }
    let sum = total.checked_add(section)?.checked_add(last.unwrap_or(0))?;
    any.then(|| Decimal::from(sum))
}

/// A date whose numbers are written in characters, with digits in their place: `二〇二二年三月五日` → `2022年3月5日`.
#[must_use]
pub fn date_digits(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = String::new();
    for c in text.chars().chain(std::iter::once('\n')) {
        if digit(c).is_some() || place(c) == Some(10) {
            run.push(c);
            continue;
        }
        if !run.is_empty() {
            let spelled =
                if run.chars().count() >= 4 { run.chars().map(digit).collect::<Option<Vec<_>>>() } else { None };
            match (spelled, number(&run)) {
                (Some(digits), _) => out.extend(digits.into_iter().filter_map(|d| char::from_digit(d, 10))),
                (None, Some(number)) => out.push_str(&number.to_string()),
                (None, None) => out.push_str(&run),
            }
            run.clear();
        }
        if c != '\n' {
            out.push(c);
        }
    }
    out
}
