//! Inspections: the tables that count them, a line in a listing, and the page of one.

use serde::Serialize;

use super::{
    AttachmentView, DateText, Fact, Legend, Link, Made, ProblemItem, ProblemTotals, QuotedView,
};

/// inspections.html
#[derive(Debug, Serialize)]
pub struct InspectionsView {
    pub intro_html: Made,
    pub totals: InspectionTotals,
    pub tables: Vec<InspectionTable>,
    /// The newest first.
    pub items: Vec<InspectionItem>,
    /// Whether they are of several plans, so that a listing names them.
    pub many_plans: bool,
}

/// Inspections counted, with what they found.
#[derive(Debug, Serialize)]
pub struct InspectionTotals {
    pub inspections: u32,
    /// 其中示例1次.
    pub samples: Option<String>,
    pub problems: u32,
    /// 其中示例2个.
    pub problem_samples: Option<String>,
    /// Of those found, the ones of the ledger.
    pub itemised: u32,
    pub closed: u32,
    /// Of the ledger's, all but those another office took over.
    pub due: u32,
    pub closed_rate: String,
}

/// Inspections by form or by aspect.
#[derive(Debug, Serialize)]
pub struct InspectionTable {
    pub title: String,
    pub head: String,
    pub rows: Vec<InspectionRow>,
    /// 涉及几个方面的分别列出, where a row's sum is not the total.
    pub note: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct InspectionRow {
    pub label: String,
    pub totals: InspectionTotals,
}

#[derive(Debug, Serialize)]
pub struct InspectionItem {
    pub link: Link,
    pub sample: bool,
    pub plan: Option<Link>,
    pub date: DateText,
    pub form: Option<String>,
    pub by: Option<Link>,
    pub targets: Vec<Link>,
    pub aspects: String,
    /// How many problems it found; none where nobody said.
    pub problems: Option<u32>,
    /// 2/3, of those in the ledger.
    pub closed: Option<String>,
}

/// inspection.html
#[derive(Debug, Serialize)]
pub struct InspectionView {
    pub facts: Vec<Fact>,
    pub body_html: Made,
    /// Of the problems in the ledger; none where the inspection names none.
    pub totals: Option<ProblemTotals>,
    pub problems: Vec<ProblemItem>,
    pub many_plans: bool,
    /// Totals its document states without itemising them.
    pub quoted: Vec<QuotedView>,
    pub attachments: Vec<AttachmentView>,
    pub legend: Vec<Legend>,
}
