//! Node and the page's packages.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::command::{Cmd, stop};
use crate::paths::Paths;
use crate::step;

/// The oldest Node that the page's packages run on.
const OLDEST: (u32, u32) = (20, 19);

/// Makes sure of Node and of the packages that `web/package-lock.json` names.
///
/// # Errors
/// When Node is missing or too old, or `npm ci` fails.
pub(crate) fn ready(paths: &Paths) -> Result<()> {
    check_version()?;
    install(&paths.web, "the bundler, the type checker and the test browser, as the lock pins them")
}

/// Makes sure of the packages that the benchmarks compare with; the page never sees them.
///
/// # Errors
/// As [`ready`].
pub(crate) fn peers(paths: &Paths) -> Result<()> {
    install(&paths.root.join("tests/bench/peers"), "what the benchmarks compare with")
}

/// Installs what the lock in a folder pins, once for each lock.
fn install(folder: &Path, why: &str) -> Result<()> {
    let mut hash = Sha256::new();
    for name in ["package.json", "package-lock.json"] {
        let file = folder.join(name);
        hash.update(fs::read(&file).with_context(|| format!("reading {}", file.display()))?);
    }
    let wanted = hex(&hash.finalize());
    let stamp = folder.join("node_modules/.bangfu-lock");
    if fs::read_to_string(&stamp).is_ok_and(|had| had == wanted) {
        return Ok(());
    }
    step::timed("npm ci", why, || {
        Cmd::new("npm")
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            .args(["--loglevel", "error"])
            .dir(folder)
            .mend("check the connection to the npm registry, then run it again")
            .run()
    })?;
    fs::write(&stamp, wanted).with_context(|| format!("writing {}", stamp.display()))
}

/// A hash as lower-case hex digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn check_version() -> Result<()> {
    let mend = "install Node 20.19 or newer (Debian: nodejs npm) / 请先安装 Node 20.19 或更新版本";
    let Ok(text) = Cmd::new("node").arg("--version").read() else {
        return stop("node is missing / 没有找到 Node", mend);
    };
    if version(&text).is_some_and(|found| found >= OLDEST) {
        return Ok(());
    }
    stop(&format!("node is too old: {} / Node 版本过低", text.trim()), mend)
}

/// `v20.20.2` → (20, 20).
fn version(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.trim().strip_prefix('v')?.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_versions_compare_as_numbers() {
        assert_eq!(version("v20.20.2\n"), Some((20, 20)));
        assert!(version("v20.9.0") < Some(OLDEST));
        assert_eq!(version("20"), None);
    }
}
