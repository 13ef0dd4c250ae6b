//! What became of the returns of each office; for the internal edition.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use super::{Views, Words};
use crate::facts::returns::Outcome;
use crate::model::{Id, Office, Period, Plan};
use crate::render::chart::{Mark, grid};
use crate::render::view::{Chart, TableHead, TableView};

impl Views {
    /// What became of the returns some offices owed of a plan, a chart for weeks and one for
    /// months.
    pub(in crate::render::views) fn returns_charts(
        &self,
        id: Id<Plan>,
        number: usize,
        offices: &BTreeSet<Id<Office>>,
    ) -> Vec<Chart> {
        if !self.facts.shows_returns_by_office() {
            return Vec::new();
        }
        let of_kind = |is_week: bool| {
            let title = if is_week { "chart_weekly" } else { "chart_monthly" };
            let name = if is_week { "weeks" } else { "months" };
            self.returns_chart(id, offices, title, format!("p-g-{name}-{number}"), is_week)
        };
        [true, false].into_iter().filter_map(of_kind).collect()
    }

    fn returns_chart(
        &self,
        plan: Id<Plan>,
        offices: &BTreeSet<Id<Office>>,
        title: &str,
        id: String,
        is_week: bool,
    ) -> Option<Chart> {
        let outcomes = self.facts.outcomes_of_returns(plan);
        let all: BTreeSet<Period> = outcomes
            .values()
            .flat_map(BTreeMap::keys)
            .copied()
            .filter(|period| matches!(period, Period::Week(..)) == is_week)
            .collect();
        let periods: Vec<Period> =
            all.iter().copied().skip(all.len().saturating_sub(grid::MOST_COLUMNS)).collect();
        let mut offices: Vec<Id<Office>> =
            outcomes.keys().copied().filter(|office| offices.contains(office)).collect();
        offices.sort_by_key(|office| self.facts.office_order(*office));
        let heads = self.grid_heads(&periods);
        let mut used: BTreeSet<usize> = BTreeSet::new();
        let mut rows = Vec::new();
        let mut lines = Vec::new();
        let mut told = Vec::new();
        for office in offices {
            let found: Vec<Option<Outcome>> =
                periods.iter().map(|period| outcomes[&office].get(period).copied()).collect();
            if found.iter().all(Option::is_none) {
                continue;
            }
            let name = self.office_link(office).label;
            let marks: Vec<usize> = found.iter().map(|outcome| mark_of(*outcome)).collect();
            used.extend(&marks);
            let cells = marks.iter().map(|i| grid::Cell { class: MARKS[*i].0, shape: MARKS[*i].1 });
            let words = marks.iter().map(|i| self.w(MARKS[*i].2));
            lines.push([name.clone()].into_iter().chain(words).collect::<Vec<_>>());
            let parts = (0..MARKS.len() - 1).filter_map(|i| {
                let count = marks.iter().filter(|mark| **mark == i).count();
                let word = self.words.get(MARKS[i].2);
                (count > 0)
                    .then(|| self.words.fill("chart_part", &[("name", &word), ("count", &count)]))
            });
            let parts = self.words.join(&parts.collect::<Vec<_>>());
            told.push(self.words.fill("chart_returns_row", &[("name", &name), ("parts", &parts)]));
            rows.push(grid::Row { name, cells: cells.collect() });
        }
        let picture = grid::grid(&heads, &rows)?;
        let words = Words { id, kind: "returns", title: self.w(title), desc: self.told(told) };
        let key = used.into_iter().map(|i| {
            let (class, shape, label) = MARKS[i];
            self.key(Mark::Cell { class, shape }, label)
        });
        let mut head = vec![self.head("label_office", false)];
        head.extend(
            periods
                .iter()
                .map(|period| TableHead { label: self.words.period(*period), figures: false }),
        );
        let mut notes: Vec<String> = is_week.then(|| self.w("chart_weeks")).into_iter().collect();
        if all.len() > periods.len() {
            notes.push(self.words.fill("chart_recent", &[("count", &periods.len())]));
        }
        if rows.len() > grid::MOST_ROWS {
            let blanks: [(&str, &dyn Display); 2] =
                [("shown", &grid::MOST_ROWS), ("all", &rows.len())];
            notes.push(self.words.fill("chart_rows_left_out", &blanks));
        }
        let table = TableView { caption: words.title.clone(), head, rows: lines };
        Some(Chart {
            note: (!notes.is_empty()).then(|| self.sentences(notes)),
            table: Some(table),
            ..Self::chart(picture, words, key.collect())
        })
    }

    fn grid_heads(&self, periods: &[Period]) -> Vec<grid::Head> {
        let mut last = None;
        periods
            .iter()
            .map(|period| {
                let (year, label) = match period {
                    Period::Week(year, week) => (*year, week.to_string()),
                    of => {
                        let first = of.first();
                        let month = self.words.month(first.month());
                        (first.year(), month.chars().take(3).collect())
                    }
                };
                let is_new = last != Some(year);
                last = Some(year);
                grid::Head { label, year: is_new.then(|| self.words.period(Period::Year(year))) }
            })
            .collect()
    }
}

/// A cell's class, mark and word; the last is for what was not owed.
const MARKS: [(&str, &str, &str); 5] = [
    ("c-blue", "●", "chart_on_time"),
    ("c-yellow", "◆", "chart_late"),
    ("c-red", "×", "chart_missing"),
    ("c-none", "？", "chart_unknown"),
    ("idle", "·", "chart_not_due"),
];

fn mark_of(outcome: Option<Outcome>) -> usize {
    match outcome {
        Some(Outcome::OnTime) => 0,
        Some(Outcome::Late) => 1,
        Some(Outcome::Missing) => 2,
        Some(Outcome::Unknown) => 3,
        None => 4,
    }
}
