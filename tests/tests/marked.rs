//! The marked copy: the same workbook to every reader, but for the fills and comments that findings bring.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by stopping")]

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use bangfu_core::diag::{Finding, Severity};
use bangfu_core::ledger::dictionary::Dictionary;
use bangfu_core::ledger::table::Batch;
use bangfu_core::scheme::builtin;
use bangfu_core::scheme::read::Files;
use bangfu_office::Job;
use bangfu_office::write::book::{Page, book};
use bangfu_office::write::mark::{Marked, mark};
use serde_json::Value;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

fn read(name: &str, bytes: &[u8]) -> Batch {
    let dictionary = Dictionary::load(&mut Files::default(), "ledger.toml", builtin::ledger());
    bangfu_office::read(&dictionary, &Job::new(name, 2022), bytes, &mut |_| ())
}

fn page(name: &str, rows: &[&[&str]], merged: &[(u32, u16, u32, u16)]) -> Page {
    let rows = rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
    Page { name: name.to_owned(), rows, merged: merged.to_vec() }
}

/// Two sheets with cells that cannot be read, one of them empty, one inside a merged region.
fn dirty() -> Vec<u8> {
    book(&[
        page(
            "调研走访",
            &[
                &["单位名称", "日期", "带队领导", "是否主要负责同志带队"],
                &["昆明市甲局", "2022.3.5", "张某", "是"],
                &["", "2022.13.5", "张某", "也许"],
                &["", "2022.2.30", "<b>&\"李\"", "=1+1"],
                &["昆明市甲局", "", "王某", "否"],
            ],
            &[(1, 0, 3, 0)],
        ),
        page(
            "帮扶资金",
            &[
                &["单位名称", "日期", "资金名称", "资金性质", "到位金额（万元）"],
                &["昆明市甲局", "2022-03-05", "产业扶持", "直接投入", "12.5"],
                &["昆明市甲局", "2022-04-05", "道路", "直接投入", "约3万"],
                &["昆明市甲局", "2022-05-05", "饮水", "直接投入", "3-5万"],
            ],
            &[],
        ),
    ])
    .unwrap()
}

/// The namespace of worksheets in the strict standard.
const STRICT: &str = "http://purl.oclc.org/ooxml/spreadsheetml/main";

/// Every part by name, inflated.
fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut part = archive.by_index(at).unwrap();
            let mut inside = Vec::new();
            part.read_to_end(&mut inside).unwrap();
            (part.name().unwrap().into_owned(), inside)
        })
        .collect()
}

/// The package with some parts changed; a part that becomes empty is left out.
fn rewritten(bytes: &[u8], change: impl Fn(&str, String) -> (String, String)) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, inside) in parts(bytes) {
        let (name, inside) = change(&name, String::from_utf8(inside).unwrap());
        if !inside.is_empty() {
            out.start_file(name, SimpleFileOptions::default()).unwrap();
            out.write_all(inside.as_bytes()).unwrap();
        }
    }
    out.finish().unwrap().into_inner()
}

/// Whether marking may touch a part.
fn touched(name: &str) -> bool {
    let name = name.to_lowercase();
    ["styles", "worksheets/", "comments", "vmldrawing", "[content_types]", "workbook.xml.rels", "drawings/comments"]
        .iter()
        .any(|known| name.contains(known))
}

/// The findings that a marked copy shows.
fn shown(batch: &Batch) -> Vec<&Finding> {
    batch.findings.iter().filter(|finding| finding.severity != Severity::Note).collect()
}

/// Marks a workbook and holds what must be true of every marked copy.
fn check(what: &str, bytes: &[u8]) -> Marked {
    let before = read("台账.xlsx", bytes);
    assert!(shown(&before).len() > 3, "{what}: a workbook with findings, {:?}", before.findings);
    let marked = mark("台账.xlsx", bytes, &before.findings, &[]).unwrap();
    assert_eq!(marked.name, "台账-标注.xlsx");
    assert_eq!(marked.left, Vec::<String>::new(), "{what}");
    let after = read("台账.xlsx", &marked.bytes);
    assert_eq!(after.findings, before.findings, "{what}");
    assert_eq!(after.tables, before.tables, "{what}");
    let (old, new) = (parts(bytes), parts(&marked.bytes));
    for (name, inside) in &old {
        let same = new.get(name) == Some(inside);
        assert!(same || (touched(name) && new.contains_key(name)), "{what}: {name} was not kept");
    }
    for finding in shown(&before).into_iter().filter(|finding| finding.cell.is_some()) {
        let text = finding.why.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
        let found = new.iter().any(|(name, inside)| {
            name.to_lowercase().contains("comment") && String::from_utf8_lossy(inside).contains(&text)
        });
        assert!(found, "{what}: no comment says {text}");
    }
    marked
}

#[test]
fn of_our_own_writer() {
    check("plain", &dirty());
}

