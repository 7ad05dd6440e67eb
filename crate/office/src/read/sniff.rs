//! Which container the bytes are. The extension is never asked: `.xls` is often a web page, `.xlsx` sometimes a picture.
//! Where it says something else than the bytes, that is told.

use bangfu_core::diag::Severity;

use super::fault::{broken, password};
use super::grid::Note;
use super::{Refusal, text};

/// A container that this crate reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    /// A zip of Office Open XML parts.
    Xlsx,
    /// A compound container of Excel 97–2003 or WPS.
    Xls,
    /// A zip of OpenDocument parts.
    Ods,
    /// OpenDocument as one XML file.
    FlatOds,
    /// An XML spreadsheet of Excel 2002 or 2003.
    SpreadsheetMl,
    /// A web page.
    Html,
    /// Rows of text: comma, tab or semicolon.
    Text,
}

impl Container {
    /// What it is in the words of an office program, and the extensions it goes by.
    fn says(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::Xlsx => (".xlsx 工作簿", &["xlsx", "xlsm", "xltx", "xltm", "ett", "et"]),
            Self::Xls => ("97-2003 版 .xls 工作簿", &["xls", "xlt", "et", "ett"]),
            Self::Ods => (".ods 表格", &["ods", "ots"]),
            Self::FlatOds => (".fods 表格", &["fods", "xml"]),
            Self::SpreadsheetMl => ("2003 版 XML 表格", &["xml"]),
            Self::Html => ("网页表格", &["html", "htm"]),
            Self::Text => ("文字表格", &["csv", "tsv", "txt", "tab", "prn"]),
        }
    }

    /// What to tell where the extension says something else; `detail` stands behind the kind.
    #[must_use]
    pub fn misnamed(self, name: &str, detail: &str) -> Option<Note> {
        let extension = name.rsplit_once('.')?.1.to_ascii_lowercase();
        let (kind, known) = self.says();
        // Only what claims to be another table is misnamed; `2022.3 台账` has no extension.
        let claims = ["xlsx", "xlsm", "xls", "et", "ods", "csv", "tsv", "txt", "html", "htm", "xml", "xlsb"];
        if known.contains(&extension.as_str()) || !claims.contains(&extension.as_str()) {
            return None;
        }
        Some(Note::new(
            Severity::Note,
            format!("该文件扩展名是 .{extension}，实际是{kind}{detail}，已按{kind}读取"),
            "内容没有受影响；需要长期保存时，建议用 WPS 或 Excel 打开后另存为 .xlsx。",
        ))
    }
}

const SAVE_AS: &str = "请用 WPS 或 Excel 打开，另存为 .xlsx 后再导入。";
const NOT_A_LEDGER: &str = "请选择台账工作簿（.xlsx）；没有台账时可先下载模板填写。";

/// Tells the container, or refuses with what the file really is.
///
/// # Errors
/// A [`Refusal`] for an empty file and for every kind that is not read.
pub fn container(bytes: &[u8]) -> Result<Container, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::new("文件是空的，里面没有任何内容", "请检查文件是否保存完整，重新选择台账工作簿。"));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return zipped(bytes);
    }
    if bytes.starts_with(b"PK") {
        return Err(Refusal::new(
            "文件不完整，或者是空的压缩包",
            "请重新取得完整的文件，用 WPS 或 Excel 打开确认后再导入。",
        ));
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return compound(bytes);
    }
    // A workbook of Excel 95 or older may stand without a container.
    if matches!(bytes.get(..4), Some([0x09, 0x00 | 0x02 | 0x04 | 0x08, 0x04..=0x10, 0x00])) {
        return Err(super::xls::ancient());
    }
    if let Some(kind) = signature(bytes) {
        return Err(Refusal::new(format!("这是{kind}，不是台账工作簿，改扩展名不能变成表格"), NOT_A_LEDGER));
    }
    let start = head(bytes);
    if start.contains("urn:schemas-microsoft-com:office:spreadsheet") && !start.contains("<html") {
        return Ok(Container::SpreadsheetMl);
    }
    if start.contains("urn:oasis:names:tc:opendocument") && start.contains("office:document") {
        return Ok(Container::FlatOds);
    }
    if start.starts_with("mime-version:") {
        return Err(Refusal::new("这是“单个文件网页”（.mht），不能直接读取", SAVE_AS));
    }
    if start.starts_with('<')
        && ["<html", "<table", "<!doctype html", "<head", "<meta", "<body", "<div", "<style"]
            .iter()
            .any(|tag| start.contains(tag))
    {
        return Ok(Container::Html);
    }
    let marked = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    if bytes.iter().take(4096).any(|byte| *byte == 0) && !marked && text::wide(bytes).is_none() {
        return Err(Refusal::new("认不出这是什么文件，不是台账工作簿", NOT_A_LEDGER));
    }
    Ok(Container::Text)
}

