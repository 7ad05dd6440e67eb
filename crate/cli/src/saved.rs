//! A project file (`*.bangfu`) in the place of workbooks: the project as it was saved in the page.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use anyhow::Context;
use bangfu_core::edit::file::{self, LARGEST, Opened};
use bangfu_core::edit::{Edit, Project};
use bangfu_core::scheme::builtin;

use crate::score::read;

/// Whether a file is a project: by how it begins, else by its name. One that cannot be read is told where it is opened.
pub(crate) fn is_project(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(256).read_to_end(&mut head));
    read.is_ok() && file::is_project(&head) || path.extension().is_some_and(|it| it.eq_ignore_ascii_case("bangfu"))
}

/// Opens a project; a scheme or track that is named takes the place of its own. Nothing is computed from a part of a
/// project, nor from one that this program understands in part.
pub(crate) fn open(path: &Path, scheme: Option<&str>, track: Option<&str>) -> anyhow::Result<Project> {
    let bytes = read(path, LARGEST)?;
    let shown = path.display();
    let first = crate::folder::scheme(scheme.unwrap_or(builtin::first()))?;
    let Opened { mut project, told } = file::open(&bytes, &first).map_err(|why| anyhow::anyhow!("{shown}：{why}"))?;
    if !told.damaged.is_empty() {
        let parts = told.damaged.join("、");
        anyhow::bail!("{shown} 损坏了，没有核算。损坏的部分：{parts}。完好的部分可以在网页里打开。");
    }
    if let Some(why) = told.read_only {
        anyhow::bail!("{shown}：{why}。没有核算。");
    }
    for says in &told.says {
        eprintln!("{shown}：{says}");
    }
    // A folder that is named comes before the texts that the file carries.
    let folder = scheme.filter(|_| builtin::loaded(&first.id).is_none()).map(crate::folder::texts).transpose()?;
    if let Some(folder) = folder.filter(|_| project.scheme().version != first.version) {
        project.apply(Edit::Own { folder }).map_err(anyhow::Error::msg)?;
    }
    let own = (project.scheme().id.clone(), project.track().map_or_else(String::new, |track| track.id.clone()));
    let other = scheme.is_some() && own.0 != first.id;
    if other || track.is_some_and(|track| track != own.1) {
        let of = if other { first.clone() } else { project.scheme().clone() };
        let at = crate::track(&of, track)?;
        let track = of.tracks.get(at).context("方案没有考核对象")?.id.clone();
        project.apply(Edit::Track { scheme: of.id, track }).map_err(anyhow::Error::msg)?;
    }
    Ok(project)
}
