//! 三审: who signed what, and whether it still is what they saw.

#[path = "support/repo.rs"]
mod repo;
#[path = "approval/rows.rs"]
mod rows;
#[path = "faults/scratch.rs"]
mod scratch;
#[path = "approval/site.rs"]
mod site;

use repo::Repo;
use scratch::{Fault, Run, Scratch, faults, holding};
use serde_json::Value;

/// Three stages, each with a post that may sign it; 局长 and 主任 are records, 副局长 is none.
const SETTINGS: &str = "title = \"专栏\"
base_url = \"https://www.example.gov.cn/\"
[defaults]
disclosure = \"主动公开\"
[approval]
required = true
kinds = [\"news\", \"tasks\"]
posts = [\"副局长\", \"保密员\"]
[[approval.stages]]
stage = \"初审\"
posts = [\"主任\", \"副局长\"]
[[approval.stages]]
stage = \"复审\"
posts = [\"副局长\", \"局长\"]
[[approval.stages]]
stage = \"终审\"
posts = [\"局长\"]
";
const ALL_STAGES: &str = "公布\n\n初审: 主任\n复审: 副局长\n终审: 局长";
const NEWS: &str = "content/news/a.md";
const TASK: &str = "content/tasks/a/index.md";

fn news(words: &str) -> String {
    format!("---\n标题: 动态\n发布日期: 2023-01-04\n---\n{words}\n")
}

fn task(words: &str) -> String {
    format!("---\n标题: 甲\n方案: plan\n责任单位: 审批办\n完成时限: 2023-06-30\n---\n{words}\n")
}

fn repo_of(settings: &str) -> Repo {
    Repo::new(
        "2023-01-05",
        &[
            ("site.toml", settings),
            ("content/offices/o.md", "---\n标题: 审批办\n---\n"),
            ("content/posts/zhuren.md", "---\n标题: 主任\n单位: 审批办\n---\n"),
            ("content/posts/juzhang.md", "---\n标题: 局长\n单位: 审批办\n---\n"),
            (
                "content/plans/plan.md",
                "---\n标题: 方案\n发文机关: 县政府\n发布日期: 2023-01-01\n---\n",
            ),
            (NEWS, &news("一。")),
            (TASK, &task("一。")),
            ("content/tasks/a/2023-01-03.md", "---\n事项: 进展\n---\n二。\n"),
        ],
    )
}

fn repo() -> Repo {
    repo_of(SETTINGS)
}

fn run(repo: &Repo, args: &[&str]) -> Run {
    let mut all = vec!["--as-of", "2023-12-01"];
    all.extend(args);
    repo.0.run(&all)
}

/// What `approval status` says as data.
fn status(repo: &Repo, base: Option<&str>) -> Value {
    let mut args = vec!["approval", "status", "--format", "json"];
    args.extend(base);
    let run = run(repo, &args);
    assert_eq!(run.code, 0, "{}", run.err);
    serde_json::from_str(&run.out).expect("JSON")
}

/// The states of a record's stages; empty where it is not told of.
fn states(repo: &Repo, base: Option<&str>, record: &str) -> Vec<String> {
    let all = status(repo, base);
    let records = all["records"].as_array().expect("a list");
    let own = records.iter().find(|one| one["record"] == record);
    let stages = own.and_then(|own| own["stages"].as_array());
    let state = |stage: &Value| stage["state"].as_str().expect("a state").to_owned();
    stages.into_iter().flatten().map(state).collect()
}

fn code(repo: &Repo, record: &str) -> String {
    let all = status(repo, None);
    let own = all["records"].as_array().expect("a list").iter().find(|o| o["record"] == record);
    own.expect("it is told of")["code"].as_str().expect("a code").to_owned()
}

/// The faults of approval `check` finds, as code and path.
fn found(repo: &Repo) -> Vec<(String, String)> {
    let of_approval = |fault: &Fault| fault.code.starts_with("LS16");
    let told = |fault: Fault| (fault.code, fault.path);
    all_found(repo).into_iter().filter(of_approval).map(told).collect()
}

fn all_found(repo: &Repo) -> Vec<Fault> {
    let run = run(repo, &["check", "--format", "json"]);
    assert!(run.code <= 1, "{}", run.err);
    faults(&run.out)
}

fn fault(code: &str, path: &str) -> (String, String) {
    (code.to_owned(), path.to_owned())
}

/// The news with lines of 审查.
fn reviewed(words: &str, lines: &[String]) -> String {
    let lines: String = lines.iter().map(|line| format!("  - {{{line}}}\n")).collect();
    news(words).replace("标题", &format!("审查:\n{lines}标题"))
}

fn line(stage: &str, post: &str, date: &str, result: &str, code: &str) -> String {
    format!("环节: {stage}, 职务: {post}, 日期: {date}, 结论: {result}, 内容码: {code}")
}

#[test]
fn a_commit_signs_all_that_is_in_it_until_that_is_changed() {
    let repo = repo();
    assert_eq!(states(&repo, None, "news/a"), ["missing"; 3]);
    repo.commit("2023-01-06", ALL_STAGES);
    assert!(status(&repo, None)["records"].as_array().expect("a list").is_empty());
    assert_eq!(found(&repo), []);
    let told = run(&repo, &["approval", "status", "--all"]).out;
    assert!(
        told.contains("  终审  局长，2023-01-06，提交 "),
        "who signed is told when asked: {told}"
    );
    // What is not committed counts as well.
    repo.write(NEWS, &news("二。"));
    assert_eq!(states(&repo, None, "news/a"), ["void"; 3]);
    assert_eq!(states(&repo, None, "tasks/a"), [""; 0]);
    assert_eq!(found(&repo), [fault("LS1602", NEWS)]);
    let told = all_found(&repo);
    let told = told.iter().find(|fault| fault.code == "LS1602").expect("it is told");
    assert!(told.message.starts_with("初审（主任，2023-01-06，提交 "), "{}", told.message);
    assert!(told.message.ends_with("之后内容改过，须重新审"), "{}", told.message);
    repo.commit("2023-01-07", "二");
    assert_eq!(states(&repo, None, "news/a"), ["void"; 3]);
    repo.commit("2023-01-08", "审\n\nReviewed-First: 主任\nReviewed-Second：副局长");
    assert_eq!(states(&repo, None, "news/a"), ["signed", "signed", "void"]);
    // A merge may sign.
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    repo.commit("2023-01-09", "side");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.git_on(
        "2023-01-10",
        &["merge", "--quiet", "--no-ff", "-m", "合并\n\n终审: posts/juzhang", "side"],
    );
    assert_eq!(found(&repo), []);
}

#[test]
fn any_change_of_what_is_given_out_voids_and_line_ends_do_not() {
    let repo = repo();
    let with_file = task("一。见[表](表.txt)。").replace("标题", "附件: [图.txt]\n标题");
    repo.write(TASK, &with_file);
    repo.write("content/tasks/a/图.txt", "甲").write("content/tasks/a/表.txt", "甲");
    repo.write("content/tasks/a/2023-01-04.md", "---\n草稿: 是\n---\n三。\n");
    repo.commit("2023-01-06", ALL_STAGES);
    let all_signed = |what: &str| assert_eq!(states(&repo, None, "tasks/a"), [""; 0], "{what}");
    all_signed("as it was");
    repo.write(TASK, &with_file.replace('\n', "\r\n"));
    all_signed("other line ends");
    repo.write(TASK, &format!("\u{feff}{with_file}"));
    all_signed("a byte order mark");
    repo.write(
        TASK,
        &with_file.replace("标题: 甲\n方案: plan\n", "方案:   plan # 注\n标题: \"甲\"\n"),
    );
    all_signed("another layout");
    let said = "审查: [{环节: 初审}]\n豁免: [{规则: LS0510, 理由: 原文, 批准: 局长}]\n标题";
    repo.write(TASK, &with_file.replace("标题", said));
    all_signed("what was said of it");
    repo.write(TASK, &with_file);
    repo.write("content/tasks/a/2023-01-04.md", "---\n草稿: 是\n---\n四。\n");
    all_signed("a draft of an entry");
    repo.write("content/tasks/a/备忘.txt", "不公开");
    all_signed("a file nobody is given");
    for (path, text) in [
        (TASK, with_file.replace("2023-06-30", "2023-09-30")),
        (TASK, with_file.replace("一。", "二。")),
        ("content/tasks/a/2023-01-03.md", "---\n事项: 进展\n---\n三。\n".to_owned()),
        ("content/tasks/a/2023-01-04.md", "---\n事项: 进展\n---\n三。\n".to_owned()),
        ("content/tasks/a/图.txt", "乙".to_owned()),
        ("content/tasks/a/表.txt", "乙".to_owned()),
    ] {
        let before = std::fs::read_to_string(repo.0.path(path)).expect("a file");
        repo.write(path, &text);
        assert_eq!(states(&repo, None, "tasks/a"), ["void"; 3], "{path}: {text}");
        repo.write(path, &before);
    }
    repo.remove("content/tasks/a/2023-01-03.md");
    assert_eq!(states(&repo, None, "tasks/a"), ["void"; 3], "an entry taken out");
}

#[test]
fn a_record_has_one_code_in_the_folder_and_at_a_revision() {
    let repo = repo();
    let here = status(&repo, None);
    let run = run(&repo, &["approval", "form", "HEAD", "HEAD"]);
    assert_eq!(run.code, 2, "nothing changed: {}", run.out);
    // From a clone with other line ends.
    let others = Scratch::new();
    let from = repo.0.0.to_str().expect("a path");
    repo::git_in(
        &others.0,
        "2023-02-02",
        &["clone", "--quiet", "-c", "core.autocrlf=true", from, "clone"],
    );
    let text = std::fs::read_to_string(others.path("clone/content/news/a.md")).expect("a file");
    assert!(text.contains("\r\n"));
    let mut command = scratch::program();
    command.arg("--site").arg(others.path("clone"));
    command.args(["--as-of", "2023-12-01", "approval", "status", "--format", "json"]);
    let there: Value = serde_json::from_str(&Run::of(command).out).expect("JSON");
    assert_eq!(here["records"], there["records"]);
}

#[test]
fn a_moved_record_keeps_the_signatures_of_its_address() {
    let repo = repo();
    repo.commit("2023-01-06", ALL_STAGES);
    repo.git(&["mv", NEWS, "content/news/b.md"]);
    assert_eq!(states(&repo, None, "news/b"), ["missing"; 3], "another address is another page");
    repo.git(&["mv", "content/news/b.md", NEWS]);
    std::fs::create_dir(repo.0.path("content/news/a")).expect("a folder");
    repo.git(&["mv", NEWS, "content/news/a/index.md"]);
    repo.commit("2023-01-07", "folder");
    assert_eq!(states(&repo, None, "news/a"), [""; 0]);
}

#[test]
fn a_line_of_review_signs_what_its_code_says() {
    let repo = repo();
    let code = code(&repo, "news/a");
    let first = line("初审", "主任", "2023-01-05", "同意", &code);
    repo.write(NEWS, &reviewed("一。", std::slice::from_ref(&first)));
    assert_eq!(states(&repo, None, "news/a"), ["signed", "missing", "missing"]);
    // English words, a code typed by hand, a result in other words.
    let typed = code.replace('-', " ").to_lowercase();
    let second = format!(
        "stage: second, post: 副局长, date: 2023-01-06, result: approved, content_code: {typed}"
    );
    let last = line("终审", "局长", "2023-01-06", "通过", &code);
    repo.write(NEWS, &reviewed("一。", &[first.clone(), second.clone(), last]));
    assert_eq!(states(&repo, None, "news/a"), [""; 0]);
    // Changed afterwards.
    repo.write(NEWS, &reviewed("二。", &[first.clone(), second]));
    assert_eq!(states(&repo, None, "news/a"), ["void", "void", "missing"]);
    // A refusal, and one that does not say.
    let refused = line("终审", "局长", "2023-01-06", "不同意", &code);
    repo.write(NEWS, &reviewed("一。", &[first.clone(), refused]));
    assert_eq!(states(&repo, None, "news/a"), ["signed", "missing", "refused"]);
    let unclear = line("终审", "局长", "2023-01-06", "同意，改后发布", &code);
    repo.write(NEWS, &reviewed("一。", &[first, unclear]));
    assert_eq!(states(&repo, None, "news/a"), ["signed", "missing", "missing"]);
    assert!(found(&repo).contains(&fault("LS1607", NEWS)));
    // A note.
    let note = "环节: 初审, 职务: 主任, 日期: 2023-01-05, 结论: 同意".to_owned();
    repo.write(NEWS, &reviewed("一。", &[note]));
    assert_eq!(states(&repo, None, "news/a"), ["missing"; 3]);
    assert!(found(&repo).contains(&fault("LS1607", NEWS)));
}

#[test]
fn three_signers_in_order_each_with_the_right_to_it() {
    let repo = repo();
    let code = code(&repo, "news/a");
    let told = |lines: &[(&str, &str, &str)]| {
        let lines: Vec<String> = lines
            .iter()
            .map(|(stage, post, date)| line(stage, post, date, "同意", &code))
            .collect();
        repo.write(NEWS, &reviewed("一。", &lines));
        let of_news: Vec<String> = found(&repo)
            .into_iter()
            .filter(|(_, path)| path == NEWS)
            .map(|(code, _)| code)
            .collect();
        (states(&repo, None, "news/a"), of_news)
    };
    let is =
        |states: [&str; 3], code: &str| (states.map(str::to_owned).to_vec(), vec![code.to_owned()]);
    let (first, last) = (("初审", "主任", "2023-01-05"), ("终审", "局长", "2023-01-07"));
    assert_eq!(
        told(&[("初审", "副局长", "2023-01-05"), ("复审", "副局长", "2023-01-06"), last]),
        is(["signed", "same_signer", "signed"], "LS1603")
    );
    assert_eq!(
        told(&[first, ("复审", "副局长", "2023-01-04"), last]),
        is(["signed", "out_of_order", "signed"], "LS1604")
    );
    assert_eq!(
        told(&[first, ("复审", "主任", "2023-01-06"), last]),
        is(["signed", "not_allowed", "signed"], "LS1606")
    );
    assert_eq!(
        told(&[first, ("复审", "副局", "2023-01-06"), last]),
        is(["signed", "no_such_post", "signed"], "LS1605")
    );
    // Of two who signed the first stage that one counts who leaves the second its own.
    let both = [("初审", "副局长", "2023-01-05"), first, ("复审", "副局长", "2023-01-06"), last];
    assert_eq!(told(&both), (vec![], vec![]));
}

#[test]
fn commits_of_one_day_sign_in_their_own_order() {
    let repo = repo();
    let sign = |stage: &str, post: &str| {
        repo.commit("2023-01-06", &format!("同意\n\n{stage}: {post}"));
    };
    sign("终审", "局长");
    sign("初审", "主任");
    sign("复审", "副局长");
    assert_eq!(states(&repo, None, "news/a"), ["signed", "signed", "out_of_order"]);
    assert_eq!(found(&repo)[0].0, "LS1604");
    sign("终审", "局长");
    assert_eq!(states(&repo, None, "news/a"), [""; 0]);
    // A line says no more than its day.
    let repo = repo_of(SETTINGS);
    repo.commit("2023-01-06", "同意\n\n复审: 副局长\n终审: 局长");
    assert_eq!(states(&repo, None, "news/a"), ["missing", "signed", "signed"]);
    let code = code(&repo, "news/a");
    repo.write(NEWS, &reviewed("一。", &[line("初审", "主任", "2023-01-06", "同意", &code)]));
    repo.commit("2023-01-06", "登记");
    assert_eq!(states(&repo, None, "news/a"), [""; 0]);
}

#[test]
fn secrecy_may_be_looked_at_by_anybody_listed_at_any_time() {
    let settings = format!(
        "{SETTINGS}[[approval.stages]]\nstage = \"secrecy\"\nposts = [\"主任\", \"保密员\"]\n"
    );
    let repo = repo_of(&settings);
    repo.commit("2023-01-06", "审\n\n保密审查: 主任\n初审: 主任\n复审: 副局长\n终审: 局长");
    assert_eq!(found(&repo), []);
}

#[test]
fn a_post_nobody_knows_in_the_settings_is_told_with_the_nearest() {
    let repo = repo_of(&SETTINGS.replace("posts = [\"局长\"]", "posts = [\"局长长\"]"));
    let told = all_found(&repo);
    let told = told.iter().find(|fault| fault.code == "LS1605").expect("it is told");
    assert_eq!((told.path.as_str(), told.line), ("site.toml", 17));
    assert_eq!(told.help.as_deref(), Some("是不是“局长”？"));
    for (wrong, help) in [
        (SETTINGS.replace("\"终审\"", "\"定审\""), "保密审查、初审、复审、终审"),
        (SETTINGS.replace("\"复审\"", "\"初审\""), "合成一个"),
        (SETTINGS.replace("\"news\"", "\"new\""), "news"),
    ] {
        repo.write("site.toml", &wrong);
        let told = all_found(&repo);
        let is_it = |fault: &Fault| fault.help.as_deref().is_some_and(|own| own.contains(help));
        assert!(told.iter().any(is_it), "{help}: {told:?}");
    }
}

#[test]
fn a_site_that_does_not_ask_for_signatures_is_told_of_those_that_are_void() {
    let repo = repo_of(&SETTINGS.replace("required = true\n", ""));
    assert_eq!(found(&repo), []);
    repo.commit("2023-01-06", "审\n\n初审: 主任");
    repo.write(NEWS, &news("二。"));
    let told = all_found(&repo);
    let told = told.iter().find(|fault| fault.code == "LS1602").expect("it is told");
    assert_eq!(told.severity, "warning");
    let run = run(&repo, &["approval", "status"]);
    assert!(run.out.contains("初审  失效（主任，2023-01-06，提交 "), "{}", run.out);
}

/// The content code of the form for a change.
fn form_code(html: &str) -> String {
    let (_, rest) = html.split_once("<b>").expect("a code");
    let (code, _) = rest.split_once("</b>").expect("its end");
    code.replace("<span>", "").replace("</span>", " ").trim().to_owned()
}

#[test]
fn the_form_of_a_change_is_one_page_with_its_code_and_room_to_sign() {
    let repo = repo();
    repo.write(NEWS, &news("二。"))
        .write("content/news/b.md", &news("新。").replace("动态", "动态<乙>"));
    repo.remove("content/tasks/a/index.md").remove("content/tasks/a/2023-01-03.md");
    repo.commit("2023-02-01", "change");
    let form = run(&repo, &["approval", "form", "HEAD~1", "HEAD"]);
    assert_eq!(form.code, 0, "{}", form.err);
    let html = &form.out;
    for words in [
        "网站信息发布审批表",
        "专栏",
        "2023年12月1日",
        "共3条：新增1、修改1、撤下1",
        "动态&lt;乙&gt;",
        "初审",
        "复审",
        "终审",
        "□\u{a0}副局长 □\u{a0}局长",
    ] {
        assert!(html.contains(words), "{words}: {html}");
    }
    assert!(!html.contains("<script") && !html.contains("http") && !html.contains("<link"));
    // The same from the folder, and once a stage is written down.
    let code = form_code(html);
    let again = || form_code(&run(&repo, &["approval", "form", "HEAD~1"]).out);
    assert_eq!(code, again());
    repo.write(NEWS, &news("三。"));
    assert_ne!(code, again());
    // What others did to the base since is no part of it.
    repo.write(NEWS, &news("二。"));
    repo.git(&["checkout", "--quiet", "-b", "base", "HEAD~1"]);
    repo.write("content/news/c.md", &news("别人的。")).commit("2023-02-02", "others");
    repo.git(&["checkout", "--quiet", "main"]);
    assert_eq!(code, form_code(&run(&repo, &["approval", "form", "base"]).out));
    // Settings and words of sections are part of the change.
    repo.write("content/news/index.md", "---\nColumnName: 动态\n---\n栏目。\n");
    assert_ne!(code, again());
}

#[test]
fn a_form_of_what_needs_no_signature_has_no_room_for_one() {
    let repo = repo();
    repo.write("content/offices/o.md", "---\n标题: 审批办\n---\n新职责。\n");
    repo.commit("2023-01-06", "单位");
    let form = run(&repo, &["approval", "form", "HEAD~1"]).out;
    assert!(form.contains("不用签。") && !form.contains("签名</th>"), "{form}");
    repo.write(NEWS, &news("二。"));
    repo.commit("2023-01-07", "动态");
    let form = run(&repo, &["approval", "form", "HEAD~1"]).out;
    assert!(!form.contains("不用签。") && form.contains("签名</th>"), "{form}");
    assert_eq!(run(&repo, &["review", "HEAD~1", "--form"]).out, form);
}

#[test]
fn the_form_shows_the_stages_that_are_signed_already() {
    let repo = repo();
    repo.write(NEWS, &news("二。")).write(TASK, &task("二。"));
    let form = || run(&repo, &["approval", "form", "HEAD"]).out;
    let code = form_code(&form());
    let sign =
        ["approval", "sign", "HEAD", "初审", "主任", "--code", &code, "--date", "2023-03-02"];
    assert_eq!(run(&repo, &sign).code, 0);
    let html = form();
    let row = |stage: &str| {
        let (_, row) = html.split_once(&format!("<th scope=\"row\">{stage}</th>")).expect("a row");
        row.split_once("</tr>").expect("its end").0.to_owned()
    };
    let signed = "<td>主任</td><td>同意</td><td>已登记</td><td>2023年3月2日</td>";
    assert_eq!(row("初审"), signed);
    assert!(row("复审").contains("□ 同意"), "{}", row("复审"));
    // Signed of one record alone, it is to be signed of the other.
    repo.write(NEWS, &news("二。"));
    let html = form();
    let (_, row) = html.split_once("<th scope=\"row\">初审</th>").expect("a row");
    assert!(row.split_once("</tr>").expect("its end").0.contains("□ 同意"), "{row}");
}

#[test]
fn of_one_day_the_later_line_counts_and_the_form_stays_what_was_signed() {
    let repo = repo();
    repo.write(NEWS, &news("二。"));
    let form = || run(&repo, &["approval", "form", "HEAD"]).out;
    let (before, code) = (form(), form_code(&form()));
    let sign = |stage: &str, post: &str, day: &str, result: &str| {
        let all = ["approval", "sign", "HEAD", stage, post, "--code", &code, "--date", day];
        let run = run(&repo, &[&all[..], &["--result", result]].concat());
        (run.code, run.out + &run.err)
    };
    let of_final = |day: &str, result: &str| sign("终审", "局长", day, result);
    let state = |base: &str| states(&repo, Some(base), "news/a")[2].clone();
    assert_eq!(sign("初审", "主任", "2023-03-01", "同意").0, 0);
    assert_eq!(sign("复审", "副局长", "2023-03-01", "同意").0, 0);
    assert_eq!(of_final("2023-03-02", "同意").0, 0);
    let (done, told) = of_final("2023-03-02", "不同意");
    assert!(done == 0 && told.contains("里登记终审不同意（局长）"), "{told}");
    assert_eq!(state("HEAD"), "refused");
    assert!(form().contains("（2023年3月2日不同意）"), "{}", form());
    assert_eq!(of_final("2023-03-02", "同意").0, 0);
    assert_eq!(state("HEAD"), "signed");
    // All but the room to sign is as it was.
    let top = |form: &str| form.split_once("class=\"sign\"").expect("stages").0.to_owned();
    assert_eq!(top(&form()), top(&before));
    // A day that was mistyped is put right by writing it down again.
    let second = || sign("复审", "副局长", "2023-03-03", "同意");
    assert!(second().1.contains("登记错了日期的"), "the last stage is of the day before");
    assert_eq!(of_final("2023-03-04", "同意").0, 0);
    assert_eq!(second().0, 0);
    assert_eq!(states(&repo, Some("HEAD"), "news/a"), ["signed"; 3]);
    let status = run(&repo, &["approval", "status"]).out;
    assert!(status.contains("说明：content/news/a.md 等改了没有提交"), "{status}");
    // A commit and a line of one day have no order.
    repo.commit("2023-03-05", "x\n\n终审: 局长");
    let mut refuse = vec!["approval", "sign", "HEAD~1", "终审", "局长", "--code", &code];
    refuse.extend(["--date", "2023-03-05", "--result", "不同意"]);
    assert_eq!(run(&repo, &refuse).code, 0);
    assert_eq!(state("HEAD~1"), "refused");
}

#[test]
fn a_line_of_the_last_commit_that_was_meant_to_sign_is_told() {
    let repo = repo();
    repo.commit("2023-01-06", "同意\n终审: 局长");
    let told = run(&repo, &["approval", "status"]).out;
    assert!(told.contains("的说明里有“终审: 局长”，不算签名"), "{told}");
    repo.commit("2023-01-06", "同意\n\n终审: 局长");
    let told = run(&repo, &["approval", "status"]).out;
    assert!(!told.contains("不算签名"), "{told}");
    repo.commit("2023-01-07", "同意\n\n终审: 王局长\n复审: 副局长");
    let told = run(&repo, &["approval", "status"]).out;
    assert!(told.contains("的终审不算数：“王局长”不是站点里的岗位"), "{told}");
    assert_eq!(told.matches("不是站点里的岗位").count(), 1, "{told}");
}

#[test]
fn what_is_asked_for_later_is_told_of_beside_the_change() {
    let repo = repo();
    repo.commit("2023-01-06", "x").write(NEWS, &news("二。"));
    let status = run(&repo, &["approval", "status", "HEAD"]).out;
    assert!(status.contains("另有1条这次没有改动，也没有签齐"), "{status}");
}

#[test]
fn the_annex_tells_what_stood_before_and_what_stands_now() {
    let repo = repo();
    let text = std::fs::read_to_string(repo.0.path(TASK)).expect("a task");
    let line = text.lines().find(|line| line.starts_with("完成时限:")).expect("a deadline");
    repo.write(TASK, &text.replace(line, "完成时限: 2023-11-30"));
    let form = run(&repo, &["approval", "form", "HEAD"]).out;
    // One line has room on the form itself.
    assert!(!form.contains("附页") && form.contains("→ 2023年11月30日"), "{form}");
    for n in 10..20 {
        repo.write(&format!("content/news/b{n}.md"), &news(&"一段很长的话。\n\n".repeat(20)));
    }
    let form = run(&repo, &["approval", "form", "HEAD"]).out;
    assert!(form.contains("改动前后的内容见附页") && !form.contains("2023年11月30日"), "{form}");
    let annex = run(&repo, &["approval", "form", "HEAD", "--annex"]).out;
    assert!(annex.contains("→ 2023年11月30日"), "{annex}");
}

#[test]
fn a_long_change_is_folded_and_listed_on_the_annex() {
    let repo = repo();
    for i in 10..40 {
        repo.write(
            &format!("content/news/n{i}.md"),
            &news("新。").replace("动态", &format!("动态{i}")),
        );
    }
    repo.commit("2023-02-01", "many");
    let form = run(&repo, &["approval", "form", "HEAD~1", "HEAD"]).out;
    assert!(form.contains("另有17条，见附页") && !form.contains("动态30"), "{form}");
    let out = repo.0.path("form.html");
    let path = out.to_str().expect("a path");
    let told = run(&repo, &["approval", "form", "HEAD~1", "HEAD", "--out", path]).out;
    assert!(told.starts_with(&format!("已写入 {path}，内容码 ")), "{told}");
    assert!(told.ends_with("用 --annex 打印附页，一并送审\n"), "{told}");
    let out = repo.0.path("annex.html");
    let path = out.to_str().expect("a path");
    let annex = run(&repo, &["approval", "form", "HEAD~1", "HEAD", "--annex", "--out", path]);
    assert_eq!((annex.code, annex.out.lines().count()), (0, 1), "{}", annex.out);
    let annex = std::fs::read_to_string(&out).expect("it was written");
    assert!(annex.contains("动态30") && !annex.contains("签名"), "{annex}");
    assert_eq!(form_code(&form), form_code(&annex));
}

#[test]
fn a_site_put_into_git_whole_has_a_first_form() {
    let repo = repo();
    let records = found(&repo).len();
    assert!(records > 0, "nothing is signed yet");
    let form = run(&repo, &["approval", "form", "空"]);
    assert!(form.out.contains("全部内容，首次送审") && form.out.contains("新增"), "{}", form.err);
    // What is new is told whole, on the annex where there is no room for it.
    assert!(form.out.contains("；内容见附页"), "{}", form.out);
    let annex = run(&repo, &["approval", "form", "空", "--annex"]).out;
    assert!(annex.contains("正文：【＋一。】") && annex.contains("状态：【＋"), "{annex}");
    let code = form_code(&form.out);
    for (stage, post) in [("初审", "主任"), ("复审", "副局长"), ("终审", "局长")] {
        let args = ["approval", "sign", "空", stage, post, "--code", &code, "--date", "2023-03-02"];
        let run = run(&repo, &args);
        assert_eq!(run.code, 0, "{}", run.err);
    }
    assert_eq!(found(&repo), []);
    let none = run(&repo, &["approval", "form", "没有"]);
    assert_eq!(none.code, 2, "{}", none.out);
}

#[test]
fn what_came_back_on_paper_is_written_down_for_that_content_only() {
    let repo = repo();
    repo.commit("2023-01-06", ALL_STAGES);
    repo.write(NEWS, &news("二。").replace('\n', "\r\n"));
    repo.write("content/tasks/a/2023-03-01.md", "---\n事项: 进展\n---\n三。\n");
    let code = form_code(&run(&repo, &["approval", "form", "HEAD"]).out);
    let sign = |more: &[&str]| {
        let mut args = vec!["approval", "sign", "HEAD"];
        args.extend(more);
        if !more.contains(&"--date") {
            args.extend(["--date", "2023-03-02"]);
        }
        run(&repo, &args)
    };
    let before = scratch::files(&repo.0.0);
    for (args, told) in [
        (&["初审", "主任", "--code", "0000-0000-0000-0000"][..], "审的不是现在的内容"),
        (&["终审", "主任", "--code", &code], "无权签终审"),
        (&["终审", "局", "--code", &code], "没有“局”这个岗位"),
        (&["终审", "股长", "--code", &code], "可以签的岗位：局长"),
        (
            &["终审", "局长", "--code", &code],
            "初审还没有签，不能先登记终审（content/tasks/a/index.md）",
        ),
        (&["初审", "主任", "--code", &code[..9]], "不是内容码"),
        (&["初审", "主任", "--code", ""], "不是内容码"),
        (&["保密审查", "主任", "--code", &code], "没有规定“保密审查”"),
        (&["初审", "主任", "--code", &code, "--date", "2199-01-01"], "还没到"),
        (&["初审", "主任", "--code", &code, "--date", "2022-12-31"], "那天还没有这次改动"),
        (&["初审", "主任", "--code", &code, "--result", "再议"], "写“同意”或“不同意”"),
    ] {
        let run = sign(args);
        assert_eq!(run.code, 2, "{args:?}");
        assert!(run.err.contains(told), "{}", run.err);
        scratch::assert_same(&before, &scratch::files(&repo.0.0), "a refused call");
    }
    // With the blanks it is printed with, and in either case.
    let typed = code.to_lowercase();
    let groups: Vec<&str> = typed.split(' ').collect();
    let run = sign(&[&["初审", "主任", "--code"][..], &groups].concat());
    assert_eq!(
        (run.code, run.out.trim()),
        (0, "已在2条记录里登记初审（主任）；提交后生效"),
        "{}",
        run.err
    );
    let text = std::fs::read_to_string(repo.0.path(NEWS)).expect("a file");
    let added = "审查:\r\n  - {环节: 初审, 职务: 主任, 日期: 2023-03-02, 结论: 同意, 内容码: ";
    let (head, rest) = text.split_once(added).expect("the line");
    let (code_of_news, tail) = rest.split_once("}\r\n").expect("its end");
    assert_eq!(format!("{head}{tail}"), news("二。").replace('\n', "\r\n"));
    assert_eq!(code_of_news.len(), 19);
    // The change has the same code, so the next stages sign the same paper.
    assert_eq!(sign(&["复审", "副局长", "--code", &code]).code, 0);
    assert_eq!(states(&repo, Some("HEAD"), "news/a"), ["signed", "signed", "void"]);
    let again = sign(&["复审", "副局长", "--code", &code]);
    assert!(again.err.contains("副局长 2023-03-02 签的已经登记过"), "{}", again.err);
    assert_eq!(sign(&["终审", "局长", "--code", &code]).code, 0);
    assert_eq!(found(&repo), []);
    repo.commit("2023-03-03", "signed");
    assert_eq!(found(&repo), []);
    repo.write(
        NEWS,
        &std::fs::read_to_string(repo.0.path(NEWS)).expect("a file").replace("二。", "四。"),
    );
    assert_eq!(found(&repo), [fault("LS1602", NEWS)]);
}

#[test]
fn a_signature_that_would_not_count_is_not_written_down() {
    let repo = repo();
    repo.write(NEWS, &news("二。"));
    let code = form_code(&run(&repo, &["approval", "form", "HEAD"]).out);
    let sign = |stage: &str, post: &str, day: &str, more: &[&str]| {
        let args = ["approval", "sign", "HEAD", stage, post, "--code", &code, "--date", day];
        run(&repo, &[&args[..], more].concat())
    };
    assert!(sign("复审", "副局长", "2023-03-02", &[]).err.contains("初审还没有签"));
    assert_eq!(sign("初审", "主任", "2023-03-02", &[]).code, 0);
    assert_eq!(sign("复审", "副局长", "2023-03-02", &[]).code, 0, "the same day will do");
    let before = scratch::files(&repo.0.0);
    for (stage, post, day, told) in [
        ("初审", "主任", "2023-03-03", "初审日期 2023-03-03 与复审日期 2023-03-02 先后颠倒"),
        ("终审", "局长", "2023-03-01", "终审日期 2023-03-01 与初审日期 2023-03-02 先后颠倒"),
        (
            "初审",
            "副局长",
            "2023-03-01",
            "“副局长”已签复审（2023-03-02，content/news/a.md），不能再签初审",
        ),
    ] {
        let run = sign(stage, post, day, &[]);
        assert_eq!(run.code, 2, "{stage} {post}");
        assert!(run.err.contains(told), "{}", run.err);
        scratch::assert_same(&before, &scratch::files(&repo.0.0), "a refused call");
    }
    assert_eq!(
        sign("终审", "局长", "2023-03-01", &["--result", "不同意"]).code,
        0,
        "no order in that"
    );
}

#[test]
fn what_no_signature_of_a_record_covers_is_told_with_a_change() {
    let repo = repo();
    repo.commit("2023-01-06", ALL_STAGES);
    let told = |args: &[&str]| run(&repo, &[&["approval", "status"], args].concat()).out;
    let form = || run(&repo, &["approval", "form", "HEAD"]).out;
    repo.write(NEWS, &news("二。"));
    let before = form_code(&form());
    assert!(!told(&["HEAD"]).contains("另有"), "a record is signed");
    repo.write("content/offices/o.md", "---\n标题: 审批办\n简称: 办\n---\n");
    let text = told(&["HEAD"]);
    assert!(
        text.contains("另有1条改动，属于 [approval] kinds 以外的类别，不用签：offices/o"),
        "{text}"
    );
    assert_eq!(status(&repo, Some("HEAD"))["change"]["unasked"], serde_json::json!(["offices/o"]));
    repo.write("content/offices/o.md", "---\n标题: 审批办\n---\n");
    repo.write("site.toml", &SETTINGS.replace("专栏", "公开栏"));
    repo.write("themes/default/style.css", "body { color: red }\n");
    let text = told(&["HEAD"]);
    assert!(
        text.contains("另有2处改动") && text.contains("site.toml、themes/default/style.css"),
        "{text}"
    );
    let english = told(&["HEAD", "--lang", "en"]);
    assert!(english.contains("2 more changed that are of no record"), "{english}");
    let parts = status(&repo, Some("HEAD"))["change"]["unsigned_parts"].clone();
    assert_eq!(parts, serde_json::json!(["site.toml", "themes/default/style.css"]));
    // The paper has them: another code, a row each.
    let form = form();
    assert!(form.contains("设置修改") && form.contains("主题新增"), "{form}");
    assert_ne!(before, form_code(&form));
    assert!(!told(&[]).contains("另有"), "nothing is measured");
}

#[test]
fn nothing_is_written_where_one_file_cannot_be() {
    let repo = repo();
    repo.write(NEWS, &news("二。").replace("标题", "审查: {环节: 初审}\n标题"));
    repo.write(TASK, &task("二。"));
    let code = form_code(&run(&repo, &["approval", "form", "HEAD"]).out);
    let before = scratch::files(&repo.0.0);
    let run = run(&repo, &["approval", "sign", "HEAD", "初审", "主任", "--code", &code]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("content/news/a.md") && run.err.contains("写成列表"), "{}", run.err);
    scratch::assert_same(&before, &scratch::files(&repo.0.0), "a refused call");
}

#[test]
fn a_site_without_stages_or_without_git_says_what_is_lacking() {
    let repo = repo_of("title = \"专栏\"\n[defaults]\ndisclosure = \"主动公开\"\n");
    let told = run(&repo, &["approval", "status"]);
    assert_eq!(told.code, 2);
    assert!(told.err.contains("[[approval.stages]]"), "{}", told.err);
    let folder = Scratch::site(&[("site.toml", SETTINGS), (NEWS, &news("一。"))]);
    let run = folder.run(&["approval", "form", "HEAD"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("不在 git 仓库里"), "{}", run.err);
    // Lines of 审查 need no git.
    let run = folder.run(&["--as-of", "2023-12-01", "approval", "status"]);
    assert!(run.out.contains("公开的1条中有1条没有签齐"), "{}{}", run.out, run.err);
}

#[test]
fn nothing_of_it_is_published() {
    let repo = repo();
    let code = code(&repo, "news/a");
    let lines = [
        line("初审", "审查岗甲", "2023-01-05", "同意", &code),
        line("终审", "审查岗乙", "2023-01-05", "不同意", &code),
    ];
    repo.write(NEWS, &reviewed("一。", &lines)).commit("2023-01-06", "公布\n\n初审: 审查岗丙");
    let built = repo.0.built(&["--as-of", "2023-12-01"]);
    for words in ["审查岗", "初审", "终审", &code, &code[..10], "不同意"] {
        assert_eq!(holding(&built, words), [""; 0], "{words}");
    }
}
