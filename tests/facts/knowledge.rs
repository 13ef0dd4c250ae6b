//! What exists on a day and for whom: nothing of tomorrow, of drafts, or of the internal edition.

use liangshai::disclose::{Audience, Edition, Unpublished};
use liangshai::model::{Kind, State};

use crate::life::{due, planned};
use crate::support::{self, Site, all_data, data, ids, site};

/// A plan of two offices, without tasks.
fn plan() -> Site {
    site()
        .record("offices/a", "标题: 甲股")
        .record("offices/b", "标题: 乙股")
        .record("plans/p", "标题: 方案\n发文机关: 某局\n发布日期: 2023-03-03\n结束: 2023-12-31")
}

const TASK: &str = "标题: 任务\n方案: 方案\n责任单位: 甲股\n完成时限: 2023-06-30";

#[test]
fn the_same_content_gives_the_same_facts_on_any_run() {
    let site = due().step("2023-06-20", "完成").0;
    assert_eq!(all_data(&site.on("2023-07-01")), all_data(&site.on("2023-07-01")));
}

#[test]
fn an_entry_exists_from_the_later_of_its_date_and_its_filing() {
    let task = due().step_with("2023-05-10", "进展", "完成比例: 40\n报送时间: 2023-05-12 11:30");
    assert_eq!(task.on("2023-05-11").entries.len(), 0);
    assert_eq!(task.on("2023-05-11").last_report, None);
    assert_eq!(task.on("2023-05-12").entries.len(), 1);
    assert_eq!(task.json("2023-05-12")["last_report"], "2023-05-10");
}

#[test]
fn an_entry_filed_before_its_date_exists_from_its_date() {
    // Such a filing is a warning; it does not bring the future about.
    let task = due().step_with("2023-05-10", "完成", "报送时间: 2023-05-08");
    assert_eq!(task.state("2023-05-09").0, State::InProgress);
    assert_eq!(task.state("2023-05-10").0, State::Done);
}

#[test]
fn adding_entries_and_records_of_the_future_changes_no_byte_today() {
    let today = "2023-05-10";
    let before = due();
    let after = before
        .clone()
        .step("2023-05-11", "完成")
        .step_with("2023-05-09", "进展", "完成比例: 90\n报送时间: 2023-05-11")
        .named("2023-05-08-调整", "事项: 调整\n理由: 一\n批准: 二\n完成时限: 2023-12-31\n报送时间: 2023-05-11")
        .0
        .record("plans/q", "标题: 新方案\n发文机关: 某局\n发布日期: 2023-05-11\n参与单位: [甲股]")
        .record("tasks/u", "标题: 新任务\n方案: 新方案\n责任单位: 各股室\n开始: 2023-01-01")
        .record("news/n", "标题: 动态\n发布日期: 2023-05-11")
        .record(
            "returns/r",
            "标题: 周报\n单位: 甲股\n方案: 方案\n周期: 2023-W19\n报送时间: 2023-05-11\n任务: [{任务: t, 进展: 完成, 日期: 2023-05-09, 事项: 完成}]",
        );
    assert_eq!(all_data(&after.on(today)), all_data(&before.0.on(today)));
    assert_eq!(all_data(&after.internal(today)), all_data(&before.0.internal(today)));
    assert_ne!(all_data(&after.on("2023-05-11")), all_data(&before.0.on("2023-05-11")));
}

#[test]
fn a_task_exists_from_its_plans_publication_never_from_its_own_start() {
    let site = plan()
        .record("tasks/t", &format!("{TASK}\n开始: 2023-01-01"))
        .record("tasks/u", &format!("{TASK}\n开始: 2023-06-01").replace("标题: 任务", "标题: 后"));
    assert_eq!(ids(&site.on("2023-03-02"), site.on("2023-03-02").ids(Kind::Task)), [""; 0]);
    let facts = site.on("2023-03-03");
    assert_eq!(ids(&facts, facts.ids(Kind::Task)), ["t", "u"]);
}

#[test]
fn a_publication_date_of_its_own_comes_first() {
    let site = plan().record("tasks/t", &format!("{TASK}\n发布日期: 2023-04-01"));
    assert_eq!(site.on("2023-03-31").ids(Kind::Task).count(), 0);
    assert_eq!(site.on("2023-04-01").ids(Kind::Task).count(), 1);
}

#[test]
fn offices_posts_groups_indicators_and_pages_exist_always() {
    let site = site()
        .record("offices/a", "标题: 甲股")
        .record("posts/p", "标题: 局长\n单位: 甲股")
        .record("groups/g", "标题: 领导小组")
        .record("indicators/i", "标题: 指标")
        .record("pages/about", "标题: 关于");
    let facts = site.on("1999-01-01");
    for kind in [Kind::Office, Kind::Post, Kind::Group, Kind::Indicator, Kind::Page] {
        assert_eq!(facts.ids(kind).count(), 1, "{kind:?}");
    }
}

