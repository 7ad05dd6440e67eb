//! bangfu-wasm: the boundary. One handle for the core worker, one function for the reading worker; no rule lives here.
//!
//! A file is read in a throwaway worker by [`parse`], which hands over one flat buffer; [`Bangfu::load`] takes it in. Both
//! workers run the same module, each with its own memory, so a hostile file can only end the reading worker.

use bangfu_core::diag::Finding;
use bangfu_core::edit::file::{self, LARGEST};
use bangfu_core::edit::{Project, Reason};
use bangfu_core::ledger::dictionary::Dictionary;
use bangfu_core::ledger::mapping::Mapping;
use bangfu_core::ledger::table::Batch;
use bangfu_core::scheme::builtin;
use bangfu_core::scheme::folder::{self, Rules};
use bangfu_core::scheme::model::Scheme;
use bangfu_core::screen;
use bangfu_office::entry::{Block, Window};
use bangfu_office::read::limits::CONTAINER;
use bangfu_office::{Job, Progress};
use serde::Serialize;
use wasm_bindgen::prelude::*;

fn error(sentence: impl AsRef<str>) -> JsValue {
    js_sys::Error::new(sentence.as_ref()).into()
}

fn to_js(value: &impl Serialize) -> Result<JsValue, JsValue> {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    value.serialize(&serializer).map_err(|failure| error(failure.to_string()))
}

fn from_js<T: serde::de::DeserializeOwned>(value: JsValue) -> Result<T, JsValue> {
    serde_wasm_bindgen::from_value(value).map_err(|failure| error(failure.to_string()))
}

fn builtin_scheme(id: &str) -> Result<Scheme, JsValue> {
    let (scheme, faults) = builtin::scheme(id).ok_or_else(|| error(format!("没有方案 {id}")))?;
    match (scheme, faults.first()) {
        (Some(scheme), None) => Ok(scheme),
        (_, fault) => Err(error(format!("方案 {id} 有错误：{}", fault.map(ToString::to_string).unwrap_or_default()))),
    }
}

/// The sheets and columns that a file is read by; those of the first scheme where nothing is said.
fn dictionary(rules: JsValue) -> Result<Dictionary, JsValue> {
    let rules: Option<Rules> = from_js(rules)?;
    let rules = rules.unwrap_or_else(|| Rules::BuiltIn(builtin::first().to_owned()));
    rules.dictionary().ok_or_else(|| error("没有这个方案"))
}

fn buffer(batch: &Batch) -> Result<Vec<u8>, JsValue> {
    postcard::to_allocvec(batch).map_err(|failure| error(failure.to_string()))
}

/// Columns that a person assigned before, as the page holds them; nothing stands for none.
fn mappings(value: JsValue) -> Result<Vec<Mapping>, JsValue> {
    let read: Option<Vec<Mapping>> = from_js(value)?;
    Ok(read.unwrap_or_default())
}

/// Reads a file's bytes into a buffer for [`Bangfu::load`]. `year` is used where a date says none, `assigned` holds the
/// columns that a person assigned, `watch` is told the sheet, the row, the permille done, which may be unknown, and whether
/// rows are being checked, and `rules` is the scheme's id or what [`Bangfu::own_texts`] gave. A file that cannot be read
/// gives a buffer that holds one finding.
///
/// # Errors
/// Only when `rules` or `assigned` is malformed or the buffer cannot be written, which is a bug.
#[wasm_bindgen]
pub fn parse(
    name: &str,
    bytes: &[u8],
    year: i32,
    assigned: JsValue,
    watch: Option<js_sys::Function>,
    rules: JsValue,
) -> Result<Vec<u8>, JsValue> {
    let mappings = mappings(assigned)?;
    let mut tell = |progress: Progress<'_>| {
        if let Some(watch) = &watch {
            let done = progress.permille.map_or(JsValue::NULL, JsValue::from);
            // A watcher that throws is no reason to stop reading.
            let (sheet, row) = (progress.sheet.into(), progress.row.into());
            let _ = watch.call4(&JsValue::NULL, &sheet, &row, &done, &progress.checking.into());
        }
    };
    buffer(&bangfu_office::read(
        &dictionary(rules)?,
        &Job { mappings: &mappings, ..Job::new(name, year) },
        bytes,
        &mut tell,
    ))
}

