//! What was published when, by whom and from what: one line of JSON each, kept beside the releases.

use serde::{Deserialize, Serialize};

use crate::write::{FileDigest, Manifest};

/// The log of a target: what was published and put back, oldest first.
pub const LOG: &str = "publications.jsonl";

/// One publication, or one going back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    pub schema_version: u32,
    pub action: Action,
    /// The release that is served from then on.
    pub release: String,
    /// The one served until then.
    pub before: Option<String>,
    /// The time in Beijing, as `2026-11-22T22:15:00+08:00`.
    pub at: String,
    /// The name in the publisher's git settings; none where there is none.
    pub who: Option<String>,
    /// The machine it was done from.
    pub machine: String,
    pub tool: String,
    /// The commit that the build was proved to be of.
    pub revision: Option<String>,
    pub edition: String,
    pub as_of: String,
    /// The SHA-256 of MANIFEST.json.
    pub manifest: String,
    /// How many files the release has.
    pub files: usize,
    /// How many of them travelled.
    pub sent: usize,
    /// How many of the release before are in it no more.
    pub removed: usize,
    /// Files of the release that its manifest does not list: itself, its signature, and the theme's
    /// of the release before, which pages that are open still ask for.
    pub beside: Vec<FileDigest>,
    /// Why a refusal was overridden.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forced: Option<String>,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    Publish,
    Rollback,
}

impl Record {
    /// The form records have now.
    pub const SCHEMA: u32 = 1;

    /// Everything that lies in the release's folder.
    pub fn files(&self, manifest: &Manifest) -> Vec<FileDigest> {
        manifest.files.iter().chain(&self.beside).cloned().collect()
    }

    /// Its line in the log.
    pub fn line(&self) -> anyhow::Result<String> {
        Ok(serde_json::to_string(self)? + "\n")
    }
}

/// The records of a log; a line that is none was cut short by a failure and is passed over.
pub fn read(log: &[u8]) -> Vec<Record> {
    let lines = log.split(|byte| *byte == b'\n');
    lines.filter_map(|line| serde_json::from_slice(line).ok()).collect()
}

/// Whether a word can be a release's name, and nothing more.
pub fn is_release(name: &str) -> bool {
    let sound = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    sound && !name.is_empty() && !name.starts_with('-')
}
