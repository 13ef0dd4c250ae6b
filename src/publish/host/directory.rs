//! Releases in a folder of this machine, or of a mount.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use anyhow::{Context as _, Result, bail};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::{Delivery, Ground, Host, Notes, ON_THE_WAY, WRITTEN};
use crate::publish::folder::{self, Difference, Digests, is_absent, remove};
use crate::write::{FileDigest, hex};

/// A folder that holds releases.
#[derive(Debug)]
pub struct Directory {
    root: PathBuf,
}

impl Directory {
    /// The folder, whether it is there yet or not.
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    fn at(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }
}

impl Notes for Directory {
    fn shown(&self, path: &str) -> String {
        self.at(path).display().to_string()
    }

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>> {
        let file = self.at(path);
        match fs::read(&file) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if is_absent(&error) => Ok(None),
            Err(error) => Err(error).with_context(|| format!("cannot read {}", file.display())),
        }
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<()> {
        let target = self.at(path);
        make_folder_of(&target)?;
        let beside = beside(&target);
        fs::write(&beside, bytes).with_context(|| format!("cannot write {}", beside.display()))?;
        move_to(&beside, &target)
    }

    fn create(&self, path: &str, bytes: &[u8]) -> Result<bool> {
        let target = self.at(path);
        make_folder_of(&target)?;
        let shown = || format!("cannot write {}", target.display());
        // A second name of a whole file: whoever finds it finds all of it.
        let beside = beside(&target);
        fs::write(&beside, bytes).with_context(shown)?;
        let linked = fs::hard_link(&beside, &target);
        remove(&beside)?;
        match linked {
            Ok(()) => return Ok(true),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(false),
            // A disk that has no second names.
            Err(_) => {}
        }
        let mut open = match OpenOptions::new().write(true).create_new(true).open(&target) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(false),
            opened => opened.with_context(shown)?,
        };
        open.write_all(bytes).with_context(shown)?;
        Ok(true)
    }

    fn remove(&self, path: &str) -> Result<()> {
        remove(&self.at(path))
    }
}

impl Host for Directory {
    fn ground(&self) -> Result<Ground> {
        ground(&self.root, WRITTEN.iter().map(|folder| self.at(folder)))
    }

    fn since(&self, link: &str) -> Result<Option<u64>> {
        let modified = self.at(link).symlink_metadata().and_then(|metadata| metadata.modified());
        let since = modified.ok().and_then(|at| at.duration_since(SystemTime::UNIX_EPOCH).ok());
        Ok(since.map(|since| since.as_secs()))
    }

    fn names(&self, folder: &str) -> Result<Vec<String>> {
        let folder = self.at(folder);
        let shown = || format!("cannot read {}", folder.display());
        let listing = match fs::read_dir(&folder) {
            Err(error) if is_absent(&error) => return Ok(Vec::new()),
            listing => listing.with_context(shown)?,
        };
        let mut names = Vec::new();
        for item in listing {
            names.push(item.with_context(shown)?.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        Ok(names)
    }

    fn leads_to(&self, link: &str) -> Result<Option<String>> {
        let link = self.at(link);
        match fs::read_link(&link) {
            Ok(to) => Ok(Some(to.to_string_lossy().into_owned())),
            // Where something else lies under the name the argument is said to be at fault.
            Err(error) if is_absent(&error) || error.kind() == ErrorKind::InvalidInput => Ok(None),
            Err(error) => Err(error).with_context(|| format!("cannot read {}", link.display())),
        }
    }

    fn lead(&self, link: &str, to: &str) -> Result<()> {
        let target = self.at(link);
        let beside = beside(&target);
        link_folder(to, &beside).with_context(|| format!("cannot link {}", target.display()))?;
        move_to(&beside, &target)
    }

    fn rename(&self, from: &str, to: &str) -> Result<()> {
        make_folder_of(&self.at(to))?;
        move_to(&self.at(from), &self.at(to))
    }

    fn exchange(&self, one: &str, other: &str) -> Result<()> {
        exchange(&self.at(one), &self.at(other))
    }

    fn compare(&self, folder: &str, files: &[FileDigest]) -> Result<BTreeMap<String, Difference>> {
        folder::compare(&self.at(folder), files, Digests::Sha256, |_| false)
    }

    fn fill(&self, folder: &str, delivery: &Delivery, arrived: &dyn Fn(&str)) -> Result<()> {
        let part = self.at(folder);
        fs::create_dir_all(&part)
            .with_context(|| format!("cannot make the folder {}", part.display()))?;
        let base = delivery.base.as_ref().map(|base| self.at(base));
        let same = delivery.same.iter().map(|file| (*file, base.as_deref()));
        let files: Vec<(&FileDigest, Option<&Path>)> =
            same.chain(delivery.sent.iter().map(|file| (*file, None))).collect();
        let there = sweep(&part, files.iter().map(|(file, _)| *file))?;
        for some in files.chunks(64) {
            some.par_iter().try_for_each(|(file, base)| {
                if there.contains(&file.path) {
                    return Ok(());
                }
                let to = part.join(&file.path);
                make_folder_of(&to)?;
                if let Some(base) = base
                    && copy_again(&base.join(&file.path), &to, file)?
                {
                    return Ok(());
                }
                copy(&delivery.build.join(&file.path), &to, file)
            })?;
            some.iter().for_each(|(file, _)| arrived(&file.path));
        }
        Ok(())
    }
}

/// Removes what an earlier try left that is not wanted, or not whole; the rest is returned.
fn sweep<'f>(
    part: &Path,
    wanted: impl Iterator<Item = &'f FileDigest>,
) -> Result<BTreeSet<String>> {
    let wanted: BTreeMap<&str, &FileDigest> =
        wanted.map(|file| (file.path.as_str(), file)).collect();
    let Some(listing) = folder::list(part)? else { return Ok(BTreeSet::new()) };
    let kept: Result<Vec<Option<String>>> = listing
        .files
        .into_par_iter()
        .map(|(path, _)| {
            let file = part.join(&path);
            if let Some(wanted) = wanted.get(path.as_str())
                && folder::holds(&file, &wanted.digest, Digests::Sha256)?
            {
                return Ok(Some(path));
            }
            remove(&file).map(|()| None)
        })
        .collect();
    let kept: BTreeSet<String> = kept?.into_iter().flatten().collect();
    for path in listing.odd.keys() {
        remove(&part.join(path))?;
    }
    remove_empty_below(part)?;
    Ok(kept)
}

/// A folder of nothing may stand where a file must be.
fn remove_empty_below(folder: &Path) -> Result<()> {
    let shown = || format!("cannot read {}", folder.display());
    for item in fs::read_dir(folder).with_context(shown)? {
        let path = item.with_context(shown)?.path();
        if path.is_dir() {
            remove_empty_below(&path)?;
            // One that holds something stays.
            let _ = fs::remove_dir(&path);
        }
    }
    Ok(())
}

/// Copies a file of the release before, within the disk where that can, with the time it came first:
/// readers' copies of it stay good. `false` where that does not make the file that is listed.
fn copy_again(from: &Path, to: &Path, file: &FileDigest) -> Result<bool> {
    let copied = File::open(from).and_then(|mut open| {
        let mut out = File::create(to)?;
        io::copy(&mut open, &mut out)?;
        out.set_modified(open.metadata()?.modified()?)
    });
    // What failed here is tried from the build, and fails there for the same reason or not at all.
    if copied.is_err() { Ok(false) } else { folder::holds(to, &file.digest, Digests::Sha256) }
}

/// Copies a file and proves that it is the one listed.
pub fn copy(from: &Path, to: &Path, file: &FileDigest) -> Result<()> {
    let shown = || format!("cannot read {}", from.display());
    let written = || format!("cannot write {}", to.display());
    let mut open = File::open(from).with_context(shown)?;
    let mut out = File::create(to).with_context(written)?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = open.read(&mut buffer).with_context(shown)?;
        if read == 0 {
            break;
        }
        digest.update(&buffer[..read]);
        out.write_all(&buffer[..read]).with_context(written)?;
    }
    if hex(&digest.finalize()) != file.digest.sha256 {
        bail!("{} changed while it was being published; build again", from.display());
    }
    Ok(())
}

