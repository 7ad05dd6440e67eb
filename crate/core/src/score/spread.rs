//! Groups of rows (分组): by what they say in some fields, so that a rule can ask each person, month or place by itself.
//!
//! ```toml
//! each  = ["姓名"]           # rows that have the same here are one group
//! by    = "month"            # dates by month, quarter or half; by day without it
//! among = "members"          # the groups that there must be: those of another metric's rows, by fields of the same names
//! among = "places"           # the unit's 帮扶对象 list
//! ```
//!
//! Without `among` the groups are those that rows name: who has no row is in none.

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use super::Case;
use super::need::{metric_named, year_value};
use crate::dossier::RowRef;
use crate::exact::Points;
use crate::ledger::dictionary::{FieldIx, Kind, SheetIx};
use crate::ledger::period::Window;
use crate::ledger::table::State;
use crate::metric::one::By;
use crate::scheme::load::{Rules, fields};
use crate::scheme::model::Metric;
use crate::scheme::read::Keys;
use crate::step::Sink;

/// How rows are put into groups.
#[derive(Debug, Clone)]
pub struct Each {
    fields: Vec<FieldIx>,
    by: By,
    among: Option<Among>,
}

/// The groups that there must be.
#[derive(Debug, Clone)]
enum Among {
    /// The places that the unit helps.
    Places,
    /// Those that the rows name that a metric counts, by place in the scheme, in these fields.
    Listed(usize, Vec<FieldIx>),
}

/// Rows that belong together.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// What the rows say in the fields, as people read it.
    pub name: String,
    /// The rows, in order; none of a group that is only listed.
    pub rows: Vec<RowRef>,
}

/// Groups by what the fields hold, in the order of the list or of the first row.
pub type Groups = IndexMap<Vec<i64>, Group, FxBuildHasher>;

impl Group {
    /// The metric's value over these rows; `None` where it is taken from a column that no row of them fills in. No rows are a
    /// count of nothing, and no sum at all.
    pub fn value(&self, case: &Case<'_>, metric: &Metric, sink: &mut impl Sink) -> Option<Points> {
        let plan = case.plan;
        let says = metric.aggregate.amounts();
        let filled = |field: &FieldIx| self.rows.iter().any(|row| plan.dossier.cell(*row, *field).0 == State::Known);
        let window = window(case, metric);
        (says.is_empty() || says.iter().any(filled)).then(|| metric.aggregate.value(plan, &self.rows, window, sink))
    }
}

/// The days that a metric is about.
fn window(case: &Case<'_>, metric: &Metric) -> Window {
    metric.during.window(case.plan.dossier.year).unwrap_or(case.plan.year)
}

