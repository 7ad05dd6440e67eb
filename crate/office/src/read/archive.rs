//! The zip container of .xlsx and .ods: its directory is looked over before any part of it is inflated.
//!
//! A directory can lie about sizes, so what is really inflated counts against the same limits.

use std::io::{BufReader, Cursor, Read};

use memchr::memmem;
use zip::ZipArchive;

use super::fault::{Fault, broken};
use super::xml::Xml;
use super::{Refusal, limits};

const CHUNK: usize = 64 << 10;

/// A zip container whose directory is within the limits.
#[derive(Debug)]
pub struct Archive<'f> {
    zip: ZipArchive<Cursor<&'f [u8]>>,
    parts: Vec<Part>,
    left: u64,
}

#[derive(Debug)]
struct Part {
    /// In lower case, with slashes, without one in front: writers differ in all three.
    name: String,
    size: u64,
}

/// A part as a stream of XML.
pub type Stream<'a, 'f> = Xml<BufReader<zip::read::ZipFile<'a, Cursor<&'f [u8]>>>>;

impl<'f> Archive<'f> {
    /// Opens a container.
    ///
    /// # Errors
    /// A [`Refusal`] that says what is out of bounds.
    pub fn new(bytes: &'f [u8]) -> Result<Self, Refusal> {
        // Every entry of the directory has this mark, whatever number the end of the file declares.
        if memmem::find_iter(bytes, b"PK\x01\x02").take(2 * limits::ENTRIES).count() > limits::ENTRIES {
            return Err(too_big(format!("压缩包里的文件超过 {} 个", limits::ENTRIES)));
        }
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
        let (mut parts, mut inflated) = (Vec::new(), 0_u64);
        for at in 0..zip.len() {
            let part = zip.by_index_raw(at).map_err(|_| broken())?;
            if part.encrypted() {
                return Err(Refusal::new("压缩包设有密码，读不到里面的内容", "请取消密码后另存，再导入。"));
            }
            let (stored, size) = (part.compressed_size(), part.size());
            inflated = inflated.saturating_add(size);
            let swollen = size > limits::RATIO_FROM && size / limits::RATIO > stored;
            if size > limits::PART || inflated > limits::INFLATED || swollen {
                return Err(too_big(format!("工作簿展开后过大（{} MB 以上）", inflated >> 20)));
            }
            let name = part.name().map(|name| normal(&name)).unwrap_or_default();
            parts.push(Part { name, size });
        }
        Ok(Self { zip, parts, left: limits::INFLATED })
    }

    /// The names of all parts.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().map(|part| part.name.as_str())
    }

    /// Whether there is a part of this name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    fn find(&self, name: &str) -> Option<usize> {
        let name = normal(name);
        self.parts.iter().position(|part| part.name == name)
    }

    /// The declared size of a part, inflated; 0 where there is none.
    #[must_use]
    pub fn size(&self, name: &str) -> u64 {
        self.find(name).and_then(|at| self.parts.get(at)).map_or(0, |part| part.size)
    }

    /// A part as XML; `None` where there is no such part.
    ///
    /// # Errors
    /// [`Fault::Damaged`] when it cannot be opened.
    pub fn xml(&mut self, name: &str) -> Result<Option<Stream<'_, 'f>>, Fault> {
        let Some(at) = self.find(name) else { return Ok(None) };
        let most = self.left.min(limits::PART);
        let part = self.zip.by_index(at).map_err(|_| Fault::Damaged)?;
        Ok(Some(Xml::new(BufReader::with_capacity(CHUNK, part), most)))
    }

    /// Counts what was inflated of a part.
    pub fn spend(&mut self, bytes: u64) {
        self.left = self.left.saturating_sub(bytes);
    }

    /// The start of a small part as text; `None` where there is none.
    #[must_use]
    pub fn start(&mut self, name: &str, most: u64) -> Option<String> {
        let at = self.find(name)?;
        let mut bytes = Vec::new();
        self.zip.by_index(at).ok()?.take(most).read_to_end(&mut bytes).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }
}

fn normal(name: &str) -> String {
    name.trim_start_matches(['/', '\\']).replace('\\', "/").to_ascii_lowercase()
}

/// Refuses a file that is too large to open.
///
/// # Errors
/// A [`Refusal`] that names the limit.
pub fn size(bytes: u64) -> Result<(), Refusal> {
    if bytes > limits::CONTAINER as u64 {
        return Err(too_big("文件超过 64 MB 的上限".to_owned()));
    }
    Ok(())
}

fn too_big(why: String) -> Refusal {
    Refusal::new(why, "请只保留台账各表，删去图片和无关的表，另存后再导入；数据很多时请分成几个文件。")
}
