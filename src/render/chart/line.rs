//! A measure over time against its target, and its places.

use rust_decimal::Decimal;

use super::scale::{Axis, Time};
use super::{Anchor, LINE, Path, Pen, Picture, Tenths, WIDTH, diamond, width_of};
use crate::model::Day;
use crate::words::Words;

/// A number on a day, as a chart has it and as it is printed.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    pub day: Day,
    pub number: Decimal,
    pub text: String,
}

/// A measure's values and what they are held against.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Progress {
    /// By day.
    pub values: Vec<Point>,
    pub baseline: Option<Point>,
    /// Its day is the target's.
    pub target: Option<Point>,
    /// A target without a day.
    pub level: Option<(Decimal, String)>,
    /// Digits after the point.
    pub digits: u32,
}

/// More values than this are drawn without their dots.
const MOST_DOTS: usize = 40;
/// Of values closer than this only the first, the last, the least and the most are drawn.
const BUCKET: Tenths = 50;

/// The values as a line, with the straight line from baseline to target; none where there is
/// nothing to compare.
pub fn progress(of: &Progress, words: &Words) -> Option<Picture> {
    let marks = || of.baseline.iter().chain(&of.target);
    if of.values.is_empty() || of.values.len() + marks().count() < 2 {
        return None;
    }
    let numbers: Vec<Decimal> = of.values.iter().chain(marks()).map(|point| point.number).collect();
    let level = of.level.iter().map(|(number, _)| *number);
    let axis = Axis::around(&numbers.into_iter().chain(level).collect::<Vec<_>>(), of.digits)?;
    let time = Time::around(of.values.iter().chain(marks()).map(|point| point.day))?;
    let mut frame = Frame::new(1900, &axis, time);
    frame.rules(&axis);
    frame.days(words);
    let (left, right) = (frame.left, frame.right());
    let place = |point: &Point| frame.place(&axis, point.day, point.number);
    let dots: Vec<(Tenths, Tenths)> = of.values.iter().map(place).collect();
    let target = of.target.as_ref().map(place);
    let baseline = of.baseline.as_ref().map(place);
    let level = of.level.as_ref().map(|(number, _)| frame.height_of(&axis, *number));
    let pen = &mut frame.pen;
    let mut aim = Path::default();
    if let (Some(from), Some(to)) = (baseline, target) {
        aim.to(from.0, from.1).to(to.0, to.1);
    }
    match (target, level) {
        // After its day the line is the target.
        (Some(to), _) if baseline.is_some() && to.0 < right => {
            aim.across(right);
        }
        (None, Some(y)) => {
            aim.from(left, y).across(right);
        }
        _ => {}
    }
    pen.path("aim", &aim);
    let mut way = Path::default();
    for (x, y) in thinned(&dots) {
        way.to(x, y);
    }
    if dots.len() > 1 {
        pen.path("way", &way);
    }
    if dots.len() <= MOST_DOTS {
        dots.iter().for_each(|(x, y)| pen.circle("dot", *x, *y, 30));
    }
    if let Some((x, y)) = baseline {
        pen.circle("base", x, y, 40);
    }
    if let Some((x, y)) = target {
        pen.path("goal", diamond(&mut Path::default(), (x, y)));
    }
    // Each with the height its line comes from.
    let before = dots.len().checked_sub(2).map(|i| dots[i]).or(baseline);
    let named = [
        of.values.last().zip(dots.last().copied()).map(|of| (of, before)),
        of.target.as_ref().zip(target).map(|of| (of, baseline)),
        of.baseline.as_ref().zip(baseline).map(|of| (of, dots.first().copied())),
    ];
    for ((point, at), from) in named.into_iter().flatten() {
        pen.label(at, from.map_or(at.1, |from| from.1), Anchor::Middle, &point.text);
    }
    if let (Some((_, text)), Some(y)) = (&of.level, level) {
        pen.label((right, y), y, Anchor::End, text);
    }
    Some(frame.pen.done())
}

/// The same line through fewer points, where many lie side by side.
fn thinned(points: &[(Tenths, Tenths)]) -> Vec<(Tenths, Tenths)> {
    let mut kept = Vec::new();
    for run in points.chunk_by(|a, b| a.0 / BUCKET == b.0 / BUCKET) {
        let mut of_run: Vec<usize> = vec![0, run.len() - 1];
        of_run.extend((0..run.len()).min_by_key(|i| run[*i].1));
        of_run.extend((0..run.len()).max_by_key(|i| run[*i].1));
        of_run.sort_unstable();
        of_run.dedup();
        kept.extend(of_run.into_iter().map(|i| run[i]));
    }
    kept
}

/// A measure's places, the first at the top; none where there is nothing to compare.
pub fn ranks(places: &[(Day, u32)], of: &dyn Fn(u32) -> String, words: &Words) -> Option<Picture> {
    if places.len() < 2 {
        return None;
    }
    let last = places.iter().map(|(_, place)| *place).max()?.max(2);
    // Counted from the top, so that the first place is the highest.
    let height = |place: u32| Decimal::from(-i64::from(place));
    let axis = Axis::around(&[height(1), height(last)], 0)?;
    let time = Time::around(places.iter().map(|(day, _)| *day))?;
    let ticks = [1, last];
    let room = ticks.iter().map(|place| width_of(&of(*place))).max()?;
    let mut frame = Frame::with_room(1300, room, time);
    for place in ticks {
        frame.rule(frame.height_of(&axis, height(place)), &of(place));
    }
    frame.days(words);
    let dots: Vec<(Tenths, Tenths)> =
        places.iter().map(|(day, place)| frame.place(&axis, *day, height(*place))).collect();
    let mut way = Path::default();
    for (x, y) in thinned(&dots) {
        way.to(x, y);
    }
    let pen = &mut frame.pen;
    pen.path("way", &way);
    if dots.len() <= MOST_DOTS {
        dots.iter().for_each(|(x, y)| pen.circle("dot", *x, *y, 30));
        // The latest place is named first, should there not be room for all.
        for (at, (_, place)) in dots.iter().zip(places).rev() {
            pen.label(*at, at.1, Anchor::Middle, &place.to_string());
        }
    }
    Some(frame.pen.done())
}

