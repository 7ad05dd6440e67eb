//! The office programs that tests use where they are installed: LibreOffice, and openpyxl for Python.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A Python that has openpyxl; `None` where there is none.
#[must_use]
pub fn python() -> Option<PathBuf> {
    let named = std::env::var_os("BANGFU_PYTHON").map(PathBuf::from);
    let known = ["python3", "/usr/bin/python3"].map(PathBuf::from);
    named.into_iter().chain(known).find(|python| {
        Command::new(python).args(["-c", "import openpyxl"]).output().is_ok_and(|done| done.status.success())
    })
}

/// Saves files again by LibreOffice; `None` where it is not installed.
///
/// # Panics
/// Where it does not save them, which a test wants to know.
#[must_use]
pub fn resave(files: &[PathBuf], folder: &Path, kind: &str) -> Option<Vec<PathBuf>> {
    let profile = folder.join("profile");
    let done = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", profile.display()))
        .args(["--headless", "--convert-to", kind, "--outdir"])
        .arg(folder)
        .args(files)
        .output()
        .ok()?;
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let saved = files.iter().map(|file| folder.join(file.with_extension(kind).file_name().unwrap_or_default()));
    let saved: Vec<PathBuf> = saved.collect();
    assert!(saved.iter().all(|file| file.exists()), "LibreOffice did not save {saved:?}");
    Some(saved)
}
