//! The preview as a browser meets it: the real program, spoken to over HTTP.

#![cfg(feature = "preview")]

#[path = "serve/http.rs"]
mod http;
#[path = "serve/preview.rs"]
mod preview;
#[path = "faults/scratch.rs"]
mod scratch;

use std::fs;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

use preview::Preview;
use scratch::{Scratch, files, repository};

const SETTINGS: &str = "title = \"亮晒专栏\"\nbase_url = \"https://www.example.gov.cn/ljsbp/\"\n\
    as_of = 2023-06-25\n[defaults]\ndisclosure = \"主动公开\"\n";
const ABOUT: &str = "content/pages/about/index.md";
const TASK: &str = "/ljsbp/tasks/01/";

/// A small site with something of everything: a draft, an internal record, a file in Chinese, a
/// task that is yellow on the site's own day and red on the first of July.
fn site() -> Scratch {
    let site = Scratch::site(&[
        ("site.toml", SETTINGS),
        ("content/offices/ju.md", "---\n标题: 审批局\n---\n"),
        ("content/plans/2023.md", "---\n标题: 方案\n发文机关: 审批局\n发布日期: 2023-03-03\n---\n"),
        (
            "content/tasks/01/index.md",
            "---\n标题: 一窗受理\n方案: 方案\n责任单位: 审批局\n完成时限: 6月底前\n---\n",
        ),
        (ABOUT, "---\n标题: 说明\n附件:\n  - 附件 一.pdf\n  - 清单.csv\n---\n原来的话。\n"),
        ("content/pages/about/清单.csv", "甲,乙\n1,2\n"),
        ("content/pages/caogao.md", "---\n标题: 草稿一篇\n草稿: true\n---\n还在写。\n"),
        (
            "content/news/neibu.md",
            "---\n标题: 内部调度\n发布日期: 2023-06-01\n公开属性: 系统内\n---\n先看一看。\n",
        ),
    ]);
    site.write("content/pages/about/附件 一.pdf", b"%PDF-1.4 0123456789");
    site
}

fn about(words: &str) -> String {
    format!("---\n标题: 说明\n附件:\n  - 附件 一.pdf\n  - 清单.csv\n---\n{words}\n")
}

const PDF: &str = "/ljsbp/about/%E9%99%84%E4%BB%B6%20%E4%B8%80.pdf";

/// The first command of the READMEs, except that the port they name may be taken.
#[test]
fn the_example_site_is_shown_at_the_address_the_readmes_name() {
    let example = Scratch::new();
    fs::copy(repository().join("site.toml"), example.path("site.toml")).expect("a copy");
    scratch::copy(&repository().join("content"), &example.path("content"));
    let preview = Preview::of(&example, &[]);
    let named = preview.url.replace(&format!(":{}/", preview.port), ":1420/");
    for readme in ["README.md", "README.zh.md"] {
        let text = fs::read_to_string(repository().join(readme)).expect("the README is there");
        assert!(text.contains(&format!("<{named}>")), "{readme}: {named}");
    }
    let home = preview.url.split_once(&preview.port.to_string()).expect("a port").1;
    assert!(preview.get(home).has("优化营商环境亮晒比评专栏"));
    let help = Command::new(env!("CARGO_BIN_EXE_liangshai")).args(["serve", "--help"]).output();
    let help = String::from_utf8(help.expect("the program runs").stdout).expect("text");
    assert!(help.contains("1420"), "{help}");
}

