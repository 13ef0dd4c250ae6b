//! Problems: a line in a listing, the tables that count them, and the page of one.

use serde::Serialize;

use super::{
    Ask, AttachmentView, Chip, DateText, DeadlineView, EventView, EvidenceView, Fact, Legend, Link,
    ListWay, Made, StateCount, Texts,
};

/// A problem in any listing.
#[derive(Debug, Serialize)]
pub struct ProblemItem {
    pub title: String,
    pub href: String,
    pub sample: bool,
    pub plan: Option<Link>,
    pub found: DateText,
    pub channel: String,
    pub line: Option<Link>,
    /// The first counts, the others are joint.
    pub lead: Vec<Link>,
    pub deadline: String,
    pub deadline_words: Option<String>,
    /// 原定2020年3月10日，第1次调整, if the deadline was ever changed.
    pub changed: Option<String>,
    pub chip: Chip,
    /// 已过整改时限 beside a state that does not say so, 已转交未认领.
    pub flags: Vec<Chip>,
    /// Why it is in this state.
    pub why: String,
    /// What the list of problems narrows it by.
    pub facets: ProblemFacets,
}

/// The ids a problem can be found by, several set apart by `|`.
#[derive(Debug, Serialize)]
pub struct ProblemFacets {
    pub plan: String,
    /// Who answers for it first, and the offices above.
    pub offices: String,
    /// Where it came from, as addresses spell it.
    pub channel: String,
    pub line: String,
    /// 2023-06-30.
    pub due: String,
    /// 2023-06.
    pub month: String,
}

/// Problems counted; each rate stands beside its counts.
#[derive(Debug, Serialize)]
pub struct ProblemTotals {
    pub found: u32,
    /// 其中示例3个, where there are any that are not of a sample plan.
    pub samples: Option<String>,
    pub reported: u32,
    pub verified: u32,
    pub closed: u32,
    pub closed_late: u32,
    /// Found, but for those another office took over.
    pub due: u32,
    /// 84.4%, or —.
    pub closed_rate: String,
    pub transferred: u32,
    pub unaccepted: u32,
    pub rework: u32,
    pub overdue: u32,
    pub reopened: u32,
    pub ever_closed: u32,
    pub reopened_rate: String,
    /// 12.5天, of those closed.
    pub median: Option<String>,
    /// Every state that occurs, worst first.
    pub states: Vec<StateCount>,
    /// 因四舍五入，合计可能不等于100%, where it applies.
    pub rounding: Option<String>,
}

/// Problems by a question, a line, a channel or an office.
#[derive(Debug, Serialize)]
pub struct ProblemTable {
    /// 按排查要点统计.
    pub title: String,
    /// What a row stands for: 排查要点, 专线 …
    pub head: String,
    pub rows: Vec<ProblemRow>,
}

#[derive(Debug, Serialize)]
pub struct ProblemRow {
    pub label: Link,
    pub totals: ProblemTotals,
}

/// Problems in one state.
#[derive(Debug, Serialize)]
pub struct ProblemGroup {
    pub chip: Chip,
    pub anchor: &'static str,
    /// How many there are, on all parts of the page.
    pub count: usize,
    pub items: Vec<ProblemItem>,
}

/// problems.html
#[derive(Debug, Serialize)]
pub struct ProblemsView {
    pub intro_html: Made,
    pub totals: ProblemTotals,
    /// Whether the problems are of several plans, so that a listing names them.
    pub many_plans: bool,
    /// Ways to fewer problems: by state, month, source, office, 专线 and plan; on the first part
    /// alone.
    pub ways: Vec<ListWay>,
    /// The further parts of the list, where a script finds the other problems.
    pub further: Vec<String>,
    pub tables: Vec<ProblemTable>,
    /// Worst first.
    pub groups: Vec<ProblemGroup>,
    pub legend: Vec<Legend>,
}

/// problems_by.html: the problems of a state, of a month or of a source.
#[derive(Debug, Serialize)]
pub struct ProblemsByView {
    pub text: String,
    pub items: Vec<ProblemItem>,
    /// Whether the items are of several plans.
    pub many_plans: bool,
    /// To the other states, months and sources.
    pub ways: Vec<ListWay>,
    pub legend: Vec<Legend>,
}

/// The problems of a plan, an office, a group, an indicator or a post, on its page.
#[derive(Debug, Serialize)]
pub struct ProblemSection {
    pub totals: ProblemTotals,
    pub items: Vec<ProblemItem>,
    /// Whether the items are of several plans.
    pub many_plans: bool,
    /// Led jointly: listed and not counted.
    pub listed: Vec<ProblemItem>,
    pub legend: Vec<Legend>,
}

/// problem.html
#[derive(Debug, Serialize)]
pub struct ProblemView {
    pub item: ProblemItem,
    /// What was found, in the order of the paper ledger.
    pub facts: Vec<Fact>,
    /// What is promised beside goal, steps, milestones and deadline, which have places of their
    /// own.
    pub promise: Vec<Fact>,
    pub cause: Option<String>,
    pub goal: Option<String>,
    pub steps: Vec<String>,
    pub milestones: Vec<MilestoneView>,
    pub deadline: DeadlineView,
    pub body_html: Made,
    /// Newest first.
    pub history: Vec<EventView>,
    pub attachments: Vec<AttachmentView>,
    pub evidence: Vec<EvidenceView>,
    /// The offices that answer for it.
    pub ask: Vec<Ask>,
    pub related: Vec<Link>,
    /// News and pages that lead here.
    pub texts: Option<Texts>,
    pub legend: Vec<Legend>,
}

#[derive(Debug, Serialize)]
pub struct MilestoneView {
    pub goal: String,
    pub deadline: Option<String>,
    /// The document's own words, where they differ.
    pub words: Option<String>,
}
