//! What a commitment or an entry says, field by field, so that two revisions can be held together.

use rust_decimal::Decimal;

use super::given_out::{Digests, files_of};
use super::wording::{alike, excerpt};
use super::{Past, entries::Known};
use crate::content;
use crate::model::choice::Choice as _;
use crate::model::entry::{EntryBase, Words};
use crate::model::key::{self, Key};
use crate::model::problem::{Event as ProblemEvent, Milestone};
use crate::model::task::{Event as TaskEvent, Quantity};
use crate::model::{
    Base, Day, Deadline, Id, Kind, Model, Office, Party, RecordId, Task, problem, task,
};

/// What a field says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub key: &'static Key,
    /// As a message tells it; empty where nothing is said.
    pub shown: String,
    means: Means,
}

/// What a field comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Means {
    /// Its words, but for how they are set.
    Words,
    /// More than its words: a day, a number, the records it names.
    Exactly(String),
}

impl Said {
    /// Whether it says the same as another.
    pub fn is_as(&self, other: &Said) -> bool {
        match (&self.means, &other.means) {
            (Means::Exactly(own), Means::Exactly(other)) => own == other,
            _ => alike(&self.shown, &other.shown),
        }
    }

    /// Whether anything is said.
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// The same field, saying nothing.
    pub fn silent(&self) -> Said {
        Said { key: self.key, shown: String::new(), means: Means::Words }
    }

    /// What it comes to, as a message tells it.
    pub fn means(&self) -> &str {
        match &self.means {
            Means::Exactly(means) => means,
            Means::Words => &self.shown,
        }
    }

    /// As a message tells it.
    pub fn told(&self) -> String {
        excerpt(&self.shown)
    }
}

/// One of the two revisions.
#[derive(Clone, Copy)]
pub enum Side<'s, 'a> {
    Then(&'s Past<'a>),
    Now(&'s Model),
}

impl<'s> Side<'s, '_> {
    fn model(self) -> &'s Model {
        match self {
            Side::Then(past) => past.old,
            Side::Now(model) => model,
        }
    }

    /// A record by what it is now, if it still is.
    fn known(self, record: RecordId) -> Option<String> {
        let now = match self {
            Side::Then(past) => past.now(record)?,
            Side::Now(_) => record,
        };
        Some(format!("{} {}", now.kind.folder(), now.index))
    }
}

/// What is told, in the order of its fields.
struct Telling<'s, 'a> {
    side: Side<'s, 'a>,
    said: Vec<Said>,
}

impl<'s, 'a> Telling<'s, 'a> {
    fn new(side: Side<'s, 'a>) -> Self {
        Self { side, said: Vec::new() }
    }

    fn say(&mut self, key: &'static Key, shown: impl Into<String>, means: Option<String>) {
        let means = means.map_or(Means::Words, Means::Exactly);
        self.said.push(Said { key, shown: shown.into(), means });
    }

    fn text(&mut self, key: &'static Key, text: Option<&str>) {
        self.say(key, text.unwrap_or_default(), None);
    }

    fn texts(&mut self, key: &'static Key, texts: &[String]) {
        self.say(key, texts.join("；"), None);
    }

    fn number(&mut self, key: &'static Key, number: Option<Decimal>) {
        let means = number.map(|number| number.normalize().to_string());
        self.say(key, number.map(|number| number.to_string()).unwrap_or_default(), means);
    }

    fn day(&mut self, key: &'static Key, day: Option<Day>) {
        let day = day.map(|day| day.to_string());
        self.say(key, day.clone().unwrap_or_default(), day);
    }

    fn deadline(&mut self, key: &'static Key, deadline: Option<&Deadline>) {
        let means = deadline.map(|deadline| match deadline.day() {
            Some(day) => day.to_string(),
            None => "standing".to_owned(),
        });
        self.say(key, deadline.map(Deadline::words).unwrap_or_default(), means);
    }

    fn records(&mut self, key: &'static Key, records: &[RecordId]) {
        let known = records.iter().map(|record| self.side.known(*record)).collect();
        self.named(key, records, known);
    }

    /// Offices of which the first counts; the order of the others says nothing.
    fn offices(&mut self, key: &'static Key, offices: &[Id<Office>]) {
        let records: Vec<RecordId> = offices.iter().map(|office| (*office).into()).collect();
        let known = records.iter().map(|record| self.side.known(*record));
        let mut known: Option<Vec<String>> = known.collect();
        if let Some([_, others @ ..]) = known.as_deref_mut() {
            others.sort_unstable();
        }
        self.named(key, &records, known);
    }

    /// Records by their titles, and by which they are where all of them still are.
    fn named(&mut self, key: &'static Key, records: &[RecordId], known: Option<Vec<String>>) {
        let model = self.side.model();
        let titles: Vec<&str> = records.iter().map(|r| model.base(*r).title.as_str()).collect();
        let means = known.filter(|known| !known.is_empty()).map(|known| known.join(","));
        self.say(key, titles.join("、"), means);
    }

