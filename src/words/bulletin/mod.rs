//! What a bulletin says: its figures in sentences and tables, as a clerk would otherwise type them.
//!
//! Zero is 无 in running text; rates change by 百分点; no word judges.

mod lines;
mod own;

use crate::facts::Ratio;
use crate::facts::bulletin::{Against, Figures, TaskFigures};
use crate::model::seal::{Run, Section, Table, Text};
use crate::model::settings::Language;
use crate::model::{Bulletin, Day, Kind, Party, Plan, State};
use crate::words::Words;

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
        let mut parts = vec![Part::said("b_overall", self.overall(plan, figures))];
        if figures.counts.total > 0 {
            // Without an edition before it there is no 本期 to speak of.
            let completed =
                if figures.from.is_some() { "b_completed" } else { "b_completed_first" };
            parts.push(Part::said(completed, self.completed(figures)));
            parts.push(Part::said("b_overdue", self.overdue(figures)));
            parts.push(Part::said("b_due_next", self.due_next(figures)));
        }
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
        parts.extend(self.returns(tables));
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
        format!("{}{}", self.number_of_part(number), self.get(heading))
    }

    /// 一、
    fn number_of_part(&self, number: usize) -> String {
        match self.language() {
            Language::Chinese => format!("{}、", chinese_number(number)),
            Language::English => format!("{number}. "),
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
        if counts.total == 0 {
            let day = self.day(figures.until);
            let none = self.fill("b_no_tasks", &[("day", &day), ("plan", &document)]);
            let first = self.get("b_first").to_owned();
            let first = figures.changes.against.is_none().then_some(first);
            return [Some(none), first]
                .into_iter()
                .flatten()
                .map(|text| vec![text.into()])
                .collect();
        }
        let rate = done_rate(counts);
        let late = counts.done - counts.on_time;
        let done = self.fill(
            "b_done",
            &[
                ("day", &self.day(figures.until)),
                ("plan", &document),
                ("total", &counts.total),
                ("samples", &self.of_samples("samples_tasks", counts.samples)),
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

    /// （其中示例3项）, where there are any.
    pub fn of_samples(&self, name: &str, samples: Option<u32>) -> String {
        let told = samples.and_then(|samples| self.samples(name, samples));
        told.map_or_else(String::new, |told| self.fill("b_samples", &[("samples", &told)]))
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

/// Whether values have the per cent for a unit: they differ by points.
pub fn is_rate(unit: Option<&str>) -> bool {
    unit.is_some_and(|unit| matches!(unit.trim(), "%" | "％"))
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