#[test]
fn news_exist_from_their_publication_and_returns_from_their_filing() {
    let site = plan().record("news/n", "标题: 动态\n发布日期: 2023-05-11").record(
        "returns/r",
        "标题: 周报\n单位: 甲股\n方案: 方案\n周期: 2023-W19\n报送时间: 2023-05-12 09:00\n任务: []",
    );
    let count = |kind, day: &str| site.internal(day).ids(kind).count();
    assert_eq!((count(Kind::News, "2023-05-10"), count(Kind::News, "2023-05-11")), (0, 1));
    assert_eq!((count(Kind::Return, "2023-05-11"), count(Kind::Return, "2023-05-12")), (0, 1));
}

#[test]
fn a_withdrawn_record_leaves_all_counts_from_its_day_and_keeps_a_page() {
    let site = plan()
        .record("tasks/t", TASK)
        .record("tasks/u", &format!("{TASK}\n撤回: {{日期: 2023-05-10, 原因: 内容有误}}"));
    let counted = |day: &str| {
        let facts = site.on(day);
        let plan = support::plan(&facts, "p");
        let office = support::office(&facts, "a");
        (facts.tasks_of_plan(plan).len(), facts.tasks_of_office(office).len())
    };
    assert_eq!(counted("2023-05-09"), (2, 2));
    assert_eq!(counted("2023-05-10"), (1, 1));
    let facts = site.on("2023-05-10");
    assert!(facts.has_page(support::task(&facts, "u").into()), "its tombstone");
    assert_eq!(data(&facts, "tasks")["tasks"].as_array().map(Vec::len), Some(1));
    assert_eq!(data(&facts, "offices")["offices"][0]["tasks"]["total"], 1);
}

#[test]
fn internal_records_count_in_the_internal_edition_alone() {
    let site =
        plan().record("tasks/t", TASK).record("tasks/u", &format!("{TASK}\n公开属性: 系统内"));
    let total = |facts| data(&facts, "offices")["offices"][0]["tasks"]["total"].clone();
    assert_eq!(total(site.on("2023-05-10")), 1);
    assert_eq!(total(site.internal("2023-05-10")), 2);
    assert!(!all_data(&site.on("2023-05-10")).contains("tasks/u"));
}

#[test]
fn a_task_takes_its_disclosure_from_its_plan() {
    let site = plan()
        .record("plans/q", "标题: 内部方案\n发文机关: 某局\n发布日期: 2023-03-03\n公开属性: 系统内")
        .record("tasks/t", &TASK.replace("方案: 方案", "方案: 内部方案"));
    assert_eq!(site.on("2023-05-10").ids(Kind::Task).count(), 0);
    assert_eq!(site.internal("2023-05-10").ids(Kind::Task).count(), 1);
}

#[test]
fn drafts_count_for_nobody_not_even_in_their_preview() {
    let site = plan().record("tasks/t", TASK).record("tasks/u", &format!("{TASK}\n草稿: 是"));
    for edition in [Edition::Public, Edition::Internal] {
        for unpublished in [Unpublished::Hidden, Unpublished::Drafts, Unpublished::All] {
            let facts = site.seen_by(Audience { edition, unpublished }, "2023-05-10");
            assert_eq!(data(&facts, "offices")["offices"][0]["tasks"]["total"], 1);
            assert_eq!(facts.ids(Kind::Task).count(), 1);
            let shown = facts.public().ids(Kind::Task).count();
            assert_eq!(shown, if unpublished == Unpublished::Hidden { 1 } else { 2 });
        }
    }
}

#[test]
fn internal_records_are_shown_in_the_preview_alone_and_count_there_for_nobody() {
    let site =
        plan().record("tasks/t", TASK).record("tasks/u", &format!("{TASK}\n公开属性: 系统内"));
    for unpublished in [Unpublished::Hidden, Unpublished::Drafts, Unpublished::All] {
        let facts = site.seen_by(Audience { edition: Edition::Public, unpublished }, "2023-05-10");
        assert_eq!(data(&facts, "offices")["offices"][0]["tasks"]["total"], 1);
        assert_eq!(facts.ids(Kind::Task).count(), 1);
        let shown = facts.public().ids(Kind::Task).count();
        assert_eq!(shown, if unpublished == Unpublished::All { 2 } else { 1 });
    }
}

