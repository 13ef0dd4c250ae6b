//! Returns: pages of the internal edition alone.

use std::collections::BTreeSet;

use super::Views;
use crate::facts::{Ratio, ReturnCounts};
use crate::model::task::EventKind;
use crate::model::{Id, Kind, Office, RecordId, Return};
use crate::render::view::{
    ListItem, OfficeReturns, ReturnCounts as ReturnCountsView, ReturnRow, ReturnView, ReturnsPlan,
    ReturnsView,
};
use crate::site::Part;

impl Views {
    /// Counts of returns in words.
    pub(super) fn return_counts(&self, counts: ReturnCounts) -> ReturnCountsView {
        ReturnCountsView {
            expected: counts.expected,
            on_time: counts.on_time,
            late: counts.late,
            missing: counts.missing,
            rate: Ratio { part: counts.on_time, whole: counts.expected }.to_string(),
            samples: self.words.samples("samples_returns", counts.samples),
            note: (counts.unknown > 0)
                .then(|| self.words.fill("calendar_unknown", &[("count", &counts.unknown)])),
        }
    }

    /// Who reported, by plan and office. The charts of a part are of the offices it lists, as a
    /// grid has a cell for each of their periods.
    pub fn returns(&self, part: Part) -> ReturnsView {
        let column = self.facts.public().column(Kind::Return);
        let mut plans: Vec<ReturnsPlan> = Vec::new();
        let mut row = 0;
        for (id, number) in self.plan_ids().into_iter().zip(1..) {
            let counts = self.return_counts(self.facts.returns_of_plan(id));
            let items = self.returns_of(id);
            if counts.expected == 0 && counts.note.is_none() && items.is_empty() {
                continue;
            }
            let by_office: Vec<_> = self.facts.returns_by_office(id).collect();
            let here = by_office.iter().zip(row..).filter(|(_, row)| part.holds(*row));
            let here: BTreeSet<Id<Office>> = here.map(|((office, _), _)| *office).collect();
            row += by_office.len() + items.len();
            let offices = by_office.into_iter().map(|(office, counts)| OfficeReturns {
                office: self.office_link(office),
                counts: self.return_counts(counts),
            });
            plans.push(ReturnsPlan {
                charts: self.returns_charts(id, number, &here),
                plan: self.plan_link(id),
                counts,
                offices: offices.collect(),
                items,
            });
        }
        ReturnsView { intro_html: self.intro(column.map(|column| &column.body), "../"), plans }
    }

    /// A plan's returns, the last filed first.
    fn returns_of(&self, plan: Id<crate::model::Plan>) -> Vec<ListItem> {
        let mut found: Vec<(Id<Return>, &Return)> =
            self.facts.returns_filed().filter(|(_, found)| found.plan == Some(plan)).collect();
        found.sort_by_key(|(id, found)| {
            (std::cmp::Reverse((found.filed.day, found.filed.minutes())), *id)
        });
        found
            .into_iter()
            .map(|(id, found)| ListItem {
                date: Some(self.moment(found.filed)),
                ..self.entry(id.into())
            })
            .collect()
    }

    /// One return.
    pub fn return_(&self, id: Id<Return>) -> ReturnView {
        let found = self.facts.public().return_(id);
        let record: RecordId = id.into();
        let office: Vec<_> = found.office.into_iter().collect();
        let periods: Vec<String> =
            found.periods.iter().map(|period| self.words.period(*period)).collect();
        let audit = found.audit.as_ref();
        let audited = audit.map(|audit| {
            let parts: Vec<String> = [
                audit.post.as_ref().map(|post| post.text.clone()),
                audit.time.map(|time| self.words.moment(time)),
                audit.opinion.clone(),
            ]
            .into_iter()
            .flatten()
            .collect();
            parts.join(" · ")
        });
        ReturnView {
            facts: [
                self.fact_offices("label_office", &office),
                self.fact(
                    "label_plan",
                    found.plan.map(|p| self.plan_link(p)).into_iter().collect(),
                ),
                self.fact_text("label_period", Some(self.words.join(&periods))),
                self.fact_text("label_filed", Some(self.words.moment(found.filed))),
                self.fact_text("label_audit", audited),
                self.fact("label_papers", found.papers.iter().map(Self::text).collect()),
            ]
            .into_iter()
            .flatten()
            .collect(),
            body_html: self.body(record, &found.base.body),
            rows: found
                .rows
                .iter()
                .map(|row| ReturnRow {
                    task: self.link(row.task.into()),
                    date: Some(self.day(row.day)),
                    word: self.w(match row.event {
                        EventKind::Completed => "event_completed",
                        _ => "event_progress",
                    }),
                    text: row.text.clone(),
                    facts: [
                        self.fact_text("label_percent", row.percent.map(|p| format!("{p}%"))),
                        self.fact_text("label_quantity_done", row.quantity_done),
                    ]
                    .into_iter()
                    .flatten()
                    .collect(),
                })
                .collect(),
            attachments: self.attachments(record, &found.base.attachments),
        }
    }
}
