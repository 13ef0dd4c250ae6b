//! 摆渡: a site, or its difference from an earlier one, as one file for a network with no way in.
//!
//! A package is a ZIP file of which every byte follows from what it holds, but for the deflated
//! streams; and what comes out of those is proved by digests. So what was touched on the way is told
//! by making the other bytes anew, and it does not matter where the parts of a ZIP file disagree.

mod names;
mod pack;
mod prove;
mod receipt;
mod unpack;
mod zip;

#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use serde::{Deserialize, Serialize};

pub use names::{ALLOWED, Endings, NameFault};
pub use pack::{Plan, Provenance, Refusal, Since, can_be_packed, name, plan};
pub use prove::{Fault, Proof, prove, prove_with};
pub use receipt::Receipt;
pub use unpack::{Refused, Unpacking};

use crate::write::{ContentDigest, FileDigest};

/// The first entry: what the others are.
pub const DESCRIPTION: &str = "PACKAGE.json";
/// What the names of the site's own files begin with.
const SITE: &str = "site/";
/// The newest form this program knows.
const SCHEMA: u32 = 1;

/// PACKAGE.json: what a package brings, and what it takes away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Package {
    pub schema_version: u32,
    pub kind: Kind,
    /// SHA-256 of the MANIFEST.json the difference is from.
    pub base: Option<String>,
    /// Of the MANIFEST.json that is true once it is unpacked.
    pub manifest: ContentDigest,
    /// Of that one's signature.
    pub signature: Option<ContentDigest>,
    pub edition: String,
    pub as_of: String,
    /// The commit that the build was proved to be of.
    pub revision: Option<String>,
    /// Why it was packed although its day is still to come, or before that of the earlier build.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forced: Option<String>,
    /// Of all entries, unpacked.
    pub bytes: u64,
    pub entry_count: u64,
    /// The files it brings, in the order of their paths.
    pub entries: Vec<FileDigest>,
    /// The files it takes away, in order.
    pub deletions: Vec<String>,
}

/// How much of a site a package holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Full,
    /// What an earlier one lacks.
    Difference,
}

impl Package {
    /// The bytes of PACKAGE.json; none other have the same meaning.
    fn to_bytes(&self) -> serde_json::Result<Vec<u8>> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}

/// Whether a path is one of a package rather than of a folder or a list: by its name, else by how it
/// begins. Whether it is a sound one, [`prove`] tells.
pub fn is_package(path: &Path) -> bool {
    if !path.is_file() {
        return false;
    }
    let named = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
    let begins = || {
        let mut first = [0; 4];
        File::open(path).and_then(|mut file| file.read_exact(&mut first)).is_ok()
            && first == zip::LOCAL
    };
    named || begins()
}
