//! What `check --base` lets pass and what it does not, beyond the examples of each rule's page.

#[path = "support/repo.rs"]
mod repo;
#[path = "faults/scratch.rs"]
mod scratch;

use repo::Repo;
use scratch::{Fault, Run, SETTINGS, faults};

const DAY: &str = "2023-06-01";
const PLAN: &str = "---\n标题: 工作方案\n发文机关: 局\n发布日期: 2023-03-03\n参与单位: [审批办]\n\
    通报日: 30\n对照清单: [{编号: 1, 名称: 窗口服务}, {编号: 2, 名称: 办事指南}]\n---\n";
const TASK: &str = "content/tasks/01/index.md";
const TASK_TEXT: &str = "---\n标题: 梳理清单\n方案: 工作方案\n责任单位: 局\n开始: 2023-03-03\n\
    目标: 压缩到 6.5 天以内，材料减半\n完成时限: 9月底前\n---\n";
const PROGRESS: &str = "content/tasks/01/2023-05-10.md";
const PROGRESS_TEXT: &str = "---\n完成比例: 40\n---\n已梳理12项。\n";
const PROBLEM: &str = "content/problems/q/index.md";
const PROBLEM_TEXT: &str = "---\n标题: 排队时间长\n方案: 工作方案\n发现日期: 2023-05-04\n问题来源: 座谈会\n\
    排查要点: 1\n责任单位: 审批办\n整改时限: 6月中旬\n---\n";
const NEWS: &str = "content/news/a.md";
const NEWS_TEXT: &str = "---\n标题: 工作动态\n发布日期: 2023-05-04\n---\n召开会议。\n";
const SEAL: &str = "content/bulletins/2023/2023-03.issued.json";

/// What readers have seen.
fn public() -> Repo {
    Repo::new(
        "2023-05-15",
        &[
            ("site.toml", SETTINGS),
            ("content/offices/ju.md", "---\n标题: 示例局\n简称: 局\n---\n"),
            ("content/offices/shenpi.md", "---\n标题: 审批办\n---\n"),
            ("content/plans/2023.md", PLAN),
            (TASK, TASK_TEXT),
            (PROGRESS, PROGRESS_TEXT),
            (PROBLEM, PROBLEM_TEXT),
            (NEWS, NEWS_TEXT),
        ],
    )
}

fn check(repo: &Repo) -> Run {
    let run = repo.0.run(&["check", "--format", "json", "--as-of", DAY, "--base", "HEAD"]);
    assert!(run.code <= 1, "{}", run.err);
    run
}

/// What the rules of history find.
fn found(repo: &Repo) -> Vec<Fault> {
    let is_of_history = |fault: &Fault| ("LS1501".."LS1590").contains(&fault.code.as_str());
    faults(&check(repo).out).into_iter().filter(is_of_history).collect()
}

fn told(repo: &Repo) -> Vec<(String, String)> {
    found(repo).into_iter().map(|fault| (fault.code, fault.path)).collect()
}

fn is_told(repo: &Repo, expected: &[(&str, &str)]) {
    let expected: Vec<(String, String)> =
        expected.iter().map(|(code, path)| scratch::pair(code, path)).collect();
    assert_eq!(told(repo), expected);
}

/// The site with a part of one file replaced.
fn edited(path: &str, from: &str, to: &str) -> Repo {
    let repo = public();
    edit(&repo, path, from, to);
    repo
}

fn edit(repo: &Repo, path: &str, from: &str, to: &str) {
    let text = std::fs::read_to_string(repo.0.path(path)).expect("a file");
    assert!(text.contains(from), "{path} lacks {from}");
    repo.write(path, &text.replace(from, to));
}

#[test]
fn what_only_reads_otherwise_is_no_change_of_a_commitment() {
    let repo = public();
    for (from, to) in [
        ("9月底前", "2023年9月30日"),
        ("责任单位: 局", "责任单位: 示例局"),
        ("压缩到 6.5 天以内，", "压缩到6.5天以内,"),
        ("开始: 2023-03-03", "开始: 2023/3/3"),
    ] {
        edit(&repo, TASK, from, to);
    }
    edit(&repo, PROBLEM, "排查要点: 1", "排查要点: 窗口服务");
    edit(&repo, PROBLEM, "6月中旬", "2023-06-20");
    is_told(&repo, &[]);
}

