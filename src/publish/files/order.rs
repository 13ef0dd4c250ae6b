//! In which order files travel, and how many at a time.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::thread::scope;

use anyhow::Result;

use crate::site::{MANIFEST, SIGNATURE};
use crate::write::FileDigest;

/// When a file's turn is; those of one turn travel in any order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    /// What pages are made of: the theme's files, data, attachments.
    Material,
    /// Pages, the deepest first: a list comes after what it lists.
    Page { above: usize },
    /// Feeds and the sitemap, which lead to pages.
    Feed,
    /// What says that all the rest is there.
    Manifest,
}

impl Turn {
    fn of(path: &str) -> Self {
        let depth = path.matches('/').count();
        match path.rsplit_once('.') {
            _ if path == MANIFEST || path == SIGNATURE => Self::Manifest,
            Some((_, "html")) => Self::Page { above: usize::MAX - depth },
            Some((_, "xml")) => Self::Feed,
            _ => Self::Material,
        }
    }
}

/// The files in the order in which they travel.
pub fn groups<'a>(files: &[&'a FileDigest]) -> Vec<Vec<&'a FileDigest>> {
    let mut groups: BTreeMap<Turn, Vec<&FileDigest>> = BTreeMap::new();
    for file in files {
        groups.entry(Turn::of(&file.path)).or_default().push(file);
    }
    groups.into_values().collect()
}

/// Files that go: first those that stand where a wanted file needs a folder, or the other way about.
pub fn in_the_way<'p>(
    gone: &[&'p str],
    wanted: &BTreeMap<String, String>,
) -> (Vec<&'p str>, Vec<&'p str>) {
    let stands_in_the_way = |path: &str| {
        let below = format!("{path}/");
        let leads =
            wanted.range(below.clone()..).next().is_some_and(|(w, _)| w.starts_with(&below));
        leads || path.match_indices('/').any(|(at, _)| wanted.contains_key(&path[..at]))
    };
    gone.iter().copied().partition(|path| stands_in_the_way(path))
}

/// Does something with each of some items, so many at a time; `done` is called on this thread with
/// what came of each. The first failure ends it.
pub fn each<T: Sync, R: Send>(
    items: &[T],
    at_once: usize,
    act: impl Fn(&T) -> Result<R> + Sync,
    mut done: impl FnMut(R) -> Result<()>,
) -> Result<()> {
    let (next, stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
    let (tell, told) = channel();
    scope(|scope| {
        for _ in 0..at_once.min(items.len()) {
            let tell = tell.clone();
            let (next, stopped, act) = (&next, &stopped, &act);
            scope.spawn(move || {
                while !stopped.load(Ordering::Relaxed)
                    && let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed))
                    && tell.send(act(item)).is_ok()
                {}
            });
        }
        drop(tell);
        let mut outcome = Ok(());
        for result in told {
            if outcome.is_ok() {
                outcome = result.and_then(&mut done);
            }
            if outcome.is_err() {
                stopped.store(true, Ordering::Relaxed);
            }
        }
        outcome
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::ContentDigest;

    #[test]
    fn a_page_comes_after_what_it_is_made_of_and_before_what_leads_to_it() {
        let file = |path: &str| FileDigest {
            path: path.to_owned(),
            digest: ContentDigest::of(path.as_bytes()),
        };
        let all = [
            "MANIFEST.json",
            "MANIFEST.sig",
            "assets/style-1a2b3c4d.css",
            "data/tasks.json",
            "feed.xml",
            "index.html",
            "sitemap.xml",
            "tasks/a/attachment.pdf",
            "tasks/a/index.html",
            "tasks/index.html",
        ]
        .map(file);
        let all: Vec<&FileDigest> = all.iter().collect();
        let order: Vec<Vec<&str>> = groups(&all)
            .into_iter()
            .map(|group| group.into_iter().map(|file| file.path.as_str()).collect())
            .collect();
        let expected = [
            vec!["assets/style-1a2b3c4d.css", "data/tasks.json", "tasks/a/attachment.pdf"],
            vec!["tasks/a/index.html"],
            vec!["tasks/index.html"],
            vec!["index.html"],
            vec!["feed.xml", "sitemap.xml"],
            vec!["MANIFEST.json", "MANIFEST.sig"],
        ];
        assert_eq!(order, expected);
    }

    #[test]
    fn only_what_stands_where_a_file_is_to_lie_goes_before_it_comes() {
        let wanted = ["a.html/b.html", "c.html"].map(|path| (path.to_owned(), String::new()));
        let gone = ["a.html", "a.htm", "c.html/d.html", "c.html-old"];
        let (first, last) = in_the_way(&gone, &wanted.into());
        assert_eq!(first, ["a.html", "c.html/d.html"]);
        assert_eq!(last, ["a.htm", "c.html-old"]);
    }

    #[test]
    fn the_first_failure_ends_the_rest() {
        let items: Vec<usize> = (0..1000).collect();
        let mut seen = 0;
        let act = |item: &usize| if *item == 10 { anyhow::bail!("ten") } else { Ok(*item) };
        let ended = each(&items, 4, act, |_| {
            seen += 1;
            Ok(())
        });
        assert_eq!(ended.expect_err("ten fails").to_string(), "ten");
        assert!(seen < 1000);
    }
}
