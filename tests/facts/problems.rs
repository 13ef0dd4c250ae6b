//! A problem from the day it was found to its 销号 and after.

use std::collections::BTreeSet;

use liangshai::diagnostic::Diagnostics;
use liangshai::facts::ProblemCounts;
use liangshai::model::settings::Language;
use liangshai::model::{Id, Problem, ProblemState};
use liangshai::words::{Tables, Words};

use crate::ledger::{Ledger, due, problem};
use crate::support::{data, ids, office, plan};

use ProblemState::*;

#[test]
fn a_problem_found_tomorrow_leaves_no_trace_today() {
    let with = due();
    let without = with.clone().without_problem();
    let (today, never) = (with.0.on("2020-02-05"), without.0.on("2020-02-05"));
    assert!(today.problems().is_empty());
    assert_eq!(data(&today, "offices"), data(&never, "offices"));
    assert_eq!(with.state("2020-02-06"), Some(Open));
}

#[test]
fn a_problem_is_open_then_due_soon_then_overdue() {
    let problem = due();
    assert_eq!(problem.state("2020-03-12"), Some(Open));
    assert_eq!(problem.state("2020-03-13"), Some(DueSoon));
    assert_eq!(problem.standing("2020-03-20").days, Some(0));
    assert_eq!(problem.state("2020-03-20"), Some(DueSoon));
    assert_eq!(problem.state("2020-03-21"), Some(Overdue));
    assert_eq!(problem.standing("2020-03-21").days, Some(1));
}

#[test]
fn a_problem_goes_from_report_to_verification_to_notice_to_closing() {
    let problem = due()
        .step("2020-03-01", "申请销号")
        .step("2020-03-03", "核验通过")
        .step_with("2020-03-04", "公示", "公示截止: 2020-03-08")
        .step("2020-03-09", "销号");
    assert_eq!(problem.state("2020-02-29"), Some(Open));
    assert_eq!(problem.state("2020-03-01"), Some(Reported));
    assert_eq!(problem.state("2020-03-03"), Some(Verified));
    assert_eq!(problem.state("2020-03-04"), Some(Publicised));
    assert_eq!(problem.state("2020-03-08"), Some(Publicised), "the last day is one of the notice");
    assert_eq!(problem.state("2020-03-09"), Some(Closed));
}

#[test]
fn a_notice_that_has_ended_leaves_the_problem_waiting_to_be_closed() {
    let problem = due().step("2020-03-01", "申请销号").step("2020-03-03", "核验通过").step_with(
        "2020-03-04",
        "公示",
        "公示截止: 2020-03-08",
    );
    assert_eq!(problem.state("2020-03-09"), Some(Verified));
}

#[test]
fn a_returned_problem_is_open_again_and_counts_as_neither_reported_nor_verified() {
    let problem = due().step("2020-03-01", "申请销号").step("2020-03-03", "核验退回");
    assert_eq!(problem.state("2020-03-03"), Some(Open));
    let counts = problem.counts("2020-03-03");
    assert_eq!((counts.reported, counts.verified), (0, 0));
}

#[test]
fn overdue_is_a_flag_beside_an_unclosed_state() {
    let problem = due().step("2020-03-18", "申请销号").step("2020-03-25", "核验通过");
    assert!(!problem.standing("2020-03-20").overdue);
    for (day, state) in [("2020-03-21", Reported), ("2020-03-25", Verified)] {
        let standing = problem.standing(day);
        assert_eq!((standing.state, standing.overdue), (state, true), "{day}");
        assert_eq!(problem.counts(day).overdue, 1);
    }
    let closed = problem.step("2020-03-26", "销号");
    assert!(!closed.standing("2020-03-26").overdue);
}

#[test]
fn a_problem_closed_after_its_deadline_is_closed_late_and_never_blue() {
    let problem = due()
        .step("2020-03-18", "申请销号")
        .step("2020-03-20", "核验通过")
        .step("2020-03-23", "销号");
    let facts = problem.on("2020-04-01").expect("it exists");
    assert!(facts.standing.closed_late);
    assert_eq!(facts.standing.days, Some(3));
    assert_eq!(facts.colour, None);
    assert_eq!(problem.counts("2020-04-01").closed_late, 1);
}

