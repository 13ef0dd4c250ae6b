//! What a verification found.

use std::collections::{BTreeMap, BTreeSet};

use super::expected::{Signature, Source};
use crate::diagnostic::Text;
use crate::publish::folder::Odd;
use crate::publish::package::Proof;
use crate::publish::releases::CURRENT;
use crate::publish::trouble::Trouble;
use crate::publish::{ByHand, Record};
use crate::write::Manifest;

/// A way in which a place differs from what was reviewed, in the order they are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// Nothing of the site is served there: the address is another's, or all of it is gone.
    OtherSite,
    /// The manifest is not the one whose digest was noted down.
    Digest,
    /// It bears no signature, though it should.
    Unsigned,
    /// Its signature is of none of the keys, or of other bytes.
    Forged,
    /// The manifest cannot be read as one.
    Manifest,
    /// A package is not as it was made.
    Package,
    Changed,
    Missing,
    /// It was never reviewed.
    Extra,
    /// It was published once, is no more, and still lies there.
    Withdrawn,
    /// The server leads to another host, or off the encryption.
    Redirect,
    /// A file is sent as what it is not.
    ContentType,
    /// The server shows what lies in a folder.
    Listing,
    /// The server answers that there is what there is not.
    FalseFound,
    /// A symbolic link.
    Link,
    /// A socket, a device or a pipe.
    Device,
    /// A name that is not Unicode.
    Name,
    /// Somebody was, or is, writing there.
    Unfinished,
    /// It could not be looked at, which says nothing of what is there.
    Unreached,
}

impl Fault {
    /// Every one, in their order.
    pub const ALL: [Self; 19] = [
        Self::OtherSite,
        Self::Digest,
        Self::Unsigned,
        Self::Forged,
        Self::Manifest,
        Self::Package,
        Self::Changed,
        Self::Missing,
        Self::Extra,
        Self::Withdrawn,
        Self::Redirect,
        Self::ContentType,
        Self::Listing,
        Self::FalseFound,
        Self::Link,
        Self::Device,
        Self::Name,
        Self::Unfinished,
        Self::Unreached,
    ];

    /// Its name in data.
    pub fn name(self) -> &'static str {
        match self {
            Self::OtherSite => "other_site",
            Self::Digest => "manifest_digest",
            Self::Unsigned => "manifest_unsigned",
            Self::Forged => "manifest_forged",
            Self::Manifest => "manifest_unreadable",
            Self::Package => "package",
            Self::Changed => "changed",
            Self::Missing => "missing",
            Self::Extra => "extra",
            Self::Withdrawn => "withdrawn_but_there",
            Self::Redirect => "redirect_elsewhere",
            Self::ContentType => "content_type",
            Self::Listing => "directory_listing",
            Self::FalseFound => "found_what_is_not",
            Self::Link => "link",
            Self::Device => "device",
            Self::Name => "name",
            Self::Unfinished => "unfinished",
            Self::Unreached => "unreached",
        }
    }
}

impl From<Odd> for Fault {
    fn from(odd: Odd) -> Self {
        match odd {
            Odd::Link => Self::Link,
            Odd::Device => Self::Device,
            Odd::Name => Self::Name,
        }
    }
}

/// How it was come upon what is in no list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Via {
    /// A page or list that leads there, by its path.
    Page(String),
    /// A folder whose files the server shows.
    Listing(String),
    /// An earlier manifest, by the file it was read from.
    Earlier(String),
    /// It was asked for by a name such files go by.
    Name,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub fault: Fault,
    /// The path in the site; of a folder it ends in `/`.
    pub path: String,
    /// What should be there: a digest, a content type.
    pub expected: Option<String>,
    /// What is.
    pub found: Option<String>,
    pub from: Option<Via>,
    /// Hosts and addresses it leads to, and no page that is as reviewed does.
    pub leads: BTreeSet<String>,
    pub trouble: Option<Trouble>,
    /// What is wrong with it in words, where that is known already.
    pub told: Option<Text>,
}

