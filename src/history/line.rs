//! The commits of a revision in their order, and when each came into its main line: what was
//! committed on a branch is seen by readers once that is merged.

use std::collections::HashSet;

use anyhow::Result;
use gix::ObjectId;
use gix::bstr::ByteSlice as _;

use super::At;

/// A commit.
#[derive(Debug)]
pub struct Commit {
    pub id: ObjectId,
    pub parents: Vec<ObjectId>,
    pub at: At,
}

/// Whether a commit is on the main line of another.
pub fn holds(git: &gix::Repository, tip: ObjectId, wanted: ObjectId) -> Result<bool> {
    let mut next = Some(tip);
    while let Some(id) = next.filter(|id| *id != wanted) {
        next = main_parent(git, id)?;
    }
    Ok(next.is_some())
}

/// The commits up to a tip that are not `known`, with parents before their children and each merge
/// behind all it brought. What is known is the past of the last of its list, which is on the main
/// line of the tip.
pub fn commits(git: &gix::Repository, tip: ObjectId, known: &[ObjectId]) -> Result<Vec<Commit>> {
    let last = known.last().copied();
    let mut main_line = Vec::new();
    let mut next = Some(tip);
    while let Some(id) = next.filter(|id| Some(*id) != last) {
        main_line.push(id);
        next = main_parent(git, id)?;
    }
    let mut known: HashSet<ObjectId> = known.iter().copied().collect();
    let before = known.len();
    let mut found: Vec<Commit> = Vec::new();
    for merge in main_line.into_iter().rev() {
        let arrived = git.find_commit(merge)?.time()?.seconds;
        // Each is there once to be opened, and once more to be put behind its parents.
        let mut open = vec![(merge, None)];
        while let Some((id, opened)) = open.pop() {
            if let Some((parents, committed)) = opened {
                let order = u32::try_from(before + found.len()).unwrap_or(u32::MAX);
                found.push(Commit { id, parents, at: At { order, committed, arrived } });
            } else if known.insert(id) {
                let commit = git.find_commit(id)?;
                let parents: Vec<ObjectId> = commit.parent_ids().map(gix::Id::detach).collect();
                let below: Vec<_> = parents.iter().rev().map(|parent| (*parent, None)).collect();
                open.push((id, Some((parents, commit.time()?.seconds))));
                open.extend(below);
            }
        }
    }
    Ok(found)
}

/// The commit before one on the main line: its first parent, or what it pulled from elsewhere.
fn main_parent(git: &gix::Repository, id: ObjectId) -> Result<Option<ObjectId>> {
    let commit = git.find_commit(id)?;
    let parents: Vec<ObjectId> = commit.parent_ids().map(gix::Id::detach).collect();
    Ok(match parents.as_slice() {
        [_, other] if is_pull(&commit.message_raw()?.to_str_lossy()) => Some(*other),
        parents => parents.first().copied(),
    })
}

/// Whether git says in a merge's message that it brought one's own commits up to the branch of the
/// same name elsewhere, which is then the main line.
fn is_pull(message: &str) -> bool {
    let title = message.lines().next().unwrap_or("");
    let (what, into) = match title.split_once(" into ") {
        Some((what, into)) => (what, Some(into.trim_matches('\''))),
        None => (title, None),
    };
    let quoted = |text: &'_ str| -> Option<String> {
        let (name, _) = text.strip_prefix('\'')?.split_once('\'')?;
        Some(name.to_owned())
    };
    let branch = match (what.strip_prefix("Merge branch "), what.contains("' of ")) {
        (Some(what), true) => quoted(what),
        _ => what.strip_prefix("Merge remote-tracking branch ").and_then(|what| {
            let name = quoted(what)?;
            name.split_once('/').map(|(_, branch)| branch.to_owned())
        }),
    };
    match (branch, into) {
        (Some(branch), Some(into)) => branch == into,
        // Into the main branch nothing is said.
        (Some(branch), None) => branch == "main" || branch == "master",
        (None, _) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pull_is_told_from_a_merge_by_what_git_writes() {
        for pull in [
            "Merge branch 'main' of https://git.example.gov.cn/a/b",
            "Merge branch 'master' of git.example.gov.cn:a/b\n\nwords",
            "Merge branch 'work' of ../other into work",
            "Merge remote-tracking branch 'origin/main'",
            "Merge remote-tracking branch 'origin/main' into main",
        ] {
            assert!(is_pull(pull), "{pull}");
        }
        for merge in [
            "Merge branch 'side'",
            "Merge branch 'main' into side",
            "Merge branch 'side' into 'main'",
            "Merge branch 'side' of ../other",
            "Merge remote-tracking branch 'origin/main' into side",
            "Merge pull request #3 from a/main",
            "合并",
            "",
        ] {
            assert!(!is_pull(merge), "{merge}");
        }
    }
}
