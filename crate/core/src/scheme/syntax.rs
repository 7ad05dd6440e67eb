//! Syntax faults of a rule file (写法错误), in words that an author of rules can act on.
//!
//! The parser speaks English and of its own grammar; what it says is only looked at to tell which kind of slip it is. It also
//! goes on after a slip and tells of everything that it then takes amiss: of a line only the first kind is told, and behind a
//! bracket that is not closed nothing.

use toml::de::Error;

/// Where a syntax fault stands, what is wrong and how to mend it.
pub(super) struct Told {
    /// Byte offset in the text.
    pub(super) at: usize,
    pub(super) why: String,
    pub(super) mend: &'static str,
    /// Whether what stands there can no longer be told apart, so that the rest of the rules cannot be judged.
    pub(super) breaks: bool,
    rank: usize,
}

/// A kind of slip: how the parser begins to tell of it, what is wrong, how to mend it.
type Kind = (&'static [&'static str], &'static str, &'static str);

const QUOTES: &str = "文字的前后都要有半角双引号 \"…\"，写在一行里；文字里的双引号写成 \\\"，反斜杠写成 \\\\。";

/// The kinds that leave the rest of a file as it is, at the beginning of [`KINDS`].
const WHOLE: usize = 2;

/// The kinds, the more telling ones first.
const KINDS: [Kind; 27] = [
    (&["duplicate key"], "同一个键写了两次", "同一个表里一个键只写一次；并列的几个表，表头写成 [[…]]。"),
    (
        &["cannot extend value"],
        "这个键前面已经写了值，不能再当表往里加",
        "删去其中一个；并列的几个表，表头写成 [[…]]。",
    ),
    (&["unexpected `=` in array"], "方括号里不能直接写 键 = 值", "外面加花括号，写成 [{ 键 = 值, … }]。"),
    (
        &["string values must be quoted", "invalid value", "missing opening quote"],
        "等号后面的文字没有用双引号括起来",
        QUOTES,
    ),
    (
        &[
            "invalid basic string",
            "invalid literal string",
            "invalid multi-line",
            "invalid string",
            "missing escaped value",
            "too few unicode",
        ],
        "引号没有配对，或引号里有不能直接写的字符",
        QUOTES,
    ),
    (&["unclosed array table"], "表头的 ]] 没有写全", "表头写成 [[track.group]]，两边各两个方括号。"),
    (&["unclosed table"], "表头的 ] 没有写全", "表头写成 [track.total]，两边各一个方括号。"),
    (&["unclosed array"], "列表没有写完，少了 ]", "列表写成 [ …, … ]，前后方括号配对。"),
    (&["unclosed inline table"], "花括号没有写完，少了 }", "写成 { 键 = 值, 键 = 值 }，前后花括号配对。"),
    (&["missing table open", "missing array opening"], "多了一个 ]，或前面少了 [", "方括号前后配对。"),
    (&["missing inline table opening"], "多了一个 }，或前面少了 {", "花括号前后配对。"),
    (&["key with no value"], "这个键没有写等号和值", "写成 键 = \"值\"；要加注的，前面写 #。"),
    (&["missing value"], "等号后面没有值", "写成 键 = \"值\"；没有要写的，把这一行删去。"),
    (&["extra `=`"], "多了一个等号", "一个键只写一个等号。"),
    (&["missing comma between array"], "列表里两项之间少了逗号", "各项之间写半角逗号 , 隔开。"),
    (&["missing comma between key"], "花括号里两个键之间少了逗号", "各键之间写半角逗号 , 隔开。"),
    (&["extra comma"], "多了一个逗号", "两项之间只写一个逗号。"),
    (
        &["missing assignment", "missing key for inline", "invalid inline table element", "extra assignment"],
        "花括号里的写法不对",
        "写成 { 键 = 值, 键 = 值 }，每个键后面一个等号、一个值。",
    ),
    (
        &["invalid unquoted key", "unquoted keys cannot", "invalid key", "keys cannot be"],
        "键的写法不对",
        "英文键直接写；中文的键用半角双引号括起来，如 \"国家级\" = \"3\"。",
    ),
    (
        &["unexpected key or value"],
        "一个值写完以后，同一行里还有别的内容",
        "一行只写一个 键 = 值；文字里有双引号的写成 \\\"，加注的前面写 #。",
    ),
    (
        &["unexpected content", "missing comment start", "invalid comment"],
        "这里有不能识别的内容",
        "要加注的，前面写 #；不要的删去。",
    ),
    (&["carriage return"], "换行的写法不对", "用记事本或编辑器另存一遍，换行用通常的回车。"),
    (&["invalid table"], "表头的写法不对", "写成 [track.total] 或 [[track.group]]，单独一行。"),
    (&["invalid boolean"], "是否的写法不对", "写 true 或 false，不带引号。"),
    (
        &[
            "invalid date",
            "unexpected leading zero",
            "invalid integer",
            "invalid float",
            "invalid mantissa",
            "invalid fraction",
            "invalid exponent",
            "invalid octal",
            "invalid hexadecimal",
            "invalid binary",
            "integer",
            "floating",
            "radix",
            "redundant",
            "unexpected sign",
            "`_` may",
        ],
        "数或日期的写法不对",
        "数、百分数、日期都用双引号括起来，如 \"7.5\"、\"30%\"、\"12-31\"。",
    ),
    (&["cannot recurse", "recursion limit"], "括号套得太深", "少套几层，或分成几个表写。"),
    (&[""], "这一行的写法不对", "一行写一个 键 = \"值\"，或一个表头 [[…]]；对照说明里的例子改。"),
];

