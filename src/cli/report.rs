//! Diagnostics shown: on a terminal, as JSON lines, or as what reviewing platforms read.

use std::collections::BTreeMap;
use std::io::Write;

use clap::ValueEnum;

use crate::check::Owners;
use crate::diagnostic::{
    Diagnostic, Diagnostics, Lang, Report, Severity, Shown, Text, Waived, told, write_github,
    write_gitlab, write_human, write_json, write_sarif, write_waived_json,
};
use crate::facts::freshness::Freshness;
use crate::model::Day;
use crate::say;

/// How diagnostics are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people, with the line and how to mend it
    Human,
    /// A line of JSON each
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// Annotations of GitHub
    Github,
    /// The code quality report of GitLab
    Gitlab,
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
    show_report(out, Report { found: &found.sorted(), waived: &[], above: "" }, manner)
}

/// The same, with what is let pass.
pub fn show_report(
    out: &mut dyn Write,
    report: Report,
    manner: Manner,
) -> anyhow::Result<(usize, usize)> {
    let found = report.found;
    let count = |severity| found.iter().filter(|d| d.severity() == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let most = match manner.warnings {
        Warnings::All => usize::MAX,
        Warnings::Few => FEW,
        Warnings::None => 0,
    };
    match manner.format {
        Format::Sarif => write_sarif(out, report, manner.lang)?,
        Format::Gitlab => write_gitlab(out, report, manner.lang)?,
        Format::Human | Format::Json | Format::Github => {}
    }
    let mut shown = 0;
    for diagnostic in found {
        if diagnostic.severity() == Severity::Warning {
            if shown == most {
                continue;
            }
            shown += 1;
        }
        match manner.format {
            Format::Human => write_human(out, diagnostic, manner.lang, manner.colour)?,
            Format::Json => write_json(out, diagnostic, manner.lang)?,
            Format::Github => write_github(out, diagnostic, report.above, manner.lang)?,
            Format::Sarif | Format::Gitlab => {}
        }
    }
    if most > 0 {
        show_waived(out, report.waived, manner)?;
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
fn show_waived(out: &mut dyn Write, waived: &[Waived], manner: Manner) -> anyhow::Result<()> {
    for waived in waived {
        match manner.format {
            Format::Json => write_waived_json(out, waived, manner.lang)?,
            Format::Human => {
                let Waived { fault, reason, approved_by } = waived;
                let (code, (start, _)) = (fault.code, fault.place.positions());
                let (line, column) = (start.line, start.column);
                let Shown { message, path, .. } = fault.shown(manner.lang);
                let (reason, approved_by) = (told(reason), told(approved_by));
                let told = say!(
                    "豁免[{code}]: {path}:{line}:{column} {message}\n  理由：{reason}；批准：{approved_by}\n",
                    "waived[{code}]: {path}:{line}:{column} {message}\n  reason: {reason}; by leave of {approved_by}\n"
                );
                writeln!(out, "{}", told.in_lang(manner.lang))?;
            }
            Format::Sarif | Format::Github | Format::Gitlab => {}
        }
    }
    Ok(())
}

/// Findings that make a list longer than a screen, so that sums are wanted.
const MANY: usize = 12;

/// Sums up a long list: how many findings of each rule, and for each office.
pub fn sum_up(
    out: &mut dyn Write,
    found: &[Diagnostic],
    owners: &Owners,
    lang: Lang,
) -> anyhow::Result<()> {
    if found.len() < MANY {
        return Ok(());
    }
    let (mut rules, mut offices) = (BTreeMap::new(), BTreeMap::new());
    for fault in found {
        *rules.entry(format!("{} {}", fault.code, fault.code.name())).or_insert(0) += 1;
        for office in owners.offices(&fault.place.source.path) {
            *offices.entry(office.to_owned()).or_insert(0) += 1;
        }
    }
    let titles = [say!("按规则：", "By rule:"), say!("按责任单位：", "By office:")];
    for (title, counts) in titles.iter().zip([rules, offices]) {
        let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        if !counts.is_empty() {
            writeln!(out, "{}", title.in_lang(lang))?;
        }
        for (name, count) in counts {
            writeln!(out, "  {count:>4}  {name}")?;
        }
    }
    writeln!(out)?;
    Ok(())
}

/// How many columns are told of: those that come next.
const NEXT: usize = 5;

/// Tells until when columns are fresh; those past it were told as warnings.
pub fn columns(
    out: &mut dyn Write,
    columns: &[Freshness],
    day: Day,
    lang: Lang,
) -> anyhow::Result<()> {
    let mut next: Vec<&Freshness> = columns.iter().filter(|c| c.last_day >= day).collect();
    next.sort_by_key(|column| column.last_day);
    for column in next.into_iter().take(NEXT) {
        let (Text { zh, en }, end) = (&column.name, column.last_day);
        let told = say!("栏目“{zh}” {end} 到期", "`{en}` is fresh until {end}");
        writeln!(out, "{}", told.in_lang(lang))?;
    }
    Ok(())
}

/// Lists the hosts of others that the site links to: readers leave it for them.
pub fn list_hosts(
    out: &mut dyn Write,
    hosts: &BTreeMap<String, usize>,
    lang: Lang,
) -> anyhow::Result<()> {
    if hosts.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}", say!("链接到的外部主机：", "Outside hosts linked to:").in_lang(lang))?;
    for (host, count) in hosts {
        writeln!(out, "  {count:>4}  {host}")?;
    }
    writeln!(out)?;
    Ok(())
}

/// The ending of an English noun.
pub fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}
