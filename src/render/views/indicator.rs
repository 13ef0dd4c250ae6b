//! The indicator matrix and an indicator's page.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use rust_decimal::RoundingStrategy::MidpointAwayFromZero;

use super::Views;
use crate::facts::indicator::{Change, MeasureFacts, ranks};
use crate::model::indicator::{Direction, Measure, Rank, Value};
use crate::model::{Id, Indicator, Kind, Period, Plan, RecordId};
use crate::render::view::{
    IndicatorGroup, IndicatorRow, IndicatorView, IndicatorsView, MeasureRow, TableHead, TableView,
};
use crate::words::bulletin::is_rate;

/// The indicators of the first level that serve a plan.
type OfPlan = (Option<Id<Plan>>, Vec<Id<Indicator>>);

/// A column of values.csv beside the figures.
type Remark = fn(&Value) -> &Option<String>;

impl Views {
    /// The matrix of all indicators, by level.
    pub fn indicators(&self) -> IndicatorsView {
        let column = self.facts.public().column(Kind::Indicator);
        let groups: Vec<IndicatorGroup> = self
            .indicators_by_plan()
            .into_iter()
            .map(|(plan, top)| {
                let mut rows = Vec::new();
                for id in top {
                    rows.push(self.indicator_row(id, 1));
                    self.indicator_rows(Some(id), 2, &mut rows);
                }
                IndicatorGroup { heading: plan.map(|plan| self.plan_link(plan)), rows }
            })
            .collect();
        let rows = || groups.iter().flat_map(|group| &group.rows);
        let first = rows().filter(|row| row.level == 1).count();
        let rest = rows().count() - first;
        let summary = if rest > 0 { "indicators_summary" } else { "indicators_summary_flat" };
        IndicatorsView {
            intro_html: self.intro(column.map(|column| &column.body), "../"),
            summary: self.words.fill(summary, &[("first", &first), ("rest", &rest)]),
            groups,
        }
    }

    /// The indicators of the first level by the plan they serve, so that the like-named ones of
    /// several bureaus can be told apart; in one group where there is nothing to tell.
    pub(super) fn indicators_by_plan(&self) -> Vec<OfPlan> {
        let mut groups: Vec<OfPlan> = self
            .plan_ids()
            .into_iter()
            .map(Some)
            .chain([None])
            .map(|plan| (plan, Vec::new()))
            .collect();
        for id in self.sorted_indicators(None) {
            let plan = self.facts.plan_of_indicator(id);
            if let Some((_, found)) = groups.iter_mut().find(|(of, _)| *of == plan) {
                found.push(id);
            }
        }
        groups.retain(|(_, found)| !found.is_empty());
        if let [(plan, _)] = groups.as_mut_slice() {
            *plan = None;
        }
        groups
    }

    /// The indicators below one by their own order, then their codes.
    pub(super) fn sorted_indicators(&self, parent: Option<Id<Indicator>>) -> Vec<Id<Indicator>> {
        let mut children = self.facts.indicator_children(parent).to_vec();
        self.sort_indicators(&mut children);
        children
    }

    pub(super) fn sort_indicators(&self, indicators: &mut [Id<Indicator>]) {
        let public = self.facts.public();
        indicators.sort_by_cached_key(|id| {
            let indicator = public.indicator(*id);
            let base = &indicator.base;
            let code = indicator.code.as_deref().map(code_key);
            (base.order.is_none(), base.order, code.is_none(), code, *id)
        });
    }

    /// Some indicators as a matrix of their own, each below the nearest one above it.
    pub(super) fn matrix_of(&self, indicators: &[Id<Indicator>]) -> Vec<IndicatorRow> {
        let public = self.facts.public();
        let own: BTreeSet<Id<Indicator>> = indicators.iter().copied().collect();
        let mut below: BTreeMap<Option<Id<Indicator>>, Vec<Id<Indicator>>> = BTreeMap::new();
        for id in &own {
            let mut above = public.indicator(*id).parent;
            while let Some(indicator) = above.filter(|indicator| !own.contains(indicator)) {
                above = public.indicator(indicator).parent;
            }
            below.entry(above).or_default().push(*id);
        }
        let mut rows = Vec::with_capacity(own.len());
        self.matrix_below(None, 1, &mut below, &mut rows);
        rows
    }

