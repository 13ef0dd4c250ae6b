//! MANIFEST.json: what a build wrote.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sm3::Sm3;

use crate::disclose::Unpublished;
use crate::site::Site;

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
    /// The address the pages were built for, ending in `/`; none if they lean on none.
    #[serde(default)]
    pub base_url: Option<String>,
    /// Whether links name `index.html`, for a folder without a server.
    #[serde(default)]
    pub offline: bool,
    /// The files of old addresses, each with the address it leads to, from the site's top. A server
    /// may lead there itself.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub redirects: BTreeMap<String, String>,
    pub files: Vec<FileDigest>,
}

impl Manifest {
    /// The manifest of files in the order of their paths.
    pub fn new(site: &Site, revision: Option<&str>, files: Vec<FileDigest>) -> Self {
        let (facts, addressing) = (&site.facts, &site.addressing);
        let audience = facts.audience();
        let redirects = site
            .pages
            .iter()
            .filter_map(|(route, page)| Some((route.file(), site.moved_to(page)?.to_string())));
        Self {
            schema_version: 1,
            tool: TOOL.to_owned(),
            edition: audience.edition.name().to_owned(),
            as_of: facts.day().to_string(),
            revision: revision.map(str::to_owned),
            drafts: audience.unpublished != Unpublished::Hidden,
            base_url: addressing.base_url.clone(),
            offline: addressing.offline,
            redirects: redirects.collect(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_of_before_addresses_were_in_it_is_still_read() {
        let text = r#"{"schema_version": 1, "tool": "liangshai 0.1.0", "edition": "public",
            "as_of": "2023-08-31", "revision": null, "drafts": false, "files": []}"#;
        let manifest: Manifest = serde_json::from_str(text).expect("a manifest");
        assert_eq!((manifest.base_url, manifest.offline), (None, false));
    }
}
