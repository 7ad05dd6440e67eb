//! Limits over groups (每人最多、每人每月最多): how much one group of rows comes to at most, or several that belong together.
//!
//! ```toml
//! each       = ["姓名", "年月"]                           # a group is what one person has in one month
//! each_limit = "1"                                       # the most of one group
//! each_limit = { per = ["姓名"], points = "2" }           # the most of all groups of one person (每人全年)
//! each_limit = ["1", { per = ["姓名"], points = "2" }]    # both
//! ```
//!
//! Of several limits the groups of one lie within those of the next, so that it does not matter in which order groups are
//! added up.

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use crate::exact::Points;
use crate::scheme::read::{Keys, Node, Raw};

/// The limits of groups, the narrowest groups first.
#[derive(Debug, Clone, Default)]
pub(super) struct Limits(Vec<Limit>);

/// A limit over all groups that hold the same in some of the fields.
#[derive(Debug, Clone)]
struct Limit {
    /// Which fields, by place in `each`; all of them where a group is held by itself.
    of: Vec<usize>,
    /// The names of these fields, as the scheme writes them.
    name: String,
    points: Points,
}

/// What groups have come to so far under each limit: the least and the most that it can be.
pub(super) struct Held<'l> {
    limits: &'l [Limit],
    sums: Vec<IndexMap<Vec<i64>, (Points, Points), FxBuildHasher>>,
}

impl Limits {
    /// Reads `each_limit` of a clause that gives or takes `points` for each, and `limit` in all.
    pub(super) fn read(keys: &Keys<'_>, points: Option<&Points>, limit: Option<&Points>) -> Self {
        if keys.has("each_limit") && !keys.has("each") {
            keys.fault("each_limit 要和 each 一起写", "补写 each = [\"姓名\"]，按哪几列分组；一条的封顶写 limit。");
        }
        let fields = keys.node().get("each").map(|node| keys.as_texts(node, "each")).unwrap_or_default();
        let mut limits: Vec<Limit> =
            keys.items("each_limit").into_iter().filter_map(|node| Limit::read(keys, node, &fields)).collect();
        limits.sort_by_key(|limit| std::cmp::Reverse(limit.of.len()));
        for Limit { points: most, .. } in &limits {
            if let Some(points) = points.filter(|points| most < *points) {
                let why = format!("每次{points}分，却最多{most}分，封顶总是起作用");
                keys.fault(why, "核对原文；each_limit 是每一组最多给或扣几分。");
            }
        }
        for pair in limits.windows(2) {
            let [narrow, wide] = pair else { continue };
            if !wide.of.iter().all(|at| narrow.of.contains(at)) || narrow.of.len() == wide.of.len() {
                let why = format!("按“{}”的限额和按“{}”的限额不是一个在另一个里面", narrow.name, wide.name);
                keys.fault(why, "后一个限额的列要少于前一个，又都在前一个里，如每人每月、每人。");
            } else if narrow.points > wide.points {
                let (narrow, wide) = ((&narrow.points, &narrow.name), (&wide.points, &wide.name));
                let why = format!(
                    "按“{}”每组最多{}分，高于按“{}”最多{}分，这个限额永远不起作用",
                    narrow.1, narrow.0, wide.1, wide.0
                );
                keys.fault(why, "核对原文的两个限额。");
            }
        }
        if let Some((each, limit)) = limits.last().map(|last| &last.points).zip(limit).filter(|(each, all)| each > all)
        {
            let why = format!("每组最多{each}分，高于这一条最多{limit}分，这个限额永远不起作用");
            keys.fault(why, "核对原文的两个限额。");
        }
        Self(limits)
    }

    /// The most that one group comes to by itself, where that is said.
    pub(super) fn of_one(&self) -> Option<&Points> {
        self.0.iter().map(|limit| &limit.points).min()
    }

    /// Begins to hold groups.
    pub(super) fn held(&self) -> Held<'_> {
        Held { limits: &self.0, sums: self.0.iter().map(|_| IndexMap::default()).collect() }
    }
}

impl Limit {
    fn read(keys: &Keys<'_>, node: &Node, fields: &[String]) -> Option<Self> {
        let name = |fields: &[String]| fields.join("、");
        if !matches!(node.value, Raw::Table(_)) {
            let points = keys.as_points(node, "each_limit")?;
            return Some(Self { of: (0..fields.len()).collect(), name: name(fields), points });
        }
        let inner = keys.open_inside(node, "分组的限额")?;
        let per = inner.texts("per");
        let points = inner.need("points").and_then(|_| inner.points("points"));
        if per.is_empty() {
            inner.fault(
                "限额没有写按哪几列合计",
                "补写 per = [\"姓名\"]，是 each 里的列；一条一共最多几分的，写 limit。",
            );
        }
        let mut of = Vec::new();
        for field in &per {
            match fields.iter().position(|known| known == field) {
                Some(at) => of.push(at),
                None => inner.fault(format!("“{field}”不是 each 里的列"), format!("可用：{}。", name(fields))),
            }
        }
        inner.done();
        (!of.is_empty()).then_some(Self { of, name: name(&per), points: points? })
    }
}

impl Held<'_> {
    /// The least and the most that a group still brings under the limits, and remembers it.
    pub(super) fn hold(&mut self, key: &[i64], (mut least, mut most): (Points, Points)) -> (Points, Points) {
        let own = |limit: &Limit| -> Vec<i64> { limit.of.iter().filter_map(|at| key.get(*at).copied()).collect() };
        for (limit, sums) in self.limits.iter().zip(&self.sums) {
            let so_far = sums.get(&own(limit)).cloned().unwrap_or_default();
            least = least.at_most(&(&limit.points - &so_far.0));
            most = most.at_most(&(&limit.points - &so_far.1));
        }
        for (limit, sums) in self.limits.iter().zip(&mut self.sums) {
            let so_far = sums.entry(own(limit)).or_default();
            so_far.0 += &least;
            so_far.1 += &most;
        }
        (least, most)
    }
}
