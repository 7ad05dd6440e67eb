//! The page: types checked, bundled and packed into one file.

use std::path::PathBuf;

use anyhow::Result;

use crate::command::Cmd;
use crate::paths::Paths;
use crate::step;

/// Each part of the page's source that is type-checked with its own set of globals.
const PROJECTS: &[(&str, &str)] = &[("tsconfig.json", "the page"), ("src/worker/tsconfig.json", "the workers")];

/// Checks and packs the page; returns its path.
///
/// # Errors
/// When the types do not fit, the bundler fails, or the packed file breaks a promise (see web/pack/check.mjs).
pub(crate) fn make(paths: &Paths) -> Result<PathBuf> {
    for (project, what) in PROJECTS {
        step::timed(&format!("check the types of {what}"), "they come from the core", || {
            Cmd::new("node")
                .args(["node_modules/typescript/bin/tsc", "--noEmit", "-p", project])
                .dir(&paths.web)
                .mend("mend what the type checker says above")
                .run()
        })?;
    }
    let page = paths.pkg.join("bangfu.html");
    step::timed("pack the page", "one file that opens by double-click", || {
        Cmd::new("node")
            .arg("pack/pack.mjs")
            .arg("--pkg")
            .arg(&paths.pkg)
            .arg("--work")
            .arg(paths.target.join("page"))
            .dir(&paths.web)
            .mend("mend what is said above; the rules of the packed file are in web/pack/check.mjs")
            .run()
    })?;
    Ok(page)
}
