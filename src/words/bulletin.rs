//! What a bulletin says: its figures in sentences and tables, as a clerk would otherwise type them.
//!
//! Zero is 无 in running text; rates change by 百分点; no word judges.

use std::fmt::Display;

use super::Words;
use crate::facts::Ratio;
use crate::facts::bulletin::{
    Against, DeadlineMoved, Figures, Group, ProblemFigures, RankLine, TaskFigures, TaskName,
    ValueLine, state_named,
};
use crate::model::seal::{Run, Section, Table, Text};
use crate::model::settings::Language;
use crate::model::{Bulletin, Day, Kind, Party, Plan, State};

/// What is being said of which plan.
pub struct Saying<'a> {
    pub plan: &'a Plan,
    pub bulletin: Option<&'a Bulletin>,
    pub figures: &'a Figures,
    pub title: String,
    /// The day it bears, where its record states none.
    pub day: Day,
}

/// A paragraph being written.
#[derive(Default)]
struct Paragraph(Vec<Run>);

impl Paragraph {
    fn say(&mut self, text: impl Into<String>) {
        let text: String = text.into();
        match self.0.last_mut() {
            Some(Run { text: before, href: None }) => before.push_str(&text),
            _ => self.0.push(text.into()),
        }
    }

    fn link(&mut self, text: String, href: String) {
        self.0.push(Run { text, href: Some(href) });
    }
}

/// A section before it is numbered.
struct Part {
    heading: &'static str,
    paragraphs: Vec<Vec<Run>>,
    tables: Vec<Table>,
}

impl Part {
    fn said(heading: &'static str, paragraphs: Vec<Vec<Run>>) -> Self {
        Self { heading, paragraphs, tables: Vec::new() }
    }

    fn of_tables(heading: &'static str, tables: Vec<Table>) -> Self {
        Self { heading, paragraphs: Vec::new(), tables }
    }
}

impl Words {
    /// A bulletin's text; the office's own words are the caller's to add.
    pub fn bulletin(&self, saying: &Saying) -> Text {
        let Saying { plan, bulletin, figures, title, day } = saying;
        let mut parts = vec![
            Part::said("b_overall", self.overall(plan, figures)),
            Part::said("b_completed", self.completed(figures)),
            Part::said("b_overdue", self.overdue(figures)),
            Part::said("b_due_next", self.due_next(figures)),
        ];
        let tables = &figures.tables;
        if !figures.changes.deadlines.is_empty() {
            let lines = figures.changes.deadlines.iter().map(|line| self.deadline_moved(line));
            parts.push(Part::said("b_deadlines", lines.collect()));
        }
        let groups = [
            ("b_by_office", Kind::Office, &tables.offices),
            ("b_by_indicator", Kind::Indicator, &tables.indicators),
        ];
        let groups = groups.into_iter().filter(|(.., lines)| !lines.is_empty());
        let groups: Vec<Table> =
            groups.map(|(caption, kind, lines)| self.groups(caption, kind, lines)).collect();
        if !groups.is_empty() {
            parts.push(Part::of_tables("b_tables", groups));
        }
        if let Some(returns) = tables.returns.as_ref().filter(|returns| !returns.is_empty()) {
            parts.push(Part::of_tables("b_returns", vec![self.returns_table(returns)]));
        }
        if let Some(problems) = &tables.problems {
            parts.push(Part::said("b_problems", vec![vec![self.problem_figures(problems).into()]]));
        }
        if !tables.values.is_empty() || !tables.ranks.is_empty() {
            let values = tables.values.iter().map(|line| self.value_line(line));
            let ranks = tables.ranks.iter().map(|line| self.rank_line(line));
            parts.push(Part::said("b_indicators", values.chain(ranks).collect()));
        }
        if !tables.highlights.is_empty() {
            let lines = self.lines("b_highlights", &tables.highlights, |paragraph, line| {
                paragraph.link(line.title.clone(), format!("highlights/{}/", line.id));
                if let Some(office) = &line.office {
                    paragraph.say(self.fill("b_lead", &[("lead", office)]));
                }
                paragraph.say(self.get("b_stop"));
            });
            parts.push(Part::said("b_highlights", lines));
        }
        let numbered = (1..).zip(parts);
        let party = |party: &Party| party.text.clone();
        Text {
            title: title.clone(),
            issue: bulletin.and_then(|bulletin| bulletin.issue.clone()),
            doc_number: bulletin.and_then(|bulletin| bulletin.doc_number.clone()),
            to: bulletin.filter(|bulletin| !bulletin.to.is_empty()).map(|bulletin| {
                let to: Vec<String> = bulletin.to.iter().map(party).collect();
                self.fill("b_to", &[("to", &self.join(&to))])
            }),
            signed_by: bulletin.and_then(|bulletin| bulletin.signed_by.as_ref()).map(party),
            sections: numbered
                .map(|(number, Part { heading, paragraphs, tables })| Section {
                    heading: self.numbered(number, heading),
                    paragraphs,
                    tables,
                })
                .collect(),
            closing: vec![self.fill("b_closing", &[("day", &self.day(figures.until))])],
            issuer: plan.issuer.as_ref().map(party),
            written: self.day(bulletin.and_then(|bulletin| bulletin.written).unwrap_or(*day)),
            ..Text::default()
        }
    }