impl Each {
    /// Reads `each`, `by` and `among` for a metric; without `each` there is nothing to put into groups.
    pub fn read<'n>(keys: &Keys<'n>, rules: &Rules<'n>, metric: Option<usize>) -> Option<Self> {
        let sheet = metric.and_then(|at| rules.metrics.get(at)).map(|metric| metric.rows.sheet);
        let each = keys.need("each");
        let own = sheet.zip(each).and_then(|(sheet, node)| fields(keys, node, &rules.rows, sheet));
        if own.as_ref().is_some_and(Vec::is_empty) {
            keys.fault("没有写按什么分组", "补写 each = [\"日期\"]，写统计量那张表的列名。");
        }
        let by = keys.take("by").map_or(Some(By::Value), |node| keys.word(node, "by", &By::WORDS));
        let mut each = Self { fields: own?, by: by?, among: None };
        let named = keys.text("among");
        each.among = match (named.as_deref(), sheet) {
            (None, _) | (_, None) => None,
            (Some("places"), Some(_)) if each.fields.len() == 1 => Some(Among::Places),
            (Some("places"), Some(_)) => {
                keys.fault("帮扶对象的名单只有一列，each 却不是一列", "写 each = [\"帮扶对象\"] 这样的一列。");
                None
            }
            (Some(name), Some(sheet)) => {
                let metric = metric_named(keys, rules, name)?;
                Some(Among::Listed(metric, each.same_fields(keys, rules, sheet, metric)?))
            }
        };
        Some(each)
    }

    /// The same where a rule may ask all rows together: the inner `None` where it does.
    pub fn read_any<'n>(keys: &Keys<'n>, rules: &Rules<'n>, metric: Option<usize>) -> Option<Option<Self>> {
        if keys.has("each") {
            return Self::read(keys, rules, metric).map(Some);
        }
        for word in ["by", "among"].into_iter().filter(|word| keys.take(word).is_some()) {
            keys.fault(format!("{word} 要和 each 一起写"), "补写 each = [\"姓名\"]，按哪几列分组。");
        }
        Some(None)
    }

    /// Whether groups must be there that no row names.
    #[must_use]
    pub fn is_listed(&self) -> bool {
        self.among.is_some()
    }

    /// The fields of the same names in the sheet of another metric; one that is not there, or of another kind, is a fault.
    pub fn same_fields(&self, keys: &Keys<'_>, rules: &Rules<'_>, own: SheetIx, metric: usize) -> Option<Vec<FieldIx>> {
        let dictionary = rules.rows.dictionary;
        let other = rules.metrics.get(metric)?.rows.sheet;
        let alike = |one: &Kind, other: &Kind| match (one, other) {
            (Kind::Text | Kind::Choice(_), Kind::Text | Kind::Choice(_)) => true,
            (one, other) => std::mem::discriminant(one) == std::mem::discriminant(other),
        };
        let find = |field: &FieldIx| {
            let known = dictionary.field(own, *field)?;
            let sheet = dictionary.sheet(other)?;
            let found = sheet
                .find(&known.name)
                .filter(|field| dictionary.field(other, *field).is_some_and(|other| alike(&known.kind, &other.kind)));
            if found.is_none() {
                let why = format!("要按“{}”分组，“{}”没有同名、同类的列", known.name, sheet.name);
                let mend = format!("换一列两张表都有的，或用 [[extend]] 给“{}”添上这一列。", sheet.name);
                keys.fault(why, mend);
            }
            found
        };
        self.fields.iter().map(find).collect()
    }

    /// The rows of its own metric by group.
    pub fn groups(&self, case: &Case<'_>, metric: &Metric, rows: &[RowRef], sink: &mut impl Sink) -> Groups {
        self.groups_by(case, (metric, &self.fields), rows, sink)
    }

    /// The rows of a metric by group, by the fields of its own sheet; a row of which nobody knows where it belongs is refused.
    pub fn groups_by(
        &self,
        case: &Case<'_>,
        (metric, fields): (&Metric, &[FieldIx]),
        rows: &[RowRef],
        sink: &mut impl Sink,
    ) -> Groups {
        let dossier = case.plan.dossier;
        let mut groups = Groups::default();
        for row in rows {
            let mut names = Vec::new();
            let mut key = Vec::new();
            for field in fields {
                let known = dossier.dictionary.field(metric.rows.sheet, *field);
                let by = if known.is_some_and(|known| matches!(known.kind, Kind::Date | Kind::Month)) {
                    self.by
                } else {
                    By::Value
                };
                let (state, value) = dossier.cell(*row, *field);
                match by.part(state, value) {
                    Some(part) => {
                        key.push(part);
                        names.push(by.name(part).unwrap_or_else(|| dossier.shown(*row, *field)));
                    }
                    None => {
                        let name = known.map_or("", |known| known.name.as_str());
                        let why = format!("“{name}”没有填清楚，不知道归到哪一组");
                        if state == State::Blank {
                            sink.blank(*row, &why)
                        } else {
                            sink.refused(*row, &why)
                        }
                        break;
                    }
                }
            }
            if key.len() == fields.len() {
                let group = groups.entry(key).or_insert_with(|| Group { name: names.join(" "), rows: Vec::new() });
                group.rows.push(*row);
            }
        }
        groups
    }

    /// The groups that must be there, without rows; `None` where no list is asked for, or where it is empty: then nobody
    /// knows.
    pub fn listed(&self, case: &Case<'_>, sink: &mut impl Sink) -> Option<Groups> {
        let groups = match self.among.as_ref()? {
            Among::Places => {
                let symbol = |(at, place): (usize, &String)| {
                    let own = case.plan.dossier.text.find(place).map(|symbol| i64::from(symbol.0));
                    // A name that stands in no row is no other one.
                    let key = own.unwrap_or_else(|| -1 - i64::try_from(at).unwrap_or(i64::MAX - 1));
                    (vec![key], Group { name: place.clone(), rows: Vec::new() })
                };
                case.unit.places.iter().enumerate().map(symbol).collect()
            }
            Among::Listed(metric, fields) => {
                let metric = case.plan.metric(*metric)?;
                let (_, rows) = year_value(case, metric, sink);
                let rows = metric.aggregate.kept(case.plan, rows, window(case, metric));
                let mut groups = self.groups_by(case, (metric, fields), &rows, sink);
                groups.values_mut().for_each(|group| group.rows.clear());
                groups
            }
        };
        if groups.is_empty() {
            sink.note(|| format!("{}没有列出，逐个的要求无法核对", self.list_name(case)));
        }
        (!groups.is_empty()).then_some(groups)
    }

    /// The groups that a rule asks: those on the list with their rows, or all that rows name. A row of who is not on the list is
    /// refused. `None` where the list is empty.
    pub fn asked(&self, case: &Case<'_>, metric: &Metric, rows: &[RowRef], sink: &mut impl Sink) -> Option<Groups> {
        let own = self.groups(case, metric, rows, sink);
        if self.among.is_none() {
            return Some(own);
        }
        let mut listed = self.listed(case, sink)?;
        for (key, group) in own {
            match listed.get_mut(&key) {
                Some(known) => known.rows = group.rows,
                None => {
                    let why = format!("“{}”不在{}里", group.name, self.list_name(case));
                    group.rows.iter().for_each(|row| sink.refused(*row, &why));
                }
            }
        }
        Some(listed)
    }

    /// What one more row of a group says in its words, and when it lies within `window`; `None` where that is not the unit's to
    /// write down: who somebody is, or a month by itself.
    #[must_use]
    pub fn row_of(
        &self,
        case: &Case<'_>,
        sheet: SheetIx,
        (key, group): (&[i64], &Group),
        window: Window,
    ) -> Option<(Vec<(FieldIx, String)>, Window)> {
        let dossier = case.plan.dossier;
        let (mut words, mut days) = (Vec::new(), window);
        for (field, part) in self.fields.iter().zip(key) {
            match &dossier.dictionary.field(sheet, *field)?.kind {
                Kind::Text | Kind::Choice(_) if self.fields.len() == 1 => words.push((*field, group.name.clone())),
                Kind::Text | Kind::Choice(_) => words.push((*field, dossier.word(*part).to_owned())),
                Kind::Date => {
                    let of = self.by.days(*part).unwrap_or(Window { first: *part, last: *part });
                    days = Window { first: days.first.max(of.first), last: days.last.min(of.last) };
                }
                _ => return None,
            }
        }
        Some((words, days))
    }

    /// What people call the list.
    fn list_name(&self, case: &Case<'_>) -> String {
        let metric = match &self.among {
            Some(Among::Listed(metric, _)) => case.plan.metric(*metric),
            Some(Among::Places) | None => None,
        };
        metric.map_or_else(|| "“单位信息”的帮扶对象".to_owned(), |metric| format!("“{}”的名单", metric.name))
    }
}