/// Workbooks that other programs write otherwise.
#[test]
fn of_unusual_packages() {
    let plain = dirty();
    let prefixed = rewritten(&plain, |name, text| {
        let sheet = name.contains("worksheets/") || name.ends_with("styles.xml");
        let renamed = |text: String| {
            let text = text.replace("</", "\u{1}").replace('<', "<x:").replace('\u{1}', "</x:");
            text.replace("<x:?xml", "<?xml").replace("xmlns=", "xmlns:x=")
        };
        (name.to_owned(), if sheet { renamed(text) } else { text })
    });
    check("with prefixes", &prefixed);
    let absolute = rewritten(&plain, |name, text| {
        let rels = name == "xl/_rels/workbook.xml.rels";
        (name.to_owned(), if rels { text.replace("Target=\"", "Target=\"/xl/") } else { text })
    });
    check("absolute targets", &absolute);
    let bare = rewritten(&plain, |name, text| match name {
        "xl/styles.xml" => (name.to_owned(), String::new()),
        "xl/_rels/workbook.xml.rels" => {
            let styles = text.split("<Relationship ").find(|tag| tag.contains("styles.xml")).unwrap();
            let styles = styles.split_once("/>").unwrap().0;
            (name.to_owned(), text.replace(&format!("<Relationship {styles}/>"), ""))
        }
        _ => (name.to_owned(), text),
    });
    let marked = check("without styles", &bare);
    assert!(parts(&marked.bytes).contains_key("xl/styles.xml"));
    let unaddressed = rewritten(&plain, |name, text| {
        let mut out = text.clone();
        if name.contains("worksheets/") {
            // Rows and cells count on where they say no address; only full rows can do without.
            for row in 1..=9 {
                out = out.replace(&format!("<row r=\"{row}\""), "<row");
            }
        }
        (name.to_owned(), out)
    });
    check("rows without numbers", &unaddressed);
    let wrong_dimension = rewritten(&plain, |name, text| {
        let cut = text
            .split_once("<dimension ref=\"")
            .map(|(head, rest)| format!("{head}<dimension ref=\"A1:A1{}", &rest[rest.find('"').unwrap()..]));
        (name.to_owned(), cut.filter(|_| name.contains("worksheets/")).unwrap_or(text))
    });
    check("a wrong dimension", &wrong_dimension);
    let strict = rewritten(&plain, |name, text| {
        let text = text.replace("http://schemas.openxmlformats.org/spreadsheetml/2006/main", STRICT);
        let relations = "http://purl.oclc.org/ooxml/officeDocument/relationships";
        (
            name.to_owned(),
            text.replace("http://schemas.openxmlformats.org/officeDocument/2006/relationships", relations),
        )
    });
    let comments = parts(&check("the strict standard", &strict).bytes);
    let written = String::from_utf8_lossy(&comments["xl/comments-mark1.xml"]).into_owned();
    assert!(written.contains(STRICT), "{written}");
    let marked_again = check("marked twice", &check("once", &plain).bytes);
    let comments = parts(&marked_again.bytes).keys().filter(|name| name.contains("comments")).count();
    assert_eq!(comments, 2, "comments stay in their part");
}

/// A sheet that cannot be patched is named, and the others are marked.
#[test]
fn names_what_it_leaves() {
    let plain = dirty();
    let findings = read("台账.xlsx", &plain).findings;
    let broken = rewritten(&plain, |name, text| {
        let other = name.ends_with("sheet1.xml");
        (name.to_owned(), if other { text.replace("<sheetData>", "<!DOCTYPE x><sheetData>") } else { text })
    });
    let marked = mark("台账.xlsx", &broken, &findings, &[]).unwrap();
    assert!(marked.left[0].starts_with("“调研走访”没有标注"), "{:?}", marked.left);
    assert!(marked.cells > 0);
    let nowhere = Finding::about("台账.xlsx", Severity::Must, "少了一张表", "").on("没有的表").at(0, 1);
    let whole = Finding::about("台账.xlsx", Severity::Explain, "文件很旧", "");
    let marked = mark("台账.xlsx", &plain, &[nowhere, whole], &[]).unwrap();
    assert_eq!(marked.left.len(), 2, "{:?}", marked.left);
    assert_eq!(marked.cells, 0);
}

/// Text of any kind becomes a workbook of text.
#[test]
fn of_text() {
    let csv =
        "单位名称,日期,带队领导,是否主要负责同志带队\n甲局,2022.3.5,=cmd|'/c calc'!A1,是\n甲局,2022.13.5,+1,@SUM(A1)\n";
    let name = "调研走访.csv";
    let before = read(name, csv.as_bytes());
    let marked = mark(name, csv.as_bytes(), &before.findings, &[]).unwrap();
    assert!(marked.fresh);
    assert_eq!(marked.name, "调研走访-标注.xlsx");
    let after = read(name, &marked.bytes);
    assert_eq!(after.tables[0].rows, before.tables[0].rows);
    for (name, inside) in parts(&marked.bytes) {
        let inside = String::from_utf8_lossy(&inside).into_owned();
        assert!(!name.contains("worksheets/") || !inside.contains("<f>"), "{name}: {inside}");
    }
}

