//! Ways to part the problems: states, months and sources, each with an address that stays.

use liangshai::facts::Facts;
use liangshai::facts::problem::by::{ProblemBy, channel_name};
use liangshai::model::ProblemState;

use crate::support::{Site, ids, site};

const PLAN: &str = "标题: 方案\n发文机关: 某局\n发布日期: 2023-03-03";

fn found(channel: &str, deadline: &str) -> String {
    format!(
        "标题: 问题\n方案: 方案\n发现日期: 2023-04-01\n问题来源: {channel}\n责任单位: 某局\n整改时限: {deadline}"
    )
}

fn three() -> Site {
    site()
        .record("offices/o", "标题: 某局")
        .record("plans/p", PLAN)
        .record("problems/1", &found("座谈会", "2023-08-20"))
        .record("problems/2/index", &found("督导检查", "2023-05-20"))
        .record(
            "problems/2/2023-05-10-调整",
            "事项: 调整\n整改时限: 2023-08-10\n理由: 系统改造\n批准: 局长办公会",
        )
        .record("problems/3", &found("做谈会", "2023-05-10"))
}

fn of(facts: &Facts, by: &ProblemBy) -> Vec<String> {
    ids(facts, facts.problems_by(by).iter().copied())
}

#[test]
fn problems_are_parted_by_state_month_and_source_the_first_due_first() {
    let facts = three().on("2023-06-01");
    assert_eq!(of(&facts, &ProblemBy::State(ProblemState::Overdue)), ["3"]);
    assert_eq!(of(&facts, &ProblemBy::State(ProblemState::Open)), ["2", "1"]);
    assert_eq!(of(&facts, &ProblemBy::Month(2023, 8)), ["2", "1"]);
    assert_eq!(of(&facts, &ProblemBy::Channel(channel_name("督导检查"))), ["2"]);
}

#[test]
fn sources_that_sound_alike_share_a_page_and_lose_no_problem() {
    let facts = three().on("2023-06-01");
    assert_eq!(channel_name("座谈会"), "zuo-tan-hui");
    assert_eq!(of(&facts, &ProblemBy::Channel("zuo-tan-hui".into())), ["3", "1"]);
}

#[test]
fn a_month_stays_when_its_last_problem_moves_on_and_every_state_has_an_address() {
    let facts = three().without("content/problems/3.md").on("2023-06-01");
    let count = |by: &ProblemBy| facts.problem_counts_by().find(|(way, _)| *way == by);
    assert_eq!(count(&ProblemBy::Month(2023, 5)).map(|(_, count)| count), Some(0));
    for state in ProblemState::ALL {
        assert!(count(&ProblemBy::State(state)).is_some(), "{state:?}");
    }
}

#[test]
fn what_is_hidden_or_to_come_opens_no_way() {
    let bare = three().without("content/problems/1.md").without("content/problems/3.md");
    let more = bare
        .clone()
        .record("problems/1", &format!("{}\n公开属性: 系统内", found("投诉", "2023-09-20")))
        .record("problems/3", &found("热线", "2023-10-10").replace("04-01", "07-01"));
    let ways = |site: &Site| -> Vec<(ProblemBy, usize)> {
        let facts = site.on("2023-06-01");
        facts.problem_counts_by().map(|(by, count)| (by.clone(), count)).collect()
    };
    assert_eq!(ways(&more), ways(&bare));
}
