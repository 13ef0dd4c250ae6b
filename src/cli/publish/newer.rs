//! What was written since a build: an edit that nobody built is not in what goes out.

use super::super::Session;
use crate::diagnostic::{Lang, Text};
use crate::publish::Built;
use crate::say;
#[cfg(feature = "git")]
use git::newer;

/// Says that there is newer content than what was built, where git can tell at once. `revision` is
/// the commit that the build was proved to be of.
pub fn tell(
    built: &Built,
    revision: Option<&str>,
    session: &mut Session,
    lang: Lang,
) -> anyhow::Result<()> {
    let Some(revision) = revision.filter(|_| !session.global.quiet) else { return Ok(()) };
    if let Some(Text { zh, en }) = newer(revision, session)? {
        let day = &built.manifest.as_of;
        let note = say!(
            "说明：{zh}，这一版（截至 {day}）里没有；要用上，提交后重新生成",
            "note: {en}, which this build (as of {day}) has not; commit and build again to have it"
        );
        writeln!(session.out, "{}", note.in_lang(lang))?;
    }
    Ok(())
}

/// The first file of the content that is not as it was committed last, where there is a repository.
#[cfg(feature = "git")]
pub fn uncommitted(session: &Session) -> anyhow::Result<Option<String>> {
    git::uncommitted(&session.global.site)
}

/// As below.
#[cfg(not(feature = "git"))]
pub fn uncommitted(_: &Session) -> anyhow::Result<Option<String>> {
    Ok(None)
}

/// Without git nothing is known of it.
#[cfg(not(feature = "git"))]
fn newer(_: &str, _: &Session) -> anyhow::Result<Option<Text>> {
    Ok(None)
}

#[cfg(feature = "git")]
mod git {
    use std::path::Path;
    use std::sync::Arc;

    use super::{Session, Text};
    use crate::say;
    use crate::tree::git::{GitTree, Repository};
    use crate::tree::{Disk, Entry, Tree as _};

    /// Where a site's input lies.
    const INPUT: [&str; 3] = ["content", "themes", "site.toml"];

    /// What of the content is newer than a commit: a later one, or files that are not committed.
    pub fn newer(revision: &str, session: &Session) -> anyhow::Result<Option<Text>> {
        let site = &session.global.site;
        let Some(repository) = Repository::around(site)?.map(Arc::new) else { return Ok(None) };
        let (Ok(head), Ok(built)) = (repository.head()?, repository.resolve(revision)?) else {
            return Ok(None);
        };
        let is_input = |path: &str| {
            let below = |rest: &str| rest.is_empty() || rest.starts_with('/');
            INPUT.iter().any(|input| path.strip_prefix(input).is_some_and(below))
        };
        if repository.leads_to(&built, &head)?
            && repository.changed(&built, &head)?.iter().any(|path| is_input(path.as_str()))
        {
            let commit = head.commit.to_string();
            let told =
                say!("后来又提交了内容（{commit}）", "content was committed since ({commit})");
            return Ok(Some(told));
        }
        let path = edited(&GitTree::new(repository, head), site)?;
        Ok(path.map(|path| {
            say!("{path} 等内容改了没有提交", "there are edits not committed, as in {path}")
        }))
    }

    /// The same, of the commit the folder is at.
    pub fn uncommitted(site: &Path) -> anyhow::Result<Option<String>> {
        let Some(repository) = Repository::around(site)?.map(Arc::new) else { return Ok(None) };
        let Ok(head) = repository.head()? else { return Ok(None) };
        edited(&GitTree::new(repository, head), site)
    }

    /// The first file of the content that is not as it was committed. A new one counts where it is
    /// of a kind that is read: a folder may hold whatever else.
    fn edited(committed: &GitTree, site: &Path) -> anyhow::Result<Option<String>> {
        let disk = Disk::new(site);
        for input in INPUT {
            let (here, there) = (disk.list(input)?, committed.list(input)?);
            if let Some(gone) = there.keys().find(|path| !here.contains_key(*path)) {
                return Ok(Some(gone.as_str().to_owned()));
            }
            for (path, entry) in here {
                let differs = match (entry, there.contains_key(&path)) {
                    (Entry::File(_), true) => !is_same(&disk.read(&path)?, &committed.read(&path)?),
                    (Entry::File(_), false) => is_read(path.as_str()),
                    _ => false,
                };
                if differs {
                    return Ok(Some(path.as_str().to_owned()));
                }
            }
        }
        Ok(None)
    }

    fn is_read(path: &str) -> bool {
        [".md", ".csv", ".toml", ".html"].iter().any(|ending| path.ends_with(ending))
    }

    /// Whether two files hold the same; a checkout may end lines in its own way.
    fn is_same(one: &[u8], other: &[u8]) -> bool {
        let plain = |bytes: &[u8]| -> Vec<u8> {
            bytes.iter().copied().filter(|byte| *byte != b'\r').collect()
        };
        one == other || plain(one) == plain(other)
    }
}
