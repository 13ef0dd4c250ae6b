//! Ways to fewer problems: the pages of a state, a month or a source, and what stands in the rows
//! for a script to find them by.

use std::collections::BTreeSet;

use crate::facts::problem::by::{ProblemBy, channel_name};
use crate::model::{Group, Id, Period, Problem, ProblemState, RecordId};
use crate::render::view::{Link, ListWay, ListWayItem, ProblemFacets, ProblemsByView};
use crate::render::views::Views;
use crate::render::views::ways::{Narrow, month_value};
use crate::site::Route;

impl Views {
    /// What a problem is narrowed by.
    pub(super) fn problem_facets(&self, id: Id<Problem>, problem: &Problem) -> ProblemFacets {
        let public = self.facts.public();
        let lead = self.facts.problem(id).and_then(|facts| facts.remedy.lead.first().copied());
        let due = self.facts.problem_due(id);
        let id_of = |record: RecordId| public.base(record).id.clone();
        ProblemFacets {
            plan: problem.plan.map_or_else(String::new, |plan| id_of(plan.into())),
            offices: self.office_facet(lead),
            channel: problem.channel.as_deref().map_or_else(String::new, channel_name),
            line: problem.line.map_or_else(String::new, |line| id_of(line.into())),
            due: due.map_or_else(String::new, |day| day.to_string()),
            month: due.map_or_else(String::new, |day| month_value(day.year(), day.month())),
        }
    }

    /// By state, month, source, office, 专线 and plan.
    pub(super) fn problem_ways(&self) -> Vec<ListWay> {
        let facts = &self.facts;
        let mut ways = self.ways_by_problem();
        let item = |record: RecordId, link: Link, count: usize, depth: u32| {
            let href = self.site.problems_href(record);
            self.way_item(record, Link { href, ..link }, count, depth)
        };
        let offices = self.office_tree().into_iter().map(|(id, depth)| {
            let link = if depth == 0 { self.link(id.into()) } else { self.office_link(id) };
            item(id.into(), link, facts.problems_of_office(id).len(), depth)
        });
        ways.push(self.way_of_tree(Narrow::Office, offices));
        let lines = self.lines_of_problems().into_iter().map(|line| {
            item(line.into(), self.link(line.into()), facts.problems_of_line(line).len(), 0)
        });
        ways.push(self.way_of_tree(Narrow::Line, lines));
        let plans = self.plan_ids().into_iter().map(|plan| {
            item(plan.into(), self.plan_short(plan), facts.problems_of_plan(plan).len(), 0)
        });
        let plans = self.way_of_tree(Narrow::Plan, plans);
        if plans.items.len() > 1 {
            ways.push(plans);
        }
        ways.retain(|way| !way.items.is_empty());
        ways
    }

    /// The 专线 that have problems.
    pub(super) fn lines_of_problems(&self) -> BTreeSet<Id<Group>> {
        let public = self.facts.public();
        self.facts.problems().iter().filter_map(|id| public.problem(*id).line).collect()
    }

    /// By state, month and source: the pages that are lists of problems and nothing else.
    fn ways_by_problem(&self) -> Vec<ListWay> {
        let [mut states, mut months, mut channels] = <[Vec<ListWayItem>; 3]>::default();
        for (by, count) in self.facts.problem_counts_by() {
            let (ways, value) = match by {
                ProblemBy::State(state) => (&mut states, state.name().to_owned()),
                ProblemBy::Month(year, month) => (&mut months, month_value(*year, *month)),
                ProblemBy::Channel(name) => (&mut channels, name.clone()),
            };
            let route = Route::of_problems_by(by);
            ways.push(self.way_of_page(value, self.problems_by_words(by), &route, count));
        }
        vec![
            self.list_way(Narrow::State, states),
            self.list_way(Narrow::Month, months),
            self.list_way(Narrow::Channel, channels),
        ]
    }

    /// How the page of the problems from a source is linked to.
    pub(super) fn channel_link(&self, channel: &str) -> Link {
        let route = Route::of_problems_by(&ProblemBy::Channel(channel_name(channel)));
        Link { label: channel.to_owned(), href: Some(self.site.href(&route)) }
    }

    fn problems_by_words(&self, by: &ProblemBy) -> String {
        let public = self.facts.public();
        match by {
            ProblemBy::State(state) => self.words.problem_state(*state).to_owned(),
            ProblemBy::Month(year, month) => self.words.period(Period::Month(*year, *month)),
            ProblemBy::Channel(_) => {
                let problems = self.facts.problems_by(by).iter();
                let named = problems.filter_map(|id| public.problem(*id).channel.as_deref());
                let names: BTreeSet<&str> = named.collect();
                self.words.join(&names.into_iter().map(str::to_owned).collect::<Vec<_>>())
            }
        }
    }

    /// 已销号的问题, 整改时限在2023年6月的问题, 来自座谈会的问题.
    pub(in crate::render::views) fn problems_by_title(&self, by: &ProblemBy) -> String {
        let name = match by {
            ProblemBy::State(_) => "problems_in_state",
            ProblemBy::Month(..) => "problems_due_in_month",
            ProblemBy::Channel(_) => "problems_of_channel",
        };
        self.words.fill(name, &[("what", &self.problems_by_words(by))])
    }

    /// problems_by.html
    pub fn problems_by(&self, by: &ProblemBy) -> ProblemsByView {
        let problems = self.facts.problems_by(by);
        let states: BTreeSet<ProblemState> = self.states_of(problems);
        ProblemsByView {
            text: match problems.len() {
                0 => self.w("problems_by_none"),
                count => self.words.fill("problems_by_count", &[("count", &count)]),
            },
            items: self.problem_items(problems),
            many_plans: self.many_plans(problems),
            ways: self.ways_by_problem(),
            legend: self.problem_legend(None, |state| states.contains(&state)),
        }
    }
}
