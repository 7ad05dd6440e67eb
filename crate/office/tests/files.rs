//! Files that are no ledger are refused with one sentence that says what they are; hostile ones cost nothing.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test says what it expects by stopping")]

use std::io::{Cursor, Write};

use bangfu_core::diag::Severity;
use bangfu_core::ledger::dictionary::Dictionary;
use bangfu_core::ledger::table::Batch;
use bangfu_core::scheme::read::Files;
use bangfu_office::Job;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn dictionary() -> Dictionary {
    Dictionary::load(&mut Files::default(), "ledger.toml", include_str!("../../schemes/ledger.toml"))
}

fn read(bytes: &[u8]) -> Batch {
    bangfu_office::read(&dictionary(), &Job::new("台账", 2022), bytes, &mut |_| ())
}

/// The single finding of a file that cannot be read.
fn refusal(bytes: &[u8]) -> String {
    let batch = read(bytes);
    assert!(batch.tables.is_empty());
    let [finding] = batch.findings.as_slice() else { panic!("{:?}", batch.findings) };
    assert_eq!(finding.severity, Severity::Must);
    assert!(!finding.mend.is_empty());
    finding.why.clone()
}

/// A container of parts, by hand.
fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
const RELS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK_RELS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;

/// A workbook of one sheet, from the XML of its cells.
fn workbook(properties: &str, state: &str, sheet: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let book = format!(
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">{properties}<sheets><sheet name="调研走访" sheetId="1" {state} r:id="r1"/></sheets></workbook>"#
    );
    let sheet =
        format!(r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{sheet}</worksheet>"#);
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELS.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", BOOK_RELS.as_bytes()),
        ("xl/styles.xml", STYLES.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    parts.extend_from_slice(more);
    zipped(&parts)
}

fn text(name: &str, text: &str) -> String {
    format!(r#"<c r="{name}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

fn head() -> String {
    format!("<row r=\"1\">{}{}{}</row>", text("A1", "单位名称"), text("B1", "日期"), text("C1", "带队领导"))
}

#[test]
fn other_files() {
    for (bytes, says) in [
        (&b""[..], "文件是空的"),
        (b"\x89PNG\r\n\x1a\n0000", "这是图片（PNG）"),
        (b"\xFF\xD8\xFF\xE0xxxx", "这是图片（JPG）"),
        (b"%PDF-1.7 ...", "这是PDF 文件"),
        (b"Rar!\x1a\x07\x00", "这是压缩包（RAR）"),
        (b"\x00\x01\x02\x03\x04\x05", "认不出这是什么文件"),
        (b"PK\x03\x04 cut off", "文件已损坏"),
        (b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "文件不完整"),
        (b"<html><p>1</p></html>", "这是网页，里面没有表格"),
        (
            b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>",
            "文件里没有台账的表",
        ),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "这是“单个文件网页”"),
        (b"\x09\x08\x08\x00\x00\x05\x05\x00\0\0\0\0", "这是 Excel 95 或更早的工作簿"),
    ] {
        let why = refusal(bytes);
        assert!(why.starts_with(says), "{why}");
    }
}

#[test]
fn other_containers() {
    let wide = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let compound = |stream: &str| [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &[0; 512], &wide(stream)].concat();
    for (bytes, says) in [
        (compound("EncryptedPackage"), "工作簿设有打开密码"),
        (compound("Workbook"), "文件已损坏"),
        (compound("WordDocument"), "这是旧版 Word 文档"),
        (zipped(&[("[Content_Types].xml", b""), ("word/document.xml", b"")]), "这是 Word 文档"),
        (zipped(&[("content.xml", b""), ("META-INF/manifest.xml", b"")]), "文件已损坏"),
        (zipped(&[("[Content_Types].xml", b""), ("xl/workbook.bin", b"")]), "这是 .xlsb"),
        (zipped(&[("readme.txt", b"hello")]), "这是压缩包"),
        (zipped(&[("[Content_Types].xml", b"")]), "文件已损坏"),
    ] {
        let why = refusal(&bytes);
        assert!(why.starts_with(says), "{why}");
    }
}

#[test]
fn a_workbook_of_something_else_names_its_sheets() {
    let bytes = bangfu_office::write::book::book(&[bangfu_office::write::book::Page {
        name: "库存".to_owned(),
        rows: vec![vec!["货号".to_owned()]],
        merged: Vec::new(),
    }])
    .unwrap();
    assert_eq!(refusal(&bytes), "文件里没有台账的表（只有：库存）");
}

#[test]
fn cells_far_apart_cost_two_cells() {
    let sheet = format!(
        "<dimension ref=\"A1:XFD1048576\"/><sheetData>{}<row r=\"1048576\">{}</row></sheetData>",
        head(),
        text("XFD1048576", "x")
    );
    let batch = read(&workbook("", "", &sheet, &[]));
    assert_eq!(batch.tables.len(), 1);
    assert_eq!((batch.sheets[0].rows, batch.sheets[0].ignored), (0, 1_048_575));
}

#[test]
fn hostile_containers() {
    let shared = |count: &str| {
        format!(
            r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="{count}"><si><t>x</t></si></sst>"#
        )
    };
    let sheet = format!("<sheetData>{}</sheetData>", head());
    for count in ["4000000000", "18446744073709551615", "99999999999999999999999"] {
        // What a part declares is not believed, so it does no harm.
        let bytes = workbook("", "", &sheet, &[("xl/sharedStrings.xml", shared(count).as_bytes())]);
        assert_eq!(read(&bytes).tables.len(), 1);
    }
    let bomb = vec![b' '; 40 << 20];
    assert!(refusal(&workbook("", "", &sheet, &[("xl/sharedStrings.xml", &bomb)])).starts_with("工作簿展开后过大"));
    let names: Vec<String> = (0..2_100).map(|at| format!("xl/media/{at}")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert!(refusal(&workbook("", "", &sheet, &many)).starts_with("压缩包里的文件超过 2000 个"));
}

#[test]
fn dates_of_both_epochs() {
    let sheet = format!(
        r#"<sheetData>{}<row r="2">{}<c r="B2" s="1"><v>44625</v></c>{}</row></sheetData>"#,
        head(),
        text("A2", "市财政局"),
        text("C2", "张三")
    );
    let shown = |batch: &Batch| {
        let table = &batch.tables[0];
        let field = dictionary().sheet(table.sheet).and_then(|sheet| sheet.find("日期")).unwrap();
        table.shown(0, field, &dictionary(), &batch.text)
    };
    let batch = read(&workbook("", "", &sheet, &[]));
    assert_eq!(batch.findings, []);
    assert_eq!(shown(&batch), "2022-03-05");
    let sheet = sheet.replace("44625", "43163");
    assert_eq!(shown(&read(&workbook(r#"<workbookPr date1904="1"/>"#, "", &sheet, &[]))), "2022-03-05");
}

#[test]
fn formulas_errors_and_hidden_sheets() {
    let sheet = format!(
        r#"<sheetData>{}<row r="2">{}<c r="B2"><f>TODAY()</f></c>{}</row><row r="3">{}<c r="B3" s="1"><f>B2+1</f><v>44626</v></c><c r="C3" t="e"><v>#REF!</v></c></row><row r="4">{}<c r="B4" s="1"><v>44627</v></c><c r="C4" t="e"><v>#SPILL!</v></c></row></sheetData>"#,
        head(),
        text("A2", "市财政局"),
        text("C2", "张三"),
        text("A3", "市财政局"),
        text("A4", "市财政局"),
    );
    let batch = read(&workbook("", r#"state="hidden""#, &sheet, &[]));
    let told: Vec<(Option<&str>, &str)> = batch.findings.iter().map(|f| (f.cell.as_deref(), f.why.as_str())).collect();
    assert_eq!(told[0], (None, "这张表在文件里是隐藏的，已照常读取"));
    assert!(told.contains(&(Some("调研走访!B2"), "是公式但没有计算结果，请用 WPS 或 Excel 打开另存一次")));
    assert!(told.contains(&(Some("调研走访!C3"), "单元格是错误值，读不到内容")));
    assert_eq!((batch.sheets[0].used, batch.sheets[0].refused), (2, 1));
}

#[test]
fn a_sheet_that_breaks_off_keeps_what_was_read() {
    let sheet = format!(
        r#"<sheetData>{}<row r="2">{}<c r="B2" s="1"><v>44625</v></c></row><row r="3"><c r="A3" t="inlineStr"><is><t>市财"#,
        head(),
        text("A2", "市财政局")
    );
    let batch = read(&workbook("", "", &sheet, &[]));
    assert_eq!(batch.tables[0].rows, [2]);
    assert!(
        batch.findings.iter().any(|finding| finding.severity == Severity::Must && finding.why.contains("之后已损坏"))
    );
}

#[test]
fn text_in_every_encoding() {
    let rows = "单位名称,日期,带队领导\r\n市财政局,2022-03-05,\"张三,\"\"局长\"\"\"\r\n";
    let (gbk, _, _) = encoding_rs::GB18030.encode(rows);
    let wide: Vec<u8> = std::iter::once(0xFEFF).chain(rows.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let tabs = rows.replace("\"张三,\"\"局长\"\"\"", "张三").replace(',', "\t");
    for bytes in
        [rows.as_bytes().to_vec(), ["\u{feff}", rows].concat().into_bytes(), gbk.into_owned(), wide, tabs.into_bytes()]
    {
        let batch = bangfu_office::read(&dictionary(), &Job::new("调研走访.csv", 2022), &bytes, &mut |_| ());
        assert_eq!(batch.findings, []);
        assert_eq!(batch.tables[0].rows, [2]);
        let field = dictionary().sheet(batch.tables[0].sheet).and_then(|sheet| sheet.find("带队领导")).unwrap();
        assert!(batch.tables[0].shown(0, field, &dictionary(), &batch.text).starts_with("张三"));
    }
}

#[test]
fn pasted_cells() {
    let batch = bangfu_office::read_text(
        &dictionary(),
        &Job::new("粘贴", 2022),
        "单位名称\t指标号\t得分\t评审人\n市财政局\t1.3\t6\t甲\n",
    );
    assert_eq!(batch.tables.len(), 1);
    assert_eq!(batch.sheets[0].read_as.as_deref(), Some("评审打分"));
}

#[test]
fn merged_cells_are_found_behind_many_others() {
    let rows: String = (2..6_000)
        .map(|row| {
            format!(
                "<row r=\"{row}\">{}{}</row>",
                text(&format!("B{row}"), "2022-03-05"),
                text(&format!("C{row}"), &format!("甲{row}"))
            )
        })
        .collect();
    let first = rows.replacen("<row r=\"2\">", &format!("<row r=\"2\">{}", text("A2", "市财政局")), 1);
    for tag in [
        r#"<mergeCells count="1"><mergeCell ref="A2:A5999"/></mergeCells>"#,
        "<mergeCells><mergeCell  ref = '$A$2:$A$5999' /></mergeCells>",
    ] {
        let batch = read(&workbook("", "", &format!("<sheetData>{}{first}</sheetData>{tag}", head()), &[]));
        let table = &batch.tables[0];
        let unit = dictionary().sheet(table.sheet).and_then(|sheet| sheet.find("单位名称")).unwrap();
        assert_eq!(table.rows.len(), 5_998);
        assert_eq!(table.shown(5_997, unit, &dictionary(), &batch.text), "市财政局");
    }
}
