//! Long lists in parts: how many rows the lists of a page have together, and where its parts lie.
//!
//! The rows are counted here, before there is any view, as addresses are given first; a renderer
//! with debug assertions holds every page against its count.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::ops::Range;

use super::{Page, Route, Site, anchor};
use crate::facts::{Facts, ReturnCounts};
use crate::model::{Id, Kind, Plan, RecordId, State};

/// How many rows a page shows: two hundred tasks take some 200 KB, and no row takes more than
/// twice of theirs.
pub const ROWS_PER_PAGE: NonZeroUsize = NonZeroUsize::new(200).unwrap();

/// Where the problems of a plan, an office or another record begin on its page.
const PROBLEMS_ANCHOR: &str = "p-problems";

/// A part of a page: most pages have but one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// From 1.
    pub number: usize,
    /// How many parts the page has.
    pub count: usize,
    /// How many rows all parts have together.
    pub rows: usize,
    per_page: NonZeroUsize,
}

impl Part {
    pub(super) fn new(number: usize, rows: usize, per_page: NonZeroUsize) -> Self {
        Self { number, count: count(rows, per_page), rows, per_page }
    }

    /// Whether it comes after another.
    pub fn is_further(self) -> bool {
        self.number > 1
    }

    /// Whether a row, counted from 0, is on it.
    pub fn holds(self, row: usize) -> bool {
        self.count == 1 || self.range().contains(&row)
    }

    /// Those of a list's rows that are on it.
    pub fn rows_of<T>(self, rows: &[T]) -> &[T] {
        if self.count == 1 { rows } else { rows.get(self.range()).unwrap_or_default() }
    }

    /// Its rows of all.
    pub fn range(self) -> Range<usize> {
        let first = (self.number - 1) * self.per_page.get();
        let end = if self.number == self.count { self.rows } else { first + self.per_page.get() };
        first..end
    }
}

/// In how many parts so many rows are.
pub(super) fn count(rows: usize, per_page: NonZeroUsize) -> usize {
    rows.div_ceil(per_page.get()).max(1)
}

/// Whether the same pages are in as many parts.
pub(super) fn in_as_many_parts(
    own: &BTreeMap<Route, usize>,
    others: &BTreeMap<Route, usize>,
    per_page: NonZeroUsize,
) -> bool {
    let counts = |long: &BTreeMap<Route, usize>| -> Vec<(Route, usize)> {
        long.iter().map(|(route, rows)| (route.clone(), count(*rows, per_page))).collect()
    };
    counts(own) == counts(others)
}

/// The pages that have more rows than one page shows, with how many.
pub(super) fn long_pages(
    facts: &Facts,
    pages: &BTreeMap<Route, Page>,
    per_page: NonZeroUsize,
) -> BTreeMap<Route, usize> {
    let rows = |(route, page): (&Route, &Page)| {
        let rows = rows(facts, page);
        (rows > per_page.get()).then(|| (route.clone(), rows))
    };
    pages.iter().filter_map(rows).collect()
}

/// How many rows the long lists of a page have together.
pub fn rows(facts: &Facts, page: &Page) -> usize {
    match page {
        Page::Index(kind) => rows_of_index(facts, *kind),
        Page::TasksBy(by) => facts.tasks_by(*by).len(),
        Page::ProblemsBy(by) => facts.problems_by(by).len(),
        Page::Wall => rows_of_index(facts, Kind::Task),
        Page::Summary => facts.plans_compared().map(|plan| facts.offices_summed(plan).len()).sum(),
        Page::Record(record) => rows_of_record(facts, *record),
        Page::Corrections => facts.corrected_bulletins().len() + facts.taken_back().len(),
        _ => 0,
    }
}

fn rows_of_index(facts: &Facts, kind: Kind) -> usize {
    let of_a_plan = |plan: Option<Id<Plan>>| plan.is_some_and(|plan| facts.counts(plan.into()));
    match kind {
        Kind::Task => facts.plans().map(|(plan, _)| facts.tasks_of_plan(plan).len()).sum(),
        Kind::Problem => facts.problems().len(),
        Kind::Return => facts.plans().map(|(plan, _)| rows_of_returns(facts, plan)).sum(),
        Kind::Bulletin => {
            facts.ids(kind).filter(|id| of_a_plan(facts.public().bulletin(id.typed()).plan)).count()
        }
        Kind::Evaluation => {
            facts.ids(kind).filter(|id| facts.evaluation(id.typed()).is_some()).count()
        }
        Kind::Visit => facts
            .ids(kind)
            .map(|id| match facts.visit(id.typed()).by_who.len() {
                1 => 1,
                several => several + 1,
            })
            .sum(),
        Kind::Page => 0,
        _ => facts.ids(kind).count(),
    }
}

/// The offices that owe returns of a plan, and the returns there are.
fn rows_of_returns(facts: &Facts, plan: Id<Plan>) -> usize {
    let filed = facts.returns_filed().filter(|(_, found)| found.plan == Some(plan)).count();
    let owed = facts.returns_of_plan(plan);
    let ReturnCounts { expected, unknown, .. } = owed;
    if filed == 0 && expected == 0 && unknown == 0 {
        return 0;
    }
    facts.returns_by_office(plan).count() + filed
}

