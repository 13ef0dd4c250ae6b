//! Content → Model, in the order the records need one another.
//!
//! What a record is made of is its own documents and tables, the settings, who is called what
//! (`Index`, `Slots`), the lengths of the files it gives out, and its plan. While none of these
//! changed, neither has the record: `again` takes it from the last model. Who is called what is
//! compared as a whole; that it stayed is what makes the other records' places in the lists the
//! same.

mod again;
mod decode;
mod links;
mod order;
mod outward;
mod rows;
mod slots;
mod translations;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::asked::Asked;
use super::id::{Id, RecordId};
use super::record::{Disclosure, Visibility};
use super::reference::{Index, Lookup};
use super::{Column, Kind, Model, Office, Return, Settings, key};
use super::{bulletin, inspection, office};
use crate::content::Content;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::say;
use decode::{Context, Raw, visibility};
use links::Links;
use slots::{Slots, Words};

/// A model with its faults, and with what resolving it again starts from.
#[derive(Debug)]
pub struct Resolved {
    pub model: Arc<Model>,
    slots: Slots,
    index: Index,
    /// Faults of paths, names and readers.
    naming: Vec<Diagnostic>,
    notes: BTreeMap<Kind, Vec<Notes>>,
    /// Faults of the records among each other, and of the columns.
    whole: Vec<Diagnostic>,
    /// Whether the lists hold every record as it was decoded: none left out, no parent cut off.
    is_complete: bool,
}

/// Of one record: what was wrong with it, and what it asked of the others.
#[derive(Debug)]
struct Notes {
    faults: Vec<Diagnostic>,
    asked: Asked,
}

/// Reads every record, collecting every fault.
pub fn resolve(content: &Content, settings: Arc<Settings>, out: &mut Diagnostics) -> Model {
    let resolved = Resolved::of(content, settings, out.any_error());
    out.extend(resolved.faults().cloned());
    Arc::unwrap_or_clone(resolved.into_model())
}

impl Resolved {
    /// Reads every record; `any_error` tells whether the content itself has errors.
    pub fn of(content: &Content, settings: Arc<Settings>, any_error: bool) -> Self {
        let mut naming = Diagnostics::new();
        let slots = slots::sort_out(content, &settings, &mut naming);
        if content.documents.is_empty() && !any_error && !naming.any_error() {
            naming.push(no_content(&settings));
        }
        let of_kind = |kind: Kind| {
            let files = slots.of_kind(kind).par_iter().enumerate();
            files.map(|(i, file)| Raw::read(RecordId::new(kind, i), file)).collect()
        };
        let mut raws: Raws = Kind::ALL.into_iter().map(|kind| (kind, of_kind(kind))).collect();
        let index = index(&mut raws, &settings, &mut naming);
        let collector = Collector::new(raws, None);
        let made = collector.make(content, &slots, &index, settings);
        made.with(slots, index, naming.into_iter().collect())
    }

    /// The model alone.
    pub fn into_model(self) -> Arc<Model> {
        self.model
    }

    /// Every fault, in an order that does not depend on what was read when.
    pub fn faults(&self) -> impl Iterator<Item = &Diagnostic> {
        let of_records = self.notes.values().flatten().flat_map(|notes| &notes.faults);
        self.naming.iter().chain(of_records).chain(&self.whole)
    }
}

fn no_content(settings: &Settings) -> Diagnostic {
    let fault = Diagnostic::new(
        Code::NoContent,
        Place::start(&settings.source),
        say!("content/ 里还没有一条记录", "there is no record below content/ yet"),
    );
    fault.help(say!(
        "新建一条，例如 liangshai new offices bangongshi",
        "make one, as `liangshai new offices general`"
    ))
}

/// The records to be decoded, by kind.
type Raws<'a> = BTreeMap<Kind, Vec<Raw<'a>>>;

/// Makes the lists of a model: of what there was before, and of what is decoded now.
struct Collector<'a> {
    raws: Raws<'a>,
    last: Option<&'a Model>,
    notes: BTreeMap<Kind, Vec<Notes>>,
    is_complete: bool,
}

/// A model without what it was made with.
struct Made {
    model: Arc<Model>,
    notes: BTreeMap<Kind, Vec<Notes>>,
    whole: Vec<Diagnostic>,
    is_complete: bool,
}

impl Made {
    fn with(self, slots: Slots, index: Index, naming: Vec<Diagnostic>) -> Resolved {
        let Self { model, notes, whole, is_complete } = self;
        Resolved { model, slots, index, naming, notes, whole, is_complete }
    }
}

