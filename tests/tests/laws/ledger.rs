//! Random ledgers of the Kunming track: every sheet that a rule reads, with the cells that make a difference.

use bangfu_office::case::Ledger;
use bangfu_office::write::book::Page;
use proptest::prelude::*;
use proptest::sample::select;

/// A sheet with random rows. The cells of a column come from its list; repeated words are likelier.
fn sheet(
    name: &'static str,
    columns: &'static [(&'static str, &'static [&'static str])],
    most: usize,
) -> impl Strategy<Value = Page> {
    let row: Vec<_> = columns.iter().map(|(_, cells)| select(*cells).prop_map(str::to_owned)).collect();
    prop::collection::vec(row, 0..=most).prop_map(move |rows| {
        let heads = columns.iter().map(|(head, _)| (*head).to_owned()).collect();
        Page { name: name.to_owned(), rows: std::iter::once(heads).chain(rows).collect(), merged: Vec::new() }
    })
}

const DAYS: &[&str] =
    &["2022-03-05", "2022-06-30", "2022-07-01", "2022-11-02", "2022年3月", "2021-12-31", "2023-01-01", "2022.2.30", ""];
const FLAGS: &[&str] = &["是", "是", "否", ""];
const PLACES: &[&str] = &["青禾村", "云坪村", ""];

/// Points that a person may type: fitting ones mostly, and what cannot stand.
const POINTS: &[&str] = &["0", "1", "2", "3.5", "4", "4.5", "5", "6.99", "7", "7.25", "8", "10", "12", "-1", "优", ""];

/// The indicators that a person judges.
const JUDGED: [&str; 13] = ["1.3", "1.4", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "3.4", "3.5", "3.6", "4.1", "4.2"];

/// Rows of 评审打分: up to two for a judged indicator, at most one override for a computed one.
fn judgements() -> impl Strategy<Value = Page> {
    let one = (select(POINTS), prop::option::weighted(0.2, select(POINTS)));
    let overrides = prop::collection::vec(prop::option::weighted(0.1, select(POINTS)), 5);
    (prop::collection::vec(prop::option::weighted(0.9, one), JUDGED.len()), overrides).prop_map(
        |(judged, overrides)| {
            let row =
                |no: &str, points: &str| vec![no.to_owned(), points.to_owned(), "甲".to_owned(), "核实".to_owned()];
            let mut rows = vec![["指标号", "得分", "评审人", "理由"].map(str::to_owned).to_vec()];
            for (no, given) in JUDGED.iter().zip(judged) {
                let Some((first, second)) = given else { continue };
                rows.push(row(no, first));
                rows.extend(second.map(|points| row(no, points)));
            }
            for (no, given) in ["1.1", "1.2", "1.5", "4.3", "4.4"].iter().zip(overrides) {
                rows.extend(given.map(|points| row(no, points)));
            }
            Page { name: "评审打分".to_owned(), rows, merged: Vec::new() }
        },
    )
}

fn work() -> impl Strategy<Value = Vec<Page>> {
    (
        sheet(
            "调研走访",
            &[("日期", DAYS), ("是否主要负责同志", FLAGS), ("帮扶对象", PLACES), ("到访地点", PLACES)],
            6,
        ),
        sheet(
            "计划与机构",
            &[("类型", &["年度计划", "工作机构", "责任人", "规划", ""]), ("实施情况", &["是", "未实施", ""])],
            5,
        ),
        sheet("会议", &[("日期", DAYS), ("会议类型", &["专题会", "支委会", ""])], 3),
        sheet(
            "材料报送",
            &[
                ("材料", &["上半年报告", "下半年报告", "自评总结", "年度台账", "情况反映"]),
                ("应报日期", &["2022-06-30", "2022-12-31", ""]),
                ("实报日期", &["2022-06-30", "2022-07-01", "2022-12-31", "2023-01-04", "2022年6月", ""]),
                ("签字", FLAGS),
                ("正式文件", FLAGS),
            ],
            6,
        ),
        sheet("督导检查与问题建议", &[("日期", DAYS), ("盖章", FLAGS), ("报送渠道", &["公文交换系统", "其他", ""])], 3),
        sheet(
            "帮扶资金",
            &[("日期", DAYS), ("到位金额（万元）", &["0", "20", "50", "约3", "一些", ""]), ("是否仅框架协议", FLAGS)],
            3,
        ),
        sheet("帮扶项目", &[("项目名称", &["大棚", "水窖"]), ("项目类型", &["产业", "饮水安全"])], 1),
    )
        .prop_map(|(a, b, c, d, e, f, g)| vec![a, b, c, d, e, f, g])
}

