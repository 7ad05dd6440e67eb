//! bangfu: scores and tiers 帮扶 evaluations from ledger workbooks, at the command line.
//!
//! Exit codes: 0 done; 1 the input cannot be used (unknown scheme, unreadable file, faults in a rule file); 2 wrong usage.

mod check;
mod folder;
mod saved;
mod score;
mod show;
mod template;
mod tier;

use std::process::ExitCode;

use bangfu_core::scheme::model::Scheme;
use clap::{Parser, Subcommand};

/// 帮扶成效考核评价：按方案核算台账，给出每项得分、依据和预计等次。
#[derive(Debug, Parser)]
#[command(name = "bangfu", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 核算台账或工程文件，给出得分、等次和依据
    Score(score::Args),
    /// 汇总定等：几个单位一起排名、定等次
    Tier(score::Args),
    /// 写出空白台账模板（.xlsx）
    Template(template::Args),
    /// 检查方案文件夹，列出每处错误的位置和改法
    Check(check::Args),
    /// 列出内置方案
    Schemes {
        /// 输出 JSON
        #[arg(long)]
        json: bool,
    },
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Score(args) => score::run(&args),
        Command::Tier(args) => tier::run(&args),
        Command::Template(args) => template::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Schemes { json } => show::schemes(json),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::from(1)
        }
    }
}

/// A track of a scheme: the one named, else its only one.
fn track(scheme: &Scheme, id: Option<&str>) -> anyhow::Result<usize> {
    let known =
        || scheme.tracks.iter().map(|track| format!("{}（{}）", track.id, track.name)).collect::<Vec<_>>().join("、");
    match id {
        Some(id) => {
            scheme.track(id).ok_or_else(|| anyhow::anyhow!("方案 {} 没有考核对象“{id}”，可用：{}", scheme.id, known()))
        }
        None if scheme.tracks.len() == 1 => Ok(0),
        None => anyhow::bail!("方案 {} 有几类考核对象，请用 --track 选一个：{}", scheme.id, known()),
    }
}
