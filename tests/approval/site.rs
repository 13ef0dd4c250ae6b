//! The site itself: what its readers see beside the records.

use serde_json::Value;

use super::*;

/// The stages of `SETTINGS`, for the site alone.
fn settings() -> String {
    SETTINGS.replace("[\"news\", \"tasks\"]", "[\"站点\"]")
}

const STYLE: &str = "themes/default/style.css";
const CALENDAR: &str = "year = 2027
[[notice]]
title = \"甲\"
source = \"https://www.gov.cn/\"
[[holiday]]
name = \"元旦\"
off = [\"2027-01-01\"]
";
const COLUMN: &str = "content/news/index.md";

fn site() -> Repo {
    let repo = repo_of(&settings());
    repo.write(STYLE, "body { color: red }\n")
        .write(COLUMN, "---\nColumnName: 动态\n---\n栏目。\n");
    repo.commit("2023-01-05", "theme");
    repo
}

/// The states of the site's stages; empty where it is signed at all, or not to be.
fn of_site(repo: &Repo) -> Vec<String> {
    let all = status(repo, None);
    let stages = all["site"]["stages"].as_array().cloned().unwrap_or_default();
    stages.iter().map(|stage| stage["state"].as_str().expect("a state").to_owned()).collect()
}

fn code_of_site(repo: &Repo) -> String {
    status(repo, None)["site"]["code"].as_str().expect("a code").to_owned()
}

fn text(repo: &Repo, path: &str) -> String {
    std::fs::read_to_string(repo.0.path(path)).expect("a file")
}

/// A table of site.toml that signs.
fn table(stage: &str, post: &str, date: &str, code: &str) -> String {
    format!(
        "\n[[approval.signed]]\nstage = \"{stage}\"\npost = \"{post}\"\ndate = {date}\nresult = \"同意\"\ncontent_code = \"{code}\"\n"
    )
}

#[test]
fn a_commit_signs_the_site_until_what_readers_see_of_it_is_changed() {
    let repo = site();
    assert_eq!(of_site(&repo), ["missing"; 3]);
    assert_eq!(found(&repo), [fault("LS1601", "site.toml")]);
    repo.commit("2023-01-06", ALL_STAGES);
    assert_eq!((of_site(&repo), found(&repo)), (vec![], vec![]));
    let signed = |what: &str| assert_eq!(of_site(&repo), [""; 0], "{what}");
    repo.write(NEWS, &news("二。"));
    signed("a record is none of it");
    repo.write("themes/other/style.css", "a").write("themes/default/.swp", "a");
    repo.remove("themes/other/style.css").remove("themes/default/.swp");
    signed("neither is a theme not in use, or what lies hidden");
    repo.write(STYLE, "body { color: red }\r\n");
    repo.write("site.toml", &settings().replace("title = \"专栏\"", "# 注\r\ntitle='专栏'"));
    signed("nor line ends and layout");
    repo.write("site.toml", &settings()).write(STYLE, "body { color: red }\n");
    for (path, changed) in [
        (STYLE, "body { color: blue }\n".to_owned()),
        ("themes/default/new.css", "a { }\n".to_owned()),
        ("site.toml", settings().replace("专栏", "公开栏")),
        ("site.toml", settings().replace("posts = [\"局长\"]", "posts = [\"局长\", \"副局长\"]")),
        (COLUMN, "---\nColumnName: 动态\n---\n改。\n".to_owned()),
        ("content/index.md", "---\n标题: 首页\n---\n话。\n".to_owned()),
    ] {
        let before = std::fs::read_to_string(repo.0.path(path)).ok();
        repo.write(path, &changed);
        assert_eq!(of_site(&repo), ["void"; 3], "{path}: {changed}");
        assert_eq!(found(&repo), [fault("LS1602", "site.toml")]);
        repo.commit("2023-01-07", "change");
        assert_eq!(of_site(&repo), ["void"; 3], "{path}: {changed}");
        match before {
            Some(before) => repo.write(path, &before),
            None => repo.remove(path),
        };
        signed(path);
    }
    // Signed anew, at the stages that did.
    repo.write(STYLE, "body { color: green }\n");
    repo.commit("2023-01-08", "审\n\n初审: 主任");
    assert_eq!(of_site(&repo), ["signed", "void", "void"]);
    let told = all_found(&repo).into_iter().find(|f| f.code == "LS1602").expect("it is told");
    assert!(
        told.message.starts_with("站点本身：复审（副局长，2023-01-06，提交 "),
        "{}",
        told.message
    );
}

#[test]
fn what_settings_and_columns_name_is_part_of_the_site() {
    let repo = site();
    let named = format!(
        "{}[calendar]\nfiles = [\"calendar/2027.toml\"]\n[check]\ndictionaries = \"words/错.csv\"\n",
        settings()
    );
    let files = [
        ("calendar/2027.toml", CALENDAR),
        ("words/错.csv", "错,对\n帐号,账号\n"),
        ("content/news/表.txt", "甲"),
    ];
    repo.write("site.toml", &named).write(COLUMN, "---\n---\n见[表](表.txt)。\n");
    for (path, text) in files {
        repo.write(path, text);
    }
    repo.commit("2023-01-06", ALL_STAGES);
    assert_eq!(of_site(&repo), [""; 0]);
    repo.write("words/错.csv", "错,对\n帐户,账户\n");
    let paper = run(&repo, &["approval", "form", "HEAD"]).out;
    assert!(paper.contains("words/错.csv") && paper.contains("文件修改"), "{paper}");
    repo.write(files[1].0, files[1].1);
    for (path, before) in files {
        repo.write(path, &before.replace('甲', "乙").replace('帐', "賬"));
        assert_eq!(of_site(&repo), ["void"; 3], "{path}");
        repo.write(path, before);
        assert_eq!(of_site(&repo), [""; 0], "{path}");
    }
}

#[test]
fn the_words_of_home_and_of_a_column_are_told_before_and_after() {
    let repo = site();
    repo.write(COLUMN, "---\nColumnName: 动态\n---\n栏目，电话13800138000。\n");
    repo.write("content/index.md", "---\n标题: 首页\n---\n首页的话。\n");
    let form = run(&repo, &["approval", "form", "HEAD"]).out;
    assert!(form.contains("栏目文字修改") && form.contains("【＋首页的话。】"), "{form}");
    let review = run(&repo, &["review", "HEAD"]).out;
    assert!(review.contains("首页或栏目的文字有改动。"), "{review}");
    assert!(review.contains("首页与栏目的文字\n") && review.contains(COLUMN), "{review}");
    assert!(review.contains("【＋首页的话。】"), "{review}");
    assert!(!review.contains("13800138000"), "what is one's own is masked: {review}");
    let json = run(&repo, &["review", "HEAD", "--format", "json"]).out;
    let json: Value = serde_json::from_str(&json).expect("JSON");
    let columns = json["settings"]["columns"].as_array().expect("a list");
    assert_eq!(columns.len(), 2, "{json}");
}

#[test]
fn a_line_of_settings_signs_the_site_and_is_no_part_of_it() {
    let repo = site();
    let code = code_of_site(&repo);
    let first = table("初审", "主任", "2023-01-05", &code);
    repo.write("site.toml", &format!("{}{first}", settings()));
    assert_eq!(of_site(&repo), ["signed", "missing", "missing"]);
    assert_eq!(code_of_site(&repo), code);
    let both = format!("{first}{}", table("second", "副局长", "\"2023-01-06\"", &code));
    let all = format!("{both}{}", table("终审", "局长", "2023-01-06", &code.to_lowercase()));
    repo.write("site.toml", &format!("{}{all}", settings()));
    assert_eq!((of_site(&repo), found(&repo)), (vec![], vec![]));
    let built = repo.0.built(&["--as-of", "2023-12-01"]);
    for words in ["副局长", "初审", "终审", &code, &code[..10]] {
        assert_eq!(holding(&built, words), [""; 0], "{words} is published");
    }
    repo.write("site.toml", &format!("{}{all}", settings().replace("专栏", "公开栏")));
    assert_eq!(of_site(&repo), ["void"; 3]);
    // The rules of a record's lines, at theirs.
    let line_of =
        |at: &str| text(&repo, "site.toml").lines().position(|l| l == at).map(|at| at as u64);
    for (lines, code) in [
        (
            table("初审", "副局长", "2023-01-05", &code)
                + &table("复审", "副局长", "2023-01-06", &code),
            "LS1603",
        ),
        (first.clone() + &table("复审", "副局长", "2023-01-04", &code), "LS1604"),
        (first.clone() + &table("复审", "副局", "2023-01-06", &code), "LS1605"),
        (first.clone() + &table("复审", "主任", "2023-01-06", &code), "LS1606"),
        (first.clone() + &table("复审", "主任", "2023-01-06", ""), "LS1607"),
        (first.clone() + "[[approval.signed]]\nstage = \"复审\"\nresult = \"不同意\"\n", "LS1607"),
    ] {
        repo.write("site.toml", &format!("{}{lines}", settings()));
        let told = all_found(&repo).into_iter().find(|fault| fault.code == code);
        let told = told.unwrap_or_else(|| panic!("{code}: {lines}"));
        assert_eq!(told.path, "site.toml");
        let second = line_of("stage = \"复审\"").or(line_of("stage = \"second\""));
        assert!(told.line >= second.expect("it stands there"), "{code}: {}", told.line);
        assert!(told.message.starts_with("站点本身："), "{}", told.message);
    }
    repo.write("site.toml", &format!("{}[[approval.signed]]\npost = \"主任\"\n", settings()));
    let told = all_found(&repo);
    assert!(told.iter().any(|fault| fault.message == "这条签名没有写环节"), "{told:?}");
}

#[test]
fn what_came_back_on_paper_is_written_into_the_settings() {
    let repo = site();
    repo.write(STYLE, "body { color: blue }\n");
    repo.write("site.toml", &settings().replace("专栏", "公开栏").replace('\n', "\r\n"));
    let paper = run(&repo, &["approval", "form", "HEAD"]).out;
    assert!(paper.contains("设置修改") && paper.contains("主题修改"), "{paper}");
    let code = form_code(&paper);
    let sign = |stage: &str, post: &str| {
        let date = "2023-03-02";
        run(&repo, &["approval", "sign", "HEAD", stage, post, "--code", &code, "--date", date])
    };
    let before = text(&repo, "site.toml");
    let first = sign("初审", "主任");
    assert_eq!(
        (first.code, first.out.trim()),
        (0, "已在 site.toml 里登记初审（主任）；提交后生效"),
        "{}",
        first.err
    );
    let line = table("初审", "主任", "\"2023-03-02\"", &code_of_site(&repo)).replace('\n', "\r\n");
    assert_eq!(text(&repo, "site.toml"), format!("{before}{line}"));
    // The change has the same code, so the next stages sign the same paper.
    let top = |form: &str| form.split_once("class=\"sign\"").expect("stages").0.to_owned();
    assert_eq!(top(&run(&repo, &["approval", "form", "HEAD"]).out), top(&paper));
    let review = run(&repo, &["review", "HEAD"]).out;
    assert!(review.contains("不公开的字段：approval.signed"), "{review}");
    assert!(!review.contains("content_code"), "{review}");
    assert_eq!(sign("复审", "副局长").code, 0);
    assert!(sign("复审", "副局长").err.contains("已经登记过"));
    let told = run(&repo, &["approval", "status", "HEAD"]).out;
    assert!(told.contains("  终审  没有签") && told.contains("站点本身没有签齐"), "{told}");
    assert!(told.contains("站点本身改动2处：site.toml、themes/default/style.css"), "{told}");
    assert!(!told.contains("不核对签名"), "{told}");
    assert_eq!(sign("终审", "局长").code, 0);
    assert_eq!(found(&repo), []);
    repo.commit("2023-03-03", "signed");
    assert_eq!(found(&repo), []);
    assert!(run(&repo, &["approval", "status"]).out.starts_with("站点本身已签齐"));
    // A record beside it takes its own line.
    repo.write(
        "site.toml",
        &text(&repo, "site.toml").replace("[\"站点\"]", "[\"site\", \"news\"]"),
    );
    repo.write(NEWS, &news("二。"));
    let code = form_code(&run(&repo, &["approval", "form", "HEAD"]).out);
    let both =
        run(&repo, &["approval", "sign", "HEAD", "初审", "主任", "--code", &code, "--lang", "en"]);
    assert!(both.out.contains("of 主任 into 1 record and site.toml"), "{}{}", both.out, both.err);
}

#[test]
fn a_stage_that_the_change_takes_out_is_signed_on_the_same_paper() {
    let repo = site();
    repo.commit("2023-01-06", ALL_STAGES);
    let (before, last) = text(&repo, "site.toml")
        .split_once("[[approval.stages]]\nstage = \"终审\"")
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .expect("a last stage");
    assert!(last.contains("局长"), "{last}");
    repo.write("site.toml", &before);
    let form = || run(&repo, &["approval", "form", "HEAD"]).out;
    let code = form_code(&form());
    assert!(
        form().contains("<th scope=\"row\">终审<br>（拟取消）</th><td>局长</td>"),
        "{}",
        form()
    );
    let loosened = || {
        let run = run(&repo, &["check", "--base", "HEAD"]);
        (run.out + &run.err).contains("LS1509")
    };
    let sign = |stage: &str, post: &str| {
        run(
            &repo,
            &["approval", "sign", "HEAD", stage, post, "--code", &code, "--date", "2023-03-02"],
        )
    };
    assert!(sign("终审", "局长").err.contains("初审还没有签，不能先登记终审（site.toml）"));
    for (stage, post) in [("初审", "主任"), ("复审", "副局长"), ("终审", "局长")] {
        assert!(loosened(), "before {stage}");
        let signed = sign(stage, post);
        assert_eq!(signed.code, 0, "{}", signed.err);
    }
    assert!(!loosened(), "signed by the rules there were");
    assert!(
        form().contains("<th scope=\"row\">终审<br>（拟取消）</th><td>局长</td><td>同意</td>"),
        "{}",
        form()
    );
    assert_eq!(form_code(&form()), code);
    // The same where the site itself is to be signed no more.
    repo.git(&["checkout", "--quiet", "site.toml"]);
    repo.write("site.toml", &text(&repo, "site.toml").replace("[\"站点\"]", "[\"news\"]"));
    let code = form_code(&form());
    let sign = run(&repo, &["approval", "sign", "HEAD", "初审", "主任", "--code", &code]);
    assert_eq!(sign.out.trim(), "已在 site.toml 里登记初审（主任）；提交后生效", "{}", sign.err);
}

#[test]
fn settings_that_take_no_further_line_are_left_alone_with_all_else() {
    let repo = site();
    let closed = settings().replace("required = true\n", "required = true\nsigned = []\n");
    repo.write("site.toml", &closed).write(STYLE, "a { }\n");
    let code = form_code(&run(&repo, &["approval", "form", "HEAD"]).out);
    let before = scratch::files(&repo.0.0);
    let run = run(&repo, &["approval", "sign", "HEAD", "初审", "主任", "--code", &code]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("site.toml 里加不进 [[approval.signed]]"), "{}", run.err);
    scratch::assert_same(&before, &scratch::files(&repo.0.0), "a refused call");
}

#[test]
fn the_site_has_one_code_in_the_folder_and_in_a_clone_with_other_line_ends() {
    let repo = site();
    let others = Scratch::new();
    let from = repo.0.0.to_str().expect("a path");
    let clone = ["clone", "--quiet", "-c", "core.autocrlf=true", from, "clone"];
    repo::git_in(&others.0, "2023-02-02", &clone);
    let mut command = scratch::program();
    command.arg("--site").arg(others.path("clone"));
    command.args(["--as-of", "2023-12-01", "approval", "status", "--format", "json"]);
    let there: Value = serde_json::from_str(&Run::of(command).out).expect("JSON");
    assert_eq!(status(&repo, None)["site"], there["site"]);
}

#[test]
fn where_the_site_is_not_named_its_lines_sign_nothing() {
    let repo = repo();
    repo.write("site.toml", &format!("{SETTINGS}{}", table("初审", "主任", "2023-01-05", "甲")));
    repo.commit("2023-01-06", ALL_STAGES);
    assert_eq!(found(&repo), []);
    assert_eq!(status(&repo, None)["site"], Value::Null);
    // A kind that is none is told with the site among those there are.
    repo.write("site.toml", &SETTINGS.replace("\"news\"", "\"站典\""));
    let told = all_found(&repo);
    assert!(told.iter().any(|f| f.help.as_deref() == Some("是不是“站点”？")), "{told:?}");
}
