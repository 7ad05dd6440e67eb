//! The parts of a workbook that a marked copy touches, and how one sheet of it is marked.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::package::Package;
use super::relations::{Relations, content_types, path_of, resolved};
use super::sheet::Patch;
use super::splice::attribute;
use super::spots::{Wanted, limit};
use super::styles::Styles;
use super::{address, comments, vml};
use crate::read::grid::Region;

const TYPES: &str = "[Content_Types].xml";
const COMMENTS: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
const STYLES: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml";
/// Steps that are spent on looking for merged cells; regions that overlap wildly are not a table's.
const STEPS: usize = 2_000_000;

/// A workbook whose sheets are being marked.
pub(super) struct Book {
    /// The sheets: name and part.
    pub(super) sheets: Vec<(String, String)>,
    /// Whether it holds macros, which an .xlsx may not.
    pub(super) macros: bool,
    path: String,
    relations: Relations,
    styles: Styles,
    styles_path: Option<String>,
    strict: bool,
    overrides: Vec<(String, &'static str)>,
    drawn: bool,
}

/// What marking one sheet came to.
pub(super) struct Done {
    /// Cells that were marked.
    pub(super) cells: usize,
    /// What was left out.
    pub(super) left: Option<String>,
}

impl Book {
    /// Finds the parts; `None` for a package that is no workbook.
    pub(super) fn find(package: &mut Package<'_>) -> Option<Self> {
        let types = package.part(TYPES)?;
        let root = Relations::read(package.part("_rels/.rels"));
        let path = root
            .and_then(|root| root.target("officeDocument").map(|target| resolved("", target)))
            .filter(|path| package.has(path))
            .unwrap_or_else(|| "xl/workbook.xml".to_owned());
        let xml = package.part(&path)?;
        let relations = Relations::read(package.part(&path_of(&path)))?;
        let sheets = sheets(&xml)?
            .into_iter()
            .filter_map(|(name, id)| Some((name, resolved(&path, relations.by_id(&id)?))))
            .collect();
        let styles_path = relations.target("styles").map(|target| resolved(&path, target));
        let styles = match &styles_path {
            Some(path) if package.has(path) => Styles::read(package.part(path)?)?,
            _ => Styles::blank(),
        };
        Some(Self {
            sheets,
            macros: memchr::memmem::find(&types, b"macroEnabled").is_some(),
            strict: memchr::memmem::find(&xml, b"purl.oclc.org/ooxml/spreadsheetml").is_some(),
            path,
            relations,
            styles,
            styles_path,
            overrides: Vec::new(),
            drawn: false,
        })
    }

