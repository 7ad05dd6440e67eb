//! Text made comparable: width, blanks and decoration folded away. Nothing here is fuzzy.

use std::borrow::Cow;

/// Blanks of every kind, the ideographic and the invisible ones included.
#[must_use]
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{00ad}' | '\u{3164}')
}

/// A full-width character as its half-width twin.
#[must_use]
pub fn half_width(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '〔' | '【' => '[',
        '〕' | '】' => ']',
        other => other,
    }
}

/// Text without blanks at its ends.
#[must_use]
pub fn trim(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// Text without blanks and in half width, brackets kept.
#[must_use]
pub fn folded(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| !is_space(c) && half_width(c) == c) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|c| !is_space(*c)).map(half_width).collect())
}

/// A header as it is compared: folded, without stars, and split from what stands in its brackets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// Folded, with its brackets.
    pub whole: String,
    /// Folded, without its brackets.
    pub bare: String,
    /// What stood in the brackets.
    pub asides: Vec<String>,
}

/// Folds a header.
#[must_use]
pub fn header(text: &str) -> Header {
    let mut header = Header::default();
    let mut depth = 0_usize;
    for c in folded(text).chars().filter(|c| !matches!(c, '*' | '★' | '☆' | '※' | '＊')) {
        header.whole.push(c);
        match c {
            '(' | '[' | '{' => {
                depth += 1;
                if depth == 1 {
                    header.asides.push(String::new());
                }
            }
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {
                if let Some(aside) = header.asides.last_mut() {
                    aside.push(c);
                }
            }
            _ => header.bare.push(c),
        }
    }
    let trimmed =
        header.bare.trim_end_matches([':', '.', '、', ',', '-', '_']).trim_start_matches(['.', '、', '-', '_']);
    if trimmed.len() != header.bare.len() {
        header.bare = trimmed.to_owned();
    }
    header
}

/// A name (单位名称, 帮扶对象) as it is kept: no blanks, brackets full width. Never more than that.
#[must_use]
pub fn name(text: &str) -> Cow<'_, str> {
    let text = trim(text);
    if text.chars().all(|c| !is_space(c) && !matches!(c, '(' | ')')) {
        return Cow::Borrowed(text);
    }
    let fold = |c| match c {
        '(' => '（',
        ')' => '）',
        other => other,
    };
    Cow::Owned(text.chars().filter(|c| !is_space(*c)).map(fold).collect())
}

/// Whether folded text is how people write “nothing here”.
#[must_use]
pub fn is_nothing(folded: &str) -> bool {
    matches!(
        folded,
        "" | "-"
            | "--"
            | "---"
            | "—"
            | "——"
            | "–"
            | "―"
            | "/"
            | "//"
            | "\\"
            | "无"
            | "暂无"
            | "空"
            | "null"
            | "NULL"
            | "Null"
            | "none"
            | "None"
            | "N/A"
            | "n/a"
            | "NA"
            | "nan"
            | "NaN"
            | "NAN"
            | "'"
            | "''"
            | "~"
    )
}

/// A unit of account written in a header, a title or a cell, folded: `万元`, `亿元`, `元` …
#[must_use]
pub fn money_unit(folded: &str) -> Option<&'static str> {
    let folded = folded.trim_start_matches("单位").trim_start_matches([':', '为']).trim_start_matches("人民币");
    Some(match folded {
        "元" | "圆" => "元",
        "千元" => "千元",
        "百元" => "百元",
        "万元" | "万" => "万元",
        "百万元" => "百万元",
        "亿元" | "亿" => "亿元",
        "分" => "分",
        _ => return None,
    })
}
