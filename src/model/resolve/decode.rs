//! One record at a time: its common fields first, its own once everybody's names are known.

use std::sync::Arc;

use super::links::Links;
use super::order;
use super::slots::{EntryFile, RecordFile};
use super::translations::TranslationFile;
use crate::content::Table;
use crate::diagnostic::Diagnostics;
use crate::model::asked::Asked;
use crate::model::entry::{self, Dated, EntryBase, Words};
use crate::model::evaluation::SCORES;
use crate::model::fields::Fields;
use crate::model::id::{Id, RecordId};
use crate::model::indicator::{RANKS, VALUES};
use crate::model::office::Names;
use crate::model::publicity::CASES;
use crate::model::record::{Common, Disclosure, Visibility};
use crate::model::reference::{Index, Lookup};
use crate::model::settings::{Defaults, Language};
use crate::model::translation::{self, Translation};
use crate::model::visit::{ISSUES, VISITS};
use crate::model::{
    Base, Bulletin, Duty, Evaluation, Group, Highlight, Indicator, Inspection, Kind, News, Office,
    Page, Plan, Policy, Post, Problem, Publicity, Return, Task, Visit, duty, key, problem, task,
};

/// A record with its common fields read and its own still to be read.
pub struct Raw<'a> {
    pub id: RecordId,
    pub file: &'a RecordFile,
    pub fields: Fields<'a>,
    pub common: Common,
    pub names: Option<Names>,
    pub faults: Diagnostics,
}

impl<'a> Raw<'a> {
    /// Reads the common fields of a record.
    pub fn read(id: RecordId, file: &'a RecordFile) -> Self {
        let mut faults = Diagnostics::new();
        let mut fields = Fields::of_file(&file.document.source, &file.document.front);
        let common = Common::decode(id.kind, &mut fields, &mut faults);
        let names = (id.kind == Kind::Office).then(|| Names::decode(&mut fields, &mut faults));
        Self { id, file, fields, common, names, faults }
    }
}

/// Who may see a record at most, by what is written in it.
pub fn visibility(draft: bool, disclosure: Option<Disclosure>) -> Visibility {
    match (draft, disclosure) {
        (true, _) => Visibility::Draft,
        (false, Some(Disclosure::Public)) => Visibility::Public,
        (false, Some(Disclosure::Internal) | None) => Visibility::Internal,
    }
}

/// What decoding a record needs of the others.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub index: &'a Index,
    pub links: Links<'a>,
    pub plans: &'a [Arc<Plan>],
    pub defaults: &'a Defaults,
    pub language: Language,
}

/// A record with its base made, its own fields still to be read.
struct Based<'a> {
    file: &'a RecordFile,
    base: Base,
    fields: Fields<'a>,
}

/// The plan a record belongs to.
type OfPlan<'a> = Option<(Id<Plan>, &'a Plan)>;

