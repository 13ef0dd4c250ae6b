//! What each template is given: one typed struct a page kind, nothing else.
//!
//! Every text is ready to be shown, in the site's language. Every `href` is relative to the
//! site's top; a template puts `root` before it. Markup comes only in fields named `…html`.

use std::sync::Arc;

use serde::Serialize;

/// What every template is given beside its own view (as `site`), the same on all pages.
#[derive(Debug, Serialize)]
pub struct SiteView {
    pub title: String,
    /// BCP 47, as `zh-CN`.
    pub language: String,
    /// The day the site is computed for, in words: 2023年8月31日.
    pub as_of: String,
    pub as_of_iso: String,
    /// `public` or `internal`.
    pub edition: &'static str,
    /// Home first, then the sections that have records.
    pub nav: Vec<NavItem>,
    /// Site map, data, search, corrections.
    pub tools: Vec<NavItem>,
    pub footer: Vec<FooterItem>,
    /// `feed.xml`, if the site's address is known.
    pub feed: Option<String>,
    pub stylesheet: String,
    pub icon: String,
    pub organizer: String,
    /// Whether the whole tree holds drafts and must not be published.
    pub drafts: bool,
    /// Program and version.
    pub generator: String,
}

#[derive(Debug, Serialize)]
pub struct NavItem {
    pub label: String,
    pub href: String,
    /// The kind's name, `home`, or the tool's name; a page whose `section` equals it is inside.
    pub section: String,
}

/// One item of the portal's footer: 主办单位, 联系方式, ICP备案号 …
#[derive(Debug, Serialize)]
pub struct FooterItem {
    /// `organizer`, `contact`, `icp`, `police_record`, `site_id_code`, `party_gov_mark`,
    /// `error_report`, `sitemap`, …
    pub name: &'static str,
    pub label: String,
    pub text: String,
    /// An absolute address outside the site, or a path inside it when `inside`.
    pub href: Option<String>,
    pub inside: bool,
}

/// What `base.html` needs of every page (as `page`).
#[derive(Debug, Serialize)]
pub struct PageView {
    /// The way to the site's top from this page: `../../`, `./`; absolute on the 404 page.
    pub root: String,
    /// The one h1.
    pub title: String,
    /// The content of `<title>`: page, column, site.
    pub head_title: String,
    /// The section this page lies in, to mark the navigation.
    pub section: String,
    /// This page's own address from the site's top, as links to it are written.
    pub href: String,
    /// NORMS §1 tags, in order.
    pub meta: Vec<MetaTag>,
    pub canonical: Option<String>,
    pub breadcrumbs: Vec<Link>,
    /// Visible date, 2023年3月3日, with its machine form; a record without one shows none.
    pub published: Option<DateText>,
    /// Where the text comes from (信息来源).
    pub source: Option<String>,
    /// The label before `published`: 发布日期, or 本页数据截至 where the page is computed.
    pub published_label: String,
    /// What must be said before anything else: draft, internal, sample, archived …
    pub banners: Vec<Banner>,
}

