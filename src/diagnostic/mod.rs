//! What is wrong with the content, where, and how to mend it.
//!
//! A `Diagnostic` is for the people who write the content; a failure of the machine is an
//! `anyhow::Error` and never comes here. Every message is given in Chinese and in English, so
//! that the choice of language stays with the one who shows it.

mod code;
mod github;
mod gitlab;
mod human;
mod json;
mod report;
mod sarif;
mod source;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::detect::{self, Policy};

pub use code::{Code, Severity};
pub use github::write_github;
pub use gitlab::write_gitlab;
pub use human::write_human;
pub use json::{write_json, write_waived_json};
pub use report::{Report, Waived};
pub use sarif::write_sarif;
pub use source::{Place, Position, Source, shown};

/// A sentence in both languages the program speaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    pub zh: String,
    pub en: String,
}

impl Text {
    /// The sentence in one language.
    pub fn in_lang(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// Formats a [`Text`]: the Chinese sentence, then the English one, from the same captured names.
#[macro_export]
macro_rules! say {
    ($zh:literal, $en:literal $(,)?) => {
        $crate::diagnostic::Text { zh: format!($zh), en: format!($en) }
    };
}

/// A language messages can be shown in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lang {
    Zh,
    En,
}

/// One fault of the content.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Diagnostic {
    pub code: Code,
    pub message: Text,
    pub help: Option<Text>,
    pub place: Place,
    /// Whether it stops a build; a site may set another for a rule of the gate.
    pub severity: Severity,
    /// What to put in the place of the faulty text, where that needs no judgement.
    pub fix: Option<String>,
    /// The same at other bytes of the file, each with what to put there.
    pub also: Vec<(Range<usize>, String)>,
}

impl Diagnostic {
    /// A fault at a place, with the severity its code carries.
    pub fn new(code: Code, place: Place, message: Text) -> Self {
        Self {
            code,
            message,
            help: None,
            place,
            severity: code.severity(),
            fix: None,
            also: Vec::new(),
        }
    }

    /// Adds how to mend it.
    pub fn help(mut self, help: Text) -> Self {
        self.help = Some(help);
        self
    }

    /// Says what would mend it in place of the text at its place.
    pub fn fix(mut self, text: impl Into<String>) -> Self {
        self.fix = Some(text.into());
        self
    }

    /// Whether it stops a build.
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// What of it may be told in a report: no number in it is one's own.
    pub fn shown(&self, lang: Lang) -> Shown<'_> {
        Shown {
            message: told(self.message.in_lang(lang)),
            help: self.help.as_ref().map(|help| told(help.in_lang(lang))),
            path: told(&self.place.source.path),
        }
    }

    /// The lines it lies on as they may be drawn, each byte in its place, as [`Place::lines`].
    pub fn lines(&self) -> (String, usize, usize) {
        let (lines, from, number) = self.place.lines();
        let shown = self.place.source.shown();
        let mut lines = shown.get(from..from + lines.len()).unwrap_or("").to_owned();
        let within = |byte: usize| byte.saturating_sub(from);
        let own = within(self.place.span.start)..within(self.place.span.end);
        if self.code.is_private()
            && let Some(text) = lines.get(own.clone())
        {
            let stars: String = text.chars().map(detect::star).collect();
            lines.replace_range(own, &stars);
        }
        (lines, from, number)
    }
}

/// What a report tells of a fault: its words and its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown<'a> {
    pub message: Cow<'a, str>,
    pub help: Option<Cow<'a, str>>,
    pub path: Cow<'a, str>,
}

/// A text as a report may tell it: with the private numbers in it masked.
pub fn told(text: &str) -> Cow<'_, str> {
    detect::redacted(text, &Policy::default())
}

/// The faults found so far. Stages add to it and go on; the caller stops between stages.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Diagnostics(Vec<Diagnostic>);

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(found: I) -> Self {
        Self(found.into_iter().collect())
    }
}

impl Diagnostics {
    /// No faults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one fault.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds the faults of another stage.
    pub fn extend(&mut self, other: impl IntoIterator<Item = Diagnostic>) {
        self.0.extend(other);
    }

    /// Whether any of them stops a build.
    pub fn any_error(&self) -> bool {
        self.0.iter().any(|d| d.severity() == Severity::Error)
    }

    /// The files with an error.
    pub fn at_fault(&self) -> BTreeSet<Arc<str>> {
        let errors = self.0.iter().filter(|fault| fault.severity() == Severity::Error);
        errors.map(|fault| fault.place.source.path.clone()).collect()
    }

    /// How many faults have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|d| d.severity() == severity).count()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The faults in reading order: by file, place and code, each once.
    pub fn sorted(mut self) -> Vec<Diagnostic> {
        self.0.sort_by(|a, b| {
            (&a.place.source.path, a.place.span.start, a.place.span.end, a.code, &a.message.zh).cmp(
                &(
                    &b.place.source.path,
                    b.place.span.start,
                    b.place.span.end,
                    b.code,
                    &b.message.zh,
                ),
            )
        });
        self.0.dedup_by(|a, b| {
            a.code == b.code
                && a.message == b.message
                && a.place.span == b.place.span
                && a.place.source.path == b.place.source.path
        });
        self.0
    }

    /// The faults in the order they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }

    /// The same, to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Diagnostic> {
        self.0.iter_mut()
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
