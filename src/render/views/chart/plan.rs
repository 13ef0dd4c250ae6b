//! A plan over time: what is done against what is due, and its stages.

use std::collections::BTreeSet;
use std::fmt::Display;

use super::{Views, Words};
use crate::facts::burn_up::{Growth, at};
use crate::model::{Day, Id, Plan};
use crate::render::chart::timeline::{self, Now, Stage};
use crate::render::chart::{Mark, burn_up, scale::Time};
use crate::render::view::{Chart, TableView};

/// How many months a table has at most.
const MOST_MONTHS: usize = 36;

impl Views {
    pub(super) fn burn_up_chart(&self, id: Id<Plan>) -> Option<Chart> {
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
        let table = self.growth_table(&words.title, heads, [&of.due, &of.done], (of.start, of.end));
        Some(Chart { note, table: Some(table), ..Self::chart(picture, words, key) })
    }

    /// A plan's problems: what is closed against what was found.
    pub(in crate::render::views) fn problems_chart(&self, id: Id<Plan>) -> Option<Chart> {
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
        let blanks: [(&str, &dyn Display); 3] =
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
    pub(in crate::render::views) fn stages_chart(&self, stages: &[Stage]) -> Option<Chart> {
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
            let blanks: [(&str, &dyn Display); 3] = [
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
}
