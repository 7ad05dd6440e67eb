//! What stands around the sheets of an .xlsx: their list, where their parts are, and which formats are dates.
//!
//! Any of it may be missing: the names that every program uses are tried then.

use std::collections::BTreeMap;

use crate::read::archive::Archive;
use crate::read::fault::Fault;
use crate::read::format::Shape;
use crate::read::limits;
use crate::read::xml::{Node, attribute, attributes};

/// A sheet of the list.
#[derive(Debug, Clone, Default)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// Whether it is hidden.
    pub hidden: bool,
    /// The part that holds it.
    pub part: String,
}

/// The workbook around its sheets.
#[derive(Debug, Clone, Default)]
pub struct Book {
    /// The worksheets, in order.
    pub sheets: Vec<Listed>,
    /// Whether days count from 1904.
    pub epoch_1904: bool,
    /// What each cell format makes of a number.
    pub shapes: Vec<Shape>,
    /// The part of the shared strings.
    pub strings: String,
}

/// Reads it.
///
/// # Errors
/// [`Fault::Damaged`] when there is no list of sheets and no sheet by its usual name.
pub fn read(archive: &mut Archive<'_>) -> Result<Book, Fault> {
    let root = relations(archive, "_rels/.rels", "")?;
    let of_kind = |relations: &[Relation], kind: &str| {
        relations.iter().find(|relation| relation.kind.ends_with(kind)).map(|relation| relation.target.clone())
    };
    let path = of_kind(&root, "/officeDocument")
        .filter(|path| archive.has(path))
        .or_else(|| archive.names().find(|name| name.ends_with("workbook.xml")).map(str::to_owned))
        .ok_or(Fault::Damaged)?;
    let (folder, file) = path.rsplit_once('/').map_or(("", path.as_str()), |(folder, file)| (folder, file));
    let within = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    let relations = relations(archive, &within(&format!("_rels/{file}.rels")), folder)?;
    let mut book = Book {
        strings: of_kind(&relations, "/sharedStrings").unwrap_or_else(|| within("sharedStrings.xml")),
        shapes: shapes(archive, &of_kind(&relations, "/styles").unwrap_or_else(|| within("styles.xml")))?,
        ..Book::default()
    };
    let mut xml = archive.xml(&path)?.ok_or(Fault::Damaged)?;
    let mut listed: Vec<(Listed, String)> = Vec::new();
    loop {
        match xml.node() {
            Ok(Node::Open(tag)) => match tag.local_name().as_ref() {
                "workbookPr" => {
                    book.epoch_1904 = matches!(attribute(&tag, "date1904")?.as_deref(), Some("1" | "true" | "on"));
                }
                "sheet" if listed.len() < limits::SHEETS => {
                    let (mut sheet, mut relation) = (Listed::default(), String::new());
                    let taken = attributes(&tag, |key, value| match key {
                        "name" => value.clone_into(&mut sheet.name),
                        "state" => sheet.hidden = value != "visible",
                        "id" => value.clone_into(&mut relation),
                        _ => {}
                    });
                    taken?;
                    listed.push((sheet, relation));
                }
                _ => {}
            },
            Ok(Node::End) => break,
            Ok(_) => {}
            // What is listed before the damage is read.
            Err(Fault::Damaged) if !listed.is_empty() => break,
            Err(fault) => return Err(fault),
        }
    }
    drop(xml);
    for (at, (mut sheet, id)) in listed.into_iter().enumerate() {
        let relation = relations.iter().find(|relation| relation.id == id);
        if relation.is_some_and(|relation| !relation.kind.is_empty() && !relation.kind.ends_with("/worksheet")) {
            continue;
        }
        let usual = || within(&format!("worksheets/sheet{}.xml", at + 1));
        sheet.part =
            relation.map(|relation| relation.target.clone()).filter(|part| archive.has(part)).unwrap_or_else(usual);
        book.sheets.push(sheet);
    }
    Ok(book)
}

#[derive(Debug, Default)]
struct Relation {
    id: String,
    kind: String,
    target: String,
}

/// The relations of a part; none where they are missing or damaged.
fn relations(archive: &mut Archive<'_>, part: &str, folder: &str) -> Result<Vec<Relation>, Fault> {
    let mut found = Vec::new();
    let Ok(Some(mut xml)) = archive.xml(part) else { return Ok(found) };
    loop {
        match xml.node() {
            Ok(Node::Open(tag)) if tag.local_name().as_ref() == "Relationship" && found.len() < limits::ENTRIES => {
                let mut relation = Relation::default();
                attributes(&tag, |key, value| match key {
                    "Id" => value.clone_into(&mut relation.id),
                    "Type" => value.clone_into(&mut relation.kind),
                    "Target" => relation.target = resolve(folder, value),
                    _ => {}
                })?;
                found.push(relation);
            }
            Ok(Node::End) | Err(Fault::Damaged) => return Ok(found),
            Ok(_) => {}
            Err(fault) => return Err(fault),
        }
    }
}

/// A target as seen from the root of the container.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => _ = path.pop(),
            step => path.push(step),
        }
    }
    path.join("/")
}

/// What each cell format makes of a number; none where the styles are missing or damaged, so that numbers stay numbers.
fn shapes(archive: &mut Archive<'_>, part: &str) -> Result<Vec<Shape>, Fault> {
    let (mut own, mut shapes, mut inside) = (BTreeMap::new(), Vec::new(), false);
    let Ok(Some(mut xml)) = archive.xml(part) else { return Ok(shapes) };
    loop {
        match xml.node() {
            Ok(Node::Open(tag)) => match tag.local_name().as_ref() {
                "cellXfs" => inside = true,
                "xf" if inside && shapes.len() < 1 << 16 => {
                    let id = attribute(&tag, "numFmtId")?.and_then(|id| id.parse().ok()).unwrap_or(0);
                    shapes.push(own.get(&id).copied().unwrap_or_else(|| Shape::builtin(id)));
                }
                "numFmt" if own.len() < 1 << 16 => {
                    let (mut id, mut shape) = (None, Shape::Plain);
                    attributes(&tag, |key, value| match key {
                        "numFmtId" => id = value.parse().ok(),
                        "formatCode" => shape = Shape::code(value),
                        _ => {}
                    })?;
                    own.extend(id.map(|id: u32| (id, shape)));
                }
                _ => {}
            },
            Ok(Node::Close(tag)) if tag.local_name().as_ref() == "cellXfs" => inside = false,
            Ok(Node::End) | Err(Fault::Damaged) => return Ok(shapes),
            Ok(_) => {}
            Err(fault) => return Err(fault),
        }
    }
}
