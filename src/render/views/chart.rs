//! Pictures of the facts: what is drawn, its words, and the table of its numbers.

use std::collections::{BTreeMap, BTreeSet};

use super::Views;
use super::indicator::printed;
use crate::facts::Counts;
use crate::facts::burn_up::{BurnUp, Growth, at};
use crate::facts::indicator::{MeasureFacts, ranks};
use crate::facts::returns::Outcome;
use crate::model::indicator::{Measure, Rank};
use crate::model::{Day, Id, Indicator, Office, Period, Plan, State, Task};
use crate::render::chart::line::{Point, Progress};
use crate::render::chart::timeline::{Now, Stage};
use crate::render::chart::{Mark, Picture, bars, burn_up, grid, line, mark, scale::Time, timeline};
use crate::render::view::{Chart, ChartKey, Spark, TableHead, TableView};

/// How many rows a description tells before it leaves the rest to the table.
const TOLD: usize = 8;
/// How many scopes of ranks are drawn.
const MOST_RANKS: usize = 4;
/// How many months a table has at most.
const MOST_MONTHS: usize = 36;

/// A picture's words.
struct Words {
    id: String,
    kind: &'static str,
    title: String,
    desc: String,
}

impl Views {
    fn chart(picture: Picture, words: Words, key: Vec<ChartKey>) -> Chart {
        let Words { id, kind, title, desc } = words;
        let Picture { width, height, shapes } = picture;
        Chart {
            id,
            kind,
            title,
            desc,
            width,
            height,
            svg_html: shapes,
            key,
            note: None,
            table: None,
            source: None,
        }
    }

    fn key(&self, of: Mark, label: &str) -> ChartKey {
        ChartKey { svg_html: mark(of), label: self.w(label) }
    }

    /// Sentences one after the other.
    fn sentences(&self, parts: Vec<String>) -> String {
        parts.join(self.words.get("sentence_separator"))
    }

    /// A measure's values as they are drawn.
    fn progress_of(&self, measure: &Measure) -> Progress {
        let facts = MeasureFacts::new(measure, self.facts.day());
        let point = |day, number| Point { day, number, text: printed(measure, number) };
        let values = facts.values(measure);
        let target = measure.target;
        let scales = values.iter().map(|value| value.value.normalize().scale());
        Progress {
            values: values.iter().map(|value| point(value.date, value.value)).collect(),
            baseline: measure.baseline_date.zip(measure.baseline).map(|(day, of)| point(day, of)),
            target: measure.target_date.zip(target).map(|(day, of)| point(day, of)),
            level: target
                .filter(|_| measure.target_date.is_none())
                .map(|target| (target, printed(measure, target))),
            digits: measure.decimals.unwrap_or(scales.max().unwrap_or(0)),
        }
    }

    /// A measure's values in the width of a word.
    pub(super) fn spark(&self, measure: &Measure) -> Option<Spark> {
        let (way, aim) = line::spark(&self.progress_of(measure))?;
        Some(Spark { way, aim })
    }

    /// The values of an indicator's measures, each against its target.
    pub(super) fn progress_charts(&self, indicator: &Indicator) -> Vec<Chart> {
        let measures = indicator.measures.iter().enumerate();
        measures.filter_map(|(i, measure)| self.progress_chart(measure, i + 1)).collect()
    }

    fn progress_chart(&self, measure: &Measure, number: usize) -> Option<Chart> {
        let of = self.progress_of(measure);
        let picture = line::progress(&of, &self.words)?;
        let name = match &measure.unit {
            Some(unit) => {
                self.words.fill("state_with_days", &[("state", &measure.name), ("days", unit)])
            }
            None => measure.name.clone(),
        };
        let mut key = vec![self.key(Mark::Dot("dot"), "chart_key_value")];
        let has_aim = of.target.is_some() && of.baseline.is_some() || of.level.is_some();
        key.extend(of.baseline.as_ref().map(|_| self.key(Mark::Dot("base"), "chart_key_baseline")));
        key.extend(of.target.as_ref().map(|_| self.key(Mark::Goal, "chart_key_target")));
        key.extend(has_aim.then(|| self.key(Mark::Line("aim"), "chart_key_aim")));
        let words = Words {
            id: format!("p-g-values-{number}"),
            kind: "progress",
            title: self.words.fill("chart_progress", &[("name", &name)]),
            desc: self.progress_words(measure, &of),
        };
        Some(Chart { source: Some("p-series"), ..Self::chart(picture, words, key) })
    }

