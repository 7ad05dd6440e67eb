//! `cargo xtask test`: every check, each with its time and its real count.
//!
//! A failing stage does not stop the others, unless they need what it makes.

mod count;
mod stage;

use std::time::{Duration, Instant};

use anyhow::{Result, bail, ensure};
use clap::Args;

use self::count::Count;
use self::stage::{STAGES, Stage};
use crate::paths::Paths;
use crate::step;

/// What a person may ask of the tests.
#[derive(Debug, Args)]
#[group(id = "test")]
pub(crate) struct Options {
    /// Runs only these stages, by name, separated by commas.
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
}

/// How a stage ended.
enum Outcome {
    /// It passed, with what it counted.
    Passed(Count),
    /// It ran to the end and something failed.
    Failed(Count),
    /// It could not run.
    Broken(String),
    /// The page that it needs was not built.
    Skipped,
}

/// Runs the stages and prints the table.
///
/// # Errors
/// When a stage failed; the error names the stages.
pub(crate) fn run(paths: &Paths, options: &Options) -> Result<()> {
    for name in &options.only {
        ensure!(
            STAGES.iter().any(|stage| stage.name == name),
            "no stage {name}; there are: {}",
            STAGES.map(|stage| stage.name).join(", ")
        );
    }
    let start = Instant::now();
    let mut table = Vec::new();
    let mut has_page = true;
    for stage in STAGES {
        if !wanted(&stage, options) {
            continue;
        }
        let begun = Instant::now();
        let outcome = if stage.needs_page && !has_page {
            Outcome::Skipped
        } else {
            step::say(&format!("test {}", stage.name), stage.why);
            carry_out(&stage, paths)
        };
        if stage.name == "page" && !matches!(outcome, Outcome::Passed(_)) {
            has_page = false;
        }
        table.push((stage.name, outcome, begun.elapsed()));
    }
    sum_up(&table, start.elapsed())
}

/// A stage that needs the page brings the stage that builds it along.
fn wanted(stage: &Stage, options: &Options) -> bool {
    let named = |name: &str| options.only.iter().any(|only| only == name);
    options.only.is_empty()
        || named(stage.name)
        || (stage.name == "page" && STAGES.iter().any(|other| other.needs_page && named(other.name)))
}

fn carry_out(stage: &Stage, paths: &Paths) -> Outcome {
    match (stage.run)(paths) {
        Ok(done) if done.ok => Outcome::Passed(done.count),
        Ok(done) => Outcome::Failed(done.count),
        Err(error) => {
            step::failed(&error);
            Outcome::Broken(error.to_string())
        }
    }
}

fn sum_up(table: &[(&str, Outcome, Duration)], total: Duration) -> Result<()> {
    println!();
    let mut sum = Count::default();
    let mut bad = Vec::new();
    for (name, outcome, time) in table {
        let (mark, says) = match outcome {
            Outcome::Passed(count) => ("✓", count.to_string()),
            Outcome::Failed(count) => ("✗", format!("failed {count}")),
            Outcome::Broken(why) => ("✗", why.lines().next().unwrap_or_default().to_owned()),
            Outcome::Skipped => ("✗", "not run: there is no page".to_owned()),
        };
        println!("{mark} {name:<16} {:>12}  {says}", step::seconds(*time));
        match outcome {
            Outcome::Passed(count) => sum.add(count),
            Outcome::Failed(count) => {
                sum.add(count);
                // A stage that counts nothing is one check itself.
                sum.failed += u32::from(count.failed == 0);
                bad.push(*name);
            }
            Outcome::Broken(_) | Outcome::Skipped => {
                sum.failed += 1;
                bad.push(*name);
            }
        }
    }
    println!("  {:<16} {:>12}", "in all", step::seconds(total));
    println!("{} passed, {} failed, {} skipped", sum.passed, sum.failed, sum.skipped);
    if bad.is_empty() {
        Ok(())
    } else {
        bail!(
            "failed: {}\n  what to do: see the stage's own words above; `cargo xtask test --only {}` runs it again",
            bad.join(", "),
            bad.join(",")
        )
    }
}
