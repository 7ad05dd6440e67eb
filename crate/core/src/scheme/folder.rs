//! A scheme folder that a local office brings along (自己的方案): the texts of its files, wherever they came from.

use serde::{Deserialize, Serialize};

use super::builtin;
use super::load::{self, Sources};
use super::model::Scheme;
use super::read::{Files, Node};
use crate::diag::Fault;
use crate::ledger::dictionary::Dictionary;

/// The largest file of a folder that is read, in bytes. The longest built-in one has 56 thousand.
pub const LARGEST: usize = 1 << 20;

/// The texts of a scheme folder, with the dictionary and the shared conventions that it is read with.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Folder {
    /// The folder's own name, which faults begin with; empty where its files came without it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// `scheme.toml`.
    pub scheme: String,
    /// `conventions.toml`; empty where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub conventions: String,
    /// `forms.toml`; empty where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub forms: String,
    /// `ledger.toml` in the place of the built-in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ledger: Option<String>,
    /// Shared conventions in the place of the built-in ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shared: Option<String>,
}

/// Whose sheets and columns a workbook is read by.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Rules {
    /// A built-in scheme's, by its id.
    BuiltIn(String),
    /// Those of the texts of one's own.
    Own(Folder),
}

impl Rules {
    /// The dictionary; `None` for an unknown id.
    #[must_use]
    pub fn dictionary(&self) -> Option<Dictionary> {
        match self {
            Self::BuiltIn(id) => Some(builtin::texts(id)?.dictionary()),
            Self::Own(folder) => Some(folder.dictionary()),
        }
    }
}

/// What looking a folder over came to, for the page.
#[derive(Debug, Serialize)]
pub struct Looked {
    /// The texts.
    pub folder: Folder,
    /// The scheme's id; empty where it has faults, like what follows.
    pub id: String,
    /// The document's title.
    pub title: String,
    /// The version that stands on its forms.
    pub version: String,
    /// The first faults, in the order of the files; the scheme can be used where there is none.
    pub faults: Vec<Fault>,
    /// How many faults there are.
    pub count: usize,
}

/// So many faults are shown.
const SHOWN: usize = 200;

/// Looks chosen files over.
///
/// # Errors
/// As [`Folder::of_files`].
pub fn look(files: Vec<(String, Vec<u8>)>) -> Result<Looked, String> {
    let folder = Folder::of_files(files)?;
    let (scheme, mut faults) =
        folder.load_own().map_or_else(|faults| (None, faults), |scheme| (Some(scheme), Vec::new()));
    let count = faults.len();
    faults.truncate(SHOWN);
    let (id, title, version) = scheme.map(|it| (it.id, it.title, it.version)).unwrap_or_default();
    Ok(Looked { folder, id, title, version, faults, count })
}

/// The texts under the names that faults call them by.
struct Named {
    scheme: String,
    conventions: String,
    forms: String,
}

impl Folder {
    /// The files that somebody chose out of a folder, by name. Those that rules are not made of (`cases.toml`,
    /// `official.txt` and any other) are left aside.
    ///
    /// # Errors
    /// A Chinese sentence where the files are no scheme at all: `scheme.toml` is not among them, one came twice, is larger
    /// than [`LARGEST`], or is no text in UTF-8.
    pub fn of_files(files: Vec<(String, Vec<u8>)>) -> Result<Self, String> {
        let mut folder = Self::default();
        let (mut seen, mut found) = (Vec::new(), false);
        for (name, bytes) in files {
            let slot = match name.as_str() {
                "scheme.toml" => &mut folder.scheme,
                "conventions.toml" => &mut folder.conventions,
                "forms.toml" => &mut folder.forms,
                "ledger.toml" => folder.ledger.insert(String::new()),
                _ => continue,
            };
            if seen.contains(&name) {
                return Err(format!("选了两个 {name}。一次只打开一个方案，请只选同一个文件夹里的文件。"));
            }
            if bytes.len() > LARGEST {
                return Err(format!("{name} 超过{}兆，没有打开。请确认选的是方案文件夹里的文件。", LARGEST >> 20));
            }
            let Ok(text) = String::from_utf8(bytes) else {
                return Err(format!(
                    "{name} 不是 UTF-8 编码的文字，没有打开。请用记事本打开它，“另存为”时编码选 UTF-8，再选一次。"
                ));
            };
            text.strip_prefix('\u{feff}').unwrap_or(&text).clone_into(slot);
            found |= name == "scheme.toml";
            seen.push(name);
        }
        if found {
            Ok(folder)
        } else {
            let chosen = if seen.is_empty() { String::new() } else { format!("（只有 {}）", seen.join("、")) };
            Err(format!("选的文件里没有 scheme.toml{chosen}。请把方案文件夹里的 .toml 文件一起选上。"))
        }
    }

