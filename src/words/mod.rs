//! The words of the interface: a table a language, each word replaceable by the site.
//!
//! The program's own sentences lie beside this file, the templates' words in the theme. A name
//! that is in neither is a bug, not a fault of the content.

pub mod bulletin;
mod own;
mod problem;
mod revision;
mod task;

use std::collections::BTreeMap;
use std::fmt::Display;

use serde::Serialize;

use crate::diagnostic::Diagnostics;
use crate::model::choice::choose;
use crate::model::language::Tag;
use crate::model::settings::Language;
use crate::model::{Day, Moment, Period, Settings, State};

pub use own::Tables;
pub use problem::leave_for;
pub use task::approved_by;

const CHINESE: &str = include_str!("zh-CN.toml");
const ENGLISH: &str = include_str!("en.toml");

/// A site's words.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct Words {
    table: BTreeMap<String, String>,
    #[serde(skip)]
    language: Language,
    /// The tag of the language of the pages, which may be one of the site's own.
    #[serde(skip)]
    tag: String,
}

impl Words {
    /// The words of the program and of a theme, with the site's own in their place.
    pub fn new(settings: &Settings, tables: &Tables, out: &mut Diagnostics) -> Self {
        own::words(settings, tables, out)
    }

    /// The words of translations into a language: what the site's settings put in place of words is
    /// in its own.
    pub fn in_language(tag: &Tag, tables: &Tables, out: &mut Diagnostics) -> Self {
        own::words_in(tag, tables, out)
    }

    /// The program's own words alone; for the terminal.
    pub fn builtin(language: Language) -> Self {
        // The tables are ours and tested.
        let table = Self::table(own(language)).expect("the built-in words are TOML");
        Self { table, language, tag: language.tag().to_owned() }
    }

    fn table(text: &str) -> Result<BTreeMap<String, String>, toml::de::Error> {
        toml::from_str(text)
    }

    /// The language they are in.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The same by its tag, which of a language of the site's own is another.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// What a language is called in these words; one of a site's own by its own name.
    pub fn language_called<'a>(&'a self, tag: &str, own_name: &'a str) -> &'a str {
        match choose::<Language>(tag) {
            Some(Language::Chinese) => self.get("language_chinese"),
            Some(Language::English) => self.get("language_english"),
            None => own_name,
        }
    }

    /// A word by its name.
    pub fn get(&self, name: &str) -> &str {
        self.table.get(name).unwrap_or_else(|| panic!("the words table lacks `{name}`"))
    }

    /// A word, if there is one of that name.
    pub fn find(&self, name: &str) -> Option<&str> {
        self.table.get(name).map(String::as_str)
    }

    /// 其中示例3项, where there are any.
    pub fn samples(&self, name: &str, count: u32) -> Option<String> {
        (count > 0).then(|| self.fill(name, &[("count", &count)]))
    }

    /// A sentence with its blanks filled: `{days}` and the like.
    pub fn fill(&self, name: &str, blanks: &[(&str, &dyn Display)]) -> String {
        let pattern = self.get(name);
        let mut text = String::with_capacity(pattern.len() + 32);
        let mut rest = pattern;
        while let Some(open) = rest.find('{') {
            text.push_str(&rest[..open]);
            let after = &rest[open + 1..];
            let Some(close) = after.find('}') else { break };
            match blanks.iter().find(|(blank, _)| *blank == &after[..close]) {
                Some((_, value)) => text.push_str(&value.to_string()),
                // A blank the site invented stays as it wrote it.
                None => text.push_str(&rest[open..open + close + 2]),
            }
            rest = &after[close + 1..];
        }
        text.push_str(rest);
        text
    }

    /// A state's word.
    pub fn state(&self, state: State) -> &str {
        self.get(match state {
            State::Overdue => "state_overdue",
            State::DueSoon => "state_due_soon",
            State::InProgress => "state_in_progress",
            State::NoDeadline => "state_no_deadline",
            State::NotStarted => "state_not_started",
            State::Suspended => "state_suspended",
            State::Standing => "state_standing",
            State::DoneLate => "state_done_late",
            State::Done => "state_done",
            State::Cancelled => "state_cancelled",
        })
    }

