//! Commands as they are typed and answered.
//!
//! `commands/*.trycmd` are transcripts, each in a folder of its own; what the machine decides
//! (times) is left out. `systems/*.trycmd` are of the same make.
//! `TRYCMD=overwrite cargo test --test commands` takes over a change.

#[path = "faults/scratch.rs"]
mod scratch;

use std::path::Path;

use scratch::{Run, Scratch, program};
use trycmd::schema::Bin;

#[test]
fn commands_answer_as_their_transcripts_say() {
    trycmd::TestCases::new().case("tests/commands/*.trycmd").run();
}

/// A transcript for each system of the documents; `cp` is the clerk who mends a file.
#[test]
fn each_system_of_the_documents_answers() {
    let tools = ["cat", "cp"].map(|tool| (tool, Bin::Path(Path::new("/bin").join(tool))));
    trycmd::TestCases::new().register_bins(tools).case("tests/systems/*.trycmd").run();
}

fn state(site: &Scratch, day: &str) -> (String, Option<String>, Option<i64>) {
    let tree = site.built(&["--as-of", day]);
    let data: serde_json::Value =
        serde_json::from_slice(&tree["data/tasks.json"]).expect("the data is JSON");
    assert_eq!(data["as_of"], day);
    let task = &data["tasks"][0];
    let text = |name: &str| task[name].as_str().map(str::to_owned);
    (text("state").expect("a state"), text("colour"), task["days"].as_i64())
}

#[test]
fn a_task_turns_yellow_seven_days_before_its_deadline_and_red_the_day_after() {
    let site = Scratch::site(&[
        ("site.toml", "title = \"甲\"\n[defaults]\ndisclosure = \"主动公开\"\n"),
        ("content/offices/ju.md", "---\n标题: 局\n---\n"),
        (
            "content/plans/2023.md",
            "---\n标题: 方案\n发文机关: 局\n发布日期: 2023-03-03\n颜色: {临近时限: 黄, 逾期未完成: 红}\n---\n",
        ),
        (
            "content/tasks/01/index.md",
            "---\n标题: 甲\n方案: 方案\n责任单位: 局\n完成时限: 6月底前\n---\n",
        ),
        ("content/tasks/01/2023-04-01.md", "---\n事项: 进展\n---\n"),
    ]);
    let told = |day| {
        let (state, colour, _) = state(&site, day);
        (state, colour)
    };
    let is = |state: &str, colour: Option<&str>| (state.to_owned(), colour.map(str::to_owned));
    assert_eq!(told("2023-06-22"), is("in_progress", None));
    assert_eq!(told("2023-06-23"), is("due_soon", Some("yellow")));
    assert_eq!(told("2023-06-30"), is("due_soon", Some("yellow")));
    assert_eq!(told("2023-07-01"), is("overdue", Some("red")));
    assert_eq!(state(&site, "2023-07-01").2, Some(1));
}

/// What a command says must do, in any order of its options.
#[test]
fn options_of_all_commands_stand_before_or_behind_the_command() {
    let site = Scratch::copy_of("tests/faults/twins/zh");
    for args in [
        ["--as-of", "2023-05-01", "--lang", "en", "check"],
        ["check", "--as-of", "2023-05-01", "--lang", "en"],
        ["--as-of", "2023年5月1日", "check", "--lang", "en"],
    ] {
        let run = site.run(&args);
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(run.out.contains("0 errors"), "{}", run.out);
    }
}

#[test]
fn a_reader_that_stops_reading_is_no_failure() {
    let site = Scratch::copy_of("tests/faults/thirty");
    let mut command = std::process::Command::new("sh");
    command.args(["-c", "\"$0\" --site \"$1\" check | head -n 1", env!("CARGO_BIN_EXE_liangshai")]);
    command.arg(&site.0);
    let run = Run::of(command);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.err, "");
}

#[test]
fn a_new_site_builds_and_checks_at_once_in_both_languages() {
    for lang in ["zh-CN", "en"] {
        let scratch = Scratch::new();
        let run = |args: &[&str]| {
            let mut command = program();
            command.current_dir(&scratch.0).args(args);
            Run::of(command)
        };
        for args in [
            &["init", "site", "--lang", lang][..],
            &["--site", "site", "check"],
            &["--site", "site", "build"],
            &["--site", "site", "build", "--offline", "--edition", "internal"],
            &["--site", "site", "status"],
            &["--site", "site", "build"],
        ] {
            let run = run(args);
            assert_eq!(run.code, 0, "{args:?}: {}{}", run.out, run.err);
        }
        // Once only.
        assert_eq!(run(&["init", "site"]).code, 2);
    }
}

