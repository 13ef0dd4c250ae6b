//! Everything a run found, for the formats that are one document.

use sha2::{Digest, Sha256};

use super::Diagnostic;

/// What was found, in reading order.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    pub found: &'a [Diagnostic],
    pub waived: &'a [Waived],
    /// What lies above the site in its repository, empty or ending in `/`: reviewing platforms know
    /// files by their paths there.
    pub above: &'a str,
}

/// A finding that is let pass.
#[derive(Debug, Clone)]
pub struct Waived {
    pub fault: Diagnostic,
    pub reason: String,
    pub approved_by: String,
}

/// Tells findings apart from one run to the next, wherever in their files they move to: by code,
/// path and words, and by which of several such it is.
#[derive(Debug, Default)]
pub(super) struct Fingerprints {
    seen: std::collections::BTreeMap<String, usize>,
}

impl Fingerprints {
    /// The next finding's, in hexadecimal digits.
    pub fn of(&mut self, fault: &Diagnostic) -> String {
        let (path, (lines, ..)) = (&fault.place.source.path, fault.place.lines());
        let seen = format!("{}\n{path}\n{}", fault.code, lines.trim());
        let nth = self.seen.entry(seen.clone()).or_default();
        *nth += 1;
        let digest = Sha256::digest(format!("{seen}\n{nth}"));
        digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }
}
