//! wasm-opt, cached: it takes a minute and the same input always gives the same output.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::command::Cmd;
use crate::paths::Paths;
use crate::setup::node::hex;
use crate::step;

/// What the compiler emits by default and Chromium 109 runs; never all features.
const FLAGS: &[&str] = &[
    "-Os",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-call-indirect-overlong",
];

/// Makes a module smaller where it stands.
///
/// # Errors
/// When wasm-opt fails or a file cannot be read or written.
pub(crate) fn in_place(paths: &Paths, module: &Path) -> Result<()> {
    let tool = paths.web.join("node_modules/binaryen");
    let input = fs::read(module).with_context(|| format!("reading {}", module.display()))?;
    let mut key = Sha256::new();
    key.update(&input);
    key.update(FLAGS.join(" "));
    key.update(fs::read(tool.join("package.json")).context("binaryen is not installed")?);
    let cache = paths.target.join("wasm-opt");
    let cached = cache.join(hex(&key.finalize())).with_extension("wasm");

    if !cached.is_file() {
        fs::create_dir_all(&cache)?;
        // The cached name appears only when the work is whole.
        let half = cached.with_extension("half");
        step::timed("wasm-opt -Os", "a smaller module; once for each change of the core", || {
            Cmd::new("node")
                .arg(tool.join("bin/wasm-opt"))
                .args(FLAGS)
                .arg(module)
                .arg("-o")
                .arg(&half)
                .mend("`cargo xtask build --fast` leaves this step out")
                .run()
        })?;
        fs::rename(&half, &cached)?;
    }
    fs::copy(&cached, module).with_context(|| format!("writing {}", module.display()))?;
    Ok(())
}
