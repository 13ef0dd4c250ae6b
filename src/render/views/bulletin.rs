//! Bulletins: their index, and the page of one.

use std::fmt::Display;

use super::Views;
use crate::bulletin::{self, Difference};
use crate::facts::bulletin::of_plan;
use crate::model::bulletin::Correction;
use crate::model::seal::{Previous, Run, Seal, Text};
use crate::model::{Bulletin, Id, Plan, RecordId};
use crate::render::view::{
    AttachmentView, BulletinCorrections, BulletinGroup, BulletinItem, BulletinView, BulletinsView,
    CorrectionView, DifferenceView, Fact, Link, RevisionView, SealedTable, SectionView, TextView,
    WithdrawnView,
};
use crate::site::Route;

impl Views {
    /// bulletins.html
    pub fn bulletins(&self) -> BulletinsView {
        let column = self.facts.public().column(crate::model::Kind::Bulletin);
        let group = |plan: Id<Plan>| {
            let items = of_plan(&self.facts, plan).into_iter().rev();
            let items: Vec<BulletinItem> = items.map(|id| self.bulletin_item(id)).collect();
            (!items.is_empty()).then(|| BulletinGroup { plan: self.plan_link(plan), items })
        };
        BulletinsView {
            intro_html: self.intro(column.map(|column| &column.body), "../"),
            plans: self.plan_ids().into_iter().filter_map(group).collect(),
        }
    }

    /// A bulletin in a list.
    pub(super) fn bulletin_item(&self, id: Id<Bulletin>) -> BulletinItem {
        let bulletin = self.facts.public().bulletin(id);
        let seal = self.facts.edition(id);
        let text = seal.and_then(Seal::matter).map(|matter| &matter.text);
        let label = text.map_or(&bulletin.base.title, |text| &text.title).clone();
        let note = match seal {
            None => Some(self.w("b_unsigned")),
            Some(seal) if seal.withdrawal().is_some() => Some(self.w("b_withdrawn")),
            Some(seal) if !self.corrections_of(id, seal).is_empty() => Some(self.w("b_corrected")),
            Some(_) if self.facts.editions(id).count() > 1 => Some(self.w("b_reissued")),
            Some(_) => None,
        };
        BulletinItem {
            link: Link { label, href: self.href_of(id.into()) },
            issued: seal.map(|seal| self.day(seal.issued_on)),
            as_of: seal.map_or_else(String::new, |seal| self.words.day(seal.as_of)),
            doc_number: text.and_then(|text| text.doc_number.clone()),
            note,
        }
    }

    /// bulletin.html
    pub fn bulletin(&self, id: Id<Bulletin>) -> BulletinView {
        let record = RecordId::from(id);
        let bulletin = self.facts.public().bulletin(id);
        let seal = self.facts.edition(id);
        let (text, unsigned, not_yet) = match seal {
            Some(seal) => (seal.matter().map(|m| self.sealed_text(record, &m.text)), None, None),
            None => {
                let (text, not_yet) = self.unsigned(id).unzip();
                (text, Some(self.w("b_unsigned")), not_yet.flatten())
            }
        };
        let corrections = seal.map_or_else(Vec::new, |seal| self.corrections_of(id, seal));
        let differences = match corrections.is_empty() {
            true => Vec::new(),
            false => {
                let known = bulletin.corrections.iter().filter(|c| c.date <= self.facts.day());
                let known: Vec<&Correction> = known.collect();
                bulletin::drift(self.facts.public(), bulletin, &known, &self.words).covered
            }
        };
        let mut history = self.history(id);
        let stands = seal.filter(|seal| seal.matter().is_some() && !history.is_empty());
        history.extend(stands.map(|seal| RevisionView {
            text: self.revision_text("b_revision_stands", seal, &[]),
            corrections: Vec::new(),
        }));
        BulletinView {
            text,
            unsigned,
            not_yet,
            reissued: stands
                .map(|seal| self.words.fill("b_reissued_text", &[("revision", &seal.revision)])),
            history,
            withdrawn: seal.and_then(Seal::withdrawal).map(|withdrawn| WithdrawnView {
                on: self.day(withdrawn.on),
                reason: withdrawn.reason.clone(),
                approved_by: withdrawn.approved_by.clone(),
            }),
            corrections,
            differences: differences.into_iter().map(difference).collect(),
            facts: seal.map_or_else(Vec::new, |seal| self.seal_facts(seal)),
            data: self.bulletin_data(id),
            attachments: self.attachments(record, &bulletin.base.attachments),
        }
    }

