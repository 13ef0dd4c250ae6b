//! A record as search finds it: what its page says in plain words, and what it is narrowed by.
//!
//! It is taken from what the page's own template is given and from the bodies the page shows, so
//! that search says nothing its page does not.

use serde::Serialize;

use super::Views;
use super::search::state_value;
use crate::content::markdown::whole_text;
use crate::model::entry::Words;
use crate::model::{Day, Id, Kind, Office, Party, RecordId};
use crate::render::view::{Chip, EventView, Fact, TextView};

/// A record as search finds it.
#[derive(Debug, Clone, Serialize)]
pub struct Found {
    /// From the site's top, as pages link to it.
    pub href: String,
    pub title: String,
    /// The folder of its kind.
    pub kind: &'static str,
    pub state: Option<FoundState>,
    /// The ids of those who answer for it, the first of them first, then of those above them.
    pub offices: Vec<String>,
    pub year: Option<i32>,
    /// When it was last reported on, else when it became known.
    pub day: Option<Day>,
    /// Its words, a thought a line.
    pub text: String,
}

/// A state to narrow by, and how its chip looks.
#[derive(Debug, Clone, Serialize)]
pub struct FoundState {
    /// As the page of search names it: `tasks-overdue`.
    pub value: String,
    pub chip: Chip,
}

impl Views {
    /// Every record that has a page to find, in the order of their kinds and ids.
    pub fn all_found(&self) -> Vec<RecordId> {
        Kind::ALL
            .into_iter()
            .filter(|kind| self.is_found(*kind))
            .flat_map(|kind| self.facts.ids(kind))
            .filter(|record| self.site.route_of(*record).is_some())
            .collect()
    }

    /// A record as search finds it; asked of the views for keys, which render no body.
    pub fn found(&self, record: RecordId) -> Found {
        let mut text = Text::default();
        let base = self.facts.public().base(record);
        text.some(base.summary.as_deref());
        self.words_of(record, &mut text);
        if record.kind != Kind::Bulletin {
            text.add(&whole_text(self.site.text(&base.body)));
        }
        for entry in self.facts.entries_of(record) {
            match &entry.text {
                Words::Body(body) => text.add(&whole_text(body.text())),
                Words::Plain(words) => text.add(words),
            }
        }
        let (year, day) = self.year_of(record).unzip();
        Found {
            href: self.site.href_of(record).unwrap_or_default(),
            title: self.facts.title(record).to_owned(),
            kind: record.kind.folder(),
            state: self.found_state(record),
            offices: self.offices_answering(record),
            year,
            day: self.last_report(record).or(day),
            text: text.0,
        }
    }

    fn found_state(&self, record: RecordId) -> Option<FoundState> {
        let chip = match record.kind {
            Kind::Task => self.item(record.typed()).chip.clone(),
            Kind::Problem => self.chip_of_problem(record.typed()),
            _ => return None,
        };
        Some(FoundState { value: state_value(record.kind, chip.state), chip })
    }

    fn last_report(&self, record: RecordId) -> Option<Day> {
        match record.kind {
            Kind::Task => self.facts.task(record.typed())?.last_report,
            Kind::Problem => self.facts.problem(record.typed())?.last_report,
            _ => None,
        }
    }

    /// Who answers for a record, then the offices above them, each once.
    fn offices_answering(&self, record: RecordId) -> Vec<String> {
        let public = self.facts.public();
        let named = |party: Option<&Party>| -> Vec<Id<Office>> {
            let record = party.and_then(|party| party.record);
            let office = record.filter(|record| record.kind == Kind::Office);
            office.map(RecordId::typed).into_iter().collect()
        };
        let one = |office: Option<Id<Office>>| office.into_iter().collect::<Vec<_>>();
        let mut offices = match record.kind {
            Kind::Task => {
                let facts = self.facts.task(record.typed());
                facts.map_or_else(Vec::new, |facts| {
                    let commitment = &facts.commitment;
                    let others = commitment.coordinator.iter().chain(&commitment.support);
                    commitment.lead.iter().chain(others).copied().collect()
                })
            }
            Kind::Problem => {
                let facts = self.facts.problem(record.typed());
                facts.map_or_else(Vec::new, |facts| facts.remedy.lead.clone())
            }
            Kind::Office => vec![record.typed()],
            Kind::Post => one(public.post(record.typed()).office),
            Kind::Return => one(public.return_(record.typed()).office),
            Kind::Duty => one(public.duty(record.typed()).office),
            Kind::Highlight => one(public.highlight(record.typed()).office),
            Kind::News => one(public.news_item(record.typed()).office),
            Kind::Group => {
                let group = public.group(record.typed());
                group.lead.iter().chain(&group.seated_at).copied().collect()
            }
            Kind::Indicator => {
                let indicator = public.indicator(record.typed());
                indicator.lead.iter().chain(&indicator.support).copied().collect()
            }
            Kind::Inspection => {
                let inspection = public.inspection(record.typed());
                let by = named(inspection.by.as_ref());
                by.into_iter().chain(inspection.targets.iter().copied()).collect()
            }
            Kind::Plan => named(public.plan(record.typed()).issuer.as_ref()),
            Kind::Policy => named(public.policy(record.typed()).issuer.as_ref()),
            Kind::Bulletin => {
                let plan = public.bulletin(record.typed()).plan;
                named(plan.and_then(|plan| public.plan(plan).issuer.as_ref()))
            }
            Kind::Evaluation | Kind::Visit | Kind::Publicity | Kind::Page => Vec::new(),
        };
        let mut at = 0;
        while let Some(office) = offices.get(at) {
            offices.extend(public.office(*office).parent);
            at += 1;
        }
        let mut ids: Vec<String> = Vec::new();
        for office in offices.into_iter().filter(|office| self.facts.counts((*office).into())) {
            let id = &public.office(office).base.id;
            if !ids.contains(id) {
                ids.push(id.clone());
            }
        }
        ids
    }

