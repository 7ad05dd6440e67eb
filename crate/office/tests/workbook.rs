//! A clean workbook reads back whole, without a finding.

use bangfu_core::ledger::dictionary::{Dictionary, FieldIx};
use bangfu_core::ledger::table::{Batch, Table};
use bangfu_core::scheme::read::Files;
use bangfu_office::Job;
use bangfu_office::write::book::{Page, book};

fn dictionary() -> Dictionary {
    Dictionary::load(&mut Files::default(), "ledger.toml", include_str!("../../schemes/ledger.toml"))
}

fn page(name: &str, rows: &[&[&str]]) -> Page {
    let rows = rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
    Page { name: name.to_owned(), rows, merged: Vec::new() }
}

fn shown(dictionary: &Dictionary, batch: &Batch, table: &Table, row: usize, head: &str) -> String {
    let field = dictionary.sheet(table.sheet).and_then(|sheet| sheet.find(head)).unwrap_or(FieldIx(u16::MAX));
    table.shown(row, field, dictionary, &batch.text)
}

#[test]
fn clean_rows() {
    let dictionary = dictionary();
    let bytes = book(&[
        page(
            "调研走访",
            &[
                &["序号", "单位名称", "帮扶对象", "日期", "带队领导", "是否主要负责同志"],
                &["1", "市财政局", "清水村", "2022-03-05", "张三", "是"],
                &["2", "市财政局", "清水村", "2022-09-01", "李四", "否"],
            ],
        ),
        page("评审打分", &[&["单位名称", "指标号", "得分", "评审人"], &["市财政局", "1.3", "7.5", "王五"]]),
        page("帮扶资金", &[&["单位名称", "日期", "到位金额（万元）"], &["市财政局", "2022-05-01", "12.5"]]),
    ])
    .unwrap();
    let batch = bangfu_office::read(&dictionary, &Job::new("台账.xlsx", 2022), &bytes, &mut |_| ());
    assert_eq!(batch.findings, []);
    assert_eq!(batch.tables.len(), 3);
    let visits = &batch.tables[0];
    assert_eq!(visits.rows, [2, 3]);
    assert_eq!(shown(&dictionary, &batch, visits, 0, "日期"), "2022-03-05");
    assert_eq!(shown(&dictionary, &batch, visits, 1, "是否主要负责同志"), "否");
    assert_eq!(shown(&dictionary, &batch, &batch.tables[1], 0, "指标号"), "1.3");
    assert_eq!(shown(&dictionary, &batch, &batch.tables[1], 0, "得分"), "7.5");
    assert_eq!(shown(&dictionary, &batch, &batch.tables[2], 0, "到位金额"), "12.5万元");
}