#[derive(Debug, Serialize)]
pub struct MetaTag {
    pub name: &'static str,
    pub content: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct DateText {
    /// 2023-03-03, or 2023-03-03 11:30 where the minute is known.
    pub iso: String,
    pub text: String,
}

#[derive(Debug, Serialize)]
pub struct Banner {
    /// `draft`, `internal`, `sample`, `archived`, `withdrawn`, `replaced`, `demonstration`.
    pub kind: &'static str,
    pub text: String,
    pub link: Option<Link>,
}

/// Words that may lead somewhere.
#[derive(Debug, Clone, Serialize)]
pub struct Link {
    pub label: String,
    pub href: Option<String>,
}

/// One line of a definition list: a label and one or more values.
#[derive(Debug, Serialize)]
pub struct Fact {
    pub label: String,
    pub values: Vec<Link>,
    /// A remark in small type: the original words of a date, a former name.
    pub note: Option<String>,
}

/// A state as it is shown: word and days, never colour alone; the theme gives the shape.
#[derive(Debug, Clone, Serialize)]
pub struct Chip {
    /// `overdue`, `due_soon`, `in_progress`, `not_started`, `standing`, `no_deadline`, `done`,
    /// `done_late`, `suspended`, `cancelled`.
    pub state: &'static str,
    /// `blue`, `yellow`, `red`, `green`, … or empty.
    pub colour: &'static str,
    /// 临近时限.
    pub word: String,
    /// 距到期3天.
    pub days: Option<String>,
}

/// A task in any listing. Built once and shared by all pages that list it.
#[derive(Debug, Serialize)]
pub struct TaskItem {
    pub id: String,
    pub number: Option<String>,
    pub title: String,
    pub href: String,
    pub sample: bool,
    pub plan: Link,
    /// The plan by a short label, as tables have room for: 旗住建局2023年方案.
    pub plan_short: Link,
    pub indicator: Option<Link>,
    /// The first counts, the others are joint.
    pub lead: Vec<Link>,
    /// 等7个单位, where there are too many for a table; then a table shows the first alone.
    pub lead_more: Option<String>,
    /// 2023年9月30日, or the state's own words where there is none.
    pub deadline: String,
    pub deadline_iso: Option<String>,
    /// The document's own words (9月底前), where they differ.
    pub deadline_words: Option<String>,
    /// 原定2023年6月30日，第1次调整, if the deadline was ever changed.
    pub changed: Option<String>,
    pub chip: Chip,
    /// Why it is in this state, one sentence.
    pub why: String,
    pub last_report: Option<DateText>,
    /// As last stated, while the task is open.
    pub percent: Option<String>,
}

/// Counts by state, with rates beside them.
#[derive(Debug, Clone, Serialize)]
pub struct Totals {
    pub total: u32,
    /// done + done_late.
    pub done: u32,
    /// 应完成: all but cancelled and standing.
    pub due: u32,
    pub on_time: u32,
    pub overdue: u32,
    pub due_soon: u32,
    /// Every state that occurs, worst first.
    pub states: Vec<StateCount>,
    /// 58.7%, or —.
    pub done_rate: String,
    pub on_time_rate: String,
    /// 双过半: whether both halves are passed, in a sentence; absent without a plan's span.
    pub halfway: Option<String>,
    /// 因四舍五入，合计可能不等于100%, where it applies.
    pub rounding: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct StateCount {
    pub chip: Chip,
    pub count: u32,
    /// Share of the total, printed: 12.5%.
    pub share: String,
    /// Width of its part of the bar, whole per cents that add up to 100.
    pub width: u32,
    /// The tasks of this state on the board.
    pub href: Option<String>,
}

/// home.html
#[derive(Debug, Serialize)]
pub struct HomeView {
    pub intro_html: String,
    /// Of all plans together.
    pub totals: Totals,
    pub plans: Vec<PlanCard>,
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
    pub urgent: Vec<Arc<TaskItem>>,
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

/// One row of the legend: a state with the rule by which it is given.
#[derive(Debug, Clone, Serialize)]
pub struct Legend {
    pub chip: Chip,
    pub rule: String,
}

/// tasks.html: the red-yellow-blue board, a section a plan.
#[derive(Debug, Serialize)]
pub struct BoardView {
    pub intro_html: String,
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
    pub items: Vec<Arc<TaskItem>>,
}

/// plan.html
#[derive(Debug, Serialize)]
pub struct PlanView {
    /// NORMS §3b's block: 索引号, 主题分类, 发文机关, 成文日期, 标题, 发文字号, 发布日期, 时效.
    pub document: Vec<Fact>,
    /// Spans, return and bulletin days, completion by report or verification.
    pub facts: Vec<Fact>,
    pub stages: Vec<StageView>,
    /// Where the as-of day lies on the stages' line of time, in per cents; none outside it.
    pub now: Option<u32>,
    pub body_html: String,
    pub stated: Option<String>,
    pub quoted: Vec<QuotedView>,
    pub totals: Totals,
    pub tasks: Vec<Arc<TaskItem>>,
    pub offices: Vec<OfficeRow>,
    pub indicators: Vec<Link>,
    pub groups: Vec<Link>,
    pub checklist: Vec<Fact>,
    pub attachments: Vec<AttachmentView>,
    pub evidence: Vec<EvidenceView>,
    pub legend: Vec<Legend>,
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

/// A total a document states without itemising it; never mixed into computed counts.
#[derive(Debug, Serialize)]
pub struct QuotedView {
    pub name: String,
    /// 219, 40余, 219／373.
    pub value: String,
    pub as_of: Option<String>,
    pub source: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct OfficeRow {
    pub office: Link,
    /// Steps below the top of the tree.
    pub depth: u32,
    pub totals: Totals,
    /// 报送: 应报 n · 按时 n · 逾期 n · 未报 n; internal edition only.
    pub returns: Option<ReturnCounts>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ReturnCounts {
    pub expected: u32,
    pub on_time: u32,
    pub late: u32,
    pub missing: u32,
    pub rate: String,
    /// 日历未公布, where cut-offs lie past the last published calendar.
    pub note: Option<String>,
}

/// task.html
#[derive(Debug, Serialize)]
pub struct TaskView {
    pub item: Arc<TaskItem>,
    /// The commitment, in the order of the paper form.
    pub facts: Vec<Fact>,
    pub goal: Option<String>,
    pub steps: Vec<String>,
    pub deadline: DeadlineView,
    pub quantity: Option<QuantityView>,
    pub body_html: String,
    /// Newest first.
    pub history: Vec<EventView>,
    pub attachments: Vec<AttachmentView>,
    pub evidence: Vec<EvidenceView>,
    pub related: Vec<Link>,
    pub previous: Option<Link>,
    pub next: Option<Link>,
    pub legend: Vec<Legend>,
}

/// The deadline with its history; `changes` is empty if it never moved.
#[derive(Debug, Serialize)]
pub struct DeadlineView {
    pub current: String,
    pub words: Option<String>,
    pub original: Option<String>,
    pub changes: Vec<DeadlineChange>,
    /// 按原定时限计算：逾期未完成（已逾期12天）.
    pub on_original: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct DeadlineChange {
    pub date: DateText,
    /// 第1次.
    pub ordinal: String,
    pub from: String,
    pub to: String,
    /// 延后30天, 提前3天.
    pub by: Option<String>,
    pub reason: Option<String>,
    pub approved_by: Option<Link>,
    /// 逾期后延期, if it was approved after the deadline had passed.
    pub after_deadline: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct QuantityView {
    pub done: String,
    pub target: String,
    pub unit: String,
    pub rate: String,
    /// 0–100, for the bar.
    pub width: u32,
}

/// Something that happened, on the line of time.
#[derive(Debug, Serialize)]
pub struct EventView {
    /// Its anchor on the page, as `d2023-03-10`; a second one of a day has `_2` behind it.
    pub id: String,
    pub date: DateText,
    /// `progress`, `completed`, `verified`, `changed`, `suspended`, `resumed`, `cancelled`,
    /// `reopened`, `issued`.
    pub event: &'static str,
    /// 进展, 完成, 核验通过 …
    pub word: String,
    pub title: Option<String>,
    pub office: Option<Link>,
    /// 补报于2023年3月20日 11:30, where it was filed after the day it happened.
    pub filed: Option<String>,
    /// 理由, 批准, 核验单位, 完成比例, 累计完成量 …
    pub facts: Vec<Fact>,
    pub body_html: String,
    pub attachments: Vec<AttachmentView>,
}

#[derive(Debug, Serialize)]
pub struct AttachmentView {
    pub name: String,
    pub href: String,
    /// CSV，1.2 KB.
    pub note: String,
}

/// A register of papers kept elsewhere.
#[derive(Debug, Serialize)]
pub struct EvidenceView {
    pub name: String,
    pub copies: Option<String>,
    pub kept_at: Option<String>,
}

/// indicators.html: the matrix, by level.
#[derive(Debug, Serialize)]
pub struct IndicatorsView {
    pub intro_html: String,
    /// By plan, where the site has several.
    pub groups: Vec<IndicatorGroup>,
    /// 一级指标5项，二级指标11项.
    pub summary: String,
}

#[derive(Debug, Serialize)]
pub struct IndicatorGroup {
    /// The plan, where there is more than one group.
    pub heading: Option<Link>,
    /// Depth-first through the levels.
    pub rows: Vec<IndicatorRow>,
}

#[derive(Debug, Serialize)]
pub struct IndicatorRow {
    pub link: Link,
    pub code: Option<String>,
    /// 1 for the first level.
    pub level: u32,
    pub sample: bool,
    pub chief: Option<Link>,
    pub lead: Option<Link>,
    pub measures: Vec<MeasureRow>,
    pub totals: Totals,
}

/// A measure's latest standing.
#[derive(Debug, Serialize)]
pub struct MeasureRow {
    pub name: String,
    pub unit: Option<String>,
    pub direction: Option<String>,
    pub latest: Option<String>,
    pub latest_date: Option<String>,
    pub previous: Option<String>,
    /// −15（−16.9%）.
    pub change: Option<String>,
    pub baseline: Option<String>,
    pub baseline_change: Option<String>,
    pub target: Option<String>,
    /// 还差3, 已达到.
    pub distance: Option<String>,
    /// The latest place, 第1位（共12）, with its scope and period.
    pub rank: Option<String>,
    pub rank_note: Option<String>,
    /// `yes`, `no` or empty where it cannot be told, with its words.
    pub on_track: &'static str,
    pub on_track_words: Option<String>,
}

/// indicator.html
#[derive(Debug, Serialize)]
pub struct IndicatorView {
    pub facts: Vec<Fact>,
    pub body_html: String,
    pub measures: Vec<MeasureRow>,
    /// One table for all measures: head and rows, newest first.
    pub series: Option<TableView>,
    pub ranks: Option<TableView>,
    pub children: Vec<IndicatorRow>,
    pub totals: Totals,
    pub tasks: Vec<Arc<TaskItem>>,
    /// The plan of all these tasks, where it is one and the same.
    pub plan: Option<Link>,
    pub quoted: Vec<QuotedView>,
    pub attachments: Vec<AttachmentView>,
    pub legend: Vec<Legend>,
}

#[derive(Debug, Serialize)]
pub struct TableView {
    pub caption: String,
    pub head: Vec<TableHead>,
    pub rows: Vec<Vec<String>>,
}

#[derive(Debug, Serialize)]
pub struct TableHead {
    pub label: String,
    /// Whether the column holds figures and is set to the right.
    pub figures: bool,
}

/// offices.html
#[derive(Debug, Serialize)]
pub struct OfficesView {
    pub intro_html: String,
    /// Depth-first through the tree; each takes in its descendants.
    pub rows: Vec<OfficeRow>,
}

/// office.html
#[derive(Debug, Serialize)]
pub struct OfficeView {
    pub facts: Vec<Fact>,
    pub body_html: String,
    pub totals: Totals,
    /// Counted: its own and its descendants', each once.
    pub tasks: Vec<Arc<TaskItem>>,
    /// The plan of all these tasks, where it is one and the same.
    pub plan: Option<Link>,
    /// Listed, not counted: joint, coordinated or supported.
    pub listed: Vec<ListedTask>,
    pub children: Vec<OfficeRow>,
    pub posts: Vec<Link>,
    pub indicators: Vec<Link>,
    pub groups: Vec<Link>,
    pub returns: Option<ReturnCounts>,
    pub attachments: Vec<AttachmentView>,
    pub legend: Vec<Legend>,
}

#[derive(Debug, Serialize)]
pub struct ListedTask {
    pub item: Arc<TaskItem>,
    /// 共同责任, 统筹, 配合.
    pub role: String,
}

/// post.html
#[derive(Debug, Serialize)]
pub struct PostView {
    pub facts: Vec<Fact>,
    pub body_html: String,
    /// Tasks this post answers for.
    pub tasks: Vec<Arc<TaskItem>>,
    /// The plan of all these tasks, where it is one and the same.
    pub plan: Option<Link>,
    pub totals: Totals,
    /// As 指标长.
    pub indicators: Vec<Link>,
    /// As head or overseer, with the role in the note.
    pub offices: Vec<Fact>,
    /// Seats in groups, with the role.
    pub seats: Vec<Fact>,
    pub attachments: Vec<AttachmentView>,
    pub legend: Vec<Legend>,
}

/// group.html
#[derive(Debug, Serialize)]
pub struct GroupView {
    pub facts: Vec<Fact>,
    pub body_html: String,
    pub members: Vec<MemberRow>,
    pub children: Vec<Link>,
    pub attachments: Vec<AttachmentView>,
}

#[derive(Debug, Serialize)]
pub struct MemberRow {
    pub role: String,
    pub post: Option<Link>,
    pub office: Option<Link>,
    /// Who holds the seat on the as-of day, where the site names holders.
    pub name: Option<String>,
    pub span: Option<String>,
}

/// list.html: plans, posts, groups, news, returns; any index that is a list of links.
#[derive(Debug, Serialize)]
pub struct ListView {
    pub intro_html: String,
    pub groups: Vec<ListGroup>,
}

#[derive(Debug, Serialize)]
pub struct ListGroup {
    pub heading: Option<Link>,
    pub items: Vec<ListItem>,
}

#[derive(Debug, Serialize)]
pub struct ListItem {
    pub link: Link,
    pub date: Option<DateText>,
    /// 左建局字〔2023〕37号 · 科左中旗住建局.
    pub note: Option<String>,
    pub summary: Option<String>,
    pub depth: u32,
    pub sample: bool,
}

/// article.html: news, and pages of any other matter.
#[derive(Debug, Serialize)]
pub struct ArticleView {
    pub facts: Vec<Fact>,
    pub body_html: String,
    pub attachments: Vec<AttachmentView>,
    pub evidence: Vec<EvidenceView>,
    pub previous: Option<Link>,
    pub next: Option<Link>,
}

/// returns.html (internal edition): who reported, when, late or missing.
#[derive(Debug, Serialize)]
pub struct ReturnsView {
    pub intro_html: String,
    pub plans: Vec<ReturnsPlan>,
}

#[derive(Debug, Serialize)]
pub struct ReturnsPlan {
    pub plan: Link,
    pub counts: ReturnCounts,
    /// An office a row, the returns owed in its cells' counts.
    pub offices: Vec<OfficeReturns>,
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
    pub body_html: String,
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

/// data.html
#[derive(Debug, Serialize)]
pub struct DataView {
    pub datasets: Vec<DatasetView>,
}

#[derive(Debug, Serialize)]
pub struct DatasetView {
    pub title: String,
    /// 57条.
    pub rows: String,
    pub files: Vec<AttachmentView>,
}

/// links.html: site map, search (browsing), corrections; sections of links with a text before.
#[derive(Debug, Serialize)]
pub struct LinksView {
    pub text: Option<String>,
    pub sections: Vec<ListGroup>,
}

/// tombstone.html: a withdrawn record.
#[derive(Debug, Serialize)]
pub struct TombstoneView {
    pub date: DateText,
    pub reason: String,
}

/// redirect.html: an old address.
#[derive(Debug, Serialize)]
pub struct RedirectView {
    pub to: Link,
}

/// feed.xml
#[derive(Debug, Serialize)]
pub struct FeedView {
    pub self_url: String,
    pub home_url: String,
    pub id: String,
    /// RFC 3339.
    pub updated: String,
    pub entries: Vec<FeedEntry>,
}

#[derive(Debug, Serialize)]
pub struct FeedEntry {
    pub id: String,
    pub title: String,
    pub url: String,
    pub updated: String,
    pub summary: String,
}

/// sitemap.xml
#[derive(Debug, Serialize)]
pub struct SitemapXmlView {
    pub urls: Vec<SitemapUrl>,
}

#[derive(Debug, Serialize)]
pub struct SitemapUrl {
    pub loc: String,
    pub lastmod: Option<String>,
}
