//! A problem's page: what was found, what is promised, and what has happened since.

use std::collections::BTreeMap;

use crate::facts::ProblemFacts;
use crate::facts::task::DeadlineChange;
use crate::model::choice::Choice as _;
use crate::model::problem::{Entry, Event, Milestone, Problem, RemedyKind};
use crate::model::{Day, Deadline, Id, Kind, RecordId};
use crate::render::view::{
    DeadlineChange as DeadlineChangeView, DeadlineView, EventView, Fact, Link, MilestoneView,
    ProblemItem, ProblemView,
};
use crate::render::views::Views;
use crate::words::leave_for;

impl Views {
    /// problem.html
    pub fn problem(&self, id: Id<Problem>) -> ProblemView {
        let problem = self.facts.public().problem(id);
        let facts = self.facts.problem(id).expect("a problem with a page has facts");
        let item = self.problem_item(id).expect("a problem with facts has a listing item");
        let record: RecordId = id.into();
        let states = self.states_of(&[id]);
        ProblemView {
            facts: self.findings(problem),
            promise: self.promise(facts),
            cause: facts.remedy.cause.as_deref().map(|cause| self.said(cause).to_owned()),
            goal: facts.remedy.goal.as_deref().map(|goal| self.said(goal).to_owned()),
            steps: self.all_said(&facts.remedy.steps),
            milestones: facts.remedy.milestones.iter().map(|m| self.milestone(m)).collect(),
            deadline: self.problem_deadline(problem, facts),
            body_html: self.body(record, &problem.base.body),
            history: self.problem_history(id, problem, facts),
            attachments: self.attachments(record, &problem.base.attachments),
            evidence: Self::evidence(&problem.base.evidence),
            ask: self.ask(&facts.remedy.lead),
            related: self.problem_related(id, problem, &item),
            texts: self.texts_leading_to(id.into()),
            legend: self.problem_legend(problem.plan, |state| states.contains(&state)),
            item,
        }
    }

