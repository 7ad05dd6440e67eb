//! `cargo xtask setup`: makes a bare machine able to build and test.
//!
//! Every part looks first and does only what is missing, so that a second run takes a moment.

pub(crate) mod apt;
pub(crate) mod browser;
pub(crate) mod node;
pub(crate) mod wasm_target;

use anyhow::Result;

use crate::paths::Paths;
use crate::step;

/// Sets up all that build and test need.
///
/// # Errors
/// At the first part that cannot be had, with what to do about it.
pub(crate) fn everything(paths: &Paths) -> Result<()> {
    let target = wasm_target::ready(paths)?;
    node::ready(paths)?;
    let tools = apt::test_tools()?;
    browser::chromium_109(paths)?;
    step::say("ready", &format!("{}; {tools}", target.how));
    Ok(())
}
