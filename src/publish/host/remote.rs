//! What machines on a network have in common: a listing that came from elsewhere, compared.

use std::collections::{BTreeMap, BTreeSet};

use crate::publish::folder::{Difference, Listing, Odd};
use crate::write::FileDigest;

/// What lies under a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    File { bytes: u64 },
    Folder,
    Link,
    Device,
}

/// Adds a path, from the folder's root, to a listing. Nothing below a name that is not Unicode is
/// named but that name.
pub fn add(listing: &mut Listing, path: &[u8], kind: Kind) {
    let Ok(text) = std::str::from_utf8(path) else {
        let mut begin = 0;
        for name in path.split(|byte| *byte == b'/') {
            let end = begin + name.len();
            if std::str::from_utf8(name).is_err() {
                let shown = String::from_utf8_lossy(&path[..end]).into_owned();
                listing.odd.insert(shown, Odd::Name);
                return;
            }
            begin = end + 1;
        }
        return;
    };
    match kind {
        Kind::File { bytes } => {
            listing.files.insert(text.to_owned(), bytes);
        }
        Kind::Folder => {}
        Kind::Link => {
            listing.odd.insert(text.to_owned(), Odd::Link);
        }
        Kind::Device => {
            listing.odd.insert(text.to_owned(), Odd::Device);
        }
    }
}

/// Every difference of a listing from a list, once it is known which files of both hold something
/// else.
pub fn differences(
    listing: Listing,
    files: &[&FileDigest],
    changed: &BTreeSet<String>,
) -> BTreeMap<String, Difference> {
    let mut found = BTreeMap::new();
    let mut extra = listing.files;
    for file in files {
        if extra.remove(&file.path).is_none() {
            found.insert(file.path.clone(), Difference::Missing);
        } else if changed.contains(&file.path) {
            found.insert(file.path.clone(), Difference::Changed);
        }
    }
    found.extend(extra.into_keys().map(|path| (path, Difference::Extra)));
    found.extend(listing.odd.into_iter().map(|(path, odd)| (path, Difference::Odd(odd))));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_below_a_name_that_is_not_unicode_is_told_by_that_name() {
        let mut listing = Listing::default();
        add(&mut listing, b"a/\xff/b.html", Kind::File { bytes: 1 });
        add(&mut listing, b"a/\xff", Kind::Folder);
        add(&mut listing, "甲/乙.html".as_bytes(), Kind::File { bytes: 1 });
        assert_eq!(listing.odd, BTreeMap::from([("a/\u{fffd}".to_owned(), Odd::Name)]));
        assert_eq!(listing.files, BTreeMap::from([("甲/乙.html".to_owned(), 1)]));
    }
}
