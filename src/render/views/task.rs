//! A task's page and its listing item.

use std::collections::BTreeMap;

use super::{Title, Views};
use crate::facts::TaskFacts;
use crate::facts::task::DeadlineChange;
use crate::model::choice::Choice as _;
use crate::model::plan::DoneBy;
use crate::model::task::Entry;
use crate::model::task::Event;
use crate::model::{Day, Deadline, Id, Plan, RecordId, Task};
use crate::render::view::{
    DeadlineChange as DeadlineChangeView, DeadlineView, EventView, Fact, Link, QuantityView,
    Shared, TaskItem, TaskView,
};
use crate::words::approved_by;

/// How many responsible offices a table names; of more, the first alone with their number.
const LEADS_MOST: usize = 3;

impl Views {
    /// What a listing shows of a task.
    pub(super) fn task_item(&self, id: Id<Task>) -> TaskItem {
        let task = self.facts.public().task(id);
        let facts = self.facts.task(id).expect("items are made of tasks that have facts");
        let deadline = facts.commitment.deadline.as_ref();
        let mut chip = self.chip(facts.state, facts.colour);
        chip.days = self.words.days(facts.state, facts.days);
        if facts.state == crate::model::State::InProgress && facts.last_report.is_none() {
            chip.days = Some(self.w("no_report_yet"));
        }
        let plan = |title| match task.plan {
            Some(plan) => self.shared_link(plan.into(), title),
            None => Shared::new(Self::text("")),
        };
        let leads = &facts.commitment.lead;
        TaskItem {
            id: task.base.id.clone(),
            number: task.number.clone(),
            title: self.name_of(id.into()).to_owned(),
            href: self.href_of(id.into()).unwrap_or_default(),
            sample: task.base.sample,
            plan: plan(Title::Full),
            plan_short: plan(Title::Short),
            indicator: task.indicator.map(|id| self.shared_link(id.into(), Title::Full)),
            lead: leads.iter().map(|id| self.shared_link((*id).into(), Title::Short)).collect(),
            lead_more: (leads.len() > LEADS_MOST)
                .then(|| self.words.fill("lead_more", &[("count", &leads.len())])),
            deadline: self.words.deadline(deadline),
            deadline_iso: deadline.and_then(Deadline::day).map(|day| day.to_string()),
            deadline_words: self.words.deadline_words(deadline),
            changed: (!facts.changes.is_empty()).then(|| {
                let original = self.words.deadline(facts.original_deadline.as_ref());
                let times = facts.changes.len();
                self.words
                    .fill("deadline_changed_short", &[("original", &original), ("times", &times)])
            }),
            chip,
            why: self.words.why(&self.facts, id),
            last_report: facts.last_report.map(|day| self.day(day)),
            percent: facts
                .percent
                .filter(|_| facts.state.is_open())
                .map(|percent| format!("{percent}%")),
            facets: self.task_facets(id),
        }
    }

    /// A task's page.
    pub fn task(&self, id: Id<Task>) -> TaskView {
        let task = self.facts.public().task(id);
        let facts = self.facts.task(id).expect("a task with a page has facts");
        let record: RecordId = id.into();
        let mut of_day: BTreeMap<Day, u32> = BTreeMap::new();
        let mut history: Vec<EventView> = facts
            .entries
            .iter()
            .map(|i| {
                let entry = &task.entries[*i];
                let nth = of_day.entry(entry.base.day).or_insert(0);
                *nth += 1;
                self.event(id, entry, *nth)
            })
            .collect();
        history.reverse();
        TaskView {
            item: self.item(id),
            facts: self.task_facts(task, facts),
            goal: facts.commitment.goal.as_deref().map(|goal| self.said(goal).to_owned()),
            steps: self.all_said(&facts.commitment.steps),
            deadline: self.deadline_view(task, facts),
            quantity: self.quantity(facts),
            body_html: self.body(record, &task.base.body),
            history,
            attachments: self.attachments(record, &task.base.attachments),
            evidence: Self::evidence(&task.base.evidence),
            ask: self.ask(&facts.commitment.lead),
            related: self.related(task),
            texts: self.texts_leading_to(record),
            legend: self.legend_for(task.plan, [&id]),
        }
    }