impl<'a> Collector<'a> {
    fn new(raws: Raws<'a>, last: Option<(&'a Model, BTreeMap<Kind, Vec<Notes>>)>) -> Self {
        let (last, notes) = last.unzip();
        Self { raws, last, notes: notes.unwrap_or_default(), is_complete: true }
    }

    /// Decodes the records of a kind in parallel, and puts each in its place in the list.
    fn list<T: Send + Sync>(
        &mut self,
        kind: Kind,
        before: fn(&Model) -> &Vec<Arc<T>>,
        decode: impl Fn(Raw<'a>, &Asked, &mut Diagnostics) -> Option<T> + Sync,
    ) -> Vec<Arc<T>> {
        let raws = self.raws.remove(&kind).unwrap_or_default();
        let decoded: Vec<(RecordId, Option<Arc<T>>, Notes)> = raws
            .into_par_iter()
            .map(|mut raw| {
                let (record, asked) = (raw.id, Asked::default());
                let mut faults = std::mem::take(&mut raw.faults);
                let decoded = decode(raw, &asked, &mut faults).map(Arc::new);
                (record, decoded, Notes { faults: faults.into_iter().collect(), asked })
            })
            .collect();
        let notes = self.notes.entry(kind).or_default();
        self.is_complete &= decoded.iter().all(|(_, decoded, _)| decoded.is_some());
        match self.last {
            None => {
                let mut list = Vec::with_capacity(decoded.len());
                notes.reserve_exact(decoded.len());
                for (_, decoded, of_record) in decoded {
                    list.extend(decoded);
                    notes.push(of_record);
                }
                list
            }
            Some(last) => {
                let mut list = before(last).clone();
                for (record, decoded, of_record) in decoded {
                    let place = record.index as usize;
                    notes[place] = of_record;
                    if let Some(decoded) = decoded {
                        list[place] = decoded;
                    }
                }
                list
            }
        }
    }

    fn make(
        mut self,
        content: &Content,
        slots: &Slots,
        index: &Index,
        settings: Arc<Settings>,
    ) -> Made {
        let last = self.last;
        let again = |kind: Kind, raws: &Raws| -> BTreeSet<usize> {
            let raws = raws.get(&kind).into_iter().flatten();
            raws.map(|raw| raw.id.index as usize).collect()
        };
        let again_tasks = again(Kind::Task, &self.raws);
        let again_returns = again(Kind::Return, &self.raws);
        let links = Links { content, slots };
        let (defaults, language) = (&settings.defaults, settings.language);
        let cx = Context { index, links, plans: &[], defaults, language };
        let plans = self.list(Kind::Plan, |m| &m.plans, |r, a, o| Some(cx.plan(r, a, o)));
        let cx = Context { plans: &plans, ..cx };
        let mut offices =
            self.list(Kind::Office, |m| &m.offices, |r, a, o| Some(cx.office(r, a, o)));
        let posts = self.list(Kind::Post, |m| &m.posts, |r, a, o| Some(cx.post(r, a, o)));
        let mut groups = self.list(Kind::Group, |m| &m.groups, |r, a, o| Some(cx.group(r, a, o)));
        let mut indicators =
            self.list(Kind::Indicator, |m| &m.indicators, |r, a, o| Some(cx.indicator(r, a, o)));
        let mut tasks = self.list(Kind::Task, |m| &m.tasks, |r, a, o| Some(cx.task(r, a, o)));
        let returns = self.list(Kind::Return, |m| &m.returns, |r, a, o| cx.return_(r, a, o));
        let problems = self.list(Kind::Problem, |m| &m.problems, |r, a, o| cx.problem(r, a, o));
        let inspections =
            self.list(Kind::Inspection, |m| &m.inspections, |r, a, o| cx.inspection(r, a, o));
        let duties = self.list(Kind::Duty, |m| &m.duties, |r, a, o| Some(cx.duty(r, a, o)));
        let evaluations =
            self.list(Kind::Evaluation, |m| &m.evaluations, |r, a, o| cx.evaluation(r, a, o));
        let highlights =
            self.list(Kind::Highlight, |m| &m.highlights, |r, a, o| cx.highlight(r, a, o));
        let visits = self.list(Kind::Visit, |m| &m.visits, |r, a, o| cx.visit(r, a, o));
        let publicity =
            self.list(Kind::Publicity, |m| &m.publicity, |r, a, o| cx.publicity(r, a, o));
        let bulletins = self.list(Kind::Bulletin, |m| &m.bulletins, |r, a, o| cx.bulletin(r, a, o));
        let policies = self.list(Kind::Policy, |m| &m.policies, |r, a, o| Some(cx.policy(r, a, o)));
        let news = self.list(Kind::News, |m| &m.news, |r, a, o| Some(cx.news(r, a, o)));
        let pages = self.list(Kind::Page, |m| &m.pages, |r, a, o| Some(cx.page(r, a, o)));

        let mut whole = Diagnostics::new();
        let mut cut = |kind, parents: Vec<Option<usize>>| {
            let place = |i| slots.place_of(RecordId::new(kind, i), &key::PARENT);
            let cuts = office::cut_cycles(parents, place, &mut whole);
            self.is_complete &= cuts.is_empty();
            cuts
        };
        for i in cut(Kind::Office, offices.iter().map(|o| o.parent.map(Id::index)).collect()) {
            Arc::make_mut(&mut offices[i]).parent = None;
        }
        for i in cut(Kind::Group, groups.iter().map(|g| g.parent.map(Id::index)).collect()) {
            Arc::make_mut(&mut groups[i]).parent = None;
        }
        for i in cut(Kind::Indicator, indicators.iter().map(|x| x.parent.map(Id::index)).collect())
        {
            Arc::make_mut(&mut indicators[i]).parent = None;
        }
        report_unaudited(&returns, &offices, &mut whole);
        bulletin::report_broken_chains(&bulletins, &mut whole);
        inspection::report_foreign_problems(&inspections, &problems, &offices, &mut whole);
        bulletin::report_unknown_tasks(&bulletins, &tasks, &mut whole);
        match last {
            None => rows::hand_out(&returns, &mut tasks, |_| true),
            Some(last) => {
                let mut touched = again_tasks;
                for i in again_returns {
                    for found in [&last.returns[i], &returns[i]] {
                        touched.extend(found.rows.iter().map(|row| row.task.index()));
                    }
                }
                touched.iter().for_each(|task| rows::take_back(&mut tasks[*task]));
                rows::hand_out(&returns, &mut tasks, |task| touched.contains(&task));
            }
        }
        let mut column = |words: &Words| {
            let mut column = Column::decode(&words.document, &mut whole);
            let (path, document, asked) = (&words.path, &words.document, Asked::default());
            column.body = links.body(path, document, index, Visibility::Public, &asked, &mut whole);
            column
        };
        let columns = slots.columns.iter().map(|(kind, words)| (*kind, column(words))).collect();
        let home = slots.home.as_ref().map(column);
        let model = Model {
            settings,
            plans,
            tasks,
            indicators,
            offices,
            posts,
            groups,
            returns,
            problems,
            inspections,
            duties,
            evaluations,
            highlights,
            visits,
            publicity,
            bulletins,
            news,
            policies,
            pages,
            columns,
            home,
        };
        Made {
            model: Arc::new(model),
            notes: self.notes,
            whole: whole.into_iter().collect(),
            is_complete: self.is_complete,
        }
    }
}

