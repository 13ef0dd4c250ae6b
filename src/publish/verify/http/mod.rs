//! What a server gives out, against the list of what was reviewed.
//!
//! First every file of the list is asked for. Then what is in no list is looked for: what pages
//! lead to, what folders show, what was withdrawn, and names that web shells go by.

mod answers;
mod client;
mod files;
mod kinds;
mod strangers;

use anyhow::{Context as _, Result};
use rayon::prelude::*;
use url::Url;

use super::Asked;
use super::expected::{Expected, SIGNATURE, Source, trust};
use super::found::{Fault, Finding, Remark, Verification};
use super::place::Refused;
use crate::publish::trouble::Trouble;
use crate::site::MANIFEST;
use crate::write::hex;
use client::{Answer, Ask, Got, Redirects, Web};
pub use client::{Manners, NoCertificate};
use sha2::{Digest as _, Sha256};

/// No manifest is longer: that of a hundred thousand files is not.
const LONGEST_MANIFEST: u64 = 64 << 20;

/// How a site is asked.
#[derive(Debug, Clone)]
pub struct How {
    pub manners: Manners,
    /// Whether names are asked for that web shells go by.
    pub names: bool,
}

/// What is under way, for who waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The files of the list.
    Files,
    /// What is in no list.
    Strangers,
}

/// Told of each answer: the step, how many there are, and of how many.
pub type Progress<'a> = &'a (dyn Fn(Step, usize, usize) + Sync);

/// Why a site cannot be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotAsked {
    Refused(Refused),
    NoCertificate,
}

/// A site as it is being asked.
struct Asking<'a> {
    web: Web,
    pool: rayon::ThreadPool,
    base: Url,
    how: &'a How,
    progress: Progress<'a>,
}

impl Asking<'_> {
    /// Does something for each of some things, a few at a time; what came of it, in their order.
    fn each<T: Sync, R: Send>(&self, items: &[T], then: impl Fn(&T) -> R + Send + Sync) -> Vec<R> {
        self.pool.install(|| items.par_iter().with_max_len(1).map(then).collect())
    }

    fn get(&self, address: &Url, ask: Ask) -> Answer {
        self.web.get(&self.base, address, ask)
    }
}

/// Asks for a whole file that is not too long.
fn whole(limit: u64) -> Ask {
    Ask { limit, keep: limit, redirects: Redirects::OwnHost, again: true }
}

/// The address of a site: the folder its pages begin at.
pub fn base(address: &str) -> Option<Url> {
    let mut url = Url::parse(address).ok()?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return None;
    }
    url.set_query(None);
    url.set_fragment(None);
    let path = url.path().to_owned();
    let path = ["index.html", MANIFEST].iter().fold(path.as_str(), |path, name| {
        path.strip_suffix(name).filter(|path| path.ends_with('/')).unwrap_or(path)
    });
    let path = format!("{}/", path.trim_end_matches('/'));
    url.set_path(&path);
    Some(url)
}

