//! The formats of a template: quiet, legible, the same in black and white.

use bangfu_core::ledger::dictionary::{Field, Kind, Role};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

const FONT: &str = "宋体";
/// Hairlines of the table.
const LINE: Color = Color::RGB(0xB0_B4_B8);

/// The formats of a template.
#[derive(Debug)]
pub(super) struct Style {
    pub(super) title: Format,
    pub(super) second: Format,
    pub(super) head: Format,
    pub(super) required: Format,
    pub(super) key: Format,
    pub(super) wrapped: Format,
    sample: Format,
    body: Format,
}

impl Style {
    pub(super) fn new() -> Self {
        let base = Format::new().set_font_name(FONT).set_font_size(11.0);
        let lined = base.clone().set_border(FormatBorder::Thin).set_border_color(LINE);
        let head = lined
            .clone()
            .set_bold()
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_text_wrap()
            .set_background_color(Color::RGB(0xE8_EE_F4));
        let cell = lined.set_align(FormatAlign::VerticalCenter).set_text_wrap();
        Self {
            title: base.clone().set_bold().set_font_size(16.0).set_align(FormatAlign::VerticalCenter),
            second: base.set_font_color(Color::RGB(0x50_55_5C)).set_text_wrap().set_align(FormatAlign::VerticalCenter),
            required: head.clone().set_font_color(Color::RGB(0xA0_1C_1C)),
            head,
            key: cell.clone().set_bold(),
            wrapped: cell.clone(),
            sample: cell
                .clone()
                .set_italic()
                .set_font_color(Color::RGB(0x60_65_6C))
                .set_background_color(Color::RGB(0xF4_F4_F2)),
            body: cell,
        }
    }

    /// The format of the cells under a head.
    pub(super) fn column(&self, field: &Field) -> Format {
        shaped(&self.body, field)
    }

    /// The format of the sample in a column.
    pub(super) fn sample(&self, field: &Field) -> Format {
        shaped(&self.sample, field)
    }
}

/// A format with the number format and alignment of what the column holds.
fn shaped(format: &Format, field: &Field) -> Format {
    let format = format.clone();
    match &field.kind {
        Kind::Date => format.set_num_format("yyyy-mm-dd").set_align(FormatAlign::Center),
        Kind::Month => format.set_num_format("yyyy-mm").set_align(FormatAlign::Center),
        Kind::Money(_) => format.set_num_format("#,##0.00####").set_align(FormatAlign::Right),
        Kind::Number => format.set_align(FormatAlign::Right),
        Kind::Flag | Kind::Level(_) | Kind::Choice(_) => format.set_align(FormatAlign::Center),
        // Digits of a number that is none: 1.10 must not become 1.1, nor an id lose its last digits.
        Kind::Id => format.set_num_format("@"),
        Kind::Text if field.role == Some(Role::Indicator) => format.set_num_format("@").set_align(FormatAlign::Center),
        Kind::Text => format,
    }
}
