//! What changed on disk, gathered until the editor is done.
//!
//! One save is several events: a file emptied and written, or a new one put in its place. They are
//! gathered until none came for a moment, and told as paths; where paths do not tell it all
//! (a folder came or went, events were lost), everything counts as changed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use notify::event::{CreateKind, ModifyKind, RemoveKind};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::tree::SitePath;

/// A save is over when nothing happened for this long.
const QUIET: Duration = Duration::from_millis(10);
/// But something is told at last even while files go on changing.
const LONGEST: Duration = Duration::from_millis(50);

/// The folders of which everything is read.
const WHOLE: [&str; 2] = ["content", "themes"];
/// Folders that hold no part of a site and may hold very many files.
const FOREIGN: [&str; 3] = ["public", "target", "node_modules"];

/// What may have changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changes {
    /// Files that came, went or were written; no folder is among them. Where there are none only
    /// the history changed.
    Files(BTreeSet<SitePath>),
    /// It is not known what.
    Everything,
}

/// Watches the folder of a site.
pub struct Watch {
    watcher: RecommendedWatcher,
    /// As it really lies: events name their paths so.
    root: PathBuf,
    /// Where git writes down what is committed.
    log: Option<PathBuf>,
    inbox: Receiver<Message>,
    sender: Sender<Message>,
}

/// Ends the waiting for changes.
pub struct Stopper(Sender<Message>);

enum Message {
    Event(notify::Result<Event>),
    Stop,
}

impl Stopper {
    /// Ends it.
    pub fn stop(&self) {
        // Whoever waited may be gone already.
        let _ = self.0.send(Message::Stop);
    }
}

impl Watch {
    /// Begins to watch; from now on no change is missed.
    pub fn start(root: &Path) -> Result<Self> {
        let shown = root.display();
        let root = root.canonicalize().with_context(|| format!("cannot open {shown}"))?;
        let (sender, inbox) = channel();
        let events = sender.clone();
        let watcher = notify::recommended_watcher(move |event| {
            if !is_reading(&event) {
                // Told to nobody while the preview ends.
                let _ = events.send(Message::Event(event));
            }
        });
        let watcher = watcher.with_context(|| format!("cannot watch {shown}"))?;
        let mut watch = Self { watcher, root, log: None, inbox, sender };
        watch
            .watcher
            .watch(&watch.root, RecursiveMode::NonRecursive)
            .with_context(|| format!("cannot watch {shown}"))?;
        for entry in watch.root.read_dir().with_context(|| format!("cannot list {shown}"))? {
            let entry = entry.with_context(|| format!("cannot list {shown}"))?;
            if entry.file_type().is_ok_and(|kind| kind.is_dir())
                && let Some(name) = entry.file_name().to_str()
            {
                watch.watch_folder(name).with_context(|| format!("cannot watch {name}"))?;
            }
        }
        Ok(watch)
    }

    /// Also tells of what is committed, though no file of the site changes: `log` is the folder git
    /// keeps its log in.
    pub fn follow_log(&mut self, log: &Path) {
        // A repository that keeps none shows its commits when the next file is saved.
        let Ok(log) = log.canonicalize() else { return };
        if self.watcher.watch(&log, RecursiveMode::NonRecursive).is_ok() {
            self.log = Some(log);
        }
    }

    /// What ends it from another thread.
    pub fn stopper(&self) -> Stopper {
        Stopper(self.sender.clone())
    }

