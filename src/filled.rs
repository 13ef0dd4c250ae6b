//! Bodies that ask for facts → the same bodies with the numbers in.
//!
//! The words of plans, news, pages and bulletins may ask for what is computed, in the language of
//! the templates: `{{ tasks.done }}`, `{{ table(by="office") }}`. A name that is none is an error at
//! its place; a number typed by hand can be held to the one computed:
//! `{{ tasks.done | says(words="219项") }}` prints the words, and is told where they are not so.

mod named;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use rust_decimal::Decimal;
use serde::Serialize;
use tera::{Context, ErrorKind, Kwargs, State as Scope, Tera, TeraResult, Value};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::facts::{Counts, Facts, ProblemCounts};
use crate::model::choice::nearest;
use crate::model::number::parse_number;
use crate::model::record::Body;
use crate::model::{Id, Kind, Plan, RecordId, State, Task};
use crate::say;
use crate::words::Words;

/// The kinds whose words may ask for facts.
const KINDS: [Kind; 3] = [Kind::Plan, Kind::News, Kind::Page];

/// The bodies that ask for facts, with the facts in their place, by the paths of their files.
pub type Texts = BTreeMap<Arc<str>, Arc<str>>;

/// Fills in every body that asks for facts.
pub fn fill(facts: &Arc<Facts>, out: &mut Diagnostics) -> Texts {
    for bulletin in facts.ids(Kind::Bulletin) {
        named::tell_full_width(&facts.public().base(bulletin).body, out);
    }
    let mut texts = Texts::new();
    let mut filler: Option<Filler> = None;
    let records = KINDS.into_iter().flat_map(|kind| facts.public().ids(kind));
    for record in records.filter(|record| facts.has_page(*record)) {
        let base = facts.public().base(record);
        let translated = base.translations.iter().map(|translation| &translation.body);
        for body in std::iter::once(&base.body).chain(translated) {
            named::tell_full_width(body, out);
            if !asks(body.text()) {
                continue;
            }
            let plan = (record.kind == Kind::Plan).then(|| record.typed());
            let filler = filler.get_or_insert_with(|| Filler::new(facts));
            let filled = filler.fill(body, plan, out);
            texts.extend(filled.map(|text| (body.source.path.clone(), text.into())));
        }
    }
    texts
}

/// Whether a text asks for facts.
pub fn asks(text: &str) -> bool {
    text.contains("{{") || text.contains("{%")
}

/// Fills bodies with the facts of one day.
pub struct Filler {
    facts: Arc<Facts>,
    words: Arc<Words>,
    tera: Tera,
    /// The numbers of the tasks of each plan, office and indicator.
    others: Vec<(Kind, BTreeMap<RecordId, Numbers>)>,
    /// Words held to a number that they do not say.
    wrong: Arc<Mutex<Vec<(String, String)>>>,
}

/// The numbers of one record: `plans["a/2023"].tasks.done`.
type Numbers = BTreeMap<&'static str, Tasks>;

/// Everything a text may ask for that is a number, as it is written there.
pub fn names() -> Vec<String> {
    let tasks = Value::from_serializable(&Tasks::from(Counts::default()));
    let problems = Value::from_serializable(&Problems::from(ProblemCounts::default()));
    let mut names = Vec::new();
    for (group, numbers) in [("tasks", tasks), ("problems", problems)] {
        let keys = numbers.as_map().into_iter().flat_map(|map| map.keys());
        names.extend(keys.map(|key| format!("{group}.{key}")));
    }
    names
}

/// The numbers of some tasks, as a text may ask for them.
#[derive(Clone, Serialize)]
struct Tasks {
    total: u32,
    samples: u32,
    done: u32,
    due: u32,
    on_time: u32,
    open: u32,
    done_rate: String,
    on_time_rate: String,
    #[serde(flatten)]
    by_state: BTreeMap<&'static str, u32>,
}

/// The numbers of some problems, as a text may ask for them.
#[derive(Serialize)]
struct Problems {
    found: u32,
    samples: u32,
    reported: u32,
    verified: u32,
    closed: u32,
    closed_late: u32,
    transferred: u32,
    unaccepted: u32,
    rework: u32,
    overdue: u32,
    closed_rate: String,
}