#[test]
fn a_problem_closed_on_the_last_day_is_in_time_and_blue() {
    let problem = due()
        .step("2020-03-18", "申请销号")
        .step("2020-03-19", "核验通过")
        .step("2020-03-20", "销号");
    let facts = problem.on("2020-04-01").expect("it exists");
    assert!(!facts.standing.closed_late);
    assert_eq!(facts.colour.map(|colour| colour.name()), Some("blue"));
    assert_eq!(facts.days_to_close, Some(43));
}

#[test]
fn no_later_change_makes_a_late_closing_timely() {
    let problem = due()
        .step("2020-03-18", "申请销号")
        .step("2020-03-20", "核验通过")
        .step("2020-03-23", "销号")
        .moved("2020-03-24", "2020-04-30");
    assert!(problem.standing("2020-04-01").closed_late);
}

#[test]
fn a_changed_deadline_counts_from_the_later_of_its_date_and_its_filing() {
    let problem =
        due().step_with("2020-03-19", "调整", "整改时限: 2020-04-10\n报送时间: 2020-03-25 09:00");
    assert_eq!(problem.state("2020-03-24"), Some(Overdue));
    assert_eq!(problem.state("2020-03-25"), Some(Open));
    let facts = problem.on("2020-03-25").expect("it exists");
    assert_eq!(facts.changes.len(), 1);
    assert!(facts.changes[0].after_deadline, "it was written down once the first had passed");
    let original = facts.on_original.expect("it changed");
    assert_eq!((original.state, original.days), (Overdue, Some(5)));
}

#[test]
fn a_reopened_problem_leaves_the_closed_count() {
    let closed = closed();
    assert_eq!(closed.counts("2020-03-15").closed, 1);
    let reopened = closed.step_with("2020-04-01", "重新整改", "整改时限: 2020-04-30");
    assert_eq!(reopened.state("2020-04-01"), Some(Rework));
    let counts = reopened.counts("2020-04-01");
    assert_eq!((counts.closed, counts.verified, counts.reported), (0, 0, 0));
    assert_eq!((counts.rework, counts.reopened, counts.ever_closed), (1, 1, 1));
    assert_eq!(counts.reopened_rate().to_string(), "100.0%");
    assert_eq!(counts.median_days, None);
    let again = reopened.step("2020-04-10", "申请销号");
    assert_eq!(again.state("2020-04-10"), Some(Reported), "it is reported anew");
}

#[test]
fn a_problem_that_fails_when_looked_at_again_is_back_in_rectification() {
    let failed = closed().step_with("2020-04-01", "回头看", "结果: 未通过\n整改时限: 2020-04-20");
    assert_eq!(failed.state("2020-04-01"), Some(Rework));
    let facts = failed.on("2020-04-21").expect("it exists");
    assert!(facts.standing.overdue, "the new deadline has passed");
    assert_eq!((facts.standing.state, facts.failed_rechecks, facts.reopened), (Rework, 1, 0));
    assert_eq!(failed.counts("2020-04-21").reopened, 1);
    assert!(!failed.standing("2020-04-20").overdue);
    let decided = failed.step("2020-04-22", "重新整改");
    assert_eq!(decided.on("2020-04-22").expect("it exists").reopened, 1);
}

#[test]
fn a_problem_that_passes_when_looked_at_again_stays_closed() {
    let passed = closed().step_with("2020-04-01", "回头看", "结果: 通过");
    let facts = passed.on("2020-04-01").expect("it exists");
    assert_eq!(facts.state(), Closed);
    let rechecked = facts.rechecked.expect("it was looked at");
    assert_eq!((rechecked.day.to_string().as_str(), rechecked.passed), ("2020-04-01", true));
}

#[test]
fn a_transferred_and_accepted_problem_is_out_of_the_closed_rate() {
    let ledger = closed().and_another().step_of(
        "q",
        "2020-02-20",
        "转交",
        "接收单位: 上级部门\n认领日期: 2020-02-25",
    );
    let counts = ledger.counts("2020-03-15");
    assert_eq!((counts.found, counts.transferred, counts.unaccepted), (2, 1, 0));
    assert_eq!((counts.closed_rate().part, counts.closed_rate().whole), (1, 1));
    assert_eq!(ledger.state_of("q", "2020-03-15"), Some(Transferred));
}

