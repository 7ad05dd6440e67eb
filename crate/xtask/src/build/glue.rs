//! The JavaScript glue and types around the module, and the npm package they make.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use super::optimise;
use crate::paths::Paths;
use crate::step;

/// The module's file name in `pkg/`.
pub(crate) const MODULE: &str = "bangfu_bg.wasm";

/// The workspace's version, which xtask shares.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Fills `pkg/` with the npm package made of `raw`.
///
/// # Errors
/// When the glue cannot be made: most often the `wasm-bindgen` versions in the manifests differ.
pub(crate) fn make(paths: &Paths, raw: &Path, small: bool) -> Result<()> {
    step::timed(
        "make the glue",
        "typed JavaScript around the module, by the wasm-bindgen that Cargo.lock names",
        || {
            Bindgen::new()
                .input_path(raw)
                .web(true)?
                // The page carries the module inside: a URL beside the script would pull in a second copy.
                .omit_default_module_path(true)
                .typescript(true)
                .remove_name_section(true)
                .remove_producers_section(true)
                .out_name("bangfu")
                .generate(&paths.pkg)
        },
    )?;
    if small {
        optimise::in_place(paths, &paths.pkg.join(MODULE))?;
    }
    describe(paths)
}

/// Writes the package's description and copies the licences that it names.
fn describe(paths: &Paths) -> Result<()> {
    let file = paths.pkg.join("package.json");
    fs::write(&file, description()).with_context(|| format!("writing {}", file.display()))?;
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        fs::copy(paths.root.join(licence), paths.pkg.join(licence)).with_context(|| format!("copying {licence}"))?;
    }
    Ok(())
}

fn description() -> String {
    format!(
        r#"{{
  "name": "bangfu",
  "version": "{VERSION}",
  "description": "定点帮扶、东西部协作考核评价的计分与定等：wasm 核心、类型定义和单文件页面",
  "license": "MIT OR Apache-2.0",
  "type": "module",
  "main": "./bangfu.js",
  "types": "./bangfu.d.ts",
  "exports": {{
    ".": {{
      "types": "./bangfu.d.ts",
      "default": "./bangfu.js"
    }},
    "./bangfu_bg.wasm": "./bangfu_bg.wasm",
    "./bangfu.html": "./bangfu.html"
  }},
  "files": [
    "bangfu.js",
    "bangfu.d.ts",
    "bangfu_bg.wasm",
    "bangfu_bg.wasm.d.ts",
    "bangfu.html",
    "LICENSE-MIT",
    "LICENSE-APACHE"
  ],
  "sideEffects": false
}}
"#
    )
}
