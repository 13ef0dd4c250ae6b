//! Every fault of a site is told in one run, each at its place, in words a clerk can act on.
//!
//! `faults/thirty/` is a site of faults; `faults/thirty.txt` is what `check` must point at, as
//! code, place and the text there; `faults/thirty.zh.txt` and `.en.txt` are what it says. A
//! change of words is taken over by `SNAPSHOTS=overwrite cargo test --test faults`.

#[path = "faults/scratch.rs"]
mod scratch;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use scratch::{Fault, Scratch, faults};
use snapbox::{IntoData, assert_data_eq, file};

const RECORD: &str = "---\n标题: 甲\n公开属性: 主动公开\n---\n";

/// The site of faults, with the link that no archive should have to carry.
fn thirty() -> Scratch {
    let site = Scratch::copy_of("tests/faults/thirty");
    #[cfg(unix)]
    std::os::unix::fs::symlink("plans/2022.md", site.path("content/link.md")).expect("a link");
    site
}

/// The characters of a file from one place to another, counted as a clerk's editor counts them.
fn pointed_at(site: &Scratch, fault: &Fault) -> String {
    let bytes = std::fs::read(site.path(&fault.path)).expect("a fault names a file of the site");
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim_start_matches('\u{FEFF}');
    if fault.line != fault.end_line {
        return "several lines".to_owned();
    }
    let line = text.split('\n').nth(fault.line as usize - 1).unwrap_or("");
    let (from, to) = (fault.column as usize - 1, fault.end_column as usize - 1);
    line.chars().skip(from).take(to - from).collect()
}

fn place(fault: &Fault) -> String {
    let Fault { line, column, end_line, end_column, .. } = fault;
    format!("{line}:{column}-{end_line}:{end_column}")
}

/// Long after everything in it, so that nothing else comes or goes by the day.
const THE_DAY: &str = "2026-11-22";

#[test]
fn thirty_faults_are_told_in_one_run_each_at_its_place() {
    let site = thirty();
    let found = faults(&site.run(&["check", "--format", "json", "--as-of", THE_DAY]).out);
    let mut told = String::new();
    let mut path = "";
    for fault in &found {
        if fault.path != path {
            path = &fault.path;
            let _ = writeln!(told, "{path}");
        }
        let (code, severity, place) = (&fault.code, &fault.severity, place(fault));
        let _ = writeln!(told, "  {code} {severity} {place} «{}»", pointed_at(&site, fault));
    }
    assert_data_eq!(told, file!["faults/thirty.txt"].raw());
    let codes: BTreeSet<&str> = found.iter().map(|fault| fault.code.as_str()).collect();
    assert!(codes.len() >= 30, "{} codes: {codes:?}", codes.len());
}

#[test]
fn every_message_names_the_fault_and_the_cure_in_both_languages() {
    let site = thirty();
    for (lang, file) in [
        ("zh-CN", file!["faults/thirty.zh.txt"].raw()),
        ("en", file!["faults/thirty.en.txt"].raw()),
    ] {
        let run = site.run(&["check", "--format", "json", "--as-of", THE_DAY, "--lang", lang]);
        assert_eq!(run.code, 1);
        let mut told = String::new();
        for fault in faults(&run.out) {
            let (path, line) = (&fault.path, fault.line);
            let _ = writeln!(told, "{path}:{line} {}", fault.message);
            for line in fault.help.iter().flat_map(|help| help.lines()) {
                let _ = writeln!(told, "    {line}");
            }
        }
        assert_data_eq!(told, file);
    }
}

