//! Files a command makes: none that exists is touched, and what was made goes again on failure.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

/// Files and folders made so far; unless kept, they are taken back.
#[derive(Debug, Default)]
pub(super) struct Made(Vec<PathBuf>);

impl Made {
    /// Writes a file that is not there yet, with the folders it needs; `false` if it is there.
    pub fn write(&mut self, path: &Path, bytes: &[u8]) -> anyhow::Result<bool> {
        if let Some(folder) = path.parent() {
            self.folder(folder)?;
        }
        let shown = path.display();
        let mut file = match OpenOptions::new().write(true).create_new(true).open(path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(false),
            opened => opened.with_context(|| format!("cannot create {shown}"))?,
        };
        self.0.push(path.to_owned());
        file.write_all(bytes).with_context(|| format!("cannot write {shown}"))?;
        Ok(true)
    }

    fn folder(&mut self, folder: &Path) -> anyhow::Result<()> {
        if folder.as_os_str().is_empty() || folder.is_dir() {
            return Ok(());
        }
        if let Some(parent) = folder.parent() {
            self.folder(parent)?;
        }
        let shown = folder.display();
        fs::create_dir(folder).with_context(|| format!("cannot create the folder {shown}"))?;
        self.0.push(folder.to_owned());
        Ok(())
    }

    /// Lets what was made stand.
    pub fn keep(mut self) {
        self.0.clear();
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        for path in self.0.drain(..).rev() {
            // On the way out of a failure; a folder someone else used meanwhile stays.
            let _ = if path.is_dir() { fs::remove_dir(&path) } else { fs::remove_file(&path) };
        }
    }
}
