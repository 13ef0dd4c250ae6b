//! MANIFEST.json: what a build wrote.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sm3::Sm3;

use crate::disclose::Unpublished;
use crate::facts::Facts;

/// The program that wrote it.
pub const TOOL: &str = concat!("liangshai ", env!("CARGO_PKG_VERSION"));

/// What a build wrote: every file with its digests, but for the manifest itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Manifest {
    pub schema_version: u32,
    pub tool: String,
    pub edition: String,
    pub as_of: String,
    /// The commit that was built; none for a folder, which nothing proves to be one.
    pub revision: Option<String>,
    /// Whether drafts are shown; such a tree must not be published.
    pub drafts: bool,
    pub files: Vec<FileDigest>,
}

impl Manifest {
    /// The manifest of files in the order of their paths.
    pub fn new(facts: &Facts, revision: Option<&str>, files: Vec<FileDigest>) -> Self {
        let audience = facts.audience();
        Self {
            schema_version: 1,
            tool: TOOL.to_owned(),
            edition: audience.edition.name().to_owned(),
            as_of: facts.day().to_string(),
            revision: revision.map(str::to_owned),
            drafts: audience.unpublished != Unpublished::Hidden,
            files,
        }
    }
}

/// One file of a build.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileDigest {
    pub path: String,
    #[serde(flatten)]
    pub digest: ContentDigest,
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContentDigest {
    pub bytes: u64,
    pub sha256: String,
    /// GB/T 32905-2016.
    pub sm3: String,
}

impl ContentDigest {
    /// The digest of bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self {
            bytes: bytes.len() as u64,
            sha256: hex(&Sha256::digest(bytes)),
            sm3: hex(&Sm3::digest(bytes)),
        }
    }
}

/// Bytes in lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}
