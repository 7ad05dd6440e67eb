//! Where things are.

use std::env;
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
            Some(dir) => env::current_dir()
                .context("the working folder is gone")?
                .join(dir),
            None => root.join("target"),
        };
        Ok(Self {
            web: root.join("web"),
            pkg: root.join("pkg"),
            root,
            target,
        })
    }
}