    /// Watches a folder at the top: all of it, or what lies right in it.
    fn watch_folder(&mut self, name: &str) -> notify::Result<()> {
        if is_foreign(name) {
            return Ok(());
        }
        let path = self.root.join(name);
        // A folder put in another's place is watched anew; most are not watched yet.
        let _ = self.watcher.unwatch(&path);
        let is_whole = WHOLE.contains(&name);
        let mode = if is_whole { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
        self.watcher.watch(&path, mode)
    }

    fn take(&mut self, event: notify::Result<Event>, seen: &mut Seen) {
        let Ok(event) = event else { return seen.everything = true };
        if event.need_rescan() {
            seen.everything = true;
        }
        for path in &event.paths {
            if self.log.as_ref().is_some_and(|log| path.starts_with(log)) {
                seen.committed = true;
                continue;
            }
            match place(&self.root, path) {
                Place::Foreign => {}
                Place::Unclear => seen.everything = true,
                Place::Top(name) => {
                    // A file at the top that is no part of the site cannot be watched as a folder,
                    // and what has gone again need not be.
                    if path.is_dir() && self.watch_folder(&name).is_ok() && has_come(event.kind) {
                        seen.everything = true;
                    }
                    if has_gone(event.kind) && WHOLE.contains(&name.as_str()) {
                        seen.everything = true;
                    }
                }
                Place::In(file) => seen.note(file, event.kind),
            }
        }
    }
}

/// Waits for changes, and ends when asked to stop.
impl Iterator for Watch {
    type Item = Changes;

    fn next(&mut self) -> Option<Changes> {
        loop {
            let mut seen = Seen::default();
            match self.inbox.recv().ok()? {
                Message::Stop => return None,
                Message::Event(event) => self.take(event, &mut seen),
            }
            if seen.is_nothing() {
                continue;
            }
            #[expect(clippy::disallowed_methods, reason = "how long to wait reaches no page")]
            let began = Instant::now();
            while began.elapsed() < LONGEST {
                match self.inbox.recv_timeout(QUIET) {
                    Ok(Message::Event(event)) => self.take(event, &mut seen),
                    Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => return None,
                    Err(RecvTimeoutError::Timeout) => break,
                }
            }
            return Some(seen.settle(&self.root));
        }
    }
}

/// Reading is an event too; answering it by reading would never end.
fn is_reading(event: &notify::Result<Event>) -> bool {
    event.as_ref().is_ok_and(|event| matches!(event.kind, EventKind::Access(_)))
}

fn has_come(kind: EventKind) -> bool {
    matches!(kind, EventKind::Create(_) | EventKind::Modify(ModifyKind::Name(_)))
}

fn has_gone(kind: EventKind) -> bool {
    matches!(kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)))
}

/// Events of one save.
#[derive(Debug, Default)]
struct Seen {
    everything: bool,
    /// Whether git wrote something down.
    committed: bool,
    /// Paths, and whether an event said that it was a file.
    paths: BTreeMap<SitePath, bool>,
}

impl Seen {
    fn is_nothing(&self) -> bool {
        !self.everything && !self.committed && self.paths.is_empty()
    }

    fn note(&mut self, path: SitePath, kind: EventKind) {
        match kind {
            EventKind::Create(CreateKind::Folder) | EventKind::Remove(RemoveKind::Folder) => {
                self.everything = true;
            }
            _ => {
                let is_file = matches!(
                    kind,
                    EventKind::Create(CreateKind::File)
                        | EventKind::Remove(RemoveKind::File)
                        | EventKind::Modify(ModifyKind::Data(_))
                );
                *self.paths.entry(path).or_default() |= is_file;
            }
        }
    }

    /// What changed, now that it is over: a path that is not known to be a file's, and where there
    /// is no file, may have been a folder's.
    fn settle(self, root: &Path) -> Changes {
        let is_file = |path: &SitePath, known: bool| known || root.join(path.as_str()).is_file();
        if self.everything || !self.paths.iter().all(|(path, known)| is_file(path, *known)) {
            return Changes::Everything;
        }
        Changes::Files(self.paths.into_keys().collect())
    }
}

/// Where a path lies, as far as the site is concerned.
#[derive(Debug, PartialEq, Eq)]
enum Place {
    /// No part of the site.
    Foreign,
    /// A name at the top that is no file of the site: it may be a folder.
    Top(String),
    /// A file of the site, or a folder in it.
    In(SitePath),
    /// It cannot be told.
    Unclear,
}

