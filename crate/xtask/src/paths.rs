//! Where things are.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The folders that the chores work in, all absolute.
#[derive(Debug, Clone)]
pub(crate) struct Paths {
    /// The workspace root.
    pub(crate) root: PathBuf,
    /// Cargo's target folder; everything that the chores cache is in here.
    pub(crate) target: PathBuf,
    /// The page's source.
    pub(crate) web: PathBuf,
    /// What the build makes.
    pub(crate) pkg: PathBuf,
}

impl Paths {
    /// Finds the workspace from where this program was compiled, so that a chore can be run from any folder.
    ///
    /// # Errors
    /// When the working folder is gone, or the workspace was moved after xtask was compiled.
    pub(crate) fn find() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .ancestors()
            .nth(2)
            .context("xtask lives in crate/xtask")?
            .to_path_buf();
        anyhow::ensure!(
            root.join("Cargo.toml").is_file(),
            "the workspace is no longer at {}; run `cargo clean -p xtask` and try again",
            root.display()
        );
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(dir) => env::current_dir().context("the working folder is gone")?.join(dir),
            None => root.join("target"),
        };
        Ok(Self { web: root.join("web"), pkg: root.join("pkg"), root, target })
    }
}

/// The files of `dir` whose name ends with `end`, in name order; none when there is no such folder.
///
/// # Errors
/// When the folder is there but cannot be read.
pub(crate) fn files_ending(dir: &Path, end: &str) -> Result<Vec<PathBuf>> {
    if !dir.is_dir() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in dir.read_dir()? {
        let path = entry?.path();
        let fits = path.file_name().and_then(OsStr::to_str).is_some_and(|name| name.ends_with(end));
        if fits {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Where cargo keeps the sources of other packages.
pub(crate) fn cargo_home() -> Option<PathBuf> {
    let set = env::var_os("CARGO_HOME").map(PathBuf::from);
    set.or_else(|| Some(Path::new(&env::var_os("HOME")?).join(".cargo")))
}

/// The compiler flag that writes `name` where a path in `dir` would go into the module.
///
/// No path of the building machine ends up in what ships, and the same source gives the same bytes elsewhere.
pub(crate) fn hide(dir: &Path, name: &str) -> String {
    format!("--remap-path-prefix={}={name}", dir.display())
}
