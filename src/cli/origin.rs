//! Where a site is read from: its folder, or a revision of the repository around it.

#[cfg(feature = "git")]
use std::sync::Arc;

use clap::Args;

use super::{Outcome, Session};
#[cfg(feature = "git")]
use crate::diagnostic::Text;
use crate::history::Past;
#[cfg(feature = "git")]
use crate::say;
#[cfg(feature = "git")]
use crate::tree::git::{GitTree, NoRevision, Repository, Revision};
use crate::tree::{Disk, Tree};

/// The revision a command is asked to read.
#[derive(Debug, Default, Args)]
pub struct RevisionArgs {
    /// Read the site as it was at a branch, tag or commit, not the folder's files
    #[cfg(feature = "git")]
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
}

impl RevisionArgs {
    /// A revision that is asked for by another option.
    #[cfg(feature = "git")]
    pub fn at(name: &str) -> Self {
        Self { rev: Some(name.to_owned()) }
    }

    /// Its name, where one is asked for.
    pub fn name(&self) -> Option<&str> {
        #[cfg(feature = "git")]
        return self.rev.as_deref();
        #[cfg(not(feature = "git"))]
        None
    }
}

/// A site's files, and what git knows of them.
pub struct Origin {
    pub tree: Box<dyn Tree + Send>,
    pub past: Option<Past>,
    /// The revision that was asked for: its name and its commit.
    pub revision: Option<(String, String)>,
}

impl Origin {
    /// The site as it lies in its folder.
    pub fn folder(session: &Session) -> anyhow::Result<Self> {
        let site = &session.global.site;
        Ok(Self { tree: Box::new(Disk::new(site)), past: Past::of_folder(site)?, revision: None })
    }

    /// The site at the revision asked for, else as it lies in its folder; `Err` after saying that
    /// there is no such revision.
    #[cfg(feature = "git")]
    pub fn of(
        asked: &RevisionArgs,
        session: &mut Session,
    ) -> anyhow::Result<Result<Self, Outcome>> {
        let Some(name) = asked.name() else { return Ok(Ok(Self::folder(session)?)) };
        let Some(repository) = Repository::around(&session.global.site)?.map(Arc::new) else {
            return Ok(Err(refuse(&NoRevision::NoRepository, session)?));
        };
        Ok(match repository.resolve(name)? {
            Ok(revision) => Ok(Self::at(repository, revision)),
            Err(none) => Err(refuse(&none, session)?),
        })
    }

    /// The site at a revision.
    #[cfg(feature = "git")]
    pub fn at(repository: Arc<Repository>, revision: Revision) -> Self {
        Self {
            tree: Box::new(GitTree::new(repository.clone(), revision.clone())),
            revision: Some((revision.name.clone(), revision.commit.to_string())),
            past: Some(Past::up_to(repository, revision)),
        }
    }

    /// The same in a program that was built without git.
    #[cfg(not(feature = "git"))]
    pub fn of(_: &RevisionArgs, session: &mut Session) -> anyhow::Result<Result<Self, Outcome>> {
        Ok(Ok(Self::folder(session)?))
    }

    /// The commit whose history is told.
    pub fn commit(&self) -> anyhow::Result<Option<String>> {
        #[cfg(feature = "git")]
        let commit = match &self.past {
            Some(past) => past.revision()?.map(|revision| revision.commit.to_string()),
            None => None,
        };
        #[cfg(not(feature = "git"))]
        let commit = None;
        Ok(commit)
    }
}

/// Says that there is no such revision.
#[cfg(feature = "git")]
pub fn refuse(none: &NoRevision, session: &mut Session) -> anyhow::Result<Outcome> {
    let (message, help): (Text, Text) = match none {
        NoRevision::NoRepository => (
            say!(
                "站点不在 git 仓库里，没有版本",
                "the site lies in no git repository, so it has no revisions"
            ),
            say!(
                "先在站点目录里 git init 并提交",
                "`git init` in the site's folder and commit it first"
            ),
        ),
        NoRevision::NoFolder => (
            say!(
                "这是裸仓库，没有可以比的工作区",
                "the repository is bare and has no files to compare with"
            ),
            say!(
                "两个版本都写上，如 review main~1 main",
                "name both revisions, as in `review main~1 main`"
            ),
        ),
        NoRevision::NoCommits => (
            say!("仓库里还没有提交", "nothing was committed to the repository yet"),
            say!("先提交一次", "commit once"),
        ),
        NoRevision::Unknown(name) => (
            say!("没有“{name}”这个版本", "there is no revision `{name}`"),
            say!(
                "写分支名、标签或提交号；git log --oneline 列出提交",
                "write a branch, a tag or a commit; `git log --oneline` lists the commits"
            ),
        ),
        NoRevision::Shallow(name) => (
            say!(
                "这是浅克隆，里面没有“{name}”，或缺它早先的提交",
                "the clone is shallow and does not hold `{name}`, or not what came before it"
            ),
            say!(
                "运行 git fetch --unshallow，或取回那个分支",
                "run `git fetch --unshallow`, or fetch that branch"
            ),
        ),
    };
    let lang = session.lang_before_the_site();
    session.refuse(lang, &message, Some(&help))
}
