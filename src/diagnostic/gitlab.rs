//! Diagnostics as GitLab's code quality report.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::report::Fingerprints;
use super::{Diagnostic, Lang, Report, Severity, Shown};

/// Writes everything that is not waived as one document.
pub fn write_gitlab(out: &mut dyn Write, report: Report, lang: Lang) -> io::Result<()> {
    let mut prints = Fingerprints::default();
    let issues: Vec<Value> = report
        .found
        .iter()
        .map(|fault| issue(fault, prints.of(fault), report.above, lang))
        .collect();
    serde_json::to_writer_pretty(&mut *out, &issues)?;
    out.write_all(b"\n")
}

fn issue(fault: &Diagnostic, fingerprint: String, above: &str, lang: Lang) -> Value {
    let Shown { message, help, path } = fault.shown(lang);
    let description = match (help, lang) {
        (Some(help), Lang::Zh) => format!("{message}。{help}"),
        (Some(help), Lang::En) => format!("{message}. {help}"),
        (None, _) => message.into_owned(),
    };
    let (start, end) = fault.place.positions();
    json!({
        "description": description,
        "check_name": format!("{} {}", fault.code, fault.code.name()),
        "fingerprint": fingerprint,
        "severity": match fault.severity() {
            Severity::Error => "critical",
            Severity::Warning => "minor",
        },
        "location": {
            "path": format!("{above}{path}"),
            "lines": { "begin": start.line, "end": end.line },
        },
    })
}