#[test]
fn the_terminal_shows_the_line_and_says_how_many_faults_there_are() {
    let site = Scratch::site(&[
        ("site.toml", "title = \"甲\"\nbase_url = \"https://a.example/\"\n"),
        ("content/pages/a.md", "---\n标题: 甲\n公开属性: 公开\n---\n"),
    ]);
    let run = site.run(&["check", "-q"]);
    assert_eq!(run.code, 1);
    assert_data_eq!(
        run.out,
        snapbox::str![[r#"
错误[LS0209]: “公开属性”没有“公开”这一项
 --> content/pages/a.md:3:7
  |
3 | 公开属性: 公开
  |           ^^^^
  |
  = 办法: 写其中之一：主动公开、系统内


"#]]
        .raw()
    );
}

#[test]
fn a_byte_order_mark_and_cr_lf_move_no_column() {
    let text = "---\n标题: 甲\n公开属性: 公开\n---\n\n[无](../none.md)\n";
    let places = |text: &str| -> Vec<(String, String)> {
        let site =
            Scratch::site(&[("site.toml", "title = \"甲\"\n"), ("content/pages/a.md", text)]);
        let found = site.faults();
        let of_page = found.iter().filter(|fault| fault.path.ends_with("a.md"));
        of_page.map(|fault| (fault.code.clone(), place(fault))).collect()
    };
    let plain = places(text);
    assert_eq!(plain, [("LS0209".into(), "3:7-3:9".into()), ("LS0307".into(), "6:5-6:15".into())]);
    assert_eq!(places(&format!("\u{FEFF}{}", text.replace('\n', "\r\n"))), plain);
}

#[test]
fn one_slip_is_one_fault() {
    for slip in ["标题: [甲, 乙]", "标题: 〔标题〕", "标题: \"甲", "标题: {甲: 乙}"]
    {
        let text = format!("---\n{slip}\n公开属性: 主动公开\n---\n");
        let site =
            Scratch::site(&[("site.toml", "title = \"甲\"\n"), ("content/pages/a.md", &text)]);
        let found = site.faults();
        let codes: Vec<&str> =
            found.iter().filter(|f| f.severity == "error").map(|f| f.code.as_str()).collect();
        assert_eq!(codes.len(), 1, "{slip}: {codes:?}");
    }
}

#[test]
fn a_row_with_a_bad_date_still_has_its_numbers_looked_at() {
    let site = Scratch::site(&[
        ("site.toml", "title = \"甲\"\n"),
        (
            "content/indicators/d/index.md",
            "---\n标题: 甲\n公开属性: 主动公开\n监测项: [{代号: d, 名称: 天数}]\n---\n",
        ),
        ("content/indicators/d/values.csv", "日期,d\n2022-02-30,八十\n长期坚持,1\n"),
        ("content/indicators/d/ranks.csv", "日期,范围,名次\n2022-03-01,全市,\n"),
    ]);
    let found = site.faults();
    let told: Vec<String> = found
        .iter()
        .filter(|fault| fault.severity == "error")
        .map(|fault| format!("{} {}", fault.code, place(fault)))
        .collect();
    assert_eq!(told, ["LS0211 2:15-2:15", "LS0210 2:1-2:11", "LS0211 2:12-2:14", "LS0210 3:1-3:5"]);
}

#[test]
fn an_alias_that_could_not_be_written_is_refused() {
    for alias in ["/a//b", "//", "/", "/a/../b", "/a?b", "/a/./b", "/a#b"] {
        let text = format!("---\n标题: 甲\n公开属性: 主动公开\n旧网址: \"{alias}\"\n---\n");
        let site =
            Scratch::site(&[("site.toml", "title = \"甲\"\n"), ("content/pages/a.md", &text)]);
        let found = site.faults();
        assert!(found.iter().any(|fault| fault.code == "LS0209"), "{alias}: {found:?}");
    }
}

#[test]
fn what_a_site_calls_its_own_is_a_table_of_texts() {
    let site = Scratch::site(&[
        ("site.toml", "title = \"甲\"\n[words]\nstate_done = [\"好\"]\n"),
        ("content/pages/a.md", "---\n标题: 甲\n公开属性: 主动公开\n其他: 一句话\n---\n"),
    ]);
    let found = site.faults();
    let codes: Vec<&str> =
        found.iter().filter(|f| f.severity == "error").map(|f| f.code.as_str()).collect();
    assert_eq!(codes, ["LS0209", "LS0601"]);
}

#[test]
fn a_site_without_a_title_is_told_how_to_give_it_one() {
    for settings in ["", "language = \"zh-CN\"\n"] {
        let site = Scratch::site(&[("site.toml", settings), ("content/pages/a.md", RECORD)]);
        let found = site.faults();
        let errors: Vec<&Fault> = found.iter().filter(|f| f.severity == "error").collect();
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert_eq!((place(errors[0]).as_str(), &*errors[0].path), ("1:1-1:1", "site.toml"));
        assert!(errors[0].help.as_deref().is_some_and(|help| help.contains("title = ")));
    }
}

#[test]
fn a_fault_in_every_row_of_a_long_table_is_told_in_good_time() {
    let rows = 40_000;
    let table = format!("日期,d\n{}", "2022-03-99,九十\n".repeat(rows));
    let site = Scratch::site(&[
        ("site.toml", "title = \"甲\"\n"),
        (
            "content/indicators/d/index.md",
            "---\n标题: 甲\n公开属性: 主动公开\n监测项: [{代号: d, 名称: 天数}]\n---\n",
        ),
        ("content/indicators/d/values.csv", &table),
    ]);
    // Quadratic in the rows, this would take minutes.
    let found = site.faults();
    assert_eq!(found.iter().filter(|fault| fault.severity == "error").count(), 2 * rows);
    assert_eq!(found.iter().rev().find(|f| f.code == "LS0211").map(|f| f.line), Some(40_001));
}

#[test]
fn a_year_is_read_as_clerks_write_it_and_no_other_period_is() {
    let told = |year: &str| {
        let plan = format!(
            "---\n标题: 方案\n公开属性: 主动公开\n发文机关: 局\n发布日期: 2023-03-01\n年度: {year}\n---\n"
        );
        let site =
            Scratch::site(&[("site.toml", "title = \"甲\"\n"), ("content/plans/a.md", &plan)]);
        let found = site.faults();
        let errors = found.into_iter().filter(|fault| fault.severity == "error");
        errors.map(|fault| fault.code).collect::<Vec<_>>()
    };
    for sound in ["2023", "2023年", "\"2023\""] {
        assert_eq!(told(sound), [""; 0], "{sound}");
    }
    for wrong in ["2023-03", "23", "99999", "今年", "4294967295"] {
        assert_eq!(told(wrong), ["LS0210"], "{wrong}");
    }
}

#[test]
fn a_site_without_a_record_is_told_so_and_still_built() {
    let site = Scratch::site(&[("site.toml", "title = \"甲\"\n")]);
    assert!(site.faults().iter().any(|fault| fault.code == "LS0109"));
    assert_eq!(site.run(&["build"]).code, 0);
}

#[test]
fn parents_that_lead_round_in_a_ring_are_told_at_their_value_once() {
    let site =
        Scratch::site(&[("site.toml", "title = \"甲\"\n[defaults]\ndisclosure = \"主动公开\"\n")]);
    for (own, parent) in [("a", "b"), ("b", "c"), ("c", "a"), ("d", "d"), ("e", "a")] {
        let text = format!("---\n标题: 单位{own}\n\"上级\": {parent}\n---\n上级: 正文\n");
        site.write(&format!("content/offices/{own}.md"), text);
    }
    let found = site.faults();
    let told: Vec<String> = found
        .iter()
        .filter(|fault| fault.code == "LS0306")
        .map(|fault| format!("{} {}", fault.path, place(fault)))
        .collect();
    assert_eq!(told, ["content/offices/a.md 3:7-3:8", "content/offices/d.md 3:7-3:8"]);
}

/// The codes and messages of a small site's faults, in Chinese.
fn told_of(files: &[(&str, &str)]) -> String {
    let mut all = vec![
        (
            "site.toml",
            "title = \"站\"\nbase_url = \"https://a.gov.cn/\"\n[defaults]\ndisclosure = \"主动公开\"\n",
        ),
        ("content/offices/jia.md", "---\n标题: 甲股\n---\n"),
        ("content/plans/p.md", "---\n标题: 方案\n发文机关: 甲局\n发布日期: 2023-03-03\n---\n"),
        (
            "content/tasks/t/index.md",
            "---\n标题: 任务\n方案: 方案\n责任单位: 甲股\n完成时限: 9月底前\n---\n",
        ),
    ];
    all.retain(|(path, _)| files.iter().all(|(other, _)| other != path));
    all.extend(files);
    scratch::Scratch::site(&all).run(&["check"]).out
}

#[test]
fn an_overdue_task_cannot_have_the_colour_of_one_done_in_time() {
    for colours in ["{逾期未完成: 蓝}", "{按时完成: 红}", "{逾期完成: 蓝}"] {
        let plan = format!(
            "---\n标题: 方案\n发文机关: 甲局\n发布日期: 2023-03-03\n颜色: {colours}\n---\n"
        );
        assert!(told_of(&[("content/plans/p.md", &plan)]).contains("LS0407"), "{colours}");
    }
}

#[test]
fn somebody_named_like_a_hidden_record_is_told_and_stays_words() {
    let told = told_of(&[
        ("content/posts/n.md", "---\n标题: 内部岗位\n单位: 甲股\n公开属性: 系统内\n---\n"),
        ("content/offices/jia.md", "---\n标题: 甲股\n负责人: 内部岗位\n---\n"),
    ]);
    assert!(told.contains("提醒[LS0312]") && !told.contains("错误["), "{told}");
}

#[test]
fn a_field_left_blank_is_told_at_its_own_line() {
    let task = "---\n标题: 任务\n方案: 方案\n责任单位:\n---\n";
    let told = told_of(&[("content/tasks/t/index.md", task)]);
    assert!(told.contains("“责任单位”后面是空的") && told.contains("index.md:4:1"), "{told}");
}

#[test]
fn what_clerks_know_from_their_tables_is_explained() {
    let task = "---\n标题: 任务\n方案: 方案\n责任单位: 甲股\n状态: 已完成\n---\n";
    let told = told_of(&[
        ("content/tasks/t/index.md", task),
        ("content/tasks/t/2023-04-01.md", "---\n完成时限: 10月底前\n---\n"),
    ]);
    assert!(told.contains("状态由程序按条目推算"), "{told}");
    assert!(told.contains("改时限要写“事项: 调整”"), "{told}");
}

#[test]
fn a_deadline_moved_on_resuming_without_a_reason_is_told() {
    let told = told_of(&[
        ("content/tasks/t/2023-04-01-中止.md", "---\n事项: 中止\n理由: 等\n批准: 会\n---\n"),
        ("content/tasks/t/2023-05-01-恢复.md", "---\n事项: 恢复\n完成时限: 10月底前\n---\n"),
    ]);
    assert!(told.contains("LS0409"), "{told}");
}

#[test]
fn a_rank_of_no_measure_or_below_the_last_is_told() {
    let indicator = "---\n标题: 指标\n监测项: [{代号: days, 名称: 时间}]\n---\n";
    let told = told_of(&[
        ("content/indicators/i/index.md", indicator),
        (
            "content/indicators/i/ranks.csv",
            "日期,监测项,范围,名次,总数\n2023-06-30,dayz,全省,10,9\n",
        ),
    ]);
    assert!(told.contains("是不是“days”？") && told.contains("不会有第10名"), "{told}");
}

#[test]
fn a_percentage_with_its_sign_is_read_where_the_unit_is_one() {
    let with = |unit: &str| {
        let indicator = format!(
            "---\n标题: 指标\n监测项: [{{代号: r, 名称: 率, 计量单位: \"{unit}\"}}]\n---\n"
        );
        told_of(&[
            ("content/indicators/i/index.md", &indicator),
            ("content/indicators/i/values.csv", "日期,r\n2023-06-30,40.5%\n"),
        ])
    };
    assert!(!with("%").contains("LS0211"));
    assert!(with("天").contains("LS0211"));
}

#[test]
fn what_only_looks_like_a_link_is_told_outside_code() {
    let page = "---\n标题: 页\n---\n[公示](公示 一.pdf)，`[代码](x y)`\n\n    [代码](x y)\n\n[丙](C:\\a.pdf)\n";
    let told = told_of(&[("content/pages/a.md", page)]);
    assert_eq!(told.matches("LS0311").count(), 1, "{told}");
    assert!(told.contains("这是自己电脑上的路径"), "{told}");
}

#[test]
fn what_git_could_not_merge_is_told_once_in_each_file() {
    let both = |words: &str| format!("<<<<<<< HEAD\n{words}\n=======\n别的\n>>>>>>> side\n");
    let record = format!("---\n标题: 甲\n公开属性: 主动公开\n---\n{}", both("召开会议。"));
    let fields = format!("---\n标题: 甲\n{}---\n", both("公开属性: 主动公开"));
    let files = [("content/news/a.md", &*record), ("content/news/b.md", &fields)];
    let told = told_of(&files);
    assert_eq!(told.matches("错误[LS0112]").count(), 2, "{told}");
    assert!(told.contains("content/news/a.md:5:1") && !told.contains("LS0202"), "{told}");
}

#[test]
fn settings_that_cannot_be_read_are_the_one_fault() {
    let told = told_of(&[("site.toml", "title = \"站\"\nlanguage ＝ \"zh-CN\"\n")]);
    assert_eq!(told.matches("错误[").count(), 1, "{told}");
}

#[test]
fn a_return_nobody_audited_is_told_where_an_overseer_must_answer() {
    let told = told_of(&[
        ("content/offices/jia.md", "---\n标题: 甲股\n分管领导: 副局长\n---\n"),
        (
            "content/returns/r.md",
            "---\n标题: 报\n单位: 甲股\n方案: 方案\n周期: 2023-W14\n报送时间: 2023-04-07 10:00\n任务: [{任务: t, 进展: 在办}]\n---\n",
        ),
    ]);
    assert!(told.contains("提醒[LS0410]"), "{told}");
}

#[test]
fn an_empty_list_is_no_lead_and_no_period() {
    let task = "---\n标题: 任务\n方案: 方案\n责任单位: []\n---\n";
    let found = "---\n标题: 报\n单位: 甲股\n方案: 方案\n周期: [\"\"]\n报送时间: 3月10日 10:00\n任务: []\n---\n";
    let told = told_of(&[("content/tasks/t/index.md", task), ("content/returns/r.md", found)]);
    assert!(told.contains("“责任单位”后面是空的") && told.contains("“周期”后面是空的"), "{told}");
    assert!(!told.contains("LS0210"), "the year of a filing is the plan's: {told}");
}

#[test]
fn a_person_who_may_be_two_is_told_with_both() {
    let told = told_of(&[
        ("content/posts/a.md", "---\n标题: 主任\n单位: 甲股\n---\n"),
        ("content/posts/b.md", "---\n标题: 主任\n单位: 甲股\n---\n"),
        ("content/offices/jia.md", "---\n标题: 甲股\n负责人: 主任\n---\n"),
    ]);
    assert!(told.contains("LS0302") && told.contains("主任（a）"), "{told}");
}

#[test]
fn an_old_address_may_be_a_whole_one_and_a_deadline_may_bear_an_hour() {
    let page = "---\n标题: 页\n旧网址: [https://www.x.gov.cn/old.html, old/c/]\n---\n";
    let task = |deadline: &str| {
        format!("---\n标题: 任务\n方案: 方案\n责任单位: 甲股\n完成时限: {deadline}\n---\n")
    };
    for deadline in ["2023-06-15 11:30", "2023年年底前", "2023年年末"] {
        let told =
            told_of(&[("content/pages/a.md", page), ("content/tasks/t/index.md", &task(deadline))]);
        assert!(!told.contains("错误["), "{deadline}: {told}");
    }
}

#[test]
fn a_missing_disclosure_is_told_once_and_nothing_is_told_of_it() {
    let told = told_of(&[
        ("site.toml", "title = \"站\"\n"),
        (
            "content/plans/p.md",
            "---\n标题: 方案\n发文机关: 甲局\n发布日期: 2023-03-03\n公开属性: 主动公开\n---\n",
        ),
    ]);
    assert!(told.contains("LS0309") && !told.contains("LS0303"), "{told}");
}
