//! Older versions of the format, made into today's one version at a time. There is none yet: version 1 is the first.

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
    pub(super) fn step(&self, version: u32, text: &str) -> String {
        if version >= self.version {
            return text.to_owned();
        }
        let Ok(mut fields) = serde_json::from_str::<Map<String, Value>>(text) else { return text.to_owned() };
        self.path(version).for_each(|one| (one.step)(&mut fields));
        fields.remove("hash");
        let rest = Value::Object(fields).to_string();
        sealed(rest.replacen('{', r#"{"hash":"","#, 1))
    }
}