fn rows_of_record(facts: &Facts, record: RecordId) -> usize {
    let public = facts.public();
    match record.kind {
        Kind::Plan => {
            let plan = record.typed();
            let tasks = facts.tasks_of_plan(plan);
            let leads: BTreeSet<_> = tasks
                .iter()
                .filter_map(|task| facts.task(*task)?.commitment.lead.first())
                .collect();
            tasks.len() + facts.problems_of_plan(plan).len() + leads.len()
        }
        Kind::Office => {
            let office = record.typed();
            facts.tasks_of_office(office).len()
                + facts.tasks_listed_at(office).len()
                + facts.problems_of_office(office).len()
                + facts.problems_listed_at(office).len()
                + facts.duties_of_office(office).len()
                + facts.highlights_of_office(office).len()
                + facts.offices_below(office)
        }
        Kind::Indicator => {
            let indicator = record.typed();
            facts.highlights_of_indicator(indicator).len()
                + facts.indicators_below(indicator)
                + facts.tasks_of_indicator(indicator).len()
                + facts.problems_of_indicator(indicator).len()
        }
        Kind::Post => {
            let post = record.typed();
            facts.indicators_of_chief(post).len()
                + facts.tasks_of_post(post).len()
                + facts.problems_of_post(post).len()
        }
        Kind::Group => facts.problems_of_line(record.typed()).len(),
        Kind::Inspection => facts.problems_of_inspection(record.typed()).len(),
        Kind::Duty => public.duty(record.typed()).measures.len(),
        Kind::Evaluation => {
            facts.evaluation(record.typed()).map_or(0, |judged| judged.results.len())
        }
        Kind::Return => public.return_(record.typed()).rows.len(),
        Kind::Visit => facts.visit(record.typed()).rows.len(),
        _ => 0,
    }
}

/// How many rows of a record's page come before its problems.
fn first_problem(facts: &Facts, record: RecordId) -> usize {
    match record.kind {
        Kind::Plan => facts.tasks_of_plan(record.typed()).len(),
        Kind::Office => {
            let office = record.typed();
            facts.tasks_of_office(office).len() + facts.tasks_listed_at(office).len()
        }
        _ => 0,
    }
}

/// Which row of a page is the first of a group, by the page and the group's anchor.
pub(super) type Groups = BTreeMap<Route, BTreeMap<String, usize>>;

/// Where the groups of the pages in parts begin.
pub(super) fn groups(facts: &Facts, long: &BTreeMap<Route, usize>) -> Groups {
    let pages = [
        (Route::of_index(Kind::Task), groups_of_board as fn(&Facts) -> BTreeMap<String, usize>),
        (Route::of_summary(), groups_of_summary),
    ];
    let long = pages.into_iter().filter(|(page, _)| long.contains_key(page));
    long.map(|(page, groups)| (page, groups(facts))).collect()
}

/// Those of a plan and of each of its states.
fn groups_of_board(facts: &Facts) -> BTreeMap<String, usize> {
    let (mut groups, mut row) = (BTreeMap::new(), 0);
    for plan in facts.plans_in_order() {
        let id = &facts.public().plan(plan).base.id;
        let counts = facts.count(facts.tasks_of_plan(plan));
        groups.insert(anchor(id, None), row);
        for state in State::ALL {
            groups.insert(anchor(id, Some(state)), row);
            row += counts.of(state) as usize;
        }
    }
    groups
}

/// Those of a plan.
fn groups_of_summary(facts: &Facts) -> BTreeMap<String, usize> {
    let (mut groups, mut row) = (BTreeMap::new(), 0);
    for plan in facts.plans_in_order().into_iter().filter(|plan| facts.compares(*plan)) {
        groups.insert(anchor(&facts.public().plan(plan).base.id, None), row);
        row += facts.offices_summed(plan).len();
    }
    groups
}

/// Where the first part of a page lies, as it is usually read.
pub fn first_part<'a>(route: &'a Route, page: &'a Page) -> Cow<'a, Route> {
    match (page, page.subject()) {
        (_, Page::Further { first, .. }) => Cow::Borrowed(first),
        (Page::Simple(_), _) => Cow::Owned(route.above()),
        (Page::Translated { language, .. }, _) => Cow::Owned(route.of_original(language)),
        _ => Cow::Borrowed(route),
    }
}

impl Site {
    /// Which part of its lists a page is.
    pub fn part(&self, route: &Route, page: &Page) -> Part {
        let number = match page.subject() {
            Page::Further { number, .. } => *number,
            _ => 1,
        };
        let rows = self.long.get(&*first_part(route, page)).copied().unwrap_or(0);
        Part::new(number, rows, self.addressing.rows_per_page)
    }

    /// How a group of a page's rows is linked to, on the part it begins on, if there is such a page.
    pub(super) fn group_href(&self, first: &Route, anchor: &str) -> Option<String> {
        let row = self.groups.get(first).and_then(|groups| groups.get(anchor));
        let part = self.row_href(first, row.copied().unwrap_or(0))?;
        Some(format!("{part}#{anchor}"))
    }

    /// How the part of a page is linked to that has a row, counted from 0, if there is such a page.
    pub fn row_href(&self, first: &Route, row: usize) -> Option<String> {
        self.pages.get(first)?;
        let number = match self.long.get(first) {
            Some(_) => row / self.addressing.rows_per_page.get() + 1,
            None => 1,
        };
        Some(self.href(&first.of_part(number)))
    }

    /// How the problems on a record's page are linked to.
    pub fn problems_href(&self, record: RecordId) -> Option<String> {
        let row = first_problem(&self.facts, record);
        let page = self.row_href(self.route_of(record)?, row)?;
        Some(format!("{page}#{PROBLEMS_ANCHOR}"))
    }
}