impl<'a> Context<'a> {
    /// Makes the common part, with attachments and links looked up.
    fn base<'r>(&self, raw: Raw<'r>, asked: &Asked, out: &mut Diagnostics) -> Based<'r> {
        let Raw { id, file, fields, common, .. } = raw;
        let disclosure = common.disclosure.unwrap_or(Disclosure::Internal);
        let visibility = visibility(common.draft, Some(disclosure));
        let (path, document) = (&file.path, &file.document);
        let body = self.links.body(path, document, self.index, visibility, asked, out);
        let attachments =
            self.links.attachments(&file.path, &fields, common.attachments, asked, out);
        let base = Base {
            attachments,
            id: file.id.to_string(),
            path: file.path.clone(),
            folder: file.folder().map(str::to_owned),
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
            waivers: common.waivers,
            reviews: common.reviews,
            withdrawn: common.withdrawn,
            archived: common.archived,
            extra: common.extra,
            translations: self.translations(id.kind, file, visibility, asked, out),
            body,
        };
        Based { file, base, fields }
    }

    /// The translations beside a record, which are for whom it is.
    fn translations(
        &self,
        kind: Kind,
        file: &RecordFile,
        visibility: Visibility,
        asked: &Asked,
        out: &mut Diagnostics,
    ) -> Vec<Translation> {
        let read = |TranslationFile { language, path, document }: &TranslationFile| {
            let read = translation::read(kind, &file.document, document, out);
            let body = self.links.body(path, document, self.index, visibility, asked, out);
            Translation::new(language.clone(), path.clone(), read, body)
        };
        file.translations.iter().map(read).collect()
    }

    /// Reads a record: the common part here, its own by `own`, which is given the plan it belongs
    /// to where it does.
    fn record<T>(
        &self,
        raw: Raw,
        asked: &Asked,
        out: &mut Diagnostics,
        own: impl FnOnce(Base, OfPlan<'a>, &mut Fields, &Lookup, &mut Diagnostics) -> T,
    ) -> T {
        let kind = raw.id.kind;
        let Based { file, base, mut fields, .. } = self.base(raw, asked, out);
        let visibility = base.visibility();
        let (index, from) = (self.index, &*file.id);
        let lookup = Lookup { index, from, visibility, plan_offices: &[], asked };
        let plan = self.plan_of(kind, &mut fields, &lookup, out);
        let plan_offices = plan.map_or(&[][..], |(_, plan)| &plan.offices);
        let made = own(base, plan, &mut fields, &Lookup { plan_offices, ..lookup }, out);
        fields.finish(out);
        made
    }

    /// The plan a record belongs to, if its kind may belong to one.
    fn plan_of(
        &self,
        kind: Kind,
        fields: &mut Fields,
        lookup: &Lookup,
        out: &mut Diagnostics,
    ) -> OfPlan<'a> {
        let field = kind.fields().iter().find(|field| *field.key == key::PLAN)?;
        let id: Id<Plan> = if field.required {
            lookup.required(fields, &key::PLAN, Kind::Plan, "方案的标题", out)?
        } else {
            lookup.one(fields, &key::PLAN, Kind::Plan, out)?
        };
        lookup.asked.note_plan(id.into());
        self.plans.get(id.index()).map(|plan| (id, plan.as_ref()))
    }

    /// A table beside a record.
    fn table(&self, file: &RecordFile, name: &str) -> Option<&'a Table> {
        self.links.content.table(file.folder()?, name)
    }

    /// A record's own entries, in their order. A draft has not happened for anyone but its writer.
    fn entries<E: Dated>(
        &self,
        file: &RecordFile,
        lookup: &Lookup,
        year: Option<i32>,
        out: &mut Diagnostics,
        decode: impl Fn(EntryBase, Fields, &mut Diagnostics) -> Option<E>,
    ) -> Vec<E> {
        let mut entries = Vec::with_capacity(file.entries.len());
        for EntryFile { day, path, document } in &file.entries {
            let mut fields = Fields::of_file(&document.source, &document.front);
            let read = entry::decode(path, *day, document, &mut fields, lookup, year, out);
            let mut base = read.base;
            if !read.draft {
                let (visibility, asked) = (lookup.visibility, lookup.asked);
                base.attachments =
                    self.links.attachments(path, &fields, read.attachments, asked, out);
                let body = self.links.body(path, document, self.index, visibility, asked, out);
                base.text = Words::Body(body);
            }
            entries.extend(decode(base, fields, out).filter(|_| !read.draft));
        }
        order::sort(&mut entries);
        entries
    }

    pub fn plan(&self, raw: Raw, asked: &Asked, out: &mut Diagnostics) -> Plan {
        self.record(raw, asked, out, |base, _, fields, lookup, out| {
            Plan::decode(base, fields, lookup, self.defaults, out)
        })
    }

    pub fn office(&self, mut raw: Raw, asked: &Asked, out: &mut Diagnostics) -> Office {
        let names = raw.names.take().unwrap_or(Names { short: None, former: Vec::new() });
        self.record(raw, asked, out, |base, _, fields, lookup, out| {
            Office::decode(base, names, fields, lookup, out)
        })
    }

    pub fn post(&self, raw: Raw, asked: &Asked, out: &mut Diagnostics) -> Post {
        self.record(raw, asked, out, |base, _, fields, lookup, out| {
            Post::decode(base, fields, lookup, out)
        })
    }

    pub fn group(&self, raw: Raw, asked: &Asked, out: &mut Diagnostics) -> Group {
        self.record(raw, asked, out, Group::decode)
    }

    pub fn indicator(&self, raw: Raw, asked: &Asked, out: &mut Diagnostics) -> Indicator {
        let tables = [VALUES, RANKS].map(|name| self.table(raw.file, name));
        self.record(raw, asked, out, |base, _, fields, lookup, out| {
            let [values, ranks] = tables;
            Indicator::decode(base, fields, lookup, values, ranks, out)
        })
    }

    /// A task with its own entries; the rows of returns come later.
    pub fn task(&self, raw: Raw, asked: &Asked, out: &mut Diagnostics) -> Task {
        let file = raw.file;
        self.record(raw, asked, out, |base, plan, fields, lookup, out| {
            let mut task = Task::decode(base, plan, fields, lookup, out);
            let plan = plan.map(|(_, plan)| plan);
            let year = plan.map(Plan::year_of_words);
            task.entries = self.entries(file, lookup, year, out, |base, fields, out| {
                task::Entry::decode(base, fields, lookup, plan, out)
            });
            task
        })
    }

    pub fn return_(&self, raw: Raw, asked: &Asked, out: &mut Diagnostics) -> Option<Return> {
        self.record(raw, asked, out, Return::decode)
    }

    /// A problem with its entries.
    pub fn problem(&self, raw: Raw, asked: &Asked, out: &mut Diagnostics) -> Option<Problem> {
        let file = raw.file;
        self.record(raw, asked, out, |base, plan, fields, lookup, out| {
            let year = plan.map(|(_, plan)| plan.year_of_words());
            let found = Problem::decode(base, plan, fields, lookup, out);
            let year = found.as_ref().map(|problem| problem.found.year()).or(year);
            let entries = self.entries(file, lookup, year, out, |base, fields, out| {
                problem::Entry::decode(base, fields, lookup, year, out)
            });
            found.map(|problem| Problem { entries, ..problem })
        })
    }

    pub fn inspection(&self, raw: Raw, asked: &Asked, out: &mut Diagnostics) -> Option<Inspection> {
        self.record(raw, asked, out, Inspection::decode)
    }

    /// A list of duties with what was done month by month.
    pub fn duty(&self, raw: Raw, asked: &Asked, out: &mut Diagnostics) -> Duty {
        let file = raw.file;
        self.record(raw, asked, out, |base, plan, fields, lookup, out| {
            let year = plan.map(|(_, plan)| plan.year_of_words());
            let mut duty = Duty::decode(base, plan, fields, lookup, out);
            let measures = duty.measures.len();
            duty.entries = self.entries(file, lookup, year, out, |base, fields, out| {
                duty::Entry::decode(base, fields, measures, out)
            });
            duty
        })
    }

    pub fn evaluation(&self, raw: Raw, asked: &Asked, out: &mut Diagnostics) -> Option<Evaluation> {
        let scores = self.table(raw.file, SCORES);
        self.record(raw, asked, out, |base, plan, fields, lookup, out| {
            Evaluation::decode(base, plan, fields, lookup, scores, out)
        })
    }

    pub fn highlight(&self, raw: Raw, asked: &Asked, out: &mut Diagnostics) -> Option<Highlight> {
        self.record(raw, asked, out, Highlight::decode)
    }

    pub fn visit(&self, raw: Raw, asked: &Asked, out: &mut Diagnostics) -> Option<Visit> {
        let tables = [VISITS, ISSUES].map(|name| self.table(raw.file, name));
        self.record(raw, asked, out, |base, plan, fields, lookup, out| {
            Visit::decode(base, plan, fields, lookup, tables, out)
        })
    }

    pub fn publicity(&self, raw: Raw, asked: &Asked, out: &mut Diagnostics) -> Option<Publicity> {
        let cases = self.table(raw.file, CASES);
        self.record(raw, asked, out, |base, plan, fields, _, out| {
            Publicity::decode(base, plan, fields, cases, out)
        })
    }

    pub fn bulletin(&self, raw: Raw, asked: &Asked, out: &mut Diagnostics) -> Option<Bulletin> {
        let seals = &raw.file.seals;
        self.record(raw, asked, out, |base, _, fields, lookup, out| {
            Bulletin::decode(base, self.plans, self.language, seals, fields, lookup, out)
        })
    }

    pub fn news(&self, raw: Raw, asked: &Asked, out: &mut Diagnostics) -> News {
        self.record(raw, asked, out, News::decode)
    }

    pub fn policy(&self, raw: Raw, asked: &Asked, out: &mut Diagnostics) -> Policy {
        self.record(raw, asked, out, Policy::decode)
    }

    pub fn page(&self, raw: Raw, asked: &Asked, out: &mut Diagnostics) -> Page {
        self.record(raw, asked, out, |base, _, _, _, _| Page { base })
    }
}
