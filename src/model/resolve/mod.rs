//! Content → Model, in the order the records need one another.

mod links;
mod order;
mod slots;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::entry::{self, Event, EventKind, Filing};
use super::fields::Fields;
use super::id::{Id, RecordId};
use super::office::{self, Names};
use super::record::{Body, Common, Disclosure, Visibility};
use super::reference::{Index, Lookup};
use super::task::{Entry, Words};
use super::{
    Base, Column, Group, Indicator, Kind, Model, News, Office, Page, Plan, Post, Return, Settings,
    Task, key,
};
use crate::content::Content;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::say;
use links::Links;
use slots::{EntryFile, RecordFile, Slots};

/// A record with its common fields read and its own still to be read.
struct Raw<'a> {
    file: RecordFile<'a>,
    fields: Fields<'a>,
    common: Common,
    names: Option<Names>,
}

/// Reads every record, collecting every fault.
pub fn resolve(content: &Content, settings: Arc<Settings>, out: &mut Diagnostics) -> Model {
    let slots = slots::sort_out(content, out);
    if content.documents.is_empty() && !out.any_error() {
        let fault = Diagnostic::new(
            Code::NoContent,
            Place::start(&settings.source),
            say!("content/ 里还没有一条记录", "there is no record below content/ yet"),
        );
        out.push(fault.help(say!(
            "新建一条，例如 liangshai new offices bangongshi",
            "make one, as `liangshai new offices general`"
        )));
    }
    let links = Links::new(content, &slots);
    let mut raws = read_common(&slots, out);
    let index = index(&mut raws, &settings, out);
    let mut by_kind: BTreeMap<Kind, Vec<Raw>> = BTreeMap::new();
    for raw in raws {
        by_kind.entry(raw.file.kind).or_default().push(raw);
    }
    let mut take = |kind: Kind| by_kind.remove(&kind).unwrap_or_default();

    let cx = Context { index: &index, links: &links, plans: &[] };
    let plans: Vec<Plan> = collect(take(Kind::Plan), out, |raw, out| {
        let mut raw = cx.base(raw, out);
        let lookup = cx.lookup(&raw.base, &[]);
        let plan = Plan::decode(raw.base, &mut raw.fields, &lookup, &settings.defaults, out);
        raw.fields.finish(out);
        Some(plan)
    });
    let cx = Context { plans: &plans, ..cx };
    let mut offices: Vec<Office> = collect(take(Kind::Office), out, |raw, out| {
        let mut raw = cx.base(raw, out);
        let names = raw.names.unwrap_or(Names { short: None, former: Vec::new() });
        let lookup = cx.lookup(&raw.base, &[]);
        let office = Office::decode(raw.base, names, &mut raw.fields, &lookup, out);
        raw.fields.finish(out);
        Some(office)
    });
    let posts: Vec<Post> = collect(take(Kind::Post), out, |raw, out| {
        let mut raw = cx.base(raw, out);
        let lookup = cx.lookup(&raw.base, &[]);
        let post = Post::decode(raw.base, &mut raw.fields, &lookup, out);
        raw.fields.finish(out);
        Some(post)
    });
    let mut groups: Vec<Group> = collect(take(Kind::Group), out, |raw, out| {
        let mut raw = cx.base(raw, out);
        let lookup = cx.lookup(&raw.base, &[]);
        let group = Group::decode(raw.base, &mut raw.fields, &lookup, out);
        raw.fields.finish(out);
        Some(group)
    });
    let mut indicators: Vec<Indicator> = collect(take(Kind::Indicator), out, |raw, out| {
        let mut raw = cx.base(raw, out);
        let table = |name| raw.base.folder.as_ref().and_then(|f| content.table(f, name));
        let (values, ranks) = (table(super::indicator::VALUES), table(super::indicator::RANKS));
        let lookup = cx.lookup(&raw.base, &[]);
        let indicator = Indicator::decode(raw.base, &mut raw.fields, &lookup, values, ranks, out);
        raw.fields.finish(out);
        Some(indicator)
    });
    let mut tasks: Vec<Task> =
        collect(take(Kind::Task), out, |raw, out| Some(read_task(&cx, raw, &slots, out)));
    let returns: Vec<Return> = collect(take(Kind::Return), out, |raw, out| {
        let mut raw = cx.base(raw, out);
        let plan = cx.plan_of(&mut raw, out);
        let offices = plan.map_or(&[][..], |(_, plan)| &plan.offices);
        let lookup = cx.lookup(&raw.base, offices);
        let found = Return::decode(raw.base, plan, &mut raw.fields, &lookup, out);
        raw.fields.finish(out);
        found
    });
    let news: Vec<News> = collect(take(Kind::News), out, |raw, out| {
        let mut raw = cx.base(raw, out);
        let lookup = cx.lookup(&raw.base, &[]);
        let news = News::decode(raw.base, &mut raw.fields, &lookup, out);
        raw.fields.finish(out);
        Some(news)
    });
    let pages: Vec<Page> = collect(take(Kind::Page), out, |raw, out| {
        let raw = cx.base(raw, out);
        raw.fields.finish(out);
        Some(Page { base: raw.base })
    });

    let cut = |kind, parents: Vec<Option<usize>>, out: &mut Diagnostics| {
        office::cut_cycles(parents, |i| slots.place_of(kind, i, &key::PARENT), out)
    };
    for i in cut(Kind::Office, offices.iter().map(|o| o.parent.map(Id::index)).collect(), out) {
        offices[i].parent = None;
    }
    for i in cut(Kind::Group, groups.iter().map(|g| g.parent.map(Id::index)).collect(), out) {
        groups[i].parent = None;
    }
    for i in cut(Kind::Indicator, indicators.iter().map(|x| x.parent.map(Id::index)).collect(), out)
    {
        indicators[i].parent = None;
    }
    report_unaudited(&returns, &offices, out);
    hand_out_rows(&returns, &mut tasks);
    let columns = slots
        .columns
        .iter()
        .map(|(kind, (path, document))| {
            let mut column = Column::decode(document, out);
            cx.links.resolve(path, &mut column.body, &index, Visibility::Public, out);
            (*kind, column)
        })
        .collect();
    let home = slots.home.as_ref().map(|(path, document)| {
        let mut column = Column::decode(document, out);
        cx.links.resolve(path, &mut column.body, &index, Visibility::Public, out);
        column
    });
    Model {
        settings,
        plans,
        tasks,
        indicators,
        offices,
        posts,
        groups,
        returns,
        news,
        pages,
        columns,
        home,
    }
}