impl From<ProblemCounts> for Problems {
    fn from(counts: ProblemCounts) -> Self {
        Self {
            found: counts.found,
            samples: counts.samples,
            reported: counts.reported,
            verified: counts.verified,
            closed: counts.closed,
            closed_late: counts.closed_late,
            transferred: counts.transferred,
            unaccepted: counts.unaccepted,
            rework: counts.rework,
            overdue: counts.overdue,
            closed_rate: counts.closed_rate().to_string(),
        }
    }
}

impl From<Counts> for Tasks {
    fn from(counts: Counts) -> Self {
        // `done` is in time or late; the states by themselves keep their own names but for it.
        let states = State::ALL.into_iter().filter(|state| *state != State::Done);
        Self {
            total: counts.total(),
            samples: counts.samples,
            done: counts.done(),
            due: counts.due(),
            on_time: counts.of(State::Done),
            open: State::ALL.into_iter().filter(|s| s.is_open()).map(|s| counts.of(s)).sum(),
            done_rate: counts.done_rate().to_string(),
            on_time_rate: counts.on_time_rate().to_string(),
            by_state: states.map(|state| (state.name(), counts.of(state))).collect(),
        }
    }
}

impl Filler {
    /// Prepares what all bodies may ask for.
    pub fn new(facts: &Arc<Facts>) -> Self {
        let mut tera = Tera::default();
        let wrong: Arc<Mutex<Vec<(String, String)>>> = Arc::default();
        let noted = wrong.clone();
        tera.register_filter("says", move |value: &Value, arguments: Kwargs, _: &Scope| {
            let words: &str = arguments.must_get("words")?;
            let number = value.to_string();
            if !says(words, &number) {
                let mut wrong = noted.lock().unwrap_or_else(PoisonError::into_inner);
                wrong.push((words.to_owned(), number));
            }
            TeraResult::Ok(words.to_owned())
        });
        let words = Arc::new(Words::builtin(facts.settings().language));
        let others = named::KINDS.map(|kind| (kind, numbers(facts, kind))).to_vec();
        Self { facts: facts.clone(), words, tera, others, wrong }
    }

    /// A body with its facts in, of a plan's tasks or of all; none if it is at fault, which is told.
    pub fn fill(
        &mut self,
        body: &Body,
        plan: Option<Id<Plan>>,
        out: &mut Diagnostics,
    ) -> Option<String> {
        let keys = named::keys(&self.facts, body, plan, out)?;
        let mut context = Context::new();
        context.insert("tasks", &Tasks::from(self.facts.count(&tasks(&self.facts, plan))));
        let problems = match plan {
            Some(plan) => self.facts.problems_of_plan(plan),
            None => self.facts.problems(),
        };
        context.insert("problems", &Problems::from(self.facts.count_problems(problems)));
        for (kind, numbers) in &self.others {
            let own = numbers
                .iter()
                .map(|(record, numbers)| (self.facts.public().base(*record).id.as_str(), numbers));
            // By whatever name the text has for them.
            let asked = keys.iter().filter(|key| key.kind == *kind);
            let asked = asked.filter_map(|key| Some((key.word, numbers.get(&key.record)?)));
            let named: BTreeMap<&str, &Numbers> = own.chain(asked).collect();
            context.insert_value(kind.folder(), Value::from_serializable(&named));
        }
        let (facts, words) = (self.facts.clone(), self.words.clone());
        self.tera.register_function("table", move |arguments: Kwargs, _: &Scope| {
            let by: &str = arguments.must_get("by")?;
            table(&facts, plan, by, &words)
                .ok_or_else(|| tera::Error::message("`by` is `office`, `indicator` or `plan`"))
        });
        let (facts, words) = (self.facts.clone(), self.words.clone());
        self.tera.register_function("board", move |arguments: Kwargs, _: &Scope| {
            let by: &str = arguments.must_get("by")?;
            board(&facts, plan, by, &words)
                .ok_or_else(|| tera::Error::message("`by` is `office`, `indicator` or `plan`"))
        });
        let filled = self.tera.render_str(body.text(), &context, false);
        self.tell_wrong(body, out);
        match filled {
            Ok(text) => Some(text),
            Err(fault) => {
                out.push(told(body, &fault));
                None
            }
        }
    }