#[test]
fn a_build_shows_a_few_warnings_and_says_how_many_more_there_are() {
    let site = Scratch::site(&[
        ("site.toml", "title = \"站\"\n[defaults]\ndisclosure = \"主动公开\"\n"),
        ("content/offices/o.md", "---\n标题: 甲股\n---\n"),
        ("content/plans/p.md", "---\n标题: 方案\n发文机关: 甲局\n发布日期: 2023-03-03\n---\n"),
    ]);
    for i in 0..8 {
        let text = "---\n标题: 任务\n方案: 方案\n责任单位: 甲股\n完成时限: 2023-03-02\n---\n";
        site.write(&format!("content/tasks/t{i}.md"), text);
    }
    let told = |args: &[&str]| site.run(args).err.matches("LS0403").count();
    assert_eq!(told(&["build"]), 5);
    assert!(site.run(&["build"]).err.contains("另有3处提醒"));
    assert_eq!(told(&["build", "-v"]), 8);
    assert_eq!(told(&["build", "-q"]), 0);
}

fn asking(words: &str) -> Scratch {
    Scratch::site(&[
        (
            "site.toml",
            "title = \"甲\"\nas_of = 2023-05-01\n[defaults]\ndisclosure = \"主动公开\"\n",
        ),
        ("content/offices/ju.md", "---\n标题: 局\n---\n"),
        (
            "content/plans/2023.md",
            &format!("---\n标题: 方案\n发文机关: 局\n发布日期: 2023-03-03\n---\n{words}\n"),
        ),
        ("content/tasks/01/index.md", "---\n标题: 甲\n方案: 方案\n责任单位: 局\n---\n"),
        ("content/tasks/01/2023-04-01.md", "---\n事项: 完成\n---\n"),
        ("content/tasks/02.md", "---\n标题: 乙\n方案: 方案\n责任单位: 局\n---\n"),
    ])
}

#[test]
fn a_plans_words_may_ask_for_its_facts() {
    let site = asking(
        "问题{{ problems.found }}个，{{ problems.closed_rate }}；共{{ tasks.total }}项，完成{{ tasks.done | says(words=\"1项\") }}，{{ plans[\"2023\"].tasks.done_rate }}。\n\n{{ table(by=\"office\") }}\n\n{{ board(by=\"plan\") }}\n",
    );
    let tree = site.built(&[]);
    let html = String::from_utf8_lossy(&tree["plans/2023/index.html"]).into_owned();
    assert!(html.contains("问题0个，—；共2项，完成1项，50.0%。"), "{html}");
    assert!(html.contains("<li>乙：未明确时限</li>"), "{html}");
    assert!(
        html.contains("<th scope=\"row\">局</th>")
            && html.contains("<td class=\"n\" data-label=\"完成率\">50.0%</td>"),
        "{html}"
    );
    assert!(
        html.contains("content=\"问题0个，—；共2项，完成1项，50.0%。"),
        "in its description too"
    );
    // On another day the same words say something else.
    let tree = site.built(&["--as-of", "2023-03-31"]);
    let html = String::from_utf8_lossy(&tree["plans/2023/index.html"]).into_owned();
    assert!(html.contains("共2项，完成1项，0.0%。"), "{html}");
}

#[test]
fn words_that_ask_for_no_fact_are_told_at_their_place() {
    for (words, column) in [
        ("完成{{ tasks.dnoe }}项", 12),
        ("完成{{ taks.done }}项", 6),
        ("{{ table(by=\"month\") }}", 4),
        ("{{ plans[\"2024\"].tasks.done }}", 0),
        ("{{ tasks.done", 0),
    ] {
        let site = asking(words);
        let faults = site.faults();
        let fault = faults.iter().find(|fault| fault.code == "LS0504");
        let fault = fault.unwrap_or_else(|| panic!("{words}: {faults:?}"));
        assert_eq!(
            (fault.path.as_str(), fault.severity.as_str()),
            ("content/plans/2023.md", "error")
        );
        if column > 0 {
            assert_eq!((fault.line, fault.column), (6, column), "{words}: {}", fault.message);
        }
        assert_eq!(site.run(&["build"]).code, 1, "{words}");
        assert!(!fault.message.contains("efined"), "no library speaks: {}", fault.message);
    }
    let mut faults = asking("完成{{ tasks.dnoe }}项").faults();
    faults.retain(|fault| fault.code == "LS0504");
    let fault = faults.remove(0);
    assert_eq!(fault.message, "没有“dnoe”这个数");
    assert_eq!(fault.help.as_deref(), Some("是不是“done”？"));
}