fn results() -> impl Strategy<Value = Vec<Page>> {
    (
        sheet(
            "宣传报道",
            &[
                ("日期", DAYS),
                ("媒体名称", &["人民日报", "云南日报", "某网", ""]),
                ("媒体级别", &["国家级", "省级", "市级", "县级", "外省", "", ""]),
                ("内容编号", &["X", "Y", "", ""]),
                ("标题", &["新路", "新 路", "见闻", ""]),
            ],
            6,
        ),
        sheet(
            "表彰奖励",
            &[
                ("授予机关", &["昆明市委", "国务院", "某协会", ""]),
                ("级别", &["国家级", "省级", "市级", "其他", "", ""]),
                ("表彰名称", &["先进集体", "先进 集体", "优秀队", ""]),
                ("事项编号", &["P", "Q", ""]),
            ],
            4,
        ),
        sheet(
            "满意度与地方评价",
            &[
                ("层级", &["县", "乡", "村", "村"]),
                ("评价地", PLACES),
                ("评价等次", &["好", "好", "好", "较好", "一般", "较差", ""]),
                ("好", &["8", "5", "0", ""]),
                ("较好", &["2", "5", "0", ""]),
                ("一般", &["1", "0", ""]),
            ],
            5,
        ),
        sheet(
            "问题与否决",
            &[("日期", DAYS), ("类型", &["违纪违规", "规模性返贫", "弄虚作假"]), ("是否查实", FLAGS)],
            1,
        ),
        judgements(),
    )
        .prop_map(|(a, b, c, d, e)| vec![a, b, c, d, e])
}

/// The places of a unit, in the sheet 单位信息, or no such sheet.
fn places() -> impl Strategy<Value = Vec<Page>> {
    (0_usize..=2).prop_map(|count| {
        let row = |place: &&str| vec!["云南省".to_owned(), (*place).to_owned()];
        let heads = vec!["所在省".to_owned(), "帮扶对象".to_owned()];
        let rows = std::iter::once(heads).chain(["青禾村", "云坪村"].iter().take(count).map(row)).collect();
        vec![Page { name: "单位信息".to_owned(), rows, merged: Vec::new() }]
    })
}

/// A ledger of one unit, whose rows do not name it. A sheet without rows is left out, sometimes a sheet with rows too.
pub(crate) fn pages() -> impl Strategy<Value = Vec<Page>> {
    let all = (places(), work(), results()).prop_map(|(a, b, c)| [a, b, c].concat());
    (all, prop::collection::vec(prop::bool::weighted(0.92), 13)).prop_map(|(pages, kept)| {
        let stays = |(page, kept): (Page, bool)| (kept && page.rows.len() > 1).then_some(page);
        pages.into_iter().zip(kept).filter_map(stays).collect()
    })
}

/// The same rows with the unit's name in front.
pub(crate) fn named(pages: &[Page], unit: &str) -> Vec<Page> {
    let mut pages = pages.to_vec();
    for page in &mut pages {
        for (at, row) in page.rows.iter_mut().enumerate() {
            row.insert(0, if at == 0 { "单位名称".to_owned() } else { unit.to_owned() });
        }
    }
    pages
}

/// Two ledgers in one workbook: sheets of the same name are one sheet, rows alternating.
pub(crate) fn woven(one: &[Page], other: &[Page]) -> Vec<Page> {
    let mut pages = one.to_vec();
    for page in other {
        let Some(known) = pages.iter_mut().find(|known| known.name == page.name) else {
            pages.push(page.clone());
            continue;
        };
        for (at, row) in page.rows.iter().skip(1).enumerate() {
            let place = (1 + 2 * at).min(known.rows.len());
            known.rows.insert(place, row.clone());
        }
    }
    pages
}

/// As the ledger of a case, to be bound.
pub(crate) fn ledger(pages: &[Page]) -> Ledger {
    let mut ledger = Ledger::default();
    ledger.sheets.extend_from_slice(pages);
    ledger
}
