//! What must be said of a record before anything else, and what stands where one was.

use super::Views;
use crate::model::plan::Validity;
use crate::model::{Kind, RecordId};
use crate::render::view::{Banner, RedirectView, TombstoneView};

impl Views {
    /// What must be said of a record before anything else.
    pub(super) fn banners(&self, record: RecordId) -> Vec<Banner> {
        let base = self.facts.public().base(record);
        let mut banners = Vec::new();
        let mut add = |kind, text: String, link| banners.push(Banner { kind, text, link });
        if base.draft {
            add("draft", self.w("banner_draft"), None);
        }
        if base.disclosure == crate::model::Disclosure::Internal {
            add("internal", self.w("banner_internal"), None);
        }
        if base.sample {
            add("sample", self.w("banner_sample"), None);
        }
        if base.archived {
            add("archived", self.w("banner_archived"), self.way_to_now(record));
        } else if let Some(past) = self.past_record(record) {
            add(past.kind, past.text, past.link);
        }
        let document = match record.kind {
            Kind::Plan => Some(&self.facts.public().plan(record.typed()).document),
            Kind::Policy => Some(&self.facts.public().policy(record.typed()).document),
            _ => None,
        };
        if let Some(document) = document {
            if let Some(replaced) = self.facts.replaced_by(document) {
                add("replaced", self.w("banner_replaced"), Some(self.link(replaced)));
            } else if let Some(validity) =
                self.facts.validity(document).filter(|validity| *validity != Validity::InForce)
            {
                let word = self.validity(validity);
                let text = self.words.fill("banner_validity", &[("validity", &word)]);
                add("replaced", text, None);
            }
        }
        banners
    }

    pub(super) fn validity(&self, validity: Validity) -> String {
        self.w(match validity {
            Validity::InForce => "validity_in_force",
            Validity::Amended => "validity_amended",
            Validity::Repealed => "validity_repealed",
            Validity::Expired => "validity_expired",
        })
    }

    /// A withdrawn record's page.
    pub fn tombstone(&self, record: RecordId) -> TombstoneView {
        let withdrawn = self.facts.public().base(record).withdrawn.as_ref();
        TombstoneView {
            date: self.day(withdrawn.map_or(self.facts.day(), |withdrawn| withdrawn.date)),
            reason: withdrawn.map_or(String::new(), |withdrawn| withdrawn.reason.clone()),
        }
    }

    /// An old address.
    pub fn redirect(&self, record: RecordId) -> RedirectView {
        let mut to = self.link(record);
        if self.is_below {
            to.href = to.href.map(|href| self.site.simple_href(&href));
        }
        RedirectView { to }
    }
}
