//! Visits: their index by plan and quarter, and the page of a period.

use super::Views;
use crate::facts::visit::{Attainment, Standing, Total, VisitFacts};
use crate::facts::withhold::{COLUMNS, Cell};
use crate::model::plan::VisitQuota;
use crate::model::{Id, Kind, Plan, RecordId, Visit};
use crate::render::view::{
    IssueLine, VisitPost, VisitTotal, VisitView, VisitsLine, VisitsPlan, VisitsView,
};

impl Views {
    /// visits.html
    pub fn visits(&self) -> VisitsView {
        let column = self.facts.public().column(Kind::Visit);
        let plans = self.plan_ids().into_iter().map(Some).chain([None]);
        VisitsView {
            intro_html: self.intro(column.map(|column| &column.body), "../"),
            plans: plans
                .map(|plan| self.visits_of_plan(plan))
                .filter(|plan| !plan.lines.is_empty())
                .collect(),
        }
    }

    /// A plan's visits, the latest first; without a plan, those whose plan takes no part.
    fn visits_of_plan(&self, plan: Option<Id<Plan>>) -> VisitsPlan {
        let public = self.facts.public();
        let mut visits: Vec<Id<Visit>> = self
            .facts
            .ids(Kind::Visit)
            .map(|record| record.typed())
            .filter(|id| {
                let of = public.visit(*id).plan.filter(|plan| self.facts.counts((*plan).into()));
                of == plan
            })
            .collect();
        visits.sort_by_key(|id| (std::cmp::Reverse(public.visit(*id).period.last()), *id));
        let quotas = plan.map_or(&[][..], |plan| &public.plan(plan).visit_quota);
        VisitsPlan {
            plan: plan.map(|plan| self.plan_link(plan)),
            quotas: quotas.iter().map(|quota| self.quota(quota)).collect(),
            lines: visits.into_iter().flat_map(|id| self.visit_lines(id)).collect(),
        }
    }

    fn visit_lines(&self, id: Id<Visit>) -> Vec<VisitsLine> {
        let visit = self.facts.public().visit(id);
        let facts = self.facts.visit(id);
        let mut record = self.link(id.into());
        record.label = self.words.period(visit.period);
        self.visit_totals(&facts)
            .into_iter()
            .map(|total| VisitsLine {
                record: record.clone(),
                sample: visit.base.sample,
                note: facts.first_is_short.then(|| self.w("first_quarter_short")),
                total,
            })
            .collect()
    }

    /// A quota in words, its ways in brackets.
    pub(super) fn quota(&self, quota: &VisitQuota) -> String {
        let text = match quota.per_quarter {
            Some(times) => self.words.fill("quota", &[("who", &quota.who), ("times", &times)]),
            None => quota.who.clone(),
        };
        let ways = self.words.join(&quota.ways);
        match ways.is_empty() {
            true => text,
            false => self.words.fill("state_with_days", &[("state", &text), ("days", &ways)]),
        }
    }

    /// By 对象, and all together where there are several.
    fn visit_totals(&self, facts: &VisitFacts) -> Vec<VisitTotal> {
        let all = || self.w("total");
        let mut totals: Vec<VisitTotal> = facts
            .by_who
            .iter()
            .map(|(who, total)| visit_total(who.map_or_else(all, str::to_owned), total))
            .collect();
        if totals.len() != 1 {
            totals.push(visit_total(all(), &facts.all));
        }
        totals
    }

    /// visit.html
    pub fn visit(&self, id: Id<Visit>) -> VisitView {
        let visit = self.facts.public().visit(id);
        let facts = self.facts.visit(id);
        let (record, base): (RecordId, _) = (id.into(), &visit.base);
        let plan = visit.plan.map(|plan| self.plan_link(plan));
        let quotas = visit.plan.map_or(&[][..], |plan| &self.facts.public().plan(plan).visit_quota);
        let quotas = quotas.iter().map(|quota| Self::text(self.quota(quota)));
        let issues = facts.issues.rows.iter().zip(&visit.issues);
        VisitView {
            facts: [
                self.fact_text("label_period", Some(self.words.period(visit.period))),
                self.fact("label_plan", plan.into_iter().collect()),
                self.fact("label_visit_quota", quotas.collect()),
            ]
            .into_iter()
            .flatten()
            .collect(),
            notes: self.visit_notes(&facts),
            totals: self.visit_totals(&facts),
            rows: facts.rows.iter().map(|row| self.visit_post(row)).collect(),
            issues: issues
                .map(|(cells, row)| self.issue_line(row.category.clone(), cells))
                .collect(),
            issues_total: (!visit.issues.is_empty())
                .then(|| self.issue_line(self.w("total"), &facts.issues.total)),
            withheld: facts.issues.withholds().then(|| self.w("withheld_note")),
            body_html: self.body(record, &base.body),
            evidence: Self::evidence(&base.evidence),
            attachments: self.attachments(record, &base.attachments),
        }
    }

    fn visit_notes(&self, facts: &VisitFacts) -> Vec<String> {
        let running = facts.rows.iter().any(|row| row.standing == Standing::Running);
        [
            facts.first_is_short.then(|| self.w("first_quarter_short_note")),
            (facts.quarters > 1)
                .then(|| self.words.fill("quarters_asked", &[("count", &facts.quarters)])),
            (facts.quarters == 0).then(|| self.w("less_than_a_quarter")),
            running.then(|| self.w("visits_running_note")),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn visit_post(&self, row: &Attainment) -> VisitPost {
        let (standing, word) = match row.standing {
            Standing::Met => ("met", "visits_met"),
            Standing::Short => ("short", "visits_short"),
            Standing::Running => ("running", "visits_running"),
            Standing::Unasked => ("unasked", "visits_unasked"),
        };
        VisitPost {
            post: self.party_link(&row.row.post),
            who: row.row.who.clone(),
            due: row.due,
            visits: row.row.visits,
            calls: row.row.calls,
            made: row.made,
            rate: row.rate().map(|rate| rate.to_string()),
            standing,
            word: self.w(word),
        }
    }

    fn issue_line(&self, category: String, cells: &[Cell; COLUMNS]) -> IssueLine {
        let print = |cell: &Cell| match cell {
            Cell::Blank => String::new(),
            Cell::Shown(count) => count.to_string(),
            Cell::Withheld => self.w("withheld"),
        };
        IssueLine { category, cells: cells.iter().map(print).collect() }
    }
}

fn visit_total(who: String, total: &Total) -> VisitTotal {
    VisitTotal {
        who,
        posts: total.posts,
        visits: total.visits,
        calls: total.calls,
        met: total.met,
        asked: total.asked,
        rate: total.met_rate().to_string(),
    }
}