    fn numbered(&self, number: usize, heading: &str) -> String {
        let heading = self.get(heading);
        match self.language() {
            Language::Chinese => format!("{}、{heading}", chinese_number(number)),
            Language::English => format!("{number}. {heading}"),
        }
    }

    fn overall(&self, plan: &Plan, figures: &Figures) -> Vec<Vec<Run>> {
        let counts = &figures.counts;
        let document = match &plan.document.number {
            Some(number) => {
                self.fill("b_plan_numbered", &[("plan", &plan.base.title), ("number", number)])
            }
            None => self.fill("b_plan", &[("plan", &plan.base.title)]),
        };
        let rate = done_rate(counts);
        let late = counts.done - counts.on_time;
        let done = self.fill(
            "b_done",
            &[
                ("day", &self.day(figures.until)),
                ("plan", &document),
                ("total", &counts.total),
                ("done", &counts.done),
                ("rate", &rate),
                ("due", &counts.due),
                ("on_time", &counts.on_time),
                ("late", &late),
            ],
        );
        let count = |states: &[State]| -> Option<String> {
            let known = states.iter().filter(|state| counts.of(**state) > 0);
            let lines = known.map(|state| {
                let count = counts.of(*state);
                self.fill("b_state_count", &[("state", &self.state(*state)), ("count", &count)])
            });
            let lines: Vec<String> = lines.collect();
            (!lines.is_empty()).then(|| self.join(&lines))
        };
        let open = [
            State::Overdue,
            State::DueSoon,
            State::InProgress,
            State::NotStarted,
            State::NoDeadline,
        ];
        let total: u32 = open.iter().map(|state| counts.of(*state)).sum();
        let mut open = match count(&open) {
            Some(states) => self.fill("b_open", &[("count", &total), ("states", &states)]),
            None => self.get("b_none_open").to_owned(),
        };
        if let Some(states) = count(&[State::Standing, State::Suspended, State::Cancelled]) {
            open = self.two(open, self.fill("b_besides", &[("states", &states)]));
        }
        let against = match &figures.changes.against {
            None => self.get("b_first").to_owned(),
            Some(against) => self.against(counts, against),
        };
        [done, open, against].map(|text| vec![text.into()]).into()
    }

