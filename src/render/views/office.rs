//! Offices and posts: who answers for what.

use super::Views;
use crate::facts::seat::Term;
use crate::facts::{ReturnCounts, Role};
use crate::model::post::Holder;
use crate::model::{Id, Indicator, Kind, Office, Party, Post, RecordId};
use crate::render::view::{
    Fact, LeadRow, Link, ListedTask, LoadView, OfficeRow, OfficeView, OfficesView, PostView,
    ReturnCounts as ReturnCountsView,
};

impl Views {
    /// The tree of offices.
    pub fn offices(&self) -> OfficesView {
        let column = self.facts.public().column(Kind::Office);
        let mut rows = Vec::new();
        self.office_rows(None, 0, &mut rows);
        OfficesView {
            intro_html: self.intro(column.map(|column| &column.body), "../"),
            rows,
            summary: self.summary_link(None),
        }
    }

    pub(super) fn office_rows(
        &self,
        parent: Option<Id<Office>>,
        depth: u32,
        rows: &mut Vec<OfficeRow>,
    ) {
        let mut tree = Vec::new();
        self.offices_below(parent, depth, &mut tree);
        rows.extend(tree.into_iter().map(|(id, depth)| self.office_row(id, depth)));
    }

    /// All offices depth-first, with their steps below the top.
    pub(super) fn office_tree(&self) -> Vec<(Id<Office>, u32)> {
        let mut tree = Vec::new();
        self.offices_below(None, 0, &mut tree);
        tree
    }

    fn offices_below(
        &self,
        parent: Option<Id<Office>>,
        depth: u32,
        tree: &mut Vec<(Id<Office>, u32)>,
    ) {
        let mut children = self.facts.office_children(parent).to_vec();
        children.sort_by_key(|id| self.facts.office_order(*id));
        for id in children {
            tree.push((id, depth));
            self.offices_below(Some(id), depth + 1, tree);
        }
    }

    fn office_row(&self, id: Id<Office>, depth: u32) -> OfficeRow {
        let counts = self.facts.count(&self.facts.tasks_of_office(id));
        OfficeRow {
            // Below its parent an office needs no more than its short name.
            office: if depth == 0 { self.link(id.into()) } else { self.office_link(id) },
            depth,
            totals: self.totals(&counts, None),
            returns: self.office_returns(id),
        }
    }

    /// By-office figures of returns; the public edition has none.
    fn office_returns(&self, id: Id<Office>) -> Option<ReturnCountsView> {
        let counts = self.facts.returns_of_office(id);
        let shown = self.facts.shows_returns_by_office() && counts != ReturnCounts::default();
        shown.then(|| self.return_counts(counts))
    }

    /// An office's page.
    pub fn office(&self, id: Id<Office>) -> OfficeView {
        let office = self.facts.public().office(id);
        let record: RecordId = id.into();
        let tasks = self.facts.tasks_of_office(id);
        let mut children = Vec::new();
        self.office_rows(Some(id), 1, &mut children);
        children.iter_mut().for_each(|row| row.depth -= 1);
        let items = self.items(&tasks);
        let listed: Vec<ListedTask> = self
            .facts
            .tasks_listed_at(id)
            .iter()
            .map(|(task, role)| ListedTask {
                item: self.item(*task),
                role: self.w(match role {
                    Role::Joint => "role_joint",
                    Role::Coordinator => "role_coordinator",
                    Role::Support => "role_support",
                }),
            })
            .collect();
        let shown = tasks.iter().chain(self.facts.tasks_listed_at(id).iter().map(|(id, _)| id));
        let parent = office.parent.map(|parent| self.link(parent.into()));
        let duties = self.facts.duties_of_office(id);
        OfficeView {
            facts: [
                self.fact_text("label_short", office.short_name_on(self.facts.day())),
                self.former_names(office),
                self.fact_text("label_category", office.category.as_ref()),
                self.fact("label_parent", parent.into_iter().collect()),
                self.fact_party("label_head", office.head.as_ref()),
                self.fact_party("label_overseer", office.overseer.as_ref()),
                self.fact_text("label_phone", office.phone.as_ref()),
            ]
            .into_iter()
            .flatten()
            .collect(),
            body_html: self.body(record, &office.base.body),
            totals: self.totals(&self.facts.count(&tasks), None),
            charts: self.office_charts(id, &tasks),
            legend: self.legend_for(None, shown),
            plan: Self::one_plan(items.iter()),
            tasks: items,
            listed,
            children,
            posts: self.posts_of(id),
            indicators: self.indicators_of(id),
            groups: self.groups_at(id),
            problems: self.problem_section(
                &self.facts.problems_of_office(id),
                self.facts.problems_listed_at(id),
            ),
            seats: self.seats_of_office(id),
            returns: self.office_returns(id),
            duties: duties
                .iter()
                .map(|id| self.duty_row(*id, self.facts.public().duty(*id)))
                .collect(),
            duties_meter: self.duties_meter(&self.facts.count_duties(&duties)),
            highlights: self.highlight_items(&self.facts.highlights_of_office(id)),
            evaluations: self.evaluations_of(id),
            attachments: self.attachments(record, &office.base.attachments),
        }
    }