    fn matrix_below(
        &self,
        above: Option<Id<Indicator>>,
        level: u32,
        below: &mut BTreeMap<Option<Id<Indicator>>, Vec<Id<Indicator>>>,
        rows: &mut Vec<IndicatorRow>,
    ) {
        let mut children = below.remove(&above).unwrap_or_default();
        self.sort_indicators(&mut children);
        for id in children {
            rows.push(self.indicator_row(id, level));
            self.matrix_below(Some(id), level + 1, below, rows);
        }
    }

    fn indicator_rows(
        &self,
        parent: Option<Id<Indicator>>,
        level: u32,
        rows: &mut Vec<IndicatorRow>,
    ) {
        for id in self.sorted_indicators(parent) {
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
        indicator
            .measures
            .iter()
            .map(|measure| MeasureRow {
                rank: self.latest_rank(indicator, measure).map(|rank| self.place(rank)),
                rank_note: self.latest_rank(indicator, measure).map(|rank| self.rank_note(rank)),
                spark: self.spark(measure),
                ..self.measure_row(measure)
            })
            .collect()
    }

    /// The latest rank of a measure; one that names no measure is the only measure's.
    fn latest_rank<'i>(&self, indicator: &'i Indicator, measure: &Measure) -> Option<&'i Rank> {
        let only = indicator.measures.len() == 1;
        ranks(indicator, self.facts.day()).iter().rev().find(|rank| match &rank.measure {
            Some(id) => *id == measure.id,
            None => only,
        })
    }

    /// Among whom, when, and that the document does not say of how many.
    fn rank_note(&self, rank: &Rank) -> String {
        let mut parts = vec![rank.scope.clone(), self.date_words(rank.date, &rank.words)];
        parts.extend(rank.of.is_none().then(|| self.w("rank_of_unknown")));
        parts.retain(|part| !part.is_empty());
        parts.join(" · ")
    }

    /// How many a value is of; where it is full marks, also that this is not said.
    fn sample(&self, measure: &Measure, value: &Value) -> Option<String> {
        match &value.sample_size {
            Some(n) => Some(self.words.fill("sample_of", &[("n", n)])),
            None => measure.is_full(value).then(|| self.w("sample_unknown")),
        }
    }

    /// 第1位（共12）.
    pub(super) fn place(&self, rank: &Rank) -> String {
        match rank.of {
            Some(of) => self.words.fill("place_of", &[("place", &rank.place), ("of", &of)]),
            None => self.words.fill("place", &[("place", &rank.place)]),
        }
    }

    fn measure_row(&self, measure: &Measure) -> MeasureRow {
        let facts = MeasureFacts::new(measure, self.facts.day());
        let latest = facts.latest(measure);
        let change = |change: &Change| self.change_text(measure, change);
        MeasureRow {
            name: self.said(&measure.name).to_owned(),
            unit: measure.unit.as_deref().map(|unit| self.said(unit).to_owned()),
            direction: measure.direction.map(|direction| {
                self.w(match direction {
                    Direction::Lower => "direction_lower",
                    Direction::Higher => "direction_higher",
                })
            }),
            latest: latest.map(|latest| printed(measure, latest.value)),
            latest_date: latest.map(|latest| self.value_date(latest)),
            latest_sample: latest.and_then(|latest| self.sample(measure, latest)),
            previous: facts.change.as_ref().map(|change| printed(measure, change.from)),
            change: facts.change.as_ref().map(change),
            baseline: measure.baseline.map(|baseline| printed(measure, baseline)),
            baseline_change: facts.baseline_change.as_ref().map(change),
            target: measure.target.map(|target| printed(measure, target)),
            distance: facts.distance.map(|distance| self.distance(measure, distance)),
            rank: None,
            rank_note: None,
            spark: None,
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

    /// How far the latest value is from the target; without a direction, by its sign alone.
    fn distance(&self, measure: &Measure, distance: Decimal) -> String {
        let apart = |number: String| match is_rate(measure.unit.as_deref()) {
            true => self.words.fill("percentage_points", &[("n", &number)]),
            false => number,
        };
        let missing = match measure.direction {
            Some(Direction::Lower) => -distance,
            Some(Direction::Higher) => distance,
            None => return apart(signed(&printed(measure, distance))),
        };
        if missing <= Decimal::ZERO {
            self.w("target_reached")
        } else {
            let value = apart(printed(measure, missing));
            self.words.fill("target_missing", &[("value", &value)])
        }
    }

    /// −15（−16.9%）.
    fn change_text(&self, measure: &Measure, change: &Change) -> String {
        let absolute = printed(measure, change.absolute);
        self.change_words(&absolute, change.percent, measure.unit.as_deref())
    }

    /// A difference as printed, with its per cent.
    pub(super) fn change_words(
        &self,
        absolute: &str,
        percent: Option<Decimal>,
        unit: Option<&str>,
    ) -> String {
        let absolute = signed(absolute);
        // Rates change by points; a per cent of a per cent says nothing to most readers.
        if is_rate(unit) {
            return self.words.fill("percentage_points", &[("n", &absolute)]);
        }
        match percent {
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
        if words == day.to_string() {
            return self.words.day(day);
        }
        // 2022-Q2 is how a machine writes it.
        match words.parse::<Period>() {
            Ok(period) => self.words.period(period),
            Err(_) => words.to_owned(),
        }
    }

    /// 审批时间（天）.
    pub(super) fn name_with_unit(&self, measure: &Measure) -> String {
        let name = self.said(&measure.name);
        match &measure.unit {
            Some(unit) => {
                self.words.fill("state_with_days", &[("state", &name), ("days", &self.said(unit))])
            }
            None => name.to_owned(),
        }
    }

    pub(super) fn value_with_unit(&self, measure: &Measure, value: Decimal) -> String {
        let unit = measure.unit.as_deref().map_or("", |unit| self.said(unit));
        format!("{}{unit}", printed(measure, value))
    }

    /// An indicator's page.
    pub fn indicator(&self, id: Id<Indicator>) -> IndicatorView {
        let indicator = self.facts.public().indicator(id);
        let record: RecordId = id.into();
        let tasks = self.facts.tasks_of_indicator(id);
        let items = self.items(&tasks);
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
            series_charts: self.progress_charts(indicator),
            rank_charts: self.rank_charts(indicator),
            charts: self.indicator_charts(id, &tasks),
            children,
            totals: self.totals(&self.facts.count(&tasks), None),
            plan: Self::one_plan(items.iter()),
            tasks: items,
            problems: self.problem_section(&self.facts.problems_of_indicator(id), &[]),
            highlights: self.highlight_items(&self.facts.highlights_of_indicator(id)),
            texts: self.texts_leading_to(record),
            quoted: self.quoted(&indicator.base.quoted),
            attachments: self.attachments(record, &indicator.base.attachments),
            legend: self.legend_for(None, &tasks),
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
        let extras: [(&str, Remark); 3] = [
            ("label_sample_size", |value| &value.sample_size),
            ("label_source", |value| &value.source),
            ("label_note", |value| &value.note),
        ];
        let extras: Vec<_> =
            extras.into_iter().filter(|(_, field)| all().any(|v| field(v).is_some())).collect();
        let mut head = vec![TableHead { label: self.w("label_date"), figures: false }];
        for measure in &indicator.measures {
            let label = self.name_with_unit(measure);
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
        let mut rows: Vec<Vec<String>> =
            ranks.iter().rev().map(|rank| self.rank_row(indicator, rank)).collect();
        // A column nobody filled says nothing.
        let filled: Vec<bool> =
            (0..columns.len()).map(|i| rows.iter().any(|row| !row[i].is_empty())).collect();
        for row in &mut rows {
            let mut kept = filled.iter();
            row.retain(|_| *kept.next().unwrap_or(&true));
        }
        let head = columns
            .into_iter()
            .zip(filled)
            .filter(|(_, filled)| *filled)
            .map(|(label, _)| TableHead { label: self.w(label), figures: false })
            .collect();
        let title = &indicator.base.title;
        let caption = self.words.fill("ranks_caption", &[("title", title)]);
        Some(TableView { caption, head, rows })
    }

    fn rank_row(&self, indicator: &Indicator, rank: &Rank) -> Vec<String> {
        let measure = rank.measure.as_ref().map_or(String::new(), |id| {
            let found = indicator.measures.iter().find(|measure| measure.id == *id);
            found.map_or(id.as_str(), |measure| self.said(&measure.name)).to_owned()
        });
        vec![
            self.date_words(rank.date, &rank.words),
            measure,
            rank.scope.clone(),
            self.place(rank),
            rank.by.as_ref().map_or(String::new(), |by| by.text.clone()),
            rank.note.clone().unwrap_or_default(),
        ]
    }
}

/// A code's numbers, so that 1.10 comes after 1.9.
fn code_key(code: &str) -> (Vec<u64>, String) {
    let numbers = code.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok());
    (numbers.collect(), code.to_owned())
}

/// A value with the digits its measure asks for, else as written.
pub(super) fn printed(measure: &Measure, value: Decimal) -> String {
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
