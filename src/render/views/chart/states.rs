//! How many tasks stand in each state, by whatever tells them apart.

use std::collections::BTreeMap;
use std::fmt::Display;

use super::{Views, Words};
use crate::facts::Counts;
use crate::model::{Id, Indicator, Office, Plan, State, Task};
use crate::render::chart::{Mark, bars, mark};
use crate::render::view::{Chart, ChartKey, TableHead, TableView};

impl Views {
    /// States by whatever tells some tasks apart; none where nothing does.
    fn state_bars(
        &self,
        id: &str,
        title: &str,
        (head, plan): (&str, Option<Id<Plan>>),
        groups: Vec<(String, Vec<Id<Task>>)>,
    ) -> Option<Chart> {
        let plan = plan.map(|id| self.facts.public().plan(id));
        let mut all = Counts::default();
        let groups: Vec<(String, Counts)> = groups
            .into_iter()
            .map(|(name, tasks)| (name, self.facts.count(&tasks)))
            .filter(|(_, counts)| counts.total() > 0)
            .collect();
        if groups.len() < 2 {
            return None;
        }
        groups.iter().for_each(|(_, counts)| all.join(counts));
        let states: Vec<State> =
            State::ALL.into_iter().filter(|state| all.of(*state) > 0).collect();
        let class = |state| {
            let chip = self.chip(state, Self::colour(plan, state));
            let colour = if chip.colour.is_empty() { "none" } else { chip.colour };
            format!("c-{colour} s-{}", chip.state)
        };
        let rows: Vec<bars::Row> = groups
            .iter()
            .map(|(name, counts)| bars::Row {
                name: name.clone(),
                parts: states
                    .iter()
                    .map(|state| bars::Part {
                        class: class(*state),
                        shape: state.shape(),
                        count: counts.of(*state),
                    })
                    .collect(),
            })
            .collect();
        let picture = bars::bars(&rows)?;
        let key = states.iter().map(|state| ChartKey {
            svg_html: mark(Mark::Cell { class: &class(*state), shape: state.shape() }),
            label: self.words.state(*state).to_owned(),
        });
        let told = groups.iter().map(|(name, counts)| {
            let parts = counts.shares().into_iter().map(|(state, count, _)| {
                let name = self.words.state(state);
                self.words.fill("chart_part", &[("name", &name), ("count", &count)])
            });
            let parts = self.words.join(&parts.collect::<Vec<_>>());
            let blanks: [(&str, &dyn Display); 3] =
                [("name", name), ("total", &counts.total()), ("parts", &parts)];
            self.words.fill("chart_row", &blanks)
        });
        let words = Words {
            id: id.to_owned(),
            kind: "states",
            title: self.w(title),
            desc: self.told(told.collect()),
        };
        let left_out = (groups.len() > bars::MOST_ROWS).then(|| {
            let blanks: [(&str, &dyn Display); 2] =
                [("shown", &bars::MOST_ROWS), ("all", &groups.len())];
            self.words.fill("chart_rows_left_out", &blanks)
        });
        let notes: Vec<String> =
            self.words.samples("samples_tasks", all.samples).into_iter().chain(left_out).collect();
        let mut heads = vec![self.head(head, false), self.head("chart_total", true)];
        heads.extend(
            states.iter().map(|state| TableHead {
                label: self.words.state(*state).to_owned(),
                figures: true,
            }),
        );
        let line = |(name, counts): &(String, Counts)| {
            let mut line = vec![name.clone(), counts.total().to_string()];
            line.extend(states.iter().map(|state| counts.of(*state).to_string()));
            line
        };
        let table = TableView {
            caption: words.title.clone(),
            head: heads,
            rows: groups.iter().map(line).collect(),
        };
        Some(Chart {
            note: (!notes.is_empty()).then(|| self.words.join(&notes)),
            table: Some(table),
            ..Self::chart(picture, words, key.collect())
        })
    }

    /// Tasks under their first lead, in the order of offices.
    fn by_lead(&self, tasks: &[Id<Task>]) -> Vec<(String, Vec<Id<Task>>)> {
        let mut found: BTreeMap<Id<Office>, Vec<Id<Task>>> = BTreeMap::new();
        for task in tasks {
            let lead = self.facts.task(*task).and_then(|facts| facts.commitment.lead.first());
            if let Some(lead) = lead {
                found.entry(*lead).or_default().push(*task);
            }
        }
        let mut found: Vec<_> = found.into_iter().collect();
        found.sort_by_key(|(office, _)| self.facts.office_order(*office));
        found.into_iter().map(|(office, tasks)| (self.office_link(office).label, tasks)).collect()
    }

