//! What the chores print: one line a step, its time, and a failure that says what to do.

use std::io::Write;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// Announces a step: what it does and why, in one line.
pub(crate) fn say(what: &str, why: &str) {
    println!("▸ {what}: {why}");
    // A long command follows and writes to the same terminal.
    let _ = std::io::stdout().flush();
}

/// Adds a detail to the step above.
pub(crate) fn note(text: &str) {
    println!("  {text}");
}

/// Announces a step, does it, and prints how long it took when that is worth knowing.
pub(crate) fn timed<T>(what: &str, why: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    say(what, why);
    let start = Instant::now();
    let done = work().with_context(|| format!("could not: {what}"))?;
    let took = start.elapsed();
    if took >= Duration::from_secs(1) {
        note(&format!("done in {}", seconds(took)));
    }
    Ok(done)
}

/// A duration as people say it: `4.2 s`, `3 min 05 s`.
pub(crate) fn seconds(time: Duration) -> String {
    if time < Duration::from_secs(60) {
        format!("{:.1} s", time.as_secs_f32())
    } else {
        format!("{} min {:02} s", time.as_secs() / 60, time.as_secs() % 60)
    }
}

/// A file's size as people say it: `812 kB`, `1.21 MB`; decimal units.
pub(crate) fn size(bytes: u64) -> String {
    if bytes < 1_000_000 {
        format!("{} kB", bytes.div_ceil(1000))
    } else {
        format!("{}.{:02} MB", bytes / 1_000_000, bytes / 10_000 % 100)
    }
}

/// Prints a failure and what led to it, outermost first.
pub(crate) fn failed(error: &anyhow::Error) {
    // What was printed so far comes first.
    let _ = std::io::stdout().flush();
    let mut lines = error.chain().map(ToString::to_string);
    if let Some(first) = lines.next() {
        println!("✗ {first}");
    }
    for line in lines {
        println!("  because: {line}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_and_sizes_read_well() {
        assert_eq!(seconds(Duration::from_millis(4_210)), "4.2 s");
        assert_eq!(seconds(Duration::from_secs(185)), "3 min 05 s");
        assert_eq!(size(811_200), "812 kB");
        assert_eq!(size(1_214_865), "1.21 MB");
    }
}