    /// Warns of words that do not say their number.
    fn tell_wrong(&self, body: &Body, out: &mut Diagnostics) {
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        for (words, number) in wrong.drain(..) {
            let at = body.text().find(&format!("\"{words}\"")).map_or(0, |at| at + 1);
            let start = body.span.start + at;
            out.push(
                Diagnostic::new(
                    Code::OtherNumber,
                    Place::new(&body.source, start..start + words.len()),
                    say!("“{words}”与算出的{number}不符", "`{words}` is not the {number} computed"),
                )
                .help(say!("改文字，或核对记录", "mend the words, or check the records")),
            );
        }
    }
}

/// The fault of a body that asks for what is not there, at its place.
fn told(body: &Body, fault: &tera::Error) -> Diagnostic {
    let text = body.text();
    let (is_syntax, range) = match fault.kind() {
        ErrorKind::SyntaxError(report) => (true, report.span().range.clone()),
        ErrorKind::RenderingError(report) => (false, report.span().range.clone()),
        _ => (true, 0..0),
    };
    let range = text.floor_char_boundary(range.start)..text.ceil_char_boundary(range.end);
    let asked = text.get(range.clone()).unwrap_or("").trim();
    let message = match is_syntax {
        true => say!("花括号里的写法不对", "what stands in braces cannot be read"),
        false => say!("没有“{asked}”这个数", "there is no fact `{asked}`"),
    };
    let numbers = names();
    let numbers = numbers.iter().flat_map(|name| name.split('.'));
    let others = ["table", "board", "plans", "offices", "indicators"];
    let names = numbers.chain(others);
    let help = match nearest(asked, names).filter(|near| *near != asked && !is_syntax) {
        Some(near) => say!("是不是“{near}”？", "did you mean `{near}`?"),
        None => say!(
            "例如 {{{{ tasks.done }}}}；要显示花括号本身，写在 {{% raw %}} 和 {{% endraw %}} 之间",
            "as {{{{ tasks.done }}}}; braces meant as such stand between {{% raw %}} and {{% endraw %}}"
        ),
    };
    let start = body.span.start + range.start;
    let place = Place::new(&body.source, start..start + range.len());
    Diagnostic::new(Code::NoSuchFact, place, message).help(help)
}

/// The numbers of the tasks of each record of a kind.
fn numbers(facts: &Facts, kind: Kind) -> BTreeMap<RecordId, Numbers> {
    let tasks = |record: RecordId| match kind {
        Kind::Plan => facts.tasks_of_plan(record.typed()).to_vec(),
        Kind::Office => facts.tasks_of_office(record.typed()),
        _ => facts.tasks_of_indicator(record.typed()),
    };
    let of_record = |record: RecordId| {
        let counted = Tasks::from(facts.count(&tasks(record)));
        (record, BTreeMap::from([("tasks", counted)]))
    };
    facts.ids(kind).map(of_record).collect()
}

/// What a record is called in a table, which has little room.
fn label(facts: &Facts, record: RecordId) -> &str {
    let short = match record.kind {
        Kind::Office => facts.public().office(record.typed()).short_name_on(facts.day()),
        _ => None,
    };
    short.unwrap_or_else(|| facts.title(record))
}

fn tasks(facts: &Facts, plan: Option<Id<Plan>>) -> Vec<Id<Task>> {
    match plan {
        Some(plan) => facts.tasks_of_plan(plan).to_vec(),
        None => facts.plans().flat_map(|(id, _)| facts.tasks_of_plan(id).to_vec()).collect(),
    }
}

