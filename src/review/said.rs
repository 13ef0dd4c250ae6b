//! Values, fields and states of a review in words.

use super::names::{self, Reads};
use super::{Counted, Data, Path, Said, Standing, Step};
use crate::diagnostic::{Lang, Text};
use crate::model::settings::Language;
use crate::model::{Colour, Day, Kind, Moment, Period};
use crate::words::Words;

/// Whether a figure is per cents, as its key tells.
fn is_rate(path: &[Step]) -> bool {
    matches!(path.last(), Some(Step::Key(key)) if key == "rate" || key.ends_with("_rate"))
}

/// Puts the parts of a review in words.
#[derive(Clone, Copy)]
pub struct Sayer<'a> {
    pub words: &'a Words,
    /// Whether that is not the language of the pages.
    pub is_other: bool,
}

impl Sayer<'_> {
    /// A text in the language spoken.
    pub fn text<'t>(&self, text: &'t Text) -> &'t str {
        text.in_lang(match self.words.language() {
            Language::Chinese => Lang::Zh,
            Language::English => Lang::En,
        })
    }

    /// A text of the pages.
    pub fn said<'t>(&self, said: &'t Said) -> &'t str {
        if self.is_other { &said.other } else { &said.own }
    }

    fn of<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        match self.words.language() {
            Language::Chinese => zh,
            Language::English => en,
        }
    }

    /// An event by its names.
    pub fn event(&self, (zh, en): (&'static str, &'static str)) -> String {
        self.of(zh, en).replace('_', " ")
    }

    /// What a field is called: 监测项（用时）·最新值.
    pub fn field(&self, kind: Kind, path: &Path) -> String {
        let mut parts: Vec<String> = Vec::new();
        for (i, step) in path.0.iter().enumerate() {
            match step {
                Step::Key(key) if key == "by_state" => {}
                Step::Key(key) => parts.push(self.key(kind, &path.0[..=i], key)),
                Step::Member(member) => {
                    let of_number = member.parse::<usize>().is_ok();
                    let member = match (of_number, member.split_once(' ')) {
                        (true, _) => self.words.fill("rv_number", &[("n", member)]),
                        // A date leads the names of what has one.
                        (false, Some((day, rest))) if day.parse::<Day>().is_ok() => {
                            format!("{} {rest}", self.plain(day))
                        }
                        (false, _) => self.plain(member),
                    };
                    if let Some(field) = parts.pop() {
                        let blanks: [(&str, &dyn std::fmt::Display); 2] =
                            [("field", &field), ("member", &member)];
                        parts.push(self.words.fill("rv_field_of", &blanks));
                    }
                }
            }
        }
        parts.join("·")
    }

    fn key(&self, kind: Kind, path: &[Step], key: &str) -> String {
        let above = path.iter().rev().nth(1);
        if above == Some(&Step::Key("by_state".into())) {
            let state = crate::model::choice::choose(key).map(|state| self.words.state(state));
            if let Some(state) = state {
                return state.to_owned();
            }
        }
        match names::of_path(kind, path) {
            Some(name) => self.of(name.zh, name.en).to_owned(),
            None => key.replace('_', " "),
        }
    }

    /// A value as one would read it out.
    pub fn data(&self, kind: Kind, path: &[Step], data: &Data) -> String {
        match data {
            Data::Null => self.words.get("rv_nothing").to_owned(),
            Data::Bool(yes) => self.words.get(if *yes { "rv_yes" } else { "rv_no" }).to_owned(),
            Data::Number(number) if is_rate(path) => format!("{number}%"),
            Data::Number(number) => number.clone(),
            Data::Record { title, .. } => title.clone(),
            Data::Text(text) if text.is_empty() => self.words.get("rv_nothing").to_owned(),
            Data::Text(text) => self.word(kind, path, text),
            Data::List(items) if items.is_empty() => self.words.get("rv_nothing").to_owned(),
            Data::List(items) => {
                let items: Vec<String> = items.iter().map(|i| self.data(kind, path, i)).collect();
                items.join(self.words.get("rv_comma"))
            }
            Data::Map(_) => self.map(kind, path, data),
        }
    }

    fn word(&self, kind: Kind, path: &[Step], text: &str) -> String {
        let reads = names::of_path(kind, path).map_or(Reads::Plain, |name| name.reads);
        let state = |state: Option<&str>| state.unwrap_or(text).to_owned();
        match reads {
            Reads::State => {
                state(crate::model::choice::choose(text).map(|found| self.words.state(found)))
            }
            Reads::ProblemState => {
                let found = crate::model::choice::choose(text);
                state(found.map(|found| self.words.problem_state(found)))
            }
            Reads::Column => {
                let above = path.iter().rev().skip_while(|step| matches!(step, Step::Member(_)));
                let mut column: Vec<Step> = above.skip(1).cloned().collect();
                column.reverse();
                column.push(Step::Key(text.to_owned()));
                self.key(kind, &column, text)
            }
            _ => match names::choice(reads, text) {
                Some(choice) => self.text(&choice).to_owned(),
                None => self.plain(text),
            },
        }
    }

    /// Days and periods in words, anything else as it is.
    fn plain(&self, text: &str) -> String {
        if let Ok(day) = text.parse::<Day>() {
            return self.words.day(day);
        }
        text.to_owned()
    }

    fn map(&self, kind: Kind, path: &[Step], data: &Data) -> String {
        // 最新值: a value and its day.
        if let (Some(value), Some(date)) = (data.get("value"), data.get("date")) {
            let value_text = self.data(kind, &[], value);
            let Data::Text(date) = date else { return value_text };
            let date = self.plain(date);
            let blanks: [(&str, &dyn std::fmt::Display); 2] =
                [("value", &value_text), ("date", &date)];
            return self.words.fill("rv_with_date", &blanks);
        }
        let Data::Map(pairs) = data else { return String::new() };
        let mut parts = Vec::new();
        for (key, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
            let mut path = path.to_vec();
            path.push(Step::Key(key.clone()));
            let name = names::of_path(kind, &path);
            if name.is_some_and(|name| name.reads == Reads::Derived) || *value == Data::Bool(false)
            {
                continue;
            }
            let value = self.data(kind, &path, value);
            parts.push(match key.as_str() {
                "name" | "title" | "text" => value,
                _ => {
                    let label = self.key(kind, &path, key);
                    format!("{}{value}", self.words.fill("rv_label", &[("label", &label)]))
                }
            });
        }
        parts.join(self.words.get("rv_comma"))
    }

    /// What is counted.
    pub fn counted(&self, what: Counted) -> String {
        let name = match what {
            Counted::State(state) => return self.words.state(state).to_owned(),
            Counted::ProblemState(state) => {
                let state = self.words.problem_state(state);
                return self.words.fill("rv_problem_state", &[("state", &state)]);
            }
            Counted::Tasks => "rv_tasks",
            Counted::DoneRate => "rv_done_rate",
            Counted::ReturnsExpected => "rv_returns_expected",
            Counted::ReturnsOnTime => "rv_returns_on_time",
            Counted::ReturnsLate => "rv_returns_late",
            Counted::ReturnsMissing => "rv_returns_missing",
            Counted::IndicatorsOnTrack => "rv_on_track",
            Counted::Problems => "rv_problems",
            Counted::ProblemsClosedRate => "rv_closed_rate",
        };
        self.words.get(name).to_owned()
    }

    /// A state with its colour.
    pub fn standing(&self, standing: &Standing) -> String {
        let words = self.said(&standing.words);
        if standing.colour.is_none() {
            return words.to_owned();
        }
        let colour = self.colour(standing.colour);
        self.words.fill("rv_with_colour", &[("words", &words), ("colour", &colour)])
    }

    /// A colour, or that there is none.
    pub fn colour(&self, colour: Option<Colour>) -> &str {
        self.words.get(match colour {
            Some(Colour::Blue) => "rv_c_blue",
            Some(Colour::Yellow) => "rv_c_yellow",
            Some(Colour::Red) => "rv_c_red",
            Some(Colour::Green) => "rv_c_green",
            Some(Colour::Orange) => "rv_c_orange",
            Some(Colour::Purple) => "rv_c_purple",
            Some(Colour::Grey) => "rv_c_grey",
            None => "rv_nothing",
        })
    }

    /// Several periods.
    pub fn periods(&self, periods: &[Period]) -> String {
        let periods: Vec<String> = periods.iter().map(|p| self.words.period(*p)).collect();
        periods.join(self.words.get("rv_comma"))
    }

    /// A moment.
    pub fn moment(&self, moment: Moment) -> String {
        self.words.moment(moment)
    }

    /// A length: 1.2 MB.
    pub fn size(&self, bytes: Option<u64>) -> String {
        let Some(bytes) = bytes else { return self.words.get("rv_nothing").to_owned() };
        let tenths = |unit: u64, name: &str| {
            let tenths = (bytes * 10 + unit / 2) / unit;
            format!("{}.{} {name}", tenths / 10, tenths % 10)
        };
        match bytes {
            0..1024 => self.words.fill("bytes", &[("n", &bytes)]),
            1024..1_048_576 => tenths(1024, "KB"),
            _ => tenths(1_048_576, "MB"),
        }
    }
}
