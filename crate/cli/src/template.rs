//! `bangfu template`: an empty workbook for a track, or one filled with sample data.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use bangfu_core::scheme::builtin;

/// What `template` is asked.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// 方案号，或方案文件夹的路径
    #[arg(long, default_value = builtin::first())]
    scheme: String,
    /// 考核对象类别
    #[arg(long)]
    track: Option<String>,
    /// 写出填好示例数据的台账，而不是空白模板
    #[arg(long)]
    sample: bool,
    /// 写到哪个文件
    #[arg(long, default_value = "台账模板.xlsx")]
    out: PathBuf,
}

/// Writes the workbook.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let scheme = crate::folder::scheme(&args.scheme)?;
    let track = crate::track(&scheme, args.track.as_deref())?;
    let track = &scheme.tracks[track];
    let bytes = if args.sample {
        bangfu_office::case::sample_book(&scheme, track).with_context(|| format!("“{}”没有示例", track.name))??
    } else {
        bangfu_office::write::template::track_template(&scheme, track)?
    };
    std::fs::write(&args.out, bytes).with_context(|| format!("写不了 {}", args.out.display()))?;
    crate::show::print(&format!("已写出 {}\n", args.out.display()));
    Ok(ExitCode::SUCCESS)
}
