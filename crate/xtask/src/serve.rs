//! `cargo xtask serve`: build, score the sample, then serve `pkg/` on this machine only.

use std::fs;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use clap::Args;
use tiny_http::{Header, Request, Response, Server};

use crate::build;
use crate::command::Cmd;
use crate::paths::Paths;
use crate::step;

/// The first port that is tried, and how many after it.
const FIRST_PORT: u16 = 8017;
const PORTS: u16 = 50;

/// What a person may ask of serving.
#[derive(Debug, Args)]
#[group(id = "serve")]
pub(crate) struct Options {
    /// Stops before serving.
    #[arg(long)]
    once: bool,
    #[command(flatten)]
    build: build::Options,
}

/// Builds, shows the sample's score in the terminal, and serves until interrupted.
///
/// # Errors
/// When the build or the sample fails, or no port is free.
pub(crate) fn run(paths: &Paths, options: &Options) -> Result<()> {
    let page = build::run(paths, &options.build)?;
    step::timed("score the sample ledger", "the same core, natively", || {
        Cmd::cargo(&paths.root)
            .args(["run", "--quiet", "--locked", "--package", "bangfu", "--"])
            .args(["score", "--sample"])
            .mend("`cargo run -p bangfu -- --help` shows what the command line can do")
            .run()
    })?;
    if options.once {
        step::say("page", &page.display().to_string());
        return Ok(());
    }
    let server = bind()?;
    step::say("serving pkg/", "on this machine only; Ctrl+C ends it");
    step::note(&format!("address  http://{}/", server.server_addr()));
    step::note(&format!("file     {}  (opens by double-click)", page.display()));
    for request in server.incoming_requests() {
        // One visitor who went away is no reason to stop.
        let _ = answer(request, &paths.pkg);
    }
    Ok(())
}

fn bind() -> Result<Server> {
    (FIRST_PORT..FIRST_PORT + PORTS).find_map(|port| Server::http((Ipv4Addr::LOCALHOST, port)).ok()).ok_or_else(|| {
        anyhow!(
            "no free port from {FIRST_PORT} to {}\n  what to do: end another server, or open the file",
            FIRST_PORT + PORTS - 1
        )
    })
}

fn answer(request: Request, pkg: &Path) -> std::io::Result<()> {
    let found = file_for(request.url(), pkg).and_then(|file| Some((fs::read(&file).ok()?, content_type(&file))));
    match found {
        Some((bytes, kind)) => {
            let mut response = Response::from_data(bytes);
            for (name, value) in [("Content-Type", kind), ("Cache-Control", "no-cache")] {
                if let Ok(header) = Header::from_bytes(name, value) {
                    response.add_header(header);
                }
            }
            request.respond(response)
        }
        None => request.respond(Response::from_string("not here").with_status_code(404)),
    }
}

/// Only files that lie in `pkg/` itself are served: no folders, no way up.
fn file_for(url: &str, pkg: &Path) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?.strip_prefix('/')?;
    let name = if path.is_empty() { "bangfu.html" } else { path };
    let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
    (plain && !name.starts_with('.')).then(|| pkg.join(name))
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|end| end.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json; charset=utf-8",
        _ => "text/plain; charset=utf-8",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_pkg_are_served() {
        let pkg = Path::new("/p");
        let at = |url| file_for(url, pkg);
        assert_eq!(at("/"), Some(pkg.join("bangfu.html")));
        assert_eq!(at("/bangfu.js?x=1"), Some(pkg.join("bangfu.js")));
        assert_eq!(at("/../Cargo.toml"), None);
        assert_eq!(at("/.git"), None);
        assert_eq!(at("/a/b"), None);
        assert_eq!(at("/%2e%2e"), None);
    }
}
