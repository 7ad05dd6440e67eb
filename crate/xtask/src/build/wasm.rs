//! The core, compiled for the browser.

use std::path::PathBuf;

use anyhow::{Result, ensure};

use crate::command::Cmd;
use crate::paths::{Paths, cargo_home, hide};
use crate::setup::wasm_target::{TRIPLE, WasmTarget};
use crate::step;

/// Compiles `crate/wasm` and returns the raw module, without glue.
///
/// # Errors
/// When cargo fails.
pub(crate) fn compile(paths: &Paths, target: &WasmTarget) -> Result<PathBuf> {
    // A folder of its own: two compilers in one would forget each other's work.
    let dir = paths.target.join("wasm");
    step::timed("compile crate/wasm", "the scoring core for the browser", || {
        // `rustc --crate-type` and not `build`: only a lone cdylib gets link-time optimisation.
        let cargo = Cmd::cargo(&paths.root)
            .args(["rustc", "--locked", "--package", "bangfu-wasm", "--lib"])
            .args(["--crate-type", "cdylib", "--profile", "wasm"])
            .args(["--target", TRIPLE, "--target-dir"])
            .arg(&dir)
            .env("CARGO_ENCODED_RUSTFLAGS", flags(paths, target).join("\u{1f}"))
            .without("RUSTFLAGS")
            .mend("mend what the compiler says above");
        target.on(cargo).run()
    })?;
    let module = dir.join(TRIPLE).join("wasm/bangfu_wasm.wasm");
    ensure!(module.is_file(), "{} was not made", module.display());
    Ok(module)
}

/// All flags of the wasm build, in this one place: a changed flag recompiles everything.
fn flags(paths: &Paths, target: &WasmTarget) -> Vec<String> {
    let mut flags = target.flags();
    // The page gives each instance its memory, and with it the cap.
    flags.extend(["-C".to_owned(), "link-arg=--import-memory".to_owned()]);
    flags.push(hide(&paths.root, "/bangfu"));
    flags.extend(cargo_home().map(|home| hide(&home, "/cargo")));
    flags
}
