//! Policies: their index by year, and the page of one.

use super::Views;
use crate::facts::policy::ActionCounts;
use crate::model::policy::Action;
use crate::model::{Id, Kind, Policy, RecordId};
use crate::render::view::{PoliciesView, PolicyCounts, PolicyItem, PolicyView, PolicyYearView};

impl Views {
    /// policies.html: by year, the newest first.
    pub fn policies(&self) -> PoliciesView {
        let column = self.facts.public().column(Kind::Policy);
        let years = self.facts.policies_by_year();
        PoliciesView {
            intro_html: self.intro(column.map(|column| &column.body), "../"),
            total: counts(self.facts.policy_actions()),
            years: years
                .into_iter()
                .map(|year| PolicyYearView {
                    year: self.words.fill("year_of_policies", &[("year", &year.year)]),
                    counts: counts(year.counts),
                    items: year.policies.into_iter().map(|id| self.policy_item(id)).collect(),
                })
                .collect(),
        }
    }

    fn policy_item(&self, id: Id<Policy>) -> PolicyItem {
        let policy = self.facts.public().policy(id);
        let note: Vec<String> = [
            policy.document.number.clone(),
            policy.issuer.as_ref().map(|issuer| issuer.text.clone()),
            self.facts.validity(&policy.document).map(|validity| self.validity(validity)),
        ]
        .into_iter()
        .flatten()
        .collect();
        PolicyItem {
            link: self.link(id.into()),
            date: self.day(policy.published),
            action: policy.action.map(|action| self.action(action)),
            note: (!note.is_empty()).then(|| note.join(" · ")),
            summary: policy.base.summary.clone(),
            sample: policy.base.sample,
        }
    }

    fn action(&self, action: Action) -> String {
        self.w(match action {
            Action::Made => "action_made",
            Action::Revised => "action_revised",
            Action::Repealed => "action_repealed",
        })
    }

    /// policy.html
    pub fn policy(&self, id: Id<Policy>) -> PolicyView {
        let policy = self.facts.public().policy(id);
        let record: RecordId = id.into();
        let base = &policy.base;
        let action = policy.action.map(|action| self.action(action));
        let mut document =
            self.document(record, policy.issuer.as_ref(), policy.published, &policy.document);
        document.extend(self.fact_text("label_action", action));
        document.extend(self.fact_plan(policy.plan));
        PolicyView {
            document,
            body_html: self.body(record, &base.body),
            quoted: self.quoted(&base.quoted),
            evidence: Self::evidence(&base.evidence),
            attachments: self.attachments(record, &base.attachments),
        }
    }
}

fn counts(counts: ActionCounts) -> PolicyCounts {
    PolicyCounts {
        total: counts.total,
        made: counts.made,
        revised: counts.revised,
        repealed: counts.repealed,
        unstated: counts.unstated,
    }
}