    fn progress_words(&self, measure: &Measure, of: &Progress) -> String {
        let words = &self.words;
        let mut parts = Vec::new();
        let held = |dated: &str, undated: &str, day: Option<Day>, number: Option<_>| {
            let value = printed(measure, number?);
            Some(match day {
                Some(day) => words.fill(dated, &[("day", &words.day(day)), ("value", &value)]),
                None => words.fill(undated, &[("value", &value)]),
            })
        };
        let (baseline, target) = (measure.baseline, measure.target);
        parts.extend(held(
            "chart_baseline",
            "chart_baseline_undated",
            measure.baseline_date,
            baseline,
        ));
        parts.extend(held("chart_target", "chart_target_undated", measure.target_date, target));
        match of.values.as_slice() {
            [] => {}
            [one] => parts.push(
                words.fill("chart_value", &[("day", &words.day(one.day)), ("value", &one.text)]),
            ),
            [first, .., last] => {
                let least = of.values.iter().min_by_key(|point| point.number).unwrap_or(first);
                let most = of.values.iter().max_by_key(|point| point.number).unwrap_or(last);
                parts.push(words.fill(
                    "chart_values",
                    &[
                        ("count", &of.values.len()),
                        ("first", &words.day(first.day)),
                        ("from", &first.text),
                        ("last", &words.day(last.day)),
                        ("to", &last.text),
                        ("least", &least.text),
                        ("most", &most.text),
                    ],
                ));
            }
        }
        self.sentences(parts)
    }

    /// The places of an indicator, by measure and by those among whom they are.
    pub(super) fn rank_charts(&self, indicator: &Indicator) -> Vec<Chart> {
        let mut by_scope: Vec<((&Option<String>, &str), Vec<&Rank>)> = Vec::new();
        for rank in ranks(indicator, self.facts.day()) {
            let scope = (&rank.measure, rank.scope.as_str());
            match by_scope.iter_mut().find(|(of, _)| *of == scope) {
                Some((_, found)) => found.push(rank),
                None => by_scope.push((scope, vec![rank])),
            }
        }
        by_scope.retain(|(_, found)| found.len() > 1);
        by_scope.truncate(MOST_RANKS);
        let charts = by_scope.into_iter().zip(1..);
        charts
            .filter_map(|(((measure, scope), found), number)| {
                let place = |place| self.words.fill("place", &[("place", &place)]);
                let places: Vec<(Day, u32)> =
                    found.iter().map(|rank| (rank.date, rank.place)).collect();
                let picture = line::ranks(&places, &|of: u32| place(of), &self.words)?;
                let measure = measure.as_ref().map_or(&indicator.base.title, |id| {
                    let of = indicator.measures.iter().find(|measure| measure.id == *id);
                    of.map_or(id, |measure| &measure.name)
                });
                let told = found.iter().map(|rank| {
                    let day = self.words.day(rank.date);
                    let value = self.place(rank);
                    self.words.fill("chart_at", &[("day", &day), ("value", &value)])
                });
                let title = match scope.is_empty() {
                    true => self.words.fill("chart_ranks", &[("name", measure)]),
                    false => self
                        .words
                        .fill("chart_ranks_among", &[("name", measure), ("scope", &scope)]),
                };
                let words = Words {
                    id: format!("p-g-ranks-{number}"),
                    kind: "ranks",
                    title,
                    desc: self.told(told.collect()),
                };
                Some(Chart { source: Some("p-ranks"), ..Self::chart(picture, words, Vec::new()) })
            })
            .collect()
    }

    /// The first of some rows in words; the rest is in the table.
    fn told(&self, mut rows: Vec<String>) -> String {
        let more = rows.len() > TOLD;
        rows.truncate(TOLD);
        let told = rows.join(self.words.get("chart_and"));
        let end = if more { "chart_told_some" } else { "chart_told" };
        self.words.fill(end, &[("rows", &told)])
    }

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
            let blanks: [(&str, &dyn std::fmt::Display); 3] =
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
            let blanks: [(&str, &dyn std::fmt::Display); 2] =
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