#[test]
fn every_file_has_its_type_and_every_text_its_encoding() {
    let site = site();
    let preview = Preview::of(&site, &[]);
    let home = preview.get("/ljsbp/").text();
    let asset = |name: &str| {
        let (_, found) = home.split_once(&format!("./assets/{name}-")).expect("a link");
        let (rest, _) = found.split_once('"').expect("the end of an attribute");
        format!("/ljsbp/assets/{name}-{rest}")
    };
    for (path, kind) in [
        ("/ljsbp/", "text/html; charset=utf-8"),
        ("/ljsbp/index.html", "text/html; charset=utf-8"),
        (TASK, "text/html; charset=utf-8"),
        (&asset("style"), "text/css; charset=utf-8"),
        (&asset("icon"), "image/svg+xml; charset=utf-8"),
        ("/ljsbp/data/tasks.json", "application/json; charset=utf-8"),
        ("/ljsbp/data/tasks.csv", "text/csv; charset=utf-8"),
        ("/ljsbp/about/%E6%B8%85%E5%8D%95.csv", "text/csv; charset=utf-8"),
        ("/ljsbp/feed.xml", "application/xml; charset=utf-8"),
        ("/ljsbp/robots.txt", "text/plain; charset=utf-8"),
        (PDF, "application/pdf"),
        ("/.liangshai/preview.js", "text/javascript; charset=utf-8"),
        ("/.liangshai/preview.css", "text/css; charset=utf-8"),
    ] {
        let answer = preview.get(path);
        assert_eq!((answer.status, answer.header("content-type")), (200, kind), "{path}");
        assert!(!answer.body.is_empty(), "{path}");
    }
    assert_eq!(preview.get(PDF).body, b"%PDF-1.4 0123456789");
}

#[test]
fn a_photograph_is_the_one_that_is_built() {
    let site = site();
    let photo = fs::read(repository().join("tests/attachments/photo.jpg")).expect("a photograph");
    site.write("content/pages/about/a.jpg", &photo);
    site.write(ABOUT, about("![现场](a.jpg)"));
    let built = site.built(&[]);
    let preview = Preview::of(&site, &[]);
    let shown = preview.get("/ljsbp/about/a.jpg").body;
    assert!(shown == built["about/a.jpg"] && shown != photo);
}