    fn former_names(&self, office: &Office) -> Option<Fact> {
        // One that is borne on the day, or will be until some later day, is no former one yet.
        let day = self.facts.day();
        let past = office.former.iter().filter(|f| f.until.is_none_or(|until| until < day));
        let names = past.map(|former| {
            let until = former.until.and_then(|until| self.span(None, Some(until)));
            match until {
                Some(until) => Self::text(
                    self.words
                        .fill("state_with_days", &[("state", &former.name), ("days", &until)]),
                ),
                None => Self::text(&former.name),
            }
        });
        self.fact("label_former", names.collect())
    }

    fn posts_of(&self, id: Id<Office>) -> Vec<Link> {
        self.facts
            .public()
            .posts()
            .filter(|(post, record)| record.office == Some(id) && self.facts.counts((*post).into()))
            .map(|(post, _)| self.post_link(post))
            .collect()
    }

    fn indicators_of(&self, id: Id<Office>) -> Vec<Link> {
        self.facts
            .indicators()
            .filter(|(_, indicator)| indicator.lead == Some(id))
            .map(|(indicator, _)| self.indicator_link(indicator))
            .collect()
    }

    fn groups_at(&self, id: Id<Office>) -> Vec<Link> {
        self.facts
            .groups()
            .filter(|(_, group)| group.seated_at.contains(&id) || group.lead == Some(id))
            .map(|(group, _)| self.link(group.into()))
            .collect()
    }

    /// A post's page: what it answers for.
    pub fn post(&self, id: Id<Post>) -> PostView {
        let post = self.facts.public().post(id);
        let record: RecordId = id.into();
        let tasks = self.facts.tasks_of_post(id);
        let items = self.items(tasks);
        let office = post.office.map(|office| self.link(office.into()));
        let holders = |term| {
            let holders = self.facts.holders(id, term);
            holders.map(|holder| Self::text(self.holder(holder))).collect()
        };
        PostView {
            facts: [
                self.fact("label_office", office.into_iter().collect()),
                self.fact_text("label_duties", post.duties.as_ref()),
                self.fact("label_holders", holders(Term::Present)),
                self.fact("label_past_holders", holders(Term::Past)),
            ]
            .into_iter()
            .flatten()
            .collect(),
            body_html: self.body(record, &post.base.body),
            plan: Self::one_plan(items.iter()),
            tasks: items,
            totals: self.totals(&self.facts.count(tasks), None),
            indicators: self.matrix_of(self.facts.indicators_of_chief(id)),
            load: self.load(self.facts.indicators_of_chief(id)),
            offices: self.offices_of_post(record),
            problems: self.problem_section(self.facts.problems_of_post(id), &[]),
            seats: self.seats(id),
            duties: self
                .facts
                .duties()
                .filter(|(_, duty)| is(duty.post.as_ref(), record))
                .map(|(duty, _)| self.link(duty.into()))
                .collect(),
            attachments: self.attachments(record, &post.base.attachments),
            legend: self.legend_for(None, tasks),
        }
    }

    /// What the leads of a chief's indicators have to do.
    fn load(&self, indicators: &[Id<Indicator>]) -> Option<LoadView> {
        let counts = self.facts.count_of_indicators(indicators);
        let rate = counts.done_rate();
        let summary = self.words.fill(
            "chief_load",
            &[
                ("indicators", &indicators.len()),
                ("total", &counts.total()),
                ("done", &rate.part),
                ("due", &rate.whole),
                ("rate", &rate),
            ],
        );
        let leads = self.facts.load_by_lead(indicators).into_iter().map(|load| LeadRow {
            lead: load.lead.map(|office| self.office_link(office)),
            indicators: load.indicators.len(),
            totals: self.totals(&self.facts.count(&load.tasks), None),
        });
        (!indicators.is_empty()).then(|| LoadView { summary, leads: leads.collect() })
    }

    /// Somebody with the time in the post, as far as it is known on the day.
    fn holder(&self, holder: &Holder) -> String {
        let name = &holder.name;
        match self.span(holder.from, self.facts.ended(holder.until)) {
            Some(span) => self.words.fill("state_with_days", &[("state", name), ("days", &span)]),
            None => name.clone(),
        }
    }

    fn offices_of_post(&self, post: RecordId) -> Vec<Fact> {
        let named = |role: &str, which: fn(&Office) -> Option<&Party>| {
            let offices: Vec<Link> = self
                .facts
                .offices()
                .filter(|(_, office)| is(which(office), post))
                .map(|(id, _)| self.link(id.into()))
                .collect();
            self.fact(role, offices)
        };
        [
            named("role_head", |office| office.head.as_ref()),
            named("role_overseer", |office| office.overseer.as_ref()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// Whether a party is a record.
pub(super) fn is(party: Option<&Party>, record: RecordId) -> bool {
    party.is_some_and(|party| party.record == Some(record))
}
