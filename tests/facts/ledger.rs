//! Problems under one plan, told step by step.

use liangshai::disclose::{Audience, Edition, Unpublished};
use liangshai::facts::problem::Standing;
use liangshai::facts::{Facts, ProblemCounts, ProblemFacts};
use liangshai::model::{Id, Problem, ProblemState};

use crate::support::{Site, site};

/// A problem called `p`, of a plan issued on 2020-02-03, led by 甲股.
#[derive(Clone)]
pub struct Ledger(pub Site);

const OWN: &str =
    "标题: 问题\n方案: 方案\n发现日期: 2020-02-06\n问题来源: 座谈会\n整改时限: 2020-03-20";

/// A problem due on 2020-03-20.
pub fn due() -> Ledger {
    Ledger(
        site()
            .record("offices/top", "标题: 某局")
            .record("offices/a", "标题: 甲股\n上级: 某局")
            .record("offices/b", "标题: 乙股\n上级: 某局")
            .record("offices/c", "标题: 丙股\n上级: 某局")
            .record("posts/head", "标题: 甲股股长\n单位: 甲股")
            .record("plans/p", "标题: 方案\n发文机关: 某局\n发布日期: 2020-02-03\n年度: 2020"),
    )
    .led_by("甲股")
}

impl Ledger {
    /// The problem with these leads.
    pub fn led_by(self, lead: &str) -> Self {
        self.with(&format!("责任单位: {lead}"))
    }

    /// The problem with these fields; without a lead among them it is 甲股's.
    pub fn with(self, fields: &str) -> Self {
        let lead = if fields.contains("责任单位") { "" } else { "责任单位: 甲股\n" };
        Self(self.0.record("problems/p/index", &format!("{OWN}\n{lead}{fields}")))
    }

    /// The site as if the problem had never been.
    pub fn without_problem(self) -> Self {
        Self(self.0.without("content/problems/p/index.md"))
    }

    /// One more problem, called `q`, led by 甲股.
    pub fn and_another(self) -> Self {
        Self(self.0.record("problems/q/index", &format!("{OWN}\n责任单位: 甲股")))
    }

    /// An entry of the first problem, its file named by the day and the event.
    pub fn step(self, day: &str, event: &str) -> Self {
        self.step_with(day, event, "")
    }

    /// An entry with more fields; what its event requires is filled in.
    pub fn step_with(self, day: &str, event: &str, fields: &str) -> Self {
        self.step_of("p", day, event, fields)
    }

    /// An entry of a problem.
    pub fn step_of(self, problem: &str, day: &str, event: &str, fields: &str) -> Self {
        let required = match event {
            "核验通过" => "事项: 核验\n核验单位: 乙股\n结果: 通过".to_owned(),
            "核验退回" => "事项: 核验\n核验单位: 乙股\n结果: 退回".to_owned(),
            "调整" | "重新整改" => format!("事项: {event}\n理由: 系统升级\n批准: 局党组会议"),
            "销号" => format!("事项: {event}\n批准: 局长办公会"),
            _ => format!("事项: {event}"),
        };
        let path = format!("problems/{problem}/{day}-{event}");
        Self(self.0.record(&path, &format!("{required}\n{fields}")))
    }

    /// A change of the deadline.
    pub fn moved(self, day: &str, deadline: &str) -> Self {
        self.step_with(day, "调整", &format!("整改时限: {deadline}"))
    }

    /// The facts of `p`, if it exists by the day.
    pub fn on(&self, day: &str) -> Option<ProblemFacts> {
        let facts = self.0.on(day);
        facts.problem(problem(&facts, "p")).cloned()
    }

    /// The state of `p`.
    pub fn state(&self, day: &str) -> Option<ProblemState> {
        self.state_of("p", day)
    }

    /// The state of a problem.
    pub fn state_of(&self, id: &str, day: &str) -> Option<ProblemState> {
        let facts = self.0.on(day);
        facts.problem(problem(&facts, id)).map(ProblemFacts::state)
    }

    /// The state `p` would be in, could a site with errors be built.
    pub fn state_despite(&self, day: &str) -> Option<ProblemState> {
        let everybody = Audience { edition: Edition::Public, unpublished: Unpublished::Hidden };
        let facts = self.0.despite_errors(everybody, day);
        facts.problem(problem(&facts, "p")).map(ProblemFacts::state)
    }

    /// Where `p` stands.
    pub fn standing(&self, day: &str) -> Standing {
        self.on(day).expect("it exists").standing
    }

    /// The counts of all problems.
    pub fn counts(&self, day: &str) -> ProblemCounts {
        let facts = self.0.on(day);
        facts.count_problems(facts.problems())
    }

    /// The steps that cannot be: file and message.
    pub fn told(&self) -> Vec<(String, String)> {
        let faults = self.0.model().1.sorted();
        let steps = faults.into_iter().filter(|fault| fault.code.name() == "impossible-step");
        steps.map(|fault| (fault.place.source.path.to_string(), fault.message.zh)).collect()
    }
}

/// The problem of an id.
pub fn problem(facts: &Facts, id: &str) -> Id<Problem> {
    let mut all = facts.public().problems();
    all.find(|(_, problem)| problem.base.id == id).unwrap_or_else(|| panic!("no problem `{id}`")).0
}
