//! The catalogue: which schemes and tracks there are, for choosing one.

use serde::Serialize;

use super::builtin;
use super::model::{Scheme, Track};

/// A scheme to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// The scheme's id.
    pub id: String,
    /// The document's title.
    pub title: String,
    /// The document's number.
    pub issued: String,
    /// The year it is about.
    pub year: i32,
    /// Which version of the rules this is.
    pub version: String,
    /// Whether it is a scheme of one's own (自己的方案), and not a built-in one.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub own: bool,
    /// Its tracks.
    pub tracks: Vec<Named>,
}

/// An id with what people call it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// The id.
    pub id: String,
    /// The name.
    pub title: String,
}

impl Named {
    /// An id with its name.
    #[must_use]
    pub fn new(id: &str, title: impl Into<String>) -> Self {
        Self { id: id.to_owned(), title: title.into() }
    }
}

/// A scheme and track to switch to, with what people call them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Offer {
    /// The scheme's id.
    pub scheme: String,
    /// The track's id.
    pub track: String,
    /// The document's title.
    pub title: String,
    /// The track's name.
    pub track_name: String,
}

impl Offer {
    /// A track of a scheme.
    #[must_use]
    pub fn new(scheme: &Scheme, track: &Track) -> Self {
        Self {
            scheme: scheme.id.clone(),
            track: track.id.clone(),
            title: scheme.title.clone(),
            track_name: track.name.clone(),
        }
    }
}

/// A scheme as it is listed.
#[must_use]
pub fn listed(scheme: &Scheme) -> Listed {
    Listed {
        id: scheme.id.clone(),
        title: scheme.title.clone(),
        issued: scheme.issued.clone(),
        year: scheme.year,
        version: scheme.version.clone(),
        own: false,
        tracks: scheme.tracks.iter().map(|track| Named::new(&track.id, &track.name)).collect(),
    }
}

/// Every built-in scheme, by id.
#[must_use]
pub fn catalogue() -> Vec<Listed> {
    builtin::all().iter().map(listed).collect()
}
