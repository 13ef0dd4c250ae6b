//! The page of search: without a script it offers ways to browse, each leading to pages that are
//! there; with one, the index can be asked.

use std::collections::{BTreeMap, BTreeSet};

use super::Views;
use crate::model::{Day, Id, Kind, Office, ProblemState, RecordId, State};
use crate::render::view::{
    Choice, Fold, Link, ListItem, SearchForm, SearchView, StateChoices, Way,
};

/// The kinds that come with the years, in the order a year lists them.
const OF_A_YEAR: [Kind; 9] = [
    Kind::Plan,
    Kind::Task,
    Kind::Problem,
    Kind::Bulletin,
    Kind::Evaluation,
    Kind::Inspection,
    Kind::Highlight,
    Kind::Policy,
    Kind::News,
];
/// How many records of a kind a year names; its section lists them all.
const NAMED: usize = 8;
/// How many links a way may hold below its heads; of a larger site the heads are linked alone.
const LINKS: usize = 400;

impl Views {
    /// Search, and browsing in its place.
    pub fn search(&self) -> SearchView {
        let ways = [self.by_kind(), self.by_office(), self.by_year(), self.by_each_indicator()];
        let ways = ways.into_iter().filter(|way| !way.items.is_empty() || !way.folds.is_empty());
        let form = self.site.has_index().then(|| self.search_form());
        let text = match form {
            Some(_) => self.w("search_text"),
            None => self.w("browse_text"),
        };
        SearchView { text, form, ways: ways.collect() }
    }

    /// The sections, each with how many records it has.
    fn by_kind(&self) -> Way {
        let items = Kind::ALL.into_iter().filter_map(|kind| {
            let href = self.site.index_href(kind)?;
            let link = Link { label: self.kind_title(kind), href: Some(href) };
            let count = self.facts.ids(kind).count();
            Some(ListItem {
                note: Some(self.words.fill("rows_count", &[("count", &count)])),
                ..self.plain_item(link)
            })
        });
        let (title, items) = (self.w("browse_kinds"), items.collect());
        Way { name: "kinds", title, items, folds: Vec::new() }
    }

    fn by_office(&self) -> Way {
        let item = |id: Id<Office>, depth: u32| {
            let link = if depth == 0 { self.link(id.into()) } else { self.office_link(id) };
            let tasks = self.facts.tasks_of_office(id).len();
            let note = (tasks > 0).then(|| self.words.fill("browse_tasks", &[("count", &tasks)]));
            ListItem { depth, note, ..self.plain_item(link) }
        };
        let tree = self.office_tree();
        let tree = tree.into_iter().map(|(id, depth)| item(id, depth)).collect();
        self.way("offices", "browse_offices", Kind::Office, tree)
    }

    fn by_each_indicator(&self) -> Way {
        self.way("indicators", "browse_indicators", Kind::Indicator, self.indicator_tree())
    }

    /// A tree as a way: its heads, each folded over what is below it. Of more heads than can be
    /// listed here the section has them all.
    fn way(&self, name: &'static str, title: &str, kind: Kind, tree: Vec<ListItem>) -> Way {
        let below = tree.iter().filter(|item| item.depth > 0).count();
        let (mut items, mut folds): (Vec<ListItem>, Vec<Fold>) = (Vec::new(), Vec::new());
        let mut tree = tree.into_iter().peekable();
        while let Some(head) = tree.next() {
            let mut inside = Vec::new();
            while let Some(item) = tree.next_if(|item| item.depth > 0) {
                inside.push(ListItem { depth: item.depth - 1, ..item });
            }
            if inside.is_empty() || below > LINKS {
                items.push(head);
            } else {
                // A fold opens and closes; the head is linked inside it.
                let own = ListItem { note: None, ..self.plain_item(head.link.clone()) };
                inside.insert(0, own);
                folds.push(Fold { link: head.link, note: head.note, items: inside });
            }
        }
        if items.len() + folds.len() > LINKS {
            let link = Link { label: self.kind_title(kind), href: self.site.index_href(kind) };
            (items, folds) = (vec![self.plain_item(link)], Vec::new());
        }
        Way { name, title: self.w(title), items, folds }
    }