#[test]
fn each_promise_that_is_written_over_is_told_at_its_field() {
    for (path, from, to, words) in [
        (TASK, "6.5", "65", "目标由"),
        (TASK, "责任单位: 局", "责任单位: 审批办", "责任单位由“示例局”改为“审批办”"),
        (TASK, "开始: 2023-03-03", "开始: 2023-04-03", "由“2023-03-03”改为“2023-04-03”"),
        (TASK, "完成时限: 9月底前\n", "", "完成时限“9月底前”删去"),
        (PROBLEM, "6月中旬", "6月下旬", "整改时限由“6月中旬”改为“6月下旬”"),
        (PROBLEM, "排查要点: 1", "排查要点: 2", "由“窗口服务”改为“办事指南”"),
        (
            "content/plans/2023.md",
            "发布日期",
            "年度: 2024\n发布日期",
            "由“2023-09-30”改为“2024-09-30”",
        ),
    ] {
        let found = found(&edited(path, from, to));
        let fault = found.iter().find(|fault| fault.message.contains(words));
        let fault = fault.unwrap_or_else(|| panic!("{words}: {found:?}"));
        assert_eq!(fault.code, "LS1501");
    }
    let found = found(&edited(TASK, "9月底前", "10月底前"));
    assert_eq!((found.len(), found[0].line), (1, 7), "{found:?}");
}

#[test]
fn a_deadline_moved_by_an_entry_is_none() {
    let repo = public();
    let entry = "---\n事项: 调整\n完成时限: 10月底前\n理由: 系统升级\n批准: 局长办公会\n---\n";
    repo.write("content/tasks/01/2023-05-30-调整.md", entry);
    is_told(&repo, &[]);
}

#[test]
fn a_list_of_duties_may_grow_and_a_target_may_not_move() {
    let (duty, indicator) = ("content/duties/d/index.md", "content/indicators/i/index.md");
    let repo = public();
    repo.write(duty, "---\n标题: 责任清单\n单位: 审批办\n方案: 工作方案\n上报日期: 2023-03-20\n措施: [每月调度一次, 走访企业]\n---\n");
    repo.write(indicator, "---\n标题: 办理建筑许可\n监测项: [{代号: days, 名称: 审批时间, 基期值: 89, 目标值: 60}]\n---\n");
    repo.commit("2023-05-16", "more");
    edit(&repo, duty, "走访企业]", "走访企业, 公开结果]");
    edit(&repo, indicator, "目标值: 60}", "目标值: '60.0'}, {代号: n, 名称: 环节, 目标值: 3}");
    is_told(&repo, &[]);
    edit(&repo, duty, "每月调度一次, ", "");
    edit(&repo, indicator, "'60.0'", "70");
    is_told(&repo, &[("LS1501", duty), ("LS1501", indicator)]);
    assert!(found(&repo)[1].message.contains("“审批时间”目标值由“60”改为“70”"));
}

#[test]
fn lead_offices_that_are_those_of_the_plan_may_come_with_it() {
    let repo = public();
    edit(&repo, TASK, "责任单位: 局", "责任单位: 各股室");
    repo.commit("2023-05-16", "all");
    edit(&repo, "content/plans/2023.md", "[审批办]", "[审批办, 局]");
    is_told(&repo, &[]);
}

#[test]
fn a_file_of_an_entry_may_bear_another_name_but_no_other_day() {
    let repo = public();
    repo.remove(PROGRESS).write("content/tasks/01/2023-05-10-梳理.md", PROGRESS_TEXT);
    is_told(&repo, &[]);
    let other_day = "content/tasks/01/2023-05-12-梳理.md";
    repo.remove("content/tasks/01/2023-05-10-梳理.md").write(other_day, PROGRESS_TEXT);
    is_told(&repo, &[("LS1502", other_day)]);
    assert!(found(&repo)[0].message.contains("由“2023-05-10”改为“2023-05-12”"));
}

#[test]
fn words_of_an_entry_count_and_their_punctuation_does_not() {
    is_told(&edited(PROGRESS, "已梳理12项。", "已梳理 12 项；"), &[]);
    is_told(&edited(PROGRESS, "12项", "21项"), &[("LS1502", PROGRESS)]);
    is_told(&edited(PROGRESS, "完成比例: 40", "完成比例: 40.0"), &[]);
}