/// Holds what a server gives out against a list.
pub fn address(
    base: &Url,
    asked: &Asked,
    how: &How,
    progress: Progress,
) -> Result<Result<Verification, NotAsked>> {
    let Ok(web) = Web::new(how.manners.clone(), asked.digests) else {
        return Ok(Err(NotAsked::NoCertificate));
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(how.manners.jobs).build();
    let pool = pool.context("cannot start threads")?;
    let mut asking = Asking { web, pool, base: base.clone(), how, progress };
    let own = asking.get(&asking.base.join(MANIFEST)?, whole(LONGEST_MANIFEST));
    // A site that leads to its encrypted self is asked there from here on.
    if let Answer::Got(got) = &own
        && let Some(folder) = got.at.path().strip_suffix(MANIFEST)
    {
        let folder = folder.to_owned();
        asking.base = got.at.clone();
        asking.base.set_path(&folder);
    }
    Ok(asking.verify(own, asked).map(Verification::sorted).map_err(NotAsked::Refused))
}

/// What a server gives out as its own manifest.
enum Own {
    Manifest(Vec<u8>),
    None,
    Elsewhere(String),
    Unreached(Trouble),
}

impl Own {
    fn of(answer: Answer) -> Self {
        match answer {
            Answer::Unreached(trouble) => Own::Unreached(trouble),
            Answer::Elsewhere(to) => Own::Elsewhere(to),
            Answer::Got(got) if is_file(&got) => Own::Manifest(got.kept),
            Answer::Got(_) => Own::None,
        }
    }
}

impl Asking<'_> {
    fn verify(&self, own: Answer, asked: &Asked) -> Result<Verification, Refused> {
        let own = Own::of(own);
        let mut all = Verification::without_list(Source::Place, Vec::new());
        let bytes = match (&asked.manifest, &own) {
            (_, Own::Unreached(trouble)) => {
                all.findings.push(Finding::unreached(MANIFEST, trouble.clone()));
                all.requests = self.web.requests();
                return Ok(all);
            }
            (Some(given), _) => given.bytes.clone(),
            (None, Own::Manifest(bytes)) => bytes.clone(),
            (None, Own::Elsewhere(to)) => {
                all.findings.push(elsewhere(MANIFEST, to));
                return Ok(all);
            }
            (None, Own::None) if asked.digest.is_none() && asked.keys.is_empty() => {
                return Err(Refused::NoManifest);
            }
            (None, Own::None) => {
                all.findings.push(Finding::new(Fault::Missing, MANIFEST));
                return Ok(all);
            }
        };
        if let Some(given) = &asked.manifest {
            all.source = Source::File(given.name.clone());
        }
        let beside = asked.manifest.as_ref().and_then(|given| given.signature.clone());
        let signature = beside.or_else(|| self.signature());
        let trust = trust(&bytes, signature.as_deref(), &all.source, asked);
        all.digest = Some(trust.digest.clone());
        all.signature = trust.signature;
        all.findings.extend(trust.findings);
        all.remarks.extend(trust.remarks);
        let Ok(expected) = Expected::read(bytes) else {
            return match &asked.manifest {
                Some(given) => Err(Refused::NotAManifest(given.name.clone())),
                None => {
                    all.findings.push(Finding::new(Fault::Manifest, MANIFEST));
                    Ok(all)
                }
            };
        };
        let has_own = matches!(own, Own::Manifest(_));
        match own {
            Own::Manifest(own) if own != expected.bytes => {
                let found = hex(&Sha256::digest(&own));
                let finding = Finding::new(Fault::Changed, MANIFEST);
                all.findings.push(finding.against(trust.digest.clone(), Some(found)));
            }
            Own::Elsewhere(to) => all.findings.push(elsewhere(MANIFEST, &to)),
            Own::None => all.remarks.push(Remark::NoOwnManifest),
            Own::Manifest(_) | Own::Unreached(_) => {}
        }
        let files = files::look(self, &expected.manifest);
        // Who knows whose site it is: nobody looks for back doors there.
        let is_another = !has_own && files.are_all_others;
        if is_another {
            all.findings.push(Finding::new(Fault::OtherSite, self.base.as_str()));
        }
        if !is_another && !self.web.is_given_up() {
            let looked = strangers::look(self, &expected.manifest, &trust.digest, asked, &files);
            all.findings.extend(looked.findings);
            all.remarks.extend(looked.remarks);
        }
        all.findings.extend(files.findings);
        all.remarks.extend(files.remarks);
        all.manifest = Some(expected.manifest);
        all.requests = self.web.requests();
        Ok(all)
    }

    /// The signature the server gives out.
    fn signature(&self) -> Option<Vec<u8>> {
        match self.get(&self.base.join(SIGNATURE).ok()?, whole(1 << 16)) {
            Answer::Got(got) if is_file(&got) => Some(got.kept),
            _ => None,
        }
    }
}

/// Whether an answer is the file that was asked for, and no page that says that there is none.
fn is_file(got: &Got) -> bool {
    got.is_there() && got.essence().as_deref() != Some("text/html")
}

/// What a server sends elsewhere.
fn elsewhere(path: &str, to: &str) -> Finding {
    Finding { found: Some(to.to_owned()), ..Finding::new(Fault::Redirect, path) }
}

#[cfg(test)]
mod tests {
    use super::base;

    #[test]
    fn an_address_is_that_of_the_folder_whichever_of_its_files_is_named() {
        for (typed, whole) in [
            ("https://www.example.gov.cn", "https://www.example.gov.cn/"),
            ("https://www.example.gov.cn/ljsbp", "https://www.example.gov.cn/ljsbp/"),
            (
                "https://www.example.gov.cn/ljsbp/index.html?a#b",
                "https://www.example.gov.cn/ljsbp/",
            ),
            ("http://127.0.0.1:81/MANIFEST.json", "http://127.0.0.1:81/"),
        ] {
            assert_eq!(base(typed).expect("an address").as_str(), whole);
        }
        assert_eq!(base("ftp://www.example.gov.cn/"), None);
        assert_eq!(base("public"), None);
    }
}
