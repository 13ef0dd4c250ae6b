//! Indexes that are lists, articles, and the pages of links.

use std::collections::BTreeMap;

use super::Views;
use crate::model::{Id, Indicator, Kind, News, Office, Post, RecordId};
use crate::render::view::{
    ArticleView, CorrectionsView, Fact, Link, LinksView, ListGroup, ListItem, ListView,
};
use crate::site::Page;

/// How many records of a section the site map names; of a longer tree its heads alone, and of a
/// longer list none, as the section's own pages have them all.
const SECTION_MOST: usize = 200;

/// What the site map names of a section.
fn within(mut items: Vec<ListItem>) -> Vec<ListItem> {
    if items.len() > SECTION_MOST {
        items.retain(|item| item.depth == 0);
    }
    if items.len() > SECTION_MOST {
        items.clear();
    }
    items
}

impl Views {
    /// The index of a kind that is a list of links.
    pub fn list(&self, kind: Kind) -> ListView {
        let column = self.facts.public().column(kind);
        let groups = match kind {
            Kind::Plan => vec![ListGroup {
                heading: None,
                items: self.plan_ids().into_iter().map(|id| self.plan_entry(id)).collect(),
            }],
            Kind::Post => self.posts_by_bureau(),
            Kind::Group => vec![ListGroup { heading: None, items: self.group_tree() }],
            Kind::News => vec![ListGroup { heading: None, items: self.newest_news() }],
            _ => {
                let items = self.facts.ids(kind).map(|record| self.entry(record)).collect();
                vec![ListGroup { heading: None, items }]
            }
        };
        ListView {
            intro_html: self.intro(column.map(|column| &column.body), "../"),
            groups: groups.into_iter().filter(|group| !group.items.is_empty()).collect(),
        }
    }

    /// A record in a list.
    pub(super) fn entry(&self, record: RecordId) -> ListItem {
        let base = self.facts.public().base(record);
        ListItem {
            link: self.link(record),
            date: base.published.map(|moment| self.moment(moment)),
            note: None,
            summary: base.summary.clone(),
            depth: 0,
            sample: base.sample,
        }
    }

    fn plan_entry(&self, id: Id<crate::model::Plan>) -> ListItem {
        let plan = self.facts.public().plan(id);
        let note: Vec<String> =
            [plan.document.number.clone(), plan.issuer.as_ref().map(|issuer| issuer.text.clone())]
                .into_iter()
                .flatten()
                .collect();
        ListItem {
            date: Some(self.day(plan.published)),
            note: (!note.is_empty()).then(|| note.join(" · ")),
            ..self.entry(id.into())
        }
    }

    /// News, the newest first.
    pub(super) fn newest_news(&self) -> Vec<ListItem> {
        let public = self.facts.public();
        let mut news: Vec<(Id<News>, &News)> =
            public.news().filter(|(id, _)| self.facts.counts((*id).into())).collect();
        news.sort_by(|(_, a), (_, b)| (b.published, &a.base.id).cmp(&(a.published, &b.base.id)));
        news.into_iter()
            .map(|(id, news)| ListItem {
                note: news.office.map(|office| self.office_link(office).label),
                ..self.entry(id.into())
            })
            .collect()
    }

    /// The posts by bureau, within one in the order of its offices.
    fn posts_by_bureau(&self) -> Vec<ListGroup> {
        let public = self.facts.public();
        let mut posts: BTreeMap<Option<Id<Office>>, Vec<_>> = BTreeMap::new();
        for (id, post) in public.posts().filter(|(id, _)| self.facts.counts((*id).into())) {
            posts.entry(post.office).or_default().push((id, post));
        }
        for of_office in posts.values_mut() {
            of_office.sort_by_key(|(id, post)| (post.base.order.is_none(), post.base.order, *id));
        }
        let mut groups: Vec<ListGroup> = Vec::new();
        for (office, depth) in self.office_tree() {
            if depth == 0 {
                groups.push(ListGroup { heading: Some(self.link(office.into())), items: vec![] });
            }
            let of_office = posts.remove(&Some(office)).unwrap_or_default();
            // The bureau itself is named by the heading.
            let named = (depth > 0).then_some(office);
            let items = of_office.into_iter().map(|(id, _)| self.post_entry(id, named));
            if let Some(group) = groups.last_mut() {
                group.items.extend(items);
            }
        }
        // Of no office, or of one that takes no part.
        let rest: Vec<_> =
            posts.into_values().flatten().map(|(id, _)| self.post_entry(id, None)).collect();
        groups.push(ListGroup { heading: None, items: rest });
        groups
    }

