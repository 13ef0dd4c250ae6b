//! What belongs to a plan, and what leads back to a record: as of a day, and of what may be seen.

use liangshai::facts::Facts;
use liangshai::model::{Kind, RecordId};
use serde_json::Value;

use crate::support::{Site, all_data, data, ids, plan, site, task};

/// A plan with one of each kind that may belong to it.
fn family() -> Site {
    site()
        .record("offices/o", "标题: 某局")
        .record("plans/p", "标题: 方案\n发文机关: 某局\n发布日期: 2023-03-03")
        .record("plans/q", "标题: 别的方案\n发文机关: 某局\n发布日期: 2023-03-03")
        .record("tasks/t", "标题: 任务\n方案: 方案\n责任单位: 某局")
        .record("groups/g", "标题: 专班\n方案: 方案")
        .record("groups/h", "标题: 别的专班")
        .record("inspections/1", "标题: 督查一\n方案: 方案\n日期: 2023-05-01")
        .record("inspections/2", "标题: 督查二\n方案: 方案\n日期: 2023-06-01")
        .record("duties/d", "标题: 清单\n方案: 方案\n单位: 某局\n上报日期: 2023-04-01")
        .record("highlights/l", "标题: 亮点\n方案: 方案\n日期: 2023-05-26")
        .record("news/n", "标题: 动态\n方案: 方案\n发布日期: 2023-04-01")
        .record("policies/z", "标题: 制度\n方案: 方案\n发布日期: 2023-07-01")
}

fn told(facts: &Facts, id: &str) -> Vec<(Kind, Vec<String>)> {
    let family = facts.family(plan(facts, id));
    family.map(|(kind, records)| (kind, ids(facts, records.iter().copied()))).collect()
}

#[test]
fn a_plan_s_family_is_told_by_kind_the_newest_first() {
    let facts = family().on("2023-08-31");
    let own = |kind, ids: &[&str]| (kind, ids.iter().map(|id| (*id).to_owned()).collect());
    assert_eq!(
        told(&facts, "p"),
        [
            own(Kind::Group, &["g"]),
            own(Kind::Inspection, &["2", "1"]),
            own(Kind::Duty, &["d"]),
            own(Kind::Highlight, &["l"]),
            own(Kind::News, &["n"]),
            own(Kind::Policy, &["z"]),
        ]
    );
    assert_eq!(told(&facts, "q"), []);
}

#[test]
fn what_is_to_come_is_of_no_family_yet() {
    let kinds = |day| told(&family().on(day), "p").into_iter().map(|(kind, _)| kind);
    assert!(kinds("2023-03-31").eq([Kind::Group]));
    assert!(kinds("2023-04-01").eq([Kind::Group, Kind::Duty, Kind::News]));
}

#[test]
fn what_is_hidden_or_withdrawn_is_of_no_family() {
    let bare = family().without("content/news/n.md").without("content/groups/g.md");
    let hidden = bare
        .clone()
        .record("news/n", "标题: 动态\n方案: 方案\n发布日期: 2023-04-01\n公开属性: 系统内")
        .record("groups/g", "标题: 专班\n方案: 方案\n草稿: 是");
    assert_eq!(told(&hidden.on("2023-08-31"), "p"), told(&bare.on("2023-08-31"), "p"));
    let withdrawn = family().record(
        "news/n",
        "标题: 动态\n方案: 方案\n发布日期: 2023-04-01\n撤回: {日期: 2023-05-01, 原因: 有误}",
    );
    let kinds = |day| told(&withdrawn.on(day), "p").into_iter().map(|(kind, _)| kind);
    assert!(kinds("2023-04-30").any(|kind| kind == Kind::News));
    assert!(kinds("2023-05-01").all(|kind| kind != Kind::News));
}

#[test]
fn a_group_and_a_document_older_than_their_plan_do_not_name_it_before_it_is_there() {
    let site = family()
        .record("plans/p", "标题: 方案\n发文机关: 某局\n发布日期: 2023-07-15")
        .record("policies/z", "标题: 制度\n方案: 方案\n发布日期: 2018-06-01");
    let of = |day: &str, file: &str| data(&site.on(day), file)[file][0]["plan"].clone();
    for file in ["groups", "policies"] {
        assert_eq!(of("2023-07-14", file), Value::Null, "{file}");
        assert_eq!(of("2023-07-15", file), Value::from("p"), "{file}");
    }
}

#[test]
fn a_group_is_for_whom_its_plan_is() {
    let internal = family()
        .record("plans/p", "标题: 方案\n发文机关: 某局\n发布日期: 2023-03-03\n公开属性: 系统内");
    let own = |facts: &Facts| ids(facts, facts.ids(Kind::Group));
    assert_eq!(own(&internal.on("2023-08-31")), ["h"]);
    assert_eq!(own(&internal.internal("2023-08-31")), ["g", "h"]);
}

