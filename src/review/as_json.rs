//! What other rooms' types are called in the JSON of a review.

use serde::{Serialize, Serializer};

use crate::diagnostic::{Code, Diagnostic, Lang, Severity};
use crate::disclose::Edition;
use crate::model::settings::Level;
use crate::model::{Kind, ProblemState};

pub fn kind<S: Serializer>(kind: &Kind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(kind.folder())
}

pub fn edition<S: Serializer>(edition: &Edition, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(edition.name())
}

pub fn problem_state<S: Serializer>(
    state: &ProblemState,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(state.name())
}

/// An event by its English name.
pub fn event<S: Serializer>(
    (_, en): &(&'static str, &'static str),
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(en)
}

/// The same of one there may be.
pub fn event_was<S: Serializer>(
    names: &Option<(&'static str, &'static str)>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    names.map(|(_, en)| en).serialize(serializer)
}

/// A code by its number.
pub fn code<S: Serializer>(code: &Code, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(code)
}

/// How strictly a rule is told.
pub fn level<S: Serializer>(level: &Level, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(match level {
        Level::Off => "off",
        Level::At(severity) => name(*severity),
    })
}

fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

#[derive(Serialize)]
struct Finding {
    code: String,
    severity: &'static str,
    message: String,
    message_en: String,
    path: String,
    line: usize,
}

impl Finding {
    fn of(fault: &Diagnostic) -> Self {
        let (zh, en) = (fault.shown(Lang::Zh), fault.shown(Lang::En));
        Self {
            code: fault.code.to_string(),
            severity: name(fault.severity()),
            message: zh.message.into_owned(),
            message_en: en.message.into_owned(),
            path: zh.path.into_owned(),
            line: fault.place.positions().0.line,
        }
    }
}

/// What `check` tells, as it may be shown: no number in it is one's own.
pub fn findings<S: Serializer>(found: &[Diagnostic], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(found.iter().map(Finding::of))
}

/// One of them.
pub fn finding<S: Serializer>(fault: &Diagnostic, serializer: S) -> Result<S::Ok, S::Error> {
    Finding::of(fault).serialize(serializer)
}
