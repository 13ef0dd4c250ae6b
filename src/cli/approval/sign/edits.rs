//! The files a signature is written into: all of them made before the first is replaced, and none
//! stays replaced where one fails.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::Refused;
use crate::approval::{NotWritten, SignedLine, Subject, with_line};
use crate::model::Model;
use crate::say;

/// A file as it is to become.
pub struct Edit {
    pub subject: Subject,
    path: PathBuf,
    /// None where there is no file yet.
    before: Option<Vec<u8>>,
    after: Vec<u8>,
}

/// Each file with its line written in; those that have it already are left out.
pub fn edits<'a>(
    site: &Path,
    model: &Model,
    lines: impl Iterator<Item = (Subject, SignedLine<'a>)>,
) -> anyhow::Result<Result<Vec<Edit>, Refused>> {
    let mut edits = Vec::new();
    for (subject, line) in lines {
        if is_written(subject, model, &line) {
            continue;
        }
        let path = site.join(subject.path(model));
        let before = match fs::read(&path) {
            Ok(bytes) => Some(bytes),
            // What was issued has a record without a word of its own.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => {
                return Err(error).with_context(|| format!("cannot read {}", path.display()));
            }
        };
        let text = before.as_deref().unwrap_or(b"---\n---\n");
        match with_line(subject, subject.path(model), text, &line) {
            Ok(after) => edits.push(Edit { subject, path, before, after }),
            Err(reason) => return Ok(Err(not_written(subject, subject.path(model), reason))),
        }
    }
    Ok(Ok(edits))
}

/// Whether the last line of the stage is this one.
fn is_written(subject: Subject, model: &Model, line: &SignedLine) -> bool {
    let last = subject.reviews(model).iter().rfind(|review| review.stage == line.stage);
    last.is_some_and(|last| {
        last.date == Some(line.date)
            && last.code.as_deref().is_some_and(|code| line.code.is(code))
            && last.post.as_deref() == Some(line.post)
            && last.result.as_deref() == Some(line.result)
    })
}

fn not_written(subject: Subject, path: &str, reason: NotWritten) -> Refused {
    match (reason, subject) {
        (NotWritten::NotUtf8, _) => (
            say!("{path} 不是UTF-8，没有登记", "{path} is not in UTF-8; nothing was written"),
            say!("先运行 liangshai check --fix", "run `liangshai check --fix` first"),
        ),
        (NotWritten::Form, Subject::Site) => (
            say!(
                "{path} 里加不进 [[approval.signed]]，没有登记",
                "no `[[approval.signed]]` can be added to {path}; nothing was written"
            ),
            say!(
                "approval 写成 [approval] 一节，签名各写成一节 [[approval.signed]]",
                "write `approval` as a table `[approval]`, and each signature as `[[approval.signed]]`"
            ),
        ),
        (NotWritten::Form, Subject::Record(_)) => (
            say!(
                "{path} 的“审查”加不进一行，没有登记",
                "no line can be added to `review` in {path}; nothing was written"
            ),
            say!(
                "把“审查”写成列表：下一行起，每条以“- ”开头",
                "write `review` as a list, each line below it beginning with `- `"
            ),
        ),
    }
}

/// Replaces the files, all or none.
pub fn write_all(edits: &[Edit]) -> anyhow::Result<()> {
    let waiting = |edit: &Edit| edit.path.with_extension("liangshai-sign");
    let clear = |done: usize| {
        for edit in &edits[..done] {
            // On the way out of a failure, which is told.
            let _ = match &edit.before {
                Some(before) => fs::write(&edit.path, before),
                None => fs::remove_file(&edit.path),
            };
        }
        for edit in edits {
            let _ = fs::remove_file(waiting(edit));
        }
    };
    for edit in edits {
        if let Err(error) = write_synced(&waiting(edit), &edit.after) {
            clear(0);
            return Err(error).with_context(|| format!("cannot write {}", edit.path.display()));
        }
    }
    for (i, edit) in edits.iter().enumerate() {
        if let Err(error) = fs::rename(waiting(edit), &edit.path) {
            clear(i);
            return Err(error).with_context(|| format!("cannot write {}", edit.path.display()));
        }
    }
    Ok(())
}

fn write_synced(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
