//! The home page, the board, and a plan.

use serde::Serialize;

use super::{
    AttachmentView, Chart, Chip, DateText, EvidenceView, Fact, Legend, Link, ListItem, Made,
    OfficeRow, ProblemSection, QuotedView, Shared, TaskItem, Totals,
};

/// home.html
#[derive(Debug, Serialize)]
pub struct HomeView {
    pub intro_html: Made,
    /// Of all plans together.
    pub totals: Totals,
    pub plans: Vec<PlanCard>,
    /// What changed of each plan's tasks since its last bulletin, in numbers.
    pub since: Vec<ListItem>,
    /// What changed in the last 30 days, newest first.
    pub changes: Vec<ChangeItem>,
    pub changes_note: String,
    pub news: Vec<ListItem>,
    pub legend: Vec<Legend>,
}

/// A plan's figures on the home page.
#[derive(Debug, Serialize)]
pub struct PlanCard {
    pub link: Link,
    pub issuer: Link,
    pub doc_number: Option<String>,
    pub published: DateText,
    /// 方案23项，本站收录16项, if the document states a number.
    pub stated: Option<String>,
    pub totals: Totals,
    /// Overdue first, then due soon; a handful.
    pub urgent: Vec<Shared<TaskItem>>,
    /// How many overdue and due-soon tasks are not among `urgent`, in words.
    pub more: Option<String>,
    pub board_href: String,
}

#[derive(Debug, Serialize)]
pub struct ChangeItem {
    pub date: DateText,
    /// 完成, 完成时限调整, 转为逾期 …
    pub what: String,
    pub link: Link,
    pub office: Option<Link>,
    pub chip: Option<Chip>,
    pub text: String,
    pub sample: bool,
}

/// tasks.html: the red-yellow-blue board, a section a plan.
#[derive(Debug, Serialize)]
pub struct BoardView {
    pub intro_html: Made,
    /// States by plan, or of the only plan by office.
    pub charts: Vec<Chart>,
    /// What changed since the plans' last bulletins; the first part of the board alone tells it.
    pub since: Vec<SinceView>,
    /// Ways to fewer tasks: by state, month, office, indicator and plan; on the first part alone.
    pub ways: Vec<ListWay>,
    /// The further parts of the board, where a script finds the other tasks.
    pub further: Vec<String>,
    pub wall: Option<String>,
    pub plans: Vec<PlanBoard>,
    pub legend: Vec<Legend>,
}

#[derive(Debug, Serialize)]
pub struct PlanBoard {
    pub card: PlanCard,
    /// The address of this section on the page: the plan's id with `-` for `/`.
    pub anchor: String,
    /// The plan's tasks by state, worst first; only states that occur.
    pub groups: Vec<TaskGroup>,
}

#[derive(Debug, Serialize)]
pub struct TaskGroup {
    pub chip: Chip,
    /// Anchor on the page.
    pub anchor: String,
    /// How many there are, on all parts of the board.
    pub count: usize,
    pub items: Vec<Shared<TaskItem>>,
}

/// What changed of a plan's tasks since its last bulletin.
#[derive(Debug, Serialize)]
pub struct SinceView {
    pub plan: Link,
    /// 自上期通报（数据截至2023年8月25日）以来, leading to it.
    pub text: Link,
    /// 新完成, 新逾期, 时限调整, 新增; those that are.
    pub groups: Vec<SinceGroup>,
    /// Where none of them is.
    pub nothing: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct SinceGroup {
    pub word: String,
    pub count: usize,
    pub items: Vec<Shared<TaskItem>>,
    /// 另有3项.
    pub more: Option<String>,
}

/// A way to part the tasks, or the problems.
#[derive(Debug, Serialize)]
pub struct ListWay {
    /// `state`, `month`, `office`, `indicator`, `plan`, `channel`, `line`: what a filter in the
    /// address is called.
    pub name: &'static str,
    /// 按责任单位.
    pub title: String,
    /// 责任单位.
    pub label: String,
    pub items: Vec<ListWayItem>,
}

#[derive(Debug, Serialize)]
pub struct ListWayItem {
    /// As it stands in the page's address and in the rows.
    pub value: String,
    pub link: Link,
    pub count: usize,
    /// Steps below the top.
    pub depth: u32,
}

/// tasks_by.html: the tasks of a state or of a month.
#[derive(Debug, Serialize)]
pub struct TasksByView {
    pub text: String,
    pub items: Vec<Shared<TaskItem>>,
    /// To the other states and months.
    pub ways: Vec<ListWay>,
    pub legend: Vec<Legend>,
}

/// wall.html: the board as one hangs it on a wall.
#[derive(Debug, Serialize)]
pub struct WallView {
    pub plans: Vec<WallPlan>,
    pub legend: Vec<Legend>,
}

#[derive(Debug, Serialize)]
pub struct WallPlan {
    pub plan: Link,
    pub totals: Totals,
    /// By office, within one the worst first.
    pub rows: Vec<WallRow>,
}

#[derive(Debug, Serialize)]
pub struct WallRow {
    /// Who answers for it first, if anybody is named.
    pub office: Option<String>,
    pub item: Shared<TaskItem>,
}

/// plan.html
#[derive(Debug, Serialize)]
pub struct PlanView {
    /// NORMS §3b's block: 索引号, 主题分类, 发文机关, 成文日期, 标题, 发文字号, 发布日期, 时效.
    pub document: Vec<Fact>,
    /// Spans, return and bulletin days, completion by report or verification.
    pub facts: Vec<Fact>,
    pub stages: Vec<StageView>,
    /// The stages on one line of days.
    pub stages_chart: Option<Chart>,
    /// Where the as-of day lies on the stages' line of time, in per cents; none outside it.
    pub now: Option<u32>,
    pub body_html: Made,
    pub stated: Option<String>,
    pub quoted: Vec<QuotedView>,
    pub totals: Totals,
    /// What is done against what is due, and states by office and indicator.
    pub charts: Vec<Chart>,
    pub tasks: Vec<Shared<TaskItem>>,
    pub offices: Vec<OfficeRow>,
    pub problems: Option<ProblemSection>,
    /// What is closed against what was found.
    pub problems_chart: Option<Chart>,
    /// Where these are compared.
    pub summary: Option<Link>,
    pub indicators: Vec<Link>,
    /// What else belongs to it, by kind.
    pub family: Vec<FamilyRow>,
    /// News and pages that lead here and are not of the family.
    pub texts: Option<Texts>,
    pub checklist: Vec<Fact>,
    pub attachments: Vec<AttachmentView>,
    pub evidence: Vec<EvidenceView>,
    pub legend: Vec<Legend>,
}

/// The records of a kind that belong to a plan.
#[derive(Debug, Serialize)]
pub struct FamilyRow {
    /// The kind, leading to its index.
    pub kind: Link,
    pub count: usize,
    /// The newest; none where the page lists them in a section of their own.
    pub items: Vec<ListItem>,
    /// To the rest, or to that section.
    pub more: Option<Link>,
}

/// News and pages that lead to a record.
#[derive(Debug, Serialize)]
pub struct Texts {
    /// The newest.
    pub items: Vec<ListItem>,
    /// How many more there are, leading to the news.
    pub more: Option<Link>,
}

#[derive(Debug, Serialize)]
pub struct StageView {
    pub name: String,
    pub span: String,
    pub goal: Option<String>,
    /// `past`, `current` or `future` on the as-of day, and its word.
    pub phase: &'static str,
    pub phase_word: String,
    /// Position on the plan's line of time, whole per cents.
    pub at: u32,
    pub width: u32,
}
