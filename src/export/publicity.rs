//! Permits and penalties as data: rates and counts, never a case.

use serde::Serialize;

use super::json::Number;
use super::row::{Context, Row, translations};
use crate::facts::Facts;
use crate::facts::publicity::CaseCounts;
use crate::model::{Id, Kind, Period, Publicity};

#[derive(Debug, Default, Serialize)]
pub struct PublicityRow<'a> {
    id: &'a str,
    title: &'a str,
    plan: Option<&'a str>,
    period: Option<Period>,
    /// 应报数 as stated.
    due: Option<u32>,
    #[serde(flatten)]
    all: Figures,
    categories: Vec<CategoryRow<'a>>,
    url: Option<String>,
    sample: bool,
    translations: Vec<&'a str>,
}

impl Row for PublicityRow<'_> {
    const JSON_ONLY: &'static [&'static str] = &["categories"];
}

/// What became of some cases.
#[derive(Debug, Default, Serialize)]
struct Figures {
    listed: u32,
    not_due: u32,
    /// Due or reported: what the rates are of.
    judged: u32,
    on_time: u32,
    late: u32,
    omitted: u32,
    wrong: u32,
    /// Past the last published calendar.
    uncounted: u32,
    on_time_rate: Option<Number>,
    late_rate: Option<Number>,
    omitted_rate: Option<Number>,
    wrong_rate: Option<Number>,
}

impl From<CaseCounts> for Figures {
    fn from(counts: CaseCounts) -> Self {
        Self {
            listed: counts.listed(),
            not_due: counts.not_due,
            judged: counts.judged(),
            on_time: counts.on_time,
            late: counts.late,
            omitted: counts.omitted,
            wrong: counts.wrong,
            uncounted: counts.unknown,
            on_time_rate: Number::rate(counts.on_time_rate()),
            late_rate: Number::rate(counts.late_rate()),
            omitted_rate: Number::rate(counts.omitted_rate()),
            wrong_rate: Number::rate(counts.wrong_rate()),
        }
    }
}

#[derive(Debug, Serialize)]
struct CategoryRow<'a> {
    category: Option<&'a str>,
    #[serde(flatten)]
    figures: Figures,
}

/// A line of publicity-categories.csv.
#[derive(Debug, Default, Serialize)]
pub struct CategoryLine<'a> {
    sheet: &'a str,
    period: Option<Period>,
    category: Option<&'a str>,
    #[serde(flatten)]
    figures: Figures,
}

impl Row for CategoryLine<'_> {}

/// A row a period, in the order of their ids.
pub fn rows<'a>(cx: &Context<'a>) -> Vec<PublicityRow<'a>> {
    cx.facts.ids(Kind::Publicity).map(|record| row(cx, record.typed())).collect()
}

/// The figures of every period by category.
pub fn categories<'a>(cx: &Context<'a>) -> Vec<CategoryLine<'a>> {
    let mut lines = Vec::new();
    for record in cx.facts.ids(Kind::Publicity) {
        let sheet = cx.facts.public().publicity_sheet(record.typed());
        let facts = cx.facts.publicity_sheet(record.typed());
        lines.extend(facts.by_category.into_iter().map(|(category, counts)| CategoryLine {
            sheet: &sheet.base.id,
            period: Some(sheet.period),
            category,
            figures: counts.into(),
        }));
    }
    lines
}

/// How many categories the periods have together.
pub fn count_categories(facts: &Facts) -> usize {
    let sheets = facts.ids(Kind::Publicity);
    sheets.map(|record| facts.publicity_sheet(record.typed()).by_category.len()).sum()
}

fn row<'a>(cx: &Context<'a>, id: Id<Publicity>) -> PublicityRow<'a> {
    let sheet = cx.facts.public().publicity_sheet(id);
    let facts = cx.facts.publicity_sheet(id);
    PublicityRow {
        id: &sheet.base.id,
        title: &sheet.base.title,
        plan: cx.id(sheet.plan),
        period: Some(sheet.period),
        due: facts.stated,
        all: facts.all.into(),
        categories: facts
            .by_category
            .into_iter()
            .map(|(category, counts)| CategoryRow { category, figures: counts.into() })
            .collect(),
        url: cx.url(id),
        sample: sheet.base.sample,
        translations: translations(&sheet.base),
    }
}
