//! Diagnostics as GitHub's workflow commands: annotations beside the lines of a pull request.

use std::io::{self, Write};

use super::{Diagnostic, Lang, Severity, Shown};

/// Writes one diagnostic as a line; `above` is what lies above the site in its repository.
pub fn write_github(
    out: &mut dyn Write,
    fault: &Diagnostic,
    above: &str,
    lang: Lang,
) -> io::Result<()> {
    let command = match fault.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let Shown { message, help, path } = fault.shown(lang);
    let message = match help {
        Some(help) => format!("{message}\n{help}"),
        None => message.into_owned(),
    };
    let (start, end) = fault.place.positions();
    let path = property(&format!("{above}{path}"));
    let title = property(&format!("{} {}", fault.code, fault.code.name()));
    write!(out, "::{command} file={path},line={},endLine={}", start.line, end.line)?;
    // Columns are of one line; GitHub counts the last one in.
    if start.line == end.line {
        let last = end.column.saturating_sub(1).max(start.column);
        write!(out, ",col={},endColumn={last}", start.column)?;
    }
    writeln!(out, ",title={title}::{}", text(&message))
}

fn text(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(value: &str) -> String {
    text(value).replace(':', "%3A").replace(',', "%2C")
}