    /// What the page says beside the bodies.
    fn words_of(&self, record: RecordId, text: &mut Text) {
        match record.kind {
            Kind::Plan => {
                let view = self.plan(record.typed());
                text.facts(&view.document);
                text.facts(&view.facts);
                for stage in &self.facts.public().plan(record.typed()).stages {
                    text.add(&stage.name);
                    text.some(stage.goal.as_deref());
                }
            }
            Kind::Task => {
                let view = self.task(record.typed());
                text.some(view.goal.as_deref());
                view.steps.iter().for_each(|step| text.add(step));
                text.facts(&view.facts);
                text.history(&view.history);
            }
            Kind::Problem => {
                let view = self.problem(record.typed());
                text.some(view.cause.as_deref());
                text.some(view.goal.as_deref());
                view.steps.iter().for_each(|step| text.add(step));
                view.milestones.iter().for_each(|milestone| text.add(&milestone.goal));
                text.facts(&view.facts);
                text.facts(&view.promise);
                text.history(&view.history);
            }
            Kind::Indicator => text.facts(&self.indicator(record.typed()).facts),
            Kind::Office => text.facts(&self.office(record.typed()).facts),
            Kind::Post => text.facts(&self.post(record.typed()).facts),
            Kind::Group => {
                let view = self.group(record.typed());
                text.facts(&view.facts);
                for member in &view.members {
                    text.some(member.post.as_ref().map(|post| &*post.label));
                    text.some(member.office.as_ref().map(|office| &*office.label));
                    text.some(member.name.as_deref());
                }
            }
            Kind::Return => text.facts(&self.return_(record.typed()).facts),
            Kind::Inspection => text.facts(&self.inspection(record.typed()).facts),
            Kind::Duty => {
                let view = self.duty(record.typed());
                text.facts(&view.facts);
                view.measures.iter().for_each(|measure| text.add(&measure.text));
                text.history(&view.history);
            }
            Kind::Evaluation => text.facts(&self.evaluation(record.typed()).facts),
            Kind::Highlight => text.facts(&self.highlight(record.typed()).facts),
            Kind::Visit => text.facts(&self.visit(record.typed()).facts),
            Kind::Publicity => text.facts(&self.publicity_sheet(record.typed()).facts),
            Kind::Bulletin => {
                if let Some(sealed) = &self.bulletin(record.typed()).text
                    && self.facts.edition(record.typed()).is_some()
                {
                    text.bulletin(sealed);
                    text.add(&whole_text(self.sealed_words(record.typed())));
                }
            }
            Kind::Policy => text.facts(&self.policy(record.typed()).document),
            Kind::News | Kind::Page => text.facts(&self.article(record).facts),
        }
    }
}

/// A record's words, gathered.
#[derive(Default)]
struct Text(String);

impl Text {
    fn add(&mut self, words: &str) {
        let words = words.trim();
        if !words.is_empty() {
            self.0.push_str(words);
            self.0.push('\n');
        }
    }

    fn some(&mut self, words: Option<&str>) {
        self.add(words.unwrap_or(""));
    }

    fn facts(&mut self, facts: &[Fact]) {
        for fact in facts {
            let values: Vec<&str> = fact.values.iter().map(|value| &*value.label).collect();
            self.add(&format!("{} {}", fact.label, values.join(" ")));
            self.some(fact.note.as_deref());
        }
    }

    fn history(&mut self, events: &[EventView]) {
        for event in events {
            self.some(event.title.as_deref());
            self.facts(&event.facts);
        }
    }

    fn bulletin(&mut self, sealed: &TextView) {
        self.some(sealed.doc_number.as_deref());
        for section in &sealed.sections {
            self.add(&section.heading);
            for paragraph in &section.paragraphs {
                let words: String = paragraph.iter().map(|part| &*part.label).collect();
                self.add(&words);
            }
        }
    }
}
