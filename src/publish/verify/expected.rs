//! The list a place is held against, and why it may be believed.

use std::collections::HashSet;

use sha2::{Digest as _, Sha256};

use super::Asked;
use super::found::{Fault, Finding, Remark};
use crate::signing::{self, PublicKey};
use crate::site::MANIFEST;
use crate::write::{Manifest, hex, is_sound};

/// The signature of a manifest, beside it.
pub const SIGNATURE: &str = "MANIFEST.sig";

/// A manifest as it was handed over.
#[derive(Debug, Clone)]
pub struct Given {
    /// The file it was read from.
    pub name: String,
    pub bytes: Vec<u8>,
    /// The signature that lay beside it.
    pub signature: Option<Vec<u8>>,
}

/// What an earlier publication held.
#[derive(Debug)]
pub struct Earlier {
    /// The file it was read from.
    pub name: String,
    pub manifest: Manifest,
}

/// Where the list came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// From the place itself.
    Place,
    /// From a file of the reviewer's.
    File(String),
    /// From the records of a folder of releases.
    Records(String),
}

/// What is known of who signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signature {
    /// There is none, and none is asked for.
    None,
    /// There is one, and no key to prove it by.
    Unproved,
    /// By one of the keys.
    Valid(PublicKey),
    /// None, or none that holds; told among the findings.
    Invalid,
}

/// Bytes that are no manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAManifest;

/// The list a place is held against.
#[derive(Debug)]
pub struct Expected {
    pub manifest: Manifest,
    pub bytes: Vec<u8>,
}

impl Expected {
    /// Reads a manifest; one that names paths outside a site, or one twice, is none.
    pub fn read(bytes: Vec<u8>) -> Result<Self, NotAManifest> {
        let manifest: Manifest = serde_json::from_slice(&bytes).map_err(|_| NotAManifest)?;
        let mut seen = HashSet::new();
        let sound = |path: &str| is_sound(path) && !path.chars().any(char::is_control);
        match manifest.files.iter().all(|f| sound(&f.path) && seen.insert(f.path.as_str())) {
            true => Ok(Self { manifest, bytes }),
            false => Err(NotAManifest),
        }
    }
}

impl Earlier {
    /// Reads an earlier manifest.
    pub fn read(name: String, bytes: Vec<u8>) -> Result<Self, NotAManifest> {
        Ok(Self { name, manifest: Expected::read(bytes)?.manifest })
    }
}

/// A SHA-256 as it is noted on paper: in groups or not, in letters of either case.
pub fn hex_digest(text: &str) -> Option<String> {
    let digits = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | ':'));
    let digits: String = digits.map(|c| c.to_ascii_lowercase()).collect();
    (digits.len() == 64 && digits.chars().all(|c| c.is_ascii_hexdigit())).then_some(digits)
}

/// What makes a list believed: its digest, its signature and where it came from.
#[derive(Debug)]
pub(super) struct Trust {
    pub digest: String,
    pub signature: Signature,
    pub findings: Vec<Finding>,
    pub remarks: Vec<Remark>,
}

/// Holds a list against what was noted down of it, and its signature against the keys.
pub(super) fn trust(
    bytes: &[u8],
    signature: Option<&[u8]>,
    source: &Source,
    asked: &Asked,
) -> Trust {
    let digest = hex(&Sha256::digest(bytes));
    let mut findings = Vec::new();
    let noted = asked.digest.as_deref();
    if let Some(noted) = noted.filter(|noted| *noted != digest) {
        let finding = Finding::new(Fault::Digest, MANIFEST);
        findings.push(finding.against(noted, Some(digest.clone())));
    }
    let signature = match (asked.keys.is_empty(), signature) {
        (true, None) => Signature::None,
        (true, Some(_)) => Signature::Unproved,
        (false, signature) => match signing::verify(bytes, signature, &asked.keys) {
            signing::Verdict::Signed { by } => Signature::Valid(by),
            signing::Verdict::Unsigned => {
                findings.push(Finding::new(Fault::Unsigned, SIGNATURE));
                Signature::Invalid
            }
            signing::Verdict::Forged => {
                findings.push(Finding::new(Fault::Forged, SIGNATURE));
                Signature::Invalid
            }
        },
    };
    let from_elsewhere = matches!(source, Source::File(_)) || noted.is_some();
    let remarks = match from_elsewhere || matches!(signature, Signature::Valid(_)) {
        true => Vec::new(),
        false => vec![Remark::SameSource],
    };
    Trust { digest, signature, findings, remarks }
}
