//! Evaluations: what each office scored, what that was computed from, and what the public
//! edition does not say.

use liangshai::diagnostic::Code;
use liangshai::facts::evaluation::{Score, Withheld};
use liangshai::facts::{EvaluationFacts, Facts, Ratio};

use crate::support::{self, Site, all_data, data, site};

const BY_HAND: &str = "[{代号: a, 名称: 日常调度, 权重: 100, 取数: 手工}]";
const GRADES: &str = "等次: [{名称: 好, 不低于: 90}, {名称: 较好, 不低于: 80}, {名称: 差}]";

/// Offices 甲股 (a), 乙股 (b), 丙股 (c) and 丁股 (d) under one plan.
fn plan() -> Site {
    let site = site().record("plans/p", "标题: 方案\n发文机关: 某局\n发布日期: 2023-03-03\n周报: 周五 12:00\n参与单位: [甲股, 乙股, 丙股, 丁股]");
    ["甲a", "乙b", "丙c", "丁d"].iter().fold(site, |site, names| {
        let mut names = names.chars();
        let (title, id) = (names.next().expect("a name"), names.next().expect("an id"));
        site.record(&format!("offices/{id}"), &format!("标题: {title}股"))
    })
}

/// An evaluation of the second quarter.
fn judged(site: Site, criteria: &str, more: &str, scores: &str) -> Site {
    let fields = format!("标题: 二季度评定\n方案: 方案\n周期: 2023-Q2\n指标项: {criteria}\n{more}");
    let site = site.record("evaluations/q2/index", &fields);
    if scores.is_empty() { site } else { site.file("content/evaluations/q2/scores.csv", scores) }
}

fn task(site: Site, name: &str, lead: &str, done: &str) -> Site {
    let fields = format!("标题: 任务{name}\n方案: 方案\n责任单位: {lead}\n完成时限: 2023-12-31");
    let site = site.record(&format!("tasks/{name}/index"), &fields);
    if done.is_empty() {
        site
    } else {
        site.record(&format!("tasks/{name}/{done}"), "事项: 完成")
    }
}

fn facts_of(facts: &Facts) -> &EvaluationFacts {
    let (id, _) = facts.evaluations().next().expect("an evaluation");
    facts.evaluation(id).expect("what takes part is judged")
}

/// Office, place and grade of each, as they are listed.
fn listed(facts: &Facts) -> Vec<(String, Option<u32>, Option<usize>)> {
    let results = &facts_of(facts).results;
    let office = |id| facts.public().office(id).base.id.clone();
    results.iter().map(|r| (office(r.office), r.place, r.grade)).collect()
}

fn codes(site: &Site) -> Vec<Code> {
    site.model().1.iter().map(|fault| fault.code).collect()
}

#[test]
fn equal_totals_share_a_place_and_the_next_is_skipped() {
    let scores = "单位,a\n丁股,81\n甲股,95\n丙股,95.0\n乙股,90\n";
    let facts = judged(plan(), BY_HAND, "", scores).on("2023-06-30");
    let places: Vec<_> = listed(&facts).into_iter().map(|(id, place, _)| (id, place)).collect();
    let of = |id: &str, place| (id.to_owned(), Some(place));
    assert_eq!(places, [of("a", 1), of("c", 1), of("b", 3), of("d", 4)]);
}

#[test]
fn every_automatic_score_shows_what_it_was_computed_from() {
    let criteria = "[{代号: done, 名称: 任务完成, 权重: 40, 取数: 任务完成率}, {代号: back, 名称: 按时报送, 权重: 30, 取数: 按时报送率}, {代号: closed, 名称: 问题整改, 权重: 30, 取数: 销号率}]";
    let site = task(plan(), "1", "甲股", "2023-05-10");
    let site = task(task(site, "2", "甲股", "2023-05-11"), "3", "甲股", "");
    let site = judged(site, criteria, "", "").internal("2023-06-30");
    let results = &facts_of(&site).results;
    assert_eq!(results.len(), 4, "without a score by hand, those that take part in the plan");
    let Score::Computed { input, score, .. } = results[0].scores[0] else {
        panic!("it is computed")
    };
    assert_eq!(input, Ratio { part: 2, whole: 3 });
    assert_eq!(score.map(|score| score.to_string()).as_deref(), Some("26.67"));
    for result in results {
        for score in &result.scores {
            assert!(score.input().is_some(), "{score:?}");
        }
    }
    let row = &data(&site, "evaluations")["evaluations"][0]["offices"][0]["scores"];
    assert_eq!((&row[0]["part"], &row[0]["whole"]), (&2.into(), &3.into()));
    assert_eq!(row[0]["rate"].to_string(), "66.7");
    let nothing = &row[2];
    assert!(nothing["score"].is_null() && nothing["rate"].is_null());
    assert_eq!((&nothing["part"], &nothing["whole"]), (&0.into(), &0.into()));
}

