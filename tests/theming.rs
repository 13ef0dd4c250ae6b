//! What a site puts into a theme: pieces of its portal, a logo, a colour, fonts, words, a language;
//! and the second theme, which shows all that the first one does.

#[allow(dead_code, reason = "these tests use a part of it")]
#[path = "pages/html.rs"]
mod html;
#[path = "faults/scratch.rs"]
mod scratch;

use std::collections::{BTreeMap, BTreeSet};

use html::Document;
use scratch::{Fault, SETTINGS, Scratch, copy, repository};

const NEWS: (&str, &str) =
    ("content/news/2023/a.md", "---\n标题: 甲\n发布日期: 2023-03-03\n---\n正文。\n");
const HEADER: &str = "themes/default/portal/header.html";

/// A site with a piece of news and what `[theme]` says.
fn site(theme: &str, files: &[(&str, &str)]) -> Scratch {
    let site = Scratch::site(&[NEWS]);
    let settings = SETTINGS.replace("[defaults]", &format!("[theme]\n{theme}\n[defaults]"));
    site.write("site.toml", settings);
    for (path, text) in files {
        site.write(path, text);
    }
    site
}

fn pages(tree: &BTreeMap<String, Vec<u8>>) -> impl Iterator<Item = (&str, String)> {
    let pages = tree.iter().filter(|(path, _)| path.ends_with(".html"));
    pages.map(|(path, bytes)| (path.as_str(), String::from_utf8_lossy(bytes).into_owned()))
}

/// Whether a page is a simpler reading, whose header is its own.
fn is_simple(path: &str) -> bool {
    path.ends_with("simple/index.html")
}

