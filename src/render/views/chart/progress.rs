//! A measure over time, and its places.

use super::{Views, Words};
use crate::facts::indicator::{MeasureFacts, ranks};
use crate::model::indicator::{Measure, Rank};
use crate::model::{Day, Indicator};
use crate::render::chart::Mark;
use crate::render::chart::line::{self, Point, Progress};
use crate::render::view::{Chart, Spark};
use crate::render::views::indicator::printed;

/// How many scopes of ranks are drawn.
const MOST_RANKS: usize = 4;

/// Of which measure a rank is, and among whom.
type Scope<'r> = (&'r Option<String>, &'r str);

impl Views {
    /// A measure's values as they are drawn.
    fn progress_of(&self, measure: &Measure) -> Progress {
        let facts = MeasureFacts::new(measure, self.facts.day());
        let point = |day, number| Point { day, number, text: printed(measure, number) };
        let values = facts.values(measure);
        let target = measure.target;
        let scales = values.iter().map(|value| value.value.normalize().scale());
        Progress {
            values: values.iter().map(|value| point(value.date, value.value)).collect(),
            baseline: measure.baseline_date.zip(measure.baseline).map(|(day, of)| point(day, of)),
            target: measure.target_date.zip(target).map(|(day, of)| point(day, of)),
            level: target
                .filter(|_| measure.target_date.is_none())
                .map(|target| (target, printed(measure, target))),
            digits: measure.decimals.unwrap_or(scales.max().unwrap_or(0)),
        }
    }

    /// A measure's values in the width of a word.
    pub(in crate::render::views) fn spark(&self, measure: &Measure) -> Option<Spark> {
        let (way, aim) = line::spark(&self.progress_of(measure))?;
        Some(Spark { way, aim })
    }

    /// The values of an indicator's measures, each against its target.
    pub(in crate::render::views) fn progress_charts(&self, indicator: &Indicator) -> Vec<Chart> {
        let measures = indicator.measures.iter().enumerate();
        measures.filter_map(|(i, measure)| self.progress_chart(measure, i + 1)).collect()
    }

    fn progress_chart(&self, measure: &Measure, number: usize) -> Option<Chart> {
        let of = self.progress_of(measure);
        let picture = line::progress(&of, &self.words)?;
        let name = self.name_with_unit(measure);
        let mut key = vec![self.key(Mark::Dot("dot"), "chart_key_value")];
        let has_aim = of.target.is_some() && of.baseline.is_some() || of.level.is_some();
        key.extend(of.baseline.as_ref().map(|_| self.key(Mark::Dot("base"), "chart_key_baseline")));
        key.extend(of.target.as_ref().map(|_| self.key(Mark::Goal, "chart_key_target")));
        key.extend(has_aim.then(|| self.key(Mark::Line("aim"), "chart_key_aim")));
        let words = Words {
            id: format!("p-g-values-{number}"),
            kind: "progress",
            title: self.words.fill("chart_progress", &[("name", &name)]),
            desc: self.progress_words(measure, &of),
        };
        Some(Chart { source: Some("p-series"), ..Self::chart(picture, words, key) })
    }

    fn progress_words(&self, measure: &Measure, of: &Progress) -> String {
        let words = &self.words;
        let mut parts = Vec::new();
        let held = |dated: &str, undated: &str, day: Option<Day>, number: Option<_>| {
            let value = printed(measure, number?);
            Some(match day {
                Some(day) => words.fill(dated, &[("day", &words.day(day)), ("value", &value)]),
                None => words.fill(undated, &[("value", &value)]),
            })
        };
        let (baseline, target) = (measure.baseline, measure.target);
        parts.extend(held(
            "chart_baseline",
            "chart_baseline_undated",
            measure.baseline_date,
            baseline,
        ));
        parts.extend(held("chart_target", "chart_target_undated", measure.target_date, target));
        match of.values.as_slice() {
            [] => {}
            [one] => parts.push(
                words.fill("chart_value", &[("day", &words.day(one.day)), ("value", &one.text)]),
            ),
            [first, .., last] => {
                let least = of.values.iter().min_by_key(|point| point.number).unwrap_or(first);
                let most = of.values.iter().max_by_key(|point| point.number).unwrap_or(last);
                parts.push(words.fill(
                    "chart_values",
                    &[
                        ("count", &of.values.len()),
                        ("first", &words.day(first.day)),
                        ("from", &first.text),
                        ("last", &words.day(last.day)),
                        ("to", &last.text),
                        ("least", &least.text),
                        ("most", &most.text),
                    ],
                ));
            }
        }
        self.sentences(parts)
    }

    /// The places of an indicator, by measure and by those among whom they are.
    pub(in crate::render::views) fn rank_charts(&self, indicator: &Indicator) -> Vec<Chart> {
        let mut by_scope: Vec<(Scope, Vec<&Rank>)> = Vec::new();
        for rank in ranks(indicator, self.facts.day()) {
            let scope = (&rank.measure, rank.scope.as_str());
            match by_scope.iter_mut().find(|(of, _)| *of == scope) {
                Some((_, found)) => found.push(rank),
                None => by_scope.push((scope, vec![rank])),
            }
        }
        by_scope.retain(|(_, found)| found.len() > 1);
        by_scope.truncate(MOST_RANKS);
        let charts = by_scope.into_iter().zip(1..);
        charts
            .filter_map(|(((measure, scope), found), number)| {
                let place = |place| self.words.fill("place", &[("place", &place)]);
                let places: Vec<(Day, u32)> =
                    found.iter().map(|rank| (rank.date, rank.place)).collect();
                let picture = line::ranks(&places, &|of: u32| place(of), &self.words)?;
                let measure = measure.as_ref().map_or(&indicator.base.title, |id| {
                    let of = indicator.measures.iter().find(|measure| measure.id == *id);
                    of.map_or(id, |measure| &measure.name)
                });
                let told = found.iter().map(|rank| {
                    let day = self.words.day(rank.date);
                    let value = self.place(rank);
                    self.words.fill("chart_at", &[("day", &day), ("value", &value)])
                });
                let title = match scope.is_empty() {
                    true => self.words.fill("chart_ranks", &[("name", measure)]),
                    false => self
                        .words
                        .fill("chart_ranks_among", &[("name", measure), ("scope", &scope)]),
                };
                let words = Words {
                    id: format!("p-g-ranks-{number}"),
                    kind: "ranks",
                    title,
                    desc: self.told(told.collect()),
                };
                Some(Chart { source: Some("p-ranks"), ..Self::chart(picture, words, Vec::new()) })
            })
            .collect()
    }
}