/// What stands around a text.
const QUOTE: char = '\u{22}';

/// Full-width signs that are typed by a Chinese keyboard, and what they should be.
const FULL_WIDTH: [(char, char); 12] = [
    ('“', QUOTE),
    ('”', QUOTE),
    ('＂', QUOTE),
    ('，', ','),
    ('、', ','),
    ('＝', '='),
    ('【', '['),
    ('】', ']'),
    ('［', '['),
    ('］', ']'),
    ('｛', '{'),
    ('｝', '}'),
];

/// Tells of the faults of the parser, in the order of the text.
pub(super) fn told(errors: &[Error], text: &str) -> Vec<Told> {
    let mut all: Vec<Told> = errors.iter().map(|error| one(error, text)).collect();
    if all.iter().any(|told| told.breaks) {
        all.retain(|told| told.breaks);
        if let Some((at, open, close)) = unclosed(text) {
            all.retain(|told| told.at < at);
            let why = format!("这里的 {open} 没有配对的 {close}");
            let mend = "补上少了的括号；列表写成 [ …, … ]，花括号写成 { 键 = 值, … }。";
            all.push(Told { at, why, mend, breaks: true, rank: 0 });
        }
    }
    let line = |told: &Told| text.get(..told.at).map_or(0, |before| before.matches('\n').count());
    all.sort_by_key(|told| (line(told), told.rank, told.at));
    all.dedup_by_key(|told| line(told));
    all
}

fn one(error: &Error, text: &str) -> Told {
    let at = error.span().map_or(0, |span| span.start);
    if let Some((at, typed, meant)) = full_width(text, at) {
        let why = format!("{typed} 是全角符号，应当用半角的 {meant}");
        let mend = "把输入法切换到半角标点，改这一行的引号、逗号、等号、括号。";
        return Told { at, why, mend, breaks: true, rank: 0 };
    }
    let nothing_there = text.get(at..).and_then(|rest| rest.lines().next()).is_none_or(|rest| rest.trim().is_empty());
    let before = text.get(..at).unwrap_or_default().trim_end_matches([' ', '\t']);
    let message = if nothing_there && before.ends_with('=') { "missing value" } else { error.message() };
    let said = |(begins, ..): &Kind| begins.iter().any(|begin| message.starts_with(begin));
    let rank = KINDS.iter().position(said).unwrap_or_default();
    let (_, why, mend) = KINDS[rank];
    Told { at, why: why.to_owned(), mend, breaks: rank >= WHOLE, rank }
}

/// The first bracket that is still open where a new table begins, or where a key stands by itself in a list: its place, itself
/// and what would close it.
fn unclosed(text: &str) -> Option<(usize, char, char)> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let begins = line.trim();
        let name = begins.trim_start_matches('[').trim_end_matches(']');
        let bare = |text: &str| {
            !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
        };
        let head = begins.starts_with('[') && begins.ends_with(']') && bare(name);
        let key = begins.split_once('=').is_some_and(|(key, _)| bare(key.trim()));
        let in_list = open.last().is_some_and(|(_, sign)| *sign == '[');
        if let Some((at, sign)) = open.first().filter(|_| head || (key && in_list)) {
            return Some((*at, *sign, if *sign == '[' { ']' } else { '}' }));
        }
        let (mut quoted, mut escaped) = (false, false);
        for (offset, sign) in line.char_indices() {
            match sign {
                '\\' if quoted && !escaped => {
                    escaped = true;
                    continue;
                }
                QUOTE if !escaped => quoted = !quoted,
                '#' if !quoted => break,
                '[' | '{' if !quoted => open.push((at + offset, sign)),
                ']' | '}' if !quoted => drop(open.pop()),
                _ => {}
            }
            escaped = false;
        }
        at += line.len();
    }
    open.first().map(|(at, sign)| (*at, *sign, if *sign == '[' { ']' } else { '}' }))
}

/// A full-width sign outside quotes in the line of a fault, or right before it.
fn full_width(text: &str, at: usize) -> Option<(usize, char, char)> {
    let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at))?;
    let start = text.get(..at)?.rfind('\n').map_or(0, |newline| newline + 1);
    let line = text.get(start..)?.lines().next()?;
    let mut quoted = false;
    for (offset, sign) in line.char_indices() {
        match sign {
            QUOTE => quoted = !quoted,
            '#' if !quoted => return None,
            _ if quoted => {}
            _ => {
                if let Some((typed, meant)) = FULL_WIDTH.into_iter().find(|(typed, _)| *typed == sign) {
                    return Some((start + offset, typed, meant));
                }
            }
        }
    }
    None
}
