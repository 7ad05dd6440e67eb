//! Makes files by hand, where no program would.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A container of parts.
pub(crate) fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default().compression_level(Some(1))).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A workbook with one more part of blanks, stored as small as it goes.
pub(crate) fn squeezed(name: &str, size: usize) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, size) in [("[Content_Types].xml", 0), ("xl/workbook.xml", 0), (name, size)] {
        writer.start_file(name, SimpleFileOptions::default().compression_level(Some(9))).unwrap();
        writer.write_all(&vec![b' '; size]).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A container whose directory says of every part over a megabyte that it holds so many bytes.
pub(crate) fn lying(bytes: &[u8], size: u32) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let entries: Vec<usize> = places(&bytes, b"PK\x01\x02");
    for at in entries {
        let declared = u32::from_le_bytes(bytes[at + 24..at + 28].try_into().unwrap());
        if declared > 1 << 20 {
            bytes[at + 24..at + 28].copy_from_slice(&size.to_le_bytes());
        }
    }
    bytes
}

fn places(bytes: &[u8], mark: &[u8]) -> Vec<usize> {
    bytes.windows(mark.len()).enumerate().filter(|(_, window)| *window == mark).map(|(at, _)| at).collect()
}

/// A directory of so many empty entries.
pub(crate) fn entries(count: u32) -> Vec<u8> {
    let mut bytes = b"PK\x03\x04xl/workbook.xml".to_vec();
    let start = u32::try_from(bytes.len()).unwrap();
    let mut entry = b"PK\x01\x02".to_vec();
    entry.resize(46, 0);
    entry[28] = 1;
    entry.push(b'x');
    bytes.extend(entry.repeat(count as usize));
    let size = u32::try_from(bytes.len()).unwrap() - start;
    bytes.extend(b"PK\x05\x06\0\0\0\0\xFF\xFF\xFF\xFF");
    bytes.extend(size.to_le_bytes());
    bytes.extend(start.to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}

/// A container with a second end of the large kind, which declares so many entries.
pub(crate) fn zip64(bytes: &[u8], count: u64) -> Vec<u8> {
    let end = bytes.len() - 22;
    let mut whole = bytes[..end].to_vec();
    let at = whole.len() as u64;
    whole.extend(b"PK\x06\x06");
    whole.extend(44_u64.to_le_bytes());
    whole.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    whole.extend(count.to_le_bytes());
    whole.extend(count.to_le_bytes());
    whole.extend(u64::from(u32::from_le_bytes(bytes[end + 12..end + 16].try_into().unwrap())).to_le_bytes());
    whole.extend(u64::from(u32::from_le_bytes(bytes[end + 16..end + 20].try_into().unwrap())).to_le_bytes());
    whole.extend(b"PK\x06\x07\0\0\0\0");
    whole.extend(at.to_le_bytes());
    whole.extend([1, 0, 0, 0]);
    let mut last = bytes[end..].to_vec();
    last[8..12].fill(0xFF);
    whole.extend(last);
    whole
}

/// The letters of a 0-based column.
pub(crate) fn letters(column: usize) -> String {
    bangfu_core::diag::column_letters(u32::try_from(column).unwrap())
}

/// A cell of text with its address, in .xlsx.
pub(crate) fn text(address: &str, text: &str) -> String {
    format!(r#"<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

/// A row of text, in .xlsx.
pub(crate) fn row(number: u32, cells: &[&str]) -> String {
    let cells: String =
        cells.iter().enumerate().map(|(at, cell)| text(&format!("{}{number}", letters(at)), cell)).collect();
    format!(r#"<row r="{number}">{cells}</row>"#)
}

pub(crate) mod xlsx {
    use super::zipped;

    const TYPES: &str = "<Types/>";
    const ROOT: &str =
        r#"<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;

    fn whole(list: &str, target: &str, sheet: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
        let book = format!("<workbook><sheets>{list}</sheets></workbook>");
        let relations =
            format!(r#"<Relationships><Relationship Id="r1" Type="x/worksheet" Target="{target}"/></Relationships>"#);
        let mut parts: Vec<(&str, &[u8])> = vec![
            ("[Content_Types].xml", TYPES.as_bytes()),
            ("_rels/.rels", ROOT.as_bytes()),
            ("xl/workbook.xml", book.as_bytes()),
            ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
            ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ];
        parts.extend_from_slice(more);
        zipped(&parts)
    }

    const ONE: &str = r#"<sheet name="调研走访" sheetId="1" r:id="r1"/>"#;

    /// A workbook of one sheet, from what stands inside of it.
    pub(crate) fn book(sheet: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
        whole(ONE, "worksheets/sheet1.xml", &format!("<worksheet>{sheet}</worksheet>"), more)
    }

    /// A workbook of one sheet, from its whole part.
    pub(crate) fn raw_sheet(sheet: &str) -> Vec<u8> {
        whole(ONE, "worksheets/sheet1.xml", sheet, &[])
    }

    /// A workbook whose list says so many times the same part.
    pub(crate) fn sheets_of_one_part(count: usize, sheet: &str) -> Vec<u8> {
        whole(&ONE.repeat(count), "worksheets/sheet1.xml", &format!("<worksheet>{sheet}</worksheet>"), &[])
    }

    /// A workbook whose sheet is said to be at `target`.
    pub(crate) fn sheet_at(target: &str, sheet: &str) -> Vec<u8> {
        whole(ONE, target, &format!("<worksheet>{sheet}</worksheet>"), &[])
    }
}

pub(crate) mod ods {
    use super::zipped;

    fn with(front: &str, tables: &str) -> Vec<u8> {
        let content = format!(
            "{front}<office:document-content><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
        );
        zipped(&[
            ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
            ("content.xml", content.as_bytes()),
            ("META-INF/manifest.xml", b"<manifest/>"),
        ])
    }

    /// A header and a row.
    pub(crate) fn rows() -> String {
        let cell = |text: &str| {
            format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
        };
        let row = |cells: &[&str]| {
            format!("<table:table-row>{}</table:table-row>", cells.iter().map(|text| cell(text)).collect::<String>())
        };
        row(&["单位名称", "日期", "带队领导"]) + &row(&["市财政局", "2022-03-05", "张三"])
    }

    /// A file of one sheet, from its rows.
    pub(crate) fn book(rows: &str) -> Vec<u8> {
        with("", &format!("<table:table table:name=\"调研走访\">{rows}</table:table>"))
    }

    /// A file of so many sheets.
    pub(crate) fn sheets(count: usize) -> Vec<u8> {
        with("", &"<table:table table:name=\"x\"></table:table>".repeat(count))
    }

    /// A file of one sheet with something in front of its content.
    pub(crate) fn content(front: &str) -> Vec<u8> {
        with(front, &format!("<table:table table:name=\"调研走访\">{}</table:table>", rows()))
    }
}

pub(crate) mod xls {
    use std::io::{Cursor, Write};

    /// A record.
    pub(crate) fn record(id: u16, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).unwrap();
        [&id.to_le_bytes(), &length.to_le_bytes(), data].concat()
    }

    fn container(stream: &[u8]) -> Vec<u8> {
        let mut container = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        container.create_stream("Workbook").unwrap().write_all(stream).unwrap();
        container.into_inner().into_inner()
    }

    /// An entry of the list of sheets: where the sheet starts, and its name.
    pub(crate) fn sheet_entry(start: u32) -> Vec<u8> {
        let name: Vec<u8> = "调研走访".encode_utf16().flat_map(u16::to_le_bytes).collect();
        record(0x0085, &[&start.to_le_bytes()[..], &[0, 0, 4, 1], &name].concat())
    }

    /// A workbook of one sheet, from what stands before its list and what stands in the sheet.
    pub(crate) fn book(globals: &[Vec<u8>], cells: &[Vec<u8>]) -> Vec<u8> {
        let begin = record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        let end = record(0x000A, &[]);
        let before = [begin.clone(), globals.concat()].concat();
        let start = before.len() + sheet_entry(0).len() + end.len();
        let start = u32::try_from(start).unwrap();
        let body = [self::cells().concat(), cells.concat()].concat();
        container(&[before, sheet_entry(start), end.clone(), begin, body, end].concat())
    }

    fn label(row: u16, column: u16, text: &str) -> Vec<u8> {
        let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let count = u16::try_from(units.len() / 2).unwrap();
        record(
            0x0204,
            &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0, 0], &count.to_le_bytes(), &[1], &units].concat(),
        )
    }

    /// A header and a row.
    pub(crate) fn cells() -> Vec<Vec<u8>> {
        let texts = [["单位名称", "日期", "带队领导"], ["市财政局", "2022-03-05", "张三"]];
        let row = |(row, texts): (u16, &[&str; 3])| {
            (0..).zip(texts).map(|(column, text)| label(row, column, text)).collect::<Vec<_>>()
        };
        (0..).zip(&texts).flat_map(row).collect()
    }

    /// A table of one string in so many pieces.
    pub(crate) fn pieces(count: usize) -> Vec<u8> {
        let first = record(0x00FC, &[1, 0, 0, 0, 1, 0, 0, 0, 0xFF, 0xFF, 0, b'x']);
        [first, record(0x003C, &[0, b'x']).repeat(count)].concat()
    }

    /// A workbook with four bytes of its container's header overwritten.
    pub(crate) fn header(at: usize, number: u32) -> Vec<u8> {
        let mut bytes = book(&[], &[]);
        bytes[at..at + 4].copy_from_slice(&number.to_le_bytes());
        bytes
    }

    /// A container whose sectors follow themselves.
    pub(crate) fn circle() -> Vec<u8> {
        let mut bytes = book(&[], &vec![super::xls::record(0x0203, &[0; 14]); 2_000]);
        let sector = u32::from_le_bytes(bytes[76..80].try_into().unwrap()) as usize;
        let size = 1 << u16::from_le_bytes([bytes[30], bytes[31]]);
        let table = (sector + 1) * size;
        for (at, four) in (0_u32..).zip(bytes[table..table + size].chunks_exact_mut(4)) {
            if four != [0xFF; 4] && four[0] != 0xFD {
                four.copy_from_slice(&at.to_le_bytes());
            }
        }
        bytes
    }
}

pub(crate) mod html {
    /// A header and a row.
    pub(crate) fn rows() -> String {
        "<tr><th>单位名称<th>日期<th>带队领导</tr><tr><td>市财政局<td>2022-03-05<td>张三</tr>".to_owned()
    }

    /// A page of one table.
    pub(crate) fn page(rows: &str) -> Vec<u8> {
        format!("<html><body><p>调研走访台账</p><table>{rows}").into_bytes()
    }
}

pub(crate) mod old_xml {
    /// A header and a row.
    pub(crate) fn rows() -> String {
        let cell = |text: &str| format!("<Cell><Data ss:Type=\"String\">{text}</Data></Cell>");
        let row = |cells: &[&str]| format!("<Row>{}</Row>", cells.iter().map(|text| cell(text)).collect::<String>());
        row(&["单位名称", "日期", "带队领导"]) + &row(&["市财政局", "2022-03-05", "张三"])
    }

    /// A file of one sheet.
    pub(crate) fn book(rows: &str) -> Vec<u8> {
        format!(
            "<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet ss:Name=\"调研走访\"><Table>{rows}</Table></Worksheet></Workbook>"
        )
        .into_bytes()
    }
}
