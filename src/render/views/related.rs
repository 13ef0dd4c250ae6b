//! What leads to what: a plan's family, and the texts that name a record.

use super::Views;
use crate::model::{Id, Kind, Plan, RecordId};
use crate::render::view::{Fact, FamilyRow, Link, ListItem};

/// How many of a kind a plan's page names; the others are in their index.
const FAMILY_MOST: usize = 12;

impl Views {
    /// What belongs to a plan beside its tasks, as far as it has pages; `problems` is the word for
    /// where these are listed.
    pub(super) fn family(&self, plan: Id<Plan>, problems: &str) -> Vec<FamilyRow> {
        let rows = self.facts.family(plan).filter_map(|(kind, records)| {
            let with_page: Vec<RecordId> =
                records.iter().copied().filter(|id| self.site.href_of(*id).is_some()).collect();
            (!with_page.is_empty()).then(|| self.family_row(plan, kind, &with_page, problems))
        });
        rows.collect()
    }

    fn family_row(
        &self,
        plan: Id<Plan>,
        kind: Kind,
        records: &[RecordId],
        problems: &str,
    ) -> FamilyRow {
        let index = self.site.index_href(kind);
        let link = |name, href| Some(Link { label: self.w(name), href: Some(href) });
        let (listed, more) = match kind {
            // The plan's page has them in a table of their own.
            Kind::Problem => {
                let above = self.facts.tasks_of_plan(plan).len();
                let page = self.site.route_of(plan.into());
                let page = page.and_then(|page| self.site.row_href(page, above));
                let section = page.and_then(|page| link(problems, format!("{page}#p-problems")));
                (&[][..], section)
            }
            _ if records.len() > FAMILY_MOST => {
                let all = index.clone().and_then(|index| link("family_all", index));
                (&records[..FAMILY_MOST], all)
            }
            _ => (records, None),
        };
        FamilyRow {
            kind: Link { label: self.kind_title(kind), href: index },
            count: records.len(),
            items: listed.iter().map(|record| self.bare_entry(*record)).collect(),
            more,
        }
    }

    /// The news and pages that lead to a record, the newest first.
    pub(super) fn texts_leading_to(&self, record: RecordId) -> Vec<ListItem> {
        let texts = self.facts.texts_leading_to(record).iter();
        texts.map(|text| self.bare_entry(*text)).collect()
    }

    /// Of those that lead to a plan, the ones its family does not name already.
    pub(super) fn texts_beside_family(&self, plan: Id<Plan>) -> Vec<ListItem> {
        let texts = self.facts.texts_leading_to(plan.into()).iter();
        texts
            .filter(|text| self.facts.public().plan_of(**text) != Some(plan))
            .map(|text| self.bare_entry(*text))
            .collect()
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
