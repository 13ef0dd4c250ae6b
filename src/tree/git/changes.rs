//! What differs between two trees of a repository.

use anyhow::{Result, anyhow};
use gix::ObjectId;
use gix::bstr::ByteSlice as _;
use gix::diff::tree::{Recorder, State, recorder};
use gix::objs::TreeRefIter;
use gix::objs::tree::EntryMode;

/// A path below the trees that are compared, and the files that lay and lie there.
pub type FileChange = (String, Option<ObjectId>, Option<ObjectId>);

/// The files that differ between two trees.
pub fn differences(
    git: &gix::Repository,
    both: (Option<ObjectId>, Option<ObjectId>),
    state: &mut State,
) -> Result<Vec<FileChange>> {
    let files = changes(git, both, state)?.into_iter().filter_map(|change| {
        use recorder::Change as C;
        let is_file = |is_blob: bool, oid| is_blob.then_some(oid);
        let (path, before, after) = match change {
            C::Addition { entry_mode: mode, oid, path, .. } => {
                (path, None, is_file(mode.is_blob_or_symlink(), oid))
            }
            C::Deletion { entry_mode: mode, oid, path, .. } => {
                (path, is_file(mode.is_blob_or_symlink(), oid), None)
            }
            C::Modification { previous_entry_mode, previous_oid, entry_mode, oid, path } => {
                let before = is_file(previous_entry_mode.is_blob_or_symlink(), previous_oid);
                (path, before, is_file(entry_mode.is_blob_or_symlink(), oid))
            }
        };
        (before != after).then(|| (path.to_str_lossy().into_owned(), before, after))
    });
    Ok(files.collect())
}

/// All that differs between two trees.
pub fn changes(
    git: &gix::Repository,
    (before, after): (Option<ObjectId>, Option<ObjectId>),
    state: &mut State,
) -> Result<Vec<recorder::Change>> {
    let tree = |id: Option<ObjectId>| -> Result<Vec<u8>> {
        let tree = id.map(|id| git.find_tree(id)).transpose()?;
        Ok(tree.map(|tree| tree.detach().data).unwrap_or_default())
    };
    let (before, after) = (tree(before)?, tree(after)?);
    let kind = git.object_hash();
    let (before, after) =
        (TreeRefIter::from_bytes(&before, kind), TreeRefIter::from_bytes(&after, kind));
    let mut recorder = Recorder::default();
    gix::diff::tree(before, after, state, &git.objects, &mut recorder)
        .map_err(|error| anyhow!("cannot compare two trees: {error:?}"))?;
    Ok(recorder.records)
}

/// The path of a change, where it can be a site's.
pub fn named(change: &recorder::Change) -> Option<&str> {
    use recorder::Change as C;
    let (C::Addition { path, .. } | C::Deletion { path, .. } | C::Modification { path, .. }) =
        change;
    path.to_str().ok().filter(|path| !path.contains('\\'))
}

/// What something was and is; once where it came or went.
fn modes(change: &recorder::Change) -> [EntryMode; 2] {
    use recorder::Change as C;
    match change {
        C::Addition { entry_mode, .. } | C::Deletion { entry_mode, .. } => [*entry_mode; 2],
        C::Modification { previous_entry_mode, entry_mode, .. } => {
            [*previous_entry_mode, *entry_mode]
        }
    }
}

pub fn is_no_folder(change: &recorder::Change) -> bool {
    modes(change).iter().any(|mode| !mode.is_tree())
}

pub fn is_submodule(change: &recorder::Change) -> bool {
    modes(change).iter().any(|mode| mode.is_commit())
}
