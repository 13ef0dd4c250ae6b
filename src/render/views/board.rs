//! The home page, and the totals it and others show.

use super::Views;
use crate::facts::change::{self, What};
use crate::facts::count::{shares_look_wrong, widths};
use crate::facts::{Counts, Halfway, Ratio, Unjudged};
use crate::model::problem::Event as ProblemEvent;
use crate::model::task::{Event, EventKind};
use crate::model::{Colour, Id, Plan, Problem, ProblemState, State, Task};
use crate::render::view::{
    ChangeItem, Chip, HomeView, Legend, Link, PlanCard, Shared, StateCount, TaskItem, Totals,
};

/// How many urgent tasks a plan shows on the home page.
const URGENT: usize = 6;
/// How far back 近期变化 looks, in days.
const RECENT_DAYS: i64 = 30;
/// How many changes and news the home page shows.
const RECENT_MOST: usize = 12;
const NEWS_MOST: usize = 8;

impl Views {
    /// A state as it is shown, without days.
    pub(super) fn chip(&self, state: State, colour: Option<Colour>) -> Chip {
        Chip {
            state: state.name(),
            colour: colour.map_or("", Colour::name),
            shape: state.shape(),
            word: self.words.state(state).to_owned(),
            days: None,
        }
    }

    pub(super) fn colour(plan: Option<&Plan>, state: State) -> Option<Colour> {
        plan.map_or(state.default_colour(), |plan| plan.colour(state))
    }

    /// Counts in words; `plan` gives the colours, the links to the board and 双过半.
    pub(super) fn totals(&self, counts: &Counts, plan: Option<Id<Plan>>) -> Totals {
        let record = plan.map(|id| self.facts.public().plan(id));
        let shares = counts.shares();
        let parts: Vec<u32> = shares.iter().map(|(_, count, _)| *count).collect();
        let states = shares
            .iter()
            .zip(widths(&parts))
            .map(|((state, count, share), width)| StateCount {
                chip: self.chip(*state, Self::colour(record, *state)),
                count: *count,
                share: share.to_string(),
                width,
                href: record.and_then(|plan| self.site.board_href(&plan.base.id, Some(*state))),
            })
            .collect();
        let ratios: Vec<Ratio> = shares.iter().map(|(_, _, share)| *share).collect();
        let halfway = plan.and_then(|plan| self.facts.halfway(plan));
        Totals {
            total: counts.total(),
            samples: self.words.samples("samples_tasks", counts.samples),
            done: counts.done(),
            due: counts.due(),
            left_out: self.left_out(counts),
            on_time: counts.of(State::Done),
            overdue: counts.of(State::Overdue),
            due_soon: counts.of(State::DueSoon),
            states,
            done_rate: counts.done_rate().to_string(),
            on_time_rate: counts.on_time_rate().to_string(),
            // Before the half of the time there is nothing to say of both halves.
            halfway: halfway
                .filter(|halfway| halfway.time.is_half())
                .map(|halfway| self.halfway(halfway, counts.samples)),
            rounding: shares_look_wrong(&ratios).then(|| self.w("rounding")),
        }
    }

    /// How the tasks that are due come to be fewer than all.
    fn left_out(&self, counts: &Counts) -> Option<String> {
        let left = State::ALL.into_iter().filter(|state| !state.is_due());
        let left = left.map(|state| (self.words.state(state), counts.of(state)));
        let left: Vec<String> = left
            .filter(|(_, count)| *count > 0)
            .map(|(state, count)| {
                self.words.fill("state_counted", &[("state", &state), ("count", &count)])
            })
            .collect();
        let (due, total) = (counts.due(), counts.total());
        (!left.is_empty()).then(|| {
            let left = left.join(self.words.get("list_separator_text"));
            self.words.fill("due_of_all", &[("due", &due), ("total", &total), ("left", &left)])
        })
    }

    pub(super) fn halfway(&self, halfway: Halfway, samples: u32) -> String {
        let Halfway { time, tasks } = halfway;
        let note = if samples > 0 { self.words.get("samples_left_out") } else { "" };
        match tasks {
            Ok(tasks) => {
                let name = match halfway.is_passed() {
                    Some(true) => "halfway_yes",
                    _ => "halfway_no",
                };
                self.words.fill(name, &[("time", &time), ("tasks", &tasks), ("note", &note)])
            }
            Err(Unjudged::Listed { listed, stated }) => self.words.fill(
                "halfway_listed",
                &[("time", &time), ("stated", &stated), ("listed", &listed), ("note", &note)],
            ),
            Err(Unjudged::NoDeadlines { listed }) => self.words.fill(
                "halfway_no_deadlines",
                &[("time", &time), ("listed", &listed), ("note", &note)],
            ),
        }
    }

