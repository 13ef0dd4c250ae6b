//! `[words]`: words of the interface, replaced by the site's own.

use std::collections::BTreeMap;

use super::super::fields::{Fields, Spanned};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// The words by their names; whether there are such is known later.
pub(super) fn decode(fields: &Fields, out: &mut Diagnostics) -> BTreeMap<String, Spanned<String>> {
    let mut found = BTreeMap::new();
    for pair in &fields.raw().entries {
        let name = pair.key(fields.source);
        if let Some(text) = pair.value.text(fields.source) {
            let word = Spanned { value: text.to_owned(), span: pair.key_span.clone() };
            found.insert(name.to_owned(), word);
            continue;
        }
        out.push(
            Diagnostic::new(
                Code::BadSettings,
                fields.place(pair.value.span.clone()),
                say!("用语“{name}”应是一段文字", "the word `{name}` must be a text"),
            )
            .help(say!("例如 {name} = \"……\"", "as {name} = \"…\"")),
        );
    }
    found
}
