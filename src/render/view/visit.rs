//! Visits by plan and quarter, and the visits of a period.

use serde::Serialize;

use super::{AttachmentView, EvidenceView, Fact, Link, Made};

/// visits.html
#[derive(Debug, Serialize)]
pub struct VisitsView {
    pub intro_html: Made,
    pub plans: Vec<VisitsPlan>,
}

#[derive(Debug, Serialize)]
pub struct VisitsPlan {
    pub plan: Option<Link>,
    /// What the plan asks for: 局领导班子成员：每季度1次（走访）.
    pub quotas: Vec<String>,
    /// The latest period first, in it by 对象.
    pub lines: Vec<VisitsLine>,
}

#[derive(Debug, Serialize)]
pub struct VisitsLine {
    /// 2023年第二季度, leading to its page.
    pub record: Link,
    pub sample: bool,
    /// 首季不足一季.
    pub note: Option<String>,
    pub total: VisitTotal,
}

#[derive(Debug, Serialize)]
pub struct VisitTotal {
    /// 对象, or 合计.
    pub who: String,
    pub posts: u32,
    pub visits: u32,
    pub calls: u32,
    /// Posts that did what was asked, of those something was asked of.
    pub met: u32,
    pub asked: u32,
    pub rate: String,
}

/// visit.html
#[derive(Debug, Serialize)]
pub struct VisitView {
    pub facts: Vec<Fact>,
    /// 首季不足一季, and what follows from it.
    pub notes: Vec<String>,
    pub totals: Vec<VisitTotal>,
    pub rows: Vec<VisitPost>,
    pub issues: Vec<IssueLine>,
    /// The sums of the columns.
    pub issues_total: Option<IssueLine>,
    /// What a withheld count stands for.
    pub withheld: Option<String>,
    pub body_html: Made,
    pub evidence: Vec<EvidenceView>,
    pub attachments: Vec<AttachmentView>,
}

/// A post's visits against what was asked of it.
#[derive(Debug, Serialize)]
pub struct VisitPost {
    pub post: Link,
    pub who: Option<String>,
    pub due: Option<u32>,
    pub visits: u32,
    pub calls: u32,
    /// What counts: visits, or visits and calls.
    pub made: u32,
    pub rate: Option<String>,
    /// `met`, `short`, `running`, `unasked`.
    pub standing: &'static str,
    pub word: String,
}

#[derive(Debug, Serialize)]
pub struct IssueLine {
    pub category: String,
    /// Raised, solved, open, explained, transferred; a count, ＊, or nothing.
    pub cells: Vec<String>,
}
