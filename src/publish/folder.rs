//! A folder of files, against the list of what should lie there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use anyhow::{Context as _, Result};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use sm3::Sm3;

use crate::write::{ContentDigest, FileDigest, hex};

/// What lies below a folder, by path with `/` between names.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Files and their bytes' number.
    pub files: BTreeMap<String, u64>,
    /// What is neither a file nor a folder, and names that are not Unicode.
    pub odd: BTreeMap<String, Odd>,
}

/// What no build writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Odd {
    Link,
    /// A socket, a device or a pipe.
    Device,
    Name,
}

/// How a file differs from the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    Missing,
    Changed,
    /// It is in no list.
    Extra,
    Odd(Odd),
}

/// Which digests are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Digests {
    Sha256,
    /// SM3 as well, which takes some four times as long.
    Both,
}

/// Lists everything below a folder; none where there is no such folder.
pub fn list(root: &Path) -> Result<Option<Listing>> {
    match fs::metadata(root) {
        Ok(metadata) if metadata.is_dir() => {}
        Ok(_) => return Ok(None),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", root.display())),
    }
    let mut listing = Listing::default();
    list_below(root, "", &mut listing)?;
    Ok(Some(listing))
}

fn list_below(folder: &Path, above: &str, listing: &mut Listing) -> Result<()> {
    let shown = || format!("cannot read {}", folder.display());
    for item in fs::read_dir(folder).with_context(shown)? {
        let item = item.with_context(shown)?;
        let name = item.file_name();
        let Some(name) = name.to_str() else {
            listing.odd.insert(format!("{above}{}", name.to_string_lossy()), Odd::Name);
            continue;
        };
        let path = format!("{above}{name}");
        let kind = item.file_type().with_context(shown)?;
        if kind.is_dir() {
            list_below(&item.path(), &format!("{path}/"), listing)?;
        } else if kind.is_file() {
            listing.files.insert(path, item.metadata().with_context(shown)?.len());
        } else {
            let odd = if kind.is_symlink() { Odd::Link } else { Odd::Device };
            listing.odd.insert(path, odd);
        }
    }
    Ok(())
}

/// Whether a file holds what its digest says.
pub fn holds(file: &Path, digest: &ContentDigest, digests: Digests) -> Result<bool> {
    let shown = || format!("cannot read {}", file.display());
    let mut open = File::open(file).with_context(shown)?;
    if open.metadata().with_context(shown)?.len() != digest.bytes {
        return Ok(false);
    }
    let (mut sha256, mut sm3) = (Sha256::new(), Sm3::new());
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = open.read(&mut buffer).with_context(shown)?;
        if read == 0 {
            break;
        }
        sha256.update(&buffer[..read]);
        if digests == Digests::Both {
            sm3.update(&buffer[..read]);
        }
    }
    let whole = hex(&sha256.finalize()) == digest.sha256;
    Ok(whole && (digests == Digests::Sha256 || hex(&sm3.finalize()) == digest.sm3))
}

/// The SHA-256 of a file; none where there is none.
pub fn sha256_of(file: &Path) -> Result<Option<String>> {
    let shown = || format!("cannot read {}", file.display());
    let mut open = match File::open(file) {
        Err(error) if is_absent(&error) => return Ok(None),
        opened => opened.with_context(shown)?,
    };
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = open.read(&mut buffer).with_context(shown)?;
        if read == 0 {
            return Ok(Some(hex(&digest.finalize())));
        }
        digest.update(&buffer[..read]);
    }
}

/// Removes a file, or a folder with all that is in it, if it is there.
pub fn remove(path: &Path) -> Result<()> {
    let removed = match path.symlink_metadata() {
        Ok(metadata) if metadata.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) => Err(error),
    };
    match removed {
        Err(error) if !is_absent(&error) => {
            Err(error).with_context(|| format!("cannot remove {}", path.display()))
        }
        _ => Ok(()),
    }
}

/// Whether nothing lies under a name.
pub fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// Every difference of a folder from a list, by path. `beside` says which paths are known, though
/// not in the list: they are passed over.
pub fn compare(
    root: &Path,
    files: &[FileDigest],
    digests: Digests,
    beside: impl Fn(&str) -> bool,
) -> Result<BTreeMap<String, Difference>> {
    let listing = list(root)?.unwrap_or_default();
    let checked: Result<Vec<Option<(String, Difference)>>> = files
        .par_iter()
        .map(|file| {
            let difference = match listing.files.get(&file.path) {
                None => Difference::Missing,
                Some(_) if holds(&root.join(&file.path), &file.digest, digests)? => {
                    return Ok(None);
                }
                Some(_) => Difference::Changed,
            };
            Ok(Some((file.path.clone(), difference)))
        })
        .collect();
    let mut found: BTreeMap<_, _> = checked?.into_iter().flatten().collect();
    let listed: BTreeSet<&str> = files.iter().map(|f| f.path.as_str()).collect();
    for path in listing.files.keys().filter(|path| !listed.contains(path.as_str())) {
        if !beside(path) {
            found.insert(path.clone(), Difference::Extra);
        }
    }
    found.extend(listing.odd.into_iter().map(|(path, odd)| (path, Difference::Odd(odd))));
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch(name: &str) -> std::path::PathBuf {
        let folder = std::env::temp_dir().join(format!("{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("a")).expect("a scratch folder");
        folder
    }

    #[test]
    fn a_changed_an_added_a_missing_file_and_a_link_are_each_named() {
        let root = scratch("folder-compare");
        for name in ["a/same.html", "a/other.html", "shell.php"] {
            fs::write(root.join(name), name).expect("a file");
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink("/etc", root.join("out")).expect("a link");
        let file = |path: &str, text: &str| FileDigest {
            path: path.to_owned(),
            digest: ContentDigest::of(text.as_bytes()),
        };
        // As long as what lies there, so that only its digest tells.
        let listed = [
            file("a/gone.html", ""),
            file("a/other.html", "a/OTHER.html"),
            file("a/same.html", "a/same.html"),
        ];
        let found = compare(&root, &listed, Digests::Both, |_| false).expect("a readable folder");
        let mut expected = BTreeMap::from([
            ("a/gone.html".to_owned(), Difference::Missing),
            ("a/other.html".to_owned(), Difference::Changed),
            ("shell.php".to_owned(), Difference::Extra),
        ]);
        if cfg!(unix) {
            expected.insert("out".to_owned(), Difference::Odd(Odd::Link));
        }
        assert_eq!(found, expected);
        fs::remove_dir_all(&root).expect("a scratch folder");
    }
}
