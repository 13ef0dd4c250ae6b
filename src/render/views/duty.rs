//! Lists of duties: their index, and the page of one.

use std::collections::BTreeMap;

use super::Views;
use crate::facts::{DutyCounts, PlanDuties, Ratio};
use crate::model::duty::Entry;
use crate::model::entry::Words as EntryWords;
use crate::model::{Day, Duty, Id, Kind, Plan, RecordId};
use crate::render::view::{
    DutiesPlan, DutiesView, DutyMeasure, DutyMeter, DutyMonth, DutyRow, DutyView, EventView, Made,
};

impl Views {
    /// The lists by plan and office, with what was done month by month.
    pub fn duties(&self) -> DutiesView {
        let column = self.facts.public().column(Kind::Duty);
        let plans = self.plan_ids().into_iter().map(Some).chain([None]);
        DutiesView {
            intro_html: self.intro(column.map(|column| &column.body), "../"),
            plans: plans
                .map(|plan| self.duties_plan(plan))
                .filter(|plan| !plan.rows.is_empty())
                .collect(),
        }
    }

    fn duties_plan(&self, plan: Option<Id<Plan>>) -> DutiesPlan {
        let duties = self.facts.duties_in(plan);
        let mut lists: Vec<(Id<Duty>, &Duty)> = self.facts.duties_of_plan(plan).collect();
        lists.sort_by_key(|(id, duty)| {
            let office = duty.office.map(|office| self.facts.office_order(office));
            (duty.base.order.is_none(), duty.base.order, office, *id)
        });
        DutiesPlan {
            plan: plan.map(|plan| self.plan_link(plan)),
            filed: self.duties_filed(&duties),
            measures: self.duties_meter(&duties.counts),
            rows: lists.into_iter().map(|(id, duty)| self.duty_row(id, duty)).collect(),
            months: self.duty_months(&duties),
        }
    }

    /// 应报13个单位，已报1个，上报率7.7%; without the denominator no rate.
    fn duties_filed(&self, duties: &PlanDuties) -> String {
        match (duties.due, duties.filed_rate()) {
            (Some(due), Some(rate)) => self
                .words
                .fill("duties_filed", &[("due", &due), ("filed", &duties.filed), ("rate", &rate)]),
            _ => self.words.fill("duties_filed_undue", &[("filed", &duties.filed)]),
        }
    }

    pub(super) fn duty_meter(fulfilled: Ratio) -> DutyMeter {
        let Ratio { part, whole } = fulfilled;
        DutyMeter { measures: whole, done: part, rate: fulfilled.to_string(), samples: None }
    }

    /// The same of several lists.
    pub(super) fn duties_meter(&self, counts: &DutyCounts) -> DutyMeter {
        let samples = self.words.samples("samples_lists", counts.samples);
        DutyMeter { samples, ..Self::duty_meter(counts.fulfilled()) }
    }

    pub(super) fn duty_row(&self, id: Id<Duty>, duty: &Duty) -> DutyRow {
        DutyRow {
            office: duty.office.map(|office| self.office_link(office)),
            link: self.link(id.into()),
            sample: duty.base.sample,
            filed: self.duty_filed(duty).map(|day| self.words.day(day)),
            meter: Self::duty_meter(self.facts.duty(id).fulfilled()),
        }
    }

    /// The day a list was filed, as far as that is known on the day.
    fn duty_filed(&self, duty: &Duty) -> Option<Day> {
        duty.filed.filter(|filed| *filed <= self.facts.day())
    }

    /// Every month from the first with a measure done to the last, with what was done so far.
    fn duty_months(&self, duties: &PlanDuties) -> Vec<DutyMonth> {
        let by_month = &duties.by_month;
        let last = by_month.last_key_value().map(|(month, _)| *month);
        let mut month = by_month.first_key_value().map(|(month, _)| *month);
        let (mut rows, mut part) = (Vec::new(), 0);
        while let Some(current) = month.filter(|month| Some(*month) <= last) {
            let done = by_month.get(&current).copied().unwrap_or(0);
            part += done;
            let so_far = Ratio { part, whole: duties.counts.measures };
            let month_words = self.words.period(current);
            rows.push(DutyMonth { month: month_words, done, so_far: Self::duty_meter(so_far) });
            month = current.next();
        }
        rows
    }

    /// A list's page.
    pub fn duty(&self, id: Id<Duty>) -> DutyView {
        let duty = self.facts.public().duty(id);
        let facts = self.facts.duty(id);
        let record: RecordId = id.into();
        let office: Vec<_> = duty.office.into_iter().collect();
        let plan = duty.plan.map(|plan| self.plan_link(plan));
        let measures = duty.measures.iter().zip(&facts.done).enumerate();
        DutyView {
            facts: [
                self.fact("label_plan", plan.into_iter().collect()),
                self.fact_offices("label_office", &office),
                self.fact_party("label_duty_post", duty.post.as_ref()),
                self.fact_day("label_duty_filed", self.duty_filed(duty)),
            ]
            .into_iter()
            .flatten()
            .collect(),
            body_html: self.body(record, &duty.base.body),
            meter: Self::duty_meter(facts.fulfilled()),
            measures: measures
                .map(|(i, (text, done))| DutyMeasure {
                    number: i + 1,
                    text: self.said(text).to_owned(),
                    done: done.map(|day| self.day(day)),
                })
                .collect(),
            history: self.duty_history(record, duty, &facts.entries),
            quoted: self.quoted(&duty.base.quoted),
            attachments: self.attachments(record, &duty.base.attachments),
            evidence: Self::evidence(&duty.base.evidence),
        }
    }

    /// What was reported, newest first.
    fn duty_history(&self, record: RecordId, duty: &Duty, entries: &[usize]) -> Vec<EventView> {
        let mut of_day: BTreeMap<Day, u32> = BTreeMap::new();
        let mut history: Vec<EventView> = entries
            .iter()
            .map(|i| {
                let entry = &duty.entries[*i];
                let nth = of_day.entry(entry.base.day).or_insert(0);
                *nth += 1;
                let anchor = match *nth {
                    1 => format!("d{}", entry.base.day),
                    n => format!("d{}_{n}", entry.base.day),
                };
                self.duty_event(record, entry, anchor)
            })
            .collect();
        history.reverse();
        history
    }

    fn duty_event(&self, record: RecordId, entry: &Entry, anchor: String) -> EventView {
        let base = &entry.base;
        let root = self.site.route_of(record).map_or_else(String::new, |route| route.root());
        // Two bodies on a page must not share ids.
        let prefix = format!("{anchor}-");
        let mut places = entry.done.clone();
        places.sort_unstable();
        let numbers = places
            .into_iter()
            .map(|place| self.words.fill("duty_measure_number", &[("n", &(place + 1))]));
        EventView {
            id: anchor,
            date: self.day(base.day),
            event: "completed",
            word: self.w("event_duty_done"),
            title: base.title.clone(),
            office: base.office.map(|office| self.office_link(office)),
            filed: self.filed_late(record, base),
            facts: self
                .fact("label_duty_measures", numbers.map(Self::text).collect())
                .into_iter()
                .collect(),
            body_html: match &base.text {
                EntryWords::Body(body) => self.markdown(Some(record), body, &root, 4, &prefix),
                // Only rows of returns are plain, and duties have none.
                EntryWords::Plain(_) => Made::default(),
            },
            attachments: self.attachments(record, &base.attachments),
        }
    }
}
