//! The standard library for wasm32, from the first place that has it.
//!
//! 1. The compiler in use has it already.
//! 2. This workspace built one earlier (way 4).
//! 3. `rustup target add`: the ordinary way, bounded because a closed network may never answer.
//! 4. Debian's compiler and its source, by package name: std is built once into a sysroot of our own.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::command::{Cmd, which};
use crate::paths::{Paths, cargo_home, files_ending, hide};
use crate::setup::apt;
use crate::setup::node::hex;
use crate::step;

/// The target of everything that runs in the browser.
pub(crate) const TRIPLE: &str = "wasm32-unknown-unknown";

/// Debian's compiler for this target, and the source of its standard library.
const DEBIAN_PACKAGES: [&str; 2] = ["rustc-web", "rust-web-src"];
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";

/// How wasm is compiled on this machine.
#[derive(Debug)]
pub(crate) struct WasmTarget {
    /// Which way was taken, for people.
    pub(crate) how: String,
    /// The compiler's version line: builds by different ones differ in bytes.
    pub(crate) compiler: String,
    /// Another compiler than cargo's own, and the sysroot that goes with it.
    private: Option<Private>,
}

/// Debian's compiler with the standard library built here.
#[derive(Debug)]
struct Private {
    sysroot: PathBuf,
    linker: PathBuf,
}

impl WasmTarget {
    /// Lets a cargo command use this target.
    pub(crate) fn on(&self, cargo: Cmd) -> Cmd {
        match &self.private {
            None => cargo,
            Some(private) => private_compiler(cargo).env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", &private.linker),
        }
    }

    /// The compiler flags that this target needs.
    pub(crate) fn flags(&self) -> Vec<String> {
        self.private.iter().fold(Vec::new(), |mut flags, private| {
            flags.push("--sysroot".to_owned());
            flags.push(private.sysroot.display().to_string());
            flags
        })
    }
}

/// Makes sure of the target, trying the four ways in order.
///
/// # Errors
/// When none is open, with what to do by hand.
pub(crate) fn ready(paths: &Paths) -> Result<WasmTarget> {
    if let Some(found) = in_sysroot() {
        return Ok(found);
    }
    if let Some(found) = built_earlier(paths)? {
        return Ok(found);
    }
    let rustup = match add_by_rustup() {
        Ok(()) => match in_sysroot() {
            Some(found) => return Ok(found),
            None => "rustup added the target for another toolchain".to_owned(),
        },
        Err(error) => error.to_string(),
    };
    step::note(&format!("{rustup}\n  trying the next way"));
    build_by_debian(paths).context(format!(
        "no standard library for {TRIPLE} could be had\n  what to do: `rustup target add {TRIPLE}` where there is a connection, or as root on Debian `apt-get install {}`",
        DEBIAN_PACKAGES.join(" ")
    ))
}

fn in_sysroot() -> Option<WasmTarget> {
    let dir = Cmd::new("rustc").args(["--print", "target-libdir", "--target", TRIPLE]).read().ok()?;
    has_std(Path::new(dir.trim())).then(|| WasmTarget {
        how: format!("{TRIPLE} is in the compiler's sysroot"),
        compiler: version_line(Cmd::new("rustc")),
        private: None,
    })
}

fn built_earlier(paths: &Paths) -> Result<Option<WasmTarget>> {
    if !Path::new(DEBIAN_RUSTC).is_file() {
        return Ok(None);
    }
    let Ok(source) = debian_source() else {
        return Ok(None);
    };
    let sysroot = sysroot_dir(paths, &source);
    if sysroot.join("whole").is_file() && has_std(&libs_of(&sysroot)) {
        return private(sysroot).map(Some);
    }
    Ok(None)
}

fn add_by_rustup() -> Result<()> {
    if which("rustup").is_none() {
        bail!("rustup is not installed");
    }
    step::say(&format!("rustup target add {TRIPLE}"), "the page's core runs as wasm; at most a minute");
    Cmd::new("rustup").args(["target", "add", TRIPLE]).without("RUST_BACKTRACE").run_within(Duration::from_secs(60))
}

fn build_by_debian(paths: &Paths) -> Result<WasmTarget> {
    let why = "a compiler for wasm32 together with its standard library's source";
    let source = || Path::new(DEBIAN_RUSTC).is_file().then(debian_source);
    if apt::usable() || source().is_none() {
        apt::install(&DEBIAN_PACKAGES, why)?;
    }
    let Some(source) = source() else {
        bail!("{DEBIAN_RUSTC} is not there after the installation");
    };
    let source = source?;
    let sysroot = sysroot_dir(paths, &source);
    step::timed(&format!("build std for {TRIPLE}"), "once; later builds take it from target/", || {
        build_std(paths, &source, &sysroot)
    })?;
    private(sysroot)
}

