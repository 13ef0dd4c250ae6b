//! What the rules of security and secrecy say that no single page of the manual shows.

#[path = "faults/scratch.rs"]
mod scratch;

use scratch::{Fault, Scratch};

const SETTINGS: &str = "title = \"专栏\"\nbase_url = \"https://www.example.gov.cn/\"
[defaults]\ndisclosure = \"主动公开\"\n[check.rules]\nmissing-identity = \"off\"\n";
const NEWS: &str = "content/news/a.md";

fn news(title: &str, body: &str) -> String {
    format!("---\n标题: {title}\n发布日期: 2023-03-03\n---\n{body}\n")
}

fn site(body: &str) -> Scratch {
    Scratch::site(&[("site.toml", SETTINGS), (NEWS, &news("甲", body))])
}

/// What these rules find.
fn found(site: &Scratch) -> Vec<Fault> {
    site.faults().into_iter().filter(|fault| fault.code.starts_with("LS09")).collect()
}

/// The same as codes and severities.
fn told(site: &Scratch) -> Vec<(String, String)> {
    found(site).into_iter().map(|fault| (fault.code, fault.severity)).collect()
}

fn pair(code: &str, severity: &str) -> (String, String) {
    (code.to_owned(), severity.to_owned())
}

#[test]
fn a_mark_is_an_error_in_its_own_form_and_a_warning_within_a_sentence() {
    assert_eq!(told(&site("机密★10年")), [pair("LS0901", "error")]);
    assert_eq!(told(&site("此件仅供内部参阅。")), [pair("LS0901", "warning")]);
    assert_eq!(told(&site("保守国家秘密，人人有责。")), []);
}

#[test]
fn a_brand_is_an_error_and_a_game_a_warning_told_once_with_how_often() {
    let site = site("bet36体育在线召开会议。ｂｅｔ36体育在线又召开会议。\n\n百家乐技巧。");
    assert_eq!(told(&site), [pair("LS0903", "error"), pair("LS0903", "warning")]);
    assert!(found(&site)[0].message.contains("共2处"));
}

#[test]
fn a_title_against_gambling_covers_the_list_below_it() {
    let site = site("");
    let body = "（一）百家乐；\n\n（二）老虎机。";
    site.write(NEWS, news("关于查禁赌博的通告", body));
    assert_eq!(told(&site), []);
    site.write(NEWS, news("甲", body));
    assert_eq!(told(&site).len(), 2);
}

#[test]
fn each_outside_host_is_told_once_a_record_and_listed_at_the_end() {
    let body = "[甲](https://a.example.com/1)[乙](https://A.example.com/2)\
                [丙](https://b.example.com/)[丁](https://www.gov.cn/)[戊](http://10.1.2.3/)";
    let site = site(body);
    let codes: Vec<String> = told(&site).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["LS0904", "LS0904", "LS0905"]);
    let out = site.run(&["check"]).out;
    assert!(out.contains("链接到的外部主机：\n     1  10.1.2.3\n     2  a.example.com\n"), "{out}");
    let listed = SETTINGS
        .replace("[check.rules]", "[check]\nlink_hosts = [\".example.com\"]\n[check.rules]");
    site.write("site.toml", listed);
    assert_eq!(told(&site), [pair("LS0905", "warning")]);
}

#[test]
fn a_host_in_disguise_is_an_error_and_one_in_punycode_a_warning() {
    assert_eq!(told(&site("[甲](https://www.gоv.cn/)")), [pair("LS0906", "error")]);
    assert_eq!(told(&site("[甲](https://xn--fiq06l.example/)")), [pair("LS0906", "warning")]);
    assert_eq!(told(&site("[甲](https://www.gov.cn@evil.example/)")), [pair("LS0904", "warning")]);
}

#[test]
fn odd_characters_are_mended_without_judgement() {
    let site = site("办事⼈出示⾝份证\u{200B}件，В座\u{202E}。");
    let codes: Vec<String> = told(&site).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["LS0908", "LS0911", "LS0907", "LS0910"]);
    site.run(&["check", "--fix"]);
    assert_eq!(told(&site), []);
    let text = std::fs::read_to_string(site.path(NEWS)).expect("a file");
    assert!(text.contains("办事人出示身份证件，B座。"), "{text}");
}

#[test]
fn hidden_links_are_found_in_what_is_written_and_in_what_is_built() {
    let hidden = "<div style='font-size:0'><a href='https://www.example.com/'>甲</a></div>";
    assert!(told(&site(hidden)).contains(&pair("LS0912", "error")));
    assert!(told(&site("[。](https://www.example.com/)")).contains(&pair("LS0912", "error")));
    let site = site("甲");
    site.write("themes/default/footer.html", format!("<footer>{hidden}</footer>"));
    let codes: Vec<String> = told(&site).into_iter().map(|(code, _)| code).collect();
    // The style itself is against the policy; each is told once for all pages.
    assert_eq!(codes, ["LS0914", "LS0917", "LS0915"]);
    assert!(found(&site).iter().all(|fault| fault.message.contains("个网页")));
}

#[test]
fn nothing_of_a_theme_may_call_on_another_site() {
    for (file, text) in [
        ("footer.html", "<footer><script src=\"//cdn.example.com/a.js\"></script></footer>"),
        (
            "footer.html",
            "<footer><img srcset=\"a.png 1x, https://cdn.example.com/b.png 2x\" alt=\"\"></footer>",
        ),
        ("footer.html", "<footer><form action=\"https://cdn.example.com/\"></form></footer>"),
        (
            "footer.html",
            "<footer><link rel=\"preconnect\" href=\"https://cdn.example.com\"></footer>",
        ),
        ("footer.html", "<footer><iframe src=\"https://cdn.example.com/\"></iframe></footer>"),
        ("style.css", "@import 'https://cdn.example.com/a.css';"),
        ("style.css", "body { background: url(\"//cdn.example.com/a.png\") }"),
        (
            "icon.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"https://cdn.example.com/a\"/></svg>",
        ),
    ] {
        let site = site("甲");
        site.write(&format!("themes/default/{file}"), text);
        assert!(told(&site).contains(&pair("LS0916", "error")), "{text}: {:?}", told(&site));
    }
}

#[test]
fn code_in_a_page_is_an_error_and_data_in_one_are_none() {
    for (text, severity) in [
        ("<script>alert(1)</script>", Some("error")),
        ("<p onclick=\"go()\">甲</p>", Some("error")),
        ("<a href=\" java\tscript:go()\">甲</a>", Some("error")),
        ("<p style=\"color:red\">甲</p>", Some("error")),
        ("<script type=\"application/ld+json\">{}</script>", None),
    ] {
        let site = site("甲");
        site.write("themes/default/footer.html", format!("<footer>{text}</footer>"));
        let found = told(&site).into_iter().find(|(code, _)| code == "LS0917");
        assert_eq!(found.map(|(_, severity)| severity).as_deref(), severity, "{text}");
    }
}

#[test]
fn what_is_kept_inside_may_be_called_a_draft() {
    let draft = "---\n标题: 方案（送审稿）\n发布日期: 2023-03-03\n公开属性: 系统内\n---\n甲\n";
    let site = site("甲");
    site.write("content/news/b.md", draft);
    assert_eq!(told(&site), []);
    site.write("content/news/b.md", draft.replace("系统内", "主动公开"));
    assert_eq!(told(&site), [pair("LS0902", "warning")]);
}