    /// A day in words: 2023年3月3日, 3 March 2023.
    pub fn day(&self, day: Day) -> String {
        let month = self.month(day.month());
        let blanks: [(&str, &dyn Display); 3] =
            [("year", &day.year()), ("month", &month), ("day", &day.day())];
        self.fill("day_in_words", &blanks)
    }

    /// A moment in words; the time only where it is known.
    pub fn moment(&self, moment: Moment) -> String {
        let text = moment.to_string();
        match text.split_once(' ') {
            Some((_, time)) => format!("{} {time}", self.day(moment.day)),
            None => self.day(moment.day),
        }
    }

    /// A month by its name: 3月, March.
    pub fn month(&self, month: u32) -> &str {
        self.get(MONTHS[(month as usize).clamp(1, MONTHS.len()) - 1])
    }

    /// A period in words.
    pub fn period(&self, period: Period) -> String {
        match self.language {
            Language::Chinese => period.chinese(),
            Language::English => period.to_string(),
        }
    }

    /// Several words in a row.
    pub fn join(&self, items: &[String]) -> String {
        items.join(self.get("list_separator_text"))
    }
}

const MONTHS: [&str; 12] = [
    "month_1", "month_2", "month_3", "month_4", "month_5", "month_6", "month_7", "month_8",
    "month_9", "month_10", "month_11", "month_12",
];

fn own(language: Language) -> &'static str {
    match language {
        Language::Chinese => CHINESE,
        Language::English => ENGLISH,
    }
}

#[cfg(test)]
mod tests {
    use super::own::blanks;
    use super::*;

    fn tables() -> (BTreeMap<String, String>, BTreeMap<String, String>) {
        let read = |text| Words::table(text).expect("a table of words");
        (read(CHINESE), read(ENGLISH))
    }

    #[test]
    fn both_languages_have_the_same_words_with_the_same_blanks() {
        let (zh, en) = tables();
        assert_eq!(zh.keys().collect::<Vec<_>>(), en.keys().collect::<Vec<_>>());
        for (name, text) in &zh {
            assert_eq!(blanks(text), blanks(&en[name]), "{name}");
        }
    }

    #[test]
    fn every_word_the_program_asks_for_is_in_the_table_and_none_is_idle() {
        let (zh, _) = tables();
        // A kind's names are asked for by its folder's.
        let mut asked: std::collections::BTreeSet<String> = crate::model::Kind::ALL
            .into_iter()
            .flat_map(|kind| ["kind", "title"].map(|of| format!("{of}_{}", kind.folder())))
            .collect();
        assert!(asked.iter().all(|name| zh.contains_key(name)), "{asked:?}");
        for file in walkdir::WalkDir::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")) {
            let file = file.expect("the source tree can be walked");
            if file.path().extension().is_some_and(|e| e == "rs") {
                let text = std::fs::read_to_string(file.path()).expect("a source file");
                asked.extend(zh.keys().filter(|n| text.contains(&format!("\"{n}\""))).cloned());
            }
        }
        let idle: Vec<_> = zh.keys().filter(|name| !asked.contains(*name)).collect();
        assert!(idle.is_empty(), "no code asks for {idle:?}");
    }

    #[test]
    fn blanks_are_filled_and_strange_ones_are_left() {
        let words = Words::builtin(Language::Chinese);
        let days: &dyn Display = &3;
        assert_eq!(words.fill("days_left", &[("days", days)]), "距到期3天");
        assert_eq!(words.day("2023-03-03".parse().expect("a day")), "2023年3月3日");
        let words = Words::builtin(Language::English);
        assert_eq!(words.day("2023-03-03".parse().expect("a day")), "3 March 2023");
    }
}
