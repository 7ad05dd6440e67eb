//! Laws: what must hold for every ledger and every number, tried on random ones.
//!
//! 10 000 of each by default; `BANGFU_LAWS=1000000 cargo test -p bangfu-tests --test laws --release` tries more.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by stopping")]

mod advice;
mod again;
mod any;
mod cohort;
mod draw;
mod exact;
mod project;
mod ranked;
mod scoring;
mod steps;
mod worlds;

use proptest::test_runner::{Config, RngSeed};

/// How many random inputs each law is tried on.
fn config() -> Config {
    config_of(std::env::var("BANGFU_LAWS").ok().and_then(|n| n.parse().ok()).unwrap_or(10_000))
}

/// A quarter as many, for what compares dozens of whole evaluations on each input.
fn of_many_evaluations() -> Config {
    let Config { cases, .. } = config();
    config_of(cases.div_ceil(4))
}

fn config_of(cases: u32) -> Config {
    // The same inputs every time, so that a check says something of the change and not of the day; another seed on demand.
    let seed = std::env::var("BANGFU_SEED").ok().and_then(|n| n.parse().ok()).unwrap_or(2022);
    Config {
        cases,
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        max_shrink_iters: 5_000,
        ..Config::default()
    }
}
