//! Chromium 109, the oldest browser that the page promises to run on.
//!
//! It comes inside a pinned npm package as compressed archives.
//! It is used by the tests only, and only on local pages.

use std::fs;

use anyhow::{Context, Result};

use crate::command::Cmd;
use crate::paths::Paths;
use crate::step;

/// Unpacks Chromium 109 into `target/chromium-109`.
///
/// # Errors
/// When the npm package is not there or cannot be unpacked.
pub(crate) fn chromium_109(paths: &Paths) -> Result<()> {
    let dir = paths.target.join("chromium-109");
    let lock = paths.web.join("node_modules/@sparticuz/chromium/package.json");
    let wanted =
        fs::read_to_string(&lock).with_context(|| format!("{} is missing; run `cargo xtask setup`", lock.display()))?;
    let stamp = dir.join(".from");
    if fs::read_to_string(&stamp).is_ok_and(|had| had == wanted) {
        return Ok(());
    }
    step::timed("unpack Chromium 109", "the oldest browser that the page must run on", || {
        Cmd::new("node")
            .arg("pack/chromium-109.mjs")
            .arg(&dir)
            .dir(&paths.web)
            .mend("remove web/node_modules and run `cargo xtask setup`")
            .run()
    })?;
    fs::write(&stamp, wanted).with_context(|| format!("writing {}", stamp.display()))
}