/// Decodes every record of a kind in parallel; faults and records keep their order.
fn collect<'a, T: Send>(
    raws: Vec<Raw<'a>>,
    out: &mut Diagnostics,
    decode: impl Fn(Raw<'a>, &mut Diagnostics) -> Option<T> + Sync,
) -> Vec<T> {
    let decoded: Vec<(Option<T>, Diagnostics)> = raws
        .into_par_iter()
        .map(|raw| {
            let mut found = Diagnostics::new();
            (decode(raw, &mut found), found)
        })
        .collect();
    let mut records = Vec::with_capacity(decoded.len());
    for (record, found) in decoded {
        out.extend(found);
        records.extend(record);
    }
    records
}

fn read_common<'a>(slots: &Slots<'a>, out: &mut Diagnostics) -> Vec<Raw<'a>> {
    let read: Vec<(Raw, Diagnostics)> = slots
        .records
        .par_iter()
        .map(|file| {
            let mut found = Diagnostics::new();
            let mut fields = Fields::of_file(&file.document.source, &file.document.front);
            let common = Common::decode(&mut fields, &mut found);
            let names = (file.kind == Kind::Office).then(|| Names::decode(&mut fields, &mut found));
            (Raw { file: file.clone(), fields, common, names }, found)
        })
        .collect();
    let mut raws = Vec::with_capacity(read.len());
    for (raw, found) in read {
        out.extend(found);
        raws.push(raw);
    }
    raws
}

