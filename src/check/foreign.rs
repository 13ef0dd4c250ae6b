//! `foreign-name`: a name that has no business in the texts stands in one.
//!
//! A copy taken from a tampered page may have a brand's name wherever the city's was. The names to
//! look for are the site's own, under `[check] foreign_names`; the program brings none.

use super::text::texts;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::Model;
use crate::say;

/// Warns of each name once a file, where it first stands.
pub fn check(model: &Model, out: &mut Diagnostics) {
    let names = &model.settings.check.foreign_names;
    for text in texts(model).filter(|_| !names.is_empty()) {
        for name in names {
            let mut found = text.whole().match_indices(name.as_str());
            let Some((at, _)) = found.next() else { continue };
            let times = 1 + found.count();
            out.push(
                Diagnostic::new(
                    Code::ForeignName,
                    text.place(at..at + name.len()),
                    say!(
                        "“{name}”不该出现在这里，共{times}处",
                        "`{name}` does not belong here; it stands {times} times"
                    ),
                )
                .help(say!(
                    "核对来源，换回原来的名称",
                    "check the source and put the right name back"
                )),
            );
        }
    }
}
