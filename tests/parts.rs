//! Long lists lie in parts: every row on exactly one page, the pages one chain, none too large.

#[path = "support/mod.rs"]
#[allow(dead_code, reason = "each test target uses its own part of what they share")]
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::sync::Arc;

use liangshai::diagnostic::Diagnostics;
use liangshai::facts::Facts;
use liangshai::render::{Renderer, Theme};
use liangshai::site::{Addressing, Page, ROWS_PER_PAGE, Route, Site, lay_out, lay_out_after, rows};
use support::site;

/// What a page may weigh.
const MOST: usize = 500_000;
/// How many records of each kind the large site has: enough for three parts, the last short.
const MANY: usize = 450;

/// A site with many records of every kind that is listed, all of one plan and one bureau.
fn large() -> support::Site {
    let mut made = site()
        .record("offices/ju", "标题: 市住房和城乡建设局")
        .record("groups/zhuban", "标题: 施工许可专线")
        .record("indicators/yi", "标题: 办理建筑许可")
        .record("posts/zhang", "标题: 局长\n单位: 市住房和城乡建设局")
        .record(
            "plans/p",
            "标题: 市住房和城乡建设局优化营商环境方案\n发文机关: 市住房和城乡建设局\n发布日期: 2023-03-01\n开始: 2023-03-01\n结束: 2023-12-31",
        );
    for n in 0..MANY {
        let (day, office) = (1 + n % 28, format!("第{n:03}股"));
        let rich = "推进工程建设项目审批制度改革，压缩施工许可办理时间，精简竣工验收申报材料";
        made = made
            .record(&format!("offices/ju/{n:03}"), &format!("标题: {office}\n上级: 市住房和城乡建设局"))
            .record(
                &format!("indicators/yi/{n:03}"),
                &format!("标题: {rich}{n:03}\n上级: 办理建筑许可\n指标长: 局长"),
            )
            .record(
                &format!("tasks/p/{n:03}"),
                &format!(
                    "标题: {rich}{n:03}\n方案: 市住房和城乡建设局优化营商环境方案\n编号: {n}\n责任单位: {office}\n责任人: 局长\n指标: {rich}{n:03}\n完成时限: 2023-{:02}-{day:02}",
                    4 + n % 9
                ),
            )
            .record(
                &format!("problems/p/{n:03}"),
                &format!(
                    "标题: {rich}存在的问题{n:03}\n方案: 市住房和城乡建设局优化营商环境方案\n发现日期: 2023-04-{day:02}\n问题来源: 座谈会\n专线: 施工许可专线\n责任单位: {office}\n整改时限: 2023-{:02}-20",
                    5 + n % 6
                ),
            )
            .record(
                &format!("news/{n:03}"),
                &format!("标题: {rich}的动态{n:03}\n发布日期: 2023-05-{day:02}\n摘要: {rich}"),
            );
    }
    made
}

fn facts(made: &support::Site) -> Arc<Facts> {
    Arc::new(made.on("2023-07-15"))
}

fn theme(made: &support::Site, facts: &Facts) -> Theme {
    let mut found = Diagnostics::new();
    Theme::load(facts.settings(), made, &mut found).expect("the theme can be read")
}

fn laid_out(facts: &Arc<Facts>, theme: &Theme, rows_per_page: usize) -> Site {
    let mut found = Diagnostics::new();
    let rows_per_page = NonZeroUsize::new(rows_per_page).expect("some rows");
    let addressing = Addressing {
        base_url: Some("https://a.example/x/".into()),
        rows_per_page,
        ..Addressing::default()
    };
    let site = lay_out(facts.clone(), addressing, theme.assets(), &mut found);
    assert_eq!(found.sorted().len(), 0, "the site lays out");
    site
}

/// The pages with rows, each part of them, rendered.
fn rendered(made: &support::Site, rows_per_page: usize) -> (Arc<Site>, BTreeMap<Route, String>) {
    let facts = facts(made);
    let theme = theme(made, &facts);
    let site = Arc::new(laid_out(&facts, &theme, rows_per_page));
    let renderer = Renderer::new(site.clone(), Arc::new(theme));
    let listing = |page: &Page| {
        rows(&facts, page.whole()) > 0
            || matches!(page, Page::SiteMap | Page::Search | Page::NotFound | Page::Home)
    };
    let pages = site.pages.iter().filter(|(_, page)| listing(page));
    let mut texts = BTreeMap::new();
    for (route, page) in pages {
        let mut bytes = Vec::new();
        renderer.render(route, page, &mut bytes).unwrap_or_else(|_| panic!("{route} renders"));
        texts.insert(route.clone(), String::from_utf8(bytes).expect("UTF-8"));
    }
    (site, texts)
}