    /// The office's own words as HTML, with addresses inside the site from `@/`.
    pub fn words_to_seal(&self, id: Id<Bulletin>, words: &str) -> String {
        let body = &self.facts.public().bulletin(id).base.body;
        self.markdown_of(words, Some(id.into()), body, "@/", 2, "").as_str().to_owned()
    }

    /// The office's own words as they were issued.
    pub(super) fn sealed_words(&self, id: Id<Bulletin>) -> &str {
        let matter = self.facts.edition(id).and_then(Seal::matter);
        matter.map_or("", |matter| &matter.text.words)
    }

    /// What is to be issued, computed as of the site's day, and that its own day has not come.
    fn unsigned(&self, id: Id<Bulletin>) -> Option<(TextView, Option<String>)> {
        let public = self.facts.public();
        let bulletin = public.bulletin(id);
        let day = self.facts.day();
        let draft = bulletin::draft(public, bulletin.plan?, bulletin.period, day, &self.words);
        let words_html = self.words_to_seal(id, &draft.text.words);
        let not_yet = draft.not_yet(day, &self.words);
        Some((self.sealed_text(id.into(), &Text { words_html, ..draft.text }), not_yet))
    }

    /// What was issued of a period before the edition that stands, each with its own corrections.
    fn history(&self, id: Id<Bulletin>) -> Vec<RevisionView> {
        let mut editions: Vec<&Seal> = self.facts.editions(id).collect();
        editions.pop();
        let revision = |seal: &Seal| RevisionView {
            text: match seal.withdrawal() {
                None => self.revision_text("b_revision", seal, &[]),
                Some(withdrawn) => {
                    let (reason, by) = (&withdrawn.reason, &withdrawn.approved_by);
                    let reason = reason.trim_end_matches(['。', '.']);
                    let more: [(&str, &dyn Display); 3] =
                        [("on", &self.words.day(withdrawn.on)), ("reason", &reason), ("by", by)];
                    self.revision_text("b_revision_withdrawn", seal, &more)
                }
            },
            corrections: self.corrections_of(id, seal),
        };
        editions.into_iter().map(revision).collect()
    }

    fn revision_text(&self, name: &str, seal: &Seal, more: &[(&str, &dyn Display)]) -> String {
        let issued = self.words.day(seal.issued_on);
        let known: [(&str, &dyn Display); 2] = [("revision", &seal.revision), ("issued", &issued)];
        self.words.fill(name, &[&known, more].concat())
    }

    /// The corrections of one of its editions that are known by the day.
    fn corrections_of(&self, id: Id<Bulletin>, seal: &Seal) -> Vec<CorrectionView> {
        let known = self.facts.corrections_of(id, seal);
        known
            .map(|correction| CorrectionView {
                date: self.day(correction.date),
                text: correction.text.clone(),
                approved_by: self.party_link(&correction.approved_by),
            })
            .collect()
    }

    /// The bulletins that were corrected or taken down, the newest first.
    pub(super) fn corrected_bulletins(&self) -> Vec<BulletinCorrections> {
        let found = self.facts.corrected_bulletins().into_iter();
        found.map(|id| self.bulletin_corrections(id)).collect()
    }

    fn bulletin_corrections(&self, id: Id<Bulletin>) -> BulletinCorrections {
        let BulletinView { withdrawn, corrections, differences, .. } = self.bulletin(id);
        let mut history = self.history(id);
        let stands = self.facts.edition(id).filter(|seal| seal.matter().is_some());
        history.extend(stands.filter(|_| !history.is_empty()).map(|seal| RevisionView {
            text: self.revision_text("b_revision", seal, &[]),
            corrections: Vec::new(),
        }));
        let link = self.bulletin_item(id).link;
        BulletinCorrections { link, history, withdrawn, corrections, differences }
    }