    fn party(&mut self, key: &'static Key, party: Option<&Party>) {
        let means = party.and_then(|party| party.record).and_then(|record| self.side.known(record));
        self.say(key, party.map(|party| party.text.as_str()).unwrap_or_default(), means);
    }

    fn quantity(&mut self, quantity: Option<&Quantity>) {
        let told = quantity.map(|quantity| {
            let unit = quantity.unit.as_deref().unwrap_or_default();
            format!("{}{unit}", quantity.target.normalize())
        });
        self.say(&key::QUANTITY, told.unwrap_or_default(), None);
    }

    fn milestones(&mut self, milestones: &[Milestone]) {
        let told = milestones.iter().map(|milestone| {
            let day = milestone.deadline.as_ref().and_then(Deadline::day);
            let day = day.map(|day| day.to_string()).unwrap_or_default();
            format!("{}{day}", milestone.goal)
        });
        let told: Vec<String> = told.collect();
        self.say(&key::MILESTONES, told.join("；"), None);
    }

    /// What every entry has.
    fn entry(&mut self, base: &EntryBase) {
        self.day(&key::DATE, Some(base.day));
        self.text(&key::TITLE, base.title.as_deref());
        self.text(&key::TIME, base.time.map(|time| time.to_string()).as_deref());
        self.text(&key::FILED, base.filed.map(|filed| filed.to_string()).as_deref());
        let office = base.office.map(RecordId::from);
        self.records(&key::OFFICE, office.as_slice());
    }

    /// The files it gives out: the same words over other bytes say something else.
    fn given_out(&mut self, base: &EntryBase, held: &Digests) {
        let files = files_of(base).map(|file| (file.name.as_str(), held.get(&file.file)));
        let mut files: Vec<_> = files.collect();
        files.sort_unstable();
        let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
        let means = (!files.is_empty()).then(|| format!("{files:?}"));
        self.say(&key::ATTACHMENTS, names.join("、"), means);
    }

    fn words(&mut self, base: &EntryBase) {
        let text = match &base.text {
            Words::Body(body) => body.text(),
            Words::Plain(text) => text,
        };
        self.text(&key::TEXT, Some(text));
    }

    fn grounds(&mut self, reason: Option<&str>, approved_by: Option<&Party>) {
        self.text(&key::REASON, reason);
        self.party(&key::APPROVED_BY, approved_by);
    }

    fn verdict(&mut self, passed: bool) {
        self.text(&key::RESULT, Some(if passed { "通过" } else { "退回" }));
    }

    fn task_event(&mut self, event: &TaskEvent) {
        self.text(&key::EVENT, Some(event.kind().chinese()));
        match event {
            TaskEvent::Progress | TaskEvent::Completed => {}
            TaskEvent::Changed { written, reason, approved_by } => {
                self.grounds(Some(reason), Some(approved_by));
                self.task_written(written);
            }
            TaskEvent::Suspended { reason, approved_by }
            | TaskEvent::Reopened { reason, approved_by } => {
                self.grounds(Some(reason), Some(approved_by));
            }
            TaskEvent::Resumed { deadline, reason, approved_by } => {
                self.deadline(&key::DEADLINE, deadline.as_ref());
                self.grounds(reason.as_deref(), approved_by.as_ref());
            }
            TaskEvent::Verified { by, passed } => {
                self.party(&key::VERIFIED_BY, Some(by));
                self.verdict(*passed);
            }
            TaskEvent::Cancelled { reason, approved_by, merged_into } => {
                self.grounds(Some(reason), Some(approved_by));
                let into = merged_into.map(RecordId::from);
                self.records(&key::MERGED_INTO, into.as_slice());
            }
        }
    }

    fn task_written(&mut self, written: &task::Written) {
        self.deadline(&key::DEADLINE, written.deadline.as_ref());
        self.text(&key::GOAL, written.goal.as_deref());
        self.texts(&key::STEPS, written.steps.as_deref().unwrap_or_default());
        self.offices(&key::LEAD, written.lead.as_deref().unwrap_or_default());
        let coordinator = written.coordinator.map(RecordId::from);
        self.records(&key::COORDINATOR, coordinator.as_slice());
        self.offices(&key::SUPPORT, written.support.as_deref().unwrap_or_default());
        self.party(&key::RESPONSIBLE, written.responsible.as_ref());
        self.day(&key::START, written.start);
        self.text(&key::STAGE, written.stage.as_deref());
        self.quantity(written.quantity.as_ref());
        self.text(&key::REMARK, written.remark.as_deref());
    }

