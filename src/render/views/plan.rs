//! A plan's page.

use super::Views;
use crate::model::calendar::OnHoliday;
use crate::model::plan::{Document, DoneBy, Stage};
use crate::model::{Day, Id, Party, Plan, RecordId};
use crate::render::chart::timeline as drawn;
use crate::render::view::{Fact, OfficeRow, PlanView, StageView};

impl Views {
    /// A plan with its document's block, stages, totals and tasks.
    pub fn plan(&self, id: Id<Plan>) -> PlanView {
        let plan = self.facts.public().plan(id);
        let record: RecordId = id.into();
        let tasks = self.facts.tasks_of_plan(id);
        PlanView {
            document: self.document(record, plan.issuer.as_ref(), plan.published, &plan.document),
            facts: self.arrangements(plan),
            stages: self.stages(plan),
            stages_chart: self.stages_chart(&self.drawn_stages(plan)),
            now: self.now(plan),
            body_html: self.body_below(record, &plan.base.body),
            stated: self.stated(id),
            quoted: self.quoted(&plan.base.quoted),
            totals: self.totals(&self.facts.count(tasks), Some(id)),
            tasks: self.items(tasks),
            offices: self.offices_in(id),
            charts: self.plan_charts(id),
            problems_chart: self.problems_chart(id),
            problems: self.problem_section(self.facts.problems_of_plan(id), &[]),
            summary: self.summary_link(Some(id)),
            indicators: self.indicators_in(id),
            family: self.family(id, "family_above"),
            texts: self.texts_beside_family(id),
            checklist: plan
                .checklist
                .iter()
                .map(|item| Fact {
                    label: item.number.clone().unwrap_or_default(),
                    values: vec![Self::text(self.said(&item.name))],
                    note: None,
                })
                .collect(),
            attachments: self.attachments(record, &plan.base.attachments),
            evidence: Self::evidence(&plan.base.evidence),
            legend: self.legend_for(Some(id), tasks),
        }
    }