#[test]
fn a_browser_keeps_nothing_and_runs_nothing_from_elsewhere() {
    let site = site();
    let preview = Preview::of(&site, &[]);
    for path in
        ["/ljsbp/", "/ljsbp/nothing", "/ljsbp/data/tasks.csv", "/.liangshai/preview.js", "/%00"]
    {
        let answer = preview.get(path);
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        let policy = answer.header("content-security-policy");
        for rule in ["default-src 'self'", "script-src 'self'", "connect-src 'self'"] {
            assert!(policy.contains(rule), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
    }
    // What the bar brings keeps to it as well.
    let page = preview.get("/ljsbp/").text();
    for inline in ["<style", " style=", " onclick=", "<script>"] {
        assert!(!page.contains(inline), "{inline}");
    }
}

#[test]
fn head_is_the_same_answer_without_its_body() {
    let site = site();
    let preview = Preview::of(&site, &[]);
    for path in ["/ljsbp/", PDF, "/ljsbp/nothing", "/.liangshai/preview.css"] {
        let (whole, head) = (preview.get(path), preview.send("HEAD", path, &[]));
        assert!(head.body.is_empty(), "{path}");
        assert_eq!(head.status, whole.status, "{path}");
        for name in ["content-type", "content-length", "cache-control", "content-security-policy"] {
            assert_eq!(head.header(name), whole.header(name), "{path}: {name}");
        }
        assert_eq!(head.header("content-length"), whole.body.len().to_string(), "{path}");
    }
}

#[test]
fn a_part_of_a_file_can_be_asked_for() {
    let site = site();
    let preview = Preview::of(&site, &[]);
    let part = |range: &str| preview.send("GET", PDF, &[("Range", range)]);
    let first = part("bytes=0-3");
    assert_eq!((first.status, first.header("content-range")), (206, "bytes 0-3/19"));
    assert_eq!((first.body.as_slice(), first.header("content-length")), (&b"%PDF"[..], "4"));
    assert_eq!(part("bytes=-3").body, b"789");
    assert_eq!(part("bytes=9-").body, b"0123456789");
    let beyond = part("bytes=99-");
    assert_eq!((beyond.status, beyond.header("content-range")), (416, "bytes */19"));
    assert_eq!(part("bytes=3-1").status, 416);
    let several = part("bytes=0-0,2-2");
    assert_eq!((several.status, several.body.len()), (200, 19));
    assert_eq!(several.header("accept-ranges"), "bytes");
    assert_eq!(preview.send("HEAD", PDF, &[("Range", "bytes=0-3")]).header("content-length"), "19");
}

#[test]
fn what_is_not_there_is_the_sites_own_page_for_it() {
    let site = site();
    let preview = Preview::of(&site, &[]);
    for path in
        ["/ljsbp/nothing", "/ljsbp/tasks/99/", "/tasks/01/", "/favicon.ico", "/%2eliangshai/x"]
    {
        let answer = preview.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.has("亮晒专栏") && answer.has("liangshai-preview"), "{path}");
    }
}

#[test]
fn the_site_lies_below_the_folder_of_its_address() {
    let site = site();
    let preview = Preview::of(&site, &[]);
    assert_eq!(preview.url, format!("http://127.0.0.1:{}/ljsbp/", preview.port));
    for (path, target) in [
        ("/", "/ljsbp/"),
        ("/ljsbp", "/ljsbp/"),
        ("/ljsbp/tasks/01", "/ljsbp/tasks/01/"),
        ("/ljsbp/tasks/01?a=b", "/ljsbp/tasks/01/?a=b"),
    ] {
        let answer = preview.get(path);
        assert_eq!((answer.status, answer.header("location")), (307, target), "{path}");
    }

    site.write("site.toml", SETTINGS.replace("/ljsbp/", "/"));
    preview.wait_for("/tasks/01/", |answer| answer.status == 200);
    assert_eq!(preview.get("/ljsbp/").status, 404);
    assert_eq!(preview.get("/").status, 200);
}

#[test]
fn nothing_outside_the_site_can_be_asked_for() {
    let site = site();
    site.write("content/pages/about/secret.txt", "没有列出的文件");
    let preview = Preview::of(&site, &[]);
    for path in [
        "/../site.toml",
        "/ljsbp/../site.toml",
        "/ljsbp/%2e%2e/site.toml",
        "/ljsbp/%2E./%2E./etc/passwd",
        "/ljsbp/..%2fsite.toml",
        "/ljsbp/..%5csite.toml",
        "/ljsbp/..\\site.toml",
        "/ljsbp/site.toml%00.html",
        "//etc/passwd",
        "/ljsbp//etc/passwd",
        "/ljsbp/%ff",
    ] {
        assert_eq!(preview.get(path).status, 400, "{path}");
    }
    for path in [
        "/ljsbp/site.toml",
        "/site.toml",
        "/ljsbp/content/pages/about/index.md",
        "/ljsbp/about/secret.txt",
        "/ljsbp/about/index.md",
        "/ljsbp/%252e%252e/site.toml",
    ] {
        assert_eq!(preview.get(path).status, 404, "{path}");
    }
}

#[test]
fn a_host_that_is_not_the_preview_is_refused() {
    let site = site();
    let preview = Preview::of(&site, &[]);
    let port = preview.port;
    let status = |host: &str, path: &str| preview.send("GET", path, &[("Host", host)]).status;
    for host in ["127.0.0.1", "localhost", "LocalHost", "[::1]"] {
        assert_eq!(status(&format!("{host}:{port}"), "/ljsbp/"), 200, "{host}");
    }
    for host in ["evil.example", "localhost.evil.example", "10.0.0.1", "x@localhost"] {
        for path in ["/ljsbp/", "/.liangshai/events", "/.liangshai/view?day=2023-01-01", "/%00"] {
            let answer = preview.send("GET", path, &[("Host", &format!("{host}:{port}"))]);
            assert_eq!(answer.status, 421, "{host} {path}");
            assert!(!answer.has("亮晒专栏"), "{host} {path}");
        }
    }
    assert_eq!(status("localhost:1", "/ljsbp/"), 421);
    assert_eq!(status(&format!("localhost:{port}"), &format!("http://evil.example:{port}/")), 421);
}

#[test]
fn the_preview_can_only_be_read() {
    let site = site();
    let preview = Preview::of(&site, &[]);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW"] {
        for path in ["/ljsbp/", "/.liangshai/view?day=2023-01-01", "/.liangshai/events"] {
            let answer = preview.send(method, path, &[("Content-Length", "0")]);
            assert_eq!((answer.status, answer.header("allow")), (405, "GET, HEAD"), "{method}");
            assert!(answer.all("set-cookie").is_empty());
        }
    }
}

