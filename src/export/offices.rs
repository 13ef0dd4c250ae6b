//! Offices as data.

use serde::Serialize;

use super::duties::OfficeDuties;
use super::problems;
use super::returns::Figures;
use super::row::{Context, Row, TaskCounts, translations};
use crate::model::{Id, Kind, Office};

#[derive(Debug, Default, Serialize)]
pub struct OfficeRow<'a> {
    id: &'a str,
    title: &'a str,
    parent: Option<&'a str>,
    tasks: TaskCounts,
    returns: Figures,
    problems: problems::Figures,
    url: Option<String>,
    short: Option<&'a str>,
    former: Vec<&'a str>,
    category: Option<&'a str>,
    overseer: Option<&'a str>,
    head: Option<&'a str>,
    phone: Option<&'a str>,
    duties: OfficeDuties,
    sample: bool,
    translations: Vec<&'a str>,
}

impl Row for OfficeRow<'_> {}

/// A row an office, in the order of their ids.
pub fn rows<'a>(cx: &Context<'a>) -> impl Iterator<Item = OfficeRow<'a>> {
    cx.facts.ids(Kind::Office).map(|record| row(cx, record.typed()))
}

fn row<'a>(cx: &Context<'a>, id: Id<Office>) -> OfficeRow<'a> {
    let office = cx.facts.public().office(id);
    let day = cx.facts.day();
    let past = office.former.iter().filter(|former| former.until.is_none_or(|until| until < day));
    OfficeRow {
        id: &office.base.id,
        title: cx.facts.title(id.into()),
        parent: cx.id(office.parent),
        tasks: cx.facts.count(&cx.facts.tasks_of_office(id)).into(),
        returns: if cx.facts.shows_returns_by_office() {
            cx.facts.returns_of_office(id).into()
        } else {
            Figures::default()
        },
        problems: cx.facts.count_problems(&cx.facts.problems_of_office(id)).into(),
        url: cx.url(id),
        short: office.short_name_on(day),
        former: past.map(|former| former.name.as_str()).collect(),
        category: office.category.as_deref(),
        overseer: cx.party(office.overseer.as_ref()),
        head: cx.party(office.head.as_ref()),
        phone: office.phone.as_deref(),
        duties: cx.facts.count_duties(&cx.facts.duties_of_office(id)).into(),
        sample: office.base.sample,
        translations: translations(&office.base),
    }
}
