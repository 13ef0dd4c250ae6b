//! `check --explain`: the manual page of a code.

use super::Session;
use crate::check::manual::Step;
use crate::check::rule;
use crate::diagnostic::{Code, Lang, Severity};

/// Prints what a code means: a rule's manual page, or the one sentence there is.
pub fn explain(code: Code, lang: Lang, session: &mut Session) -> anyhow::Result<()> {
    let out = &mut *session.out;
    let severity = match (code.severity(), lang) {
        (Severity::Error, Lang::Zh) => "错误",
        (Severity::Error, Lang::En) => "error",
        (Severity::Warning, Lang::Zh) => "提醒",
        (Severity::Warning, Lang::En) => "warning",
    };
    writeln!(out, "{code} {} ({severity})", code.name())?;
    let Some(manual) = rule(code).map(|rule| rule.manual()) else {
        writeln!(out, "\n{}", code.sentence(lang))?;
        return Ok(());
    };
    for paragraph in manual.paragraphs(lang) {
        writeln!(out, "\n{paragraph}")?;
    }
    let (fails, passes) = match lang {
        Lang::Zh => ("查出：", "不查出："),
        Lang::En => ("Fails:", "Passes:"),
    };
    for (title, example) in [(fails, &manual.fails), (passes, &manual.passes)] {
        writeln!(out, "\n{title}")?;
        for step in example {
            match step {
                Step::File(path, text) => {
                    writeln!(out, "  {path}")?;
                    for line in text.lines() {
                        writeln!(out, "    {line}")?;
                    }
                }
                Step::Copy(path, from) => writeln!(out, "  {path} < tests/attachments/{from}")?,
                Step::Commit => writeln!(out, "  $ git commit")?,
                Step::Remove(path) => writeln!(out, "  $ git rm {path}")?,
                Step::Run(command) => writeln!(out, "  $ liangshai {command}")?,
            }
        }
    }
    Ok(())
}
