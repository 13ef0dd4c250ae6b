//! A record's own file through its history, under every name it had.

use crate::history::{Change, Edit, History, How};
use crate::model::key;
use crate::model::{Base, Kind};

/// A change of a record's own file.
pub struct Own<'a> {
    pub change: &'a Change,
    /// What the file was called after it.
    pub path: String,
    /// Whether the record came to another address by it.
    pub moved: bool,
}

/// The changes of a record's own file, the newest first, under every name it had: as a file or the
/// index of a folder, and by the addresses that lead to it since.
pub fn own_file<'a>(history: &'a History, kind: Kind, base: &Base) -> Vec<Own<'a>> {
    let of = |id: &str| {
        let path = format!("content/{}/{id}", kind.folder());
        [format!("{path}.md"), format!("{path}/index.md")]
    };
    let aliases = base.aliases.iter().filter_map(|alias| {
        let path = alias.value.trim_matches('/');
        path.strip_prefix(kind.folder())?.strip_prefix('/').map(|id| id.trim_end_matches(".html"))
    });
    let path = base.path.as_str();
    // Where 网址名 stands for the file's name, that may change and the address stay.
    let is_named = !of(&base.id).iter().any(|named| named == path);
    let address = |path: &'_ str| -> String {
        let id = path.strip_suffix("/index.md").unwrap_or(path.trim_end_matches(".md"));
        if is_named { folder_of(id).to_owned() } else { id.to_owned() }
    };
    let mut changes: Vec<Own> = Vec::new();
    follow(history, path, None, &address, &mut changes);
    let own = match path.strip_suffix("/index.md") {
        Some(folder) => format!("{folder}.md"),
        None => format!("{}/index.md", path.trim_end_matches(".md")),
    };
    for name in std::iter::once(own).chain(aliases.flat_map(of)) {
        let known = changes.len();
        let oldest = changes.last().map(|own| own.change.at.order);
        follow(history, &name, oldest, &address, &mut changes);
        if let (Some(last), true) = (known.checked_sub(1), changes.len() > known) {
            let last = &mut changes[last];
            last.moved |= address(&last.path) != address(&name);
        }
    }
    changes
}

/// Appends the changes of a file, the newest first; of one that is gone those before, and not that
/// it went.
fn follow<'a>(
    history: &'a History,
    name: &str,
    until: Option<u32>,
    address: &dyn Fn(&str) -> String,
    out: &mut Vec<Own<'a>>,
) {
    let mut path = name.to_owned();
    let is_meant = |change: &&Change| {
        until.is_none_or(|until| change.at.order <= until && change.how != How::Removed)
    };
    for change in history.of_file(name).filter(is_meant) {
        let from = match &change.how {
            How::Moved { from } => from.clone(),
            _ => path.clone(),
        };
        let moved = address(&from) != address(&path);
        out.push(Own { change, path, moved });
        path = from;
    }
}

/// Whether the name that stands in the address was changed.
pub fn edit_of_address(change: &Change) -> bool {
    let slug = |edit: &Edit| edit.fields.contains(key::SLUG.en);
    change.how == How::Edited && change.edit.as_ref().is_some_and(slug)
}

/// The folder a file lies in.
pub fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A file's name without its folder.
pub fn file_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
