//! One record at a time: its common fields first, its own once everybody's names are known.

use std::sync::Arc;

use super::links::Links;
use super::order;
use super::slots::RecordFile;
use crate::diagnostic::{Diagnostics, Place};
use crate::model::entry;
use crate::model::fields::Fields;
use crate::model::id::{Id, RecordId};
use crate::model::indicator::{RANKS, VALUES};
use crate::model::office::Names;
use crate::model::record::{Common, Disclosure, Visibility};
use crate::model::reference::{Asked, Index, Lookup};
use crate::model::settings::Defaults;
use crate::model::task::Words;
use crate::model::{
    Base, Group, Indicator, Kind, News, Office, Page, Plan, Post, Return, Task, key,
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
        let common = Common::decode(&mut fields, &mut faults);
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
}

/// A record with its base made, its own fields still to be read.
struct Based<'a> {
    file: &'a RecordFile,
    base: Base,
    fields: Fields<'a>,
    names: Option<Names>,
}

impl<'a> Context<'a> {
    /// Makes the common part, with attachments and links looked up.
    fn base<'r>(&self, raw: Raw<'r>, asked: &Asked, out: &mut Diagnostics) -> Based<'r> {
        let Raw { file, fields, common, names, .. } = raw;
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
            withdrawn: common.withdrawn,
            archived: common.archived,
            extra: common.extra,
            body,
        };
        Based { file, base, fields, names }
    }

    fn lookup<'l>(
        &self,
        raw: &Based<'l>,
        plan_offices: &'l [Id<Office>],
        asked: &'l Asked,
    ) -> Lookup<'l>
    where
        'a: 'l,
    {
        let visibility = raw.base.visibility();
        Lookup { index: self.index, from: &raw.file.id, visibility, plan_offices, asked }
    }

    /// The plan a task or return belongs to.
    fn plan_of(
        &self,
        raw: &mut Based,
        asked: &Asked,
        out: &mut Diagnostics,
    ) -> Option<(Id<Plan>, &'a Plan)> {
        let from = raw.file;
        let visibility = raw.base.visibility();
        let lookup =
            Lookup { index: self.index, from: &from.id, visibility, plan_offices: &[], asked };
        let id: Id<Plan> =
            lookup.required(&mut raw.fields, &key::PLAN, Kind::Plan, "方案的标题", out)?;
        self.plans.get(id.index()).map(|plan| (id, plan.as_ref()))
    }

    pub fn plan(&self, raw: Raw, asked: &Asked, out: &mut Diagnostics) -> Plan {
        let mut raw = self.base(raw, asked, out);
        let lookup = self.lookup(&raw, &[], asked);
        let plan = Plan::decode(raw.base, &mut raw.fields, &lookup, self.defaults, out);
        raw.fields.finish(out);
        plan
    }

    pub fn office(&self, raw: Raw, asked: &Asked, out: &mut Diagnostics) -> Office {
        let mut raw = self.base(raw, asked, out);
        let lookup = self.lookup(&raw, &[], asked);
        let names = raw.names.unwrap_or(Names { short: None, former: Vec::new() });
        let office = Office::decode(raw.base, names, &mut raw.fields, &lookup, out);
        raw.fields.finish(out);
        office
    }

    pub fn post(&self, raw: Raw, asked: &Asked, out: &mut Diagnostics) -> Post {
        let mut raw = self.base(raw, asked, out);
        let lookup = self.lookup(&raw, &[], asked);
        let post = Post::decode(raw.base, &mut raw.fields, &lookup, out);
        raw.fields.finish(out);
        post
    }

    pub fn group(&self, raw: Raw, asked: &Asked, out: &mut Diagnostics) -> Group {
        let mut raw = self.base(raw, asked, out);
        let lookup = self.lookup(&raw, &[], asked);
        let group = Group::decode(raw.base, &mut raw.fields, &lookup, out);
        raw.fields.finish(out);
        group
    }

    pub fn indicator(&self, raw: Raw, asked: &Asked, out: &mut Diagnostics) -> Indicator {
        let mut raw = self.base(raw, asked, out);
        let table = |name| self.links.content.table(raw.file.folder()?, name);
        let (values, ranks) = (table(VALUES), table(RANKS));
        let lookup = self.lookup(&raw, &[], asked);
        let indicator = Indicator::decode(raw.base, &mut raw.fields, &lookup, values, ranks, out);
        raw.fields.finish(out);
        indicator
    }

    /// A task with its own entries; the rows of returns come later.
    pub fn task(&self, raw: Raw, asked: &Asked, out: &mut Diagnostics) -> Task {
        let mut raw = self.base(raw, asked, out);
        let plan = self.plan_of(&mut raw, asked, out);
        let offices = plan.map_or(&[][..], |(_, plan)| &plan.offices);
        let lookup = self.lookup(&raw, offices, asked);
        let visibility = raw.base.visibility();
        let mut task = Task::decode(raw.base, plan, &mut raw.fields, &lookup, out);
        raw.fields.finish(out);
        for file in &raw.file.entries {
            let plan = plan.map(|(_, plan)| plan);
            let read = entry::decode(&file.path, file.day, &file.document, &lookup, plan, out);
            let Some(mut read) = read else { continue };
            if read.draft {
                // A draft entry has not happened for anyone but its writer.
                continue;
            }
            let place = Place::start(&file.document.source);
            let fields = Fields::of_file(&place.source, &file.document.front);
            read.entry.attachments =
                self.links.attachments(&file.path, &fields, read.attachments, asked, out);
            let (path, document) = (&file.path, &file.document);
            let body = self.links.body(path, document, self.index, visibility, asked, out);
            read.entry.text = Words::Body(body);
            task.entries.push(read.entry);
        }
        order::sort(&mut task.entries);
        task
    }

    pub fn return_(&self, raw: Raw, asked: &Asked, out: &mut Diagnostics) -> Option<Return> {
        let mut raw = self.base(raw, asked, out);
        let plan = self.plan_of(&mut raw, asked, out);
        let offices = plan.map_or(&[][..], |(_, plan)| &plan.offices);
        let lookup = self.lookup(&raw, offices, asked);
        let found = Return::decode(raw.base, plan, &mut raw.fields, &lookup, out);
        raw.fields.finish(out);
        found
    }

    pub fn news(&self, raw: Raw, asked: &Asked, out: &mut Diagnostics) -> News {
        let mut raw = self.base(raw, asked, out);
        let lookup = self.lookup(&raw, &[], asked);
        let news = News::decode(raw.base, &mut raw.fields, &lookup, out);
        raw.fields.finish(out);
        news
    }

    pub fn page(&self, raw: Raw, asked: &Asked, out: &mut Diagnostics) -> Page {
        let raw = self.base(raw, asked, out);
        raw.fields.finish(out);
        Page { base: raw.base }
    }
}
