//! Exact numbers: [`Points`] for scores, [`Money`] for amounts, and the one place that rounds.
//!
//! A tier is decided by comparing sums with a line, so nothing here is ever a binary float and nothing is rounded
//! before a comparison (convention G-04). Rounding exists for display alone, in [`Points::shown`].

mod money;
mod range;

pub use money::Money;
pub use range::Range;

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An exact rational number of points (分值), in lowest terms; zero by default.
///
/// Small values are a machine ratio; a result that no longer fits widens to big integers and narrows again as soon as
/// it fits, so no operation panics, saturates or loses a digit. Equal values have one representation.
///
/// ```
/// # use bangfu_core::exact::Points;
/// let parts = ["85.2", "92.1", "92.0"].map(|t| t.parse::<Points>().unwrap());
/// let weights = [30, 40, 30].map(|w| Points::ratio(w, 100));
/// let total = parts.iter().zip(&weights).fold(Points::ZERO, |sum, (p, w)| &sum + &(p * w));
/// assert_eq!(total, Points::from(90));
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Points(Repr);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Repr {
    /// Numerator and denominator; the denominator is positive, the two share no factor.
    Small(i64, i64),
    /// Only values that do not fit `Small`.
    Big(Box<BigRational>),
}

impl Points {
    /// Zero points: a score that was given, never a score that is absent.
    pub const ZERO: Self = Self(Repr::Small(0, 1));

    /// `numerator / denominator` in lowest terms. A zero denominator gives zero, as no score can be divided by nothing;
    /// callers test for it where it is a person's mistake.
    #[must_use]
    pub fn ratio(numerator: i64, denominator: i64) -> Self {
        Self::narrow(i128::from(numerator), i128::from(denominator))
    }

    fn narrow(mut numerator: i128, mut denominator: i128) -> Self {
        if denominator == 0 {
            return Self::ZERO;
        }
        let common = numerator.gcd(&denominator);
        if common > 1 {
            numerator /= common;
            denominator /= common;
        }
        if denominator < 0 {
            numerator = -numerator;
            denominator = -denominator;
        }
        match (i64::try_from(numerator), i64::try_from(denominator)) {
            (Ok(n), Ok(d)) => Self(Repr::Small(n, d)),
            _ => Self(Repr::Big(Box::new(BigRational::new_raw(numerator.into(), denominator.into())))),
        }
    }

    fn widen(&self) -> BigRational {
        match &self.0 {
            Repr::Small(n, d) => BigRational::new_raw((*n).into(), (*d).into()),
            Repr::Big(big) => (**big).clone(),
        }
    }

    fn from_big(big: BigRational) -> Self {
        match (big.numer().to_i64(), big.denom().to_i64()) {
            (Some(n), Some(d)) => Self(Repr::Small(n, d)),
            _ => Self(Repr::Big(Box::new(big))),
        }
    }

    /// `self / other`; zero when `other` is zero (see [`Points::ratio`]).
    #[must_use]
    pub fn over(&self, other: &Self) -> Self {
        if other.is_zero() {
            return Self::ZERO;
        }
        if let (Repr::Small(a, b), Repr::Small(c, d)) = (&self.0, &other.0) {
            return Self::narrow(i128::from(*a) * i128::from(*d), i128::from(*b) * i128::from(*c));
        }
        Self::from_big(self.widen() / other.widen())
    }