    fn head(&self, label: &str, figures: bool) -> TableHead {
        TableHead { label: self.w(label), figures }
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
        let ids: Vec<Id<Indicator>> = found.keys().copied().collect();
        let ordered = self.in_order(&ids).into_iter();
        ordered.filter_map(|id| Some((self.indicator_link(id).label, found.remove(&id)?))).collect()
    }

    /// The board: states by plan, or of the only plan by office.
    pub(super) fn board_charts(&self) -> Vec<Chart> {
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
    pub(super) fn office_charts(&self, id: Id<Office>, tasks: &[Id<Task>]) -> Vec<Chart> {
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
    pub(super) fn indicator_charts(&self, id: Id<Indicator>, tasks: &[Id<Task>]) -> Vec<Chart> {
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
    pub(super) fn plan_charts(&self, id: Id<Plan>) -> Vec<Chart> {
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

    fn burn_up_chart(&self, id: Id<Plan>) -> Option<Chart> {
        let of = self.facts.burn_up(id)?;
        let day = self.facts.day();
        let (due, done) = (at(&of.due, day), at(&of.done, day));
        if of.due.is_empty() && of.done.is_empty() {
            return None;
        }
        let judged = of.halfway.and_then(|halfway| halfway.tasks.ok());
        let picture = burn_up::burn_up(
            &burn_up::BurnUp {
                start: of.start,
                end: of.end,
                now: day,
                label: self.words.fill("chart_done", &[("count", &done)]),
                due: of.due.clone(),
                done: of.done.clone(),
                whole: of.whole,
                half: judged.and(of.half).map(|day| burn_up::Half {
                    day,
                    time_label: self.w("chart_half_time"),
                    tasks_label: self.w("chart_half_tasks"),
                }),
            },
            &self.words,
        )?;
        let mut parts = vec![self.words.fill(
            "chart_burn_up_told",
            &[("day", &self.words.day(day)), ("whole", &of.whole), ("done", &done), ("due", &due)],
        )];
        if let (Some(half), Some(_)) = (of.half, judged) {
            parts.push(self.words.fill("chart_half_told", &[("day", &self.words.day(half))]));
        }
        parts.extend(of.halfway.map(|halfway| self.halfway(halfway, of.samples)));
        let words = Words {
            id: "p-g-tasks".into(),
            kind: "burn-up",
            title: self.w("chart_burn_up"),
            desc: self.sentences(parts),
        };
        let key = vec![
            self.key(Mark::Line("way"), "chart_key_done"),
            self.key(Mark::Line("due"), "chart_key_due"),
            self.key(Mark::Line("now"), "chart_key_now"),
        ];
        let note = (of.samples > 0).then(|| self.w("chart_samples_left_out"));
        let heads = ["chart_until", "chart_key_due", "chart_key_done"];
        let table = self.growth_table(&words.title, heads, [&of.due, &of.done], Self::span_of(&of));
        Some(Chart { note, table: Some(table), ..Self::chart(picture, words, key) })
    }

    fn span_of(of: &BurnUp) -> (Day, Day) {
        (of.start, of.end)
    }

    /// A plan's problems: what is closed against what was found.
    pub(super) fn problems_chart(&self, id: Id<Plan>) -> Option<Chart> {
        let of = self.facts.cleared(id)?;
        let day = self.facts.day();
        let (found, closed) = (at(&of.found, day), at(&of.closed, day));
        let (start, _) = *of.found.first()?;
        if found < 2 {
            return None;
        }
        let picture = burn_up::burn_up(
            &burn_up::BurnUp {
                start,
                end: day,
                now: day,
                label: self.words.fill("chart_closed", &[("count", &closed)]),
                due: of.found.clone(),
                done: of.closed.clone(),
                whole: found,
                half: None,
            },
            &self.words,
        )?;
        let blanks: [(&str, &dyn std::fmt::Display); 3] =
            [("day", &self.words.day(day)), ("found", &found), ("closed", &closed)];
        let words = Words {
            id: "p-g-problems".into(),
            kind: "burn-up",
            title: self.w("chart_problems"),
            desc: self.words.fill("chart_problems_told", &blanks),
        };
        let key = vec![
            self.key(Mark::Line("way"), "chart_key_closed"),
            self.key(Mark::Line("due"), "chart_key_found"),
        ];
        let heads = ["chart_until", "chart_key_found", "chart_key_closed"];
        let table = self.growth_table(&words.title, heads, [&of.found, &of.closed], (start, day));
        Some(Chart { table: Some(table), ..Self::chart(picture, words, key) })
    }

    /// Two counts at the ends of months and on the as-of day; the second is known up to that day
    /// alone.
    fn growth_table(
        &self,
        caption: &str,
        [until, first, second]: [&str; 3],
        [planned, reached]: [&Growth; 2],
        (start, end): (Day, Day),
    ) -> TableView {
        let today = self.facts.day();
        let mut days: BTreeSet<Day> = BTreeSet::from([end]);
        if (start..=end).contains(&today) {
            days.insert(today);
        }
        if let Some(time) = Time::around([start, end]) {
            let steps = [1, 3, 12, 120, 12000];
            let months = steps.map(|step| time.months(step));
            let few = months.into_iter().find(|months| months.len() <= MOST_MONTHS);
            days.extend(few.into_iter().flatten().map(|day| day.plus(-1)));
            days.retain(|day| *day >= start);
        }
        let row = |day: Day| {
            let known = day <= today;
            vec![
                self.words.day(day),
                at(planned, day).to_string(),
                if known { at(reached, day).to_string() } else { "—".into() },
            ]
        };
        TableView {
            caption: caption.to_owned(),
            head: vec![self.head(until, false), self.head(first, true), self.head(second, true)],
            rows: days.into_iter().map(row).collect(),
        }
    }

    /// The stages of a plan on one line of days.
    pub(super) fn stages_chart(&self, stages: &[Stage]) -> Option<Chart> {
        if stages.len() < 2 {
            return None;
        }
        let day = self.facts.day();
        let label = self.words.fill("chart_now", &[("day", &self.words.day(day))]);
        let picture = timeline::timeline(stages, &Now { day, label: label.clone() }, &self.words)?;
        let phase = |phase| match phase {
            "past" => "phase_past",
            "future" => "phase_future",
            _ => "phase_current",
        };
        let told = stages.iter().map(|stage| {
            let blanks: [(&str, &dyn std::fmt::Display); 3] = [
                ("name", &stage.name),
                ("span", &self.span(Some(stage.start), Some(stage.end)).unwrap_or_default()),
                ("phase", &self.words.get(phase(stage.phase))),
            ];
            self.words.fill("chart_stage", &blanks)
        });
        let words = Words {
            id: "p-g-stages".into(),
            kind: "stages",
            title: self.w("chart_stages"),
            desc: self
                .sentences(vec![self.told(told.collect()), label + self.words.get("chart_stop")]),
        };
        let key = ["past", "current", "future"]
            .into_iter()
            .filter(|of| stages.iter().any(|stage| stage.phase == *of))
            .map(|of| self.key(Mark::Block(of), phase(of)))
            .collect();
        Some(Chart { source: Some("p-stages-table"), ..Self::chart(picture, words, key) })
    }

    /// What became of a plan's returns, a chart for weeks and one for months.
    pub(super) fn returns_charts(&self, id: Id<Plan>, number: usize) -> Vec<Chart> {
        if !self.facts.shows_returns_by_office() {
            return Vec::new();
        }
        let of_kind = |is_week: bool| {
            let title = if is_week { "chart_weekly" } else { "chart_monthly" };
            let name = if is_week { "weeks" } else { "months" };
            self.returns_chart(id, title, format!("p-g-{name}-{number}"), is_week)
        };
        [true, false].into_iter().filter_map(of_kind).collect()
    }

    fn returns_chart(
        &self,
        plan: Id<Plan>,
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
        let mut offices: Vec<Id<Office>> = outcomes.keys().copied().collect();
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
        let mut notes = Vec::new();
        if all.len() > periods.len() {
            notes.push(self.words.fill("chart_recent", &[("count", &periods.len())]));
        }
        if rows.len() > grid::MOST_ROWS {
            let blanks: [(&str, &dyn std::fmt::Display); 2] =
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
    ("c-blue", "√", "chart_on_time"),
    ("c-yellow", "▲", "chart_late"),
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
