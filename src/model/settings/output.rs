//! `[output]`: what is written beside the pages.

use std::collections::BTreeSet;

use super::super::choice::{Choice, choose, nearest};
use super::super::fields::Fields;
use super::super::key::Key;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// What a build writes beside the site's files.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Output {
    /// The ways in which texts are compressed beforehand, for servers that give out such copies.
    pub precompressed: BTreeSet<Encoding>,
}

/// A way of compressing that browsers undo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Encoding {
    /// RFC 1952.
    Gzip,
    /// RFC 7932.
    Brotli,
}

impl Choice for Encoding {
    const WORDS: &'static [(Self, &'static str, &'static [&'static str])] = &[
        (Encoding::Gzip, "gzip", &["gzip", "gz"]),
        (Encoding::Brotli, "brotli", &["brotli", "br"]),
    ];
}

setting_keys! {
    PRECOMPRESSED = "precompressed";
}

pub(super) fn decode(mut fields: Fields, out: &mut Diagnostics) -> Output {
    let mut precompressed = BTreeSet::new();
    for word in fields.list(&PRECOMPRESSED, out) {
        let given = &word.value;
        if let Some(encoding) = choose(given) {
            precompressed.insert(encoding);
            continue;
        }
        let names = || Encoding::WORDS.iter().map(|(_, name, _)| *name);
        let help = match nearest(given, names()) {
            Some(near) => say!("是不是“{near}”？", "did you mean `{near}`?"),
            None => say!("写 gzip、brotli，或两个都写", "write gzip, brotli, or both"),
        };
        let message = say!("没有“{given}”这种压缩", "there is no compression `{given}`");
        let fault = Diagnostic::new(Code::BadSettings, fields.place(word.span.clone()), message);
        out.push(fault.help(help));
    }
    fields.finish(out);
    Output { precompressed }
}