/// Tasks by their first lead office, indicator or plan; none if there is nothing else by that.
fn grouped(
    facts: &Facts,
    plan: Option<Id<Plan>>,
    by: &str,
) -> Option<BTreeMap<RecordId, Vec<Id<Task>>>> {
    let mut groups: BTreeMap<RecordId, Vec<Id<Task>>> = BTreeMap::new();
    for id in tasks(facts, plan) {
        let Some(of_task) = facts.task(id) else { continue };
        let group = match by {
            "office" => of_task.commitment.lead.first().map(|office| (*office).into()),
            "indicator" => facts.public().task(id).indicator.map(Into::into),
            "plan" => facts.public().task(id).plan.map(Into::into),
            _ => return None,
        };
        if let Some(group) = group {
            groups.entry(group).or_default().push(id);
        }
    }
    Some(groups)
}

/// The tasks themselves in Markdown, a list a group, each with its state.
fn board(facts: &Facts, plan: Option<Id<Plan>>, by: &str, words: &Words) -> Option<String> {
    let mut text = String::new();
    for (record, tasks) in grouped(facts, plan, by)? {
        text += &format!("**{}**\n\n", label(facts, record));
        for id in tasks {
            let Some(of_task) = facts.task(id) else { continue };
            let title = &facts.public().task(id).base.title;
            let state = words.state_with_days(of_task.state, of_task.days);
            let sample = if facts.is_lone_sample(id.into()) { words.get("b_sample") } else { "" };
            text += &format!("- {title}{sample}{}{state}\n", words.get("b_colon"));
        }
        text.push('\n');
    }
    Some(text)
}

/// A table of counts in Markdown.
fn table(facts: &Facts, plan: Option<Id<Plan>>, by: &str, words: &Words) -> Option<String> {
    let groups = grouped(facts, plan, by)?;
    let head = ["b_total", "b_done_column", "b_due", "b_rate", "b_overdue_column"];
    let head = head.map(|name| words.get(name)).join(" | ");
    let name = words.get(match by {
        "office" => "b_office",
        "indicator" => "b_indicator",
        _ => "b_plan_column",
    });
    let mut text = format!("| {name} | {head} |\n|---|--:|--:|--:|--:|--:|\n");
    for (record, tasks) in groups {
        let counts = facts.count(&tasks);
        let title = label(facts, record);
        let (total, done, due) = (counts.total(), counts.done(), counts.due());
        let (rate, overdue) = (counts.done_rate(), counts.of(State::Overdue));
        let samples = words.of_samples("samples_tasks", Some(counts.samples));
        text += &format!("| {title} | {total}{samples} | {done} | {due} | {rate} | {overdue} |\n");
    }
    Some(text)
}

/// Whether words say a number: 219, 219项, 58.7%, 过半, 近50%, 超50%, 40余.
fn says(words: &str, number: &str) -> bool {
    let Some(number) = parse_number(number.trim_end_matches('%')) else { return false };
    let digits = |text: &str| {
        let text: String =
            text.chars().take_while(|c| c.is_numeric() || ".,，．".contains(*c)).collect();
        parse_number(&text)
    };
    let words = words.trim();
    if matches!(words, "过半" | "超过半数" | "more than half") {
        return number > Decimal::from(50);
    }
    if let Some(near) = words.strip_prefix("近").and_then(digits) {
        return number < near && near - number <= near / Decimal::from(20);
    }
    if let Some(least) = words.strip_prefix("超过").or(words.strip_prefix("超")).and_then(digits)
    {
        return number > least;
    }
    match digits(words) {
        Some(said) if words.contains('余') => said <= number && number < said + Decimal::from(10),
        said => said == Some(number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_say_a_number_as_officials_do() {
        for (words, number) in [
            ("219项", "219"),
            ("58.7%", "58.7%"),
            ("过半", "58.7%"),
            ("近50%", "48.7%"),
            ("超50%", "58.7%"),
            ("40余", "43"),
        ] {
            assert!(says(words, number), "{words} {number}");
        }
        for (words, number) in [
            ("219项", "220"),
            ("过半", "50.0%"),
            ("近50%", "50.1%"),
            ("近50%", "40.0%"),
            ("超60%", "58.7%"),
            ("40余", "39"),
            ("许多", "5"),
            ("5", "—"),
        ] {
            assert!(!says(words, number), "{words} {number}");
        }
    }
}