#[test]
fn an_office_without_one_of_its_scores_has_no_total_place_or_grade() {
    let criteria =
        "[{代号: done, 名称: 完成, 权重: 50, 取数: 任务完成率}, {代号: a, 名称: 日常, 权重: 50}]";
    let site = task(plan(), "1", "甲股", "2023-05-10");
    let facts = judged(site, criteria, GRADES, "单位,a\n乙股,50\n甲股,50\n").on("2023-06-30");
    let of = |id: &str, place, grade| (id.to_owned(), place, grade);
    assert_eq!(listed(&facts), [of("a", Some(1), Some(0)), of("b", None, None)]);
}

#[test]
fn the_lowest_grade_is_named_in_the_internal_edition_alone() {
    let scores = "单位,a\n甲股,95\n乙股,61.7\n丙股,85\n丁股,62.9\n";
    let site = judged(plan(), BY_HAND, GRADES, scores);
    let internal = site.internal("2023-06-30");
    let of = |id: &str, place, grade| (id.to_owned(), Some(place), Some(grade));
    let named = [of("a", 1, 0), of("c", 2, 1)];
    assert_eq!(listed(&internal)[..2], named);
    assert_eq!(listed(&internal)[2..], [of("d", 3, 2), of("b", 4, 2)]);
    assert_eq!(facts_of(&internal).withheld, Withheld::Nothing);
    let public = site.on("2023-06-30");
    assert_eq!(listed(&public), named);
    assert_eq!(facts_of(&public).withheld, Withheld::LowestGrade(2));
    for figure in ["61.7", "62.9"] {
        assert!(!all_data(&public).contains(figure), "{figure}");
        assert!(all_data(&internal).contains(figure), "{figure}");
    }
    assert_eq!(data(&public, "evaluations")["evaluations"][0]["unnamed"], 2);
}

#[test]
fn below_all_grades_is_lower_than_the_lowest() {
    let grades = "等次: [{名称: 好, 不低于: 90}]";
    let scores = "单位,a\n甲股,95\n乙股,61\n";
    let site = judged(plan(), BY_HAND, grades, scores);
    let public = site.on("2023-06-30");
    assert_eq!(listed(&public), [("a".to_owned(), Some(1), Some(0))], "the only grade is no shame");
    assert_eq!(facts_of(&public).withheld, Withheld::LowestGrade(1));
    let ungraded = judged(plan(), BY_HAND, "", scores).on("2023-06-30");
    assert_eq!(listed(&ungraded).len(), 2, "where there are no grades none is the lowest");
}

#[test]
fn returns_of_each_office_and_what_rests_on_them_stay_in_the_internal_edition() {
    let criteria =
        "[{代号: back, 名称: 报送, 权重: 50, 取数: 按时报送率}, {代号: a, 名称: 日常, 权重: 50}]";
    let site = task(plan(), "1", "甲股", "");
    let scores = "单位,a\n乙股,41.5\n甲股,42.5\n";
    let site = judged(site, criteria, GRADES, scores);
    let public = site.on("2023-06-30");
    let none = |id: &str| (id.to_owned(), None, None);
    assert_eq!(listed(&public), [none("a"), none("b")], "all are listed, none is placed");
    assert_eq!(facts_of(&public).withheld, Withheld::Totals);
    let row = &data(&public, "evaluations")["evaluations"][0];
    assert_eq!(row["offices"][0]["scores"][1]["score"].to_string(), "42.5");
    let back = row["offices"][0]["scores"][0].as_object().expect("an object");
    assert!(back.iter().all(|(key, value)| key == "criterion" || value.is_null()), "{back:?}");
    assert!(row["offices"][0]["total"].is_null() && row["unnamed"].is_null());
    let internal = site.internal("2023-06-30");
    let back = &data(&internal, "evaluations")["evaluations"][0]["offices"][0]["scores"][0];
    assert_eq!((&back["part"], &back["whole"]), (&0.into(), &18.into()));
    assert_eq!(listed(&internal)[0], ("a".to_owned(), Some(1), Some(2)));
}

