//! `bangfu score`: workbooks in, the report out.

use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use bangfu_core::edit::{Edit, Project};
use bangfu_core::scheme::builtin;
use bangfu_core::scheme::model::Scheme;
use bangfu_office::Job;
use bangfu_office::read::limits::CONTAINER;

use crate::saved;

/// What `score` is asked.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// 台账文件，可以有几个；也可以是一个工程文件（.bangfu），按其中的方案、年度、口径和打分核算，命令行上写明的优先
    #[arg(required_unless_present = "sample")]
    files: Vec<PathBuf>,
    /// 方案号，或方案文件夹的路径；不写时是工程文件的方案，没有工程文件时是 `bangfu schemes` 标明默认的那个
    #[arg(long)]
    scheme: Option<String>,
    /// 考核对象类别
    #[arg(long)]
    track: Option<String>,
    /// 改用另一种口径，如 KM-01=excluded；=none 为不采用
    #[arg(long = "set", value_name = "口径=取法")]
    set: Vec<String>,
    /// none：不采用任何本地口径
    #[arg(long, value_parser = ["default", "none"], default_value = "default")]
    conventions: String,
    /// 评价年度
    #[arg(long)]
    year: Option<i32>,
    /// 推算日，如 2022-12-31
    #[arg(long)]
    as_of: Option<String>,
    /// 台账没有写单位名称时，指明单位
    #[arg(long)]
    unit: Option<String>,
    /// 核算内置的示例台账
    #[arg(long, conflicts_with = "files")]
    sample: bool,
    /// 输出 JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Scores the files and prints the report.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let project = project(args)?;
    let report = project.report().context("方案没有考核对象")?;
    if args.json {
        crate::show::print(&report.to_json()?);
    } else {
        crate::show::report(&project, &report, args.sample);
    }
    let dossier = &project.view().dossier;
    let unnamed = dossier.unit_needed;
    if unnamed {
        eprintln!("台账没有写明单位名称：请在“单位信息”填写，或加 --unit 单位名称。");
    }
    let written: Vec<&str> = dossier.units.iter().map(|unit| unit.name.as_str()).collect();
    if let Some(name) = args.unit.as_deref().filter(|name| !written.is_empty() && !written.contains(name)) {
        eprintln!("--unit {name} 没有用上：台账已写明单位是{}。", written.join("、"));
    }
    Ok(ExitCode::from(u8::from(report.units.is_empty() || unnamed)))
}

/// The files and switches of `args` as a project.
pub(crate) fn project(args: &Args) -> anyhow::Result<Project> {
    let (saved, books): (Vec<&PathBuf>, Vec<&PathBuf>) = args.files.iter().partition(|path| saved::is_project(path));
    let mut project = match saved[..] {
        [] => {
            let scheme = crate::folder::scheme(args.scheme.as_deref().unwrap_or(builtin::first()))?;
            let track = crate::track(&scheme, args.track.as_deref())?;
            Project::new(scheme, track)
        }
        [path] => saved::open(path, args.scheme.as_deref(), args.track.as_deref())?,
        [..] => anyhow::bail!("一次只能打开一个工程文件，这里有{}个。", saved.len()),
    };
    settle(&mut project, args)?;
    load(&mut project, args, &books)?;
    Ok(project)
}

fn settle(project: &mut Project, args: &Args) -> anyhow::Result<()> {
    let mut apply = |edit: Edit| project.apply(edit).map_err(anyhow::Error::msg);
    if let Some(year) = args.year {
        apply(Edit::Year { year })?;
    }
    if let Some(date) = &args.as_of {
        apply(Edit::AsOf { date: date.clone() })?;
    }
    if let Some(name) = &args.unit {
        apply(Edit::Unit { name: name.clone() })?;
    }
    for (id, value) in switches(project.scheme(), args)? {
        project.apply(Edit::Convention { id, value }).map_err(anyhow::Error::msg)?;
    }
    Ok(())
}

/// The conventions to switch, in order: all of them off first where that is asked, then each `--set`.
fn switches(scheme: &Scheme, args: &Args) -> anyhow::Result<Vec<(String, Option<String>)>> {
    let mut switches = Vec::new();
    if args.conventions == "none" {
        let open = scheme.conventions.iter().filter(|(_, convention)| !convention.fixed);
        switches.extend(open.map(|(_, convention)| (convention.id.clone(), None)));
    }
    for set in &args.set {
        let (id, value) = set.split_once('=').with_context(|| format!("“{set}”应写成 口径=取法"))?;
        switches.push((id.to_owned(), (value != "none").then(|| value.to_owned())));
    }
    Ok(switches)
}

fn load(project: &mut Project, args: &Args, books: &[&PathBuf]) -> anyhow::Result<()> {
    if args.sample {
        let track = project.track().context("方案没有考核对象")?;
        let batch = bangfu_office::case::sample_batch(project.scheme(), track)
            .with_context(|| format!("“{}”没有示例", track.name))?;
        project.load(batch, true);
    }
    let year = project.view().dossier.year;
    let mappings = project.view().mappings.clone();
    for path in books {
        let bytes = read(path, CONTAINER)?;
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let job = Job { mappings: &mappings, ..Job::new(&name, year) };
        let batch = bangfu_office::read(&project.scheme().dictionary, &job, &bytes, &mut |_| ());
        project.load(batch, false);
    }
    Ok(())
}

/// A file's bytes, of one that is too large only so many that the reader sees that it is.
pub(crate) fn read(path: &Path, most: usize) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(most as u64 + 1).read_to_end(&mut bytes));
    read.map_err(|error| unreadable(path, &error))?;
    Ok(bytes)
}

/// Why a file cannot be opened, and what to do, in words.
fn unreadable(path: &Path, error: &std::io::Error) -> anyhow::Error {
    let path = path.display();
    match error.kind() {
        ErrorKind::NotFound => anyhow::anyhow!("找不到文件 {path}；请核对文件名和所在文件夹。"),
        ErrorKind::PermissionDenied => {
            anyhow::anyhow!("没有权限读取 {path}；请关闭正在使用它的程序，或把文件复制出来。")
        }
        ErrorKind::IsADirectory => anyhow::anyhow!("{path} 是文件夹；请给出其中的台账文件。"),
        _ => anyhow::anyhow!("打不开 {path}：{error}"),
    }
}
