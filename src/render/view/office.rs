//! Offices, posts, groups and their returns: who answers.

use serde::Serialize;

use super::{
    AttachmentView, Chart, DateText, DutyMeter, DutyRow, Fact, HighlightItem, IndicatorRow, Legend,
    Link, ListItem, Made, OfficeEvaluation, OfficeRow, ProblemSection, ReturnCounts, Shared,
    TaskItem, Totals,
};

/// offices.html
#[derive(Debug, Serialize)]
pub struct OfficesView {
    pub intro_html: Made,
    /// Depth-first through the tree; each takes in its descendants.
    pub rows: Vec<OfficeRow>,
    /// Where they are compared, plan by plan.
    pub summary: Option<Link>,
}

/// office.html
#[derive(Debug, Serialize)]
pub struct OfficeView {
    pub facts: Vec<Fact>,
    pub body_html: Made,
    pub totals: Totals,
    /// States by plan and by the offices below it.
    pub charts: Vec<Chart>,
    /// Counted: its own and its descendants', each once.
    pub tasks: Vec<Shared<TaskItem>>,
    /// The plan of all these tasks, where it is one and the same.
    pub plan: Option<Link>,
    /// Listed, not counted: joint, coordinated or supported.
    pub listed: Vec<ListedTask>,
    pub children: Vec<OfficeRow>,
    pub posts: Vec<Link>,
    pub indicators: Vec<Link>,
    pub groups: Vec<Link>,
    /// Its own and its descendants', each once.
    pub problems: Option<ProblemSection>,
    /// Seats of the office and its posts in groups: role, group, post.
    pub seats: Vec<Fact>,
    pub returns: Option<ReturnCounts>,
    /// Its own lists of duties and its descendants', with their measures together.
    pub duties: Vec<DutyRow>,
    pub duties_meter: DutyMeter,
    pub highlights: Vec<HighlightItem>,
    /// What it was judged, the latest period first.
    pub evaluations: Vec<OfficeEvaluation>,
    pub attachments: Vec<AttachmentView>,
    pub legend: Vec<Legend>,
}

/// What a 指标长 has to see to.
#[derive(Debug, Serialize)]
pub struct LoadView {
    /// 担任5项指标的指标长，涉及任务12项，已完成7项，完成率70.0%（7/10）。
    pub summary: String,
    pub leads: Vec<LeadRow>,
}

#[derive(Debug, Serialize)]
pub struct LeadRow {
    /// None for the indicators that name no lead.
    pub lead: Option<Link>,
    pub indicators: usize,
    pub totals: Totals,
}

#[derive(Debug, Serialize)]
pub struct ListedTask {
    pub item: Shared<TaskItem>,
    /// 共同责任, 统筹, 配合.
    pub role: String,
}

/// post.html
#[derive(Debug, Serialize)]
pub struct PostView {
    pub facts: Vec<Fact>,
    pub body_html: Made,
    /// Tasks this post answers for.
    pub tasks: Vec<Shared<TaskItem>>,
    /// The plan of all these tasks, where it is one and the same.
    pub plan: Option<Link>,
    pub totals: Totals,
    /// As 指标长.
    pub indicators: Vec<IndicatorRow>,
    /// What the leads have of them.
    pub load: Option<LoadView>,
    /// As head or overseer, with the role in the note.
    pub offices: Vec<Fact>,
    /// Seats in groups, with the role.
    pub seats: Vec<Fact>,
    /// Problems this post answers for.
    pub problems: Option<ProblemSection>,
    /// Lists of duties it undertook.
    pub duties: Vec<Link>,
    pub attachments: Vec<AttachmentView>,
    pub legend: Vec<Legend>,
}

/// group.html
#[derive(Debug, Serialize)]
pub struct GroupView {
    pub facts: Vec<Fact>,
    pub body_html: Made,
    pub members: Vec<MemberRow>,
    /// Seats that ended before the day.
    pub past: Vec<MemberRow>,
    /// 工作组, 专线: each before those under it.
    pub children: Vec<ChildGroup>,
    /// As the line they were handed to.
    pub problems: Option<ProblemSection>,
    pub attachments: Vec<AttachmentView>,
}

#[derive(Debug, Serialize)]
pub struct ChildGroup {
    pub link: Link,
    /// Steps below the group's own children.
    pub depth: u32,
    pub leader: Option<Link>,
    pub lead: Option<Link>,
}

#[derive(Debug, Serialize)]
pub struct MemberRow {
    pub role: String,
    pub post: Option<Link>,
    pub office: Option<Link>,
    /// Who holds the seat on the as-of day, where the site names holders.
    pub name: Option<String>,
    pub span: Option<String>,
    /// That the document lists it in its text alone, or in its annex alone.
    pub listed: Option<String>,
}

/// returns.html (internal edition): who reported, when, late or missing.
#[derive(Debug, Serialize)]
pub struct ReturnsView {
    pub intro_html: Made,
    pub plans: Vec<ReturnsPlan>,
}

#[derive(Debug, Serialize)]
pub struct ReturnsPlan {
    pub plan: Link,
    pub counts: ReturnCounts,
    /// An office a row, the returns owed in its cells' counts.
    pub offices: Vec<OfficeReturns>,
    /// What became of each return, by week and month.
    pub charts: Vec<Chart>,
    pub items: Vec<ListItem>,
}

#[derive(Debug, Serialize)]
pub struct OfficeReturns {
    pub office: Link,
    pub counts: ReturnCounts,
}

/// return.html (internal edition)
#[derive(Debug, Serialize)]
pub struct ReturnView {
    pub facts: Vec<Fact>,
    pub body_html: Made,
    /// Task, date, what was reported.
    pub rows: Vec<ReturnRow>,
    pub attachments: Vec<AttachmentView>,
}

#[derive(Debug, Serialize)]
pub struct ReturnRow {
    pub task: Link,
    pub date: Option<DateText>,
    pub word: String,
    pub text: String,
    pub facts: Vec<Fact>,
}
