//! What a value is held against (目标、基准): a number, a metric, a number by category, or what peers come to.
//!
//! ```toml
//! over = "100"                                          # a number
//! over = "employed_target"                              # a metric; without a row it is not known
//! over = { category = { "经济部门" = "10", "党群部门" = "5" } }   # by 单位类别
//! over = "total"                                        # in what is taken off the total (`less`): the total before that
//! over = { peers = "best" }                             # of all units: best | mean | lowest; per = "category" of its own
//! ```

use super::amount::Quantity;
use super::need::{metric_named, year_value};
use super::peers::{self, Per};
use super::{Case, Fact};
use crate::exact::{Money, Points};
use crate::ledger::dictionary::Role;
use crate::metric::aggregate::Aggregate;
use crate::metric::lacking::is_unread;
use crate::plan::Plan;
use crate::scheme::load::{Rules, word_points};
use crate::scheme::model::Metric;
use crate::scheme::read::{Keys, Node, Raw};
use crate::step::Sink;

/// What a benchmark calls the total; no metric can be called so.
pub const TOTAL: &str = "total";

/// A benchmark.
#[derive(Debug, Clone)]
pub enum Benchmark {
    /// A number.
    Number(Points),
    /// A metric, by place in the scheme.
    Metric(usize),
    /// A number by the unit's category.
    Category(Vec<(String, Points)>),
    /// The unit's total before anything is taken off it.
    Total,
    /// What the peers' values of the same quantity come to.
    Peers(Peers, Per),
}

/// What several units' values make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Peers {
    /// `best`: the highest.
    Best,
    /// `mean`: the mean.
    Mean,
    /// `lowest`: the lowest.
    Lowest,
}

impl Peers {
    /// The words of a scheme file.
    pub(super) const WORDS: [(&'static str, Self); 3] =
        [("best", Self::Best), ("mean", Self::Mean), ("lowest", Self::Lowest)];

    /// What the values make; zero of none.
    pub(super) fn value(self, values: &[Points]) -> Points {
        let found = match self {
            Self::Best => values.iter().max().cloned(),
            Self::Lowest => values.iter().min().cloned(),
            Self::Mean => {
                let count = i64::try_from(values.len()).unwrap_or(i64::MAX);
                Some(values.iter().sum::<Points>().over(&Points::from(count)))
            }
        };
        found.unwrap_or_default()
    }

    /// What people call it, of some units.
    pub(super) fn name(self, units: &str) -> String {
        let word = match self {
            Self::Best => "最高",
            Self::Mean => "平均",
            Self::Lowest => "最低",
        };
        format!("{units}{word}")
    }
}

impl Benchmark {
    /// Reads a benchmark from any node.
    pub fn read<'n>(keys: &Keys<'n>, node: &'n Node, key: &str, rules: &Rules<'n>) -> Option<Self> {
        let number = match &node.value {
            Raw::Integer(_) => true,
            Raw::Text(text) => text.parse::<Points>().is_ok(),
            _ => false,
        };
        if number {
            return keys.as_points(node, key).map(Self::Number);
        }
        if matches!(node.value, Raw::Table(_)) {
            let inner = keys.open_inside(node, "基准")?;
            let read = if inner.has("category") {
                inner.take("category").and_then(|node| word_points(&inner, node)).map(Self::Category)
            } else {
                let of = inner.need("peers").and_then(|node| inner.word(node, "peers", &Peers::WORDS));
                Per::read(&inner).zip(of).map(|(per, of)| Self::Peers(of, per))
            };
            inner.done();
            return read;
        }
        if node.text() == Some(TOTAL) {
            return Some(Self::Total);
        }
        let name = keys.as_texts(node, key).into_iter().next()?;
        metric_named(keys, rules, &name).map(Self::Metric)
    }

    /// The number for a unit; `quantity` is what its peers are asked for. `None` where it is not known.
    pub fn value(
        &self,
        case: &Case<'_>,
        quantity: &Quantity,
        facts: &mut Vec<Fact>,
        sink: &mut impl Sink,
    ) -> Option<Points> {
        match self {
            Self::Number(number) => Some(number.clone()),
            Self::Metric(at) => {
                let metric = case.plan.metric(*at)?;
                let (value, rows) = year_value(case, metric, sink);
                if rows.is_empty() || is_unread(case.plan, case.unit, metric, sink) {
                    return None;
                }
                facts.push(Fact { name: metric.name.clone(), value: value.to_string(), unit: metric.unit.clone() });
                Some(value)
            }
            Self::Total => case.total?.settled().cloned(),
            Self::Category(of) => {
                let category = case.unit.category.as_deref()?;
                of.iter().find(|(known, _)| known == category).map(|(_, points)| points.clone())
            }
            Self::Peers(of, per) => {
                let values = peers::values(case, quantity, *per)?;
                let value = of.value(&values);
                let name = of.name("参评单位");
                facts.push(Fact { name, value: value.to_string(), unit: String::new() });
                Some(value)
            }
        }
    }

    /// What of the ledger is not filled in where the number is not known, or is zero.
    #[must_use]
    pub fn lacks(&self, case: &Case<'_>) -> String {
        let dictionary = &case.plan.dossier.dictionary;
        match self {
            Self::Number(number) => format!("规则写的是{}", number.shown()),
            Self::Metric(at) => {
                let Some(metric) = case.plan.metric(*at) else { return String::new() };
                let sheet = dictionary.sheet(metric.rows.sheet);
                let field = match &metric.aggregate {
                    Aggregate::Sum(sum) => {
                        sheet.and_then(|sheet| sheet.fields.get(usize::from(sum.fields().first()?.0)))
                    }
                    _ => None,
                };
                let name = sheet.map_or("", |sheet| sheet.name.as_str());
                let of = field.map_or_else(|| "合用的行".to_owned(), |field| format!("“{}”", field.name));
                format!("表“{name}”没有填{of}，算不出“{}”", metric.name)
            }
            Self::Category(of) => match case.unit.category.as_deref() {
                Some(category) => format!("单位类别“{category}”没有规定"),
                None => {
                    let named = dictionary.sheets.iter().find_map(|sheet| {
                        let field = sheet.fields.get(usize::from(sheet.role(Role::Category)?.0))?;
                        Some(format!("表“{}”没有填“{}”", sheet.name, field.name))
                    });
                    let known: Vec<&str> = of.iter().map(|(name, _)| name.as_str()).collect();
                    named.unwrap_or_default() + "，有" + &known.join("、")
                }
            },
            Self::Total => "总分还没有定，或是0分".to_owned(),
            Self::Peers(..) => "要几个单位的台账一起算".to_owned(),
        }
    }

    /// The unit of a metric divided by it where that is money for each of something, as 元 a person; `None` for a share.
    #[must_use]
    pub fn money_each<'p>(&self, plan: &Plan<'p>, metric: &'p Metric) -> Option<&'p str> {
        let Self::Metric(of) = self else { return None };
        let money = |unit: &str| Money::fen_in(unit).is_some();
        (money(&metric.unit) && !money(&plan.metric(*of)?.unit)).then_some(metric.unit.as_str())
    }

    /// Whether peers decide it.
    #[must_use]
    pub fn asks_peers(&self) -> bool {
        matches!(self, Self::Peers(..))
    }
}
