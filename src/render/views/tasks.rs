//! The board: the tasks of all plans by state, the ways to fewer of them, and the board as one hangs
//! it on a wall.

use super::Views;
use super::ways::{Narrow, month_value};
use crate::facts::board::By;
use crate::facts::since::Since;
use crate::model::{Id, Indicator, Kind, Period, Plan, RecordId, State, Task};
use crate::render::view::{
    BoardView, Link, ListItem, ListWay, ListWayItem, PlanBoard, SinceGroup, SinceView, Slice,
    TaskFacets, TaskGroup, TasksByView, WallPlan, WallRow, WallView,
};
use crate::site::{Part, Route, WALL, anchor};

/// How many tasks of a kind of change are named.
const NAMED: usize = 10;

impl Views {
    /// The red-yellow-blue board, or what stands on a part of it beside its rows.
    pub fn board(&self, part: Part, slice: &mut Slice) -> BoardView {
        let column = self.facts.public().column(Kind::Task);
        let plans = self.board_plans();
        let shown = plans.iter().filter(|id| !slice.passes(self.facts.tasks_of_plan(**id).len()));
        let mut view = BoardView {
            intro_html: Default::default(),
            charts: Vec::new(),
            since: Vec::new(),
            ways: Vec::new(),
            further: Vec::new(),
            wall: None,
            plans: shown.map(|id| self.plan_board(*id)).collect(),
            legend: self.legend(None),
        };
        if !part.is_further() {
            view.intro_html = self.intro(column.map(|column| &column.body), "../");
            view.charts = self.board_charts();
            view.since = self.since_bulletins(&plans);
            view.ways = self.task_ways(&plans);
            view.further = self.further_parts(Kind::Task, part);
            view.wall = Some(self.site.href(&Route::new(WALL)));
        }
        view
    }

    /// The plans that have tasks.
    fn board_plans(&self) -> Vec<Id<Plan>> {
        let mut plans = self.plan_ids();
        plans.retain(|id| !self.facts.tasks_of_plan(*id).is_empty());
        plans
    }

    fn plan_board(&self, id: Id<Plan>) -> PlanBoard {
        let plan = self.facts.public().plan(id);
        let tasks = self.facts.tasks_of_plan(id);
        let groups = State::ALL.into_iter().map(|state| {
            let items = self.of_states(tasks, &[state]);
            TaskGroup {
                chip: self.chip(state, Self::colour(Some(plan), state)),
                anchor: anchor(&plan.base.id, Some(state)),
                count: items.len(),
                items: items.into_iter().map(|(_, item)| item).collect(),
            }
        });
        PlanBoard {
            card: self.plan_card(id),
            anchor: anchor(&plan.base.id, None),
            groups: groups.filter(|group| !group.items.is_empty()).collect(),
        }
    }

    /// What a task is narrowed by.
    pub(super) fn task_facets(&self, id: Id<Task>) -> TaskFacets {
        let public = self.facts.public();
        let task = public.task(id);
        let facts = self.facts.task(id);
        let lead = facts.and_then(|facts| facts.commitment.lead.first().copied());
        let indicator = |id: Id<Indicator>| public.indicator(id).parent.map(RecordId::from);
        let month = self.facts.due(id).map(|day| month_value(day.year(), day.month()));
        TaskFacets {
            plan: task.plan.map_or_else(String::new, |plan| public.plan(plan).base.id.clone()),
            offices: self.office_facet(lead),
            indicators: self
                .id_and_above(task.indicator.map(Into::into), |id| indicator(id.typed())),
            month: month.unwrap_or_default(),
        }
    }

    // ---- ways to fewer tasks

    fn task_ways(&self, plans: &[Id<Plan>]) -> Vec<ListWay> {
        let mut ways = self.ways_by_task();
        let public = self.facts.public();
        let offices = self.office_tree().into_iter().map(|(id, depth)| {
            let link = if depth == 0 { self.link(id.into()) } else { self.office_link(id) };
            self.way_item(id.into(), link, self.facts.tasks_of_office(id).len(), depth)
        });
        let indicators = self.indicators_in_order().into_iter().map(|(id, depth)| {
            let count = self.facts.tasks_of_indicator(id).len();
            self.way_item(id.into(), self.indicator_link(id), count, depth)
        });
        let of_plans = plans.iter().map(|id| {
            let href = self.site.board_href(&public.plan(*id).base.id, None);
            let link = Link { href, ..self.plan_short(*id) };
            self.way_item((*id).into(), link, self.facts.tasks_of_plan(*id).len(), 0)
        });
        let of_plans: Vec<ListWayItem> = of_plans.collect();
        ways.push(self.way_of_tree(Narrow::Office, offices));
        ways.push(self.way_of_tree(Narrow::Indicator, indicators));
        if of_plans.len() > 1 {
            ways.push(self.way_of_tree(Narrow::Plan, of_plans));
        }
        ways.retain(|way| !way.items.is_empty());
        ways
    }

    /// By state and by month: the pages that are lists of tasks and nothing else.
    fn ways_by_task(&self) -> Vec<ListWay> {
        let (mut states, mut months) = (Vec::new(), Vec::new());
        for (by, count) in self.facts.task_counts_by() {
            let (ways, value) = match by {
                By::State(state) => (&mut states, state.name().to_owned()),
                By::Month(year, month) => (&mut months, month_value(year, month)),
            };
            let route = Route::of_tasks_by(by);
            ways.push(self.way_of_page(value, self.by_words(by), &route, count));
        }
        vec![self.list_way(Narrow::State, states), self.list_way(Narrow::Month, months)]
    }

