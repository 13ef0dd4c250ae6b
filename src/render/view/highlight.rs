//! Highlights: their index by round, and the page of one.

use serde::Serialize;

use super::{AttachmentView, DateText, EvidenceView, Fact, Link, Made, QuotedView};

/// highlights.html
#[derive(Debug, Serialize)]
pub struct HighlightsView {
    pub intro_html: Made,
    /// The newest first; what was shown in no round comes last.
    pub rounds: Vec<RoundView>,
}

#[derive(Debug, Serialize)]
pub struct RoundView {
    pub name: String,
    pub plan: Option<Link>,
    pub items: Vec<HighlightItem>,
}

#[derive(Debug, Serialize)]
pub struct HighlightItem {
    pub link: Link,
    pub sample: bool,
    pub date: DateText,
    pub office: Option<Link>,
    pub indicator: Option<Link>,
    pub summary: Option<String>,
    pub figures: Vec<FigureView>,
    /// 全旗（2023年6月10日起）.
    pub promoted: Option<String>,
}

/// A figure before and after.
#[derive(Debug, Serialize)]
pub struct FigureView {
    pub name: String,
    /// With the unit; — where it is not known.
    pub before: String,
    pub after: String,
    /// −37（−48.7%）; without a per cent on 0.
    pub change: Option<String>,
}

/// highlight.html
#[derive(Debug, Serialize)]
pub struct HighlightView {
    pub facts: Vec<Fact>,
    pub figures: Vec<FigureView>,
    pub body_html: Made,
    pub quoted: Vec<QuotedView>,
    pub attachments: Vec<AttachmentView>,
    pub evidence: Vec<EvidenceView>,
}