#[test]
fn a_paper_an_entry_gave_out_may_not_be_put_in_the_place_of_another() {
    let (file, listed) = ("content/tasks/01/清单.txt", "---\n附件: [清单.txt]\n");
    let given = || {
        let repo = public();
        repo.write(file, "十二项").write(PROGRESS, &PROGRESS_TEXT.replacen("---\n", listed, 1));
        repo.write("content/tasks/01/图.txt", "图").commit("2023-05-20", "附件");
        repo
    };
    is_told(&given(), &[]);
    let told = |repo: &Repo| {
        let found = found(repo);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((&*found[0].code, &*found[0].path), ("LS1502", PROGRESS));
        found[0].message.clone()
    };
    let repo = given();
    repo.write(file, "十三项");
    assert!(told(&repo).contains("附件“清单.txt”换了内容"), "{}", told(&repo));
    let repo = given();
    edit(&repo, PROGRESS, "附件: [清单.txt]\n", "");
    assert!(told(&repo).contains("附件“清单.txt”删去"), "{}", told(&repo));
    // What the words link to is given out too.
    let repo = given();
    edit(&repo, PROGRESS, "已梳理12项。", "已梳理12项，[见](图.txt)。");
    repo.commit("2023-05-21", "链接");
    is_told(&repo, &[]);
    repo.write("content/tasks/01/图.txt", "另一张图");
    assert!(told(&repo).contains("换了内容"), "{}", told(&repo));
    // The same paper under another file's name is the same.
    let repo = given();
    edit(&repo, PROGRESS, "[清单.txt]", "[{文件: 清单2.txt, 名称: 清单.txt}]");
    repo.git(&["mv", file, "content/tasks/01/清单2.txt"]);
    is_told(&repo, &[]);
}

#[test]
fn an_entry_that_is_gone_is_told_where_it_was() {
    let repo = public();
    repo.remove(PROGRESS);
    is_told(&repo, &[("LS1502", PROGRESS)]);
    let human = repo.0.run(&["check", "--as-of", DAY, "--base", "HEAD"]);
    assert!(human.out.contains("2023-05-10.md:1:1") && human.code == 1, "{}", human.out);
    for format in ["sarif", "github", "gitlab"] {
        let run = repo.0.run(&["check", "--format", format, "--as-of", DAY, "--base", "HEAD"]);
        assert!(run.out.contains("content/tasks/01/2023-05-10.md"), "{format}: {}", run.out);
    }
}

#[test]
fn an_entry_of_a_later_day_may_be_edited_until_it_comes() {
    let repo = public();
    let later = "content/tasks/01/2023-06-10.md";
    repo.write(later, PROGRESS_TEXT).commit("2023-05-16", "later");
    edit(&repo, later, "40", "60");
    is_told(&repo, &[]);
}

#[test]
fn rows_of_returns_are_entries_too() {
    let filed = "content/returns/w20.md";
    let repo = public();
    repo.write(filed, "---\n标题: 第20周\n单位: 审批办\n方案: 工作方案\n周期: 2023-W20\n报送时间: 2023-05-19 10:00\n任务:\n  - {任务: 梳理清单, 进展: 已公示, 完成比例: 60}\n---\n");
    repo.commit("2023-05-20", "return");
    edit(&repo, filed, "完成比例: 60", "完成比例: 80");
    is_told(&repo, &[("LS1502", filed)]);
    // What is taken back is told on its page, row by row no more.
    edit(&repo, filed, "标题: 第20周", "标题: 第20周\n撤回: {日期: 2023-05-31, 原因: 有误}");
    is_told(&repo, &[]);
    repo.remove(filed);
    is_told(&repo, &[("LS1503", filed)]);
}

#[test]
fn a_record_that_moves_must_be_found_under_its_old_address() {
    let moved = "content/news/b.md";
    let repo = public();
    repo.remove(NEWS).write(moved, NEWS_TEXT);
    is_told(&repo, &[("LS1503", moved)]);
    edit(&repo, moved, "标题:", "旧网址: [/news/a/]\n标题:");
    is_told(&repo, &[]);
    // A draft leads nowhere.
    edit(&repo, moved, "标题:", "草稿: 是\n标题:");
    let codes: Vec<String> = found(&repo).into_iter().map(|fault| fault.code).collect();
    assert!(codes.contains(&"LS1503".to_owned()) && codes.contains(&"LS1508".to_owned()));
}