#[test]
fn an_evaluation_is_of_its_periods_last_day_and_later_entries_do_not_change_it() {
    let criteria = "[{代号: done, 名称: 完成, 权重: 100, 取数: 任务完成率}]";
    let site = task(task(plan(), "1", "甲股", "2023-06-30"), "2", "甲股", "");
    let then = judged(site.clone(), criteria, "", "").on("2023-06-30");
    let later = site
        .record("tasks/2/2023-07-01", "事项: 完成")
        .record("tasks/2/2023-06-20", "事项: 完成\n报送时间: 2023-07-01 08:00");
    let later = judged(later, criteria, "", "").on("2023-08-31");
    assert_eq!(facts_of(&then).results[0].scores[0].input(), Some(Ratio { part: 1, whole: 2 }));
    assert_eq!(facts_of(&then), facts_of(&later));
    let all = later.count(&later.tasks_of_office(support::office(&later, "a")));
    assert_eq!(all.done(), 2, "by then both are done");
}

#[test]
fn an_evaluation_is_unknown_until_its_period_is_over() {
    let site = judged(plan(), BY_HAND, "", "单位,a\n甲股,95\n");
    assert_eq!(all_data(&site.on("2023-06-29")), all_data(&plan().on("2023-06-29")));
    assert_eq!(site.on("2023-06-30").evaluations().count(), 1);
}

#[test]
fn weights_that_do_not_sum_to_100_are_told() {
    let weights = |first: &str, second: &str| {
        let criteria = format!("[{{代号: a, 名称: 甲{first}}}, {{代号: b, 名称: 乙{second}}}]");
        codes(&judged(plan(), &criteria, "", "")).contains(&Code::WeightsNotHundred)
    };
    assert!(weights(", 权重: 60", ", 权重: 30"));
    assert!(weights(", 权重: 60", ", 权重: 50"));
    assert!(weights(", 权重: 100", ""), "one has none");
    assert!(!weights(", 权重: 60", ", 权重: 40"));
    assert!(!weights(", 权重: 66.7", ", 权重: 33.3"));
}

#[test]
fn a_score_above_its_weight_and_one_of_what_is_computed_are_told() {
    let criteria =
        "[{代号: done, 名称: 完成, 权重: 40, 取数: 任务完成率}, {代号: a, 名称: 日常, 权重: 60}]";
    let with = |scores: &str| codes(&judged(plan(), criteria, "", scores));
    assert_eq!(with("单位,a\n甲股,60\n"), []);
    assert_eq!(with("单位,a\n甲股,60.5\n"), [Code::ScoreAboveWeight]);
    assert_eq!(with("单位,done,a\n甲股,30,60\n"), [Code::ScoreOfComputed]);
    let site = judged(task(plan(), "1", "甲股", ""), criteria, "", "单位,done,a\n甲股,30,60\n");
    let facts = site.on("2023-06-30");
    assert_eq!(facts_of(&facts).results[0].total.map(|t| t.to_string()).as_deref(), Some("60.00"));
}

#[test]
fn a_table_sorted_by_score_gives_nothing_away() {
    let criteria =
        "[{代号: back, 名称: 报送, 权重: 50, 取数: 按时报送率}, {代号: a, 名称: 日常, 权重: 50}]";
    let of = |scores: &str| all_data(&judged(plan(), criteria, GRADES, scores).on("2023-06-30"));
    assert_eq!(of("单位,a\n甲股,1\n乙股,2\n"), of("单位,a\n乙股,2\n甲股,1\n"));
}
