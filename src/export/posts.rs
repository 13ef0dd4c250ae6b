//! Posts as data; who holds them is on their pages alone.

use serde::Serialize;

use super::row::{Context, Row, TaskCounts};
use crate::model::{Id, Kind, Post};

#[derive(Debug, Default, Serialize)]
pub struct PostRow<'a> {
    id: &'a str,
    title: &'a str,
    office: Option<&'a str>,
    duties: Option<&'a str>,
    tasks: TaskCounts,
    url: Option<String>,
    sample: bool,
}

impl Row for PostRow<'_> {}

/// A row a post, in the order of their ids.
pub fn rows<'a>(cx: &Context<'a>) -> impl Iterator<Item = PostRow<'a>> {
    cx.facts.ids(Kind::Post).map(|record| row(cx, record.typed()))
}

fn row<'a>(cx: &Context<'a>, id: Id<Post>) -> PostRow<'a> {
    let post = cx.facts.public().post(id);
    PostRow {
        id: &post.base.id,
        title: &post.base.title,
        office: cx.id(post.office),
        duties: post.duties.as_deref(),
        tasks: cx.facts.count(cx.facts.tasks_of_post(id)).into(),
        url: cx.url(id),
        sample: post.base.sample,
    }
}
