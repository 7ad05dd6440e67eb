//! Exact decimals from cells. A binary float is never calculated with: its shortest text is read instead.

use rust_decimal::{Decimal, RoundingStrategy};

/// The significant digits that spreadsheets keep; what a file holds behind them is noise.
const DIGITS: usize = 15;

/// A float as an exact decimal, and whether noise behind the fifteenth digit was cut off.
/// `None` where it is no number of a ledger: not finite, or beyond 28 digits.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "a whole float below 10¹⁵ is an i64, exactly")]
pub fn of_float(number: f64) -> Option<(Decimal, bool)> {
    if !number.is_finite() {
        return None;
    }
    if number.fract() == 0.0 && number.abs() < 1e15 {
        return Some((Decimal::from(number as i64), false));
    }
    with_few_places(number).map_or_else(|| by_text(number), |decimal| Some((decimal, false)))
}

fn by_text(number: f64) -> Option<(Decimal, bool)> {
    let text = format!("{number:e}");
    let mantissa = text.split_once('e').map_or(text.as_str(), |(mantissa, _)| mantissa);
    let noisy = mantissa.bytes().filter(u8::is_ascii_digit).count() > DIGITS;
    let text = if noisy { format!("{number:.14e}") } else { text };
    Decimal::from_scientific(&text).ok().map(|decimal| (decimal.normalize(), noisy))
}

/// A float that has up to six places and fifteen digits, as nearly all in a ledger, without the detour over its text: two
/// decimals of so few digits are never the same float, so one that divides back into it is its shortest text.
#[expect(
    clippy::cast_possible_truncation,
    clippy::float_arithmetic,
    reason = "a guess, taken only where dividing it gives the very float; whole and below 10¹⁵ it is an i64, exactly"
)]
fn with_few_places(number: f64) -> Option<Decimal> {
    let mut scale = 1.0;
    for places in 1..=6 {
        scale *= 10.0;
        let digits = (number * scale).round();
        if digits.abs() >= 1e15 {
            return None;
        }
        if digits / scale == number {
            return Some(Decimal::new(digits as i64, places));
        }
    }
    None
}

/// A float as the shortest text that a person would have typed.
#[must_use]
pub fn shortest(number: f64) -> String {
    of_float(number).map_or_else(|| format!("{number}"), |(decimal, _)| decimal.to_string())
}

/// Digits with an optional sign, point and thousands separators, as an exact decimal. The text is folded.
#[must_use]
pub fn of_text(text: &str) -> Option<Decimal> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, part) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(part) || (unsigned.contains('.') && part.is_empty()) {
        return None;
    }
    if digits(whole) {
        return text.parse().ok();
    }
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let grouped =
        digits(first) && (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3 && digits(group));
    grouped.then(|| text.replace(',', "").parse().ok()).flatten()
}

/// `value × per` as a whole number, and whether a rest had to be rounded away. `None` out of range.
#[must_use]
pub fn whole(value: Decimal, per: i64) -> Option<(i64, bool)> {
    let scaled = value.checked_mul(Decimal::from(per))?;
    let rounded = scaled.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    i64::try_from(rounded).ok().map(|whole| (whole, rounded != scaled))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn few_places_are_what_the_text_says(digits in -2_000_000_000_000_000_i64..2_000_000_000_000_000, places in 0..9, any: f64) {
            #[expect(clippy::cast_precision_loss, clippy::float_arithmetic, reason = "any float will do")]
            for number in [digits as f64 / 10_f64.powi(places), any, any.fract() * 1e6] {
                if let Some(decimal) = with_few_places(number).filter(|_| number.fract() != 0.0) {
                    prop_assert_eq!(by_text(number), Some((decimal, false)));
                }
            }
        }
    }

    #[test]
    fn noise_takes_the_detour() {
        assert_eq!(with_few_places(0.1 + 0.2), None);
        assert_eq!(of_float(0.1 + 0.2), Some((Decimal::new(3, 1), true)));
        assert_eq!(of_float(1234.56), Some((Decimal::new(123_456, 2), false)));
    }
}
