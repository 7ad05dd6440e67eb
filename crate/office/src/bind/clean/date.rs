//! Dates and months in every spelling of a ledger: `2022.3.5`, `2022年3月5日`, `20220305`, `44625`, `3月5日`, `2022年3月`.

use bangfu_core::ledger::period::{day_number, day_text, month_text};
use chrono::NaiveDate;

use super::{Clean, Reading, Remark, chinese, decimal};
use crate::bind::plain;
use crate::read::{Cell, format};

/// Years that a ledger can speak of.
const YEARS: std::ops::RangeInclusive<i32> = 1949..=2099;

/// What a column of dates needs to know besides the cell.
#[derive(Debug, Clone, Copy)]
pub struct Calendar {
    /// The year of dates that say none (`3月5日`).
    pub year: i32,
    /// Whether 至今 is an answer here: the end of a stint.
    pub open_end: bool,
    /// Whether the column holds months (年月).
    pub months: bool,
    /// Whether bare serial numbers count from 1904.
    pub epoch_1904: bool,
}

/// What a text says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    Day(NaiveDate),
    Month(NaiveDate),
    Impossible,
    YearOnly,
    Several,
    Unreadable,
}

/// A text as a date, and the liberties taken.
#[derive(Debug, Clone, Copy)]
struct Parsed {
    when: When,
    /// Only the first of a range was read.
    range: bool,
    /// The year came from the sheet.
    year_added: bool,
}

/// Reads a cell of a date or month column.
#[must_use]
pub fn date<'a>(cell: &'a Cell<'_>, calendar: Calendar) -> Reading<'a> {
    if let Some(reading) = super::unreadable(cell) {
        return reading;
    }
    match cell {
        Cell::Serial { number, epoch_1904 } => serial(format::serial_day(*number, *epoch_1904), calendar, true),
        Cell::Number(number) => of_number(*number, calendar),
        Cell::Text(text) => of_text(text, calendar),
        Cell::Flag(_) | Cell::Error(_) | Cell::Formula => Reading::unclear(unreadable()),
    }
}

fn serial<'a>(day: Option<i64>, calendar: Calendar, formatted: bool) -> Reading<'a> {
    let date = day.and_then(bangfu_core::ledger::period::date_of);
    let Some(date) = date.filter(|date| YEARS.contains(&chrono::Datelike::year(date))) else {
        return Reading::unclear(impossible());
    };
    let value = settle(When::Day(date), calendar);
    if formatted {
        return Reading::plain(value);
    }
    Reading::with(value, Remark::repair("serial", day_text(day_number(date)), "按表格软件的日期序号换算"))
}

/// A number that the file does not format as a date: a serial, `20220305`, `202203` or `2022.3`.
fn of_number<'a>(number: f64, calendar: Calendar) -> Reading<'a> {
    let text = decimal::shortest(number);
    if text.len() == 5 && text.bytes().all(|b| b.is_ascii_digit()) {
        return serial(format::serial_day(number, calendar.epoch_1904), calendar, false);
    }
    match text.split_once('.') {
        // 2022.1 may be January or what is left of 2022.10.
        Some((year, "1")) if year.len() == 4 => Reading::unclear(Remark::refusal(
            "date as number",
            "年月被存成了小数，分不清是 1 月还是 10 月",
            "请写成 2022-01 或 2022-10 这样的形式。",
        )),
        _ => report(parse(&text, calendar.year), calendar),
    }
}

fn of_text<'a>(text: &str, calendar: Calendar) -> Reading<'a> {
    let typed = plain::trim(text);
    let text = typed.trim_start_matches('\'');
    if let Some(date) = canonical(text).filter(|_| text.len() == typed.len()) {
        return Reading::plain(settle(When::Day(date), calendar));
    }
    if calendar.months
        && text.len() == 7
        && let Some(date) = canonical(&format!("{text}-01"))
    {
        return Reading::plain(settle(When::Month(date), calendar));
    }
    let folded = plain::folded(text);
    if plain::is_nothing(&folded) {
        return Reading::nothing(&folded);
    }
    let now = ["至今", "在任", "在岗", "在职", "现在", "目前", "今", "长期"].iter().any(|word| folded == *word);
    if now && calendar.open_end {
        return Reading::with(Clean::Blank, Remark::repair("open end", "（空，表示至今）", "按至今读取"));
    }
    if folded.len() == 5 && folded.bytes().all(|b| b.is_ascii_digit()) {
        let days = folded.parse::<u32>().map(f64::from).unwrap_or(0.0);
        return serial(format::serial_day(days, calendar.epoch_1904), calendar, false);
    }
    report(parse(text, calendar.year), calendar)
}

