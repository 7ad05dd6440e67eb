//! A cell or a shared string as nearly every program writes it, `<c r="B2" s="1" t="s"><v>7</v></c>`, straight from its bytes: the XML parser
//! would make five pieces of it, and a large workbook is hardly anything but such cells. Whatever looks different in any way
//! is left to the parser.

use memchr::memchr;

/// The attributes and the value of such a cell; none of them holds an entity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Plain<'x> {
    /// `r`
    pub address: Option<&'x [u8]>,
    /// `s`
    pub style: &'x [u8],
    /// `t`
    pub kind: &'x [u8],
    /// What stands in `v`; `None` for a cell without it.
    pub value: Option<&'x str>,
    /// How many bytes the cell takes.
    pub length: usize,
}

/// The cell that the bytes begin with, if it is one of these and whole.
#[must_use]
pub fn cell(bytes: &[u8]) -> Option<Plain<'_>> {
    let mut cell = Plain::default();
    let mut rest = bytes.strip_prefix(b"<c")?;
    loop {
        match rest {
            [b' ', name @ (b'r' | b's' | b't'), b'=', b'"', behind @ ..] => {
                let (value, after) = behind.split_at(memchr(b'"', behind)?);
                if memchr(b'&', value).is_some() {
                    return None;
                }
                match name {
                    b'r' => cell.address = Some(value),
                    b's' => cell.style = value,
                    _ => cell.kind = value,
                }
                rest = after.get(1..)?;
            }
            [b'/', b'>', behind @ ..] | [b'>', b'<', b'/', b'c', b'>', behind @ ..] => {
                rest = behind;
                break;
            }
            [b'>', b'<', b'v', b'>', behind @ ..] => {
                let (value, after) = behind.split_at(memchr(b'<', behind)?);
                let value = std::str::from_utf8(value).ok()?;
                if value.contains(['&', '\r']) {
                    return None;
                }
                cell.value = Some(value);
                rest = after.strip_prefix(b"</v></c>")?;
                break;
            }
            _ => return None,
        }
    }
    cell.length = bytes.len() - rest.len();
    Some(cell)
}

/// The shared string that the bytes begin with, `<si><t>云坪村</t></si>`, and how many bytes it takes, if it is one of these
/// and whole.
#[must_use]
pub fn string(bytes: &[u8]) -> Option<(&str, usize)> {
    let inside = bytes.strip_prefix(b"<si><t")?;
    let inside = inside.strip_prefix(br#" xml:space="preserve""#).unwrap_or(inside).strip_prefix(b">")?;
    let (text, behind) = inside.split_at(memchr(b'<', inside)?);
    let rest = behind.strip_prefix(b"</t></si>")?;
    let text = std::str::from_utf8(text).ok().filter(|text| !text.contains(['&', '\r']))?;
    Some((text, bytes.len() - rest.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_and_what_is_left() {
        let taken = |xml: &'static str| cell(xml.as_bytes()).map(|cell| (cell.value, cell.length));
        assert_eq!(taken(r#"<c r="B2" s="1" t="s"><v>7</v></c><c"#), Some((Some("7"), 34)));
        assert_eq!(taken(r#"<c r="B2"/><c"#), Some((None, 11)));
        assert_eq!(taken("<c></c>"), Some((None, 7)));
        for left in [
            "<col/>",
            "<c r=\"A1\"><f>1</f><v>1</v></c>",
            "<c r=\"A1\"><v>1</v><x/></c>",
            "<c r=\"A1\"><v>1&amp;</v></c>",
            "<c r=\"A&#49;\"/>",
            "<c r='A1'/>",
            "<c r=\"A1\"><v>1</v></",
            "<c r=\"A1",
            "",
        ] {
            assert_eq!(cell(left.as_bytes()), None, "{left}");
        }
    }

    #[test]
    fn which_strings_are_taken() {
        assert_eq!(string("<si><t>云坪村</t></si><si>".as_bytes()), Some(("云坪村", 25)));
        assert_eq!(string(br#"<si><t xml:space="preserve"> a</t></si>"#), Some((" a", 39)));
        assert_eq!(string(b"<si><t></t></si>"), Some(("", 16)));
        for left in
            ["<si><r><t>a</t></r></si>", "<si><t>a&amp;b</t></si>", "<si><t>a</t><rPh/></si>", "<si><t>a</t>", ""]
        {
            assert_eq!(string(left.as_bytes()), None, "{left}");
        }
    }
}