/// The routes of a page's parts in order.
fn chain(site: &Site, first: &Route) -> Vec<Route> {
    let count = site.part(first, &site.pages[first]).count;
    (1..=count).map(|number| first.of_part(number)).collect()
}

/// Whether a line of HTML is a row of a list: no figure, and no link within the page.
fn is_row(line: &str) -> bool {
    let in_table = line.starts_with("<tr") && line.contains("<th scope=\"row\"");
    let in_list = line.starts_with("<li>") && !line.contains("class=\"chip");
    (in_table || in_list) && !line.contains("href=\"#")
}

/// The lines of rows, wherever the page lies.
fn lines(text: &str) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    let main = text.split("<main").nth(1).expect("a page has its matter");
    let main = main.split("<nav class=\"parts\"").next().expect("something is before it");
    let main = main.split("<details class=\"legend").next().expect("and before the rules");
    for line in main.lines().filter(|line| is_row(line)) {
        *found.entry(line.replace("../", "")).or_default() += 1;
    }
    found
}

#[test]
fn on_a_large_site_no_page_is_over_500_kb() {
    let (site, texts) = rendered(&large(), ROWS_PER_PAGE.get());
    assert!(texts.len() > 60, "{}", texts.len());
    for (route, text) in &texts {
        assert!(text.len() <= MOST, "{route}: {} bytes", text.len());
    }
    for long in [
        "tasks/",
        "tasks/wall/",
        "problems/",
        "problems/by/channel/zuo-tan-hui/",
        "news/",
        "offices/",
        "indicators/",
        "plans/p/",
        "offices/ju/",
        "indicators/yi/",
        "posts/zhang/",
        "groups/zhuban/",
        "offices/summary/",
    ] {
        assert!(chain(&site, &Route::new(long)).len() > 2, "{long} is in parts");
    }
}

#[test]
fn every_row_is_on_exactly_one_part_and_the_parts_are_one_chain() {
    let made = large();
    let (whole, unpaged) = rendered(&made, usize::MAX);
    let (site, texts) = rendered(&made, 70);
    assert!(unpaged.keys().all(|route| chain(&whole, route).len() == 1));
    let mut long = 0;
    for (first, text) in &unpaged {
        let parts = chain(&site, first);
        let mut counted: BTreeMap<String, usize> = BTreeMap::new();
        for route in &parts {
            for (line, times) in lines(&texts[route]) {
                *counted.entry(line).or_default() += times;
            }
        }
        if parts.len() == 1 {
            continue;
        }
        long += 1;
        for (line, times) in lines(text) {
            assert_eq!(counted.get(&line), Some(&times), "{first}: {line}");
        }
        for (at, route) in parts.iter().enumerate() {
            let text = &texts[route];
            let root = route.root();
            let link = |rel: &str, to: Option<&Route>| {
                let expected = to.map(|to| format!("<link rel=\"{rel}\" href=\"{root}{to}\">"));
                match expected {
                    Some(expected) => assert!(text.contains(&expected), "{route}: {expected}"),
                    None => assert!(!text.contains(&format!("<link rel=\"{rel}\"")), "{route}"),
                }
            };
            link("prev", at.checked_sub(1).and_then(|before| parts.get(before)));
            link("next", parts.get(at + 1));
            let said = format!("第{}页，共{}页", at + 1, parts.len());
            assert!(text.contains(&said), "{route}: {said}");
        }
    }
    assert!(long > 10, "{long}");
}

#[test]
fn the_totals_on_every_part_are_those_of_the_whole() {
    let (site, texts) = rendered(&large(), 70);
    for route in chain(&site, &Route::new("tasks/")) {
        assert!(texts[&route].contains(&format!("<dd>{MANY}</dd>")), "{route}");
    }
    for route in chain(&site, &Route::new("problems/")) {
        assert!(texts[&route].contains(&format!("<dd>{MANY}</dd>")), "{route}");
    }
}

#[test]
fn a_link_to_a_group_of_a_long_list_leads_to_the_part_it_begins_on() {
    let (site, texts) = rendered(&large(), 70);
    for page in ["tasks/", "problems/"] {
        let first = &texts[&Route::new(page)];
        let totals = first.split("<ul class=\"states\">").nth(1).expect("counts by state");
        let totals = totals.split("</ul>").next().expect("an end");
        let mut links = 0;
        for link in totals.split("href=\"../").skip(1) {
            let href = link.split('"').next().expect("an end");
            let (route, anchor) = href.split_once('#').expect("an anchor");
            let there = &texts[&Route::new(route)];
            assert!(there.contains(&format!("id=\"{anchor}\"")), "{href}");
            // It is where the group begins, not where it goes on.
            let before = chain(&site, &Route::new(page));
            let before = before.iter().take_while(|part| part.as_str() != route);
            for part in before {
                assert!(!texts[part].contains(&format!("id=\"{anchor}\"")), "{href} in {part}");
            }
            links += 1;
        }
        assert!(links > 1, "{page}");
    }
}

