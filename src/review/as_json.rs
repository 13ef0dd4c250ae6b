//! What other rooms' types are called in the JSON of a review.

use serde::ser::{SerializeSeq, Serializer};

use crate::diagnostic::{Diagnostic, Lang, Severity};
use crate::disclose::Edition;
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

/// What `check` tells, as it may be shown: no number in it is one's own.
pub fn findings<S: Serializer>(found: &[Diagnostic], serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(serde::Serialize)]
    struct Finding<'a> {
        code: String,
        severity: &'static str,
        message: &'a str,
        message_en: &'a str,
        path: &'a str,
        line: usize,
    }
    let mut list = serializer.serialize_seq(Some(found.len()))?;
    for fault in found {
        let (zh, en) = (fault.shown(Lang::Zh), fault.shown(Lang::En));
        list.serialize_element(&Finding {
            code: fault.code.to_string(),
            severity: match fault.severity() {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            message: &zh.message,
            message_en: &en.message,
            path: &zh.path,
            line: fault.place.positions().0.line,
        })?;
    }
    list.end()
}
