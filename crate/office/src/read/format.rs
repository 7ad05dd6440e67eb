//! Number formats: which numbers are days.

use std::borrow::Cow;

use bangfu_core::ledger::period::day_number;
use chrono::{Days, NaiveDate};

use super::grid::Cell;

/// What a number format makes of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shape {
    /// A number.
    #[default]
    Plain,
    /// A day or a time of day.
    Date,
}

impl Shape {
    /// A format by its number in the file, where that number has one meaning everywhere; 27–36 and 50–58 are the Chinese,
    /// Japanese and Korean dates.
    #[must_use]
    pub fn builtin(id: u32) -> Self {
        match id {
            14..=22 | 27..=36 | 45 | 47 | 50..=58 => Self::Date,
            _ => Self::Plain,
        }
    }

    /// A format by its code: a date if a letter of a date stands outside of quotes, escapes and brackets. An elapsed time
    /// (`[h]:mm`) is a number.
    #[must_use]
    pub fn code(code: &str) -> Self {
        let section = code.split(';').next().unwrap_or(code);
        let mut chars = section.chars();
        let mut found = Self::Plain;
        if section.eq_ignore_ascii_case("general") {
            return found;
        }
        while let Some(c) = chars.next() {
            match c {
                '"' => _ = chars.by_ref().find(|c| *c == '"'),
                '\\' | '_' | '*' => _ = chars.next(),
                '[' => {
                    let inner: String = chars.by_ref().take_while(|c| *c != ']').collect();
                    if matches!(inner.to_ascii_lowercase().as_str(), "h" | "hh" | "m" | "mm" | "s" | "ss") {
                        return Self::Plain;
                    }
                }
                'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' => found = Self::Date,
                _ => {}
            }
        }
        found
    }

    /// The cell of a number in this format.
    #[must_use]
    pub fn cell<'a>(self, number: f64, epoch_1904: bool) -> Cell<'a> {
        match self {
            Self::Plain => Cell::Number(number),
            Self::Date => Cell::Serial { number, epoch_1904 },
        }
    }
}

/// The day number of a serial date; `None` where it is no day of this or the last century.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    reason = "the day is the whole part of the serial; out of range saturates and is refused below"
)]
pub fn serial_day(serial: f64, epoch_1904: bool) -> Option<i64> {
    let days = u64::try_from(serial as i64).ok()?;
    // 1900 was no leap year, whatever the serials say: they are right from day 61 on.
    if !epoch_1904 && days < 61 {
        return None;
    }
    epoch(epoch_1904)?.checked_add_days(Days::new(days)).map(day_number)
}

/// A date that a file writes out, `2022-03-05` or `2022-03-05T00:00:00`, as the cell that the same date is elsewhere;
/// `None` for any other text, and for a date with a time of day.
#[must_use]
pub fn iso_cell<'a>(text: &str) -> Option<Cell<'a>> {
    let (date, time) = text.split_once('T').unwrap_or((text, ""));
    if !time.trim_end_matches('Z').bytes().all(|b| matches!(b, b'0' | b':' | b'.')) {
        return None;
    }
    let date = NaiveDate::parse_from_str(date, "%Y-%m-%d").ok()?;
    let serial = date.signed_duration_since(epoch(false)?).num_days();
    let number = f64::from(i32::try_from(serial).ok()?);
    // A day that has no serial stays a text.
    serial_day(number, false).map(|_| Cell::Serial { number, epoch_1904: false })
}

/// The day that serials count from.
fn epoch(epoch_1904: bool) -> Option<NaiveDate> {
    let (year, month, day) = if epoch_1904 { (1904, 1, 1) } else { (1899, 12, 30) };
    NaiveDate::from_ymd_opt(year, month, day)
}

/// A number as files write it; Rust itself would also take `nan` and `inf`.
#[must_use]
pub fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let digits = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E'));
    text.parse().ok().filter(|number: &f64| digits && number.is_finite())
}

/// The cell of a text where the container has no types: the words of spreadsheets for errors are errors.
#[must_use]
pub fn text_cell(text: Cow<'_, str>) -> Cell<'_> {
    let error = text.starts_with('#')
        && ["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!"].contains(&text.trim());
    if error { Cell::Error(text.into_owned()) } else { Cell::Text(text) }
}