    /// Whether this is exactly zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        matches!(self.0, Repr::Small(0, _))
    }

    /// Whether this is below zero.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Repr::Small(n, _) => *n < 0,
            Repr::Big(big) => big.is_negative(),
        }
    }

    /// The smaller of two values, for a cap (封顶).
    #[must_use]
    pub fn at_most(&self, cap: &Self) -> Self {
        if self > cap { cap.clone() } else { self.clone() }
    }

    /// Whether this is a whole multiple of `step`; true for every value when `step` is zero.
    #[must_use]
    pub fn is_multiple_of(&self, step: &Self) -> bool {
        step.is_zero() || self.over(step).widen().is_integer()
    }

    /// How often the part that goes `parts` times into 1 goes into this; `None` where a rest is left, or it is out of range.
    #[must_use]
    pub fn in_parts(&self, parts: i64) -> Option<i64> {
        let count = (self * &Self::from(parts)).widen();
        count.is_integer().then(|| count.to_integer().to_i64()).flatten()
    }

    /// Whether this is a whole number.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        match &self.0 {
            Repr::Small(_, denominator) => *denominator == 1,
            Repr::Big(big) => big.is_integer(),
        }
    }

    /// The greatest whole number that is not above this: how many full steps there are (每满一档).
    #[must_use]
    pub fn whole_below(&self) -> Self {
        Self::from_big(self.widen().floor())
    }

    /// The least whole number that is not below this: how many steps were begun (不足一档按一档).
    #[must_use]
    pub fn whole_above(&self) -> Self {
        Self::from_big(self.widen().ceil())
    }

    /// Text for a person: two decimals, rounded half away from zero, trailing zeros dropped (`"89.67"`, `"90"`).
    /// The only rounding in bangfu, never read back (G-04).
    #[must_use]
    pub fn shown(&self) -> String {
        self.shown_to(2)
    }

    /// This value, a greater one and what it lacks to that, as text for a person: with more decimals where two would make
    /// different values look the same (`"89.998"`, `"90"`, `"0.002"`).
    #[must_use]
    pub fn shown_below(&self, other: &Self) -> [String; 3] {
        let lacks = other - self;
        let apart =
            |decimals: &u32| lacks.shown_to(*decimals) != "0" && self.shown_to(*decimals) != other.shown_to(*decimals);
        let decimals = (2..=MOST_DECIMALS).find(apart).unwrap_or(2);
        [self, other, &lacks].map(|value| value.shown_to(decimals))
    }

    fn shown_to(&self, decimals: u32) -> String {
        let scale = BigRational::from_integer(BigInt::from(10).pow(decimals));
        decimal_text(&(self.widen() * scale).round().to_integer(), decimals)
    }

    /// The digits after the point that this value needs in decimal, or `None` when it never terminates.
    fn decimals(denominator: &BigInt) -> Option<u32> {
        let (mut rest, mut twos, mut fives) = (denominator.clone(), 0, 0);
        let (two, five) = (BigInt::from(2), BigInt::from(5));
        while rest.is_multiple_of(&two) {
            rest /= &two;
            twos += 1;
        }
        while rest.is_multiple_of(&five) {
            rest /= &five;
            fives += 1;
        }
        (rest == BigInt::from(1)).then_some(twos.max(fives))
    }
}

/// More decimals than these tell no two results apart that a rule could mean.
const MOST_DECIMALS: u32 = 12;

/// `units / 10^decimals` as the shortest decimal text.
fn decimal_text(units: &BigInt, decimals: u32) -> String {
    let digits = units.abs().to_string();
    let width = decimals as usize + 1;
    let padded = format!("{digits:0>width$}");
    let (whole, part) = padded.split_at(padded.len() - decimals as usize);
    let part = part.trim_end_matches('0');
    let sign = if units.is_negative() { "-" } else { "" };
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// Canonical text: the shortest decimal where the value terminates (`"89.5"`), else the reduced fraction (`"866/9"`).
impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Repr::Small(n, 1) = self.0 {
            return write!(f, "{n}");
        }
        let big = self.widen();
        match Self::decimals(big.denom()) {
            Some(places) => {
                let scale = BigInt::from(10).pow(places);
                f.write_str(&decimal_text(&(big.numer() * scale / big.denom()), places))
            }
            None => write!(f, "{}/{}", big.numer(), big.denom()),
        }
    }
}

impl fmt::Debug for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Default for Points {
    fn default() -> Self {
        Self::ZERO
    }
}

/// A text that is no number of points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotANumber;

impl fmt::Display for NotANumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("不是数")
    }
}

impl std::error::Error for NotANumber {}