/// The large site with two more plans, so that the offices of each are compared over parts.
fn several_plans() -> support::Site {
    let mut made = large();
    for plan in ["q", "r"] {
        made = made.record(
            &format!("plans/{plan}"),
            &format!("标题: {plan}方案\n发文机关: 市住房和城乡建设局\n发布日期: 2023-03-01\n开始: 2023-03-01\n结束: 2023-12-31"),
        );
        for n in 0..MANY / 2 {
            made = made.record(
                &format!("tasks/{plan}/{n:03}"),
                &format!("标题: 任务{n:03}\n方案: {plan}方案\n编号: {n}\n责任单位: 第{n:03}股\n完成时限: 2023-08-01"),
            );
        }
    }
    made
}

#[test]
fn no_link_leads_to_a_place_that_is_on_another_part() {
    let (_, texts) = rendered(&several_plans(), 70);
    let base = url::Url::parse("https://www.example.gov.cn/").expect("an address");
    let mut checked = BTreeSet::new();
    for (route, text) in texts.iter().filter(|(_, text)| text.contains("<html")) {
        let page = base.join(route.as_str()).expect("an address");
        for href in text.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let to = page.join(href).expect("an address");
            let Some(anchor) = to.fragment() else { continue };
            let there = &texts[&Route::new(to.path().trim_start_matches('/'))];
            assert!(there.contains(&format!("id=\"{anchor}\"")), "{route}: {href}");
            if to.path() != page.path() {
                checked.insert(to.path().to_owned());
            }
        }
    }
    for further in ["/tasks/page/", "/offices/summary/page/"] {
        assert!(checked.iter().any(|path| path.starts_with(further)), "{further}: {checked:?}");
    }
}

/// A plan whose offices report each week, and records taken back.
fn reporting() -> support::Site {
    let mut made = large().record(
        "plans/p",
        "标题: 市住房和城乡建设局优化营商环境方案\n发文机关: 市住房和城乡建设局\n发布日期: 2023-03-01\n开始: 2023-03-01\n结束: 2023-12-31\n周报: 周五 12:00\n月报: 29日 12:00",
    );
    for n in 0..MANY {
        made = made.record(
            &format!("news/{n:03}"),
            &format!(
                "标题: 动态{n:03}\n发布日期: 2023-05-01\n撤回: {{日期: 2023-06-{:02}, 原因: 有误}}",
                1 + n % 28
            ),
        );
    }
    // Without a return there is no page of them.
    made = made.record(
        "returns/1",
        "标题: 局周报\n单位: 市住房和城乡建设局\n方案: 市住房和城乡建设局优化营商环境方案\n周期: 2023-W20\n报送时间: 2023-05-19 11:00\n任务: []",
    );
    let visits: String = (0..MANY).map(|n| format!("岗位{n:03},企业,2,1,0\n")).collect();
    made.record(
        "visits/q2/index",
        "标题: 走访\n周期: 2023年二季度\n方案: 市住房和城乡建设局优化营商环境方案",
    )
    .file("content/visits/q2/visits.csv", &format!("岗位,对象,应访,走访,电话\n{visits}"))
}

#[test]
fn what_was_taken_back_the_grid_of_returns_and_the_visits_of_posts_lie_in_parts() {
    let made = reporting();
    let facts = Arc::new(made.internal("2023-07-15"));
    let theme = theme(&made, &facts);
    let site = Arc::new(laid_out(&facts, &theme, ROWS_PER_PAGE.get()));
    let renderer = Renderer::new(site.clone(), Arc::new(theme));
    let text = |route: &Route| {
        let mut bytes = Vec::new();
        let made = renderer.render(route, &site.pages[route], &mut bytes);
        made.unwrap_or_else(|_| panic!("{route} renders"));
        assert!(bytes.len() <= MOST, "{route}: {} bytes", bytes.len());
        String::from_utf8(bytes).expect("UTF-8")
    };
    for (list, name) in [("corrections/", "动态"), ("returns/", "第"), ("visits/q2/", "岗位")]
    {
        let parts: Vec<String> = chain(&site, &Route::new(list)).iter().map(text).collect();
        assert!(parts.len() > 2, "{list} is in parts");
        for n in 0..MANY {
            let name = match list {
                "returns/" => format!("{name}{n:03}股"),
                _ => format!("{name}{n:03}"),
            };
            let on = parts.iter().filter(|text| text.contains(&name)).count();
            assert_eq!(on, 1, "{list}: {name}");
        }
    }
}