/// Enters every record's names, and settles who may see it: by its own word, else its plan's,
/// else the site's.
fn index(raws: &mut [Raw], settings: &Settings, out: &mut Diagnostics) -> Index {
    let mut index = Index::default();
    let default = settings.defaults.disclosure;
    for raw in raws.iter() {
        let short = raw.names.iter().flat_map(|names| {
            names.short.iter().cloned().chain(names.former.iter().map(|f| f.name.clone()))
        });
        let visibility = visibility(raw.common.draft, raw.common.disclosure.or(default));
        index.add(raw.file.kind, &raw.file.id, &raw.common.title, short, visibility);
    }
    let mut disclosures: BTreeMap<RecordId, Disclosure> = BTreeMap::new();
    let mut counts: BTreeMap<Kind, usize> = BTreeMap::new();
    for raw in raws.iter_mut() {
        let count = counts.entry(raw.file.kind).or_default();
        let record = RecordId::new(raw.file.kind, *count);
        *count += 1;
        let of_plan = match raw.file.kind {
            Kind::Task | Kind::Return => raw.fields.peek(&key::PLAN).and_then(|word| {
                let lookup = Lookup {
                    index: &index,
                    from: &raw.file.id,
                    visibility: Visibility::Draft,
                    plan_offices: &[],
                };
                disclosures.get(&lookup.silently(Kind::Plan, word)?).copied()
            }),
            _ => None,
        };
        let disclosure = raw.common.disclosure.or(of_plan).or(default);
        if disclosure.is_none() {
            out.push(
                Diagnostic::new(
                    Code::NoDisclosure,
                    raw.fields.place(0..0),
                    say!("没有写明“公开属性”", "`disclosure` is not stated"),
                )
                .help(say!(
                    "加一行“公开属性: 主动公开”，或在 site.toml 的 [defaults] 里写 disclosure = \"主动公开\"",
                    "add `disclosure: public`, or set it under [defaults] in site.toml"
                )),
            );
        }
        // Reported above, and the build stops; taken for public so that nothing else is told of it.
        raw.common.disclosure = Some(disclosure.unwrap_or(Disclosure::Public));
        disclosures.insert(record, disclosure.unwrap_or(Disclosure::Public));
        index.set_visibility(record, visibility(raw.common.draft, raw.common.disclosure));
    }
    index
}

fn visibility(draft: bool, disclosure: Option<Disclosure>) -> Visibility {
    match (draft, disclosure) {
        (true, _) => Visibility::Draft,
        (false, Some(Disclosure::Public)) => Visibility::Public,
        (false, Some(Disclosure::Internal) | None) => Visibility::Internal,
    }
}

/// What decoding a record needs of the others.
#[derive(Clone, Copy)]
struct Context<'a> {
    index: &'a Index,
    links: &'a Links<'a>,
    plans: &'a [Plan],
}

/// A record with its base made, its own fields still to be read.
struct Based<'a> {
    base: Base,
    fields: Fields<'a>,
    names: Option<Names>,
}

impl<'a> Context<'a> {
    /// Makes the common part, with attachments and links looked up.
    fn base<'r>(&self, raw: Raw<'r>, out: &mut Diagnostics) -> Based<'r> {
        let Raw { file, fields, common, names } = raw;
        let disclosure = common.disclosure.unwrap_or(Disclosure::Internal);
        let mut body = Body {
            source: file.document.source.clone(),
            span: file.document.body.clone(),
            links: BTreeMap::new(),
        };
        let visibility = visibility(common.draft, Some(disclosure));
        self.links.resolve(file.path, &mut body, self.index, visibility, out);
        let base = Base {
            attachments: self.links.attachments(file.path, &fields, common.attachments, out),
            id: file.id.clone(),
            path: file.path.clone(),
            folder: file.folder.clone(),
            title: common.title,
            summary: common.summary,
            keywords: common.keywords,
            order: common.order,
            published: common.published,
            source: common.source,
            author: common.author,
            disclosure,
            draft: common.draft,
            sample: common.sample,
            evidence: common.evidence,
            quoted: common.quoted,
            aliases: common.aliases,
            withdrawn: common.withdrawn,
            archived: common.archived,
            extra: common.extra,
            body,
        };
        Based { base, fields, names }
    }

    fn lookup<'l>(&self, base: &Base, plan_offices: &'l [Id<Office>]) -> Lookup<'l>
    where
        'a: 'l,
    {
        Lookup {
            index: self.index,
            // The id outlives the base: it is the slot's own.
            from: self.links.id_of(&base.path),
            visibility: base.visibility(),
            plan_offices,
        }
    }

    /// The plan a task or return belongs to.
    fn plan_of(&self, raw: &mut Based, out: &mut Diagnostics) -> Option<(Id<Plan>, &'a Plan)> {
        let lookup = self.lookup(&raw.base, &[]);
        let id: Id<Plan> =
            lookup.required(&mut raw.fields, &key::PLAN, Kind::Plan, "方案的标题", out)?;
        self.plans.get(id.index()).map(|plan| (id, plan))
    }
}

