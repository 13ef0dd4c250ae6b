//! What leads to what on the shipped site: plans and what belongs to them, news and what they name,
//! chiefs and the leads of their indicators.

use std::collections::{BTreeMap, BTreeSet};

use super::html::Document;
use super::judged::{Lines, json, page, table};
use super::simple::subject;
use super::{Tree, built};

/// The kinds that belong to a plan's family.
const OF_A_PLAN: [&str; 11] = [
    "groups",
    "problems",
    "inspections",
    "duties",
    "evaluations",
    "highlights",
    "visits",
    "publicity",
    "bulletins",
    "news",
    "policies",
];

/// The records of every kind that name a plan, by their data.
fn families(build: &str) -> BTreeMap<String, BTreeMap<&'static str, BTreeSet<String>>> {
    let kinds = OF_A_PLAN;
    let mut families: BTreeMap<_, BTreeMap<_, BTreeSet<_>>> = BTreeMap::new();
    for kind in kinds {
        for row in json(build, kind) {
            let Some(plan) = row["plan"].as_str() else { continue };
            let url = row["url"].as_str().expect("a record has its address").to_owned();
            let of_plan: &mut BTreeMap<_, _> = families.entry(plan.to_owned()).or_default();
            of_plan.entry(kind).or_default().insert(url);
        }
    }
    families
}

/// The addresses below the site's top that a part of a page leads to.
fn addresses(page: &Document, part: &super::Element) -> BTreeSet<String> {
    page.inside(part).filter_map(|e| e.get("href")).map(path).collect()
}

/// An address as from the site's top.
fn path(href: &str) -> String {
    let path = href.split('#').next().unwrap_or(href);
    path.trim_start_matches("../").trim_end_matches("index.html").to_owned()
}

fn related(page: &Document) -> BTreeSet<String> {
    let sections = page.all("section").filter(|section| section.get("class") == Some("related"));
    sections.flat_map(|section| addresses(page, section)).collect()
}

#[test]
fn a_plan_s_page_leads_to_everything_whose_data_name_it() {
    let tree = built("public");
    let families = families("public");
    assert!(families.len() >= 5, "the shipped site has its plans");
    for (plan, family) in families {
        let page = page(tree, "plans", &plan);
        let rows = table(page, "本方案的通报、评定和其他记录");
        let counts: Vec<usize> = rows.iter().map(|row| row[1].parse().expect("a count")).collect();
        let told: usize = counts.iter().sum();
        assert_eq!(told, family.values().map(BTreeSet::len).sum::<usize>(), "{plan}: {rows:?}");
        assert_eq!(rows.len(), family.len(), "{plan}: {rows:?}");
        let tables = page.all("table");
        let led_to: BTreeSet<String> = tables.flat_map(|table| addresses(page, table)).collect();
        for url in family.values().flatten() {
            let path = url.trim_start_matches("/ljsbp").trim_start_matches('/');
            assert!(led_to.contains(path), "{plan} does not lead to {path}");
        }
    }
}

/// Every link of the news to a task, indicator, problem or plan: what it leads to, and the news.
fn named_by_news(tree: &Tree) -> Vec<(String, String)> {
    let mut named = Vec::new();
    let is_news = |name: &str| name.starts_with("news/") && subject(name).is_none();
    for (name, page) in tree.pages.iter().filter(|(name, _)| is_news(name)) {
        let texts = page.all("div").filter(|div| div.get("class") == Some("body"));
        for to in texts.flat_map(|text| addresses(page, text)) {
            let kind = to.split('/').next().unwrap_or("");
            let is_record = to.trim_end_matches('/').contains('/');
            if is_record && ["tasks", "indicators", "problems", "plans"].contains(&kind) {
                named.push((to, name.trim_end_matches("index.html").to_owned()));
            }
        }
    }
    named
}

#[test]
fn what_a_piece_of_news_names_leads_back_to_it() {
    for build in ["public", "internal"] {
        let tree = built(build);
        let named = named_by_news(tree);
        assert!(named.len() >= 5, "{build}: the shipped news name their tasks and plans");
        for (to, news) in named {
            let page = &tree.pages[&format!("{to}index.html")];
            let mut back = related(page);
            back.extend(page.all("table").flat_map(|table| addresses(page, table)));
            assert!(back.contains(&news), "{build}: {to} does not lead back to {news}");
        }
    }
}

#[test]
fn a_chief_s_load_is_one_on_page_csv_and_json() {
    for build in ["public", "internal"] {
        let (tree, lines) = (built(build), Lines::of(build, "posts"));
        let mut chiefs = 0;
        for (line, row) in lines.lines.iter().zip(json(build, "posts")) {
            let get = |head: &str| lines.get(line, head);
            let id = row["id"].as_str().expect("an id");
            let indicators = row["indicators"].as_array().expect("a list");
            let listed = indicators.iter().filter_map(|id| id.as_str()).collect::<Vec<_>>();
            assert_eq!(get("indicators"), listed.join("；"), "{id}");
            for head in ["total", "done", "due"] {
                let figure = row["indicator_tasks"][head].to_string();
                assert_eq!(get(&format!("indicator_tasks_{head}")), figure, "{id}: {head}");
            }
            let leads = row["leads"].as_array().expect("a list");
            let shown = table(page(tree, "posts", id), "按牵头单位统计");
            assert_eq!(shown.len(), leads.len(), "{id}");
            for (cells, lead) in shown.iter().zip(leads) {
                let tasks = &lead["tasks"];
                let done_due = format!("{}/{}", tasks["done"], tasks["due"]);
                let told = [lead["indicators"].to_string(), tasks["total"].to_string(), done_due];
                assert_eq!(cells[1..4], told, "{id}");
            }
            let sum =
                |head: &str| leads.iter().filter_map(|lead| lead["tasks"][head].as_u64()).sum();
            assert_eq!(row["indicator_tasks"]["total"].as_u64(), Some(sum("total")), "{id}");
            chiefs += usize::from(!leads.is_empty());
        }
        assert!(chiefs >= 5, "the shipped site has its chiefs");
    }
}

