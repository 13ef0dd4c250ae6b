//! The lines and tables of a bulletin.

use std::fmt::Display;

use super::{Paragraph, Part, done_rate, is_rate, is_zero, signed};
use crate::facts::Ratio;
use crate::facts::bulletin::{
    DeadlineMoved, Figures, Group, ProblemFigures, RankLine, Returns, Tables, TaskName, ValueLine,
    state_named,
};
use crate::model::seal::{Run, Table};
use crate::model::settings::Language;
use crate::model::{Day, Kind, State};
use crate::words::Words;

impl Words {
    /// A task as a bulletin names it: 第3项“压减材料”（审批办）.
    pub(super) fn task(&self, paragraph: &mut Paragraph, task: &TaskName) {
        if let Some(number) = &task.number {
            paragraph.say(self.fill("b_number", &[("number", number)]));
        }
        paragraph.say(self.get("b_quote_open"));
        paragraph.link(self.quoted(&task.title), format!("tasks/{}/", task.id));
        paragraph.say(self.get("b_quote_close"));
        if task.sample {
            paragraph.say(self.get("b_sample"));
        }
        if let Some(lead) = &task.lead {
            paragraph.say(self.fill("b_lead", &[("lead", lead)]));
        }
    }

    /// A title as it stands within quotation marks: its own become single ones.
    pub(super) fn quoted(&self, title: &str) -> String {
        match self.language() {
            Language::Chinese => title.replace('“', "‘").replace('”', "’"),
            Language::English => title.to_owned(),
        }
    }

    /// Lines of tasks, or 无 where there are none.
    pub(super) fn lines<'t, T: 't>(
        &self,
        none: &str,
        lines: impl IntoIterator<Item = &'t T>,
        say: impl Fn(&mut Paragraph, &T),
    ) -> Vec<Vec<Run>> {
        let mut said: Vec<Vec<Run>> = Vec::new();
        for line in lines {
            let mut paragraph = Paragraph::default();
            say(&mut paragraph, line);
            said.push(paragraph.0);
        }
        if said.is_empty() {
            said.push(vec![self.get(none).to_owned().into()]);
        }
        said
    }

    pub(super) fn completed(&self, figures: &Figures) -> Vec<Vec<Run>> {
        let none = match figures.from {
            Some(_) => "b_none_completed",
            None => "b_none_completed_first",
        };
        self.lines(none, &figures.changes.completed, |paragraph, line| {
            self.task(paragraph, &line.task);
            let day = self.day(line.completed);
            paragraph.say(match line.days_late {
                None => self.fill("b_completed_in_time", &[("day", &day)]),
                Some(days) => self.fill("b_completed_late", &[("day", &day), ("days", &days)]),
            });
        })
    }

    pub(super) fn overdue(&self, figures: &Figures) -> Vec<Vec<Run>> {
        self.lines("b_none_overdue", &figures.tables.overdue, |paragraph, line| {
            self.task(paragraph, &line.task);
            let deadline = line.deadline.map_or_else(String::new, |day| self.day(day));
            paragraph
                .say(self.fill("b_overdue_by", &[("deadline", &deadline), ("days", &line.days)]));
        })
    }

    pub(super) fn due_next(&self, figures: &Figures) -> Vec<Vec<Run>> {
        self.lines("b_none_due_next", &figures.tables.due_next, |paragraph, line| {
            self.task(paragraph, &line.task);
            let deadline = self.day(line.deadline);
            paragraph.say(match line.days {
                0 => self.fill("b_due_that_day", &[("deadline", &deadline)]),
                days => self.fill("b_due_in", &[("deadline", &deadline), ("days", &days)]),
            });
        })
    }

    pub(super) fn deadline_moved(&self, line: &DeadlineMoved) -> Vec<Run> {
        let mut paragraph = Paragraph::default();
        self.task(&mut paragraph, &line.task);
        let day = |day: Option<Day>| {
            day.map_or_else(|| self.get("no_deadline_text").to_owned(), |day| self.day(day))
        };
        if let Some(by) = &line.approved_by {
            paragraph.say(self.fill("b_moved_approved", &[("by", by)]));
        }
        paragraph.say(self.fill("b_moved", &[("from", &day(line.from)), ("to", &day(line.to))]));
        if let Some(days) = line.days {
            let name = if days < 0 { "moved_earlier" } else { "moved_later" };
            paragraph.say(self.get("b_comma"));
            paragraph.say(self.fill(name, &[("days", &days.abs())]));
        }
        paragraph.say(self.fill("b_moved_nth", &[("nth", &line.nth)]));
        if line.after_deadline {
            paragraph.say(self.get("b_comma"));
            paragraph.say(self.get("extended_when_overdue"));
        }
        if let Some(reason) = &line.reason {
            paragraph.say(self.fill("b_moved_reason", &[("reason", reason)]));
        }
        let original = line.on_original.as_ref();
        if let Some((state, days)) = original.and_then(|(s, days)| Some((state_named(s)?, days))) {
            let state = self.state_with_days(state, *days);
            paragraph.say(self.fill("b_moved_original", &[("state", &state)]));
        }
        paragraph.say(self.get("b_stop"));
        paragraph.0
    }