    /// The years, each with its plans and what else was of it.
    fn by_year(&self) -> Way {
        let mut years: BTreeMap<i32, BTreeMap<usize, Vec<(Day, RecordId)>>> = BTreeMap::new();
        for (order, kind) in OF_A_YEAR.into_iter().enumerate() {
            for record in self.facts.ids(kind) {
                let Some((year, day)) = self.year_of(record) else { continue };
                years.entry(year).or_default().entry(order).or_default().push((day, record));
            }
        }
        let folds = years.into_iter().rev().map(|(year, kinds)| {
            let title = self.words.fill("year_of_policies", &[("year", &year)]);
            let items = kinds
                .into_iter()
                .flat_map(|(order, records)| self.of_a_year(OF_A_YEAR[order], records));
            Fold { link: Self::text(title), note: None, items: items.collect() }
        });
        let (title, folds) = (self.w("browse_years"), folds.collect());
        Way { name: "years", title, items: Vec::new(), folds }
    }

    /// The records of a kind and year: how many, and the latest by name. Tasks and problems are too
    /// many to name; their sections list them by state.
    fn of_a_year(&self, kind: Kind, mut records: Vec<(Day, RecordId)>) -> Vec<ListItem> {
        let count = records.len();
        let head = ListItem {
            note: Some(self.words.fill("rows_count", &[("count", &count)])),
            ..self
                .plain_item(Link { label: self.kind_title(kind), href: self.site.index_href(kind) })
        };
        records.sort_by_key(|(day, record)| (std::cmp::Reverse(*day), *record));
        let named = match kind {
            Kind::Task | Kind::Problem => 0,
            _ => NAMED,
        };
        let items = records.into_iter().take(named).map(|(day, record)| ListItem {
            depth: 1,
            summary: None,
            date: Some(self.day(day)),
            ..self.entry(record)
        });
        std::iter::once(head).chain(items).collect()
    }

    /// The year a record belongs to, and the day it is known from: a task's is its plan's.
    pub(super) fn year_of(&self, record: RecordId) -> Option<(i32, Day)> {
        let public = self.facts.public();
        let day = self.facts.first_day(record)?;
        let plan = match record.kind {
            Kind::Plan => Some(record.typed()),
            Kind::Task => public.task(record.typed()).plan,
            _ => None,
        };
        let stated = plan.and_then(|plan| public.plan(plan).year);
        Some((stated.unwrap_or(day.year()), day))
    }

    fn search_form(&self) -> SearchForm {
        let kinds = Kind::ALL.into_iter().filter(|kind| self.facts.ids(*kind).next().is_some());
        let kinds = kinds.filter(|kind| self.is_found(*kind)).map(|kind| Choice {
            value: kind.folder().to_owned(),
            label: self.kind_word(kind).to_owned(),
            depth: 0,
        });
        let public = self.facts.public();
        let offices = self.office_tree().into_iter().map(|(id, depth)| Choice {
            value: public.office(id).base.id.clone(),
            label: self.office_link(id).label,
            depth,
        });
        let years: BTreeSet<i32> = Kind::ALL
            .into_iter()
            .filter(|kind| self.is_found(*kind))
            .flat_map(|kind| self.facts.ids(kind))
            .filter_map(|record| Some(self.year_of(record)?.0))
            .collect();
        SearchForm {
            kinds: kinds.collect(),
            states: self.state_choices(),
            offices: offices.collect(),
            years: years.into_iter().rev().collect(),
        }
    }

    /// The states that occur.
    fn state_choices(&self) -> Vec<StateChoices> {
        let tasks: BTreeSet<State> = self
            .facts
            .ids(Kind::Task)
            .filter_map(|record| Some(self.facts.task(record.typed())?.state))
            .collect();
        let problems: BTreeSet<ProblemState> = self
            .facts
            .ids(Kind::Problem)
            .filter_map(|record| Some(self.facts.problem(record.typed())?.state()))
            .collect();
        let choice = |kind: Kind, name: &str, label: &str| Choice {
            value: state_value(kind, name),
            label: label.to_owned(),
            depth: 0,
        };
        let of = |kind, states: Vec<Choice>| StateChoices { title: self.kind_title(kind), states };
        let tasks = tasks.into_iter();
        let tasks = tasks.map(|s| choice(Kind::Task, s.name(), self.words.state(s))).collect();
        let problems = problems.into_iter();
        let problems = problems
            .map(|s| choice(Kind::Problem, s.name(), self.words.problem_state(s)))
            .collect();
        let mut all = vec![of(Kind::Task, tasks), of(Kind::Problem, problems)];
        all.retain(|choices| !choices.states.is_empty());
        all
    }

    /// Whether the records of a kind are found by search: those with a page in this edition.
    pub(super) fn is_found(&self, kind: Kind) -> bool {
        kind != Kind::Return || self.facts.shows_returns_by_office()
    }
}

/// A state as a filter's value: tasks and problems share some names.
pub(super) fn state_value(kind: Kind, name: &str) -> String {
    format!("{}-{name}", kind.folder())
}