    fn findings(&self, problem: &Problem) -> Vec<Fact> {
        let plan = problem.plan.map(|plan| self.plan_link(plan));
        let indicator = problem.indicator.map(|indicator| self.indicator_link(indicator));
        let line = problem.line.map(|line| self.link(line.into()));
        [
            self.fact("label_plan", plan.into_iter().collect()),
            self.fact_day("label_found", Some(problem.found)),
            self.fact_text("label_channel", problem.channel.as_ref()),
            self.fact_text("label_found_by", problem.found_by.as_ref()),
            self.fact_text("label_question", self.question_of(problem)),
            self.fact_text("label_domain", problem.domain.as_ref()),
            self.fact("label_indicator", indicator.into_iter().collect()),
            self.fact("label_line", line.into_iter().collect()),
            self.fact_party("label_received_from", problem.received_from.as_ref()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// The question of the checklist, or the words given.
    fn question_of(&self, problem: &Problem) -> Option<String> {
        let question = problem.question.as_ref()?;
        let of_plan = problem
            .plan
            .zip(question.item)
            .and_then(|(plan, item)| self.facts.public().plan(plan).checklist.get(item));
        Some(match of_plan {
            Some(item) => self.question_words(item.number.as_deref(), &item.name),
            None => question.text.clone(),
        })
    }

    fn promise(&self, facts: &ProblemFacts) -> Vec<Fact> {
        let remedy = &facts.remedy;
        [
            self.fact_text("label_remedy", remedy.kind.map(|kind| self.remedy_word(kind))),
            self.fact_offices("label_lead", &remedy.lead),
            self.fact_party("label_responsible", remedy.responsible.as_ref()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn remedy_word(&self, kind: RemedyKind) -> String {
        self.w(match kind {
            RemedyKind::AtOnce => "remedy_at_once",
            RemedyKind::ByDeadline => "remedy_by_deadline",
            RemedyKind::InStages => "remedy_in_stages",
        })
    }

    fn milestone(&self, milestone: &Milestone) -> MilestoneView {
        let (deadline, words) = self.deadline_and_words(milestone.deadline.as_ref());
        MilestoneView { goal: self.said(&milestone.goal).to_owned(), deadline, words }
    }

    fn problem_deadline(&self, problem: &Problem, facts: &ProblemFacts) -> DeadlineView {
        let deadline = facts.remedy.deadline.as_ref();
        let changes = facts.changes.iter().enumerate();
        DeadlineView {
            current: self.words.deadline(deadline),
            words: self.words.deadline_words(deadline),
            original: (!facts.changes.is_empty())
                .then(|| self.words.deadline(facts.original_deadline.as_ref())),
            changes: changes
                .map(|(n, change)| {
                    self.problem_deadline_change(&problem.entries[change.entry], n + 1, change)
                })
                .collect(),
            on_original: facts.on_original.map(|standing| {
                let state = self.words.problem_state_with_days(standing);
                self.words.fill("on_original", &[("state", &state)])
            }),
        }
    }

    fn problem_deadline_change(
        &self,
        entry: &Entry,
        n: usize,
        change: &DeadlineChange,
    ) -> DeadlineChangeView {
        let reason = match &entry.event {
            Event::Changed { reason, .. } | Event::Reopened { reason, .. } => Some(reason.clone()),
            Event::Rechecked { .. } => Some(self.w("problem_event_rechecked_failed")),
            _ => None,
        };
        DeadlineChangeView {
            date: self.day(change.effective),
            ordinal: self.words.fill("ordinal", &[("n", &n)]),
            from: self.words.deadline(change.from.as_ref()),
            to: self.words.deadline(change.to.as_ref()),
            by: change.days().map(|days| {
                let name = if days < 0 { "moved_earlier" } else { "moved_later" };
                self.words.fill(name, &[("days", &days.abs())])
            }),
            reason,
            approved_by: leave_for(&entry.event).map(|by| self.party_link(by)),
            after_deadline: change.after_deadline.then(|| self.w("extended_when_overdue")),
        }
    }

    fn problem_history(
        &self,
        id: Id<Problem>,
        problem: &Problem,
        facts: &ProblemFacts,
    ) -> Vec<EventView> {
        let mut of_day: BTreeMap<Day, u32> = BTreeMap::new();
        let events = facts.entries.iter().map(|i| {
            let entry = &problem.entries[*i];
            let nth = of_day.entry(entry.base.day).or_insert(0);
            *nth += 1;
            let word = self.problem_event_word(&entry.event);
            let name = entry.event.kind().name();
            let facts = self.problem_event_facts(entry);
            self.entry_event(id.into(), &entry.base, *nth, name, word, facts)
        });
        let mut history: Vec<EventView> = events.collect();
        history.reverse();
        history
    }

    /// An event's word: 整改, 申请销号, 回头看未通过.
    pub(in crate::render::views) fn problem_event_word(&self, event: &Event) -> String {
        self.words.problem_event(event).to_owned()
    }

    fn problem_event_facts(&self, entry: &Entry) -> Vec<Fact> {
        let mut facts = Vec::new();
        let new_deadline = |deadline: &Option<Deadline>| {
            let text = deadline.as_ref().map(|deadline| self.words.deadline(Some(deadline)));
            self.fact_text("label_remedy_deadline", text)
        };
        match &entry.event {
            Event::Progress | Event::Reported | Event::Closed { .. } => {}
            Event::Verified { by, .. } => {
                facts.push(self.fact_party("label_verified_by", Some(by)));
            }
            Event::Publicised { until, objections, phone } => facts.extend([
                self.fact_day("label_until", *until),
                self.fact_text("label_objections", objections.as_ref()),
                self.fact_text("label_hotline", phone.as_ref()),
            ]),
            Event::Rechecked { deadline, .. } => facts.push(new_deadline(deadline)),
            Event::Transferred { to, accepted } => facts.extend([
                self.fact_party("label_to", to.as_ref()),
                // A day that is still to come is no taking over yet.
                self.fact_day("label_accepted", accepted.filter(|day| *day <= self.facts.day())),
            ]),
            Event::FiledWith { to } => {
                facts.push(self.fact_party("label_filed_with", to.as_ref()));
            }
            Event::Reopened { reason, deadline, .. } => {
                facts.extend([new_deadline(deadline), self.fact_text("label_reason", Some(reason))])
            }
            Event::Changed { written, reason, .. } => {
                let milestones = written.milestones.iter().flatten().map(|milestone| {
                    let deadline = self.words.deadline(milestone.deadline.as_ref());
                    let goal = &milestone.goal;
                    Self::text(
                        self.words.fill("milestone", &[("goal", goal), ("deadline", &deadline)]),
                    )
                });
                facts.extend([
                    new_deadline(&written.deadline),
                    self.fact_text("label_cause", written.cause.as_ref()),
                    self.fact_text("label_remedy", written.kind.map(|kind| self.remedy_word(kind))),
                    self.fact_text("label_remedy_goal", written.goal.as_ref()),
                    self.fact("label_milestones", milestones.collect()),
                    self.fact(
                        "label_remedy_steps",
                        written.steps.iter().flatten().map(Self::text).collect(),
                    ),
                    self.fact_offices("label_lead", written.lead.as_deref().unwrap_or(&[])),
                    self.fact_party("label_responsible", written.responsible.as_ref()),
                    self.fact_text("label_reason", Some(reason)),
                ]);
            }
        }
        facts.push(self.fact_party("label_approved_by", leave_for(&entry.event)));
        facts.push(self.fact_text("label_percent", entry.percent.map(|p| format!("{p}%"))));
        facts.into_iter().flatten().collect()
    }

    /// The plan, the line, the indicator, the inspections that found it, the ledger.
    fn problem_related(&self, id: Id<Problem>, problem: &Problem, item: &ProblemItem) -> Vec<Link> {
        let mut related: Vec<Link> = Vec::new();
        related.extend(problem.plan.map(|plan| self.plan_link(plan)));
        related.extend(item.line.clone());
        related.extend(problem.indicator.map(|indicator| self.indicator_link(indicator)));
        related.extend(
            self.facts
                .ids(Kind::Inspection)
                .filter(|record| {
                    self.facts.public().inspection(record.typed()).problems.contains(&id)
                })
                .map(|record| self.link(record)),
        );
        related.push(Link {
            label: self.kind_title(Kind::Problem),
            href: self.site.index_href(Kind::Problem),
        });
        related.retain(|link| link.href.is_some());
        related
    }
}
