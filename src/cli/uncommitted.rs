//! What of a site's input is not as it was committed.

use std::path::Path;
use std::sync::Arc;

use super::Session;
use crate::tree::git::{GitTree, Repository};
use crate::tree::{Disk, Entry, SitePath, Tree as _};

/// Where a site's input lies.
const INPUT: [&str; 3] = ["content", "themes", "site.toml"];

/// Whether a file may be part of a site's input.
pub fn is_input(path: &SitePath) -> bool {
    let below = |rest: &str| rest.is_empty() || rest.starts_with('/');
    INPUT.iter().any(|input| path.as_str().strip_prefix(input).is_some_and(below))
}

/// The first file that is not as in the commit the folder is at; none where there is no repository.
pub fn since_head(session: &Session) -> anyhow::Result<Option<String>> {
    let site = &session.global.site;
    let Some(repository) = Repository::around(site)?.map(Arc::new) else { return Ok(None) };
    let Ok(head) = repository.head()? else { return Ok(None) };
    first(&GitTree::new(repository, head), site)
}

/// The first file that is not as it was committed. A new one counts where it is of a kind that is
/// read: a folder may hold whatever else.
pub fn first(committed: &GitTree, site: &Path) -> anyhow::Result<Option<String>> {
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
    let plain =
        |bytes: &[u8]| -> Vec<u8> { bytes.iter().copied().filter(|byte| *byte != b'\r').collect() };
    one == other || plain(one) == plain(other)
}
