//! Links, dates, facts, bodies and files: what views of every kind are made of.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::iter;

use super::Views;
use crate::content::markdown::plain_text as markdown_words;
use crate::content::one_line_end;
use crate::model::quoted::{Approximation, Quoted};
use crate::model::record::{Attachment, Base, Body, Target};
use crate::model::settings::RawHtml;
use crate::model::{Day, Id, Indicator, Kind, Moment, Office, Party, Plan, Post, RecordId};
use crate::render::Key;
use crate::render::markdown::{self, Options};
use crate::render::view::{
    Ask, AttachmentView, DateText, EvidenceView, Fact, Link, Made, QuotedView, Shared, TaskItem,
};

impl Views {
    /// A record by its title, leading to its page where it has one.
    pub(super) fn link(&self, record: RecordId) -> Link {
        Link { label: self.name_of(record).to_owned(), href: self.href_of(record) }
    }

    pub(super) fn plan_link(&self, id: Id<Plan>) -> Link {
        self.link(id.into())
    }

    /// A plan by its short label.
    pub(super) fn plan_short(&self, id: Id<Plan>) -> Link {
        let link = self.plan_link(id);
        match self.plan_labels.get(&id) {
            Some(label) => Link { label: label.clone(), ..link },
            None => link,
        }
    }

    /// The issuer's short name and the year, where that tells a plan from the others.
    pub(super) fn short_plan_labels(&self) -> BTreeMap<Id<Plan>, String> {
        let mut labels: BTreeMap<Id<Plan>, String> = BTreeMap::new();
        for (id, plan) in self.facts.plans() {
            let Some(issuer) = &plan.issuer else { continue };
            let office = issuer.record.filter(|record| record.kind == Kind::Office);
            let issuer = match office {
                Some(office) => self.office_link(office.typed()).label,
                None => issuer.text.clone(),
            };
            let label = match plan.year {
                Some(year) => {
                    self.words.fill("plan_short", &[("issuer", &issuer), ("year", &year)])
                }
                None => self.words.fill("plan_short_undated", &[("issuer", &issuer)]),
            };
            if label.chars().count() < plan.base.title.chars().count() {
                labels.insert(id, label);
            }
        }
        let mut times: BTreeMap<String, u32> = BTreeMap::new();
        for label in labels.values() {
            *times.entry(label.clone()).or_default() += 1;
        }
        labels.retain(|_, label| times.get(label) == Some(&1));
        labels
    }

