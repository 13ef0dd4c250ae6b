//! The stages of a plan on one line of days, the as-of day marked.

use super::line::days;
use super::scale::Time;
use super::{Anchor, LINE, Path, Pen, Picture, Tenths, WIDTH, wrapped};
use crate::model::Day;
use crate::words::Words;

/// A stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    pub name: String,
    pub start: Day,
    pub end: Day,
    /// `past`, `current` or `future`.
    pub phase: &'static str,
}

/// The as-of day, and how it is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Now {
    pub day: Day,
    pub label: String,
}

/// More stages than this are left to the table.
pub const MOST_ROWS: usize = 20;

const HIGH: Tenths = 120;
const GAP: Tenths = 90;

/// Stages one below the other; none without any.
pub fn timeline(stages: &[Stage], now: &Now, words: &Words) -> Option<Picture> {
    let stages = &stages[..stages.len().min(MOST_ROWS)];
    // A stage takes its last day to the end.
    let ends = stages.iter().flat_map(|stage| [stage.start, stage.end.plus(1)]);
    let time = Time::around(ends)?;
    let (first, last) = time.ends();
    let shown = first <= now.day && now.day < last;
    let names: Vec<Vec<String>> =
        stages.iter().map(|stage| wrapped(&stage.name, WIDTH, 2)).collect();
    let above = if shown { LINE + 30 } else { 0 };
    let of_rows: Tenths = names.iter().map(|lines| lines.len() as Tenths * LINE + HIGH + GAP).sum();
    let bottom = above + of_rows;
    let mut pen = Pen::new(bottom + 2 * LINE + 40);
    let [left, right] = [10, WIDTH - 10];
    let at = |day| left + time.at(day, right - left);
    let mut y = above;
    for (stage, name) in stages.iter().zip(&names) {
        for line in name {
            pen.text("", (0, y + 115), Anchor::Start, line);
            y += LINE;
        }
        let (from, to) = (at(stage.start), at(stage.end.plus(1)));
        pen.rect(stage.phase, [from.min(right - 20), y, (to - from).max(20), HIGH]);
        y += HIGH + GAP;
    }
    let mut ground = Path::default();
    ground.to(left, bottom).across(right);
    pen.path("rule", &ground);
    days(&mut pen, time, [left, right], bottom, words);
    if shown {
        let x = at(now.day);
        let mut mark = Path::default();
        mark.to(x, above - 20).down(bottom);
        pen.path("now", &mark);
        pen.text("v", (x, 115), Anchor::Middle, &now.label);
    }
    Some(pen.done())
}
