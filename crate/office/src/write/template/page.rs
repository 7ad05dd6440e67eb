//! One sheet of a template: heads with comments, the sample row, and empty rows that are ready to be filled.

use bangfu_core::ledger::dictionary::{Dictionary, Field, FieldIx, Kind, Role, Sheet};
use bangfu_core::ledger::period::parse_day;
use rust_xlsxwriter::{ExcelDateTime, Note, Worksheet, XlsxError};

use super::lists::Lists;
use super::style::Style;
use super::{header, words};

/// Rows that get drop-downs and formats.
const ROWS: u32 = 5_000;
/// Rows that are ruled, so that the sheet can be printed and filled by hand.
const RULED: u32 = 20;
/// What marks the sample row; the reader skips a row that says it.
const SAMPLE: &str = "← 示例行（导入时自动跳过）";

/// The columns as a person fills them: number, unit and place first, the sheet's own, then what all sheets share.
pub(super) fn columns<'s>(dictionary: &Dictionary, sheet: &'s Sheet) -> Vec<&'s Field> {
    let field = |at: FieldIx| sheet.fields.get(usize::from(at.0));
    let mut fields: Vec<&Field> = dictionary.filling_order(sheet).into_iter().filter_map(field).collect();
    let first = |field: &&Field| match field.role {
        _ if field.name == "序号" => 0,
        Some(Role::UnitName) => 1,
        Some(Role::Place) => 2,
        _ => 3,
    };
    fields.sort_by_key(first);
    fields
}

pub(super) fn write(
    page: &mut Worksheet,
    fields: &[&Field],
    sheet: &Sheet,
    lists: &mut Lists<'_>,
    style: &Style,
) -> Result<(), XlsxError> {
    page.set_name(&sheet.name)?.set_freeze_panes(1, 0)?.set_row_height(0, 36)?;
    page.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    page.set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3);
    page.set_header("&L&A&R&F").set_footer("&C第 &P 页，共 &N 页");
    page.set_row_height(1, 32)?;
    for row in 2..2 + RULED {
        page.set_row_height(row, 22)?;
    }
    for (at, field) in (0_u16..).zip(fields) {
        let format = if field.required { &style.required } else { &style.head };
        page.write_string_with_format(0, at, header(field), format)?;
        page.insert_note(0, at, &note(field))?;
        page.set_column_width(at, width(field))?;
        let body = style.column(field);
        page.set_column_format(at, &body)?;
        for row in 2..2 + RULED {
            page.write_blank(row, at, &body)?;
        }
        sample(page, at, field, style)?;
        if let Some(list) = lists.rule(sheet, field)? {
            page.add_data_validation(1, at, ROWS, at, &list)?;
        }
    }
    Ok(())
}

/// The sample is of the type that the column wants: what is copied from it is right.
fn sample(page: &mut Worksheet, at: u16, field: &Field, style: &Style) -> Result<(), XlsxError> {
    let format = style.sample(field);
    let text = if field.name == "备注" { SAMPLE } else { field.example.as_deref().unwrap_or_default() };
    let day = matches!(field.kind, Kind::Date).then(|| parse_day(text)).flatten();
    let date = day.and_then(|_| ExcelDateTime::parse_from_str(text).ok());
    let number = matches!(field.kind, Kind::Number | Kind::Money(_)).then(|| text.parse::<f64>().ok()).flatten();
    match (date, number) {
        _ if text.is_empty() => page.write_blank(1, at, &format)?,
        (Some(date), _) => page.write_datetime_with_format(1, at, &date, &format)?,
        (_, Some(number)) => page.write_number_with_format(1, at, number, &format)?,
        _ => page.write_string_with_format(1, at, text, &format)?,
    };
    Ok(())
}

/// What stands behind a head: whether it must be filled, and how.
fn note(field: &Field) -> Note {
    let how = match &field.kind {
        Kind::Text => String::new(),
        Kind::Date => "日期，写到日；只知道月份的写到月。".to_owned(),
        Kind::Month => "年月，写到月。".to_owned(),
        Kind::Number => "只填数字，不写单位。".to_owned(),
        Kind::Money(unit) => format!("金额，按{unit}填数字；单位不同的连单位一起写，如 300000元。"),
        Kind::Flag => "填“是”或“否”。".to_owned(),
        Kind::Choice(_) | Kind::Level(_) => format!("可填：{}。", words(field).join("、")),
        Kind::Id => "按文本填写完整号码；导入时只留加密指纹，不保存号码。".to_owned(),
    };
    let must = if field.required { "必填。" } else { "有就填，没有就空着。" };
    let example = field.example.as_deref().map_or_else(String::new, |example| format!("例：{example}"));
    let text = [must, &how, &example].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n");
    let lines = text.lines().map(|line| line.chars().count() / 17 + 1).sum::<usize>();
    let height = u32::try_from(lines).unwrap_or(4).saturating_mul(18) + 12;
    Note::new(text).add_author_prefix(false).set_width(240).set_height(height)
}

fn width(field: &Field) -> u32 {
    let wide = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<u32>();
    let head = wide(&header(field)).min(16) + 3;
    let least = match &field.kind {
        _ if field.name == "序号" => 6,
        _ if field.name == "备注" => 20,
        Kind::Date => 13,
        Kind::Month | Kind::Flag | Kind::Level(_) => 10,
        Kind::Money(_) => 14,
        Kind::Id => 22,
        Kind::Number => 9,
        Kind::Choice(_) | Kind::Text => 14,
    };
    let example = wide(field.example.as_deref().unwrap_or_default()) + 2;
    head.max(least).max(example.min(24))
}
