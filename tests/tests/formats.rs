//! The same ledger, saved by real programs in every format, reads to the same values and the same findings.
//!
//! `books/make.py` made the files and says how; `books/ledger.txt` holds what everyone of them must read as. What the file
//! itself is (a web page under the name .xls) is told beside it.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by stopping")]

use std::fmt::Write as _;
use std::path::Path;

use bangfu_core::ledger::dictionary::{Dictionary, FieldIx};
use bangfu_core::ledger::table::{Batch, Table};
use bangfu_core::scheme::read::Files;
use bangfu_office::Job;

const EXPECTED: &str = include_str!("books/ledger.txt");
/// The line of a hidden sheet.
const HIDDEN: &str = "Note - 这张表在文件里是隐藏的，已照常读取\n";

fn dictionary() -> Dictionary {
    Dictionary::load(&mut Files::default(), "ledger.toml", include_str!("../../crate/schemes/ledger.toml"))
}

fn bytes(book: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books").join(book)).unwrap()
}

fn read(dictionary: &Dictionary, name: &str, bytes: &[u8]) -> Batch {
    bangfu_office::read(dictionary, &Job::new(name, 2022), bytes, &mut |_| ())
}

/// Everything that was read of one table: a line for each value, then one for each finding.
fn told(dictionary: &Dictionary, batch: &Batch, table: &Table) -> String {
    let sheet = dictionary.sheet(table.sheet).unwrap();
    let mut text = format!("[{}]\n", sheet.name);
    for (index, row) in table.rows.iter().enumerate() {
        for (at, field) in sheet.fields.iter().enumerate() {
            let shown = table.shown(index, FieldIx(u16::try_from(at).unwrap()), dictionary, &batch.text);
            if !shown.is_empty() {
                writeln!(text, "{row} {} = {}", field.name, shown.replace('\n', "⏎")).unwrap();
            }
        }
    }
    let mut findings: Vec<String> = batch
        .findings
        .iter()
        .filter(|finding| finding.sheet == table.name)
        .map(|finding| format!("{:?} {} {}", finding.severity, finding.cell.as_deref().unwrap_or("-"), finding.why))
        .collect();
    findings.sort();
    text + &findings.join("\n") + "\n"
}

/// What is told about the file itself.
fn about_the_file(batch: &Batch) -> Vec<&str> {
    batch.findings.iter().filter(|finding| finding.sheet.is_empty()).map(|finding| finding.why.as_str()).collect()
}

