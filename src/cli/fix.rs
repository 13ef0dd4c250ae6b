//! `check --fix`: what can be mended without judgement, written into the files.
//!
//! Only the faulty text itself is replaced, so that comments, order and line ends stay. A file that
//! is not as it was read is left alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use similar::TextDiff;

use crate::diagnostic::{Code, Diagnostic, Lang, Source, shown, told};
use crate::say;

/// Lines shown around a change.
const AROUND: usize = 1;

/// What a file is to become.
struct Mended {
    path: Arc<str>,
    before: String,
    after: String,
    /// How many faults that takes away.
    faults: usize,
}

/// Writes the mended files, or with `dry` prints what would change; returns what is left.
pub fn fix(
    found: Vec<Diagnostic>,
    site: &Path,
    dry: bool,
    out: &mut dyn std::io::Write,
    lang: Lang,
) -> anyhow::Result<Vec<Diagnostic>> {
    let mut files: BTreeMap<Arc<str>, Vec<&Diagnostic>> = BTreeMap::new();
    for fault in found.iter().filter(|fault| is_mendable(fault)) {
        files.entry(fault.place.source.path.clone()).or_default().push(fault);
    }
    let mut done: BTreeSet<Arc<str>> = BTreeSet::new();
    for (path, faults) in files {
        let file = site.join(&*path);
        let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let Some(mended) = mend(&path, &bytes, &faults) else { continue };
        if dry {
            show(&mended, out)?;
        } else {
            replace(&file, mended.after.as_bytes())?;
            done.insert(path);
        }
        tell(&mended, dry, out, lang)?;
    }
    let left =
        |fault: &Diagnostic| !(is_mendable(fault) && done.contains(&fault.place.source.path));
    Ok(found.into_iter().filter(left).collect())
}

fn is_mendable(fault: &Diagnostic) -> bool {
    let path = &*fault.place.source.path;
    let is_text = [".md", ".csv", ".toml"].iter().any(|ending| path.ends_with(ending));
    (fault.fix.is_some() || !fault.also.is_empty() || fault.code == Code::OtherEncoding)
        && is_text
        && !path.starts_with("public/")
}

/// A file with its faults mended; none where it is not as it was read.
fn mend(path: &Arc<str>, bytes: &[u8], faults: &[&Diagnostic]) -> Option<Mended> {
    let source: &Source = &faults.first()?.place.source;
    let is_foreign = faults.iter().any(|fault| fault.code == Code::OtherEncoding);
    let text = std::str::from_utf8(bytes).ok().map(|text| text.trim_start_matches('\u{feff}'));
    if !is_foreign && text != Some(&source.text) {
        return None;
    }
    let before = text.map_or_else(|| source.text.clone(), str::to_owned);
    let mut edits: Vec<(&std::ops::Range<usize>, &str)> = faults
        .iter()
        .flat_map(|fault| {
            let own = fault.fix.as_deref().map(|text| (&fault.place.span, text));
            own.into_iter().chain(fault.also.iter().map(|(span, text)| (span, text.as_str())))
        })
        .collect();
    edits.sort_by_key(|(span, _)| span.start);
    edits.dedup();
    let mut after = String::with_capacity(source.text.len());
    let mut at = 0;
    for (span, text) in edits {
        // What another mends already waits for the next run.
        let Some(between) = source.text.get(at..span.start).filter(|_| span.start >= at) else {
            continue;
        };
        after.push_str(between);
        after.push_str(text);
        at = span.end;
    }
    after.push_str(source.text.get(at..)?);
    let has_mark = bytes.starts_with("\u{feff}".as_bytes());
    let after = if has_mark { format!("\u{feff}{after}") } else { after };
    Some(Mended { path: path.clone(), before, after, faults: faults.len() })
}

/// A new file takes the old one's place in one step, so that a failure loses nothing.
fn replace(file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let waiting = file.with_extension("liangshai-fix");
    let written = fs::write(&waiting, bytes).and_then(|()| fs::rename(&waiting, file));
    if written.is_err() {
        let _ = fs::remove_file(&waiting);
    }
    written.with_context(|| format!("cannot write {}", file.display()))
}

fn show(mended: &Mended, out: &mut dyn std::io::Write) -> anyhow::Result<()> {
    // The terminal and its log are no place for what is being taken out of the file.
    let path = &told(&mended.path);
    let before = shown(&mended.path, &mended.before);
    let after = shown(&mended.path, mended.after.trim_start_matches('\u{feff}'));
    let diff = TextDiff::from_lines(&before, &after);
    let mut diff = diff.unified_diff();
    write!(out, "{}", diff.context_radius(AROUND).header(path, path))?;
    Ok(())
}

fn tell(
    mended: &Mended,
    dry: bool,
    out: &mut dyn std::io::Write,
    lang: Lang,
) -> anyhow::Result<()> {
    let (path, faults) = (told(&mended.path), &mended.faults);
    let ending = if *faults == 1 { "" } else { "s" };
    let told = match dry {
        true => say!("可以改正：{path}，{faults}处", "would mend: {path}, {faults} fault{ending}"),
        false => say!("已改正：{path}，{faults}处", "mended: {path}, {faults} fault{ending}"),
    };
    writeln!(out, "{}", told.in_lang(lang))?;
    Ok(())
}
