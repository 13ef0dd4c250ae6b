//! What a record asked of the others while it was decoded.

use std::cell::{Cell, RefCell};

use super::Kind;
use super::id::RecordId;
use crate::tree::SitePath;

/// What a record asked of the others: it is as it was while the answers are.
#[derive(Debug, Default)]
pub struct Asked {
    /// One bit a kind.
    kinds: Cell<u32>,
    /// The plan it belongs to.
    plan: Cell<Option<RecordId>>,
    /// The files it gives out.
    files: RefCell<Vec<SitePath>>,
}

impl Asked {
    pub(super) fn note_kind(&self, kind: Kind) {
        self.kinds.set(self.kinds.get() | 1 << kind as u16);
    }

    /// Notes the plan it belongs to, whose year and offices tell what its words mean.
    pub fn note_plan(&self, plan: RecordId) {
        self.plan.set(Some(plan));
    }

    /// The plan it belongs to.
    pub fn plan(&self) -> Option<RecordId> {
        self.plan.get()
    }

    /// Notes a file.
    pub fn note_file(&self, path: &SitePath) {
        self.files.borrow_mut().push(path.clone());
    }

    /// Whether records of a kind were looked up by name.
    pub fn has_kind(&self, kind: Kind) -> bool {
        self.kinds.get() & 1 << kind as u16 != 0
    }

    /// Whether a file was looked at.
    pub fn has_file(&self, wanted: impl Fn(&SitePath) -> bool) -> bool {
        self.files.borrow().iter().any(wanted)
    }
}
