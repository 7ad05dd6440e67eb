//! Files made to do harm: each is refused or read, says why and where, costs little, and leaves the reader able to read the
//! next good file.
//!
//! One test, one file after the other: the allocator counts for the whole program. A file that does not end is a failure.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by stopping")]

use std::fmt::Write as _;
use std::time::Duration;

use bangfu_core::diag::Severity;
use bangfu_core::ledger::dictionary::Dictionary;
use bangfu_core::scheme::read::Files;
use bangfu_office::Job;
use bangfu_tests::guard;

mod make;

use make::{html, ods, old_xml, xls, xlsx};

#[global_allocator]
static COUNTING: guard::Counting = guard::Counting;

/// What a file may take beside its own bytes.
const MEMORY: usize = 256 << 20;

/// What becomes of a file.
enum Then {
    /// It is read, and nothing grave is said.
    Reads,
    /// Something grave is said, in these words, about the file or a sheet of it.
    Says(&'static str),
}
use Then::{Reads, Says};

fn head() -> String {
    make::row(1, &["单位名称", "日期", "带队领导"])
}

/// `times` pieces of text, each made from its number.
fn many(times: usize, piece: impl Fn(usize) -> String) -> String {
    (0..times).map(piece).collect()
}

#[expect(clippy::too_many_lines, reason = "a list of files")]
fn files() -> Vec<(&'static str, Vec<u8>, Then)> {
    let good = head() + &make::row(2, &["市财政局", "2022-03-05", "张三"]);
    let with = |more: &str| format!("<sheetData>{good}{more}</sheetData>");
    let sheet = |more: &str| xlsx::book(&with(more), &[]);
    let strings = |xml: &str| xlsx::book(&with(""), &[("xl/sharedStrings.xml", xml.as_bytes())]);
    let laughs = r#"<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>"#;
    let long = "长".repeat(32_767);
    let amplified = format!("<sst><si><t>{long}</t></si></sst>");
    let amplify = format!(
        "<sheetData>{good}{}</sheetData>",
        many(12_000, |at| format!(r#"<row r="{}"><c t="s"><v>0</v></c></row>"#, at + 3))
    );
    vec![
        // .xlsx: what it declares
        ("uniqueCount of four milliards", strings(r#"<sst uniqueCount="4000000000"><si><t>x</t></si></sst>"#), Reads),
        ("uniqueCount of 2^64 - 1", strings(r#"<sst uniqueCount="18446744073709551615"/>"#), Reads),
        (
            "a dimension of the whole sheet",
            xlsx::book(&format!(r#"<dimension ref="A1:XFD1048576"/>{}"#, with("")), &[]),
            Reads,
        ),
        ("a cell at the other end of the sheet", sheet(&make::text("XFD1048576", "x")), Reads),
        (
            "a string that is not there",
            sheet(r#"<row r="3"><c r="A3" t="s"><v>4294967295</v></c></row>"#),
            Says("1 个单元格已损坏"),
        ),
        (
            "a string of negative number",
            sheet(r#"<row r="3"><c r="A3" t="s"><v>-1</v></c></row>"#),
            Says("1 个单元格已损坏"),
        ),
        ("a row 0", sheet(r#"<row r="0"><c><v>1</v></c></row>"#), Says("只读到第 2 行")),
        ("a row beyond the sheet", sheet(r#"<row r="99999999"><c><v>1</v></c></row>"#), Says("只读到第 2 行")),
        (
            "an address beyond the sheet",
            sheet(r#"<row r="3"><c r="XFE3"><v>1</v></c></row>"#),
            Says("1 个单元格已损坏"),
        ),
        (
            "a thousand broken addresses",
            sheet(&many(2_000, |_| r#"<row><c r="?"><v>1</v></c></row>"#.to_owned())),
            Says("第 2 行之后已损坏"),
        ),
        (
            "hidden columns without end",
            xlsx::book(&format!(r#"<cols><col min="1" max="4294967295" hidden="1"/></cols>{}"#, with("")), &[]),
            Reads,
        ),
        // .xlsx: XML
        (
            "a document type in a sheet",
            xlsx::raw_sheet(&format!("<!DOCTYPE x><worksheet>{}</worksheet>", with(""))),
            Says("DOCTYPE"),
        ),
        ("a milliard laughs", strings(laughs), Says("DOCTYPE")),
        ("a million tags deep", sheet(&"<a>".repeat(1_000_000)), Says("嵌套超过 64 层")),
        (
            "a tag of 100,000 attributes",
            sheet(&format!("<row {}/>", many(100_000, |at| format!("a{at}=\"\" ")))),
            Says("256 个以上的属性"),
        ),
        (
            "a tag of 1,000 attributes",
            sheet(&format!("<row {}/>", many(1_000, |at| format!("a{at}=\"\" ")))),
            Says("256 个以上的属性"),
        ),
        (
            "a text of four megabytes",
            sheet(&make::text("A3", &many(400_000, |at| format!("{at:010}")))),
            Says("已损坏"),
        ),
        ("a cell of 40,000 characters", sheet(&make::text("A3", &"长".repeat(40_000))), Says("超过 32767 字")),
        ("a sheet that never closes", xlsx::raw_sheet(&format!("<worksheet><sheetData>{good}")), Says("已损坏")),
        ("bytes that are no text", xlsx::raw_sheet("<worksheet><sheetData><row r=\"1\">\u{0}\u{1}"), Says("已损坏")),
        // .xlsx: amount
        (
            "2.2 million cells",
            sheet(&many(110_000, |at| {
                format!("<row>{}</row>", many(20, |more| format!("<c><v>{}</v></c>", at * 7919 % 99_991 + more)))
            })),
            Says("超过 200 万个"),
        ),
        (
            "one long string in 12,000 cells",
            xlsx::book(&amplify, &[("xl/sharedStrings.xml", amplified.as_bytes())]),
            Says("文字超过 96 MB"),
        ),
        (
            "three million strings",
            strings(&format!(
                "<sst>{}</sst>",
                many(3_000_000, |at| if at % 7 == 0 { format!("<si>{at}</si>") } else { "<si/>".to_owned() })
            )),
            Says("文字多过所有的单元格"),
        ),
        (
            "rows from the last to the first",
            sheet(&many(100_000, |at| format!(r#"<row r="{}"><c><v>{at}</v></c></row>"#, 200_000 - at))),
            Reads,
        ),
        (
            "columns from the last to the first",
            sheet(&format!(
                "<row r=\"3\">{}</row>",
                many(200_000, |at| format!(r#"<c r="{}3"><v>{at}</v></c>"#, make::letters(16_383 - at % 16_384)))
            )),
            Reads,
        ),
        (
            "one address 200,000 times",
            sheet(&many(200_000, |at| format!(r#"<row r="3"><c r="A3"><v>{at}</v></c></row>"#))),
            Reads,
        ),
        (
            "200,000 merged regions",
            xlsx::book(
                &format!(
                    "{}<mergeCells>{}</mergeCells>",
                    with(""),
                    many(200_000, |at| format!(r#"<mergeCell ref="A{}:C{}"/>"#, at + 2, at + 900))
                ),
                &[],
            ),
            Reads,
        ),
        (
            "the whole sheet merged",
            xlsx::book(&format!("{}<mergeCells><mergeCell ref=\"A1:XFD1048576\"/></mergeCells>", with("")), &[]),
            Says("没有找到表头"),
        ),
        ("1,200 sheets of one part", xlsx::sheets_of_one_part(1_200, &with("")), Says("在第 0 行之后已损坏")),
        ("a sheet that is the workbook itself", xlsx::sheet_at("workbook.xml", &with("")), Says("没有台账的表")),
        ("a sheet outside of the container", xlsx::sheet_at("../../../etc/passwd", &with("")), Reads),
        (
            "a million formats",
            xlsx::book(
                &with(""),
                &[(
                    "xl/styles.xml",
                    format!(
                        "<styleSheet><cellXfs>{}</cellXfs></styleSheet>",
                        many(1_000_000, |at| format!("<xf numFmtId=\"{}\"/>", at % 99_991))
                    )
                    .as_bytes(),
                )],
            ),
            Reads,
        ),
        // zip
        ("a part that shrinks a thousandfold", make::squeezed("xl/sharedStrings.xml", 40 << 20), Says("展开后过大")),
        ("strings of 60 megabytes of blanks", strings(&" ".repeat(60 << 20)), Reads),
        ("the same, declared as a kilobyte", make::lying(&strings(&" ".repeat(60 << 20)), 1_000), Reads),
        ("a million entries", make::entries(1_000_000), Says("超过 2000 个")),
        ("an end that declares 2^60 entries", make::zip64(&sheet(""), 1 << 60), Says("")),
        ("a workbook inside of an archive", make::zipped(&[("台账.xlsx", &sheet(""))]), Says("这是压缩包")),
        (
            "half a workbook",
            {
                let mut bytes = sheet("");
                bytes.truncate(bytes.len() / 2);
                bytes
            },
            Says("文件已损坏"),
        ),
        ("a file of 65 megabytes", vec![b'a'; 65 << 20], Says("超过 64 MB")),
        // .ods
        (
            "a cell repeated over the whole sheet",
            ods::book(&format!(
                r#"{}<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/></table:table-row>"#,
                ods::rows()
            )),
            Says("写着重复 1048576 次"),
        ),
        (
            "a long text repeated over a row",
            ods::book(&format!(
                r#"{}<table:table-row><table:table-cell table:number-columns-repeated="16384"><text:p>{long}</text:p></table:table-cell></table:table-row>"#,
                ods::rows()
            )),
            Says("文字超过 96 MB"),
        ),
        (
            "an empty cell repeated 2^64 times",
            ods::book(&format!(
                r#"{}<table:table-row table:number-rows-repeated="18446744073709551615"><table:table-cell table:number-columns-repeated="99999999999999999999"/></table:table-row>"#,
                ods::rows()
            )),
            Reads,
        ),
        (
            "four milliard blanks",
            ods::book(&format!(
                r#"{}<table:table-row><table:table-cell><text:p>x<text:s text:c="4000000000"/></text:p></table:table-cell></table:table-row>"#,
                ods::rows()
            )),
            Says("超过 32767 字"),
        ),
        (
            "a span of a milliard cells",
            ods::book(&format!(
                r#"{}<table:table-row><table:table-cell table:number-rows-spanned="1000000000" table:number-columns-spanned="1000000000"><text:p>x</text:p></table:table-cell></table:table-row>"#,
                ods::rows()
            )),
            Reads,
        ),
        (
            "tables in tables",
            ods::book(&"<table:table><table:table-row><table:table-cell>".repeat(10_000)),
            Says("嵌套超过 64 层"),
        ),
        ("5,000 sheets", ods::sheets(5_000), Says("表超过 1000 张")),
        ("a document type in the content", ods::content("<!DOCTYPE x>"), Says("DOCTYPE")),
        (
            "a password",
            make::zipped(&[
                ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
                ("content.xml", b"??"),
                ("META-INF/manifest.xml", b"<manifest:encryption-data/>"),
            ]),
            Says("设有打开密码"),
        ),
        // .xls
        ("four milliard FAT sectors", xls::header(44, u32::MAX), Reads),
        ("four milliard DIFAT sectors", xls::header(72, u32::MAX), Reads),
        ("a DIFAT that is the header", xls::header(68, 0), Says("")),
        ("a directory in a circle", xls::circle(), Says("")),
        (
            "a sheet that starts behind the end",
            xls::book(&[xls::sheet_entry(u32::MAX)], &[]),
            Says("在第 0 行之后已损坏"),
        ),
        ("four milliard strings", xls::book(&[xls::record(0x00FC, &[0xFF; 8])], &xls::cells()), Reads),
        (
            "a string beyond the table",
            xls::book(&[], &[xls::record(0x00FD, &[2, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF])]),
            Says("1 个单元格已损坏"),
        ),
        ("a record that is longer than the file", xls::book(&[], &[vec![0x03, 0x02, 0xFF, 0xFF, 0]]), Says("已损坏")),
        (
            "a million charts in one another",
            xls::book(&[], &vec![xls::record(0x0809, &[0, 6, 0x20, 0]); 1_000_000]),
            Says("已损坏"),
        ),
        ("a text of 100,000 pieces", xls::book(&[xls::pieces(100_000)], &xls::cells()), Reads),
        ("a password of the old kind", xls::book(&[xls::record(0x002F, &[0; 6])], &[]), Says("设有打开密码")),
        (
            "merged regions of the whole sheet",
            xls::book(&[], &vec![xls::record(0x00E5, &[1, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0]); 100_000]),
            Says("没有找到表头"),
        ),
        // web pages
        (
            "spans of a milliard",
            html::page(&format!("{}<tr><td rowspan=1000000000 colspan=1000000000>x", html::rows())),
            Reads,
        ),
        (
            "10,000 cells that reach down",
            html::page(&format!(
                "{}<tr>{}</tr>{}",
                html::rows(),
                "<td rowspan=1000>x</td>".repeat(10_000),
                "<tr><td>y</tr>".repeat(2_000)
            )),
            Reads,
        ),
        (
            "100,000 tables in one another",
            html::page(&format!("{}{}", html::rows(), "<tr><td><table>".repeat(100_000))),
            Reads,
        ),
        (
            "two million open cells",
            html::page(&format!("{}{}", html::rows(), "<tr><td>1<td>2".repeat(1_100_000))),
            Says("超出了 1048576 行"),
        ),
        (
            "an attribute of ten megabytes",
            html::page(&format!("<tr><td title=\"{}\">x</td></tr>{}", "x".repeat(10 << 20), html::rows())),
            Reads,
        ),
        (
            "a remark that never closes",
            format!("<html><table>{}</table><!--{}", html::rows(), "-".repeat(5 << 20)).into_bytes(),
            Reads,
        ),
        // XML spreadsheets
        (
            "a column of four milliards",
            old_xml::book(&format!(
                r#"{}<Row><Cell ss:Index="4294967295"><Data ss:Type="Number">1</Data></Cell></Row>"#,
                old_xml::rows()
            )),
            Says("只读到第 2 行"),
        ),
        (
            "a row of four milliards",
            old_xml::book(&format!(
                r#"{}<Row ss:Index="4294967295"><Cell><Data ss:Type="Number">1</Data></Cell></Row>"#,
                old_xml::rows()
            )),
            Says("只读到第 2 行"),
        ),
        (
            "a merge of four milliards",
            old_xml::book(&format!(
                r#"{}<Row><Cell ss:MergeAcross="4294967295" ss:MergeDown="4294967295"><Data ss:Type="String">x</Data></Cell></Row>"#,
                old_xml::rows()
            )),
            Reads,
        ),
        (
            "a document type in front",
            [b"<!DOCTYPE x>".as_slice(), &old_xml::book(&old_xml::rows())].concat(),
            Says("DOCTYPE"),
        ),
        // text
        (
            "three million fields",
            "单位名称,日期\n"
                .to_owned()
                .into_bytes()
                .into_iter()
                .chain("1,2,3\n".repeat(1_000_000).into_bytes())
                .collect(),
            Says("超过 200 万个"),
        ),
        ("20,000 columns", "1,".repeat(20_000).into_bytes(), Says("超出了")),
        (
            "a quote that never closes",
            format!("单位名称,日期\n\"{}", "甲乙,\n".repeat(300_000)).into_bytes(),
            Says("没有台账的表"),
        ),
        ("a field of twenty megabytes", "x".repeat(20 << 20).into_bytes(), Says("")),
        ("nothing but quotes", "\"".repeat(5 << 20).into_bytes(), Says("")),
        ("a million empty lines", "\n".repeat(1_000_000).into_bytes(), Says("")),
    ]
}

#[test]
fn hostile_files() {
    let dictionary =
        Dictionary::load(&mut Files::default(), "ledger.toml", include_str!("../../../crate/schemes/ledger.toml"));
    let read = |bytes: &[u8]| bangfu_office::read(&dictionary, &Job::new("台账", 2022), bytes, &mut |_| ());
    guard::watch(Duration::from_secs(60));
    let next = xlsx::book(
        &format!("<sheetData>{}{}</sheetData>", head(), make::row(2, &["市财政局", "2022-03-05", "张三"])),
        &[],
    );
    let (mut wrong, mut count) = (String::new(), 0_u64);
    for (name, bytes, then) in files() {
        count += 1;
        let (batch, cost) = guard::cost(count, || read(&bytes));
        let grave: Vec<&str> = batch
            .findings
            .iter()
            .filter(|finding| finding.severity == Severity::Must)
            .map(|finding| finding.why.as_str())
            .collect();
        let told = match then {
            Reads => !batch.tables.is_empty() && !grave.iter().any(|why| why.contains("损坏") || why.contains("超过")),
            Says(words) => grave.iter().any(|why| why.contains(words)),
        };
        if !told {
            writeln!(wrong, "{name}: {} tables, {grave:?}", batch.tables.len()).unwrap();
        }
        if cost.peak > MEMORY {
            writeln!(wrong, "{name}: takes {} MiB", cost.peak >> 20).unwrap();
        }
        if std::env::var_os("BANGFU_TELL").is_some() {
            eprintln!("{:>6} ms {:>4} MiB  {name}", cost.time.as_millis(), cost.peak >> 20);
        }
        if read(&next).tables.len() != 1 {
            writeln!(wrong, "{name}: the next good file is not read").unwrap();
        }
    }
    guard::rest();
    assert!(count >= 40 && wrong.is_empty(), "{wrong}");
}
