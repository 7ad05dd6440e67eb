//! The project file (工程文件, `*.bangfu`): the whole log with its cursor, as JSON. It is the record of truth; everything
//! that the page shows follows from it.
//!
//! ```text
//! {"format":"bangfu","version":1,"hash":"…",
//! "about":{"hash":"…", program, revision, scheme, track, start, steps, done},
//! "steps":[
//! {"hash":"…","says":"装入 台账.xlsx","files":[…]},
//! {"hash":"…","says":"指标1.3打分5","edit":{…}}
//! ]}
//! ```
//!
//! A scheme of one's own (自己的方案) is such an edit with its texts, so the file is scored by the same rules wherever it is
//! opened; a built-in scheme is only named, with fingerprints.
//!
//! Each hash is over the text around its own digits, so that a changed byte is always seen, and of a damaged file the whole
//! lines are still known to be whole. It tells accidents, not forgers: who changes a file on purpose can make the hash anew.

mod cells;
pub mod form;
mod migrate;
mod open;
mod own;
mod salvage;
mod step;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use self::form::{About, More, SchemeForm, StartForm};
pub use self::open::{Opened, Told, open};
use super::{Known, Project};
use crate::scheme::prints::Prints;

/// The version of the format that is written; older ones are read, newer ones only looked at.
pub const VERSION: u32 = 1;

/// The version of the program.
const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// The largest project file that is opened, in bytes.
pub const LARGEST: usize = 256 << 20;

/// The hex digits of a hash.
const DIGITS: usize = 64;

/// What is known of the file that the project was saved to or opened from.
#[derive(Debug, Clone, Default)]
pub(super) struct Saved {
    /// How many times it was saved.
    times: u32,
    /// What the log was then.
    at: Place,
    /// Fields of the file that we do not know.
    kept: Kept,
    /// Why the project can only be looked at, and the file as it came.
    shut: Option<(String, Arc<[u8]>)>,
}

/// A log and its cursor: the mark of its last entry, how many there are, how many are in force.
type Place = (u64, usize, usize);

/// Fields that a newer program put into the file; they are written again.
#[derive(Debug, Clone, Default)]
struct Kept {
    file: More,
    about: More,
    scheme: More,
    start: More,
}

/// Whether bytes are a project file: told by how they begin, whatever the file's name is.
#[must_use]
pub fn is_project(bytes: &[u8]) -> bool {
    let head = bytes.get(..256).unwrap_or(bytes);
    let plain: Vec<u8> = head.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let plain = plain.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&plain);
    plain.starts_with(b"{") && plain.windows(17).any(|part| part == br#""format":"bangfu""#)
}

/// Puts the hash into a text, whose first `"hash":""` waits for it.
fn sealed(mut text: String) -> String {
    if let Some(at) = text.find(r#""hash":"""#) {
        let digits = digits_of(&[text.as_bytes()]);
        text.insert_str(at + r#""hash":""#.len(), &digits);
    }
    text
}

/// Whether the first hash of a text is that of the text without it.
fn is_whole(text: &[u8]) -> bool {
    const HASH: &[u8] = br#""hash":""#;
    let at = text.windows(HASH.len()).take(1 << 10).position(|part| part == HASH).map(|at| at + HASH.len());
    let Some((before, rest)) = at.and_then(|at| text.split_at_checked(at)) else { return false };
    let Some((digits, after)) = rest.split_at_checked(DIGITS) else { return false };
    digits == digits_of(&[before, after]).as_bytes()
}

fn digits_of(parts: &[&[u8]]) -> String {
    let digest = parts.iter().fold(Sha256::new(), |hash, part| hash.chain_update(part)).finalize();
    digest.iter().fold(String::with_capacity(DIGITS), |mut digits, byte| {
        // Writing to a text never fails.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

impl Project {
    /// The project as a file (保存工程文件): the whole log, with what was taken back. A project that can only be looked at gives
    /// the bytes that it was opened from, unchanged.
    ///
    /// # Errors
    /// A Chinese sentence where the text cannot be written, which is a bug.
    pub fn save(&mut self) -> Result<Vec<u8>, String> {
        if let Some((_, bytes)) = &self.saved.shut {
            return Ok(bytes.to_vec());
        }
        let times = self.saved.times.saturating_add(1);
        let bytes = self.written(times).map_err(|fault| format!("工程文件写不出来：{fault}"))?;
        self.saved.times = times;
        self.saved.at = self.place();
        Ok(bytes)
    }

    /// How many times the project was saved.
    #[must_use]
    pub fn saved_times(&self) -> u32 {
        self.saved.times
    }

    /// Whether something is here that the last saved file does not hold.
    #[must_use]
    pub fn unsaved(&self) -> bool {
        self.saved.shut.is_none() && self.place() != self.saved.at
    }

    /// Why the project can only be looked at; `None` where it can be worked on.
    #[must_use]
    pub fn read_only(&self) -> Option<&str> {
        self.saved.shut.as_ref().map(|(why, _)| why.as_str())
    }

    /// Whether the project can be worked on.
    ///
    /// # Errors
    /// The sentence that says why not.
    pub fn writable(&self) -> Result<(), String> {
        self.read_only().map_or(Ok(()), |why| Err(why.to_owned()))
    }

    fn place(&self) -> Place {
        (self.log.last().map_or(0, |step| step.mark), self.log.len(), self.done)
    }

    fn written(&self, revision: u32) -> serde_json::Result<Vec<u8>> {
        let kept = &self.saved.kept;
        let mut steps = Vec::new();
        let mut known = Known::behind(&self.start, &[]);
        for step in &self.log {
            steps.push(match &step.kept {
                Some(text) => text.to_string(),
                None => step::text_of(step, &known, &self.text)?,
            });
            known.learn(&step.entry);
        }
        let about = serde_json::to_string(&self.about(revision))?;
        let mut text = format!(r#"{{"format":"bangfu","version":{VERSION},"hash":"","#);
        text = text + "\n\"about\":" + &sealed(about) + ",\n\"steps\":[\n" + &steps.join(",\n") + "\n]";
        if !self.refused.is_empty() {
            text = text + ",\n\"refused\":" + &serde_json::to_string(&self.refused)?;
        }
        for (key, value) in &kept.file {
            text = text + ",\n" + &serde_json::to_string(key)? + ":" + &serde_json::to_string(value)?;
        }
        Ok(sealed(text + "}\n").into_bytes())
    }

    fn about(&self, revision: u32) -> About {
        let (view, kept) = (&self.view, &self.saved.kept);
        let id = |tracks: &[crate::scheme::model::Track], at: usize| {
            tracks.get(at).map_or_else(String::new, |track| track.id.clone())
        };
        About {
            hash: String::new(),
            program: PROGRAM.to_owned(),
            revision,
            scheme: SchemeForm {
                id: view.scheme.id.clone(),
                title: view.scheme.title.clone(),
                version: view.scheme.version.clone(),
                prints: Prints::of(&view.scheme.texts),
                more: kept.scheme.clone(),
            },
            track: id(&view.scheme.tracks, view.track),
            start: StartForm {
                scheme: self.start.scheme.id.clone(),
                track: id(&self.start.scheme.tracks, self.start.track),
                more: kept.start.clone(),
            },
            steps: self.log.len(),
            done: self.done,
            more: kept.about.clone(),
        }
    }

    /// The units that the project is about, for telling one file from another.
    fn unit_names(&self) -> Vec<String> {
        let named = self.view.dossier.units.iter().map(|unit| unit.name.clone()).filter(|name| !name.is_empty());
        named.collect::<BTreeSet<_>>().into_iter().collect()
    }
}