    fn sealed_text(&self, record: RecordId, text: &Text) -> TextView {
        let root = self.site.route_of(record).map_or_else(String::new, Route::root);
        let root = self.way_up(&root);
        let offline = self.site.addressing.offline;
        // What was issued keeps its addresses, whatever became of the pages: which of them have a
        // simpler reading now is a part of the view, and so of the page's key.
        let href = |href: &String| match self.is_simple() {
            true => self.site.simple_href(&address(href, offline)),
            false => address(href, offline),
        };
        let run = |run: &Run| Link { label: run.text.clone(), href: run.href.as_ref().map(href) };
        let row = |runs: &Vec<Run>| runs.iter().map(run).collect();
        let section = |section: &crate::model::seal::Section| SectionView {
            heading: section.heading.clone(),
            paragraphs: section.paragraphs.iter().map(row).collect(),
            tables: section
                .tables
                .iter()
                .map(|table| SealedTable {
                    caption: table.caption.clone(),
                    head: table.head.clone(),
                    rows: table.rows.iter().map(row).collect(),
                })
                .collect(),
        };
        TextView {
            title: text.title.clone(),
            issue: text.issue.clone(),
            doc_number: text.doc_number.clone(),
            to: text.to.clone(),
            signed_by: text.signed_by.clone(),
            sections: text.sections.iter().map(section).collect(),
            words_html: from_top(&text.words_html, &root, offline),
            closing: text.closing.clone(),
            issuer: text.issuer.clone(),
            written: text.written.clone(),
        }
    }

    fn seal_facts(&self, seal: &Seal) -> Vec<Fact> {
        let previous = seal.previous.as_ref().map(|previous| {
            let Previous { period, revision, digest } = previous;
            match *period == seal.period {
                true => self
                    .words
                    .fill("b_previous_issuing", &[("revision", revision), ("digest", digest)]),
                false => {
                    let period = self.words.period(*period);
                    self.words.fill("b_previous", &[("period", &period), ("digest", digest)])
                }
            }
        });
        let is_same = seal.previous.as_ref().is_some_and(|p| p.period == seal.period);
        let label = if is_same { "label_previous_issuing" } else { "label_previous_edition" };
        [
            self.fact_text("label_issued_on", Some(self.words.day(seal.issued_on))),
            self.fact_text("label_as_of", Some(self.words.day(seal.as_of))),
            self.fact_text("label_digest", Some(&seal.digest)),
            self.fact_text(label, previous),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn bulletin_data(&self, id: Id<Bulletin>) -> Option<AttachmentView> {
        let route = Route::of_bulletin_data(&self.facts.public().bulletin(id).base.id);
        self.site.pages.contains_key(&route).then(|| AttachmentView {
            name: self.w("b_data"),
            href: self.site.href(&route),
            note: "JSON".to_owned(),
        })
    }
}

fn difference(difference: Difference) -> DifferenceView {
    let Difference { what, issued, now } = difference;
    DifferenceView { what, issued, now }
}

/// An address as this site writes it.
fn address(path: &str, offline: bool) -> String {
    let (path, anchor) = match path.find('#') {
        Some(at) => path.split_at(at),
        None => (path, ""),
    };
    let is_page = path.is_empty() || path.ends_with('/');
    format!("{path}{}{anchor}", if offline && is_page { "index.html" } else { "" })
}

/// Sealed HTML with its `@/` led from a page to the site's top.
fn from_top(html: &str, root: &str, offline: bool) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find("=\"@/") {
        let (before, after) = rest.split_at(at + 2);
        let end = after.find('"').unwrap_or(after.len());
        out.push_str(before);
        out.push_str(root);
        out.push_str(&address(&after[2..end], offline));
        rest = &after[end..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sealed_addresses_lead_to_the_top() {
        let html = "<a href=\"@/tasks/a/#d1\">x</a> <img src=\"@/a.png\"> =\"@x";
        assert_eq!(
            from_top(html, "../../", false),
            "<a href=\"../../tasks/a/#d1\">x</a> <img src=\"../../a.png\"> =\"@x"
        );
        assert!(from_top(html, "../", true).contains("\"../tasks/a/index.html#d1\""));
    }
}