/// Bytes that are no workbook, or are broken anywhere, end in a refusal or a copy, never in a panic.
#[test]
fn survives_broken_bytes() {
    let plain = dirty();
    let findings = read("台账.xlsx", &plain).findings;
    for at in (0..plain.len()).step_by(37) {
        let mut bytes = plain.clone();
        bytes[at] ^= 0x55;
        let _ = mark("台账.xlsx", &bytes, &findings, &[]);
        let _ = mark("台账.xlsx", &plain[..at], &findings, &[]);
    }
    for name in parts(&plain).keys() {
        for cut in [1, 3, 7] {
            let bytes = rewritten(&plain, |part, text| {
                let half: String = text.chars().take(text.chars().count() * cut / 8).collect();
                (part.to_owned(), if part == name { half } else { text })
            });
            let _ = mark("台账.xlsx", &bytes, &findings, &[]);
        }
    }
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("marked").join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs one of the scripts beside this test; `None`, told, where openpyxl is not here.
fn python(script: &str, file: &Path) -> Option<Vec<u8>> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/marked").join(script);
    let done = Command::new(bangfu_tests::office::python()?).arg(script).arg(file).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    Some(done.stdout)
}

fn dump(file: &Path) -> Option<Value> {
    Some(serde_json::from_slice(&python("dump.py", file)?).unwrap())
}

/// What openpyxl reads of a workbook without what marks add: fills and comments.
fn without_marks(mut dump: Value) -> Value {
    for sheet in dump.as_object_mut().unwrap().values_mut() {
        let cells = sheet["cells"].as_object_mut().unwrap();
        cells.retain(|_, cell| !cell["value"].is_null());
        for cell in cells.values_mut() {
            cell.as_object_mut().unwrap().retain(|key, _| key != "fill" && key != "comment");
        }
    }
    dump
}

/// Each finding's cell is filled and its comment says it; what the clerk had written stays.
fn holds_marks(what: &str, dump: &Value, findings: &[&Finding]) {
    for finding in findings {
        let Some((sheet, address)) = finding.cell.as_deref().and_then(|cell| cell.rsplit_once('!')) else { continue };
        let cell = &dump[sheet]["cells"][address];
        assert!(cell["comment"].as_str().is_some_and(|text| text.contains(&finding.why)), "{what}: {address} {cell}");
        assert!(!cell["fill"].is_null(), "{what}: {address} {cell}");
    }
}

#[test]
fn other_programs_open_it() {
    let (own, saved) = (folder("own"), folder("saved"));
    let dirty_book = own.join("openpyxl.xlsx");
    if python("dirty.py", &dirty_book).is_none() {
        let _ = writeln!(std::io::stderr(), "SKIPPED: no openpyxl here, so no marked copy was read by it");
        return;
    }
    std::fs::write(own.join("ours.xlsx"), dirty()).unwrap();
    let Some(by_libreoffice) = bangfu_tests::office::resave(std::slice::from_ref(&dirty_book), &saved, "xlsx") else {
        let _ = writeln!(std::io::stderr(), "SKIPPED: no soffice here, so no marked copy was opened by it");
        return;
    };
    let books = [("openpyxl", dirty_book), ("ours", own.join("ours.xlsx")), ("libreoffice", by_libreoffice[0].clone())];
    let (originals, copies) = (folder("originals"), folder("copies"));
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for (what, file) in &books {
        let bytes = std::fs::read(file).unwrap();
        let marked = check(what, &bytes);
        before.push(originals.join(format!("{what}.xlsx")));
        after.push(copies.join(format!("{what}.xlsx")));
        std::fs::write(before.last().unwrap(), &bytes).unwrap();
        std::fs::write(after.last().unwrap(), &marked.bytes).unwrap();
        let (old, new) = (dump(before.last().unwrap()).unwrap(), dump(after.last().unwrap()).unwrap());
        let batch = read("台账.xlsx", &bytes);
        holds_marks(what, &new, &shown(&batch));
        assert_eq!(without_marks(old), without_marks(new.clone()), "{what}");
        if *what != "ours" {
            let kept = new["调研走访"]["cells"]["B4"]["comment"].as_str().unwrap();
            assert!(kept.starts_with("经办人：日期待核 <1>"), "{what}: {kept}");
            assert_eq!(new["调研走访"]["cells"]["C6"]["comment"], "另一条", "{what}");
            assert_eq!(new["帮扶资金"]["charts"], 1, "{what}");
        }
    }
    // LibreOffice opens original and copy and saves both: the same values and formulas, and the comments are there.
    let old = bangfu_tests::office::resave(&before, &folder("originals-saved"), "xlsx").unwrap();
    let new = bangfu_tests::office::resave(&after, &folder("copies-saved"), "xlsx").unwrap();
    for ((what, file), (old, new)) in books.iter().zip(old.iter().zip(&new)) {
        let (old, new) = (dump(old).unwrap(), dump(new).unwrap());
        let batch = read("台账.xlsx", &std::fs::read(file).unwrap());
        holds_marks(&format!("{what} by LibreOffice"), &new, &shown(&batch));
        assert_eq!(without_marks(old), without_marks(new), "{what} by LibreOffice");
    }
}
