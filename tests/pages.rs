//! Every page of the shipped site, as it is built: sound HTML, links that lead somewhere, the
//! tags inspectors look for, and what a reader without eyes, script or network needs.

#[path = "pages/charts.rs"]
mod charts;
#[path = "pages/html.rs"]
mod html;
#[path = "pages/judged.rs"]
mod judged;
#[path = "pages/reading.rs"]
mod reading;
#[path = "pages/related.rs"]
mod related;
#[path = "pages/simple.rs"]
mod simple;
#[path = "pages/stated.rs"]
mod stated;
#[path = "pages/weight.rs"]
mod weight;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use html::{Document, Element};
use liangshai::model::Kind;

/// One way of building the shipped site.
struct Build {
    name: &'static str,
    options: &'static [&'static str],
    offline: bool,
}

const BUILDS: [Build; 4] = [
    Build { name: "public", options: &["--offline"], offline: true },
    Build { name: "served", options: &[], offline: false },
    Build { name: "internal", options: &["--offline", "--edition", "internal"], offline: true },
    Build { name: "drafts", options: &["--offline", "--drafts"], offline: true },
];

/// A built tree: its files, and its pages read.
struct Tree {
    offline: bool,
    files: BTreeSet<String>,
    pages: BTreeMap<String, Document>,
}

fn build(build: &Build) -> Tree {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages").join(build.name);
    if out.exists() {
        std::fs::remove_dir_all(&out).expect("the last run's folder can be removed");
    }
    let run = Command::new(env!("CARGO_BIN_EXE_liangshai"))
        .args(["build", "--quiet", "--site", env!("CARGO_MANIFEST_DIR"), "--out"])
        .arg(&out)
        .args(build.options)
        .output()
        .expect("the program starts");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let mut tree = Tree { offline: build.offline, files: BTreeSet::new(), pages: BTreeMap::new() };
    for entry in walkdir::WalkDir::new(&out) {
        let entry = entry.expect("the built tree can be walked");
        if !entry.file_type().is_file() {
            continue;
        }
        let path: PathBuf = entry.path().strip_prefix(&out).expect("below the tree").into();
        let name = path.to_str().expect("addresses are ASCII").replace('\\', "/");
        if name.ends_with(".html") {
            let text = std::fs::read_to_string(entry.path()).expect("a page is UTF-8");
            tree.pages.insert(name.clone(), Document::read(&text));
        }
        tree.files.insert(name);
    }
    assert!(tree.pages.len() > 200, "the shipped site has its pages");
    tree
}

/// Asks `check` of every page of every build and tells all that is wrong at once.
fn every_page(check: impl Fn(&Tree, &str, &Document, &mut Vec<String>)) {
    let mut wrong = Vec::new();
    for way in &BUILDS {
        let tree = built(way.name);
        for (name, page) in &tree.pages {
            let mut found = Vec::new();
            check(tree, name, page, &mut found);
            wrong.extend(found.into_iter().map(|what| format!("{}/{name}: {what}", way.name)));
        }
    }
    let shown: Vec<_> = wrong.iter().take(40).map(String::as_str).collect();
    assert!(wrong.is_empty(), "{} faults, among them\n{}", wrong.len(), shown.join("\n"));
}

/// Builds once for all tests.
fn built(name: &str) -> &'static Tree {
    static TREES: std::sync::OnceLock<BTreeMap<&'static str, Tree>> = std::sync::OnceLock::new();
    let trees = TREES.get_or_init(|| BUILDS.iter().map(|way| (way.name, build(way))).collect());
    &trees[name]
}

fn is_redirect(page: &Document) -> bool {
    page.all("meta").any(|meta| meta.get("http-equiv") == Some("refresh"))
}

fn metas(page: &Document) -> Vec<(&str, &str)> {
    page.all("meta")
        .filter_map(|meta| Some((meta.get("name")?, meta.get("content").unwrap_or(""))))
        .collect()
}

