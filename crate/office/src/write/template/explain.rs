//! The page 填写说明: how to fill, and what each sheet is for.

use bangfu_core::ledger::dictionary::{Dictionary, Sheet};
use rust_xlsxwriter::{Worksheet, XlsxError};

use super::style::Style;
use super::{Heading, page};

/// Characters that a line of the widest columns holds, for the height of rows: not every program grows them by itself.
const SAYS: usize = 26;
const FEEDS: usize = 19;
const MUST: usize = 14;

pub(super) fn write(
    page: &mut Worksheet,
    dictionary: &Dictionary,
    sheets: &[&Sheet],
    heading: &Heading,
    style: &Style,
) -> Result<(), XlsxError> {
    page.set_name("填写说明")?;
    page.set_column_width(0, 20)?.set_column_width(1, 54)?.set_column_width(2, 40)?.set_column_width(3, 30)?;
    page.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3);
    page.set_footer("&C第 &P 页，共 &N 页");
    page.set_row_height(0, 32)?;
    page.write_string_with_format(0, 0, format!("{} 台账模板", heading.title), &style.title)?;
    page.merge_range(
        1,
        0,
        1,
        3,
        &format!("考核对象：{}　　评价年度：{} 年", heading.track, heading.year),
        &style.second,
    )?;
    let year = heading.year;
    let dates = format!(
        "写成 {year}-03-05；只知道月份的写 {year}-03（能判断哪个月、哪个季度、哪个半年，按天算的条件用不上）。"
    );
    let rules = [
        ("必填列", "表头带 * 的列必须填写；其余列有就填，没有就空着。空着表示没有填报，不等于 0。"),
        ("日期", dates.as_str()),
        ("金额", "按表头括号里的单位填数字，不写“约”；单位不同的，连单位一起写，如 300000元。"),
        ("下拉列表", "是否、等次和选项列从下拉列表里选；鼠标停在表头上可以看到这一列怎么填。"),
        ("示例行", "每张表第 2 行是示例，导入时自动跳过；从第 3 行起填写。"),
        ("不需要的表", "没有内容的表空着即可。请不要改表名和表头，不要在表头上面加行。"),
        ("合计行", "不需要写合计，导入后自动汇总。"),
    ];
    let mut row = 3;
    head(page, row, &["怎么填", "说明"], style)?;
    page.merge_range(row, 1, row, 3, "说明", &style.head)?;
    for (key, says) in rules {
        row += 1;
        page.set_row_height(row, 20)?;
        page.write_string_with_format(row, 0, key, &style.key)?;
        page.merge_range(row, 1, row, 3, says, &style.wrapped)?;
    }
    row += 2;
    head(page, row, &["表", "填什么", "用于", "必填列"], style)?;
    for (at, sheet) in sheets.iter().enumerate() {
        row += 1;
        let must: Vec<&str> = page::columns(dictionary, sheet)
            .into_iter()
            .filter(|field| field.required)
            .map(|field| field.name.as_str())
            .collect();
        let (feeds, must) = (heading.feeds.get(at).map_or("", String::as_str), must.join("、"));
        page.write_url_with_text(row, 0, format!("internal:'{}'!A1", sheet.name).as_str(), sheet.name.as_str())?;
        page.set_cell_format(row, 0, &style.key)?;
        page.write_string_with_format(row, 1, &sheet.says, &style.wrapped)?;
        page.write_string_with_format(row, 2, feeds, &style.wrapped)?;
        page.write_string_with_format(row, 3, &must, &style.wrapped)?;
        let lines = |text: &str, wide: usize| text.chars().count().div_ceil(wide).max(1);
        let most = lines(&sheet.says, SAYS).max(lines(feeds, FEEDS)).max(lines(&must, MUST));
        page.set_row_height(row, u32::try_from(most).unwrap_or(1).saturating_mul(15) + 6)?;
    }
    Ok(())
}

fn head(page: &mut Worksheet, row: u32, words: &[&str], style: &Style) -> Result<(), XlsxError> {
    page.set_row_height(row, 24)?;
    for (column, word) in (0_u16..).zip(words) {
        page.write_string_with_format(row, column, *word, &style.head)?;
    }
    Ok(())
}
