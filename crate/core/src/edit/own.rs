//! Schemes of one's own (自己的方案) in a project. Their texts stand in the log like any other edit, so a project file
//! carries the rules that it was scored by, undo takes them back, and a change of them is seen.

use std::sync::Arc;

use super::{Edit, Entry, Project, Start, Step};
use crate::diag::Fault;
use crate::scheme::builtin;
use crate::scheme::folder::Folder;
use crate::scheme::model::Scheme;

/// So many times may one project take in the texts of schemes: each is read again whenever the project file is opened.
pub(super) const MOST: usize = 100;

/// A scheme of one's own: its texts and what was read from them.
#[derive(Debug)]
pub struct Own {
    /// The texts.
    pub folder: Folder,
    /// The scheme.
    pub scheme: Scheme,
}

impl Own {
    /// Reads the texts.
    ///
    /// # Errors
    /// Every fault of them.
    pub fn load(folder: &Folder) -> Result<Self, Vec<Fault>> {
        Ok(Self { folder: folder.clone(), scheme: folder.load_own()? })
    }
}

/// The schemes that a place of the log knows, and the one in force there.
#[derive(Debug, Clone)]
pub(super) struct Known<'s> {
    start: &'s Start,
    /// Those of one's own, the latest texts of each.
    pub(super) own: Vec<Arc<Own>>,
    /// The id of the scheme in force; `None` where nobody chose one yet.
    chosen: Option<String>,
}

impl<'s> Known<'s> {
    /// Behind a log.
    pub(super) fn behind(start: &'s Start, log: &[Step]) -> Self {
        let mut known = Self { start, own: Vec::new(), chosen: None };
        log.iter().for_each(|step| known.learn(&step.entry));
        known
    }

    /// Behind one entry more.
    pub(super) fn learn(&mut self, entry: &Entry) {
        match entry {
            Entry::Own(own) => {
                self.own.retain(|known| known.scheme.id != own.scheme.id);
                self.own.push(Arc::clone(own));
            }
            Entry::Edit(Edit::Track { scheme, .. }) => self.chosen = Some(scheme.clone()),
            Entry::Edit(_) | Entry::Files(_) => {}
        }
    }

    /// A scheme by its id: one's own, the one that the project began with, or a built-in one.
    pub(super) fn scheme(&self, id: &str) -> Option<&Scheme> {
        let own = self.own.iter().map(|own| &own.scheme).find(|scheme| scheme.id == id);
        own.or_else(|| Some(&self.start.scheme).filter(|scheme| scheme.id == id)).or_else(|| builtin::loaded(id))
    }

    /// The id of the scheme that was chosen last, where it is not here.
    pub(super) fn lost(&self) -> Option<&str> {
        self.chosen.as_deref().filter(|id| self.scheme(id).is_none())
    }

    /// The scheme in force.
    pub(super) fn current(&self) -> &Scheme {
        let chosen = self.chosen.as_deref().unwrap_or(&self.start.scheme.id);
        self.scheme(chosen).unwrap_or(&self.start.scheme)
    }
}

impl Project {
    /// Takes in the texts of a scheme of one's own; where it is in force already, the new texts take the place of the old.
    /// The same texts once more change nothing.
    pub(super) fn take_texts(&mut self, folder: &Folder) -> Result<(), String> {
        if self.view.own.iter().any(|own| own.folder == *folder) {
            return Ok(());
        }
        let before = self.log[..self.done].iter().filter(|step| matches!(step.entry, Entry::Own(_))).count();
        if before >= MOST {
            return Err(format!("这个工程里已经打开过{MOST}次自己的方案，不能再打开；请另起一个工程。"));
        }
        let own = Own::load(folder).map_err(|faults| told(&faults))?;
        self.push(Entry::Own(Arc::new(own)));
        Ok(())
    }

    /// The schemes that can be chosen: one's own, then the built-in ones.
    pub fn schemes(&self) -> impl Iterator<Item = &Scheme> {
        self.view.own.iter().map(|own| &own.scheme).chain(builtin::all())
    }

    /// The texts of the scheme in force, where it is one's own: what reading a workbook asks for.
    #[must_use]
    pub fn own_texts(&self) -> Option<&Folder> {
        self.view.own.iter().find(|own| own.scheme.id == self.view.scheme.id).map(|own| &own.folder)
    }
}

/// The faults in one sentence.
pub(super) fn told(faults: &[Fault]) -> String {
    let first = faults.first().map(ToString::to_string).unwrap_or_default();
    format!("方案有{}处错误，没有采用。第一处：{first}", faults.len())
}
