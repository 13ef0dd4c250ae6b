//! Faults of the site as a whole: what the settings leave out, what the documents themselves have
//! wrong, and templates that fail. A file a rule; its first lines are the rule's manual page.

pub mod bulletin;

mod annexes;
mod deadlines;
mod foreign;
mod full_marks;
mod identity;
mod names;
mod ordinals;
mod pinyin;
mod ranks;
mod roster;
mod templates;
mod text;
mod totals;

pub use identity::identity;
pub use templates::templates;

use crate::diagnostic::Diagnostics;
use crate::model::Model;

/// Warns of what the documents have wrong, as they were handed in: it is for the bureau to mend or
/// to say so on the page.
pub fn documents(model: &Model, out: &mut Diagnostics) {
    annexes::check(model, out);
    deadlines::check(model, out);
    foreign::check(model, out);
    full_marks::check(model, out);
    names::check(model, out);
    ordinals::check(model, out);
    pinyin::check(model, out);
    ranks::check(model, out);
    roster::check(model, out);
    totals::check(model, out);
}