    fn post_entry(&self, id: Id<Post>, office: Option<Id<Office>>) -> ListItem {
        let answers = self.facts.tasks_of_post(id).len();
        let note: Vec<String> = [
            office.map(|office| self.office_link(office).label),
            (answers > 0).then(|| self.words.fill("posts_tasks", &[("count", &answers)])),
        ]
        .into_iter()
        .flatten()
        .collect();
        ListItem { note: (!note.is_empty()).then(|| note.join(" · ")), ..self.entry(id.into()) }
    }

    /// The indicators through their levels, each of the first with its plan where there are
    /// several.
    pub(super) fn indicator_tree(&self) -> Vec<ListItem> {
        let mut items = Vec::new();
        for (plan, top) in self.indicators_by_plan() {
            let note = plan.map(|plan| self.plan_short(plan).label);
            for id in top {
                items.push(ListItem {
                    note: note.clone(),
                    ..self.plain_item(self.indicator_link(id))
                });
                let mut below = Vec::new();
                self.indicators_below(id, 1, &mut below);
                items.extend(below.into_iter().map(|(id, depth)| ListItem {
                    depth,
                    ..self.plain_item(self.indicator_link(id))
                }));
            }
        }
        items
    }

    /// The indicators through their levels, each with its steps below the first.
    pub(super) fn indicators_in_order(&self) -> Vec<(Id<Indicator>, u32)> {
        let mut found = Vec::new();
        for id in self.indicators_by_plan().into_iter().flat_map(|(_, top)| top) {
            found.push((id, 0));
            self.indicators_below(id, 1, &mut found);
        }
        found
    }

    fn indicators_below(
        &self,
        parent: Id<Indicator>,
        depth: u32,
        found: &mut Vec<(Id<Indicator>, u32)>,
    ) {
        for id in self.sorted_indicators(Some(parent)) {
            found.push((id, depth));
            self.indicators_below(id, depth + 1, found);
        }
    }

    fn group_tree(&self) -> Vec<ListItem> {
        let mut items = Vec::new();
        self.groups_below(None, 0, &mut items);
        items
    }

    fn groups_below(
        &self,
        parent: Option<Id<crate::model::Group>>,
        depth: u32,
        items: &mut Vec<ListItem>,
    ) {
        for (id, group) in self.facts.public().groups() {
            let shown = self.facts.counts(id.into());
            let above = group.parent.filter(|parent| self.facts.counts((*parent).into()));
            if shown && above == parent {
                let lead = group.lead.map(|office| self.office_link(office).label);
                items.push(ListItem { depth, note: lead, ..self.entry(id.into()) });
                self.groups_below(Some(id), depth + 1, items);
            }
        }
    }

    /// News, and pages of any other matter.
    pub fn article(&self, record: RecordId) -> ArticleView {
        let base = self.facts.public().base(record);
        let facts = match record.kind {
            Kind::News => self.news_facts(record.typed()),
            _ => Vec::new(),
        };
        ArticleView {
            facts,
            body_html: self.body(record, &base.body),
            attachments: self.attachments(record, &base.attachments),
            evidence: Self::evidence(&base.evidence),
        }
    }

