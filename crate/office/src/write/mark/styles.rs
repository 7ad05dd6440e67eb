//! `styles.xml` with the two fills of marks: a marked cell gets a copy of its own format in which only the fill differs.

use std::collections::BTreeMap;
use std::ops::Range;

use quick_xml::events::{BytesStart, Event};

use super::pieces::Pieces;
use super::splice::{Splices, prefix, tag};
use super::spots::Grade;

/// Formats that one workbook may have.
const FORMATS: usize = 64_000;

/// For 必须修改 light red with strokes, for 可说明后通过 plain amber: on a black and white print the strokes tell them apart.
const FILLS: [(&str, &str, &str); 2] = [("lightUp", "FFE08080", "FFFFC7CE"), ("solid", "FFFFE699", "FFFFE699")];

/// A list (`fills`, `cellXfs`) in the part.
#[derive(Debug, Clone)]
struct List {
    start: BytesStart<'static>,
    at: Range<usize>,
    /// Where its end tag stands; `None` for a list without one (`<fills/>`).
    end: Option<usize>,
    items: Vec<Item>,
}

/// One format, or one fill.
#[derive(Debug, Clone)]
struct Item {
    start: BytesStart<'static>,
    at: Range<usize>,
    /// Where its inside begins; `None` for one without an inside.
    inside: Option<usize>,
}

/// The formats of a workbook.
#[derive(Debug, Default)]
pub(super) struct Styles {
    xml: Vec<u8>,
    prefix: String,
    fills: Option<List>,
    formats: Option<List>,
    /// Where `fills` and `cellXfs` go where there are none.
    before: (usize, usize),
    added: Vec<(u32, Grade)>,
    places: BTreeMap<(u32, Grade), u32>,
}

/// What a workbook without formats means.
const BLANK: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>"#;

impl Styles {
    /// The formats of a workbook that has no such part.
    pub(super) fn blank() -> Self {
        Self::read(BLANK.as_bytes().to_vec()).unwrap_or_default()
    }

