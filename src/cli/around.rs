//! The repository around a site: where a forge looks for what is said of it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

/// The folder that holds a site's whole repository, and the site's place in it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Around {
    pub top: PathBuf,
    /// The site's folder in the repository, empty or ending in `/`.
    pub prefix: String,
    /// Whether there is a repository; else `top` is the site's own folder.
    pub is_repository: bool,
}

impl Around {
    /// Looks for the repository from the site's folder upwards; the folder itself need not be there
    /// yet.
    pub fn of(site: &Path) -> anyhow::Result<Self> {
        let shown = site.display();
        let site = &std::path::absolute(site).with_context(|| format!("cannot find {shown}"))?;
        // Above what is there yet links may lead anywhere; below nothing is yet.
        let there = site.ancestors().find(|folder| folder.exists()).unwrap_or(site);
        let real = fs::canonicalize(there).with_context(|| format!("cannot find {shown}"))?;
        let rest = site.strip_prefix(there).unwrap_or(Path::new(""));
        let real = if rest.as_os_str().is_empty() { real } else { real.join(rest) };
        let Some(top) = real.ancestors().find(|folder| folder.join(".git").exists()) else {
            return Ok(Self { top: real, prefix: String::new(), is_repository: false });
        };
        let mut prefix = String::new();
        for part in real.strip_prefix(top).unwrap_or(Path::new("")) {
            let Some(part) = part.to_str() else { bail!("the name of {shown} is not UTF-8") };
            prefix.extend([part, "/"]);
        }
        Ok(Self { top: top.to_owned(), prefix, is_repository: true })
    }

    /// The site's folder as a command in `top` would name it.
    pub fn site(&self) -> &str {
        if self.prefix.is_empty() { "." } else { self.prefix.trim_end_matches('/') }
    }
}

#[cfg(test)]
mod tests {
    use super::super::new::tests::Scratch;
    use super::*;

    #[test]
    fn the_repository_is_the_nearest_above_the_site() {
        let scratch = Scratch::new();
        scratch.write(".git/HEAD", "ref");
        scratch.write("网站/site.toml", "");
        let of = |path: &str| Around::of(&scratch.0.join(path)).expect("a working disk");
        assert_eq!((of("网站").prefix.as_str(), of("网站").site()), ("网站/", "网站"));
        assert_eq!(of("网站").top, fs::canonicalize(&scratch.0).expect("it is there"));
        assert_eq!(of("").site(), ".");
        assert_eq!(of("还/没有").prefix, "还/没有/");
        // A worktree has a file there.
        scratch.write("网站/.git", "gitdir: elsewhere");
        assert_eq!((of("网站").site(), of("网站").is_repository), (".", true));
    }

    #[test]
    fn a_site_in_no_repository_is_its_own_top() {
        let scratch = Scratch::new();
        let around = Around::of(&scratch.0).expect("a working disk");
        assert_eq!((around.site(), around.is_repository), (".", false));
    }
}