    /// The rules of the states; `plan` gives its own days of warning and colours.
    pub(super) fn legend(&self, plan: Option<Id<Plan>>) -> Vec<Legend> {
        self.legend_of(plan, |_| true)
    }

    /// The rules of the states of some tasks, as a page of a few has no need of them all.
    pub(super) fn legend_for<'t>(
        &self,
        plan: Option<Id<Plan>>,
        tasks: impl IntoIterator<Item = &'t Id<Task>>,
    ) -> Vec<Legend> {
        let mut shown = std::collections::BTreeSet::new();
        for facts in tasks.into_iter().filter_map(|id| self.facts.task(*id)) {
            shown.insert(facts.state);
            shown.extend(facts.on_original.map(|(state, _)| state));
        }
        self.legend_of(plan, |state| shown.contains(&state))
    }

    fn legend_of(&self, plan: Option<Id<Plan>>, shown: impl Fn(State) -> bool) -> Vec<Legend> {
        let plan = plan.map(|id| self.facts.public().plan(id));
        State::ALL
            .into_iter()
            .filter(|state| shown(*state))
            .map(|state| {
                let rule = match (state, plan) {
                    (State::DueSoon, Some(plan)) => {
                        self.words.fill("rule_due_soon", &[("days", &plan.warning_days)])
                    }
                    _ => self.w(match state {
                        State::Overdue => "rule_overdue",
                        State::DueSoon => "rule_due_soon_plans",
                        State::InProgress => "rule_in_progress",
                        State::NoDeadline => "rule_no_deadline",
                        State::NotStarted => "rule_not_started",
                        State::Suspended => "rule_suspended",
                        State::Standing => "rule_standing",
                        State::DoneLate => "rule_done_late",
                        State::Done => "rule_done",
                        State::Cancelled => "rule_cancelled",
                    }),
                };
                Legend { chip: self.chip(state, Self::colour(plan, state)), rule }
            })
            .collect()
    }

    /// The home page.
    pub fn home(&self) -> HomeView {
        let changes = change::recent(&self.facts, RECENT_DAYS);
        let since = self.facts.day().plus(1 - RECENT_DAYS);
        HomeView {
            intro_html: self.intro(self.facts.public().home().map(|home| &home.body), "./"),
            totals: {
                let tasks: Vec<Id<Task>> = self
                    .plan_ids()
                    .into_iter()
                    .flat_map(|id| self.facts.tasks_of_plan(id).iter().copied())
                    .collect();
                self.totals(&self.facts.count(&tasks), None)
            },
            plans: self.plan_ids().into_iter().map(|id| self.plan_card(id)).collect(),
            since: self.since_lines(),
            changes: changes
                .iter()
                .take(RECENT_MOST)
                .map(|change| self.change_item(change))
                .collect(),
            changes_note: self.words.fill(
                "changes_in",
                &[
                    ("days", &RECENT_DAYS),
                    ("since", &self.words.day(since)),
                    ("until", &self.words.day(self.facts.day())),
                ],
            ),
            news: self.newest_news().into_iter().take(NEWS_MOST).collect(),
            legend: self.legend(None),
        }
    }

    /// Plans as they are shown: by their own order, then the newest first.
    pub(super) fn plan_ids(&self) -> Vec<Id<Plan>> {
        self.facts.plans_in_order()
    }

    pub(super) fn plan_card(&self, id: Id<Plan>) -> PlanCard {
        let plan = self.facts.public().plan(id);
        let tasks = self.facts.tasks_of_plan(id);
        let counts = self.facts.count(tasks);
        let mut urgent = self.of_states(tasks, &[State::Overdue, State::DueSoon]);
        let shown = |state| {
            urgent.iter().take(URGENT).filter(|(of_state, ..)| *of_state == state).count() as u32
        };
        let overdue = counts.of(State::Overdue) - shown(State::Overdue);
        let due_soon = counts.of(State::DueSoon) - shown(State::DueSoon);
        urgent.truncate(URGENT);
        PlanCard {
            link: self.plan_link(id),
            issuer: match &plan.issuer {
                Some(issuer) => self.party_link(issuer),
                None => Self::text(""),
            },
            doc_number: plan.document.number.clone(),
            published: self.day(plan.published),
            stated: self.stated(id),
            totals: self.totals(&counts, Some(id)),
            urgent: urgent.into_iter().map(|(_, item)| item).collect(),
            more: (overdue + due_soon > 0).then(|| {
                self.words.fill("more_urgent", &[("overdue", &overdue), ("due_soon", &due_soon)])
            }),
            board_href: self.site.board_href(&plan.base.id, None).unwrap_or_default(),
        }
    }

    /// Tasks in some states, in the order of the states; within one the most pressing first.
    pub(super) fn of_states(
        &self,
        tasks: &[Id<Task>],
        states: &[State],
    ) -> Vec<(State, Shared<TaskItem>)> {
        let mut found: Vec<(State, i64, Id<Task>)> = tasks
            .iter()
            .filter_map(|id| {
                let facts = self.facts.task(*id)?;
                let pressing = match facts.state {
                    State::Overdue => -facts.days.unwrap_or(0),
                    _ => facts.days.unwrap_or(0),
                };
                states.contains(&facts.state).then_some((facts.state, pressing, *id))
            })
            .collect();
        found.sort();
        found.into_iter().map(|(state, _, id)| (state, self.item(id))).collect()
    }

    /// A change in words.
    pub(super) fn change_item(&self, change: &change::Change) -> ChangeItem {
        let mut sample = false;
        let (what, link, office, chip, text) = match change.what {
            What::PlanIssued(id) => {
                let plan = self.facts.public().plan(id);
                let issuer = plan.issuer.as_ref().map(|issuer| self.party_link(issuer));
                let number = plan.document.number.clone().unwrap_or_default();
                (self.w("plan_issued"), self.plan_link(id), issuer, None, number)
            }
            What::BecameOverdue(id) => {
                let item = self.item(id);
                sample = item.sample;
                let chip = self.chip_of(id);
                (
                    self.w("became_overdue"),
                    Self::item_link(&item),
                    item.lead.first().map(|link| Link::clone(link)),
                    Some(chip),
                    item.why.clone(),
                )
            }
            What::Step { task: id, entry, kind } => {
                let item = self.item(id);
                let task = self.facts.public().task(id);
                sample = item.sample;
                // A completion still to be verified has not made the task done.
                let state = self.facts.task(id).map(|facts| facts.state);
                let done = kind == EventKind::Completed
                    && matches!(state, Some(State::Done | State::DoneLate));
                let chip = done.then(|| self.chip_of(id));
                let event = &task.entries[entry].event;
                let word = self.event_word(event, task.plan);
                let text = match &item.changed {
                    // 按时 may be by a deadline that was moved.
                    Some(changed) if done => changed.clone(),
                    _ => self.step_text(id, entry, event),
                };
                (
                    word,
                    Self::item_link(&item),
                    item.lead.first().map(|link| Link::clone(link)),
                    chip,
                    text,
                )
            }
            What::NewValue { indicator, measure, value } => {
                let record = self.facts.public().indicator(indicator);
                sample = record.base.sample;
                let measure = &record.measures[measure];
                let text = format!(
                    "{} {}",
                    measure.name,
                    self.value_with_unit(measure, measure.values[value].value)
                );
                (self.w("new_value"), self.indicator_link(indicator), None, None, text)
            }
            What::ProblemStep { problem: id, entry } => {
                let problem = self.facts.public().problem(id);
                sample = problem.base.sample;
                let event = &problem.entries[entry].event;
                let chip = matches!(event, ProblemEvent::Closed { .. })
                    .then(|| self.chip_of_problem(id))
                    .filter(|chip| chip.state == ProblemState::Closed.name());
                let text = match event {
                    ProblemEvent::Reopened { reason, .. } => reason.clone(),
                    _ => String::new(),
                };
                let word = self.problem_event_word(event);
                (word, self.link(id.into()), self.first_lead(id), chip, text)
            }
            What::ProblemBecameOverdue(id) => {
                sample = self.facts.public().problem(id).base.sample;
                let (chip, why) = (self.chip_of_problem(id), self.why_problem(id));
                let what = self.w("problem_became_overdue");
                (what, self.link(id.into()), self.first_lead(id), Some(chip), why)
            }
        };
        ChangeItem { date: self.day(change.day), what, link, office, chip, text, sample }
    }

    fn first_lead(&self, id: Id<Problem>) -> Option<Link> {
        let lead = self.facts.problem(id)?.remedy.lead.first()?;
        Some(self.office_link(*lead))
    }

    fn step_text(&self, id: Id<Task>, entry: usize, event: &Event) -> String {
        let facts = self.facts.task(id);
        let change = facts.and_then(|facts| facts.changes.iter().find(|c| c.entry == entry));
        if let Some(change) = change {
            return self.words.fill(
                "step_deadline",
                &[
                    ("from", &self.words.deadline(change.from.as_ref())),
                    ("to", &self.words.deadline(change.to.as_ref())),
                ],
            );
        }
        match event {
            Event::Suspended { reason, .. }
            | Event::Cancelled { reason, .. }
            | Event::Reopened { reason, .. }
            | Event::Changed { reason, .. } => reason.clone(),
            _ => String::new(),
        }
    }

    pub(super) fn item_link(item: &TaskItem) -> crate::render::view::Link {
        let href = Some(item.href.clone()).filter(|href| !href.is_empty());
        crate::render::view::Link { label: item.title.clone(), href }
    }

    fn chip_of(&self, id: Id<Task>) -> Chip {
        self.item(id).chip.clone()
    }
}