/// Reads a plain decimal (`"7.5"`, `"-3"`), a fraction (`"866/9"`) or a percentage (`"30%"`).
impl FromStr for Points {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let text = text.trim();
        if let Some(percent) = text.strip_suffix('%') {
            return Ok(percent.parse::<Self>()?.over(&Self::from(100)));
        }
        if let Some((top, bottom)) = text.split_once('/') {
            let (top, bottom) = (big_integer(top)?, big_integer(bottom)?);
            if bottom.is_zero() {
                return Err(NotANumber);
            }
            return Ok(Self::from_big(BigRational::new(top, bottom)));
        }
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        if text.contains('.') && (part.is_empty() || !part.bytes().all(|b| b.is_ascii_digit())) {
            return Err(NotANumber);
        }
        let units = big_integer(&format!("{whole}{part}"))?;
        let scale = BigInt::from(10).pow(u32::try_from(part.len()).map_err(|_| NotANumber)?);
        Ok(Self::from_big(BigRational::new(units, scale)))
    }
}

/// Digits with an optional sign, at most 400 of them so that a hostile text cannot ask for unbounded work.
fn big_integer(text: &str) -> Result<BigInt, NotANumber> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || digits.len() > 400 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(NotANumber);
    }
    text.parse().map_err(|_| NotANumber)
}

impl From<i64> for Points {
    fn from(whole: i64) -> Self {
        Self(Repr::Small(whole, 1))
    }
}

/// A decimal at the edge (a cell, a JSON value) as an exact ratio.
impl From<Decimal> for Points {
    fn from(decimal: Decimal) -> Self {
        Self::from_big(BigRational::new(BigInt::from(decimal.mantissa()), BigInt::from(10).pow(decimal.scale())))
    }
}

impl PartialOrd for Points {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Points {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Repr::Small(a, b), Repr::Small(c, d)) => {
                (i128::from(*a) * i128::from(*d)).cmp(&(i128::from(*c) * i128::from(*b)))
            }
            _ => self.widen().cmp(&other.widen()),
        }
    }
}

macro_rules! operation {
    ($trait:ident, $method:ident, |$a:ident, $b:ident, $c:ident, $d:ident| $top:expr, $bottom:expr) => {
        impl std::ops::$trait for &Points {
            type Output = Points;

            fn $method(self, other: &Points) -> Points {
                if let (Repr::Small(a, b), Repr::Small(c, d)) = (&self.0, &other.0) {
                    let ($a, $b, $c, $d) = (i128::from(*a), i128::from(*b), i128::from(*c), i128::from(*d));
                    let top: Option<i128> = $top;
                    if let Some(top) = top {
                        return Points::narrow(top, $bottom);
                    }
                }
                Points::from_big(std::ops::$trait::$method(self.widen(), other.widen()))
            }
        }
    };
}

operation!(Add, add, |a, b, c, d| (a * d).checked_add(c * b), b * d);
operation!(Sub, sub, |a, b, c, d| (a * d).checked_sub(c * b), b * d);
operation!(Mul, mul, |a, b, c, d| Some(a * c), b * d);

impl std::ops::AddAssign<&Points> for Points {
    fn add_assign(&mut self, other: &Points) {
        *self = &*self + other;
    }
}

impl std::iter::Sum for Points {
    fn sum<I: Iterator<Item = Points>>(values: I) -> Points {
        values.fold(Points::ZERO, |sum, value| &sum + &value)
    }
}

impl<'a> std::iter::Sum<&'a Points> for Points {
    fn sum<I: Iterator<Item = &'a Points>>(values: I) -> Points {
        values.fold(Points::ZERO, |sum, value| &sum + value)
    }
}

/// Written as canonical text, so that no reader of the JSON meets a binary float.
impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Points {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Points".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "An exact number: the shortest decimal where it terminates, else a reduced fraction p/q.",
            "pattern": r"^-?[0-9]+(\.[0-9]*[1-9]|/[1-9][0-9]*)?$",
        })
    }
}

impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
