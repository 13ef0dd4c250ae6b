//! 指标长: its indicators, and the load of their leads.

use liangshai::facts::Facts;
use liangshai::model::{Id, Post};
use serde_json::json;

use crate::support::{Site, data, ids, site};

/// A chief of a first-level indicator and of one two levels below it, and a chief of another.
fn chief() -> Site {
    let indicator = |fields: &str| format!("标题: {fields}");
    site()
        .record("offices/a", "标题: 甲局")
        .record("offices/b", "标题: 乙局")
        .record("posts/z", "标题: 副市长\n单位: 甲局")
        .record("posts/y", "标题: 另一副市长\n单位: 甲局")
        .record("indicators/1", &indicator("一\n指标长: 副市长\n牵头单位: 甲局"))
        .record("indicators/2", &indicator("二\n上级: 一\n牵头单位: 甲局"))
        .record("indicators/3", &indicator("三\n上级: 二\n指标长: 副市长\n牵头单位: 乙局"))
        .record("indicators/4", &indicator("四\n指标长: 副市长"))
        .record("indicators/5", &indicator("五\n指标长: 另一副市长\n牵头单位: 乙局"))
        .record("plans/p", "标题: 方案\n发文机关: 甲局\n发布日期: 2023-03-03")
        .record("tasks/1", "标题: 任务1\n方案: 方案\n责任单位: 甲局\n指标: 一")
        .record("tasks/2", "标题: 任务2\n方案: 方案\n责任单位: 甲局\n指标: 二")
        .record("tasks/3/index", "标题: 任务3\n方案: 方案\n责任单位: 甲局\n指标: 三")
        .record("tasks/3/2023-04-01", "事项: 完成")
        .record("tasks/4", "标题: 任务4\n方案: 方案\n责任单位: 甲局\n指标: 五")
}

fn post(facts: &Facts, id: &str) -> Id<Post> {
    let mut posts = facts.public().posts();
    posts.find(|(_, post)| post.base.id == id).expect("the post").0
}

#[test]
fn the_leads_of_a_chief_s_indicators_add_up_to_all_its_tasks() {
    let facts = chief().on("2023-08-31");
    let own = facts.indicators_of_chief(post(&facts, "z"));
    assert_eq!(ids(&facts, own.iter().copied()), ["1", "3", "4"]);
    let loads = facts.load_by_lead(own);
    let told: Vec<_> = loads
        .iter()
        .map(|load| {
            let lead = load.lead.map(|lead| facts.public().office(lead).base.id.as_str());
            (lead, load.indicators.len(), ids(&facts, load.tasks.iter().copied()))
        })
        .collect();
    let tasks = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
    // The task of the level between is its nearest indicator's above.
    assert_eq!(
        told,
        [(Some("a"), 1, tasks(&["1", "2"])), (Some("b"), 1, tasks(&["3"])), (None, 1, tasks(&[]))]
    );
    assert_eq!(facts.count_of_indicators(own).total(), 3);
}

#[test]
fn a_post_s_data_have_its_indicators_and_their_leads() {
    let posts = data(&chief().on("2023-08-31"), "posts")["posts"].clone();
    assert_eq!(posts[1]["indicators"], json!(["1", "3", "4"]));
    assert_eq!(posts[1]["indicator_tasks"], json!({"total": 3, "done": 1, "due": 3}));
    assert_eq!(
        posts[1]["leads"],
        json!([
            {"lead": "a", "indicators": 1, "tasks": {"total": 2, "done": 0, "due": 2}},
            {"lead": "b", "indicators": 1, "tasks": {"total": 1, "done": 1, "due": 1}},
            {"lead": null, "indicators": 1, "tasks": {"total": 0, "done": 0, "due": 0}},
        ])
    );
    assert_eq!(posts[0]["indicators"], json!(["5"]));
}

#[test]
fn an_indicator_that_is_not_public_is_no_load() {
    let hidden = chief().record("indicators/4", "标题: 四\n指标长: 副市长\n公开属性: 系统内");
    let facts = hidden.on("2023-08-31");
    let own = facts.indicators_of_chief(post(&facts, "z"));
    assert_eq!(ids(&facts, own.iter().copied()), ["1", "3"]);
}
