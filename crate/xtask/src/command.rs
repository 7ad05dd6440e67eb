//! Running other programs, so that a failure says what failed, the command and what to do.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};

/// A command with what to do when it fails.
#[derive(Debug)]
pub(crate) struct Cmd {
    inner: Command,
    mend: String,
}

/// What a command that was listened to wrote, and whether it ended well.
#[derive(Debug)]
pub(crate) struct Heard {
    /// Whether it exited with 0.
    pub(crate) ok: bool,
    /// Standard output and standard error, as they came, without colours.
    pub(crate) text: String,
}

impl Cmd {
    /// A program by name or path.
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Self {
        Self { inner: Command::new(program), mend: String::new() }
    }

    /// The cargo that runs this chore, in `root`.
    pub(crate) fn cargo(root: &Path) -> Self {
        Self::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into())).dir(root)
    }

    /// Adds one argument.
    pub(crate) fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.inner.arg(arg);
        self
    }

    /// Adds arguments.
    pub(crate) fn args(mut self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        self.inner.args(args);
        self
    }

    /// Sets a variable.
    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.inner.env(name, value);
        self
    }

    /// Hides a variable.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.inner.env_remove(name);
        self
    }

    /// Sets the working folder.
    pub(crate) fn dir(mut self, dir: &Path) -> Self {
        self.inner.current_dir(dir);
        self
    }

    /// Says what a person can do when this command fails.
    pub(crate) fn mend(mut self, mend: impl Into<String>) -> Self {
        self.mend = mend.into();
        self
    }

    /// The command as one would type it.
    pub(crate) fn line(&self) -> String {
        let mut parts: Vec<String> = self
            .inner
            .get_envs()
            .filter_map(|(name, value)| Some((name, value?)))
            .map(|(name, value)| format!("{}={}", name.display(), quoted(value)))
            .collect();
        parts.push(quoted(self.inner.get_program()));
        parts.extend(self.inner.get_args().map(quoted));
        parts.join(" ")
    }

    /// Runs it on this terminal.
    ///
    /// # Errors
    /// When it cannot start or does not exit with 0.
    pub(crate) fn run(mut self) -> Result<()> {
        let status = self.inner.stdin(Stdio::null()).status().with_context(|| self.could_not_start())?;
        if status.success() { Ok(()) } else { Err(self.failure(&format!("{status}"))) }
    }

    /// Runs it on this terminal, ending it after `limit`.
    ///
    /// # Errors
    /// As [`Cmd::run`], and when the time is up.
    pub(crate) fn run_within(mut self, limit: Duration) -> Result<()> {
        let mut child = self.inner.stdin(Stdio::null()).spawn().with_context(|| self.could_not_start())?;
        let start = Instant::now();
        loop {
            if let Some(status) = child.try_wait()? {
                return if status.success() { Ok(()) } else { Err(self.failure(&format!("{status}"))) };
            }
            if start.elapsed() > limit {
                child.kill()?;
                child.wait()?;
                return Err(self.failure(&format!("no answer within {} s", limit.as_secs())));
            }
            thread::sleep(Duration::from_millis(100));
        }
    }

    /// Runs it silently and returns what it wrote to standard output.
    ///
    /// # Errors
    /// When it cannot start or does not exit with 0; the error holds what it wrote to standard error.
    pub(crate) fn read(mut self) -> Result<String> {
        let output = self.inner.stdin(Stdio::null()).output().with_context(|| self.could_not_start())?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(self.failure(&format!("{}\n{}", output.status, said.trim())));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Runs it on this terminal and keeps a copy of what it writes.
    ///
    /// # Errors
    /// When it cannot start; how it ended is in the answer.
    pub(crate) fn hear(mut self) -> Result<Heard> {
        if std::io::stdout().is_terminal() {
            self.inner.env("CARGO_TERM_COLOR", "always").env("FORCE_COLOR", "1");
        }
        let mut child: Child = self
            .inner
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| self.could_not_start())?;
        let out = child.stdout.take().context("standard output is piped")?;
        let err = child.stderr.take().context("standard error is piped")?;
        let listener = thread::spawn(move || pass_on(err, std::io::stderr()));
        let mut bytes = pass_on(out, std::io::stdout())?;
        let heard = listener.join().map_err(|_| anyhow!("a reader stopped"))?;
        bytes.extend(heard?);
        let status = child.wait()?;
        Ok(Heard { ok: status.success(), text: without_colours(&String::from_utf8_lossy(&bytes)) })
    }

    fn could_not_start(&self) -> String {
        self.told("could not be started")
    }

    fn failure(&self, how: &str) -> anyhow::Error {
        anyhow!(self.told(&format!("failed: {how}")))
    }

    fn told(&self, what: &str) -> String {
        let program = Path::new(self.inner.get_program());
        let name = program.file_name().unwrap_or(program.as_os_str());
        let mut text = format!("{} {what}\n  command: {}", name.display(), self.line());
        if !self.mend.is_empty() {
            text.push_str("\n  what to do: ");
            text.push_str(&self.mend);
        }
        text
    }
}

/// Finds a program on the search path.
pub(crate) fn which(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|dir| dir.join(name)).find(|file| file.is_file())
}

/// Fails with the sentence and what to do.
pub(crate) fn stop<T>(what: &str, mend: &str) -> Result<T> {
    bail!("{what}\n  what to do: {mend}")
}

fn quoted(word: &OsStr) -> String {
    let word: OsString = word.to_owned();
    let text = word.to_string_lossy();
    if text.is_empty() || text.contains([' ', '\'', '"', '$', '*', '\u{1f}']) {
        format!("'{}'", text.replace('\u{1f}', " "))
    } else {
        text.into_owned()
    }
}

fn pass_on(mut from: impl Read, mut to: impl Write) -> std::io::Result<Vec<u8>> {
    let mut all = Vec::new();
    let mut block = [0; 8192];
    loop {
        let n = from.read(&mut block)?;
        if n == 0 {
            return Ok(all);
        }
        all.extend(&block[..n]);
        to.write_all(&block[..n])?;
        to.flush()?;
    }
}

/// Takes `ESC [ … letter` sequences out.
fn without_colours(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\u{1b}' {
            plain.push(c);
            continue;
        }
        for c in chars.by_ref() {
            if c.is_ascii_alphabetic() {
                break;
            }
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_names_the_command_and_the_mend() {
        let error =
            Cmd::new("false").arg("a b").mend("be true").run().err().map(|error| error.to_string()).unwrap_or_default();
        assert!(error.contains("command: false 'a b'"), "{error}");
        assert!(error.contains("what to do: be true"), "{error}");
    }

    #[test]
    fn a_command_that_hangs_is_ended() {
        let start = Instant::now();
        let outcome = Cmd::new("sleep").arg("60").run_within(Duration::from_millis(200));
        assert!(outcome.is_err());
        assert!(start.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn colours_are_taken_out() {
        assert_eq!(without_colours("\u{1b}[32;1mok\u{1b}[0m. 3 passed"), "ok. 3 passed");
    }
}