#[test]
fn deleting_what_the_public_may_not_know_changes_no_public_byte() {
    let public = plan().record("tasks/t/index", TASK).record("tasks/t/2023-04-01", "完成比例: 10");
    let with_more = public
        .clone()
        .record("tasks/u", &format!("{TASK}\n公开属性: 系统内"))
        .record("tasks/v", &format!("{TASK}\n草稿: 是"))
        .record("offices/c", "标题: 丙股\n公开属性: 系统内")
        .record("news/n", "标题: 动态\n发布日期: 2023-09-01")
        .record("tasks/t/2023-09-01", "完成比例: 90")
        .record("tasks/t/2023-04-02", "完成比例: 50\n草稿: 是");
    assert_eq!(all_data(&with_more.on("2023-05-10")), all_data(&public.on("2023-05-10")));
}

/// 甲股 answers to a deputy head; its return says the task is done.
fn overseen(of_return: &str) -> Site {
    plan()
        .record("offices/a", "标题: 甲股\n分管领导: 副局长")
        .record("posts/deputy", "标题: 副局长\n单位: 乙股")
        .record("tasks/t", TASK)
        .record(
            "returns/r",
            &format!(
                "标题: 周报\n单位: 甲股\n方案: 方案\n周期: 2023-W19\n报送时间: 2023-05-12 09:00\n任务: [{{任务: t, 进展: 已办结, 事项: 完成}}]\n{of_return}"
            ),
        )
}

fn state(facts: &liangshai::facts::Facts) -> State {
    let id = support::task(facts, "t");
    facts.task(id).expect("the task exists").state
}

#[test]
fn a_row_of_a_return_is_an_entry_of_its_task_on_the_day_of_filing() {
    let site = planned("", "完成时限: 2023-06-30").0.record(
        "returns/r",
        "标题: 周报\n单位: 甲股\n方案: 方案\n周期: 2023-W19\n报送时间: 2023-05-12 09:00\n任务: [{任务: t, 进展: 已办结, 事项: 完成, 完成比例: 100}]",
    );
    let line = data(&site.on("2023-05-12"), "tasks")["tasks"][0].clone();
    assert_eq!((&line["state"], &line["completed"]), (&"done".into(), &"2023-05-12".into()));
    assert_eq!(line["percent"], 100);
    assert_eq!(state(&site.on("2023-05-11")), State::InProgress);
}

#[test]
fn a_row_happens_on_its_own_date_where_it_has_one() {
    let site = planned("", "完成时限: 2023-05-10").0.record(
        "returns/r",
        "标题: 周报\n单位: 甲股\n方案: 方案\n周期: 2023-W19\n报送时间: 2023-05-12\n任务: [{任务: t, 进展: 已办结, 日期: 2023-05-09, 事项: 完成}]",
    );
    assert_eq!(state(&site.on("2023-05-11")), State::Overdue, "not known before it is filed");
    assert_eq!(state(&site.on("2023-05-12")), State::Done, "but in time");
}

#[test]
fn an_unaudited_return_of_an_overseen_office_stays_out_of_the_public_edition() {
    let site = overseen("");
    assert_eq!(state(&site.internal("2023-05-12")), State::Done);
    assert_eq!(state(&site.on("2023-05-12")), State::InProgress);
    assert!(!all_data(&site.on("2023-05-12")).contains("已办结"));
}

#[test]
fn an_audited_return_is_public_from_its_audit_and_its_rows_with_it() {
    let site = overseen("审核: {职务: 副局长, 时间: 2023-05-15 10:00, 意见: 同意}");
    assert_eq!(state(&site.internal("2023-05-12")), State::Done);
    assert_eq!(state(&site.on("2023-05-14")), State::InProgress);
    assert_eq!(state(&site.on("2023-05-15")), State::Done);
}

#[test]
fn a_withdrawn_return_takes_its_rows_with_it() {
    let audited = "审核: {职务: 副局长, 时间: 2023-05-12}\n撤回: {日期: 2023-05-20, 原因: 有误}";
    let site = overseen(audited);
    for facts in [site.on("2023-05-19"), site.internal("2023-05-19")] {
        assert_eq!(state(&facts), State::Done);
    }
    for facts in [site.on("2023-05-20"), site.internal("2023-05-20")] {
        assert_eq!(state(&facts), State::InProgress);
    }
}

#[test]
fn a_public_record_that_names_a_draft_or_internal_one_is_an_error() {
    for hidden in ["草稿: 是", "公开属性: 系统内"] {
        let site = plan()
            .record("offices/c", &format!("标题: 丙股\n{hidden}"))
            .record("tasks/t", &TASK.replace("甲股", "丙股"));
        assert_eq!(site.errors(), ["content/tasks/t.md names-hidden-record"], "{hidden}");
    }
}
