//! Diagnostics as SARIF 2.1.0, which code scanning of GitHub, GitLab and editors read.

use std::io::{self, Write};

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Value, json};

use super::report::Fingerprints;
use super::{Code, Diagnostic, Lang, Report, Severity, Shown, told};

/// What a path may not hold as it is in a URI.
const ESCAPED: &AsciiSet = &CONTROLS.add(b' ').add(b'%').add(b'?').add(b'#').add(b'"');

/// Writes everything found as one document.
pub fn write_sarif(out: &mut dyn Write, report: Report, lang: Lang) -> io::Result<()> {
    let all = || report.found.iter().chain(report.waived.iter().map(|waived| &waived.fault));
    let mut codes: Vec<Code> = all().map(|fault| fault.code).collect();
    codes.sort();
    codes.dedup();
    let mut prints = Fingerprints::default();
    let mut result = |fault| result(fault, &codes, &mut prints, report.above, lang);
    let mut results: Vec<Value> = report.found.iter().map(&mut result).collect();
    for waived in report.waived {
        let mut result = result(&waived.fault);
        let leave = format!("{} ({})", told(&waived.reason), told(&waived.approved_by));
        result["suppressions"] = json!([{ "kind": "external", "justification": leave }]);
        results.push(result);
    }
    let rules: Vec<Value> = codes.iter().map(|code| rule(*code)).collect();
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "liangshai",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &document)?;
    out.write_all(b"\n")
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.to_string(),
        "name": code.name(),
        "shortDescription": { "text": code.sentence(Lang::En) },
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}

fn result(
    fault: &Diagnostic,
    codes: &[Code],
    prints: &mut Fingerprints,
    above: &str,
    lang: Lang,
) -> Value {
    let Shown { message, help, path } = fault.shown(lang);
    let message = match help {
        Some(help) => format!("{message}\n{help}"),
        None => message.into_owned(),
    };
    let (start, end) = fault.place.positions();
    let uri = utf8_percent_encode(&format!("{above}{path}"), ESCAPED).to_string();
    let region = json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    });
    let artifact = json!({ "uri": uri });
    let mut result = json!({
        "ruleId": fault.code.to_string(),
        "ruleIndex": codes.binary_search(&fault.code).unwrap_or_default(),
        "level": level(fault.severity()),
        "message": { "text": message },
        "locations": [{ "physicalLocation": { "artifactLocation": artifact, "region": region } }],
        "partialFingerprints": { "liangshai/v1": prints.of(fault) },
    });
    // What holds a number that must not be told is left to `--fix`.
    if let Some(fix) = fault.fix.as_ref().filter(|fix| told(fix) == **fix && fault.also.is_empty())
    {
        result["fixes"] = json!([{ "artifactChanges": [{
            "artifactLocation": artifact,
            "replacements": [{ "deletedRegion": region, "insertedContent": { "text": fix } }],
        }] }]);
    }
    result
}
