//! Diagnostics as JSON, one object a line.

use std::io::{self, Write};

use serde::Serialize;

use super::{Diagnostic, Lang, Severity};

#[derive(Serialize)]
struct Line<'a> {
    code: String,
    severity: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    path: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

/// Writes one diagnostic as a line of JSON.
pub fn write_json(out: &mut dyn Write, diagnostic: &Diagnostic, lang: Lang) -> io::Result<()> {
    let (start, end) = diagnostic.place.positions();
    let line = Line {
        code: diagnostic.code.to_string(),
        severity: match diagnostic.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        message: diagnostic.message.in_lang(lang),
        help: diagnostic.help.as_ref().map(|h| h.in_lang(lang)),
        path: &diagnostic.place.source.path,
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
    };
    serde_json::to_writer(&mut *out, &line)?;
    out.write_all(b"\n")
}