#[test]
fn an_unclaimed_transfer_is_still_counted() {
    let ledger = closed().and_another().step_of("q", "2020-02-20", "转交", "接收单位: 上级部门");
    let counts = ledger.counts("2020-03-30");
    assert_eq!((counts.found, counts.transferred, counts.unaccepted), (2, 0, 1));
    assert_eq!((counts.closed_rate().part, counts.closed_rate().whole), (1, 2));
    assert_eq!(ledger.state_of("q", "2020-03-30"), Some(Overdue), "by the other rules");
}

#[test]
fn a_taking_over_that_is_still_to_come_is_none_yet() {
    let handed = due().step_with("2020-02-20", "转交", "认领日期: 2020-02-25");
    let facts = handed.on("2020-02-24").expect("it exists");
    assert_eq!((facts.state(), facts.accepted), (Open, None));
    assert_eq!(handed.counts("2020-02-24").unaccepted, 1);
    assert_eq!(handed.state("2020-02-25"), Some(Transferred));
}

#[test]
fn a_closed_rate_stands_beside_its_counts() {
    let counts: ProblemCounts = closed().and_another().counts("2020-03-15");
    let rate = counts.closed_rate();
    assert_eq!((rate.part, rate.whole), (counts.closed, counts.found - counts.transferred));
    assert_eq!(rate.to_string(), "50.0%");
    assert_eq!(due().counts("2020-02-01").closed_rate().to_string(), "—");
}

#[test]
fn the_median_of_days_is_of_those_closed() {
    let ledger = closed().and_another();
    assert_eq!(
        ledger.counts("2020-03-15").median_days.map(|d| d.to_string()).as_deref(),
        Some("35")
    );
    let both = ["申请销号", "核验通过", "销号"]
        .iter()
        .fold(ledger, |ledger, event| ledger.step_of("q", "2020-03-13", event, ""));
    let median = both.counts("2020-03-15").median_days.map(|d| d.to_string());
    assert_eq!(median.as_deref(), Some("35.5"));
}

#[test]
fn a_problem_counts_under_its_first_lead_and_the_office_above_alone() {
    let ledger = due().led_by("[甲股, 乙股]");
    let facts = ledger.0.on("2020-03-01");
    let of = |id| ids(&facts, facts.problems_of_office(office(&facts, id)));
    assert_eq!((of("a"), of("b"), of("top")), (vec!["p".to_owned()], vec![], vec!["p".to_owned()]));
    let listed = facts.problems_listed_at(office(&facts, "b"));
    assert_eq!(ids(&facts, listed.iter().copied()), ["p"]);
    let of_plan: &[Id<Problem>] = facts.problems_of_plan(plan(&facts, "p"));
    assert_eq!(of_plan.len(), 1);
}

#[test]
fn a_site_s_word_for_a_state_takes_the_place_of_the_program_s() {
    let with = due().0.file(
        "site.toml",
        "title = \"亮晒专栏\"\n[defaults]\ndisclosure = \"主动公开\"\n[words]\n待核验 = \"等待核验\"\nrework = \"再整改\"\n",
    );
    let mut found = Diagnostics::new();
    let words = Words::new(&with.model().0.settings, &Tables::default(), &mut found);
    assert!(found.is_empty());
    assert_eq!(words.problem_state(Reported), "等待核验");
    assert_eq!(words.problem_state(Rework), "再整改");
    assert_eq!(words.problem_state(Closed), "已销号");
}

#[test]
fn each_state_has_a_shape_and_a_word_of_its_own() {
    let words = Words::builtin(Language::Chinese);
    let states = ProblemState::ALL;
    let shapes: BTreeSet<_> = states.iter().map(|state| state.shape()).collect();
    let names: BTreeSet<_> = states.iter().map(|state| words.problem_state(*state)).collect();
    assert_eq!((shapes.len(), names.len()), (states.len(), states.len()));
}

