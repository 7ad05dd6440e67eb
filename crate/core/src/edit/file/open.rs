//! Opening a project file: whole, of another version, damaged, under a scheme that changed or is not here.

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use super::form::{About, Head, ProjectFile, StepForm};
use super::migrate::{FORMAT, Format};
use super::own::{Carried, carried};
use super::salvage::{said, whole_lines};
use super::step::{Reader, text_of};
use super::{Kept, LARGEST, PROGRAM, Saved, is_project, is_whole};
use crate::diag::Finding;
use crate::edit::{Known, Project, Start, Step, derive};
use crate::scheme::builtin;
use crate::scheme::model::Scheme;
use crate::scheme::prints::Prints;

/// The most steps of a log.
const STEPS: usize = 200_000;
/// The most rows of all tables of a log together.
const ROWS: usize = 8_000_000;

/// What opening came to, for the page and the command line.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Told {
    /// How many times the project was saved; 0 where that is not known.
    pub revision: u32,
    /// The version of the program that saved it; empty where that is not known.
    pub program: String,
    /// The title of its scheme.
    pub scheme: String,
    /// The name of its track.
    pub track: String,
    /// The evaluation year.
    pub year: i32,
    /// Its units, by name.
    pub units: Vec<String>,
    /// How many steps were opened.
    pub steps: usize,
    /// What a person should know, one sentence each.
    pub says: Vec<String>,
    /// The damaged parts, in words; empty for a whole file. They are not in the project.
    pub damaged: Vec<String>,
    /// Why it can only be looked at.
    pub read_only: Option<String>,
}

/// A project that was opened.
#[derive(Debug)]
pub struct Opened {
    /// The project; of a damaged file what is whole of it.
    pub project: Project,
    /// What happened.
    pub told: Told,
}

/// Opens a project file. `first` is the scheme that a new project begins with: it may be one that is not built in, and
/// stands in where the file's own beginning is damaged.
///
/// # Errors
/// A Chinese sentence where nothing can be opened.
pub fn open(bytes: &[u8], first: &Scheme) -> Result<Opened, String> {
    open_as(bytes, first, FORMAT)
}

/// The parts of a file, before the steps are read.
struct Parts {
    version: u32,
    about: About,
    steps: Vec<Box<str>>,
    refused: Vec<Finding>,
    kept: Kept,
    damaged: Vec<String>,
}

/// Opens a file as a program would whose format is this one.
pub(super) fn open_as(bytes: &[u8], first: &Scheme, format: Format<'_>) -> Result<Opened, String> {
    if bytes.len() > LARGEST {
        return Err(format!("工程文件超过{}兆，没有打开。", LARGEST >> 20));
    }
    let parts = if is_whole(bytes) { whole(bytes, format)? } else { damaged(bytes, format.version)? };
    if parts.steps.len() > STEPS {
        return Err(format!("工程文件超过{STEPS}步，没有打开。"));
    }
    let newer = (parts.version > format.version).then(|| {
        format!(
            "这个工程文件是较新的程序保存的（文件格式第{}版，程序{}），本程序只认得第{}版（程序{PROGRAM}），只能查看，不能修改或保存；请用新版程序打开",
            parts.version, parts.about.program, format.version
        )
    });
    let carried = carried(&parts.steps, parts.version, format)?;
    let known = |id: &str| Some(first).filter(|own| own.id == id || id.is_empty()).or_else(|| builtin::loaded(id));
    let comes_along = |id: &str| carried.values().flatten().any(|own| own.scheme.id == id);
    let (begun, now) = (&parts.about.start, &parts.about.scheme.id);
    let (Some(scheme), true) = (known(&begun.scheme), known(now).is_some() || comes_along(now)) else {
        let missing = if comes_along(now) || known(now).is_some() { &begun.scheme } else { now }.clone();
        let faulty = carried.values().find_map(|own| own.as_ref().err().cloned());
        return Ok(without_scheme(bytes, parts, newer, &missing, faulty, first));
    };
    let start = Start { scheme: scheme.clone(), track: scheme.track(&begun.track).unwrap_or(0) };
    Ok(replay(bytes, parts, start, &carried, newer, format))
}