#[test]
fn a_taken_port_is_told_with_the_way_out() {
    let site = site();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let run = site.run(&["serve", "--port", &port]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains(&format!("端口 {port} 已被占用")), "{}", run.err);
    assert!(run.err.contains("--port 0"), "{}", run.err);
    let run = site.run(&["serve", "--port", &port, "--lang", "en"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains(&format!("port {port} is taken")), "{}", run.err);
    assert!(run.err.contains("help: ") && run.err.contains("--port 0"), "{}", run.err);
}

#[test]
fn where_there_is_no_site_every_command_says_the_same() {
    let empty = Scratch::new();
    let (serve, build) = (empty.run(&["serve", "--port", "0"]), empty.run(&["build"]));
    assert_eq!((serve.code, &serve.err), (2, &build.err));
    assert_eq!(serve.out, "");
}

#[test]
fn an_edit_reaches_an_open_page() {
    let site = site();
    let preview = Preview::of(&site, &[]);
    let page = preview.get("/ljsbp/about/");
    assert!(page.has("原来的话"));
    let mut events = preview.events();
    // Whoever connects is told at once, so nothing is missed between page and connection.
    assert_eq!(events.next(), page.version());
    site.write(ABOUT, about("改过的话。"));
    let version = events.next();
    assert_ne!(version, page.version());
    let page = preview.get("/ljsbp/about/");
    assert!(page.has("改过的话") && !page.has("原来的话"));
    assert_eq!(preview.events().next(), page.version());
}

#[test]
fn a_file_that_an_editor_puts_in_anothers_place_counts_as_saved() {
    let site = site();
    let preview = Preview::of(&site, &[]);
    let put = |path: &str, text: &str| {
        site.write("content/.saving", text);
        fs::rename(site.path("content/.saving"), site.path(path)).expect("one file system");
    };
    put(ABOUT, &about("换了文件的话。"));
    preview.wait_for("/ljsbp/about/", |page| page.has("换了文件的话"));
    put("site.toml", &SETTINGS.replace("亮晒专栏", "新的栏目"));
    preview.wait_for("/ljsbp/about/", |page| page.has("新的栏目"));
    // As vim saves: the old file moves aside, a new one is written, the old one goes.
    fs::rename(site.path(ABOUT), site.path(&format!("{ABOUT}~"))).expect("one file system");
    site.write(ABOUT, about("又换了的话。"));
    site.remove(&format!("{ABOUT}~"));
    preview.wait_for("/ljsbp/about/", |page| page.has("又换了的话"));
}

#[test]
fn folders_that_come_and_go_are_followed() {
    let site = site();
    let preview = Preview::of(&site, &[]);
    site.write("content/pages/new/deep/a.md", "---\n标题: 新的\n---\n一\n");
    preview.wait_for("/ljsbp/new/deep/a/", |page| page.status == 200);
    site.write("content/pages/new/deep/a.md", "---\n标题: 新的\n---\n二二\n");
    preview.wait_for("/ljsbp/new/deep/a/", |page| page.has("二二"));
    fs::rename(site.path("content/pages/new"), site.path("content/pages/old")).expect("a rename");
    preview.wait_for("/ljsbp/old/deep/a/", |page| page.status == 200);
    assert_eq!(preview.get("/ljsbp/new/deep/a/").status, 404);
    site.remove("content/pages/old");
    preview.wait_for("/ljsbp/old/deep/a/", |page| page.status == 404);
    // The theme's folder was not there when the preview began.
    site.write(
        "themes/default/task.html",
        "{% extends \"default/task.html\" %}{% block related %}<p>问本局</p>{% endblock related %}",
    );
    preview.wait_for(TASK, |page| page.has("<p>问本局</p>"));
    site.write("themes/default/words/zh-CN.toml", "state_due_soon = \"快到了\"\n");
    preview.wait_for(TASK, |page| page.has("快到了"));
    // Its style sheet comes to lie elsewhere, and is there.
    site.write("themes/default/style.css", "body { color: #123456 }");
    let sheet = "assets/style-362d2688.css";
    preview.wait_for(TASK, |page| page.has(&format!("href=\"../../{sheet}\"")));
    assert!(preview.get(&format!("/ljsbp/{sheet}")).has("#123456"));
    // All of the content is put in another's place.
    fs::rename(site.path("content"), site.path("content-old")).expect("a rename");
    scratch::copy(&site.path("content-old"), &site.path("content"));
    site.write(ABOUT, about("搬回来的话。"));
    preview.wait_for("/ljsbp/about/", |page| page.has("搬回来的话"));
    site.write(ABOUT, about("还在看着。"));
    preview.wait_for("/ljsbp/about/", |page| page.has("还在看着"));
}

#[test]
fn an_error_is_shown_over_the_last_good_page_and_goes_when_mended() {
    let site = site();
    let preview = Preview::of(&site, &[]);
    assert!(!preview.get(TASK).has("class=\"faults\" open"));
    let mut events = preview.events();
    events.next();
    let path = "content/tasks/01/index.md";
    let good = fs::read_to_string(site.path(path)).expect("the task");
    site.write(path, good.replace("责任单位: 审批局", "责任单位: <b>审批</b>"));
    events.next();
    let page = preview.wait_for(TASK, |page| page.has("LS0301"));
    assert_eq!(page.status, 200);
    for part in [
        "<details name=\"liangshai-panel\" class=\"faults\" open>",
        "1<span class=\"word\"> 处错误",
        "content/tasks/01/index.md:4:7",
        "责任单位: <mark>&lt;b&gt;审批&lt;/b&gt;</mark>",
        "办法：",
        "一窗受理",
    ] {
        assert!(page.has(part), "{part} in {}", page.text());
    }
    assert!(!page.has("<b>审批"), "{}", page.text());
    // Every page shows it, and the one on a terminal is told how many there are.
    assert!(preview.get("/ljsbp/").has("LS0301"));
    assert!(preview.line().contains("1处错误"));
    site.write(path, &good);
    let page = preview.wait_for(TASK, |page| !page.has("LS0301"));
    assert!(page.has("一窗受理") && !page.has("class=\"faults\" open"), "{}", page.text());
    assert_eq!(preview.line(), "错误已改正");
}

#[test]
fn a_broken_template_is_shown_at_its_place_too() {
    let site = site();
    site.write("themes/default/task.html", "{% extends \"default/task.html\" %}");
    let preview = Preview::of(&site, &[]);
    site.write(
        "themes/default/task.html",
        "{% extends \"default/task.html\" %}{% block related %}{{ nothing.at_all }}{% endblock related %}",
    );
    let page = preview.wait_for(TASK, |page| page.has("LS0701"));
    assert!(page.has("themes/default/task.html:1:"), "{}", page.text());
    assert!(page.has("一窗受理"), "{}", page.text());
    // Pages of other templates are as they were.
    assert_eq!(preview.get("/ljsbp/about/").status, 200);
}

#[test]
fn a_theme_s_own_row_is_listed_and_its_fault_shown_at_its_place() {
    let row = |words: &str| {
        format!(
            "{{% component task_row(i, plan: bool, why: bool, role = none, under: bool = false, \
             @w, @page) %}}<tr><td><a href=\"{{{{ page.root }}}}{{{{ i.href }}}}\">{words}</a>\
             </td></tr>{{% endcomponent task_row %}}"
        )
    };
    let site = site();
    site.write("themes/default/row.html", row("我的行"));
    let preview = Preview::of(&site, &[]);
    let board = preview.get("/ljsbp/tasks/");
    assert!(board.has("<td><a href=\"../tasks/") && board.has("我的行"), "{}", board.text());
    site.write("themes/default/row.html", row("{{ i.nothing.at_all }}"));
    let page = preview.wait_for("/ljsbp/tasks/", |page| page.has("LS0701"));
    assert!(page.has("themes/default/row.html:1:"), "{}", page.text());
}

#[test]
fn a_site_that_was_never_good_shows_its_faults() {
    let site = site();
    let good = fs::read_to_string(site.path(ABOUT)).expect("the page");
    site.write(ABOUT, good.replace("标题:", "题目:"));
    let preview = Preview::of(&site, &["--lang", "en"]);
    assert!(preview.line().contains("error"));
    for path in ["/", "/ljsbp/about/", "/ljsbp/assets/style.css"] {
        let page = preview.get(path);
        assert_eq!(page.status, 503, "{path}");
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        assert!(page.has("content/pages/about/index.md:2:1"), "{}", page.text());
        assert!(page.has("Nothing to preview yet"), "{}", page.text());
        assert!(!page.has("The page is as it was"), "{}", page.text());
    }
    let mut events = preview.events();
    assert_eq!(events.next(), preview.get("/").version());
    site.write(ABOUT, good);
    events.next();
    preview.wait_for("/ljsbp/about/", |page| page.status == 200);
}

/// The value of the one cookie an answer sets.
fn cookie(answer: &preview::Answer) -> String {
    let [cookie] = answer.all("set-cookie") else { panic!("one cookie: {answer:?}") };
    for part in ["Path=/", "HttpOnly", "SameSite=Strict"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    cookie.split(';').next().expect("a value").to_owned()
}

#[test]
fn the_day_is_chosen_in_the_bar_and_given_up_again() {
    let site = site();
    let preview = Preview::of(&site, &[]);
    let page = preview.get(TASK);
    assert!(page.has("临近时限") && page.has("value=\"2023-06-25\""), "{}", page.text());
    assert!(!page.has("回到默认日期"));
    let chosen = preview.get("/.liangshai/view?back=%2Fljsbp%2Ftasks%2F01%2F&day=2023-07-01");
    assert_eq!((chosen.status, chosen.header("location")), (303, TASK));
    let cookie_of_day = cookie(&chosen);
    assert_eq!(cookie_of_day, "liangshai-day=2023-07-01");
    let page = preview.send("GET", TASK, &[("Cookie", &cookie_of_day)]);
    assert!(page.has("逾期未完成") && page.has("value=\"2023-07-01\""), "{}", page.text());
    assert!(page.has("回到默认日期"));
    // Other readers are not concerned.
    assert!(preview.get(TASK).has("value=\"2023-06-25\""));
    let given_up = preview.get("/.liangshai/view?back=%2Fljsbp%2F&day=");
    assert_eq!(given_up.header("location"), "/ljsbp/");
    assert!(given_up.header("set-cookie").contains("Max-Age=0"));
    // A day that is none is no choice, in a form or in a cookie.
    assert_eq!(preview.get("/.liangshai/view?back=%2F&day=2023-02-30").status, 400);
    let page = preview.send("GET", TASK, &[("Cookie", "liangshai-day=tomorrow")]);
    assert!(page.has("value=\"2023-06-25\""));
}

#[test]
fn the_day_comes_from_the_call_else_the_site_else_the_clock() {
    let site = site();
    let preview = Preview::of(&site, &["--as-of", "2023-07-02"]);
    assert!(preview.get(TASK).has("value=\"2023-07-02\""));
    site.write("site.toml", SETTINGS.replace("as_of = 2023-06-25\n", ""));
    let preview = Preview::of(&site, &[]);
    assert!(preview.get(TASK).has("逾期未完成"));
}

#[test]
fn a_form_from_elsewhere_is_refused_and_leads_nowhere_else() {
    let site = site();
    let preview = Preview::of(&site, &[]);
    let view = "/.liangshai/view?day=2023-07-01&back=%2Fljsbp%2F";
    for header in [
        ("Sec-Fetch-Site", "cross-site"),
        ("Sec-Fetch-Site", "same-site"),
        ("Origin", "https://evil.example"),
        ("Origin", "null"),
    ] {
        let answer = preview.send("GET", view, &[header]);
        assert_eq!(answer.status, 403, "{header:?}");
        assert!(answer.all("set-cookie").is_empty());
    }
    assert_eq!(preview.send("GET", view, &[("Sec-Fetch-Site", "same-origin")]).status, 303);
    for back in [
        "%2F%2Fevil.example",
        "https%3A%2F%2Fevil.example%2F",
        "%2F%5Cevil.example",
        "%2Fa%0D%0ASet-Cookie%3A+a%3Db",
        "%2F.liangshai%2Fview%3Fday%3D",
        "",
    ] {
        let answer = preview.get(&format!("/.liangshai/view?day=2023-07-01&back={back}"));
        assert_eq!(answer.status, 400, "{back}");
        assert!(answer.all("set-cookie").is_empty() && answer.header("location").is_empty());
    }
}

#[test]
fn what_is_unpublished_is_shown_until_the_reader_turns_it_off() {
    let site = site();
    let preview = Preview::of(&site, &[]);
    let page = preview.get("/ljsbp/");
    assert!(page.has("未公开 2"), "{}", page.text());
    for href in ["/ljsbp/caogao/", "/ljsbp/news/neibu/"] {
        assert!(page.has(&format!("<a href=\"{href}\">")), "{href} in {}", page.text());
        let shown = preview.get(href);
        assert_eq!(shown.status, 200);
        assert!(shown.has("class=\"banner"), "{}", shown.text());
    }
    let off = cookie(&preview.get("/.liangshai/view?back=%2F&drafts=off"));
    assert_eq!(off, "liangshai-drafts=off");
    for href in ["/ljsbp/caogao/", "/ljsbp/news/neibu/"] {
        assert_eq!(preview.send("GET", href, &[("Cookie", &off)]).status, 404, "{href}");
    }
    let page = preview.send("GET", "/ljsbp/", &[("Cookie", &off)]);
    assert!(!page.has("未公开 ") && !page.has("草稿一篇"), "{}", page.text());
    let on = preview.get("/.liangshai/view?back=%2F&drafts=on");
    assert!(on.header("set-cookie").contains("Max-Age=0"));
}

#[test]
fn as_published_shows_what_a_build_would_publish_and_nothing_else() {
    let site = site();
    let built = site.built(&[]);
    let preview = Preview::of(&site, &["--as-published"]);
    for (path, route) in [
        ("index.html", "/ljsbp/"),
        ("tasks/01/index.html", TASK),
        ("about/index.html", "/ljsbp/about/"),
        ("404.html", "/ljsbp/404.html"),
    ] {
        let page = preview.get(route);
        assert!(!page.has("name=\"drafts\"") && !page.has("未公开 "), "{route}");
        assert_eq!(page.without_bar().as_bytes(), built[path], "{route}");
    }
    assert_eq!(preview.get("/ljsbp/data/tasks.json").body, built["data/tasks.json"]);
    for cookies in ["", "liangshai-drafts=on"] {
        for href in ["/ljsbp/caogao/", "/ljsbp/news/neibu/"] {
            assert_eq!(preview.send("GET", href, &[("Cookie", cookies)]).status, 404, "{href}");
        }
    }
}

#[test]
fn the_bar_names_the_edition_in_the_language_asked_for() {
    let site = site();
    let preview = Preview::of(&site, &["--edition", "internal", "--lang", "en"]);
    let page = preview.get("/ljsbp/news/neibu/");
    assert_eq!(page.status, 200);
    assert!(page.has("class=\"edition internal\">Internal<"), "{}", page.text());
    assert!(page.has("Unpublished 1"), "{}", page.text());
    assert!(Preview::of(&site, &[]).get("/ljsbp/").has("class=\"edition public\">公开版<"));
}

#[test]
fn nothing_is_written_to_the_sites_folder() {
    let site = site();
    let before = files(&site.0);
    let preview = Preview::of(&site, &[]);
    for path in ["/ljsbp/", TASK, "/ljsbp/feed.xml", PDF, "/ljsbp/nothing"] {
        preview.get(path);
    }
    preview.get("/.liangshai/view?back=%2F&day=2023-07-01");
    assert!(preview.end_by("-TERM").success());
    scratch::assert_same(&before, &files(&site.0), "the site's folder");
}

#[test]
fn it_ends_at_once_when_asked_to_even_with_pages_open() {
    let site = site();
    for signal in ["-INT", "-TERM"] {
        let preview = Preview::of(&site, &[]);
        let mut open = [preview.events(), preview.events()];
        for events in &mut open {
            events.next();
        }
        assert_eq!(preview.end_by(signal).code(), Some(0), "{signal}");
    }
}

#[test]
fn an_address_others_can_reach_is_warned_of() {
    let site = site();
    let preview = Preview::of(&site, &["--address", "0.0.0.0", "--lang", "en"]);
    let warning = preview.warning();
    assert!(warning.contains("0.0.0.0") && warning.contains("drafts"), "{warning}");
    assert!(preview.url.starts_with("http://127.0.0.1:"), "{}", preview.url);
    let port = preview.port;
    let status = |host: &str| preview.send("GET", "/ljsbp/", &[("Host", host)]).status;
    assert_eq!(status(&format!("10.1.2.3:{port}")), 200);
    assert_eq!(status(&format!("evil.example:{port}")), 421);
    let run = site.run(&["serve", "--port", "0", "--address", "203.0.113.7"]);
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(run.err.contains("203.0.113.7") && run.err.contains("--address"), "{}", run.err);
}

#[test]
fn a_quiet_preview_prints_its_address_alone() {
    let site = site();
    let preview = Preview::of(&site, &["--quiet"]);
    let page = preview.get(TASK);
    site.write(ABOUT, "---\n---\n");
    preview.wait_for(TASK, |page| page.has("class=\"faults\" open"));
    site.write(ABOUT, about("好了。"));
    preview.wait_for("/ljsbp/about/", |page| page.has("好了"));
    assert_eq!(page.status, 200);
    assert_eq!(preview.first, preview.url);
    assert_eq!(preview.rest(), "");
}

const SET_UP: &str = "set it up with\n  \
    apt-get install -y nodejs npm chromium fonts-noto-cjk && npm ci --prefix tests/browser\n\
    (a browser elsewhere is named in CHROMIUM)";

/// A browser that looks at the preview of a site.
fn browser(preview: &Preview, site: &Scratch, options: &[&str]) -> Command {
    let folder = repository().join("tests/browser");
    assert!(
        folder.join("node_modules/playwright-core").is_dir(),
        "the browser test lacks playwright-core; {SET_UP}"
    );
    let mut command = Command::new("node");
    command.arg(folder.join("serve.mjs")).arg(&preview.url).arg(&site.0).args(options);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn started(mut command: Command) -> Child {
    let started = command.spawn();
    started.unwrap_or_else(|fault| panic!("the browser test needs node ({fault}); {SET_UP}"))
}

fn assert_fine(look: Child) {
    let look = look.wait_with_output().expect("it ends");
    let (said, wrong) =
        (String::from_utf8_lossy(&look.stdout), String::from_utf8_lossy(&look.stderr));
    assert!(look.status.code() != Some(2), "{wrong}\n{SET_UP}");
    assert!(look.status.success(), "{said}\n{wrong}");
}

#[test]
fn an_open_page_follows_its_file_in_a_real_browser() {
    let site = site();
    let preview = Preview::of(&site, &[]);
    assert_fine(started(browser(&preview, &site, &[])));
}

#[test]
fn an_open_page_finds_a_preview_that_was_started_again() {
    let site = site();
    let preview = Preview::of(&site, &[]);
    let port = preview.port;
    let mut look = started(browser(&preview, &site, &["--restart"]));
    let said = preview::lines(look.stdout.take().expect("a pipe"));
    assert_eq!(said.iter().next().as_deref(), Some("open"));
    assert!(preview.end_by("-INT").success());
    site.write(ABOUT, about("重启以后的话。"));
    let _again = Preview::at(&site, port, &[]);
    assert_fine(look);
}
