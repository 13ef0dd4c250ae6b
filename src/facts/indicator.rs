//! An indicator's measures as of a day: latest value, changes, distance, and the target line.

use rust_decimal::Decimal;

use crate::model::Day;
use crate::model::indicator::{Direction, Indicator, Measure, Rank, Value};

/// What can be told of a measure on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasureFacts {
    /// How many of the measure's values exist by the day; they are the first ones.
    pub known: usize,
    /// Against the value before, the baseline counting as the value of its day.
    pub change: Option<Change>,
    pub baseline_change: Option<Change>,
    /// From the latest value to the target: negative where it must still fall.
    pub distance: Option<Decimal>,
    /// At or ahead of the straight line from baseline to target on the latest value's day.
    pub on_track: Option<bool>,
}

/// A difference, and its share of what it is measured against.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    pub from: Decimal,
    pub absolute: Decimal,
    /// Per cent to one decimal, half away from zero; none on a base of 0.
    pub percent: Option<Decimal>,
}

impl Change {
    /// From one value to another; none where it cannot be written down.
    pub fn new(from: Decimal, to: Decimal) -> Option<Self> {
        let absolute = to.checked_sub(from)?;
        let percent = (!from.is_zero())
            .then(|| absolute.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(from.abs()))
            .flatten()
            .map(one_decimal);
        Some(Self { from, absolute, percent })
    }
}

/// Rounds half away from zero and keeps the one decimal, so that 50 prints as 50.0.
pub fn one_decimal(value: Decimal) -> Decimal {
    use rust_decimal::RoundingStrategy::MidpointAwayFromZero;
    let mut rounded = value.round_dp_with_strategy(1, MidpointAwayFromZero);
    rounded.rescale(1);
    rounded
}

impl MeasureFacts {
    /// Evaluates a measure on a day.
    pub fn new(measure: &Measure, day: Day) -> Self {
        let known = measure.values.partition_point(|value| value.date <= day);
        let values = &measure.values[..known];
        let latest = values.last();
        Self {
            known,
            change: latest.and_then(|latest| Change::new(previous(measure, values)?, latest.value)),
            baseline_change: latest.and_then(|latest| Change::new(measure.baseline?, latest.value)),
            distance: latest.and_then(|latest| measure.target?.checked_sub(latest.value)),
            on_track: latest.and_then(|latest| on_track(measure, latest)),
        }
    }

    /// The values that exist by the day, oldest first.
    pub fn values<'m>(&self, measure: &'m Measure) -> &'m [Value] {
        &measure.values[..self.known]
    }

    /// The latest of them.
    pub fn latest<'m>(&self, measure: &'m Measure) -> Option<&'m Value> {
        self.values(measure).last()
    }
}

/// The value before the latest; a baseline of an earlier day stands in where it is the nearest.
fn previous(measure: &Measure, values: &[Value]) -> Option<Decimal> {
    let [earlier @ .., latest] = values else { return None };
    let before = earlier.last();
    let baseline = measure.baseline.filter(|_| {
        measure.baseline_date.is_some_and(|date| {
            date < latest.date && before.is_none_or(|before| before.date < date)
        })
    });
    baseline.or(before.map(|before| before.value))
}

fn on_track(measure: &Measure, latest: &Value) -> Option<bool> {
    let (from, to) = (measure.baseline_date?, measure.target_date?);
    let (baseline, target) = (measure.baseline?, measure.target?);
    let direction = measure.direction?;
    let span = to.since(from);
    let expected = if latest.date >= to || span <= 0 {
        target
    } else {
        let passed = latest.date.since(from).max(0);
        // Multiplied first, so that a whole number of steps comes out whole.
        let way = target.checked_sub(baseline)?.checked_mul(Decimal::from(passed))?;
        baseline.checked_add(way.checked_div(Decimal::from(span))?)?
    };
    Some(match direction {
        Direction::Lower => latest.value <= expected,
        Direction::Higher => latest.value >= expected,
    })
}

/// The ranks that exist by a day, oldest first.
pub fn ranks(indicator: &Indicator, day: Day) -> &[Rank] {
    &indicator.ranks[..indicator.ranks.partition_point(|rank| rank.date <= day)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Place;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn number(text: &str) -> Decimal {
        text.parse().expect("a number")
    }

    fn measure(values: &[(&str, &str)]) -> Measure {
        Measure {
            id: "days".into(),
            name: "审批时间".into(),
            unit: None,
            direction: Some(Direction::Lower),
            baseline_date: Some(day("2021-01-01")),
            baseline: Some(number("89")),
            target: Some(number("60")),
            target_date: Some(day("2021-12-31")),
            decimals: None,
            values: values
                .iter()
                .map(|(date, value)| Value {
                    date: day(date),
                    words: (*date).into(),
                    value: number(value),
                    sample_size: None,
                    source: None,
                    note: None,
                    at: Place::file("values.csv"),
                })
                .collect(),
        }
    }

    #[test]
    fn a_value_of_tomorrow_is_not_known_today() {
        let measure = measure(&[("2021-06-30", "75"), ("2022-04-30", "60")]);
        let facts = MeasureFacts::new(&measure, day("2022-04-29"));
        assert_eq!(facts.latest(&measure).map(|v| v.value), Some(number("75")));
        let change = facts.change.expect("a change on the baseline");
        assert_eq!((change.from, change.absolute), (number("89"), number("-14")));
        assert_eq!(change.percent, Some(number("-15.7")));
    }

    #[test]
    fn on_track_is_at_or_ahead_of_the_straight_line() {
        // Half of the year has passed on 2021-07-02: the line stands at 74.5.
        let at = |value| {
            MeasureFacts::new(&measure(&[("2021-07-02", value)]), day("2021-07-02")).on_track
        };
        assert_eq!(at("74.5"), Some(true));
        assert_eq!(at("74.6"), Some(false));
    }

    #[test]
    fn after_the_target_date_the_line_is_the_target() {
        let measure = measure(&[("2022-06-30", "61")]);
        assert_eq!(MeasureFacts::new(&measure, day("2022-06-30")).on_track, Some(false));
    }

    #[test]
    fn a_change_on_zero_has_no_per_cent() {
        let change = Change::new(Decimal::ZERO, number("3")).expect("a change");
        assert_eq!(change.percent, None);
    }
}
