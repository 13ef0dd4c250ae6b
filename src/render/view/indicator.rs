//! The indicator matrix, and an indicator.

use serde::Serialize;

use super::{
    AttachmentView, Chart, Fact, HighlightItem, Legend, Link, Made, ProblemSection, QuotedView,
    Shared, Spark, TableView, TaskItem, Texts, Totals,
};

/// indicators.html: the matrix, by level.
#[derive(Debug, Serialize)]
pub struct IndicatorsView {
    pub intro_html: Made,
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
    /// How many were asked or counted; of full marks also that this is not said.
    pub latest_sample: Option<String>,
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
    /// In the matrix, where there are values enough.
    pub spark: Option<Spark>,
}

/// indicator.html
#[derive(Debug, Serialize)]
pub struct IndicatorView {
    pub facts: Vec<Fact>,
    pub body_html: Made,
    pub measures: Vec<MeasureRow>,
    /// One table for all measures: head and rows, newest first.
    pub series: Option<TableView>,
    pub ranks: Option<TableView>,
    /// A measure each: its values against its target.
    pub series_charts: Vec<Chart>,
    pub rank_charts: Vec<Chart>,
    pub children: Vec<IndicatorRow>,
    pub totals: Totals,
    /// States by the indicators below it, else by office.
    pub charts: Vec<Chart>,
    pub tasks: Vec<Shared<TaskItem>>,
    /// The plan of all these tasks, where it is one and the same.
    pub plan: Option<Link>,
    pub problems: Option<ProblemSection>,
    /// Its own and those of the indicators below it.
    pub highlights: Vec<HighlightItem>,
    /// News and pages that lead here.
    pub texts: Option<Texts>,
    pub quoted: Vec<QuotedView>,
    pub attachments: Vec<AttachmentView>,
    pub legend: Vec<Legend>,
}
