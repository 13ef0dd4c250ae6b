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

/// Without git nothing is known of it.
#[cfg(not(feature = "git"))]
fn newer(_: &str, _: &Session) -> anyhow::Result<Option<Text>> {
    Ok(None)
}

#[cfg(feature = "git")]
mod git {
    use std::sync::Arc;

    use super::{Session, Text};
    use crate::cli::uncommitted;
    use crate::say;
    use crate::tree::git::{GitTree, Repository};

    /// What of the content is newer than a commit: a later one, or files that are not committed.
    pub fn newer(revision: &str, session: &Session) -> anyhow::Result<Option<Text>> {
        let site = &session.global.site;
        let Some(repository) = Repository::around(site)?.map(Arc::new) else { return Ok(None) };
        let (Ok(head), Ok(built)) = (repository.head()?, repository.resolve(revision)?) else {
            return Ok(None);
        };
        if repository.leads_to(&built, &head)?
            && repository.changed(&built, &head)?.iter().any(uncommitted::is_input)
        {
            let commit = head.commit.to_string();
            let told =
                say!("后来又提交了内容（{commit}）", "content was committed since ({commit})");
            return Ok(Some(told));
        }
        let path = uncommitted::first(&GitTree::new(repository, head), site)?;
        Ok(path.map(|path| {
            say!("{path} 等内容改了没有提交", "there are edits not committed, as in {path}")
        }))
    }
}
