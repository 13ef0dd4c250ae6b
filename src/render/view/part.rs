//! What views are made of: links, dates, states, totals, lists, files.

use serde::Serialize;

#[derive(Debug, Clone, Serialize)]
pub struct DateText {
    /// 2023-03-03, or 2023-03-03 11:30 where the minute is known.
    pub iso: String,
    pub text: String,
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

/// A state as it is shown: shape, word and days, never colour alone.
#[derive(Debug, Clone, Serialize)]
pub struct Chip {
    /// `overdue`, `due_soon`, `in_progress`, `not_started`, `standing`, `no_deadline`, `done`,
    /// `done_late`, `suspended`, `cancelled`.
    pub state: &'static str,
    /// `blue`, `yellow`, `red`, `green`, … or empty.
    pub colour: &'static str,
    /// `■`, `▲`, …, one for each state.
    pub shape: &'static str,
    /// 临近时限.
    pub word: String,
    /// 距到期3天.
    pub days: Option<String>,
}

/// Counts by state, with rates beside them.
#[derive(Debug, Clone, Serialize)]
pub struct Totals {
    pub total: u32,
    /// 其中示例3项, where there are any that are not of a sample plan.
    pub samples: Option<String>,
    /// done + done_late.
    pub done: u32,
    /// 应完成: all but cancelled and standing.
    pub due: u32,
    /// What the rates leave out of the total, in a sentence; absent where that is nothing.
    pub left_out: Option<String>,
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

/// One row of the legend: a state with the rule by which it is given.
#[derive(Debug, Clone, Serialize)]
pub struct Legend {
    pub chip: Chip,
    pub rule: String,
}

/// Whom a reader can ask about a record.
#[derive(Debug, Serialize)]
pub struct Ask {
    pub office: Link,
    /// Its own, or that of the nearest office above it that gives one.
    pub phone: Option<String>,
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

/// A total a document states without itemising it; never mixed into computed counts.
#[derive(Debug, Serialize)]
pub struct QuotedView {
    pub name: String,
    /// 219, 40余, 219/373（58.7%）.
    pub value: String,
    pub as_of: Option<String>,
    pub source: Option<String>,
    /// Whether it is a part of another one.
    pub is_part: bool,
    /// 其中实地督查4次、书面督办3次，合计7次，另有2次未列明.
    pub parts: Option<String>,
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

#[derive(Debug, Clone, Serialize)]
pub struct ReturnCounts {
    pub expected: u32,
    pub on_time: u32,
    pub late: u32,
    pub missing: u32,
    pub rate: String,
    /// 已报中示例1次.
    pub samples: Option<String>,
    /// 日历未公布, where cut-offs lie past the last published calendar.
    pub note: Option<String>,
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
