//! What was published when, by whom and from what: one line of JSON each, kept beside the releases.

use serde::{Deserialize, Serialize};

use crate::write::{ContentDigest, FileDigest, Manifest};

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

    /// What a release tells of its publication by itself, where the log has lost it: not who
    /// published it, nor how much travelled.
    pub fn rebuilt(
        release: &str,
        manifest: &Manifest,
        bytes: &[u8],
        beside: Vec<FileDigest>,
    ) -> Self {
        Self {
            schema_version: Self::SCHEMA,
            action: Action::Publish,
            release: release.to_owned(),
            before: None,
            at: time_in(release).unwrap_or_default(),
            who: None,
            machine: String::new(),
            tool: manifest.tool.clone(),
            revision: manifest.revision.clone(),
            edition: manifest.edition.clone(),
            as_of: manifest.as_of.clone(),
            manifest: ContentDigest::of(bytes).sha256,
            files: manifest.files.len(),
            sent: 0,
            removed: 0,
            beside,
            forced: None,
        }
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

/// The time that a release's name begins with, as records have it: `20261122-221500-1a2b3c4d`.
fn time_in(release: &str) -> Option<String> {
    let (day, rest) = release.split_once('-')?;
    let time = rest.split('-').next()?;
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if day.len() != 8 || time.len() != 6 || !is_number(day) || !is_number(time) {
        return None;
    }
    let (year, month, day) = (&day[..4], &day[4..6], &day[6..]);
    let (hour, minute, second) = (&time[..2], &time[2..4], &time[4..]);
    Some(format!("{year}-{month}-{day}T{hour}:{minute}:{second}+08:00"))
}

/// Whether a word can be a release's name, and nothing more.
pub fn is_release(name: &str) -> bool {
    let sound = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    sound && !name.is_empty() && !name.starts_with('-')
}

#[cfg(test)]
mod tests {
    use super::time_in;

    #[test]
    fn a_release_tells_by_its_name_when_it_was_published() {
        let at = time_in("20261122-221500-1a2b3c4d-2");
        assert_eq!(at.as_deref(), Some("2026-11-22T22:15:00+08:00"));
        for other in ["", "r001", "2026-11", "20261122-2215", "二〇二六年-221500"] {
            assert_eq!(time_in(other), None, "{other}");
        }
    }
}
