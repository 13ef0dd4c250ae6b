//! Visits as data: totals of posts and of issues, the small counts withheld.

use serde::Serialize;

use super::json::Number;
use super::row::{Context, Row, translations};
use crate::facts::Facts;
use crate::facts::visit::{Attainment, Standing, Total, VisitFacts};
use crate::facts::withhold::{COLUMNS, Cell};
use crate::model::{Id, Kind, Period, Visit};

#[derive(Debug, Default, Serialize)]
pub struct VisitRow<'a> {
    id: &'a str,
    title: &'a str,
    plan: Option<&'a str>,
    period: Option<Period>,
    /// Quarters asked for; 0 where the period is shorter than one.
    quarters: u32,
    /// 首季不足一季.
    first_quarter_short: bool,
    #[serde(flatten)]
    all: Figures,
    by_who: Vec<WhoRow<'a>>,
    posts: Vec<PostRow<'a>>,
    issues: Vec<IssueRow<'a>>,
    issues_total: IssueCounts,
    url: Option<String>,
    sample: bool,
    translations: Vec<&'a str>,
}

impl Row for VisitRow<'_> {
    const JSON_ONLY: &'static [&'static str] = &["by_who", "posts", "issues"];
}

/// The visits of several posts.
#[derive(Debug, Default, Serialize)]
struct Figures {
    posts_total: u32,
    /// Something was asked of them.
    posts_asked: u32,
    posts_met: u32,
    posts_short: u32,
    met_rate: Option<Number>,
    visits: u32,
    calls: u32,
}

impl From<Total> for Figures {
    fn from(total: Total) -> Self {
        Self {
            posts_total: total.posts,
            posts_asked: total.asked,
            posts_met: total.met,
            posts_short: total.short,
            met_rate: Number::rate(total.met_rate()),
            visits: total.visits,
            calls: total.calls,
        }
    }
}

#[derive(Debug, Serialize)]
struct WhoRow<'a> {
    who: Option<&'a str>,
    #[serde(flatten)]
    figures: Figures,
}

/// A post's visits against what was asked of it.
#[derive(Debug, Clone, Copy, Default, Serialize)]
struct PostRow<'a> {
    post: Option<&'a str>,
    who: Option<&'a str>,
    due: Option<u32>,
    visits: u32,
    calls: u32,
    /// Visits, and calls where the plan takes them.
    made: u32,
    rate: Option<Number>,
    /// `met`, `short`, `running` or, where nothing was asked, null.
    standing: Option<&'static str>,
}

#[derive(Debug, Clone, Serialize)]
struct IssueRow<'a> {
    category: &'a str,
    #[serde(flatten)]
    counts: IssueCounts,
}

/// Counts of issues: absent is null, withheld is null and named.
#[derive(Debug, Clone, Default, Serialize)]
struct IssueCounts {
    raised: Option<u32>,
    solved: Option<u32>,
    open: Option<u32>,
    explained: Option<u32>,
    transferred: Option<u32>,
    withheld: Vec<&'static str>,
}

const NAMES: [&str; COLUMNS] = ["raised", "solved", "open", "explained", "transferred"];

impl From<&[Cell; COLUMNS]> for IssueCounts {
    fn from(cells: &[Cell; COLUMNS]) -> Self {
        let [raised, solved, open, explained, transferred] = cells.map(|cell| match cell {
            Cell::Shown(count) => Some(count),
            Cell::Blank | Cell::Withheld => None,
        });
        let named = NAMES.into_iter().zip(cells);
        let withheld = named.filter(|(_, cell)| **cell == Cell::Withheld).map(|(name, _)| name);
        let withheld = withheld.collect();
        Self { raised, solved, open, explained, transferred, withheld }
    }
}

/// A line of visit-posts.csv.
#[derive(Debug, Default, Serialize)]
pub struct PostLine<'a> {
    visit: &'a str,
    period: Option<Period>,
    #[serde(flatten)]
    row: PostRow<'a>,
}

impl Row for PostLine<'_> {}

/// A line of visit-issues.csv.
#[derive(Debug, Default, Serialize)]
pub struct IssueLine<'a> {
    visit: &'a str,
    period: Option<Period>,
    category: &'a str,
    #[serde(flatten)]
    counts: IssueCounts,
}

impl Row for IssueLine<'_> {}

/// A row a period, in the order of their ids.
pub fn rows<'a>(cx: &Context<'a>) -> Vec<VisitRow<'a>> {
    cx.facts.ids(Kind::Visit).map(|record| row(cx, record.typed())).collect()
}

/// The posts of all periods, from their rows.
pub fn posts<'a>(rows: &[VisitRow<'a>]) -> Vec<PostLine<'a>> {
    let line = |visit: &VisitRow<'a>, row: &PostRow<'a>| PostLine {
        visit: visit.id,
        period: visit.period,
        row: *row,
    };
    rows.iter().flat_map(|visit| visit.posts.iter().map(|row| line(visit, row))).collect()
}

/// The issues of all periods by category, from their rows.
pub fn issues<'a>(rows: &[VisitRow<'a>]) -> Vec<IssueLine<'a>> {
    let line = |visit: &VisitRow<'a>, row: &IssueRow<'a>| IssueLine {
        visit: visit.id,
        period: visit.period,
        category: row.category,
        counts: row.counts.clone(),
    };
    rows.iter().flat_map(|visit| visit.issues.iter().map(|row| line(visit, row))).collect()
}

/// How many posts the periods have together.
pub fn count_posts(facts: &Facts) -> usize {
    visits(facts).map(|visit| visit.rows.len()).sum()
}

/// How many categories of issues.
pub fn count_issues(facts: &Facts) -> usize {
    visits(facts).map(|visit| visit.issues.len()).sum()
}

fn visits(facts: &Facts) -> impl Iterator<Item = &Visit> {
    facts.ids(Kind::Visit).map(|record| facts.public().visit(record.typed()))
}

fn row<'a>(cx: &Context<'a>, id: Id<Visit>) -> VisitRow<'a> {
    let visit = cx.facts.public().visit(id);
    let facts = cx.facts.visit(id);
    let issues = facts.issues.rows.iter().zip(&visit.issues);
    VisitRow {
        id: &visit.base.id,
        title: &visit.base.title,
        plan: cx.id(visit.plan),
        period: Some(visit.period),
        quarters: facts.quarters,
        first_quarter_short: facts.first_is_short,
        all: facts.all.into(),
        by_who: by_who(&facts),
        posts: facts.rows.iter().map(|row| post(cx, row)).collect(),
        issues: issues
            .map(|(cells, row)| IssueRow { category: &row.category, counts: cells.into() })
            .collect(),
        issues_total: (&facts.issues.total).into(),
        url: cx.url(id),
        sample: visit.base.sample,
        translations: translations(&visit.base),
    }
}

fn by_who<'a>(facts: &VisitFacts<'a>) -> Vec<WhoRow<'a>> {
    let totals = facts.by_who.iter();
    totals.map(|(who, total)| WhoRow { who: *who, figures: (*total).into() }).collect()
}

fn post<'a>(cx: &Context<'a>, of: &Attainment<'a>) -> PostRow<'a> {
    PostRow {
        post: cx.party(Some(&of.row.post)),
        who: of.row.who.as_deref(),
        due: of.due,
        visits: of.row.visits,
        calls: of.row.calls,
        made: of.made,
        rate: of.rate().and_then(Number::rate),
        standing: match of.standing {
            Standing::Met => Some("met"),
            Standing::Short => Some("short"),
            Standing::Running => Some("running"),
            Standing::Unasked => None,
        },
    }
}
