//! `bangfu check`: a scheme folder looked over, every fault with its place and mend, and its worked cases held.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use bangfu_cases::{case, run as cases};
use bangfu_core::diag::Fault;
use bangfu_core::scheme::model::Scheme;
use bangfu_core::scheme::official;

use crate::folder::OnDisk;

/// What `check` is asked.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// 方案文件夹（内有 scheme.toml、conventions.toml、forms.toml、cases.toml）
    folder: PathBuf,
    /// 台账字典，默认用文件夹里或上级文件夹的 ledger.toml，没有则用内置的
    #[arg(long)]
    ledger: Option<PathBuf>,
    /// 原文（文本文件）：核对方案照录的每一句，并写出 official.txt
    #[arg(long)]
    source: Option<PathBuf>,
    /// 输出 JSON
    #[arg(long)]
    json: bool,
}

/// Loads the folder, runs its cases and prints every fault.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let folder = OnDisk::read(&args.folder, args.ledger.as_deref())?;
    let (loaded, mut faults) = folder.texts.load();
    // What is written can be held against its cases while the rest is still to be written.
    let read = loaded.as_ref().filter(|_| faults.iter().all(|fault| fault.readable));
    let worked = folder.cases.as_ref().map(|text| Worked::of(&folder.texts.file("cases.toml"), text, read));
    let written = faults.len() + worked.as_ref().map_or(0, Worked::misspelt);
    if let Some(worked) = &worked {
        faults.extend(worked.faults.iter().cloned());
    }
    if args.json {
        crate::show::print(&(serde_json::to_string_pretty(&faults)? + "\n"));
    } else {
        told(&folder.texts.name, &faults, written, worked.as_ref());
    }
    if let Some(scheme) = loaded.as_ref().filter(|scheme| !args.json && scheme.id != folder.texts.name) {
        let says =
            format!("{}：id 写的是“{}”，文件夹叫“{}”", folder.texts.file("scheme.toml"), scheme.id, folder.texts.name);
        crate::show::print(&format!("提示 {says}；两处写成一样的\n"));
    }
    let quoted = match (&args.source, loaded) {
        (Some(source), Some(scheme)) => quotations(&folder, source, &scheme)?,
        _ => true,
    };
    Ok(ExitCode::from(u8::from(!faults.is_empty() || !quoted)))
}

/// Prints the faults and how many of what there are; `written` of them are in how the files are written.
fn told(name: &str, faults: &[Fault], written: usize, worked: Option<&Worked>) {
    for fault in faults {
        crate::show::print(&format!("{fault}\n"));
    }
    if faults.is_empty() {
        crate::show::print(&format!("{name}：没有发现错误\n"));
    } else if written > 0 {
        crate::show::print(&format!("共{written}处错误\n"));
    }
    let so_far = if written > 0 { "按现在写的规则核对，" } else { "" };
    match worked {
        None => crate::show::print("没有 cases.toml，没有手算的例子可核对\n"),
        Some(Worked { count, differing: None, .. }) => {
            crate::show::print(&format!("例{count}个，改完上面的错误才核对\n"));
        }
        Some(Worked { count, differing: Some(0), .. }) => {
            crate::show::print(&format!("例{count}个，{so_far}都相符\n"));
        }
        Some(Worked { count, differing: Some(some), .. }) => {
            crate::show::print(&format!("例{count}个，{so_far}{some}个不符\n"));
        }
    }
}

/// What the worked cases of a folder come to.
struct Worked {
    count: usize,
    /// How many come to something else; `None` where they could not be run.
    differing: Option<usize>,
    /// What is wrong with the file, else what differs.
    faults: Vec<Fault>,
}

impl Worked {
    /// Reads the cases, and runs them where they are without fault and there is a scheme to hold against them.
    fn of(name: &str, text: &str, scheme: Option<&Scheme>) -> Self {
        let (read, faults) = case::read(name, text);
        let count = read.len();
        let Some(scheme) = scheme.filter(|_| faults.is_empty()) else {
            return Self { count, differing: None, faults };
        };
        let wrong = cases::faults(scheme, name, text, &read);
        let differing = wrong.iter().filter(|faults| !faults.is_empty()).count();
        Self { count, differing: Some(differing), faults: wrong.concat() }
    }

    /// How many faults are in how the file is written.
    fn misspelt(&self) -> usize {
        if self.differing.is_none() { self.faults.len() } else { 0 }
    }
}

/// Compares what the scheme quotes with the document; where all of it stands there, writes the fingerprints.
fn quotations(folder: &OnDisk, source: &Path, scheme: &Scheme) -> anyhow::Result<bool> {
    let text = std::fs::read_to_string(source).with_context(|| format!("读不了 {}", source.display()))?;
    let missing = official::missing(scheme, &text);
    for quotation in &missing {
        let place = folder.texts.place_of(quotation).map_or_else(String::new, |place| format!("{place}: "));
        crate::show::print(&format!("{place}原文里没有：{quotation}\n"));
    }
    if !missing.is_empty() {
        crate::show::print(&format!("有{}处与原文不符，没有写出 official.txt；改好再核对\n", missing.len()));
    }
    if missing.is_empty() {
        let file = folder.path().join("official.txt");
        std::fs::write(&file, official::listing(scheme)).with_context(|| format!("写不了 {}", file.display()))?;
        crate::show::print(&format!(
            "照录{}处，都在原文里；已写出 {}\n",
            official::strings(scheme).len(),
            file.display()
        ));
    }
    Ok(missing.is_empty())
}
