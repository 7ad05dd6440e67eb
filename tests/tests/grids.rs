//! Laws of reading: no bytes and no cells end the program, and every row is accounted for.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by stopping")]

use std::sync::LazyLock;

use bangfu_core::ledger::dictionary::Dictionary;
use bangfu_core::ledger::mapping::Mapping;
use bangfu_core::ledger::table::Batch;
use bangfu_core::scheme::read::Files;
use bangfu_office::Job;
use bangfu_office::bind::Binder;
use bangfu_office::read::{Cell, Grid, Region, SheetSource};
use bangfu_office::write::book::{Page, book};
use proptest::prelude::*;

static DICTIONARY: LazyLock<Dictionary> = LazyLock::new(|| {
    Dictionary::load(&mut Files::default(), "ledger.toml", include_str!("../../crate/schemes/ledger.toml"))
});

/// Texts that mean something to some cleaner, mutilated ones among them.
fn typed() -> impl Strategy<Value = String> {
    let telling = prop::sample::select(vec![
        "单位名称",
        "日期",
        "*时间",
        "到位金额（万元）",
        "金额",
        "是否主要负责同志",
        "媒体级别",
        "身份证号",
        "年月",
        "人数",
        "合　计",
        "小计",
        "其中：",
        "注：",
        "← 示例行",
        "2022.3.5",
        "2022年3月",
        "3月5日",
        "2022.13.5",
        "2022.3.5-3.7",
        "至今",
        "20220305",
        "44625",
        "约3万",
        "3-5万",
        "7(28)",
        "叁万元",
        "0.5亿元",
        "1，234",
        "1.2E+400",
        "99999999999999999999999999999999",
        "-",
        "—",
        "",
        " ",
        "'",
        "是",
        "×",
        "1",
        "2",
        "0",
        "国家级",
        "（）",
        "（（",
        "5.32E+17",
        "填报单位：市财政局",
        "单位：万元",
        "一二三四五六七八九十百千万亿",
        "十",
        "0001-01-01",
        "9999年99月99日",
        "\u{200b}",
    ]);
    prop_oneof![4 => telling.prop_map(str::to_owned), 1 => "\\PC{0,12}", 1 => "[0-9年月日./~至-]{0,14}"]
}

fn cell() -> impl Strategy<Value = Cell<'static>> {
    prop_oneof![
        6 => typed().prop_map(|text| Cell::Text(text.into())),
        1 => any::<f64>().prop_map(Cell::Number),
        1 => (0_u32..100_000).prop_map(|n| Cell::Number(f64::from(n))),
        1 => (any::<f64>(), any::<bool>()).prop_map(|(number, epoch_1904)| Cell::Serial { number, epoch_1904 }),
        1 => any::<bool>().prop_map(Cell::Flag),
        1 => Just(Cell::Error("#REF!".to_owned())),
        1 => Just(Cell::Formula),
    ]
}

fn grid() -> impl Strategy<Value = Grid<'static>> {
    let region = (1_u32..14, 0_u32..10, 0_u32..4, 0_u32..4).prop_map(|(top, left, down, over)| Region {
        top,
        bottom: top + down,
        left,
        right: left + over,
    });
    let cells = prop::collection::vec((1_u32..14, prop_oneof![9 => 0_u32..8, 1 => 0_u32..16_384], cell()), 0..90);
    (cells, prop::collection::vec(region, 0..6)).prop_map(|(cells, mut merged)| {
        let mut grid = Grid::default();
        for (row, column, cell) in cells {
            grid.push(row, column, cell);
        }
        merged.sort_by_key(|region| (region.top, region.left));
        grid.merged = merged;
        grid
    })
}

fn accounted(batch: &Batch) {
    for sheet in &batch.sheets {
        assert_eq!(sheet.rows, sheet.used + sheet.refused, "{sheet:?}");
        let left = sheet.left.iter().flat_map(|left| &left.rows).map(|(first, last)| last - first + 1).sum::<u32>();
        assert_eq!(sheet.ignored, left, "{sheet:?}");
        if let Some((_, bottom)) = sheet.header.filter(|_| sheet.read_as.is_some()) {
            assert_eq!(sheet.last_row, bottom + sheet.rows + sheet.ignored, "{sheet:?}");
        }
    }
    for table in &batch.tables {
        let sheet = batch.sheets.iter().find(|sheet| sheet.name == table.name).unwrap();
        assert_eq!(table.rows.len(), sheet.rows as usize);
        for column in table.columns.iter().flatten() {
            assert_eq!((column.values.len(), column.states.len()), (table.rows.len(), table.rows.len()));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        accounted(&bangfu_office::read(&DICTIONARY, &Job::new("台账.xlsx", 2022), &bytes, &mut |_| ()));
    }

    #[test]
    fn any_text(text in "[单位名称日期金额\\t\\n\\r,;\"0-9. ]{0,120}") {
        accounted(&bangfu_office::read_text(&DICTIONARY, &Job::new("粘贴", 2022), &text));
    }

    #[test]
    fn any_grid(grid in grid(), name in prop::sample::select(vec!["调研走访", "帮扶资金", "Sheet1", "就业", "驻村考勤", "01.宣传报道台账"])) {
        let mut binder = Binder::new(&DICTIONARY, &Job::new("台账.xlsx", 2022));
        binder.sheet(SheetSource { name: name.to_owned(), hidden: false, grid, cut: None });
        let batch = binder.finish();
        accounted(&batch);
    }

    /// Whatever a person said of the columns, every row is accounted for, and no field is read from two of them.
    #[test]
    fn any_mapping(grid in grid(), sheet in prop::sample::select(vec![None, Some("调研走访"), Some("帮扶资金"), Some("没有的表")]), said in prop::collection::vec(prop::sample::select(vec![None, Some("日期"), Some("单位名称"), Some("到位金额"), Some("没有的列")]), 12)) {
        let read = |mappings: &[Mapping]| {
            let mut binder = Binder::new(&DICTIONARY, &Job { mappings, ..Job::new("台账.xlsx", 2022) });
            binder.sheet(SheetSource { name: "调研走访".to_owned(), hidden: false, grid: grid.clone(), cut: None });
            binder.finish()
        };
        let first = read(&[]);
        let seen = &first.sheets[0];
        let columns = seen.columns.iter().zip(&said).map(|(column, said)| (column.header.clone(), said.map(str::to_owned)));
        let mapping = Mapping { heads: seen.heads.clone(), sheet: sheet.map(str::to_owned), columns: columns.collect() };
        let batch = read(&[mapping]);
        accounted(&batch);
        let mut fields: Vec<&String> = batch.sheets[0].columns.iter().filter_map(|column| column.field.as_ref()).collect();
        let all = fields.len();
        fields.sort_unstable();
        fields.dedup();
        prop_assert_eq!(all, fields.len());
    }

    /// A good workbook with any bytes overwritten is read or refused, never more.
    #[test]
    fn any_damage(at in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6), cut in any::<Option<prop::sample::Index>>()) {
        let mut bytes = workbook();
        for (index, byte) in at {
            let at = index.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        accounted(&bangfu_office::read(&DICTIONARY, &Job::new("台账.xlsx", 2022), &bytes, &mut |_| ()));
    }
}

fn workbook() -> Vec<u8> {
    static BYTES: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        let rows = vec![
            row(&["单位名称", "日期", "到位金额"]),
            row(&["市财政局", "2022.3.5", "12.5"]),
            row(&["", "44625", "约3万"]),
        ];
        book(&[Page { name: "帮扶资金".to_owned(), rows, merged: vec![(1, 0, 2, 0)] }]).unwrap()
    });
    BYTES.clone()
}
