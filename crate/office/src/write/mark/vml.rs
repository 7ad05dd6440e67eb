//! The drawing (VML) that shows the comments of a sheet. Old writers leave it not well-formed, so it is never parsed: our
//! shapes go before its end.

use super::spots::{Spot, Wanted};

/// The shape type of comments, as every writer names it.
const TYPE: &str = r##"<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>"##;
/// Characters that a line of a comment's box holds.
const LINE: usize = 20;

/// An empty drawing; `number` tells it from those of the other sheets.
pub(super) fn blank(number: usize) -> Vec<u8> {
    format!(
        r#"<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{number}"/></o:shapelayout>{TYPE}</xml>"#
    )
    .into_bytes()
}

/// The drawing with a box for each of `cells`; `None` where it has no end.
pub(super) fn add(vml: &[u8], cells: &[(u32, u32)], wanted: &Wanted) -> Option<Vec<u8>> {
    let end = memchr::memmem::rfind(vml, b"</xml>")?;
    let text = String::from_utf8_lossy(vml);
    let first = text
        .split("_x0000_s")
        .skip(1)
        .filter_map(|rest| rest.split(|c: char| !c.is_ascii_digit()).next()?.parse::<u32>().ok())
        .max()
        .or_else(|| {
            let (_, rest) = text.split_once("data=\"")?;
            rest.split(['"', ',']).next()?.parse::<u32>().ok()?.checked_mul(1024)
        })
        .unwrap_or(1024);
    let declared = ["urn:schemas-microsoft-com:vml", "urn:schemas-microsoft-com:office:excel"];
    if !declared.iter().all(|name| text.contains(name)) {
        return None;
    }
    let mut added =
        if text.contains("_x0000_t202\"") || text.contains("_x0000_t202'") { String::new() } else { TYPE.to_owned() };
    for (number, place) in (first.saturating_add(1)..).zip(cells) {
        if let Some(spot) = wanted.get(place) {
            added.push_str(&shape(number, *place, spot));
        }
    }
    let mut out = vml.get(..end)?.to_vec();
    out.extend_from_slice(added.as_bytes());
    out.extend_from_slice(vml.get(end..)?);
    Some(out)
}

/// One box beside its cell, hidden until the pointer is over the cell.
fn shape(number: u32, (row, column): (u32, u32), spot: &Spot) -> String {
    let lines: usize = spot.says.lines().map(|line| line.chars().count() / LINE + 1).sum();
    let (row, height) = (row - 1, u32::try_from(lines.clamp(3, 24)).unwrap_or(3));
    let anchor = format!("{}, 15, {}, 4, {}, 15, {}, 4", column + 1, row, column + 5, row + height + 1);
    format!(
        r##"<v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel" id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:1.5pt;width:240pt;height:{}pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"##,
        (height + 1) * 15
    )
}
