//! Commands as they are typed and answered.
//!
//! `commands/*.trycmd` are transcripts, each in a folder of its own; what the machine decides
//! (times) is left out. `TRYCMD=overwrite cargo test --test commands` takes over a change.

#[path = "faults/scratch.rs"]
mod scratch;

use scratch::{Run, Scratch, program};

#[test]
fn commands_answer_as_their_transcripts_say() {
    trycmd::TestCases::new().case("tests/commands/*.trycmd").run();
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
