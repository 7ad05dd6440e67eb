//! How many tests ran, read from what the runners themselves print.

use std::fmt;

/// Tests by how they ended.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Count {
    /// Ran and held.
    pub(crate) passed: u32,
    /// Ran and did not hold.
    pub(crate) failed: u32,
    /// Were there and did not run.
    pub(crate) skipped: u32,
}

impl Count {
    /// Adds another count.
    pub(crate) fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    /// Reads cargo test (`test result: ok. 3 passed; 0 failed; 1 ignored; …`), nextest
    /// (`Summary [ 0.1s] 3 tests run: 2 passed, 1 failed, 1 skipped`) and node (`ℹ pass 3`).
    pub(crate) fn read(text: &str) -> Self {
        let mut sum = Self::default();
        for line in text.lines() {
            let trimmed = line.trim();
            if let Some(rest) = trimmed.strip_prefix("ℹ ") {
                sum.node_line(rest);
            // An indented result is a failed test's own words, which nextest repeats.
            } else if line.starts_with("test result:") || (trimmed.starts_with("Summary [") && line.contains(" run: "))
            {
                sum.cargo_line(trimmed);
            }
        }
        sum
    }

    fn node_line(&mut self, line: &str) {
        let Some((what, n)) = line.split_once(' ') else {
            return;
        };
        let n = n.parse().unwrap_or(0);
        match what {
            "pass" => self.passed += n,
            "fail" | "cancelled" => self.failed += n,
            "skipped" | "todo" => self.skipped += n,
            _ => {}
        }
    }

    fn cargo_line(&mut self, line: &str) {
        let words: Vec<&str> = line.split_whitespace().collect();
        for pair in words.windows(2) {
            let Ok(n) = pair[0].parse::<u32>() else {
                continue;
            };
            match pair[1].trim_end_matches([',', ';']) {
                "passed" => self.passed += n,
                "failed" => self.failed += n,
                "ignored" | "skipped" => self.skipped += n,
                _ => {}
            }
        }
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::default() {
            return Ok(());
        }
        write!(f, "{} passed", self.passed)?;
        if self.failed > 0 {
            write!(f, ", {} failed", self.failed)?;
        }
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(passed: u32, failed: u32, skipped: u32) -> Count {
        Count { passed, failed, skipped }
    }

    #[test]
    fn each_runner_is_understood() {
        let cargo = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s";
        assert_eq!(Count::read(&format!("{cargo}\n{cargo}\n")), count(6, 0, 2));
        let nextest = "    test result: FAILED. 0 passed; 1 failed; 0 ignored\n────\n     Summary [   0.016s] 9 tests run: 7 passed (1 slow), 2 failed, 4 skipped";
        assert_eq!(Count::read(nextest), count(7, 2, 4));
        let node = "ℹ tests 5\nℹ suites 0\nℹ pass 3\nℹ fail 1\nℹ cancelled 1\nℹ skipped 0\nℹ todo 0\n";
        assert_eq!(Count::read(node), count(3, 2, 0));
        assert_eq!(Count::read("12 passed, 0 failed"), count(0, 0, 0));
    }
}
