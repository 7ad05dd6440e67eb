//! `cargo xtask`: every chore of the project, runnable on a bare machine.
//!
//! - `setup` brings what the other chores need; each of them asks only for its own part.
//! - `build` makes `pkg/`: the npm package and the one-file page `bangfu.html`.
//! - `serve` builds, scores the sample ledger in the terminal and serves `pkg/`.
//! - `test` runs every check and prints real counts and times.
//! - `bench` runs the benchmarks and prints ratios.
//!
//! Each step says in one line what it does and why.
//! When it fails it says what failed, the command, and what to do.
#![expect(clippy::print_stdout, reason = "a chore talks to the terminal")]

mod bench;
mod build;
mod command;
mod paths;
mod serve;
mod setup;
mod step;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::paths::Paths;

/// The chores of the project.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    chore: Chore,
}

/// One chore.
#[derive(Subcommand)]
enum Chore {
    /// Makes a bare machine able to build and test.
    Setup,
    /// Makes pkg/: the npm package and bangfu.html.
    Build(build::Options),
    /// Builds, scores the sample ledger, then serves pkg/ on this machine only.
    Serve(serve::Options),
    /// Runs every check; prints counts and times.
    Test(test::Options),
    /// Runs the benchmarks in tests/bench.
    Bench(bench::Options),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = Paths::find().and_then(|paths| match cli.chore {
        Chore::Setup => setup::everything(&paths),
        Chore::Build(options) => build::run(&paths, &options).map(drop),
        Chore::Serve(options) => serve::run(&paths, &options),
        Chore::Test(options) => test::run(&paths, &options),
        Chore::Bench(options) => bench::run(&paths, &options),
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            step::failed(&error);
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Cli;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