/// `2022-03-05`, which is how dates are written here: read fast and without a word.
fn canonical(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes.get(4) != Some(&b'-') || bytes.get(7) != Some(&b'-') {
        return None;
    }
    let date = NaiveDate::from_ymd_opt(
        text.get(..4)?.parse().ok()?,
        text.get(5..7)?.parse().ok()?,
        text.get(8..)?.parse().ok()?,
    )?;
    YEARS.contains(&chrono::Datelike::year(&date)).then_some(date)
}

/// The value of a date in this column.
fn settle<'a>(when: When, calendar: Calendar) -> Clean<'a> {
    use chrono::Datelike;
    match when {
        When::Day(date) if calendar.months => Clean::Day(day_number(date.with_day(1).unwrap_or(date))),
        When::Day(date) => Clean::Day(day_number(date)),
        When::Month(date) if calendar.months => Clean::Day(day_number(date)),
        When::Month(date) => Clean::Month(day_number(date)),
        When::Impossible | When::YearOnly | When::Several | When::Unreadable => Clean::Unclear,
    }
}

fn report<'a>(parsed: Parsed, calendar: Calendar) -> Reading<'a> {
    let value = settle(parsed.when, calendar);
    let remark = match parsed.when {
        When::Impossible => impossible(),
        When::YearOnly => Remark::refusal("year only", "只有年份，分不清月份", "请补写月和日。"),
        When::Several => Remark::refusal("several dates", "一格里写了几个日期", "请拆成几行，一行一个日期。"),
        When::Unreadable => unreadable(),
        When::Month(date) if calendar.months => Remark::repair("month", month_text(day_number(date)), "按年月读取"),
        When::Month(date) => {
            let (tag, why) = if parsed.range {
                ("month range", "是一段时间，按开始的月份读取；没有具体日期，只能判断月份、季度、半年")
            } else {
                ("month", "只有年月没有日，只能判断月份、季度、半年，按天计算的条件用不上")
            };
            let mut remark = Remark::question(tag, why, "知道具体日期的，请补写。");
            remark.new = Some(month_text(day_number(date)));
            remark
        }
        When::Day(date) => {
            let new = if calendar.months { month_text(day_number(date)) } else { day_text(day_number(date)) };
            match (parsed.range, parsed.year_added) {
                (true, _) => Remark::repair("range", new, "是一段时间，按开始的日期读取"),
                (_, true) => Remark::repair("year added", new, "没有写年份，按本表的年度补上"),
                _ => Remark::repair("date", new, "统一日期写法"),
            }
        }
    };
    Reading::with(value, remark)
}

fn impossible() -> Remark {
    Remark::refusal("impossible", "没有这一天", "请改为实际日期，如 2022-03-05。")
}

fn unreadable() -> Remark {
    Remark::refusal("not a date", "不是日期，读不出年月日", "请写成 2022-03-05 这样的形式。")
}

/// A piece of a date text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    /// Digits: value and how many.
    Digits(u64, usize),
    /// Any other character, in half width.
    Sign(char),
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut open = false;
    for c in text.chars().take(64).map(plain::half_width) {
        if let Some(digit) = c.to_digit(10) {
            match found.last_mut() {
                Some(Piece::Digits(value, count)) if open => {
                    *value = value.saturating_mul(10).saturating_add(u64::from(digit));
                    *count += 1;
                }
                _ => found.push(Piece::Digits(u64::from(digit), 1)),
            }
            open = true;
        } else {
            open = false;
            if !plain::is_space(c) {
                found.push(Piece::Sign(c));
            }
        }
    }
    found
}