#[test]
fn the_same_ledger_in_every_format() {
    let dictionary = dictionary();
    let mut wrong = String::new();
    for (book, name, says) in [
        ("openpyxl.xlsx", "台账.xlsx", None),
        ("libreoffice.xlsx", "台账.xlsx", None),
        ("libreoffice.xls", "台账.xls", None),
        ("libreoffice.xls", "台账.et", None),
        ("libreoffice.ods", "台账.ods", None),
        ("libreoffice.fods", "台账.fods", None),
        ("libreoffice.xml", "台账.xml", None),
        ("epoch-1904.xlsx", "台账.xlsx", None),
        ("epoch-1904.xls", "台账.xls", None),
        ("epoch-1904.ods", "台账.ods", None),
        ("libreoffice.xlsx", "台账.xls", Some("该文件扩展名是 .xls，实际是.xlsx 工作簿，已按.xlsx 工作簿读取")),
        (
            "libreoffice.xls",
            "台账.xlsx",
            Some("该文件扩展名是 .xlsx，实际是97-2003 版 .xls 工作簿，已按97-2003 版 .xls 工作簿读取"),
        ),
        ("libreoffice.xml", "台账.xls", Some("该文件扩展名是 .xls，实际是2003 版 XML 表格，已按2003 版 XML 表格读取")),
    ] {
        let batch = read(&dictionary, name, &bytes(book));
        let got: String = batch.tables.iter().map(|table| told(&dictionary, &batch, table)).collect();
        // LibreOffice forgets in XML spreadsheets that a sheet is hidden.
        let expected = if book.ends_with("xml") { EXPECTED.replace(HIDDEN, "\n") } else { EXPECTED.to_owned() };
        if got != expected {
            writeln!(wrong, "{book} as {name}:\n{}", differences(&expected, &got)).unwrap();
        }
        if about_the_file(&batch) != Vec::from_iter(says) {
            writeln!(wrong, "{book} as {name}: {:?}", about_the_file(&batch)).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The part of the expectation about one sheet.
fn expected_of(sheet: &str) -> &str {
    let start = EXPECTED.find(sheet).unwrap();
    let rest = &EXPECTED[start..];
    rest[1..].find("\n[").map_or(rest, |end| &rest[..end + 2])
}

/// A text file holds one sheet and hides nothing.
#[test]
fn the_same_sheet_in_every_encoding() {
    let dictionary = dictionary();
    let expected = expected_of("[宣传报道]").replace(HIDDEN, "\n");
    let mut wrong = String::new();
    let tabs = "（制表符分隔，GBK 编码）";
    let renamed = format!("该文件扩展名是 .xls，实际是文字表格{tabs}，已按文字表格读取");
    for (book, name, says) in [
        ("utf-8.csv", "宣传报道.csv", None),
        ("utf-8-mark.csv", "宣传报道.csv", None),
        ("gbk.csv", "宣传报道.csv", None),
        ("semicolons.csv", "宣传报道.csv", None),
        ("excel-hint.csv", "宣传报道.csv", None),
        ("utf-16le.txt", "宣传报道.txt", None),
        ("utf-16be.txt", "宣传报道.tsv", None),
        ("utf-16le-unmarked.csv", "宣传报道.csv", None),
        ("gb18030-tabs.xls", "宣传报道.xls", Some(renamed.as_str())),
    ] {
        let batch = read(&dictionary, name, &bytes(book));
        let got: String = batch.tables.iter().map(|table| told(&dictionary, &batch, table)).collect();
        if got.trim_end() != expected.trim_end() {
            writeln!(wrong, "{book} as {name}:\n{}", differences(&expected, &got)).unwrap();
        }
        if about_the_file(&batch) != Vec::from_iter(says) {
            writeln!(wrong, "{book} as {name}: {:?}", about_the_file(&batch)).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// A web page shows neither hidden sheets nor hidden rows.
#[test]
fn a_web_page_under_another_name() {
    let dictionary = dictionary();
    let batch = read(&dictionary, "台账.xls", &bytes("libreoffice.html"));
    assert_eq!(about_the_file(&batch), ["该文件扩展名是 .xls，实际是网页表格，已按网页表格读取"]);
    let got: String = batch.tables.iter().map(|table| told(&dictionary, &batch, table)).collect();
    let visits = expected_of("[调研走访]").lines().filter(|line| !line.starts_with("6 ") && !line.starts_with("Note"));
    let visits: String = visits.map(|line| line.replacen("7 ", "6 ", 1) + "\n").collect();
    assert_eq!(got, visits + "\n" + expected_of("[帮扶资金]"));
}

/// The formula of the 合计 row is compared and never counted.
#[test]
fn formulas_that_nobody_computed_are_named() {
    let dictionary = dictionary();
    let batch = read(&dictionary, "台账.xlsx", &bytes("formulas.xlsx"));
    let got: String = batch.tables.iter().map(|table| told(&dictionary, &batch, table)).collect();
    assert_eq!(
        differences(EXPECTED, &got),
        "  - 4 到位金额 = 0.1万元\n  + 4 到位金额 = （公式）\n  + Must 帮扶资金!E4 是公式但没有计算结果，请用 WPS 或 Excel 打开另存一次\n"
    );
}

/// Excel says behind the cells of an XML spreadsheet that a sheet is hidden; LibreOffice never does.
#[test]
fn a_hidden_sheet_of_an_xml_spreadsheet() {
    let dictionary = dictionary();
    let text = String::from_utf8(bytes("libreoffice.xml")).unwrap();
    let (before, behind) = text.rsplit_once("<x:WorksheetOptions/>").unwrap();
    let options = "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>";
    let batch = read(&dictionary, "台账.xml", format!("{before}{options}{behind}").as_bytes());
    let got: String = batch.tables.iter().map(|table| told(&dictionary, &batch, table)).collect();
    assert_eq!(got, EXPECTED);
}

/// Systems hide rows of the web pages that they give out as workbooks.
#[test]
fn hidden_rows_of_a_web_page() {
    let dictionary = dictionary();
    let text = String::from_utf8(bytes("libreoffice.html")).unwrap();
    let rows: Vec<&str> = text.split("<tr>").collect();
    for hides in ["<tr style=\"color:red; DISPLAY: none\">", "<tr hidden>"] {
        let page = [rows[..4].join("<tr>"), rows[4..].join("<tr>")].join(hides);
        let batch = read(&dictionary, "台账.html", page.as_bytes());
        let told: Vec<&str> = batch.findings.iter().map(|finding| finding.why.as_str()).collect();
        assert!(told.contains(&"第 4 行在文件里是隐藏的（含筛选隐藏），已照常读取"), "{hides}: {told:?}");
    }
}

/// The lines that only one of two texts has.
fn differences(expected: &str, got: &str) -> String {
    let only = |one: &str, other: &str, mark: char| {
        let lines = one.lines().filter(|line| !line.is_empty() && !other.lines().any(|known| known == *line));
        lines.map(|line| format!("  {mark} {line}\n")).collect::<String>()
    };
    only(expected, got, '-') + &only(got, expected, '+')
}
