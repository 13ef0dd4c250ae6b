//! When a record was taken from its readers, and where it lay until then.

use super::own::{Own, own_file};
use crate::disclose::Edition;
use crate::history::{Change, History};
use crate::model::{Base, Kind};

/// A record that its readers once saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The number of the commit that took it from them: up to it they saw what stood there.
    pub by: u32,
    /// The file it was.
    pub path: String,
}

/// When the readers of an edition last lost a record that they do not see at the end of a history:
/// removed, kept from them by its own word or its plan's, or taken back. None for one they never saw.
pub fn taken(
    history: &History,
    edition: Edition,
    (kind, base): (Kind, &Base),
    plan: Option<&Base>,
) -> Option<Taken> {
    let is_seen = |own: &Own| shows(own.change, edition);
    let own = own_file(history, kind, base);
    let last = own.iter().position(is_seen)?;
    let path = own[last].path.clone();
    if let Some(after) = last.checked_sub(1) {
        return Some(Taken { by: own[after].change.at.order, path });
    }
    let plan = own_file(history, Kind::Plan, plan?);
    let last = plan.iter().position(is_seen)?;
    let after = plan[last.checked_sub(1)?].change.at.order;
    // What came later than that, they never saw.
    let before = own.iter().find(|own| own.change.at.order < after)?;
    Some(Taken { by: after, path: before.path.clone() })
}

/// Whether a file is for some readers after a change.
fn shows(change: &Change, edition: Edition) -> bool {
    let Some(edit) = &change.edit else { return false };
    let is_hidden = match edition {
        Edition::Public => edit.is_hidden,
        Edition::Internal => edit.is_draft,
    };
    !is_hidden && !edit.is_withdrawn
}