#[test]
fn what_cannot_be_read_is_not_told_as_gone() {
    let repo = edited(NEWS, "发布日期: 2023-05-04", "发布日期: 2023-02-30");
    edit(&repo, PROGRESS, "40", "四十");
    edit(&repo, PROBLEM, "发现日期: 2023-05-04", "发现日期: 无");
    assert!(told(&repo).iter().all(|(code, _)| code != "LS1503"), "{:?}", told(&repo));
    let run = check(&repo);
    assert!(run.out.contains("LS0210") && run.out.contains("LS0211"), "{}", run.out);
}

#[test]
fn what_is_filed_now_or_comes_with_its_record_is_not_late() {
    let entry = "content/tasks/01/2023-04-10.md";
    let repo = public();
    repo.write(entry, "---\n报送时间: 2023-05-31\n---\n已梳理。\n");
    repo.write("content/tasks/02/index.md", &TASK_TEXT.replace("梳理清单", "压减材料"));
    repo.write("content/tasks/02/2023-04-10.md", "---\n---\n已开始。\n");
    is_told(&repo, &[]);
    repo.write(entry, "---\n---\n已梳理。\n");
    is_told(&repo, &[("LS1504", entry)]);
    repo.write("site.toml", &format!("{SETTINGS}[history]\nlate_after = 60\n"));
    is_told(&repo, &[]);
}

/// A repository in which March was issued and readers saw it.
fn issued() -> Repo {
    let repo = public();
    issue(&repo);
    repo.commit("2023-05-16", "issued");
    repo
}

fn issue(repo: &Repo) {
    let run = repo.0.run(&["bulletin", "issue", "2023", "2023-03", "--as-of", "2023-03-30"]);
    assert_eq!(run.code, 0, "{}", run.err);
}

#[test]
fn the_newest_seal_taken_out_leaves_no_other_trace() {
    let repo = issued();
    repo.remove("content/bulletins");
    is_told(&repo, &[("LS1505", SEAL)]);
    let proved = repo.0.run(&["bulletin", "verify", "--as-of", DAY]);
    assert_eq!(proved.code, 0, "nothing else knows of it: {}", proved.err);
    // The office's own words still there tell nothing either.
    repo.write("content/bulletins/2023/2023-03.md", "---\n---\n另行说明。\n");
    is_told(&repo, &[("LS1505", SEAL)]);
}

#[test]
fn a_seal_issued_again_with_other_figures_is_another() {
    let repo = issued();
    repo.remove(SEAL);
    repo.write("content/tasks/02/index.md", &TASK_TEXT.replace("梳理清单", "压减材料"));
    issue(&repo);
    is_told(&repo, &[("LS1505", SEAL)]);
}

#[test]
fn a_seal_may_change_its_line_ends_and_be_withdrawn_by_leave() {
    let repo = issued();
    let text = std::fs::read_to_string(repo.0.path(SEAL)).expect("a seal");
    repo.write(SEAL, &text.replace('\n', "\r\n"));
    assert_eq!(told(&repo), []);
    repo.write(SEAL, &text);
    let withdraw = ["bulletin", "withdraw", "2023", "2023-03", "--reason", "泄露号码"];
    let more = ["--approved-by", "局长办公会", "--as-of", "2023-05-31"];
    assert_eq!(repo.0.run(&[&withdraw[..], &more[..]].concat()).code, 0);
    is_told(&repo, &[]);
    // Its reason is sealed as well.
    repo.commit("2023-05-31", "withdrawn");
    edit(&repo, SEAL, "泄露号码", "数字有误");
    is_told(&repo, &[("LS1505", SEAL)]);
}

