//! What travels to a target, and what stays as it is.

use std::collections::BTreeMap;

use super::Served;
use super::folder::Difference;
use crate::write::FileDigest;

/// The files of a release, by what is done with them.
#[derive(Debug)]
pub struct Plan<'a> {
    /// New or changed.
    pub sent: Vec<&'a FileDigest>,
    /// As they are served now.
    pub same: Vec<&'a FileDigest>,
    /// Served now, and no more.
    pub removed: Vec<&'a str>,
}

impl<'a> Plan<'a> {
    /// Compares the files of a release with what is served; one that another hand changed there is
    /// brought again.
    pub fn new(
        files: &'a [FileDigest],
        served: Option<&'a Served>,
        strange: &BTreeMap<String, Difference>,
    ) -> Self {
        let old = served.iter().flat_map(|served| &served.files);
        let mut old: BTreeMap<&str, &FileDigest> =
            old.map(|file| (file.path.as_str(), file)).collect();
        let mut plan = Self { sent: Vec::new(), same: Vec::new(), removed: Vec::new() };
        for file in files {
            let is_same = old
                .remove(file.path.as_str())
                .is_some_and(|old| old.digest == file.digest && !strange.contains_key(&file.path));
            if is_same { plan.same.push(file) } else { plan.sent.push(file) }
        }
        plan.removed = old.into_keys().collect();
        plan
    }
}

/// Where the theme's files lie; their names change with what is in them.
const ASSETS: &str = "assets/";

/// Whether a file is the theme's.
pub fn is_of_theme(path: &str) -> bool {
    path.starts_with(ASSETS)
}

/// The theme's files that only the release before has: pages that are open, or kept by a browser,
/// still ask for them.
pub fn carried(served: Option<&Served>, files: &[FileDigest]) -> Vec<FileDigest> {
    let is_new = |path: &str| files.iter().any(|file| file.path == path);
    let old = served.iter().flat_map(|served| &served.manifest.files);
    let theme = old.filter(|file| is_of_theme(&file.path));
    theme.filter(|file| !is_new(&file.path)).cloned().collect()
}
