//! `bangfu check`: a scheme folder looked over, every fault with its place and mend.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use bangfu_core::scheme::model::Scheme;
use bangfu_core::scheme::official;

use crate::folder::Folder;

/// What `check` is asked.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// 方案文件夹（内有 scheme.toml、conventions.toml、forms.toml）
    folder: PathBuf,
    /// 台账字典，默认用上级文件夹的 ledger.toml，没有则用内置的
    #[arg(long)]
    ledger: Option<PathBuf>,
    /// 原文（文本文件）：核对方案照录的每一句，并写出 official.txt
    #[arg(long)]
    source: Option<PathBuf>,
    /// 输出 JSON
    #[arg(long)]
    json: bool,
}

/// Loads the folder and prints its faults.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let folder = Folder::read(&args.folder, args.ledger.as_deref())?;
    let name = &folder.name;
    let (loaded, faults) = folder.load();
    if args.json {
        crate::show::print(&(serde_json::to_string_pretty(&faults)? + "\n"));
    } else if faults.is_empty() {
        crate::show::print(&format!("{name}：没有发现错误\n"));
    } else {
        for fault in &faults {
            crate::show::print(&format!("{fault}\n"));
        }
        crate::show::print(&format!("共{}处错误\n", faults.len()));
    }
    let quoted = match (&args.source, loaded) {
        (Some(source), Some(scheme)) => quotations(folder.path(), source, &scheme)?,
        _ => true,
    };
    Ok(ExitCode::from(u8::from(!faults.is_empty() || !quoted)))
}

/// Compares what the scheme quotes with the document; where all of it stands there, writes the fingerprints.
fn quotations(folder: &Path, source: &Path, scheme: &Scheme) -> anyhow::Result<bool> {
    let text = std::fs::read_to_string(source).with_context(|| format!("读不了 {}", source.display()))?;
    let missing = official::missing(scheme, &text);
    for quotation in &missing {
        crate::show::print(&format!("原文里没有：{quotation}\n"));
    }
    if missing.is_empty() {
        let file = folder.join("official.txt");
        std::fs::write(&file, official::listing(scheme)).with_context(|| format!("写不了 {}", file.display()))?;
        crate::show::print(&format!(
            "照录{}处，都在原文里；已写出 {}\n",
            official::strings(scheme).len(),
            file.display()
        ));
    }
    Ok(missing.is_empty())
}
