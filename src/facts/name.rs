//! What records are called on a day, and which document took the place of which.

use super::Facts;
use crate::model::plan::{Document, Validity};
use crate::model::{Kind, RecordId};

impl Facts {
    /// A record's title on the day: an office renamed later still bears its former name.
    pub fn title(&self, record: RecordId) -> &str {
        let former = match record.kind {
            Kind::Office => self.public().office(record.typed()).former_name_on(self.day()),
            _ => None,
        };
        former.unwrap_or(&self.public().base(record).title)
    }

    /// What took a document's place, once it exists.
    pub fn replaced_by(&self, document: &Document) -> Option<RecordId> {
        document.replaced_by.filter(|by| self.has_page(*by))
    }

    /// Whether a document is in force on the day. It tells what it became in the end; before what
    /// took its place exists, it had not become so.
    pub fn validity(&self, document: &Document) -> Option<Validity> {
        let ended_by = matches!(document.validity, Some(Validity::Amended | Validity::Repealed))
            .then_some(document.replaced_by)
            .flatten();
        match ended_by {
            Some(by) if !self.has_page(by) => Some(Validity::InForce),
            _ => document.validity,
        }
    }

    /// The documents a plan or policy took the place of.
    pub fn replaced(&self, record: RecordId) -> Vec<RecordId> {
        let public = self.public();
        let plans = self.plans().map(|(id, plan)| (id.into(), &plan.document));
        let policies = self.ids(Kind::Policy);
        let policies = policies.map(|id| (id, &public.policy(id.typed()).document));
        plans
            .chain(policies)
            .filter(|(_, document)| document.replaced_by == Some(record))
            .map(|(id, _)| id)
            .collect()
    }
}
