//! The empty workbook of a track: only its sheets, with drop-downs, formats, one sample row, and a page that explains.

use bangfu_core::ledger::dictionary::{Dictionary, Field, Kind, Role, Sheet, SheetIx};
use bangfu_core::scheme::model::{Scheme, Track};
use rust_xlsxwriter::{Color, DataValidation, Format, FormatAlign, FormatBorder, Note, Workbook, Worksheet, XlsxError};

use crate::bind::clean::choice::LEVELS;

/// Rows that get drop-downs and formats.
const ROWS: u32 = 1_000;
/// What marks the sample row; the reader skips a row that says it.
const SAMPLE: &str = "← 示例行（导入时自动跳过）";
/// A list of choices longer than this cannot stand in a cell's own drop-down.
const LIST: usize = 250;

/// What a template says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading<'a> {
    /// The document's title.
    pub title: &'a str,
    /// The track's name.
    pub track: &'a str,
    /// The evaluation year.
    pub year: i32,
}

/// Writes the template of `sheets` as .xlsx.
///
/// # Errors
/// What rust_xlsxwriter refuses: a sheet name of more than 31 characters, or one that stands twice.
pub fn template(dictionary: &Dictionary, sheets: &[SheetIx], heading: &Heading<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let style = Style::new();
    let wanted: Vec<&Sheet> = sheets.iter().filter_map(|at| dictionary.sheet(*at)).collect();
    explain(book.add_worksheet(), &wanted, heading, &style)?;
    for sheet in wanted {
        page(book.add_worksheet(), sheet, &style)?;
    }
    book.save_to_buffer()
}

/// The formats of a template.
#[derive(Debug)]
struct Style {
    title: Format,
    head: Format,
    required: Format,
    sample: Format,
    wrapped: Format,
    date: Format,
    month: Format,
    text: Format,
}

impl Style {
    fn new() -> Self {
        let head = Format::new()
            .set_bold()
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_text_wrap();
        let head = head.set_border(FormatBorder::Thin).set_background_color(Color::RGB(0xE8_EE_F4));
        Self {
            title: Format::new().set_bold().set_font_size(14.0),
            required: head.clone().set_font_color(Color::RGB(0xA0_1C_1C)),
            head,
            sample: Format::new().set_italic().set_font_color(Color::RGB(0x70_70_70)).set_num_format("@"),
            wrapped: Format::new().set_text_wrap().set_align(FormatAlign::Top),
            date: Format::new().set_num_format("yyyy-mm-dd"),
            month: Format::new().set_num_format("yyyy-mm"),
            text: Format::new().set_num_format("@"),
        }
    }

    /// The format of the empty cells of a column; `None` leaves the default.
    fn column(&self, field: &Field) -> Option<&Format> {
        match field.kind {
            Kind::Date => Some(&self.date),
            Kind::Month => Some(&self.month),
            Kind::Id => Some(&self.text),
            Kind::Text if field.role == Some(Role::Indicator) => Some(&self.text),
            _ => None,
        }
    }
}

fn explain(page: &mut Worksheet, sheets: &[&Sheet], heading: &Heading<'_>, style: &Style) -> Result<(), XlsxError> {
    page.set_name("填写说明")?.set_column_width(0, 24)?.set_column_width(1, 90)?;
    page.write_string_with_format(0, 0, format!("{}（{}）台账模板", heading.title, heading.track), &style.title)?;
    let rules = [
        ("评价年度", format!("{} 年", heading.year)),
        ("必填列", "表头带 * 的列必须填写；其余列有就填，没有就空着（空着不等于 0）。".to_owned()),
        ("日期", "写成 2022-03-05；只知道月份的写 2022-03。".to_owned()),
        ("金额", "按表头括号里的单位填数，不写“约”；单位不同的，连单位一起写，如 300000元。".to_owned()),
        ("示例行", "每张表第 2 行是示例，导入时自动跳过，可以直接在下面填写。".to_owned()),
        ("不需要的表", "没有内容的表空着即可，不要改表名和表头。".to_owned()),
    ];
    let mut row = 2;
    for (key, says) in &rules {
        page.write_string(row, 0, *key)?.write_string_with_format(row, 1, says, &style.wrapped)?;
        row += 1;
    }
    row += 1;
    page.write_string_with_format(row, 0, "表", &style.head)?.write_string_with_format(
        row,
        1,
        "填什么",
        &style.head,
    )?;
    for sheet in sheets {
        row += 1;
        page.write_string(row, 0, &sheet.name)?.write_string_with_format(row, 1, &sheet.says, &style.wrapped)?;
    }
    Ok(())
}

fn page(page: &mut Worksheet, sheet: &Sheet, style: &Style) -> Result<(), XlsxError> {
    page.set_name(&sheet.name)?.set_freeze_panes(1, 0)?.set_row_height(0, 30)?;
    for (at, field) in (0_u16..).zip(&sheet.fields) {
        let format = if field.required { &style.required } else { &style.head };
        page.write_string_with_format(0, at, header(field), format)?;
        page.set_column_width(at, width(field))?;
        if let Some(format) = style.column(field) {
            page.set_column_format(at, format)?;
        }
        let sample = if field.name == "备注" { SAMPLE } else { field.example.as_deref().unwrap_or_default() };
        if !sample.is_empty() {
            page.write_string_with_format(1, at, sample, &style.sample)?;
        }
        validate(page, at, field)?;
    }
    Ok(())
}

/// `*到位金额（万元）`.
#[must_use]
pub fn header(field: &Field) -> String {
    let star = if field.required { "*" } else { "" };
    match &field.kind {
        Kind::Money(unit) => format!("{star}{}（{unit}）", field.name),
        _ => format!("{star}{}", field.name),
    }
}

fn width(field: &Field) -> u32 {
    let wide = matches!(field.kind, Kind::Text) && field.role.is_none() && field.name != "序号";
    let head = u32::try_from(header(field).chars().count()).unwrap_or(40);
    (head.saturating_mul(2) + 2).clamp(if wide { 18 } else { 8 }, 40)
}

/// The words that a column takes; empty where it takes any.
#[must_use]
pub fn words(field: &Field) -> Vec<&str> {
    match &field.kind {
        Kind::Flag => vec!["是", "否"],
        Kind::Level => LEVELS.to_vec(),
        Kind::Choice(words) => words.iter().map(|(word, _)| word.as_str()).collect(),
        _ => Vec::new(),
    }
}

/// A drop-down where the column has a list, and a hint where it does not.
fn validate(page: &mut Worksheet, at: u16, field: &Field) -> Result<(), XlsxError> {
    let words = words(field);
    if words.is_empty() {
        return Ok(());
    }
    if words.iter().map(|word| word.chars().count() + 1).sum::<usize>() > LIST {
        page.insert_note(0, at, &Note::new(format!("可填：{}", words.join("、"))))?;
        return Ok(());
    }
    let list = DataValidation::new()
        .allow_list_strings(&words)?
        .set_error_title("请从下拉列表中选择")?
        .set_error_message("可填的内容见下拉列表。")?;
    page.add_data_validation(1, at, ROWS, at, &list)?;
    Ok(())
}

/// The empty workbook of a scheme's track.
///
/// # Errors
/// As [`template`].
pub fn track_template(scheme: &Scheme, track: &Track) -> Result<Vec<u8>, XlsxError> {
    let heading = Heading { title: &scheme.title, track: &track.name, year: scheme.year };
    template(&scheme.dictionary, &track.sheets, &heading)
}