/// Where an address on a page leads in the tree, from a site below no folder.
fn led(page: &str, address: &str) -> String {
    if let Some(whole) = address.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn a_portal_s_pieces_and_logo_stand_on_every_page_and_lead_right_from_each() {
    let piece = "<link rel=\"stylesheet\" href=\"top.css\">\n<div><img src=\"badge.svg\" alt=\"徽\">\
                 <a href=\"news/\" id=\"to-news\">动态</a></div>";
    let settings = "header = \"portal/header.html\"\nfooter = \"portal/footer.html\"\n\
                    logo = \"portal/badge.svg\"\nlogo_alt = \"某县人民政府\"";
    let site = site(
        settings,
        &[
            (HEADER, piece),
            ("themes/default/portal/footer.html", "<p>主办：某县人民政府</p>"),
            ("themes/default/portal/badge.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
            ("themes/default/portal/top.css", "div{background:url(badge.svg)}"),
        ],
    );
    for (options, news) in [(&[][..], "news/"), (&["--offline"][..], "news/index.html")] {
        let tree = site.built(options);
        let mut seen = 0;
        for (path, text) in pages(&tree) {
            let page = Document::read(&text);
            assert_eq!(page.faults, [""; 0], "{path}");
            assert!(page.words.contains("主办：某县人民政府"), "{path}");
            let to_news = page.all("a").find(|a| a.get("id") == Some("to-news"));
            let to_news = to_news.and_then(|a| a.get("href")).map(|href| led(path, href));
            let alts: Vec<_> = page.all("img").filter_map(|img| img.get("alt")).collect();
            if is_simple(path) {
                assert_eq!((to_news, &*alts), (None, &["某县人民政府"][..]), "{path}");
            } else {
                assert_eq!(to_news.as_deref(), Some(news), "{path}");
                assert_eq!(alts, ["徽", "某县人民政府"], "{path}");
            }
            let sheets = page.all("link").filter(|l| l.get("rel") == Some("stylesheet"));
            let files = sheets.filter_map(|l| l.get("href"));
            let files = files.chain(page.all("img").filter_map(|img| img.get("src")));
            for file in files.map(|file| led(path, file)) {
                assert!(tree.contains_key(&file), "{path}: {file}");
                seen += 1;
            }
        }
        assert!(seen > 20, "{seen}");
        assert!(!tree.keys().any(|path| path.contains("portal/header")), "a piece is no file");
    }
}

fn told(faults: &[Fault]) -> Vec<String> {
    let told = |f: &Fault| format!("{} {}:{}:{}", f.code, f.path, f.line, f.column);
    faults.iter().map(told).collect()
}

#[test]
fn a_site_without_simpler_readings_leads_to_none_and_has_all_else() {
    let moved =
        ("content/news/2023/b.md", "---\n标题: 乙\n发布日期: 2023-03-04\n旧网址: [/old/b/]\n---\n");
    let [with, without] = [("true", true), ("false", false)].map(|(simple, has)| {
        let site = site(&format!("simple = {simple}"), &[moved]);
        let config = site.run(&["publish", "config", "nginx", "--root", "/srv/www"]);
        assert_eq!(config.code, 0, "{}", config.err);
        assert!(config.out.contains("/old/b/"), "{}", config.out);
        assert_eq!(config.out.contains("/old/b/simple/"), has, "{}", config.out);
        assert_eq!(told(&site.faults()), [""; 0], "simple = {simple}");
        site.built(&[])
    });
    assert!(with.contains_key("news/2023/a/simple/index.html"));
    for (path, text) in pages(&without) {
        assert!(
            !is_simple(path) && !text.contains("simple/") && !text.contains("长辈版"),
            "{path}"
        );
    }
    let usual = |tree: &BTreeMap<String, Vec<u8>>| -> BTreeSet<String> {
        tree.keys().filter(|path| !is_simple(path)).cloned().collect()
    };
    assert_eq!(usual(&without), usual(&with));
    let map = |tree: &BTreeMap<String, Vec<u8>>| tree["sitemap.xml"].clone();
    assert_eq!(map(&without), map(&with), "machines are told of the usual pages alone");
}

#[test]
fn an_old_address_leads_from_its_simpler_reading_to_the_new_one() {
    let site = site(
        "",
        &[
            (
                "content/news/2023/b.md",
                "---\n标题: 乙\n发布日期: 2023-03-04\n旧网址: [/news/b/, /b.html]\n---\n",
            ),
            ("content/posts/zhang.md", "---\n标题: 局长\n单位: 局\n旧网址: [/posts/old/]\n---\n"),
            ("content/offices/ju.md", "---\n标题: 局\n---\n"),
        ],
    );
    let tree = site.built(&[]);
    let text = |path: &str| String::from_utf8_lossy(&tree[path]).into_owned();
    for (old, new) in [
        ("news/b/index.html", "../../news/2023/b/"),
        ("news/b/simple/index.html", "../../../news/2023/b/simple/"),
        ("b.html", "./news/2023/b/"),
        ("posts/old/index.html", "../../posts/zhang/"),
    ] {
        assert!(text(old).contains(&format!("content=\"0; url={new}\"")), "{old}: {}", text(old));
    }
    assert!(!tree.keys().any(|path| path.starts_with("b.html/")), "a file has nothing below it");
    assert!(!tree.contains_key("posts/old/simple/index.html"), "posts have no simpler reading");
    let manifest: serde_json::Value =
        serde_json::from_slice(&tree["MANIFEST.json"]).expect("a manifest");
    assert_eq!(manifest["redirects"]["news/b/simple/index.html"], "news/2023/b/simple/");
}

#[test]
fn check_looks_into_the_pieces_as_it_looks_into_pages() {
    let piece = "<p>内部资料</p>\n<p><a href=\"gone/\">没有</a></p>\n<p>联系人手机13812345678</p>";
    let site = site("header = \"portal/header.html\"", &[(HEADER, piece)]);
    let found = told(&site.faults());
    let has = |code: &str, path: &str| {
        found.iter().any(|line| line.starts_with(code) && line.contains(path))
    };
    assert!(has("LS0901", &format!("{HEADER}:1:4")), "{found:#?}");
    assert!(has("LS1015", "public/"), "{found:#?}");
    assert!(has("LS0802", ""), "{found:#?}");
}

#[test]
fn links_to_the_top_of_the_host_are_the_portal_s_own_on_every_page() {
    let piece = "<p><a href=\"/zwgk/\">政务公开</a></p>";
    let site = site("header = \"portal/header.html\"", &[(HEADER, piece)]);
    let settings = std::fs::read_to_string(site.path("site.toml")).expect("settings");
    let address = "base_url = \"https://www.example.gov.cn/\"\n";
    let below = address.replace("cn/", "cn/zhuanlan/");
    for (given, is_dead) in [("", false), (&*below, false), (address, true)] {
        site.write("site.toml", settings.replace(address, given));
        let faults = site.faults();
        let count = faults.iter().filter(|fault| fault.code == "LS1015").count();
        assert_eq!(count > 0, is_dead, "{given}: {:?}", told(&faults));
    }
}

#[test]
fn a_piece_with_a_script_stops_the_build_at_its_place() {
    let piece = "<p>甲</p>\n<p onclick=\"x()\">乙</p>";
    let site = site("header = \"portal/header.html\"", &[(HEADER, piece)]);
    let run = site.run(&["build"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains(&format!("{HEADER}:2:1")), "{}", run.err);
    assert!(run.err.contains("片段里不能用属性 onclick"), "{}", run.err);
    assert!(!site.path("public").exists());
}

#[test]
fn files_that_are_not_there_are_faults_at_their_settings() {
    let site = site("header = \"gone.html\"\nlogo = \"gone.svg\"", &[]);
    let found = told(&site.faults());
    let expected = ["LS0601 site.toml:4:10", "LS0601 site.toml:5:8", "LS0601 site.toml:5:8"];
    assert_eq!(found, expected, "the piece, the logo, and the logo's words");
}

#[test]
fn a_colour_and_fonts_are_in_the_style_sheet_and_nowhere_in_the_pages() {
    let settings = "colour = \"#8b1a1a\"\nfonts = [\"Songti SC\"]";
    let tree = site(settings, &[]).built(&[]);
    let (_, css) = tree.iter().find(|(path, _)| path.starts_with("assets/style-")).expect("one");
    let css = String::from_utf8_lossy(css);
    assert!(css.contains("--main:#8b1a1a") && !css.contains("#0b4f8a"));
    assert!(css.contains("body{font-family:\"Songti SC\",\"PingFang SC\""));
    assert_eq!(scratch::holding(&tree, "8b1a1a").len(), 1);
    let pale = site("colour = \"#ffcc00\"", &[]).run(&["build"]);
    assert!(pale.code == 1 && pale.err.contains("最接近的可用颜色：colour = \"#"), "{}", pale.err);
}

#[test]
fn what_the_portal_s_footer_says_is_not_said_again() {
    let identity = "[identity]\norganizer = \"某县人民政府办公室\"\nicp = \"示ICP备1号\"\n\
                    error_report = \"https://www.example.gov.cn/jiucuo/\"\n";
    let piece =
        "<p>主办：某县人民政府办公室</p><a href=\"https://www.example.gov.cn/jiucuo/\">找错</a>";
    let site = site("footer = \"foot.html\"", &[("themes/default/foot.html", piece)]);
    let settings = std::fs::read_to_string(site.path("site.toml")).expect("settings");
    site.write("site.toml", settings.replace("[defaults]", &format!("{identity}[defaults]")));
    let home = String::from_utf8(site.built(&[])["index.html"].clone()).expect("a page");
    let foot = home.split("<footer>").nth(1).expect("a footer");
    let count = |words: &str| foot.matches(words).count();
    let counts = ["某县人民政府办公室", "jiucuo", "示ICP备1号"].map(count);
    assert_eq!(counts, [1, 1, 1], "{foot}");
    assert_eq!(site.faults().iter().filter(|fault| fault.code == "LS1010").count(), 0);
}

#[test]
fn pages_follow_a_piece_that_changes_as_a_clean_build_would() {
    let site = site("header = \"portal/header.html\"", &[(HEADER, "<p>甲</p>")]);
    site.built(&[]);
    site.write(HEADER, "<p>乙</p>");
    let again = site.built(&[]);
    site.remove("public");
    site.remove(".liangshai");
    scratch::assert_same(&again, &site.built(&[]), "a piece that changed");
}

#[test]
fn another_s_theme_has_what_the_settings_put_in_as_well() {
    let site = site(
        "name = \"mine\"\nheader = \"top.html\"",
        &[
            ("themes/mine/top.html", "<p>门户</p>"),
            ("themes/mine/words/zh-CN.toml", "home = \"主页\"\n"),
        ],
    );
    let tree = site.built(&[]);
    for (path, text) in pages(&tree) {
        assert!(text.contains(">主页</a>"), "{path}");
        assert_eq!(text.contains("<p>门户</p>"), !is_simple(path), "{path}");
    }
}

/// A language with a table: right words are for who speaks it, so these only stand for some.
const TABLE: &str = "language_writing = \"vertical-lr\"\nday_in_words = \"{year}.{month}.{day}\"\n\
                     home = \"[home]\"\nskip = \"[skip]\"\nmonth_3 = \"[3]\"\n";

#[test]
fn a_language_of_the_site_s_own_is_a_table_and_says_on_each_page_how_it_is_written() {
    let site = site("name = \"mine\"", &[("themes/mine/words/mn-Mong.toml", TABLE)]);
    let settings = std::fs::read_to_string(site.path("site.toml")).expect("settings");
    site.write("site.toml", format!("language = \"mn-Mong\"\n{settings}"));
    let run = site.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("LS0705") && run.err.contains("mn-Mong.toml:1:1"), "{}", run.err);
    let tree = scratch::files(&site.path("public"));
    for (path, text) in pages(&tree) {
        let page = Document::read(&text);
        let html = page.all("html").next().expect("a root");
        let root = (html.get("lang"), html.get("data-writing"), html.get("dir"));
        assert_eq!(root, (Some("mn-Mong"), Some("vertical-lr"), None), "{path}");
        assert!(page.words.contains("[home]") && page.words.contains("[skip]"), "{path}");
    }
    let news = String::from_utf8_lossy(&tree["news/2023/a/index.html"]);
    assert!(news.contains("2023.[3].3"), "{news}");
    site.remove("themes/mine/words/mn-Mong.toml");
    site.write("themes/mine/words/zh-CN.toml", "");
    let run = site.run(&["build"]);
    assert!(run.code == 1 && run.err.contains("themes/mine/words/mn-Mong.toml"), "{}", run.err);
}

/// The example site in a theme.
fn example(theme: &str) -> Scratch {
    let site = Scratch::new();
    for folder in ["content", "themes"] {
        copy(&repository().join(folder), &site.path(folder));
    }
    let settings = std::fs::read_to_string(repository().join("site.toml")).expect("settings");
    let named = settings.replace("theme = \"default\"", &format!("theme = \"{theme}\""));
    site.write("site.toml", named);
    site
}

/// What a page's own matter says in figures, and where it leads.
fn facts(page: &Document) -> (BTreeSet<String>, BTreeSet<String>) {
    let main = page.all("main").next().expect("a page has its matter");
    let words = page.text(main);
    let is_figure = |c: char| c.is_ascii_digit() || ".%-/:".contains(c);
    let figures =
        words.split(|c| !is_figure(c)).map(|figure| figure.trim_matches(['.', '-', '/', ':']));
    let figures = figures.filter(|f| f.contains(|c: char| c.is_ascii_digit())).map(str::to_owned);
    let links = page.inside(main).filter(|e| e.name == "a").filter_map(|a| a.get("href"));
    (figures.collect(), links.map(str::to_owned).collect())
}

#[test]
fn the_plain_theme_has_each_page_of_the_default_one_with_all_its_figures_and_links() {
    let (usual, plain) = (example("default"), example("plain"));
    let (usual, plain) = (usual.built(&["--offline"]), plain.built(&["--offline"]));
    let mut lost = Vec::new();
    let mut compared = 0;
    for (path, text) in pages(&usual) {
        let page = Document::read(&text);
        let Some(other) = plain.get(path) else {
            lost.push(format!("{path} is not there"));
            continue;
        };
        if page.all("main").next().is_none() {
            continue;
        }
        let other = Document::read(&String::from_utf8_lossy(other));
        lost.extend(other.faults.iter().map(|fault| format!("{path}: {fault}")));
        let (before, after) = (facts(&page), facts(&other));
        lost.extend(before.0.difference(&after.0).map(|figure| format!("{path}: {figure}")));
        lost.extend(before.1.difference(&after.1).map(|link| format!("{path}: {link}")));
        compared += 1;
    }
    assert!(lost.is_empty(), "{} lost: {:#?}", lost.len(), &lost[..lost.len().min(30)]);
    assert!(compared > 200, "{compared}");
    let sheet = |tree: &BTreeMap<String, Vec<u8>>| {
        let path = tree.keys().find(|path| path.starts_with("assets/style-"));
        tree[path.expect("a style sheet")].len()
    };
    assert!(sheet(&plain) * 4 < sheet(&usual), "it is a small one");
}

#[test]
fn the_gate_finds_nothing_in_the_pages_of_the_plain_theme() {
    let run = example("plain").run(&["check", "--deny", "warnings"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}
