//! Syntax faults of a rule file (写法错误), in words that an author of rules can act on.
//!
//! The parser speaks English and of its own grammar; what it says is only looked at to tell which kind of slip it is.

use toml::de::Error;

/// Where a syntax fault stands, what is wrong and how to mend it.
pub(super) struct Told {
    /// Byte offset in the text.
    pub(super) at: usize,
    pub(super) why: String,
    pub(super) mend: &'static str,
}

/// A kind of slip: how the parser begins to tell of it, what is wrong, how to mend it.
type Kind = (&'static [&'static str], &'static str, &'static str);

const QUOTES: &str = "文字的前后都要有半角双引号 \"…\"，写在一行里；文字里的双引号写成 \\\"，反斜杠写成 \\\\。";

/// The kinds, the more special ones first.
const KINDS: [Kind; 27] = [
    (&["duplicate key"], "同一个键写了两次", "同一个表里一个键只写一次；并列的几个表，表头写成 [[…]]。"),
    (
        &["cannot extend value"],
        "这个键前面已经写了值，不能再当表往里加",
        "删去其中一个；并列的几个表，表头写成 [[…]]。",
    ),
    (
        &["string values must be quoted", "invalid value", "missing opening quote"],
        "等号后面的文字没有用双引号括起来",
        QUOTES,
    ),
    (
        &["invalid basic string", "invalid literal string", "invalid multi-line", "invalid string", "missing escaped value", "too few unicode"],
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
    (&["unexpected `=` in array"], "方括号里不能直接写 键 = 值", "外面加花括号，写成 [{ 键 = 值, … }]。"),
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
        &["invalid date", "unexpected leading zero", "invalid integer", "invalid float", "invalid mantissa", "invalid fraction", "invalid exponent", "invalid octal", "invalid hexadecimal", "invalid binary", "integer", "floating", "radix", "redundant", "unexpected sign", "`_` may"],
        "数或日期的写法不对",
        "数、百分数、日期都用双引号括起来，如 \"7.5\"、\"30%\"、\"12-31\"。",
    ),
    (&["cannot recurse", "recursion limit"], "括号套得太深", "少套几层，或分成几个表写。"),
    (&[""], "这一行的写法不对", "一行写一个 键 = \"值\"，或一个表头 [[…]]；对照说明里的例子改。"),
];

/// Full-width signs that are typed by a Chinese keyboard, and what they should be.
const FULL_WIDTH: [(char, char); 12] = [
    ('“', '"'),
    ('”', '"'),
    ('＂', '"'),
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

/// Tells of one fault of the parser.
pub(super) fn told(error: &Error, text: &str) -> Told {
    let span = error.span().unwrap_or(0..0);
    let message = error.message();
    if let Some((at, typed, meant)) = full_width(text, span.start) {
        let why = format!("“{typed}”是全角的，应当用半角的 {meant}");
        return Told { at, why, mend: "把输入法切换到半角标点，改这一行的引号、逗号、等号、括号。" };
    }
    let said = |begin: &&str| message.starts_with(*begin);
    let kind = KINDS.iter().find(|(begins, ..)| begins.iter().any(said));
    let (why, mend) = kind.map_or(("这一行的写法不对", ""), |(_, why, mend)| (*why, *mend));
    Told { at: span.start, why: why.to_owned(), mend }
}

/// A full-width sign outside quotes in the line of a fault, or right before it.
fn full_width(text: &str, at: usize) -> Option<(usize, char, char)> {
    let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at))?;
    let start = text.get(..at)?.rfind('\n').map_or(0, |newline| newline + 1);
    let line = text.get(start..)?.lines().next()?;
    let mut quoted = false;
    for (offset, sign) in line.char_indices() {
        match sign {
            '"' => quoted = !quoted,
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
