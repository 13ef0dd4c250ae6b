//! Lists of duties: their index, and the page of one.

use serde::Serialize;

use super::{AttachmentView, DateText, EventView, EvidenceView, Fact, Link, Made, QuotedView};

/// duties.html
#[derive(Debug, Serialize)]
pub struct DutiesView {
    pub intro_html: Made,
    /// By plan; lists of no plan come last, under no heading.
    pub plans: Vec<DutiesPlan>,
}

#[derive(Debug, Serialize)]
pub struct DutiesPlan {
    pub plan: Option<Link>,
    /// Who filed of how many: a rate only where the plan says how many owe one.
    pub filed: String,
    pub measures: DutyMeter,
    pub rows: Vec<DutyRow>,
    /// From the first month with a measure done to the last.
    pub months: Vec<DutyMonth>,
}

/// Measures done of all.
#[derive(Debug, Clone, Serialize)]
pub struct DutyMeter {
    pub measures: u32,
    pub done: u32,
    /// 41.7%, or —.
    pub rate: String,
    /// 其中示例1份, of several lists.
    pub samples: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct DutyRow {
    pub office: Option<Link>,
    pub link: Link,
    pub sample: bool,
    pub filed: Option<String>,
    pub meter: DutyMeter,
}

#[derive(Debug, Serialize)]
pub struct DutyMonth {
    /// 2023年5月.
    pub month: String,
    pub done: u32,
    /// Up to the month's end.
    pub so_far: DutyMeter,
}

/// duty.html
#[derive(Debug, Serialize)]
pub struct DutyView {
    pub facts: Vec<Fact>,
    pub body_html: Made,
    pub meter: DutyMeter,
    pub measures: Vec<DutyMeasure>,
    /// Newest first.
    pub history: Vec<EventView>,
    pub quoted: Vec<QuotedView>,
    pub attachments: Vec<AttachmentView>,
    pub evidence: Vec<EvidenceView>,
}

#[derive(Debug, Serialize)]
pub struct DutyMeasure {
    pub number: usize,
    pub text: String,
    /// The day it was first done; none while it is not.
    pub done: Option<DateText>,
}