    /// How the edition stands against the last one.
    fn against(&self, counts: &TaskFigures, against: &Against) -> String {
        let more = i64::from(counts.done) - i64::from(against.done);
        let rate = match (
            done_rate(counts).permille(),
            (Ratio { part: against.done, whole: against.due }).permille(),
        ) {
            (Some(now), Some(then)) => {
                let tenths = now as i64 - then as i64;
                let (whole, tenth) = (tenths.abs() / 10, tenths.abs() % 10);
                let points = format!("{whole}.{tenth}");
                let name = match tenths {
                    0 => "b_rate_same",
                    1.. => "b_rate_up",
                    _ => "b_rate_down",
                };
                self.fill(name, &[("points", &points)])
            }
            _ => self.get("b_rate_none").to_owned(),
        };
        let name = if more < 0 { "b_against_less" } else { "b_against" };
        let day = self.day(against.until);
        let first = self.fill(name, &[("day", &day), ("more", &more.abs()), ("rate", &rate)]);
        let (new, then) = (against.newly_overdue.len(), against.overdue_then);
        let (since, still) = (against.completed_since.len(), against.still_overdue.len());
        let second = match then {
            0 => self.fill("b_overdue_new", &[("new", &new)]),
            _ => self.fill(
                "b_overdue_since",
                &[("new", &new), ("then", &then), ("since", &since), ("still", &still)],
            ),
        };
        self.two(first, second)
    }

    /// A task as a bulletin names it: 第3项“压减材料”（审批办）.
    fn task(&self, paragraph: &mut Paragraph, task: &TaskName) {
        if let Some(number) = &task.number {
            paragraph.say(self.fill("b_number", &[("number", number)]));
        }
        paragraph.say(self.get("b_quote_open"));
        paragraph.link(self.quoted(&task.title), format!("tasks/{}/", task.id));
        paragraph.say(self.get("b_quote_close"));
        if let Some(lead) = &task.lead {
            paragraph.say(self.fill("b_lead", &[("lead", lead)]));
        }
    }

    /// A title as it stands within quotation marks: its own become single ones.
    fn quoted(&self, title: &str) -> String {
        match self.language() {
            Language::Chinese => title.replace('“', "‘").replace('”', "’"),
            Language::English => title.to_owned(),
        }
    }

