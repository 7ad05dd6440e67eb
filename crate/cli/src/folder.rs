//! A scheme by its id, or by the folder that a local office brings along.

use std::path::{Path, PathBuf};

use anyhow::Context;
use bangfu_core::scheme::builtin;
use bangfu_core::scheme::folder::Folder;
use bangfu_core::scheme::model::Scheme;

/// A scheme folder on the disk.
pub(crate) struct OnDisk {
    path: PathBuf,
    /// Its texts.
    pub(crate) texts: Folder,
    /// `cases.toml`; `None` where there is none.
    pub(crate) cases: Option<String>,
}

impl OnDisk {
    /// Reads a folder. The dictionary is the file `ledger`, else the one in the folder or beside it, else the built-in one.
    pub(crate) fn read(path: &Path, ledger: Option<&Path>) -> anyhow::Result<Self> {
        let required =
            |path: &Path| std::fs::read_to_string(path).with_context(|| format!("读不了 {}", path.display()));
        let path = path.canonicalize().with_context(|| format!("没有文件夹 {}", path.display()))?;
        let texts = Folder {
            name: path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
            scheme: required(&path.join("scheme.toml"))?,
            conventions: optional(&path.join("conventions.toml"))?.unwrap_or_default(),
            forms: optional(&path.join("forms.toml"))?.unwrap_or_default(),
            ledger: match (ledger, optional(&path.join("ledger.toml"))?) {
                (Some(file), _) => Some(required(file)?),
                (None, Some(own)) => Some(own),
                (None, None) => optional(&path.join("../ledger.toml"))?,
            },
            shared: optional(&path.join("../conventions.toml"))?,
        };
        Ok(Self { texts, cases: optional(&path.join("cases.toml"))?, path })
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

/// A built-in scheme by its id, or the scheme of a folder by its path.
pub(crate) fn scheme(id: &str) -> anyhow::Result<Scheme> {
    let (scheme, faults) = match builtin::scheme(id) {
        Some(found) => found,
        None if Path::new(id).join("scheme.toml").is_file() => OnDisk::read(Path::new(id), None)?.texts.load(),
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

/// The texts of a scheme folder.
pub(crate) fn texts(path: &str) -> anyhow::Result<Folder> {
    Ok(OnDisk::read(Path::new(path), None)?.texts)
}

fn optional(path: &Path) -> anyhow::Result<Option<String>> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("读不了 {}", path.display())),
    }
}
