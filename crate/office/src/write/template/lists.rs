//! Drop-downs: short lists stand in the cell's own rule, long ones on a hidden sheet.

use bangfu_core::ledger::dictionary::{Field, Role, Sheet};
use bangfu_core::scheme::model::{Scheme, Track};
use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, Formula, Worksheet, XlsxError, utility};

/// The longest list, in characters with its commas, that a rule may hold; 255 by the format.
const LONGEST: usize = 250;
/// The hidden sheet; the reader knows it as no table.
const SHEET: &str = "选项";

/// Words that a track gives for columns that the engine looks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// 单位类别.
    pub categories: Vec<String>,
    /// 指标号, with the contents where they are rated as a whole.
    pub indicators: Vec<String>,
    /// 口径号.
    pub conventions: Vec<String>,
    /// The sheet of a tick form (考评表) and the numbers of its rows.
    pub ticks: Option<(String, Vec<String>)>,
}

impl Words {
    /// The words of a track.
    pub(super) fn of(scheme: &Scheme, track: &Track) -> Self {
        let numbers = track.indicators().map(|(_, indicator)| indicator.no.clone());
        let whole = track.rating.as_ref().is_some_and(|rating| rating.whole);
        let contents = track.groups.iter().filter(|_| whole).map(|group| group.name.clone());
        let switched = scheme.conventions.iter().filter(|(_, convention)| !convention.fixed);
        let ticks = scheme.ticks.as_ref().and_then(|ticks| {
            let rows = ticks.tables.iter().flat_map(|table| table.rows.iter().map(|row| row.no.clone()));
            Some((scheme.dictionary.sheet(ticks.sheet)?.name.clone(), rows.collect()))
        });
        Self {
            ticks,
            categories: track.categories.clone(),
            indicators: numbers.chain(contents).collect(),
            conventions: switched.map(|(_, convention)| convention.id.clone()).collect(),
        }
    }

    /// What is likely in a column; other text may stand there too.
    fn likely(&self, sheet: &Sheet, field: &Field) -> &[String] {
        match (field.role, &self.ticks) {
            (Some(Role::Indicator), Some((name, numbers))) if *name == sheet.name => return numbers,
            _ => {}
        }
        match field.role {
            Some(Role::Category) => &self.categories,
            Some(Role::Indicator) => &self.indicators,
            Some(Role::Convention) => &self.conventions,
            _ => &[],
        }
    }
}

/// The long lists, in the order in which they were asked for.
#[derive(Debug)]
pub(super) struct Lists<'w> {
    words: &'w Words,
    long: Vec<Vec<String>>,
}

impl<'w> Lists<'w> {
    pub(super) fn new(words: &'w Words) -> Self {
        Self { words, long: Vec::new() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.long.is_empty()
    }

    /// The drop-down of a column; `None` where any text may stand.
    pub(super) fn rule(&mut self, sheet: &Sheet, field: &Field) -> Result<Option<DataValidation>, XlsxError> {
        let only: Vec<String> = super::words(field).into_iter().map(str::to_owned).collect();
        let likely = self.words.likely(sheet, field);
        let words = if only.is_empty() { likely.to_vec() } else { only.clone() };
        if words.is_empty() {
            return Ok(None);
        }
        let long = words.iter().map(|word| word.chars().count() + 1).sum::<usize>() > LONGEST;
        let list = if long || words.iter().any(|word| word.contains(',')) {
            DataValidation::new().allow_list_formula(self.range(words))
        } else {
            DataValidation::new().allow_list_strings(&words)?
        };
        let list = if only.is_empty() {
            list.show_error_message(false)
        } else {
            list.set_error_style(DataValidationErrorStyle::Stop)
                .set_error_title("请从下拉列表中选择")?
                .set_error_message("可填的内容见下拉列表。")?
        };
        Ok(Some(list))
    }

    /// Where a long list stands; the same list stands once.
    fn range(&mut self, words: Vec<String>) -> Formula {
        let known = self.long.iter().position(|list| *list == words);
        let at = known.unwrap_or(self.long.len());
        let column = utility::column_number_to_name(u16::try_from(at).unwrap_or(0));
        let formula = Formula::new(format!("={SHEET}!${column}$2:${column}${}", words.len() + 1));
        if known.is_none() {
            self.long.push(words);
        }
        formula
    }

    /// Writes the hidden sheet.
    pub(super) fn write(&self, page: &mut Worksheet) -> Result<(), XlsxError> {
        page.set_name(SHEET)?.set_hidden(true);
        for (column, list) in (0_u16..).zip(&self.long) {
            page.write_string(0, column, "下拉列表用，请勿改动")?;
            for (row, word) in (1_u32..).zip(list) {
                page.write_string(row, column, word)?;
            }
        }
        Ok(())
    }
}