    fn by_words(&self, by: By) -> String {
        match by {
            By::State(state) => self.words.state(state).to_owned(),
            By::Month(year, month) => self.words.period(Period::Month(year, month)),
        }
    }

    /// 逾期未完成的任务, 2023年6月到期的任务.
    pub(super) fn by_title(&self, by: By) -> String {
        let name = match by {
            By::State(_) => "tasks_in_state",
            By::Month(..) => "tasks_due_in_month",
        };
        self.words.fill(name, &[("what", &self.by_words(by))])
    }

    /// A part of tasks_by.html
    pub fn tasks_by(&self, by: By, part: Part) -> TasksByView {
        let tasks = self.facts.tasks_by(by);
        TasksByView {
            text: match tasks.len() {
                0 => self.w("tasks_by_none"),
                count => self.words.fill("tasks_by_count", &[("count", &count)]),
            },
            items: self.items(part.rows_of(tasks)),
            ways: self.ways_by_task(),
            legend: self.legend_for(None, tasks),
        }
    }

    // ---- since the last bulletin

    /// The plans that had a bulletin or have something to tell; where none has, all of them.
    fn since_bulletins(&self, plans: &[Id<Plan>]) -> Vec<SinceView> {
        let all = plans.iter().filter_map(|plan| Some((*plan, self.facts.since_bulletin(*plan)?)));
        let all: Vec<(Id<Plan>, &Since)> = all.collect();
        let tells = |since: &Since| since.bulletin.is_some() || !since.is_empty();
        let any = all.iter().any(|(_, since)| tells(since));
        all.into_iter()
            .filter(|(_, since)| tells(since) || !any)
            .map(|(plan, since)| self.since(plan, since))
            .collect()
    }

    fn since(&self, plan: Id<Plan>, since: &Since) -> SinceView {
        let lists = [
            ("since_overdue", &since.overdue),
            ("since_done", &since.done),
            ("since_moved", &since.moved),
            ("since_added", &since.added),
        ];
        let groups = lists.into_iter().filter(|(_, tasks)| !tasks.is_empty());
        let group = |(word, tasks): (&str, &Vec<Id<Task>>)| SinceGroup {
            word: self.w(word),
            count: tasks.len(),
            items: self.items(&tasks[..tasks.len().min(NAMED)]),
            more: (tasks.len() > NAMED)
                .then(|| self.words.fill("since_more", &[("count", &(tasks.len() - NAMED))])),
        };
        SinceView {
            plan: self.plan_short(plan),
            text: self.since_text(since),
            groups: groups.map(group).collect(),
            nothing: since.is_empty().then(|| self.w("since_nothing")),
        }
    }

    /// 自上期通报（数据截至2023年8月25日）以来.
    fn since_text(&self, since: &Since) -> Link {
        let name = match since.bulletin {
            Some(_) => "since_bulletin",
            None => "since_day",
        };
        Link {
            label: self.words.fill(name, &[("day", &self.words.day(since.from))]),
            href: since.bulletin.and_then(|id| self.href_of(id.into())),
        }
    }

    /// The same in numbers, a line a plan that has had a bulletin.
    pub(super) fn since_lines(&self) -> Vec<ListItem> {
        let line = |plan: Id<Plan>| {
            let since = self.facts.since_bulletin(plan).filter(|since| since.bulletin.is_some())?;
            let href = self.site.board_href(&self.facts.public().plan(plan).base.id, None);
            let counts = self.words.fill(
                "since_counts",
                &[
                    ("overdue", &since.overdue.len()),
                    ("done", &since.done.len()),
                    ("moved", &since.moved.len()),
                    ("added", &since.added.len()),
                ],
            );
            let what = if since.is_empty() { self.w("since_nothing") } else { counts };
            let since = self.since_text(since).label;
            let note = self.words.fill("since_line", &[("since", &since), ("what", &what)]);
            let link = Link { href, ..self.plan_short(plan) };
            Some(ListItem { note: Some(note), ..self.plain_item(link) })
        };
        self.board_plans().into_iter().filter_map(line).collect()
    }

    // ---- the wall

    /// wall.html
    pub fn wall(&self, slice: &mut Slice) -> WallView {
        let plans = self.board_plans();
        let shown = plans.iter().filter(|id| !slice.passes(self.facts.tasks_of_plan(**id).len()));
        WallView {
            plans: shown.map(|id| self.wall_plan(*id)).collect(),
            legend: self.legend(plans.first().copied().filter(|_| plans.len() == 1)),
        }
    }

    fn wall_plan(&self, id: Id<Plan>) -> WallPlan {
        let tasks = self.facts.tasks_of_plan(id);
        let mut rows: Vec<_> = tasks
            .iter()
            .filter_map(|task| {
                let facts = self.facts.task(*task)?;
                let office = facts.commitment.lead.first().copied();
                let order = office.map(|office| self.facts.office_order(office));
                Some((order.is_none(), order, facts.state, self.facts.due(*task), *task, office))
            })
            .collect();
        rows.sort();
        WallPlan {
            plan: self.plan_link(id),
            totals: self.totals(&self.facts.count(tasks), Some(id)),
            rows: rows
                .into_iter()
                .map(|(.., task, office)| WallRow {
                    office: office.map(|office| self.office_link(office).label),
                    item: self.item(task),
                })
                .collect(),
        }
    }
}
