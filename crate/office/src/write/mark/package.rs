//! A zip package of which some parts are written anew and the others are copied as they are stored.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::read::Refusal;

/// The largest part that is patched, inflated.
const PART: u64 = 96 << 20;

/// An opened package with what was changed.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// Places in the archive, by folded name.
    places: BTreeMap<String, usize>,
    /// Parts written anew, by folded name.
    changed: BTreeMap<String, Vec<u8>>,
    /// Parts that the package did not have, in order.
    added: Vec<String>,
}

/// Part names are compared without regard to case; some writers put backslashes.
fn folded(path: &str) -> String {
    path.replace('\\', "/").trim_start_matches('/').to_ascii_lowercase()
}

impl<'b> Package<'b> {
    /// Opens a package that the preflight has passed.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Refusal> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| crate::read::fault::broken())?;
        let places =
            (0..archive.len()).filter_map(|at| Some((folded(&archive.name_for_index(at)?.ok()?), at))).collect();
        Ok(Self { archive, places, changed: BTreeMap::new(), added: Vec::new() })
    }

    /// The bytes of a part as they are now; `None` where there is none, or it is too large or broken.
    pub(super) fn part(&mut self, path: &str) -> Option<Vec<u8>> {
        let path = folded(path);
        if let Some(changed) = self.changed.get(&path) {
            return Some(changed.clone());
        }
        let part = self.archive.by_index(*self.places.get(&path)?).ok()?;
        let mut bytes = Vec::new();
        part.take(PART + 1).read_to_end(&mut bytes).ok()?;
        (bytes.len() as u64 <= PART).then_some(bytes)
    }

    /// Whether there is such a part.
    pub(super) fn has(&self, path: &str) -> bool {
        let path = folded(path);
        self.places.contains_key(&path) || self.changed.contains_key(&path)
    }

    /// A name that no part has: `{stem}{number}{ending}`.
    pub(super) fn free(&self, stem: &str, ending: &str) -> String {
        let names = (1_u32..).map(|number| format!("{stem}{number}{ending}"));
        names.filter(|name| !self.has(name)).take(1).next().unwrap_or_default()
    }

    /// Writes a part anew, or adds it.
    pub(super) fn put(&mut self, path: &str, bytes: Vec<u8>) {
        if !self.has(path) {
            self.added.push(path.trim_start_matches('/').to_owned());
        }
        self.changed.insert(folded(path), bytes);
    }

    /// The package: parts keep their order, new ones come last.
    pub(super) fn finish(mut self) -> Result<Vec<u8>, Refusal> {
        let broken = |_| crate::read::fault::broken();
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        for at in 0..self.archive.len() {
            let name = self.archive.name_for_index(at).and_then(Result::ok).unwrap_or_default().into_owned();
            // Of two parts with one name the reader takes the last: only that one is written.
            if self.places.get(&folded(&name)) != Some(&at) {
                continue;
            }
            if let Some(bytes) = self.changed.get(&folded(&name)) {
                out.start_file(&name, options).map_err(broken)?;
                out.write_all(bytes).map_err(|_| crate::read::fault::broken())?;
            } else {
                let part = self.archive.by_index_raw(at).map_err(broken)?;
                out.raw_copy_file(part).map_err(broken)?;
            }
        }
        for name in &self.added {
            out.start_file(name, options).map_err(broken)?;
            let bytes = self.changed.get(&folded(name)).map_or(&[][..], |bytes| bytes);
            out.write_all(bytes).map_err(|_| crate::read::fault::broken())?;
        }
        Ok(out.finish().map_err(broken)?.into_inner())
    }
}
