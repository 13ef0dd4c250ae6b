//! The files of a list, each asked for at the address people reach it by.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use url::Url;

use super::client::{Answer, Ask, Got, Redirects};
use super::kinds::{Sent, sent};
use super::{Asking, Step, elsewhere};
use crate::publish::media;
use crate::publish::verify::found::{Fault, Finding, Remark};
use crate::publish::verify::links::{self, Links, Medium};
use crate::write::{FileDigest, Manifest};

/// The page of what is not there; servers answer it with a status of its own.
const NOT_FOUND: &str = "404.html";

/// What came of asking for them.
#[derive(Debug, Default)]
pub struct Looked {
    pub findings: Vec<Finding>,
    pub remarks: Vec<Remark>,
    /// Whether every file was answered for, and none is what the list has.
    pub are_all_others: bool,
    /// Hosts that pages as reviewed lead to, and paths beside the site on its own host.
    pub hosts: BTreeSet<String>,
    pub outside: BTreeSet<String>,
    /// Addresses in the site that pages lead to, each with the first page that does.
    pub inside: BTreeMap<Url, String>,
}

impl Looked {
    /// Where a page leads that no page as reviewed does.
    pub fn leads(&self, links: &Links) -> BTreeSet<String> {
        let hosts = links.hosts.difference(&self.hosts).cloned();
        hosts.chain(links.outside.difference(&self.outside).cloned()).collect()
    }
}

/// One file as it was served.
#[derive(Default)]
struct Seen {
    finding: Option<Finding>,
    /// Whether the bytes are those of the list.
    is_same: bool,
    links: Links,
    no_charset: bool,
    lacks: Option<[bool; 2]>,
}

impl Seen {
    fn only(finding: Finding) -> Self {
        Self { finding: Some(finding), ..Self::default() }
    }
}

/// Asks for every file.
pub fn look(asking: &Asking, manifest: &Manifest) -> Looked {
    let all: Vec<(&FileDigest, Url)> = manifest
        .files
        .iter()
        .flat_map(|file| addresses(asking, manifest, file).into_iter().map(move |at| (file, at)))
        .collect();
    let done = AtomicUsize::new(0);
    let seen = asking.each(&all, |(file, at)| {
        let leads_to = manifest.redirects.get(&file.path).map(String::as_str);
        let seen = one(asking, file, at, leads_to);
        let done = done.fetch_add(1, Ordering::Relaxed) + 1;
        (asking.progress)(Step::Files, done, all.len());
        seen
    });
    let is_another = |seen: &Seen| {
        let answered = |finding: &Finding| finding.fault != Fault::Unreached;
        !seen.is_same && seen.finding.as_ref().is_some_and(answered)
    };
    let are_all_others = !seen.is_empty() && seen.iter().all(is_another);
    let mut looked = Looked { are_all_others, ..Looked::default() };
    for seen in seen.iter().filter(|seen| seen.is_same) {
        looked.hosts.extend(seen.links.hosts.iter().cloned());
        looked.outside.extend(seen.links.outside.iter().cloned());
    }
    let (mut no_charset, mut headers) = (Vec::new(), (0, [false; 2]));
    for (seen, (file, _)) in seen.into_iter().zip(&all) {
        for to in &seen.links.inside {
            looked.inside.entry(to.clone()).or_insert_with(|| file.path.clone());
        }
        if seen.no_charset {
            no_charset.push(&file.path);
        }
        if let Some(lacks) = seen.lacks.filter(|lacks| lacks.contains(&true)) {
            headers.0 += 1;
            headers.1 = [headers.1[0] || lacks[0], headers.1[1] || lacks[1]];
        }
        if let Some(mut finding) = seen.finding {
            if !seen.is_same {
                finding.leads = looked.leads(&seen.links);
            }
            looked.findings.push(finding);
        }
    }
    if let Some(example) = no_charset.first() {
        let example = (*example).clone();
        looked.remarks.push(Remark::NoCharset { count: no_charset.len(), example });
    }
    if let (count @ 1.., lacks) = headers {
        let names = ["Content-Security-Policy", "X-Content-Type-Options"].into_iter().zip(lacks);
        let names = names.filter(|(_, lacks)| *lacks).map(|(name, _)| name).collect();
        looked.remarks.push(Remark::NoHeaders { names, count });
    }
    looked
}

