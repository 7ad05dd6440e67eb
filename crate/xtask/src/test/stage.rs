//! The stages of `cargo xtask test`, in the order that finds a mistake soonest.

use std::path::PathBuf;

use anyhow::{Result, ensure};

use super::count::Count;
use crate::build;
use crate::command::{Cmd, Heard};
use crate::paths::{Paths, files_ending};
use crate::setup;

/// One stage.
#[derive(Clone, Copy)]
pub(crate) struct Stage {
    /// Its name, for `--only` and the table.
    pub(crate) name: &'static str,
    /// What it shows.
    pub(crate) why: &'static str,
    /// Whether it works on what the stage `page` makes.
    pub(crate) needs_page: bool,
    /// The work itself.
    pub(crate) run: fn(&Paths) -> Result<Done>,
}

/// A stage that ran to its end.
pub(crate) struct Done {
    /// Whether all of it held.
    pub(crate) ok: bool,
    /// What it counted; zeros where a stage counts nothing.
    pub(crate) count: Count,
}

/// All stages.
pub(crate) const STAGES: [Stage; 9] = [
    stage("fmt", "the code is formatted", fmt),
    stage("clippy", "no warning in any target", clippy),
    stage("doc", "every link in the documentation leads somewhere", doc),
    stage("native", "the core, the office files and the suites", native),
    stage("examples", "the examples in the documentation run", examples),
    stage("page", "the npm package and the page are built", page),
    on_page("node", "the same module gives the same answers outside a browser", node),
    on_page("browser", "the page works from a file in the current Chromium", browser),
    on_page("browser-109", "and in the oldest one that it promises", browser_109),
];

const fn stage(name: &'static str, why: &'static str, run: fn(&Paths) -> Result<Done>) -> Stage {
    Stage { name, why, needs_page: false, run }
}

const fn on_page(name: &'static str, why: &'static str, run: fn(&Paths) -> Result<Done>) -> Stage {
    Stage { needs_page: true, ..stage(name, why, run) }
}

impl From<Heard> for Done {
    fn from(heard: Heard) -> Self {
        Self { ok: heard.ok, count: Count::read(&heard.text) }
    }
}

fn fmt(paths: &Paths) -> Result<Done> {
    let cmd = Cmd::cargo(&paths.root).args(["fmt", "--all", "--check"]);
    Ok(cmd.mend("cargo fmt --all").hear()?.into())
}

fn clippy(paths: &Paths) -> Result<Done> {
    let cmd = Cmd::cargo(&paths.root)
        .args(["clippy", "--locked", "--workspace", "--all-targets", "--quiet"])
        .args(["--", "-D", "warnings"]);
    Ok(cmd.hear()?.into())
}

fn doc(paths: &Paths) -> Result<Done> {
    let cmd = Cmd::cargo(&paths.root)
        .args(["doc", "--locked", "--workspace", "--no-deps", "--quiet"])
        .arg("--document-private-items")
        .env("RUSTDOCFLAGS", "-D warnings");
    Ok(cmd.hear()?.into())
}

fn native(paths: &Paths) -> Result<Done> {
    let cargo = Cmd::cargo(&paths.root);
    let has_nextest = Cmd::cargo(&paths.root).args(["nextest", "--version"]).read().is_ok();
    let cmd = if has_nextest {
        cargo.args(["nextest", "run", "--locked", "--workspace", "--all-features", "--no-fail-fast"]).args([
            "--no-tests",
            "pass",
            "--status-level",
            "fail",
        ])
    } else {
        cargo.args(["test", "--locked", "--workspace", "--all-features", "--all-targets", "--no-fail-fast", "--quiet"])
    };
    Ok(cmd.hear()?.into())
}

fn examples(paths: &Paths) -> Result<Done> {
    let cmd = Cmd::cargo(&paths.root).args(["test", "--locked", "--workspace", "--all-features", "--doc", "--quiet"]);
    Ok(cmd.hear()?.into())
}

fn page(paths: &Paths) -> Result<Done> {
    build::run(paths, &build::Options::default())?;
    Ok(Done { ok: true, count: Count::default() })
}

fn node(paths: &Paths) -> Result<Done> {
    let files = files_ending(&paths.root.join("tests/node"), ".test.mjs")?;
    run_with_node(paths, files, |cmd| cmd)
}

fn browser(paths: &Paths) -> Result<Done> {
    specs(paths, "current")
}

fn browser_109(paths: &Paths) -> Result<Done> {
    setup::browser::chromium_109(paths)?;
    specs(paths, "109")
}

fn specs(paths: &Paths, chromium: &str) -> Result<Done> {
    setup::apt::test_tools()?;
    let files = files_ending(&paths.root.join("tests/browser"), ".spec.mjs")?;
    // One browser at a time: two on two cores time each other out.
    run_with_node(paths, files, |cmd| cmd.env("BANGFU_CHROMIUM", chromium).arg("--test-concurrency=1"))
}

fn run_with_node(paths: &Paths, files: Vec<PathBuf>, adapt: impl FnOnce(Cmd) -> Cmd) -> Result<Done> {
    ensure!(!files.is_empty(), "there is no test to run");
    let cmd =
        Cmd::new("node").args(["--test", "--test-reporter=spec"]).dir(&paths.root).env("BANGFU_TARGET", &paths.target);
    let heard = adapt(cmd).args(files).hear()?;
    let done = Done::from(heard);
    ensure!(done.count != Count::default(), "the runner counted no test");
    Ok(done)
}