impl Finding {
    /// A difference without particulars.
    pub fn new(fault: Fault, path: impl Into<String>) -> Self {
        let path = path.into();
        let leads = BTreeSet::new();
        let (expected, found, from) = (None, None, None);
        Self { fault, path, expected, found, from, leads, trouble: None, told: None }
    }

    /// What should be there, and what is.
    #[must_use]
    pub fn against(self, expected: impl Into<String>, found: Option<String>) -> Self {
        Self { expected: Some(expected.into()), found, ..self }
    }

    /// Readers are shown another release than the log has last.
    pub fn by_hand(by_hand: &ByHand, last: Option<&Record>) -> Self {
        Self { told: Some(by_hand.told(last)), ..Self::new(Fault::Changed, CURRENT) }
    }

    /// What could not be looked at, and why.
    pub fn unreached(path: impl Into<String>, trouble: Trouble) -> Self {
        Self { trouble: Some(trouble), ..Self::new(Fault::Unreached, path) }
    }
}

/// What is worth knowing and no fault.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remark {
    /// Who could change the files could change the list of them too.
    SameSource,
    /// The same of a package, which goes with a receipt on paper.
    OnlyThePackage,
    /// The place gives out no manifest of its own.
    NoOwnManifest,
    /// Texts are sent without saying that they are UTF-8.
    NoCharset { count: usize, example: String },
    /// Pages are sent without headers that hold an attacker back.
    NoHeaders { names: Vec<&'static str>, count: usize },
    /// What a server shows for an address that is not there is not the page of the site.
    OtherNotFound {
        /// Where it leads that no page as reviewed does.
        leads: BTreeSet<String>,
    },
    /// Names such files go by that were asked for and got no answer, as behind a firewall.
    Unanswered(usize),
    /// Links that were not followed, for there are too many.
    NotFollowed(usize),
    /// Endings of which no name can be looked for: what is not there has another page each time.
    Unforeseeable(usize),
    /// Releases beside the one served, of which names and sizes were compared.
    OtherReleases(usize),
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    AsReviewed,
    Differs,
    /// No difference was seen, but not everything could be.
    NotSeen,
}

impl Verdict {
    /// Its name in data.
    pub fn name(self) -> &'static str {
        match self {
            Self::AsReviewed => "as_reviewed",
            Self::Differs => "differs",
            Self::NotSeen => "not_seen",
        }
    }
}

/// All that a verification found.
#[derive(Debug)]
pub struct Verification {
    /// SHA-256 of the manifest's bytes; none where there was none to be had.
    pub digest: Option<String>,
    pub source: Source,
    pub signature: Signature,
    /// None where it could not be read.
    pub manifest: Option<Manifest>,
    /// The package that was proved, where it is one.
    pub package: Option<Proof>,
    /// Differences in the order they are told.
    pub findings: Vec<Finding>,
    pub remarks: Vec<Remark>,
    /// How many requests were made.
    pub requests: usize,
}

impl Verification {
    /// Of a place whose list is of no use.
    pub fn without_list(source: Source, findings: Vec<Finding>) -> Self {
        Self {
            digest: None,
            source,
            signature: Signature::None,
            manifest: None,
            package: None,
            findings,
            remarks: Vec::new(),
            requests: 0,
        }
    }

    /// How it ended.
    pub fn verdict(&self) -> Verdict {
        match self.findings.iter().any(|finding| finding.fault != Fault::Unreached) {
            true => Verdict::Differs,
            false if self.findings.is_empty() => Verdict::AsReviewed,
            false => Verdict::NotSeen,
        }
    }

    /// How often each fault was found; those that were not are left out.
    pub fn counts(&self) -> BTreeMap<Fault, usize> {
        let mut counts = BTreeMap::new();
        for finding in &self.findings {
            *counts.entry(finding.fault).or_default() += 1;
        }
        counts
    }

    /// Puts everything in the order it is told.
    pub(super) fn sorted(mut self) -> Self {
        let key = |finding: &Finding| (finding.fault, finding.path.clone(), finding.from.clone());
        self.findings.sort_by_cached_key(key);
        self.findings.dedup();
        self.remarks.sort();
        self.remarks.dedup();
        self
    }
}
