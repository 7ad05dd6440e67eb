//! Amounts of money, whole 分 and never a fraction of one.

use super::Points;

/// An amount of money (金额) in 分, the hundredth of a 元 (G-18).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(pub i64);

impl Money {
    /// 分 in one unit of account: 元 100, 万元 10⁶, 亿元 10¹⁰; `None` for any other word.
    #[must_use]
    pub fn fen_in(unit: &str) -> Option<i64> {
        Some(match unit {
            "分" => 1,
            "元" => 100,
            "千元" => 100_000,
            "百元" => 10_000,
            "万元" | "万" => 1_000_000,
            "百万元" => 100_000_000,
            "亿元" | "亿" => 10_000_000_000,
            _ => return None,
        })
    }

    /// `amount` of `unit` in 分, exactly; `None` when the unit is unknown, a part of a 分 is left, or it is out of range.
    #[must_use]
    pub fn of(amount: &Points, unit: &str) -> Option<Self> {
        amount.in_parts(Self::fen_in(unit)?).map(Self)
    }

    /// The amount in `unit`, exactly; `None` for an unknown unit.
    #[must_use]
    pub fn in_unit(self, unit: &str) -> Option<Points> {
        Some(Points::ratio(self.0, Self::fen_in(unit)?))
    }
}