/// The first part of a text file, in lower case, for looking only.
fn head(bytes: &[u8]) -> String {
    let start = &bytes[..bytes.len().min(2048)];
    let encoding = encoding_rs::Encoding::for_bom(start).map(|(encoding, _)| encoding).or_else(|| text::wide(start));
    let start = match encoding {
        Some(encoding) => encoding.decode_with_bom_removal(start).0,
        None => String::from_utf8_lossy(start),
    };
    start.trim_start_matches('\u{feff}').trim_start().to_lowercase()
}

/// Files that betray themselves in their first bytes.
fn signature(bytes: &[u8]) -> Option<&'static str> {
    const KNOWN: [(&[u8], &str); 13] = [
        (b"%PDF", "PDF 文件"),
        (b"\x89PNG", "图片（PNG）"),
        (b"\xFF\xD8\xFF", "图片（JPG）"),
        (b"GIF8", "图片（GIF）"),
        (b"BM", "图片（BMP）"),
        (b"II*\0", "图片（TIF）"),
        (b"MM\0*", "图片（TIF）"),
        (b"Rar!", "压缩包（RAR）"),
        (b"7z\xBC\xAF\x27\x1C", "压缩包（7z）"),
        (b"\x1F\x8B", "压缩包（gz）"),
        (b"{\\rtf", "RTF 文档"),
        (b"MZ", "程序文件"),
        (b"SQLite format 3", "数据库文件"),
    ];
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Some("图片（WEBP）");
    }
    if matches!(bytes.get(4..8), Some(b"ftyp")) {
        return Some("图片或视频");
    }
    let found = KNOWN.iter().find(|(magic, _)| bytes.starts_with(magic));
    // Two letters are too few to condemn a text file: a bitmap or a program also holds zero bytes.
    found.filter(|(magic, _)| magic.len() > 2 || bytes.iter().take(64).any(|byte| *byte == 0)).map(|(_, kind)| *kind)
}

/// What kind of zip this is, by the names of its parts.
fn zipped(bytes: &[u8]) -> Result<Container, Refusal> {
    let holds = |name: &str| memmem(bytes, name.as_bytes());
    if holds("xl/workbook.bin") {
        return Err(Refusal::new("这是 .xlsb 二进制工作簿，暂不能直接读取", SAVE_AS));
    }
    if holds("opendocument.spreadsheet")
        || (holds("content.xml") && holds("META-INF/manifest.xml") && !holds("opendocument."))
    {
        return Ok(Container::Ods);
    }
    if holds("opendocument.text") {
        return Err(Refusal::new("这是 ODT 文档，不是台账工作簿", NOT_A_LEDGER));
    }
    if holds("[Content_Types].xml") || holds("workbook.xml") {
        if holds("word/document.xml") {
            return Err(Refusal::new(
                "这是 Word 文档，不是台账工作簿",
                "请把台账做成表格：可先下载模板，把内容粘贴进去。",
            ));
        }
        if holds("ppt/presentation.xml") {
            return Err(Refusal::new("这是演示文稿，不是台账工作簿", NOT_A_LEDGER));
        }
        return Ok(Container::Xlsx);
    }
    if bytes.len() < 22 || !memmem(bytes, b"PK\x05\x06") {
        return Err(broken());
    }
    Err(Refusal::new("这是压缩包，不是台账工作簿", "请先解压，再选择里面的台账工作簿（.xlsx）。"))
}

/// The old compound container: what Excel wrote before 2007, and what holds a password-protected workbook.
fn compound(bytes: &[u8]) -> Result<Container, Refusal> {
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memmem(bytes, &wide)
    };
    if holds("EncryptedPackage") || holds("EncryptionInfo") {
        return Err(password());
    }
    if holds("WordDocument") {
        return Err(Refusal::new("这是旧版 Word 文档，不是台账工作簿", NOT_A_LEDGER));
    }
    if holds("PowerPoint Document") {
        return Err(Refusal::new("这是旧版演示文稿，不是台账工作簿", NOT_A_LEDGER));
    }
    if holds("Workbook") || holds("Book") {
        return Ok(Container::Xls);
    }
    Err(Refusal::new("认不出这是什么文件，不是台账工作簿", NOT_A_LEDGER))
}

/// Whether `needle` stands in `bytes`.
fn memmem(bytes: &[u8], needle: &[u8]) -> bool {
    memchr::memmem::find(bytes, needle).is_some()
}
