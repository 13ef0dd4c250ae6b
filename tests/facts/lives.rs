//! Whatever happens to a task, some things stay true.

use liangshai::disclose::{Audience, Edition, Unpublished};
use liangshai::facts::Facts;
use liangshai::model::{Day, Deadline, State};
use proptest::prelude::*;

use crate::life::{Life, day, planned};
use crate::support::{self, all_data};

const EVENTS: [&str; 9] =
    ["进展", "调整", "完成", "核验通过", "核验退回", "中止", "恢复", "取消", "重开"];

/// Days are counted from the plan's publication.
fn date(offset: i64) -> Day {
    day("2023-03-03").plus(offset)
}

#[derive(Debug, Clone)]
struct Step {
    on: i64,
    event: usize,
    /// Days until it was filed, if that was stated.
    filed: Option<i64>,
    hour: Option<u8>,
    /// A new deadline, where the event may set one.
    deadline: Option<i64>,
}

impl Step {
    fn exists_from(&self) -> i64 {
        self.on + self.filed.unwrap_or(0).max(0)
    }

    fn add(&self, life: Life, n: usize) -> Life {
        let event = EVENTS[self.event];
        let grounds = "理由: 一\n批准: 二";
        let deadline = match (event, self.deadline) {
            ("调整", None) => "完成时限: 长期坚持".to_owned(),
            ("调整" | "恢复", Some(offset)) => format!("完成时限: {}", date(offset)),
            _ => String::new(),
        };
        let fields = match event {
            "核验通过" => "事项: 核验\n核验单位: 乙股\n结果: 通过".to_owned(),
            "核验退回" => "事项: 核验\n核验单位: 乙股\n结果: 退回".to_owned(),
            "调整" | "中止" | "取消" | "重开" => format!("事项: {event}\n{grounds}"),
            _ => format!("事项: {event}"),
        };
        let filed =
            self.filed.map_or(String::new(), |days| format!("报送时间: {}", date(self.on + days)));
        let time = self.hour.map_or(String::new(), |hour| format!("时间: {hour:02}:00"));
        life.named(
            &format!("{}-{n}", date(self.on)),
            &format!("{fields}\n{deadline}\n{filed}\n{time}"),
        )
    }
}

fn step() -> impl Strategy<Value = Step> {
    let filed = prop::option::weighted(0.3, -2i64..20);
    let hour = prop::option::weighted(0.2, 0u8..24);
    // 完成 as often as all else, so that lives go somewhere.
    let event = prop_oneof![Just(2usize), 0..EVENTS.len()];
    (0i64..60, event, filed, hour, prop::option::of(0i64..80))
        .prop_map(|(on, event, filed, hour, deadline)| Step { on, event, filed, hour, deadline })
}

fn life(verified: bool, deadline: Option<i64>, steps: &[Step]) -> Life {
    let done_by = if verified { "核验" } else { "自报" };
    let deadline = deadline.map_or(String::new(), |offset| format!("完成时限: {}", date(offset)));
    let plan = format!("完成认定: {done_by}\n周报: 周五 12:00\n结束: 2023-12-31");
    let life = planned(&plan, &deadline);
    steps.iter().enumerate().fold(life, |life, (n, step)| step.add(life, n))
}

/// Random steps are seldom all possible; what is computed must stay sound all the same.
fn facts(life: &Life, on: Day) -> Facts {
    let audience = Audience { edition: Edition::Internal, unpublished: Unpublished::Hidden };
    life.0.despite_errors(audience, &on.to_string())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn on_any_day_of_any_life_the_facts_are_sound(
        verified in any::<bool>(),
        deadline in prop::option::weighted(0.9, 0i64..60),
        steps in prop::collection::vec(step(), 0..8),
    ) {
        let life = life(verified, deadline, &steps);
        for on in (-1..90).step_by(7).map(date) {
            let facts = facts(&life, on);
            let id = support::task(&facts, "t");
            let Some(task) = facts.task(id) else {
                prop_assert!(on < date(0), "a task exists from its plan's publication");
                continue;
            };
            let limit = task.commitment.deadline.as_ref().and_then(Deadline::day);
            let judged_by = task.judged_by.as_ref().and_then(Deadline::day);
            let is_done = matches!(task.state, State::Done | State::DoneLate);
            prop_assert_eq!(task.completed.is_some(), is_done);
            prop_assert!(task.completed.is_none_or(|completed| completed <= on));
            prop_assert_eq!(task.colour, task.state.default_colour());
            match task.state {
                State::DoneLate => {
                    prop_assert_eq!(task.colour, None);
                    prop_assert!(judged_by < task.completed && task.days > Some(0));
                }
                State::Done => {
                    prop_assert!(judged_by.is_none_or(|limit| task.completed <= Some(limit)));
                }
                State::Overdue => {
                    prop_assert_eq!(task.days, limit.map(|limit| on.since(limit)));
                    prop_assert!(task.days > Some(0));
                }
                State::DueSoon => {
                    prop_assert_eq!(task.days, limit.map(|limit| limit.since(on)));
                    prop_assert!(task.days.is_some_and(|days| (0..=7).contains(&days)));
                }
                State::InProgress => prop_assert!(limit > Some(on.plus(7))),
                _ => {}
            }
            let counts = facts.returns_of_plan(support::plan(&facts, "p"));
            prop_assert_eq!(counts.expected, counts.on_time + counts.late + counts.missing);
        }
    }

    #[test]
    fn an_entry_of_the_future_changes_nothing_today(
        verified in any::<bool>(),
        deadline in prop::option::weighted(0.9, 0i64..60),
        steps in prop::collection::vec(step(), 0..6),
        added in step(),
        today in 0i64..60,
    ) {
        prop_assume!(added.exists_from() > today);
        let before = life(verified, deadline, &steps);
        let after = added.add(before.clone(), steps.len());
        let (before, after) = (facts(&before, date(today)), facts(&after, date(today)));
        prop_assert_eq!(all_data(&before), all_data(&after));
    }

    #[test]
    fn no_later_entry_makes_a_late_completion_timely(
        deadline in 0i64..30,
        late_by in 1i64..20,
        changes in prop::collection::vec((0i64..60, 0i64..20, 40i64..90), 0..4),
    ) {
        let completed = deadline + late_by;
        let done = Step { on: completed, event: 2, filed: None, hour: None, deadline: None };
        let mut steps = vec![done];
        // Whatever the changes are dated, each takes effect only after the completion.
        steps.extend(changes.iter().map(|(on, filed, to)| Step {
            on: *on,
            event: 1,
            filed: Some((completed + 1 - on).max(0) + filed),
            hour: None,
            deadline: Some(*to),
        }));
        let facts = facts(&life(false, Some(deadline), &steps), date(200));
        let task = facts.task(support::task(&facts, "t")).expect("it exists");
        prop_assert_eq!((task.state, task.days), (State::DoneLate, Some(late_by)));
    }
}