    fn news_facts(&self, id: Id<News>) -> Vec<Fact> {
        let news = self.facts.public().news_item(id);
        let office: Vec<_> = news.office.into_iter().collect();
        let indicator = news.indicator.map(|indicator| self.indicator_link(indicator));
        [
            self.fact_plan(news.plan),
            self.fact_offices("label_office", &office),
            self.fact("label_indicator", indicator.into_iter().collect()),
            self.fact_text("label_category", news.category.as_ref()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// The site map: every section with its records, but for the many.
    pub fn site_map(&self) -> LinksView {
        let mut sections = self.sections();
        let pages: Vec<ListItem> =
            self.facts.ids(Kind::Page).map(|record| self.entry(record)).collect();
        if !pages.is_empty() {
            let heading = Some(Self::text(self.kind_title(Kind::Page)));
            sections.push(ListGroup { heading, items: pages });
        }
        // Drafts stay out of every list; whoever previews them must still find them.
        let drafts: Vec<ListItem> = Kind::ALL
            .into_iter()
            .flat_map(|kind| self.facts.public().ids(kind))
            .filter(|record| self.is_unfinished(*record))
            .filter(|record| self.site.route_of(*record).is_some())
            .map(|record| self.entry(record))
            .collect();
        if !drafts.is_empty() {
            let heading = Some(Self::text(self.w("drafts")));
            sections.push(ListGroup { heading, items: drafts });
        }
        let tools = self
            .site
            .pages
            .iter()
            .filter(|(_, page)| {
                matches!(
                    page,
                    Page::Data | Page::Search | Page::Changes | Page::Corrections | Page::SiteMap
                )
            })
            .map(|(route, page)| {
                let (label, href) = (self.title(page), Some(self.site.href(route)));
                self.plain_item(Link { label, href })
            })
            .collect();
        sections.push(ListGroup { heading: None, items: tools });
        LinksView { sections }
    }

    /// Whether a record is a draft, or a bulletin not issued yet.
    fn is_unfinished(&self, record: RecordId) -> bool {
        let public = self.facts.public();
        public.base(record).draft
            || record.kind == Kind::Bulletin && public.bulletin(record.typed()).seals.is_empty()
    }

    pub(super) fn plain_item(&self, link: Link) -> ListItem {
        ListItem { link, date: None, note: None, summary: None, depth: 0, sample: false }
    }

    /// Every section that has an index, with links to the records of those that are short.
    fn sections(&self) -> Vec<ListGroup> {
        Kind::ALL
            .into_iter()
            .filter_map(|kind| {
                let href = self.site.index_href(kind)?;
                let heading = Some(Link { label: self.kind_title(kind), href: Some(href) });
                let items = match kind {
                    Kind::Plan => {
                        self.plan_ids().into_iter().map(|id| self.plan_entry(id)).collect()
                    }
                    Kind::Task => self.board_links(),
                    Kind::News => self.newest_news().into_iter().take(20).collect(),
                    Kind::Return | Kind::Page => Vec::new(),
                    Kind::Indicator => self.indicator_tree(),
                    Kind::Office => self.office_links(),
                    Kind::Post => {
                        self.posts_by_bureau().into_iter().flat_map(|group| group.items).collect()
                    }
                    Kind::Group => self.group_tree(),
                    _ => self.facts.ids(kind).map(|record| self.entry(record)).collect(),
                };
                Some(ListGroup { heading, items: within(items) })
            })
            .collect()
    }

    /// The offices through the tree, after the page that compares them.
    fn office_links(&self) -> Vec<ListItem> {
        let offices = self
            .office_tree()
            .into_iter()
            .map(|(id, depth)| ListItem { depth, ..self.plain_item(self.link(id.into())) });
        let summary = self.summary_link(None).map(|link| self.plain_item(link));
        summary.into_iter().chain(offices).collect()
    }

    /// The board by plan.
    fn board_links(&self) -> Vec<ListItem> {
        self.plan_ids()
            .into_iter()
            .filter(|id| !self.facts.tasks_of_plan(*id).is_empty())
            .map(|id| {
                let base = &self.facts.public().plan(id).base;
                let href = self.site.board_href(&base.id, None);
                self.plain_item(Link { label: base.title.clone(), href })
            })
            .collect()
    }

    /// What was corrected or taken back.
    pub fn corrections(&self) -> CorrectionsView {
        let bulletins = self.corrected_bulletins();
        let sections = self.withdrawn_pages();
        let nothing = bulletins.is_empty() && sections.is_empty();
        CorrectionsView { text: nothing.then(|| self.w("corrections_none")), bulletins, sections }
    }

    fn withdrawn_pages(&self) -> Vec<ListGroup> {
        let item = |record: RecordId| {
            let taken_back = self.facts.public().base(record).withdrawn.as_ref()?;
            let reason = self.words.fill("withdrawn_because", &[("reason", &taken_back.reason)]);
            let date = Some(self.day(taken_back.date));
            Some(ListItem { date, summary: Some(reason), ..self.entry(record) })
        };
        let items: Vec<ListItem> = self.facts.taken_back().into_iter().filter_map(item).collect();
        match items.is_empty() {
            true => Vec::new(),
            false => {
                let heading = Some(Self::text(self.w("withdrawn_pages")));
                vec![ListGroup { heading, items }]
            }
        }
    }
}
