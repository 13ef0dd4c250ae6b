//! Where the history of a site is looked up, and whether it is to be told.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;

use super::History;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::model::Settings;
use crate::say;
use crate::tree::SitePath;
use crate::tree::git::{GitTree, Repository, Revision};

/// The repository of a site, and up to where its history is told.
#[derive(Debug, Clone)]
pub struct Past {
    repository: Arc<Repository>,
    /// None for a folder: what is checked out there, whenever it is asked.
    revision: Option<Revision>,
}

impl Past {
    /// That of a folder; none where it lies in no repository.
    pub fn of_folder(site: &Path) -> Result<Option<Self>> {
        let repository = Repository::around(site)?.map(Arc::new);
        Ok(repository.map(|repository| Self { repository, revision: None }))
    }

    /// Up to a revision.
    pub fn up_to(repository: Arc<Repository>, revision: Revision) -> Self {
        Self { repository, revision: Some(revision) }
    }

    /// The repository.
    pub fn repository(&self) -> &Arc<Repository> {
        &self.repository
    }

    /// The folder that changes with each commit; none where one revision is shown for good.
    pub fn log(&self) -> Option<PathBuf> {
        self.revision.is_none().then(|| self.repository.log_folder())
    }

    /// The revision up to which it is told; none before the first commit.
    pub fn revision(&self) -> Result<Option<Revision>> {
        match &self.revision {
            Some(revision) => Ok(Some(revision.clone())),
            None => Ok(self.repository.head()?.ok()),
        }
    }

    /// The history, where the site asks for it and is part of the repository.
    /// That of before is given back while it stands.
    pub fn read(
        &self,
        settings: &Settings,
        last: Option<&Arc<History>>,
        out: &mut Diagnostics,
    ) -> Result<Option<Arc<History>>> {
        let Some(revision) = self.revision()?.filter(|_| settings.history.revisions) else {
            return Ok(None);
        };
        if let Some(last) = last.filter(|last| last.is_of(revision.commit)) {
            return Ok(Some(last.clone()));
        }
        let site = SitePath::new("site.toml");
        let tree = GitTree::new(self.repository.clone(), revision.clone());
        let committed = site.map(|site| tree.object(&site)).transpose()?.flatten();
        if committed.is_none() {
            return Ok(None);
        }
        if self.repository.is_shallow()? {
            let place = settings.place("revisions");
            out.push(shallow(place));
            return Ok(None);
        }
        Ok(Some(Arc::new(History::of(&self.repository, &revision)?)))
    }
}

/// The fault of a clone that ends before the first commit.
fn shallow(place: Place) -> Diagnostic {
    let message = say!(
        "这是浅克隆，缺早先的提交，修订日期会全错",
        "the clone is shallow: without the earlier commits every date of a revision is wrong"
    );
    let help = say!(
        "运行 git fetch --unshallow；不要修订记录，就在 site.toml 写 [history] revisions = false",
        "run `git fetch --unshallow`, or write `[history] revisions = false` in site.toml to do without"
    );
    Diagnostic::new(Code::ShallowClone, place, message).help(help)
}
