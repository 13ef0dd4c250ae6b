//! What a server gives out and no list has.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use url::Url;

use super::answers::{Absent, ending, listing, made_up, perhaps as perhaps_there};
use super::client::{Answer, Got};
use super::files::Looked;
use super::{Asking, Step};
use crate::publish::verify::Asked;
use crate::publish::verify::expected::SIGNATURE;
use crate::publish::verify::found::{Fault, Finding, Remark, Via};
use crate::publish::verify::links::{self, Links, Medium};
use crate::publish::verify::place::is_carried;
use crate::site::MANIFEST;
use crate::write::Manifest;

/// Names that web shells and forgotten copies go by.
const NAMES: &str = include_str!("names.txt");
/// In how many folders, beside the top, they are looked for.
const FOLDERS: usize = 5;
/// No more addresses are followed that pages lead to: a site that was made a farm has no end.
const MOST_LINKS: usize = 1000;

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    pub findings: Vec<Finding>,
    pub remarks: Vec<Remark>,
}

/// Something that may be there.
#[derive(Debug, Clone)]
struct Perhaps {
    at: Url,
    path: String,
    via: Option<Via>,
    /// The SHA-256 with which it may stay.
    may_stay: Option<String>,
}

impl Perhaps {
    /// A name that was made up: a firewall may well not answer it.
    fn is_guess(&self) -> bool {
        self.via == Some(Via::Name)
    }
}

/// What came of asking for it.
#[derive(Default)]
struct Came {
    findings: Vec<Finding>,
    /// What it leads to in turn.
    next: Vec<Perhaps>,
    unanswered: bool,
}

/// The list, to look paths up.
struct Listed<'a> {
    files: BTreeSet<&'a str>,
    /// Each folder with the names in it.
    folders: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Listed<'a> {
    fn of(manifest: &'a Manifest) -> Self {
        let files: BTreeSet<&str> = manifest.files.iter().map(|file| file.path.as_str()).collect();
        let mut folders: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for path in &files {
            let mut start = 0;
            for part in path.split_inclusive('/') {
                let name = part.trim_end_matches('/');
                folders.entry(&path[..start]).or_default().insert(name);
                start += part.len();
            }
        }
        Self { files, folders }
    }

    /// Whether a path is that of something reviewed.
    fn has(&self, path: &str) -> bool {
        let page = match path.is_empty() || path.ends_with('/') {
            true => format!("{path}index.html"),
            false => format!("{path}/index.html"),
        };
        matches!(path, MANIFEST | SIGNATURE)
            || self.files.contains(path)
            || self.files.contains(page.as_str())
    }

    /// Folders without a page.
    fn bare(&self) -> impl Iterator<Item = &'a str> {
        let bare = self.folders.iter().filter(|(_, names)| !names.contains("index.html"));
        bare.map(|(folder, _)| *folder)
    }
}

/// A look for what is in no list.
struct Search<'a> {
    asking: &'a Asking<'a>,
    listed: Listed<'a>,
    files: &'a Looked,
    absent: Absent,
    digest: &'a str,
    /// What was asked for already.
    seen: BTreeSet<String>,
    /// How many links were followed, and how many were not.
    followed: usize,
    left: usize,
}

/// Looks for all of it.
pub fn look(
    asking: &Asking,
    manifest: &Manifest,
    digest: &str,
    asked: &Asked,
    files: &Looked,
) -> Found {
    let listed = Listed::of(manifest);
    let mut search = Search {
        asking,
        files,
        absent: Absent::default(),
        digest,
        seen: BTreeSet::new(),
        followed: 0,
        left: 0,
        listed,
    };
    let mut found = Found::default();
    search.absent.learn(asking, digest, BTreeSet::from([".html".to_owned()]));
    let mut next = search.first(asked);
    while !next.is_empty() {
        next = search.wave(next, &mut found);
    }
    // Last, for a firewall may answer nothing more after them.
    if asking.how.names && !asking.web.is_given_up() {
        let mut next = search.names();
        while !next.is_empty() {
            next = search.wave(next, &mut found);
        }
    }
    search.close(manifest, &mut found);
    found
}

