//! What is done in all against what is due in all, day by day.

use rust_decimal::Decimal;

use super::line::Frame;
use super::scale::{Axis, Time};
use super::{Anchor, Path, Picture, Tenths};
use crate::model::Day;
use crate::words::Words;

/// Two counts that grow with the days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BurnUp {
    pub start: Day,
    pub end: Day,
    /// The as-of day.
    pub now: Day,
    /// What is done, in words.
    pub label: String,
    /// Each day on which it grew, with the count from then on.
    pub due: Vec<(Day, u32)>,
    pub done: Vec<(Day, u32)>,
    /// Where `due` goes at last, or beyond, where some have no day.
    pub whole: u32,
    /// Half of the time and half of the tasks, where both can be judged.
    pub half: Option<Half>,
}

/// Half of a span, and how its lines are named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Half {
    pub day: Day,
    pub time_label: String,
    pub tasks_label: String,
}

/// Steps of both; none where there is nothing to be done.
pub fn burn_up(of: &BurnUp, words: &Words) -> Option<Picture> {
    if of.whole == 0 {
        return None;
    }
    let axis = Axis::counting(of.whole)?;
    let time = Time::around([of.start, of.end, of.now.clamp(of.start, of.end)])?;
    let mut frame = Frame::new(2000, &axis, time);
    frame.rules(&axis);
    frame.days(words);
    let (left, right, top, bottom) = (frame.left, frame.right(), frame.top(), frame.bottom());
    if let Some(half) = &of.half {
        let y = frame.height_of(&axis, Decimal::from(of.whole) / Decimal::TWO);
        let x = frame.across(half.day);
        let mut lines = Path::default();
        lines.from(left, y).across(right).from(x, top).down(bottom);
        frame.pen.path("half", &lines);
        frame.pen.text("q", (left + 30, y - 30), Anchor::Start, &half.tasks_label);
        frame.pen.text("q", (x, top - 30), Anchor::Middle, &half.time_label);
    }
    let due = steps(&frame, &axis, &of.due, of.end);
    frame.pen.path("due", &due);
    let now = of.now.clamp(of.start, of.end);
    let done = steps(&frame, &axis, &of.done, now);
    frame.pen.path("way", &done);
    let (x, done) = (frame.across(now), of.done.last().map_or(0, |(_, count)| *count));
    let y = frame.height_of(&axis, Decimal::from(done));
    frame.pen.circle("dot", x, y, 35);
    let mut mark = Path::default();
    mark.to(x, top).down(bottom);
    frame.pen.path("now", &mark);
    let side = if x > (left + right) / 2 { Anchor::End } else { Anchor::Start };
    frame.pen.label((x, y), y, side, &of.label);
    Some(frame.pen.done())
}

/// A staircase from the left to a day; steps too close to be told apart are one.
fn steps(frame: &Frame, axis: &Axis, counts: &[(Day, u32)], until: Day) -> Path {
    let mut path = Path::default();
    path.to(frame.left, frame.height_of(axis, Decimal::ZERO));
    let mut at: Vec<(Tenths, Tenths)> = Vec::new();
    for (day, count) in counts.iter().filter(|(day, _)| *day <= until) {
        let (x, y) = frame.place(axis, *day, Decimal::from(*count));
        match at.last_mut() {
            Some(last) if last.0 / 20 == x / 20 => last.1 = y,
            _ => at.push((x, y)),
        }
    }
    for (x, y) in at {
        path.across(x).down(y);
    }
    path.across(frame.across(until));
    path
}