    pub(super) fn groups(&self, caption: &str, kind: Kind, lines: &[Group]) -> Table {
        let column = if kind == Kind::Office { "b_office" } else { "b_indicator" };
        let head = [
            column,
            "b_total",
            "b_done_column",
            "b_due",
            "b_rate",
            "b_overdue_column",
            "b_due_soon",
        ];
        let row = |line: &Group| {
            let counts = &line.counts;
            let name = Run {
                text: line.title.clone(),
                href: Some(format!("{}/{}/", kind.folder(), line.id)),
            };
            let samples = self.of_samples("samples_tasks", counts.samples);
            let cells: [&dyn Display; 6] = [
                &format!("{}{samples}", counts.total),
                &counts.done,
                &counts.due,
                &done_rate(counts),
                &counts.of(State::Overdue),
                &counts.of(State::DueSoon),
            ];
            let cells = cells.map(|cell| Run::from(cell.to_string()));
            std::iter::once(name).chain(cells).collect()
        };
        Table {
            caption: self.get(caption).to_owned(),
            head: head.map(|name| self.get(name).to_owned()).into(),
            rows: lines.iter().map(row).collect(),
        }
    }

    /// The returns of the edition's days and those since the start; none where none were ever owed.
    pub(super) fn returns(&self, tables: &Tables) -> Option<Part> {
        let since_start = tables.returns_since_start.as_deref().unwrap_or_default();
        let own = tables.returns.as_deref()?;
        if own.is_empty() && since_start.is_empty() {
            return None;
        }
        let sum = |of: fn(&Returns) -> u32| own.iter().map(of).sum::<u32>();
        let (expected, on_time) = (sum(|line| line.expected), sum(|line| line.on_time));
        let said = match expected {
            0 => self.get("b_returns_none").to_owned(),
            _ => self.fill(
                "b_returns_said",
                &[
                    ("expected", &expected),
                    ("on_time", &on_time),
                    ("late", &sum(|line| line.late)),
                    ("missing", &sum(|line| line.missing)),
                    ("rate", &Ratio { part: on_time, whole: expected }),
                ],
            ),
        };
        let mut told = vec![("b_returns_own", own)];
        // In a first edition both are the same.
        if since_start != own {
            told.push(("b_returns_since_start", since_start));
        }
        let told = told.into_iter().filter(|(_, lines)| !lines.is_empty());
        Some(Part {
            heading: "b_returns",
            paragraphs: vec![vec![said.into()]],
            tables: told.map(|(caption, lines)| self.returns_table(caption, lines)).collect(),
        })
    }

    fn returns_table(&self, caption: &str, lines: &[Returns]) -> Table {
        let head = ["b_office", "b_expected", "b_on_time", "b_late", "b_missing", "b_on_time_rate"];
        let row = |line: &Returns| {
            let rate = Ratio { part: line.on_time, whole: line.expected };
            let name =
                Run { text: line.title.clone(), href: Some(format!("offices/{}/", line.office)) };
            let cells: [&dyn Display; 5] =
                [&line.expected, &line.on_time, &line.late, &line.missing, &rate];
            let cells = cells.map(|cell| Run::from(cell.to_string()));
            std::iter::once(name).chain(cells).collect()
        };
        Table {
            caption: self.get(caption).to_owned(),
            head: head.map(|name| self.get(name).to_owned()).into(),
            rows: lines.iter().map(row).collect(),
        }
    }

