//! A damaged project file: the lines that are whole, and which are not.

use serde_json::Value;

use super::is_whole;

/// What is left of a damaged file.
#[derive(Debug, Default)]
pub(super) struct Whole {
    /// `about`, where its line is whole.
    pub(super) about: Option<Value>,
    /// The steps whose lines are whole, in order.
    pub(super) steps: Vec<String>,
    /// The places of those steps among all, from 0.
    pub(super) places: Vec<usize>,
    /// What is damaged, in words.
    pub(super) damaged: Vec<String>,
}

/// So many damaged parts are named.
const NAMED: usize = 20;

/// Goes through a damaged file line by line. Bytes that are no text end nothing but their own line.
pub(super) fn whole_lines(bytes: &[u8]) -> Whole {
    let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut whole = Whole::default();
    let mut broken = 0;
    let mut place = 0;
    // The first line holds the hash that did not fit.
    lines.next();
    for line in lines {
        if let Some(about) = line.strip_prefix("\"about\":") {
            let about = about.trim_end_matches(',');
            whole.about = Some(about).filter(|text| is_whole(text.as_bytes())).and_then(|t| serde_json::from_str(t).ok());
            continue;
        }
        if ["\"steps\":[", "]}", "]", "],"].contains(&line) || line.starts_with("\"") {
            continue;
        }
        let step = line.trim_end_matches(',');
        if is_whole(step.as_bytes()) {
            whole.steps.push(step.to_owned());
            whole.places.push(place);
        } else {
            broken += 1;
            whole.name(broken, || format!("第{}步{}", place + 1, said(line)));
        }
        place += 1;
    }
    let count = whole.about.as_ref().and_then(|about| about.get("steps")?.as_u64()).and_then(|n| usize::try_from(n).ok());
    match count {
        None => whole.damaged.insert(0, "文件开头（方案和步数）".to_owned()),
        Some(count) if count > place => {
            let range = if count == place + 1 { format!("第{count}步") } else { format!("第{}步到第{count}步", place + 1) };
            whole.damaged.push(format!("{range}（文件里没有了）"));
        }
        Some(_) if broken == 0 => whole.damaged.push("各步以外的部分".to_owned()),
        Some(_) => {}
    }
    if broken > NAMED {
        whole.damaged.push(format!("另有{}步", broken - NAMED));
    }
    whole
}

impl Whole {
    fn name(&mut self, broken: usize, says: impl FnOnce() -> String) {
        if broken <= NAMED {
            self.damaged.push(says());
        }
    }
}

/// What a damaged step says of itself, where that can still be read.
fn said(line: &str) -> String {
    let says = line.split_once(r#""says":""#).and_then(|(_, rest)| rest.split_once('"'));
    says.map_or_else(String::new, |(says, _)| format!("（{}）", says.chars().take(40).collect::<String>()))
}
