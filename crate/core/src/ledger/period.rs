//! Dates as day numbers, and the windows that rules are read in (年度, 半年).

use chrono::{Datelike, Days, Months, NaiveDate};

/// The day number of a date: days since 1970-01-01.
#[must_use]
pub fn day_number(date: NaiveDate) -> i64 {
    date.signed_duration_since(NaiveDate::default()).num_days()
}

/// The date of a day number, `None` out of the calendar's range.
#[must_use]
pub fn date_of(day: i64) -> Option<NaiveDate> {
    let epoch = NaiveDate::default();
    if day < 0 {
        epoch.checked_sub_days(Days::new(day.unsigned_abs()))
    } else {
        epoch.checked_add_days(Days::new(day.unsigned_abs()))
    }
}

/// A stretch of days within or around the evaluation year (考核年度), both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The first day number.
    pub first: i64,
    /// The last day number.
    pub last: i64,
}

/// The windows a rule may name (G-17: 半年 is 1–6 / 7–12 月 of the calendar year).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum During {
    /// 全年
    Year,
    /// 上半年
    FirstHalf,
    /// 下半年
    SecondHalf,
    /// 两年: the year and the one before it
    TwoYears,
    /// 至年末: the year and all before it
    ToYearEnd,
    /// 上年: the year before
    LastYear,
    /// 第一季度 … 第四季度, 1 to 4
    Quarter(u8),
}

impl During {
    /// The words of a rule file, with their windows.
    pub const WORDS: [(&'static str, Self); 9] = [
        ("全年", Self::Year),
        ("上半年", Self::FirstHalf),
        ("下半年", Self::SecondHalf),
        ("两年", Self::TwoYears),
        ("上年", Self::LastYear),
        ("第一季度", Self::Quarter(1)),
        ("第二季度", Self::Quarter(2)),
        ("第三季度", Self::Quarter(3)),
        ("第四季度", Self::Quarter(4)),
    ];

    /// The words of a condition on a date: those of a requirement, and what has come to be by the end of the year.
    pub const OF_DATES: [(&'static str, Self); 10] = [
        Self::WORDS[0],
        Self::WORDS[1],
        Self::WORDS[2],
        Self::WORDS[3],
        Self::WORDS[4],
        Self::WORDS[5],
        Self::WORDS[6],
        Self::WORDS[7],
        Self::WORDS[8],
        ("至年末", Self::ToYearEnd),
    ];

    /// The window of this word in `year`; `None` for a year outside the calendar.
    #[must_use]
    pub fn window(self, year: i32) -> Option<Window> {
        let (from_year, from_month, to_month) = match self {
            Self::Year | Self::ToYearEnd => (year, 1, 12),
            Self::FirstHalf => (year, 1, 6),
            Self::SecondHalf => (year, 7, 12),
            Self::TwoYears => (year.checked_sub(1)?, 1, 12),
            Self::LastYear => (year.checked_sub(1)?, 1, 12),
            Self::Quarter(quarter) => (year, u32::from(quarter) * 3 - 2, u32::from(quarter) * 3),
        };
        let to_year = if self == Self::LastYear { from_year } else { year };
        let first = NaiveDate::from_ymd_opt(from_year, from_month, 1)?;
        let last = NaiveDate::from_ymd_opt(to_year, to_month, 1)?.checked_add_months(Months::new(1))?.pred_opt()?;
        let first = if self == Self::ToYearEnd { i64::MIN } else { day_number(first) };
        Some(Window { first, last: day_number(last) })
    }
}

impl Window {
    /// Whether a day lies in the window.
    #[must_use]
    pub fn holds(self, day: i64) -> bool {
        self.first <= day && day <= self.last
    }
}

/// A month and day of the evaluation year, `"06-30"`, of the year after it, `"+01-31"`, or of the year before, `"-12-31"`: how
/// rules write a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Deadline {
    years: i32,
    month: u32,
    day: u32,
}

impl Deadline {
    /// Reads `MM-DD`, `+MM-DD` or `-MM-DD`; `None` for any other text or a day that no year has.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let other_year = |sign, years| Some((years, text.strip_prefix(sign)?));
        let (years, text) = other_year('+', 1).or_else(|| other_year('-', -1)).unwrap_or((0, text));
        let (month, day) = text.split_once('-')?;
        let deadline = Self { years, month: month.parse().ok()?, day: day.parse().ok()? };
        NaiveDate::from_ymd_opt(2024, deadline.month, deadline.day).map(|_| deadline)
    }

    /// The day number for an evaluation year; 02-29 falls back to the 28th where the year has none.
    #[must_use]
    pub fn day(self, year: i32) -> Option<i64> {
        let year = year.checked_add(self.years)?;
        NaiveDate::from_ymd_opt(year, self.month, self.day)
            .or_else(|| NaiveDate::from_ymd_opt(year, self.month, self.day.checked_sub(1)?))
            .map(day_number)
    }
}

/// The last day of the month that begins on a day number.
#[must_use]
pub fn last_of_month(first: i64) -> Option<i64> {
    date_of(first)?.checked_add_months(Months::new(1))?.pred_opt().map(day_number)
}

/// `2022-03-05` for a day number.
#[must_use]
pub fn day_text(day: i64) -> String {
    date_of(day).map_or_else(String::new, |date| format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day()))
}

/// `2022-03` for a day number whose day is not known.
#[must_use]
pub fn month_text(day: i64) -> String {
    date_of(day).map_or_else(String::new, |date| format!("{:04}-{:02}", date.year(), date.month()))
}

/// A day number from `2022-03-05`; `None` for any other text.
#[must_use]
pub fn parse_day(text: &str) -> Option<i64> {
    let mut parts = text.splitn(3, '-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let day = parts.next()?.parse().ok()?;
    NaiveDate::from_ymd_opt(year, month, day).map(day_number)
}