    /// A file of it, as faults name it.
    #[must_use]
    pub fn file(&self, part: &str) -> String {
        if self.name.is_empty() { part.to_owned() } else { format!("{}/{part}", self.name) }
    }

    /// The scheme and its faults.
    #[must_use]
    pub fn load(&self) -> (Option<Scheme>, Vec<Fault>) {
        load::load(&self.sources(&self.named()))
    }

    /// The same for a scheme that stands beside the built-in ones: it must not go by the name of one of them, since its id
    /// is all that a result, a project file and a printed form say of where the rules come from.
    ///
    /// # Errors
    /// Every fault; a text larger than [`LARGEST`] is one, and is not read.
    pub fn load_own(&self) -> Result<Scheme, Vec<Fault>> {
        let large = self.parts().into_iter().find(|(_, text)| text.len() > LARGEST);
        if let Some((part, _)) = large {
            let why = format!("文件超过{}兆", LARGEST >> 20);
            let (file, mend) = (self.file(part), "一个方案分成几个文件夹写。".to_owned());
            return Err(vec![Fault { file, line: 1, column: 1, why, mend, readable: false }]);
        }
        let (scheme, mut faults) = self.load();
        faults.extend(scheme.as_ref().and_then(|scheme| self.taken(&scheme.id)));
        scheme.filter(|_| faults.is_empty()).ok_or(faults)
    }

    /// The sheets and columns that its ledgers are read by, faults or not.
    #[must_use]
    pub fn dictionary(&self) -> Dictionary {
        load::dictionary(&self.sources(&self.named()))
    }

    /// Where a text is quoted: file, line and column; `None` where it is not written in one line.
    #[must_use]
    pub fn place_of(&self, quotation: &str) -> Option<String> {
        let first = quotation.lines().find(|line| !line.trim().is_empty())?;
        let files =
            [("scheme.toml", &self.scheme), ("forms.toml", &self.forms), ("conventions.toml", &self.conventions)];
        files.into_iter().find_map(|(name, text)| {
            // A whole text in quotes, before one that only begins so.
            let whole = format!("\"{first}\"");
            let find = |part: &str| text.lines().enumerate().find_map(|(at, line)| Some((at, line, line.find(part)?)));
            let (at, line, from) = find(&whole).or_else(|| find(first))?;
            let column = line.get(..from).map_or(0, |before| before.chars().count()) + 1;
            Some(format!("{}:{}:{column}", self.file(name), at + 1))
        })
    }

    fn parts(&self) -> [(&'static str, &str); 5] {
        [
            ("scheme.toml", &self.scheme),
            ("conventions.toml", &self.conventions),
            ("forms.toml", &self.forms),
            ("ledger.toml", self.ledger.as_deref().unwrap_or_default()),
            ("../conventions.toml", self.shared.as_deref().unwrap_or_default()),
        ]
    }

    fn named(&self) -> Named {
        let file = |part: &str| self.file(part);
        Named { scheme: file("scheme.toml"), conventions: file("conventions.toml"), forms: file("forms.toml") }
    }

    fn sources<'t>(&'t self, named: &'t Named) -> Sources<'t> {
        Sources {
            ledger: ("ledger.toml", self.ledger.as_deref().unwrap_or(builtin::ledger())),
            shared: ("conventions.toml", self.shared.as_deref().unwrap_or(builtin::shared_conventions())),
            scheme: (&named.scheme, &self.scheme),
            conventions: (&named.conventions, &self.conventions),
            forms: (&named.forms, &self.forms),
        }
    }

    /// The fault of a scheme that goes by the name of a built-in one.
    fn taken(&self, id: &str) -> Option<Fault> {
        let other = builtin::loaded(id)?;
        let mut files = Files::default();
        let node = files.parse(&self.file("scheme.toml"), &self.scheme);
        let place: &Node = node.get("id")?;
        let why = format!("方案号“{id}”是程序自带的《{}》的，两个方案不能同号", other.title);
        files.fault_at(place, why, "给自己的方案另起一个 id，如“县名-年度”；文件夹也改成同名。");
        files.into_faults().pop()
    }
}
