//! Bulletins as data: a row an edition that stands; what each says is in a file of its own, made of
//! its seal alone.

use serde::Serialize;
use serde_json::Value;

use super::json;
use super::row::{Context, Row, translations};
use crate::facts::Facts;
use crate::model::seal::{Scope, Seal};
use crate::model::{Bulletin, Day, Id, Kind, Period, RecordId};

#[derive(Debug, Default, Serialize)]
pub struct BulletinRow<'a> {
    id: &'a str,
    title: &'a str,
    plan: Option<&'a str>,
    period: Option<Period>,
    revision: Option<u32>,
    scope: Option<Scope>,
    as_of: Option<Day>,
    issued_on: Option<Day>,
    withdrawn: Option<Day>,
    digest: Option<&'a str>,
    previous: Option<&'a str>,
    revisions: Vec<Revision<'a>>,
    url: Option<String>,
    sample: bool,
    translations: Vec<&'a str>,
}

impl Row for BulletinRow<'_> {
    const JSON_ONLY: &'static [&'static str] = &["revisions"];
}

/// One issue of a period, whether it stands or was taken down.
#[derive(Debug, Default, Serialize)]
struct Revision<'a> {
    revision: Option<u32>,
    scope: Option<Scope>,
    as_of: Option<Day>,
    issued_on: Option<Day>,
    withdrawn: Option<Day>,
    /// Why, and by whose leave.
    reason: Option<&'a str>,
    approved_by: Option<&'a str>,
    digest: Option<&'a str>,
    previous: Option<&'a str>,
}

/// A line of bulletin-revisions.csv.
#[derive(Debug, Default, Serialize)]
pub struct RevisionLine<'a> {
    bulletin: &'a str,
    period: Option<Period>,
    #[serde(flatten)]
    revision: Revision<'a>,
}

impl Row for RevisionLine<'_> {}

/// Everything issued of every period, in its order.
pub fn revisions<'a>(cx: &Context<'a>) -> Vec<RevisionLine<'a>> {
    let mut lines = Vec::new();
    for id in cx.facts.ids(Kind::Bulletin).map(RecordId::typed::<Bulletin>) {
        let bulletin = cx.facts.public().bulletin(id);
        lines.extend(cx.facts.editions(id).map(|seal| RevisionLine {
            bulletin: &bulletin.base.id,
            period: Some(bulletin.period),
            revision: seal.into(),
        }));
    }
    lines
}

/// How many issues there are together.
pub fn count_revisions(facts: &Facts) -> usize {
    let bulletins = facts.ids(Kind::Bulletin);
    bulletins.map(|record| facts.editions(record.typed()).count()).sum()
}

impl<'a> From<&'a Seal> for Revision<'a> {
    fn from(seal: &'a Seal) -> Self {
        let withdrawn = seal.withdrawal();
        Self {
            revision: Some(seal.revision),
            scope: Some(seal.scope),
            as_of: Some(seal.as_of),
            issued_on: Some(seal.issued_on),
            withdrawn: withdrawn.map(|withdrawn| withdrawn.on),
            reason: withdrawn.map(|withdrawn| withdrawn.reason.as_str()),
            approved_by: withdrawn.map(|withdrawn| withdrawn.approved_by.as_str()),
            digest: Some(&seal.digest),
            previous: seal.previous.as_ref().map(|previous| previous.digest.as_str()),
        }
    }
}

/// A row an edition, in the order of their ids.
pub fn rows<'a>(cx: &Context<'a>) -> Vec<BulletinRow<'a>> {
    cx.facts.ids(Kind::Bulletin).map(|record| row(cx, record.typed())).collect()
}

fn row<'a>(cx: &Context<'a>, id: Id<Bulletin>) -> BulletinRow<'a> {
    let base = cx.base(id);
    let seal = cx.facts.edition(id);
    let text = seal.and_then(Seal::matter).map(|matter| &matter.text);
    BulletinRow {
        id: &base.id,
        title: text.map_or(&base.title, |text| &text.title),
        plan: cx.id(cx.facts.public().bulletin(id).plan),
        period: Some(cx.facts.public().bulletin(id).period),
        revision: seal.map(|seal| seal.revision),
        scope: seal.map(|seal| seal.scope),
        as_of: seal.map(|seal| seal.as_of),
        issued_on: seal.map(|seal| seal.issued_on),
        withdrawn: seal.and_then(Seal::withdrawal).map(|withdrawn| withdrawn.on),
        digest: seal.map(|seal| seal.digest.as_str()),
        previous: seal.and_then(|seal| seal.previous.as_ref()).map(|p| p.digest.as_str()),
        revisions: cx.facts.editions(id).map(Revision::from).collect(),
        url: cx.url(id),
        sample: base.sample,
        translations: translations(base),
    }
}

/// Appends one edition as JSON, made of its seal alone, so that it stays the same for ever; nothing
/// of one that was withdrawn.
pub fn edition(seal: &Seal, out: &mut Vec<u8>) {
    let Some(matter) = seal.matter() else { return };
    let head = SealedHead {
        schema_version: json::SCHEMA_VERSION,
        site: json::Site {
            title: &matter.site.title,
            organizer: matter.site.organizer.as_deref(),
            region_code: matter.site.region_code.as_deref(),
        },
        as_of: seal.as_of,
        edition: seal.scope,
        plan: &seal.plan,
        period: seal.period,
        revision: seal.revision,
        issued_on: seal.issued_on,
        digest: &seal.digest,
        title: &matter.text.title,
    };
    json::append(out, &head);
    out.pop();
    out.extend_from_slice(b",\n\"bulletin\":");
    let mut facts = matter.facts.clone();
    facts.sort_all_objects();
    write_facts(&facts, out);
    out.extend_from_slice(b"}\n");
}

#[derive(Serialize)]
struct SealedHead<'a> {
    schema_version: u32,
    site: json::Site<'a>,
    as_of: Day,
    edition: Scope,
    plan: &'a str,
    period: Period,
    revision: u32,
    issued_on: Day,
    digest: &'a str,
    title: &'a str,
}

/// The keys of figures that a seal holds as text, so that no digit passes through a float.
const NUMBERS: [&str; 6] =
    ["value", "change", "change_percent", "baseline_change", "target", "distance"];

/// Writes figures as JSON, those numbers as numbers.
fn write_facts(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Object(pairs) => {
            out.push(b'{');
            for (i, (key, value)) in pairs.iter().enumerate() {
                if i > 0 {
                    out.push(b',');
                }
                json::append(out, key);
                out.push(b':');
                match value {
                    Value::String(number) if NUMBERS.contains(&key.as_str()) => {
                        out.extend_from_slice(number.as_bytes());
                    }
                    value => write_facts(value, out),
                }
            }
            out.push(b'}');
        }
        Value::Array(items) => {
            out.push(b'[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(b',');
                }
                write_facts(item, out);
            }
            out.push(b']');
        }
        plain => json::append(out, plain),
    }
}