#[test]
fn an_evaluation_edited_itself_is_not_judged_anew() {
    let evaluation = "content/evaluations/a/index.md";
    let repo = edited(TASK, "9月底前", "4月底前");
    edit(&repo, TASK, "责任单位: 局", "责任单位: 审批办");
    repo.write(evaluation, "---\n标题: 4月评定\n周期: 2023-04\n方案: 工作方案\n指标项: [{代号: done, 名称: 任务完成, 权重: 100, 取数: 任务完成率}]\n---\n");
    repo.commit("2023-05-16", "judged");
    edit(&repo, evaluation, "名称: 任务完成", "名称: 完成率");
    is_told(&repo, &[]);
    let entry = "content/tasks/01/2023-04-20-完成.md";
    repo.write(entry, "---\n事项: 完成\n---\n清单已公布。\n");
    is_told(&repo, &[("LS1506", evaluation), ("LS1504", entry)]);
    let message = &found(&repo)[0].message;
    assert!(
        message.contains("审批办“完成率”由0/1变为1/1")
            && message.contains("改动过：content/tasks/01/index.md）"),
        "{message}"
    );
}

#[test]
fn a_plan_made_internal_is_told_once_with_all_that_goes_with_it() {
    let plan = "content/plans/2023.md";
    let repo = public();
    repo.write("site.toml", &SETTINGS.replace("[defaults]\ndisclosure = \"主动公开\"\n", ""));
    let open = "公开属性: 主动公开\n发布日期: ";
    edit(&repo, plan, "发布日期: ", open);
    edit(&repo, NEWS, "发布日期: ", open);
    repo.write("content/offices/ju.md", "---\n标题: 示例局\n简称: 局\n公开属性: 主动公开\n---\n");
    repo.write("content/offices/shenpi.md", "---\n标题: 审批办\n公开属性: 主动公开\n---\n");
    repo.commit("2023-05-16", "open");
    edit(&repo, plan, "主动公开", "系统内");
    is_told(&repo, &[("LS1508", plan)]);
}

