//! The indicator matrix and an indicator's page.

use rust_decimal::Decimal;
use rust_decimal::RoundingStrategy::MidpointAwayFromZero;

use super::Views;
use crate::facts::indicator::{Change, MeasureFacts, ranks};
use crate::model::indicator::{Direction, Measure, Rank, Value};
use crate::model::{Id, Indicator, Kind, RecordId};
use crate::render::view::{
    IndicatorRow, IndicatorView, IndicatorsView, MeasureRow, TableHead, TableView,
};

impl Views<'_> {
    /// The matrix of all indicators, by level.
    pub fn indicators(&self) -> IndicatorsView {
        let column = self.facts.public().column(Kind::Indicator);
        let mut rows = Vec::new();
        self.indicator_rows(None, 1, &mut rows);
        let first = rows.iter().filter(|row| row.level == 1).count();
        let rest = rows.len() - first;
        IndicatorsView {
            intro_html: self.intro(column.map(|column| &column.body), "../"),
            summary: self.words.fill("indicators_summary", &[("first", &first), ("rest", &rest)]),
            rows,
        }
    }

    fn indicator_rows(
        &self,
        parent: Option<Id<Indicator>>,
        level: u32,
        rows: &mut Vec<IndicatorRow>,
    ) {
        let mut children = self.facts.indicator_children(parent).to_vec();
        let public = self.facts.public();
        children.sort_by_key(|id| {
            let base = &public.indicator(*id).base;
            (base.order.is_none(), base.order, *id)
        });
        for id in children {
            rows.push(self.indicator_row(id, level));
            self.indicator_rows(Some(id), level + 1, rows);
        }
    }

    fn indicator_row(&self, id: Id<Indicator>, level: u32) -> IndicatorRow {
        let indicator = self.facts.public().indicator(id);
        let counts = self.facts.count(&self.facts.tasks_of_indicator(id));
        IndicatorRow {
            link: self.indicator_link(id),
            code: indicator.code.clone(),
            level,
            sample: indicator.base.sample,
            chief: indicator.chief.as_ref().map(|chief| self.party_link(chief)),
            lead: indicator.lead.map(|office| self.office_link(office)),
            measures: self.measure_rows(indicator),
            totals: self.totals(&counts, None),
        }
    }

    fn measure_rows(&self, indicator: &Indicator) -> Vec<MeasureRow> {
        indicator.measures.iter().map(|measure| self.measure_row(measure)).collect()
    }

    fn measure_row(&self, measure: &Measure) -> MeasureRow {
        let facts = MeasureFacts::new(measure, self.facts.day());
        let latest = facts.latest(measure);
        let change = |change: &Change| self.change_text(measure, change);
        MeasureRow {
            name: measure.name.clone(),
            unit: measure.unit.clone(),
            direction: measure.direction.map(|direction| {
                self.w(match direction {
                    Direction::Lower => "direction_lower",
                    Direction::Higher => "direction_higher",
                })
            }),
            latest: latest.map(|latest| printed(measure, latest.value)),
            latest_date: latest.map(|latest| self.value_date(latest)),
            previous: facts.change.as_ref().map(|change| printed(measure, change.from)),
            change: facts.change.as_ref().map(change),
            baseline: measure.baseline.map(|baseline| printed(measure, baseline)),
            baseline_change: facts.baseline_change.as_ref().map(change),
            target: measure.target.map(|target| printed(measure, target)),
            distance: facts.distance.map(|distance| signed(&printed(measure, distance))),
            on_track: match facts.on_track {
                Some(true) => "yes",
                Some(false) => "no",
                None => "",
            },
            on_track_words: facts
                .on_track
                .map(|on_track| self.w(if on_track { "on_track_yes" } else { "on_track_no" })),
        }
    }

    /// −15（−16.9%）.
    fn change_text(&self, measure: &Measure, change: &Change) -> String {
        let absolute = signed(&printed(measure, change.absolute));
        match change.percent {
            Some(percent) => {
                let percent = format!("{}%", signed(&percent.to_string()));
                self.words.fill("state_with_days", &[("state", &absolute), ("days", &percent)])
            }
            None => absolute,
        }
    }

    /// The day in words, or the period as it was written.
    fn value_date(&self, value: &Value) -> String {
        self.date_words(value.date, &value.words)
    }

    fn date_words(&self, day: crate::model::Day, words: &str) -> String {
        if words == day.to_string() { self.words.day(day) } else { words.to_owned() }
    }

    pub(super) fn value_with_unit(&self, measure: &Measure, value: Decimal) -> String {
        format!("{}{}", printed(measure, value), measure.unit.as_deref().unwrap_or(""))
    }

    /// An indicator's page.
    pub fn indicator(&self, id: Id<Indicator>) -> IndicatorView {
        let indicator = self.facts.public().indicator(id);
        let record: RecordId = id.into();
        let tasks = self.facts.tasks_of_indicator(id);
        let mut children = Vec::new();
        self.indicator_rows(Some(id), 2, &mut children);
        let parent = indicator.parent.map(|parent| self.indicator_link(parent));
        let lead: Vec<_> = indicator.lead.into_iter().collect();
        IndicatorView {
            facts: [
                self.fact_text("label_code", indicator.code.as_ref()),
                self.fact("label_parent", parent.into_iter().collect()),
                self.fact_party("label_chief", indicator.chief.as_ref()),
                self.fact_offices("label_lead_office", &lead),
                self.fact_offices("label_support", &indicator.support),
                self.fact_text("label_support_count", indicator.support_count),
                self.fact_day("label_letter_signed", indicator.letter_signed),
                self.fact_text("label_definition", indicator.definition.as_ref()),
                self.fact_text("label_data_source", indicator.data_source.as_ref()),
            ]
            .into_iter()
            .flatten()
            .collect(),
            body_html: self.body(record, &indicator.base.body),
            measures: self.measure_rows(indicator),
            series: self.series(indicator),
            ranks: self.ranks(indicator),
            children,
            totals: self.totals(&self.facts.count(&tasks), None),
            tasks: self.items(&tasks),
            quoted: self.quoted(&indicator.base.quoted),
            attachments: self.attachments(record, &indicator.base.attachments),
            legend: self.legend(None),
        }
    }

    /// One row a day, newest first, a column a measure.
    fn series(&self, indicator: &Indicator) -> Option<TableView> {
        let day = self.facts.day();
        let facts: Vec<MeasureFacts> =
            indicator.measures.iter().map(|measure| MeasureFacts::new(measure, day)).collect();
        let known: Vec<&[Value]> = indicator
            .measures
            .iter()
            .zip(&facts)
            .map(|(measure, facts)| facts.values(measure))
            .collect();
        let mut dates: Vec<(crate::model::Day, &str)> = known
            .iter()
            .flat_map(|values| values.iter().map(|v| (v.date, v.words.as_str())))
            .collect();
        dates.sort();
        dates.dedup_by_key(|(date, _)| *date);
        dates.reverse();
        if dates.is_empty() {
            return None;
        }
        let all = || known.iter().flat_map(|values| values.iter());
        let extras: [(&str, fn(&Value) -> &Option<String>); 3] = [
            ("label_sample_size", |value| &value.sample_size),
            ("label_source", |value| &value.source),
            ("label_note", |value| &value.note),
        ];
        let extras: Vec<_> =
            extras.into_iter().filter(|(_, field)| all().any(|v| field(v).is_some())).collect();
        let mut head = vec![TableHead { label: self.w("label_date"), figures: false }];
        for measure in &indicator.measures {
            let label = match &measure.unit {
                Some(unit) => {
                    self.words.fill("state_with_days", &[("state", &measure.name), ("days", unit)])
                }
                None => measure.name.clone(),
            };
            head.push(TableHead { label, figures: true });
        }
        head.extend(
            extras.iter().map(|(label, _)| TableHead { label: self.w(label), figures: false }),
        );
        let rows = dates
            .iter()
            .map(|(date, words)| {
                let on_day: Vec<Option<&Value>> =
                    known.iter().map(|values| values.iter().find(|v| v.date == *date)).collect();
                let mut row = vec![self.date_words(*date, words)];
                for (value, measure) in on_day.iter().zip(&indicator.measures) {
                    row.push(value.map_or_else(|| "—".into(), |v| printed(measure, v.value)));
                }
                for (_, field) in &extras {
                    let text = on_day.iter().flatten().find_map(|value| field(value).clone());
                    row.push(text.unwrap_or_default());
                }
                row
            })
            .collect();
        let title = &indicator.base.title;
        let caption = self.words.fill("values_caption", &[("title", title)]);
        Some(TableView { caption, head, rows })
    }

    fn ranks(&self, indicator: &Indicator) -> Option<TableView> {
        let ranks = ranks(indicator, self.facts.day());
        if ranks.is_empty() {
            return None;
        }
        let columns =
            ["label_date", "label_measure", "label_scope", "label_place", "label_by", "label_note"];
        let head = columns
            .into_iter()
            .map(|label| TableHead { label: self.w(label), figures: false })
            .collect();
        let rows = ranks.iter().rev().map(|rank| self.rank_row(indicator, rank)).collect();
        let title = &indicator.base.title;
        let caption = self.words.fill("ranks_caption", &[("title", title)]);
        Some(TableView { caption, head, rows })
    }

    fn rank_row(&self, indicator: &Indicator, rank: &Rank) -> Vec<String> {
        let measure = rank.measure.as_ref().map_or(String::new(), |id| {
            let found = indicator.measures.iter().find(|measure| measure.id == *id);
            found.map_or(id, |measure| &measure.name).clone()
        });
        let place = match rank.of {
            Some(of) => self.words.fill("place_of", &[("place", &rank.place), ("of", &of)]),
            None => self.words.fill("place", &[("place", &rank.place)]),
        };
        vec![
            self.date_words(rank.date, &rank.words),
            measure,
            rank.scope.clone(),
            place,
            rank.by.as_ref().map_or(String::new(), |by| by.text.clone()),
            rank.note.clone().unwrap_or_default(),
        ]
    }
}

/// A value with the digits its measure asks for, else as written.
fn printed(measure: &Measure, value: Decimal) -> String {
    match measure.decimals {
        Some(decimals) => {
            let mut rounded = value.round_dp_with_strategy(decimals, MidpointAwayFromZero);
            rounded.rescale(decimals);
            rounded.to_string()
        }
        None => value.to_string(),
    }
}

/// A difference with its sign, as typeset: +3, −15.
fn signed(number: &str) -> String {
    match number.strip_prefix('-') {
        Some(digits) => format!("−{digits}"),
        None if number.chars().all(|c| matches!(c, '0' | '.')) => number.to_owned(),
        None => format!("+{number}"),
    }
}
