//! Highlights: their index by round, and the page of one.

use rust_decimal::Decimal;

use super::Views;
use crate::facts::highlight::change;
use crate::model::highlight::Comparison;
use crate::model::{Highlight, Id, Kind, RecordId};
use crate::render::view::{
    FigureView, HighlightItem, HighlightView, HighlightsView, Link, RoundView,
};

impl Views {
    /// The highlights by round, the newest first.
    pub fn highlights(&self) -> HighlightsView {
        let column = self.facts.public().column(Kind::Highlight);
        let rounds = self.facts.rounds();
        let several = rounds.len() > 1;
        HighlightsView {
            intro_html: self.intro(column.map(|column| &column.body), "../"),
            rounds: rounds
                .iter()
                .map(|round| RoundView {
                    name: match round.name {
                        Some(name) => name.to_owned(),
                        // Where there are no rounds at all, nothing is "other".
                        None if several => self.w("highlights_other"),
                        None => self.w("highlights_all"),
                    },
                    plan: round.plan.map(|plan| self.plan_short(plan)),
                    items: round.highlights.iter().map(|id| self.highlight_item(*id)).collect(),
                })
                .collect(),
        }
    }

    /// A highlight in a list.
    fn highlight_item(&self, id: Id<Highlight>) -> HighlightItem {
        let found = self.facts.public().highlight(id);
        HighlightItem {
            link: self.link(id.into()),
            sample: found.base.sample,
            date: self.day(found.date),
            office: found.office.map(|office| self.office_link(office)),
            indicator: found.indicator.map(|indicator| self.indicator_link(indicator)),
            summary: found.base.summary.clone(),
            figures: self.before_after(found),
            promoted: self.promoted(found),
        }
    }

    /// Highlights on the page of whom or what they are about.
    pub(super) fn highlight_items(&self, ids: &[Id<Highlight>]) -> Vec<HighlightItem> {
        ids.iter().map(|id| self.highlight_item(*id)).collect()
    }

    /// A highlight's page.
    pub fn highlight(&self, id: Id<Highlight>) -> HighlightView {
        let found = self.facts.public().highlight(id);
        let record: RecordId = id.into();
        let office: Vec<_> = found.office.into_iter().collect();
        let indicator = found.indicator.map(|indicator| self.indicator_link(indicator));
        let plan = found.plan.map(|plan| self.plan_link(plan));
        let links = |link: Option<Link>| link.into_iter().collect();
        HighlightView {
            facts: [
                self.fact("label_plan", links(plan)),
                self.fact_day("label_date", Some(found.date)),
                self.fact_offices("label_office", &office),
                self.fact("label_indicator", links(indicator)),
                self.fact_text("label_round", found.round.as_ref()),
                self.fact_text("label_promoted", self.promoted(found)),
            ]
            .into_iter()
            .flatten()
            .collect(),
            figures: self.before_after(found),
            body_html: self.body(record, &found.base.body),
            quoted: self.quoted(&found.base.quoted),
            attachments: self.attachments(record, &found.base.attachments),
            evidence: Self::evidence(&found.base.evidence),
        }
    }

    fn before_after(&self, found: &Highlight) -> Vec<FigureView> {
        found.before_after.iter().map(|figure| self.figure(figure)).collect()
    }

    fn figure(&self, figure: &Comparison) -> FigureView {
        let unit = figure.unit.as_deref().map(|unit| self.said(unit));
        let printed = |value: Option<Decimal>| {
            value.map_or_else(|| "—".to_owned(), |value| format!("{value}{}", unit.unwrap_or("")))
        };
        FigureView {
            name: self.said(&figure.name).to_owned(),
            before: printed(figure.before),
            after: printed(figure.after),
            change: change(figure).map(|change| {
                self.change_words(&change.absolute.to_string(), change.percent, unit)
            }),
        }
    }

    /// 全旗（2023年6月10日起）, or the part of it that is known.
    fn promoted(&self, found: &Highlight) -> Option<String> {
        let promoted = self.facts.promoted(found)?;
        let since = promoted.date.and_then(|date| self.span(Some(date), None));
        match (&promoted.scope, since) {
            (Some(scope), Some(since)) => {
                Some(self.words.fill("state_with_days", &[("state", scope), ("days", &since)]))
            }
            (Some(scope), None) => Some(scope.clone()),
            (None, since) => since,
        }
    }
}