/// Whether a folder of this machine, or of a mount, can be published into; `written` are the folders
/// that will be written into, where they are there.
pub fn ground(root: &Path, written: impl Iterator<Item = PathBuf>) -> Result<Ground> {
    // From the site's folder, where one usually is, `../mnt` says more than `./../mnt`.
    let shown = |path: &Path| match path.strip_prefix(".") {
        Ok(rest) if rest != Path::new("") => rest.display().to_string(),
        _ => path.display().to_string(),
    };
    match fs::metadata(root) {
        Ok(found) if found.is_dir() => {
            let denied = written.filter(|folder| folder.is_dir()).find(|path| !is_writable(path));
            Ok(denied.map_or(Ground::Ready, |folder| Ground::Denied(shown(&folder))))
        }
        Ok(_) => Ok(Ground::NotAFolder(shown(root))),
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            Ok(Ground::NotAFolder(shown(root.parent().unwrap_or(root))))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            // A relative path of one name lies in the folder one is in.
            let above = root.parent().filter(|above| !above.as_os_str().is_empty());
            let above = above.unwrap_or(Path::new("."));
            Ok(match above.is_dir() {
                false => Ground::NoParent(shown(above)),
                true if is_writable(above) => Ground::Ready,
                true => Ground::Denied(shown(above)),
            })
        }
        Err(error) => Err(error).with_context(|| format!("cannot read {}", root.display())),
    }
}

/// Whether this user may make files in a folder; where that cannot be told, so it is.
fn is_writable(folder: &Path) -> bool {
    #[cfg(unix)]
    {
        use rustix::fs::{Access, AtFlags, CWD, accessat};
        use rustix::io::Errno;
        let asked = Access::WRITE_OK | Access::EXEC_OK;
        !matches!(
            accessat(CWD, folder, asked, AtFlags::EACCESS),
            Err(Errno::ACCESS | Errno::PERM | Errno::ROFS)
        )
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
        true
    }
}

/// A name of its own beside a file, for what takes its place in one step.
fn beside(file: &Path) -> PathBuf {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    file.with_file_name(format!("{ON_THE_WAY}{}-{count}", std::process::id()))
}

/// Makes the folder a file is to lie in.
pub fn make_folder_of(file: &Path) -> Result<()> {
    let Some(folder) = file.parent() else { return Ok(()) };
    fs::create_dir_all(folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))
}

/// Gives a file its name, in one step.
pub fn move_to(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to).with_context(|| format!("cannot write {}", to.display()))
}

#[cfg(unix)]
fn link_folder(to: &str, link: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(to, link)
}

#[cfg(windows)]
fn link_folder(to: &str, link: &Path) -> io::Result<()> {
    std::os::windows::fs::symlink_dir(to.replace('/', "\\"), link)
}

/// In one step where the system has one for it, else by way of a third name.
fn exchange(one: &Path, other: &Path) -> Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        if renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).is_ok() {
            return Ok(());
        }
    }
    let third = beside(one);
    move_to(one, &third)?;
    move_to(other, one)?;
    move_to(&third, other)
}
