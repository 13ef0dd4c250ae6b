//! 双公示 by period, and the figures of a period. No case is ever here.

use serde::Serialize;

use super::{AttachmentView, EvidenceView, Fact, Link, Made};

/// publicity.html
#[derive(Debug, Serialize)]
pub struct PublicityView {
    pub intro_html: Made,
    /// The latest period first.
    pub lines: Vec<PublicityPeriod>,
}

#[derive(Debug, Serialize)]
pub struct PublicityPeriod {
    pub record: Link,
    pub sample: bool,
    pub line: PublicityLine,
}

/// What became of some cases; each rate stands beside its counts.
#[derive(Debug, Serialize)]
pub struct PublicityLine {
    /// 行政许可, 行政处罚, 合计.
    pub category: String,
    /// 应报数, where it is stated.
    pub stated: Option<u32>,
    pub listed: u32,
    pub not_due: u32,
    /// What the rates are of.
    pub judged: u32,
    pub on_time: u32,
    pub on_time_rate: String,
    pub late: u32,
    pub late_rate: String,
    pub omitted: u32,
    pub omitted_rate: String,
    pub wrong: u32,
    pub wrong_rate: String,
    /// 日历未公布，n件未计.
    pub note: Option<String>,
}

/// publicity_sheet.html
#[derive(Debug, Serialize)]
pub struct PublicitySheetView {
    pub facts: Vec<Fact>,
    pub total: PublicityLine,
    /// 应报12件，表中11件.
    pub stated: Option<String>,
    /// By category, where there are any.
    pub lines: Vec<PublicityLine>,
    pub body_html: Made,
    pub evidence: Vec<EvidenceView>,
    pub attachments: Vec<AttachmentView>,
}
