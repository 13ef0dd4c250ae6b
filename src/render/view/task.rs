//! A task: its line in a listing, and its page.

use serde::Serialize;

use super::{
    Ask, AttachmentView, Chip, DateText, EvidenceView, Fact, Legend, Link, Made, Shared, Texts,
};

/// A task in any listing. Built once and shared by all pages that list it.
#[derive(Debug, Serialize)]
pub struct TaskItem {
    pub id: String,
    pub number: Option<String>,
    pub title: String,
    pub href: String,
    pub sample: bool,
    pub plan: Shared<Link>,
    /// The plan by a short label, as tables have room for: 旗住建局2023年方案.
    pub plan_short: Shared<Link>,
    pub indicator: Option<Shared<Link>>,
    /// The first counts, the others are joint.
    pub lead: Vec<Shared<Link>>,
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
    /// What the board narrows it by.
    pub facets: TaskFacets,
}

/// The ids a task can be found by, several set apart by `|`.
#[derive(Debug, Serialize)]
pub struct TaskFacets {
    pub plan: String,
    /// Who answers for it first, and the offices above.
    pub offices: String,
    /// Its indicator, and those above.
    pub indicators: String,
    /// 2023-06.
    pub month: String,
}

/// task.html
#[derive(Debug, Serialize)]
pub struct TaskView {
    pub item: Shared<TaskItem>,
    /// The commitment, in the order of the paper form.
    pub facts: Vec<Fact>,
    pub goal: Option<String>,
    pub steps: Vec<String>,
    pub deadline: DeadlineView,
    pub quantity: Option<QuantityView>,
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
    pub body_html: Made,
    pub attachments: Vec<AttachmentView>,
}