impl Search<'_> {
    fn perhaps(&self, path: &str, via: Option<Via>) -> Perhaps {
        let at = links::address(&self.asking.base, path);
        Perhaps { at, path: path.to_owned(), via, may_stay: None }
    }

    /// What earlier lists had, folders without a page, the usual lists, and what pages lead to.
    fn first(&self, asked: &Asked) -> Vec<Perhaps> {
        let mut all = Vec::new();
        for earlier in &asked.earlier {
            let via = Some(Via::Earlier(earlier.name.clone()));
            let gone = earlier.manifest.files.iter();
            for file in gone.filter(|file| !self.listed.files.contains(file.path.as_str())) {
                let path = file.path.as_str();
                // A page is reached by its folder.
                let folder = path.strip_suffix("index.html");
                let folder = folder.filter(|folder| folder.is_empty() || folder.ends_with('/'));
                let may_stay = is_carried(path).then(|| file.digest.sha256.clone());
                let perhaps = self.perhaps(folder.unwrap_or(path), via.clone());
                all.push(Perhaps { may_stay, ..perhaps });
            }
        }
        all.extend(self.listed.bare().map(|folder| self.perhaps(folder, None)));
        for usual in ["robots.txt", "sitemap.xml"] {
            all.push(self.perhaps(usual, None));
        }
        for (to, page) in &self.files.inside {
            all.extend(self.linked(to, Via::Page(page.clone())));
        }
        all
    }

    /// What an address in the site leads to.
    fn linked(&self, to: &Url, via: Via) -> Option<Perhaps> {
        let path = links::path_below(&self.asking.base, to)?;
        let mut at = to.clone();
        // As the site is asked, whatever the link says.
        at.set_scheme(self.asking.base.scheme()).ok()?;
        Some(Perhaps { at, path, via: Some(via), may_stay: None })
    }

    /// Names that web shells go by, at the top and in some folders.
    fn names(&self) -> Vec<Perhaps> {
        let lines = || NAMES.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let top = lines().map(|name| name.trim_start_matches('/').to_owned());
        let mut folders: BTreeSet<&str> = BTreeSet::new();
        let usual = ["assets/", "data/"].into_iter();
        let usual = usual.filter(|folder| self.listed.folders.contains_key(folder));
        for folder in usual.chain(self.listed.bare().filter(|folder| !folder.is_empty())) {
            if folders.len() < FOLDERS {
                folders.insert(folder);
            }
        }
        let below = folders.into_iter().flat_map(|folder| {
            let everywhere = lines().filter(|name| !name.starts_with('/'));
            everywhere.map(move |name| format!("{folder}{name}"))
        });
        let all: BTreeSet<String> = top.chain(below).collect();
        all.iter().map(|path| self.perhaps(path, Some(Via::Name))).collect()
    }

    /// Asks for some of them; returns what those lead to.
    fn wave(&mut self, some: Vec<Perhaps>, found: &mut Found) -> Vec<Perhaps> {
        let mut new = Vec::new();
        for perhaps in some {
            let key = perhaps.path.trim_end_matches('/').to_owned();
            if self.listed.has(&perhaps.path) || !self.seen.insert(key) {
                continue;
            }
            let is_link = matches!(perhaps.via, Some(Via::Page(_) | Via::Listing(_)));
            if is_link && self.followed == MOST_LINKS {
                self.left += 1;
                continue;
            }
            self.followed += usize::from(is_link);
            new.push(perhaps);
        }
        let mut endings: BTreeSet<String> = new.iter().map(|some| ending(&some.path)).collect();
        // What has no `/` may turn out to be a folder.
        endings.insert("/".to_owned());
        self.absent.learn(self.asking, self.digest, endings);
        let done = AtomicUsize::new(0);
        let came = self.asking.each(&new, |perhaps| {
            let came = self.one(perhaps);
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            (self.asking.progress)(Step::Strangers, done, new.len());
            came
        });
        let mut next = Vec::new();
        let mut unanswered = 0;
        for came in came {
            found.findings.extend(came.findings);
            next.extend(came.next);
            unanswered += usize::from(came.unanswered);
        }
        if unanswered > 0 {
            found.remarks.push(Remark::Unanswered(unanswered));
        }
        next
    }

    /// Asks for one.
    fn one(&self, perhaps: &Perhaps) -> Came {
        let mut came = Came::default();
        let got = match self.asking.get(&perhaps.at, perhaps_there(!perhaps.is_guess())) {
            Answer::Got(got) => got,
            Answer::Elsewhere(_) => return came,
            Answer::Unreached(trouble) => {
                match perhaps.is_guess() {
                    true => came.unanswered = true,
                    false => came.findings.push(Finding {
                        from: perhaps.via.clone(),
                        ..Finding::unreached(perhaps.path.as_str(), trouble)
                    }),
                }
                return came;
            }
        };
        let slash = got.at.path().ends_with('/') && !perhaps.path.ends_with('/');
        let path = if slash { format!("{}/", perhaps.path) } else { perhaps.path.clone() };
        let stays = !got.is_over && perhaps.may_stay.as_ref() == Some(&got.sha256);
        if stays || self.listed.has(&path) || !self.absent.is_there(&path, &got) {
            return came;
        }
        if path.is_empty() || path.ends_with('/') {
            self.folder(&path, &got, perhaps, &mut came);
        } else {
            self.extra(&path, &got, perhaps, &mut came);
        }
        came
    }

    /// A folder that answers, though it has no page.
    fn folder(&self, path: &str, got: &Got, perhaps: &Perhaps, came: &mut Came) {
        let none = BTreeSet::new();
        let children = self.listed.folders.get(path).unwrap_or(&none);
        let is_ours = self.listed.folders.contains_key(path);
        let Some(entries) = listing(&got.at, &self.asking.base, got, children) else {
            return self.extra(path, got, perhaps, came);
        };
        if !is_ours {
            self.told(path, perhaps, Links::default(), came);
        }
        came.findings
            .push(Finding { from: perhaps.via.clone(), ..Finding::new(Fault::Listing, path) });
        let via = || Via::Listing(path.to_owned());
        came.next.extend(entries.iter().filter_map(|to| self.linked(to, via())));
    }

    /// What is there and in no list.
    fn extra(&self, path: &str, got: &Got, perhaps: &Perhaps, came: &mut Came) {
        let of_type = got.essence().as_deref().and_then(Medium::of_type);
        let medium = Medium::of(path).or(of_type);
        let links = medium.map(|medium| links::of(&got.at, &self.asking.base, medium, &got.kept));
        let links = links.unwrap_or_default();
        let via = || Via::Page(path.to_owned());
        came.next.extend(links.inside.iter().filter_map(|to| self.linked(to, via())));
        self.told(path, perhaps, links, came);
    }

    fn told(&self, path: &str, perhaps: &Perhaps, links: Links, came: &mut Came) {
        let fault = match perhaps.via {
            Some(Via::Earlier(_)) => Fault::Withdrawn,
            _ => Fault::Extra,
        };
        let leads = self.files.leads(&links);
        let from = perhaps.via.clone();
        came.findings.push(Finding { from, leads, ..Finding::new(fault, path) });
    }

    /// What the answers to names that are not there tell of the server.
    fn close(&self, manifest: &Manifest, found: &mut Found) {
        if let Some(first) = self.absent.false_found().next() {
            let finding = Finding::new(Fault::FalseFound, made_up(self.digest, 0, first));
            found.findings.push(finding.against("HTTP 404", Some("HTTP 200".to_owned())));
        }
        let unforeseeable = self.absent.unforeseeable();
        if unforeseeable > 0 {
            found.remarks.push(Remark::Unforeseeable(unforeseeable));
        }
        if self.left > 0 {
            found.remarks.push(Remark::NotFollowed(self.left));
        }
        let own = manifest.files.iter().find(|file| file.path == "404.html");
        if let (Some(own), Some(page)) = (own, self.absent.page())
            && page.sha256 != own.digest.sha256
        {
            let links = links::of(&page.at, &self.asking.base, Medium::Page, &page.kept);
            found.remarks.push(Remark::OtherNotFound { leads: self.files.leads(&links) });
        }
    }
}