fn whole(bytes: &[u8], format: Format<'_>) -> Result<Parts, String> {
    let unreadable = |why: &dyn std::fmt::Display| format!("这个工程文件读不懂：{why}。请确认它是用本程序保存的。");
    let head: Head = serde_json::from_slice(bytes).map_err(|fault| unreadable(&place(&fault)))?;
    if head.format != "bangfu" {
        return Err(unreadable(&"里面没有写明是工程文件"));
    }
    if !format.reaches(head.version) {
        return Err(unreadable(&format!("没有第{}版的文件格式", head.version)));
    }
    let read: ProjectFile<Value> = match serde_json::from_slice(bytes) {
        Ok(read) => read,
        // A newer version may have another shape: there is nothing to show but what it is.
        Err(_) if head.version > format.version => return Ok(Parts::bare(head.version, &head.about)),
        Err(fault) => return Err(unreadable(&place(&fault))),
    };
    let about = format.about(head.version, read.about);
    let about: About = match serde_json::from_value(about) {
        Ok(about) => about,
        Err(_) if head.version > format.version => return Ok(Parts::bare(head.version, &head.about)),
        Err(fault) => return Err(unreadable(&format!("about 一节：{}", place(&fault)))),
    };
    let kept = Kept {
        file: read.more,
        about: about.more.clone(),
        scheme: about.scheme.more.clone(),
        start: about.start.more.clone(),
    };
    let steps = read.steps.into_iter().map(Box::from).collect();
    Ok(Parts { version: head.version, about, steps, refused: read.refused, kept, damaged: Vec::new() })
}

/// A damaged file may be of any version, whatever it says: its steps are read as ours.
fn damaged(bytes: &[u8], version: u32) -> Result<Parts, String> {
    let left = whole_lines(bytes);
    if left.steps.is_empty() {
        let head: Head = serde_json::from_slice(bytes).unwrap_or_default();
        if head.format == "bangfu" && head.version > version {
            // A newer program may make its hash in another way: that is no damage, and nothing of it can be checked here.
            let damaged = vec!["全部内容（这一版的写法本程序核对不了）".to_owned()];
            return Ok(Parts { damaged, ..Parts::bare(head.version, &head.about) });
        }
        let kind = if is_project(bytes) {
            "这个工程文件损坏了"
        } else {
            "这个文件不是工程文件，或者损坏了"
        };
        return Err(format!("{kind}，里面没有一步是完好的，没有打开。请找回备份的工程文件，或重新导入台账。"));
    }
    let mut parts = Parts::bare(version, &left.about.unwrap_or_default());
    let before = |done: usize| left.places.iter().filter(|place| **place < done).count();
    parts.about.done = if parts.about.start.scheme.is_empty() { left.steps.len() } else { before(parts.about.done) };
    Ok(Parts { steps: left.steps, damaged: left.damaged, ..parts })
}

impl Parts {
    /// No steps, and of `about` what can be read.
    fn bare(version: u32, about: &Value) -> Self {
        let text = |key: &str| about.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let read = serde_json::from_value(about.clone());
        let about = read.unwrap_or_else(|_| About { program: text("program"), ..About::default() });
        Self { version, about, steps: Vec::new(), refused: Vec::new(), kept: Kept::default(), damaged: Vec::new() }
    }
}

/// Where JSON stops making sense, without the parser's own words.
fn place(fault: &serde_json::Error) -> String {
    format!("第{}行第{}个字节起不合格式", fault.line(), fault.column())
}

