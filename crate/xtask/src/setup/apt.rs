//! Debian packages, by name and only those that are missing.

use std::sync::Once;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::command::{Cmd, which};
use crate::step;

/// Something that the tests need from the system.
struct Tool {
    /// The Debian package that brings it.
    package: &'static str,
    /// Any of these programs shows that it is there; without a program the package itself is looked up.
    programs: &'static [&'static str],
    /// What cannot be done without it.
    needed_for: &'static str,
}

const TEST_TOOLS: &[Tool] = &[
    Tool {
        package: "chromium",
        programs: &["chromium", "chromium-browser", "google-chrome"],
        needed_for: "opening the page in the browser specs",
    },
    Tool { package: "fonts-noto-cjk", programs: &[], needed_for: "Chinese text in screenshots and printed forms" },
    Tool { package: "poppler-utils", programs: &["pdftotext"], needed_for: "reading the printed forms" },
    Tool {
        package: "libreoffice-calc",
        programs: &["libreoffice", "soffice"],
        needed_for: "workbooks saved by an office program",
    },
    Tool { package: "python3-openpyxl", programs: &[], needed_for: "workbooks with seeded defects" },
];

/// Makes sure of Chromium, the CJK fonts, poppler, LibreOffice and openpyxl; returns one line about them.
///
/// # Errors
/// When some are missing and cannot be installed from here.
pub(crate) fn test_tools() -> Result<String> {
    let missing: Vec<&Tool> = TEST_TOOLS.iter().filter(|tool| !tool.is_there()).collect();
    if missing.is_empty() {
        return Ok("test tools are installed".to_owned());
    }
    let packages: Vec<&str> = missing.iter().map(|tool| tool.package).collect();
    if let Err(error) = install(&packages, "the browser specs use them") {
        let mut text = error.to_string();
        for tool in missing {
            text.push_str(&format!("\n  without {}: no {}", tool.package, tool.needed_for));
        }
        bail!(text);
    }
    Ok(format!("installed {}", packages.join(" ")))
}

/// Whether apt is here and this user may use it.
pub(crate) fn usable() -> bool {
    which("apt-get").is_some() && is_root()
}

/// Installs packages by name; does nothing when all are there.
///
/// # Errors
/// When there is no apt, the user is not root, or apt fails; each says what to do by hand.
pub(crate) fn install(packages: &[&str], why: &str) -> Result<()> {
    let missing: Vec<&str> = packages.iter().copied().filter(|package| !installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names = missing.join(" ");
    if which("apt-get").is_none() {
        bail!("missing: {names}\n  what to do: this is not Debian; install the same programs in your system's way");
    }
    if !is_root() {
        bail!(
            "missing: {names}\n  what to do: sudo apt-get update && sudo apt-get install --no-install-recommends {names}"
        );
    }
    refresh();
    step::timed(&format!("apt-get install {names}"), why, || {
        apt_get()
            .args(["install", "-y", "-qq", "--no-install-recommends"])
            .args(missing)
            .mend("`apt-get -f install` repairs a half-done installation")
            .read()
            .map(drop)
    })
}

/// Brings apt's lists up to date, once a run; an old list is better than none, so a failure is only told.
fn refresh() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        step::say("apt-get update", "so that apt knows today's packages");
        let update = apt_get().args(["update", "-qq"]).run_within(Duration::from_secs(180));
        if let Err(error) = update {
            step::note(&format!("went on with the old lists: {error}"));
        }
    });
}

fn apt_get() -> Cmd {
    Cmd::new("apt-get").env("DEBIAN_FRONTEND", "noninteractive")
}

impl Tool {
    fn is_there(&self) -> bool {
        if self.programs.is_empty() {
            return installed(self.package) || has_chinese_font();
        }
        self.programs.iter().any(|name| which(name).is_some())
    }
}

fn has_chinese_font() -> bool {
    Cmd::new("fc-list").args([":lang=zh-cn", "family"]).read().is_ok_and(|list| !list.trim().is_empty())
}

fn installed(package: &str) -> bool {
    Cmd::new("dpkg-query")
        .args(["-W", "-f=${db:Status-Status}", package])
        .read()
        .is_ok_and(|status| status == "installed")
}

fn is_root() -> bool {
    Cmd::new("id").arg("-u").read().is_ok_and(|id| id.trim() == "0")
}