    /// 发现问题14个，申请销号9个 …
    pub(super) fn problem_figures(&self, problems: &ProblemFigures) -> String {
        let due = problems.found.saturating_sub(problems.transferred);
        let rate = Ratio { part: problems.closed, whole: due };
        let mut text = self.fill(
            "b_problems_done",
            &[
                ("found", &problems.found),
                ("samples", &self.of_samples("samples_problems", problems.samples)),
                ("reported", &problems.reported),
                ("verified", &problems.verified),
                ("closed", &problems.closed),
                ("late", &problems.closed_late),
                ("rate", &rate),
                ("due", &due),
            ],
        );
        for (name, count) in [
            ("b_problems_transferred", problems.transferred),
            ("b_problems_overdue", problems.overdue),
            ("b_problems_rework", problems.rework),
        ] {
            if count > 0 {
                text = self.two(text, self.fill(name, &[("count", &count)]));
            }
        }
        text
    }

    pub(super) fn value_line(&self, line: &ValueLine) -> Vec<Run> {
        let mut paragraph = Paragraph::default();
        paragraph.link(line.title.clone(), format!("indicators/{}/", line.indicator));
        let unit = line.unit.clone().unwrap_or_default();
        paragraph.say(self.fill(
            "b_value",
            &[
                ("measure", &line.measure),
                ("when", &self.when(&line.words, line.date)),
                ("value", &line.value),
                ("unit", &unit),
            ],
        ));
        if let Some(change) = &line.change {
            let by = self.difference(&signed(change), &unit);
            paragraph.say(match &line.change_percent {
                _ if is_zero(change) => self.get("b_value_same").to_owned(),
                // A per cent of a per cent says nothing to most readers.
                Some(percent) if !is_rate(Some(&unit)) => self.fill(
                    "b_value_change_percent",
                    &[("change", &by), ("percent", &signed(percent))],
                ),
                _ => self.fill("b_value_change", &[("change", &by)]),
            });
        }
        let baseline = line.baseline_date.filter(|date| *date < line.date);
        if let (Some(date), Some(change)) = (baseline, &line.baseline_change) {
            let (date, by) = (self.day(date), self.difference(&signed(change), &unit));
            paragraph.say(match is_zero(change) {
                true => self.fill("b_value_baseline_same", &[("date", &date)]),
                false => self.fill("b_value_baseline", &[("date", &date), ("change", &by)]),
            });
        }
        if let (Some(target), Some(distance)) = (&line.target, &line.distance) {
            let distance = self.difference(distance.trim_start_matches('-'), &unit);
            paragraph.say(self.fill(
                "b_value_target",
                &[("target", target), ("unit", &unit), ("distance", &distance)],
            ));
        }
        paragraph.say(self.get("b_stop"));
        paragraph.0
    }

    /// How far two values lie apart, with their unit; two rates do by 百分点.
    fn difference(&self, number: &str, unit: &str) -> String {
        match unit {
            "" => number.to_owned(),
            unit if is_rate(Some(unit)) => self.fill("percentage_points", &[("n", &number)]),
            unit => self.fill("b_with_unit", &[("n", &number), ("unit", &unit)]),
        }
    }

    pub(super) fn rank_line(&self, line: &RankLine) -> Vec<Run> {
        let mut paragraph = Paragraph::default();
        if let Some(by) = &line.by {
            paragraph.say(self.fill("b_rank_by", &[("by", by)]));
        }
        paragraph.link(line.title.clone(), format!("indicators/{}/", line.indicator));
        let measure = line.measure.clone().unwrap_or_default();
        let when = self.when(&line.words, line.date);
        paragraph.say(match line.of {
            Some(of) => self.fill(
                "b_rank_of",
                &[
                    ("measure", &measure),
                    ("when", &when),
                    ("scope", &line.scope),
                    ("of", &of),
                    ("place", &line.place),
                ],
            ),
            None => self.fill(
                "b_rank",
                &[
                    ("measure", &measure),
                    ("when", &when),
                    ("scope", &line.scope),
                    ("place", &line.place),
                ],
            ),
        });
        if let Some(before) = line.before {
            let name = match before.cmp(&line.place) {
                std::cmp::Ordering::Greater => "b_rank_up",
                std::cmp::Ordering::Less => "b_rank_down",
                std::cmp::Ordering::Equal => "b_rank_same",
            };
            paragraph.say(self.fill(name, &[("places", &before.abs_diff(line.place))]));
        }
        paragraph.say(self.get("b_stop"));
        paragraph.0
    }

    /// A table's date as it was written, unless that is a bare date.
    pub(super) fn when(&self, words: &str, date: Day) -> String {
        match words.parse::<Day>().is_ok() || words.is_empty() {
            true => self.day(date),
            false => words.to_owned(),
        }
    }
}
