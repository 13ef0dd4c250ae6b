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

#[cfg(feature = "http")]
pub mod http;
pub mod links;

pub use expected::{Earlier, Expected, Given, NotAManifest, Signature, Source, hex_digest};
pub use found::{Fault, Finding, Remark, Trouble, Verdict, Verification, Via};
pub use place::{Refused, folder};
pub use server::server;

use super::folder::Digests;
use super::package::Proof;
use crate::signing::PublicKey;

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

/// Holds a package that is sound against what was noted down of it.
pub fn package(proof: Proof, asked: &Asked) -> Verification {
    let (bytes, name) = (proof.manifest_bytes, crate::site::MANIFEST);
    let trust = expected::trust(&bytes, proof.signature.as_deref(), &Source::Place, asked);
    let mut all = Verification {
        digest: Some(trust.digest.clone()),
        signature: trust.signature,
        manifest: Some(proof.manifest),
        remarks: trust.remarks,
        ..Verification::without_list(Source::Place, trust.findings)
    };
    if let Some(given) = asked.manifest.as_ref() {
        // What was reviewed may be what came in a package, and nothing else.
        all.remarks.clear();
        if given.bytes != bytes {
            let reviewed = expected::trust(&given.bytes, None, &Source::Place, asked).digest;
            all.findings
                .push(Finding::new(Fault::Changed, name).against(reviewed, all.digest.clone()));
        }
    }
    all.sorted()
}