    /// The commitment's lines beside goal, steps, deadline and quantity, which have places of
    /// their own.
    fn task_facts(&self, task: &Task, facts: &TaskFacts) -> Vec<Fact> {
        let commitment = &facts.commitment;
        let plan = task.plan.map(|plan| self.plan_link(plan));
        let indicator = task.indicator.map(|indicator| self.indicator_link(indicator));
        let coordinator: Vec<_> = commitment.coordinator.into_iter().collect();
        [
            self.fact("label_plan", plan.into_iter().collect()),
            self.fact_text("label_number", task.number.as_ref()),
            self.fact_text("label_category", task.category.as_ref()),
            self.fact("label_indicator", indicator.into_iter().collect()),
            self.fact_text("label_origin", task.origin.as_ref()),
            self.fact_offices("label_lead", &commitment.lead),
            self.fact_party("label_responsible", commitment.responsible.as_ref()),
            self.fact_offices("label_coordinator", &coordinator),
            self.fact_offices("label_support", &commitment.support),
            self.fact_day("label_start", Some(facts.start)).map(|fact| Fact {
                note: commitment.start.is_none().then(|| self.w("start_of_plan")),
                ..fact
            }),
            self.fact_text("label_stage", commitment.stage.as_ref()),
            self.fact_text("label_remark", commitment.remark.as_ref()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn deadline_view(&self, task: &Task, facts: &TaskFacts) -> DeadlineView {
        let deadline = facts.commitment.deadline.as_ref();
        let changed = !facts.changes.is_empty();
        DeadlineView {
            current: self.words.deadline(deadline),
            words: self.words.deadline_words(deadline),
            original: changed.then(|| self.words.deadline(facts.original_deadline.as_ref())),
            changes: facts
                .changes
                .iter()
                .enumerate()
                .map(|(n, change)| self.deadline_change(&task.entries[change.entry], n + 1, change))
                .collect(),
            on_original: facts.on_original.map(|(state, days)| {
                self.words
                    .fill("on_original", &[("state", &self.words.state_with_days(state, days))])
            }),
        }
    }

    fn deadline_change(
        &self,
        entry: &Entry,
        n: usize,
        change: &DeadlineChange,
    ) -> DeadlineChangeView {
        let (reason, approved_by) = match &entry.event {
            Event::Changed { reason, approved_by, .. } => {
                (Some(reason.clone()), Some(self.party_link(approved_by)))
            }
            Event::Resumed { reason, approved_by, .. } => {
                (reason.clone(), approved_by.as_ref().map(|by| self.party_link(by)))
            }
            _ => (None, None),
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
            approved_by,
            after_deadline: change.after_deadline.then(|| self.w("extended_when_overdue")),
        }
    }

    fn quantity(&self, facts: &TaskFacts) -> Option<QuantityView> {
        let quantity = facts.commitment.quantity.as_ref()?;
        let done = facts.quantity_done.unwrap_or_default();
        let percent = done
            .checked_mul(rust_decimal::Decimal::ONE_HUNDRED)
            .and_then(|hundred| hundred.checked_div(quantity.target))
            .map(crate::facts::indicator::one_decimal);
        Some(QuantityView {
            done: done.to_string(),
            target: quantity.target.to_string(),
            unit: quantity.unit.clone().unwrap_or_default(),
            rate: percent.map_or("—".to_owned(), |percent| format!("{percent}%")),
            width: percent
                .and_then(|percent| u32::try_from(percent.trunc()).ok())
                .unwrap_or(0)
                .min(100),
        })
    }

    /// An event's word: 进展, 核验通过, 完成时限调整.
    pub(super) fn event_word(&self, event: &Event, plan: Option<Id<Plan>>) -> String {
        let verified =
            plan.is_some_and(|id| self.facts.public().plan(id).done_by == DoneBy::Verification);
        self.words.event(event, verified).to_owned()
    }

    fn event(&self, id: Id<Task>, entry: &Entry, nth: u32) -> EventView {
        let word = self.event_word(&entry.event, self.facts.public().task(id).plan);
        let name = entry.event.kind().name();
        self.entry_event(id.into(), &entry.base, nth, name, word, self.event_facts(entry))
    }

    fn event_facts(&self, entry: &Entry) -> Vec<Fact> {
        let mut facts = Vec::new();
        match &entry.event {
            Event::Progress | Event::Completed => {}
            Event::Verified { by, .. } => {
                facts.push(self.fact_party("label_verified_by", Some(by)));
            }
            Event::Resumed { deadline, reason, .. } => facts.extend([
                self.fact_text(
                    "label_new_deadline",
                    deadline.as_ref().map(|deadline| self.words.deadline(Some(deadline))),
                ),
                self.fact_text("label_reason", reason.as_ref()),
            ]),
            Event::Changed { written, reason, .. } => {
                let deadline = written.deadline.as_ref();
                facts.extend([
                    self.fact_text(
                        "label_new_deadline",
                        deadline.map(|deadline| self.words.deadline(Some(deadline))),
                    ),
                    self.fact_text("label_goal", written.goal.as_ref()),
                    self.fact(
                        "label_steps",
                        written.steps.iter().flatten().map(Self::text).collect(),
                    ),
                    self.fact_offices("label_lead", written.lead.as_deref().unwrap_or(&[])),
                    self.fact_offices(
                        "label_coordinator",
                        &written.coordinator.into_iter().collect::<Vec<_>>(),
                    ),
                    self.fact_offices("label_support", written.support.as_deref().unwrap_or(&[])),
                    self.fact_party("label_responsible", written.responsible.as_ref()),
                    self.fact_day("label_start", written.start),
                    self.fact_text("label_stage", written.stage.as_ref()),
                    self.fact_text(
                        "label_quantity",
                        written.quantity.as_ref().map(|quantity| {
                            format!("{}{}", quantity.target, quantity.unit.as_deref().unwrap_or(""))
                        }),
                    ),
                    self.fact_text("label_remark", written.remark.as_ref()),
                    self.fact_text("label_reason", Some(reason)),
                ]);
            }
            Event::Suspended { reason, .. } | Event::Reopened { reason, .. } => {
                facts.push(self.fact_text("label_reason", Some(reason)));
            }
            Event::Cancelled { reason, merged_into, .. } => {
                facts.push(self.fact_text("label_reason", Some(reason)));
                let into = merged_into.map(|task| self.link(task.into()));
                facts.push(self.fact("label_merged_into", into.into_iter().collect()));
            }
        }
        facts.push(self.fact_party("label_approved_by", approved_by(&entry.event)));
        facts.push(self.fact_text("label_percent", entry.percent.map(|p| format!("{p}%"))));
        facts.push(self.fact_text("label_quantity_done", entry.quantity_done));
        facts.into_iter().flatten().collect()
    }

    fn related(&self, task: &Task) -> Vec<Link> {
        let mut related = Vec::new();
        related.extend(task.plan.map(|plan| self.plan_link(plan)));
        related.extend(task.indicator.map(|indicator| self.indicator_link(indicator)));
        related.extend(
            task.plan
                .and_then(|plan| {
                    let id = &self.facts.public().plan(plan).base.id;
                    self.site.board_href(id, None)
                })
                .map(|href| Link {
                    label: self.kind_title(crate::model::Kind::Task),
                    href: Some(href),
                }),
        );
        related.retain(|link| link.href.is_some());
        related
    }
}
