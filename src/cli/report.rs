//! Diagnostics shown: on a terminal or as JSON lines.

use std::io::Write;

use clap::ValueEnum;

use crate::diagnostic::{Diagnostics, Lang, Severity, write_human, write_json};

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
