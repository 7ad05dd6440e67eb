//! Points are exact: every operation agrees with big rationals, past the edge of a machine integer too.

use bangfu_core::exact::{Money, Points, Range};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use proptest::prelude::*;

/// Machine integers, most of them where an operation no longer fits one.
fn whole() -> impl Strategy<Value = i64> {
    prop_oneof![
        Just(i64::MAX),
        Just(i64::MIN),
        Just(i64::MIN + 1),
        Just(0),
        Just(1),
        Just(-1),
        (0_i64..1000).prop_map(|near| i64::MAX - near),
        (0_i64..1000).prop_map(|near| i64::MIN + near),
        (0_i64..1000).prop_map(|near| 3_037_000_499 - 500 + near),
        -1000_i64..1000,
        any::<i64>(),
    ]
}

/// A value both ways: as points and as a big rational.
fn value() -> impl Strategy<Value = (Points, BigRational)> {
    (whole(), whole().prop_filter("no denominator", |n| *n != 0)).prop_map(|(top, bottom)| {
        (Points::ratio(top, bottom), BigRational::new(BigInt::from(top), BigInt::from(bottom)))
    })
}

/// Points as a big rational, through their canonical text alone.
fn big(points: &Points) -> BigRational {
    let text = points.to_string();
    let integer = |text: &str| text.parse::<BigInt>().unwrap();
    if let Some((top, bottom)) = text.split_once('/') {
        return BigRational::new(integer(top), integer(bottom));
    }
    let (digits, part) = text.split_once('.').unwrap_or((&text, ""));
    let scale = (0..part.len()).fold(BigInt::one(), |scale, _| scale * 10);
    BigRational::new(integer(&format!("{digits}{part}")), scale)
}

proptest! {
    #![proptest_config(super::config())]

    #[test]
    fn operations_agree_with_big_rationals((a, x) in value(), (b, y) in value(), (c, z) in value()) {
        prop_assert_eq!(big(&(&a + &b)), &x + &y);
        prop_assert_eq!(big(&(&a - &b)), &x - &y);
        prop_assert_eq!(big(&(&a * &b)), &x * &y);
        prop_assert_eq!(a.cmp(&b), x.cmp(&y));
        prop_assert_eq!(a == b, x == y);
        prop_assert_eq!(a.is_zero(), x.is_zero());
        prop_assert_eq!(a.is_negative(), x.is_negative());
        let quotient = if y.is_zero() { BigRational::zero() } else { &x / &y };
        prop_assert_eq!(big(&a.over(&b)), quotient);
        // Results that widened are as good as any other: operations on them narrow again.
        let back = &(&(&(&a * &b) + &c) - &(&a * &b));
        prop_assert_eq!(back, &c);
        prop_assert_eq!(big(&(&(&a * &b) * &c)), &x * &y * &z);
        prop_assert_eq!((&a * &b).cmp(&c), (&x * &y).cmp(&z));
    }

    #[test]
    fn sums_do_not_depend_on_order(values in prop::collection::vec(value(), 0..12)) {
        let points: Vec<Points> = values.iter().map(|(points, _)| points.clone()).collect();
        let mut back = points.clone();
        back.reverse();
        let sum: Points = points.iter().sum();
        prop_assert_eq!(&sum, &back.iter().sum::<Points>());
        let exact: BigRational = values.iter().map(|(_, exact)| exact).fold(BigRational::zero(), |sum, exact| sum + exact);
        prop_assert_eq!(big(&sum), exact);
    }

    #[test]
    fn canonical_text_reads_back((a, _) in value(), (b, _) in value()) {
        let product = &a * &b;
        for points in [&a, &b, &product] {
            prop_assert_eq!(&points.to_string().parse::<Points>().unwrap(), points);
        }
    }

    /// Display rounds half away from zero at two decimals, and nothing else.
    #[test]
    fn shown_is_within_half_a_hundredth((a, x) in value()) {
        let shown = big(&a.shown().parse::<Points>().unwrap());
        let half = BigRational::new(BigInt::one(), BigInt::from(200));
        let off = &shown - &x;
        prop_assert!(off.abs() <= half);
        if off.abs() == half {
            prop_assert!(shown.abs() > x.abs());
        }
    }

    #[test]
    fn caps_and_ranges_keep_their_order((a, _) in value(), (b, _) in value(), (cap, _) in value()) {
        prop_assert!(a.at_most(&cap) <= cap && a.at_most(&cap) <= a);
        let range = Range::between(a.clone(), b.clone());
        prop_assert!(range.sure <= range.possible);
        let capped = range.capped(&cap);
        prop_assert!(capped.sure <= capped.possible && capped.possible <= cap);
        let hull = range.hull(&capped);
        prop_assert!(hull.sure <= capped.sure && hull.possible >= range.possible);
    }

    /// 万元 and 元 are the same money.
    #[test]
    fn money_is_the_same_in_every_unit(fen in any::<i64>()) {
        let money = Money(fen);
        for unit in ["分", "元", "千元", "万元", "亿元"] {
            prop_assert_eq!(Money::of(&money.in_unit(unit).unwrap(), unit), Some(money));
        }
    }
}

/// 85.2·30% + 92.1·40% + 92.0·30% is 90, where a binary float says 89.99999999999999.
#[test]
fn thirty_forty_thirty_is_ninety() {
    let parts = ["85.2", "92.1", "92.0"].map(|text| text.parse::<Points>().unwrap());
    let weights = ["30%", "40%", "30%"].map(|text| text.parse::<Points>().unwrap());
    let total = parts.iter().zip(&weights).fold(Points::ZERO, |sum, (part, weight)| &sum + &(part * weight));
    assert_eq!(total, Points::from(90));
}
