//! Posts as data; who holds them is on their pages alone.

use serde::Serialize;

use super::row::{Context, Row, TaskCounts, translations};
use crate::facts::Counts;
use crate::model::{Id, Kind, Post};

#[derive(Debug, Default, Serialize)]
pub struct PostRow<'a> {
    id: &'a str,
    title: &'a str,
    office: Option<&'a str>,
    duties: Option<&'a str>,
    tasks: TaskCounts,
    indicators: Vec<&'a str>,
    indicator_tasks: ChiefTasks,
    leads: Vec<LeadRow<'a>>,
    url: Option<String>,
    sample: bool,
    translations: Vec<&'a str>,
}

/// The tasks of the indicators it is chief of, each once.
#[derive(Debug, Default, Serialize)]
struct ChiefTasks {
    total: u32,
    done: u32,
    due: u32,
}

impl From<Counts> for ChiefTasks {
    fn from(counts: Counts) -> Self {
        Self { total: counts.total(), done: counts.done(), due: counts.due() }
    }
}

/// What a lead has of these indicators; null are those that name none.
#[derive(Debug, Serialize)]
struct LeadRow<'a> {
    lead: Option<&'a str>,
    indicators: usize,
    tasks: ChiefTasks,
}

impl Row for PostRow<'_> {}

/// A row a post, in the order of their ids.
pub fn rows<'a>(cx: &Context<'a>) -> impl Iterator<Item = PostRow<'a>> {
    cx.facts.ids(Kind::Post).map(|record| row(cx, record.typed()))
}

fn row<'a>(cx: &Context<'a>, id: Id<Post>) -> PostRow<'a> {
    let post = cx.facts.public().post(id);
    let indicators = cx.facts.indicators_of_chief(id);
    let leads = cx.facts.load_by_lead(indicators).into_iter().map(|load| LeadRow {
        lead: cx.id(load.lead),
        indicators: load.indicators.len(),
        tasks: cx.facts.count(&load.tasks).into(),
    });
    PostRow {
        id: &post.base.id,
        title: &post.base.title,
        office: cx.id(post.office),
        duties: post.duties.as_deref(),
        tasks: cx.facts.count(cx.facts.tasks_of_post(id)).into(),
        indicators: cx.ids(indicators),
        indicator_tasks: cx.facts.count_of_indicators(indicators).into(),
        leads: leads.collect(),
        url: cx.url(id),
        sample: post.base.sample,
        translations: translations(&post.base),
    }
}
