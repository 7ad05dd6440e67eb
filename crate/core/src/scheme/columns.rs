//! Columns in use: which columns of the ledger the rules of a scheme name, so that a file is not blamed for want of others.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::lint::names::sheets_in;
use super::model::Scheme;
use super::read::{Node, Raw};
use crate::ledger::dictionary::{FieldIx, SheetIx};

/// Marks every column that no rule names. One that a convention names is taken to be of use in every sheet that has it.
pub(super) fn mark(root: &Node, scheme: &mut Scheme) {
    let mut named = BTreeSet::new();
    of_node(root, scheme, &mut named);
    let conventions = &scheme.conventions;
    for (at, sheet) in Arc::make_mut(&mut scheme.dictionary).sheets.iter_mut().enumerate() {
        let of = SheetIx(u16::try_from(at).unwrap_or(u16::MAX));
        let in_use = named.iter().any(|(sheet, _)| *sheet == of);
        for (at, field) in sheet.fields.iter_mut().enumerate() {
            let ix = FieldIx(u16::try_from(at).unwrap_or(u16::MAX));
            let dated = in_use && (sheet.period == Some(ix) || sheet.since.contains(&ix));
            let said = dated || conventions.says(&field.name) || named.contains(&(of, field.name.as_str()));
            field.unused = field.role.is_none() && !said;
        }
    }
}

/// The texts that one piece of the rules says, each with every sheet that the piece is about.
fn of_node<'n>(node: &'n Node, scheme: &Scheme, named: &mut BTreeSet<(SheetIx, &'n str)>) {
    match &node.value {
        Raw::List(items) => items.iter().for_each(|item| of_node(item, scheme, named)),
        // What holds pieces of many sheets is taken apart.
        Raw::Table(entries) if ["track", "group", "indicator"].iter().any(|key| node.get(key).is_some()) => {
            entries.iter().for_each(|(.., value)| of_node(value, scheme, named));
        }
        Raw::Table(_) => {
            let (mut sheets, mut texts) = (BTreeSet::new(), Vec::new());
            sheets_in(node, scheme, &mut sheets);
            node.texts(&mut texts);
            named.extend(sheets.iter().flat_map(|sheet| texts.iter().map(|text| (*sheet, *text))));
        }
        Raw::Text(_) | Raw::Integer(_) | Raw::Flag(_) | Raw::Other(_) => {}
    }
}
