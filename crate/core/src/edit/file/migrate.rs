//! Older versions of the format, made into today's one version at a time. There is none yet: version 1 is the first.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::{VERSION, sealed};

/// How the next version is made of one.
pub(super) struct Migration {
    /// The older version.
    pub(super) from: u32,
    /// What changes in `about`.
    pub(super) about: fn(&mut Map<String, Value>),
    /// What changes in a step.
    pub(super) step: fn(&mut Map<String, Value>),
}

/// The version that is read as ours, and the way there from older ones.
#[derive(Clone, Copy)]
pub(super) struct Format<'m> {
    pub(super) version: u32,
    pub(super) older: &'m [Migration],
}

/// Today's format.
pub(super) const FORMAT: Format<'_> = Format { version: VERSION, older: &[] };

impl Format<'_> {
    /// Whether a file of this version can be made into ours.
    pub(super) fn reaches(&self, version: u32) -> bool {
        (version..self.version).all(|from| self.older.iter().any(|one| one.from == from))
    }

    fn path(&self, version: u32) -> impl Iterator<Item = &Migration> {
        (version..self.version).filter_map(|from| self.older.iter().find(|one| one.from == from))
    }

    /// `about` of an older version as ours.
    pub(super) fn about(&self, version: u32, mut about: Value) -> Value {
        if let Value::Object(fields) = &mut about {
            self.path(version).for_each(|one| (one.about)(fields));
        }
        about
    }

    /// A step of an older version as ours, with a hash of its own; as it is where nothing is to be changed.
    pub(super) fn step<'t>(&self, version: u32, text: &'t str) -> Cow<'t, str> {
        if version >= self.version {
            return Cow::Borrowed(text);
        }
        let Ok(mut fields) = serde_json::from_str::<Map<String, Value>>(text) else { return Cow::Borrowed(text) };
        self.path(version).for_each(|one| (one.step)(&mut fields));
        fields.remove("hash");
        let rest = Value::Object(fields).to_string();
        Cow::Owned(sealed(rest.replacen('{', r#"{"hash":"","#, 1)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::open::open_as;
    use super::*;
    use crate::edit::{Edit, Project};
    use crate::scheme::builtin;

    fn rename(fields: &mut Map<String, Value>, old: &str, new: &str) {
        if let Some(value) = fields.remove(old) {
            fields.insert(new.to_owned(), value);
        }
    }

    fn of_about(about: &mut Map<String, Value>) {
        rename(about, "cursor", "done");
    }

    fn of_step(step: &mut Map<String, Value>) {
        rename(step, "change", "edit");
    }

    /// Today's file with two fields under other names, read by a program one version ahead: no older version was ever
    /// released, so this one is made up.
    #[test]
    fn an_older_version_is_made_into_ours() {
        let mut project = Project::new(builtin::all().first().unwrap().clone(), 0);
        project.apply(Edit::Year { year: 2023 }).unwrap();
        project.apply(Edit::Unit { name: "甲局".to_owned() }).unwrap();
        project.undo();
        let text = String::from_utf8(project.save().unwrap()).unwrap();
        let mut old = String::new();
        for line in text.lines() {
            let line = line.replace("\"done\":", "\"cursor\":").replace("\"edit\":", "\"change\":");
            old += &(line.replace("\"says\":", "\"remark\":[1],\"says\":") + "\n");
        }
        let (head, rest) = old.split_once("\"hash\":\"").unwrap();
        let old = sealed(format!("{head}\"hash\":\"{}", &rest[64..]));
        let ahead = [Migration { from: VERSION, about: of_about, step: of_step }];
        let ahead = Format { version: VERSION + 1, older: &ahead };
        let mut opened = open_as(old.as_bytes(), project.scheme(), ahead).unwrap();
        assert_eq!((&opened.told.damaged, &opened.told.read_only), (&vec![], &None));
        let json = |project: &Project| project.report().unwrap().to_json().unwrap();
        assert_eq!(json(&opened.project), json(&project));
        assert_eq!(opened.project.redo_label(), project.redo_label());
        let again = String::from_utf8(opened.project.save().unwrap()).unwrap();
        assert_eq!(again.matches("\"remark\":[1]").count(), 2, "what an older program wrote and we do not know stays");
        assert!(open_as(old.as_bytes(), project.scheme(), FORMAT).is_err(), "but today's program does not know it");
        let gap = Format { version: VERSION + 1, older: &[] };
        assert!(open_as(old.as_bytes(), project.scheme(), gap).unwrap_err().contains("没有第1版"));
    }
}