/// What kind of page an address is, as far as its tags are concerned.
#[derive(Debug, PartialEq)]
enum Sort {
    Home,
    Column,
    Article,
    Tombstone,
    NotFound,
}

fn sort(name: &str, page: &Document) -> Sort {
    let is_column = |folder: &str| {
        Kind::of_folder(folder).is_some()
            || folder.starts_with("years/")
            || ["search", "data", "corrections", "sitemap", "offices/summary"].contains(&folder)
            || folder.starts_with("tasks/by/")
            || folder.starts_with("problems/by/")
            || folder == "tasks/wall"
    };
    // A simpler reading has the tags of its page.
    let name = &simple::subject(name).unwrap_or_else(|| name.to_owned());
    let folder = name.strip_suffix("/index.html");
    match (name.as_str(), folder) {
        ("index.html", _) => Sort::Home,
        ("404.html", _) => Sort::NotFound,
        (_, Some(folder)) if is_column(folder) => Sort::Column,
        _ if metas(page).contains(&("robots", "noindex")) => Sort::Tombstone,
        _ => Sort::Article,
    }
}

/// The language a page is in, by its address.
fn language(name: &str) -> &'static str {
    if name.ends_with("/en/index.html") { "en" } else { "zh-CN" }
}

#[test]
fn the_markup_is_sound() {
    every_page(|_, name, page, wrong| {
        wrong.extend(page.faults.iter().cloned());
        let html = page.all("html").next();
        if html.and_then(|html| html.get("lang")) != Some(language(name)) {
            wrong.push("the page does not name its language".into());
        }
        for name in ["title", "h1", "main"] {
            // A drawing has a title of its own.
            let drawn =
                |e: &&Element| page.all("svg").any(|svg| page.children(svg).any(|c| c.at == e.at));
            let found: Vec<_> = page.all(name).filter(|e| !drawn(e)).collect();
            match found.as_slice() {
                [one] if name == "main" || !page.text(one).is_empty() => {}
                _ => wrong.push(format!("{} <{name}>, or an empty one", found.len())),
            }
        }
        for text in ["{{", "}}", "{%", "null", "undefined", "NaN"] {
            if page.words.contains(text) {
                wrong.push(format!("`{text}` in the text"));
            }
        }
    });
}

#[test]
fn headings_never_skip_and_are_never_empty() {
    every_page(|_, _, page, wrong| {
        let mut above = 0;
        for heading in page.elements.iter().filter(|e| e.heading().is_some()) {
            let level = heading.heading().unwrap_or(0);
            if level > above + 1 {
                wrong.push(format!("h{level} under h{above}: {}", page.text(heading)));
            }
            if page.text(heading).is_empty() {
                wrong.push(format!("an empty h{level}"));
            }
            above = level;
        }
    });
}

#[test]
fn ids_are_never_repeated() {
    every_page(|_, _, page, wrong| {
        let mut seen = BTreeSet::new();
        for id in page.elements.iter().filter_map(|element| element.get("id")) {
            if id.is_empty() || id.contains(char::is_whitespace) || !seen.insert(id) {
                wrong.push(format!("the id `{id}` is empty, broken or repeated"));
            }
        }
        for element in &page.elements {
            for named in element.get("aria-labelledby").iter().flat_map(|ids| ids.split(' ')) {
                if !seen.contains(named) {
                    wrong.push(format!("nothing has the id `{named}` that names a section"));
                }
            }
        }
    });
}

#[test]
fn every_table_can_be_read_by_ear() {
    every_page(|_, _, page, wrong| {
        for table in page.all("table") {
            let captions: Vec<_> = page.inside(table).filter(|e| e.name == "caption").collect();
            match captions.as_slice() {
                [caption] if !page.text(caption).is_empty() => {}
                _ => wrong.push("a table without a caption".into()),
            }
            let heads: Vec<_> = page.inside(table).filter(|e| e.name == "th").collect();
            if heads.is_empty() {
                wrong.push("a table without heads".into());
            }
            for head in heads {
                let scope = head.get("scope").unwrap_or("");
                if !["col", "row", "rowgroup", "colgroup"].contains(&scope) {
                    wrong.push(format!("a head without scope: {}", page.text(head)));
                }
            }
        }
        for row in page.all("tr").filter(|row| page.inside(row).count() == 0) {
            wrong.push(format!("an empty row at {}", row.at));
        }
    });
}