#[test]
fn the_map_for_machines_has_every_part() {
    let facts = facts(&large());
    let theme = theme(&large(), &facts);
    let site = Arc::new(laid_out(&facts, &theme, 70));
    let renderer = Renderer::new(site.clone(), Arc::new(theme));
    let mut bytes = Vec::new();
    let map = renderer.render(&Route::new("sitemap.xml"), &Page::SiteMapXml, &mut bytes);
    assert!(map.is_ok());
    let map = String::from_utf8(bytes).expect("UTF-8");
    for route in chain(&site, &Route::new("tasks/")) {
        assert_eq!(map.matches(&format!("<loc>https://a.example/x/{route}</loc>")).count(), 1);
    }
}

#[test]
fn a_site_laid_out_after_another_has_the_parts_of_one_laid_out_afresh() {
    let made = large();
    let before = facts(&made);
    let theme = theme(&made, &before);
    let last = laid_out(&before, &theme, MANY - 1);
    let mut fewer = made.clone();
    for n in 0..2 {
        fewer = fewer.record(
            &format!("tasks/p/{n:03}"),
            "标题: 内部的\n方案: 市住房和城乡建设局优化营商环境方案\n责任单位: 第000股\n公开属性: 系统内",
        );
    }
    for made in [&made, &fewer] {
        let facts = facts(made);
        let afresh = laid_out(&facts, &theme, MANY - 1);
        let mut found = Diagnostics::new();
        let after =
            lay_out_after(facts, last.addressing.clone(), theme.assets(), &last, &mut found);
        assert_eq!(after.pages, afresh.pages);
        let board = Route::new("tasks/");
        assert_eq!(after.part(&board, &Page::Home), afresh.part(&board, &Page::Home));
    }
}

#[test]
fn a_month_keeps_its_page_when_its_last_task_moves_on_and_an_internal_task_makes_none() {
    let made = site()
        .record("offices/gu", "标题: 审批股")
        .record("plans/p", "标题: 工作方案\n发文机关: 审批股\n发布日期: 2023-03-01")
        .record(
            "tasks/p/1/index",
            "标题: 压减材料\n方案: 工作方案\n责任单位: 审批股\n完成时限: 2023-06-30",
        )
        .record(
            "tasks/p/1/2023-05-10-调整",
            "事项: 调整\n完成时限: 2023-08-31\n理由: 系统改造\n批准: 局长办公会",
        )
        .record(
            "tasks/p/2",
            "标题: 内部的\n方案: 工作方案\n责任单位: 审批股\n完成时限: 2023-09-30\n公开属性: 系统内",
        );
    let facts = Arc::new(made.on("2023-07-15"));
    let theme = theme(&made, &facts);
    let site = laid_out(&facts, &theme, 200);
    let months: Vec<(&str, usize)> = site
        .pages
        .iter()
        .filter_map(|(route, page)| {
            let month = route.as_str().strip_prefix("tasks/by/month/")?;
            Some((month.trim_end_matches('/'), rows(&facts, page)))
        })
        .collect();
    assert_eq!(months, [("2023-06", 0), ("2023-08", 1)]);
}

#[test]
fn of_many_texts_that_lead_to_a_record_its_page_names_the_newest_and_counts_the_others() {
    let mut made = site()
        .record("indicators/yi", "标题: 办理建筑许可")
        .record("offices/ju", "标题: 住建局")
        .record("plans/p", "标题: 方案\n发文机关: 住建局\n发布日期: 2023-03-01\n开始: 2023-03-01\n结束: 2023-12-31")
        .record("tasks/p/1", "标题: 甲\n方案: 方案\n编号: 1\n责任单位: 住建局\n指标: 办理建筑许可\n完成时限: 2023-09-30");
    for n in 1..=20 {
        let front = format!("标题: 动态之{n:02}\n指标: 办理建筑许可\n发布日期: 2023-05-{n:02}");
        made = made.record(&format!("news/{n:02}"), &front);
    }
    let (_, pages) = rendered(&made, 200);
    let html = &pages[&Route::new("indicators/yi/")];
    for n in 1..=20 {
        assert_eq!(html.contains(&format!("动态之{n:02}")), n > 8, "{n}: {html}");
    }
    assert!(html.contains("<a href=\"../../news/\">另有8篇，见“工作动态”</a>"), "{html}");
}