/// The fields of data that name records, and of which kind.
const NAMES: [(&str, &str); 21] = [
    ("plan", "plans"),
    ("indicator", "indicators"),
    ("line", "groups"),
    ("lead", "offices"),
    ("support", "offices"),
    ("coordinator", "offices"),
    ("office", "offices"),
    ("offices", "offices"),
    ("seated_at", "offices"),
    ("targets", "offices"),
    ("by", "offices"),
    ("issuer_id", "offices"),
    ("chief", "posts"),
    ("responsible", "posts"),
    ("post", "posts"),
    ("overseer", "posts"),
    ("head", "posts"),
    ("leader", "posts"),
    ("problems", "problems"),
    ("replaced_by", "policies"),
    ("replaced_by", "plans"),
];

/// The texts of a value that is one, or a list of them or of objects with the fields above.
fn named(field: &str, value: &serde_json::Value, found: &mut Vec<(String, String)>) {
    match value {
        serde_json::Value::String(text) => found.push((field.to_owned(), text.clone())),
        serde_json::Value::Array(items) => items.iter().for_each(|item| named(field, item, found)),
        serde_json::Value::Object(fields) => {
            fields.iter().for_each(|(field, value)| named(field, value, found));
        }
        _ => {}
    }
}

/// What the matter of a page leads to, its ways up and on left out.
fn led_to(page: &Document) -> BTreeSet<String> {
    let main = page.all("main").next().expect("a page has its matter");
    let ways = page.inside(main).filter(|e| e.name == "nav");
    let ways: BTreeSet<usize> = ways.flat_map(|nav| page.inside(nav)).map(|e| e.at).collect();
    let links = page.inside(main).filter(|e| !ways.contains(&e.at));
    links.filter_map(|e| e.get("href")).map(path).collect()
}

#[test]
fn whatever_names_a_record_is_linked_from_its_page_or_from_a_list_that_page_links() {
    for build in ["public", "internal"] {
        let tree = built(build);
        let mut kinds = vec!["plans", "tasks", "indicators", "offices", "posts"];
        kinds.extend(OF_A_PLAN);
        kinds.retain(|kind| tree.files.contains(&format!("data/{kind}.json")));
        let rows: BTreeMap<&str, Vec<serde_json::Value>> =
            kinds.iter().map(|kind| (*kind, json(build, kind))).collect();
        let path_of = |row: &serde_json::Value| {
            let url = row["url"].as_str().expect("a record has its address");
            url.trim_start_matches("/ljsbp").trim_start_matches('/').to_owned()
        };
        let paths: BTreeMap<(&str, String), String> = rows
            .iter()
            .flat_map(|(kind, rows)| rows.iter().map(|row| (*kind, row)))
            .map(|(kind, row)| {
                ((kind, row["id"].as_str().expect("an id").to_owned()), path_of(row))
            })
            .collect();
        let (mut pairs, mut lost) = (0, BTreeSet::new());
        for (kind, row) in rows.iter().flat_map(|(kind, rows)| rows.iter().map(|r| (*kind, r))) {
            // What the posts' data compute is named by nobody.
            let fields =
                row.as_object().expect("a row").iter().filter(|(name, _)| *name != "leads");
            let mut names = Vec::new();
            fields.for_each(|(field, value)| named(field, value, &mut names));
            for (field, id) in names {
                let of_kinds = NAMES.iter().filter(|(name, _)| *name == field).map(|(_, of)| *of);
                let of_kinds = of_kinds.chain((field == "parent").then_some(kind));
                for to in of_kinds.filter_map(|of| paths.get(&(of, id.clone()))) {
                    let from = path_of(row);
                    if *to == from {
                        continue;
                    }
                    pairs += 1;
                    let there = led_to(&tree.pages[&format!("{to}index.html")]);
                    let list = there.get(&format!("{kind}/"));
                    let list = list.and_then(|list| tree.pages.get(&format!("{list}index.html")));
                    let is_listed = list.is_some_and(|list| led_to(list).contains(&from));
                    if !there.contains(&from) && !is_listed {
                        lost.insert(format!("{to} does not lead to {from}, whose {field} it is"));
                    }
                }
            }
        }
        assert!(pairs > 600, "{build}: the shipped records name one another: {pairs}");
        assert!(lost.is_empty(), "{build}: {} lost: {lost:#?}", lost.len());
    }
}

#[test]
fn a_bulletin_and_what_it_tells_of_lead_to_each_other() {
    let tree = built("public");
    let mut told = 0;
    let is_edition = |name: &&String| name.starts_with("bulletins/") && subject(name).is_none();
    for name in tree.pages.keys().filter(is_edition) {
        let page = &tree.pages[name];
        let Some(article) = page.all("article").next() else { continue };
        let bulletin = name.trim_end_matches("index.html");
        for to in addresses(page, article).iter().filter(|to| to.starts_with("tasks/")) {
            let Some(task) = tree.pages.get(&format!("{to}index.html")) else { continue };
            assert!(related(task).contains(bulletin), "{to} does not lead to {bulletin}");
            told += 1;
        }
    }
    assert!(told > 10, "the shipped bulletins tell of their tasks: {told}");
}
