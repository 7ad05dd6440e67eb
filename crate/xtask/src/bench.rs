//! `cargo xtask bench`: runs the benchmarks in tests/bench; each prints its ratios.

use anyhow::{Context, Result};
use clap::Args;

use crate::build;
use crate::command::Cmd;
use crate::paths::{Paths, files_ending};
use crate::setup;
use crate::step;

/// What a person may ask of the benchmarks.
#[derive(Debug, Args)]
#[group(id = "bench")]
pub(crate) struct Options {
    /// Runs only the benchmarks whose file name holds this.
    filter: Option<String>,
}

/// Builds what is compared, then runs each benchmark.
///
/// # Errors
/// When the build or a benchmark fails.
pub(crate) fn run(paths: &Paths, options: &Options) -> Result<()> {
    let mut benches = files_ending(&paths.root.join("tests/bench"), ".mjs")?;
    if let Some(filter) = &options.filter {
        benches.retain(|file| file.to_string_lossy().contains(filter));
    }
    if benches.is_empty() {
        step::say("bench", "there is no such benchmark in tests/bench");
        return Ok(());
    }
    build::run(paths, &build::Options::default())?;
    setup::apt::test_tools()?;
    setup::browser::chromium_109(paths)?;
    step::timed("cargo build --release", "the native programs that the package is compared with", || {
        Cmd::cargo(&paths.root)
            .args(["build", "--release", "--locked", "--quiet", "--bin", "bangfu", "--bin", "time-import"])
            .run()
    })?;
    setup::node::peers(paths)?;
    for bench in benches {
        let name = bench.file_name().context("a benchmark is a file")?;
        step::timed(&format!("bench {}", name.display()), "time per unit of work", || {
            Cmd::new("node").arg(&bench).dir(&paths.root).env("BANGFU_TARGET", &paths.target).run()
        })?;
    }
    Ok(())
}