    /// Marks one sheet.
    ///
    /// # Errors
    /// Why it was left as it is.
    pub(super) fn mark(&mut self, package: &mut Package<'_>, path: &str, wanted: Wanted) -> Result<Done, &'static str> {
        let xml = package.part(path).ok_or("表的内容过大或已损坏")?;
        let mut wanted = anchored(wanted, &address::merged(&xml));
        let dropped = limit(&mut wanted);
        let mut patch = Patch::new(&xml, &wanted, &mut self.styles)?;
        let commented = self.comment(package, path, &wanted, &mut patch);
        let left = match commented {
            Some(()) => dropped,
            None => Some("只标了颜色：原有的批注不是常见的写法，没有加写".to_owned()),
        };
        package.put(path, patch.finish());
        Ok(Done { cells: wanted.len(), left })
    }

    /// Writes the comments of a sheet; `None`, and nothing changed, where what is there is not understood.
    fn comment(&mut self, package: &mut Package<'_>, path: &str, wanted: &Wanted, patch: &mut Patch<'_>) -> Option<()> {
        if wanted.values().all(|spot| spot.says.is_empty()) {
            return Some(());
        }
        let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let under = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        let rels = path_of(path);
        let mut relations = Relations::read(package.part(&rels))?;

        let known = relations.target("comments").map(|target| resolved(path, target));
        let before = match &known {
            Some(part) => package.part(part)?,
            None => comments::blank(patch.strict),
        };
        let comments::Added { part: text, fresh } = comments::add(&before, wanted)?;

        let drawing = match patch.drawing.as_deref() {
            Some(id) => Some(resolved(path, relations.by_id(id)?)),
            None => None,
        };
        let shapes = match &drawing {
            Some(part) => package.part(part)?,
            None => vml::blank(self.sheets_drawn(package)),
        };
        let shapes = vml::add(&shapes, &fresh, wanted)?;

        let part = known.unwrap_or_else(|| {
            let part = package.free(&under("comments-mark"), ".xml");
            relations.add("comments", &format!("/{part}"), self.strict);
            self.overrides.push((part.clone(), COMMENTS));
            part
        });
        package.put(&part, text);
        let part = drawing.unwrap_or_else(|| {
            let part = package.free(&under("drawings/vmlDrawing-mark"), ".vml");
            patch.draw(&relations.add("vmlDrawing", &format!("/{part}"), self.strict));
            self.drawn = true;
            part
        });
        package.put(&part, shapes);
        if let Some(xml) = relations.finish() {
            package.put(&rels, xml);
        }
        Some(())
    }

    /// A number for a new drawing, far from those that the workbook's own drawings have.
    fn sheets_drawn(&self, package: &Package<'_>) -> usize {
        let number = package.free("xl/drawings/vmlDrawing-mark", ".vml");
        100 + number.chars().filter(char::is_ascii_digit).collect::<String>().parse::<usize>().unwrap_or(1)
    }

    /// Writes the parts that the sheets share.
    pub(super) fn finish(mut self, package: &mut Package<'_>) {
        let styles_path = self.styles_path.clone().filter(|path| package.has(path));
        let path = styles_path.unwrap_or_else(|| {
            let folder = self.path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
            let part = if package.has(&format!("{folder}styles.xml")) {
                package.free(&format!("{folder}styles-mark"), ".xml")
            } else {
                format!("{folder}styles.xml")
            };
            self.relations.add("styles", &format!("/{part}"), self.strict);
            self.overrides.push((part.clone(), STYLES));
            part
        });
        package.put(&path, self.styles.finish());
        if let Some(xml) = self.relations.finish() {
            package.put(&path_of(&self.path), xml);
        }
        if !self.overrides.is_empty() || self.drawn {
            let types = package.part(TYPES).unwrap_or_default();
            if let Some(types) = content_types(&types, &self.overrides, self.drawn) {
                package.put(TYPES, types);
            }
        }
    }
}

/// The sheets of a workbook: name and relationship.
fn sheets(xml: &[u8]) -> Option<Vec<(String, String)>> {
    let mut reader = Reader::from_reader(xml);
    let mut sheets = Vec::new();
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) | Event::Empty(start) if start.local_name().as_ref() == "sheet" => {
                let name = attribute(&start, "name")?;
                let name = quick_xml::escape::unescape(&name).ok()?.into_owned();
                sheets.extend(attribute(&start, "id").map(|id| (name, id)));
            }
            Event::DocType(_) => return None,
            Event::Eof => return Some(sheets),
            _ => {}
        }
    }
}

/// Marks inside merged cells move to the cell that shows.
fn anchored(wanted: Wanted, regions: &[Region]) -> Wanted {
    let mut moves: BTreeMap<(u32, u32), (u32, u32)> = BTreeMap::new();
    let mut steps = 0_usize;
    for region in regions {
        for ((row, column), _) in wanted.range((region.top, 0)..=(region.bottom, u32::MAX)) {
            steps += 1;
            if steps > STEPS {
                return wanted;
            }
            if region.holds(*row, *column) {
                moves.insert((*row, *column), (region.top, region.left));
            }
        }
    }
    let mut out = Wanted::new();
    for (place, spot) in wanted {
        match out.entry(moves.get(&place).copied().unwrap_or(place)) {
            std::collections::btree_map::Entry::Vacant(free) => {
                free.insert(spot);
            }
            std::collections::btree_map::Entry::Occupied(mut taken) => taken.get_mut().join(spot),
        }
    }
    out
}
