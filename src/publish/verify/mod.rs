//! What lies at a place, against the list of what was reviewed: a folder, a folder of releases, or
//! what a server gives out.
//!
//! Differences are [`Finding`]s. What could not be looked at is one too, of a fault of its own, so
//! that a network that is down is never taken for a site that was tampered with.

mod expected;
mod found;
mod place;
mod releases;
mod server;
mod site;

#[cfg(feature = "http")]
pub mod http;
pub mod links;

pub use expected::{Earlier, Expected, Given, NotAManifest, Signature, Source, hex_digest};
pub use found::{Fault, Finding, Remark, Verdict, Verification, Via};
pub use place::{Refused, folder};
pub use server::server;
pub use site::verify as site;

use std::collections::BTreeMap;

use super::folder::Digests;
use super::package::Proof;
use crate::signing::PublicKey;
use crate::site::MANIFEST;
use crate::write::{ContentDigest, Manifest};

/// What is asked of a place.
#[derive(Debug)]
pub struct Asked {
    /// The manifest kept from the review; that of the place where there is none.
    pub manifest: Option<Given>,
    /// The SHA-256 the manifest must have, as it was noted down.
    pub digest: Option<String>,
    /// One of these must have signed the manifest; without any nobody needs to have.
    pub keys: Vec<PublicKey>,
    /// What was published before.
    pub earlier: Vec<Earlier>,
    pub digests: Digests,
}

/// Holds a package that is sound against what was noted down of it, or of its manifest.
pub fn package(proof: Proof, asked: &Asked) -> Result<Verification, Refused> {
    let signature = proof.signature.as_deref();
    let (mut all, reviewed) = held_to(&proof.manifest_bytes, signature, Source::Place, asked)?;
    if asked.digest.as_ref() == Some(&proof.digest.sha256) {
        // The paper has the package's own digest, and everything follows from that.
        all.findings.retain(|finding| finding.fault != Fault::Digest);
        all.remarks.retain(|remark| *remark != Remark::SameSource);
    }
    for remark in all.remarks.iter_mut().filter(|remark| **remark == Remark::SameSource) {
        *remark = Remark::OnlyThePackage;
    }
    all.findings.extend(between(&reviewed, &proof.manifest));
    all.manifest = Some(reviewed);
    all.package = Some(proof);
    Ok(all.sorted())
}

/// What is known of a list before any file is looked at: the one given, else the place's `own`; and
/// how these two differ.
fn held_to(
    own: &[u8],
    signature: Option<&[u8]>,
    source: Source,
    asked: &Asked,
) -> Result<(Verification, Manifest), Refused> {
    let (bytes, signature, source) = match &asked.manifest {
        Some(given) => {
            let beside = given.signature.as_deref().or(signature);
            (given.bytes.as_slice(), beside, Source::File(given.name.clone()))
        }
        None => (own, signature, source),
    };
    let trust = expected::trust(bytes, signature, &source, asked);
    let mut all = Verification {
        digest: Some(trust.digest.clone()),
        signature: trust.signature,
        remarks: trust.remarks,
        ..Verification::without_list(source, trust.findings)
    };
    if bytes != own {
        let found = Some(ContentDigest::of(own).sha256);
        all.findings.push(Finding::new(Fault::Changed, MANIFEST).against(trust.digest, found));
    }
    let name = || asked.manifest.as_ref().map_or(MANIFEST, |given| given.name.as_str());
    match Expected::read(bytes.to_vec()) {
        Ok(expected) => Ok((all, expected.manifest)),
        Err(NotAManifest) => Err(Refused::NotAManifest(name().to_owned())),
    }
}

/// How a list differs from the one that was reviewed.
fn between(reviewed: &Manifest, there: &Manifest) -> Vec<Finding> {
    let by_path = |manifest: &'_ Manifest| -> BTreeMap<String, String> {
        let files = manifest.files.iter();
        files.map(|file| (file.path.clone(), file.digest.sha256.clone())).collect()
    };
    let (reviewed, mut there) = (by_path(reviewed), by_path(there));
    let mut found = Vec::new();
    for (path, expected) in reviewed {
        match there.remove(&path) {
            None => found.push(Finding::new(Fault::Missing, path)),
            Some(sha256) if sha256 != expected => {
                found.push(Finding::new(Fault::Changed, path).against(expected, Some(sha256)));
            }
            Some(_) => {}
        }
    }
    found.extend(there.into_keys().map(|path| Finding::new(Fault::Extra, path)));
    found
}