/// Three stages of which the site itself is to pass too.
const APPROVAL: &str = "[approval]
required = true
kinds = [\"news\", \"tasks\", \"站点\"]
posts = [\"主任\", \"副局长\", \"局长\"]
[[approval.stages]]
stage = \"初审\"
posts = [\"主任\"]
[[approval.stages]]
stage = \"复审\"
posts = [\"副局长\"]
[[approval.stages]]
stage = \"终审\"
posts = [\"局长\"]
";

#[test]
fn approval_is_loosened_only_by_the_rules_that_stood_before() {
    let loosened = |repo: &Repo| -> Option<(String, String)> {
        let own = found(repo).into_iter().find(|fault| fault.code == "LS1509")?;
        Some((own.severity, own.message))
    };
    let all = format!("{SETTINGS}{APPROVAL}");
    let cases: [(&str, &str, Option<&str>); 9] = [
        ("required = true", "required = false", Some("没有签齐的也能发布")),
        ("\"tasks\", ", "", Some("任务不用审")),
        (", \"站点\"", "", Some("站点本身不用审")),
        ("[[approval.stages]]\nstage = \"终审\"\nposts = [\"局长\"]\n", "", Some("没有了终审")),
        ("posts = [\"局长\"]", "posts = [\"局长\", \"主任\"]", Some("主任也能签终审")),
        (APPROVAL, "", Some("删去了 [approval]")),
        ("\"news\", ", "\"news\", \"problems\", ", None),
        ("posts = [\"主任\"]", "posts = [ \"主任\" ] # 注", None),
        ("\"主任\", \"副局长\", \"局长\"]", "\"主任\", \"副局长\", \"局长\", \"科员\"]", None),
    ];
    for (from, to, told) in cases {
        let repo = public();
        repo.write("site.toml", &all).commit("2023-05-16", "approval");
        let edited = all.replace(from, to);
        assert_ne!(edited, all, "{from}");
        repo.write("site.toml", &edited);
        let Some(told) = told else {
            assert_eq!(loosened(&repo), None, "{from} → {to}");
            continue;
        };
        let (severity, message) = loosened(&repo).expect(from);
        assert_eq!(severity, "error");
        assert!(message.contains(told), "{message}");
        // No level and no waiver in the same file takes it away.
        let off = format!(
            "{edited}[check.rules]\napproval-loosened = \"off\"\n[[check.waive]]\nrule = \"LS1509\"\nreason = \"a\"\napproved_by = \"b\"\n"
        );
        repo.write("site.toml", &off);
        assert_eq!(loosened(&repo).map(|own| own.0).as_deref(), Some("error"), "{from}");
        repo.write("site.toml", &edited);
        // Signed by those who might sign it until then, and by all of them.
        repo.commit("2023-05-17", "改\n\n初审: 主任\n复审: 副局长");
        let against = |repo: &Repo, base: &str| {
            let run = repo.0.run(&["check", "--format", "json", "--as-of", DAY, "--base", base]);
            faults(&run.out).iter().any(|fault| fault.code == "LS1509")
        };
        assert!(against(&repo, "HEAD~1"), "{from}");
        repo.commit("2023-05-18", "改\n\n终审: 局长");
        assert!(!against(&repo, "HEAD~2"), "{from}");
    }
    // A site that is not to be signed itself has nobody to sign its settings.
    let repo = public();
    let plain = all.replace(", \"站点\"", "");
    repo.write("site.toml", &plain).commit("2023-05-16", "approval");
    repo.write("site.toml", &plain.replace("\"tasks\"", ""));
    assert_eq!(loosened(&repo).map(|own| own.0).as_deref(), Some("warning"));
    repo.write("site.toml", &plain.replace("[\"局长\"]", "[\"局长\", \"主任\"]"));
    assert_eq!(loosened(&repo), None);
}

#[test]
fn what_readers_never_saw_may_be_edited() {
    let repo = edited(TASK, "标题:", "草稿: 是\n标题:");
    edit(&repo, PROBLEM, "发现日期: 2023-05-04", "发现日期: 2023-06-10");
    repo.commit("2023-05-16", "not yet");
    edit(&repo, TASK, "9月底前", "10月底前");
    edit(&repo, PROBLEM, "6月中旬", "6月下旬");
    is_told(&repo, &[]);
    repo.remove("content/tasks").remove("content/problems");
    is_told(&repo, &[]);
}

#[test]
fn what_comes_back_is_held_to_what_readers_last_saw() {
    let hidden = "标题: 工作方案\n公开属性: 系统内\n";
    for (what, path, from, to) in [
        ("a draft", TASK, "责任单位", "草稿: 是\n责任单位"),
        ("internal", TASK, "责任单位", "公开属性: 系统内\n责任单位"),
        ("withdrawn", TASK, "责任单位", "撤回: {日期: 2023-05-20, 原因: 有误}\n责任单位"),
        ("by its plan", "content/plans/2023.md", "标题: 工作方案\n", hidden),
    ] {
        let repo = public();
        let shown = std::fs::read_to_string(repo.0.path(path)).expect("a file");
        edit(&repo, path, from, to);
        repo.commit("2023-05-20", "kept from readers");
        edit(&repo, TASK, "9月底前", "11月底前");
        repo.remove(PROGRESS).commit("2023-05-21", "edited meanwhile");
        assert_eq!(told(&repo), [], "{what}: readers see nothing of it");
        match path {
            TASK => edit(&repo, path, to, from),
            _ => {
                repo.write(path, &shown);
            }
        }
        is_told(&repo, &[("LS1502", PROGRESS), ("LS1501", TASK)]);
        let seen = repo.git(&["rev-parse", "--short=8", "HEAD~2"]);
        let gone = found(&repo).remove(0).message;
        assert!(gone.contains(seen.trim()), "it names where the entry is: {gone}");
        // As it was, it may come back.
        repo.write(TASK, TASK_TEXT).write(PROGRESS, PROGRESS_TEXT);
        assert_eq!(told(&repo), [], "{what}");
    }
}

#[test]
fn what_was_removed_comes_back_as_it_was() {
    let repo = public();
    repo.remove(NEWS).remove(TASK).remove(PROGRESS).commit("2023-05-20", "gone");
    // To another form of the same address.
    repo.write("content/tasks/01.md", &TASK_TEXT.replace("9月底前", "11月底前"));
    repo.write("content/tasks/02.md", &TASK_TEXT.replace("9月底前", "11月底前"));
    is_told(&repo, &[("LS1501", "content/tasks/01.md"), ("LS1502", PROGRESS)]);
}

#[test]
fn a_finding_is_waived_in_its_record_and_of_what_is_gone_in_the_settings() {
    let repo = edited(TASK, "9月底前", "10月底前");
    let waiver = "豁免: {规则: LS1501, 理由: 原文抄错, 批准: 局长办公会}\n完成时限: ";
    edit(&repo, TASK, "完成时限: ", waiver);
    repo.remove(NEWS);
    let waiver = format!(
        "[[check.waive]]\nrule = \"record-gone\"\npath = \"{NEWS}\"\nreason = \"误发\"\napproved_by = \"局长办公会\"\n"
    );
    repo.write("site.toml", &format!("{SETTINGS}{waiver}"));
    let found = found(&repo);
    assert!(found.iter().all(|fault| fault.severity == "waived") && found.len() == 2, "{found:?}");
    edit(&repo, TASK, "10月底前", "11月底前");
    assert_eq!(told(&repo).len(), 2);
}

#[test]
fn a_branch_behind_its_base_is_held_to_what_both_have() {
    let repo = public();
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    repo.git(&["checkout", "--quiet", "main"]);
    repo.write("content/news/b.md", &NEWS_TEXT.replace("动态", "动态二"));
    repo.commit("2023-05-16", "main goes on");
    repo.git(&["checkout", "--quiet", "side"]);
    edit(&repo, TASK, "9月底前", "10月底前");
    let check = |more: &[&str]| {
        let args = ["check", "--format", "json", "--as-of", DAY, "--base", "main"];
        let run = repo.0.run(&[&args[..], more].concat());
        let of_history = |fault: &Fault| fault.code.starts_with("LS15");
        let told: Vec<String> =
            faults(&run.out).into_iter().filter(of_history).map(|fault| fault.code).collect();
        (told, run.err)
    };
    let (told, note) = check(&[]);
    assert_eq!(told, ["LS1503", "LS1501"]);
    assert!(note.contains("加 --merge-base"), "{note}");
    assert_eq!(check(&["--merge-base"]), (vec!["LS1501".to_owned()], String::new()));
}

#[test]
fn a_base_with_errors_is_held_to_what_could_be_read() {
    let repo = public();
    repo.write("content/news/bad.md", "---\n标题: 甲\n发布日期: 2023-13-01\n---\n");
    repo.write("content/news/worse.md", "标题: 甲\n");
    repo.commit("2023-05-16", "bad");
    repo.remove("content/news/bad.md").remove("content/news/worse.md");
    edit(&repo, TASK, "9月底前", "10月底前");
    is_told(&repo, &[("LS1501", TASK)]);
}

#[test]
fn a_base_without_a_site_is_no_base() {
    let repo = public();
    repo.remove("site.toml").commit("2023-05-16", "no site");
    repo.write("site.toml", SETTINGS);
    let run = repo.0.run(&["check", "--as-of", DAY, "--base", "HEAD"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("“HEAD”里没有 site.toml"), "{}", run.err);
}

#[test]
fn nothing_is_told_where_no_base_is_named() {
    let repo = edited(TASK, "9月底前", "10月底前");
    repo.remove(NEWS);
    let run = repo.0.run(&["check", "--format", "json", "--as-of", DAY]);
    assert!(!run.out.contains("LS15"), "{}", run.out);
}

#[test]
fn somebody_named_in_bare_words_may_be_set_otherwise_and_not_be_another() {
    let entry = "content/tasks/01/2023-05-12-调整.md";
    let text =
        "---\n事项: 调整\n完成时限: 10月底前\n理由: 系统升级\n批准: 局党组会议（扩大）\n---\n";
    let repo = public();
    repo.write(entry, text).commit("2023-05-16", "moved");
    edit(&repo, entry, "（扩大）", "(扩大)");
    is_told(&repo, &[]);
    edit(&repo, entry, "局党组会议(扩大)", "局长");
    is_told(&repo, &[("LS1502", entry)]);
    assert!(found(&repo)[0].message.contains("批准由“局党组会议（扩大）”改为“局长”"));
}

#[test]
fn no_message_repeats_a_private_number() {
    let repo = public();
    let text = PROGRESS_TEXT.replace("完成比例: 40", "标题: 联系人13812345678");
    repo.write(PROGRESS, &text).commit("2023-05-16", "leak");
    edit(&repo, PROGRESS, "联系人13812345678", "联系人");
    for format in ["human", "json", "sarif", "github", "gitlab"] {
        let run = repo.0.run(&["check", "--format", format, "--as-of", DAY, "--base", "HEAD"]);
        assert!(run.out.contains("LS1502") && !run.out.contains("13812345678"), "{}", run.out);
    }
}