#[test]
fn each_state_says_why() {
    let words = Words::builtin(Language::Chinese);
    let why = |ledger: &Ledger, day: &str| {
        let facts = ledger.0.on(day);
        words.why_problem(&facts, problem(&facts, "p"))
    };
    let reported = due().step("2020-03-18", "申请销号");
    let told = why(&reported, "2020-03-23");
    assert!(told.contains("2020年3月18日申请销号"), "{told}");
    assert!(told.contains("已逾期3天"), "the flag has its reason too: {told}");
    let late = reported.step("2020-03-20", "核验通过").step("2020-03-23", "销号");
    let told = why(&late, "2020-03-23");
    assert!(
        told.contains("当日有效的整改时限为2020年3月20日") && told.contains("逾期3天"),
        "{told}"
    );
    let failed = closed().step_with("2020-04-01", "回头看", "结果: 未通过\n整改时限: 2020-04-30");
    let told = why(&failed, "2020-04-01");
    assert!(told.contains("2020年4月1日回头看未通过") && told.contains("不计入已销号"), "{told}");
    let handed = due().step_with("2020-02-20", "转交", "接收单位: 上级部门");
    let told = why(&handed, "2020-02-20");
    assert!(told.contains("尚未认领"), "{told}");
}

#[test]
fn a_withdrawn_problem_is_in_no_count() {
    let ledger = due().with("撤回:\n  日期: 2020-03-01\n  原因: 重复登记");
    assert_eq!(ledger.counts("2020-02-29").found, 1);
    assert_eq!(ledger.counts("2020-03-01").found, 0);
}

/// Closed in time on 2020-03-12.
fn closed() -> Ledger {
    due().step("2020-03-10", "申请销号").step("2020-03-11", "核验通过").step("2020-03-12", "销号")
}

mod steps {
    use super::*;

    #[track_caller]
    fn refused(ledger: Ledger, file: &str, words: &str) {
        let told = ledger.told();
        let fault = told.iter().find(|(path, _)| path.ends_with(file));
        let (_, message) = fault.unwrap_or_else(|| panic!("no fault at {file}: {told:?}"));
        assert!(message.contains(words), "{message}");
    }

    #[track_caller]
    fn allowed(ledger: Ledger) {
        assert_eq!(ledger.told(), []);
    }

    #[test]
    fn closing_without_verification_is_an_error() {
        let ledger = due().step("2020-03-10", "申请销号").step("2020-03-11", "销号");
        refused(ledger.clone(), "2020-03-11-销号.md", "3月11日销号");
        assert_eq!(ledger.state_despite("2020-03-12"), Some(Reported), "it changes nothing");
    }

    #[test]
    fn a_verification_from_before_the_reopening_does_not_count() {
        let ledger = closed()
            .step("2020-04-01", "重新整改")
            .step("2020-04-02", "申请销号")
            .step("2020-04-03", "销号");
        refused(ledger, "2020-04-03-销号.md", "核验通过");
    }

    #[test]
    fn a_verification_by_the_lead_itself_is_an_error() {
        let reported = || due().step("2020-03-10", "申请销号");
        let by = |who: &str| format!("核验单位: {who}\n结果: 通过");
        refused(
            reported().step_with("2020-03-11", "核验", &by("甲股")),
            "2020-03-11-核验.md",
            "责任单位",
        );
        refused(
            reported().step_with("2020-03-11", "核验", &by("甲股股长")),
            "2020-03-11-核验.md",
            "责任单位",
        );
        allowed(reported().step_with("2020-03-11", "核验", &by("乙股")));
        allowed(reported().step_with("2020-03-11", "核验", &by("市级专班")));
    }

    #[test]
    fn a_verification_by_any_of_the_leads_in_force_is_an_error() {
        let changed = due()
            .step_with("2020-03-01", "调整", "责任单位: [丙股, 乙股]")
            .step("2020-03-10", "申请销号");
        refused(
            changed.clone().step("2020-03-11", "核验通过"),
            "2020-03-11-核验通过.md",
            "责任单位",
        );
        let by_former = "核验单位: 甲股\n结果: 通过";
        allowed(changed.step_with("2020-03-11", "核验", by_former));
    }

