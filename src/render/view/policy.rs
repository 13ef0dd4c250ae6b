//! Policies by year, and a policy.

use serde::Serialize;

use super::{AttachmentView, DateText, EvidenceView, Fact, Link, Made, QuotedView};

/// policies.html
#[derive(Debug, Serialize)]
pub struct PoliciesView {
    pub intro_html: Made,
    pub total: PolicyCounts,
    /// The newest first.
    pub years: Vec<PolicyYearView>,
}

/// 立, 改, 废 and those that do not say.
#[derive(Debug, Serialize)]
pub struct PolicyCounts {
    pub total: u32,
    pub made: u32,
    pub revised: u32,
    pub repealed: u32,
    pub unstated: u32,
}

#[derive(Debug, Serialize)]
pub struct PolicyYearView {
    /// 2023年.
    pub year: String,
    pub counts: PolicyCounts,
    /// The newest first.
    pub items: Vec<PolicyItem>,
}

#[derive(Debug, Serialize)]
pub struct PolicyItem {
    pub link: Link,
    pub date: DateText,
    /// 新立, 修改, 废止.
    pub action: Option<String>,
    /// Number, issuer, whether it is in force.
    pub note: Option<String>,
    pub summary: Option<String>,
    pub sample: bool,
}

/// policy.html
#[derive(Debug, Serialize)]
pub struct PolicyView {
    /// The block of an official document, and what was done.
    pub document: Vec<Fact>,
    pub body_html: Made,
    pub quoted: Vec<QuotedView>,
    pub evidence: Vec<EvidenceView>,
    pub attachments: Vec<AttachmentView>,
}
