//! 长辈版 of the shipped site: beside which pages it lies, and that it says what its page says.

use std::path::{Path, PathBuf};

use super::html::Document;
use super::{BUILDS, Tree, built, is_redirect};

/// The page that a simpler reading lies below, if this is one.
pub fn subject(name: &str) -> Option<String> {
    let above = name.strip_suffix("simple/index.html")?;
    (above.is_empty() || above.ends_with('/')).then(|| format!("{above}index.html"))
}

/// Each simpler reading with its page.
fn readings(tree: &Tree) -> Vec<(&str, &Document, &Document)> {
    let named = tree.pages.iter().filter_map(|(name, simple)| {
        Some((name.as_str(), simple, tree.pages.get(&subject(name)?)?))
    });
    named.collect()
}

/// The link with a word on a page.
fn link<'d>(page: &'d Document, word: &str) -> Option<&'d str> {
    page.all("a").find(|a| page.text(a) == word)?.get("href")
}

#[test]
fn every_page_leads_to_a_simpler_reading_and_that_back_to_its_page() {
    for way in &BUILDS {
        let tree = built(way.name);
        let index = if way.offline { "index.html" } else { "" };
        for (name, page) in tree.pages.iter().filter(|(_, page)| !is_redirect(page)) {
            if subject(name).is_some() {
                assert_eq!(link(page, "正常版"), Some(&*format!("../{index}")), "{name}");
                continue;
            }
            if crate::language(name) == "en" {
                let to = link(page, "Easy reading");
                assert_eq!(to, Some(&*format!("../simple/{index}")), "{name}");
                continue;
            }
            let own = name.replace("index.html", "simple/index.html");
            let to = link(page, "长辈版").unwrap_or_else(|| panic!("{name} leads to no 长辈版"));
            let is_own = to == format!("simple/{index}");
            assert_eq!(is_own, own != *name && tree.files.contains(&own), "{name}: {to}");
        }
    }
}

/// Whether a page shows the same tasks again, for those who work with them.
fn is_overview(name: &str) -> bool {
    name == "offices/summary/index.html"
        || name.starts_with("tasks/by/")
        || name.starts_with("problems/by/")
        || name == "tasks/wall/index.html"
}

#[test]
fn what_the_public_reads_has_a_simpler_reading() {
    let tree = built("public");
    let has = |name: &str| tree.files.contains(&name.replace("index.html", "simple/index.html"));
    for folder in ["tasks", "plans", "problems", "offices", "indicators", "bulletins", "news"] {
        let below = |name: &&String| name.starts_with(&format!("{folder}/"));
        let pages = tree.pages.keys().filter(below).filter(|name| subject(name).is_none());
        // A translation leads to the simpler reading of its original.
        let pages = pages.filter(|name| crate::language(name) == "zh-CN");
        let lost: Vec<_> = pages
            .filter(|name| !is_overview(name) && !is_redirect(&tree.pages[*name]))
            .filter(|name| !has(name))
            .collect();
        assert!(lost.is_empty(), "no simpler reading of {lost:?}");
    }
    assert!(has("index.html"));
}

#[test]
fn a_simpler_reading_says_less_than_its_page_and_nothing_else() {
    let words = |page: &Document, name: &str| -> Vec<String> {
        page.all(name).map(|element| page.text(element)).collect()
    };
    let tree = built("public");
    for (name, simple, page) in readings(tree) {
        assert_eq!(words(simple, "h1"), words(page, "h1"), "{name}");
        let main = simple.all("main").next().expect("a page has its main part");
        let is_heavy = |e: &&super::Element| matches!(&*e.name, "details" | "nav" | "figure");
        assert_eq!(simple.inside(main).filter(is_heavy).count(), 0, "{name} is no simple page");
        // A state is judged once, by the facts: what is said of it on both is the same.
        let state = |page: &Document| {
            let state = page
                .all("div")
                .find(|div| div.get("class").is_some_and(|class| class.starts_with("state ")));
            state.map(|state| page.text(state))
        };
        assert_eq!(state(simple), state(page), "{name}");
    }
}

#[test]
fn a_promise_is_read_by_what_by_whom_by_when_and_whom_to_ask() {
    let tree = built("public");
    let mut promises = 0;
    for (name, simple, page) in readings(tree) {
        let is_withdrawn = super::metas(page).contains(&("robots", "noindex"));
        if !name.starts_with("tasks/") || name == "tasks/simple/index.html" || is_withdrawn {
            continue;
        }
        promises += 1;
        let heads: Vec<String> = simple.all("h2").map(|head| simple.text(head)).collect();
        for wanted in ["现在怎么样", "谁来做", "什么时候做完", "找谁问"] {
            assert!(heads.iter().any(|head| head == wanted), "{name} does not say {wanted}");
        }
        let rows = page.all("dt").filter(|dt| page.text(dt) == "完成时限").count();
        assert_eq!(rows, 1, "{name} has one deadline");
    }
    assert!(promises > 50, "the shipped site has its tasks: {promises}");
}

#[test]
fn a_simpler_reading_is_known_by_the_address_of_its_page() {
    let tree = built("served");
    let canonical = |page: &Document| -> Option<String> {
        let link = page.all("link").find(|link| link.get("rel") == Some("canonical"))?;
        link.get("href").map(str::to_owned)
    };
    for (name, simple, page) in readings(tree) {
        assert_eq!(canonical(simple), canonical(page), "{name}");
    }
    let map = std::fs::read_to_string(folder("served").join("sitemap.xml")).expect("a site map");
    assert!(map.contains("/tasks/") && !map.contains("/simple/"), "one page is listed twice");
}

/// Where a build of this test lies.
fn folder(build: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages").join(build)
}
