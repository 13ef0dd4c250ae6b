//! Diagnostics shown: on a terminal or as JSON lines.

use std::io::Write;

use clap::ValueEnum;

use crate::check::Waived;
use crate::diagnostic::{
    Diagnostics, Lang, Severity, Text, write_human, write_json, write_waived_json,
};
use crate::say;

/// How diagnostics are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Human,
    Json,
}

/// How to show them.
#[derive(Debug, Clone, Copy)]
pub struct Manner {
    pub format: Format,
    pub lang: Lang,
    pub colour: bool,
    pub warnings: Warnings,
}

/// Which warnings are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Warnings {
    All,
    /// The first few, and how many more there are.
    Few,
    None,
}

/// How many are few: what fits on a screen with its sources.
const FEW: usize = 5;

/// Shows diagnostics in reading order; returns how many are errors and warnings.
pub fn show(
    out: &mut dyn Write,
    found: Diagnostics,
    manner: Manner,
) -> anyhow::Result<(usize, usize)> {
    let found = found.sorted();
    let count = |severity| found.iter().filter(|d| d.severity() == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let most = match manner.warnings {
        Warnings::All => usize::MAX,
        Warnings::Few => FEW,
        Warnings::None => 0,
    };
    let mut shown = 0;
    for diagnostic in &found {
        if diagnostic.severity() == Severity::Warning {
            if shown == most {
                continue;
            }
            shown += 1;
        }
        match manner.format {
            Format::Human => write_human(out, diagnostic, manner.lang, manner.colour)?,
            Format::Json => write_json(out, diagnostic, manner.lang)?,
        }
    }
    if manner.warnings == Warnings::Few && shown < warnings {
        let more = warnings - shown;
        let ending = plural(more);
        let message = say!(
            "另有{more}处提醒，用 liangshai check 查看",
            "{more} more warning{ending}: `liangshai check` shows them"
        );
        writeln!(out, "{}", message.in_lang(manner.lang))?;
    }
    Ok((errors, warnings))
}

/// Errors and warnings counted in words, Chinese and English.
pub fn counted(errors: usize, warnings: usize) -> Text {
    let (one_error, one_warning) = (plural(errors), plural(warnings));
    say!(
        "{errors}处错误，{warnings}处提醒",
        "{errors} error{one_error}, {warnings} warning{one_warning}"
    )
}

/// Tells what is let pass, by whose leave and why.
pub fn show_waived(out: &mut dyn Write, waived: &[Waived], manner: Manner) -> anyhow::Result<()> {
    for Waived { fault, waiver } in waived {
        if manner.format == Format::Json {
            write_waived_json(out, fault, (&waiver.reason, &waiver.approved_by), manner.lang)?;
            continue;
        }
        let (path, (start, _)) = (&fault.place.source.path, fault.place.positions());
        let (code, line, column) = (fault.code, start.line, start.column);
        let (reason, leave) = (&waiver.reason, &waiver.approved_by);
        let (zh, en) = (&fault.message.zh, &fault.message.en);
        let told = say!(
            "豁免[{code}]: {path}:{line}:{column} {zh}\n  理由：{reason}；批准：{leave}",
            "waived[{code}]: {path}:{line}:{column} {en}\n  reason: {reason}; by leave of {leave}"
        );
        writeln!(out, "{}", told.in_lang(manner.lang))?;
    }
    if manner.format == Format::Human && !waived.is_empty() {
        writeln!(out)?;
    }
    Ok(())
}

/// The ending of an English noun.
pub fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}
