//! `cargo xtask build`: `pkg/`, the npm package and the page in one file.
//!
//! crate/wasm ─cargo─► wasm ─glue─► pkg/bangfu.js, .wasm, .d.ts ─vite and pack─► pkg/bangfu.html

mod glue;
mod optimise;
mod page;
mod wasm;

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result};
use clap::Args;

use crate::paths::Paths;
use crate::setup;
use crate::step;

/// What a person may ask of a build.
#[derive(Debug, Default, Args)]
#[group(id = "build")]
pub(crate) struct Options {
    /// Leaves wasm-opt out: larger, but a minute sooner after a change in Rust.
    #[arg(long)]
    pub(crate) fast: bool,
}

/// Builds all of `pkg/` and returns the page's path.
///
/// # Errors
/// At the first step that fails.
pub(crate) fn run(paths: &Paths, options: &Options) -> Result<PathBuf> {
    let start = Instant::now();
    let target = setup::wasm_target::ready(paths)?;
    setup::node::ready(paths)?;
    let raw = wasm::compile(paths, &target)?;
    glue::make(paths, &raw, !options.fast)?;
    let page = page::make(paths)?;

    let module = paths.pkg.join(glue::MODULE);
    step::say(
        "built",
        &format!(
            "{} ({}), {} ({}) in {}",
            page.display(),
            size_of(&page)?,
            glue::MODULE,
            size_of(&module)?,
            step::seconds(start.elapsed()),
        ),
    );
    step::note(&format!("{}; {}", target.how, target.compiler));
    Ok(page)
}

fn size_of(file: &PathBuf) -> Result<String> {
    let bytes = fs::metadata(file).with_context(|| format!("{} was not made", file.display()))?.len();
    Ok(step::size(bytes))
}