/// A plane of days and numbers: the numbers at its left, the months below.
pub(super) struct Frame {
    pub pen: Pen,
    pub left: Tenths,
    top: Tenths,
    bottom: Tenths,
    time: Time,
}

impl Frame {
    pub(super) fn new(height: Tenths, axis: &Axis, time: Time) -> Self {
        Self::with_room(height, axis.room(), time)
    }

    fn with_room(height: Tenths, room: Tenths, time: Time) -> Self {
        let bottom = height - 2 * LINE - 40;
        Self { pen: Pen::new(height), left: room + 110, top: 160, bottom, time }
    }

    pub(super) fn right(&self) -> Tenths {
        WIDTH - 80
    }

    pub(super) fn top(&self) -> Tenths {
        self.top
    }

    pub(super) fn bottom(&self) -> Tenths {
        self.bottom
    }

    pub(super) fn across(&self, day: Day) -> Tenths {
        self.left + self.time.at(day, self.right() - self.left)
    }

    pub(super) fn height_of(&self, axis: &Axis, number: Decimal) -> Tenths {
        self.bottom - axis.at(number, self.bottom - self.top)
    }

    pub(super) fn place(&self, axis: &Axis, day: Day, number: Decimal) -> (Tenths, Tenths) {
        (self.across(day), self.height_of(axis, number))
    }

    /// A rule across for each tick.
    pub(super) fn rules(&mut self, axis: &Axis) {
        for tick in &axis.ticks {
            self.rule(self.height_of(axis, *tick), &axis.printed(*tick));
        }
    }

    fn rule(&mut self, y: Tenths, label: &str) {
        let mut rule = Path::default();
        rule.to(self.left, y).across(self.right());
        self.pen.path("rule", &rule);
        self.pen.text("q", (self.left - 50, y + 40), Anchor::End, label);
    }

    /// Months and years below.
    pub(super) fn days(&mut self, words: &Words) {
        let (left, bottom) = (self.left, self.bottom);
        days(&mut self.pen, self.time, [left, WIDTH - 80], bottom, words);
    }
}

/// Months and years below a line of days.
pub(super) fn days(
    pen: &mut Pen,
    time: Time,
    [left, right]: [Tenths; 2],
    y: Tenths,
    words: &Words,
) {
    let mut marks = Path::default();
    let mut free = [Tenths::MIN; 2];
    for tick in time.ticks(words) {
        let x = left + time.at(tick.day, right - left);
        marks.from(x, y).down(y + 40);
        let lines = [Some(&tick.label), tick.year.as_ref()];
        for (row, text) in lines.into_iter().enumerate() {
            let Some(text) = text else { continue };
            if x - width_of(text) / 2 < free[row] {
                continue;
            }
            let row_y = y + 60 + FOOT + row as Tenths * LINE;
            free[row] = pen.text("q", (x, row_y), Anchor::Middle, text).right + 30;
        }
    }
    pen.path("rule", &marks);
}

/// From a line's top to its foot.
const FOOT: Tenths = 95;

/// How wide and high a [`spark`] is.
const SPARK: [Tenths; 2] = [800, 200];

/// The way of the values and the line to the target as paths in a box of 80 by 20; none of fewer
/// than three values.
pub fn spark(of: &Progress) -> Option<(String, Option<String>)> {
    if of.values.len() < 3 {
        return None;
    }
    let marks = || of.baseline.iter().chain(&of.target);
    let points = || of.values.iter().chain(marks());
    let numbers: Vec<Decimal> = points().map(|point| point.number).collect();
    let (least, most) = (*numbers.iter().min()?, *numbers.iter().max()?);
    let time = Time::around(points().map(|point| point.day))?;
    let [wide, high] = SPARK.map(|length| length - 40);
    let range = most.checked_sub(least)?;
    let place = |point: &Point| {
        let share = match range.is_zero() {
            true => Some(Decimal::new(5, 1)),
            false => point.number.checked_sub(least).and_then(|part| part.checked_div(range)),
        };
        let up = (share? * Decimal::from(high)).round();
        Some((20 + time.at(point.day, wide), 20 + high - Tenths::try_from(up).ok()?))
    };
    let dots: Vec<(Tenths, Tenths)> = of.values.iter().map(place).collect::<Option<_>>()?;
    let mut way = Path::default();
    for (x, y) in thinned(&dots) {
        way.to(x, y);
    }
    let ends = of.baseline.as_ref().and_then(place).zip(of.target.as_ref().and_then(place));
    let aim = ends.map(|(from, to)| {
        let mut aim = Path::default();
        aim.to(from.0, from.1).to(to.0, to.1);
        aim.0
    });
    Some((way.0, aim))
}
