//! 豁免: a finding of the gate that somebody answers for.

use std::ops::Range;

use super::fields::Fields;
use super::key;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::say;

/// A finding that is let pass, and by whose leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    pub rule: Code,
    pub reason: String,
    pub approved_by: String,
    /// Of the text it covers, as `check` tells it; without it every finding of the rule in the
    /// record is covered, whatever becomes of the text.
    pub fingerprint: Option<String>,
    /// The paths it covers, in site.toml: a file or a folder.
    pub path: Option<String>,
    /// Where it was written.
    pub place: Place,
}

/// Reads the waivers of a record.
pub(super) fn decode(fields: &mut Fields, out: &mut Diagnostics) -> Vec<Waiver> {
    let lines = fields.maps(&key::WAIVE, out);
    lines.into_iter().filter_map(|line| read(line, false, out)).collect()
}

/// Reads one; in site.toml it names the paths it covers.
pub(super) fn read(mut line: Fields, of_site: bool, out: &mut Diagnostics) -> Option<Waiver> {
    let rule = rule(&mut line, out);
    let reason = line.required_text(&key::REASON, "原文如此", out);
    let approved_by = line.required_text(&key::APPROVED_BY, "局长办公会", out);
    let fingerprint = line.text(&key::FINGERPRINT, out);
    let path = if of_site { line.text(&key::PATH, out) } else { None };
    let place = line.place(whole(&line));
    line.finish(out);
    Some(Waiver {
        rule: rule?,
        reason: reason?,
        approved_by: approved_by?,
        fingerprint,
        path,
        place,
    })
}

/// From its first key to its last value.
fn whole(line: &Fields) -> Range<usize> {
    let entries = &line.raw().entries;
    let start = entries.first().map_or(0, |pair| pair.key_span.start);
    start..entries.last().map_or(start, |pair| pair.value.span.end)
}

fn rule(line: &mut Fields, out: &mut Diagnostics) -> Option<Code> {
    let Some(word) = line.spanned(&key::RULE, out) else {
        line.missing(&key::RULE, "LS0510", out);
        return None;
    };
    let code = Code::named(&word.value);
    if code.is_none() {
        let given = &word.value;
        out.push(
            Diagnostic::new(
                Code::BadValue,
                line.place(word.span),
                say!("没有“{given}”这条规则", "there is no rule `{given}`"),
            )
            .help(say!(
                "写 check 给出的编号，例如 LS0510",
                "write the code `check` gives, as LS0510"
            )),
        );
    }
    code
}
