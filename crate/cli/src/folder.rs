//! A scheme by its id, or by the folder that a local office brings along.

use std::path::{Path, PathBuf};

use anyhow::Context;
use bangfu_core::diag::Fault;
use bangfu_core::scheme::builtin;
use bangfu_core::scheme::load::{Sources, load};
use bangfu_core::scheme::model::Scheme;

/// The texts of a scheme folder, with the dictionary and the shared conventions that it is read with.
pub(crate) struct Folder {
    path: PathBuf,
    /// The folder's own name, which faults begin with.
    pub(crate) name: String,
    scheme: String,
    conventions: String,
    forms: String,
    /// `cases.toml`; `None` where there is none.
    pub(crate) cases: Option<String>,
    ledger: Option<String>,
    shared: Option<String>,
}

impl Folder {
    /// Reads a folder. The dictionary is the file `ledger`, else the one beside the folder, else the built-in one.
    pub(crate) fn read(path: &Path, ledger: Option<&Path>) -> anyhow::Result<Self> {
        let required =
            |path: &Path| std::fs::read_to_string(path).with_context(|| format!("读不了 {}", path.display()));
        let path = path.canonicalize().with_context(|| format!("没有文件夹 {}", path.display()))?;
        Ok(Self {
            name: path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
            scheme: required(&path.join("scheme.toml"))?,
            conventions: optional(&path.join("conventions.toml"))?.unwrap_or_default(),
            forms: optional(&path.join("forms.toml"))?.unwrap_or_default(),
            cases: optional(&path.join("cases.toml"))?,
            ledger: match ledger {
                Some(file) => Some(required(file)?),
                None => optional(&path.join("../ledger.toml"))?,
            },
            shared: optional(&path.join("../conventions.toml"))?,
            path,
        })
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// A file of it, as faults name it.
    pub(crate) fn file(&self, part: &str) -> String {
        format!("{}/{part}", self.name)
    }

    /// Where a text is quoted: file, line and column; `None` where it is not written in one line.
    pub(crate) fn place_of(&self, quotation: &str) -> Option<String> {
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

    /// The scheme and its faults.
    pub(crate) fn load(&self) -> (Option<Scheme>, Vec<Fault>) {
        let file = |part: &str| self.file(part);
        load(&Sources {
            ledger: ("ledger.toml", self.ledger.as_deref().unwrap_or(builtin::ledger())),
            shared: ("conventions.toml", self.shared.as_deref().unwrap_or(builtin::shared_conventions())),
            scheme: (&file("scheme.toml"), &self.scheme),
            conventions: (&file("conventions.toml"), &self.conventions),
            forms: (&file("forms.toml"), &self.forms),
        })
    }
}

/// A built-in scheme by its id, or the scheme of a folder by its path.
pub(crate) fn scheme(id: &str) -> anyhow::Result<Scheme> {
    let (scheme, faults) = match builtin::scheme(id) {
        Some(found) => found,
        None if Path::new(id).join("scheme.toml").is_file() => Folder::read(Path::new(id), None)?.load(),
        None => {
            let known = builtin::folders().iter().map(|folder| folder.id).collect::<Vec<_>>().join("、");
            anyhow::bail!("没有方案“{id}”，可用：{known}，或写方案文件夹的路径（里面有 scheme.toml）");
        }
    };
    if let Some(first) = faults.first() {
        anyhow::bail!("方案 {id} 有{}处错误，先用 bangfu check 查看。第一处：{first}", faults.len());
    }
    scheme.ok_or_else(|| anyhow::anyhow!("方案 {id} 无法装入"))
}

fn optional(path: &Path) -> anyhow::Result<Option<String>> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("读不了 {}", path.display())),
    }
}