#[test]
fn lists_hold_what_they_may_and_are_never_empty() {
    every_page(|_, _, page, wrong| {
        for list in page.elements.iter().filter(|e| ["ul", "ol"].contains(&e.name.as_str())) {
            let items: Vec<_> = page.children(list).collect();
            if items.is_empty() || items.iter().any(|item| item.name != "li") {
                wrong.push(format!("a <{}> that is empty or holds more than <li>", list.name));
            }
        }
        for list in page.all("dl") {
            let groups: Vec<_> = page.children(list).collect();
            if groups.is_empty() {
                wrong.push("an empty <dl>".into());
            }
            for group in groups {
                let names: Vec<_> = page.children(group).map(|e| e.name.as_str()).collect();
                let sound = group.name == "div"
                    && names.first() == Some(&"dt")
                    && names.last() == Some(&"dd")
                    && names.iter().all(|name| ["dt", "dd"].contains(name));
                if !sound {
                    wrong.push(format!("a <dl> with <{}> of {names:?}", group.name));
                }
                for part in page.children(group).filter(|part| page.text(part).is_empty()) {
                    wrong.push(format!("an empty <{}> in a <dl>", part.name));
                }
            }
        }
    });
}

#[test]
fn nothing_is_inline_and_nothing_is_fetched_from_elsewhere() {
    every_page(|_, _, page, wrong| {
        for element in &page.elements {
            let name = element.name.as_str();
            if name == "style" || (name == "script" && element.get("src").is_none()) {
                wrong.push(format!("an inline <{name}>"));
            }
            for (attribute, value) in &element.attributes {
                if attribute == "style" || attribute.starts_with("on") {
                    wrong.push(format!("{attribute}=\"{value}\" on <{name}>"));
                }
                let fetched = ["src", "srcset", "poster", "data", "action"]
                    .contains(&attribute.as_str())
                    || (attribute == "href"
                        && name == "link"
                        && element.get("hreflang").is_none()
                        && !["canonical"].contains(&element.get("rel").unwrap_or("")));
                if fetched && (value.contains("//") || value.starts_with("data:")) {
                    wrong.push(format!(
                        "<{name} {attribute}=\"{value}\"> is fetched from elsewhere"
                    ));
                }
            }
            if name == "img" && element.get("alt").is_none() {
                wrong.push("an image without alt".into());
            }
        }
        let policy =
            page.all("meta").find(|m| m.get("http-equiv") == Some("Content-Security-Policy"));
        if policy.is_none() && !is_redirect(page) {
            wrong.push("no content security policy".into());
        }
    });
}

#[test]
fn the_page_of_search_leads_to_every_section_office_year_and_indicator_without_a_script() {
    for tree in BUILDS.iter().map(|way| built(way.name)) {
        let page = &tree.pages["search/index.html"];
        let ways: Vec<_> = page.all("h2").filter_map(|heading| heading.get("id")).collect();
        assert_eq!(ways, ["kinds", "offices", "years", "indicators"]);
        let hrefs: BTreeSet<&str> = page.all("a").filter_map(|link| link.get("href")).collect();
        let index = if tree.offline { "index.html" } else { "" };
        let sections = tree.pages.keys().filter(|path| {
            let folder = path.strip_suffix("/index.html").unwrap_or("");
            Kind::of_folder(folder).is_some()
        });
        let below = |kind: &'static str| {
            let is_one = move |path: &&String| {
                path.starts_with(kind) && **path != format!("{kind}index.html")
            };
            let pages = tree.pages.keys().filter(|path| language(path) == "zh-CN");
            pages.filter(is_one).filter(|path| simple::subject(path).is_none())
        };
        let offices = below("offices/").filter(|path| *path != "offices/summary/index.html");
        for path in sections.chain(offices).chain(below("indicators/")) {
            let href = format!("../{}{index}", path.trim_end_matches("index.html"));
            assert!(hrefs.contains(&*href), "{href} is not led to");
        }
    }
}