/// Reads a dropped or chosen file like [`parse`], straight from the browser's handle of it.
///
/// # Errors
/// A sentence where the browser cannot read the file any more, for example since it was moved.
#[wasm_bindgen]
pub async fn parse_file(
    name: String,
    file: web_sys::Blob,
    year: i32,
    assigned: JsValue,
    watch: Option<js_sys::Function>,
    rules: JsValue,
) -> Result<Vec<u8>, JsValue> {
    parse(&name, &bytes_of(file, CONTAINER).await?, year, assigned, watch, rules)
}

/// What opening a project file (`file`, as it came) would do: `[told, bytes]`; `null` for a file of another kind. It runs
/// where [`parse`] runs, since the file may be hostile.
///
/// # Errors
/// A sentence where nothing of it can be opened.
#[wasm_bindgen]
pub async fn project_file(name: String, file: web_sys::Blob) -> Result<Option<js_sys::Array>, JsValue> {
    let named = name.to_ascii_lowercase().ends_with(".bangfu");
    if !named && !file::is_project(&bytes_of(file.clone(), 256).await?) {
        return Ok(None);
    }
    let bytes = bytes_of(file, LARGEST).await?;
    let told =
        file::open(&bytes, &builtin_scheme(builtin::first())?).map_err(|why| error(format!("{name}：{why}")))?.told;
    Ok(Some(js_sys::Array::of2(&to_js(&told)?, &js_sys::Uint8Array::from(&bytes[..]))))
}

/// Looks over the chosen files of a scheme folder (`[name, file][]`): its texts, and every fault. It runs where [`parse`]
/// runs, since the files may be hostile.
///
/// # Errors
/// A sentence where the files are no scheme at all.
#[wasm_bindgen]
pub async fn own_scheme(files: js_sys::Array) -> Result<JsValue, JsValue> {
    let mut texts = Vec::new();
    for pair in files.iter().map(|pair| js_sys::Array::from(&pair)) {
        let bytes = bytes_of(pair.get(1).unchecked_into(), folder::LARGEST).await?;
        texts.push((pair.get(0).as_string().unwrap_or_default(), bytes));
    }
    to_js(&folder::look(texts).map_err(error)?)
}

/// A file's bytes; of one that is too large only one byte more than is taken in, so that the reader refuses it.
async fn bytes_of(file: web_sys::Blob, most: usize) -> Result<Vec<u8>, JsValue> {
    let file = gloo_file::Blob::from(file).slice(0, most as u64 + 1);
    let read = gloo_file::futures::read_as_bytes(&file).await;
    read.map_err(|failure| error(format!("读不了这个文件：{failure}")))
}

/// Reads pasted cells (rows of text parted by tabs) like [`parse`].
///
/// # Errors
/// As [`parse`].
#[wasm_bindgen]
pub fn parse_text(name: &str, text: &str, year: i32, assigned: JsValue, rules: JsValue) -> Result<Vec<u8>, JsValue> {
    let mappings = mappings(assigned)?;
    buffer(&bangfu_office::read_text(&dictionary(rules)?, &Job { mappings: &mappings, ..Job::new(name, year) }, text))
}

/// What [`parse`] gave for several files.
fn batches(buffers: &js_sys::Array) -> Result<Vec<Batch>, JsValue> {
    let read = |buffer: JsValue| {
        let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
        postcard::from_bytes(&bytes).map_err(|failure| error(failure.to_string()))
    };
    buffers.iter().map(read).collect()
}

/// The marked copy of a file (`file`, as it came): `[{ name, fresh, cells, left }, bytes]`. It runs where [`parse`] runs,
/// since the file may be hostile.
///
/// # Errors
/// A sentence where the file cannot be opened, or `findings` or `reasons` are malformed.
#[wasm_bindgen]
pub async fn marked(
    name: String,
    file: web_sys::Blob,
    findings: JsValue,
    reasons: JsValue,
) -> Result<js_sys::Array, JsValue> {
    let bytes = bytes_of(file, CONTAINER).await?;
    let (findings, reasons): (Vec<Finding>, Vec<Reason>) = (from_js(findings)?, from_js(reasons)?);
    let marked = bangfu_office::write::mark::mark(&name, &bytes, &findings, &reasons);
    let marked = marked.map_err(|refusal| error(format!("{}。{}", refusal.why, refusal.mend)))?;
    Ok(js_sys::Array::of2(&to_js(&marked)?, &js_sys::Uint8Array::from(&marked.bytes[..])))
}