    fn by_plan(&self, tasks: &[Id<Task>]) -> Vec<(String, Vec<Id<Task>>)> {
        let public = self.facts.public();
        let of_plan = |plan| {
            let own = tasks.iter().copied().filter(|task| public.task(*task).plan == Some(plan));
            (self.plan_short(plan).label, own.collect())
        };
        self.plan_ids().into_iter().map(of_plan).collect()
    }

    fn by_indicator(&self, tasks: &[Id<Task>]) -> Vec<(String, Vec<Id<Task>>)> {
        let public = self.facts.public();
        let mut found: BTreeMap<Id<Indicator>, Vec<Id<Task>>> = BTreeMap::new();
        for task in tasks {
            let indicator = public.task(*task).indicator;
            if let Some(indicator) = indicator.filter(|of| self.facts.counts((*of).into())) {
                found.entry(indicator).or_default().push(*task);
            }
        }
        let mut ids: Vec<Id<Indicator>> = found.keys().copied().collect();
        self.sort_indicators(&mut ids);
        let ordered = ids.into_iter();
        ordered.filter_map(|id| Some((self.indicator_link(id).label, found.remove(&id)?))).collect()
    }

    /// The board: states by plan, or of the only plan by office.
    pub(in crate::render::views) fn board_charts(&self) -> Vec<Chart> {
        let plans = self.plan_ids();
        let tasks: Vec<Id<Task>> =
            plans.iter().flat_map(|plan| self.facts.tasks_of_plan(*plan).iter().copied()).collect();
        let chart = match plans.as_slice() {
            [plan] => self.state_bars(
                "p-g-offices",
                "chart_by_office",
                ("label_office", Some(*plan)),
                self.by_lead(&tasks),
            ),
            _ => self.state_bars(
                "p-g-plans",
                "chart_by_plan",
                ("label_plan", None),
                self.by_plan(&tasks),
            ),
        };
        chart.into_iter().collect()
    }

    /// An office: states by plan and by the offices below it.
    pub(in crate::render::views) fn office_charts(
        &self,
        id: Id<Office>,
        tasks: &[Id<Task>],
    ) -> Vec<Chart> {
        let mut below = self.facts.office_children(Some(id)).to_vec();
        below.sort_by_key(|id| self.facts.office_order(*id));
        let below =
            below.iter().map(|id| (self.office_link(*id).label, self.facts.tasks_of_office(*id)));
        let plans = self.state_bars(
            "p-g-plans",
            "chart_by_plan",
            ("label_plan", None),
            self.by_plan(tasks),
        );
        let head = ("label_office", None);
        let offices = self.state_bars("p-g-offices", "chart_by_office", head, below.collect());
        [plans, offices].into_iter().flatten().collect()
    }

    /// An indicator: states by the indicators below it, else by office.
    pub(in crate::render::views) fn indicator_charts(
        &self,
        id: Id<Indicator>,
        tasks: &[Id<Task>],
    ) -> Vec<Chart> {
        let below = self
            .sorted_indicators(Some(id))
            .into_iter()
            .map(|id| (self.indicator_link(id).label, self.facts.tasks_of_indicator(id)));
        let head = ("label_indicator", None);
        let chart = self
            .state_bars("p-g-indicators", "chart_by_indicator", head, below.collect())
            .or_else(|| {
                let head = ("label_office", None);
                self.state_bars("p-g-offices", "chart_by_office", head, self.by_lead(tasks))
            });
        chart.into_iter().collect()
    }

    /// A plan: what is done against what is due, and states by office and indicator.
    pub(in crate::render::views) fn plan_charts(&self, id: Id<Plan>) -> Vec<Chart> {
        let tasks = self.facts.tasks_of_plan(id);
        let offices = self.state_bars(
            "p-g-offices",
            "chart_by_office",
            ("label_office", Some(id)),
            self.by_lead(tasks),
        );
        let indicators = self.state_bars(
            "p-g-indicators",
            "chart_by_indicator",
            ("label_indicator", Some(id)),
            self.by_indicator(tasks),
        );
        [self.burn_up_chart(id), offices, indicators].into_iter().flatten().collect()
    }
}