fn parse(text: &str, year: i32) -> Parsed {
    let spelled = text.chars().any(|c| chinese::digit(c).is_some()).then(|| chinese::date_digits(text));
    let pieces = pieces(spelled.as_deref().unwrap_or(text));
    let (when, rest, year_added) = first_date(&pieces, year);
    let range = matches!(when, When::Day(_) | When::Month(_)) && is_range(rest);
    let when = if matches!(when, When::Day(_) | When::Month(_)) && !range { end(when, rest) } else { when };
    Parsed { when, range, year_added }
}

/// The first date of a text, what follows it, and whether the year was added.
fn first_date(pieces: &[Piece], year: i32) -> (When, &[Piece], bool) {
    use Piece::{Digits, Sign};
    match pieces {
        [Digits(whole, 8), rest @ ..] => (day(whole / 10_000, whole / 100 % 100, whole % 100), rest, false),
        [Digits(whole, 14), rest @ ..] => {
            (day(whole / 10_000_000_000, whole / 100_000_000 % 100, whole / 1_000_000 % 100), rest, false)
        }
        [Digits(whole, 6), rest @ ..] => (month(whole / 100, whole % 100), rest, false),
        [Digits(_, 4)] | [Digits(_, 4), Sign('年')] => (When::YearOnly, &[], false),
        [Digits(y, 4), Sign(first), Digits(m, 1..=2), rest @ ..] if is_separator(*first) => {
            let (when, rest) = after_month(*y, *m, *first, rest);
            (when, rest, false)
        }
        [Digits(m, 1..=2), behind @ ..] if behind.first() == Some(&Sign('月')) => {
            let (when, rest) = after_month(u64::try_from(year).unwrap_or(0), *m, '年', behind);
            (when, rest, true)
        }
        _ => (When::Unreadable, &[], false),
    }
}

/// What stands behind year and month: a day with a fitting separator, or nothing of a day.
fn after_month(year: u64, m: u64, first: char, rest: &[Piece]) -> (When, &[Piece]) {
    use Piece::{Digits, Sign};
    match rest {
        [Sign(second), Digits(d, 1..=2), rest @ ..] if *second == first && first != '年' || *second == '月' => {
            let rest = if let [Sign('日' | '号'), rest @ ..] = rest { rest } else { rest };
            (day(year, m, *d), rest)
        }
        [Sign('月'), Sign('份'), rest @ ..] | [Sign('月'), rest @ ..] => (month(year, m), rest),
        _ => (month(year, m), rest),
    }
}

fn is_separator(c: char) -> bool {
    matches!(c, '年' | '.' | '-' | '/' | '。' | '·' | '—' | '–' | '\\' | '_')
}

fn day(year: u64, month: u64, day: u64) -> When {
    let date =
        whole(year, month).and_then(|(year, month)| NaiveDate::from_ymd_opt(year, month, u32::try_from(day).ok()?));
    date.map_or(When::Impossible, When::Day)
}

fn month(year: u64, month: u64) -> When {
    let date = whole(year, month).and_then(|(year, month)| NaiveDate::from_ymd_opt(year, month, 1));
    date.map_or(When::Impossible, When::Month)
}

fn whole(year: u64, month: u64) -> Option<(i32, u32)> {
    let year = i32::try_from(year).ok().filter(|year| YEARS.contains(year))?;
    Some((year, u32::try_from(month).ok()?))
}

/// Whether what follows a date makes it the start of a stretch: `-3.7`, `至5日`, `~2022.5`.
fn is_range(rest: &[Piece]) -> bool {
    matches!(rest, [Piece::Sign('-' | '~' | '—' | '–' | '至' | '到' | '―'), ..])
}

/// Settles a date by what follows it: nothing, a time of day, a weekday, 前; anything else makes it unreadable.
fn end(when: When, rest: &[Piece]) -> When {
    use Piece::{Digits, Sign};
    match rest {
        [] | [Sign('日' | '号' | '前' | 'T' | '(' | '[' | 'Z'), ..] | [Digits(..), Sign(':' | '时' | '点'), ..] => {
            when
        }
        [Sign('上' | '下' | '中'), Sign('午' | '旬'), ..]
        | [Sign('星'), Sign('期'), ..]
        | [Sign('周' | '初' | '底' | '末' | '晚' | '早'), ..] => when,
        [Sign('、' | ',' | ';' | '和' | '及' | '与' | '/' | '.'), Digits(..), ..] => When::Several,
        _ => When::Unreadable,
    }
}