    /// Reads the part; `None` where it is not understood.
    pub(super) fn read(xml: Vec<u8>) -> Option<Self> {
        let mut styles = Self::default();
        let (mut depth, mut open, mut whole) = (0_usize, None::<String>, false);
        for piece in Pieces::of(&xml) {
            let (event, at) = piece?;
            let Range { start: from, end: to } = at;
            match event {
                Event::Start(start) => {
                    depth += 1;
                    styles.begin(&start, depth, from..to, false, &mut open)?;
                }
                Event::Empty(start) => styles.begin(&start, depth + 1, from..to, true, &mut open)?,
                Event::End(_) => {
                    match (depth, styles.list(open.as_deref())) {
                        (3, Some(list)) => list.items.last_mut()?.at.end = to,
                        (2, Some(list)) => list.end = Some(from),
                        _ => {}
                    }
                    depth = depth.checked_sub(1)?;
                    match depth {
                        1 => open = None,
                        0 => {
                            let (fills, formats) = &mut styles.before;
                            for place in [fills, formats].into_iter().filter(|place| **place == 0) {
                                *place = from;
                            }
                            whole = true;
                            break;
                        }
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        styles.xml = xml;
        whole.then_some(styles)
    }

    fn list(&mut self, name: Option<&str>) -> Option<&mut List> {
        match name? {
            "fills" => self.fills.as_mut(),
            "cellXfs" => self.formats.as_mut(),
            _ => None,
        }
    }

    fn begin(
        &mut self,
        start: &BytesStart<'_>,
        depth: usize,
        at: Range<usize>,
        empty: bool,
        open: &mut Option<String>,
    ) -> Option<()> {
        let name = start.local_name().as_ref().to_owned();
        let inside = (!empty).then_some(at.end);
        match depth {
            1 => self.prefix = prefix(start),
            2 => {
                let list = || Some(List { start: start.to_owned(), at: at.clone(), end: None, items: Vec::new() });
                let (fills, formats) = &mut self.before;
                match name.as_str() {
                    "fills" => self.fills = list(),
                    "cellXfs" => self.formats = list(),
                    _ => {}
                }
                if *fills == 0 && !matches!(name.as_str(), "numFmts" | "fonts") {
                    *fills = at.start;
                }
                let behind = ["cellStyles", "dxfs", "tableStyles", "colors", "extLst"].contains(&name.as_str());
                if *formats == 0 && behind {
                    *formats = at.start;
                }
                *open = (!empty).then_some(name);
            }
            3 => {
                if let Some(list) = self.list(open.as_deref()) {
                    list.items.push(Item { start: start.to_owned(), at, inside });
                }
            }
            _ => {}
        }
        Some(())
    }

    /// The format of a marked cell whose format is `base`.
    pub(super) fn marked(&mut self, base: u32, grade: Grade) -> u32 {
        if let Some(known) = self.places.get(&(base, grade)) {
            return *known;
        }
        let old = self.formats.as_ref().map_or(1, |list| list.items.len());
        if old + self.added.len() >= FORMATS {
            return base;
        }
        let place = u32::try_from(old + self.added.len()).unwrap_or(base);
        self.added.push((base, grade));
        self.places.insert((base, grade), place);
        place
    }

    fn copy(&self, base: u32, fill: usize) -> String {
        let items = self.formats.as_ref().map_or(&[][..], |list| &list.items);
        let found = usize::try_from(base).ok().and_then(|at| items.get(at)).or_else(|| items.first());
        let plain = || BytesStart::new(format!("{}xf", self.prefix)).into_owned();
        let (start, inside) = found.map_or((plain(), None), |item| {
            let inside = item.inside.and_then(|from| self.xml.get(from..item.at.end));
            (item.start.clone(), inside)
        });
        let set = [("fillId", fill.to_string()), ("applyFill", "1".to_owned())];
        let head = tag(&start, &set, inside.is_none()).unwrap_or_default();
        format!("{head}{}", String::from_utf8_lossy(inside.unwrap_or_default()))
    }

    /// The part with the fills and formats that were asked for.
    pub(super) fn finish(self) -> Vec<u8> {
        let mut splices = Splices::default();
        let prefix = &self.prefix;
        let first = self.fills.as_ref().map_or(2, |list| list.items.len());
        let fill = |(pattern, ink, ground): &(&str, &str, &str)| {
            format!(
                r#"<{prefix}fill><{prefix}patternFill patternType="{pattern}"><{prefix}fgColor rgb="{ink}"/><{prefix}bgColor rgb="{ground}"/></{prefix}patternFill></{prefix}fill>"#
            )
        };
        let fills: String = FILLS.iter().map(fill).collect();
        let none = format!(
            r#"<{prefix}fill><{prefix}patternFill patternType="none"/></{prefix}fill><{prefix}fill><{prefix}patternFill patternType="gray125"/></{prefix}fill>"#
        );
        let formats: String =
            self.added.iter().map(|(base, grade)| self.copy(*base, first + *grade as usize)).collect();
        let plain = format!(r#"<{prefix}xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>"#);
        self.extend(&mut splices, ("fills", self.fills.as_ref()), &none, (2, FILLS.len()), fills);
        self.extend(&mut splices, ("cellXfs", self.formats.as_ref()), &plain, (1, self.added.len()), formats);
        splices.apply(&self.xml)
    }

    /// Puts items at the end of a list; `blank` is what a list that is not there begins with.
    fn extend(
        &self,
        splices: &mut Splices,
        (name, list): (&str, Option<&List>),
        blank: &str,
        (of_blank, more): (usize, usize),
        items: String,
    ) {
        let name = format!("{}{name}", self.prefix);
        let Some(list) = list else {
            let place = if name.ends_with("fills") { self.before.0 } else { self.before.1 };
            let count = of_blank + more;
            return splices.insert(place, format!(r#"<{name} count="{count}">{blank}{items}</{name}>"#));
        };
        let count = [("count", (list.items.len() + more).to_string())];
        let head = tag(&list.start, &count, false).unwrap_or_else(|| format!("<{name}>"));
        match list.end {
            None => splices.replace(list.at.clone(), format!("{head}{items}</{name}>")),
            Some(end) => {
                splices.replace(list.at.clone(), head);
                splices.insert(end, items);
            }
        }
    }
}
