//! What records are called on a day, and which document took the place of which.

use super::Facts;
use crate::model::plan::Document;
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
