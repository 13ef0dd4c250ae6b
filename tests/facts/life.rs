//! One task under one plan, told step by step.

use liangshai::facts::TaskFacts;
use liangshai::model::settings::Language;
use liangshai::model::{Day, State};
use liangshai::words::Words;

use crate::support::{self, Site, data, site};

/// A task called `t`, of a plan issued on 2023-03-03, led by 甲股.
#[derive(Clone)]
pub struct Life(pub Site);

/// A task with these fields beside the required ones.
pub fn task(fields: &str) -> Life {
    planned("", fields)
}

/// A task, with more fields of its plan too.
pub fn planned(of_plan: &str, fields: &str) -> Life {
    Life(
        site()
            .record("offices/a", "标题: 甲股")
            .record("offices/b", "标题: 乙股")
            .record(
                "plans/p",
                &format!("标题: 方案\n发文机关: 某局\n发布日期: 2023-03-03\n{of_plan}"),
            )
            .record("tasks/t/index", &format!("标题: 任务\n方案: 方案\n责任单位: 甲股\n{fields}")),
    )
}

/// A task due on 2023-06-30.
pub fn due() -> Life {
    task("完成时限: 2023-06-30")
}

/// The same, done only once verified.
pub fn due_and_verified() -> Life {
    planned("完成认定: 核验", "完成时限: 2023-06-30")
}

impl Life {
    /// An entry, its file named by the day and the event.
    pub fn step(self, day: &str, event: &str) -> Self {
        self.step_with(day, event, "")
    }

    /// An entry with more fields; what its event requires is filled in.
    pub fn step_with(self, day: &str, event: &str, fields: &str) -> Self {
        let required = match event {
            "核验通过" => "事项: 核验\n核验单位: 乙股\n结果: 通过".to_owned(),
            "核验退回" => "事项: 核验\n核验单位: 乙股\n结果: 退回".to_owned(),
            "调整" | "中止" | "取消" | "重开" => {
                format!("事项: {event}\n理由: 系统升级\n批准: 局党组会议")
            }
            _ => format!("事项: {event}"),
        };
        self.named(&format!("{day}-{event}"), &format!("{required}\n{fields}"))
    }

    /// An entry under a file name of its own.
    pub fn named(self, name: &str, fields: &str) -> Self {
        Self(self.0.record(&format!("tasks/t/{name}"), fields))
    }

    /// A change of the deadline.
    pub fn moved(self, day: &str, deadline: &str) -> Self {
        self.step_with(day, "调整", &format!("完成时限: {deadline}"))
    }

    /// The task's facts.
    pub fn on(&self, day: &str) -> TaskFacts {
        let facts = self.0.on(day);
        let id = support::task(&facts, "t");
        facts.task(id).expect("the task exists").clone()
    }

    /// Its state with the days beside it.
    pub fn state(&self, day: &str) -> (State, Option<i64>) {
        let facts = self.on(day);
        (facts.state, facts.days)
    }

    /// Its line in tasks.json.
    pub fn json(&self, day: &str) -> serde_json::Value {
        data(&self.0.on(day), "tasks")["tasks"][0].clone()
    }

    /// The sentence that says why.
    pub fn why(&self, day: &str) -> String {
        let facts = self.0.on(day);
        let id = support::task(&facts, "t");
        Words::builtin(Language::Chinese).why(&facts, id)
    }

    /// The files of the steps it cannot have taken.
    pub fn impossible(&self) -> Vec<String> {
        let errors = self.0.errors();
        let steps = errors.iter().map(|error| {
            let step = error.strip_suffix(" impossible-step").expect("no other error");
            step.rsplit('/').next().unwrap_or(step).to_owned()
        });
        steps.collect()
    }
}

/// A day.
pub fn day(text: &str) -> Day {
    text.parse().expect("a day")
}