/// Builds the standard library as the compiler's own build would, and lays it into `sysroot`.
fn build_std(paths: &Paths, source: &Path, sysroot: &Path) -> Result<()> {
    let work = paths.target.join("wasm-std");
    let cargo =
        Cmd::cargo(source).args(["build", "--release", "--locked", "--quiet", "--target", TRIPLE, "--manifest-path"]);
    private_compiler(cargo)
        .arg(source.join("sysroot/Cargo.toml"))
        .arg("--target-dir")
        .arg(&work)
        // std is not an ordinary crate: it uses unstable features and must not be taken for a user's.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("__CARGO_DEFAULT_LIB_METADATA", "bangfu")
        .env("CARGO_PROFILE_RELEASE_PANIC", "abort")
        .env("CARGO_ENCODED_RUSTFLAGS", std_flags(source).join("\u{1f}"))
        .mend("std's few dependencies come from the Rust package registry; check that it answers")
        .run()?;

    // A half-filled sysroot must not look like a whole one: the mark comes last.
    let libs = libs_of(sysroot);
    if sysroot.exists() {
        fs::remove_dir_all(sysroot)?;
    }
    fs::create_dir_all(&libs)?;
    let built = work.join(TRIPLE).join("release/deps");
    for file in files_ending(&built, ".rlib")? {
        if let Some(name) = file.file_name() {
            fs::copy(&file, libs.join(name))?;
        }
    }
    if !has_std(&libs) {
        bail!("no libstd in {}", built.display());
    }
    fs::write(sysroot.join("whole"), "")?;
    fs::remove_dir_all(&work).context("removing the work folder of std")
}

/// The flags that std is built with.
fn std_flags(source: &Path) -> Vec<String> {
    let mut flags = vec![
        "-Zforce-unstable-if-unmarked".to_owned(),
        "-Cembed-bitcode=yes".to_owned(),
        "-Cdebuginfo=0".to_owned(),
        hide(source, "/std"),
    ];
    flags.extend(cargo_home().map(|home| hide(&home, "/cargo")));
    flags
}

/// Cargo with Debian's compiler, whose libraries must not be mixed with those of the toolchain that runs xtask.
fn private_compiler(cargo: Cmd) -> Cmd {
    cargo.env("RUSTC", DEBIAN_RUSTC).without("LD_LIBRARY_PATH")
}

fn private(sysroot: PathBuf) -> Result<WasmTarget> {
    let compiler = debian_version();
    Ok(WasmTarget {
        how: format!("{TRIPLE} by Debian's {compiler}, std built here"),
        compiler,
        private: Some(Private { sysroot, linker: linker()? }),
    })
}

/// One sysroot for each compiler and set of flags.
/// Cargo does not look into a sysroot, so another content must have another name.
fn sysroot_dir(paths: &Paths, source: &Path) -> PathBuf {
    let mut hash = Sha256::new();
    hash.update(debian_version());
    hash.update(std_flags(source).join("\n"));
    let name = &hex(&hash.finalize())[..12];
    paths.target.join(format!("sysroot-{name}"))
}

fn libs_of(sysroot: &Path) -> PathBuf {
    sysroot.join("lib/rustlib").join(TRIPLE).join("lib")
}

fn has_std(libs: &Path) -> bool {
    files_ending(libs, ".rlib").is_ok_and(|files| {
        files
            .iter()
            .any(|file| file.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with("libstd-")))
    })
}

fn debian_source() -> Result<PathBuf> {
    let sysroot = debian_rustc().args(["--print", "sysroot"]).read()?;
    let source = Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library");
    source.canonicalize().with_context(|| format!("the source of std is not at {}", source.display()))
}

fn debian_version() -> String {
    version_line(debian_rustc())
}

fn debian_rustc() -> Cmd {
    Cmd::new(DEBIAN_RUSTC).without("LD_LIBRARY_PATH")
}

/// `rustc 1.96.0 (ac68faa20 2026-05-25)`, without what packagers add.
fn version_line(rustc: Cmd) -> String {
    let text = rustc.arg("--version").read().unwrap_or_default();
    match text.find(')') {
        Some(end) => text[..=end].to_owned(),
        None => text.trim().to_owned(),
    }
}

/// The linker for wasm: rustup's toolchain holds one, else LLVM's from Debian.
fn linker() -> Result<PathBuf> {
    let sysroot = Cmd::new("rustc").args(["--print", "sysroot"]).read()?;
    let host = Cmd::new("rustc").arg("-vV").read()?;
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc -vV names its host")?;
    let lld = Path::new(sysroot.trim()).join("lib/rustlib").join(host).join("bin/rust-lld");
    if lld.is_file() {
        return Ok(lld);
    }
    if which("wasm-ld").is_none() {
        apt::install(&["lld"], "the linker for wasm")?;
    }
    which("wasm-ld").context("neither rust-lld nor wasm-ld was found")
}
