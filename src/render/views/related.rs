//! What leads to what: a plan's family, the texts that lead to a record, and what else names it.

use super::Views;
use crate::model::{Id, Kind, Plan, RecordId};
use crate::render::view::{Fact, FamilyRow, Link, ListItem, Texts};

/// How many of a kind a page names; the others are in their index.
const FAMILY_MOST: usize = 12;

impl Views {
    /// What belongs to a plan beside its tasks, as far as it has pages; `problems` is the word for
    /// where these are listed.
    pub(super) fn family(&self, plan: Id<Plan>, problems: &str) -> Vec<FamilyRow> {
        let rows = self.rows_by_kind(self.facts.family(plan)).map(|(kind, row)| match kind {
            // The plan's page has them in a table of their own.
            Kind::Problem => {
                let href = self.site.problems_href(plan.into());
                let more = href.map(|href| Link { label: self.w(problems), href: Some(href) });
                FamilyRow { items: Vec::new(), more, ..row }
            }
            _ => row,
        });
        rows.collect()
    }

    /// What names a record beside what its page lists, as far as it has pages.
    pub(super) fn named_by(&self, record: RecordId) -> Vec<FamilyRow> {
        self.rows_by_kind(self.facts.named_by(record)).map(|(_, row)| row).collect()
    }

    /// Records that have a page, a row a kind.
    fn rows_by_kind<'a>(
        &'a self,
        records: impl Iterator<Item = (Kind, &'a [RecordId])>,
    ) -> impl Iterator<Item = (Kind, FamilyRow)> {
        records.filter_map(|(kind, records)| {
            let with_page: Vec<RecordId> =
                records.iter().copied().filter(|id| self.site.href_of(*id).is_some()).collect();
            (!with_page.is_empty()).then(|| (kind, self.family_row(kind, &with_page)))
        })
    }

    fn family_row(&self, kind: Kind, records: &[RecordId]) -> FamilyRow {
        let index = self.site.index_href(kind);
        let all = index.clone().filter(|_| records.len() > FAMILY_MOST);
        FamilyRow {
            kind: Link { label: self.kind_title(kind), href: index },
            count: records.len(),
            items: records.iter().take(FAMILY_MOST).map(|id| self.bare_entry(*id)).collect(),
            more: all.map(|href| Link { label: self.w("family_all"), href: Some(href) }),
        }
    }

    /// The news and pages that lead to a record, the newest first.
    pub(super) fn texts_leading_to(&self, record: RecordId) -> Option<Texts> {
        self.texts(self.facts.texts_leading_to(record).iter().copied())
    }

    /// Of those that lead to a plan, the ones its family does not name already.
    pub(super) fn texts_beside_family(&self, plan: Id<Plan>) -> Option<Texts> {
        let texts = self.facts.texts_leading_to(plan.into()).iter().copied();
        self.texts(texts.filter(|text| self.facts.public().plan_of(*text) != Some(plan)))
    }

    fn texts(&self, mut texts: impl Iterator<Item = RecordId>) -> Option<Texts> {
        let first = texts.by_ref().take(FAMILY_MOST);
        let items: Vec<ListItem> = first.map(|text| self.bare_entry(text)).collect();
        let count = texts.count();
        let more = (count > 0).then(|| Link {
            label: self
                .words
                .fill("texts_more", &[("count", &count), ("index", &self.kind_title(Kind::News))]),
            href: self.site.index_href(Kind::News),
        });
        (!items.is_empty()).then_some(Texts { items, more })
    }

    /// A record by its title and date alone.
    fn bare_entry(&self, record: RecordId) -> ListItem {
        ListItem { summary: None, ..self.entry(record) }
    }

    /// The plan something belongs to, once that plan is there.
    pub(super) fn fact_plan(&self, plan: Option<Id<Plan>>) -> Option<Fact> {
        let plan = plan.filter(|plan| self.facts.has_page((*plan).into()));
        self.fact("label_plan", plan.map(|plan| self.plan_link(plan)).into_iter().collect())
    }
}
