//! An entry on a record's line of time, of whatever kind the record is.

use super::Views;
use crate::model::RecordId;
use crate::model::entry::{EntryBase, Words};
use crate::render::view::{EventView, Fact, Made};

impl Views {
    /// What happened; `nth` tells it from others of its day, `event` and `word` are its kind's.
    pub(super) fn entry_event(
        &self,
        record: RecordId,
        base: &EntryBase,
        nth: u32,
        event: &'static str,
        word: String,
        facts: Vec<Fact>,
    ) -> EventView {
        let anchor = match nth {
            1 => format!("d{}", base.day),
            n => format!("d{}_{n}", base.day),
        };
        // Two bodies on a page must not share ids.
        let prefix = format!("{anchor}-");
        let body_html = match &base.text {
            Words::Body(body) => {
                let root = self.site.route_of(record).map_or_else(String::new, |r| r.root());
                self.markdown(Some(record), body, &root, 4, &prefix)
            }
            Words::Plain(text) if text.is_empty() => Made::default(),
            Words::Plain(text) => format!("<p>{}</p>\n", escape(text)).into(),
        };
        EventView {
            id: anchor,
            date: self.day(base.day),
            event,
            word,
            title: base.title.clone(),
            office: base.office.map(|office| self.office_link(office)),
            filed: self.filed_late(record, base),
            facts,
            body_html,
            attachments: self.attachments(record, &base.attachments),
        }
    }
}

/// Escapes text for HTML.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}
