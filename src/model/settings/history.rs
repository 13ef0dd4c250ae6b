//! What is told of when records were changed.

use crate::diagnostic::Diagnostics;
use crate::model::fields::Fields;
use crate::model::key::Key;

/// What is told of when records were changed.
#[derive(Debug, Clone, PartialEq)]
pub struct HistorySettings {
    /// Whether pages list the revisions that git knows of their records.
    pub revisions: bool,
    /// After how many days an entry that is committed shows that it was entered later.
    pub late_after: u32,
}

impl Default for HistorySettings {
    fn default() -> Self {
        Self { revisions: true, late_after: 7 }
    }
}

setting_keys! { REVISIONS = "revisions"; LATE_AFTER = "late_after"; }

/// Reads `[history]`.
pub fn decode(mut fields: Fields, out: &mut Diagnostics) -> HistorySettings {
    let usual = HistorySettings::default();
    let history = HistorySettings {
        revisions: !fields.has(&REVISIONS) || fields.flag(&REVISIONS, out),
        late_after: fields.count(&LATE_AFTER, out).unwrap_or(usual.late_after),
    };
    fields.finish(out);
    history
}