fn read_task(cx: &Context, raw: Raw, slots: &Slots, out: &mut Diagnostics) -> Task {
    let mut raw = cx.base(raw, out);
    let plan = cx.plan_of(&mut raw, out);
    let offices = plan.map_or(&[][..], |(_, plan)| &plan.offices);
    let lookup = cx.lookup(&raw.base, offices);
    let visibility = raw.base.visibility();
    let folder = raw.base.folder.clone();
    let mut task = Task::decode(raw.base, plan, &mut raw.fields, &lookup, out);
    raw.fields.finish(out);
    let files: &[EntryFile] =
        folder.and_then(|folder| slots.entries.get(&folder)).map_or(&[], Vec::as_slice);
    for file in files {
        let plan = plan.map(|(_, plan)| plan);
        let read = entry::decode(file.path, file.day, file.document, &lookup, plan, out);
        let Some(mut read) = read else { continue };
        if read.draft {
            // A draft entry has not happened for anyone but its writer.
            continue;
        }
        let place = Place::start(&file.document.source);
        let fields = Fields::of_file(&place.source, &file.document.front);
        read.entry.attachments = cx.links.attachments(file.path, &fields, read.attachments, out);
        if let Words::Body(body) = &mut read.entry.text {
            cx.links.resolve(file.path, body, cx.index, visibility, out);
        }
        task.entries.push(read.entry);
    }
    order::sort(&mut task.entries);
    task
}

/// Warns of returns that the public edition leaves out until somebody answers for them.
fn report_unaudited(returns: &[Return], offices: &[Office], out: &mut Diagnostics) {
    for found in returns.iter().filter(|found| found.audit.is_none()) {
        let office = found.office.map(|office| &offices[office.index()]);
        if office.is_some_and(|office| office.overseer.is_some()) {
            out.push(
                Diagnostic::new(
                    Code::UnauditedReturn,
                    Place::start(&found.base.body.source),
                    say!(
                        "还没有“审核”，公开版按未报送计算",
                        "there is no `audit`, so the public edition counts it as missing"
                    ),
                )
                .help(say!(
                    "分管领导看过后，加上“审核: {{职务: …, 时间: …, 意见: 同意}}”",
                    "once its overseer has read it, add `audit: {{post: …, time: …, opinion: …}}`"
                )),
            );
        }
    }
}

/// Makes each row of a return an entry of its task.
fn hand_out_rows(returns: &[Return], tasks: &mut [Task]) {
    let mut touched = std::collections::BTreeSet::new();
    for (i, found) in returns.iter().enumerate() {
        for (row_number, row) in found.rows.iter().enumerate() {
            let task = row.task.index();
            touched.insert(task);
            tasks[task].entries.push(Entry {
                day: row.day,
                time: None,
                filed: Some(found.filed),
                event: match row.event {
                    EventKind::Completed => Event::Completed,
                    _ => Event::Progress,
                },
                title: None,
                office: found.office,
                percent: row.percent,
                quantity_done: row.quantity_done,
                sample: found.base.sample,
                attachments: Vec::new(),
                evidence: Vec::new(),
                text: Words::Plain(row.text.clone()),
                filing: Filing::Return {
                    record: Id::new(i),
                    name: found.base.id.clone(),
                    row: u32::try_from(row_number).unwrap_or(u32::MAX),
                    place: row.place.clone(),
                },
            });
        }
    }
    for task in touched {
        order::sort(&mut tasks[task].entries);
    }
}
