//! Diagnostics shown: on a terminal or as JSON lines.

use std::io::Write;

use clap::ValueEnum;

use crate::diagnostic::{Diagnostics, Lang, Severity, Text, write_human, write_json};
use crate::say;

/// How diagnostics are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Human,
    Json,
}

/// Shows diagnostics in reading order; returns how many are errors and warnings.
pub fn show(
    out: &mut dyn Write,
    found: Diagnostics,
    format: Format,
    lang: Lang,
    colour: bool,
    quiet: bool,
) -> anyhow::Result<(usize, usize)> {
    let found = found.sorted();
    let count = |severity| found.iter().filter(|d| d.severity() == severity).count();
    for diagnostic in &found {
        if quiet && diagnostic.severity() == Severity::Warning {
            continue;
        }
        match format {
            Format::Human => write_human(out, diagnostic, lang, colour)?,
            Format::Json => write_json(out, diagnostic, lang)?,
        }
    }
    Ok((count(Severity::Error), count(Severity::Warning)))
}

/// Errors and warnings counted in words, Chinese and English.
pub fn counted(errors: usize, warnings: usize) -> Text {
    let (one_error, one_warning) = (plural(errors), plural(warnings));
    say!(
        "{errors}处错误，{warnings}处提醒",
        "{errors} error{one_error}, {warnings} warning{one_warning}"
    )
}

/// The ending of an English noun.
pub fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}