#[test]
fn a_text_names_records_as_references_do() {
    let words = "{{ offices[\"o/a\"].tasks.total }}、{{ offices[\"审批和服务股\"].tasks.total }}、\
        {{ offices['审批股'].tasks.total }}、{{ plans[\"方案\"].tasks.total }}。\n\n{{ table(by=\"office\") }}\n";
    let site = asking(words);
    site.write("content/offices/o/a.md", "---\n标题: 审批和服务股\n简称: 审批股\n---\n");
    site.write("content/tasks/03.md", "---\n标题: 丙\n方案: 方案\n责任单位: 审批股\n---\n");
    let tree = site.built(&[]);
    let html = String::from_utf8_lossy(&tree["plans/2023/index.html"]).into_owned();
    assert!(html.contains("1、1、1、3。"), "{html}");
    assert!(html.contains("<th scope=\"row\">审批股</th>"), "tables have room for short names");
}

#[test]
fn a_record_a_text_names_and_nobody_knows_is_told_by_its_whole_name() {
    let site =
        asking("完成{{ offices[\"登记股\"].tasks.done }}项，{{ offices[\"远方\"].tasks.done }}项");
    site.write("content/offices/a.md", "---\n标题: 登记科\n简称: 登记\n---\n");
    site.write("content/offices/b1.md", "---\n标题: 窗口\n---\n");
    site.write("content/offices/b2.md", "---\n标题: 窗口\n---\n");
    let told = |site: &Scratch| {
        let faults = site.faults().into_iter().filter(|fault| fault.code == "LS0504");
        let told = faults.map(|f| (f.column, f.message, f.help.unwrap_or_default()));
        told.collect::<Vec<_>>()
    };
    let found = told(&site);
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!((found[0].0, found[0].1.as_str()), (15, "没有“登记股”这个单位"));
    assert_eq!(found[0].2, "是不是“登记科”？");
    assert_eq!(found[1].2, "写单位的id、全称或简称");
    site.write(
        "content/plans/2023.md",
        "---\n标题: 方案\n发文机关: 局\n发布日期: 2023-03-03\n---\n{{ offices[\"窗口\"].tasks.done }}\n",
    );
    let found = told(&site);
    assert!(found[0].1.contains("可以指2个单位：b1、b2"), "{found:?}");
}

#[test]
fn full_width_braces_are_a_warning_with_the_fix() {
    let site = asking("完成｛｛ tasks.done ｝｝项");
    let faults = site.faults();
    let fault = faults.iter().find(|fault| fault.code == "LS0315").expect("a warning");
    assert_eq!((fault.line, fault.column, fault.severity.as_str()), (6, 3, "warning"));
    assert_eq!(fault.help.as_deref(), Some("改成半角：{{ tasks.done }}"));
    assert_eq!(site.run(&["build"]).code, 0);
}

#[test]
fn a_typed_number_is_held_to_its_fact() {
    let site = asking(
        "完成{{ tasks.done | says(words=\"2项\") }}，已经{{ tasks.done_rate | says(words=\"过半\") }}。",
    );
    let told: Vec<_> = site.faults().into_iter().filter(|f| f.code == "LS0513").collect();
    let places: Vec<_> = told.iter().map(|f| (f.line, f.column, f.severity.as_str())).collect();
    assert_eq!(places, [(6, 31, "warning"), (6, 74, "warning")], "{told:?}");
    assert!(told[0].message.contains("“2项”与算出的1不符"), "{}", told[0].message);
    assert_eq!(site.run(&["build"]).code, 0);
}

#[test]
fn braces_in_other_words_are_left_alone() {
    let site = asking("{% raw %}{{ 原样 }}{% endraw %}");
    site.write(
        "content/tasks/02.md",
        "---\n标题: 乙\n方案: 方案\n责任单位: 局\n---\n{{ 任务里的花括号 }}\n",
    );
    let tree = site.built(&[]);
    let text = |file: &str| String::from_utf8_lossy(&tree[file]).into_owned();
    assert!(text("plans/2023/index.html").contains("{{ 原样 }}"));
    assert!(text("tasks/02/index.html").contains("{{ 任务里的花括号 }}"));
}

