//! Evaluations, and the comparison of offices.

use serde::Serialize;

use super::{
    AttachmentView, DutyMeter, EvidenceView, Fact, Link, Made, QuotedView, ReturnCounts, Totals,
};

/// evaluations.html
#[derive(Debug, Serialize)]
pub struct EvaluationsView {
    pub intro_html: Made,
    pub plans: Vec<EvaluationsPlan>,
}

#[derive(Debug, Serialize)]
pub struct EvaluationsPlan {
    /// None for those whose plan was withdrawn.
    pub plan: Option<Link>,
    /// The latest period first.
    pub rows: Vec<EvaluationRow>,
}

#[derive(Debug, Serialize)]
pub struct EvaluationRow {
    pub link: Link,
    pub sample: bool,
    /// 2023年第二季度.
    pub period: String,
    /// Judged, those not named among them.
    pub offices: u32,
    /// 好 2、较好 1; empty where the edition tells no grades.
    pub grades: String,
}

/// evaluation.html
#[derive(Debug, Serialize)]
pub struct EvaluationView {
    pub facts: Vec<Fact>,
    pub body_html: Made,
    pub criteria: Vec<CriterionView>,
    pub grades: Vec<Fact>,
    /// Whether totals, places and grades are told.
    pub totals: bool,
    pub results: Vec<ResultView>,
    /// Of which day the figures are, and what the edition leaves out.
    pub notes: Vec<String>,
    /// Whether any score is computed.
    pub computes: bool,
    pub quoted: Vec<QuotedView>,
    pub attachments: Vec<AttachmentView>,
    pub evidence: Vec<EvidenceView>,
}

#[derive(Debug, Serialize)]
pub struct CriterionView {
    pub name: String,
    pub weight: String,
    /// 手工评分, 任务完成率 …
    pub from: String,
}

#[derive(Debug, Serialize)]
pub struct ResultView {
    pub office: Link,
    /// 第1名, or —.
    pub place: String,
    /// In the order of the criteria.
    pub scores: Vec<ScoreView>,
    pub total: String,
    pub grade: String,
}

#[derive(Debug, Serialize)]
pub struct ScoreView {
    pub label: String,
    /// 33.33, or —.
    pub score: String,
    /// What a computed score is made of: 5/6，83.3%.
    pub input: Option<String>,
}

/// An evaluation on an office's page.
#[derive(Debug, Serialize)]
pub struct OfficeEvaluation {
    pub link: Link,
    pub sample: bool,
    pub period: String,
    pub total: String,
    pub place: String,
    pub grade: String,
}

/// summary.html: the offices of each plan side by side.
#[derive(Debug, Serialize)]
pub struct SummaryView {
    pub plans: Vec<SummaryPlan>,
}

#[derive(Debug, Serialize)]
pub struct SummaryPlan {
    pub plan: Link,
    /// As the board's: the plan's id with `-` for `/`.
    pub anchor: String,
    /// The latest evaluation, where there is one.
    pub evaluation: Option<Link>,
    pub evaluation_sample: bool,
    /// Whether any office of the plan has problems, lists of duties or returns to show.
    pub problems: bool,
    pub duties: bool,
    pub returns: bool,
    pub rows: Vec<SummaryRow>,
}

#[derive(Debug, Serialize)]
pub struct SummaryRow {
    pub office: Link,
    pub tasks: Totals,
    pub problems: ProblemMeter,
    pub duties: DutyMeter,
    /// For the internal edition alone.
    pub returns: Option<ReturnCounts>,
    /// 好; — where it was not judged, or is not named.
    pub grade: String,
    pub place: Option<String>,
}

/// Problems closed of those found and not handed on.
#[derive(Debug, Serialize)]
pub struct ProblemMeter {
    pub found: u32,
    pub samples: Option<String>,
    pub closed: u32,
    pub due: u32,
    pub rate: String,
}
