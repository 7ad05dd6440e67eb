//! What differs, and where the case asks for it.

use crate::case::Named;

/// One way in which a case does not come out as expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The keys under `expect` that ask for it, the outermost first; empty where the case as a whole cannot be run.
    pub path: Vec<String>,
    /// What differs, one Chinese sentence without its full stop: `总分 应为 80，算出 79`.
    pub says: String,
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.says)
    }
}

/// What the keys of the format are called.
const WORDS: [(&str, &str); 51] = [
    ("score", "得分"),
    ("raw", "封顶以前的得分"),
    ("state", "状态"),
    ("rating", "等次"),
    ("levels", "等次"),
    ("ranges", "可能的得分"),
    ("gaps", "缺的佐证"),
    ("basis", "用到的口径"),
    ("groups", "得分"),
    ("caps", "封顶前后"),
    ("less", "扣减"),
    ("facts", "数据"),
    ("base", "基本分"),
    ("bonus", "加分"),
    ("total", "总分"),
    ("range", "可能的总分"),
    ("distance", "差多少分"),
    ("components", "分项得分"),
    ("tables", "考评表"),
    ("mark", "定等次的分"),
    ("marks", "可能的定等次的分"),
    ("tier", "等次"),
    ("notes", "附注"),
    ("why", "理由"),
    ("needs", "等次的条件"),
    ("undetermined", "未定的口径"),
    ("sensitive", "口径敏感"),
    ("pairs", "两个口径合起来的敏感"),
    ("steady", "不应敏感的口径"),
    ("open", "待评"),
    ("count", "几项"),
    ("points", "几分"),
    ("to_line", "够线要几分"),
    ("ceilings", "否决"),
    ("overridden", "改判以前的得分"),
    ("refused", "不予计入的行"),
    ("counted", "计入的行"),
    ("findings", "核对发现"),
    ("silent", "不应有的核对发现"),
    ("advice", "怎样提高"),
    ("rank", "名次"),
    ("ceiling", "否决"),
    ("order", "先后"),
    ("ties", "并列的单位"),
    ("held", "不定等次的单位"),
    ("population", "单位数"),
    ("cuts", "名额"),
    ("lines", "分界"),
    ("moved", "换口径后的等次"),
    ("given", "评定了几个"),
    ("overruns", "超出名额"),
];

/// What a key is called; a name that is no key stands for itself.
fn word(key: &str) -> &str {
    WORDS.iter().find(|(known, _)| *known == key).map_or(key, |(_, word)| word)
}

/// Collects what is wrong, with the keys that ask for it.
#[derive(Default)]
pub(crate) struct Wrong {
    pub(crate) said: Vec<Difference>,
    /// The keys in front of those that are told, and what is said in front of them.
    keys: Vec<String>,
    place: String,
}

impl Wrong {
    /// Notes a difference. `path` is the key, then the names behind it: `["score", "1.1"]` is said as `1.1 得分`.
    pub(crate) fn say(&mut self, path: &[&str], expected: impl std::fmt::Display, got: impl std::fmt::Display) {
        self.tell(path, format!("应为 {expected}，算出 {got}"));
    }

    /// Notes what is wrong with what the case asks for.
    pub(crate) fn tell(&mut self, path: &[&str], says: impl std::fmt::Display) {
        let names = path.iter().skip(1).map(|name| format!("{} ", word(name))).collect::<String>();
        let key = path.first().map_or_else(String::new, |key| format!("{} ", word(key)));
        let keys = self.keys.iter().cloned().chain(path.iter().map(|key| (*key).to_owned()));
        self.said.push(Difference { path: keys.collect(), says: format!("{}{names}{key}{says}", self.place) });
    }

    pub(crate) fn within(&mut self, keys: &[&str], place: &str, tell: impl FnOnce(&mut Self)) {
        let place = if place.is_empty() { String::new() } else { format!("{place}：") };
        let before = std::mem::replace(&mut self.place, place);
        let outer = std::mem::replace(&mut self.keys, keys.iter().map(|key| (*key).to_owned()).collect());
        tell(self);
        (self.place, self.keys) = (before, outer);
    }

    pub(crate) fn same(&mut self, path: &[&str], expected: &str, got: &str) {
        if expected != got {
            self.say(path, quoted(expected), quoted(got));
        }
    }

    pub(crate) fn same_list(&mut self, path: &[&str], expected: &[String], got: &[String]) {
        if expected != got {
            self.say(path, listed(expected), listed(got));
        }
    }

    /// The same pairs, in any order.
    pub(crate) fn same_named(&mut self, path: &[&str], expected: &Named<String>, mut got: Named<String>) {
        let mut expected = expected.clone();
        expected.sort();
        got.sort();
        if expected != got {
            let pairs = |pairs: &Named<String>| {
                listed(&pairs.iter().map(|(name, value)| format!("{name}：{}", quoted(value))).collect::<Vec<_>>())
            };
            self.say(path, pairs(&expected), pairs(&got));
        }
    }
}

pub(crate) fn quoted(text: &str) -> &str {
    if text.is_empty() { "未定" } else { text }
}

pub(crate) fn listed(texts: &[String]) -> String {
    if texts.is_empty() {
        return "没有".to_owned();
    }
    texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join("、")
}
