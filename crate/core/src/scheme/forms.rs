//! The printed forms (表) of a scheme, as `forms.toml` describes them.

use super::model::{Form, FormCell, FormColumn, Scheme};
use super::read::{Files, Keys, Node};

/// Reads the forms of a scheme that is read.
pub(super) fn read(files: &Files, node: &Node, scheme: &Scheme) -> Vec<Form> {
    let Some(keys) = Keys::open(files, node, "表格文件", false) else { return Vec::new() };
    if scheme.tracks.is_empty() {
        return Vec::new();
    }
    let forms = keys.tables("form", "表").into_iter().filter_map(|form| read_form(form, scheme)).collect();
    keys.done();
    forms
}

fn read_form(keys: Keys<'_>, scheme: &Scheme) -> Option<Form> {
    let (id, title) = (keys.need_text("id"), keys.need_text("title"));
    let tracks = keys.need("track").map(|node| keys.as_texts(node, "track"))?;
    if tracks.iter().any(|track| scheme.track(track).is_none()) {
        keys.fault("表格所写的 track 不在方案里", "写方案里某个 track 的 id。");
    }
    let table = keys.text("table").and_then(|id| {
        let found = scheme.ticks.as_ref().and_then(|ticks| ticks.table(&id));
        if found.is_none() {
            keys.fault(format!("没有考评表 {id}"), "写 [[ticks.table]] 里某张表的 id。");
        }
        found
    });
    let rating = tracks.first().and_then(|track| scheme.tracks.get(scheme.track(track)?)?.rating.as_ref());
    let levels = rating.map_or(&[][..], |rating| &rating.levels);
    let columns = keys.tables("column", "列").into_iter().filter_map(|keys| form_column(keys, levels)).collect();
    let groups = || scheme.tracks.iter().flat_map(|track| &track.groups);
    let names: Vec<&str> = groups().map(|group| group.name.as_str()).collect();
    let headings = groups().map(|group| group.within.as_ref().unwrap_or(&group.name).as_str()).collect::<Vec<_>>();
    let sources = texts_of(&keys, "sources", "数据来源", &names);
    let headings = texts_of(&keys, "headings", "一级内容", &headings);
    let form = Form {
        subtitle: keys.text("subtitle").unwrap_or_default(),
        columns,
        sources,
        headings,
        notes: keys.texts("notes"),
        sign: keys.texts("sign"),
        seal: keys.text("seal").unwrap_or_default(),
        places: keys.texts("places"),
        id: id?,
        tracks,
        table,
        title: title?,
    };
    keys.done();
    Some(form)
}

/// A table of texts by content; a content that the scheme does not have is a fault.
fn texts_of(keys: &Keys<'_>, key: &str, what: &str, known: &[&str]) -> Vec<(String, String)> {
    let Some(table) = keys.table(key, what) else { return Vec::new() };
    let entries = table.entries().into_iter().inspect(|(content, node)| {
        if !known.contains(content) {
            table.files().fault_at(node, format!("没有“{content}”这项考核内容"), "写方案里的考核内容名称。");
        }
    });
    entries.filter_map(|(content, node)| Some((content.to_owned(), node.text()?.to_owned()))).collect()
}

fn form_column(keys: Keys<'_>, levels: &[String]) -> Option<FormColumn> {
    let head = keys.need_text("head");
    let shows = keys.need_text("shows");
    let width = keys.need("width").and_then(|_| keys.integer("width"));
    let cell = shows.as_deref().and_then(|word| FormCell::WORDS.iter().find(|(name, _)| *name == word));
    if let (None, Some(word)) = (cell, &shows) {
        let all = FormCell::WORDS.iter().map(|(word, _)| *word).collect::<Vec<_>>().join("、");
        keys.fault(format!("列不会显示“{word}”"), format!("可用：{all}。"));
    }
    let mut shows = cell?.1;
    if matches!(shows, FormCell::Tick(_)) {
        let level = keys.need_text("level")?;
        let found = levels.iter().position(|known| *known == level);
        if found.is_none() {
            keys.fault(format!("没有等次“{level}”"), format!("可用：{}。", levels.join("、")));
        }
        shows = FormCell::Tick(found?);
    }
    let over = keys.text("over");
    keys.done();
    Some(FormColumn { head: head?, over, shows, width: width? })
}