    #[test]
    fn closing_on_the_last_day_of_its_public_notice_is_an_error() {
        let noticed = due()
            .step("2020-03-01", "申请销号")
            .step("2020-03-02", "核验通过")
            .step_with("2020-03-03", "公示", "公示截止: 2020-03-08");
        refused(noticed.clone().step("2020-03-08", "销号"), "2020-03-08-销号.md", "3月8日");
        allowed(noticed.step("2020-03-09", "销号"));
    }

    #[test]
    fn verification_without_report_notice_without_verification_and_recheck_without_closing_are_errors()
     {
        refused(due().step("2020-03-02", "核验通过"), "2020-03-02-核验通过.md", "申请销号");
        refused(
            due().step("2020-03-01", "申请销号").step("2020-03-02", "公示"),
            "2020-03-02-公示.md",
            "核验通过",
        );
        refused(
            due().step_with("2020-03-02", "回头看", "结果: 通过"),
            "2020-03-02-回头看.md",
            "还没有销号",
        );
        refused(due().step("2020-03-02", "重新整改"), "2020-03-02-重新整改.md", "还没有销号");
    }

    #[test]
    fn what_another_office_took_over_goes_on_here_no_more() {
        let handed = || due().step_with("2020-02-20", "转交", "认领日期: 2020-02-25");
        refused(handed().step("2020-03-01", "申请销号"), "2020-03-01-申请销号.md", "2月25日");
        allowed(handed().step("2020-02-24", "申请销号"));
        allowed(
            handed()
                .step("2020-03-01", "整改")
                .step("2020-03-02", "备案")
                .step("2020-03-03", "重新整改")
                .step("2020-03-04", "申请销号"),
        );
    }

    #[test]
    fn rectification_filing_and_change_are_possible_anywhere() {
        let anywhere = |ledger: Ledger| {
            allowed(
                ledger
                    .step("2020-05-01", "整改")
                    .step("2020-05-01", "备案")
                    .moved("2020-05-01", "2020-05-31"),
            );
        };
        anywhere(due());
        anywhere(due().step("2020-03-10", "申请销号"));
        anywhere(closed());
        anywhere(closed().step("2020-04-01", "重新整改"));
    }

    /// The names of what is told of a ledger beside errors.
    fn warnings(ledger: &Ledger) -> Vec<&'static str> {
        let faults = ledger.0.model().1.sorted();
        let names = faults.iter().map(|fault| fault.code.name());
        names.filter(|name| name.starts_with("notice") || name.starts_with("rework")).collect()
    }

    #[test]
    fn a_notice_without_its_last_day_is_told_and_holds_nothing_up() {
        let noticed = due()
            .step("2020-03-01", "申请销号")
            .step("2020-03-02", "核验通过")
            .step("2020-03-03", "公示");
        assert_eq!(warnings(&noticed), ["notice-without-end"]);
        assert_eq!(noticed.state("2020-03-04"), Some(Verified));
        allowed(noticed.step("2020-03-05", "销号"));
    }

    #[test]
    fn a_failed_recheck_without_a_new_deadline_is_told_until_there_is_one() {
        let failed = closed().step_with("2020-04-01", "回头看", "结果: 未通过");
        assert_eq!(warnings(&failed), ["rework-without-deadline"]);
        assert!(failed.standing("2020-04-01").overdue, "the old deadline still counts");
        assert_eq!(warnings(&failed.moved("2020-04-02", "2020-04-30")), [""; 0]);
    }

    #[test]
    fn a_report_a_verification_and_a_closing_said_again_change_nothing() {
        let twice = due()
            .step("2020-03-10", "申请销号")
            .step_with("2020-03-11", "申请销号", "")
            .step("2020-03-12", "核验通过")
            .step("2020-03-13", "核验通过")
            .step("2020-03-14", "销号")
            .step("2020-03-15", "销号");
        allowed(twice.clone());
        let facts = twice.on("2020-03-31").expect("it exists");
        let day = |day: Option<liangshai::model::Day>| day.map(|day| day.to_string());
        assert_eq!(day(facts.reported).as_deref(), Some("2020-03-10"));
        assert_eq!(day(facts.verified).as_deref(), Some("2020-03-12"));
        assert_eq!(day(facts.closed).as_deref(), Some("2020-03-14"));
    }
}