/// The log replayed under its scheme.
fn replay(
    bytes: &[u8],
    parts: Parts,
    start: Start,
    carried: &Carried,
    newer: Option<String>,
    format: Format<'_>,
) -> Opened {
    let Parts { version, about, steps, refused, kept, damaged } = parts;
    let mut reader = Reader { text: crate::ledger::text::Text::default(), room: ROWS, lost: 0 };
    let mut log: Vec<Step> = Vec::new();
    let (mut unread, mut done) = (Vec::new(), 0);
    let mut known = Known::behind(&start, &[]);
    for (at, step) in steps.iter().enumerate() {
        let text = format.step(version, step);
        let form = serde_json::from_str::<StepForm>(&text).ok();
        let mark = log.len() as u64 + 1;
        let own = carried.get(&at).and_then(|own| own.as_ref().ok());
        let dictionary = &known.current().dictionary;
        let Some(mut step) = form.and_then(|form| reader.step(form, own, dictionary, mark)) else {
            unread.push(format!("第{}步{}", at + 1, said(&text)));
            continue;
        };
        let again = text_of(&step, &known, &reader.text).unwrap_or_default();
        step.kept = (again != text && !same(&again, &text)).then(|| Arc::from(&*text));
        known.learn(&step.entry);
        log.push(step);
        done += usize::from(at < about.done);
    }
    if let Some(lost) = Known::behind(&start, &log[..done]).lost() {
        let parts = Parts { version, about, steps, refused, kept, damaged };
        return without_scheme(bytes, parts, newer, lost, None, &start.scheme);
    }
    let text = Arc::new(reader.text);
    let view = derive(&start, &text, &log[..done], None);
    let made = log.len() as u64;
    let mut project = Project { start, text, log, done, refused, view, made, saved: Saved::default() };
    let mut says = Vec::new();
    if !unread.is_empty() {
        says.push(format!("有{}步本程序读不懂，没有照着做：{}", unread.len(), unread.join("、")));
    }
    if reader.lost > 0 {
        says.push(format!(
            "台账里有{}处（表、列或格）与现在的台账格式对不上，没有采用，但仍保留在工程文件里",
            reader.lost
        ));
    }
    // A step that was left out would be lost with the next save: then there is only looking.
    let unread = (newer.is_none() && damaged.is_empty() && !unread.is_empty())
        .then(|| "工程文件里有本程序读不懂的步骤，只能查看，不能修改或保存；请用保存它的程序打开".to_owned());
    // What the log comes to must be what the file says that it is about: nothing is computed by another scheme unsaid.
    let other = damaged.is_empty() && project.scheme().id != about.scheme.id;
    let other = other.then(|| "工程文件写明的方案与里面的步骤对不上，只能查看，不能修改或保存".to_owned());
    let shut = newer.or(unread).or(other);
    says.extend(changed(&about, project.scheme()));
    let carried_scheme = project.own_texts().map(|_| project.scheme());
    says.extend(carried_scheme.map(|scheme| {
        let (title, version) = (&scheme.title, &scheme.version);
        format!("按工程文件里带的方案《{title}》核算：这是自己的方案，不是程序自带的，版本 {version}；请与发布的方案核对版本")
    }));
    project.saved = Saved { times: about.revision, kept, ..Saved::default() };
    if damaged.is_empty() {
        project.saved.at = project.place();
    }
    project.saved.shut = shut.clone().map(|why| (why, Arc::from(bytes)));
    let told = Told {
        revision: about.revision,
        program: about.program,
        scheme: project.scheme().title.clone(),
        track: project.track().map_or_else(String::new, |track| track.name.clone()),
        year: project.view().dossier.year,
        units: project.unit_names(),
        steps: project.log.len(),
        says,
        damaged,
        read_only: shut,
    };
    Opened { project, told }
}

/// Whether two texts say the same, in whatever order.
fn same(one: &str, other: &str) -> bool {
    let value = |text: &str| {
        let mut value = serde_json::from_str::<Value>(text).ok()?;
        value.as_object_mut()?.remove("hash");
        Some(value)
    };
    value(one).is_some_and(|one| Some(one) == value(other))
}

/// What to tell where the scheme is not the one that the project was saved under.
fn changed(about: &About, scheme: &Scheme) -> Vec<String> {
    let now = Prints::of(&scheme.texts);
    if about.scheme.id != scheme.id || about.scheme.prints == now {
        return Vec::new();
    }
    let differences = about.scheme.prints.differences(&now).join("；");
    let (then, now) = (&about.scheme.version, &scheme.version);
    vec![format!("保存以后，方案《{}》改动过（当时{then}，现在{now}），结果已按现在的算。{differences}", scheme.title)]
}

/// A project whose scheme is not here: nothing is computed by another one, and nothing of the file is changed.
fn without_scheme(
    bytes: &[u8],
    parts: Parts,
    newer: Option<String>,
    missing: &str,
    faulty: Option<String>,
    first: &Scheme,
) -> Opened {
    let Parts { about, steps, damaged, .. } = parts;
    let title = if about.scheme.title.is_empty() { String::new() } else { format!("《{}》", about.scheme.title) };
    let lacks = faulty.map_or_else(|| "本程序里没有".to_owned(), |why| format!("装不进来（{why}）"));
    let why = newer.unwrap_or_else(|| {
        format!(
            "这个工程文件用的方案{title}（{missing}）{lacks}，没有核算；里面的{}步都原样留着，不能修改，只能另存副本；请用带有这个方案的程序打开",
            steps.len(),
        )
    });
    let mut project = Project::new(first.clone(), 0);
    project.saved = Saved { times: about.revision, shut: Some((why.clone(), Arc::from(bytes))), ..Saved::default() };
    let told = Told {
        revision: about.revision,
        program: about.program,
        scheme: about.scheme.title,
        damaged,
        read_only: Some(why),
        ..Told::default()
    };
    Opened { project, told }
}