    /// The block of an official document, in the State Council's order.
    pub(super) fn document(
        &self,
        record: RecordId,
        issuer: Option<&Party>,
        published: Day,
        document: &Document,
    ) -> Vec<Fact> {
        let base = self.facts.public().base(record);
        let keywords = self.keywords(record, base);
        let keywords = (!keywords.is_empty()).then(|| self.words.join(keywords));
        let replaced_by = self.facts.replaced_by(document).map(|by| self.link(by));
        let replaced = self.facts.replaced(record).into_iter().map(|record| self.link(record));
        [
            self.fact_text("label_index_number", document.index_number.as_ref()),
            self.fact_text("label_topic", document.topic.as_ref()),
            self.fact_party("label_issuer", issuer),
            self.fact_day("label_written", document.written),
            self.fact_text("label_title", Some(&base.title)),
            self.fact_text("label_doc_number", document.number.as_ref()),
            self.fact_day("label_published", Some(published)),
            self.fact_text("label_keywords", keywords),
            self.fact_text(
                "label_validity",
                self.facts.validity(document).map(|validity| self.validity(validity)),
            ),
            self.fact("label_replaced_by", replaced_by.into_iter().collect()),
            self.fact("label_replaces", replaced.collect()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// How the plan is reported and judged.
    fn arrangements(&self, plan: &Plan) -> Vec<Fact> {
        let day_of_month = |day: u32| self.words.fill("day_of_month", &[("day", &day)]);
        let reports = plan.weekly.is_some() || plan.monthly.is_some();
        let quotas = plan.visit_quota.iter().map(|quota| Self::text(self.quota(quota)));
        [
            self.fact_text("label_year", plan.year),
            self.fact_text("label_span", self.span(plan.start, plan.end)),
            self.fact_offices("label_offices", &plan.offices),
            self.fact_text(
                "label_warning_days",
                Some(self.words.fill("warning_days_text", &[("days", &plan.warning_days)])),
            ),
            self.fact_text(
                "label_done_by",
                Some(self.w(match plan.done_by {
                    DoneBy::Report => "done_by_report",
                    DoneBy::Verification => "done_by_verification",
                })),
            ),
            self.fact_text("label_weekly", plan.weekly.as_ref()),
            self.fact_text("label_monthly", plan.monthly.as_ref()),
            self.fact("label_monthly_papers", plan.monthly_papers.iter().map(Self::text).collect()),
            self.fact_text("label_bulletin_day", plan.bulletin_day.map(day_of_month)),
            self.fact_text(
                "label_on_holiday",
                reports.then(|| {
                    self.w(match plan.on_holiday {
                        OnHoliday::Earlier => "on_holiday_earlier",
                        OnHoliday::Later => "on_holiday_later",
                        OnHoliday::Same => "on_holiday_same",
                    })
                }),
            ),
            self.fact("label_visit_quota", quotas.collect()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// The stages on the plan's line of time.
    fn stages(&self, plan: &Plan) -> Vec<StageView> {
        let line = Self::line(plan);
        let spans = Self::spans(plan).into_iter();
        let stages = plan.stages.iter().zip(spans);
        stages.map(|(stage, (start, end))| self.stage(stage, start, end, line)).collect()
    }

    /// The same as they are drawn; one whose beginning nobody has said is its end alone.
    fn drawn_stages(&self, plan: &Plan) -> Vec<drawn::Stage> {
        let stages = plan.stages.iter().zip(Self::spans(plan));
        stages
            .map(|(stage, (start, end))| drawn::Stage {
                name: self.said(&stage.name).to_owned(),
                start: start.unwrap_or(end),
                end,
                phase: self.phase(start, end).0,
            })
            .collect()
    }

    /// From when to when each stage goes, as far as that can be told.
    fn spans(plan: &Plan) -> Vec<(Option<Day>, Day)> {
        let (first, last) = Self::line(plan);
        // One after the other, a stage without a start begins where the one before ended. Where they
        // lie within one another nobody has said when it begins.
        let ends: Option<Vec<Day>> = plan.stages.iter().map(|stage| stage.end).collect();
        let in_turn = ends.is_some_and(|ends| ends.is_sorted_by(|a, b| a < b));
        let mut begins = first;
        plan.stages
            .iter()
            .map(|stage| {
                let start = stage.start.or(in_turn.then_some(begins));
                let end = stage.end.unwrap_or(last);
                begins = end.plus(1);
                (start, end)
            })
            .collect()
    }

    /// The first and the last day of the plan's line of time.
    fn line(plan: &Plan) -> (Day, Day) {
        let days = || plan.stages.iter().flat_map(|stage| [stage.start, stage.end]).flatten();
        let first = plan.start.or_else(|| days().min()).unwrap_or(plan.published);
        (first, plan.end.or_else(|| days().max()).unwrap_or(first))
    }

    /// Where the as-of day lies on it.
    fn now(&self, plan: &Plan) -> Option<u32> {
        let ((first, last), day) = (Self::line(plan), self.facts.day());
        let passed = day.since(first);
        (first < last && first <= day && day <= last)
            .then(|| (passed * 100 / last.since(first)) as u32)
    }

    /// Where a stage stands on the as-of day, and the name of its word.
    fn phase(&self, start: Option<Day>, end: Day) -> (&'static str, &'static str) {
        let day = self.facts.day();
        match start {
            _ if day > end => ("past", "phase_past"),
            Some(start) if day < start => ("future", "phase_future"),
            Some(_) => ("current", "phase_current"),
            None => ("current", "phase_until"),
        }
    }

    fn stage(
        &self,
        stage: &Stage,
        start: Option<Day>,
        end: Day,
        (first, last): (Day, Day),
    ) -> StageView {
        let (phase, word) = self.phase(start, end);
        let start = start.unwrap_or(end);
        let whole = (last.since(first) + 1).max(1);
        let share = |days: i64| (days.clamp(0, whole) * 100 / whole) as u32;
        let at = share(start.since(first));
        StageView {
            name: self.said(&stage.name).to_owned(),
            span: self.span(stage.start, stage.end).unwrap_or_default(),
            goal: stage.goal.as_deref().map(|goal| self.said(goal).to_owned()),
            phase,
            phase_word: self.w(word),
            at,
            width: share(end.since(first) + 1).saturating_sub(at).max(1),
        }
    }

    /// The offices that lead tasks of a plan, with these tasks alone.
    fn offices_in(&self, id: Id<Plan>) -> Vec<OfficeRow> {
        let mut by_office: std::collections::BTreeMap<_, Vec<_>> = Default::default();
        for task in self.facts.tasks_of_plan(id) {
            let lead = self.facts.task(*task).and_then(|facts| facts.commitment.lead.first());
            if let Some(lead) = lead {
                by_office.entry(*lead).or_default().push(*task);
            }
        }
        let returns: std::collections::BTreeMap<_, _> = if self.facts.shows_returns_by_office() {
            self.facts.returns_by_office(id).collect()
        } else {
            Default::default()
        };
        by_office
            .into_iter()
            .map(|(office, tasks)| OfficeRow {
                office: self.office_link(office),
                depth: 0,
                totals: self.totals(&self.facts.count(&tasks), None),
                returns: returns.get(&office).map(|counts| self.return_counts(*counts)),
            })
            .collect()
    }

    pub(super) fn indicators_in(&self, id: Id<Plan>) -> Vec<crate::render::view::Link> {
        let public = self.facts.public();
        let mut indicators: Vec<_> = self
            .facts
            .tasks_of_plan(id)
            .iter()
            .filter_map(|task| public.task(*task).indicator)
            .collect();
        indicators.sort();
        indicators.dedup();
        indicators.into_iter().map(|indicator| self.indicator_link(indicator)).collect()
    }
}
