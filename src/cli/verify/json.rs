//! A verification for programs.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::told::{particulars, remark_text};
use crate::publish::package::Kind;
use crate::publish::trouble::Trouble;
use crate::publish::verify::{Fault, Signature, Source, Verification, Via};
use crate::write::TOOL;

#[derive(Serialize)]
struct Report<'a> {
    schema_version: u32,
    tool: &'static str,
    place: &'a str,
    verdict: &'static str,
    manifest: List<'a>,
    /// The package's own file, of a package.
    package: Option<File<'a>>,
    /// How many files the list has.
    files: usize,
    requests: usize,
    /// Every fault, also those that were not found.
    counts: BTreeMap<&'static str, usize>,
    findings: Vec<Found<'a>>,
    remarks: Vec<String>,
}

#[derive(Serialize)]
struct List<'a> {
    sha256: Option<&'a str>,
    /// `place`, `file` or `records`.
    source: &'static str,
    file: Option<&'a str>,
    /// `none`, `unproved`, `valid` or `invalid`.
    signature: &'static str,
    key: Option<String>,
    as_of: Option<&'a str>,
    edition: Option<&'a str>,
    revision: Option<&'a str>,
}

#[derive(Serialize)]
struct File<'a> {
    bytes: u64,
    sha256: &'a str,
    sm3: &'a str,
    kind: Kind,
    /// SHA-256 of the manifest that a difference is from.
    base: Option<&'a str>,
    /// The commit that the build was proved to be of.
    revision: Option<&'a str>,
}

#[derive(Serialize)]
struct Found<'a> {
    path: &'a str,
    fault: &'static str,
    expected: Option<&'a str>,
    found: Option<&'a str>,
    /// What led there: a page, a folder or an earlier list.
    from: Option<&'a str>,
    /// `page`, `listing`, `earlier` or `name`.
    how: Option<&'static str>,
    /// Hosts and paths it leads to, and no page as reviewed does.
    leads: Vec<&'a str>,
    /// Why it could not be looked at.
    trouble: Option<&'static str>,
    /// All of it in words.
    detail: Option<String>,
}

/// Writes it.
pub fn write(all: &Verification, place: &str, out: &mut dyn Write) -> io::Result<()> {
    let counted = all.counts();
    let counts = Fault::ALL.map(|f| (f.name(), counted.get(&f).copied().unwrap_or(0)));
    let manifest = all.manifest.as_ref();
    let (source, file) = match &all.source {
        Source::Place => ("place", None),
        Source::File(name) => ("file", Some(name.as_str())),
        Source::Records(name) => ("records", Some(name.as_str())),
    };
    let (signature, key) = match &all.signature {
        Signature::None => ("none", None),
        Signature::Unproved => ("unproved", None),
        Signature::Valid(key) => ("valid", Some(key.to_string())),
        Signature::Invalid => ("invalid", None),
    };
    let findings = all.findings.iter().map(|finding| {
        let (how, from) = match &finding.from {
            None => (None, None),
            Some(Via::Page(path)) => (Some("page"), Some(path.as_str())),
            Some(Via::Listing(path)) => (Some("listing"), Some(path.as_str())),
            Some(Via::Earlier(file)) => (Some("earlier"), Some(file.as_str())),
            Some(Via::Name) => (Some("name"), None),
        };
        let words: Vec<String> = particulars(finding).into_iter().map(|line| line.en).collect();
        Found {
            path: &finding.path,
            fault: finding.fault.name(),
            expected: finding.expected.as_deref(),
            found: finding.found.as_deref(),
            from,
            how,
            leads: finding.leads.iter().map(String::as_str).collect(),
            trouble: finding.trouble.as_ref().map(trouble),
            detail: (!words.is_empty()).then(|| words.join("; ")),
        }
    });
    let package = all.package.as_ref().map(|proof| File {
        bytes: proof.digest.bytes,
        sha256: &proof.digest.sha256,
        sm3: &proof.digest.sm3,
        kind: proof.package.kind,
        base: proof.package.base.as_deref(),
        revision: proof.package.revision.as_deref(),
    });
    let report = Report {
        schema_version: 1,
        tool: TOOL,
        place,
        verdict: all.verdict().name(),
        manifest: List {
            sha256: all.digest.as_deref(),
            source,
            file,
            signature,
            key,
            as_of: manifest.map(|manifest| manifest.as_of.as_str()),
            edition: manifest.map(|manifest| manifest.edition.as_str()),
            revision: manifest.and_then(|manifest| manifest.revision.as_deref()),
        },
        package,
        files: manifest.map_or(0, |manifest| manifest.files.len()),
        requests: all.requests,
        counts: counts.into_iter().collect(),
        findings: findings.collect(),
        remarks: all.remarks.iter().map(|remark| remark_text(remark).en).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &report)?;
    writeln!(out)
}

fn trouble(trouble: &Trouble) -> &'static str {
    match trouble {
        Trouble::Host => "host",
        Trouble::Connection(_) => "connection",
        Trouble::Timeout => "timeout",
        Trouble::Certificate(_) => "certificate",
        Trouble::Status(_) => "status",
        Trouble::Protocol(_) => "protocol",
        Trouble::GivenUp => "given_up",
    }
}