/// What the library says of a call never reaches the clerk.
#[test]
fn a_call_at_fault_is_told_in_the_language_of_the_site() {
    let site = asking("");
    for (args, message, help) in [
        (&["chek"][..], "没有“chek”这个命令", "是不是“check”？"),
        (&["bulletin", "show", "2023", "三月"], "“周期”不能是“三月”", "写月份（2023-03）"),
        (&["bulletin", "show", "2023"], "缺少周期", "bulletin show [选项] <方案> <周期>"),
        (&["bulletin", "withdraw", "2023", "2023-03"], "缺少--reason、--approved-by", "写成"),
        (&["check", "--edition", "全部"], "“--edition”没有“全部”", "public、internal"),
        (&["check", "--edtion", "public"], "没有“--edtion”这个选项", "是不是“--edition”？"),
        (&["status", "--ahead", "两周"], "“--ahead”不能是“两周”", "写天数"),
        (&["check", "--format"], "“--format”后面没有写", "human、json"),
        (&["check", "多"], "“多”是多写的", "liangshai check [选项]"),
        (&["check", "-q", "-v"], "不能同时用", "留下其中一个"),
        (&["check", "--explain", "unknown-kye"], "unknown-kye", "是不是“unknown-key”？"),
    ] {
        let run = site.run(args);
        assert_eq!(run.code, 2, "{args:?}: {}", run.err);
        let (first, second) = run.err.split_once('\n').unwrap_or((&run.err, ""));
        assert!(first.starts_with("错误: ") && first.contains(message), "{args:?}: {}", run.err);
        assert!(second.starts_with("  办法: ") && second.contains(help), "{args:?}: {}", run.err);
        let mut args = args.to_vec();
        args.extend(["--lang", "en"]);
        let run = site.run(&args);
        assert!(run.code == 2 && run.err.starts_with("error: "), "{args:?}: {}", run.err);
    }
}

#[test]
fn editions_and_periods_are_read_as_offices_write_them() {
    let site = asking("");
    for edition in ["public", "公开", "internal", "内部", "系统内"] {
        assert_eq!(site.run(&["check", "--edition", edition]).code, 0, "{edition}");
    }
    for period in ["2023-03", "2023年3月"] {
        let run = site.run(&["bulletin", "show", "2023", period]);
        assert_eq!(run.code, 0, "{period}: {}", run.err);
    }
}

#[test]
fn help_is_in_the_language_of_the_call_else_of_the_site() {
    let site = asking("");
    let help = |args: &[&str]| site.run(args).out;
    assert!(help(&["--help"]).contains("用法：liangshai [选项] <命令>"));
    assert!(
        help(&["help", "new", "entry"]).contains("用法：liangshai new entry [选项] <记录> <事项>")
    );
    assert!(help(&["--lang", "en", "--help"]).contains("Usage: liangshai [OPTIONS] <COMMAND>"));
    site.write("site.toml", "title = \"A\"\nlanguage = \"en\"\n");
    assert!(help(&["check", "--help"]).contains("Usage: liangshai check"));
    assert!(help(&["check", "--help", "--lang=zh-CN"]).contains("用法：liangshai check"));
}

#[test]
fn the_heading_of_closed_problems_bears_the_colour_of_the_figures_above_it() {
    let problem = |deadline: &str| {
        format!(
            "---\n标题: 甲\n方案: 方案\n发现日期: 2023-03-10\n问题来源: 座谈会\n责任单位: 局\n整改时限: {deadline}\n---\n"
        )
    };
    let site = asking("");
    site.write("content/offices/other.md", "---\n标题: 监督股\n---\n");
    let closed = |id: &str, deadline: &str| {
        let folder = format!("content/problems/{id}");
        site.write(&format!("{folder}/index.md"), problem(deadline));
        site.write(&format!("{folder}/2023-04-01.md"), "---\n事项: 申请销号\n---\n");
        let verified = "---\n事项: 核验\n核验单位: 监督股\n结果: 通过\n---\n";
        site.write(&format!("{folder}/2023-04-02.md"), verified);
        site.write(&format!("{folder}/2023-04-03.md"), "---\n事项: 销号\n批准: 局务会\n---\n");
    };
    let heading = || {
        let tree = site.built(&[]);
        let html = String::from_utf8_lossy(&tree["problems/index.html"]).into_owned();
        let below = html.split("<h3 id=\"closed\" class=\"group\">").nth(1).expect("a heading");
        below.split("</h3>").next().expect("its end").to_owned()
    };
    closed("1", "2023-03-20");
    assert!(heading().contains("chip c-none"), "closed late alone is no blue: {}", heading());
    closed("2", "2023-04-20");
    assert!(heading().contains("chip c-blue"), "{}", heading());
}

#[test]
fn a_site_without_an_organiser_is_not_cited_twice() {
    let tree = asking("").built(&[]);
    let html = String::from_utf8_lossy(&tree["plans/2023/index.html"]).into_owned();
    let cite = html.split("class=\"cite\"").nth(1).and_then(|rest| rest.split("</p>").next());
    assert_eq!(cite.expect("a citation").matches('甲').count(), 1);
}
