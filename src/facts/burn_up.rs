//! What was due and what was done in all, day by day: the counts of the as-of day, spread over the
//! days they came about on. A completion that was taken back is in none of them.

use super::{Facts, Halfway};
use crate::model::{Day, Id, Plan, State, Task};

/// Days on which a count grew, each once and in order, with the count from then on.
pub type Growth = Vec<(Day, u32)>;

/// A plan's tasks by the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BurnUp {
    pub start: Day,
    /// The plan's end, else its last deadline, and no earlier than that or the as-of day.
    pub end: Day,
    /// 应完成, those without a day among them.
    pub whole: u32,
    /// By the deadlines now in force.
    pub due: Growth,
    pub done: Growth,
    /// 示例 of a plan that is none itself, left out as 双过半 leaves them out.
    pub samples: u32,
    /// 双过半, where the plan has an end.
    pub halfway: Option<Halfway>,
    /// The day half of the plan's time has passed.
    pub half: Option<Day>,
}

/// A plan's problems by the day, but for those another office took over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleared {
    pub found: Growth,
    pub closed: Growth,
}

/// Counts days as they pass.
pub fn growth(days: impl IntoIterator<Item = Day>) -> Growth {
    let mut days: Vec<Day> = days.into_iter().collect();
    days.sort_unstable();
    let mut counts: Growth = Vec::new();
    for (day, count) in days.into_iter().zip(1..) {
        match counts.last_mut() {
            Some(last) if last.0 == day => last.1 = count,
            _ => counts.push((day, count)),
        }
    }
    counts
}

/// The count at the end of a day.
pub fn at(growth: &Growth, day: Day) -> u32 {
    let passed = growth.partition_point(|(of, _)| *of <= day);
    passed.checked_sub(1).map_or(0, |last| growth[last].1)
}

impl Facts {
    /// A plan's tasks by the day; none where none is due.
    pub fn burn_up(&self, id: Id<Plan>) -> Option<BurnUp> {
        let plan = self.public.plan(id);
        let tasks = self.tasks_of_plan(id);
        let real: Vec<Id<Task>> =
            tasks.iter().copied().filter(|id| !self.is_lone_sample((*id).into())).collect();
        let samples = u32::try_from(tasks.len() - real.len()).unwrap_or(u32::MAX);
        let facts = || real.iter().filter_map(|id| self.task(*id));
        let owed = || facts().filter(|task| State::is_due(task.state));
        let due = growth(owed().filter_map(|task| task.commitment.deadline.as_ref()?.day()));
        let done = growth(owed().filter_map(|task| task.completed));
        let whole = self.count(&real).due();
        let start = plan.default_start();
        // What was done before the plan began is shown where it was done.
        let earliest = done.first().map(|(day, _)| *day).into_iter().chain([start]).min()?;
        let last = [Some(self.day), plan.end, due.last().map(|(day, _)| *day)];
        let end = last.into_iter().flatten().max()?;
        let half = plan.end.map(|end| {
            // The first day on which half of the days have passed, itself among them.
            start.plus((end.since(start) + 2) / 2 - 1)
        });
        let halfway = self.halfway(id);
        let has_any = whole > 0;
        has_any.then_some(BurnUp {
            start: earliest,
            end,
            whole,
            due,
            done,
            samples,
            half: half.filter(|_| halfway.is_some()),
            halfway,
        })
    }

    /// A plan's problems by the day; none where there are none.
    pub fn cleared(&self, id: Id<Plan>) -> Option<Cleared> {
        let public = &self.public;
        let of_plan = self.problems_of_plan(id).iter();
        let own: Vec<_> = of_plan
            .filter_map(|id| Some((public.problem(*id).found, self.problem(*id)?)))
            .filter(|(_, facts)| facts.state() != crate::model::ProblemState::Transferred)
            .collect();
        let found = growth(own.iter().map(|(found, _)| *found));
        let closed = growth(own.iter().filter_map(|(_, facts)| facts.closed));
        (!found.is_empty()).then_some(Cleared { found, closed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_grows_on_each_day_once_and_stands_until_the_next() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        let days = ["2023-05-01", "2023-03-01", "2023-05-01"].map(day);
        let counts = growth(days);
        assert_eq!(counts, [(day("2023-03-01"), 1), (day("2023-05-01"), 3)]);
        assert_eq!(at(&counts, day("2023-02-28")), 0);
        assert_eq!(at(&counts, day("2023-04-30")), 1);
        assert_eq!(at(&counts, day("2023-06-01")), 3);
    }
}