    /// The plan of some tasks, where it is one and the same.
    pub(super) fn one_plan<'t>(
        mut tasks: impl Iterator<Item = &'t Shared<TaskItem>>,
    ) -> Option<Link> {
        let plan = &tasks.next()?.plan;
        tasks
            .all(|task| task.plan.href == plan.href && task.plan.label == plan.label)
            .then(|| Link::clone(plan))
            .filter(|plan| !plan.label.is_empty())
    }

    pub(super) fn indicator_link(&self, id: Id<Indicator>) -> Link {
        self.link(id.into())
    }

    pub(super) fn post_link(&self, id: Id<Post>) -> Link {
        self.link(id.into())
    }

    /// An office by its short name, as tables have room for.
    pub(super) fn office_link(&self, id: Id<Office>) -> Link {
        let office = self.facts.public().office(id);
        let short = office.short_name_on(self.facts.day());
        let label = match short {
            Some(short) => self.said_by(id.into(), short),
            None => self.name_of(id.into()),
        };
        Link { label: label.to_owned(), href: self.href_of(id.into()) }
    }

    /// Somebody in the words of the document, leading to a page where one matches.
    pub(super) fn party_link(&self, party: &Party) -> Link {
        let href = party
            .record
            .filter(|record| self.facts.has_page(*record))
            .and_then(|record| self.href_of(record));
        Link { label: party.text.clone(), href }
    }

    pub(super) fn text(label: impl Into<String>) -> Link {
        Link { label: label.into(), href: None }
    }

    pub(super) fn day(&self, day: Day) -> DateText {
        DateText { iso: day.to_string(), text: self.words.day(day) }
    }

    pub(super) fn moment(&self, moment: Moment) -> DateText {
        // A machine reads a time only as hours and minutes.
        let timed = matches!(moment.time, Some(crate::model::Time::At { .. }));
        let iso = if timed { moment.to_string() } else { moment.day.to_string() };
        DateText { iso, text: self.words.moment(moment) }
    }

    /// A line of a definition list; none without a value.
    pub(super) fn fact(&self, label: &str, values: Vec<Link>) -> Option<Fact> {
        let values = self.links_said(values);
        (!values.is_empty()).then(|| Fact { label: self.w(label), values, note: None })
    }

    pub(super) fn fact_text(&self, label: &str, text: Option<impl Display>) -> Option<Fact> {
        self.fact(label, text.map(|text| Self::text(text.to_string())).into_iter().collect())
    }

    pub(super) fn fact_day(&self, label: &str, day: Option<Day>) -> Option<Fact> {
        self.fact_text(label, day.map(|day| self.words.day(day)))
    }

    pub(super) fn fact_party(&self, label: &str, party: Option<&Party>) -> Option<Fact> {
        self.fact(label, party.map(|party| self.party_link(party)).into_iter().collect())
    }

    pub(super) fn fact_offices(&self, label: &str, offices: &[Id<Office>]) -> Option<Fact> {
        self.fact(label, offices.iter().map(|office| self.office_link(*office)).collect())
    }

    /// Whom to ask: the offices that answer, each with a telephone where it or an office above it
    /// gives one.
    pub(super) fn ask(&self, offices: &[Id<Office>]) -> Vec<Ask> {
        let office = |id: Id<Office>| self.facts.public().office(id);
        let above = |id: &Id<Office>| office(*id).parent;
        let phone = |id| iter::successors(Some(id), above).find_map(|id| office(id).phone.clone());
        offices
            .iter()
            .map(|id| Ask { office: self.link((*id).into()), phone: phone(*id) })
            .collect()
    }

    /// A span of days in words; open ends are left open.
    pub(super) fn span(&self, start: Option<Day>, end: Option<Day>) -> Option<String> {
        let words = &self.words;
        Some(match (start, end) {
            (Some(start), Some(end)) => words
                .fill("span_between", &[("start", &words.day(start)), ("end", &words.day(end))]),
            (Some(start), None) => words.fill("span_from", &[("start", &words.day(start))]),
            (None, Some(end)) => words.fill("span_until", &[("end", &words.day(end))]),
            (None, None) => return None,
        })
    }

    /// A record's body as HTML; `depth` is how deep in the site the page lies.
    pub(super) fn body(&self, record: RecordId, body: &Body) -> Made {
        let body = self.translated_body(record).unwrap_or(body);
        let root = self.site.route_of(record).map_or_else(String::new, |route| route.root());
        self.markdown(Some(record), body, &root, 2, "")
    }

    /// A record's body where a heading of the page stands above it.
    pub(super) fn body_below(&self, record: RecordId, body: &Body) -> Made {
        let body = self.translated_body(record).unwrap_or(body);
        let root = self.site.route_of(record).map_or_else(String::new, |route| route.root());
        self.markdown(Some(record), body, &root, 3, "")
    }

    /// The words of an index or of the home page.
    pub(super) fn intro(&self, body: Option<&Body>, root: &str) -> Made {
        body.map_or_else(Made::default, |body| self.markdown(None, body, root, 2, ""))
    }

    pub(super) fn markdown(
        &self,
        record: Option<RecordId>,
        body: &Body,
        root: &str,
        heading_base: u8,
        id_prefix: &str,
    ) -> Made {
        let text = self.site.text(body);
        self.markdown_of(text, record, body, &self.way_up(root), heading_base, id_prefix)
    }

    /// A text with the links of a body.
    pub(super) fn markdown_of(
        &self,
        text: &str,
        record: Option<RecordId>,
        body: &Body,
        root: &str,
        heading_base: u8,
        id_prefix: &str,
    ) -> Made {
        let text = &*one_line_end(text);
        if text.trim().is_empty() {
            return Made::default();
        }
        let options = Options {
            raw_html: match self.facts.settings().raw_html {
                RawHtml::Drop => markdown::RawHtml::Drop,
                RawHtml::Sanitise => markdown::RawHtml::Sanitise,
            },
            heading_base,
            footnote_label: self.w("footnotes"),
            id_prefix: id_prefix.to_owned(),
            table_name: record.map_or(String::new(), |record| self.name_of(record).to_owned()),
        };
        let resolve =
            |destination: &str, image: bool| self.target(record, body, destination, image, root);
        // What is not among the links is told by the text alone.
        let links: Vec<_> = body
            .links
            .iter()
            .flat_map(|(link, _)| [resolve(link, false), resolve(link, true)])
            .collect();
        self.made(Key::of(&(text, &options, links)), || {
            markdown::to_html(text, &options, &resolve).html
        })
    }

    fn target(
        &self,
        record: Option<RecordId>,
        body: &Body,
        destination: &str,
        image: bool,
        root: &str,
    ) -> markdown::Target {
        let with_anchor = |href: String, anchor: &str| {
            let anchor = if anchor.is_empty() { String::new() } else { format!("#{anchor}") };
            markdown::Target::Href(format!("{root}{href}{anchor}"))
        };
        match body.links.get(destination) {
            None if destination.starts_with('#') => markdown::Target::Href(destination.to_owned()),
            None => markdown::Target::External(self.as_written(destination)),
            Some(Target::Withheld) => markdown::Target::Plain,
            Some(Target::Home) => with_anchor(self.site.href(&crate::site::Route::new("")), ""),
            Some(Target::Column { kind, anchor }) => match self.site.index_href(*kind) {
                Some(href) => with_anchor(href, anchor),
                None => markdown::Target::Plain,
            },
            // A record that does not exist yet leaves no trace but the author's words.
            Some(Target::Record { record, anchor }) => match self.href_of(*record) {
                Some(href) => with_anchor(href, anchor),
                None => markdown::Target::Plain,
            },
            Some(Target::File(attachment)) => {
                let href = record.and_then(|record| self.site.file_href(record, &attachment.file));
                match href {
                    Some(href) if image => markdown::Target::Href(format!("{root}{href}")),
                    Some(href) => markdown::Target::Download {
                        href: format!("{root}{href}"),
                        note: self.file_note(attachment),
                    },
                    None => markdown::Target::Plain,
                }
            }
        }
    }

    /// An address of which nothing is known, which its author wrote as from the text's own page.
    fn as_written(&self, destination: &str) -> String {
        let whole = url::Url::parse(destination);
        let is_relative = matches!(whole, Err(url::ParseError::RelativeUrlWithoutBase));
        match self.is_below && is_relative && !destination.starts_with('/') {
            true => format!("../{destination}"),
            false => destination.to_owned(),
        }
    }

    /// CSV，1.2 KB.
    fn file_note(&self, attachment: &Attachment) -> String {
        let ending = attachment.file.name().rsplit_once('.').map_or("", |(_, ending)| ending);
        self.size_note(&ending.to_uppercase(), attachment.bytes)
    }

    pub(super) fn size_note(&self, format: &str, bytes: u64) -> String {
        // Tenths of a unit, in whole numbers.
        let unit = |unit: u64, name: &str| {
            let tenths = (bytes * 20 + unit) / (2 * unit);
            format!("{}.{} {name}", tenths / 10, tenths % 10)
        };
        let size = match bytes {
            0..1024 => self.words.fill("bytes", &[("n", &bytes)]),
            1024..1_048_576 => unit(1024, "KB"),
            _ => unit(1_048_576, "MB"),
        };
        if format.is_empty() { size } else { self.words.join(&[format.to_owned(), size]) }
    }

    pub(super) fn attachments(
        &self,
        record: RecordId,
        attachments: &[Attachment],
    ) -> Vec<AttachmentView> {
        attachments
            .iter()
            .filter_map(|attachment| {
                Some(AttachmentView {
                    name: attachment.name.clone(),
                    href: self.site.file_href(record, &attachment.file)?,
                    note: self.file_note(attachment),
                })
            })
            .collect()
    }

    pub(super) fn evidence(evidence: &[crate::model::record::Evidence]) -> Vec<EvidenceView> {
        evidence
            .iter()
            .map(|paper| EvidenceView {
                name: paper.name.clone(),
                copies: paper.copies.map(|copies| copies.to_string()),
                kept_at: paper.kept_at.clone(),
            })
            .collect()
    }

    pub(super) fn quoted(&self, all: &[Quoted]) -> Vec<QuotedView> {
        all.iter()
            .map(|quoted| {
                let mut value = quoted.value.to_string();
                if let Some(sense) = quoted.approximate {
                    let name = match sense {
                        Approximation::About => "approximately",
                        Approximation::Odd => "approximately_odd",
                        Approximation::Over => "approximately_over",
                    };
                    value = self.words.fill(name, &[("value", &value)]);
                }
                if let Some(of) = quoted.of {
                    let rate = quoted.rate().map_or_else(|| "—".into(), |rate| format!("{rate}%"));
                    value = match quoted.approximate {
                        None => self
                            .words
                            .fill("quoted_of", &[("value", &value), ("of", &of), ("rate", &rate)]),
                        Some(_) => format!("{value}/{of}"),
                    };
                }
                QuotedView {
                    name: quoted.name.clone(),
                    value,
                    as_of: quoted.as_of.clone(),
                    source: quoted.source.clone(),
                    is_part: quoted.part_of.is_some(),
                    parts: self.quoted_parts(quoted, all),
                }
            })
            .collect()
    }

    /// 其中实地督查4次、书面督办3次，合计7次，另有2次未列明.
    fn quoted_parts(&self, total: &Quoted, all: &[Quoted]) -> Option<String> {
        let itemised = total.itemised(all)?;
        let part = |part: &Quoted| {
            let (name, unit) = part.name_and_unit();
            format!("{name}{}{unit}", part.value)
        };
        let parts = self.words.join(&total.parts(all).map(part).collect::<Vec<_>>());
        let (_, unit) = total.name_and_unit();
        let sentence = match itemised.rest {
            rest if rest.is_zero() => "quoted_parts",
            rest if rest.is_sign_negative() => "quoted_parts_over",
            _ => "quoted_parts_rest",
        };
        let rest = itemised.rest.abs();
        Some(self.words.fill(
            sentence,
            &[("parts", &parts), ("sum", &itemised.sum), ("rest", &rest), ("unit", &unit)],
        ))
    }

    /// 方案23项，本站收录16项.
    pub(super) fn stated(&self, id: Id<Plan>) -> Option<String> {
        let stated = self.facts.public().plan(id).stated_tasks?;
        let tasks = self.facts.tasks_of_plan(id);
        let (listed, samples) = (tasks.len(), self.facts.count(tasks).samples);
        let name = if samples > 0 { "stated_with_samples" } else { "stated" };
        let numbers: [(&str, &dyn Display); 3] =
            [("stated", &stated), ("listed", &listed), ("samples", &samples)];
        let blanks = if samples > 0 { &numbers[..] } else { &numbers[..2] };
        Some(self.words.fill(name, blanks))
    }

    /// The first words of a record, for descriptions: its summary, else its body.
    pub(super) fn description(&self, record: RecordId, base: &Base) -> Made {
        let translation = self.translation(record);
        match translation.map_or(&base.summary, |translation| &translation.summary) {
            Some(summary) => summary.clone().into(),
            None => {
                let body = translation.map_or(&base.body, |translation| &translation.body);
                let text = match record.kind {
                    Kind::Bulletin => self.sealed_words(record.typed()),
                    _ => self.site.text(body),
                };
                let text = one_line_end(text);
                self.made(Key::of_bytes(text.as_bytes()), || markdown_words(&text, 100))
            }
        }
    }

    /// A kind's name as the navigation has it.
    pub(super) fn kind_word(&self, kind: Kind) -> &str {
        self.words.get(&format!("kind_{}", kind.folder()))
    }

    /// The title of a kind's index: the column's own, else the interface's.
    pub(super) fn kind_title(&self, kind: Kind) -> String {
        // A column is written in the site's own language.
        let own = self.facts.public().column(kind).filter(|_| self.language.is_none());
        let own = own.and_then(|column| column.title.clone());
        own.unwrap_or_else(|| self.w(&format!("title_{}", kind.folder())))
    }
}
