//! What every page of a record leads its readers to: the records before and after it, its row as
//! data, the years, and what is current where it is not.

use std::collections::BTreeSet;

use super::html::{Document, Element};
use super::judged::{json, page};
use super::{Tree, built, every_page};

/// The file a link of a page leads to.
fn led(name: &str, href: &str) -> String {
    let mut parts: Vec<&str> = name.split('/').collect();
    parts.pop();
    for part in href.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn neighbour<'d>(page: &'d Document, rel: &str) -> Option<&'d str> {
    page.all("a").find(|link| link.get("rel") == Some(rel))?.get("href")
}

fn of_class<'d>(page: &'d Document, class: &str) -> Option<&'d Element> {
    page.elements.iter().find(|element| element.get("class") == Some(class))
}

#[test]
fn who_goes_to_the_next_record_comes_back_by_the_previous() {
    every_page(|tree, name, page, wrong| {
        for (there, back) in [("next", "prev"), ("prev", "next")] {
            let Some(href) = neighbour(page, there) else { continue };
            let other = led(name, href);
            // From a translation one goes on to originals where there is no other.
            if crate::language(name) != "zh-CN" {
                continue;
            }
            let returned = tree.pages.get(&other).and_then(|page| neighbour(page, back));
            let returned = returned.map(|href| led(&other, href));
            // Served addresses name the folder.
            let is_back = |led: &String| {
                led.trim_end_matches("index.html") == name.trim_end_matches("index.html")
            };
            if tree.offline && !returned.as_ref().is_some_and(is_back) {
                wrong.push(format!("{there} is {other}, which leads back to {returned:?}"));
            }
        }
    });
}

/// The pages one comes by, going on from one to the next.
fn walked(tree: &Tree, from: &str) -> Vec<String> {
    let mut way = vec![from.to_owned()];
    while let Some(href) = neighbour(&tree.pages[&way[way.len() - 1]], "next") {
        let next = led(&way[way.len() - 1], href);
        assert!(!way.contains(&next), "{next} comes twice");
        way.push(next);
    }
    way
}

#[test]
fn a_plan_s_tasks_are_read_through_in_its_own_order() {
    let tree = built("public");
    for plan in ["kezuozhongqi/2023", "luozhuang/2020"] {
        let of_plan = json("public", "tasks").into_iter().filter(|task| task["plan"] == plan);
        let ids: Vec<String> = of_plan
            .map(|task| format!("tasks/{}/index.html", task["id"].as_str().expect("an id")))
            .collect();
        assert_eq!(walked(tree, &ids[0]), ids);
    }
}

#[test]
fn bulletins_and_news_are_read_through_by_their_days() {
    let tree = built("public");
    let months = ["03", "04", "05", "06", "07"];
    let months = months.map(|m| format!("bulletins/kezuozhongqi/2023/2023-{m}/index.html"));
    assert_eq!(walked(tree, &months[0]), months);
    let mut news: Vec<(String, String)> = json("public", "news")
        .iter()
        .map(|row| {
            ["published", "url"].map(|field| row[field].as_str().expect("text").to_owned()).into()
        })
        .collect();
    news.sort();
    let first = format!("{}index.html", news[0].1.trim_start_matches('/'));
    assert_eq!(walked(tree, &first).len(), news.len());
}

#[test]
fn every_record_names_its_row_as_data() {
    let tree = built("public");
    for kind in
        ["plans", "tasks", "indicators", "offices", "problems", "evaluations", "news", "policies"]
    {
        for row in json("public", kind) {
            let id = row["id"].as_str().expect("an id");
            let page = page(tree, kind, id);
            let told =
                of_class(page, "data-row").unwrap_or_else(|| panic!("{kind}/{id} names none"));
            let code = page.inside(told).find(|e| e.name == "code").expect("an id");
            assert_eq!(page.text(code), id);
            let files: BTreeSet<&str> = page
                .inside(told)
                .filter_map(|e| e.get("href"))
                .map(|href| href.trim_start_matches("../"))
                .collect();
            let data = format!("data/{kind}");
            assert!(
                files.contains(&*format!("{data}.csv")) && files.contains(&*format!("{data}.json"))
            );
            assert!(files.contains("data/index.html"), "{files:?}");
        }
    }
}

/// What a page says of not being current.
fn past(page: &Document) -> Option<String> {
    of_class(page, "banner past").map(|banner| page.text(banner))
}

#[test]
fn what_is_past_says_so_and_what_is_current_does_not() {
    let tree = built("public");
    let said = |kind: &str, id: &str| past(page(tree, kind, id));
    assert_eq!(said("tasks", "kezuozhongqi/12"), None);
    assert_eq!(said("plans", "kezuozhongqi/2023"), None);
    let ended = said("tasks", "luozhuang/01").expect("its plan is over");
    assert!(ended.contains("执行期已于2020年3月31日结束"), "{ended}");
    let ended = said("plans", "zhibiaozhang/2022").expect("it is over");
    assert!(ended.contains("本方案的执行期已于2022年12月31日结束"), "{ended}");
    // The newest month is the newest of months, whatever weeks there are.
    assert_eq!(said("bulletins", "kezuozhongqi/2023/2023-07"), None);
    let older = said("bulletins", "kezuozhongqi/2023/2023-05").expect("there are newer ones");
    assert!(older.contains("最新一期") && older.contains("2023年7月"), "{older}");
    // By its column's cycle its value is late.
    let mut indicators = json("public", "indicators").into_iter();
    let late = indicators.find_map(|row| said("indicators", row["id"].as_str()?));
    assert!(late.is_some_and(|late| late.contains("按更新周期")));
}

#[test]
fn the_years_lead_to_their_plans_and_are_led_to_from_what_is_of_years() {
    let tree = built("public");
    let years = |page: &Document| -> Vec<String> {
        let nav = of_class(page, "jump years").expect("a choice of years");
        page.inside(nav).filter(|e| e.name == "a").map(|link| page.text(link)).collect()
    };
    for index in ["tasks", "indicators", "plans", "bulletins"] {
        let page = &tree.pages[&format!("{index}/index.html")];
        assert_eq!(years(page), ["2023年度", "2022年度", "2020年度"], "{index}");
    }
    let own = |page: &Document, year: &str| {
        page.all("a").any(|a| a.get("aria-current").is_some() && page.text(a) == year)
    };
    assert!(own(page(tree, "plans", "luozhuang/2020"), "2020年度"));
    for (plan, year) in
        [("kezuozhongqi/2023", 2023), ("yuancheng/2023", 2023), ("luozhuang/2020", 2020)]
    {
        let page = &tree.pages[&format!("years/{year}/index.html")];
        assert!(own(page, &format!("{year}年度")));
        let to_plan = format!("../../plans/{plan}/index.html");
        assert!(page.all("a").any(|a| a.get("href") == Some(&to_plan)), "{to_plan}");
    }
}