/// News and a page whose words lead to a task.
fn texts() -> Site {
    let news = |day: &str, fields: &str| {
        format!(
            "---\n标题: 动态\n发布日期: {day}\n{fields}---\n见[任务](../tasks/t.md)、[又一次](../tasks/t.md#d1)。\n"
        )
    };
    family()
        .file("content/news/a.md", &news("2023-04-01", ""))
        .file("content/news/b.md", &news("2023-05-01", ""))
        .file("content/news/later.md", &news("2023-09-01", ""))
        .file("content/news/inside.md", &news("2023-05-02", "公开属性: 系统内\n"))
        .file("content/news/draft.md", &news("2023-05-03", "草稿: 是\n"))
        .file(
            "content/pages/about.md",
            "---\n标题: 关于\n---\n[任务](../tasks/t.md)，[局](../offices/o.md)\n",
        )
}

fn leading(facts: &Facts, record: impl Into<RecordId>) -> Vec<String> {
    ids(facts, facts.texts_leading_to(record.into()).iter().copied())
}

#[test]
fn news_and_pages_lead_back_from_what_they_name_the_newest_first_and_once() {
    let facts = texts().on("2023-08-31");
    assert_eq!(leading(&facts, task(&facts, "t")), ["b", "a", "about"]);
    let office = crate::support::office(&facts, "o");
    assert_eq!(leading(&facts, office), [""; 0], "an office is named all over");
}

#[test]
fn no_text_leads_back_before_its_day_or_beyond_its_readers() {
    let leads = |facts: &Facts| leading(facts, task(facts, "t"));
    assert_eq!(leads(&texts().on("2023-04-30")), ["a", "about"]);
    assert_eq!(leads(&texts().on("2023-09-01")), ["later", "b", "a", "about"]);
    assert_eq!(leads(&texts().internal("2023-08-31")), ["inside", "b", "a", "about"]);
}

#[test]
fn a_text_nobody_may_see_changes_no_data() {
    let bare = texts()
        .without("content/news/later.md")
        .without("content/news/inside.md")
        .without("content/news/draft.md");
    assert_eq!(all_data(&texts().on("2023-08-31")), all_data(&bare.on("2023-08-31")));
}

/// Records that name others in fields and words of which the other side has no list.
fn naming() -> Site {
    family()
        .record("offices/x", "标题: 协办局")
        .record("posts/z", "标题: 局长\n单位: 某局")
        .record("indicators/i", "标题: 指标\n牵头单位: 某局\n配合单位: [协办局]")
        .record("inspections/3", "标题: 督查三\n方案: 方案\n日期: 2023-07-01\n对象: [协办局]")
        .record("inspections/4", "标题: 督查四\n方案: 方案\n日期: 2023-09-01\n对象: [协办局]")
        .record("news/x", "标题: 消息\n发布日期: 2023-05-01\n单位: 协办局\n指标: 指标")
        .file(
            "content/tasks/t.md",
            "---\n标题: 任务\n方案: 方案\n责任单位: 某局\n---\n按[制度](../policies/z.md)办理。\n",
        )
}

fn naming_of(facts: &Facts, record: impl Into<RecordId>) -> Vec<(Kind, Vec<String>)> {
    let named = facts.named_by(record.into());
    named.map(|(kind, records)| (kind, ids(facts, records.iter().copied()))).collect()
}

#[test]
fn who_is_named_in_a_field_leads_back_the_newest_first_by_kind() {
    let facts = naming().on("2023-08-31");
    let own = |kind, id: &str| (kind, vec![id.to_owned()]);
    assert_eq!(
        naming_of(&facts, crate::support::office(&facts, "x")),
        [own(Kind::Indicator, "i"), own(Kind::Inspection, "3"), own(Kind::News, "x")]
    );
    let policy = facts.ids(Kind::Policy).next().expect("a policy");
    assert_eq!(naming_of(&facts, policy), [own(Kind::Task, "t")]);
    let indicator = facts.ids(Kind::Indicator).next().expect("an indicator");
    assert_eq!(leading(&facts, indicator), ["x"]);
}

#[test]
fn what_a_page_lists_is_not_told_a_second_time() {
    let facts = naming().on("2023-08-31");
    let office = naming_of(&facts, crate::support::office(&facts, "o"));
    assert_eq!(office, [(Kind::Plan, vec!["p".to_owned(), "q".to_owned()])], "the plans it issued");
    assert_eq!(naming_of(&facts, plan(&facts, "p")), []);
}

#[test]
fn nothing_hidden_or_to_come_leads_back() {
    let office = |site: &Site| {
        let facts = site.on("2023-08-31");
        naming_of(&facts, crate::support::office(&facts, "x"))
    };
    let bare = naming().without("content/news/x.md").without("content/inspections/4.md");
    let hidden = naming().record(
        "news/x",
        "标题: 消息\n发布日期: 2023-05-01\n单位: 协办局\n指标: 指标\n公开属性: 系统内",
    );
    assert_eq!(office(&hidden), office(&bare));
}