/// One project: a scheme, what was loaded, and the log of edits.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Bangfu {
    project: Project,
}

#[wasm_bindgen]
impl Bangfu {
    /// An empty project under the first scheme.
    ///
    /// # Errors
    /// When the built-in scheme has a fault, which is a bug.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Result<Self, JsValue> {
        Ok(Self { project: Project::new(builtin_scheme(builtin::first())?, 0) })
    }

    /// The schemes that can be chosen.
    ///
    /// # Errors
    /// Only for a bug.
    pub fn schemes(&self) -> Result<JsValue, JsValue> {
        to_js(&screen::schemes(&self.project))
    }

    /// The texts of the scheme in force, where it is one's own; `null` where it is built in.
    ///
    /// # Errors
    /// Only for a bug.
    pub fn own_texts(&self) -> Result<JsValue, JsValue> {
        to_js(&self.project.own_texts())
    }

    /// Takes in what [`parse`] gave. An unusable file leaves its findings and changes nothing else.
    ///
    /// # Errors
    /// When the buffer is none of `parse`'s.
    pub fn load(&mut self, batch: &[u8]) -> Result<(), JsValue> {
        self.writable()?;
        let batch: Batch = postcard::from_bytes(batch).map_err(|failure| error(failure.to_string()))?;
        self.project.load(batch, false);
        Ok(())
    }

    /// What taking in several files of [`parse`] would do, as was chosen for each; nothing is changed.
    ///
    /// # Errors
    /// When a buffer is none of `parse`'s, or the choice is malformed.
    pub fn preview(&self, buffers: &js_sys::Array, choice: JsValue) -> Result<JsValue, JsValue> {
        to_js(&self.project.preview(batches(buffers)?, &from_js(choice)?))
    }

    /// Takes in several files of [`parse`] as one edit, as was chosen for each.
    ///
    /// # Errors
    /// As [`Bangfu::preview`].
    pub fn load_all(&mut self, buffers: &js_sys::Array, choice: JsValue) -> Result<(), JsValue> {
        self.writable()?;
        self.project.load_all(batches(buffers)?, &from_js(choice)?);
        Ok(())
    }

    /// Opens the built-in sample of the track.
    ///
    /// # Errors
    /// When there is none, or when real work is loaded, which a sample must never be mixed with.
    pub fn sample(&mut self) -> Result<(), JsValue> {
        bangfu_office::case::open_sample(&mut self.project).map_err(error)
    }

    /// Takes in the rows of a sheet as they were typed, cell by cell, as one edit. A `block` of cells copied from a
    /// spreadsheet (`{ row, column, text }`) is laid over them first.
    ///
    /// # Errors
    /// A sentence where there is no such sheet, or the block is wider than the sheet.
    pub fn enter(&mut self, sheet: &str, rows: JsValue, block: JsValue) -> Result<(), JsValue> {
        self.writable()?;
        let block: Option<Block> = from_js(block)?;
        bangfu_office::entry::enter(&mut self.project, sheet, from_js(rows)?, block.as_ref()).map_err(error)
    }

    /// The sheets of the track, one of them open to be filled, with the rows of loaded tables that `windows` ask for
    /// (`[{ file, name, row }]`).
    ///
    /// # Errors
    /// When `windows` is malformed, which is a bug.
    pub fn sheets(&self, open: &str, windows: JsValue) -> Result<JsValue, JsValue> {
        let windows: Vec<Window> = from_js(windows)?;
        to_js(&bangfu_office::entry::view(&self.project, open, &windows))
    }

    /// Makes one edit.
    ///
    /// # Errors
    /// A Chinese sentence where the edit is malformed or names what does not exist.
    pub fn apply(&mut self, edit: JsValue) -> Result<(), JsValue> {
        self.project.apply(from_js(edit)?).map_err(error)
    }

    /// Takes the last edit back.
    pub fn undo(&mut self) -> bool {
        self.project.undo()
    }

    /// Makes the edit again that was taken back last.
    pub fn redo(&mut self) -> bool {
        self.project.redo()
    }

    /// The project as a file (`*.bangfu`); one that can only be looked at as the bytes that were opened.
    ///
    /// # Errors
    /// Only for a bug.
    pub fn save(&mut self) -> Result<Vec<u8>, JsValue> {
        self.project.save().map_err(error)
    }

    /// Opens a project file in the place of everything, and says what happened; of a damaged one what is whole.
    ///
    /// # Errors
    /// A sentence where nothing of it can be opened; the project is as it was.
    pub fn open(&mut self, bytes: &[u8]) -> Result<JsValue, JsValue> {
        let opened = file::open(bytes, &builtin_scheme(builtin::first())?).map_err(error)?;
        self.project = opened.project;
        to_js(&opened.told)
    }

    /// What the frame around every screen shows.
    ///
    /// # Errors
    /// Only for a bug.
    pub fn state(&self) -> Result<JsValue, JsValue> {
        let known = |track| bangfu_office::case::has_sample(self.project.scheme(), track);
        to_js(&screen::frame(&self.project, self.project.track().is_some_and(known)))
    }

    /// The report for the page: numbers for display, and how many rows counted and were refused in the place of the rows.
    ///
    /// # Errors
    /// Only for a bug.
    pub fn report(&self) -> Result<JsValue, JsValue> {
        let report = self.project.report().ok_or_else(|| error("方案没有考核对象"))?;
        let value = bangfu_core::display::report(report).map_err(|failure| error(failure.to_string()))?;
        to_js(&value)
    }

    /// The report as canonical JSON, byte for byte what the command line writes.
    ///
    /// # Errors
    /// Only for a bug.
    pub fn json(&self) -> Result<String, JsValue> {
        let report = self.project.report().ok_or_else(|| error("方案没有考核对象"))?;
        report.to_json().map_err(|failure| error(failure.to_string()))
    }

    /// Every unit ranked and tiered together, with numbers for display.
    ///
    /// # Errors
    /// Only for a bug.
    pub fn cohort(&self) -> Result<JsValue, JsValue> {
        let cohort = self.project.cohort().ok_or_else(|| error("方案没有考核对象"))?;
        let shown = bangfu_core::display::cohort(&cohort, &self.project.scheme().conventions);
        to_js(&shown.map_err(|failure| error(failure.to_string()))?)
    }

    /// How an indicator came to its score.
    ///
    /// # Errors
    /// When there is no such unit or indicator.
    pub fn explain(&self, unit: &str, no: &str) -> Result<JsValue, JsValue> {
        let found = screen::explanation(&self.project, unit, no);
        to_js(&found.ok_or_else(|| error(format!("没有单位“{unit}”或指标 {no}")))?)
    }

    /// Every convention with its answers.
    ///
    /// # Errors
    /// Only for a bug.
    pub fn conventions(&self) -> Result<JsValue, JsValue> {
        to_js(&screen::conventions(&self.project))
    }

    /// A form of a unit, filled; 台账核对情况表 is one of all units. `null` where there is no such unit.
    ///
    /// # Errors
    /// Only for a bug.
    pub fn form(&self, unit: &str, form: &str) -> Result<JsValue, JsValue> {
        to_js(&screen::form(&self.project, unit, form))
    }

    /// An empty workbook for the track, as .xlsx bytes.
    ///
    /// # Errors
    /// Only for a bug.
    pub fn template(&self) -> Result<Vec<u8>, JsValue> {
        let track = self.project.track().ok_or_else(|| error("方案没有考核对象"))?;
        bangfu_office::write::template::track_template(self.project.scheme(), track)
            .map_err(|failure| error(failure.to_string()))
    }
}

impl Bangfu {
    fn writable(&self) -> Result<(), JsValue> {
        self.project.writable().map_err(error)
    }
}
