//! A damaged project file: the lines that are whole, and which are not.

use serde_json::Value;

use super::is_whole;

/// What is left of a damaged file.
#[derive(Debug, Default)]
pub(super) struct Whole {
    /// `about`, where its line is whole.
    pub(super) about: Option<Value>,
    /// The steps whose lines are whole, in order.
    pub(super) steps: Vec<Box<str>>,
    /// The places of those steps among all, from 0.
    pub(super) places: Vec<usize>,
    /// What is damaged, in words.
    pub(super) damaged: Vec<String>,
}

/// So many damaged parts are named.
const NAMED: usize = 20;

/// A step is longer than its hash; a shorter line is a bracket or what is left of one.
const SHORTEST: usize = 80;

/// Goes through a damaged file line by line. Bytes that are no text end nothing but their own line.
pub(super) fn whole_lines(bytes: &[u8]) -> Whole {
    let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let lines = text.lines().map(|line| line.trim().trim_end_matches(','));
    let mut whole = Whole::default();
    let (mut count, mut place, mut broken) = (None, 0, 0);
    // The first line holds the hash that did not fit.
    for line in lines.skip(1) {
        if line.starts_with("\"about\":") || (count.is_none() && line.contains("\"revision\":")) {
            let about = line.split_once(':').map(|(_, about)| about).filter(|about| is_whole(about.as_bytes()));
            whole.about = about.and_then(|about| serde_json::from_str(about).ok());
            count = whole.about.as_ref().and_then(steps_of);
        } else if is_whole(line.as_bytes()) {
            whole.steps.push(line.into());
            whole.places.push(place);
            place += 1;
        } else if line.len() >= SHORTEST && !line.starts_with('"') && count.is_none_or(|count| place < count) {
            broken += 1;
            if broken <= NAMED {
                whole.damaged.push(format!("第{}步{}", place + 1, said(line)));
            }
            place += 1;
        }
    }
    if broken > NAMED {
        whole.damaged.push(format!("另有{}步", broken - NAMED));
    }
    match count {
        None => whole.damaged.insert(0, "文件开头（方案和步数）".to_owned()),
        Some(count) if count == place + 1 => whole.damaged.push(format!("第{count}步（文件里没有了）")),
        Some(count) if count > place => {
            whole.damaged.push(format!("第{}步到第{count}步（文件里没有了）", place + 1));
        }
        Some(_) if broken == 0 => whole.damaged.push("各步以外的部分".to_owned()),
        Some(_) => {}
    }
    whole
}

/// How many steps the file had.
fn steps_of(about: &Value) -> Option<usize> {
    usize::try_from(about.get("steps")?.as_u64()?).ok()
}

/// What a step says of itself, where that can still be read.
pub(super) fn said(line: &str) -> String {
    let says = line.split_once(r#""says":""#).and_then(|(_, rest)| rest.split_once('"'));
    says.map_or_else(String::new, |(says, _)| format!("（{}）", says.chars().take(40).collect::<String>()))
}