    /// Lines of tasks, or 无 where there are none.
    fn lines<'t, T: 't>(
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

    fn completed(&self, figures: &Figures) -> Vec<Vec<Run>> {
        self.lines("b_none_completed", &figures.changes.completed, |paragraph, line| {
            self.task(paragraph, &line.task);
            let day = self.day(line.completed);
            paragraph.say(match line.days_late {
                None => self.fill("b_completed_in_time", &[("day", &day)]),
                Some(days) => self.fill("b_completed_late", &[("day", &day), ("days", &days)]),
            });
        })
    }

    fn overdue(&self, figures: &Figures) -> Vec<Vec<Run>> {
        self.lines("b_none_overdue", &figures.tables.overdue, |paragraph, line| {
            self.task(paragraph, &line.task);
            let deadline = line.deadline.map_or_else(String::new, |day| self.day(day));
            paragraph
                .say(self.fill("b_overdue_by", &[("deadline", &deadline), ("days", &line.days)]));
        })
    }

    fn due_next(&self, figures: &Figures) -> Vec<Vec<Run>> {
        self.lines("b_none_due_next", &figures.tables.due_next, |paragraph, line| {
            self.task(paragraph, &line.task);
            let deadline = self.day(line.deadline);
            paragraph.say(match line.days {
                0 => self.fill("b_due_that_day", &[("deadline", &deadline)]),
                days => self.fill("b_due_in", &[("deadline", &deadline), ("days", &days)]),
            });
        })
    }

    fn deadline_moved(&self, line: &DeadlineMoved) -> Vec<Run> {
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

    fn groups(&self, caption: &str, kind: Kind, lines: &[Group]) -> Table {
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
            let cells: [&dyn Display; 6] = [
                &counts.total,
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

    fn returns_table(&self, lines: &[crate::facts::bulletin::Returns]) -> Table {
        let head = ["b_office", "b_expected", "b_on_time", "b_late", "b_missing", "b_on_time_rate"];
        let row = |line: &crate::facts::bulletin::Returns| {
            let rate = Ratio { part: line.on_time, whole: line.expected };
            let name =
                Run { text: line.title.clone(), href: Some(format!("offices/{}/", line.office)) };
            let cells: [&dyn Display; 5] =
                [&line.expected, &line.on_time, &line.late, &line.missing, &rate];
            let cells = cells.map(|cell| Run::from(cell.to_string()));
            std::iter::once(name).chain(cells).collect()
        };
        Table {
            caption: self.get("b_returns").to_owned(),
            head: head.map(|name| self.get(name).to_owned()).into(),
            rows: lines.iter().map(row).collect(),
        }
    }

    /// 发现问题14个，申请销号9个 …
    fn problem_figures(&self, problems: &ProblemFigures) -> String {
        let due = problems.found.saturating_sub(problems.transferred);
        let rate = Ratio { part: problems.closed, whole: due };
        let mut text = self.fill(
            "b_problems_done",
            &[
                ("found", &problems.found),
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

    fn value_line(&self, line: &ValueLine) -> Vec<Run> {
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
            let is_none = is_zero(change);
            let change = signed(change);
            paragraph.say(match &line.change_percent {
                _ if is_none => self.get("b_value_same").to_owned(),
                Some(percent) => self.fill(
                    "b_value_change_percent",
                    &[("change", &change), ("unit", &unit), ("percent", &signed(percent))],
                ),
                None => self.fill("b_value_change", &[("change", &change), ("unit", &unit)]),
            });
        }
        let baseline = line.baseline_date.filter(|date| *date < line.date);
        if let (Some(date), Some(change)) = (baseline, &line.baseline_change) {
            let (date, is_none, change) = (self.day(date), is_zero(change), signed(change));
            paragraph.say(match is_none {
                true => self.fill("b_value_baseline_same", &[("date", &date)]),
                false => self.fill(
                    "b_value_baseline",
                    &[("date", &date), ("change", &change), ("unit", &unit)],
                ),
            });
        }
        if let (Some(target), Some(distance)) = (&line.target, &line.distance) {
            let distance = distance.trim_start_matches('-');
            paragraph.say(self.fill(
                "b_value_target",
                &[("target", target), ("distance", &distance), ("unit", &unit)],
            ));
        }
        paragraph.say(self.get("b_stop"));
        paragraph.0
    }

    fn rank_line(&self, line: &RankLine) -> Vec<Run> {
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
    fn when(&self, words: &str, date: Day) -> String {
        match words.parse::<Day>().is_ok() || words.is_empty() {
            true => self.day(date),
            false => words.to_owned(),
        }
    }
}

fn done_rate(counts: &TaskFigures) -> Ratio {
    Ratio { part: counts.done, whole: counts.due }
}

/// +3, −15: a change says which way it went.
fn signed(number: &str) -> String {
    match number.strip_prefix('-') {
        Some(digits) => format!("−{digits}"),
        None if is_zero(number) => number.to_owned(),
        None => format!("+{number}"),
    }
}

fn is_zero(number: &str) -> bool {
    number.bytes().all(|byte| matches!(byte, b'-' | b'0' | b'.'))
}

/// 一, 十二: a number below 100 as headings have it.
fn chinese_number(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match (number / 10, number % 10) {
        (0, ones) => DIGITS[ones].to_owned(),
        (1, ones) => format!("十{}", DIGITS[ones]),
        (tens, ones) => format!("{}十{}", DIGITS[tens % 10], DIGITS[ones]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_numbered_as_documents_are() {
        assert_eq!([1, 10, 11, 20, 23].map(chinese_number), ["一", "十", "十一", "二十", "二十三"]);
    }

    #[test]
    fn a_change_says_which_way_it_went() {
        assert_eq!(["-15", "3", "0.0", "0"].map(signed), ["−15", "+3", "0.0", "0"]);
    }
}