/// Enters every record's names, and settles who may see it: by its own word, else its plan's,
/// else the site's.
fn index(raws: &mut Raws, settings: &Settings, out: &mut Diagnostics) -> Index {
    let mut index = Index::default();
    let default = settings.defaults.disclosure;
    for raw in raws.values().flatten() {
        let short = raw.names.iter().flat_map(|names| {
            names.short.iter().cloned().chain(names.former.iter().map(|f| f.name.clone()))
        });
        let visibility = visibility(raw.common.draft, raw.common.disclosure.or(default));
        index.add(raw.id.kind, &raw.file.id, &raw.common.title, short, visibility);
    }
    let mut disclosures: BTreeMap<RecordId, Disclosure> = BTreeMap::new();
    for raw in raws.values_mut().flatten() {
        let named = match raw.id.kind {
            Kind::Bulletin => raw.file.id.rsplit_once('/').map(|(plan, _)| plan),
            kind => raw.fields.peek(&key::PLAN).filter(|_| kind.has_plan()),
        };
        let of_plan = named.and_then(|word| {
            let lookup = Lookup {
                index: &index,
                from: &raw.file.id,
                visibility: Visibility::Draft,
                plan_offices: &[],
                asked: &Asked::default(),
            };
            disclosures.get(&lookup.silently(Kind::Plan, word)?).copied()
        });
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
        let disclosure = disclosure.unwrap_or(Disclosure::Public);
        raw.common.disclosure = Some(disclosure);
        if raw.id.kind == Kind::Plan {
            disclosures.insert(raw.id, disclosure);
        }
        let visibility = visibility(raw.common.draft, raw.common.disclosure);
        index.settle(raw.id, disclosure, visibility);
    }
    index
}

/// Warns of returns that the public edition leaves out until somebody answers for them.
fn report_unaudited(returns: &[Arc<Return>], offices: &[Arc<Office>], out: &mut Diagnostics) {
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