#[test]
fn every_link_has_words_and_leads_somewhere() {
    every_page(|tree, name, page, wrong| {
        for link in page.all("a") {
            if page.text(link).is_empty() && link.get("aria-label").is_none() {
                wrong.push(format!("a link without words to {:?}", link.get("href")));
            }
        }
        // Addresses for machines are full ones.
        let is_full = |e: &Element| {
            e.get("rel") == Some("canonical") || e.name == "link" && e.get("hreflang").is_some()
        };
        let links = page.elements.iter().filter(|e| !is_full(e));
        for (element, href) in
            links.flat_map(|e| ["href", "src"].iter().filter_map(move |a| Some((e, e.get(a)?))))
        {
            if let Some(what) = fault_of_link(tree, name, page, element, href) {
                wrong.push(format!("{href}: {what}"));
            }
        }
    });
}

fn fault_of_link(
    tree: &Tree,
    name: &str,
    page: &Document,
    element: &Element,
    href: &str,
) -> Option<String> {
    if ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| href.starts_with(scheme)) {
        return (element.name != "a").then(|| "an absolute address".into());
    }
    let (path, anchor) = href.split_once('#').unwrap_or((href, ""));
    let path = percent_encoding::percent_decode_str(path).decode_utf8().ok()?.into_owned();
    let target = if path.is_empty() {
        name.to_owned()
    } else if let Some(path) = path.strip_prefix('/') {
        // Served for any address, the 404 page alone cannot lean on its own.
        if name != "404.html" || tree.offline {
            return Some("an address from the domain's root".into());
        }
        match path.strip_prefix("ljsbp/") {
            Some(path) => path.to_owned(),
            None => return Some("not below the site's address".into()),
        }
    } else {
        let mut parts: Vec<&str> = name.split('/').collect();
        parts.pop();
        for part in path.split('/') {
            match part {
                "." => {}
                ".." if parts.pop().is_none() => return Some("above the site's top".into()),
                ".." => {}
                part => parts.push(part),
            }
        }
        parts.join("/")
    };
    let file = if target.is_empty() || target.ends_with('/') {
        if tree.offline {
            return Some("an offline link must name a file".into());
        }
        format!("{target}index.html")
    } else {
        target
    };
    if !tree.files.contains(&file) {
        return Some(format!("there is no {file}"));
    }
    let there = if file == name { Some(page) } else { tree.pages.get(&file) };
    match there {
        _ if anchor.is_empty() => None,
        None => Some("an anchor in what is no page".into()),
        Some(there) => {
            let anchor = percent_encoding::percent_decode_str(anchor).decode_utf8().ok()?;
            let found = there.elements.iter().any(|e| e.get("id") == Some(&*anchor));
            (!found).then(|| format!("{file} has no #{anchor}"))
        }
    }
}

#[test]
fn every_page_can_be_reached_from_the_home_page() {
    for way in BUILDS.iter().filter(|way| way.offline) {
        let tree = built(way.name);
        let mut reached = BTreeSet::from(["index.html".to_owned()]);
        let mut to_read = vec!["index.html".to_owned()];
        while let Some(name) = to_read.pop() {
            let Some(page) = tree.pages.get(&name) else { continue };
            for href in page.all("a").filter_map(|link| link.get("href")) {
                let path = href.split('#').next().unwrap_or("");
                let mut parts: Vec<&str> = name.split('/').collect();
                parts.pop();
                for part in path.split('/').filter(|part| !["", "."].contains(part)) {
                    if part == ".." {
                        parts.pop();
                    } else {
                        parts.push(part);
                    }
                }
                let target = parts.join("/");
                if tree.pages.contains_key(&target) && reached.insert(target.clone()) {
                    to_read.push(target);
                }
            }
        }
        let lost: Vec<_> = tree
            .pages
            .iter()
            .filter(|(name, page)| {
                !reached.contains(*name)
                    && !is_redirect(page)
                    && !matches!(sort(name, page), Sort::Tombstone | Sort::NotFound)
            })
            .map(|(name, _)| name)
            .collect();
        assert!(lost.is_empty(), "{}: no link leads to {lost:?}", way.name);
    }
}

