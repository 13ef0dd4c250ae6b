//! Diagnostics as JSON, one object a line.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

use super::{Diagnostic, Lang, Severity, Shown, Waived, told};

#[derive(Serialize)]
struct Line<'a> {
    code: String,
    severity: &'static str,
    message: Cow<'a, str>,
    help: Option<Cow<'a, str>>,
    path: Cow<'a, str>,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    approved_by: Option<Cow<'a, str>>,
}

/// Writes one diagnostic as a line of JSON.
pub fn write_json(out: &mut dyn Write, diagnostic: &Diagnostic, lang: Lang) -> io::Result<()> {
    write(out, Line::new(diagnostic, lang))
}

/// Writes one that is let pass: its severity is `waived`, with the reason and by whose leave.
pub fn write_waived_json(out: &mut dyn Write, waived: &Waived, lang: Lang) -> io::Result<()> {
    let line = Line::new(&waived.fault, lang);
    let (reason, approved_by) = (Some(told(&waived.reason)), Some(told(&waived.approved_by)));
    write(out, Line { severity: "waived", reason, approved_by, ..line })
}

impl<'a> Line<'a> {
    fn new(diagnostic: &'a Diagnostic, lang: Lang) -> Self {
        let (start, end) = diagnostic.place.positions();
        let Shown { message, help, path } = diagnostic.shown(lang);
        Self {
            code: diagnostic.code.to_string(),
            severity: match diagnostic.severity() {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            message,
            help,
            path,
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            reason: None,
            approved_by: None,
        }
    }
}

fn write(out: &mut dyn Write, line: Line) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &line)?;
    out.write_all(b"\n")
}