    fn problem_event(&mut self, event: &ProblemEvent) {
        self.text(&key::EVENT, Some(event.kind().chinese()));
        match event {
            ProblemEvent::Progress | ProblemEvent::Reported => {}
            ProblemEvent::Changed { written, reason, approved_by } => {
                self.grounds(Some(reason), Some(approved_by));
                self.problem_written(written);
            }
            ProblemEvent::Transferred { to, accepted } => {
                self.party(&key::RECEIVER, to.as_ref());
                self.day(&key::ACCEPTED, *accepted);
            }
            ProblemEvent::Verified { by, passed } => {
                self.party(&key::VERIFIED_BY, Some(by));
                self.verdict(*passed);
            }
            ProblemEvent::Publicised { until, objections, phone } => {
                self.day(&key::PUBLICISED_UNTIL, *until);
                self.text(&key::OBJECTIONS, objections.as_deref());
                self.text(&key::HOTLINE, phone.as_deref());
            }
            ProblemEvent::Closed { approved_by } => {
                self.party(&key::APPROVED_BY, Some(approved_by));
            }
            ProblemEvent::FiledWith { to } => self.party(&key::FILED_WITH, to.as_ref()),
            ProblemEvent::Rechecked { passed, deadline } => {
                self.verdict(*passed);
                self.deadline(&key::REMEDY_DEADLINE, deadline.as_ref());
            }
            ProblemEvent::Reopened { reason, approved_by, deadline } => {
                self.grounds(Some(reason), Some(approved_by));
                self.deadline(&key::REMEDY_DEADLINE, deadline.as_ref());
            }
        }
    }

    fn problem_written(&mut self, written: &problem::Written) {
        self.deadline(&key::REMEDY_DEADLINE, written.deadline.as_ref());
        self.text(&key::REMEDY_GOAL, written.goal.as_deref());
        self.milestones(written.milestones.as_deref().unwrap_or_default());
        self.texts(&key::REMEDY_STEPS, written.steps.as_deref().unwrap_or_default());
        self.offices(&key::LEAD, written.lead.as_deref().unwrap_or_default());
        self.party(&key::RESPONSIBLE, written.responsible.as_ref());
        self.text(&key::CAUSE, written.cause.as_deref());
        self.text(&key::REMEDY, written.kind.map(|kind| kind.chinese()));
    }

    fn promised_by_task(&mut self, task: &Task) {
        let promised = &task.commitment;
        self.deadline(&key::DEADLINE, promised.deadline.as_ref());
        self.text(&key::GOAL, promised.goal.as_deref());
        self.offices(&key::LEAD, &promised.lead);
        self.day(&key::START, promised.start);
        self.quantity(promised.quantity.as_ref());
        let plan = task.plan.map(RecordId::from);
        self.records(&key::PLAN, plan.as_slice());
    }
}

/// What a task or problem promises, in the order of what weighs.
pub fn commitment(side: Side, record: RecordId) -> Vec<Said> {
    let (mut telling, model) = (Telling::new(side), side.model());
    match record.kind {
        Kind::Task => telling.promised_by_task(model.task(record.typed())),
        Kind::Problem => {
            let problem = model.problem(record.typed());
            telling.deadline(&key::REMEDY_DEADLINE, problem.remedy.deadline.as_ref());
            telling.offices(&key::LEAD, &problem.remedy.lead);
            let asked = problem.question.as_ref();
            let of_plan = |question: &problem::Question| {
                let plan = problem.plan.map(|plan| model.plan(plan))?;
                Some(plan.checklist.get(question.item?)?.name.clone())
            };
            let item = asked.and_then(of_plan);
            let text = item.or(asked.map(|question| question.text.clone()));
            telling.text(&key::QUESTION, text.as_deref());
        }
        _ => {}
    }
    telling.said
}

/// What an entry says happened.
pub fn of_entry(side: Side, known: &Known, held: &Digests) -> Vec<Said> {
    let mut telling = Telling::new(side);
    telling.entry(known.base());
    telling.given_out(known.base(), held);
    match known {
        Known::Task(entry) => {
            telling.task_event(&entry.event);
            telling.number(&key::PERCENT, entry.percent);
            telling.number(&key::QUANTITY_DONE, entry.quantity_done);
        }
        Known::Problem(entry) => {
            telling.problem_event(&entry.event);
            telling.number(&key::PERCENT, entry.percent);
        }
        Known::Duty(entry) => {
            let done = entry.done.iter().map(|place| (place + 1).to_string());
            let done: Vec<String> = done.collect();
            telling.say(&key::MEASURES_DONE, done.join("、"), Some(done.join(",")));
        }
    }
    telling.words(known.base());
    telling.said
}

/// A field as it was written in a record's file, one text for each part.
pub fn raw(base: &Base, key: &Key) -> Vec<String> {
    let (source, mut found) = (&base.body.source, Vec::new());
    content::values(source, base.body.span.start, |keys, node| {
        if let (Some(name), Some(text)) = (keys.first(), node.text(source))
            && key.is(name)
        {
            found.push(text.to_owned());
        }
    });
    found
}