#[test]
fn the_tags_of_the_norm_are_there_once_each_and_tell_the_truth() {
    const SITE: [&str; 3] = ["SiteName", "SiteDomain", "SiteIDCode"];
    const COLUMN: [&str; 4] = ["ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"];
    const ARTICLE: [&str; 2] = ["ArticleTitle", "ContentSource"];
    every_page(|_, name, page, wrong| {
        if is_redirect(page) {
            return;
        }
        let metas = metas(page);
        let mut seen = BTreeSet::new();
        for (tag, content) in &metas {
            if !seen.insert(*tag) {
                wrong.push(format!("{tag} twice"));
            }
            if content.trim().is_empty() || content.contains("null") {
                wrong.push(format!("{tag} says nothing"));
            }
        }
        let mut need = |tags: &[&str], wanted: bool| {
            for tag in tags.iter().filter(|tag| seen.contains(**tag) != wanted) {
                wrong.push(format!("{tag} is {}", if wanted { "missing" } else { "out of place" }));
            }
        };
        let sort = sort(name, page);
        need(&SITE, true);
        need(&COLUMN, matches!(sort, Sort::Column | Sort::Article | Sort::Tombstone));
        need(&ARTICLE, sort == Sort::Article);
        // A record without words has none to be described by.
        if sort == Sort::Column || name == "index.html" {
            need(&["Description"], true);
        }
        let of =
            |tag: &str| metas.iter().find(|(name, _)| *name == tag).map(|(_, content)| *content);
        // The order of the norm: the site's, the column's, the article's.
        let rank = |tag: &str| match tag {
            "SiteName" | "SiteDomain" | "SiteIDCode" => Some(0),
            tag if tag.starts_with("Column") => Some(1),
            "ArticleTitle" | "PubDate" | "ContentSource" => Some(2),
            _ => None,
        };
        let ranks: Vec<_> = metas.iter().filter_map(|(tag, _)| rank(tag)).collect();
        if !ranks.is_sorted() {
            wrong.push("the tags are out of order".into());
        }
        let heading = page.all("h1").next().map(|h1| page.text(h1));
        if of("ArticleTitle").is_some_and(|title| Some(title) != heading.as_deref()) {
            wrong.push(format!("ArticleTitle is not the heading {heading:?}"));
        }
        // The date of publication is the one the page shows; a page without one makes none up.
        let is_dated = |line: &str| line.contains("发布日期") || line.contains("Published");
        let meta_line = page.all("p").find(|p| p.get("class") == Some("meta"));
        let shown = meta_line.filter(|line| is_dated(&page.text(line))).and_then(|line| {
            page.inside(line).find(|e| e.name == "time").and_then(|time| time.get("datetime"))
        });
        if sort == Sort::Article && of("PubDate") != shown {
            wrong.push(format!("PubDate {:?}, but {shown:?} on the page", of("PubDate")));
        }
        if of("Description").is_some_and(|text| text.chars().count() > 200) {
            wrong.push("a description longer than a search engine shows".into());
        }
    });
}

#[test]
fn every_page_says_as_of_which_day_and_whose_it_is() {
    let said = |name: &str| match language(name) {
        "en" => ["asof31August2023", "Organisedby", "Sitecode", "Reportanerror", "Sitemap"],
        _ => ["截至2023年8月31日", "主办单位", "网站标识码", "我为政府网站找错", "站点地图"],
    };
    every_page(|_, name, page, wrong| {
        if is_redirect(page) {
            return;
        }
        for words in said(name) {
            if !page.words.replace(' ', "").contains(words) {
                wrong.push(format!("`{words}` is missing"));
            }
        }
        for words in ["：：", "，，", "。。", "，。", "：。", "（）", "、、", "“”", "《》"]
        {
            if page.words.contains(words) {
                wrong.push(format!("`{words}` in the text"));
            }
        }
    });
}