/// Where people reach a file: a page by its folder, which may lead to another file than the one
/// of its name; by that too where links name it.
fn addresses(asking: &Asking, manifest: &Manifest, file: &FileDigest) -> Vec<Url> {
    let path = &file.path;
    let folder = path.strip_suffix("index.html");
    let folder = folder.filter(|folder| folder.is_empty() || folder.ends_with('/'));
    let at = |path: &str| links::address(&asking.base, path);
    match folder {
        Some(folder) if manifest.offline => vec![at(folder), at(path)],
        Some(folder) => vec![at(folder)],
        None => vec![at(path)],
    }
}

/// Asks for one file; that of an old address may lead to the new one by the server's own word.
fn one(asking: &Asking, file: &FileDigest, at: &Url, leads_to: Option<&str>) -> Seen {
    let (path, digest) = (&file.path, &file.digest);
    let medium = Medium::of(path);
    let keep = if medium.is_some() { digest.bytes.clamp(1 << 16, links::LIMIT) } else { 0 };
    // A changed page is read somewhat further than it should go, for what was put at its end.
    let limit = if medium.is_some() { digest.bytes.max(keep) } else { digest.bytes };
    let ask = Ask { limit, keep, redirects: Redirects::OwnHost, again: true };
    let got = match asking.get(at, ask) {
        Answer::Got(got) => got,
        Answer::Elsewhere(to) => return Seen::only(elsewhere(path, &to)),
        Answer::Unreached(trouble) => return Seen::only(Finding::unreached(path, trouble)),
    };
    if leads_to.is_some_and(|to| got.is_there() && got.at == links::address(&asking.base, to)) {
        return Seen { finding: None, is_same: true, ..Seen::default() };
    }
    let is_own_error = path == NOT_FOUND && got.status == 404;
    if !got.is_there() && !is_own_error {
        let finding = Finding::new(Fault::Missing, path.as_str());
        return Seen::only(finding.against("HTTP 200", Some(format!("HTTP {}", got.status))));
    }
    let is_same = !got.is_over
        && got.bytes == digest.bytes
        && got.sha256 == digest.sha256
        && got.sm3.as_ref().is_none_or(|sm3| *sm3 == digest.sm3);
    let of_type = got.essence().as_deref().and_then(Medium::of_type);
    let links = match medium.or(of_type) {
        Some(medium) => links::of(&got.at, &asking.base, medium, &got.kept),
        None => Links::default(),
    };
    let (kind, no_charset) = kind(path, &got);
    let changed = || {
        let found = (!got.is_over).then(|| got.sha256.clone());
        Finding::new(Fault::Changed, path.as_str()).against(digest.sha256.as_str(), found)
    };
    // Of what is another file altogether the type is no news.
    let finding = match (&got.packed, is_same) {
        (Some(packed), _) => {
            let finding = Finding::new(Fault::ContentType, path.as_str());
            Some(finding.against("identity", Some(packed.clone())))
        }
        (None, false) => Some(changed()),
        (None, true) => kind,
    };
    let is_page = of_type == Some(Medium::Page);
    let lacks = is_page.then_some([!got.has_policy, !got.has_nosniff]);
    Seen { finding, is_same, links, no_charset, lacks }
}

/// What is wrong with the type a file is sent as, and whether its encoding is left out.
fn kind(path: &str, got: &Got) -> (Option<Finding>, bool) {
    // Packed copies go out under the type of what is in them, and nobody asks for them by name.
    if path.ends_with(".gz") || path.ends_with(".br") {
        return (None, false);
    }
    let expected = media::of(path);
    match sent(expected, got.content_type.as_deref()) {
        Sent::Right => (None, false),
        Sent::NoCharset => (None, true),
        Sent::Wrong => {
            let finding = Finding::new(Fault::ContentType, path);
            (Some(finding.against(expected, got.content_type.clone())), false)
        }
    }
}
