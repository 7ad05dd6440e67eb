//! A mean (平均) over values of which some may turn out not to apply: what leaves the denominator is then not known either, so
//! the mean is the widest that any admissible choice of them gives.

use crate::exact::{Points, Range};

/// Values that are averaged, each with its weight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Averaged {
    /// The weighted sum of those that are sure to count.
    sum: Range,
    /// Their weight.
    weight: Points,
    /// Those that may count, with their weights.
    maybe: Vec<(Range, Points)>,
}

impl Default for Averaged {
    fn default() -> Self {
        Self { sum: Range::exactly(Points::ZERO), weight: Points::ZERO, maybe: Vec::new() }
    }
}

/// What a averaged comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mean {
    /// The mean.
    pub range: Range,
    /// Whether it is not sure that anything counts at all.
    pub may_vanish: bool,
}

impl Averaged {
    /// Adds a value; `maybe` where it may turn out not to count.
    pub fn add(&mut self, range: &Range, weight: &Points, maybe: bool) {
        if weight.is_zero() {
            return;
        }
        if maybe {
            self.maybe.push((range.clone(), weight.clone()));
        } else {
            self.sum = self.sum.plus(&range.times(weight));
            self.weight += weight;
        }
    }

    /// Adds a mean as one value.
    pub fn add_mean(&mut self, mean: &Mean, weight: &Points, maybe: bool) {
        self.add(&mean.range, weight, maybe || mean.may_vanish);
    }

    /// Adds what another averaged holds.
    pub fn extend(&mut self, other: &Self) {
        self.sum = self.sum.plus(&other.sum);
        self.weight += &other.weight;
        self.maybe.extend_from_slice(&other.maybe);
    }

    /// The weighted mean; `None` where nothing counts.
    #[must_use]
    pub fn mean(&self) -> Option<Mean> {
        let least = self.end(|range| &range.sure, |value, mean| value < mean)?;
        let most = self.end(|range| &range.possible, |value, mean| value > mean)?;
        Some(Mean { range: Range { sure: least, possible: most }, may_vanish: self.weight.is_zero() })
    }

    /// One end of the mean: of the values that may count, those do that draw it further that way.
    fn end(&self, of: impl Fn(&Range) -> &Points, draws: impl Fn(&Points, &Points) -> bool) -> Option<Points> {
        let (mut sum, mut weight) = (of(&self.sum).clone(), self.weight.clone());
        let mut maybe: Vec<(&Points, &Points)> = self.maybe.iter().map(|(range, weight)| (of(range), weight)).collect();
        maybe.sort_by(|(one, _), (other, _)| match (draws(one, other), draws(other, one)) {
            (true, _) => std::cmp::Ordering::Less,
            (_, true) => std::cmp::Ordering::Greater,
            _ => std::cmp::Ordering::Equal,
        });
        for (value, own) in maybe {
            if weight.is_zero() || draws(value, &sum.over(&weight)) {
                sum += &(value * own);
                weight += own;
            }
        }
        (!weight.is_zero()).then(|| sum.over(&weight))
    }
}