#[test]
fn a_task_tells_its_state_its_reason_and_its_history() {
    let mut changed = 0;
    for way in &BUILDS {
        let tree = built(way.name);
        for (name, page) in tree.pages.iter().filter(|(name, page)| {
            name.starts_with("tasks/")
                && *name != "tasks/index.html"
                && sort(name, page) == Sort::Article
        }) {
            let state = page.all("div").find(|div| {
                div.get("class").is_some_and(|class| class.split(' ').any(|c| c == "state"))
            });
            let state = state.unwrap_or_else(|| panic!("{name} shows no state"));
            let parts: Vec<_> = page.children(state).map(|part| page.text(part)).collect();
            assert!(
                parts.len() >= 2 && parts[1].ends_with(['。', '.']),
                "{name} gives no reason: {parts:?}"
            );
            let (mut last, mut days) = ("9999-12-31", BTreeSet::new());
            for event in page
                .all("li")
                .filter(|li| li.get("class").is_some_and(|class| class.starts_with("e-")))
            {
                let time = page.inside(event).find(|e| e.name == "time");
                let day = time.and_then(|time| time.get("datetime")).expect("an event has its day");
                assert!(day <= last, "{name}: {day} is told before {last}");
                last = day;
                let id = event.get("id").expect("an event can be linked to");
                let plain = format!("d{day}");
                assert!(id == plain || id.starts_with(&format!("{plain}_")), "{name}: {id}");
                if id == plain {
                    days.insert(day);
                }
            }
            for event in page.all("li").filter_map(|li| li.get("id")?.strip_prefix('d')) {
                let day = event.split('_').next().unwrap_or(event);
                assert!(days.contains(day), "{name}: no event of {day} has the plain anchor");
            }
            if page.words.contains("时限调整") && page.words.contains("第1次") {
                changed += 1;
                assert!(page.words.contains("原定"), "{name} hides the first deadline");
                assert!(page.words.contains("按原定时限计算"), "{name} hides the first verdict");
            }
        }
    }
    assert!(changed >= 4, "the shipped site shows deadlines that moved");
}

#[test]
fn a_sample_is_marked_on_its_page_and_wherever_it_is_listed() {
    let tree = built("public");
    let mut samples = BTreeSet::new();
    for (name, page) in &tree.pages {
        if page.elements.iter().any(|e| e.get("class") == Some("banner sample")) {
            samples.insert(name.clone());
        }
    }
    assert!(samples.len() > 20, "the shipped site has its samples");
    for (name, page) in &tree.pages {
        for row in page
            .elements
            .iter()
            .filter(|e| e.name == "tr" && page.inside(e).any(|h| h.get("scope") == Some("row")))
        {
            let head = page.inside(row).find(|e| e.name == "th");
            let link = head.and_then(|head| page.inside(head).find(|e| e.name == "a"));
            let Some(href) = link.and_then(|link| link.get("href")) else { continue };
            let Some(at) = href.find("tasks/") else { continue };
            if samples.contains(&href[at..]) {
                let mark = if language(name) == "en" { "Sample" } else { "示例" };
                let is_marked = page.text(row).contains(mark);
                assert!(is_marked, "{name}: {href} is not marked");
            }
        }
    }
}

#[test]
fn a_quoted_total_stands_as_its_document_has_it_with_the_rate_of_what_it_is_of() {
    let tree = built("public");
    for (page, words) in [
        ("plans/zhibiaozhang/2022/index.html", "219/373（58.7%）"),
        ("plans/zhibiaozhang/2022/index.html", "178/211（84.4%）"),
        ("plans/zhibiaozhang/2022/index.html", "100多"),
        ("plans/wuda/lianghua/index.html", "40余"),
    ] {
        assert!(tree.pages[page].words.contains(words), "{page}: {words}");
    }
}