fn place(root: &Path, path: &Path) -> Place {
    let Ok(below) = path.strip_prefix(root) else { return Place::Unclear };
    let mut parts = Vec::new();
    for part in below.components() {
        match part {
            Component::Normal(part) => match part.to_str() {
                Some(part) => parts.push(part),
                None => return Place::Unclear,
            },
            _ => return Place::Unclear,
        }
    }
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return Place::Unclear };
    if is_foreign(first) || parts.iter().any(|part| part.starts_with('.')) || is_debris(last) {
        return Place::Foreign;
    }
    // Besides settings, content and themes there are the calendars that settings name.
    let is_part =
        parts.len() > 1 && WHOLE.contains(first) || parts.len() <= 2 && last.ends_with(".toml");
    match SitePath::new(&parts.join("/")) {
        Some(path) if is_part => Place::In(path),
        Some(_) if parts.len() == 1 => Place::Top((*first).to_owned()),
        Some(_) => Place::Foreign,
        None => Place::Unclear,
    }
}

fn is_foreign(name: &str) -> bool {
    name.starts_with('.') || FOREIGN.contains(&name)
}

/// What editors and spreadsheets put beside a file while it is open.
fn is_debris(name: &str) -> bool {
    name.ends_with('~') || name.starts_with("~$") || name.ends_with(".swp") || name == "4913"
}

#[cfg(test)]
mod tests {
    use notify::event::{DataChange, MetadataKind, RenameMode};

    use super::*;

    fn in_site(path: &str) -> Place {
        place(Path::new("/site"), &Path::new("/site").join(path))
    }

    fn path(path: &str) -> SitePath {
        SitePath::new(path).expect("a sound path")
    }

    #[test]
    fn only_what_a_site_is_made_of_counts() {
        for file in
            ["site.toml", "content/tasks/a/01.md", "themes/default/base.html", "calendar/2027.toml"]
        {
            assert_eq!(in_site(file), Place::In(path(file)));
        }
        for file in [
            "public/index.html",
            ".git/index",
            ".liangshai/x",
            "target/debug/x",
            "src/main.rs",
            "content/a/.x.md.swp",
            "content/a/x.md~",
            "content/a/~$x.xlsx",
            "content/a/4913",
            "content/.obsidian/workspace.json",
        ] {
            assert_eq!(in_site(file), Place::Foreign, "{file}");
        }
        assert_eq!(in_site("content"), Place::Top("content".into()));
        assert_eq!(place(Path::new("/site"), Path::new("/site")), Place::Unclear);
        assert_eq!(place(Path::new("/site"), Path::new("/else")), Place::Unclear);
    }

    #[test]
    fn reading_a_file_is_no_change() {
        use notify::event::{AccessKind, AccessMode};
        for kind in [AccessKind::Read, AccessKind::Open(AccessMode::Any)] {
            assert!(is_reading(&Ok(Event::new(EventKind::Access(kind)))));
        }
        let written = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        assert!(!is_reading(&Ok(Event::new(written))));
        assert!(!is_reading(&Err(notify::Error::generic("lost"))));
    }

    #[test]
    fn files_are_told_by_name_and_folders_as_everything() {
        let settle = |kind: EventKind| {
            let mut seen = Seen::default();
            seen.note(path("content/a.md"), kind);
            seen.settle(Path::new("/no such folder"))
        };
        let file = Changes::Files([path("content/a.md")].into());
        assert_eq!(settle(EventKind::Create(CreateKind::File)), file);
        assert_eq!(settle(EventKind::Remove(RemoveKind::File)), file);
        assert_eq!(settle(EventKind::Modify(ModifyKind::Data(DataChange::Any))), file);
        for kind in [
            EventKind::Create(CreateKind::Folder),
            EventKind::Remove(RemoveKind::Folder),
            EventKind::Remove(RemoveKind::Any),
            EventKind::Modify(ModifyKind::Name(RenameMode::From)),
            EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any)),
        ] {
            assert_eq!(settle(kind), Changes::Everything, "{kind:?}");
        }
        let lost = Seen { everything: true, ..Seen::default() };
        assert_eq!(lost.settle(Path::new("/")), Changes::Everything);
        let committed = Seen { committed: true, ..Seen::default() };
        assert!(!committed.is_nothing());
        assert_eq!(committed.settle(Path::new("/")), Changes::Files(BTreeSet::new()));
    }
}
